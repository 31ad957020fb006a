"""The queue of the day, of everybody or of one clerk, and how much each clerk has. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.labels import folded
from pyaddin.ledger.book import Book, Value
from pyaddin.rules.decide import Decision
from pyaddin.tasks.look import picture
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.today import due_today, excluded_today, queue_row, workload


def run(path: Path, *, owner: str | None = None, as_of: date | None, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """What is due on the as-of date, the most urgent first, and what a hold or the contact limit takes out of the order; ``owner`` keeps one clerk's cases.

    ``workload`` is always that of the whole office. Raises ``Stop`` X-OPTION for an owner of no case; the owners are named.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=book)
    _, after = picture(opened)
    mine = after if owner is None else _of(after, owner, opened)
    due, out = due_today(mine), excluded_today(mine)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "owner": owner,
        "queue": [_told(queue_row(decision, rank)) for rank, decision in enumerate(due, start=1)],
        "excluded": [_told(queue_row(decision, rank)) for rank, decision in enumerate(out, start=len(due) + 1)],
        "workload": [
            {"owner": load.owner or None, "open": load.open, "due": load.due, "excluded": load.excluded, "points": load.points,
             "arrears": {currency: str(amount) for currency, amount in load.arrears.items()}}
            for load in workload(after)
        ],
    }  # fmt: skip
    return Outcome("queue", data)


def _of(decisions: Sequence[Decision], owner: str, opened: Opened) -> list[Decision]:
    """The cases of one clerk; case, width and blanks of the name make no difference."""
    mine = [decision for decision in decisions if folded(decision.file.case.owner) == folded(owner)]
    if not mine:
        names = sorted({file.case.owner for file in opened.files if file.case.owner})
        advice = f"Owners of this ledger: {', '.join(names)}." if names else "Fill the column Owner of the sheet Cases."
        raise Stop("X-OPTION", f"no case has the owner {owner}", sheet="Cases", column="Owner", advice=advice)
    return mine


def _told(row: dict[str, Value]) -> dict[str, object]:
    """A line of the queue under the keys of the contract: ``days_past_due`` for Days past due."""
    said: dict[str, object] = {}
    for name, value in row.items():
        key = name.lower().replace(" ", "_")
        said[key] = value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, Decimal) else value
    return said
