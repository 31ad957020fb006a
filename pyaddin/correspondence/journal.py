"""The journal file beside a ledger: one small SQLite database that is committed before each act.

Rollback journal, not WAL: office shares do not carry WAL. ``synchronous=EXTRA``: what was committed survives a power cut.
Steps are append-only (triggers refuse changes), every state is entered through ``Journal.step`` alone.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from pyaddin.correspondence.entry import BY_ADOPTION, NEXT, Entry, WrongStep
from pyaddin.correspondence.journal_schema import SCHEMA_VERSION, fill, grow
from pyaddin.errors import Stop

_COLUMNS = (
    "uid, attempt, case_id, debtor_id, channel, recipient, recipient_name, kind, level, template, wording_sha256, message_id, state, result,"
    " transport, place, run_id, at, done_at, file_name, sha256, needs_approval, approved_by, why, note, due_at, tries, next_try, brake"
)


def journal_path(ledger: Path) -> Path:
    """The journal of a ledger lies beside it under the same stem."""
    return ledger.with_name(f"{ledger.stem}.journal.sqlite")


def lock_path(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.stem}.journal.lock")


def address(path: PurePath, mode: str) -> str:
    """An absolute path as SQLite opens it. A share keeps four slashes: ``Path.as_uri`` would make its server an authority, which SQLite refuses."""
    return f"file://{quote('/' + path.as_posix().removeprefix('/'), safe='/:')}?mode={mode}"


def instant_text(at: datetime) -> str:
    """UTC ISO text ending in Z, the form of every instant in ledger and journal. A naive time is a programming error."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@contextmanager
def told(name: str) -> Iterator[None]:
    """SQLite's errors as the stops of the desk: damaged, in use, or not writable."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        kind = getattr(error, "sqlite_errorname", "") or ""
        if not kind or kind.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_CONSTRAINT", "SQLITE_FORMAT")):
            advice = f"Bring back {name} from a backup. If there is none, rename the damaged file and let a supervisor run `outbox adopt`."
            raise Stop("X-JOURNAL", f"{name} is damaged: {error}", advice=advice) from error
        if kind.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Stop("X-LOCKED", f"{name} is in use by another program") from error
        raise Stop("X-WRITE", f"{name}: {error}") from error


class Journal:
    """One open journal file, or an empty one in memory where there is none to be used."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self.db = db
        self.path = path

    @classmethod
    def in_memory(cls, path: Path, ledger_id: str) -> Journal:
        """An empty journal that leaves no file: for a ledger whose own one cannot be used."""
        db = sqlite3.connect(":memory:", isolation_level=None)
        fill(db, ledger_id)
        return cls(db, path)

    @classmethod
    def open(cls, path: Path, *, ledger_id: str = "") -> Journal:
        """Open for writing; with ``ledger_id`` an absent or empty file becomes a new journal.

        Raises ``FileNotFoundError`` when there is none (a file without tables is one whose making was interrupted: it never held
        anything), ``Stop``: X-JOURNAL, X-WRITE.
        """
        if not ledger_id and not path.exists():
            raise FileNotFoundError(path)
        with told(path.name):
            db = sqlite3.connect(address(path.absolute(), "rwc" if ledger_id else "rw"), uri=True, isolation_level=None, timeout=5)
            try:
                db.execute("PRAGMA journal_mode=DELETE")
                db.execute("PRAGMA synchronous=EXTRA")
                db.execute("PRAGMA foreign_keys=ON")
                if ledger_id:
                    fill(db, ledger_id)
                grow(db, _check(db, path))
            except BaseException:
                db.close()
                raise
        return cls(db, path)

    @classmethod
    def peek(cls, path: Path) -> Journal:
        """Open for reading only: no lock file, no new file, no byte changed beside the ledger. Raises as ``open``."""
        if not path.exists():
            raise FileNotFoundError(path)
        with told(path.name):
            try:
                db, version = _read_only(path)
                if version == SCHEMA_VERSION:
                    return cls(db, path)
                return cls(_grown_copy(db, version), path)
            except sqlite3.OperationalError as error:
                if not getattr(error, "sqlite_errorname", "").startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")):
                    raise
            # A program died inside a commit: only a writer may undo it, so look at an undone copy elsewhere.
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "journal.sqlite"
                shutil.copyfile(path, copy)
                undo = path.with_name(path.name + "-journal")
                if undo.exists():
                    shutil.copyfile(undo, copy.with_name(copy.name + "-journal"))
                found, memory = sqlite3.connect(copy), sqlite3.connect(":memory:", isolation_level=None)
                try:
                    found.backup(memory)
                    grow(memory, _check(memory, path))
                finally:
                    found.close()
            return cls(memory, path)

    def close(self) -> None:
        self.db.close()

    @contextmanager
    def commit(self) -> Iterator[None]:
        """All that happens inside is recorded together, and durable, when the block ends; or not at all."""
        with told(self.path.name):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("ROLLBACK")
                raise

    def select(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of one query. Raises ``Stop`` as ``told``."""
        with told(self.path.name):
            return self.db.execute(query, tuple(values)).fetchall()

    def insert(self, table: str, row: Mapping[str, object]) -> None:
        """Add one row; call inside ``commit``."""
        self.db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))

    @property
    def is_file(self) -> bool:
        """False for the empty journal in memory."""
        return bool(self.select("PRAGMA database_list")[0][2])

    @property
    def ledger_id(self) -> str:
        return str(self.select("SELECT value FROM meta WHERE name = 'ledger_id'")[0][0])

    def latest(self, key: str) -> tuple[int, str, str] | None:
        """(attempt, state, uid) of the latest attempt of a key."""
        rows = self.select(
            "SELECT k.attempt, m.state, m.uid FROM message_keys k JOIN messages m ON m.uid = k.uid WHERE k.key = ? ORDER BY k.attempt DESC LIMIT 1", (key,)
        )
        return (int(rows[0][0]), str(rows[0][1]), str(rows[0][2])) if rows else None

    def entries(self, where: str = "1", values: Iterable[object] = ()) -> list[Entry]:
        """Messages in the order in which they were planned."""
        return [self._entry(row) for row in self.select(f"SELECT {_COLUMNS} FROM messages WHERE {where} ORDER BY rowid", values)]

    def entry(self, uid: str) -> Entry:
        found = self.entries("uid = ?", (uid,))
        if not found:
            raise KeyError(uid)
        return found[0]

    def body(self, entry: Entry) -> bytes:
        """The bytes fixed at planning. Raises ``Stop`` X-JOURNAL when they are no longer the same."""
        rows = self.select("SELECT bytes FROM bodies WHERE uid = ?", (entry.uid,))
        data = bytes(rows[0][0]) if rows else b""
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise Stop("X-JOURNAL", f"{self.path.name} is damaged: the bytes of message {entry.uid} changed")
        return data

    def step(self, uid: str, to_state: str, at: str, why: str, changes: Mapping[str, str | int] | None = None, *, adoption: bool = False) -> None:
        """Record one step and the columns that change with it; call inside ``commit``. Raises ``WrongStep``."""
        found = self.db.execute("SELECT state FROM messages WHERE uid = ?", (uid,)).fetchone()
        if found is None:
            raise KeyError(uid)
        state = str(found[0])
        if to_state not in (BY_ADOPTION if adoption else NEXT[state]):
            raise WrongStep(uid, state, to_state)
        changes = changes or {}
        columns = "".join(f", {name} = ?" for name in changes)
        self.db.execute(f"UPDATE messages SET state = ?{columns} WHERE uid = ?", (to_state, *changes.values(), uid))
        self.log(uid, state, to_state, at, why)

    def log(self, uid: str, from_state: str, to_state: str, at: str, why: str) -> None:
        self.db.execute("INSERT INTO steps (at, uid, from_state, to_state, why) VALUES (?, ?, ?, ?, ?)", (at, uid, from_state, to_state, why))

    def _entry(self, row: tuple[object, ...]) -> Entry:
        values = dict(zip(_COLUMNS.split(", "), row, strict=True))
        keys = self.select("SELECT key, case_id FROM message_keys WHERE uid = ? ORDER BY position", (values["uid"],))
        place = str(values["place"])
        values |= {
            "keys": tuple((str(key), str(case_id)) for key, case_id in keys),
            "at": datetime.fromisoformat(str(values["at"])),
            "done_at": None if values["done_at"] is None else datetime.fromisoformat(str(values["done_at"])),
            "needs_approval": bool(values["needs_approval"]),
            "due_at": datetime.fromisoformat(str(values["due_at"])) if values["due_at"] else None,
            "next_try": datetime.fromisoformat(str(values["next_try"])) if values["next_try"] else None,
            "place": str(self.path.parent.absolute() / place[2:]) if place.startswith("./") else place,
        }
        return Entry(**values)  # type: ignore[arg-type]

    def place_text(self, place: str) -> str:
        """A folder below the ledger's is kept relative, so that moving both together breaks nothing."""
        try:
            return "./" + Path(place).relative_to(self.path.parent.absolute()).as_posix()
        except ValueError:
            return place


def _grown_copy(db: sqlite3.Connection, version: int) -> sqlite3.Connection:
    """An older journal as one of today, in memory: looking changes no file."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        db.backup(memory)
    finally:
        db.close()
    grow(memory, version)
    return memory


def _read_only(path: Path) -> tuple[sqlite3.Connection, int]:
    db = sqlite3.connect(address(path.absolute(), "ro"), uri=True, isolation_level=None, timeout=5)
    try:
        return db, _check(db, path)
    except BaseException:
        db.close()
        raise


def _check(db: sqlite3.Connection, path: Path) -> int:
    """The journal's version. Raises ``Stop`` X-JOURNAL when the file is not a whole journal of a version we know; bodies are checked when used."""
    if not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise FileNotFoundError(path)
    for table in ("meta", "runs", "messages", "message_keys", "steps"):
        (verdict,) = db.execute(f"PRAGMA quick_check({table})").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(str(verdict))
    meta = dict(db.execute("SELECT name, value FROM meta"))
    if not {"schema_version", "ledger_id"} <= meta.keys():
        raise sqlite3.DatabaseError("its description is missing")
    version = meta["schema_version"]
    if version not in {str(known) for known in range(1, SCHEMA_VERSION + 1)}:
        raise Stop("X-JOURNAL", f"{path.name} has version {version}; this program reads {SCHEMA_VERSION}", advice="Use the program version that wrote it.")
    return int(version)
