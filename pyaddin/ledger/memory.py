"""A ledger held in plain memory: for tests, and wherever a few rows are to be assessed without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger import schema
from pyaddin.ledger.book import AddRow, Cell, Edit, RawLedger, RawTable, RemoveRow, ReplaceRows, SetCell, Value, Written
from pyaddin.ledger.edits import check_edits, check_target, one_by_one
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION

FIRST_DATA_ROW = 2


class MemoryBook:
    """A ``Book`` made of rows per table. Row 1 is the header, so the first row given stands in row 2."""

    is_ledger = False
    """Nothing written here is a change of the ledger on disk."""

    def __init__(
        self,
        rows: Mapping[str, Sequence[Mapping[str, Value | Cell]]],
        *,
        ledger_id: str = "memory",
        path: Path = Path("memory.xlsm"),
        hidden_rows: Mapping[str, frozenset[int]] | None = None,
    ) -> None:
        unknown = sorted(set(rows) - set(EVERY_TABLE))
        if unknown:
            raise Stop("X-NOT-LEDGER", f"no such table: {', '.join(unknown)}")
        self._path = path
        self._ledger_id = ledger_id
        self._hidden = dict(hidden_rows or {})
        self._rows: dict[str, dict[int, dict[str, Cell]]] = {
            name: {number: _cells(name, row) for number, row in enumerate(rows.get(name, ()), FIRST_DATA_ROW)} for name in EVERY_TABLE
        }

    @property
    def path(self) -> Path:
        """A name only; nothing lies there."""
        return self._path

    def read(self) -> RawLedger:
        """All tables as they stand now; rows without any cell are left out as in a file."""
        tables = {
            name: RawTable(
                name,
                table.headers,
                tuple((number, dict(row)) for number, row in sorted(self._rows[name].items()) if any(cell not in (None, "") for cell in row.values())),
                self._hidden.get(name, frozenset()),
            )
            for name, table in EVERY_TABLE.items()
        }
        return RawLedger(tables, self._ledger_id, SCHEMA_VERSION, self._fingerprint())

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """All edits or none. ``as_of`` has no caption to go to here."""
        edits = one_by_one(edits)
        check_edits(edits)
        if fingerprint != self._fingerprint():
            raise Stop("X-CHANGED", str(self._path))
        cells, added = 0, {name: list[int]() for name in EVERY_TABLE}
        for edit in edits:
            if isinstance(edit, SetCell):
                check_target(edit, self._rows[edit.table].get(edit.row))
                cells += 1
            elif isinstance(edit, RemoveRow) and self._rows[edit.table].get(edit.row) != edit.cells:
                raise Stop("X-CHANGED", self._path.name, sheet=edit.table, row=edit.row)
        self._require_room(edits)
        for edit in edits:
            table = self._rows[edit.table]
            if isinstance(edit, SetCell):
                table[edit.row][edit.column] = _cell(edit.new)
            elif isinstance(edit, AddRow):
                number = 1 + max((row for row, values in table.items() if any(cell is not None for cell in values.values())), default=FIRST_DATA_ROW - 1)
                table[number] = _cells(edit.table, edit.values)
                added[edit.table].append(number)
            elif isinstance(edit, RemoveRow):
                del table[edit.row]
            elif isinstance(edit, ReplaceRows):
                table.clear()
                table.update({number: _cells(edit.table, row) for number, row in enumerate(edit.rows, FIRST_DATA_ROW)})
        for name in {edit.table for edit in edits if isinstance(edit, RemoveRow)}:
            self._rows[name] = dict(enumerate(self._rows[name].values(), FIRST_DATA_ROW))
        rows_added = sum(len(numbers) for numbers in added.values())
        return Written(self._fingerprint(), cells, rows_added, None, {name: tuple(numbers) for name, numbers in added.items() if numbers})

    def _require_room(self, edits: Sequence[Edit]) -> None:
        """A sheet ends here where it ends in a file."""
        for name in {edit.table for edit in edits if isinstance(edit, AddRow | ReplaceRows)}:
            added = sum(isinstance(edit, AddRow) and edit.table == name for edit in edits)
            replaced = max((len(edit.rows) + 1 for edit in edits if isinstance(edit, ReplaceRows) and edit.table == name), default=0)
            if max(max(self._rows[name], default=FIRST_DATA_ROW - 1) + added if added else 0, replaced) > schema.MAX_ROWS:
                raise Stop("X-LIMIT", f"{added or replaced} more rows", sheet=name)

    def _fingerprint(self) -> str:
        return sha256(repr(sorted((name, sorted(rows.items())) for name, rows in self._rows.items())).encode("utf-8", "surrogatepass")).hexdigest()


def _cell(value: Value | Cell) -> Cell:
    """What a file would give back for this value."""
    if isinstance(value, Decimal):
        return float(value) or 0.0  # a zero with a sign is a zero
    return None if value == "" else value


def _cells(name: str, row: Mapping[str, Value | Cell]) -> dict[str, Cell]:
    headers = EVERY_TABLE[name].headers
    unknown = sorted(set(row) - set(headers))
    if unknown:
        raise Stop("X-NOT-LEDGER", f"no such column: {', '.join(unknown)}", sheet=name)
    return {header: _cell(row.get(header)) for header in headers}
