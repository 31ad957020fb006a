"""What clicks leave in the journal besides messages: every cell that a task changed, and rows kept until the ledger may be written.

Append-only (triggers refuse changes). These tables need no lock of their own: SQLite lets one program write at a time, and each entry
is one commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pyaddin.correspondence.journal import Journal, instant_text, journal_path
from pyaddin.errors import Stop
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One cell, or one whole row where ``header`` is blank. ``old`` and ``new`` are texts of the caller's making; blank = nothing there."""

    sheet: str
    key: str
    header: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Act:
    """What one click or command changed."""

    seq: int
    at: datetime
    by: str
    task: str
    run_id: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row that a clerk entered while the ledger could not be written. ``id`` is the own id that the row will carry."""

    id: str
    at: datetime
    by: str
    task: str
    sheet: str
    values: str
    why: str


class Deskbook:
    """The desk's part of a ledger's journal (context manager)."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @classmethod
    def open(cls, ledger: Path, ledger_id: str, *, create: bool = False) -> Deskbook:
        """For writing. Raises ``FileNotFoundError`` without a journal (unless ``create``), ``Stop``: X-JOURNAL (damaged, another ledger's), X-WRITE."""
        return cls._checked(Journal.open(journal_path(ledger), ledger_id=ledger_id if create else ""), ledger_id)

    @classmethod
    def look(cls, ledger: Path, ledger_id: str) -> Deskbook:
        """For reading only. Raises as ``open``."""
        return cls._checked(Journal.peek(journal_path(ledger)), ledger_id)

    @classmethod
    def _checked(cls, journal: Journal, ledger_id: str) -> Deskbook:
        if journal.ledger_id != ledger_id:
            journal.close()
            raise Stop("X-JOURNAL", f"{journal.path.name} belongs to another ledger")
        return cls(journal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._journal.close()

    # --- acts --------------------------------------------------------------------------------------------------------

    def record(self, changes: Iterable[Change], *, at: datetime, by: str, task: str, run_id: str = "", undoes: int | None = None) -> None:
        """Enter what was just written; without changes nothing is entered."""
        rows = list(changes)
        if not rows:
            return
        with self._journal.commit():
            values = (instant_text(at), by, task, run_id, undoes)
            seq = self._journal.db.execute("INSERT INTO acts (at, by, task, run_id, undoes) VALUES (?, ?, ?, ?, ?)", values).lastrowid
            self._journal.db.executemany(
                "INSERT INTO act_edits (act, position, sheet, key, header, old, new) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(seq, position, c.sheet, c.key, c.header, c.old, c.new) for position, c in enumerate(rows)],
            )

    def acts_since(self, at: datetime) -> list[Act]:
        """What was done at or after an instant and not taken back, the oldest first."""
        found = self._journal.select(
            "SELECT seq, at, by, task, run_id FROM acts WHERE undoes IS NULL AND seq NOT IN (SELECT undoes FROM acts WHERE undoes IS NOT NULL) ORDER BY seq"
        )
        return [self._act(row) for row in found if datetime.fromisoformat(row[1]) >= at]

    def last_act(self) -> Act | None:
        """The latest act that was not taken back yet and is no taking back itself."""
        found = self._journal.select(
            "SELECT seq, at, by, task, run_id FROM acts WHERE undoes IS NULL AND seq NOT IN (SELECT undoes FROM acts WHERE undoes IS NOT NULL)"
            " ORDER BY seq DESC LIMIT 1"
        )
        if not found:
            return None
        return self._act(found[0])

    def _act(self, row: tuple[Any, ...]) -> Act:
        seq, at, by, task, run_id = row
        rows = self._journal.select("SELECT sheet, key, header, old, new FROM act_edits WHERE act = ? ORDER BY position", (seq,))
        return Act(seq, datetime.fromisoformat(at), by, task, run_id, tuple(Change(*row) for row in rows))

    # --- the audit chain ---------------------------------------------------------------------------------------------

    def audit_head(self, seq: int, hash: str, at: datetime) -> None:
        """Repeat the head of the audit chain here, where the audit file cannot rewrite it."""
        with self._journal.commit():
            self._journal.db.execute("INSERT OR IGNORE INTO audit_heads (seq, hash, at) VALUES (?, ?, ?)", (seq, hash, instant_text(at)))

    def audit_heads(self) -> dict[int, str]:
        """Entries of the audit chain that this journal knows of: number -> hash."""
        return {int(seq): str(hash_) for seq, hash_ in self._journal.select("SELECT seq, hash FROM audit_heads")}

    # --- kept rows ---------------------------------------------------------------------------------------------------

    def keep(self, rows: Sequence[KeptRow]) -> None:
        """Keep rows, all or none."""
        with self._journal.commit():
            for row in rows:
                self._journal.insert(
                    "kept_rows",
                    {"id": row.id, "at": instant_text(row.at), "by": row.by, "task": row.task, "sheet": row.sheet, '"values"': row.values, "why": row.why},
                )

    def kept(self) -> list[KeptRow]:
        """Rows that are not entered yet, the oldest first."""
        rows = self._journal.select(
            'SELECT id, at, by, task, sheet, "values", why FROM kept_rows WHERE id NOT IN (SELECT id FROM kept_rows_entered) ORDER BY rowid'
        )
        return [KeptRow(id_, datetime.fromisoformat(at), by, task, sheet, values, why) for id_, at, by, task, sheet, values, why in rows]

    def settled_messages(self) -> frozenset[str]:
        """Message IDs of messages that have left or failed: a row that says they wait is no longer true."""
        waiting = "'planned', 'approved', 'queued', 'held', 'deferred', 'envelope', 'data', 'cancelled'"
        return frozenset(row[0] for row in self._journal.select(f"SELECT message_id FROM messages WHERE state NOT IN ({waiting}) AND message_id <> ''"))

    def entered(self, ids: Iterable[str], at: datetime) -> None:
        """The ledger shows these rows now."""
        with self._journal.commit():
            self._journal.db.executemany("INSERT OR IGNORE INTO kept_rows_entered (id, at) VALUES (?, ?)", [(id_, instant_text(at)) for id_ in ids])


def anything_kept(ledger: Path) -> bool:
    """Whether the journal beside this ledger, whoever's it is, holds rows that wait. Cheap: asked before each task that writes."""
    with suppress(FileNotFoundError, Stop):
        journal = Journal.peek(journal_path(ledger))
        try:
            return bool(journal.select("SELECT 1 FROM kept_rows WHERE id NOT IN (SELECT id FROM kept_rows_entered) LIMIT 1"))
        finally:
            journal.close()
    return False
