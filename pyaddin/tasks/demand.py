"""The final demand of a case, sent by a person's act: the wording is fixed, the gate, holds and keys are asked as for any message (process 2.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.once import ReadOnce
from pyaddin.tasks import send_message
from pyaddin.tasks.opening import Opened, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.polite import Progress


def run(
    path: Path,
    *,
    cases: tuple[str, ...],
    channel: str | None,
    as_of: date | None,
    out: Path | None,
    transport: str | None,
    dry_run: bool,
    preview: bool,
    by: str,
    now: Callable[[], datetime],
    progress: Progress,
    book: Book | None = None,
) -> Outcome:
    """The final demand to each named case, once in an episode. Sent by a supervisor it leaves at once; sent by anybody else it waits for a release.

    Its delivery is recorded with its proof by ``advice``; ten days after it a supervisor may hand the case over (T8). Raises ``Stop`` as ``send_message.run``.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=ReadOnce.of(book or ClosedBook(path)))
    return send_message.run(
        path, kind="demand", command="demand", cases=cases, channel=channel, as_of=as_of, out=out, transport=transport, dry_run=dry_run, preview=preview,
        by=by, now=now, progress=progress, released=supervises(opened, by), book=book,
    )  # fmt: skip


def supervises(opened: Opened, by: str) -> bool:
    """Whether the person is named in the setting supervisors; while it names nobody, no one has said who may release, so nobody does."""
    if not opened.settings.words("supervisors"):
        return False
    try:
        require_supervisor(opened, by)
    except Stop:
        return False
    return True
