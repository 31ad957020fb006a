"""Written rows proven one by one: in their bytes where they are spelled as known, parsed where they are not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from html import unescape
from typing import Protocol

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.cut import Cut
from pyaddin.ledger.closed.layout import Element, column_letters, column_number, parse
from pyaddin.ledger.closed.row_bytes import letters
from pyaddin.ledger.edits import plain_text, same

# behind the place of a cell: its style, and a number, a text or nothing
_WRITTEN = re.compile(
    rb'(?: s="\d+")?(?:/>|><v>([\d.eE+-]+)</v></c>| t="inlineStr"><is><t xml:space="preserve">((?:[^<&]++|&(?:amp|lt|gt);)*+)</t></is></c>)'
)
_CELL_PLACE = re.compile("([A-Z]{1,3})[0-9]+")
_UNDERSCORE = "_x005F_"
_UNKNOWN = object()


class Fail(Protocol):
    """Makes the stop that tells where a written sheet is not what was meant."""

    def __call__(self, what: str, row: int = 0, column: int = 0) -> Stop: ...


class OneByOne:
    """Rows of one sheet. ``expected``: values by sheet column and row; ``contract``: the sheet columns of the table; ``days``: what a serial lacks."""

    def __init__(
        self, before: Cut, after: Cut, expected: Mapping[int, Mapping[int, Value]], contract: Collection[int], days: int, part: str, fail: Fail
    ) -> None:
        self._before, self._after, self._expected, self._contract = before, after, expected, contract
        self._days, self._part, self._fail = days, part, fail

    def prove(self, numbers: Sequence[int]) -> None:
        """Stops X-VERIFY."""
        odd = [number for number in numbers if not self._row_in_bytes(number)]
        if odd:
            self._rows_by_tree(odd)

    def _of(self, number: int) -> dict[int, Value]:
        return {column: values[number] for column, values in self._expected.items() if number in values}

    def _row_in_bytes(self, number: int) -> bool:
        """Whether the row could be proven in its bytes."""
        row, old = self._after.row(number).rstrip(), self._before.row(number).rstrip()
        if self._after.prefixed or b"<f" in row or b"<f" in old or not row.endswith(b"</row>") or row.count(b"<c") != row.count(b"<c "):
            return False
        cells = row[:-6].split(b"<c ")
        expected = self._of(number)
        if not (self._others_unchanged(number, cells, old) if old else all(_CELL_PLACE.match(cell[3:13].decode("latin-1")) for cell in cells[1:])):
            return False
        digits = b'%d"' % number
        for column, value in expected.items():
            place = b'r="' + letters(column) + digits
            cell = cells[column] if column < len(cells) and cells[column].startswith(place) else next((c for c in cells if c.startswith(place)), None)
            if cell is None:
                if value is not None and value != "":
                    raise self._fail(f"expected {value}, found no cell", number, column)
                continue
            read = _read_bytes(cell[len(place) :], value, self._days)
            if read is _UNKNOWN:
                return False
            if not same(read, value):
                raise self._fail(f"expected {value}, read {read}", number, column)
        return True

    def _others_unchanged(self, number: int, cells: list[bytes], old: bytes) -> bool:
        """Cells that nobody wrote are the old ones; ``False`` when the old row is spelled in an unknown way."""
        if not old.endswith(b"</row>"):
            return False
        before = frozenset(old[:-6].split(b"<c ")[1:])
        written: Collection[int] = self._of(number) or self._contract  # a row that a shorter list no longer needs loses all its cells
        for cell in before.symmetric_difference(cells[1:]):
            match = _CELL_PLACE.match(cell[3:13].decode("latin-1"))
            if match is None:
                return False
            column = column_number(match[1])
            if column not in written:
                self._others_alike(number, written)
                return False
        return True

    def _others_alike(self, number: int, written: Collection[int]) -> None:
        """Stops when a cell that nobody wrote has changed, and not only its spelling: a row that had to be parsed is spelled anew."""
        before, after = (self._others(self._parsed(sheet, [number])[0], written) for sheet in (self._before, self._after))
        for column in sorted(before.keys() | after.keys()):
            if before.get(column) != after.get(column):
                raise self._fail("a cell that nobody wrote has changed", number, column)

    def _others(self, row: Element, written: Collection[int]) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        column = 0
        for cell in row.iterchildren("{*}c"):
            match = _CELL_PLACE.fullmatch(str(cell.get("r", "")))
            column = column_number(match[1]) if match else column + 1
            if column not in written:
                cell.tail = None
                found[column] = etree.tostring(cell, method="c14n")
        return found

    def _rows_by_tree(self, numbers: list[int]) -> None:
        for number, row in zip(numbers, self._parsed(self._after, numbers), strict=True):
            cells: dict[str, Element] = {}
            unplaced = 0
            if len(row.findall(".//{*}c")) != len(row.findall("{*}c")):
                raise self._fail("a cell stands within another one", number)
            for cell in row.iterchildren("{*}c"):
                match = _CELL_PLACE.fullmatch(str(cell.get("r", "")))
                unplaced += match is None
                if match is not None and cells.setdefault(match[1], cell) is not cell:
                    raise self._fail("the cell stands twice", number, column_number(match[1]))
            if unplaced > self._unplaced_before(number, unplaced):
                raise self._fail("a cell without a place was not there before", number)
            for column, value in self._of(number).items():
                read = self._read(cells.get(column_letters(column)), value)
                if not same(read, value):
                    raise self._fail(f"expected {value}, read {read}", number, column)

    def _parsed(self, sheet: Cut, numbers: list[int]) -> list[Element]:
        return list(parse(sheet.document([sheet.row(number) for number in numbers]), self._part))

    def _unplaced_before(self, number: int, now: int) -> int:
        """How many cells without a place the old row had. Looked at only where the new one has some."""
        if not now or not self._before.row(number):
            return 0
        [row] = self._parsed(self._before, [number])
        return sum(_CELL_PLACE.fullmatch(str(cell.get("r", ""))) is None for cell in row.iterchildren("{*}c"))

    def _read(self, cell: Element | None, value: Value) -> object:
        """What the program writes: a number, or a text within the cell. Anything else is not the program's, and equal to no value."""
        if cell is None or len(cell) == 0:
            return None
        kind, child = cell.get("t", "n"), cell[0]
        if len(cell) != 1 or cell.find("{*}f") is not None:
            return cell
        if kind == "inlineStr":
            return "".join(map(str, child.itertext())).replace(_UNDERSCORE, "_")
        return _number(child.text or "", value, self._days) if kind == "n" else cell


def holds(end: bytes, value: Value, days: int) -> bool:
    """Whether the end of a cell, from behind its place or its style on, is spelled as known and holds the value. ``days``: what a serial lacks."""
    read = _read_bytes(end, value, days)
    return read is not _UNKNOWN and same(read, value)


def _read_bytes(end: bytes, value: Value, days: int) -> object:
    match = _WRITTEN.fullmatch(end)
    if match is None:
        return _UNKNOWN
    if match[1] is not None:
        return _number(match[1].decode(), value, days)
    if match[2] is None:
        return None
    try:
        text = unescape(match[2].decode())
    except UnicodeDecodeError:
        return _UNKNOWN
    return text.replace(_UNDERSCORE, "_") if plain_text(text) == text else _UNKNOWN


def _number(text: str, value: Value, days: int) -> object:
    try:
        return float(text) + (days if hasattr(value, "toordinal") else 0)
    except ValueError:
        return text
