"""What a ledger would be with some edits: typed and checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from decimal import Decimal

from pyaddin.errors import Fault
from pyaddin.ledger.book import AddRow, Cell, RawTable, SetCell, Value
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
    tables = {name: dict(table.rows) for name, table in before.raw.tables.items()}
    last = {name: max(rows, default=1) for name, rows in tables.items()}
    places: list[Place] = []
    for edit in edits:
        if isinstance(edit, AddRow):
            last[edit.table] += 1
            headers = EVERY_TABLE[edit.table].headers
            tables[edit.table][last[edit.table]] = {header: _cell(edit.values.get(header)) for header in headers}
            places.append((edit.table, last[edit.table]))
        else:
            tables[edit.table][edit.row] = {**tables[edit.table][edit.row], edit.column: _cell(edit.new)}
            places.append((edit.table, edit.row))
    raw = replace(before.raw, tables={name: _with(before.raw.tables[name], rows) for name, rows in tables.items()})
    typed = type_ledger(raw, office_zone=office_zone, beyond=before.beyond)
    known = {(fault.sheet, fault.row, fault.column, fault.code) for fault in before.faults}
    new = (fault for fault in typed.faults if fault.refuses and (fault.sheet, fault.row, fault.column, fault.code) not in known)
    return Proposal(typed, tuple(new), tuple(places))


def _with(table: RawTable, rows: Mapping[int, Mapping[str, Cell]]) -> RawTable:
    return replace(table, rows=tuple(sorted(rows.items())))
