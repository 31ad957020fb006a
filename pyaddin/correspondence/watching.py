"""What the brake remembers in the journal: values of the last run as digests, why a message is parked, and who released it from where."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence

from pyaddin.correspondence.entry import Entry
from pyaddin.correspondence.journal import Journal
from pyaddin.correspondence.place import this_computer

Watched = Mapping[str, Mapping[str, str]]
"""Kind -> id -> digest of a value, of ``DIGEST`` characters; of an installment, those of its due date and its amount behind each other."""
DIGEST = 16


class Watching(ABC):
    """The part of the outbox that the brake works with (``Outbox`` is the whole)."""

    _journal: Journal
    _known: Watched | None = None

    @abstractmethod
    def _require(self) -> None: ...

    @abstractmethod
    def _beat(self) -> str: ...

    def watched(self) -> Watched:
        """The values as the last run left them; empty before the first one. Read once: nobody else changes them while this outbox is held."""
        if self._known is None:
            rows = self._rows()
            self._known = {kind: json.loads(digests) for kind, _, digests in rows} if _at_one_go(rows) else _of_today(rows)
        return self._known

    def _rows(self) -> list[tuple[str, str, str]]:
        return self._journal.select("SELECT kind, id, digest FROM watched")

    def remember(self, values: Watched) -> None:
        """Keep these values in place of those of the last run. All of a kind are one row under a blank id, for tens of thousands of installments would be as
        many rows to write and to read; nothing is written where nothing differs."""
        self._require()
        if values == self.watched() and _at_one_go(self._rows()):
            return
        with self._journal.commit():
            self._journal.db.execute("DELETE FROM watched")
            self._journal.insert("watched", *[{"kind": kind, "id": "", "digest": json.dumps(digests)} for kind, digests in values.items()])
        self._known = values

    def ever_mailed(self) -> bool:
        """Whether this ledger has really sent, or a supervisor has released a message that really leaves."""
        return bool(self._journal.select("SELECT 1 FROM messages WHERE transport = 'smtp' AND (result IN ('sent', 'unknown') OR approved_by <> '') LIMIT 1"))

    def written_to_folder(self) -> int:
        """Messages that count as sent and were only written to a folder, those left out that a supervisor has adopted."""
        return int(self._journal.select("SELECT count(*) FROM messages WHERE transport = 'folder' AND result = 'sent' AND adopted_by = ''")[0][0])

    def braked(self, run_id: str = "") -> list[Entry]:
        """Messages that the brake parked and that wait for a release: of one run, or all."""
        return self._journal.entries("state = 'planned' AND brake <> ''" + (" AND run_id = ?" if run_id else ""), (run_id,) if run_id else ())

    def note_release(self, uids: Collection[str], act: str, by: str, account: str) -> None:
        """Write down who let messages go: the name that was given, the account that was logged in, and the computer."""
        self._require()
        at = self._beat()
        with self._journal.commit():
            for uid in uids:
                row = {"at": at, "uid": uid, "act": act, "by": by, "os_user": account, "host": this_computer()}
                self._journal.insert("approvals", row)


def _at_one_go(rows: Sequence[tuple[str, str, str]]) -> bool:
    """Whether all values of a kind are one row; versions before 0.11 kept a row for each."""
    return not any(name for _, name, _ in rows)


def _of_today(rows: Iterable[tuple[str, str, str]]) -> Watched:
    """What an earlier version remembered, as this one does; the first ones kept the due date and the amount of an installment apart."""
    found: dict[str, dict[str, str]] = {}
    for kind, name, digest in rows:
        found.setdefault(kind, {})[name] = digest
    days, amounts = found.pop("due", {}), found.pop("amount", {})
    return found | {"installment": {name: day + amounts[name] for name, day in days.items()}} if days else found
