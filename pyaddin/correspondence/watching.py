"""What the brake remembers in the journal: values of the last run as digests, why a message is parked, and who released it from where."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping

from pyaddin.correspondence.entry import Entry
from pyaddin.correspondence.journal import Journal
from pyaddin.correspondence.place import this_computer

Watched = Mapping[tuple[str, str], str]
"""(kind, id) -> digest of a value, of ``DIGEST`` characters; of an installment, those of its due date and its amount behind each other."""
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
            known = {(kind, name): digest for kind, name, digest in self._journal.select("SELECT kind, id, digest FROM watched")}
            self._known = _of_today(known) if self._apart() else known
        return self._known

    def _apart(self) -> bool:
        """Whether the last run was one of a version that kept the due date and the amount of an installment in rows of their own."""
        return bool(self._journal.select("SELECT 1 FROM watched WHERE kind = 'due' LIMIT 1"))

    def remember(self, values: Watched) -> None:
        """Keep these values in place of those of the last run; only differences are written."""
        self._require()
        known: Watched = {} if (anew := self._apart()) else self.watched()
        changed = [(*place, digest) for place, digest in values.items() if known.get(place) != digest]
        gone = [place for place in known if place not in values]
        if changed or gone or anew:
            with self._journal.commit():
                if anew:
                    self._journal.db.execute("DELETE FROM watched")
                self._journal.db.executemany("INSERT OR REPLACE INTO watched (kind, id, digest) VALUES (?, ?, ?)", changed)
                self._journal.db.executemany("DELETE FROM watched WHERE kind = ? AND id = ?", gone)
            self._known = None

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


def _of_today(known: Watched) -> dict[tuple[str, str], str]:
    """What an earlier version remembered, as this one does."""
    found = {place: digest for place, digest in known.items() if place[0] not in ("due", "amount")}
    return found | {("installment", name): digest + known["amount", name] for (kind, name), digest in known.items() if kind == "due"}
