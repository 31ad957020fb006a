"""The form of an open workbook: number formats and extents that a paste destroyed, found with few calls and put right by the writer.

Codes show their labels by formats of single cells and are not judged here; validations and the blank end of a table are restored by the next
run that finds the workbook closed, for a program's own words for them differ.
"""

from __future__ import annotations

from typing import Any

from pyaddin.ledger.book import Untidy
from pyaddin.ledger.closed.formats import place_of
from pyaddin.ledger.columns import Column, Type
from pyaddin.ledger.form import counted, fits, wanted
from pyaddin.ledger.live.halving import halved
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

        spans = halved(code, found.header_row + 1, found.bottom, [MOST_CALLS])
        bad += [Misfit(column, place, top, bottom, known) for top, bottom, known in spans if isinstance(known, str) and not fits(column, known)]
    return bad


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
        below = counted(bottom - found.area.bottom, "row below the table", "rows below the table")
        told.append(Untidy(name, "extent", "", f"{found.area.bottom + 1}:{bottom}", below, str(bottom)))
    return told
