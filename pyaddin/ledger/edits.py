"""What an edit must satisfy before any book carries it out, and how a written value is recognized when read back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from heapq import nsmallest
from itertools import chain, groupby, repeat
from operator import add, attrgetter
from types import NoneType

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Cell, Edit, Formula, RawTable, RemoveRow, ReplaceRows, RestoreForm, SetCell, SetColumn, Value
from pyaddin.ledger.cells import EXCEL_EPOCH, instant_text
from pyaddin.ledger.column_values import ColumnValues, Kinds, rows_of, spanned
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.texts import clean
from pyaddin.records import dataclass

LONGEST_CELL = 32_767
DAYS_UNTIL_1904 = 1_462  # a workbook that counts from 1904 has this much smaller numbers for the same days
_HEADERS = {name: frozenset(table.headers) for name, table in EVERY_TABLE.items()}
_COMPUTED = {name: frozenset(column.name for column in table.columns if column.computed) for name, table in EVERY_TABLE.items()}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain_text(value: str) -> str:
    """The text as a cell can hold it: LF line ends, no character that XML forbids."""
    return _NOT_XML.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))


def serial(day: date) -> int:
    """The day as Excel counts it."""
    return (day - EXCEL_EPOCH).days


def one_by_one(edits: Sequence[Edit]) -> Sequence[Edit]:
    """The edits without columns: cell by cell, for whoever looks at each."""
    if SetColumn not in set(map(type, edits)):
        return edits
    return list(chain.from_iterable(edit.cells() if isinstance(edit, SetColumn) else (edit,) for edit in edits))


def row_by_row(edits: Iterable[Edit], most: int | None = None) -> Iterator[Edit]:
    """As ``one_by_one``, in the order in which people read: columns of one sheet that follow each other, row by row. ``most``: only so many cells of them."""
    for (table, columnar), some in groupby(edits, lambda edit: (edit.table, isinstance(edit, SetColumn))):
        if not columnar:
            yield from some
            continue
        columns = [edit for edit in some if isinstance(edit, SetColumn)]
        wanted = set[int]().union(*[column.rows for column in columns])
        if most is not None:
            wanted = set(nsmallest(most, wanted))
        cells = sorted((row, place, at) for place, column in enumerate(columns) for at, row in enumerate(column.rows) if row in wanted)
        for row, place, at in cells[:most]:
            edit = columns[place]
            yield SetCell(table, row, edit.keys[at], edit.column, edit.olds[at], edit.news[at], edit.whys[at])


def by_column(edits: Sequence[Edit]) -> tuple[list[SetColumn], list[Edit]]:
    """All cells to be set, each column of a table once and its cells in the order of the edits; and the other edits."""
    cells: defaultdict[tuple[str, str], list[SetCell | SetColumn]] = defaultdict(list)
    others: list[Edit] = []
    for edit in edits:
        if isinstance(edit, SetCell) or isinstance(edit, SetColumn):  # noqa: SIM101 - asked for every cell of a large write: a union costs three times as much
            cells[edit.table, edit.column].append(edit)
        else:
            others.append(edit)
    return [one if isinstance(one := some[0], SetColumn) and len(some) == 1 else _joined(some) for some in cells.values()], others


def _joined(edits: Sequence[SetCell | SetColumn]) -> SetColumn:
    """Edits of one column as one."""
    cells = one_by_one(edits)
    rows, keys, olds, news, whys = (list(map(attrgetter(part), cells)) for part in ("row", "key", "old", "new", "why"))
    return SetColumn(edits[0].table, edits[0].column, rows, keys, olds, news, whys)


def check_edits(edits: Sequence[Edit]) -> None:
    """Stops on an edit that names no table or column of the contract, or a value that no cell takes."""
    check_columns(*by_column(edits))


@dataclass(frozen=True, slots=True)
class Checked:
    """Edits that any book may carry out, with what was found out of them. ``cells``: the values to be set, by table and column; ``rows``: the new rows of
    each table, column by column."""

    cells: Mapping[tuple[str, str], ColumnValues]
    rows: Mapping[str, Mapping[str, Sequence[Value]]]


def check_columns(columns: Sequence[SetColumn], others: Sequence[Edit]) -> Checked:
    """``check_edits`` for edits that are in columns already."""
    written = {edit.table for edit in columns} | {edit.table for edit in others if not isinstance(edit, RemoveRow)}
    rows: defaultdict[str, list[Mapping[str, Value]]] = defaultdict(list)
    for edit in {(type(edit), edit.table): edit for edit in others}.values():
        _check_sheet(edit, written)
    for edit in others:
        if isinstance(edit, AddRow | ReplaceRows):
            rows[edit.table] += (edit.values,) if isinstance(edit, AddRow) else edit.rows
    for edit in columns:
        if edit.table not in EVERY_TABLE or EVERY_TABLE[edit.table].kind == "generated":
            raise Stop("X-NOT-LEDGER", "SetCell does not apply to this sheet", sheet=edit.table)
    spans = {id(rows): spanned(rows) for rows in {id(edit.rows): edit.rows for edit in columns}.values()}  # columns that are set together share their rows
    checked = Checked(
        {(edit.table, edit.column): ColumnValues(spans[id(edit.rows)], edit.news) for edit in columns},
        {name: columns_of(taken) for name, taken in rows.items()},
    )
    for (name, column), cells in checked.cells.items():
        _check_values(name, column, cells.news, cells.kinds)
    for name, by_column in checked.rows.items():
        for column, values in by_column.items():
            _check_values(name, column, values, frozenset(map(type, values)))
    return checked


def columns_of(rows: Sequence[Mapping[str, Value]]) -> dict[str, Sequence[Value]]:
    """The values of rows column by column, ``None`` where a row has none. Rows that one piece of work makes have the same columns in the same order."""
    orders = set(map(tuple, rows))
    if len(orders) == 1:
        return dict(zip(orders.pop(), map(list, zip(*[row.values() for row in rows], strict=True)), strict=True))
    return {name: [row.get(name) for row in rows] for name in set[str]().union(*rows)}


def _check_sheet(edit: Edit, written: Collection[str]) -> None:
    table = EVERY_TABLE.get(edit.table)
    if table is None or isinstance(edit, ReplaceRows) != (table.kind == "generated"):
        raise Stop("X-NOT-LEDGER", f"{type(edit).__name__} does not apply to this sheet", sheet=edit.table)
    if isinstance(edit, RemoveRow) and (table.kind == "policy" or edit.table in written):
        raise Stop("X-NOT-LEDGER", "rows leave no policy sheet, and no sheet that is written in the same step", sheet=edit.table)


def _check_values(table: str, column: str, values: Sequence[Value], kinds: Kinds) -> None:
    """Values of one column; of texts and days, which repeat, each is looked at once."""
    if column not in _HEADERS[table]:
        raise Stop("X-NOT-LEDGER", "no such column", sheet=table, column=column)
    if kinds <= {int, Decimal, NoneType} and all(map(Decimal.is_finite, [value for value in values if type(value) is Decimal])):
        return
    if kinds <= {str, NoneType} and max(map(len, filter(None, values)), default=0) <= LONGEST_CELL:  # type: ignore[arg-type]
        return
    for value in set(values) if Decimal not in kinds else values:
        if isinstance(value, str) and len(value) > LONGEST_CELL:
            raise Stop("X-LIMIT", f"text of {len(value)} characters", sheet=table, column=column, advice="A cell takes 32,767 characters.")
        if isinstance(value, Decimal) and not value.is_finite() or isinstance(value, date) and serial(value) < 61:
            raise Stop("X-LIMIT", str(value), sheet=table, column=column, advice="No cell can hold this value.")


def placed(tables: Collection[str], edits: Sequence[Edit]) -> list[Edit]:
    """The edits of cells and rows, those of sheets that are there. A generated sheet that an earlier version has not got shows nothing.

    Stops X-NOT-LEDGER for a row that would have no place to stand.
    """
    named = {*map(attrgetter("table"), edits)}
    if not {RestoreForm, RemoveRow} & {*map(type, edits)} and named <= {*tables}:
        return list(edits)
    taken: list[Edit] = []
    for edit in edits:
        if isinstance(edit, RestoreForm | RemoveRow) or edit.table not in tables and isinstance(edit, ReplaceRows):
            continue
        if edit.table not in tables:
            advice = "Close the ledger and let the next run give it this sheet; where something stands in its way, Check names the cell."
            raise Stop("X-NOT-LEDGER", f"sheet {edit.table} is missing", sheet=edit.table, advice=advice)
        taken.append(edit)
    return taken


def check_targets(columns: Sequence[SetColumn], table: RawTable) -> None:
    """``check_target`` for columns of one table: what the program computes needs the right row only. The cells are looked at one by one when a row is not
    plainly the right one."""
    if not columns:
        return
    firsts = [first if type(first) is str else None for first in table.column(EVERY_TABLE[table.name].key[0])]
    first_of = dict(zip(table.numbers, firsts, strict=True))
    cells_of: Mapping[int, Mapping[str, Cell]] | None = None
    right: list[tuple[Sequence[int], Sequence[str]]] = []  # columns that are computed anew together have the same rows
    for column in columns:
        if column.column in _COMPUTED[table.name] and (column.rows, column.keys) in right:
            continue
        if _of_these_rows(column.keys, list(map(first_of.get, column.rows))) and column.column in _COMPUTED[table.name]:
            right.append((column.rows, column.keys))
            continue
        cells_of = dict(table.rows) if cells_of is None else cells_of
        for edit in column.cells():
            check_target(edit, cells_of.get(edit.row))


def _of_these_rows(keys: Sequence[str], firsts: Sequence[str | None]) -> bool:
    """Whether every key is that of its row, whose first key cell is given, or begins with it."""
    if list(keys) == firsts:
        return True
    texts = [first for first in firsts if first is not None]
    return len(texts) == len(keys) and all(map(str.startswith, map(add, keys, repeat("|")), map(add, texts, repeat("|"))))


def check_target(edit: SetCell, row: Mapping[str, Cell] | None) -> None:
    """Stops when the row is not the one the edit was made for, or when a person's cell is no longer what the program saw."""
    table = EVERY_TABLE[edit.table]
    if row is None:
        raise Stop("X-CHANGED", f"{edit.key}: the row is empty", sheet=edit.table, row=edit.row, column=edit.column)
    first = row.get(table.key[0])
    if first != edit.key or not isinstance(first, str):
        text = "" if first is None else clean(str(first), one_line=True)
        numeric = text.removesuffix(".0") if isinstance(first, float) else text
        if text and numeric != edit.key and not edit.key.startswith(numeric + "|"):
            raise Stop("X-CHANGED", f"expected {edit.key}, found {numeric}", sheet=edit.table, row=edit.row, column=edit.column)
    found = row.get(edit.column)
    if edit.column in _COMPUTED[edit.table]:
        return
    if isinstance(found, Formula):
        raise Stop("X-CHANGED", found.text, sheet=edit.table, row=edit.row, column=edit.column, advice="Replace the formula by its value.")
    if not same(found, edit.old):
        raise Stop("X-CHANGED", f"expected {edit.old}, found {found}", sheet=edit.table, row=edit.row, column=edit.column)


def emptied_rows(table: RawTable, columns: Mapping[str, ColumnValues]) -> int:
    """How many rows hold nothing any more after these edits of the table: they are no rows for a reader."""
    may_be_blank = {name for name, values in columns.items() if not values.kinds.isdisjoint((NoneType, str)) and not {None, ""}.isdisjoint(values.news)}
    if not may_be_blank:
        return 0
    blank, kept = set[int](), rows_of([values for name, values in columns.items() if name not in may_be_blank])
    for values in map(columns.__getitem__, may_be_blank):
        for number, new in zip(values.rows, values.news, strict=True) if not kept.issuperset(values.rows) else ():
            (blank if new is None or new == "" else kept).add(number)
    blank -= kept
    if not blank:
        return 0
    for number, cells in table.rows:
        if number in blank and any(cell is not None and cell != "" and number not in columns.get(name, ()) for name, cell in cells.items()):
            blank.discard(number)
    return len(blank)


def canonical(cell: object) -> object:
    """A form in which a value and the cell that came of it are equal."""
    if cell is None:
        return None
    if isinstance(cell, bool | str):
        return plain_text(cell) or None if isinstance(cell, str) else cell
    if isinstance(cell, datetime):
        if cell.tzinfo is not None:
            return instant_text(cell)
        whole = serial(cell.date())
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second
        return float(whole) + round(seconds / 86_400, 9)
    if isinstance(cell, date):
        return float(serial(cell))
    if isinstance(cell, int | Decimal):
        return float(cell)
    if isinstance(cell, float):
        return float(int(cell)) + round(cell - int(cell), 9) if abs(cell) < 1e6 and not cell.is_integer() else cell
    return cell


def same(found: object, wanted: object) -> bool:
    """Whether the cell holds this value, whatever the type it is read as (dates without a date format are numbers).

    Programs store moments with more or fewer decimals of a day: those within some four seconds are one. Amounts are one to the last digit that a cell can
    hold: up to the largest debt that a ledger takes a smallest coin makes a difference.
    """
    if found == wanted:
        return True
    left, right = canonical(found), canonical(wanted)
    if not isinstance(left, float) or not isinstance(right, float):
        return left == right
    # a damaged file may hold a number that is none: it is what was seen when it is none again
    return left == right or left != left and right != right or abs(left - right) <= _noise(abs(left))


def _noise(size: float) -> float:
    """What two numbers of this size may differ by and be one: a billionth, never a smallest coin, but the sixteenth digit, which no cell holds."""
    return max(min(1e-9 * max(1.0, size), 5e-5), 6e-15 * size)
