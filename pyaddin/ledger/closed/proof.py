"""The proof that a written file is the old ledger with the edits in it and nothing else, before it takes the old one's place.

It finds what reading the whole new file as a ledger would find (``whole_reading.read_back``, the reference of the tests), and costs what the changes
cost, not what the ledger holds, because nothing is read twice that is proven to be the same bytes:

- the file is made of its parts and their directory, byte for byte, with nothing between or behind them;
- the parts are those of the old file; every untouched part has its packed bytes, its checksum and its length, so it reads as it did;
- every changed part lies in the file in the packed bytes that were made, and unpacks to the checksum and the length of what was packed; it is whole XML;
- of a changed sheet every untouched row is the old row byte for byte at its place, and no row is lost, doubled or new but the added ones:
  the header row and all values in them read as they did. That is more than the whole reading asks, which looks at written cells only. What stands
  around the rows is what stood there, but for areas that end lower because the table has grown;
- of a touched row every written cell is read from its bytes, by other code than wrote it, and must hold the value of the edit; every other cell is the
  old cell byte for byte. Most rows are proven many at once (``proof_columns``), the others one by one (``proof_rows``), which says what is wrong;
- the rows that hold something are counted from these two and must be as many as the edits leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from xml.parsers import expat

from pyaddin.errors import Stop
from pyaddin.ledger.closed.cut import Cut, cut
from pyaddin.ledger.closed.layout import Area, Layout, column_letters, layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import Patch
from pyaddin.ledger.closed.proof_columns import RowsProof
from pyaddin.ledger.closed.proof_rows import OneByOne
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.closed.sheet import without_comments
from pyaddin.ledger.closed.whole_reading import same_parts
from pyaddin.ledger.edits import DAYS_UNTIL_1904

_AREAS = re.compile(rb"""(?<=\bref=["'])[^"']*(?=["'])|(?<=\bsqref=["'])[^"']*(?=["'])|(?<=sqref>)[^<]*(?=</)""")
_STYLE = re.compile(rb'(<(?:\w+:)?c r="[A-Z]+\d+") s="\d+"')


def prove(data: bytes, old: Package, plan: Layout, found: Mapping[str, Found], changes: Patch) -> None:
    """``data``: the bytes on disk; ``old``, ``plan`` and ``found``: the ledger that was patched. Stops X-VERIFY."""
    try:
        package = Package(data)
        if package.rebuilt({}, set()) != data:
            raise Stop("X-VERIFY", "the directory of the file is not as it was made")
        if layout(package).sheets.keys() != plan.sheets.keys():
            raise Stop("X-VERIFY", "the sheets of the file are not those of the old one")
        same_parts(package, old, changes)
        cut_up = {plan.sheets[table].sheet for table in changes.expected} - old.fresh
        for name in {*changes.parts, *old.fresh}:
            if name.endswith((".xml", ".rels")) and name not in cut_up:
                _whole(name, [package.read(name)])
        for table in changes.expected:
            _SheetProof(package, old, plan, found[table], changes).prove()
    except Stop as stop:
        if stop.fault.code == "X-VERIFY":
            raise
        raise Stop("X-VERIFY", str(stop)) from stop


def _whole(name: str, pieces: Iterable[bytes]) -> None:
    parser = expat.ParserCreate()
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise Stop("X-VERIFY", f"{name}: {problem}") from None


class _SheetProof:
    """One changed sheet, the old and the new one cut into rows."""

    def __init__(self, package: Package, old: Package, plan: Layout, found: Found, changes: Patch) -> None:
        self._table = found.raw.name
        self._part = plan.sheets[self._table].sheet
        self._found, self._changes = found, changes
        self._expected = changes.expected[self._table]
        self._touched = changes.touched[self._table]
        self._days = DAYS_UNTIL_1904 if plan.from_1904 else 0
        self._before = cut(without_comments(old.take(self._part), self._part), self._part)
        self._after = cut(package.take(self._part), self._part)
        self._header_of = {column: header for header, column in found.columns.items()}

    def prove(self) -> None:
        self._untouched_rows()
        self._frame()
        single = OneByOne(self._before, self._after, self._expected, frozenset(self._header_of), self._days, self._part, self._fail)
        many = RowsProof(self._before, self._after, self._expected, single.holds)
        left = sorted(many.unproven(self._touched))
        self._structure(left, many.heads)
        single.prove(left)
        self._count()

    def _fail(self, what: str, row: int = 0, column: int = 0) -> Stop:
        return Stop("X-VERIFY", what, sheet=self._table, row=row or None, column=self._header_of.get(column, column_letters(column)))

    def _untouched_rows(self) -> None:
        before, after, touched = self._before, self._after, self._touched
        new = len(touched) - len(before.among(touched))
        if after.doubled or len(after.rows) != len(before.rows) + new:
            raise self._fail(f"{len(after.rows)} sheet rows instead of {len(before.rows) + new}")
        if _ascending(before) and not _ascending(after):
            raise self._fail("the rows are not in their order")
        pairs = zip(before.numbers, before.rows, _in_the_order_of(before, after), strict=True)
        for number in [number for number, old, now in pairs if old != now and number not in touched]:
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
        if not all(row.rstrip().endswith((b"</" + after.mark[1:] + b">", b"/>")) for row in rows):
            raise self._fail("a row is cut off")
        rows += [b' r="1"' + head + b"/>" for head in heads]
        _whole(self._part, (after.head, after.mark + after.mark.join(rows) if rows else b"", after.tail))

    def _count(self) -> None:
        """Rows that hold something in a column of the contract."""
        by_column = sorted(self._expected.values(), key=len, reverse=True)
        written = set[int]().union(*by_column)
        filled: set[int] = set()
        for values in by_column:
            if len(filled) < len(written):
                filled.update([number for number, value in values.items() if value is not None and value != ""])
        blank, old_rows = written - filled, self._found.raw.rows
        rows = len(filled) + sum(number not in self._touched for number, _ in old_rows)
        for number, cells in old_rows if blank or len(written) < len(self._touched) else ():
            # what is left of a row whose written cells are blank: its other cells, which are those that were there
            if number in blank or number not in written and self._kept(number):
                columns = {column for column, values in self._expected.items() if number in values}
                rows += any(cell is not None and cell != "" and self._found.columns[name] not in columns for name, cell in cells.items())
        if rows != self._changes.rows_after[self._table]:
            raise self._fail(f"{rows} rows instead of {self._changes.rows_after[self._table]}")

    def _kept(self, number: int) -> bool:
        """Whether a touched row that no edit wrote to still holds cells: a follower of a shared formula does, one cleared away does not."""
        return number in self._touched and any(content in self._after.row(number) for content in (b"<v", b"<is", b":v", b":is", b"<f"))


def only_styled(before: Package, after: Package, plan: Layout, parts: Iterable[str]) -> None:
    """Of a ledger whose form was mended, before it is patched: in these parts no row and no cell differs but in its style. Stops X-VERIFY."""
    for name, sheet in plan.sheets.items():
        if sheet.sheet not in parts:
            continue
        old, now = (cut(content, sheet.sheet) for content in (without_comments(before.read(sheet.sheet), sheet.sheet), after.read(sheet.sheet)))
        differ = [(left, right) for left, right in zip(old.rows, now.rows, strict=False) if left != right]
        if list(old.numbers) != list(now.numbers) or any(_STYLE.sub(rb"\1", left) != _STYLE.sub(rb"\1", right) for left, right in differ):
            raise Stop("X-VERIFY", "the sheet did not take its formats", sheet=name)


def _in_the_order_of(before: Cut, after: Cut) -> list[bytes]:
    if isinstance(before.numbers, range) and isinstance(after.numbers, range) and before.numbers.start == after.numbers.start:
        return after.rows[: len(before.rows)]
    return [after.row(number) for number in before.numbers]


def _ascending(sheet: Cut) -> bool:
    return isinstance(sheet.numbers, range) or all(map(int.__lt__, sheet.numbers, sheet.numbers[1:]))


def _ends_lower(old: bytes, now: bytes) -> bool:
    """Whether this is the same area, its last row the same or further down."""
    if old == now:
        return True
    before, after = Area.of(old.decode("latin-1")), Area.of(now.decode("latin-1"))
    return before is not None and after is not None and after == before.ending(after.bottom) and after.bottom >= before.bottom
