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
from itertools import islice, product
from typing import Any, NamedTuple

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


class Values(tuple[tuple[Any, ...], ...]):
    """The rows of a block as Excel would give them. ``kinds`` are the types that occur; ``made`` what ``clean`` made of them, and as what."""

    kinds: frozenset[type]
    made: tuple[object, Block] | None = None


class Seen(NamedTuple):
    """A large block as it was read last: what Calc gave, the formats of its numbers, and what that meant."""

    data: tuple[tuple[Any, ...], ...]
    counted: Area | None
    meant: Sequence[tuple[int, Sequence[Area]]]
    values: Values


_LARGE = 1_000
"""Blocks of so many cells are remembered: a click reads each sheet several times, and mostly nothing of it has changed."""


def _with_numbers(columns: Sequence[Sequence[Any]], kinds: Sequence[set[type]], area: Area) -> Area | None:
    """The smallest rectangle that holds all numbers of a block: only there a format says what is meant. ``None``: there is no number."""
    across = [number for number, found in enumerate(kinds) if float in found]
    if not across:
        return None
    top = below = area.height
    for number in across:  # the first column with numbers mostly has one near each end
        top = next((row for row, value in enumerate(islice(columns[number], top)) if type(value) is float), top)
        below = next((row for row, value in enumerate(islice(reversed(columns[number]), below)) if type(value) is float), below)
    height, width = area.height - below - top, across[-1] - across[0] + 1
    return Area(area.row + top, area.column + across[0], height, width)


def _within(cells: Any, area: Area, part: Area) -> Any:
    """Calc's object for a part of a block; where it is all of it, the block's own."""
    if part == area:
        return cells
    top, left = part.row - area.row, part.column - area.column
    return cells.getCellRangeByPosition(left, top, left + part.width - 1, top + part.height - 1)


def read(cells: Any, area: Area, formats: Formats, count: Counter, seen: dict[Area, Seen] | None = None) -> Values:
    """The block as Excel would give it. ``seen`` holds the last large block of the sheet from A1 on: of the same cells in the same formats comes the
    same object.
    """
    count.reads += 1
    data: tuple[tuple[Any, ...], ...] = cells.getDataArray()
    before = seen.get(area) if seen is not None else None
    again = before is not None and before.data == data
    columns: list[list[Any]] = [] if again else list(map(list, zip(*data, strict=True)))
    kinds = [set(map(type, column)) for column in columns]
    counted = before.counted if before is not None and again else _with_numbers(columns, kinds, area)
    groups = format_groups(_within(cells, area, counted)) if counted else ()
    meant = [(key, areas_of(group)) for key, group in groups if _meaning(formats.kind(key))]
    wrong = [area_of(address) for address in cells.queryFormulaCells(_WITH_ERROR).getRangeAddresses()]
    if before is not None and again and before.meant == meant and not wrong:
        return before.values
    if again:
        columns = list(map(list, zip(*data, strict=True)))
        kinds = [set(map(type, column)) for column in columns]
    for place, column in enumerate(columns):
        if str in kinds[place] and "" in column:
            columns[place] = column = [None if value == "" else value for value in column] if column.count("") < len(column) else [None] * len(column)
            kinds[place] = set(map(type, column))
    for key, parts in meant:
        for part in parts:
            _read_as(columns, kinds, part, area, _meaning(formats.kind(key)) or _truth)
    for part in wrong:
        down, right = range(part.row - area.row, part.last_row + 1 - area.row), range(part.column - area.column, part.last_column + 1 - area.column)
        for row, across in product(down, right):
            columns[across][row] = ERRORS[_CALC_ERRORS.get(cells.getCellByPosition(across, row).getError(), "#VALUE!")]
            kinds[across].add(int)
    values = Values(zip(*columns, strict=True))
    values.kinds = frozenset[type]().union(*kinds)
    if seen is not None and area.cells >= _LARGE and area.row == area.column == 1 and not wrong:
        seen.clear()
        seen[area] = Seen(data, counted, meant, values)
    return values


def _read_as(columns: Sequence[list[Any]], kinds: Sequence[set[type]], part: Area, area: Area, change: Callable[[Any], Any]) -> None:
    """The numbers of this part of a block as what their format says."""
    first, last = part.row - area.row, part.last_row - area.row + 1
    for place in range(part.column - area.column, part.last_column - area.column + 1):
        if float in kinds[place]:
            column = columns[place]
            column[first:last] = [change(value) if type(value) is float else value for value in column[first:last]]
            kinds[place].update(map(type, column[first:last]))


def clean(block: Sequence[Sequence[Any]], builder: Any, empty: object, number: Any, errors_as_text: bool) -> Block:
    """The last step of xlwings' reading: dates, numbers and errors in the form that was asked for. A block that came again is the same list again."""
    asked = (builder, empty, number, errors_as_text)
    if isinstance(block, Values) and block.made is not None and block.made[0] == asked:
        return block.made[1]
    made = _cleaned(block, builder, empty, number, errors_as_text)
    if isinstance(block, Values) and len(block) * len(block[0]) >= _LARGE:
        block.made = (asked, made)
    return made


def _cleaned(block: Sequence[Sequence[Any]], builder: Any, empty: object, number: Any, errors_as_text: bool) -> Block:
    as_they_are = {str, bool, *([type(None)] if empty is None else []), *([float] if number is None else []), *([datetime] if builder is datetime else [])}
    if isinstance(block, Values) and block.kinds <= as_they_are:
        return list(map(list, block))

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
