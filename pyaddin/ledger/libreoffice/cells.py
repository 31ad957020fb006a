"""Blocks of cells to and from Calc: one call reads a block, one writes it, whatever its size.

Calc knows numbers and texts only; what a number means (a date, a truth value, money) stands in the number format. Reading
gives what Excel gives: naive date-times, ``None`` for blank, Excel's error numbers, four-place ``Decimal`` for currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pyaddin.ledger.libreoffice import formats as known
from pyaddin.ledger.libreoffice.area import Area
from pyaddin.ledger.libreoffice.formats import Formats
from pyaddin.ledger.libreoffice.part import CalcError
from pyaddin.ledger.libreoffice.typed import EPOCH, Typed, typed

ERRORS = {
    "#DIV/0!": -2146826281, "#N/A": -2146826246, "#NAME?": -2146826259, "#NULL!": -2146826288,
    "#NUM!": -2146826252, "#REF!": -2146826265, "#VALUE!": -2146826273,
}
"""Excel's error numbers as they come over COM; xlwings turns them into ``None`` or, when asked, into the text."""
_ERROR_TEXTS = {code: text for text, code in ERRORS.items()}
_CALC_ERRORS = {32767: "#N/A", 532: "#DIV/0!", 524: "#REF!", 525: "#NAME?", 503: "#NUM!", 521: "#NULL!"}
_WITH_ERROR = 4  # com.sun.star.sheet.FormulaResult.ERROR
_FIRST_DAY, _DAY_AFTER_LAST = 0.0, 2_958_466.0

Block = list[list[Any]]


class Counter:
    """How many blocks were read and written; what a click costs is measured by it."""

    def __init__(self) -> None:
        self.reads = 0
        self.writes = 0


def area_of(address: Any) -> Area:
    """A rectangle as Calc tells it."""
    return Area(address.StartRow + 1, address.StartColumn + 1, address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1)


def format_groups(cells: Any) -> Iterator[tuple[int, Any]]:
    """The number formats of a block, each with Calc's object for all cells that have it (and one look)."""
    groups = cells.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        yield group.NumberFormat, group


def areas_of(group: Any) -> list[Area]:
    """The rectangles of a group."""
    return [area_of(address) for address in group.getRangeAddresses()]


@lru_cache(maxsize=1 << 16)
def _moment(value: float) -> Any:
    """A number as the instant that it counts; a ledger holds few different days."""
    if not _FIRST_DAY <= value < _DAY_AFTER_LAST:
        return value
    return EPOCH + timedelta(days=int(value), milliseconds=round((value - int(value)) * 86_400_000))


def _truth(value: Any) -> Any:
    return bool(value) if value in (0.0, 1.0) else value


def _money(value: Any) -> Any:
    return round(Decimal(repr(value)), 4) if type(value) is float else value


def _meaning(kind: int) -> Callable[[Any], Any] | None:
    if kind & known.DATE:
        return _moment
    if kind & known.LOGICAL:
        return _truth
    return _money if kind & known.CURRENCY else None


def _with_numbers(block: Block, area: Area) -> Area | None:
    """The smallest rectangle that holds all numbers of a block: only there a format says what is meant. ``None``: there is no number."""
    rows = [number for number, row in enumerate(block, area.row) if float in map(type, row)]
    if not rows:
        return None
    lines = block[rows[0] - area.row : rows[-1] - area.row + 1]
    columns = [number for number, column in enumerate(zip(*lines, strict=True), area.column) if float in map(type, column)]
    return Area(rows[0], columns[0], rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1)


def _within(cells: Any, area: Area, part: Area) -> Any:
    """Calc's object for a part of a block; where it is all of it, the block's own."""
    if part == area:
        return cells
    top, left = part.row - area.row, part.column - area.column
    return cells.getCellRangeByPosition(left, top, left + part.width - 1, top + part.height - 1)


def read(cells: Any, area: Area, formats: Formats, count: Counter) -> Block:
    """The block as Excel would give it."""
    count.reads += 1
    block: Block = [[None if value == "" else value for value in row] for row in cells.getDataArray()]
    counted = _with_numbers(block, area)
    for key, group in format_groups(_within(cells, area, counted)) if counted else ():
        change = _meaning(formats.kind(key))
        for part in areas_of(group) if change else ():
            first, last = part.column - area.column, part.last_column - area.column + 1
            for row in block[part.row - area.row : part.last_row - area.row + 1]:
                for column in range(first, last):
                    if type(row[column]) is float:
                        row[column] = change(row[column])  # type: ignore[misc]
    for address in cells.queryFormulaCells(_WITH_ERROR).getRangeAddresses():
        part = area_of(address)
        for row_number in range(part.row, part.last_row + 1):
            for column_number in range(part.column, part.last_column + 1):
                cell = cells.getCellByPosition(column_number - area.column, row_number - area.row)
                block[row_number - area.row][column_number - area.column] = ERRORS[_CALC_ERRORS.get(cell.getError(), "#VALUE!")]
    return block


def clean(block: Sequence[Sequence[Any]], builder: Any, empty: object, number: Any, errors_as_text: bool) -> Block:
    """The last step of xlwings' reading: dates, numbers and errors in the form that was asked for."""
    as_they_are = {str, bool, *([type(None)] if empty is None else []), *([float] if number is None else []), *([datetime] if builder is datetime else [])}

    def one(value: Any) -> Any:
        if value is None or value == "":
            return empty
        if type(value) is float:
            return value if number is None else number(value)
        if type(value) is int and value in _ERROR_TEXTS:
            return _ERROR_TEXTS[value] if errors_as_text else None
        if isinstance(value, datetime):
            parts = {name: getattr(value, name) for name in ("year", "month", "day", "hour", "minute", "second", "microsecond")}
            return builder(**parts, tzinfo=None)
        return value

    return [[value if value.__class__ in as_they_are else one(value) for value in row] for row in block]


def _keys(cells: Any, area: Area) -> list[list[int]]:
    """The number format of every cell of the block."""
    grid = [[0] * area.width for _ in range(area.height)]
    for key, group in format_groups(cells):
        for part in areas_of(group):
            first, last = part.column - area.column, part.last_column - area.column + 1
            for row in grid[part.row - area.row : part.last_row - area.row + 1]:
                row[first:last] = [key] * part.width
    return grid


def write(sheet: Any, cells: Any, area: Area, values: Sequence[Sequence[object]], formats: Formats, count: Counter) -> dict[tuple[int, int], str]:
    """Writes a block as Excel would take it. Returns the formulas that a text turned out to be; the caller enters them."""
    _check_unprotected(sheet, cells)
    count.writes += 1
    keys = _keys(cells, area)
    text_keys = {key for row in keys for key in row if formats.kind(key) & known.TEXT and not formats.is_general(key)}
    made: list[list[Typed]] = [
        [typed(value, text_cell=key in text_keys) for value, key in zip(row, row_keys, strict=True)]
        for row, row_keys in zip(values, keys, strict=True)
    ]
    cells.setDataArray(tuple(tuple("" if cell.formula else cell.value for cell in row) for row in made))
    _format(cells, made, keys, formats)
    return {(down, across): str(cell.value) for down, row in enumerate(made) for across, cell in enumerate(row) if cell.formula}


def _check_unprotected(sheet: Any, cells: Any) -> None:
    if not sheet.isProtected():
        return
    groups = cells.getUniqueCellFormatRanges()
    if any(groups.getByIndex(index).CellProtection.IsLocked for index in range(groups.Count)):
        raise CalcError(f"the sheet {sheet.Name} is protected")


def _format(cells: Any, made: list[list[Typed]], keys: list[list[int]], formats: Formats) -> None:
    """Cells that nobody has formatted show a date as a date, as Excel does by itself."""
    general = {key for row in keys for key in row if formats.is_general(key)}
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for down, row in enumerate(made):
        for across, cell in enumerate(row):
            if cell.format and keys[down][across] in general:
                wanted[cell.format].append((across, down))
    for code, places in wanted.items():
        for first_row, last_row, column in _runs(places):
            cells.getCellRangeByPosition(column, first_row, column, last_row).NumberFormat = formats.key(code)


def _runs(places: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Cells that stand below each other, as (first row, last row, column)."""
    start: tuple[int, int] | None = None
    previous: tuple[int, int] | None = None
    for place in sorted(places):
        if previous is None or place != (previous[0], previous[1] + 1):
            if start is not None and previous is not None:
                yield start[1], previous[1], start[0]
            start = place
        previous = place
    if start is not None and previous is not None:
        yield start[1], previous[1], start[0]
