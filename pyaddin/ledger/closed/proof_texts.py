"""A text of many written rows proven at once, beside the old text as its writer took it apart.

The writer's pieces must be the old text, byte for byte, and what it took for the ends of written cells must hold no other cell and no row. The new text is
taken apart by an expression that is not the writer's: what lies between the ends of written cells must be the same bytes, a written cell must hold the
value of its edit, and a cell without an edit must end as it did. What cannot be shown so is left to ``proof_columns``: here nothing is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, repeat

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.columns_in_turn import WrittenText
from pyaddin.ledger.closed.proof_columns import HEAD, all_held, row_of, written_cells
from pyaddin.ledger.closed.proof_rows import holds
from pyaddin.ledger.closed.proof_sheet import whole
from pyaddin.ledger.column_values import REMEMBERED, ColumnValues, Kinds

_NO_END = (b"<c", b"<row", b"</row")
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
        stride = 2 * len(self._columns) + 2
        olds, nows = written.pieces.copy(), written_cells(self._columns).split(written.text)
        if len(olds) != len(nows) or olds[2::stride] != nows[2::stride]:
            return False
        del olds[2::stride], nows[2::stride]
        stride -= 1
        old_ends = b"".join(chain.from_iterable(olds[place::stride] for place in range(2, stride, 2)))
        if b"".join(olds) != old or any(other in old_ends for other in _NO_END):
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
