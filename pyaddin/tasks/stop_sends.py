"""Messages of a click that wait for the sender are taken back, and their rows say so: all of them, or those that new facts forbid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.rules.decide import decide_all
from pyaddin.rules.reason import because
from pyaddin.tasks import audited, leftovers, posting
from pyaddin.tasks.acts import PROGRAM, Acts, Desk
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.sender import waiting


def run(path: Path, *, by: str, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """Take back every message that waits for the sender; what has left stays sent.

    The journal is first: from then on nothing of it leaves. The rows of the ledger follow at once, or at the next click or run when the
    ledger cannot be written now (``entered`` tells). Raises ``Stop`` X-LOCKED while the sender is sending this very moment, X-JOURNAL, and
    those of reading a ledger.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.open(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs, now=now, create=True) as box:
        taken = box.cancel_pending([entry.uid for entry in box.pending()], by)
        acts = Acts()
        desk = Desk(opened, box, None, "", False, Numbers(opened.typed))
        for entry in taken:
            leftovers.update_rows(desk, acts, entry, "blocked", because("CANCELLED", what=entry.note).text(desk.language), None)
        entered = _written(opened, acts, by=by, at=now())
    rows = [{"case_id": entry.case_id, "key": entry.keys[0][0], "kind": entry.kind, "recipient": entry.recipient_name} for entry in taken]
    return Outcome("stop", {"stopped_sends": len(taken), "items": rows, "entered": entered})


def recall(path: Path, ledger_id: str, *, now: Callable[[], datetime], book: Book) -> int:
    """After a payment, a hold or any other new fact in an open workbook: waiting messages are asked again, the outdated ones taken back.

    The sender sees the file only, and the file does not know yet what the clerk has not saved. Returns how many were taken back. With
    nothing waiting the ledger is not even read. Raises ``Stop`` X-LOCKED while the sender is sending this very moment, and those of reading.
    """
    if not any(entry.state == "queued" for entry in waiting(path, ledger_id)):
        return 0
    opened = open_ledger(path, as_of=None, now=now, book=book)
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.open(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs, now=now, create=False) as box:
        before = len(box.pending())
        desk = Desk(opened, box, None, "", False, Numbers(opened.typed))
        decisions = decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen={})
        acts = leftovers.withdraw(desk, {decision.case_id: decision for decision in decisions})
        taken = before - len(box.pending())
        _written(opened, acts, by=PROGRAM, at=now())
    return taken


def _written(opened: Opened, acts: Acts, *, by: str, at: datetime) -> bool:
    if not acts.edits:
        return True
    try:
        as_of = opened.settings.day("as_of") or opened.as_of
        audited.write(opened.book, opened.raw, acts.edits, as_of=as_of, at=at, by=by, task="stop")
    except Stop:
        return False
    return True
