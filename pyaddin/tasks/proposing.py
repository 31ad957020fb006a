"""A plan as it is proposed: its row, its installments and everything that must fit before it may be entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.records import dataclass
from pyaddin.rules.agreement import Terms, lacking
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile, Installment, Plan
from pyaddin.rules.in_force import to_approve
from pyaddin.rules.money import cent
from pyaddin.rules.plan import schedule
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Says, phrase
from pyaddin.tasks.agreement import complete, terms_of
from pyaddin.tasks.entering import given, to_the_cent
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.offers import offers_of
from pyaddin.tasks.opening import Opened, require_four_eyes
from pyaddin.tasks.plan_limits import refuse_partner, refuse_replan, refuse_term
from pyaddin.tasks.signing import Made, Signatures, others_withdrawn

ZERO = Decimal(0)
_WHY = "Agreement"
_AT_SIGNATURE = ("Approved by", "Payment method")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was agreed on: the number of an offer, or terms. ``working_day``: how a due date on a day off moves (R20)."""

    offer: int | None = None
    count: int | None = None
    amount: Decimal | None = None
    first_due: date | None = None
    frequency: str | None = None
    working_day: str = "next"
    plan_kind: str | None = None
    waive: Decimal | None = None
    payment_method: str | None = None
    reason: str | None = None


def propose(opened: Opened, file: CaseFile, wanted: Wanted, signed: Signatures, by: str) -> Made:
    """The next version for the case. Raises ``Stop`` as ``agree`` tells."""
    policy, words = opened.policy, opened.policy.language
    signed.check(opened.as_of, proposed_on=None)
    proposed_on = min(day for day in (opened.as_of, signed.debtor, signed.creditor) if day is not None)
    on = signed.agreed_on or proposed_on
    refuse_partner(file, policy, on)
    refuse_replan(file, policy, on, wanted.reason)
    owed = position(file, policy, on).outstanding
    if owed <= 0:
        raise Stop("X-AGREEMENT", phrase("agreement nothing-owed", on=on).says(words), sheet="Plans", column="Total")
    kind, waived, rows = _from_offer(opened, file, wanted, on) if wanted.offer is not None else from_terms(file, policy, wanted, on, owed)
    key = Numbers(opened.typed).take("Plans")
    plan = Plan(
        key, max((plan.version for plan in file.plans), default=0) + 1, proposed_on, sum((row.due for row in rows), ZERO), kind,
        "signed" if signed.agreed_on else "proposed", waived, signed.debtor, signed.creditor, signed.evidence or "", signed.approved_by or "", by,
    )  # fmt: skip
    rows = tuple(replace(row, plan_id=key) for row in rows)
    after = replace(file, plans=(*file.plans, plan), installments=(*file.installments, *rows))
    values = _values(plan, rows, wanted, file.case.case_id, signed)
    terms = terms_of(opened, values, after, plan, on)
    refuse_term(terms, policy)
    if signed.approved_by:
        require_four_eyes(opened, signed.approved_by, by)
    needs: tuple[str, ...] = ()
    edits: list[AddRow | SetCell] = [AddRow("Plans", key, values, _WHY), *_installment_rows(file.case.case_id, rows)]
    if signed.agreed_on:
        complete(terms, opened, None)
        edits += others_withdrawn(opened, file, key)
    else:
        needs = _needs(terms, opened)
    notes = tuple(phrase("note agreement-needs", plan=key, what=needs).says(words) for _ in needs[:1])
    return Made(after, plan, rows, owed, tuple(edits), (*_moved(wanted, rows, words), *notes), needs, wanted.reason or "")


def _from_offer(opened: Opened, file: CaseFile, wanted: Wanted, on: date) -> tuple[str, Decimal, tuple[Installment, ...]]:
    """Kind, waived amount and rows of an offer, as it is computed for the day of the agreement. Raises ``Stop`` X-OPTION."""
    beside = {"count": wanted.count, "amount": wanted.amount, "first-due": wanted.first_due, "frequency": wanted.frequency, "waive": wanted.waive}
    if any(value is not None for value in beside.values()):
        raise Stop("X-OPTION", f"{', '.join(name for name, value in beside.items() if value is not None)} beside an offer", column="Offer")
    words = opened.policy.language
    made = offers_of(replace(opened, as_of=on), file)
    found = next((offer for offer in made if offer.number == wanted.offer), None)
    if found is None:
        raise Stop("X-OPTION", phrase("agreement no-offer", number=wanted.offer, most=len(made)).says(words), column="Offer")
    if not found.available:
        raise Stop("X-OPTION", phrase("agreement not-offered", number=wanted.offer, what=found.unavailable).says(words), column="Offer")
    if not found.plan_kind:
        raise Stop("X-OPTION", phrase("agreement is-promise", number=wanted.offer).says(words), column="Offer")
    rows = tuple(Installment("", row.no, row.due_on, row.principal, row.interest) for row in found.rows)
    return found.plan_kind, found.waived, rows


def from_terms(file: CaseFile, policy: Policy, wanted: Wanted, on: date, owed: Decimal) -> tuple[str, Decimal, tuple[Installment, ...]]:
    """Kind, waived amount and rows of typed terms (R17-R20). Raises ``Stop`` E-REQUIRED, X-OPTION, X-SCHEDULE."""
    waived = to_the_cent(wanted.waive or ZERO, file.case.currency)
    kind = wanted.plan_kind or ("settlement" if waived > 0 else "installment")
    count = wanted.count or (1 if kind == "deferral" and wanted.amount is None else None)
    given({"Count": count or wanted.amount, "First due": wanted.first_due, "Frequency": wanted.frequency or count == 1 or None}, "Plans")
    assert wanted.first_due is not None
    if waived < 0 or waived >= owed:
        raise Stop("X-OPTION", phrase("agreement waives", waived=str(waived), owed=str(owed)).says(policy.language), sheet="Plans", column="Waived")
    rate = policy.offer.plan_rate if kind != "settlement" else None
    if rate and wanted.first_due < on:
        raise Stop("X-OPTION", phrase("agreement too-early", first=wanted.first_due, on=on).says(policy.language), sheet="Plans", column="First due")
    made = schedule(
        owed - waived, first_due=wanted.first_due, frequency=wanted.frequency or "monthly", is_working=policy.is_working(file.debtor.country), count=count,
        amount=wanted.amount, start=on if rate else None, rate=rate, day_count=file.case.day_count, roll_mode=wanted.working_day,
        unit=cent(file.case.currency),
    )  # fmt: skip
    return kind, waived, tuple(Installment("", row.no, row.due_on, row.principal, row.interest) for row in made.rows)


def _values(plan: Plan, rows: Sequence[Installment], wanted: Wanted, case_id: str, signed: Signatures) -> dict[str, Value]:
    return {
        "Plan ID": plan.plan_id, "Case ID": case_id, "Version": plan.version, "Kind": plan.kind, "Status": plan.status, "Proposed on": plan.proposed_on,
        "Total": plan.total, "Waived": plan.waived or None, "Count": len(rows), "First due": rows[0].due_on,
        "Frequency": (wanted.frequency or "monthly") if len(rows) > 1 else wanted.frequency, "Debtor signed on": signed.debtor,
        "Creditor signed on": signed.creditor, "Evidence": signed.evidence, "Approved by": signed.approved_by, "Reason": wanted.reason,
        "Payment method": wanted.payment_method, "Proposed by": plan.proposed_by or None,
    }  # fmt: skip


def _installment_rows(case_id: str, rows: Sequence[Installment]) -> list[AddRow]:
    return [
        AddRow(
            "Installments", f"{case_id}|{row.plan_id}|{row.no}",
            {"Case ID": case_id, "Plan ID": row.plan_id, "No": row.no, "Due on": row.due_on, "Principal": row.principal, "Interest": row.interest or None},
            _WHY,
        )
        for row in rows
    ]  # fmt: skip


def _needs(terms: Terms, opened: Opened) -> tuple[str, ...]:
    """What a proposal still needs before it may be signed, in words. What would make its figures wrong is refused at once: ``Stop`` X-AGREEMENT."""
    lacks = lacking(terms, opened.policy)
    wrong = [lack for lack in lacks if lack.sheet in ("Plans", "Installments") and lack.column not in _AT_SIGNATURE]
    words = opened.policy.language
    if wrong:
        faults = [Fault("X-AGREEMENT", lack.sheet, None, lack.column, lack.words.says(words)) for lack in wrong]
        raise Stop(faults[0].code, faults[0].found, sheet=faults[0].sheet, column=faults[0].column, others=tuple(faults[1:]))
    needed: list[Says] = [lack.words for lack in lacks if lack.column != "Approved by"]
    needed += to_approve(terms.plan, terms.rows, opened.policy) if not terms.plan.approved_by else ()
    return tuple(need.says(words) for need in needed)


def _moved(wanted: Wanted, rows: Sequence[Installment], language: str) -> tuple[str, ...]:
    """That the first due date was moved to a working day."""
    if wanted.first_due is None or wanted.first_due == rows[0].due_on:
        return ()
    return (phrase("note first-due-moved", asked=wanted.first_due, moved=rows[0].due_on).says(language),)
