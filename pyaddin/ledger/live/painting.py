"""Colored rows and cells on a sheet that is no table, in a few calls for each color, however many rows have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyaddin.ledger.closed.layout import column_letters
from pyaddin.ledger.live.patience import Patience, is_busy, is_gone
from pyaddin.ledger.live.visible import runs

LONGEST_ADDRESS = 250
"""Excel takes an address of 255 characters at once."""
Colors = Mapping[tuple[int, int], str]
_CONSTANTS = 2  # Excel's xlCellTypeConstants
_MARK = "x"


def paint(sheet: Any, colors: Colors, height: int, width: int, patience: Patience) -> None:
    """Fill rows (column 0) and single cells of a sheet on whose first rows and columns nothing stands yet: what marks them is written over afterwards.

    One call where an address holds all places of a color; else three: a mark in each, all marked ones found at once, and filled at once.
    """
    for color in dict.fromkeys(colors.values()):
        places = [place for place, other in colors.items() if other == color]
        lines = _addresses(places, width)
        if len(lines) > 1 and _by_marks(sheet, places, color, (height, width), patience):
            continue
        for address in lines:
            patience(lambda address=address, color=color: setattr(sheet.range(address), "color", color))  # type: ignore[misc]


def _by_marks(sheet: Any, places: list[tuple[int, int]], color: str, shape: tuple[int, int], patience: Patience) -> bool:
    """Whether it was done: not every program finds filled cells."""
    height, width = shape
    marked: list[list[str | None]] = [[None] * width for _ in range(height)]
    for row, column in places:
        marked[row - 1][slice(column - 1, column) if column else slice(None)] = [_MARK] * (1 if column else width)
    cells = sheet.range((1, 1), shape)
    patience(lambda: setattr(cells, "value", marked))
    try:
        patience(lambda: setattr(cells.api.SpecialCells(_CONSTANTS).Interior, "Color", _excel(color)))
    except Exception as error:
        if is_busy(error) or is_gone(error):
            raise
        return False
    return True


def _excel(color: str) -> int:
    """``#RRGGBB`` as Excel counts colors, red in the lowest byte."""
    return int.from_bytes(bytes.fromhex(color.removeprefix("#")), "little")


def _addresses(places: list[tuple[int, int]], width: int) -> list[str]:
    """The places as addresses that Excel takes; neighbors below one another are one rectangle."""
    by_column: dict[int, list[int]] = {}
    for row, column in places:
        by_column.setdefault(column, []).append(row)
    lines: list[str] = []
    for column, rows in by_column.items():
        first, last = column_letters(column or 1), column_letters(column or width)
        for top, bottom in runs(rows):
            address = f"{first}{top}:{last}{bottom}"
            if lines and len(lines[-1]) + len(address) < LONGEST_ADDRESS:
                lines[-1] += f",{address}"
            else:
                lines.append(address)
    return lines
