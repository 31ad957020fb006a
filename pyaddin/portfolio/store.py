"""The shared store: a ledger in PostgreSQL, where many clerks' workbooks are cut from and brought back to.

One table per sheet, under its name and headers, each row with a version that every change raises: a writer that saw an older version changes nothing.
Cuts and merges take turns (an advisory lock of the database); whoever writes by other means is noticed by the versions. Everything that changes a row is kept
in ``collections_changes``, with the login of the database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.json import Jsonb

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Cell, Edit, RawLedger, RawTable, SetCell, Value, Written
from pyaddin.ledger.columns import Column
from pyaddin.ledger.edits import one_by_one
from pyaddin.ledger.schema import GENERATED, SCHEMA_VERSION, TABLES, Type

Connection = psycopg.Connection[tuple[Any, ...]]
_LOCK = 0x636F6C6C  # "coll": one number for every command that cuts or merges
_TYPES = {Type.DATE: "date", Type.MONEY: "numeric", Type.RATE: "numeric", Type.NUMBER: "numeric", Type.INTEGER: "bigint"}
_OWN = """
CREATE TABLE collections_meta (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE collections_slices (id text PRIMARY KEY, memory jsonb NOT NULL);
CREATE TABLE collections_runs (run_id text PRIMARY KEY);
CREATE TABLE collections_messages (uid text PRIMARY KEY, place bigserial, message jsonb NOT NULL, body text NOT NULL,
    keys jsonb NOT NULL, steps jsonb NOT NULL);
CREATE TABLE collections_message_keys (key text, attempt integer, case_id text NOT NULL,
    uid text NOT NULL REFERENCES collections_messages, PRIMARY KEY (key, attempt));
CREATE TABLE collections_changes (seq bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT now(), login text NOT NULL DEFAULT session_user,
    sheet text NOT NULL, key text NOT NULL, header text NOT NULL, old text, new text, why text NOT NULL);
"""
_AGAIN = (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected, psycopg.errors.UniqueViolation)


@contextmanager
def told() -> Iterator[None]:
    """PostgreSQL's errors as stops; the address is never shown, nor what the server says of it. Raises X-CHANGED where it is worth doing again."""
    try:
        yield
    except _AGAIN as error:
        raise Stop("X-CHANGED", type(error).__name__) from None
    except psycopg.Error as error:
        raise Stop("X-STORE", type(error).__name__) from None


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """A connection that holds the turn until it is closed. Raises ``Stop`` X-STORE, also for an address that has a password in it."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:
        raise Stop("X-STORE", "the address cannot be read") from None
    if parts.get("password"):
        raise Stop("X-STORE", "the address holds a password")
    with told(), psycopg.connect(address, autocommit=True) as db:
        db.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        db.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        yield db


def made(db: Connection, ledger_id: str, rows: Mapping[str, Sequence[Mapping[str, Value]]]) -> None:
    """The tables of a new store, filled. Raises ``Stop`` X-EXISTS when the database has one already. Call it in a transaction."""
    if db.execute("SELECT to_regclass('collections_meta') IS NOT NULL").fetchall()[0][0]:
        raise Stop("X-EXISTS", "the database is a shared store already")
    for statement in _OWN.split(";\n"):
        if statement.strip():
            db.execute(statement.encode())
    db.execute("INSERT INTO collections_meta VALUES ('ledger_id', %s)", (ledger_id,))
    for name, table in TABLES.items():
        columns = sql.SQL(", ").join(_declared(column) for column in table.columns)
        db.execute(sql.SQL('CREATE TABLE {} (row_no bigserial PRIMARY KEY, "version" bigint NOT NULL DEFAULT 1, {})').format(sql.Identifier(name), columns))
        if table.prefix or name == "Runs":
            db.execute(sql.SQL("CREATE UNIQUE INDEX ON {} ({})").format(sql.Identifier(name), sql.Identifier(table.key[0])))
        db.execute(sql.SQL("ALTER SEQUENCE {} RESTART WITH 2").format(sql.Identifier(f"{name}_row_no_seq")))  # counted as on a sheet
        names = sql.SQL(", ").join(map(sql.Identifier, table.headers))
        with db.cursor() as cursor, cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), names)) as copy:
            for row in rows.get(name, ()):
                copy.write_row([_given(column, row.get(column.name)) for column in table.columns])


def _declared(column: Column) -> sql.Composed:
    return sql.SQL("{} {}").format(sql.Identifier(column.name), sql.SQL(_TYPES.get(column.type, "text")))


def _given(column: Column, value: Value) -> object:
    """A value as its column takes it; a policy value of any kind as text."""
    if value is None or value == "":
        return None
    return value if column.type in _TYPES else str(value)


class StoreBook:
    """The store as a ``Book``. ``write`` changes only rows that are still as they were read."""

    is_ledger = False
    """No file: the audit chain of a ledger file does not follow it; ``collections_changes`` does."""
    saves_at_once = True

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._versions: dict[tuple[str, int], int] = {}

    @property
    def path(self) -> Path:
        """A name only; nothing lies there."""
        return Path("shared-store.postgresql")

    def read(self) -> RawLedger:
        """All tables of one moment. Raises ``Stop`` X-STORE when the database is no store."""
        self._versions = {}
        with told(), self._db.transaction():
            found = self._db.execute("SELECT value FROM collections_meta WHERE name = 'ledger_id'").fetchall()
            tables = {name: self._table(name) for name in TABLES}
        empty = {name: RawTable(name, table.headers, ()) for name, table in GENERATED.items()}
        return RawLedger({**tables, **empty}, str(found[0][0]), SCHEMA_VERSION, "store")

    def _table(self, name: str) -> RawTable:
        headers = TABLES[name].headers
        columns = sql.SQL(", ").join(map(sql.Identifier, headers))
        query = sql.SQL('SELECT row_no, "version", {} FROM {} ORDER BY row_no').format(columns, sql.Identifier(name))
        rows: list[tuple[int, Mapping[str, Cell]]] = []
        for number, version, *cells in self._db.execute(query):
            self._versions[name, number] = version
            rows.append((number, {header: float(cell) if isinstance(cell, Decimal) else cell for header, cell in zip(headers, cells, strict=True)}))
        return RawTable(name, headers, tuple(rows))

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """All edits or none; generated sheets are not kept here. Raises ``Stop`` X-CHANGED when a row was changed since it was read."""
        edits = one_by_one(edits)
        cells: dict[tuple[str, int], list[SetCell]] = {}
        added = [edit for edit in edits if isinstance(edit, AddRow) and edit.table in TABLES]
        for edit in edits:
            if isinstance(edit, SetCell) and edit.table in TABLES:
                cells.setdefault((edit.table, edit.row), []).append(edit)
        with told(), self._db.transaction():
            for place, changes in cells.items():
                self._update(place, changes)
            for row in added:
                self._insert(row)
        return Written("store", sum(map(len, cells.values())), len(added))

    def _update(self, place: tuple[str, int], changes: Sequence[SetCell]) -> None:
        table = TABLES[place[0]]
        sets = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(edit.column)) for edit in changes)
        query = sql.SQL('UPDATE {} SET {}, "version" = "version" + 1 WHERE row_no = %s AND "version" = %s').format(sql.Identifier(table.name), sets)
        values = [_given(table.column(edit.column), edit.new) for edit in changes]
        seen = self._versions.get(place)
        if self._db.execute(query, (*values, place[1], seen)).rowcount != 1:
            raise Stop("X-CHANGED", f"{place[0]} {changes[0].key}", sheet=place[0])
        self._versions[place] = (seen or 0) + 1
        for edit in changes:
            self._change(edit.table, edit.key, edit.column, edit.old, edit.new, edit.why)

    def _insert(self, row: AddRow) -> None:
        table = TABLES[row.table]
        filled = {name: _given(table.column(name), value) for name, value in row.values.items()}
        names = sql.SQL(", ").join(map(sql.Identifier, filled))
        marks = sql.SQL(", ").join(sql.Placeholder() * len(filled))
        self._db.execute(sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table.name), names, marks), tuple(filled.values()))
        self._change(row.table, row.key, "", None, "; ".join(f"{name}={value}" for name, value in filled.items() if value is not None), row.why)

    def _change(self, sheet: str, key: str, header: str, old: object, new: object, why: str) -> None:
        values = (sheet, key, header, None if old is None else str(old), None if new is None else str(new), why)
        self._db.execute("INSERT INTO collections_changes (sheet, key, header, old, new, why) VALUES (%s, %s, %s, %s, %s, %s)", values)


def json(value: object) -> Jsonb:
    """A value as PostgreSQL keeps JSON."""
    return Jsonb(value)
