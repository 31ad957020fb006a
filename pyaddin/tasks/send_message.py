"""A message that a person sends by hand: the final demand and the hand-over of a case. The same outbox, gate, holds and keys as a reminder.

No run sends these kinds. What a supervisor must have done before (advice, the decision for disposition) is asked by the task that calls this one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.rules.notices import Asked
from pyaddin.tasks import follow_up
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.polite import Progress

KINDS = ("demand", "handover")


def run(
    path: Path,
    *,
    kind: str,
    command: str,
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
    released: bool = False,
    book: Book | None = None,
) -> Outcome:
    """One message of this ``kind`` to each named case, by letter first unless the debtor prefers another way or ``channel`` names one.

    ``released``: ``by`` is a supervisor (the caller has asked), so that a final demand leaves without a second release. Each case gets the message once in
    an episode; a case to which it may not go is listed as blocked with its reason, as in every run. ``command`` is the task as it stands in the record.

    Raises ``Stop``: X-OPTION when no case is named or the kind is none of ``KINDS``; X-CASE for an unknown case; and what a run raises.
    """
    if not cases:
        raise Stop("X-OPTION", "no case named", advice="Name at least one with --case.")
    if kind not in KINDS:
        raise Stop("X-OPTION", f"{kind} is sent by runs, not by hand", advice=f"Choose one of: {', '.join(KINDS)}.")
    return follow_up.run(
        path, kind="button", command=command, as_of=as_of, out=out, transport=transport, dry_run=dry_run, by=by, now=now, progress=progress,
        cases=cases, channel=channel, preview=preview, asked=Asked(kind, released), book=book,
    )  # fmt: skip
