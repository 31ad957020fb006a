"""What a ledger would be with some edits: typed and checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal

from pyaddin.errors import Fault
from pyaddin.ledger.book import AddRow, Cell, RawTable, SetCell, Value
from pyaddin.ledger.columnar import Rows
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

Entry = AddRow | SetCell
Place = tuple[str, int]
"""A row of the ledger: sheet and row number. New rows count on from the last one."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The ledger as it would be, the faults that only the edits bring (refusing ones), and the rows that the edits touch, in their order."""

    typed: TypedLedger
    faults: tuple[Fault, ...]
    places: tuple[Place, ...]


def stored(value: Value | tuple[str, ...]) -> Value:
    """The typed value as a cell takes it: a list of codes becomes one text."""
    return ", ".join(value) or None if isinstance(value, tuple) else value


def _cell(value: Value) -> Cell:
    return float(value) if isinstance(value, Decimal) else value


def propose(before: TypedLedger, edits: Sequence[Entry], *, office_zone: tzinfo) -> Proposal:
    """Types the ledger with the edits in it. Nothing is written and ``before`` stays as it is.

    A fault counts as brought by the edits when it refuses a row and the ledger without them did not have it; it may stand at a row that no edit touches.
    """
    touched = {name: _Changed(before.raw.tables[name]) for name in dict.fromkeys(edit.table for edit in edits)}
    places = [(edit.table, touched[edit.table].take(edit)) for edit in edits]
    raw = replace(before.raw, tables={**before.raw.tables, **{name: table.made() for name, table in touched.items()}})
    typed = type_ledger(raw, office_zone=office_zone, beyond=before.beyond, before=before)
    known = {(fault.sheet, fault.row, fault.column, fault.code) for fault in before.faults}
    new = (fault for fault in typed.faults if fault.refuses and (fault.sheet, fault.row, fault.column, fault.code) not in known)
    return Proposal(typed, tuple(new), tuple(places))


class _Changed:
    """A table with edits in it; those without any stay the very same table, so that nothing of them is typed again."""

    def __init__(self, table: RawTable) -> None:
        self._table = table
        self._at = dict(zip(table.numbers, range(len(table.rows)), strict=True))
        self._last = max(self._at, default=1)
        self._now: dict[int, Mapping[str, Cell]] = {}

    def take(self, edit: Entry) -> int:
        """The row in which the edit stands."""
        if isinstance(edit, AddRow):
            self._last += 1
            self._now[self._last] = {header: _cell(edit.values.get(header)) for header in EVERY_TABLE[edit.table].headers}
            return self._last
        cells = self._now.get(edit.row) or self._table.rows[self._at[edit.row]][1]
        self._now[edit.row] = {**cells, edit.column: _cell(edit.new)}
        return edit.row

    def made(self) -> RawTable:
        """The table with all of them."""
        rows = self._table.rows
        if not isinstance(rows, Rows) or any(cells.keys() != rows.columns.keys() for cells in self._now.values()):
            return replace(self._table, rows=tuple(sorted({**dict(rows), **self._now}.items())))
        added = [number for number in self._now if number not in self._at]
        columns = {header: [*cells, *(self._now[number][header] for number in added)] for header, cells in rows.columns.items()}
        for number in self._now.keys() & self._at.keys():
            for header, cell in self._now[number].items():
                columns[header][self._at[number]] = cell
        return replace(self._table, rows=Rows([*rows.numbers, *added], columns))
