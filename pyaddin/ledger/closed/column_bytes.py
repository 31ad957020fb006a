"""Cells of many rows exchanged in their bytes, column by column: one regular expression, made for these columns, takes the rows apart and
leaves the ends of their cells in lists.

A row that has not all of these cells, or one spelled in another way than programs spell them, is left as it was and told: ``row_bytes`` takes such rows
one by one, and ``sheet`` parses what that does not know either. All ways make the same row (``tests/ledger/test_row_bytes.py`` holds them equal).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, compress, pairwise, repeat

from pyaddin.ledger.closed.row_bytes import Contents, letters
from pyaddin.ledger.column_values import ColumnValues

ROWS_AT_ONCE = 512
_MARK = b"<row"
# behind the cell's style: its type, and content that is no formula
_END = rb'((?: t="\w+")?+(?:/>|>(?:<v>[^<]*+</v>|<is><t(?: xml:space="preserve")?+>[^<]*+</t></is>)?+</c>))'
_STYLE = rb'(?: s="\d+")?+'


class ColumnEdits:
    """New values by column and sheet row, for rows that are there."""

    def __init__(self, columns: Mapping[int, ColumnValues]) -> None:
        self._columns = dict(sorted(columns.items()))
        self._pattern = pattern_of(tuple(self._columns))

    def patched(self, rows: Sequence[bytes], numbers: Sequence[int], contents: Contents) -> tuple[list[bytes], list[int]]:
        """These rows, in the order of their ascending numbers and without their marks, after the edits; and the numbers of those left as they were."""
        made: list[bytes] = []
        left: list[int] = []
        for start in range(0, len(rows), ROWS_AT_ONCE):
            some, odd = self._batch(rows[start : start + ROWS_AT_ONCE], numbers[start : start + ROWS_AT_ONCE], contents)
            made += some
            left += odd
        return made, left

    def _batch(self, rows: Sequence[bytes], numbers: Sequence[int], contents: Contents) -> tuple[Sequence[bytes], Sequence[int]]:
        stride = 2 * len(self._columns) + 2
        pieces = self._pattern.split(_MARK.join(rows))
        met = list(map(int, pieces[2::stride]))
        # how many rows have begun before each match: the row it is in
        at = list(accumulate(map(bytes.count, pieces[:-1:stride], repeat(_MARK))))
        if not met or met != list(map(numbers.__getitem__, at)) or len(set(at)) < len(at):
            return rows, numbers
        for index, column in enumerate(self._columns.values()):
            some = column.places(numbers[0] - 1, numbers[-1])
            ends, ours = contents.of_all(column.news[some], column.kinds), list(column.rows[some])
            places = slice(2 * index + 3, None, stride)
            pieces[places] = ends if ours == met else _placed(pieces[places], met, ours, ends)
        del pieces[2::stride]
        made = b"".join(pieces).split(_MARK)
        return made, [] if len(met) == len(rows) else sorted({*numbers}.difference(met))


def _placed(ends: list[bytes], met: Sequence[int], rows: Sequence[int], new: Sequence[bytes]) -> list[bytes]:
    """The ends of a column's cells with the new ones in the rows that get them."""
    by_row = dict(zip(met, ends, strict=True))
    here = list(map(by_row.__contains__, rows))
    by_row.update(zip(compress(rows, here), compress(new, here), strict=True))
    return list(by_row.values())


@lru_cache(maxsize=64)
def pattern_of(columns: tuple[int, ...]) -> re.Pattern[bytes]:
    """From the first of these cells of a row to the end of its last one. Groups: place and style of a cell, with what stands before it, and its end;
    the second one is the row's number."""
    parts = [b'(<c r="%b(\\d+)"%b)%b' % (letters(columns[0]), _STYLE, _END)]
    for before, column in pairwise(columns):
        place = b'<c r="%b\\2"' % letters(column)
        between = rb"\s*+" if column == before + 1 else b"[^<]*+(?:<(?!%b|/row)[^<]*+)*+" % place[1:]
        parts.append(b"(%b%b%b)%b" % (between, place, _STYLE, _END))
    return re.compile(b"".join(parts))
