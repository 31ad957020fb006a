"""Agree on a plan: from an offer or from terms to a row of Plans with its installments, to signatures, or to its withdrawal (T4, T6, R17-R21a)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.rules.money import cent, money_text
from pyaddin.tasks.entering import Entry, case_of, enter, open_for_entry
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.proposing import Wanted, propose
from pyaddin.tasks.signing import Made, Signatures, sign, withdrawn
from pyaddin.tasks.versions import versions_json


def run(
    path: Path,
    *,
    case: str | None,
    plan: str | None,
    offer: int | None,
    count: int | None,
    amount: Decimal | None,
    first_due: date | None,
    frequency: str | None,
    working_day: str | None,
    plan_kind: str | None,
    waive: Decimal | None,
    debtor_signed: date | None,
    creditor_signed: date | None,
    evidence: str | None,
    payment_method: str | None,
    reason: str | None,
    approved_by: str | None,
    withdraw: bool,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """A new version of the agreement of ``case``, or signatures, an approval or the withdrawal of the proposed ``plan``.

    The plan takes over what is owed in the evening of its day, to the cent: Total + Waived = outstanding on the later signature, before both have
    signed on the day of the proposal. It counts from the later signature on, never before what needs a supervisor is approved.

    Raises ``Stop`` with the ledger's own fault and column; X-CASE, X-PLAN; X-OPTION or X-SCHEDULE for terms that fit no schedule; X-AGREEMENT with one
    fault per item that is missing before a signature; X-TERM above five years where the law caps it; X-REPLANS for a third new agreement in twelve
    months; X-FOUR-EYES when the proposer approves.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    signed = Signatures(debtor_signed, creditor_signed, evidence, approved_by)
    wanted = Wanted(offer, count, amount, first_due, frequency, working_day or "next", plan_kind, waive, payment_method, reason)
    if plan is not None:
        _refuse_terms(wanted)
        made = withdrawn(opened, plan, reason) if withdraw else sign(opened, plan, signed, waive=waive, payment_method=payment_method, reason=reason)
    elif withdraw:
        raise Stop("E-REQUIRED", sheet="Plans", column="Plan ID")
    else:
        assert case is not None
        made = propose(opened, case_of(opened, case), wanted, signed, by)
    # a plan kept for later would take over what was owed then: it is agreed again when the ledger can be written
    entry = Entry(made.edits, frozenset({made.file.case.case_id}), made.notes, waits=False)
    entered = enter(opened, "agree", entry, by=by, now=now)
    return Outcome("agree", {**entered.data, "plan": _plan_json(made), "versions": _versions(opened, made)}, entered.exit_code)


def _refuse_terms(wanted: Wanted) -> None:
    """A plan that is there keeps its terms: others are another version. Raises ``Stop`` X-OPTION."""
    names = ("offer", "count", "amount", "first_due", "frequency", "plan_kind")
    found = [name.replace("_", "-") for name in names if getattr(wanted, name) is not None]
    if found:
        raise Stop("X-OPTION", f"{', '.join(found)} beside a plan that is there", advice="Other terms are a new version: agree again on the case.")


def _plan_json(made: Made) -> dict[str, object]:
    plan, currency = made.plan, made.file.case.currency

    def money(value: Decimal) -> str:
        return money_text(value.quantize(cent(currency)), currency)

    return {
        "plan_id": plan.plan_id, "version": plan.version, "kind": plan.kind, "status": plan.status, "currency": currency,
        "balance": money(made.balance), "total": money(plan.total), "waived": money(plan.waived), "count": len(made.rows),
        "first_due": made.rows[0].due_on.isoformat() if made.rows else None, "ends_on": made.rows[-1].due_on.isoformat() if made.rows else None,
        "agreed_on": plan.agreed_on.isoformat() if plan.agreed_on else None, "needs": list(made.needs),
    }  # fmt: skip


def _versions(opened: Opened, made: Made) -> list[dict[str, object]]:
    return versions_json(opened, made.file, {made.plan.plan_id: made.reason} if made.reason else {})
