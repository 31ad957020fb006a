"""Which rows of an open sheet can be seen, and showing only some of them: in a number of calls that does not grow with the rows.

The words are Excel's (``api`` on Windows); our LibreOffice engine answers to the same ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from pyaddin.ledger.closed.layout import column_letters
from pyaddin.ledger.live.patience import is_busy, is_gone

_NOT_OFFERED = (AttributeError, NotImplementedError)


def seen_formula(top: int, bottom: int, width: int) -> str:
    """For each row of this span, how many filled cells of it can be seen: 0 for a hidden row, a filtered one and an empty one. Hidden columns count."""
    first = f"$A${top}"
    return f"SUBTOTAL(103,OFFSET({first}:${column_letters(width)}${top},ROW({first}:$A${bottom})-{top},0))"


def hidden_rows(sheet: Any, top: int, bottom: int, width: int) -> frozenset[int]:
    """Rows of this span that are hidden or filtered away; hidden columns hide no row. Of rows that hold nothing any may be among them.

    One call where the program evaluates a formula; where it does not (Excel for Mac), one for each part of the span that can be seen.
    """
    if bottom < top:
        return frozenset()
    seen = _seen(sheet, top, bottom, width)
    if seen is None:
        return _hidden_by_areas(sheet, top, bottom, width)
    return frozenset(row for row, count in enumerate(seen, top) if not count)


def _seen(sheet: Any, top: int, bottom: int, width: int) -> list[float] | None:
    """What the formula gives for each row; ``None`` when the program does not evaluate it, or gives anything but such numbers."""
    try:
        given = sheet.api.Evaluate(seen_formula(top, bottom, width))
    except Exception as error:
        if is_busy(error) or is_gone(error):
            raise
        return None
    rows = given if isinstance(given, list | tuple) else ((given,),)
    counts = [row[0] if isinstance(row, list | tuple) else row for row in rows]
    if len(counts) != bottom - top + 1 or not all(isinstance(count, int | float) and count >= 0 for count in counts):
        return None  # an error arrives as a negative number
    return counts


def _hidden_by_areas(sheet: Any, top: int, bottom: int, width: int) -> frozenset[int]:
    """As ``hidden_rows``, by the parts that can be seen."""
    cells = sheet.range((top, 1), (bottom, width))
    every = frozenset(range(top, bottom + 1))
    seen: set[int] = set()
    try:
        for area in cells.get_special_cells("visible"):
            seen.update(range(area.row, area.row + area.shape[0]))
    except Exception as error:  # "no cells were found", which xlwings knows in English only; or an engine that cannot tell
        if is_busy(error) or is_gone(error):
            raise
    return every - seen if seen else _hidden_by_halves(sheet, top, bottom)


def _hidden_by_halves(sheet: Any, top: int, bottom: int) -> frozenset[int]:
    """As ``hidden_rows`` where every column of the span is hidden, so that no cell is visible: the rows themselves are asked."""
    with suppress(*_NOT_OFFERED):
        hidden = sheet.range((top, 1), (bottom, 1)).rows.hidden
        if hidden is not None:
            return frozenset(range(top, bottom + 1)) if hidden else frozenset()
        middle = (top + bottom) // 2
        return _hidden_by_halves(sheet, top, middle) | _hidden_by_halves(sheet, middle + 1, bottom)
    return frozenset()


def show_only(sheet: Any, table: str, column: int, words: str, hide: Sequence[int]) -> None:
    """The table filtered to the rows whose cell in this column (1 = its first) holds the words; ``hide`` are the others, where no filter is offered."""
    try:
        sheet.api.ListObjects(table).Range.AutoFilter(column, words)
    except Exception:  # a table that was made a plain range, or an engine without filters
        for first, last in runs(hide):
            sheet.range((first, 1), (last, 1)).rows.hidden = True


def show_rows(sheet: Any, table: str, cells: Any) -> None:
    """Takes the filter off a table and shows these rows of it."""
    with suppress(Exception):  # what is hidden can be shown by hand; the rows are there
        filtered = sheet.api.ListObjects(table).AutoFilter
        if filtered is not None and filtered.FilterMode:
            filtered.ShowAllData()
    with suppress(Exception):
        if cells.rows.hidden is not False:
            cells.rows.hidden = False


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighboring rows, from the top."""
    found: list[tuple[int, int]] = []
    for row in sorted(rows):
        if found and row == found[-1][1] + 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
