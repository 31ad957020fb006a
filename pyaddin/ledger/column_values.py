"""The values that edits put into one column of a sheet: rows and values as two lists that go side by side."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from operator import lt
from typing import TypeVar

from pyaddin.ledger.book import Value

T = TypeVar("T")
Kinds = frozenset[type]
"""The types among the values of a column, ``NoneType`` where one is blank: found out once, for whoever writes, proves or counts some of them."""


REMEMBERED = 4_096
"""So many different values of a column are remembered, with what was made or read of them: a column that has more hardly repeats."""


class ColumnValues(Mapping[int, Value]):
    """Values by sheet row. ``rows`` ascend, a range where none is missing; ``news`` are their values."""

    __slots__ = ("_by_row", "kinds", "news", "rows")

    def __init__(self, rows: Sequence[int], news: Sequence[Value], kinds: Kinds | None = None) -> None:
        """Rows in any order; of two values for one row the last one counts."""
        rows = spanned(rows)
        if not isinstance(rows, range) and not all(map(lt, rows, rows[1:])):
            by_row = dict(zip(rows, news, strict=True))
            rows = spanned(sorted(by_row))
            news = list(map(by_row.__getitem__, rows))
        self.rows: Sequence[int] = rows if isinstance(rows, range) else _list(rows)
        self.news = _list(news)
        self.kinds: Kinds = frozenset(map(type, news)) if kinds is None else kinds
        self._by_row: dict[int, Value] | None = None

    def places(self, above: int, last: int) -> slice:
        """Where the rows below ``above`` stand, down to ``last``."""
        return slice(bisect_right(self.rows, above), bisect_right(self.rows, last))

    def part(self, places: slice) -> ColumnValues:
        """Those at these places."""
        made = ColumnValues((), (), self.kinds)
        made.rows, made.news = self.rows[places], self.news[places]
        return made

    def joined(self, other: ColumnValues | None) -> ColumnValues:
        """These and those of the other one."""
        return self if other is None else ColumnValues([*self.rows, *other.rows], [*self.news, *other.news])

    @property
    def by_row(self) -> Mapping[int, Value]:
        """The same as a dictionary."""
        if self._by_row is None:
            self._by_row = dict(zip(self.rows, self.news, strict=True))
        return self._by_row

    def __getitem__(self, row: int) -> Value:
        return self.by_row[row]

    def __contains__(self, row: object) -> bool:
        return row in self.by_row

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def keys(self) -> KeysView[int]:
        return self.by_row.keys()

    def __repr__(self) -> str:
        return f"ColumnValues({self.by_row})"


def spanned(rows: Sequence[int]) -> Sequence[int]:
    """A range where each row follows the one before, as in most columns of a large write; else the rows themselves."""
    if isinstance(rows, range):
        return rows if rows.step == 1 else list(rows)
    if not rows or rows[-1] - rows[0] + 1 != len(rows):
        return rows
    whole = range(rows[0], rows[-1] + 1)
    return whole if _list(rows) == list(whole) else rows


def _list(some: Sequence[T]) -> list[T]:
    return some if isinstance(some, list) else list(some)


def rows_of(columns: Iterable[ColumnValues]) -> set[int]:
    """The rows that have a value in any of these columns."""
    found = set[int]()
    whole = range(0)
    for column in sorted(columns, key=len, reverse=True):
        if not column or column.rows[0] in whole and column.rows[-1] in whole:
            continue
        whole = whole or (column.rows if isinstance(column.rows, range) else range(0))
        found.update(column.rows)
    return found
