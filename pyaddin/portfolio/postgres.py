"""A portfolio in PostgreSQL, read once into Parquet files: one table per sheet under the sheet's name, columns under their headers."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql

from pyaddin.errors import Stop
from pyaddin.ledger.schema import TABLES

_SCHEMES = ("postgresql://", "postgres://")
_BATCH = 20_000


def is_postgres(source: str) -> bool:
    """Whether the source is the address of a PostgreSQL database."""
    return source.casefold().startswith(_SCHEMES)


def copied(address: str, folder: Path) -> Path:
    """Every table of the ledger that the database has, in one snapshot of it, as files. Raises ``Stop`` X-PORTFOLIO; the address, which may hold a
    password, is never shown."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with psycopg.connect(address) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            for table in TABLES:
                _copy(connection, table, folder / f"{table}.parquet")
    except psycopg.Error as error:
        raise Stop("X-PORTFOLIO", f"PostgreSQL: {type(error).__name__}") from None
    return folder


def _copy(connection: psycopg.Connection[Any], table: str, path: Path) -> None:
    with connection.cursor() as looked:
        looked.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = ANY (current_schemas(false))", (table,)
        )
        there = {row[0] for row in looked.fetchall()}
    names = [name for name in TABLES[table].headers if name in there]
    if not names:
        return
    key = [name for name in TABLES[table].key if name in there]
    query = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, key or names[:1]))
    )
    writer: Any = None
    with connection.cursor(name=f"read_{table.lower()}") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(query)
        while rows := list(islice(cursor, _BATCH)):
            batch = pa.table({name: _column(column) for name, column in zip(names, zip(*rows, strict=True), strict=True)})
            writer = writer or pq.ParquetWriter(path, batch.schema)
            writer.write_table(batch.cast(writer.schema))
    if writer is None:
        pq.write_table(pa.table({name: pa.array([], pa.string()) for name in names}), path)
    else:
        writer.close()


def _column(values: tuple[Any, ...]) -> Any:
    """Texts as texts; what the driver makes of other types as text in the ledger's form, so that every batch has one schema."""
    return pa.array([None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values], pa.string())
