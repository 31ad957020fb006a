"""Edits as blocks of cells: what is to be written where, decided on what was read, without touching the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Cell, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed.layout import column_letters
from pyaddin.ledger.edits import by_column, check_target, emptied_rows
from pyaddin.ledger.live.between import rewritable, unchanged_by_rewriting
from pyaddin.ledger.live.reading import Found
from pyaddin.ledger.schema import EVERY_TABLE, MAX_ROWS, Column
from pyaddin.records import dataclass

Rows = tuple[tuple[Value | Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle to write, counted from 1: the new values, and the old ones to be put back when something fails.

    ``typed``: a person may type in these cells, so they are looked at once more in the moment of writing. ``parts`` are the cells that are meant
    where others stand between them: those are written as they were read, if that is provably no change (``live.between``), else only the parts.
    """

    row: int
    column: int
    new: Rows
    old: Rows
    typed: bool = False
    parts: tuple[Block, ...] = ()

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
    plan = SheetPlan(name, rows_after=len(found.raw.rows) - emptied_rows(found.raw.rows, by_column(edits)[0]))
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
    for name, values in by_column.items():
        seen = {number: cells.get(name) for number, cells in rows.items()}
        column, place = EVERY_TABLE[plan.name].column(name), found.columns[name]
        passable = partial(_passable, found, column, seen)
        for span in _runs(sorted(values), passable):
            whole = _block(place, span, values, seen, typed=not column.computed)
            parts = _runs([row for row in sorted(values) if span[0] <= row <= span[1]], lambda row: False)
            apart = not column.computed and len(parts) > 1
            plan.blocks.append(replace(whole, parts=tuple(_block(place, part, values, seen, typed=True) for part in parts)) if apart else whole)


def _passable(found: Found, column: Column, seen: Mapping[int, Cell], row: int) -> bool:
    """Whether a cell that is not meant may be written again. Of typed money in a currency format only a rounded value is known: it may not."""
    if column.computed:
        return rewritable(seen.get(row))
    return unchanged_by_rewriting(column, seen.get(row)) and not isinstance(found.value(row, found.columns[column.name]), Decimal)


def _block(place: int, span: tuple[int, int], values: Mapping[int, Value], seen: Mapping[int, Cell], *, typed: bool) -> Block:
    rows = range(span[0], span[1] + 1)
    new = tuple((values.get(row, seen.get(row)),) for row in rows)
    return Block(span[0], place, new, tuple((seen.get(row),) for row in rows), typed)


def _runs(rows: Sequence[int], passable: Callable[[int], bool]) -> list[tuple[int, int]]:
    """Spans that hold all these rows. A gap is bridged when every cell in it may be written again, so that the calls do not grow with the rows."""
    runs = [[rows[0], rows[0]]]
    for before, row in pairwise(rows):
        if all(map(passable, range(before + 1, row))):
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return [(first, last) for first, last in runs]


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
    _write_rows(plan, found, first, rows, [{}] * len(rows), typed=True)
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


def _write_rows(
    plan: SheetPlan, found: Found, first: int, rows: Sequence[Mapping[str, Value]], old: Sequence[Mapping[str, Cell]], *, typed: bool = False
) -> None:
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
        plan.blocks.append(Block(first, run[0], new, was, typed))
    for number, row in enumerate(rows, first):
        plan.expected[number] = {header: row.get(header) for header in found.columns}
