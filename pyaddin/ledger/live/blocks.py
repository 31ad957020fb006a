"""Edits as blocks of cells: what is to be written where, decided on what was read, without touching the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Cell, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed.layout import column_letters
from pyaddin.ledger.edits import check_target, emptied_rows
from pyaddin.ledger.live.reading import Found
from pyaddin.ledger.schema import EVERY_TABLE, MAX_ROWS

_COMPUTED = {name: frozenset(column.name for column in table.columns if column.computed) for name, table in EVERY_TABLE.items()}

Rows = tuple[tuple[Value | Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle to write, counted from 1: the new values, and the old ones to be put back when something fails."""

    row: int
    column: int
    new: Rows
    old: Rows

    @property
    def bottom(self) -> int:
        return self.row + len(self.new) - 1

    @property
    def right(self) -> int:
        return self.column + len(self.new[0]) - 1


@dataclass(slots=True)
class SheetPlan:
    """All that happens to one sheet. ``bottom`` is the table's new last row; 0 = it keeps its size."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    bottom: int = 0
    generated: bool = False
    expected: dict[int, dict[str, Value]] = field(default_factory=dict)
    rows_after: int = 0
    added_at: tuple[int, ...] = ()
    cells: int = 0


def make_plan(name: str, found: Found, edits: Sequence[Edit]) -> SheetPlan:
    """The edits of one table. Stops: X-CHANGED when a row is not the expected one, X-BELOW when something stands where rows must go, X-LIMIT."""
    plan = SheetPlan(name, rows_after=len(found.raw.rows) - emptied_rows(dict(found.raw.rows), edits))
    _set_cells(plan, found, [edit for edit in edits if isinstance(edit, SetCell)])
    replaced = [edit for edit in edits if isinstance(edit, ReplaceRows)]
    if replaced:
        _replace(plan, found, replaced[-1])
    else:
        _add(plan, found, [edit for edit in edits if isinstance(edit, AddRow)])
    return plan


def _set_cells(plan: SheetPlan, found: Found, edits: Sequence[SetCell]) -> None:
    rows = dict(found.raw.rows)
    by_column: dict[str, dict[int, Value]] = {}
    for edit in edits:
        check_target(edit, rows.get(edit.row))
        by_column.setdefault(edit.column, {})[edit.row] = edit.new
        plan.expected.setdefault(edit.row, {})[edit.column] = edit.new
    plan.cells += len(edits)
    for column, values in by_column.items():
        seen = {number: cells.get(column) for number, cells in rows.items()}
        for first, last in _runs(sorted(values), seen, bridge=column in _COMPUTED[plan.name]):
            new = tuple((values.get(row, seen.get(row)),) for row in range(first, last + 1))
            old = tuple((seen.get(row),) for row in range(first, last + 1))
            plan.blocks.append(Block(first, found.columns[column], new, old))


def _runs(rows: Sequence[int], seen: Mapping[int, Cell], *, bridge: bool) -> list[tuple[int, int]]:
    """Contiguous spans that hold all these rows.

    In computed columns a gap is bridged: its cells are written again as they were read, so that the number of calls does not grow
    with the number of rows. In typed columns no cell is touched that is not meant, and a formula or error is never bridged.
    """
    runs = [[rows[0], rows[0]]]
    for before, row in pairwise(rows):
        if row == before + 1 or bridge and all(_rewritable(seen.get(gap)) for gap in range(before + 1, row)):
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [(first, last) for first, last in runs]


def _rewritable(cell: Cell) -> bool:
    return cell is None or isinstance(cell, str | float | bool | date) and not isinstance(cell, datetime)


def _add(plan: SheetPlan, found: Found, edits: Sequence[AddRow]) -> None:
    """New rows go below the last one that holds anything, so the blank row of an empty table is filled first."""
    if not edits:
        return
    first = found.last_row + 1
    last = first + len(edits) - 1
    if last > MAX_ROWS:
        raise Stop("X-LIMIT", f"{len(edits)} more rows", sheet=plan.name)
    _check_free(plan, found, first, last)
    rows: list[Mapping[str, Value]] = [edit.values for edit in edits]
    _write_rows(plan, found, first, rows, [{}] * len(rows))
    plan.added_at = tuple(range(first, last + 1))
    plan.rows_after += len(edits)
    if found.area is not None and last > found.area.bottom:
        plan.bottom = last


def _check_free(plan: SheetPlan, found: Found, first: int, last: int) -> None:
    """Nothing that somebody typed below the table is covered or swallowed by it."""
    left = found.area.left if found.area else min(found.columns.values())
    right = found.area.right if found.area else max(found.columns.values())
    for row in range(first, min(last, len(found.grid)) + 1):
        for column in range(left, right + 1):
            content = found.content(row, column)
            own_formula = found.area is not None and row <= found.area.bottom and str(content or "").startswith("=")
            if content is not None and not own_formula:
                raise Stop("X-BELOW", f"{column_letters(column)}{row}: {str(content)[:40]}", sheet=plan.name, row=row)


def _replace(plan: SheetPlan, found: Found, edit: ReplaceRows) -> None:
    """The rows of a generated table; what is left of the old ones below is emptied."""
    first = found.header_row + 1
    rows: list[Mapping[str, Value]] = list(edit.rows) or [{}]
    if first + len(rows) > MAX_ROWS:
        raise Stop("X-LIMIT", f"{len(rows)} rows", sheet=edit.table)
    before = dict(found.raw.rows)
    last = max(first + len(rows) - 1, found.last_row)
    old = [before.get(row, {}) for row in range(first, last + 1)]
    _write_rows(plan, found, first, [*rows, *[{}] * (len(old) - len(rows))], old)
    plan.generated = True
    plan.cells += sum(len(row) for row in edit.rows)
    plan.rows_after = sum(any(value not in (None, "") for value in row.values()) for row in edit.rows)
    if found.area is not None:
        plan.bottom = first + len(rows) - 1


def _write_rows(plan: SheetPlan, found: Found, first: int, rows: Sequence[Mapping[str, Value]], old: Sequence[Mapping[str, Cell]]) -> None:
    """Whole rows over all contract columns, one block for each run of neighboring columns: a clerk's own columns between them are left alone."""
    header_at = {column: header for header, column in found.columns.items()}
    columns = sorted(header_at)
    runs = [[columns[0]]]
    for before, column in pairwise(columns):
        if column == before + 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    for run in runs:
        new = tuple(tuple(row.get(header_at[column]) for column in run) for row in rows)
        was = tuple(tuple(row.get(header_at[column]) for column in run) for row in old)
        plan.blocks.append(Block(first, run[0], new, was))
    for number, row in enumerate(rows, first):
        plan.expected[number] = {header: row.get(header) for header in found.columns}
