"""A supervisor answers for a journal that cannot vouch for itself: it is missing, older, was used elsewhere, or holds what was only written to a folder."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyaddin.correspondence.binding import Doubt, add_adopted, bind, conflict_doubt, vouched
from pyaddin.correspondence.journal import Journal
from pyaddin.correspondence.place import settle
from pyaddin.errors import Stop

_WAYS = ("sent", "not-sent")


class Adopting(ABC):
    """The part of the outbox that a supervisor's word mends (``Outbox`` is the whole)."""

    _ledger: Path
    _ledger_id: str
    _journal: Journal
    in_doubt: Doubt

    @abstractmethod
    def _require(self) -> None: ...

    @abstractmethod
    def _beat(self) -> str: ...

    def adopt(self, keys: Mapping[str, str], runs: Iterable[str], by: str, adopt_as: str) -> int:
        """Make ledger and journal agree again, on a person's word; returns of how many messages it spoke. ``keys``: Contacts.Key -> Case ID, all that
        ``open`` was given.

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
            written = journal.entries("transport = 'folder' AND result = 'sent' AND adopted_by = ''")
            for entry in written:
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
            settle(journal, at, by=by, why=why)
        self.in_doubt = conflict_doubt(self._ledger) or Doubt()
        return len(written) + len(unsure)

    def disowned(self) -> frozenset[str]:
        """Uids of messages that count as not sent on a supervisor's word, whatever the ledger shows of them."""
        return frozenset(row[0] for row in self._journal.select("SELECT uid FROM messages WHERE state = 'cancelled' AND adopted_by <> ''"))

    def moved_here(self, by: str) -> None:
        """A supervisor says that ledger and journal were moved and that their old place sends nothing any more.

        Raises ``Stop`` X-JOURNAL when something else is wrong, too.
        """
        if self.in_doubt.kind != "moved":
            self._require()
            return
        at = self._beat()
        with self._journal.commit():
            self._journal.log("", "", "", at, f"moved here, says {by}")
            settle(self._journal, at, by=by, why="moved here")
        self.in_doubt = Doubt()
