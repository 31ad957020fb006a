"""Messages that a click handed to the sender: when they may leave, and taking them back until then."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import date, datetime

from pyaddin.correspondence.entry import Entry
from pyaddin.correspondence.journal import Journal, instant_text


class Waiting(ABC):
    """The part of the outbox that is about waiting messages (``Outbox`` is the whole)."""

    _journal: Journal

    @abstractmethod
    def _require(self) -> None: ...

    @abstractmethod
    def _beat(self) -> str: ...

    @abstractmethod
    def _move(self, uid: str, state: str, why: str, **changes: str | int) -> Entry: ...

    @abstractmethod
    def _move_all(self, where: str, state: str, why: str) -> list[Entry]: ...

    def release_later(self, uid: str, *, due_at: datetime, place: str) -> Entry:
        """Queue an approved message for the sender."""
        return self._move(uid, "queued", "released", due_at=instant_text(due_at), place=self._journal.place_text(place))

    def pending(self) -> list[Entry]:
        """Messages that wait for the sender, in the order in which they were queued."""
        return self._journal.entries("state = 'queued' AND due_at <> ''")

    def with_sender(self) -> list[Entry]:
        """Messages that wait for the sender, those that one which died had begun to hand over, and all that wait for their next try or lawful hour."""
        return self._journal.entries("(state IN ('queued', 'envelope', 'data') AND due_at <> '') OR state = 'deferred'")

    def due(self) -> list[Entry]:
        """Messages whose time has come: it is over in which they could be taken back, or their next try may be made."""
        at = datetime.fromisoformat(self._beat())
        waiting = self._journal.entries("(state = 'queued' AND due_at <> '') OR state = 'deferred'")
        return [entry for entry in waiting if entry.may_go_at is not None and entry.may_go_at <= at]

    def released(self) -> list[Entry]:
        """Messages that a person released and a run which was cut off had queued but not handed over: the release still counts."""
        return self._journal.entries("state = 'queued' AND approved_by <> '' AND due_at = ''")

    def deferred(self) -> list[Entry]:
        """Messages that could not be handed over for the moment and wait for their next try."""
        return self._journal.entries("state = 'deferred'")

    def cancel_pending(self, uids: Collection[str], by: str) -> list[Entry]:
        """Take back messages that wait for the sender, all together. Raises ``WrongStep`` when one of them has left."""
        self._require()
        at = self._beat()
        with self._journal.commit():
            for uid in uids:
                self._journal.step(uid, "cancelled", at, f"taken back by {by}", {"result": "", "note": f"taken back by {by}"})
        return [self._journal.entry(uid) for uid in uids]

    def begin_waiting(self, run_id: str, kind: str, as_of: date, transport: str) -> None:
        """Record that a run begins on a ledger that is open elsewhere: it waits there until ``end_run``, when the ledger shows it."""
        values = (run_id, kind, as_of.isoformat(), transport, self._beat())
        with self._journal.commit():
            self._journal.db.execute(
                "INSERT INTO runs (run_id, kind, as_of, transport, state, begun_at) VALUES (?, ?, ?, ?, 'waiting', ?)"
                " ON CONFLICT (run_id) DO UPDATE SET state = 'waiting', begun_at = excluded.begun_at, ended_at = NULL",
                values,
            )

    def waiting_runs(self) -> list[str]:
        """Runs made while the ledger was open elsewhere and not seen in it since, the oldest first."""
        return [row[0] for row in self._journal.select("SELECT run_id FROM runs WHERE state = 'waiting' ORDER BY rowid")]

    def cut_off_runs(self) -> list[str]:
        """Of these, the ones that died before they could keep what they had decided."""
        query = "SELECT run_id FROM runs WHERE state = 'waiting' AND 'run:' || run_id NOT IN (SELECT id FROM kept_rows)"
        return [row[0] for row in self._journal.select(query)]

    def cut_off(self, key: str) -> bool:
        """Whether the latest message of this key was planned by such a run: nothing else knows of it."""
        rows = self._journal.select(
            "SELECT m.run_id FROM message_keys k JOIN messages m ON m.uid = k.uid WHERE k.key = ? ORDER BY k.attempt DESC LIMIT 1", (key,)
        )
        return bool(rows) and rows[0][0] in self.cut_off_runs()

    def run_as_of(self, run_id: str) -> date | None:
        """As-of date of a run; ``None`` for one that the journal does not know."""
        rows = self._journal.select("SELECT as_of FROM runs WHERE run_id = ?", (run_id,))
        return date.fromisoformat(rows[0][0]) if rows and rows[0][0] else None

    def last_asked(self) -> datetime | None:
        """When a run or click last looked at all waiting messages with the facts of its ledger; a run that did not have the newest ones does not count."""
        rows = self._journal.select("SELECT max(begun_at) FROM runs WHERE kind <> 'adopted' AND state <> 'waiting'")
        return datetime.fromisoformat(rows[0][0]) if rows and rows[0][0] else None
