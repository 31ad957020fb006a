"""Rows typed column by column, as far as nothing is to be told of them: the fast way beside ``drafts._read_row``, which stays the reference.

Most values of a column repeat, so each distinct cell is converted once. A row with anything to tell (a fault, a text read as a date, invisible
characters left out, a required cell that is blank, a kind of cell that seldom occurs) is left to the reference, cell by cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, NamedTuple

from pyaddin.ledger.book import Cell
from pyaddin.ledger.cells import BadCell, Cleaned, Converter, Understood, all_plain_amounts, plain_amounts
from pyaddin.ledger.columns import Column, Table, Type
from pyaddin.ledger.schema import MAX_SHORT_TEXT, MAX_TEXT
from pyaddin.ledger.texts import printable

Unit = tuple[int, str]

# Of other kinds (truth values, whole numbers of Python, formulas, errors) some are equal without meaning the same: 1, 1.0 and true.
_USUAL = frozenset({NoneType, str, float, date, datetime})
_LIMITS = {Type.ID: MAX_SHORT_TEXT, Type.TEXT: MAX_SHORT_TEXT, Type.NOTE: MAX_TEXT}
ODD = object()
_SAMPLE, _OFTEN = 256, 4

_MARK = "\u2502"  # a visible character that hardly stands in a cell


class Typed(NamedTuple):
    """The values of each contract column in the order of the sheet, and the places of the rows that the reference must read."""

    columns: dict[str, Sequence[object]]
    odd: frozenset[int]


def typed_by_column(
    table: Table, cells: Mapping[str, Sequence[Cell]], converters: Mapping[str, Converter], units: Sequence[Unit], required: Sequence[str]
) -> Typed:
    """All rows of a table that has some. ``units`` are the decimals and the currency of each row.

    A column of which nothing changes is the same list as that of the cells.
    """
    odd: set[int] = set()
    typed: dict[str, Sequence[object]] = {}
    needed = frozenset(required)
    nothing: Sequence[Cell] = [None] * len(units)
    for column in table.columns:
        values = _typed(column, cells.get(column.name, nothing), converters[column.name], units, odd)
        if column.name in needed and (None in values or column.type is Type.CODES and () in values):
            odd.update(at for at, value in enumerate(values) if value is None or value == ())
        typed[column.name] = values
    return Typed(typed, frozenset(odd))


def _typed(column: Column, cells: Sequence[Cell], convert: Converter, units: Sequence[Unit], odd: set[int]) -> Sequence[object]:
    if stays(column, cells):
        return cells
    if not set(map(type, cells)) <= _USUAL:
        odd.update(at for at, cell in enumerate(cells) if type(cell) not in _USUAL)
        cells = [cell if type(cell) in _USUAL else None for cell in cells]
    if column.type is Type.MONEY:
        values, told = _amounts(cells, convert, units)
    else:
        one = _Known(convert, units[0])
        values = list(map(one.__getitem__, cells))
        told = one.told
    if told:
        odd.update(at for at, value in enumerate(values) if value is ODD)
    return values


def stays(column: Column, cells: Sequence[Cell]) -> bool:
    """Whether every cell of the column is read as it stands: blank, or a text of which nothing is to be told."""
    return not any(cells) and cells.count(None) == len(cells) or column.type in _LIMITS and _plain(cells, _LIMITS[column.type])


def _amounts(cells: Sequence[Cell], convert: Converter, units: Sequence[Unit]) -> tuple[Sequence[object], bool]:
    """The amounts, and whether anything is to be told of one of them. Where they do not come often, all are read as they stand; else each different
    one once. What a plain number means depends on the decimals of its row only.
    """
    different = set(units)
    decimals = {digits for digits, _ in different}
    if len(decimals) == 1 and _seldom(cells) and (amounts := all_plain_amounts(cells, *decimals)) is not None:
        return amounts, False
    numbers = [cell for cell in dict.fromkeys(cells) if type(cell) is float]
    plain: dict[int, dict[Any, Decimal]] = {digits: plain_amounts(numbers, digits) for digits in decimals}
    values: list[object]
    if len(plain) == 1:
        values = list(map(next(iter(plain.values())).get, cells))
    else:
        values = [plain[digits].get(cell) for (digits, _), cell in zip(units, cells, strict=True)]
    if None not in values:
        return values, False
    known = {unit: _Known(convert, unit) for unit in different}
    for at, value in enumerate(values):
        if value is None:
            values[at] = known[units[at]][cells[at]]
    return values, any(one.told for one in known.values())


def _seldom(cells: Sequence[Cell]) -> bool:
    """Whether a value hardly comes four times in the column, as the first rows show it: then reading each cell takes less time than looking it up."""
    return len(set(cells[:_SAMPLE])) * _OFTEN > min(_SAMPLE, len(cells))


def _plain(cells: Sequence[Cell], limit: int) -> bool:
    """Whether the column holds texts and blanks only, and every text may stay as it is."""
    texts: list[str] = [*filter(None, cells if _seldom(cells) else dict.fromkeys(cells))]  # type: ignore[list-item]
    blanks = [cell for cell in cells if not cell]
    if blanks.count(None) != len(blanks):  # an empty text, or a zero
        return False
    try:
        together = _MARK.join(texts)
    except TypeError:
        return False
    if "E+" in together or "e+" in together or not printable(together) or max(map(len, texts)) > limit or set(map(type, texts)) != {str}:
        return False
    if f" {_MARK}" in together or f"{_MARK} " in together or together[0] == " " or together[-1] == " ":
        return list(map(str.strip, texts)) == texts
    return True  # of the characters that show, strip takes blanks only


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
        if value != 0 or type(value) is not float:  # zero and minus zero are one key
            self[cell] = value
        return value
