"""A text of many written rows proven at once, beside the old text as its writer took it apart.

The writer's pieces must be the old text, byte for byte, and with the new ends of written cells in them the new text. What it took for such an end must stand
right behind the cell's column, row and style, hold no other cell and no row, and be followed by the next cell or the end of the row; a written cell must
hold the value of its edit, and a cell without an edit must end as it did. Where the styles of a column differ, the new text is taken apart by an expression
that is not the writer's, which is the reference: what lies between the ends of written cells must be the same bytes. What cannot be shown so is left to
``proof_columns``: here nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain, repeat

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.columns_in_turn import WrittenText
from pyaddin.ledger.closed.cut import whole_rows
from pyaddin.ledger.closed.layout import column_letters
from pyaddin.ledger.closed.proof_columns import HEAD, all_held, row_of, written_cells
from pyaddin.ledger.closed.proof_rows import holds
from pyaddin.ledger.closed.proof_sheet import whole
from pyaddin.ledger.column_values import REMEMBERED, ColumnValues, Kinds

_ROW = b"<row"
_NO_END = (b"<c", _ROW, b"</row")
_CELL = b"<c "
_NEXT, _NEXT_ROUGHLY = (_CELL, b"</row>"), (b"<c", b"</row")
_STYLED = re.compile(rb'r="[A-Z]+\d+"( s="\d+")?')
_NOTHING = object()
_SAMPLE = 4


class Held:
    """Whether the ends of cells of one column hold values. What has been shown of an end is remembered, for in most columns values repeat; the others are
    read all at once where they are numbers or plain texts, and each different one by itself where they are not."""

    def __init__(self, days: int) -> None:
        self._days = days
        self._known: dict[bytes, Value] = {}

    def held(self, ends: Sequence[bytes], values: Sequence[Value], kinds: Kinds) -> bool:
        """``kinds``: the types among the values of the whole column."""
        if len(self._known) > REMEMBERED:
            return all_held(ends, values, kinds) or all(map(self._pair_held, set(zip(ends, values, strict=True))))
        met = all(map(self._known.__contains__, ends[:_SAMPLE]))  # where the first ones were not met before, looking for each takes longer than reading it
        if met and list(map(self._known.get, ends, repeat(_NOTHING))) == values:
            return True
        held = all_held(ends, values, kinds) or all(map(self._pair_held, set(zip(ends, values, strict=True))))
        if held:
            self._known.update(zip(ends, values, strict=True))
        return held

    def _pair_held(self, pair: tuple[bytes, Value]) -> bool:
        end, value = pair
        return self._known.get(end, _NOTHING) == value or holds(end, value, self._days)


class TextProof:
    """Proves texts of rows in which these columns are written. ``days``: what a serial number lacks in a workbook that counts from 1904."""

    def __init__(self, columns: tuple[int, ...], days: int) -> None:
        self._columns, self._cells = columns, [Held(days) for _ in columns]

    def holds(self, old: bytes, written: WrittenText) -> bool:
        """Whether the new text is the old one with these edits and nothing else."""
        return _whole_rows(written) and (self.in_place(old, written) or self.taken_apart(old, written))

    def in_place(self, old: bytes, written: WrittenText) -> bool:
        """As ``taken_apart``, where the cells of each column have one style."""
        pieces, stride = written.pieces, 2 * len(self._columns) + 2
        numbers = pieces[2::stride]
        if len(pieces) != stride * len(numbers) + 1 or any(len(ends) != len(numbers) for ends in written.ends):
            return False
        was, now = pieces.copy(), pieces.copy()
        for place, ends in zip(range(3, stride, 2), written.ends, strict=True):
            now[place::stride] = ends
        del was[2::stride], now[2::stride]
        if b"".join(was) != old or b"".join(now) != written.text or not self._stand_behind_places(pieces, numbers, stride):
            return False
        for place, cells, ends, (places, values, kinds) in zip(range(3, stride, 2), self._cells, written.ends, written.edits, strict=True):
            mine = ends
            if len(places) < len(ends):
                mine, kept = [ends[one] for one in places], pieces[place::stride]
                for one, end in zip(places, mine, strict=True):
                    kept[one] = end
                if kept != ends:
                    return False
            if not cells.held(mine, values, kinds):
                return False
        return True

    def _stand_behind_places(self, pieces: Sequence[bytes], numbers: Sequence[bytes], stride: int) -> bool:
        """Whether each end in the old text is all that stands between the place of its cell and the next cell, or the end of the row."""
        old_ends = b"".join(chain.from_iterable(pieces[place::stride] for place in range(3, stride, 2)))
        if any(other in old_ends for other in _NO_END) or not all(map(bytes.startswith, pieces[stride::stride], repeat(_NEXT))):
            return False
        before = 0
        for place, column in zip((1, *range(4, stride, 2)), self._columns, strict=True):
            gaps = pieces[place::stride]
            if before and column > before + 1:
                if not all(map(bytes.startswith, gaps, repeat(_CELL))) or b"</row" in b"".join(gaps):
                    return False
                gaps = [_CELL + gap.rpartition(_CELL)[2] for gap in gaps]
            before, letters = column, column_letters(column).encode()
            first = _STYLED.fullmatch(gaps[0][len(_CELL) :])
            if first is None:
                return False
            left, right = b'<c r="%b' % letters, b'"%b' % (first[1] or b"")
            if b"\n".join(gaps) != left + (right + b"\n" + left).join(numbers) + right:
                return False
        return True

    def taken_apart(self, old: bytes, written: WrittenText) -> bool:
        """Whether it is, found by taking the new text apart."""
        stride = 2 * len(self._columns) + 2
        olds, nows = written.pieces.copy(), written_cells(self._columns).split(written.text)
        if len(olds) != len(nows) or olds[2::stride] != nows[2::stride]:
            return False
        del olds[2::stride], nows[2::stride]
        stride -= 1
        old_ends = b"".join(chain.from_iterable(olds[place::stride] for place in range(2, stride, 2)))
        if b"".join(olds) != old or any(other in old_ends for other in _NO_END):
            return False
        if any(not gap.lstrip().startswith(_NEXT_ROUGHLY) for place in range(3, stride + 1, 2) for gap in olds[place::stride]):
            return False
        for place, cells, (places, values, kinds) in zip(range(2, stride, 2), self._cells, written.edits, strict=True):
            now = nows[place::stride]
            if len(places) == len(now):
                ends = now
            else:
                ends, kept = [now[one] for one in places], olds[place::stride]
                for one, end in zip(places, ends, strict=True):
                    kept[one] = end
                if kept != now:
                    return False
            if not cells.held(ends, values, kinds):
                return False
            olds[place::stride] = now  # what is left to be compared is all that is no written cell
        return olds == nows


def _whole_rows(written: WrittenText) -> bool:
    """Whether each row ends where the next one begins, as those do that stood one after another when the sheet was read."""
    text, count = written.text, len(written.numbers)
    if text.count(b"</row><row ") == count - 1 and text.endswith(b"</row>"):
        return text.count(b"</row>") == count == text.count(_ROW)
    return whole_rows(text.split(_ROW)[1:], _ROW)


class NewRowsProof:
    """Proves texts of new rows: nothing but the cells of these columns, and in each of them its value."""

    def __init__(self, columns: tuple[int, ...], days: int) -> None:
        self._columns, self._cells = columns, [Held(days) for _ in columns]
        self._heads: set[bytes] = set()

    def holds(self, text: bytes, numbers: Sequence[int], columns: Mapping[int, ColumnValues]) -> bool:
        """Whether these are the rows of these numbers."""
        rows, stride = row_of(self._columns).split(text), len(self._columns) + 3
        if any(rows[::stride]) or list(map(int, rows[1::stride])) != list(numbers) or not all(map(self._plain, set(rows[2::stride]))):
            return False
        new = map(columns.__getitem__, self._columns)
        return all(cells.held(rows[place::stride], one.news, one.kinds) for place, (cells, one) in enumerate(zip(self._cells, new, strict=True), 3))

    def _plain(self, head: bytes) -> bool:
        """Whether this is all that a row says of itself behind its number: whole XML, and no other number."""
        if head not in self._heads:
            if not HEAD.fullmatch(head) or b" r=" in head:
                return False
            whole("a new row", (b'<row r="1"' + head + b"/>",))
            self._heads.add(head)
        return True
