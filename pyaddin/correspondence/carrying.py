"""Messages carried from one ledger's journal into another's: what was written to a debtor goes along when the debtor's cases do, with keys, tries and steps.

A message keeps its name, so that carrying it twice changes nothing; where both journals know it, the one that has taken more steps tells how it stands.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from pyaddin.correspondence.entry import TASK, UNSETTLED
from pyaddin.correspondence.journal import Journal, instant_text, journal_path, lock_path
from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
from pyaddin.records import dataclass

_WAITING = (*UNSETTLED, "unknown")


@dataclass(frozen=True, slots=True)
class Carried:
    """One message: its row, the bytes fixed at planning (base64), its keys (key, attempt, case, position) and its steps (at, from, to, why)."""

    row: dict[str, Any]
    body: str
    keys: tuple[tuple[str, int, str, int], ...]
    steps: tuple[tuple[str, str, str, str], ...]

    @property
    def waits(self) -> bool:
        """Whether it may still leave, or nobody knows whether it did. A person's task is no message that leaves."""
        return self.row["state"] in _WAITING and self.row["transport"] != TASK


def messages_of(ledger: Path, ledger_id: str, cases: Collection[str]) -> list[Carried]:
    """The messages of these cases; none where there is no journal. Raises ``Stop`` X-JOURNAL (damaged, another ledger's)."""
    try:
        journal = Journal.peek(journal_path(ledger))
    except FileNotFoundError:
        return []
    try:
        if journal.ledger_id != ledger_id:
            raise Stop("X-JOURNAL", f"{journal.path.name} belongs to another ledger")
        names = [str(row[1]) for row in journal.select("PRAGMA table_info(messages)")]
        wanted = {str(uid) for uid, case in journal.select("SELECT uid, case_id FROM message_keys") if case in cases}
        found = journal.select(f"SELECT {', '.join(names)} FROM messages ORDER BY rowid")
        return [_carried(journal, dict(zip(names, row, strict=True))) for row in found if row[0] in wanted]
    finally:
        journal.close()


def _carried(journal: Journal, row: dict[str, Any]) -> Carried:
    body = journal.select("SELECT bytes FROM bodies WHERE uid = ?", (row["uid"],))
    keys = journal.select("SELECT key, attempt, case_id, position FROM message_keys WHERE uid = ? ORDER BY position", (row["uid"],))
    steps = journal.select("SELECT at, from_state, to_state, why FROM steps WHERE uid = ? ORDER BY seq", (row["uid"],))
    return Carried(row, b64encode(bytes(body[0][0]) if body else b"").decode(), tuple(tuple(key) for key in keys), tuple(tuple(step) for step in steps))


def bring_in(ledger: Path, ledger_id: str, messages: Iterable[Carried], runs: Iterable[str], *, now: Callable[[], datetime], why: str) -> int:
    """Enter them into the journal of this ledger, all or none; the number of those that were new or had gone on. Raises ``Stop`` X-LOCKED, X-JOURNAL."""
    lock = Lock.take(lock_path(ledger), now())
    try:
        journal = Journal.open(journal_path(ledger), ledger_id=ledger_id)
        try:
            if journal.ledger_id != ledger_id:
                raise Stop("X-JOURNAL", f"{journal.path.name} belongs to another ledger")
            at = instant_text(now())
            with journal.commit():
                changed = sum(_enter(journal, message) for message in messages)
                if changed:
                    journal.log("", "", "", at, f"{why}: {changed} messages")
                journal.db.executemany(
                    "INSERT OR IGNORE INTO runs (run_id, kind, as_of, transport, state, begun_at, ended_at) VALUES (?, 'adopted', '', '', 'ended', ?, ?)",
                    [(run, at, at) for run in runs],
                )
            return changed
        finally:
            journal.close()
    finally:
        lock.release()


def _enter(journal: Journal, message: Carried) -> bool:
    """Raises ``Stop`` X-JOURNAL when another message has one of its keys: then two ledgers wrote of one thing, and a person must look."""
    uid = message.row["uid"]
    known = journal.db.execute("SELECT count(*) FROM steps WHERE uid = ?", (uid,)).fetchone()[0]
    if known >= len(message.steps) and known:
        return False
    if known:
        columns = [name for name in message.row if name != "uid"]
        changes = ", ".join(f"{name} = ?" for name in columns)
        journal.db.execute(f"UPDATE messages SET {changes} WHERE uid = ?", (*(message.row[name] for name in columns), uid))
    else:
        for key, attempt, _, _ in message.keys:
            if journal.db.execute("SELECT 1 FROM message_keys WHERE key = ? AND attempt = ?", (key, attempt)).fetchone():
                raise Stop("X-JOURNAL", f"{key}: both ledgers have written this message", advice="Look at both outboxes; nothing was merged.")
        journal.insert("messages", message.row)
        journal.insert("bodies", {"uid": uid, "bytes": b64decode(message.body)})
        for key, attempt, case_id, position in message.keys:
            journal.insert("message_keys", {"key": key, "attempt": attempt, "case_id": case_id, "uid": uid, "position": position})
    for at, before, after, reason in message.steps[known:]:
        journal.log(uid, before, after, at, reason)
    return True
