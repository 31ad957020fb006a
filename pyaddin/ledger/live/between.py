"""The cells between those that a write means: when writing them again is provably no change, and whether they still hold what was read.

A clerk's Outcome changes in row 5 and in row 900: one call for the whole span costs what one for a single cell costs, two calls cost twice that.
So the span is written in one call, but only where each cell in between comes back with the same value, type and look.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.columns import NUMBER_FORMATS, Column, Type
from pyaddin.ledger.edits import same
from pyaddin.ledger.live import programs
from pyaddin.ledger.live.halving import halved
from pyaddin.ledger.live.reading import ERRORS, as_grid, cell_of

TEXT = "@"
LONGEST_TEXT = 255
"""Longer texts are never written again: some versions of Excel cut or refuse them in a block."""
QUESTIONS = 60
"""How often a column is asked about its formats, and about its fonts: where one changes more often than that tells, nothing is written again."""
_TEXTUAL = frozenset({Type.ID, Type.TEXT, Type.NOTE, Type.CODE, Type.CODES, Type.INSTANT})
_NUMERIC = frozenset({Type.MONEY, Type.RATE, Type.INTEGER, Type.NUMBER})


def rewritable(column: Column, cell: Cell) -> bool:
    """A cell of a computed column: what is not of its column's kind (a formula, an error, a moment, a word among numbers) is not written again."""
    if cell is None:
        return True
    if column.type in _TEXTUAL:
        return isinstance(cell, str)
    if column.type is Type.DATE:
        return isinstance(cell, date) and not isinstance(cell, datetime)
    return column.type in _NUMERIC and type(cell) is float


def unchanged_by_rewriting(column: Column, cell: Cell) -> bool:
    """A cell of a typed column, as far as its value tells: blank, or of the kind that its column is for. ``spoiled_rows`` asks the rest."""
    if cell is None:
        return column.type is not Type.ANY
    if column.type in _TEXTUAL:
        return isinstance(cell, str) and len(cell) <= LONGEST_TEXT and cell[:1] not in ("'", "=", "{") and cell not in ERRORS
    if column.type is Type.DATE:
        return isinstance(cell, date) and not isinstance(cell, datetime)
    return column.type in _NUMERIC and type(cell) is float


def spoiled_rows(sheet: Any, cells: Any, column: Column, texts: frozenset[int]) -> frozenset[int]:
    """Rows of this span of a column in which a cell might not stay as it was when it is written again: its number format would make something else of
    the value, or a text (``texts`` are the rows that hold one) is formatted in part.

    A date was read as one because its cell has a date format, and keeps it. A text stays text for certain only under the format for text, a
    number a number only where no cell has that.
    """
    first, last = int(cells.row), int(cells.row) + int(cells.shape[0]) - 1
    if programs.is_protected(sheet):
        return frozenset(range(first, last + 1))

    def part(top: int, bottom: int) -> Any:
        return cells[top - first : bottom - first + 1, 0]

    def keeps(top: int, bottom: int) -> bool | None:
        shown = part(top, bottom).number_format
        if column.type is Type.DATE:
            return bool(shown != TEXT)
        if not isinstance(shown, str):
            return None
        return shown != TEXT if column.type in _NUMERIC else shown == NUMBER_FORMATS[column.type]

    def plain(top: int, bottom: int) -> bool | None:
        return programs.is_of_one_font(part(top, bottom)) or None if any(top <= row <= bottom for row in texts) else True

    asked = [keeps, plain] if column.type in _TEXTUAL else [keeps]
    spans = (span for question in asked for span in halved(question, first, last, [QUESTIONS]))
    return frozenset(row for top, bottom, good in spans if not good for row in range(top, bottom + 1))


def still_as_read(cells: Any, old: tuple[tuple[Any, ...], ...]) -> bool:
    """Whether the cells hold what was read of them before. Dates and numbers are one: a format may have been set meanwhile."""
    values = as_grid(cells.options(ndim=2, err_to_str=True).value)
    formulas = as_grid(cells.formula)
    pairs = zip(values, formulas, old, strict=True)
    return all(_holds(*cell) for value, formula, was in pairs for cell in zip(value, formula, was, strict=True))


def _holds(value: object, formula: object, was: Cell) -> bool:
    if isinstance(was, CellError):
        return value == was.text
    found = cell_of(value, formula)
    return found == was if isinstance(found, Formula) or isinstance(was, Formula) else same(found, was)
