"""Edits of a portfolio in Parquet files: the files in which something changes are written anew, beside the old ones, and take their places together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pyaddin.ledger.book import AddRow, Edit, SetCell, Value
from pyaddin.ledger.edits import one_by_one
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio.export import arrow_type, as_text
from pyaddin.portfolio.replacing import new_version, replaced
from pyaddin.portfolio.source import FIRST_ROW, files_of

_WIDE = pa.decimal128(38, 10)
"""For an amount with more decimals than the column of a file holds."""
_NONE: Mapping[int, Value] = {}


def write_edits(folder: Path, edits: Sequence[Edit], log: Path, note: Mapping[str, str]) -> int:
    """All edits or none; the number of files that have a new version. Generated sheets are not kept in a portfolio.

    Rows keep their places, new ones come behind the last one of their table. A column that the files lack is added; one whose type does not hold a value
    becomes one of texts, so that nothing is lost. Each changed cell and new row is a line of ``log``, with ``note``, before the files change.
    """
    cells: dict[str, dict[int, dict[str, Value]]] = {}
    added: dict[str, list[Mapping[str, Value]]] = {}
    lines: list[dict[str, object]] = []
    for edit in one_by_one(edits):
        if isinstance(edit, SetCell) and edit.table in TABLES:
            cells.setdefault(edit.table, {}).setdefault(edit.row, {})[edit.column] = edit.new
            lines.append({"sheet": edit.table, "key": edit.key, "column": edit.column, "old": _plain(edit.old), "new": _plain(edit.new), "why": edit.why})
        elif isinstance(edit, AddRow) and edit.table in TABLES:
            added.setdefault(edit.table, []).append(edit.values)
            filled = {name: _plain(value) for name, value in edit.values.items() if value is not None}
            lines.append({"sheet": edit.table, "key": edit.key, "row": filled, "why": edit.why})
    written: list[Path] = []
    for table in dict.fromkeys((*cells, *added)):
        written += _rewritten(folder, table, cells.get(table, {}), added.get(table, []))
    if written:
        log.parent.mkdir(exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps({**note, **line}, ensure_ascii=False) + "\n" for line in lines)
        replaced(folder, written)
    return len(written)


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else value.isoformat() if isinstance(value, date) else str(value)


def _rewritten(folder: Path, table: str, cells: Mapping[int, Mapping[str, Value]], added: Sequence[Mapping[str, Value]]) -> list[Path]:
    """The files of a table in which something changes, their new versions written. Rows are counted through all of its files."""
    files = files_of(folder, table) or [folder / f"{table}.parquet"]
    written: list[Path] = []
    first = FIRST_ROW
    for path in files:
        count = pq.read_metadata(path).num_rows if path.is_file() else 0
        mine = {row - first: values for row, values in cells.items() if first <= row < first + count}
        more = added if path == files[-1] else ()
        if mine or more:
            old = pq.read_table(path, partitioning=None) if path.is_file() else pa.table({})
            pq.write_table(changed_table(old, table, mine, more), new_version(path), compression="zstd")
            written.append(path)
        first += count
    return written


def changed_table(old: Any, table: str, cells: Mapping[int, Mapping[str, Value]], added: Sequence[Mapping[str, Value]]) -> Any:
    """The table with other values in these rows (counted from 0) and with new rows behind the last one."""
    count = old.num_rows
    changes: dict[str, dict[int, Value]] = {}
    for place, values in (*cells.items(), *enumerate(added, count)):
        for name, value in values.items():
            changes.setdefault(name, {})[place] = value
    new: dict[str, Any] = {}
    names = [*old.column_names, *(name for name in TABLES[table].headers if name in changes and name not in old.column_names)]
    for name in names:
        column = old[name].combine_chunks() if name in old.column_names else pa.nulls(count, arrow_type(TABLES[table].column(name).type))
        if pa.types.is_dictionary(column.type):
            column = column.cast(column.type.value_type)
        longer = pa.concat_arrays([column, pa.nulls(len(added), column.type)]) if added else column
        new[name] = _with(longer, changes.get(name, _NONE))
    return pa.table(new)


def _with(column: Any, values: Mapping[int, Value]) -> Any:
    """The column with these values at these places."""
    if not values:
        return column
    places = sorted(values)
    kind, wanted = column.type, [values[place] for place in places]
    for kind in dict.fromkeys((column.type, _WIDE) if pa.types.is_decimal(column.type) else (column.type,)):
        try:
            put = pa.array([_fitted(value, kind) for value in wanted], kind)
            column = column.cast(kind)
            break
        except (pa.ArrowException, TypeError, ValueError, ArithmeticError):
            continue
    else:
        put = pa.array(list(map(as_text, wanted)), pa.string())
        column = pa.array([as_text(value) for value in column.to_pylist()], pa.string())
    return pc.replace_with_mask(column, _mask(len(column), places), put)


def _mask(count: int, places: Iterable[int]) -> Any:
    marks = [False] * count
    for place in places:
        marks[place] = True
    return pa.array(marks, pa.bool_())


def _fitted(value: Value, kind: Any) -> object:
    """A value as a column of this type takes it. Raises ``TypeError`` or ``ValueError`` for one that it does not hold."""
    if value is None or value == "":
        return None
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return as_text(value)
    if pa.types.is_date(kind):
        if type(value) is not date:
            raise TypeError(value)
        return value
    if isinstance(value, str | date):
        raise TypeError(value)
    if pa.types.is_integer(kind):
        if value != int(value):
            raise ValueError(value)
        return int(value)
    return float(value) if pa.types.is_floating(kind) else Decimal(value)
