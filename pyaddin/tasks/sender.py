"""The sender: waits until messages of a click can no longer be taken back, asks again whether they may go, and sends them.

It runs in a process of its own while the workbook is open. One sender waits per ledger (its lock); whoever sends holds the journal's
lock, so that a message never leaves twice. Whatever it leaves undone, the next click or run finds in the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyaddin.correspondence.entry import Entry
from pyaddin.correspondence.lock import Lock
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook, opened_by
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks import audited, leftovers, pending, posting, still_right, transports
from pyaddin.tasks.acts import PROGRAM, SHOWN, Acts, Desk
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import open_ledger
from pyaddin.tasks.outcome import Outcome

LOOK_SECONDS = 15.0
"""How often the sender looks whether messages were taken back or new ones came."""
STAYS = timedelta(hours=1)
"""How long the sender stays for the next try of a message; a later one is left to the next click or run."""
BUSY_SECONDS = 5.0
BUSY_TRIES = 120


@dataclass
class _Done:
    """What this sender has come to: uids it sent, took back, or leaves to the next click or run."""

    sent: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    left: set[str] = field(default_factory=set)


def run(path: Path, *, now: Callable[[], datetime], pause: Callable[[float], None]) -> Outcome:
    """Send what waits for the sender, each when its time has come, until nothing waits. ``pause`` waits some seconds.

    With another sender at work nothing is done: that one takes care of everything. Raises ``Stop``: X-JOURNAL, X-LOCKED after ten
    minutes, and those of reading a ledger.
    """
    done = _Done()
    with _alone(path, now, pause) as alone:
        ledger_id = ClosedBook(path).read().ledger_id if alone else ""
        tries = 0
        while alone and (due := _next(path, ledger_id, done.left, now())) is not None:
            wait = (due - now()).total_seconds()
            if wait > 0:
                pause(min(wait, LOOK_SECONDS))
                continue
            try:
                _send_due(path, now, done)
                tries = 0
            except Stop as stop:
                tries += 1
                if stop.fault.code not in ("X-LOCKED", "X-NOT-FOUND") or tries > BUSY_TRIES:  # a workbook that is being saved is away for a moment
                    raise
                pause(BUSY_SECONDS)
    return Outcome("sender", {"sent": len(done.sent), "withdrawn": len(done.withdrawn), "left": len(done.left), "alone": alone})


def waiting(path: Path, ledger_id: str) -> list[Entry]:
    """Messages of this ledger that wait for a sender, those of one that died included."""
    with suppress(FileNotFoundError), Outbox.peek(path, ledger_id, ledger_keys=(), ledger_runs=()) as box:
        return box.with_sender()
    return []


def sender_lock(path: Path) -> Path:
    """The file that says that a sender waits for this ledger."""
    return path.with_name(f"{path.stem}.sender.lock")


@contextmanager
def _alone(path: Path, now: Callable[[], datetime], pause: Callable[[float], None]) -> Iterator[bool]:
    """True for the one sender of a ledger. One that is about to end is waited for, so that no message falls between two senders."""
    lock: Lock | None = None
    for seconds in (0.2, 0.5, 1.0, 2.0, 0.0):
        try:
            lock = Lock.take(sender_lock(path), now())
            break
        except Stop as stop:
            if stop.fault.code != "X-LOCKED":
                raise
            pause(seconds)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def _next(path: Path, ledger_id: str, left: Collection[str], at: datetime) -> datetime | None:
    """When the next message may go; ``None`` when none waits that the sender stays for."""
    mine = [entry for entry in waiting(path, ledger_id) if entry.uid not in left]
    return min((e.may_go_at for e in mine if e.may_go_at is not None and (e.state != "deferred" or e.may_go_at <= at + STAYS)), default=None)


def _send_due(path: Path, now: Callable[[], datetime], done: _Done) -> None:
    """One round under the journal's lock."""
    if opened_by(path) is None:
        pending.enter_kept(ClosedBook(path), now=now)
    opened = open_ledger(path, as_of=None, now=now)
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.open(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs, now=now, create=False) as box:
        if not box.usable:
            raise Stop("X-JOURNAL", box.doubt)
        box.recover(FolderTransport(path.parent))  # a sender that died: each message knows its own folder
        closed, asked, held = opened_by(path) is None, box.last_asked() or now(), box.waiting_runs()
        name = opened.settings.text("transport")
        every = box.due()
        due = [entry for entry in every if closed or entry.run_id not in held]  # a run that did not know what is typed here waits for a click
        with transports.ready(opened, name, path.parent) as way:
            for run_id in dict.fromkeys(entry.run_id for entry in due):
                mine = [entry for entry in due if entry.run_id == run_id]
                clock = now if name == transports.SMTP else None
                if closed or _saved_since(path, asked):
                    on = opened.as_of if clock else box.run_as_of(run_id) or opened.as_of  # what is really mailed leaves with today's facts
                    facts = open_ledger(path, as_of=on, now=now)
                    _with_the_file(Desk(facts, box, way, run_id, False, Numbers(facts.typed), now=clock), mine, done, closed=closed, now=now)
                else:
                    _as_clicked(Desk(opened, box, way, run_id, False, Numbers(opened.typed), now=clock), asked, mine, now(), done)
        tried = {entry.uid for entry in every}
        at = now()
        done.left |= {entry.uid for entry in [*box.pending(), *box.deferred()] if entry.uid in tried and (entry.next_try is None or entry.next_try <= at)}


def _saved_since(path: Path, asked: datetime) -> bool:
    """Whether the file on disk holds what was known at the last click, and perhaps more. Raises ``Stop`` X-NOT-FOUND while it is being replaced."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) > asked
    except OSError as problem:
        raise Stop("X-NOT-FOUND", f"{path}: {problem.strerror}") from None


def _as_clicked(desk: Desk, asked: datetime, due: Sequence[Entry], at: datetime, done: _Done) -> None:
    """The workbook is open and unsaved: the last click asked with newer facts than the file has. Sent on the day of that click only."""
    zone = desk.opened.zone
    if asked.astimezone(zone).date() == at.astimezone(zone).date():
        leftovers.ask_gate_at_sending(desk, _decided(desk))
        _sent(desk, due, done)


def _with_the_file(desk: Desk, due: Sequence[Entry], done: _Done, *, closed: bool, now: Callable[[], datetime]) -> None:
    """The file knows all that the click knew: asked again with it, sent, and entered when nobody has it open."""
    assert desk.outbox is not None
    by_case = _decided(desk)
    leftovers.ask_gate_at_sending(desk, by_case)
    outdated = [entry.uid for entry in due if still_right.objection(entry, by_case, desk) is not None]
    desk.outbox.cancel_pending(outdated, PROGRAM)
    done.withdrawn += outdated
    _sent(desk, [entry for entry in due if entry.uid not in outdated and still_right.lawful_now(entry, by_case, desk)], done)
    if closed:
        _enter(desk, desk.outbox, now())


def _decided(desk: Desk) -> dict[str, Decision]:
    opened = desk.opened
    return {decision.case_id: decision for decision in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen={})}


def _sent(desk: Desk, going: Sequence[Entry], done: _Done) -> None:
    done.sent += [entry.uid for entry in leftovers.handed_over(desk, Acts(), going) if entry.state in SHOWN]


def _enter(desk: Desk, box: Outbox, at: datetime) -> None:
    """Outcomes into the closed ledger; when it is opened or changed just now, the next click or run does it."""
    acts: Acts = leftovers.recover(desk)
    opened = desk.opened
    if acts.edits:
        try:
            as_of = opened.settings.day("as_of") or opened.as_of
            audited.write(opened.book, opened.raw, acts.edits, as_of=as_of, at=at, by=PROGRAM, task="sender")
        except Stop:
            return
    box.mark_entered(acts.entered)
