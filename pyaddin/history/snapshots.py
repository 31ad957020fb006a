"""Snapshots of every case, one for each run, read back as the KPIs need them (``store`` has the file).

One counts per date: the last run of the day whose run id the ledger shows. A second run on a date is added after the first and takes its place in every
figure; nothing is replaced or deleted. Runs that the ledger does not show (it was restored to an older backup) stay in the file and count in nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.errors import Stop
from pyaddin.history.store import digest, opened, snapshots_path, told
from pyaddin.records import dataclass
from pyaddin.rules.kpi_rows import CaseLine, Snapshot
from pyaddin.rules.money import minor_digits
from pyaddin.sqlite_file import together

_ROWS = (
    "SELECT c.text, u.text, s.text, k.level, k.episode, k.days_past_due, b.text, k.arrears, k.outstanding, k.not_yet_due, k.digits, o.text, e.text, k.held"
    ' FROM cases k JOIN words c ON c.id = k."case" JOIN words u ON u.id = k.currency JOIN words s ON s.id = k.stage JOIN words b ON b.id = k.bucket'
    " JOIN words o ON o.id = k.owner JOIN words e ON e.id = k.outcome WHERE k.run = ? ORDER BY c.text"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One run in the file: its number there, run id, kind, day, instant, and how many cases it saw."""

    seq: int
    run_id: str
    kind: str
    as_of: date
    at: str
    cases: int
    digest: str


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The snapshots of one ledger that count, the oldest first, each read when it is asked for.

    ``doubt``: why there are none or why some are missing, as one of ``missing``, ``damaged``, ``other``, ``older``; blank = all is well.
    """

    path: Path
    ledger_id: str
    runs: tuple[Kept, ...] = ()
    doubt: str = ""
    doubted: str = ""
    now: Snapshot | None = None

    def with_now(self, now: Snapshot) -> Snapshots:
        """The same with the snapshot of a run that is not in the file yet: it takes the place of those of its day and of later ones."""
        return Snapshots(self.path, self.ledger_id, tuple(run for run in self.runs if run.as_of < now.as_of), self.doubt, self.doubted, now)

    @property
    def days(self) -> tuple[date, ...]:
        """The days that have a snapshot."""
        return (*(run.as_of for run in self.runs), *((self.now.as_of,) if self.now else ()))

    def read(self, days: Collection[date]) -> tuple[Snapshot, ...]:
        """The snapshots of these days, the oldest first. Raises ``Stop`` X-SNAPSHOTS when the file cannot be read."""
        wanted = [run for run in self.runs if run.as_of in days]
        found: list[Snapshot] = []
        if wanted:
            with told(self.path.name), closing(opened(self.path, self.ledger_id, write=False)) as db:
                found = [Snapshot(run.as_of, run.run_id, _lines(db, run.seq)) for run in wanted]
        return (*found, self.now) if self.now is not None and self.now.as_of in days else tuple(found)


def _lines(db: sqlite3.Connection, seq: int) -> dict[str, CaseLine]:
    lines: dict[str, CaseLine] = {}
    for case_id, currency, stage, level, episode, days, bucket, arrears, outstanding, later, digits, owner, outcome, held in db.execute(_ROWS, (seq,)):
        owed, left, open_later = (Decimal(amount).scaleb(-digits) for amount in (arrears, outstanding, later))
        lines[case_id] = CaseLine(case_id, currency, stage, level, episode, days, bucket, owed, left, open_later, owner, outcome, bool(held))
    return lines


def _kept(db: sqlite3.Connection) -> list[Kept]:
    rows = db.execute("SELECT seq, run_id, kind, as_of, at, cases, digest FROM runs ORDER BY seq")
    return [Kept(seq, run_id, kind, date.fromisoformat(as_of), at, cases, mark) for seq, run_id, kind, as_of, at, cases, mark in rows]


def look(ledger: Path, ledger_id: str, runs: Mapping[str, date], expected: Collection[str] = ()) -> Snapshots:
    """The snapshots that count. Never raises: what is wrong is the ``doubt``.

    ``runs``: run id -> day of the weekly and daily runs that the ledger shows; ``expected`` those of them that kept a snapshot when they were made.
    ``missing``: there is no file and should be one. ``older``: the file has none for the day of an expected run; those it has count.
    """
    path = snapshots_path(ledger)
    try:
        with told(path.name), closing(opened(path, ledger_id, write=False)) as db:
            kept = _kept(db)
    except FileNotFoundError:
        return Snapshots(path, ledger_id, doubt="missing" if expected else "", doubted=path.name if expected else "")
    except Stop as stop:
        return Snapshots(path, ledger_id, doubt="damaged", doubted=stop.fault.found)
    by_day = {run.as_of: run for run in kept if runs.get(run.run_id) == run.as_of}
    lacking = min(((runs[run_id], run_id) for run_id in expected if runs[run_id] not in by_day), default=None)
    counted = tuple(by_day[day] for day in sorted(by_day))
    return Snapshots(path, ledger_id, counted, "older" if lacking else "", f"{path.name}: {lacking[1]}" if lacking else "")


def _numbers(db: sqlite3.Connection, texts: Iterable[str]) -> dict[str, int]:
    """The number of each text; new ones get theirs."""
    wanted = set(texts)
    known: dict[str, int] = {text: number for number, text in db.execute("SELECT id, text FROM words")}
    new = sorted(wanted - known.keys())
    db.executemany("INSERT INTO words (text) VALUES (?)", [(text,) for text in new])
    if new:
        known = {text: number for number, text in db.execute("SELECT id, text FROM words")}
    return known


def _packed(line: CaseLine) -> tuple[Any, ...]:
    digits = minor_digits(line.currency)
    money = [int(amount.scaleb(digits).to_integral_value()) for amount in (line.arrears, line.outstanding, line.not_yet_due)]
    return (
        line.case_id, line.currency, line.stage, line.level, line.episode, line.days_past_due, line.bucket, *money, digits, line.owner, line.outcome,
        int(line.held),
    )  # fmt: skip


def add(ledger: Path, ledger_id: str, snapshot: Snapshot, *, kind: str, at: datetime) -> bool:
    """Put a run's snapshot behind those in the file. False when the last one there is this very run with the same rows: then nothing is written.

    Raises ``Stop``: X-SNAPSHOTS (damaged, another ledger's), X-LOCKED, X-WRITE.
    """
    path = snapshots_path(ledger)
    rows = [_packed(snapshot.cases[case_id]) for case_id in sorted(snapshot.cases)]
    with told(path.name), closing(opened(path, ledger_id, write=True)) as db, together(db):
        kept = _kept(db)
        last = kept[-1] if kept else None
        if last is not None and (last.run_id, last.as_of) == (snapshot.run_id, snapshot.as_of) and _stored(db, last.seq) == rows:
            return False
        head = (snapshot.run_id, kind, snapshot.as_of.isoformat(), at.isoformat(), len(rows))
        mark = digest(last.digest if last else ledger_id, head, rows)
        seq = db.execute("INSERT INTO runs (run_id, kind, as_of, at, cases, digest) VALUES (?, ?, ?, ?, ?, ?)", (*head, mark)).lastrowid
        _insert(db, seq, rows)
    return True


def _insert(db: sqlite3.Connection, seq: int | None, rows: Sequence[tuple[Any, ...]]) -> None:
    number = _numbers(db, {text for row in rows for text in (row[0], row[1], row[2], row[6], row[11], row[12])})
    db.executemany(
        f"INSERT INTO cases VALUES ({', '.join('?' * 15)})",
        [
            (seq, number[c], number[u], number[s], level, episode, days, number[b], arrears, out, later, digits, number[owner], number[outcome], held)
            for c, u, s, level, episode, days, b, arrears, out, later, digits, owner, outcome, held in rows
        ],
    )


def _stored(db: sqlite3.Connection, seq: int) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.execute(_ROWS, (seq,))]


def damaged_runs(ledger: Path, ledger_id: str) -> list[str]:
    """Run ids whose rows are not those that were written, the first one also when a run before it was taken away. Empty without a file.

    Raises ``Stop`` X-SNAPSHOTS for a file that cannot be read or is another ledger's.
    """
    path = snapshots_path(ledger)
    bad: list[str] = []
    try:
        with told(path.name), closing(opened(path, ledger_id, write=False)) as db:
            before = ledger_id
            for run in _kept(db):
                head = (run.run_id, run.kind, run.as_of.isoformat(), run.at, run.cases)
                if digest(before, head, _stored(db, run.seq)) != run.digest:
                    bad.append(run.run_id)
                before = run.digest
    except FileNotFoundError:
        return []
    return bad
