"""One open sheet as a table: one or two block reads, headers found by text, and every cell as the closed file's reader would give it.

A sheet that was read before is compared block by block: where nothing differs, what was read then is used again.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from itertools import compress
from math import isfinite
from typing import Any

from pyaddin.errors import Stop
from pyaddin.ledger.book import WHILE_OPEN, Cell, CellError, Formula, RawTable
from pyaddin.ledger.closed.layout import Area
from pyaddin.ledger.closed.reader import find_header
from pyaddin.ledger.closed.scan import DENSE_CELLS
from pyaddin.ledger.columnar import Rows
from pyaddin.ledger.live import programs, visible
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.migrate import may_lack
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_ERROR_NUMBERS = range(-2146826300, -2146826000)
"""Newer errors (#SPILL!, #CALC! ...) come from Excel as such a whole number; real numbers always come with a point."""

Grid = Sequence[Sequence[Any]]
Columns = Sequence[Sequence[Any]]
Kinds = Sequence[frozenset[type]]
Truths = tuple[tuple[int, tuple[int, ...]], ...]
_UNSHARED = 2
"""The last form of ``marshal`` in which equal cells are equal bytes, whichever objects they are."""
_PLAIN = frozenset({type(None), str, float, bool, datetime})


@dataclass(frozen=True, slots=True)
class Found:
    """One table as it stands on its open sheet. Rows and columns count from 1; ``area`` is ``None`` where a clerk made a plain range of the table.

    ``grid`` holds the formulas (or texts) of all cells from A1 on, a clerk's own columns included; it is ``values`` where no cell has a formula.
    ``money``: cells came as Excel rounds money, with the typed number in the formula text.
    ``doubtful``: a text in it could become an error, or an error a text, that looks the same. ``truths``: the places of TRUE and FALSE, which Python takes for
    1 and 0, by column.
    """

    raw: RawTable
    header_row: int
    columns: Mapping[str, int]
    last_row: int
    area: Area | None
    grid: Grid
    values: Grid
    money: bool = False
    doubtful: bool = False
    truths: Truths = ()

    @property
    def digest(self) -> str:
        """What stands for all that was read of the table, reckoned anew each time."""
        return _digest(self.raw)

    @property
    def bottom(self) -> int:
        """The last row that belongs to the table, at least the one blank row of an empty table."""
        return max(self.last_row, self.header_row + 1, self.area.bottom if self.area else 0)

    def content(self, row: int, column: int) -> object:
        """What stands in a cell; ``None`` beyond what is in use."""
        if row > len(self.grid) or column > len(self.grid[row - 1]):
            return None
        value = self.grid[row - 1][column - 1]
        return None if value == "" else value

    def value(self, row: int, column: int) -> object:
        """The value of a cell as the program gave it; ``None`` beyond what is in use."""
        return self.values[row - 1][column - 1] if row <= len(self.values) and column <= len(self.values[row - 1]) else None


def as_grid(block: Any) -> Grid:
    """What an engine gives for a range, always as rows of cells."""
    if not isinstance(block, list | tuple):
        return [[block]]
    return block if block and isinstance(block[0], list | tuple) else [block]


def cell_of(value: Any, formula: Any, *, is_error: bool = False) -> Cell:
    """One cell, whatever the engine made of it."""
    if isinstance(formula, str) and formula.startswith(("=", "{=")) and formula != value:
        return Formula(formula)
    if value is None or value == "":
        return None
    if is_error or isinstance(value, int) and value in _ERROR_NUMBERS:
        return CellError(str(value))
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.replace(tzinfo=None)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, Decimal):
        return _exact(value, formula)
    if isinstance(value, bool | str | date | float):
        return value
    return float(value)


def _exact(value: Decimal, formula: Any) -> float:
    """Excel hands cells in a currency format over rounded to four places; the typed number stands in their formula text."""
    try:
        number = float(formula)
    except (TypeError, ValueError):
        return float(value)
    return number if isfinite(number) and abs(number - float(value)) < 0.001 else float(value)


def read_sheet(sheet: Any, name: str, version: int, patience: Patience, before: Found | None = None) -> Found:
    """The table of this sheet; ``before`` is what was read of it the last time.

    Stops: X-NOT-LEDGER for a missing or doubled column or a totals row, X-UNSAFE for a stray cell far out.
    """
    bottom, right = extent(sheet, name, patience)
    cells = sheet.range((1, 1), (bottom, right))
    values = as_grid(patience(lambda: cells.options(ndim=2, err_to_str=True).value))
    known = before is not None and before.values is values
    unknown = may_lack(name, version)
    header_row, places = find_header(EVERY_TABLE[name], values, unknown)
    top, below, kinds_below = ((), (), ()) if known else _parted(values, header_row + 1)
    types = [frozenset(map(type, above)) | found for above, found in zip(top, kinds_below, strict=True)]
    money = before.money if before is not None and known else any(Decimal in found for found in types)
    truths = before.truths if before is not None and known else _truths(top, below, types)
    formulas = as_grid(patience(lambda: cells.formula)) if money or patience(lambda: programs.has_formula(cells)) else values
    area = patience(lambda: table_area(sheet, name))
    alike = before is not None and (known or before.truths == truths and before.values == values) and before.grid == formulas
    if before is not None and alike and not before.doubtful and before.area == area:
        return _seen_again(sheet, before, right, patience)
    if known:
        top, below, kinds_below = _parted(values, header_row + 1)
    body, kinds = [below[index] for index in places.values()], [kinds_below[index] for index in places.values()]
    texts = body if formulas is values else [[line[index] for line in formulas[header_row + 1 :]] for index in places.values()]
    suspects = _suspects(body, kinds)
    errors = _errors(cells, suspects, header_row + 1, list(places.values()), patience) if suspects else frozenset()
    rows = body_rows(body, texts, kinds, errors, header_row + 2, list(places))
    last = rows.numbers[-1] if rows else header_row + 1
    hidden = _hidden(sheet, header_row + 1, last, right, rows.numbers, patience)
    places_on_sheet = {header: index + 1 for header, index in places.items()}
    raw = RawTable(name, tuple(places), rows, hidden, WHILE_OPEN if unknown else "")
    return Found(raw, header_row + 1, places_on_sheet, last, area, formulas, values, money, bool(suspects), truths)


def _parted(values: Grid, rows: int) -> tuple[Columns, Columns, Kinds]:
    """The columns of so many rows from the top, those of the rows below, and the kinds of cells in these."""
    columns = tuple(zip(*values, strict=True))
    below = [column[rows:] for column in columns]
    return [column[:rows] for column in columns], below, [frozenset(map(type, column)) for column in below]


def _truths(top: Columns, below: Columns, kinds: Kinds) -> Truths:
    """Where TRUE or FALSE stands, by column."""
    mixed = [(place, (*above, *column)) for place, (above, column, found) in enumerate(zip(top, below, kinds, strict=True)) if bool in found]
    return tuple([(place, tuple([row for row, value in enumerate(column) if isinstance(value, bool)])) for place, column in mixed])


def _seen_again(sheet: Any, before: Found, right: int, patience: Patience) -> Found:
    """What was read before, with the rows that are hidden now."""
    hidden = _hidden(sheet, before.header_row, before.last_row, right, before.raw.numbers, patience)
    return before if hidden == before.raw.hidden_rows else replace(before, raw=replace(before.raw, hidden_rows=hidden))


def body_rows(
    body: Columns, texts: Columns, kinds: Kinds, errors: frozenset[tuple[int, int]], first: int, headers: Sequence[str]
) -> Rows[Cell]:
    """The rows below the header, the ``first`` one of the sheet on, in which a contract column holds anything. ``errors`` by place in the body."""
    columns: list[Sequence[Cell]] = []
    wrong = {column for _, column in errors}
    for place, (column, shown, found) in enumerate(zip(body, texts, kinds, strict=True)):
        if place in wrong:
            cells = [cell_of(value, text, is_error=(row, place) in errors) for row, (value, text) in enumerate(zip(column, shown, strict=True))]
        elif not found <= _PLAIN or shown is not column and any(map(_is_formula, shown)) or str in found and "" in column:
            cells = list(map(cell_of, column, shown))
        elif datetime in found:
            cells = [_day(value) if value.__class__ is datetime else value for value in column]
        else:
            cells = list(column)
        columns.append(cells)
    numbers = list(range(first, first + len(body[0])))
    if all(None in column for column in columns):
        filled = [any(cell is not None for cell in line) for line in zip(*columns, strict=True)]
        if not all(filled):
            numbers, columns = list(compress(numbers, filled)), [list(compress(column, filled)) for column in columns]
    return Rows(numbers, dict(zip(headers, columns, strict=True)))


@lru_cache(maxsize=1 << 16)
def _day(value: datetime) -> Cell:
    """``cell_of`` of a moment; a ledger holds few different days."""
    return cell_of(value, value)


def _is_formula(text: object) -> bool:
    return isinstance(text, str) and text.startswith(("=", "{="))


def _hidden(sheet: Any, header_row: int, last: int, right: int, numbers: Sequence[int], patience: Patience) -> frozenset[int]:
    """The rows of the table that are hidden or filtered away."""
    hidden = patience(lambda: visible.hidden_rows(sheet, header_row + 1, last, right))
    return hidden.intersection(numbers) if hidden else hidden


def _digest(raw: RawTable) -> str:
    """The same for the same cells in the same rows, whichever process reads them; by column, and without a text for each cell where it can be helped."""
    content = sha256(repr((raw.headers, raw.numbers)).encode())
    for header in raw.headers:
        cells = list(raw.column(header))
        try:
            content.update(marshal.dumps(cells, _UNSHARED))
        except ValueError:  # days, formulas, errors
            content.update(repr(cells).encode("utf-8", "surrogatepass"))
    return content.hexdigest()


def extent(sheet: Any, name: str, patience: Patience) -> tuple[int, int]:
    """The last row and column in use. Stops: X-UNSAFE for a stray cell far out."""
    last = patience(lambda: sheet.used_range.last_cell)
    bottom, right = patience(lambda: (int(last.row), int(last.column)))
    if bottom * right > DENSE_CELLS:
        advice = "Delete the stray cell far below or to the right of the table."
        raise Stop("X-UNSAFE", f"cells reach to row {bottom}, column {right}", sheet=name, advice=advice)
    return bottom, right


def block_rows(cells: Any, first: int, places: Mapping[str, int], patience: Patience) -> Rows[Cell]:
    """As a whole sheet gives them, the rows of a block that begins in column A and row ``first``, below the header."""
    values = as_grid(patience(lambda: cells.options(ndim=2, err_to_str=True).value))
    columns = tuple(zip(*values, strict=True))
    money = any(Decimal in set(map(type, column)) for column in columns)
    formulas = as_grid(patience(lambda: cells.formula)) if money or patience(lambda: programs.has_formula(cells)) else values
    body = [columns[index] for index in places.values()]
    texts = body if formulas is values else [[line[index] for line in formulas] for index in places.values()]
    kinds = [frozenset(map(type, column)) for column in body]
    suspects = _suspects(body, kinds)
    errors = _errors(cells, suspects, 0, list(places.values()), patience) if suspects else frozenset()
    return body_rows(body, texts, kinds, errors, first, list(places))


def _suspects(body: Columns, kinds: Kinds) -> list[tuple[int, int]]:
    """Row and column, counted in the body, of the cells that show an error, or a text that looks like one."""
    columns = [(place, column) for place, column in enumerate(body) if str in kinds[place] and not ERRORS.isdisjoint(column)]
    return [(row, place) for place, column in columns for row, value in enumerate(column) if isinstance(value, str) and value in ERRORS]


def _errors(cells: Any, suspects: Sequence[tuple[int, int]], first: int, places: Sequence[int], patience: Patience) -> frozenset[tuple[int, int]]:
    """Those that are errors. A second read tells them from text that only looks like one."""
    plain = as_grid(patience(lambda: cells.options(ndim=2).value))
    return frozenset((row, place) for row, place in suspects if not isinstance(plain[first + row][places[place]], str))


def table_area(sheet: Any, name: str) -> Area | None:
    """Where the table of this name stands; ``None`` for a plain range. Stops: X-NOT-LEDGER for a totals row."""
    table = programs.table(sheet, name)
    if table is None:
        return None
    if table.show_totals:
        advice = "Switch the totals row off (Table Design); totals stand on the Dashboard."
        raise Stop("X-NOT-LEDGER", "the table has a totals row", sheet=name, advice=advice)
    place = table.range
    top, left, height, width = (int(number) for number in (place.row, place.column, *place.shape))
    return Area(left, top, left + width - 1, top + height - 1)
