"""Rows as the chain knows them: a name for each, and the texts of its cells, column by column.

Where several rows have one key they are told apart by their order (``twin``). A row by itself is a JSON object of its filled cells, in one form.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pyaddin.history.audit_lines import row_text as row_text

_TWIN = "\x1f"


class SpelledColumns(Mapping[str, Sequence[str]]):
    """Columns that can tell their cells as JSON without a text for each cell."""

    @abstractmethod
    def spelled(self, header: str, order: Sequence[int] | None, together: int) -> Iterator[str]:
        """The texts of a column, so many at a time, as ``audit_lines.quoted_all`` spells them; blank where no cell of these is filled. ``order``: the places of
        the rows in the order wanted, ``None`` for that in which they stand."""


class Rows:
    """The rows of one sheet side by side: their names as they stand on the sheet, and under each header a text for every row, blank for an empty cell.

    ``columns`` may make a column when it is asked for; no row is without a filled cell, and no two have one name.
    """

    def __init__(self, names: Sequence[str], columns: Mapping[str, Sequence[str]]) -> None:
        self.names, self.columns = names, columns

    @classmethod
    def of(cls, rows: Mapping[str, Mapping[str, str]]) -> Rows:
        """From the filled cells of each row."""
        headers = set[str]().union(*rows.values())
        return cls(list(rows), {header: [row.get(header, "") for row in rows.values()] for header in headers})

    def cells(self, header: str) -> Sequence[str]:
        """The texts of a column, blank ones where there is no such column."""
        return self.columns.get(header) or [""] * len(self.names)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Where each row stands."""
        return {name: at for at, name in enumerate(self.names)}

    @cached_property
    def order(self) -> Sequence[int] | None:
        """The places of the rows in the order of their names; ``None`` where they stand so."""
        names = self.names
        if sorted(names) == list(names):
            return None
        return sorted(range(len(names)), key=names.__getitem__)

    def in_order(self, cells: Sequence[str]) -> Sequence[str]:
        """Texts of the rows in the order of their names."""
        return cells if self.order is None else list(map(cells.__getitem__, self.order))

    def texts(self, places: Sequence[int]) -> list[str]:
        """These rows, each in its one form."""
        rows: list[dict[str, str]] = [{} for _ in places]
        for header, cells in self.columns.items() if places else ():
            for row, at in zip(rows, places, strict=True):
                row[header] = cells[at]
        return list(map(row_text, rows))

    def row(self, name: str) -> dict[str, str]:
        """The filled cells of one row; none where there is no such row."""
        at = self.at.get(name)
        return {} if at is None else {header: cell for header, cells in self.columns.items() if (cell := cells[at])}


Picture = Mapping[str, Rows]
"""A ledger as it stands: sheet -> its rows."""


def twin(key: str, number: int) -> str:
    """The name of the ``number``-th row with this key, counted from 0."""
    return f"{key}{_TWIN}{number + 1}" if number else key


def key_of(name: str) -> str:
    """The key alone, as people know it."""
    return name.partition(_TWIN)[0]


def cells(text: str) -> dict[str, str]:
    """A row's filled cells."""
    row: dict[str, str] = json.loads(text) if text else {}
    return row


def picture_of(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Picture:
    """A picture from the filled cells of each row of each sheet."""
    return {sheet: Rows.of(rows) for sheet, rows in tables.items()}
