"""Where a portfolio comes from: a folder of Parquet files or a database, told apart by what was typed, opened as views of one DuckDB session."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from pyaddin.errors import Stop
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio.postgres import copied, is_postgres
from pyaddin.portfolio.replacing import caught_up
from pyaddin.records import dataclass

DUCKDB = "duckdb:"
ROW = "_row"
NEEDED_TABLES = ("Cases", "Debtors")
MEMORY = "2GB"
FIRST_ROW = 2
"""Rows are counted as on a sheet, where the first one stands in row 2."""


@dataclass(frozen=True, slots=True)
class Source:
    """The tables of a portfolio. ``columns`` by table, in the ledger's order; ``fingerprint`` is blank where another reading may find other rows."""

    columns: dict[str, tuple[str, ...]]
    fingerprint: str


Session = duckdb.DuckDBPyConnection


@contextmanager
def session(scratch: Path) -> Iterator[Session]:
    """A DuckDB session that spills into the folder what memory does not hold. Stops: X-WRITE for a disk that is full, X-PORTFOLIO for a damaged file."""
    with duckdb.connect() as db:
        db.execute(f"SET temp_directory = {text(str(scratch))}")
        db.execute(f"SET memory_limit = '{MEMORY}'")
        try:
            yield db
        except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise Stop("X-WRITE", _first_line(error)) from None
        except duckdb.Error as error:
            if type(error) in (duckdb.Error, duckdb.InvalidInputException):  # the others say that a statement of ours is wrong
                raise Stop("X-PORTFOLIO", _first_line(error)) from None
            raise


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def open_source(db: duckdb.DuckDBPyConnection, source: str, work: Path, at: datetime) -> Source:
    """Makes a view ``src_TABLE`` of each table with the row number beside its known columns. ``at``: now, for the lock under which a merge that was cut off
    is finished first. Raises ``Stop``: X-NOT-FOUND, X-PORTFOLIO, X-LOCKED while a merge writes the files."""
    if is_postgres(source):
        return _of_folder(db, copied(source, work / "read"), "")
    if source.casefold().startswith(DUCKDB):
        return _of_database(db, Path(source[len(DUCKDB) :]))
    folder = Path(source)
    if not folder.exists():
        raise Stop("X-NOT-FOUND", source)
    if not folder.is_dir():
        raise Stop("X-PORTFOLIO", f"{folder.name} is no folder")
    caught_up(folder, at)
    return _of_folder(db, folder, folder_fingerprint(folder))


def files_of(folder: Path, table: str) -> list[Path]:
    """The Parquet files of a table: ``TABLE.parquet``, or all in the folder ``TABLE`` by name."""
    alone = folder / f"{table}.parquet"
    return [alone] if alone.is_file() else sorted((folder / table).glob("*.parquet"))


def require_unchanged(source: str, opened: Source) -> None:
    """After all of it was read. Raises ``Stop`` X-CHANGED when a file was written meanwhile: some rows may be of before and some of after."""
    if opened.fingerprint and folder_fingerprint(Path(source)) != opened.fingerprint:
        advice = "Nothing was written; the earlier results stay. Run again when nobody exports or merges into these files."
        raise Stop("X-CHANGED", f"{Path(source).name}: written while it was read", advice=advice)


def folder_fingerprint(folder: Path) -> str:
    """Changes when a file of the folder was written, came or went."""
    seen = [(path.relative_to(folder).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for name in TABLES for path in files_of(folder, name)]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _known(table: str, found: list[str]) -> tuple[str, ...]:
    return tuple(name for name in TABLES[table].headers if name in found)


def _complete(columns: dict[str, tuple[str, ...]], place: str) -> None:
    """Raises ``Stop`` X-PORTFOLIO where a table is not there without which nothing can be assessed, or it lacks its key."""
    for table in NEEDED_TABLES:
        if table not in columns:
            raise Stop("X-PORTFOLIO", f"{place}: {table}", sheet=table)
    for table, names in columns.items():
        key = TABLES[table].key[0]
        if key not in names:
            raise Stop("X-PORTFOLIO", f"{place}: {table} has no column {key}", sheet=table, column=key)


def _of_folder(db: duckdb.DuckDBPyConnection, folder: Path, fingerprint: str) -> Source:
    columns: dict[str, tuple[str, ...]] = {}
    for table in TABLES:
        files = files_of(folder, table)
        if not files:
            continue
        try:
            before, parts, found = 0, [], dict[str, None]()
            for path in files:
                read = f"read_parquet({text(str(path))}, hive_partitioning = false, file_row_number = true)"
                found |= dict.fromkeys(row[0] for row in db.execute(f"DESCRIBE SELECT * FROM {read}").fetchall())
                parts.append(f"SELECT * EXCLUDE (file_row_number), file_row_number + {before + FIRST_ROW} AS {ROW} FROM {read}")
                before += int(_one(db, f"SELECT sum(num_rows) FROM parquet_file_metadata({text(str(path))})") or 0)
        except duckdb.Error as error:
            raise Stop("X-PORTFOLIO", f"{path.name}: {_first_line(error)}", sheet=table) from None
        columns[table] = _known(table, list(found))
        _view(db, table, columns[table], " UNION ALL BY NAME ".join(parts))
    _complete(columns, folder.name)
    return Source(columns, fingerprint)


def _of_database(db: duckdb.DuckDBPyConnection, path: Path) -> Source:
    if not path.is_file():
        raise Stop("X-NOT-FOUND", str(path))
    try:
        db.execute(f"ATTACH {text(str(path))} AS origin (READ_ONLY)")
    except duckdb.Error as error:
        raise Stop("X-PORTFOLIO", f"{path.name}: {_first_line(error)}") from None
    columns: dict[str, tuple[str, ...]] = {}
    there = {row[0] for row in db.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'origin'").fetchall()}
    for table in TABLES:
        if table in there:
            found = [row[0] for row in db.execute(f"DESCRIBE origin.{quoted(table)}").fetchall()]
            columns[table] = _known(table, found)
            _view(db, table, columns[table], f"SELECT *, rowid + {FIRST_ROW} AS {ROW} FROM origin.{quoted(table)}")
    _complete(columns, path.name)
    return Source(columns, "")


def _view(db: duckdb.DuckDBPyConnection, table: str, columns: tuple[str, ...], rows: str) -> None:
    names = ", ".join(quoted(name) for name in columns)
    db.execute(f"CREATE VIEW {quoted('src_' + table)} AS SELECT {names + ', ' if names else ''}{ROW} FROM ({rows})")


def _one(db: duckdb.DuckDBPyConnection, query: str) -> Any:
    rows = db.execute(query).fetchall()  # to the last row: DuckDB refuses other work while a result is not read to its end
    return rows[0][0] if rows else None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
