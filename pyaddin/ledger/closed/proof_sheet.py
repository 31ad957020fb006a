"""One changed sheet: every row that nobody touched is the old one, every written cell holds the value of its edit, and the frame has grown at most.

A sheet is proven when its rows are made, before they are packed: the old rows are still at hand then, and a row that nobody touched is the same object. Of
a sheet that was packed elsewhere the bytes are cut into rows again, which finds the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from itertools import compress, repeat
from operator import contains, ne
from types import NoneType
from xml.parsers import expat

from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.cut import Cut, number_of, whole_rows
from pyaddin.ledger.closed.layout import Area, SheetParts, column_letters
from pyaddin.ledger.closed.proof_columns import RowsProof
from pyaddin.ledger.closed.proof_rows import OneByOne, holds
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.column_values import ColumnValues, rows_of
from pyaddin.ledger.edits import DAYS_UNTIL_1904

_AREAS = re.compile(rb"""(?<=\bref=["'])[^"']*(?=["'])|(?<=\bsqref=["'])[^"']*(?=["'])|(?<=sqref>)[^<]*(?=</)""")


def whole(name: str, pieces: Iterable[bytes]) -> None:
    """Stops X-VERIFY when these pieces are no whole XML."""
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise Stop("X-VERIFY", f"{name}: {problem}") from None


class SheetProof:
    """One changed sheet, or some rows of it, the old and the new one cut into rows. ``expected``: values by sheet column and row."""

    def __init__(
        self, parts: SheetParts, found: Found, before: Cut, after: Cut, expected: Mapping[int, Mapping[int, Value]], touched: Set[int],
        *, from_1904: bool,
    ) -> None:  # fmt: skip
        self._table, self._part = parts.name, parts.sheet
        self._found, self._before, self._after = found, before, after
        self._expected, self._touched = expected, touched
        self._days = DAYS_UNTIL_1904 if from_1904 else 0
        self._header_of = {column: header for header, column in found.columns.items()}

    def prove(self) -> None:
        """Stops X-VERIFY."""
        try:
            self._prove()
        except Stop as stop:
            if stop.fault.code == "X-VERIFY":
                raise
            raise Stop("X-VERIFY", str(stop), sheet=self._table) from stop

    def _prove(self) -> None:
        self._untouched_rows()
        self._frame()
        single = OneByOne(self._before, self._after, self._expected, frozenset(self._header_of), self._days, self._part, self._fail)
        many = RowsProof(self._before, self._after, self._expected, partial(holds, days=self._days))
        left = sorted(many.unproven(self._touched))
        self._structure(left, many.heads)
        single.prove(left)

    def _fail(self, what: str, row: int = 0, column: int = 0) -> Stop:
        return Stop("X-VERIFY", what, sheet=self._table, row=row or None, column=self._header_of.get(column, column_letters(column)))

    def _untouched_rows(self) -> None:
        before, after, touched = self._before, self._after, self._touched
        new = len(touched) - len(before.among(touched))
        if after.doubled or len(after.rows) != len(before.rows) + new:
            raise self._fail(f"{len(after.rows)} sheet rows instead of {len(before.rows) + new}")
        if before.ascending and not after.ascending:
            raise self._fail("the rows are not in their order")
        if not whole_rows(after.rows, after.mark) or any(map(contains, after.rows, repeat(after.mark))):
            raise self._fail("a row is cut off, or holds another one")
        changed = compress(before.numbers, map(ne, before.rows, _in_the_order_of(before, after)))
        for number in sorted(set(changed).difference(touched)):
            raise self._fail("the row is not the one that was there", number)

    def _frame(self) -> None:
        for old, now in ((self._before.head, self._after.head), (self._before.tail, self._after.tail)):
            if old == now:
                continue
            places, grown = (b" ".join(_AREAS.findall(text)).split() for text in (old, now))
            if _AREAS.sub(b"", old) != _AREAS.sub(b"", now) or len(places) != len(grown) or not all(map(_ends_lower, places, grown)):
                raise self._fail("what stands around the rows has changed")

    def _structure(self, left: Sequence[int], heads: Iterable[bytes]) -> None:
        """Head, touched rows and tail are whole XML; so is the sheet, with rows between them that were whole before.

        Of rows proven in columns only the beginnings of new ones are parsed: all else in them is old, or is spelled as known.
        """
        after = self._after
        rows = [after.row(number) for number in left]
        for number, row in zip(left, rows, strict=True):  # as cutting the sheet into rows again would find them
            old = self._before.row(number)
            if number_of(row) not in (number, number_of(old) if old else number):
                raise self._fail("the row says that it is another one", number)
        rows += [b' r="1"' + head + b"/>" for head in heads]
        whole(self._part, (after.head, after.mark + after.mark.join(rows) if rows else b"", after.tail))


def check_count(found: Found, after: Cut, expected: Mapping[int, ColumnValues], touched: Set[int], rows: int) -> None:
    """Of a sheet that is proven: the rows that hold something in a column of the contract are as many as the edits leave. Stops X-VERIFY.

    ``after``: the new sheet, at least with those touched rows to which no edit wrote.
    """
    filled = rows_of([values for values in expected.values() if values.kinds.isdisjoint((str, NoneType))])
    maybe_blank = [values for values in expected.values() if not values.kinds.isdisjoint((str, NoneType)) and not filled.issuperset(values.rows)]
    written = filled.union(*[values.rows for values in maybe_blank])
    for values in maybe_blank:
        if len(filled) < len(written):
            filled.update([number for number, value in zip(values.rows, values.news, strict=True) if value is not None and value != ""])
    blank, table = written - filled, found.raw
    counted = len(filled) + len(set(table.numbers).difference(touched))
    for number, cells in table.rows if blank or len(written) < len(touched) else ():
        # what is left of a row whose written cells are blank: its other cells, which are those that were there
        if number in blank or number in touched and number not in written and _holds_cells(after.row(number)):
            columns = {column for column, values in expected.items() if number in values}
            counted += any(cell is not None and cell != "" and found.columns[name] not in columns for name, cell in cells.items())
    if counted != rows:
        raise Stop("X-VERIFY", f"{counted} rows instead of {rows}", sheet=table.name)


def _holds_cells(row: bytes) -> bool:
    """Of a touched row that no edit wrote to: a follower of a shared formula holds cells, one cleared away does not."""
    return any(content in row for content in (b"<v", b"<is", b":v", b":is", b"<f"))


def _in_the_order_of(before: Cut, after: Cut) -> list[bytes]:
    if isinstance(before.numbers, range) and isinstance(after.numbers, range) and before.numbers.start == after.numbers.start:
        return after.rows[: len(before.rows)]
    return [after.row(number) for number in before.numbers]


def _ends_lower(old: bytes, now: bytes) -> bool:
    """Whether this is the same area, its last row the same or further down."""
    if old == now:
        return True
    before, after = Area.of(old.decode("latin-1")), Area.of(now.decode("latin-1"))
    return before is not None and after is not None and after == before.ending(after.bottom) and after.bottom >= before.bottom
