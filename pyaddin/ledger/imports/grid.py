"""A list as a clerk brings it: sheets of cells by row and column, before anybody knows what the columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from pyaddin.ledger.book import Cell
from pyaddin.records import dataclass

Row = tuple[Cell, ...]
MOST_ROWS = 200_000
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet of a list. ``rows`` holds the non-empty rows by their number in the file; cells count from column 0.

    ``merged`` leads from every cell of a merged range to its first cell, ``formulas`` counts the formula cells whose shown value was taken.
    ``typed`` is false for text files, where every cell is text and numbers are read from it.
    """

    name: str
    rows: Mapping[int, Row]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    formulas: Mapping[int, int] = field(default_factory=dict)
    typed: bool = True

    def cell(self, row: int, column: int) -> Cell:
        """The cell, ``None`` outside what is filled."""
        cells = self.rows.get(row, ())
        return cells[column] if column < len(cells) else None

    def spread(self, row: int, column: int) -> Cell:
        """The cell as it is seen: a merged range shows its first cell everywhere."""
        return self.cell(*self.merged.get((row, column), (row, column)))

    @property
    def width(self) -> int:
        return max((len(cells) for cells in self.rows.values()), default=0)


@dataclass(frozen=True, slots=True)
class Source:
    """The whole list: its sheets, how it was read (``xlsx``, or the character set and delimiter of a text file)."""

    name: str
    grids: tuple[Grid, ...]
    form: str
    encoding: str = ""


def is_blank(cell: Cell) -> bool:
    """Nothing to read: empty, or only blanks."""
    return cell is None or isinstance(cell, str) and not cell.strip()


def column_letter(index: int) -> str:
    """The column as a spreadsheet names it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
