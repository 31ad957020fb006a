"""One open sheet as a table: one or two block reads, headers found by text, and every cell as the closed file's reader would give it.

A sheet that was read before is compared block by block: where nothing differs, what was read then is used again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from math import isfinite
from typing import Any

from pyaddin.errors import Stop
from pyaddin.ledger.book import WHILE_OPEN, Cell, CellError, Formula, RawTable
from pyaddin.ledger.closed.layout import Area
from pyaddin.ledger.closed.reader import find_header
from pyaddin.ledger.closed.scan import DENSE_CELLS
from pyaddin.ledger.live import programs, visible
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.migrate import may_lack
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_ERROR_NUMBERS = range(-2146826300, -2146826000)
"""Newer errors (#SPILL!, #CALC! ...) come from Excel as such a whole number; real numbers always come with a point."""

Grid = Sequence[Sequence[Any]]
_PLAIN = frozenset({type(None), str, float, bool, datetime})


@dataclass(frozen=True, slots=True)
class Found:
    """One table as it stands on its open sheet. Rows and columns count from 1; ``area`` is ``None`` where a clerk made a plain range of the table.

    ``grid`` holds the formulas (or texts) of all cells from A1 on, a clerk's own columns included; it is ``values`` where no cell has a formula.
    ``digest`` stands for all that was read of the table.
    """

    raw: RawTable
    header_row: int
    columns: Mapping[str, int]
    last_row: int
    area: Area | None
    grid: Grid
    values: Grid
    digest: str

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
    bottom, right = patience(lambda: _extent(sheet))
    if bottom * right > DENSE_CELLS:
        advice = "Delete the stray cell far below or to the right of the table."
        raise Stop("X-UNSAFE", f"cells reach to row {bottom}, column {right}", sheet=name, advice=advice)
    cells = sheet.range((1, 1), (bottom, right))
    values = as_grid(patience(lambda: cells.options(ndim=2, err_to_str=True).value))
    formulas = as_grid(patience(lambda: cells.formula)) if _formulas_tell(cells, values, patience) else values
    area = patience(lambda: _table_area(sheet, name))
    errors = _errors(cells, values, patience)
    if before is not None and before.area == area and not errors and before.values == values and before.grid == formulas:
        hidden = _hidden(sheet, before.header_row, before.last_row, right, before.raw.rows, patience)
        return before if hidden == before.raw.hidden_rows else replace(before, raw=replace(before.raw, hidden_rows=hidden))
    unknown = may_lack(name, version)
    header_row, places = find_header(EVERY_TABLE[name], values, unknown)
    rows = _rows(values, formulas, errors, header_row + 1, places)
    last = rows[-1][0] if rows else header_row + 1
    hidden = _hidden(sheet, header_row + 1, last, right, rows, patience)
    columns = {header: index + 1 for header, index in places.items()}
    raw = RawTable(name, tuple(places), rows, hidden, WHILE_OPEN if unknown else "")
    return Found(raw, header_row + 1, columns, last, area, formulas, values, _digest(raw))


def _rows(
    values: Grid, formulas: Grid, errors: frozenset[tuple[int, int]], first: int, places: Mapping[str, int]
) -> tuple[tuple[int, Mapping[str, Cell]], ...]:
    """The rows below the header in which a contract column holds anything, with their row numbers."""
    columns: list[Sequence[Cell]] = []
    wrong = {column for _, column in errors}
    for index in places.values():
        column = [line[index] for line in values[first:]]
        texts = column if formulas is values else [line[index] for line in formulas[first:]]
        if index in wrong:
            columns.append([cell_of(value, text, is_error=(row, index) in errors) for row, (value, text) in enumerate(zip(column, texts, strict=True), first)])
            continue
        kinds = {type(value) for value in column}
        if not kinds <= _PLAIN or texts is not column and any(_is_formula(text) for text in texts) or "" in column:
            columns.append([cell_of(value, text) for value, text in zip(column, texts, strict=True)])
        elif datetime in kinds:
            columns.append([_day(value) if value.__class__ is datetime else value for value in column])
        else:
            columns.append(column)
    nothing = (None,) * len(columns)
    return tuple((number, dict(zip(places, line, strict=True))) for number, line in enumerate(zip(*columns, strict=True), first + 1) if line != nothing)


@lru_cache(maxsize=1 << 16)
def _day(value: datetime) -> Cell:
    """``cell_of`` of a moment; a ledger holds few different days."""
    return cell_of(value, value)


def _is_formula(text: object) -> bool:
    return isinstance(text, str) and text.startswith(("=", "{="))


def _formulas_tell(cells: Any, values: Grid, patience: Patience) -> bool:
    """Whether the formulas must be read too: some cell has one, or holds money as Excel rounds it (the typed number stands in the formula text)."""
    return patience(lambda: programs.has_formula(cells)) or any(Decimal in set(map(type, line)) for line in values)


def _hidden(sheet: Any, header_row: int, last: int, right: int, rows: Sequence[tuple[int, Mapping[str, Cell]]], patience: Patience) -> frozenset[int]:
    """The rows of the table that are hidden or filtered away."""
    hidden = patience(lambda: visible.hidden_rows(sheet, header_row + 1, last, right))
    return hidden & {number for number, _ in rows} if hidden else hidden


def _digest(raw: RawTable) -> str:
    content = (raw.headers, [(number, *cells.values()) for number, cells in raw.rows])
    return sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()


def _extent(sheet: Any) -> tuple[int, int]:
    last = sheet.used_range.last_cell
    return int(last.row), int(last.column)


def _errors(cells: Any, values: Grid, patience: Patience) -> frozenset[tuple[int, int]]:
    """Cells that show an error. A second read tells them from text that only looks like one; it is made only where there is one of either."""
    lines = [(row, line) for row, line in enumerate(values) if not ERRORS.isdisjoint(line)]
    suspects = [(row, column) for row, line in lines for column, value in enumerate(line) if isinstance(value, str) and value in ERRORS]
    if not suspects:
        return frozenset()
    plain = as_grid(patience(lambda: cells.options(ndim=2).value))
    return frozenset(place for place in suspects if not isinstance(plain[place[0]][place[1]], str))


def _table_area(sheet: Any, name: str) -> Area | None:
    table = programs.table(sheet, name)
    if table is None:
        return None
    if table.show_totals:
        advice = "Switch the totals row off (Table Design); totals stand on the Dashboard."
        raise Stop("X-NOT-LEDGER", "the table has a totals row", sheet=name, advice=advice)
    place = table.range
    top, left, height, width = (int(number) for number in (place.row, place.column, *place.shape))
    return Area(left, top, left + width - 1, top + height - 1)
