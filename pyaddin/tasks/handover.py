"""The notice that somebody else deals with a case from now on: counsel, an agency or a new creditor. Sent by a person's act, where the rules allow it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.once import ReadOnce
from pyaddin.rules.reason import phrase
from pyaddin.tasks import send_message
from pyaddin.tasks.demand import supervises
from pyaddin.tasks.opening import chosen, open_ledger
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
    """The notice to each named case, once in an episode. Who has it, and since when, stands on the sheet Legal (Counsel, Asked on).

    Raises ``Stop`` X-DISPOSE for a case of which the sheet does not say so, and what ``send_message.run`` raises.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=ReadOnce.of(book or ClosedBook(path)))
    for file in chosen(opened, cases) if cases else ():
        advice = file.advice
        if advice is None or not advice.counsel or advice.asked_on is None or advice.asked_on > opened.as_of:
            found = phrase("refuse handover", case=file.case.case_id).says(opened.policy.language)
            raise Stop("X-DISPOSE", found, sheet="Legal", column="Counsel")
    return send_message.run(
        path, kind="handover", command="handover", cases=cases, channel=channel, as_of=as_of, out=out, transport=transport, dry_run=dry_run, preview=preview,
        by=by, now=now, progress=progress, released=supervises(opened, by), book=book,
    )  # fmt: skip
