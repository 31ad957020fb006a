"""The form of an open workbook: number formats and extents that a paste destroyed, found with few calls and put right by the writer.

Codes show their labels by formats of single cells and are not judged here; validations and the blank end of a table are restored by the next
run that finds the workbook closed, for a program's own words for them differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pyaddin.ledger.book import Untidy
from pyaddin.ledger.closed.formats import place_of
from pyaddin.ledger.columns import Column, Type
from pyaddin.ledger.form import fits, wanted
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.live.reading import Found
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

MOST_CALLS = 200
"""Questions about one column: a sheet on which every cell has a format of its own is left to the closed run."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Rows of one column whose format does not fit it."""

    column: Column
    place: int
    top: int
    bottom: int
    code: str


def misfits(sheet: Any, found: Found, patience: Patience) -> list[Misfit]:
    """Every run of cells with a format that does not fit; one call for a column that is all of one kind."""
    table = EVERY_TABLE[found.raw.name]
    bad: list[Misfit] = []
    for header, place in found.columns.items():
        column = table.column(header)
        if column.type in (Type.CODE, Type.CODES, Type.INSTANT, Type.ANY, Type.NUMBER):
            continue

        def code(top: int, bottom: int, place: int = place) -> object:
            return patience(lambda: sheet.range((top, place), (bottom, place)).number_format)

        bad += [Misfit(column, place, *run) for run in _runs(code, found.header_row + 1, found.bottom, [MOST_CALLS]) if not fits(column, run[2])]
    return bad


def _runs(code: Callable[[int, int], object], top: int, bottom: int, left: list[int]) -> Iterator[tuple[int, int, str]]:
    """Spans of rows of one format, found by halving: a program tells nothing of a range whose cells differ."""
    left[0] -= 1
    if left[0] < 0:
        return
    known = code(top, bottom)
    if isinstance(known, str):
        yield top, bottom, known
    elif bottom > top:
        middle = (top + bottom) // 2
        yield from _runs(code, top, middle, left)
        yield from _runs(code, middle + 1, bottom, left)


def rows_below(found: Found) -> int:
    """The last row of those that stand directly below the table; 0 = there are none."""
    if found.area is None:
        return 0
    filled = {number for number, _ in found.raw.rows}
    bottom = found.area.bottom
    while bottom + 1 in filled:
        bottom += 1
    return bottom if bottom > found.area.bottom else 0


def untidy(sheet: Any, found: Found, patience: Patience) -> list[Untidy]:
    """The findings of one sheet."""
    name = found.raw.name
    told = [
        Untidy(name, "format", bad.column.name, place_of(bad.place, range(bad.top, bad.bottom + 1)), bad.code, wanted(bad.column))
        for bad in misfits(sheet, found, patience)
    ]
    bottom = rows_below(found)
    if bottom and found.area is not None:
        told.append(Untidy(name, "extent", "", f"{found.area.bottom + 1}:{bottom}", f"{bottom - found.area.bottom} rows below the table", str(bottom)))
    return told
