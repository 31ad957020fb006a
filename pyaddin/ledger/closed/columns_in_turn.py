"""New values of columns for rows that pass some hundred at a time, in a text of whole rows: it is never cut into rows.

A text that has a row without one of these cells, or one spelled in another way than programs spell them, is left to ``sheet``, which takes rows apart.
Both ways make the same rows (``tests/ledger/test_in_turn.py`` holds them equal).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import lt

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.column_bytes import pattern_of
from pyaddin.ledger.closed.row_bytes import Contents
from pyaddin.ledger.column_values import ColumnValues, Kinds
from pyaddin.records import dataclass

_MARK = b"<row"


@dataclass(frozen=True, slots=True)
class WrittenText:
    """Rows after their edits. ``pieces``: the old text taken apart at its written cells; ``ends``: of each column the ends of its cells as they are now;
    ``numbers``: the rows; ``edits``: for each column the places among them that get a value, the values, and what kinds there are in the column."""

    text: bytes
    pieces: list[bytes]
    ends: Sequence[Sequence[bytes]]
    numbers: Sequence[int]
    edits: Sequence[tuple[Sequence[int], Sequence[Value], Kinds]]


class ColumnsInTurn:
    """New values by column and sheet row, for rows that are there. ``columns``: those with values above ``last_row``; ``others``: the values of that row
    and of rows below it, which do not pass."""

    def __init__(self, columns: Mapping[int, ColumnValues], last_row: int, contents: Contents) -> None:
        self._contents = contents
        self.others: dict[int, ColumnValues] = {}
        self._above: dict[int, ColumnValues] = {}
        for column, values in sorted(columns.items()):
            stop = bisect_left(values.rows, last_row)
            if stop:
                self._above[column] = values.part(slice(stop))
            if stop < len(values):
                self.others[column] = values.part(slice(stop, None))
        self.columns = tuple(self._above)
        self._pattern = pattern_of(self.columns) if self.columns else None

    def between(self, above: int, last: int) -> dict[int, ColumnValues]:
        """The values of rows below the first and down to the last of these, where there are any."""
        parts = {column: values.part(values.places(above, last)) for column, values in self._above.items()}
        return {column: part for column, part in parts.items() if part}

    def written(self, text: bytes, above: int) -> WrittenText | None:
        """These rows, the next ones below ``above``, after the edits; ``None`` when they are not all spelled as known, one after another."""
        if self._pattern is None:
            return None
        stride = 2 * len(self.columns) + 2
        pieces = self._pattern.split(text)
        numbers = _all_rows(text, pieces, stride)
        if not numbers or numbers[0] <= above:
            return None
        edits: list[tuple[Sequence[int], Sequence[Value], Kinds]] = []
        new, all_ends = pieces.copy(), list[Sequence[bytes]]()
        for index, column in enumerate(self._above.values(), 1):
            some = column.places(above, numbers[-1])
            values, places = column.news[some], _places(column.rows[some], numbers)
            if places is None:
                return None
            ends = self._contents.of_all(values, column.kinds)
            if len(places) < len(numbers):
                some_ends, ends = ends, pieces[2 * index + 1 :: stride]
                for place, end in zip(places, some_ends, strict=True):
                    ends[place] = end
            new[2 * index + 1 :: stride] = ends
            all_ends.append(ends)
            edits.append((places, values, column.kinds))
        del new[2::stride]
        return WrittenText(b"".join(new), pieces, all_ends, numbers, edits)


def _all_rows(text: bytes, pieces: Sequence[bytes], stride: int) -> Sequence[int]:
    """The rows of the text, when they are all met in their order; none when not. Where the first and the last row are met, none can stand between numbers
    without a gap."""
    numbers = list(map(int, pieces[2::stride]))
    unbroken = range(numbers[0], numbers[-1] + 1) if numbers else range(0)
    if numbers == list(unbroken) and pieces[0].count(_MARK) == 1 and _MARK not in pieces[-1]:
        return unbroken
    return numbers if text.count(_MARK) == len(numbers) and all(map(lt, numbers, numbers[1:])) else ()


def _places(rows: Sequence[int], numbers: Sequence[int]) -> Sequence[int] | None:
    """Where these rows stand among the numbers; ``None`` when one does not."""
    if rows == numbers:
        return range(len(numbers))
    if isinstance(numbers, range):
        first = numbers[0]
        return [row - first for row in rows] if not rows or rows[0] >= first and rows[-1] in numbers else None
    place_of = {number: place for place, number in enumerate(numbers)}
    return list(map(place_of.__getitem__, rows)) if place_of.keys() >= set(rows) else None
