"""Check the sheets: every fault with its place and what to do, all at once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.tasks.opening import open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.tidying import with_form


def run(path: Path, *, book: Book | None = None) -> Outcome:
    """All findings of the ledger; exit code 1 when there are any. Nothing in it depends on the day."""
    opened = with_form(open_ledger(path, as_of=None, now=lambda: datetime(2026, 1, 1, tzinfo=UTC), book=book))
    faults = [fault.as_json() for fault in opened.faults]
    return Outcome("check", {"faults": faults, "refused": opened.refused, "cases": len(opened.files), "language": opened.policy.language}, 1 if faults else 0)
