"""New values of columns for rows that pass some hundred at a time, in a text of whole rows: it is never cut into rows.

A text that has a row without one of these cells, or one spelled in another way than programs spell them, is left to ``sheet``, which takes rows apart.
Both ways make the same rows (``tests/ledger/test_in_turn.py`` holds them equal).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import lt

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.column_bytes import pattern_of
from pyaddin.ledger.closed.row_bytes import Contents
from pyaddin.records import dataclass

_MARK = b"<row"


@dataclass(frozen=True, slots=True)
class WrittenText:
    """Rows after their edits. ``pieces``: the old text taken apart at its written cells; ``numbers``: the rows; ``edits``: for each column the places
    among them that get a value, and the values."""

    text: bytes
    pieces: list[bytes]
    numbers: Sequence[int]
    edits: Sequence[tuple[Sequence[int], Sequence[Value]]]


class ColumnsInTurn:
    """New values by column and sheet row, for rows that are there. ``columns``: those with values above ``last_row``; ``others``: the values of that row
    and of rows below it, which do not pass."""

    def __init__(self, columns: Mapping[int, Mapping[int, Value]], last_row: int, contents: Contents) -> None:
        self._contents = contents
        self.others: dict[int, dict[int, Value]] = {}
        above: dict[int, tuple[list[int], list[Value]]] = {}
        for column, by_row in sorted(columns.items()):
            rows, values = list(by_row), list(by_row.values())
            if (ascending := sorted(rows)) != rows:
                rows, values = ascending, list(map(by_row.__getitem__, ascending))
            stop = bisect_left(rows, last_row)
            if stop:
                above[column] = rows[:stop], values[:stop]
            if stop < len(rows):
                self.others[column] = dict(zip(rows[stop:], values[stop:], strict=True))
        self.columns = tuple(above)
        self._pattern = pattern_of(self.columns) if above else None
        self._rows, self._values = [rows for rows, _ in above.values()], [values for _, values in above.values()]

    def between(self, above: int, last: int) -> dict[int, dict[int, Value]]:
        """The values of rows below the first and down to the last of these, where there are any."""
        found: dict[int, dict[int, Value]] = {}
        for column, rows, values in zip(self.columns, self._rows, self._values, strict=True):
            some = slice(bisect_right(rows, above), bisect_right(rows, last))
            if rows[some]:
                found[column] = dict(zip(rows[some], values[some], strict=True))
        return found

    def written(self, text: bytes, above: int) -> WrittenText | None:
        """These rows, the next ones below ``above``, after the edits; ``None`` when they are not all spelled as known, one after another."""
        if self._pattern is None:
            return None
        stride = 2 * len(self.columns) + 2
        pieces = self._pattern.split(text)
        numbers = list(map(int, pieces[2::stride]))
        if not numbers or numbers[0] <= above or not _all_rows(numbers, text, pieces):
            return None
        place_of = {number: place for place, number in enumerate(numbers)}
        edits: list[tuple[Sequence[int], Sequence[Value]]] = []
        new = pieces.copy()
        for index, (rows, values) in enumerate(zip(self._rows, self._values, strict=True), 1):
            some = slice(bisect_right(rows, above), bisect_right(rows, numbers[-1]))
            ends = self._contents.of_all(values[some])
            if rows[some] == numbers:
                places: Sequence[int] = range(len(numbers))
                new[2 * index + 1 :: stride] = ends
            else:
                try:
                    places = list(map(place_of.__getitem__, rows[some]))
                except KeyError:
                    return None
                for place, end in zip(places, ends, strict=True):
                    new[place * stride + 2 * index + 1] = end
            edits.append((places, values[some]))
        del new[2::stride]
        return WrittenText(b"".join(new), pieces, numbers, edits)


def _all_rows(numbers: Sequence[int], text: bytes, pieces: Sequence[bytes]) -> bool:
    """Whether these are the rows of the text in their order. Where the first and the last row are met, none can stand between numbers without a gap."""
    if pieces[0].count(_MARK) == 1 and _MARK not in pieces[-1] and list(numbers) == list(range(numbers[0], numbers[-1] + 1)):
        return True
    return text.count(_MARK) == len(numbers) and all(map(lt, numbers, numbers[1:]))
