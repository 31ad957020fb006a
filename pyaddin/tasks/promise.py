"""Record a promise to pay; reminders rest until it is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Value
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
    newest = max((promise.made_on for promise in file.promises), default=None)
    if newest is not None and made < newest:
        advice = f"A promise of {newest} is entered for {case}; an older one would be superseded by it. Correct Made on."
        raise Stop("E-ORDER", made.isoformat(), sheet="Promises", column="Made on", advice=advice)
    key = Numbers(opened.typed).take("Promises")
    values: dict[str, Value] = {
        "Promise ID": key, "Case ID": case, "Made on": made, "Amount": to_the_cent(amount, file.case.currency), "Due on": due_on, "Grace days": grace_days,
    }  # fmt: skip
    notes = (phrase("note promise", on=made).says(opened.policy.language),) if made > opened.as_of else ()
    return enter(opened, "promise", Entry((AddRow("Promises", key, values, "Promise to pay"),), frozenset({case}), notes), by=by, now=now)
