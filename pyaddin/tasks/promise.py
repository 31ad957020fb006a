"""Record a promise to pay; reminders rest until it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Value
from pyaddin.rules.case import CaseFile
from pyaddin.rules.reason import phrase
from pyaddin.tasks.entering import Entry, case_of, enter, open_for_entry, to_the_cent
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.outcome import Outcome


def run(
    path: Path,
    *,
    case: str,
    amount: Decimal,
    due_on: date,
    made_on: date | None,
    grace_days: int | None,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The debtor promises ``amount`` by ``due_on``. One promise is open per case: an open one is superseded by this one (R23, R24).

    ``made_on`` None = the as-of date; ``grace_days`` in working days, None = setting promise_grace_days. Raises ``Stop`` with the ledger's
    own fault and column, E-ORDER for a promise made before the newest one, X-CASE for an unknown or refused case.
    """
    opened = open_for_entry(path, as_of=as_of, now=now, book=book)
    file = case_of(opened, case)
    made = made_on or opened.as_of
    refuse_older(file, made)
    row = promise_row(file, Numbers(opened.typed).take("Promises"), amount=amount, due_on=due_on, made_on=made, grace_days=grace_days)
    notes = (phrase("note promise", on=made).says(opened.policy.language),) if made > opened.as_of else ()
    return enter(opened, "promise", Entry((row,), frozenset({case}), notes), by=by, now=now)


def refuse_older(file: CaseFile, made_on: date) -> None:
    """Raises ``Stop`` E-ORDER for a promise made before the newest one, which would supersede it."""
    newest = max((promise.made_on for promise in file.promises), default=None)
    if newest is not None and made_on < newest:
        advice = f"A promise of {newest} is entered for {file.case.case_id}; an older one would be superseded by it. Correct Made on."
        raise Stop("E-ORDER", made_on.isoformat(), sheet="Promises", column="Made on", advice=advice)


def promise_row(file: CaseFile, key: str, *, amount: Decimal, due_on: date, made_on: date, grace_days: int | None = None) -> AddRow:
    """The row of Promises under this id."""
    values: dict[str, Value] = {
        "Promise ID": key, "Case ID": file.case.case_id, "Made on": made_on, "Amount": to_the_cent(amount, file.case.currency), "Due on": due_on,
        "Grace days": grace_days,
    }  # fmt: skip
    return AddRow("Promises", key, values, "Promise to pay")
