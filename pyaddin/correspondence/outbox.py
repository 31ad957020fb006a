"""The outbox: nothing is sent twice and nothing is lost (design 1.5).

Every message is in the journal beside the ledger before it leaves, under its keys, and each step is committed before it is done.
What a crash left in doubt is settled by proof (the file lies there) or parked for a person; it is never sent again by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pyaddin.correspondence import journal as files
from pyaddin.correspondence.backoff import next_try
from pyaddin.correspondence.binding import add, add_adopted, bind, judged, vouched
from pyaddin.correspondence.entry import FREE, STATES, TASK, Delivery, Draft, Entry, Transport, WrongStep
from pyaddin.correspondence.journal import Journal, instant_text
from pyaddin.correspondence.lock import Lock
from pyaddin.correspondence.message import Planned
from pyaddin.correspondence.waiting import Waiting
from pyaddin.errors import Stop

_CHUNK = 32  # messages of a provable transport that share their commits
_WAYS = ("sent", "not-sent")


class Outbox(Waiting):
    """The outbox of one ledger, held by one program at a time (context manager).

    ``usable`` is False, and ``doubt`` says why, when the ledger knows keys or runs that its journal does not, or the journal is
    missing or another ledger's: then ``plan``, ``deliver`` and all that changes a message raise ``Stop`` X-JOURNAL until ``adopt``.
    """

    def __init__(self, journal: Journal, ledger_id: str, doubt: str, lock: Lock | None, now: Callable[[], datetime] | None) -> None:
        self._journal = journal
        self._ledger_id = ledger_id
        self._lock = lock
        self._now = now
        self.doubt = doubt

    @property
    def usable(self) -> bool:
        return not self.doubt

    @staticmethod
    def create(ledger: Path, ledger_id: str, *, at: datetime) -> None:
        """An empty journal for a new ledger. Raises ``Stop``: X-EXISTS when another ledger's journal lies there, X-LOCKED, X-WRITE."""
        lock = Lock.take(files.lock_path(ledger), at)
        try:
            made = Journal.open(files.journal_path(ledger), ledger_id=ledger_id)
            found = made.ledger_id
            made.close()
        finally:
            lock.release()
        if found != ledger_id:
            raise Stop("X-EXISTS", f"{files.journal_path(ledger).name} belongs to another ledger")

    @classmethod
    def open(
        cls,
        ledger: Path,
        ledger_id: str,
        *,
        ledger_keys: Collection[str],
        ledger_runs: Collection[str],
        now: Callable[[], datetime],
        create: bool,
    ) -> Outbox:
        """Take the lock and open the journal. ``ledger_keys`` and ``ledger_runs``: Contacts.Key (of rows that the program wrote
        for messages and tasks, not of blocked ones) and Runs.Run ID as they stand in the ledger.

        With ``create`` a fresh ledger (no keys, no runs) without a journal gets one. Raises ``Stop``: X-LOCKED, X-WRITE, X-JOURNAL (damaged).
        """
        path = files.journal_path(ledger)
        lock = Lock.take(files.lock_path(ledger), now())
        fresh = create and not ledger_keys and not ledger_runs
        try:
            journal, doubt = judged(Journal.open(path, ledger_id=ledger_id if fresh else ""), ledger_id, ledger_keys, ledger_runs)
            return cls(journal, ledger_id, doubt, lock, now)
        except FileNotFoundError:
            return cls(Journal.in_memory(path, ledger_id), ledger_id, f"{path.name} is missing", lock, now)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def peek(cls, ledger: Path, ledger_id: str, *, ledger_keys: Collection[str], ledger_runs: Collection[str]) -> Outbox:
        """Look without touching anything: no lock, no file. A fresh ledger without a journal counts as usable and empty."""
        path = files.journal_path(ledger)
        try:
            journal, doubt = judged(Journal.peek(path), ledger_id, ledger_keys, ledger_runs)
        except FileNotFoundError:
            journal, doubt = Journal.in_memory(path, ledger_id), f"{path.name} is missing" if ledger_keys or ledger_runs else ""
        return cls(journal, ledger_id, doubt, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the journal and let others work."""
        self._journal.close()
        if self._lock is not None:
            self._lock.release()

    # --- what is known -------------------------------------------------------------------------------------------

    def state_of(self, key: str) -> str | None:
        """State of the latest attempt; ``None`` when the key was never planned."""
        found = self._journal.latest(key)
        return None if found is None else found[1]

    def is_free(self, key: str) -> bool:
        """True when a message under this key may be planned."""
        return self.state_of(key) in (None, *FREE)

    def next_attempt(self, key: str) -> int:
        """Number that the next attempt of this key would have."""
        found = self._journal.latest(key)
        return 1 if found is None else found[0] + 1

    def body(self, entry: Entry) -> bytes:
        """The bytes fixed at planning. Raises ``Stop`` X-JOURNAL when they are no longer the same."""
        return self._journal.body(entry)

    def keys_known(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._journal.select("SELECT key FROM message_keys"))

    def runs_known(self) -> frozenset[str]:
        return frozenset(row[0] for row in self._journal.select("SELECT run_id FROM runs"))

    def items(self, states: Collection[str] = STATES) -> list[Entry]:
        """Messages in these states, in the order in which they were planned."""
        return self._journal.entries(f"state IN ({','.join('?' * len(states))})", states)

    def named(self, uids: Collection[str]) -> list[Entry]:
        """These messages as they stand now, in the order in which they were planned."""
        every, size = list(uids), 500  # SQLite takes no more than some thousand values at once
        found = [self._journal.entries(f"uid IN ({','.join('?' * len(some))})", some) for some in (every[i : i + size] for i in range(0, len(every), size))]
        return [entry for some in found for entry in some]

    def unentered(self) -> list[Entry]:
        """Outcomes and tasks that the workbook does not show yet: sent, failed, unknown, and tasks at queued."""
        return self._journal.entries(
            "entered_result <> result AND (state IN ('sent', 'failed', 'unknown') OR (state = 'queued' AND transport = ?))", (TASK,)
        )

    def unfinished_runs(self) -> list[str]:
        """Runs that began and did not end: a crash, or still at work."""
        return [row[0] for row in self._journal.select("SELECT run_id FROM runs WHERE state = 'begun' ORDER BY rowid")]

    def transports_used(self) -> frozenset[str]:
        """Transports by which messages count as sent, those that a supervisor has adopted left out."""
        rows = self._journal.select("SELECT DISTINCT transport FROM messages WHERE result = 'sent' AND adopted_by = ''")
        return frozenset(row[0] for row in rows)

    # --- runs ----------------------------------------------------------------------------------------------------

    def begin_run(self, run_id: str, kind: str, as_of: date, transport: str) -> None:
        """Record that a run begins, before it does anything; one that goes on under the same id after a crash begins again."""
        values = (run_id, kind, as_of.isoformat(), transport, self._beat())
        with self._journal.commit():
            self._journal.db.execute(
                "INSERT INTO runs (run_id, kind, as_of, transport, state, begun_at) VALUES (?, ?, ?, ?, 'begun', ?)"
                " ON CONFLICT (run_id) DO UPDATE SET state = 'begun', begun_at = excluded.begun_at, ended_at = NULL",
                values,
            )

    def end_run(self, run_id: str, counts: Mapping[str, int]) -> None:
        """Record that a run ended, with its counts. Raises ``KeyError`` for one that never began."""
        values = (self._beat(), json.dumps(dict(counts), sort_keys=True), run_id)
        with self._journal.commit():
            if not self._journal.db.execute("UPDATE runs SET state = 'ended', ended_at = ?, counts = ? WHERE run_id = ?", values).rowcount:
                raise KeyError(run_id)

    # --- planning ------------------------------------------------------------------------------------------------

    def plan(
        self, planned: Planned, *, kind: str, level: int, template: str, wording_sha256: str, message_id: str, body: bytes, transport: str
    ) -> Entry:
        """Record one message under all its keys. Raises ``KeyTaken`` when one of them is not free, ``Stop`` X-JOURNAL when not usable."""
        return self.plan_many([Draft(planned, kind, level, template, wording_sha256, message_id, body, transport)])[0]

    def plan_many(self, drafts: Sequence[Draft], *, due_at: datetime | None = None, place: str = "") -> list[Entry]:
        """Record messages together: all or none. They wait for approval (``planned``) or to be sent (``queued``).

        With ``due_at`` those queued are the sender's: none leaves before that instant, and until then they can be taken back.
        """
        self._require()
        at = self._beat()
        due = instant_text(due_at) if due_at else ""
        with self._journal.commit():
            uids = [add(self._journal, self._ledger_id, draft, at, due_at=due, place=self._journal.place_text(place)) for draft in drafts]
        return [self._journal.entry(uid) for uid in uids]

    def approve(self, key: str, by: str) -> Entry:
        """A supervisor lets the message of this key go. Raises ``KeyError`` for an unknown key, ``WrongStep`` when it does not wait."""
        return self._by_person(key, "approved", f"approved by {by}", approved_by=by)

    def release(self, uids: Collection[str] | None = None) -> list[Entry]:
        """Queue approved messages: all, or those named."""
        if uids is None:
            return self._move_all("state = 'approved'", "queued", "released")
        return [self._move(uid, "queued", "released") for uid in uids]

    def cancel(self, key: str, by: str) -> Entry:
        """Take a message back that has not left; all its keys are free again. Raises ``KeyError``, ``WrongStep``."""
        return self._by_person(key, "cancelled", f"cancelled by {by}", result="", note=f"by {by}")

    def hold(self, uid: str, why: str) -> Entry:
        """Keep a queued message back (cap reached, address in doubt) until ``requeue``."""
        return self._move(uid, "held", why, note=why)

    def requeue(self, uid: str, why: str) -> Entry:
        """Queue a held message again."""
        return self._move(uid, "queued", why)

    def resolve(self, key: str, by: str, *, arrived: bool) -> Entry:
        """A person settles a parked message: it arrived, or it did not; then the same bytes go once more, after they were asked again."""
        if arrived:
            return self._by_person(key, "sent", f"arrived, says {by}", result="sent", done_at=self._beat())
        return self._by_person(key, "approved", f"did not arrive, says {by}: the same bytes go again", result="queued", approved_by=by)

    def retry(self, key: str, by: str) -> Entry:
        """Try again what failed, is held or waits for its next try: the same bytes, after they were asked again.

        A deferred message may go at once; of the others the person answers for the release. Raises ``KeyError``, ``WrongStep``.
        """
        found = self._journal.latest(key)
        if found is None:
            raise KeyError(key)
        if found[1] != "deferred":
            if any((newer := self._journal.latest(name)) is None or newer[2] != found[2] for name, _ in self._journal.entry(found[2]).keys):
                raise WrongStep(found[2], f"{found[1]}, made anew since", "approved")
            return self._by_person(key, "approved", f"try again, says {by}", result="queued", approved_by=by, next_try="")
        self._require()
        at = self._beat()
        with self._journal.commit():
            self._journal.db.execute("UPDATE messages SET next_try = ? WHERE uid = ?", (at, found[2]))
            self._journal.log(found[2], "deferred", "deferred", at, f"try again now, says {by}")
        return self._journal.entry(found[2])

    def mark_entered(self, uids: Iterable[str]) -> None:
        """The workbook shows these outcomes now. ``sent`` and tasks become ``entered``; failed and unknown keep their state."""
        self._require()
        at = self._beat()
        with self._journal.commit():
            for uid in uids:
                entry = self._journal.entry(uid)
                if entry.state == "sent" or (entry.state == "queued" and entry.transport == TASK):
                    self._journal.step(uid, "entered", at, f"entered in the ledger as {entry.result}", {"entered_result": entry.result})
                elif entry.state in ("failed", "unknown"):
                    self._journal.db.execute("UPDATE messages SET entered_result = result WHERE uid = ?", (uid,))
                    self._journal.log(uid, entry.state, entry.state, at, f"entered in the ledger as {entry.result}")

    # --- sending -------------------------------------------------------------------------------------------------

    def deliver(self, uid: str, transport: Transport) -> Entry:
        """Send one queued message: ``queued -> envelope -> data -> outcome``, committed before each act."""
        body = self._bodies([uid], transport)[uid]
        entry = self._move(uid, "envelope", f"to {transport.name}", transport=transport.name, place=self._journal.place_text(transport.place))
        answer = transport.envelope(entry)
        if answer is None:
            entry = self._move(uid, "data", "handing over")
            answer = transport.send(entry, body)
        return self._settle(uid, answer, provable=transport.provable)

    def deliver_many(self, uids: Sequence[str], transport: Transport, progress: Callable[[int, int, str], None] | None = None) -> list[Entry]:
        """Send queued messages in order. Where the transport can prove what left, a few share their commits; else as ``deliver``."""
        done: list[Entry] = []
        size = _CHUNK if transport.provable else 1
        for start in range(0, len(uids), size):
            chunk = uids[start : start + size]
            done += self._deliver_chunk(chunk, transport) if transport.provable else [self.deliver(uid, transport) for uid in chunk]
            if progress is not None:
                progress(len(done), len(uids), done[-1].case_id)
        return done

    def recover(self, transport: Transport) -> list[Entry]:
        """Settle what an earlier program left under way; call before planning. Returns the messages that it moved.

        ``envelope`` is queued again, or deferred again when it was; ``data`` is proven sent, goes back likewise, or is parked as ``unknown``.
        """
        self._require()
        moved = self._move_all("state = 'envelope' AND tries = 0", "queued", "recovered: not handed over")
        moved += self._move_all("state = 'envelope'", "deferred", "recovered: not handed over")
        for entry in self._journal.entries("state = 'data'"):
            arrived = transport.delivered(entry) if entry.transport == transport.name else None
            if arrived is None:
                moved.append(self._settle(entry.uid, Delivery("unknown", "parked: nobody can tell whether it left")))
            elif arrived:
                moved.append(self._settle(entry.uid, Delivery("sent", "recovered: it had left")))
            else:
                moved.append(self._move(entry.uid, "deferred" if entry.tries else "queued", "recovered: it had not left"))
        return moved

    # --- a supervisor answers for the journal --------------------------------------------------------------------

    def adopt(self, keys: Mapping[str, str], runs: Iterable[str], by: str, adopt_as: str) -> None:
        """Make ledger and journal agree again, on a person's word. ``keys``: Contacts.Key -> Case ID, all that ``open`` was given.

        ``sent``: keys that the journal cannot vouch for count as sent, and so do messages written to a folder; ``not-sent``: both are
        free again. What the journal knows otherwise stays. Another ledger's journal is set aside under its ledger's id.
        """
        if adopt_as not in _WAYS:
            raise Stop("X-OPTION", f"adopt as {adopt_as!r}", advice="Say `--as sent` or `--as not-sent`.")
        at = self._beat()
        if not self._journal.is_file:
            self._journal = bind(self._journal, self._ledger_id)
        journal, state = self._journal, "entered" if adopt_as == "sent" else "cancelled"
        why = f"adopted as {adopt_as} by {by}"
        known = vouched(journal)
        unsure = [key for key in keys if key not in known]
        with journal.commit():
            journal.log("", "", "", at, f"{why}: {len(unsure)} of {len(keys)} keys")
            for entry in journal.entries("transport = 'folder' AND result = 'sent' AND adopted_by = ''"):
                if adopt_as == "sent":
                    journal.db.execute("UPDATE messages SET adopted_by = ? WHERE uid = ?", (by, entry.uid))
                    journal.log(entry.uid, entry.state, entry.state, at, why)
                else:
                    journal.step(entry.uid, "cancelled", at, why, {"result": "", "adopted_by": by}, adoption=True)
            result = "sent" if adopt_as == "sent" else ""
            for key in unsure:
                latest = journal.latest(key)
                if latest is None:
                    add_adopted(journal, self._ledger_id, key, keys[key], state, at, by, why)
                elif latest[1] != state:
                    changes = {"result": result, "entered_result": result, "adopted_by": by}
                    journal.step(latest[2], state, at, why, changes, adoption=True)
            values = [(run_id, at, at) for run_id in runs]
            journal.db.executemany(
                "INSERT OR IGNORE INTO runs (run_id, kind, as_of, transport, state, begun_at, ended_at) VALUES (?, 'adopted', '', '', 'ended', ?, ?)", values
            )
        self.doubt = ""

    # --- within --------------------------------------------------------------------------------------------------

    def _require(self) -> None:
        if self.doubt:
            raise Stop("X-JOURNAL", self.doubt)

    def _beat(self) -> str:
        """The instant of a step as text; also tells others that the work goes on."""
        if self._lock is None or self._now is None:
            raise RuntimeError("this outbox was opened for looking only")
        at = self._now()
        self._lock.beat(at)
        return instant_text(at)

    def _move(self, uid: str, state: str, why: str, **changes: str | int) -> Entry:
        self._require()
        at = self._beat()
        with self._journal.commit():
            self._journal.step(uid, state, at, why, changes)
        return self._journal.entry(uid)

    def _settle(self, uid: str, answer: Delivery, *, provable: bool = False) -> Entry:
        answer, changes = _outcome(answer, self._journal.entry(uid), datetime.fromisoformat(self._beat()), provable)
        return self._move(uid, answer.result, answer.why, **changes)

    def _move_all(self, where: str, state: str, why: str) -> list[Entry]:
        self._require()
        at, found = self._beat(), self._journal.entries(where)
        if found:
            with self._journal.commit():
                for entry in found:
                    self._journal.step(entry.uid, state, at, why)
        return [self._journal.entry(entry.uid) for entry in found]

    def _by_person(self, key: str, state: str, why: str, **changes: str) -> Entry:
        found = self._journal.latest(key)
        if found is None:
            raise KeyError(key)
        return self._move(found[2], state, why, **changes)

    def _bodies(self, uids: Sequence[str], transport: Transport) -> dict[str, bytes]:
        """Everything that can fail before a step is recorded: usable, sendable, whole, transport ready."""
        self._require()
        entries = [self._journal.entry(uid) for uid in uids]
        at = datetime.fromisoformat(self._beat())
        for entry in entries:
            early = entry.may_go_at is not None and entry.may_go_at > at
            if entry.state not in ("queued", "deferred") or entry.transport == TASK or early:
                raise WrongStep(entry.uid, TASK if entry.transport == TASK else entry.state, "envelope")
        bodies = {entry.uid: self._journal.body(entry) for entry in entries}
        transport.ready()
        return bodies

    def _deliver_chunk(self, uids: Sequence[str], transport: Transport) -> list[Entry]:
        """All are recorded as under way, then handed over, then their outcomes recorded: two commits, since each can be proven."""
        bodies = self._bodies(uids, transport)
        at, place = self._beat(), self._journal.place_text(transport.place)
        with self._journal.commit():
            for uid in uids:
                self._journal.step(uid, "envelope", at, f"to {transport.name}", {"transport": transport.name, "place": place})
                self._journal.step(uid, "data", at, "handing over")
        answers: dict[str, Delivery] = {}
        try:
            for entry in [self._journal.entry(uid) for uid in uids]:
                answers[entry.uid] = transport.envelope(entry) or transport.send(entry, bodies[entry.uid])
        finally:
            at = self._beat()
            with self._journal.commit():
                for uid, found in answers.items():
                    answer, changes = _outcome(found, self._journal.entry(uid), datetime.fromisoformat(at), provable=True)
                    self._journal.step(uid, answer.result, at, answer.why, changes)
        return [self._journal.entry(uid) for uid in uids]


def _outcome(answer: Delivery, entry: Entry, at: datetime, provable: bool) -> tuple[Delivery, dict[str, str | int]]:
    """The answer that counts, and the columns that it fills. A deferred message has no outcome yet: it waits for its next try, or is given up.

    What a provable transport could not write waits for nobody else: it may be tried at the next occasion.
    """
    if answer.result != "deferred":
        return answer, {"result": answer.result, "note": answer.why, "done_at": instant_text(at), "next_try": ""}
    tries = entry.tries + 1
    again = at if provable else next_try(tries, at)
    if again is None:
        given_up = Delivery("failed", f"{answer.why} (given up after {tries} tries)")
        return given_up, {"result": "failed", "note": given_up.why, "done_at": instant_text(at), "next_try": "", "tries": tries}
    return answer, {"note": answer.why, "tries": tries, "next_try": instant_text(again)}
