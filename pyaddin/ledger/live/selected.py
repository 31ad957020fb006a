"""What the clerk has selected, in a number of calls that does not grow with the rectangles of a selection made with Ctrl."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from pyaddin.ledger.closed.layout import column_number
from pyaddin.records import dataclass

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
WHOLE = 1_000_000
"""A selection of this many rows is a whole column (or the whole sheet)."""
SURELY_WHOLE = 200
"""Excel cuts an address off at 255 characters, within one rectangle of at most 25: a shorter one than this tells all."""
MACRO = "SelectedAddress"
_RECTANGLE = re.compile(r"\$?([A-Z]*)\$?(\d*)(?::\$?([A-Z]*)\$?(\d*))?")


@dataclass(frozen=True, slots=True)
class Selected:
    """The selected rows that can be seen, from the top; how many selected rows are hidden; whether a whole column was selected.

    ``column``: the sheet's column, 1 = A, when only cells of one column are selected; 0 otherwise.
    """

    sheet: str
    rows: tuple[int, ...]
    hidden: int = 0
    whole: bool = False
    column: int = 0


@dataclass(frozen=True, slots=True)
class Rectangle:
    """One rectangle of a selection, counted from 1."""

    top: int
    left: int
    bottom: int
    right: int


def rectangles(chosen: Any) -> list[Rectangle]:
    """Every rectangle of a selection: read from its address; from the workbook's own macro where Excel cut the address off; else one by one."""
    address = str(chosen.address)
    told = parsed(address)
    if len(address) < SURELY_WHOLE:
        return told
    with suppress(AttributeError, NotImplementedError):
        if len(told) == int(chosen.api.Areas.Count):
            return told
        with suppress(Exception):  # a ledger whose macros are older than this one
            return parsed(str(chosen.sheet.book.macro(MACRO)()))
        return [found for area in chosen.api.Areas for found in parsed(str(area.Address))]
    return told


def parsed(address: str) -> list[Rectangle]:
    """The rectangles of ``$A$2:$B$5,$D$9``; whole columns and rows too. What was cut off in the middle is left out."""
    found = []
    for text in address.upper().split(","):
        corners = _RECTANGLE.fullmatch(text)
        if corners is not None and text:
            letters, row, other, last = corners.groups()
            left, top = column_number(letters) if letters else 1, int(row or 1)
            right = column_number(other) if other else left if letters else LAST_COLUMN
            found.append(Rectangle(top, left, int(last or (top if row else LAST_ROW)), right))
    return found


def selected_rows(areas: Iterable[Rectangle], last: int) -> set[int]:
    """The rows of all rectangles, down to the last used one."""
    return {row for area in areas for row in range(area.top, min(area.bottom, last) + 1)}


def one_column(areas: Iterable[Rectangle]) -> int:
    """The column when all rectangles lie in one; 0 otherwise."""
    across = {column for area in areas for column in (area.left, area.right)}
    return across.pop() if len(across) == 1 else 0
