"""When did each kind of run last happen: read from the ledger, so that a restart forgets nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.tasks.opening import open_ledger


def run(path: Path, *, book: Book | None = None) -> dict[str, date]:
    """Latest as-of date by kind of run (weekly, daily, button)."""
    opened = open_ledger(path, as_of=None, now=lambda: datetime(2026, 1, 1, tzinfo=UTC), book=book)
    latest: dict[str, date] = {}
    for row in opened.typed.tables["Runs"]:
        kind, as_of = row.values["Kind"], row.values["As of"]
        if isinstance(kind, str) and isinstance(as_of, date):
            latest[kind] = max(as_of, latest.get(kind, date.min))
    return latest
