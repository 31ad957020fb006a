"""Signatures of a proposed plan, the approval of one that waits for it, and its withdrawal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.rows import TypedRow
from pyaddin.records import dataclass
from pyaddin.rules.agreement import Terms
from pyaddin.rules.case import CaseFile, Installment, Plan
from pyaddin.rules.in_force import approved, rows_of
from pyaddin.rules.reason import phrase
from pyaddin.tasks.agreement import complete, plan_of, terms_of
from pyaddin.tasks.entering import given, set_cell, to_the_cent
from pyaddin.tasks.opening import Opened, require_four_eyes
from pyaddin.tasks.plan_limits import refuse_partner, refuse_replan, refuse_term

_WHY = "Agreement"


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signed on which day, where the paper or recording lies, and which supervisor approved.

    An agreement by phone has the day of the call as both signatures and the recording as its evidence.
    """

    debtor: date | None = None
    creditor: date | None = None
    evidence: str | None = None
    approved_by: str | None = None

    @property
    def agreed_on(self) -> date | None:
        """The later signature, once there are two."""
        return max(self.debtor, self.creditor) if self.debtor and self.creditor else None

    def check(self, as_of: date, proposed_on: date | None) -> None:
        """Raises ``Stop`` E-ORDER for a signature of the future, or of a day before the proposal."""
        for column, day in (("Debtor signed on", self.debtor), ("Creditor signed on", self.creditor)):
            if day is not None and day > as_of:
                raise Stop("E-ORDER", day.isoformat(), sheet="Plans", column=column, advice=f"Nobody has signed on a day after {as_of}.")
            if day is not None and proposed_on is not None and day < proposed_on:
                raise Stop("E-ORDER", day.isoformat(), sheet="Plans", column=column, advice=f"The signature lies before Proposed on ({proposed_on}).")


@dataclass(frozen=True, slots=True)
class Made:
    """What an agreement comes to: the case with it, the plan and its rows, what is owed that evening, the cells to write, and what it still needs."""

    file: CaseFile
    plan: Plan
    rows: tuple[Installment, ...]
    balance: Decimal
    edits: tuple[AddRow | SetCell, ...]
    notes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    reason: str = ""


def sign(opened: Opened, plan_id: str, signed: Signatures, *, waive: Decimal | None, payment_method: str | None, reason: str | None) -> Made:
    """Signatures, evidence or approval entered in a plan; with both signatures it is signed, if nothing is missing. One that is signed and waits for a
    supervisor is only approved.

    Raises ``Stop`` X-PLAN for a plan that is over, X-AGREEMENT with a fault per missing item, X-REPLANS, X-TERM, X-FOUR-EYES, X-OPTION, E-ORDER.
    """
    row, file, plan = plan_of(opened, plan_id)
    waits = plan.status == "signed" and not approved(plan, rows_of(file, plan_id), opened.policy)
    if plan.status != "proposed" and not waits:
        raise _over(opened, row, plan)
    new = _filled(signed, None if waive is None else to_the_cent(waive, file.case.currency), payment_method, reason)
    if waits and not new.keys() <= {"Approved by", "Reason"}:
        raise _over(opened, row, plan)  # both have signed: only the approval is open
    if waits:
        given({"Approved by": signed.approved_by}, "Plans")
    if not new:
        given({"Debtor signed on": signed.debtor, "Creditor signed on": signed.creditor}, "Plans")
    signed.check(opened.as_of, plan.proposed_on)
    if signed.approved_by:
        require_four_eyes(opened, signed.approved_by, plan.proposed_by)
    after = replace(
        plan, debtor_signed_on=signed.debtor or plan.debtor_signed_on, creditor_signed_on=signed.creditor or plan.creditor_signed_on,
        evidence=signed.evidence or plan.evidence, approved_by=signed.approved_by or plan.approved_by,
        waived=plan.waived if "Waived" not in new else Decimal(str(new["Waived"])),
    )  # fmt: skip
    others: list[SetCell] = []
    if after.debtor_signed_on and after.creditor_signed_on:
        after, new = replace(after, status="signed"), {**new, "Status": "signed"}
        others = others_withdrawn(opened, file, plan_id)
    whole = replace(file, plans=tuple(after if other.plan_id == plan_id else other for other in file.plans))
    terms = terms_of(opened, {**row.values, **new}, whole, after, after.agreed_on or plan.proposed_on)
    if after.agreed_on and not waits:
        _ready(opened, row, terms, file, reason or str(row.values["Reason"] or ""))
    edits = [set_cell(opened, row, column, value, _WHY) for column, value in new.items() if row.values[column] != value]
    rows = tuple(sorted(terms.rows, key=lambda one: one.no))
    return Made(whole, after, rows, terms.balance.outstanding, (*edits, *others))


def _filled(signed: Signatures, waived: Decimal | None, payment_method: str | None, reason: str | None) -> dict[str, Value]:
    """The columns that are given now, by header."""
    values: dict[str, Value] = {
        "Debtor signed on": signed.debtor, "Creditor signed on": signed.creditor, "Evidence": signed.evidence, "Approved by": signed.approved_by,
        "Waived": waived, "Payment method": payment_method, "Reason": reason,
    }  # fmt: skip
    return {column: value for column, value in values.items() if value is not None}


def _ready(opened: Opened, row: TypedRow, terms: Terms, file: CaseFile, reason: str) -> None:
    """Everything that must hold before both sides are bound: nothing missing, the balance to the cent, caps and the reason of a new version."""
    on, policy = terms.balance.on, opened.policy
    refuse_partner(file, policy, on)
    without = replace(file, plans=tuple(other for other in file.plans if other.plan_id != terms.plan.plan_id))
    refuse_replan(without, policy, on, reason)
    refuse_term(terms, policy)
    owed, taken = terms.balance.outstanding, terms.taken_over
    if owed > taken and sum((one.due for one in terms.rows), Decimal(0)) == terms.plan.total:
        more = terms.plan.waived + owed - taken
        found = phrase("agreement grown", plan=terms.plan.plan_id, taken=str(taken), on=on, owed=str(owed), waive=str(more))
        raise Stop("X-AGREEMENT", found.says(policy.language), sheet="Plans", row=row.row, column="Total")
    complete(terms, opened, row.row)


def withdrawn(opened: Opened, plan_id: str, reason: str | None) -> Made:
    """A proposal that comes to nothing, or a signed plan that no supervisor approves. Raises ``Stop`` X-PLAN for one that counts, E-REQUIRED for the reason."""
    row, file, plan = plan_of(opened, plan_id)
    own = rows_of(file, plan_id)
    if plan.status != "proposed" and not (plan.status == "signed" and not approved(plan, own, opened.policy)):
        raise _over(opened, row, plan, "agreement counts" if plan.status in ("signed", "kept", "broken") else "agreement over")
    given({"Reason": reason}, "Plans")
    after = replace(plan, status="withdrawn")
    whole = replace(file, plans=tuple(after if other.plan_id == plan_id else other for other in file.plans))
    edits = (set_cell(opened, row, "Status", "withdrawn", _WHY), set_cell(opened, row, "Reason", reason, _WHY))
    terms = terms_of(opened, row.values, file, plan, opened.as_of)
    return Made(whole, after, tuple(sorted(own, key=lambda one: one.no)), terms.balance.outstanding, edits, reason=reason or "")


def others_withdrawn(opened: Opened, file: CaseFile, plan_id: str) -> list[SetCell]:
    """Other proposals of the case, which nobody can sign any more once this plan is signed."""
    words = phrase("agreement replaced-by", plan=plan_id).says(opened.policy.language)
    edits = []
    for row in opened.typed.tables["Plans"]:
        if row.values["Case ID"] == file.case.case_id and row.values["Plan ID"] != plan_id and (row.values["Status"] or "proposed") == "proposed":
            edits += [set_cell(opened, row, "Status", "withdrawn", _WHY)]
            edits += [] if row.values["Reason"] else [set_cell(opened, row, "Reason", words, _WHY)]
    return edits


def _over(opened: Opened, row: TypedRow, plan: Plan, words: str = "agreement over") -> Stop:
    found = phrase(words, plan=plan.plan_id, state=plan.status).says(opened.policy.language)
    return Stop("X-PLAN", found, sheet="Plans", row=row.row, column="Status")
