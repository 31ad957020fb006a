"""Written rows proven many at once: every row is taken apart at its cells, the rows are laid side by side, and each column is looked at as a whole.

A column that nobody wrote must be the same bytes before and after. Of a written one every cell must stand at its place in its old style, hold the value
of its edit where there is one, and be the old cell where there is none. Rows with which this cannot be shown are named, and ``proof`` looks at them
one by one: here nothing is refused. The cells are found by cutting, not by the writer's regular expressions, and their values are read, not made.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, DecimalException
from itertools import compress, pairwise
from operator import ne
from types import NoneType

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.cut import Cut
from pyaddin.ledger.closed.layout import column_letters, column_number

ROWS_AT_ONCE = 4_096
_ROW_END = b"</row>"
_CELL = b"<c "
_PLACE = re.compile(rb'r="([A-Z]{1,3})\d+"(?: s="\d+")?')
_HEAD = re.compile(rb'(?: [\w:]+="[^"<>&]*")*>')
# ends of cells, each on a line of its own
_ENDS = re.compile(rb'(?:(?: t="\w+")?+(?:/>|>(?:<v>[^<]*+</v>|<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>)?+</c>)\n)*+')
_NUMBER = (b"><v>", b"</v></c>")
_DIGITS = b"0123456789.-\n"
_READ: Mapping[type, Callable[[str], object]] = {Decimal: Decimal, int: int}

Cells = Sequence[bytes]
"""The cells of one column, without their mark; in the first column what stands before a row's cells."""


class RowsProof:
    """The written rows of one sheet.

    ``expected``: values by sheet column and row. ``holds``: whether the end of a cell, from behind its style on, is whole XML and holds the value.
    ``heads``: what proven new rows have behind their number, for the parser.
    """

    def __init__(self, before: Cut, after: Cut, expected: Mapping[int, Mapping[int, Value]], holds: Callable[[bytes, Value], bool]) -> None:
        self._before, self._after, self._expected, self._holds = before, after, expected, holds
        self._known: dict[tuple[bytes, Value], bool] = {}
        self.heads: set[bytes] = set()

    def unproven(self, touched: Iterable[int]) -> set[int]:
        """The numbers of the rows that are left to be looked at one by one."""
        left = set(touched)
        if self._after.prefixed or self._before.prefixed:
            return left
        there = self._after.among(sorted(left))
        left.difference_update(there)
        old = set(self._before.among(there))
        for new in (False, True):
            numbers = [number for number in there if (number in old) is not new]
            for start in range(0, len(numbers), ROWS_AT_ONCE):
                left |= self._some(numbers[start : start + ROWS_AT_ONCE], new=new)
        return left

    def _some(self, numbers: Sequence[int], *, new: bool) -> set[int]:
        """Rows of as many cells make a group, mostly all of them."""
        nows = self._after.rows_of(numbers)
        olds = nows if new else self._before.rows_of(numbers)
        left: set[int] = set()
        groups: defaultdict[int, list[tuple[int, list[bytes], list[bytes]]]] = defaultdict(list)
        for number, old, now in zip(numbers, olds, nows, strict=True):
            cells = now[: -len(_ROW_END)].split(_CELL)
            before = cells if new else old[: -len(_ROW_END)].split(_CELL)
            if len(before) == len(cells) and now.endswith(_ROW_END) and old.endswith(_ROW_END):
                groups[len(cells)].append((number, before, cells))
            else:
                left.add(number)
        for group in groups.values():
            some, before_rows, rows = zip(*group, strict=True)
            now_columns = list(zip(*rows, strict=True))
            left |= self._new_rows(some, now_columns) if new else self._old_rows(some, list(zip(*before_rows, strict=True)), now_columns)
        return left

    def _old_rows(self, numbers: Sequence[int], olds: Sequence[Cells], nows: Sequence[Cells]) -> set[int]:
        """Rows that stood there before."""
        columns = _columns(nows)
        left = self._without_a_place(columns, numbers)
        for column, old, now in zip(columns, olds, nows, strict=True):
            wanted = self._wanted(column, numbers)
            if len(wanted) < len(numbers) and old != now:
                left.update(set(compress(numbers, map(ne, old, now))).difference(wanted))
            if wanted:
                left |= self._not_held(column, numbers, old, now, wanted)
        return left

    def _new_rows(self, numbers: Sequence[int], nows: Sequence[Cells]) -> set[int]:
        """Rows where none stood: every cell is a written one."""
        behind = list(map(bytes.removeprefix, nows[0], map(b' r="%d"'.__mod__, numbers)))
        heads = {head for head in set(behind) if _HEAD.fullmatch(head) and b" r=" not in head}
        self.heads |= heads
        columns = _columns(nows)
        left = self._without_a_place(columns, numbers)
        left.update(number for number, head in zip(numbers, behind, strict=True) if head not in heads)
        for column, now in list(zip(columns, nows, strict=True))[1:]:
            wanted = self._wanted(column, numbers)
            left.update(set(numbers).difference(wanted))
            if wanted:
                left |= self._not_held(column, numbers, now, now, wanted)
        return left

    def _without_a_place(self, columns: Sequence[int], numbers: Sequence[int]) -> set[int]:
        """Rows of which a value is expected where these have no cell; all of them when their cells are not in order."""
        if any(left >= right for left, right in pairwise(columns)):
            return set(numbers)
        asked = set[int]().union(*(values for column, values in self._expected.items() if column not in columns))
        return asked.intersection(numbers)

    def _wanted(self, column: int, numbers: Sequence[int]) -> dict[int, Value]:
        values = self._expected.get(column, {})
        return {number: values[number] for number in numbers if number in values} if values else {}

    def _not_held(self, column: int, numbers: Sequence[int], olds: Cells, nows: Cells, wanted: Mapping[int, Value]) -> set[int]:
        """Rows that do not hold the wanted value in the old place and style, or not in a spelling that is known."""
        openings = _openings(column, numbers, olds)
        if olds is not nows and not _ENDS.fullmatch(b"\n".join([*map(bytes.removeprefix, olds, openings), b""])):
            return set(wanted)  # something that is more than a cell, or of an unknown kind, stood there
        ends = list(map(bytes.removeprefix, nows, openings))  # of a cell that begins otherwise nothing is removed: no known end
        if len(wanted) < len(numbers):
            ends = [end for number, end in zip(numbers, ends, strict=True) if number in wanted]
        values = list(wanted.values())
        if _numbers_held(ends, values):
            return set()
        wrong = {pair for pair in set(zip(ends, values, strict=True)) if not self._pair_held(pair)}
        return {number for number, *pair in zip(wanted, ends, values, strict=True) if tuple(pair) in wrong} if wrong else set()

    def _pair_held(self, pair: tuple[bytes, Value]) -> bool:
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._holds(*pair)
        return known


def _columns(cells: Sequence[Cells]) -> list[int]:
    """The sheet columns of rows laid side by side, as the first row says; 0 for what is no cell or has no place."""
    places = [_PLACE.match(column[0]) for column in cells]
    return [column_number(place[1].decode()) if place else 0 for place in places]


def _openings(column: int, numbers: Sequence[int], cells: Cells) -> list[bytes]:
    """Place and style of these cells; an impossible one for a cell that stands elsewhere."""
    places = b'r="%b%%d"' % column_letters(column).encode()
    first = _PLACE.match(cells[0])
    style = first[0].partition(b" ")[2] if first else b""
    openings = list(map((places + (b" " + style if style else b"")).__mod__, numbers))
    if all(map(bytes.startswith, cells, openings)):
        return openings
    matches = ((cell, _PLACE.match(cell), places % number) for number, cell in zip(numbers, cells, strict=True))
    return [match[0] if match and cell.startswith(place) else b"<" for cell, match, place in matches]


def _numbers_held(ends: Sequence[bytes], values: Sequence[Value]) -> bool:
    """Whether all of these are numbers of one kind, or blank, and every cell holds exactly its own."""
    kinds = set(map(type, values))
    if NoneType in kinds:
        if {end for end, value in zip(ends, values, strict=True) if value is None} != {b"/>"}:
            return False
        ends = [end for end, value in zip(ends, values, strict=True) if value is not None]
        values = [value for value in values if value is not None]
        kinds.discard(NoneType)
    read = _READ.get(kinds.pop()) if len(kinds) == 1 else None
    if read is None:
        return False
    before, behind = _NUMBER
    texts = b"".join(ends)[len(before) : -len(behind)].replace(behind + before, b"\n")
    if texts.translate(None, _DIGITS) or not all(end.startswith(before) and end.endswith(behind) for end in ends):
        return False
    try:
        return list(map(read, texts.decode().split("\n"))) == values
    except (ValueError, DecimalException):
        return False
