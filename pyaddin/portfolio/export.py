"""A ledger's rows as the Parquet files of a portfolio: typed columns under the ledger's headers, one file per table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pyaddin.ledger.columns import Type
from pyaddin.ledger.schema import TABLES, Table

_MONEY = pa.decimal128(18, 4)
_TYPES: Mapping[Type, Any] = {
    Type.DATE: pa.date32(), Type.MONEY: _MONEY, Type.RATE: pa.decimal128(12, 8), Type.INTEGER: pa.int64(), Type.NUMBER: pa.decimal128(18, 6),
}  # fmt: skip


def arrow_type(kind: Type) -> Any:
    """The type of a column as the program writes it; ids, codes, instants and notes are texts."""
    return _TYPES.get(kind, pa.string())


def arrow_table(table: Table, rows: Sequence[Mapping[str, object]]) -> Any:
    """Rows as an Arrow table. A column in which anything stands that its type does not hold is a column of texts, so that nothing is lost."""
    return pa.table({column.name: _column([row.get(column.name) for row in rows], column.type) for column in table.columns})


def _column(values: Sequence[object], kind: Type) -> Any:
    wanted = arrow_type(kind)
    if wanted == pa.string():
        return pa.array(list(map(as_text, values)), wanted)
    try:
        return pa.array([_exact(value, kind) for value in values], wanted)
    except (pa.ArrowException, TypeError, ValueError, ArithmeticError):
        return pa.array(list(map(as_text, values)), pa.string())


def _exact(value: object, kind: Type) -> object:
    if value is None or value == "":
        return None
    if kind is Type.DATE:
        if isinstance(value, datetime):
            return value.date()
        if not isinstance(value, date):
            raise TypeError(value)
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(value)
    if kind is Type.INTEGER:
        if value != int(value):
            raise ValueError(value)
        return int(value)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def as_text(value: object) -> str | None:
    """A value as a column of texts holds it."""
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def write_tables(rows: Mapping[str, Iterable[Mapping[str, object]]], folder: Path) -> None:
    """Tables with rows as ``TABLE.parquet`` in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, some in rows.items():
        found = list(some)
        if found:
            pq.write_table(arrow_table(TABLES[name], found), folder / f"{name}.parquet", compression="zstd")
