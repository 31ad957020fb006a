"""The changed cells and new rows of a write as its answer tells them: table, key, column, old and new value, and why with its rule ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import overload

from pyaddin.ledger.book import AddRow, Cell, CellError, Edit, Formula, SetCell, SetColumn, Value
from pyaddin.ledger.edits import row_by_row
from pyaddin.rules.reason import rules_in

Line = dict[str, object]


def shown(value: Value | Cell) -> str:
    """A cell as a person reads it in a list of changes."""
    if value is None:
        return ""
    if type(value) is str:
        return value
    if isinstance(value, Formula | CellError):
        return value.text
    if isinstance(value, float):
        return f"{value:.10g}"
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else str(value)


def line_of(edit: SetCell | AddRow) -> Line:
    """One changed cell as the command contract has it; a new row is a change without a column."""
    if isinstance(edit, AddRow):
        column, old, new = "", "", "new row"
    else:
        column, old, new = edit.column, shown(edit.old), shown(edit.new)
    return {"table": edit.table, "key": edit.key, "column": column, "old": old, "new": new, "why": edit.why, "rules": list(rules_in(edit.why))}


def cells_in(edit: Edit) -> int:
    """How many cells of rows that are there an edit sets."""
    return len(edit.rows) if isinstance(edit, SetColumn) else int(isinstance(edit, SetCell))


def told_of(edits: Iterable[Edit], most: int | None = None) -> Iterator[SetCell]:
    """The cells of the edits as people read them, row by row; with ``most`` the first so many."""
    return islice((edit for edit in row_by_row(edits, most) if isinstance(edit, SetCell)), most)


class ChangeLines(Sequence[Line]):
    """The lines of a write: its cells, those of whole columns row by row, then its new rows.

    A line is made when it is asked for. A run over a large ledger changes hundreds of thousands of cells, and who started it mostly reads how many
    cases moved.
    """

    def __init__(self, edits: Iterable[Edit]) -> None:
        told = list(edits)
        self._cells = [edit for edit in told if isinstance(edit, SetCell | SetColumn)]
        self._rows = [edit for edit in told if isinstance(edit, AddRow)]

    def __len__(self) -> int:
        return sum(map(cells_in, self._cells)) + len(self._rows)

    def __iter__(self) -> Iterator[Line]:
        return chain(map(line_of, told_of(self._cells)), map(line_of, self._rows))

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        return list(self)[at]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def of_table(self, table: str, column: str) -> list[Line]:
        """The lines of one column of a sheet; of its new rows where that is blank."""
        if not column:
            return [line_of(edit) for edit in self._rows if edit.table == table]
        return [line_of(edit) for edit in told_of([edit for edit in self._cells if (edit.table, edit.column) == (table, column)])]
