"""Weekly run: refresh, flag, judge promises and plans, move stages, send what is due, update the file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.tasks import follow_up
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.polite import Progress


def run(
    path: Path,
    *,
    as_of: date | None,
    out: Path | None,
    transport: str | None,
    dry_run: bool,
    by: str,
    now: Callable[[], datetime],
    progress: Progress,
    book: Book | None = None,
) -> Outcome:
    """The follow-up run of the week. A second one on the same date changes and sends nothing."""
    return follow_up.run(
        path, kind="weekly", command="weekly", as_of=as_of, out=out, transport=transport, dry_run=dry_run, by=by, now=now, progress=progress, book=book,
    )
