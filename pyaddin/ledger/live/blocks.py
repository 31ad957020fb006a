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
from pyaddin.ledger.column_values import ColumnValues
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
    where others stand between them: those are written as they were read, if that is provably no change (``live.between``), else as ``apart`` does.
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
    columns = {edit.column: ColumnValues(edit.rows, edit.news) for edit in by_column(edits)[0]}
    plan = SheetPlan(name, rows_after=len(found.raw.rows) - emptied_rows(found.raw, columns))
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
    for group in _neighbors(plan.name, found, by_column):
        whole = _rectangle(plan.name, found, rows, group)
        plan.blocks += [whole] if whole is not None else [block for values in group.values() for block in _column(values, rows, found)]


@dataclass(frozen=True, slots=True)
class _Values:
    """What is to be written into one column: new values by row."""

    column: Column
    place: int
    new: Mapping[int, Value]


def _neighbors(name: str, found: Found, by_column: Mapping[str, Mapping[int, Value]]) -> list[dict[int, _Values]]:
    """The columns to be written by their places, computed ones together where only computed ones stand between them."""
    header_at = {place: header for header, place in found.columns.items()}
    groups: list[dict[int, _Values]] = []
    for place, header in sorted((found.columns[header], header) for header in by_column):
        values = _Values(EVERY_TABLE[name].column(header), place, by_column[header])
        between = range(max(groups[-1]), place + 1) if groups else ()
        if between and all(at in header_at and EVERY_TABLE[name].column(header_at[at]).computed for at in between):
            groups[-1][place] = values
        else:
            groups.append({place: values})
    return groups


def _rectangle(name: str, found: Found, rows: Mapping[int, Mapping[str, Cell]], group: Mapping[int, _Values]) -> Block | None:
    """Neighboring computed columns as one block, from the first row to the last; ``None`` where a cell in it may not be written again."""
    if len(group) == 1:
        return None
    meant = {row for values in group.values() for row in values.new}
    numbers = range(min(meant), max(meant) + 1)
    header_at = {place: header for header, place in found.columns.items()}
    new, old = [], []
    for place in range(min(group), max(group) + 1):
        header, values = header_at[place], group[place].new if place in group else {}
        column, was = EVERY_TABLE[name].column(header), [rows[row].get(header) if row in rows else None for row in numbers]
        if not all(row in values or rewritable(column, cell) for row, cell in zip(numbers, was, strict=True)):
            return None
        old.append(was)
        new.append([values.get(row, cell) for row, cell in zip(numbers, was, strict=True)])
    return Block(numbers[0], min(group), tuple(zip(*new, strict=True)), tuple(zip(*old, strict=True)))


def _column(values: _Values, rows: Mapping[int, Mapping[str, Cell]], found: Found) -> list[Block]:
    """One column in one block where all cells between the meant ones may be written again; else in as few as that allows."""
    column, blocks = values.column, []
    seen = {number: cells.get(column.name) for number, cells in rows.items()}
    for span in _runs(sorted(values.new), partial(_passable, found, column, seen)):
        whole = _block(values.place, span, values.new, seen, typed=not column.computed)
        parts = _runs([row for row in sorted(values.new) if span[0] <= row <= span[1]], lambda row: False)
        apart = not column.computed and len(parts) > 1
        blocks.append(replace(whole, parts=tuple(_block(values.place, part, values.new, seen, typed=True) for part in parts)) if apart else whole)
    return blocks


def _passable(found: Found, column: Column, seen: Mapping[int, Cell], row: int) -> bool:
    """Whether a cell that is not meant may be written again. Of typed money in a currency format only a rounded value is known: it may not."""
    if column.computed:
        return rewritable(column, seen.get(row))
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


def apart(block: Block, spoiled: frozenset[int]) -> tuple[Block, ...]:
    """A block of one column as the blocks that hold none of these rows but meant ones; itself where no such row lies between meant ones."""
    meant = [row for part in block.parts for row in range(part.row, part.bottom + 1)]
    return tuple(
        Block(
            first, block.column, block.new[first - block.row : last - block.row + 1], block.old[first - block.row : last - block.row + 1], block.typed,
            tuple(part for part in block.parts if first <= part.row <= last),
        )
        for first, last in _runs(meant, lambda row: row not in spoiled)
    )  # fmt: skip


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
