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
from pyaddin.ledger.live.reading import ERRORS, as_grid, cell_of

TEXT = "@"
LONGEST_TEXT = 255
"""Longer texts are never written again: some versions of Excel cut or refuse them in a block."""
_TEXTUAL = frozenset({Type.ID, Type.TEXT, Type.NOTE, Type.CODE, Type.CODES, Type.INSTANT})
_NUMERIC = frozenset({Type.MONEY, Type.RATE, Type.INTEGER, Type.NUMBER})


def rewritable(cell: Cell) -> bool:
    """A cell of a computed column: only a formula, an error or a moment that a clerk pasted there is not written again."""
    return cell is None or isinstance(cell, str | float | bool | date) and not isinstance(cell, datetime)


def unchanged_by_rewriting(column: Column, cell: Cell) -> bool:
    """A cell of a typed column, as far as its value tells: blank, or of the kind that its column is for. ``format_keeps`` asks the rest."""
    if cell is None:
        return column.type is not Type.ANY
    if column.type in _TEXTUAL:
        return isinstance(cell, str) and len(cell) <= LONGEST_TEXT and cell[:1] not in ("'", "=", "{") and cell not in ERRORS
    if column.type is Type.DATE:
        return isinstance(cell, date) and not isinstance(cell, datetime)
    return column.type in _NUMERIC and type(cell) is float


def format_keeps(sheet: Any, cells: Any, column: Column) -> bool:
    """Whether the number formats of the span keep what is written as it was read, and no text in it is formatted in part.

    A date was read as one because its cell has a date format, and keeps it. A text stays text for certain only under the format for text, a
    number a number only where no cell has that.
    """
    if programs.is_protected(sheet):
        return False
    shown = cells.number_format
    if column.type is Type.DATE:
        return bool(shown != TEXT)
    if column.type in _NUMERIC:
        return isinstance(shown, str) and shown != TEXT
    return shown == NUMBER_FORMATS[column.type] and not programs.has_rich_text(cells)


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
