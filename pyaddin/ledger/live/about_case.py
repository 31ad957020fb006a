"""The open workbook as far as a question about one case needs it: of the large sheets the ids, and then the rows that are chosen by them.

What is read of a row is what reading the whole sheet would give (``tests/ledger/test_live_about_case.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pyaddin.ledger import about_case
from pyaddin.ledger.book import WHILE_OPEN, Cell, RawTable
from pyaddin.ledger.closed.reader import find_header
from pyaddin.ledger.closed.scan import HEADER_WITHIN
from pyaddin.ledger.columnar import Rows
from pyaddin.ledger.live import programs
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.live.reading import as_grid, block_rows, extent, table_area
from pyaddin.ledger.migrate import may_lack
from pyaddin.ledger.schema import EVERY_TABLE

SMALL = 400
"""Sheets of so many rows are read whole: looking for rows would take longer."""
MOST_SPANS = 40
"""Rows that stand apart in more places than this are not picked out one by one."""
_NEAR = 8
"""Between rows so near to each other nothing is left out."""


class Large:
    """A large sheet of which some columns and rows are read."""

    def __init__(self, sheet: Any, name: str, version: int, patience: Patience) -> None:
        self._sheet, self.name, self._patience = sheet, name, patience
        self.bottom, self._right = extent(sheet, name, patience)
        self._unknown = may_lack(name, version)
        self._ids: dict[str, Sequence[Cell]] = {}
        self._places: dict[str, int] = {}
        self._first = 0

    def begin(self) -> None:
        """Finds the headers. Stops: X-NOT-LEDGER as reading the whole sheet does."""
        top = self._block(1, min(self.bottom, HEADER_WITHIN))
        values = as_grid(self._patience(lambda: top.options(ndim=2, err_to_str=True).value))
        header_row, self._places = find_header(EVERY_TABLE[self.name], values, self._unknown)
        self._first = header_row + 2
        self._patience(lambda: table_area(self._sheet, self.name))

    def _block(self, first: int, last: int) -> Any:
        return self._sheet.range((first, 1), (last, self._right))

    def ids(self, header: str) -> Sequence[Cell] | None:
        """A column with ids, read once; ``None`` when formulas stand in it."""
        if header not in self._places:
            return [None] * (self.bottom - self._first + 1)
        if header not in self._ids:
            column = self._places[header] + 1
            cells = self._sheet.range((self._first, column), (self.bottom, column))
            if self._patience(lambda: programs.has_formula(cells)):
                return None
            grid = as_grid(self._patience(lambda: cells.options(ndim=2, err_to_str=True).value))
            self._ids[header] = [row[0] for row in grid]
        return self._ids[header]

    def rows(self, places: Sequence[int]) -> RawTable | None:
        """These rows; ``None`` when they stand apart in too many places."""
        spans = list(_spans(places))
        if len(spans) > MOST_SPANS:
            return None
        numbers: list[int] = []
        columns: dict[str, list[Cell]] = {header: [] for header in self._places}
        wanted = set(places)
        for begin, end in spans:
            found = block_rows(self._block(self._first + begin, self._first + end), self._first + begin, self._places, self._patience)
            taken = [at for at, number in enumerate(found.numbers) if number - self._first in wanted]
            numbers += [found.numbers[at] for at in taken]
            for header, cells in columns.items():
                cells += [found.columns[header][at] for at in taken]
        return RawTable(self.name, tuple(self._places), Rows(numbers, columns), frozenset(), WHILE_OPEN if self._unknown else "")


def _spans(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of places that stand together or near to each other."""
    begin = end = -1
    for place in places:
        if begin >= 0 and place - end <= _NEAR:
            end = place
            continue
        if begin >= 0:
            yield begin, end
        begin = end = place
    if begin >= 0:
        yield begin, end


def tables_about(case_id: str, whole: Callable[[str], RawTable], large: Mapping[str, Large], seen: Mapping[str, RawTable]) -> dict[str, RawTable] | None:
    """The tables with the rows that a question about the case needs; ``None`` where the whole ledger is to be read.

    ``whole`` reads a sheet, ``large`` are those to be read in part, ``seen`` those that were read before.
    """
    tables = dict(seen) | {name: whole(name) for name in (*about_case.WHOLE, *about_case.CUT) if name not in large and name not in seen}
    for sheet in large.values():
        sheet.begin()
        if any(sheet.ids(header) is None for header in about_case.id_columns(sheet.name)):
            return None

    def ids(table: str, header: str) -> Sequence[Cell]:
        return large[table].ids(header) or () if table in large else tables[table].column(header)

    found = about_case.rows_about(case_id, ids)
    if found is None:
        return None
    made: dict[str, RawTable] = {name: tables[name] for name in about_case.WHOLE}
    for name, places in found.items():
        table = large[name].rows(places) if name in large else _cut(tables[name], places)
        if table is None:
            return None
        made[name] = table
    return made | {name: RawTable(name, table.headers, ()) for name, table in EVERY_TABLE.items() if name not in made}


def _cut(table: RawTable, places: Sequence[int]) -> RawTable:
    """A table that was read whole, with these rows only."""
    numbers, cells = table.numbers, {header: table.column(header) for header in table.headers}
    rows = Rows([numbers[at] for at in places], {header: [column[at] for at in places] for header, column in cells.items()})
    return RawTable(table.name, table.headers, rows, frozenset(), table.in_the_way)
