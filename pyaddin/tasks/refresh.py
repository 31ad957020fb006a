"""Refresh: every computed cell brought up to date, and nothing sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.ledger.book import Book, Edit, SetCell
from pyaddin.tasks.change_lines import ChangeLines
from pyaddin.tasks.entering import open_for_entry
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recompute import moved, recompute
from pyaddin.tasks.recorded import write
from pyaddin.tasks.tidying import mending_edits, with_form


def run(path: Path, *, as_of: date | None, by: str, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """All cases as of the day (None = today, or the last run's day where that is later): figures, flags, stages, promises, plans, the queue.

    Messages that are due stay due for the next run. A second refresh of the day writes nothing. Raises ``Stop`` X-BACKDATED, and what reading
    and writing raise.
    """
    opened = with_form(open_for_entry(path, as_of=as_of, now=now, book=book))
    result = recompute(opened, None, Numbers(opened.typed), by=by, at=now())
    edits = [*mending_edits(opened), *result.edits, *_day_edits(opened)]
    if edits:
        write(opened.book, opened.raw, edits, as_of=opened.as_of, at=now(), by=by, task="refresh")
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "language": opened.policy.language,
        "assessed": len(result.after),
        "flagged": sum(len(decision.newly_missed) for decision in result.before),
        "moved": moved(result.before),
        "refused": opened.refused,
        "faults": [fault.as_json() for fault in opened.faults],
        "changes": ChangeLines(edits),
    }
    return Outcome("refresh", data, 1 if opened.refused else 0)


def _day_edits(opened: Opened) -> list[Edit]:
    """The setting as_of, which the sheets show as the day of their figures."""
    return [
        SetCell("Settings", number, "as_of", "Value", cells.get("Value"), opened.as_of, "Computed as of")
        for number, cells in opened.raw.tables["Settings"].rows
        if cells.get("Key") == "as_of" and opened.settings.day("as_of") != opened.as_of
    ]
