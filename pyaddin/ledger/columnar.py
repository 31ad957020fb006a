"""Rows of a large table over the lists of its columns: a row is only a place in them, and is made when somebody looks at it.

A ledger of fifty thousand cases has half a million rows. A dictionary for each of them takes more memory than all the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping, Sequence
from itertools import repeat
from typing import Any, Generic, TypeVar, overload

V = TypeVar("V")


class Row(Mapping[str, V]):
    """One row: header -> cell, as it stands in the columns."""

    __slots__ = ("_at", "_columns")

    def __init__(self, columns: Mapping[str, Sequence[V]], at: int) -> None:
        self._columns, self._at = columns, at

    def __getitem__(self, name: str) -> V:
        return self._columns[name][self._at]

    def get(self, name: str, default: Any = None) -> Any:
        """The cell, or ``default`` where the table has no such column."""
        cells = self._columns.get(name)
        return default if cells is None else cells[self._at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __contains__(self, name: object) -> bool:
        return name in self._columns

    def keys(self) -> KeysView[str]:
        return self._columns.keys()

    def __repr__(self) -> str:
        return repr(dict(self))


class Rows(Sequence[tuple[int, Mapping[str, V]]], Generic[V]):
    """All rows of a table as pairs of sheet row and cells, equal to a tuple of such pairs."""

    __slots__ = ("columns", "numbers")

    def __init__(self, numbers: Sequence[int], columns: Mapping[str, Sequence[V]]) -> None:
        self.numbers, self.columns = numbers, columns

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, V]]]:
        return zip(self.numbers, map(Row, repeat(self.columns), range(len(self.numbers))), strict=True)

    @overload
    def __getitem__(self, at: int) -> tuple[int, Mapping[str, V]]: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[tuple[int, Mapping[str, V]], ...]: ...
    def __getitem__(self, at: int | slice) -> tuple[int, Mapping[str, V]] | tuple[tuple[int, Mapping[str, V]], ...]:
        if isinstance(at, slice):
            return tuple((self.numbers[place], Row(self.columns, place)) for place in range(len(self))[at])
        place = range(len(self))[at]
        return self.numbers[place], Row(self.columns, place)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Rows):
            return list(self.numbers) == list(other.numbers) and {name: list(cells) for name, cells in self.columns.items()} == {
                name: list(cells) for name, cells in other.columns.items()
            }
        return isinstance(other, Sequence) and len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))


def columns_of(rows: Sequence[tuple[int, Mapping[str, V]]], headers: Sequence[str]) -> dict[str, Sequence[V]] | None:
    """The cells of these columns by header; ``None`` where a row has other columns than these."""
    if isinstance(rows, Rows):
        return {name: rows.columns[name] for name in headers} if set(rows.columns) == set(headers) else None
    wanted = set(headers)
    if any(cells.keys() != wanted for _, cells in rows):
        return None
    return {name: [cells[name] for _, cells in rows] for name in headers}
