"""The file beside a ledger that keeps a snapshot of every case at each weekly and daily run: ``<stem>.snapshots.sqlite``.

Append-only (triggers refuse changes); each run is one commit with a digest over its rows and the digest before, so that a row that was changed,
dropped or added is found. Texts that come again (case ids, stages, owners) stand once in ``words`` and amounts in minor units of their currency, which
keeps 10,000 cases over a year small; the view ``readable`` shows each row as a person reads it. Rollback journal, not WAL: office shares do not
carry WAL.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.sqlite_file import address

VERSION = 1
_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE runs (seq INTEGER PRIMARY KEY, run_id TEXT NOT NULL, kind TEXT NOT NULL, as_of TEXT NOT NULL, at TEXT NOT NULL, cases INTEGER NOT NULL,
 digest TEXT NOT NULL);
CREATE TABLE words (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE cases (run INTEGER NOT NULL REFERENCES runs(seq), "case" INTEGER NOT NULL REFERENCES words(id), currency INTEGER NOT NULL,
 stage INTEGER NOT NULL, level INTEGER NOT NULL, episode INTEGER NOT NULL, days_past_due INTEGER NOT NULL, bucket INTEGER NOT NULL,
 arrears INTEGER NOT NULL, outstanding INTEGER NOT NULL, not_yet_due INTEGER NOT NULL, digits INTEGER NOT NULL, owner INTEGER NOT NULL,
 outcome INTEGER NOT NULL, held INTEGER NOT NULL, PRIMARY KEY (run, "case")) WITHOUT ROWID;
CREATE VIEW readable AS SELECT r.as_of, r.run_id, c.text AS case_id, u.text AS currency, s.text AS stage, k.level, k.episode, k.days_past_due,
 b.text AS bucket, k.arrears / POWER10 AS arrears, k.outstanding / POWER10 AS outstanding, k.not_yet_due / POWER10 AS not_yet_due, o.text AS owner,
 e.text AS outcome, k.held FROM cases k JOIN runs r ON r.seq = k.run JOIN words c ON c.id = k."case" JOIN words u ON u.id = k.currency
 JOIN words s ON s.id = k.stage JOIN words b ON b.id = k.bucket JOIN words o ON o.id = k.owner JOIN words e ON e.id = k.outcome;
""".replace("POWER10", "(CASE k.digits WHEN 0 THEN 1.0 WHEN 1 THEN 10.0 WHEN 2 THEN 100.0 WHEN 3 THEN 1000.0 ELSE 10000.0 END)")
_TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_{what} BEFORE {what.upper()} ON {table} BEGIN SELECT RAISE(ABORT, 'snapshots are append-only'); END;"
    for table in ("runs", "words", "cases", "about")
    for what in ("update", "delete")
)


def snapshots_path(ledger: Path) -> Path:
    """The snapshots of a ledger lie beside it under the same stem."""
    return ledger.with_name(f"{ledger.stem}.snapshots.sqlite")


@contextmanager
def told(name: str) -> Iterator[None]:
    """SQLite's errors as stops: X-SNAPSHOTS when the file is damaged, X-LOCKED when another program writes, X-WRITE otherwise."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        kind = getattr(error, "sqlite_errorname", "") or ""
        if kind.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Stop("X-LOCKED", f"{name} is in use by another program") from error
        if kind.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM")):
            raise Stop("X-WRITE", f"{name}: {error}") from error
        raise Stop("X-SNAPSHOTS", f"{name} is damaged: {error}") from error


def opened(path: Path, ledger_id: str, *, write: bool) -> sqlite3.Connection:
    """The file, made when it is to be written and not there.

    Raises ``FileNotFoundError`` when it is to be read and not there; ``Stop``: X-SNAPSHOTS for a damaged file or one of another ledger.
    """
    if not write and not path.exists():
        raise FileNotFoundError(path)
    with told(path.name):
        db = sqlite3.connect(address(path.absolute(), "rwc" if write else "ro"), uri=True, isolation_level=None, timeout=5)
        try:
            if write:
                db.execute("PRAGMA synchronous=FULL")
                _fill(db, ledger_id)
            about = dict(db.execute("SELECT key, value FROM about"))
        except BaseException:
            db.close()
            raise
    found, version = about.get("ledger_id", ""), about.get("version", "")
    if found == ledger_id and version == str(VERSION):
        return db
    db.close()
    if version.isdigit() and int(version) > VERSION:
        raise Stop("X-SNAPSHOTS", f"{path.name} was written by a later version of this program")
    raise Stop("X-SNAPSHOTS", f"{path.name} belongs to another ledger" if version == str(VERSION) else f"{path.name} is no file of snapshots")


def _fill(db: sqlite3.Connection, ledger_id: str) -> None:
    if db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
        return
    db.executescript(f"BEGIN;{_TABLES}{_TRIGGERS}COMMIT;")
    db.executemany("INSERT INTO about (key, value) VALUES (?, ?)", [("ledger_id", ledger_id), ("version", str(VERSION))])


def digest(before: str, head: Iterable[object], rows: Iterable[tuple[object, ...]]) -> str:
    """SHA-256 over the digest of the run before, the run's own head and its rows in the order of their case ids."""
    total = hashlib.sha256("|".join([before, *map(str, head)]).encode())
    for row in rows:
        total.update(("\n" + "|".join(map(str, row))).encode())
    return total.hexdigest()
