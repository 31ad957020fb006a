"""The outbox: nothing is sent twice and nothing is lost (design 1.5).

Every message is in the journal beside the ledger before it leaves, under its keys, and each step is committed before it is done.
What a crash left in doubt is settled by proof (the file lies there) or parked for a person; it is never sent again by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from pyaddin.correspondence import journal as files
from pyaddin.correspondence.adopting import Adopting
from pyaddin.correspondence.auditing import Finding, findings
from pyaddin.correspondence.binding import Doubt, add, judged, missing
from pyaddin.correspondence.entry import STATES, TASK, Draft, Entry, WrongStep
from pyaddin.correspondence.handing import Handing
from pyaddin.correspondence.journal import Journal, instant_text
from pyaddin.correspondence.lock import Lock
from pyaddin.correspondence.place import settle
from pyaddin.correspondence.watching import Watching
from pyaddin.errors import Stop


class Outbox(Handing, Adopting, Watching):
    """The outbox of one ledger, held by one program at a time (context manager).

    ``usable`` is False, and ``doubt`` says why, when the ledger knows keys or runs that its journal does not, the journal is missing or
    another ledger's, may be a copy, or has conflict copies beside it: then ``plan_many``, ``deliver_many`` and all that changes a message raise
    ``Stop`` X-JOURNAL until ``adopt``, ``moved_here``, or until the copies are moved away.
    """

    def __init__(self, ledger: Path, journal: Journal, ledger_id: str, doubt: Doubt, lock: Lock | None, now: Callable[[], datetime] | None) -> None:
        self._ledger = ledger
        self._journal = journal
        self._ledger_id = ledger_id
        self._lock = lock
        self._now = now
        self.in_doubt = doubt

    @property
    def doubt(self) -> str:
        """Why this journal may not send, for the clerk; blank when it may."""
        return self.in_doubt.text

    @property
    def usable(self) -> bool:
        """Whether messages may be planned and sent."""
        return not self.doubt

    @property
    def is_own(self) -> bool:
        """Whether the journal is this ledger's and knows all that it knows: runs are recorded in it though it may not send from here."""
        return self.in_doubt.kind in ("", "moved", "conflict")

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
            found = Journal.open(path, ledger_id=ledger_id if fresh else "")
            journal, doubt = judged(ledger, found, ledger_id, ledger_keys, ledger_runs)
            if not doubt.kind:
                with journal.commit():
                    settle(journal, instant_text(now()))
            return cls(ledger, journal, ledger_id, doubt, lock, now)
        except FileNotFoundError:
            return cls(ledger, Journal.in_memory(path, ledger_id), ledger_id, missing(path), lock, now)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def peek(cls, ledger: Path, ledger_id: str, *, ledger_keys: Collection[str], ledger_runs: Collection[str]) -> Outbox:
        """Look without touching anything: no lock, no file. A fresh ledger without a journal counts as usable and empty."""
        path = files.journal_path(ledger)
        try:
            journal, doubt = judged(ledger, Journal.peek(path), ledger_id, ledger_keys, ledger_runs)
        except FileNotFoundError:
            journal, doubt = Journal.in_memory(path, ledger_id), missing(path) if ledger_keys or ledger_runs else Doubt()
        return cls(ledger, journal, ledger_id, doubt, None, None)

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

    def latest(self, key: str) -> Entry | None:
        """The latest attempt of a key; ``None`` when it was never planned."""
        found = self._journal.latest(key)
        return None if found is None else self._journal.entry(found[2])

    def latest_of(self, keys: Iterable[str]) -> dict[str, tuple[int, str, str]]:
        """(attempt, state, uid) of the latest attempt of each of these keys that was ever planned."""
        return self._journal.latest_of(keys)

    def body(self, entry: Entry) -> bytes:
        """The bytes fixed at planning. Raises ``Stop`` X-JOURNAL when they are no longer the same."""
        return self._journal.body(entry)

    def keys_known(self) -> frozenset[str]:
        """Keys of all messages that were ever planned or adopted."""
        return frozenset(row[0] for row in self._journal.select("SELECT key FROM message_keys"))

    def runs_known(self) -> frozenset[str]:
        """All runs in the journal, those included that were only adopted."""
        return frozenset(row[0] for row in self._journal.select("SELECT run_id FROM runs"))

    def runs_made(self) -> frozenset[str]:
        """Runs that this journal saw, those left out that were only adopted."""
        return frozenset(row[0] for row in self._journal.select("SELECT run_id FROM runs WHERE kind <> 'adopted'"))

    def items(self, states: Collection[str] = STATES) -> list[Entry]:
        """Messages in these states, in the order in which they were planned."""
        return self._journal.entries(f"state IN ({','.join('?' * len(states))})", states)

    def named(self, uids: Collection[str]) -> list[Entry]:
        """These messages as they stand now, in the order in which they were planned."""
        found = [self._journal.entries(f"uid IN ({files.marks(some)})", some) for some in files.parts(list(uids))]
        return [entry for some in found for entry in some]

    def unentered(self) -> list[Entry]:
        """Outcomes and tasks that the workbook does not show yet: sent, failed, unknown, and tasks at queued."""
        return self._journal.entries("entered_result <> result AND (state IN ('sent', 'failed', 'unknown') OR (state = 'queued' AND transport = ?))", (TASK,))

    def unfinished_runs(self) -> list[str]:
        """Runs that began and did not end: a crash, or still at work."""
        return [row[0] for row in self._journal.select("SELECT run_id FROM runs WHERE state = 'begun' ORDER BY rowid")]

    def findings(self) -> list[Finding]:
        """Where the journal contradicts itself; see ``auditing``."""
        return findings(self._journal)

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

    def plan_many(self, drafts: Sequence[Draft], *, due_at: datetime | None = None, place: str = "") -> list[Entry]:
        """Record messages together: all or none. They wait for approval (``planned``) or to be sent (``queued``).

        Raises ``KeyTaken`` when one of their keys is not free, ``Stop`` X-JOURNAL when the journal is not usable.
        With ``due_at`` those queued are the sender's: none leaves before that instant, and until then they can be taken back.
        """
        self._require()
        at = self._beat()
        due = instant_text(due_at) if due_at else ""
        with self._journal.commit():
            return add(self._journal, self._ledger_id, drafts, at, due_at=due, place=self._journal.place_text(place))

    def approve(self, key: str, by: str) -> Entry:
        """A supervisor lets the message of this key go. Raises ``KeyError`` for an unknown key, ``WrongStep`` when it does not wait."""
        return self._by_person(key, "approved", f"approved by {by}", approved_by=by)

    def release(self, uids: Collection[str] | None = None) -> list[Entry]:
        """Queue approved messages to be sent at once, whatever a click before had agreed with the sender: all, or those named."""
        self._require()
        chosen = [entry.uid for entry in self.items(("approved",))] if uids is None else uids
        return [self._move(uid, "queued", "released", due_at="") for uid in chosen]

    def cancel(self, key: str, by: str) -> Entry:
        """Take a message back that has not left; all its keys are free again. Raises ``KeyError``, ``WrongStep``."""
        return self._by_person(key, "cancelled", f"cancelled by {by}", result="", note=f"by {by}")

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
            for (state, result, task), alike in groupby(self._journal.outcomes(list(dict.fromkeys(uids))), key=itemgetter(1, 2, 3)):
                same, why = [uid for uid, *_ in alike], f"entered in the ledger as {result}"
                if state == "sent" or (state == "queued" and task):
                    self._journal.steps(same, ("entered",), at, (why,), {"entered_result": result})
                elif state in ("failed", "unknown"):
                    for uid in same:
                        self._journal.db.execute("UPDATE messages SET entered_result = result WHERE uid = ?", (uid,))
                        self._journal.log(uid, state, state, at, why)

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
