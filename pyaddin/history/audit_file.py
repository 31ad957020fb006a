"""The file of the audit chain beside a ledger: ``<stem>.audit.sqlite``, one small SQLite database.

Rollback journal, not WAL: office shares do not carry WAL. Entries are append-only: triggers refuse changes by any program that does not first remove
them, and the hashes tell of one that did (``audit_check``). What the chain saw last and what is just being written may change.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from pyaddin.errors import Stop
from pyaddin.history.audit_blocks import TABLE
from pyaddin.history.audit_buckets import take_over
from pyaddin.sqlite_file import address

VERSION = 2
_WITH_BUCKETS = "1"
"""The version of files that hold rows in buckets: they are taken over."""
_WAIT_SECONDS = 20
_TABLES = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, login TEXT NOT NULL, host TEXT NOT NULL,
    task TEXT NOT NULL, run_id TEXT NOT NULL, act TEXT NOT NULL UNIQUE, count INTEGER NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL,
    prev TEXT NOT NULL, hash TEXT NOT NULL, lines BLOB NOT NULL);
{TABLE};
CREATE TABLE intents (act TEXT PRIMARY KEY, at TEXT NOT NULL, by TEXT NOT NULL, login TEXT NOT NULL, host TEXT NOT NULL, task TEXT NOT NULL,
    run_id TEXT NOT NULL, fingerprint TEXT NOT NULL, lines BLOB NOT NULL);
CREATE TRIGGER entries_fixed BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
CREATE TRIGGER entries_kept BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
INSERT INTO meta VALUES ('version', '{VERSION}');
"""
TRIGGERS = frozenset({"entries_fixed", "entries_kept"})


def audit_path(ledger: Path) -> Path:
    """The audit chain of a ledger lies beside it under the same stem."""
    return ledger.with_name(f"{ledger.stem}.audit.sqlite")


class Damaged(Exception):
    """The file is no whole audit chain of this ledger; the text says why, in words for a clerk."""


@contextmanager
def told(path: PurePath) -> Iterator[None]:
    """SQLite's errors as ``Damaged``, or as ``Stop`` X-LOCKED and X-WRITE."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Stop("X-LOCKED", f"{path.name} is in use by another program") from error
        if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_PERM", "SQLITE_AUTH")):
            raise Stop("X-WRITE", f"{path.name}: {error}") from error
        raise Damaged(str(error)) from error


def opened(path: Path, ledger_id: str, *, create: bool) -> sqlite3.Connection:
    """For writing. Raises ``FileNotFoundError`` where there is none (unless ``create``), ``Damaged``, ``Stop`` X-LOCKED, X-WRITE."""
    if not create and not begun(path):
        raise FileNotFoundError(path)
    with told(path):
        db = sqlite3.connect(address(path.absolute(), "rwc" if create else "rw"), uri=True, isolation_level=None, timeout=_WAIT_SECONDS)
        try:
            db.execute("PRAGMA journal_mode=DELETE")
            db.execute("PRAGMA synchronous=FULL")
            if create and not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                db.executescript(f"BEGIN IMMEDIATE; {_TABLES}")
                db.execute("INSERT INTO meta VALUES ('ledger_id', ?)", (ledger_id,))
                db.execute("COMMIT")
            if _check(db, ledger_id) == _WITH_BUCKETS:
                _take_over(db)
        except BaseException:
            db.close()
            raise
    return db


def looked_at(path: Path, ledger_id: str) -> sqlite3.Connection:
    """For reading only: no byte beside the ledger changes. Raises as ``opened``."""
    if not begun(path):
        raise FileNotFoundError(path)
    with told(path):
        undo = path.with_name(f"{path.name}-journal")
        db = sqlite3.connect(address(path.absolute(), "ro"), uri=True, isolation_level=None, timeout=_WAIT_SECONDS)
        try:
            try:
                version = _check(db, ledger_id)
            except sqlite3.OperationalError:
                if not undo.exists():
                    raise
                db.close()
                db = _undone(path, undo)
                version = _check(db, ledger_id)
            if version == _WITH_BUCKETS:
                db = _copied(db)
                _take_over(db)
        except BaseException:
            db.close()
            raise
    return db


def begun(path: Path) -> bool:
    """Whether there is a chain. A file without a byte is what a full disk or a killed program leaves of one that was about to begin: as if it were not
    there, and the next write begins it. That a chain was begun and is gone, the column Audit head of the sheet Runs tells."""
    return path.exists() and (path.stat().st_size > 0 or path.with_name(f"{path.name}-journal").exists())


def _undone(path: Path, undo: Path) -> sqlite3.Connection:
    """A program died inside a commit, and only a writer may undo it: look at an undone copy in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "audit.sqlite"
        shutil.copyfile(path, copy)
        shutil.copyfile(undo, copy.with_name(f"{copy.name}-journal"))
        found = sqlite3.connect(copy)
        try:
            found.backup(memory)
        finally:
            found.close()
    return memory


def _copied(db: sqlite3.Connection) -> sqlite3.Connection:
    """The whole file in memory."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.backup(memory)
    finally:
        db.close()
    return memory


def _take_over(db: sqlite3.Connection) -> None:
    try:
        take_over(db, VERSION)
    except ValueError as error:
        raise Damaged(f"the rows seen last cannot be read: {error}") from error


def _check(db: sqlite3.Connection, ledger_id: str) -> str:
    """The version of a whole audit file of this ledger. Raises ``Damaged``."""
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"meta", "entries", "seen", "intents"} <= tables:
        raise Damaged("it is not a whole audit file")
    meta: dict[str, str] = dict(db.execute("SELECT name, value FROM meta"))
    version = meta.get("version", "")
    if version not in (str(VERSION), _WITH_BUCKETS):
        raise Damaged(f"it has version {meta.get('version')}; this program knows {VERSION}")
    if meta.get("ledger_id") != ledger_id:
        raise Damaged("it belongs to another ledger")
    return version


def aside(path: Path) -> Path:
    """Puts a file that cannot be used out of the way under a free name; it is kept, people may want to look at it. Raises ``Stop`` X-WRITE."""
    count = 1
    while (target := path.with_name(f"{path.stem}.aside-{count}.sqlite")).exists():
        count += 1
    try:
        path.rename(target)
        undo = path.with_name(f"{path.name}-journal")
        if undo.exists():
            undo.rename(target.with_name(f"{target.name}-journal"))
    except OSError as error:
        raise Stop("X-WRITE", f"{path.name}: {error.strerror}") from error
    return target
