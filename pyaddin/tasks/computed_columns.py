"""What the run has computed beside what a sheet shows, column by column: of a hundred thousand cells only those that differ become edits.

``entries.Ledger.changes`` says the same of one row, and is what this is held against.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import compress, repeat
from operator import is_, ne
from types import NoneType
from typing import Any

from pyaddin.ledger.book import Cell, SetColumn, Value
from pyaddin.ledger.rows import TypedLedger, column_of, keys_of, numbers_of

_NUMBERS = (int, Decimal)


def same(old: object, new: Value) -> bool:
    """Whether the ledger already shows the value: blank and empty text are one, amounts compare by value."""
    if old is new:
        return True
    if type(old) is type(new):
        return old == new
    if isinstance(old, Decimal):
        return isinstance(new, _NUMBERS) and old == new
    return (old is None or old == "") and (new is None or type(new) is str and not new)  # an amount beside a text takes five times as long


class Sheet:
    """The accepted rows of one sheet by column, as they were typed and as they stand there."""

    def __init__(self, typed: TypedLedger, name: str) -> None:
        self._typed, self.name, self._rows, self._raw = typed, name, typed.tables[name], typed.raw.tables[name]

    def values(self, column: str) -> Sequence[object]:
        """The typed values of a column, from the first accepted row to the last."""
        return column_of(self._rows, column)

    def cells(self, column: str) -> Sequence[Cell]:
        """What stands in the column in these rows."""
        cells = self._raw.column(column)
        return cells if self._all_accepted else [cells[at] for at in self._in_raw]

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The Excel row of each accepted row."""
        return numbers_of(self._rows)

    @cached_property
    def keys(self) -> Sequence[str]:
        """The key of each accepted row."""
        return keys_of(self.name, self._rows)

    @cached_property
    def _in_raw(self) -> Sequence[int]:
        """The place of each accepted row among all rows of the sheet."""
        place = {number: at for at, number in enumerate(self._raw.numbers)}
        return list(map(place.__getitem__, self.numbers))

    @cached_property
    def _all_accepted(self) -> bool:
        """Whether the accepted rows are all rows of the sheet in their order."""
        return is_whole(self._in_raw, len(self._raw.numbers))

    def changes(self, places: Sequence[int], columns: Mapping[str, Sequence[Value]], whys: Sequence[str]) -> list[SetColumn]:
        """One edit for each column in which something differs. ``places``: to which accepted row each value of the columns and each reason belongs."""
        found: list[SetColumn] = []
        whole = is_whole(places, len(self.numbers))
        numbers, keys = (self.numbers, self.keys) if whole else (list(map(part.__getitem__, places)) for part in (self.numbers, self.keys))
        for column, news in columns.items():
            olds, cells = self.values(column), self.cells(column)
            if not whole:
                taken = [cells[at] for at in places]
                olds, cells = taken if olds is cells else [olds[at] for at in places], taken
            differing = unlike(olds, news, cells)
            if not differing or not self._typed.raw.takes(self.name, column):
                continue
            parts: tuple[Sequence[Any], ...] = (numbers, keys, cells, news, whys)
            if len(differing) < len(news):
                parts = tuple([list(map(part.__getitem__, differing)) for part in parts])
            found.append(SetColumn(self.name, column, *parts))
        return found


def unlike(olds: Sequence[object], news: Sequence[Value], cells: Sequence[Cell]) -> list[int]:
    """The places at which the new value is not the one shown, or at which something stands that cannot be read where nothing should."""
    if olds is cells and olds.count(None) == len(olds):  # as before the first run
        return [at for at, new in enumerate(news) if new is not None and (type(new) is not str or new)]
    kinds = {*map(type, olds), *map(type, news)} - {NoneType}
    if len(kinds) < 2:
        differing = list(compress(range(len(news)), map(ne, olds, news)))
        if str in kinds and ("" in olds or "" in news):
            differing = [at for at in differing if not same(olds[at], news[at])]
    else:
        differing = [at for at, (old, new) in enumerate(zip(olds, news, strict=True)) if not same(old, new)]
    if olds is cells or {None, ""}.issuperset(compress(cells, map(is_, olds, repeat(None)))):
        return differing
    unread = [at for at, (old, new, cell) in enumerate(zip(olds, news, cells, strict=True)) if old is None and cell is not None and cell != "" and not new]
    odd = [at for at in unread if news[at] is None or news[at] == ""]
    return sorted({*differing, *odd}) if odd else differing


def is_whole(places: Sequence[int], count: int) -> bool:
    """Whether these are the places of all so many rows in their order."""
    return len(places) == count and (not places or places[0] == 0 and places[-1] == count - 1) and list(places) == list(range(count))
