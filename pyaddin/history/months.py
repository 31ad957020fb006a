"""Closed months, kept with the snapshots: their lines and the balance of every case as they stood when a supervisor closed them.

A closed month never changes: what is entered for its days afterwards shows in the next month as *earlier*. Append-only; the digest of each month covers
the one before.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.history.store import opened, snapshots_path, told
from pyaddin.records import dataclass
from pyaddin.sqlite_file import together

_TABLE = """
CREATE TABLE IF NOT EXISTS months (month TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, content TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS months_update BEFORE UPDATE ON months BEGIN SELECT RAISE(ABORT, 'closed months are append-only'); END;
CREATE TRIGGER IF NOT EXISTS months_delete BEFORE DELETE ON months BEGIN SELECT RAISE(ABORT, 'closed months are append-only'); END;
"""

Lines = Mapping[str, Mapping[str, Decimal]]
"""Currency -> line -> amount; the line ``recovered`` stands beside those of ``rules.month_end.LINES``."""


@dataclass(frozen=True, slots=True)
class Closed:
    """One month (``2026-10``) as it was closed, by whom and when. ``balances``: case id -> what it owed in the evening of its last day."""

    month: str
    at: str
    by: str
    lines: Lines
    balances: Mapping[str, Decimal]


def closed_months(ledger: Path, ledger_id: str) -> tuple[Closed, ...]:
    """All of them, the oldest first; none where there is no file. Raises ``Stop`` X-SNAPSHOTS when the file or a month in it was changed."""
    path = snapshots_path(ledger)
    try:
        with told(path.name), closing(opened(path, ledger_id, write=False)) as db:
            return tuple(closed for closed, _ in _read(db, path.name, ledger_id))
    except FileNotFoundError:
        return ()


def close(ledger: Path, ledger_id: str, closed: Closed) -> None:
    """Keep a month for good. Months are closed one after the other.

    Raises ``Stop``: X-OPTION when it or a later one is closed already; X-SNAPSHOTS, X-LOCKED, X-WRITE.
    """
    path = snapshots_path(ledger)
    with told(path.name), closing(opened(path, ledger_id, write=True)) as db:
        db.executescript(_TABLE)
        with together(db):
            known = _read(db, path.name, ledger_id)
            if known and known[-1][0].month >= closed.month:
                advice = "A closed month stays; what came later stands in the next one."
                raise Stop("X-OPTION", f"{closed.month}: {known[-1][0].month} is closed", advice=advice)
            content = _packed(closed)
            mark = _digest(known[-1][1] if known else ledger_id, closed, content)
            db.execute("INSERT INTO months VALUES (?, ?, ?, ?, ?)", (closed.month, closed.at, closed.by, content, mark))


def closed_now(month: str, lines: Lines, balances: Mapping[str, Decimal], *, by: str, at: datetime) -> Closed:
    """A month as it is about to be closed."""
    return Closed(month, at.isoformat(), by, lines, balances)


def _read(db: sqlite3.Connection, name: str, ledger_id: str) -> list[tuple[Closed, str]]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'months'").fetchone():
        return []
    found: list[tuple[Closed, str]] = []
    for month, at, by, content, mark in db.execute("SELECT month, at, by, content, digest FROM months ORDER BY month"):
        values = json.loads(content)
        lines = {currency: {line: Decimal(amount) for line, amount in given.items()} for currency, given in values["lines"].items()}
        closed = Closed(month, at, by, lines, {case_id: Decimal(amount) for case_id, amount in values["balances"].items()})
        if _digest(found[-1][1] if found else ledger_id, closed, content) != mark:
            raise Stop("X-SNAPSHOTS", f"{name}: the month {month} is not what was closed")
        found.append((closed, mark))
    return found


def _packed(closed: Closed) -> str:
    lines = {currency: {name: str(amount) for name, amount in given.items()} for currency, given in closed.lines.items()}
    return json.dumps({"lines": lines, "balances": {case_id: str(amount) for case_id, amount in closed.balances.items()}}, sort_keys=True)


def _digest(before: str, closed: Closed, content: str) -> str:
    return hashlib.sha256("|".join((before, closed.month, closed.at, closed.by, content)).encode()).hexdigest()
