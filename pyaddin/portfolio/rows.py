"""Rows of a Parquet table as the ledger reads them: the cells of a sheet, so that typing and checking are the same code for both."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from pyaddin.ledger.book import Cell, Edit, RawLedger, RawTable, Written
from pyaddin.ledger.columns import Type
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION, Table

PART, ROW, DEBTOR = "_part", "_row", "_debtor"
"""Columns of a prepared table: the part that the row belongs to, its number in the whole table, and the debtor by whom it was cut."""
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?", re.ASCII)
_NUMBERS = (Type.MONEY, Type.RATE, Type.NUMBER, Type.INTEGER)


class PartBook:
    """The ``Book`` of a part: rows that were read once and are never written."""

    def __init__(self, raw: RawLedger, place: Path) -> None:
        self._raw = raw
        self._place = place

    @property
    def path(self) -> Path:
        """Where the prepared tables lie."""
        return self._place

    def read(self) -> RawLedger:
        """The rows of the part."""
        return self._raw

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """A portfolio is only looked at."""
        raise NotImplementedError("a part of a portfolio is never written")


def _text_cells(column: Sequence[Any], number: bool) -> list[Cell]:
    """Texts as they are; in a column of numbers a plain number is one, anything else is left to the reader of cells."""
    if not number:
        return [value or None for value in column]
    return [float(value) if value and _PLAIN_NUMBER.fullmatch(value) else value or None for value in column]


def _decimal_cells(column: Sequence[Decimal | None]) -> list[Cell]:
    return [None if value is None else float(value) for value in column]


def cells_of(column: Any, kind: Type) -> list[Cell]:
    """One Arrow column as cells of a sheet: amounts as the numbers that a cell holds, days as dates, texts as texts."""
    values = column.to_pylist()
    if pa.types.is_decimal(column.type):
        return _decimal_cells(values)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or pa.types.is_dictionary(column.type):
        return _text_cells(values, kind in _NUMBERS)
    if pa.types.is_timestamp(column.type) and kind is Type.DATE:
        return [value.date() if isinstance(value, datetime) else value for value in values]
    if pa.types.is_integer(column.type) and kind in _NUMBERS:
        return [None if value is None else float(value) for value in values]
    return cast("list[Cell]", values)


def raw_table(table: Table, arrow: Any) -> RawTable:
    """The rows of a prepared Arrow table in the order of their numbers; columns that the ledger does not know are left out."""
    headers = [name for name in table.headers if name in arrow.column_names]
    columns = [cells_of(arrow[name].combine_chunks(), table.column(name).type) for name in headers]
    rows = [
        (number, {header: cell for header, cell in zip(headers, cells, strict=True) if cell is not None})
        for number, cells in zip(arrow[ROW].to_pylist(), zip(*columns, strict=True), strict=True)
    ]
    return RawTable(table.name, table.headers, tuple(sorted(rows, key=_number)))


def _number(row: tuple[int, object]) -> int:
    return row[0]


def read_part(place: Path, part: int, ledger_id: str, only: Collection[str] | None = None) -> RawLedger:
    """The prepared rows of one part with the tables that every part has; ``only``: of these debtors."""
    tables = {}
    for name, table in EVERY_TABLE.items():
        rows: list[tuple[int, Any]] = []
        common, own = place / "common" / f"{name}.parquet", place / "parts" / f"{name}.parquet"
        if common.is_file():
            rows += raw_table(table, pq.read_table(common, partitioning=None)).rows
        if own.is_file() and part >= 0:
            wanted = [(PART, "=", part)] if only is None else [(PART, "=", part), (DEBTOR, "in", list(only))]
            rows += raw_table(table, pq.read_table(own, filters=wanted, partitioning=None)).rows
        tables[name] = RawTable(name, table.headers, tuple(sorted(rows, key=_number)))
    return RawLedger(tables, ledger_id, SCHEMA_VERSION, "")


COMMON_ONLY = -1
"""The part without a debtor: policy and what else stands in every part."""
