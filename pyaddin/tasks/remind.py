"""Send reminders to chosen cases: the same gate, holds, gaps and keys as in the weekly run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.rules.request import Override
from pyaddin.tasks import follow_up
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
    overrides: tuple[str, ...],
    reason: str | None,
    by: str,
    now: Callable[[], datetime],
    progress: Progress,
    book: Book | None = None,
) -> Outcome:
    """Reminders for the named cases. ``preview`` shows what would go, with its text, and writes nothing, as ``dry_run`` does.

    ``overrides`` names rules that ``by``, a supervisor, passes for a ``reason``; the contact's Why records it. Rules of the law, holds
    but those under review, and the strictest pack cannot be passed.

    Raises ``Stop``: X-OPTION when no case is named, or an override lacks its reason or its supervisor; X-CASE for an unknown case.
    """
    if not cases:
        raise Stop("X-OPTION", "no case named", advice="Name at least one with --case.")
    if overrides and not (reason or "").strip():
        raise Stop("X-OPTION", "override without a reason", advice="Say why with --reason.")
    return follow_up.run(
        path,
        kind="button",
        command="remind",
        as_of=as_of,
        out=out,
        transport=transport,
        dry_run=dry_run,
        by=by,
        now=now,
        progress=progress,
        cases=cases,
        channel=channel,
        preview=preview,
        book=book,
        overrides=tuple(Override(rule, by, (reason or "").strip()) for rule in overrides),
    )
