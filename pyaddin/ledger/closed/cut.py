"""One sheet's XML cut into its rows, without reading them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import repeat

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.closed.layout import parse
from pyaddin.records import dataclass

ROWS_AT_ONCE = 2_048
FEW_ROWS = 16
"""So few rows are written and proven one by one: an expression made for their columns takes longer to make than they take."""
_BLANK_ROW = re.compile(rb"""(?:\s++[^\s=/<>"']++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'))*+\s*+/>\s*+""")
_ROW_NUMBER = re.compile(rb"""\sr=["'](\d+)["']""")


@dataclass(slots=True)
class Cut:
    """``head`` ends before the first row, ``tail`` begins with the end of the rows; ``mark`` is what every row begins with and its bytes lack.

    ``numbers`` are the sheet rows in their order in the file: a range where none is missing, as in nearly every ledger. ``doubled``: two rows had one number.
    """

    head: bytes
    tail: bytes
    opening: bytes
    closing: bytes
    mark: bytes
    numbers: Sequence[int]
    rows: list[bytes]
    doubled: bool = False
    _places: Mapping[int, int] | None = field(default=None, repr=False)

    @property
    def prefixed(self) -> bool:
        """Whether the sheet's elements carry a namespace prefix; then nothing is known of their spelling."""
        return self.mark != b"<row"

    @property
    def ascending(self) -> bool:
        """Whether every row stands below all with smaller numbers."""
        return isinstance(self.numbers, range) or all(map(int.__lt__, self.numbers, self.numbers[1:]))

    def at(self, number: int) -> int:
        """The place of a sheet row among ``rows``; -1 when there is none."""
        if isinstance(self.numbers, range):
            return number - self.numbers.start if number in self.numbers else -1
        return self._by_number().get(number, -1)

    def _by_number(self) -> Mapping[int, int]:
        if self._places is None:
            self._places = {row: place for place, row in enumerate(self.numbers)}
        return self._places

    def row(self, number: int) -> bytes:
        """The bytes of a row behind its mark; nothing when there is none."""
        place = self.at(number)
        return self.rows[place] if place >= 0 else b""

    def among(self, numbers: Iterable[int]) -> list[int]:
        """Those of the numbers that rows of the sheet have."""
        asked = numbers if isinstance(numbers, list) else list(numbers)
        if isinstance(self.numbers, range):
            if asked and min(asked) >= self.numbers.start and max(asked) < self.numbers.stop:
                return asked
            return [number for number in asked if number in self.numbers]
        return list(filter(self._by_number().__contains__, asked))

    def numbered(self, numbers: list[int]) -> list[int]:
        """Those of these rows, all of which are there, that begin with their number."""
        if isinstance(self.numbers, range):
            return numbers
        return [number for number in numbers if self.row(number).startswith(b' r="%d"' % number)]

    def rows_of(self, numbers: Sequence[int]) -> list[bytes]:
        """The bytes of these rows, all of which are there."""
        rows = self.rows
        if isinstance(self.numbers, range):
            first = self.numbers.start
            return rows[numbers[0] - first : numbers[-1] - first + 1] if _follow(numbers) else [rows[number - first] for number in numbers]
        return [rows[self.at(number)] for number in numbers]

    def put(self, numbers: Sequence[int], rows: Sequence[bytes]) -> None:
        """Other bytes for rows that are there."""
        if isinstance(self.numbers, range) and _follow(numbers):
            first = numbers[0] - self.numbers.start
            self.rows[first : first + len(numbers)] = rows
            return
        for number, row in zip(numbers, rows, strict=True):
            self.rows[self.at(number)] = row

    def pieces(self) -> Iterator[bytes]:
        """The sheet again, some thousand rows at a time: for packing without ever holding the whole."""
        yield self.head
        yield from self.rows_alone()
        yield self.tail

    def rows_alone(self) -> Iterator[bytes]:
        """The same without what stands around the rows."""
        for start in range(0, len(self.rows), ROWS_AT_ONCE):
            yield self.mark + self.mark.join(self.rows[start : start + ROWS_AT_ONCE])

    def alone(self, numbers: Sequence[int], rows: list[bytes]) -> Cut:
        """Other rows in the sheet's outermost element, and nothing around them."""
        return Cut(self.opening, self.closing, self.opening, self.closing, self.mark, numbers, rows)

    def document(self, rows: Sequence[bytes]) -> bytes:
        """These rows alone in the sheet's outermost element."""
        return b"".join((self.opening, *(self.mark + row for row in rows), self.closing))


def _follow(numbers: Sequence[int]) -> bool:
    """Whether the numbers follow each other."""
    return bool(numbers) and numbers[-1] - numbers[0] + 1 == len(numbers) and list(numbers) == list(range(numbers[0], numbers[-1] + 1))


def without_comments(content: bytes, name: str) -> bytes:
    """The sheet without comments and marked sections: in them a row could seem to begin."""
    if b"!" not in content or b"<!" not in content:  # to look for one byte is fifteen times faster
        return content
    root = parse(content, name)
    etree.strip_tags(root, etree.Comment)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def cut(content: bytes, name: str) -> Cut:
    """Stops X-NOT-WORKBOOK when this is no sheet, or one whose rows do not stand one after another: parted, it would lose their ends.

    A row without a number follows the one before it; of two with one number the last one counts.
    """
    opening = re.search(rb"<((?:\w+:)?)worksheet\b[^>]*>", content)
    if opening is None:
        raise Stop("X-NOT-WORKBOOK", f"{name} is not a worksheet")
    prefix = opening.group(1)
    data = re.search(rb"<" + prefix + rb"sheetData\b[^>]*>", content)
    end = content.rfind(b"</" + prefix + b"sheetData>")
    if data is None or end < 0:
        raise Stop("X-NOT-WORKBOOK", f"{name} holds no rows")
    mark = b"<" + prefix + b"row"
    rows = content[data.end() : end].split(mark)
    above = rows.pop(0)
    if above.strip() or not whole_rows(rows, mark):
        raise Stop("X-NOT-WORKBOOK", f"{name}: the rows and cells do not stand one after another")
    head = content[: data.end()] + above
    return cut_rows(head, rows, content[end:], opening.group(), b"</" + prefix + b"worksheet>", mark)


def whole_rows(rows: Sequence[bytes], mark: bytes) -> bool:
    """Whether each of these rows, parted where the next one begins, ends there too. In one that does not the next one stands, or something that is no row."""
    closing = b"</" + mark[1:] + b">"
    closed = sum(map(bytes.count, rows, repeat(closing)))
    if closed == len(rows) and all(map(bytes.endswith, rows, repeat(closing))):
        return True
    filled = [row for row in rows if not _BLANK_ROW.fullmatch(row)]
    return closed == len(filled) and all(row.rstrip().endswith(closing) for row in filled)


def cut_rows(head: bytes, rows: list[bytes], tail: bytes, opening: bytes, closing: bytes, mark: bytes, above: int = 0) -> Cut:
    """Rows that are parted already, below the row ``above``."""
    made = Cut(head, tail, opening, closing, mark, _unbroken(rows), rows)
    if len(made.numbers) != len(rows):
        last = dict(zip(_numbers(rows, above), rows, strict=True))
        made.numbers, made.rows, made.doubled = list(last), list(last.values()), len(last) != len(rows)
    return made


def _unbroken(rows: Sequence[bytes]) -> range:
    """The numbers of rows that follow each other without a gap; an empty range when they do not."""
    first = _ROW_NUMBER.match(rows[0]) if rows else None
    if first is None:
        return range(0)
    numbers = range(int(first.group(1)), int(first.group(1)) + len(rows))
    return numbers if all(map(bytes.startswith, rows, map(b' r="%d"'.__mod__, numbers))) else range(0)


def _numbers(rows: Sequence[bytes], number: int) -> Iterator[int]:
    for row in rows:
        number = number_of(row) or number + 1
        yield number


def number_of(row: bytes) -> int:
    """The number that a row says it has; 0 when it says none."""
    match = _ROW_NUMBER.search(row, 0, row.find(b">") + 1)
    return int(match.group(1)) if match else 0
