"""Rows typed column by column, as far as nothing is to be told of them: the fast way beside ``drafts._read_row``, which stays the reference.

Most values of a column repeat, so each distinct cell is converted once. A row with anything to tell (a fault, a text read as a date, invisible
characters left out, a required cell that is blank, a kind of cell that seldom occurs) is left to the reference, cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import repeat
from operator import itemgetter
from types import NoneType
from typing import NamedTuple

from pyaddin.ledger.book import Cell
from pyaddin.ledger.cells import BadCell, Cleaned, Converter, Understood
from pyaddin.ledger.columns import Column, Table, Type
from pyaddin.ledger.schema import MAX_SHORT_TEXT, MAX_TEXT

Unit = tuple[int, str]
Rows = Sequence[tuple[int, Mapping[str, Cell]]]

# Of other kinds (truth values, whole numbers of Python, formulas, errors) some are equal without meaning the same: 1, 1.0 and true.
_USUAL = frozenset({NoneType, str, float, date, datetime})
_LIMITS = {Type.ID: MAX_SHORT_TEXT, Type.TEXT: MAX_SHORT_TEXT, Type.NOTE: MAX_TEXT}
ODD = object()


class Typed(NamedTuple):
    """The values of each row in the order of the sheet, and the places of the rows that the reference must read."""

    rows: list[dict[str, object]]
    odd: frozenset[int]


def typed_by_column(
    table: Table, rows: Rows, headers: Sequence[str], converters: Mapping[str, Converter], units: Sequence[Unit], required: Sequence[str]
) -> Typed:
    """All rows of a table. ``units`` are the decimals and the currency of each row."""
    count = len(rows)
    cells = [row for _, row in rows]
    columns = _columns(cells, headers)
    if columns is None or not count:
        return Typed([dict.fromkeys(table.headers)] * count, frozenset(range(count)))
    odd: set[int] = set()
    typed: list[Sequence[object]] = []
    needed = frozenset(required)
    for column in table.columns:
        found = columns.get(column.name)
        values = [None] * count if found is None else _typed(column, found, converters[column.name], units, odd)
        if column.name in needed and (None in values or () in values):
            odd.update(at for at, value in enumerate(values) if value is None or value == ())
        typed.append(values)
    names = table.headers
    return Typed(list(map(dict, map(zip, repeat(names), zip(*typed, strict=True)))), frozenset(odd))


def _columns(cells: Sequence[Mapping[str, Cell]], headers: Sequence[str]) -> dict[str, Sequence[Cell]] | None:
    """The raw cells by column; ``None`` when a row has other columns than the table."""
    if len(headers) < 2 or set(map(len, cells)) != {len(headers)}:
        return None
    try:
        return dict(zip(headers, zip(*map(itemgetter(*headers), cells), strict=True), strict=True))
    except KeyError:
        return None


def _typed(column: Column, cells: Sequence[Cell], convert: Converter, units: Sequence[Unit], odd: set[int]) -> Sequence[object]:
    kinds = set(map(type, cells))
    if kinds == {NoneType}:
        return cells
    if not kinds <= _USUAL:
        odd.update(at for at, cell in enumerate(cells) if type(cell) not in _USUAL)
        cells = [cell if type(cell) in _USUAL else None for cell in cells]
    elif column.type in _LIMITS and kinds <= {str, NoneType} and _plain(cells, _LIMITS[column.type]):
        return cells
    if column.type is Type.MONEY:
        known = {unit: _Known(convert, unit) for unit in set(units)}
        values = list(map(next(iter(known.values())).__getitem__, cells)) if len(known) == 1 else [known[unit][cell] for unit, cell in zip(units, cells)]  # noqa: B905
        told = any(one.told for one in known.values())
    else:
        one = _Known(convert, units[0])
        values = list(map(one.__getitem__, cells))
        told = one.told
    if told:
        odd.update(at for at, value in enumerate(values) if value is ODD)
    return values


def _plain(cells: Sequence[Cell], limit: int) -> bool:
    """Whether every text of the column may stay as it is."""
    texts: list[str] = [cell for cell in cells if cell is not None]  # type: ignore[misc]
    together = "".join(texts)
    if "+" in together or not together.isprintable() or max(map(len, texts)) > limit:
        return False
    return "" not in texts and list(map(str.strip, texts)) == texts


class _Known(dict[Cell, object]):
    """From a cell to its value, each distinct one converted once; ``ODD`` when something is to be told of it (``told``)."""

    def __init__(self, convert: Converter, unit: Unit) -> None:
        super().__init__({None: None, "": None})
        self._convert, self._unit = convert, unit
        self.told = False

    def __missing__(self, cell: Cell) -> object:
        try:
            value = self._convert(cell, *self._unit)
        except BadCell:
            value = ODD
        if value is ODD or type(value) is Cleaned or type(value) is Understood:
            self.told, value = True, ODD
        self[cell] = value
        return value
