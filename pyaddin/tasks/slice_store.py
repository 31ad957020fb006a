"""The shared store as the place that slices are cut from and brought back to: tables, messages and memory change in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from pyaddin.correspondence.carrying import Carried
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.portfolio.store import Connection, StoreBook, connected, json, told
from pyaddin.tasks.slice_origin import Memory


class StoreOrigin:
    """The store, open for one command."""

    name = "the shared store"

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.book: Book = StoreBook(db)

    @classmethod
    @contextmanager
    def opened(cls, address: str) -> Iterator[StoreOrigin]:
        with connected(address) as db:
            yield cls(db)

    def only_of(self, *, owner: str = "", debtors: Collection[str] = ()) -> None:
        return

    def taken(self, sheet: str, keys: Collection[str]) -> set[str]:
        return set()

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        with told(), self._db.transaction():
            yield

    def messages(self, ledger_id: str, cases: Collection[str]) -> list[Carried]:
        query = (
            "SELECT message, body, keys, steps FROM collections_messages WHERE uid IN"
            " (SELECT uid FROM collections_message_keys WHERE case_id = ANY (%s)) ORDER BY place"
        )
        with told():
            found = self._db.execute(query, (list(cases),)).fetchall()
        return [Carried(row, body, tuple(tuple(key) for key in keys), tuple(tuple(step) for step in steps)) for row, body, keys, steps in found]

    def take_messages(self, ledger_id: str, messages: Sequence[Carried], runs: Sequence[str], *, now: Callable[[], datetime], why: str) -> int:
        with told(), self._db.transaction():
            for run in runs:
                self._db.execute("INSERT INTO collections_runs VALUES (%s) ON CONFLICT DO NOTHING", (run,))
            return sum(self._enter(message) for message in messages)

    def _enter(self, message: Carried) -> bool:
        """As the journal beside a file does it: the one that has taken more steps tells how a message stands. Raises ``Stop`` X-JOURNAL."""
        uid = str(message.row["uid"])
        known = self._db.execute("SELECT jsonb_array_length(steps) FROM collections_messages WHERE uid = %s", (uid,)).fetchall()
        if known and known[0][0] >= len(message.steps):
            return False
        values = (json(message.row), message.body, json(message.keys), json(message.steps), uid)
        if known:
            self._db.execute("UPDATE collections_messages SET message = %s, body = %s, keys = %s, steps = %s WHERE uid = %s", values)
            return True
        self._db.execute("INSERT INTO collections_messages (message, body, keys, steps, uid) VALUES (%s, %s, %s, %s, %s)", values)
        for key, attempt, case_id, _ in message.keys:
            query = "INSERT INTO collections_message_keys VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING"
            if self._db.execute(query, (key, attempt, case_id, uid)).rowcount != 1:
                raise Stop("X-JOURNAL", f"{key}: both ledgers have written this message", advice="Look at both outboxes; nothing was merged.")
        return True

    def recall(self, slice_id: str) -> Memory | None:
        with told():
            found = self._db.execute("SELECT memory FROM collections_slices WHERE id = %s", (slice_id,)).fetchall()
        return found[0][0] if found else None

    def remember(self, slice_id: str, memory: Memory) -> None:
        query = "INSERT INTO collections_slices VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET memory = excluded.memory"
        with told():
            self._db.execute(query, (slice_id, json(memory)))

    def forget(self, slice_id: str) -> None:
        return
