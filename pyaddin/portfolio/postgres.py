"""A portfolio in PostgreSQL, read once into Parquet files: one table per sheet under the sheet's name, columns under their headers."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from pyaddin.errors import Stop
from pyaddin.ledger.schema import TABLES

_SCHEMES = ("postgresql://", "postgres://")
_BATCH = 20_000
_TYPES = {
    "date": pa.date32(), "numeric": pa.decimal128(38, 10), "bigint": pa.int64(), "integer": pa.int64(), "smallint": pa.int64(),
    "double precision": pa.float64(),
}  # fmt: skip
ROW = "row_no"
"""The order of the rows in the shared store (``portfolio.store``); elsewhere the rows come in the order of their keys."""


def is_postgres(source: str) -> bool:
    """Whether the source is the address of a PostgreSQL database."""
    return source.casefold().startswith(_SCHEMES)


def copied(address: str, folder: Path) -> Path:
    """Every table of the ledger that the database has, in one snapshot of it, as files. Raises ``Stop`` X-PORTFOLIO, and X-STORE for
    an address that holds a password: one on a command line can be read by everybody."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if conninfo_to_dict(address).get("password"):
            raise Stop("X-STORE", "the address holds a password")
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
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND table_schema = ANY (current_schemas(false))", (table,)
        )
        there: dict[str, str] = dict(looked.fetchall())
    names = [name for name in TABLES[table].headers if name in there]
    if not names:
        return
    schema = pa.schema([(name, _TYPES.get(there[name], pa.string())) for name in names])
    order = [ROW] if ROW in there else [name for name in TABLES[table].key if name in there] or names[:1]
    query = sql.SQL("SELECT {} FROM {} ORDER BY {}").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, order))
    )
    with pq.ParquetWriter(path, schema) as writer, connection.cursor(name=f"read_{table.lower()}") as cursor:
        cursor.itersize = _BATCH
        cursor.execute(query)
        while rows := list(islice(cursor, _BATCH)):
            columns = zip(schema, zip(*rows, strict=True), strict=True)
            writer.write_table(pa.table([_column(table, field, values) for field, values in columns], schema))


def _column(table: str, field: Any, values: tuple[Any, ...]) -> Any:
    """Texts as texts; days, amounts and counts as what the database says that they are."""
    if field.type == pa.string():
        values = tuple(None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value) for value in values)
    try:
        return pa.array(values, field.type)
    except (pa.ArrowException, ArithmeticError) as error:
        raise Stop("X-PORTFOLIO", str(error), sheet=table, column=field.name) from None
