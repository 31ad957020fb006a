"""Written rows proven many at once: thousands of rows are taken apart at their written cells, the old ones and the new ones alike, and compared column
by column.

What lies between the ends of written cells, from the first row's number to the last row's end, with every place and style in it, must be the same bytes
before and after. Of a written column every cell must hold the value of its edit where there is one, and be the old cell where there is none. Rows with
which this cannot be shown are named, and ``proof_rows`` looks at them one by one: here nothing is refused. The expressions are not the writer's, and
values are read, not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, DecimalException
from functools import lru_cache, partial
from itertools import compress, repeat
from operator import ne
from types import NoneType

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.cut import FEW_ROWS, Cut
from pyaddin.ledger.closed.layout import column_letters
from pyaddin.ledger.column_values import Kinds

ROWS_AT_ONCE = 512
_MARK = b"<row"
_STYLE = rb'(?: s="\d+")?+'
_USUAL_END = rb'/>|><v>[^<]*+</v></c>| t="\w*+"><is><t xml:space="preserve">[^<]*+</t></is></c>'
# of any cell; the usual ones would end at the same place by the last way, which is slower
_END = rb"(" + _USUAL_END + rb"|[^<>]*+(?:(?<=/)>|>[^<]*+(?:<(?!/c>)[^<]*+)*+</c>))"
HEAD = re.compile(rb'(?: [\w:]+="[^"<>&]*")*')
_NUMBER = (b"><v>", b"</v></c>")
_TEXT = (b' t="inlineStr"><is><t xml:space="preserve">', b"</t></is></c>")
_DIGITS = b"0123456789.-\n"
_MARKS = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}  # the last one last: with the mark that it makes no other one may begin


class RowsProof:
    """The written rows of one sheet.

    ``expected``: values by sheet column and row. ``holds``: whether the end of a cell, from behind its style on, is whole XML and holds the value.
    ``heads``: what proven new rows have behind their number, for the parser.
    """

    def __init__(self, before: Cut, after: Cut, expected: Mapping[int, Mapping[int, Value]], holds: Callable[[bytes, Value], bool]) -> None:
        self._before, self._after, self._expected, self._holds = before, after, expected, holds
        self._columns: tuple[int, ...] = ()
        self._known: dict[tuple[bytes, Value], bool] = {}
        self.heads: set[bytes] = set()

    def unproven(self, touched: Iterable[int]) -> set[int]:
        """The numbers of the rows that are left to be looked at one by one."""
        left = set(touched)
        if self._after.prefixed or self._before.prefixed:
            return left
        there = self._after.among(sorted(left))
        old = self._before.among(there)
        left.difference_update(there)
        for look, numbers in ((self._old_rows, old), (self._new_rows, sorted(set(there).difference(old)))):
            if len(numbers) < FEW_ROWS:
                left.update(numbers)
                continue
            self._columns = tuple(sorted(column for column, values in self._expected.items() if not values.keys().isdisjoint(numbers)))
            for start in range(0, len(numbers), ROWS_AT_ONCE):
                left |= self._parted(look, numbers[start : start + ROWS_AT_ONCE])
        return left

    def _parted(self, look: Callable[[Sequence[int]], set[int] | None], numbers: Sequence[int]) -> set[int]:
        """Rows that cannot be laid side by side are parted, until an odd one stands among few."""
        left = look(numbers) if self._columns else None
        if left is not None:
            return left
        half = len(numbers) // 2
        if half < FEW_ROWS:
            return set(numbers)
        return self._parted(look, numbers[:half]) | self._parted(look, numbers[half:])

    def _old_rows(self, numbers: Sequence[int]) -> set[int] | None:
        """Rows that stood there before; ``None`` when they are not all alike, or differ beside the written cells."""
        olds, nows = (written_cells(self._columns).split(_MARK.join(sheet.rows_of(numbers))) for sheet in (self._before, self._after))
        stride = 2 * len(self._columns) + 2
        gaps = olds[::stride]
        one_cell_each = list(map(bytes.count, gaps, repeat(_MARK))) == [0, *repeat(1, len(numbers) - 1), 0]
        if len(olds) != len(nows) or not one_cell_each or list(map(int, olds[2::stride])) != numbers:
            return None
        left: set[int] = set()
        for column, place in zip(self._columns, range(3, stride, 2), strict=True):
            old, now, values = olds[place::stride], nows[place::stride], self._expected[column]
            olds[place::stride] = now  # what is left to be compared is all that is no written cell
            asked = list(map(values.__contains__, numbers))
            if all(asked):
                left |= self._not_held(column, numbers, now)
                continue
            left.update(set(compress(numbers, map(ne, old, now))).difference(values))
            left |= self._not_held(column, list(compress(numbers, asked)), list(compress(now, asked)))
        return left if olds == nows else None

    def _new_rows(self, numbers: Sequence[int]) -> set[int] | None:
        """Rows where none stood: nothing but the written cells, and a value for each of them."""
        rows = row_of(self._columns).split(_MARK + _MARK.join(self._after.rows_of(numbers)))
        stride = len(self._columns) + 3
        heads = set(rows[2::stride])
        if any(rows[::stride]) or list(map(int, rows[1::stride])) != numbers or not all(HEAD.fullmatch(head) and b" r=" not in head for head in heads):
            return None
        if any(not all(map(self._expected[column].__contains__, numbers)) for column in self._columns):
            return None
        self.heads |= heads
        cells = (rows[place::stride] for place in range(3, stride))
        return set[int]().union(*(self._not_held(column, numbers, ends) for column, ends in zip(self._columns, cells, strict=True)))

    def _not_held(self, column: int, numbers: Sequence[int], ends: Sequence[bytes]) -> set[int]:
        """Rows that do not hold the value of the edit, or not in a spelling that is known."""
        values = list(map(self._expected[column].__getitem__, numbers))
        if all_held(ends, values):
            return set()
        wrong = {pair for pair in set(zip(ends, values, strict=True)) if not self._pair_held(pair)}
        return {number for number, end, value in zip(numbers, ends, values, strict=True) if (end, value) in wrong} if wrong else set()

    def _pair_held(self, pair: tuple[bytes, Value]) -> bool:
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._holds(*pair)
        return known


@lru_cache(maxsize=64)
def written_cells(columns: tuple[int, ...]) -> re.Pattern[bytes]:
    """The cells of these columns in one row. Groups: a cell's place and style with all that stands before it, and its end; the second is the row's number."""
    first, *others = (column_letters(column).encode() for column in columns)
    cells = [b'(<c r="%b(\\d+)"%b)%b' % (first, _STYLE, _END)]
    cells += [b'([^<]*+(?:<(?!c r="%b\\d|/row)[^<]*+)*+<c r="%b\\2"%b)%b' % (letters, letters, _STYLE, _END) for letters in others]
    return re.compile(b"".join(cells))


@lru_cache(maxsize=64)
def row_of(columns: tuple[int, ...]) -> re.Pattern[bytes]:
    """A whole row of these cells, written by the program. Groups: its number, its other attributes, and the ends of the cells."""
    cells = [b'<c r="%b\\1"%b(%b)' % (column_letters(column).encode(), _STYLE, _USUAL_END) for column in columns]
    return re.compile(b'<row r="(\\d+)"([^<>]*)>' + b"".join(cells) + b"</row>")


def all_held(ends: Sequence[bytes], values: Sequence[Value], kinds: Kinds | None = None) -> bool:
    """Whether all of these are numbers of one kind, or plain texts, or blank, and every cell holds exactly its own. ``kinds``: what may be among them, where
    that is known of the whole column."""
    kinds = frozenset(map(type, values)) if kinds is None else kinds
    if NoneType in kinds:
        if not {end for end, value in zip(ends, values, strict=True) if value is None} <= {b"/>"}:
            return False
        ends = [end for end, value in zip(ends, values, strict=True) if value is not None]
        values = [value for value in values if value is not None]
        kinds -= {NoneType}
    if not values:
        return not ends
    if len(kinds) != 1:
        return False
    (kind,) = kinds
    before, behind = _TEXT if kind is str else _NUMBER
    joined = b"".join(ends)
    if kind not in _READ or not joined.startswith(before) or not joined.endswith(behind):
        return False
    # each of them ends with its only end of a cell: if anything else than values were between, it would be left and be no number and no plain text
    inner = joined[len(before) : -len(behind)].replace(behind + before, b"\n")
    try:
        return _READ[kind](inner) == values
    except (ValueError, DecimalException):
        return False


def _numbers(inner: bytes, read: Callable[[str], object]) -> list[object]:
    return [] if inner.translate(None, _DIGITS) else list(map(read, inner.decode().split("\n")))


def _texts(inner: bytes) -> list[object]:
    """Texts in which nothing is escaped but the marks of XML; none when one of them holds anything else than letters that are seen."""
    words = inner.decode()
    if not words.replace("\n", "").isprintable() or "<" in words or "_x" in words:
        return []
    if "&" in words:
        if words.count("&") != sum(map(words.count, _MARKS)):
            return []
        for spelled, mark in _MARKS.items():
            words = words.replace(spelled, mark)
    return [*words.split("\n")]


_READ: Mapping[type, Callable[[bytes], list[object]]] = {Decimal: partial(_numbers, read=Decimal), int: partial(_numbers, read=int), str: _texts}
