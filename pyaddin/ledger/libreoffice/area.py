"""Rectangles of cells: counted from 1 as Excel does, written ``$A$1:$B$2``."""

from __future__ import annotations

import re
from typing import NamedTuple

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?(\d{1,7})")


class Area(NamedTuple):
    """One rectangle; ``row`` and ``column`` are those of its first cell."""

    row: int
    column: int
    height: int = 1
    width: int = 1

    @property
    def last_row(self) -> int:
        return self.row + self.height - 1

    @property
    def last_column(self) -> int:
        return self.column + self.width - 1

    @property
    def cells(self) -> int:
        return self.height * self.width

    def to(self, other: Area) -> Area:
        """The smallest rectangle that holds both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        return Area(row, column, max(self.last_row, other.last_row) - row + 1, max(self.last_column, other.last_column) - column + 1)

    def text(self, *, row_fixed: bool = True, column_fixed: bool = True) -> str:
        """The address; whole columns and rows are told as such."""
        across, down = "$" * column_fixed, "$" * row_fixed
        if self.height == LAST_ROW:
            return f"{across}{letters(self.column)}:{across}{letters(self.last_column)}"
        if self.width == LAST_COLUMN:
            return f"{down}{self.row}:{down}{self.last_row}"
        first = f"{across}{letters(self.column)}{down}{self.row}"
        return first if self.cells == 1 else f"{first}:{across}{letters(self.last_column)}{down}{self.last_row}"


def letters(column: int) -> str:
    """The letters of a column: 1 = A, 27 = AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(name: str) -> int:
    """The number of a column's letters."""
    value = 0
    for letter in name.upper():
        value = value * 26 + ord(letter) - 64
    return value


def _corner(text: str) -> tuple[int | None, int | None]:
    for pattern in (_CELL, _COLUMN, _ROW):
        match = pattern.fullmatch(text)
        if match and pattern is _CELL:
            return int(match.group(2)), number(match.group(1))
        if match:
            return (None, number(match.group(1))) if pattern is _COLUMN else (int(match.group(1)), None)
    raise ValueError(text)


def _inside(row: int, column: int) -> bool:
    return 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN


def area(text: str) -> Area | None:
    """The rectangle of one address without a sheet; ``None`` when it is no address (it may be a name)."""
    first, colon, second = text.strip().partition(":")
    try:
        row1, column1 = _corner(first)
        row2, column2 = _corner(second) if colon else (row1, column1)
    except ValueError:
        return None
    if (row1 is None) != (row2 is None) or (column1 is None) != (column2 is None) or not colon and (row1 is None or column1 is None):
        return None
    start = Area(row1 or 1, column1 or 1)
    end = Area(row2 or LAST_ROW, column2 or LAST_COLUMN)
    if not _inside(start.row, start.column) or not _inside(end.row, end.column):
        return None
    return start.to(end)
