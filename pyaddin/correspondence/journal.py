"""The journal file beside a ledger: one small SQLite database that is committed before each act.

Rollback journal, not WAL: office shares do not carry WAL. ``synchronous=EXTRA``: what was committed survives a power cut.
Steps are append-only (triggers refuse changes), every state is entered through ``Journal.step`` alone.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyaddin.correspondence.entry import BY_ADOPTION, NEXT, TASK, Entry, WrongStep
from pyaddin.correspondence.journal_schema import SCHEMA_VERSION, fill, grow
from pyaddin.errors import Stop
from pyaddin.sqlite_file import address, together

_COLUMNS = (
    "uid, attempt, case_id, debtor_id, channel, recipient, recipient_name, kind, level, template, wording_sha256, message_id, state, result,"
    " transport, place, run_id, at, done_at, file_name, sha256, needs_approval, approved_by, why, note, due_at, tries, next_try, brake, pay_by, asks"
)
ENDING = ".journal.sqlite"
"""What the name of a journal ends with, after that of its ledger."""


def journal_path(ledger: Path) -> Path:
    """The journal of a ledger lies beside it under the same stem."""
    return ledger.with_name(f"{ledger.stem}{ENDING}")


def lock_path(ledger: Path) -> Path:
    """Where the lock lies while a program works with the journal."""
    return ledger.with_name(f"{ledger.stem}.journal.lock")


def instant_text(at: datetime) -> str:
    """UTC ISO text ending in Z, the form of every instant in ledger and journal. A naive time is a programming error."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


instant = lru_cache(maxsize=1_024)(datetime.fromisoformat)
"""The instant of a text that ``instant_text`` wrote; most messages of a run share a few."""
_AT_ONCE = 500  # SQLite takes no more than some thousand values at once


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in lots that one query takes."""
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


def marks(values: Collection[str]) -> str:
    """A question mark for each value of a query."""
    return ",".join("?" * len(values))


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
        self._places: dict[str, str] = {}

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
        with told(self.path.name), together(self.db):
            yield

    def select(self, query: str, values: Iterable[object] = ()) -> list[tuple[Any, ...]]:
        """Rows of one query. Raises ``Stop`` as ``told``."""
        with told(self.path.name):
            return self.db.execute(query, tuple(values)).fetchall()

    def insert(self, table: str, *rows: Mapping[str, object]) -> None:
        """Add rows with the same columns; call inside ``commit``."""
        if rows:
            columns = ", ".join(rows[0])
            self.db.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks(rows[0])})", [tuple(row.values()) for row in rows])

    @property
    def is_file(self) -> bool:
        """False for the empty journal in memory."""
        return bool(self.select("PRAGMA database_list")[0][2])

    @property
    def ledger_id(self) -> str:
        """The ledger that it belongs to."""
        return str(self.select("SELECT value FROM meta WHERE name = 'ledger_id'")[0][0])

    def latest(self, key: str) -> tuple[int, str, str] | None:
        """(attempt, state, uid) of the latest attempt of a key."""
        rows = self.select(
            "SELECT k.attempt, m.state, m.uid FROM message_keys k JOIN messages m ON m.uid = k.uid WHERE k.key = ? ORDER BY k.attempt DESC LIMIT 1", (key,)
        )
        return (int(rows[0][0]), str(rows[0][1]), str(rows[0][2])) if rows else None

    def latest_of(self, keys: Iterable[str]) -> dict[str, tuple[int, str, str]]:
        """(attempt, state, uid) of the latest attempt of each of these keys that was ever planned."""
        found: dict[str, tuple[int, str, str]] = {}
        for some in parts(list(keys)):
            query = (
                "SELECT k.key, k.attempt, m.state, m.uid FROM message_keys k JOIN messages m ON m.uid = k.uid"
                f" WHERE k.key IN ({marks(some)}) ORDER BY k.attempt"
            )
            found |= {key: (attempt, state, uid) for key, attempt, state, uid in self.select(query, some)}
        return found

    def entries(self, where: str = "1", values: Iterable[object] = ()) -> list[Entry]:
        """Messages in the order in which they were planned."""
        rows = self.select(f"SELECT {_COLUMNS} FROM messages WHERE {where} ORDER BY rowid", values)
        keys = self._keys([row[0] for row in rows])
        return [self._entry(row, keys) for row in rows]

    def _keys(self, uids: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
        """The keys of these messages with their cases, in their order."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for some in parts(uids):
            query = f"SELECT uid, key, case_id FROM message_keys WHERE uid IN ({marks(some)}) ORDER BY uid, position"
            for uid, key, case_id in self.select(query, some):
                found[uid] = (*found.get(uid, ()), (key, case_id))
        return found

    def named(self, uids: Sequence[str]) -> list[Entry]:
        """These messages in the order asked for. Raises ``KeyError`` for one that is not known."""
        found = {entry.uid: entry for some in parts(uids) for entry in self.entries(f"uid IN ({marks(some)})", some)}
        return [found[uid] for uid in uids]

    def outcomes(self, uids: Sequence[str]) -> list[tuple[str, str, str, bool]]:
        """Uid, state, result, and whether it is a task, of these messages in the order asked for. Raises ``KeyError`` for one that is not known."""
        asked = "SELECT uid, state, result, transport FROM messages WHERE uid IN"
        found = {row[0]: row for some in parts(uids) for row in self.select(f"{asked} ({marks(some)})", some)}
        return [(uid, found[uid][1], found[uid][2], found[uid][3] == TASK) for uid in uids]

    def entry(self, uid: str) -> Entry:
        """One message. Raises ``KeyError`` when it is not known."""
        found = self.entries("uid = ?", (uid,))
        if not found:
            raise KeyError(uid)
        return found[0]

    def body(self, entry: Entry) -> bytes:
        """The bytes fixed at planning. Raises ``Stop`` X-JOURNAL when they are no longer the same."""
        return self.bodies([entry])[entry.uid]

    def bodies(self, entries: Sequence[Entry]) -> dict[str, bytes]:
        """The bytes of these messages, by uid. Raises as ``body``."""
        found: dict[str, bytes] = {}
        for some in parts([entry.uid for entry in entries]):
            found |= self.select(f"SELECT uid, bytes FROM bodies WHERE uid IN ({marks(some)})", some)
        for entry in entries:
            if hashlib.sha256(found.setdefault(entry.uid, b"")).hexdigest() != entry.sha256:
                raise Stop("X-JOURNAL", f"{self.path.name} is damaged: the bytes of message {entry.uid} changed")
        return found

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

    def steps(self, uids: Sequence[str], states: Sequence[str], at: str, whys: Sequence[str], changes: Mapping[str, str | int]) -> None:
        """Take several messages through the same ``states`` one after the other, with the columns that change; call inside ``commit``.

        The messages are recorded with the last state, and every step is logged. Raises ``WrongStep``, and then none is to be kept.
        """
        now = {uid: state for some in parts(uids) for uid, state in self.select(f"SELECT uid, state FROM messages WHERE uid IN ({marks(some)})", some)}
        logged = []
        for uid in uids:
            state = now[uid]
            for to_state, why in zip(states, whys, strict=True):
                if to_state not in NEXT[state]:
                    raise WrongStep(uid, state, to_state)
                logged.append((at, uid, state, to_state, why))
                state = to_state
        columns = "".join(f", {name} = ?" for name in changes)
        self.db.executemany(f"UPDATE messages SET state = ?{columns} WHERE uid = ?", [(states[-1], *changes.values(), uid) for uid in uids])
        self.db.executemany("INSERT INTO steps (at, uid, from_state, to_state, why) VALUES (?, ?, ?, ?, ?)", logged)

    def log(self, uid: str, from_state: str, to_state: str, at: str, why: str) -> None:
        """Write down a step; call inside ``commit``, after the state was changed."""
        self.db.execute("INSERT INTO steps (at, uid, from_state, to_state, why) VALUES (?, ?, ?, ?, ?)", (at, uid, from_state, to_state, why))

    def _entry(self, row: tuple[Any, ...], keys: Mapping[str, tuple[tuple[str, str], ...]]) -> Entry:
        uid, *before, place, run_id, at, done_at, file_name, sha256, needs_approval, approved_by, why, note, due_at, tries, next_try, brake, pay_by, asks = row
        values = (
            uid, keys.get(uid, ()), *before, self.place_of(place), run_id, instant(at), None if done_at is None else instant(done_at), file_name, sha256,
            bool(needs_approval), approved_by, why, note, instant(due_at) if due_at else None, tries, instant(next_try) if next_try else None, brake,
            date.fromisoformat(pay_by) if pay_by else None, asks,
        )  # fmt: skip
        return Entry(*values)

    def place_of(self, text: str) -> str:
        """A folder as it is written here; all messages of a run have the same."""
        found = self._places.get(text)
        if found is None:
            found = self._places[text] = str(self.path.parent.absolute() / text[2:]) if text.startswith("./") else text
        return found

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
