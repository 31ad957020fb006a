"""Record a promise to pay, or take the open one back; reminders rest until it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.promise import judge
from pyaddin.rules.reason import phrase
from pyaddin.tasks.entering import Entry, case_of, enter, given, open_for_entry, row_of, set_cell, to_the_cent
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome


def run(
    path: Path,
    *,
    case: str | None,
    withdraw: str | None,
    amount: Decimal | None,
    due_on: date | None,
    made_on: date | None,
    grace_days: int | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The debtor promises ``amount`` by ``due_on``, or promise ``withdraw`` is taken back. One is open per case: a new one supersedes it (R23, R24).

    ``made_on`` None = the as-of date; ``grace_days`` in working days, None = setting promise_grace_days. Payments that are in the ledger already are
    noted with the promise: they do not keep it. A withdrawn promise ends its hold on the day and is not broken.

    Raises ``Stop`` with the ledger's own fault and column, E-ORDER for a promise made before the newest one, X-CASE for an unknown or refused case,
    X-OPTION for a case in which nothing is owed, X-PROMISE for the withdrawal of one that is not open.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    if withdraw is not None:
        return enter(opened, "promise", _withdrawal(opened, withdraw), by=by, now=now)
    given({"Case ID": case, "Amount": amount, "Due on": due_on}, "Promises")
    assert case is not None
    assert amount is not None
    assert due_on is not None
    file = case_of(opened, case)
    if position(file, opened.policy, opened.as_of).outstanding <= 0:
        advice = "Nothing is left to pay in this case: look at its payments, or choose another case of the debtor."
        raise Stop("X-OPTION", f"{case}: {phrase('offer nothing-owed').says(opened.policy.language)}", sheet="Promises", column="Amount", advice=advice)
    made = made_on or opened.as_of
    refuse_older(file, made)
    row = promise_row(file, Numbers(opened.typed).take("Promises"), amount=amount, due_on=due_on, made_on=made, grace_days=grace_days)
    notes = (phrase("note promise", on=made).says(opened.policy.language),) if made > opened.as_of else ()
    return enter(opened, "promise", Entry((row,), frozenset({case}), notes), by=by, now=now)


def _withdrawal(opened: Opened, promise_id: str) -> Entry:
    """Status and last day of the open promise. Raises ``Stop`` E-ORPHAN, X-PROMISE."""
    row = row_of(opened, "Promises", "Promise ID", promise_id)
    case_id = str(row.values["Case ID"])
    judged = {one.promise.promise_id: one for one in judge(opened.file_of(case_id), opened.policy, opened.as_of)}
    state = judged[promise_id].status if promise_id in judged else "open"
    if state != "open":
        found = phrase("promise not-open", promise=promise_id, state=state).says(opened.policy.language)
        raise Stop("X-PROMISE", found, sheet="Promises", row=row.row, column="Status")
    edits = (set_cell(opened, row, "Status", "withdrawn", "Taken back"), set_cell(opened, row, "Judged on", opened.as_of, "Taken back"))
    return Entry(edits, frozenset({case_id}))


def refuse_older(file: CaseFile, made_on: date) -> None:
    """Raises ``Stop`` E-ORDER for a promise made before the newest one, which would supersede it."""
    newest = max((promise.made_on for promise in file.promises), default=None)
    if newest is not None and made_on < newest:
        advice = f"A promise of {newest} is entered for {file.case.case_id}; an older one would be superseded by it. Correct Made on."
        raise Stop("E-ORDER", made_on.isoformat(), sheet="Promises", column="Made on", advice=advice)


def promise_row(file: CaseFile, key: str, *, amount: Decimal, due_on: date, made_on: date, grace_days: int | None = None) -> AddRow:
    """The row of Promises under this id, with the payments of its days that are in the ledger already."""
    before = ", ".join(payment.payment_id for payment in file.payments if payment.value_date >= made_on and payment.payment_id)
    values: dict[str, Value] = {
        "Promise ID": key, "Case ID": file.case.case_id, "Made on": made_on, "Amount": to_the_cent(amount, file.case.currency), "Due on": due_on,
        "Grace days": grace_days, "Entered before": before or None,
    }  # fmt: skip
    return AddRow("Promises", key, values, "Promise to pay")
