"""From raw cells to typed rows: every row of the ledger is accepted whole or refused with a reason, none is half used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, tzinfo
from decimal import Decimal
from types import NoneType
from typing import Any, overload

from pyaddin.errors import Fault
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.book import WHILE_OPEN, Edit, RawLedger, RawTable, SetCell
from pyaddin.ledger.captions import SHOWN_BY_LABEL, list_of
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.check import check_drafts
from pyaddin.ledger.columnar import Row
from pyaddin.ledger.drafts import Drafts, Taken, own_id, read_drafts, row_key, row_key_part
from pyaddin.ledger.migrate import lacking
from pyaddin.ledger.schema import EVERY_TABLE, TABLES, Table, Type
from pyaddin.records import dataclass

_WHY_REWRITTEN = "The same value in the form of its column."


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One accepted row. ``row`` is its Excel row; ``values`` holds every contract column, ``None`` where blank.

    Computed columns are typed as far as they go and are ``None`` when unusable; they serve comparing with new values only.
    """

    table: str
    row: int
    values: Mapping[str, object]


class TypedRows(Sequence[TypedRow]):
    """The accepted rows of one table, over its columns; each row is made when the rows are first looked at."""

    __slots__ = ("_columns", "_made", "_numbers", "_places", "_table")

    def __init__(self, table: str, numbers: Sequence[int], columns: Mapping[str, Sequence[object]], places: Sequence[int]) -> None:
        """``places`` are those of the accepted rows among all of the table."""
        self._table, self._numbers, self._columns, self._places = table, numbers, columns, places
        self._made: tuple[TypedRow, ...] | None = None

    @property
    def numbers(self) -> Sequence[int]:
        """The Excel row of each row."""
        return self._numbers if len(self._places) == len(self._numbers) else [self._numbers[at] for at in self._places]

    def column(self, name: str) -> Sequence[object]:
        """The values of one column, from the first row to the last."""
        values = self._columns[name]
        return values if len(self._places) == len(values) else [values[at] for at in self._places]

    def same_as(self, other: TypedRows) -> bool:
        """Whether these are the same rows over the very same lists."""
        same = self._columns.keys() == other._columns.keys() and all(cells is other._columns[name] for name, cells in self._columns.items())
        return same and self._numbers is other._numbers and self._places == other._places

    def _rows(self) -> tuple[TypedRow, ...]:
        if self._made is None:
            self._made = tuple([TypedRow(self._table, self._numbers[at], Row(self._columns, at)) for at in self._places])
        return self._made

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[TypedRow]:
        return iter(self._rows())

    @overload
    def __getitem__(self, at: int) -> TypedRow: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[TypedRow, ...]: ...
    def __getitem__(self, at: int | slice) -> TypedRow | tuple[TypedRow, ...]:
        if self._made is None and isinstance(at, int):
            place = self._places[at]
            return TypedRow(self._table, self._numbers[place], Row(self._columns, place))
        return self._rows()[at]

    def __eq__(self, other: object) -> bool:
        return self is other or isinstance(other, Sequence) and self._rows() == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._rows())


def column_of(rows: Sequence[TypedRow], name: str) -> Sequence[Any]:
    """The values of one column in these rows of a table."""
    return rows.column(name) if isinstance(rows, TypedRows) else [row.values[name] for row in rows]


def numbers_of(rows: Sequence[TypedRow]) -> Sequence[int]:
    """The Excel row of each row."""
    return rows.numbers if isinstance(rows, TypedRows) else [row.row for row in rows]


def same_rows(rows: Sequence[TypedRow], others: Sequence[TypedRow]) -> bool:
    """Whether it is known at once that these rows of a table are those."""
    return rows is others or isinstance(rows, TypedRows) and isinstance(others, TypedRows) and rows.same_as(others)


def keys_of(table: str, rows: Sequence[TypedRow]) -> list[str]:
    """``key_of`` of each row of a table."""
    columns = {name: column_of(rows, name) for name in EVERY_TABLE[table].key}
    if any(set(map(type, cells)) - {str, int, NoneType} for cells in columns.values()):
        return list(map(key_of, rows))
    parts = [[row_key_part(name, cell) if type(cell) is not str else cell for cell in cells] for name, cells in columns.items()]
    return parts[0] if len(parts) == 1 else list(map("|".join, zip(*parts, strict=True)))


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that does not count, with the case and debtor it names (blank when it names none): those are not written to."""

    table: str
    row: int
    owner_case: str
    owner_debtor: str
    fault_code: str


@dataclass(frozen=True, slots=True)
class TypedLedger:
    """The ledger as the rules take it, what was refused, and every finding."""

    tables: Mapping[str, Sequence[TypedRow]]
    refused: tuple[RefusedRow, ...]
    faults: tuple[Fault, ...]
    raw: RawLedger
    beyond: Beyond | None = None
    """What was known of the rest when only a part of a portfolio was read; ``None`` for a whole ledger."""
    made: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What several ask of these rows and is found out once (``snapshot.debtors_of``)."""
    taken: Mapping[str, Taken] = field(default_factory=dict, compare=False, repr=False)
    """The tables as their cells were typed, before rows were checked against each other."""


def type_ledger(
    raw: RawLedger, *, office_zone: tzinfo, beyond: Beyond | None = None, before: TypedLedger | None = None, by_cell: bool = False
) -> TypedLedger:
    """Types and checks every row. ``office_zone`` is the zone in which clerks type dates with a time; ``beyond`` what a part knows of the rest.

    ``before``: a ledger that has some of the very same tables, whose cells are not read again.
    ``by_cell`` types cell by cell, slowly and to the same end: what the typing by column is held against.

    Never raises for what stands in the cells: bad rows are in ``refused`` with their faults, rows that hang on a
    refused case, debtor or plan are left out silently, and the faults come in the order of sheets and rows.
    """
    drafts = read_drafts(raw, office_zone, before.taken if before is not None else None, by_cell=by_cell)
    check_drafts(drafts, beyond)
    rows = [draft for table in EVERY_TABLE for _, draft in sorted(drafts[table].told.items()) if draft.faults or draft.code]
    return TypedLedger(
        {table: _accepted(drafts[table]) for table in EVERY_TABLE},
        tuple(RefusedRow(draft.table.name, draft.row, draft.owner_case, draft.owner_debtor, draft.code) for draft in rows if draft.code),
        (*(fault for draft in rows for fault in draft.faults), *hidden_faults(raw), *version_faults(raw)),
        raw,
        beyond,
        taken={name: table.taken for name, table in drafts.items() if table.taken is not None},
    )


def _accepted(drafts: Drafts) -> TypedRows:
    places = range(len(drafts)) if drafts.all_accepted() else [at for at in range(len(drafts)) if drafts.accepted(at)]
    return TypedRows(drafts.table.name, drafts.numbers, drafts.columns, places)


def key_of(row: TypedRow) -> str:
    """``row_key`` of a typed row."""
    return row_key(EVERY_TABLE[row.table], row.values)


def hidden_faults(raw: RawLedger) -> list[Fault]:
    """One finding per sheet with hidden rows: they count, and the clerk should know that they are there."""
    return [
        Fault("W-HIDDEN", table.name, min(table.hidden_rows), "", f"{len(table.hidden_rows)} hidden rows")
        for table in raw.tables.values()
        if table.hidden_rows and table.name in TABLES
    ]


def version_faults(raw: RawLedger) -> list[Fault]:
    """One finding per sheet that lacks columns of today: they come with the next run, or what stands in the way is named."""
    faults: list[Fault] = []
    for name, table in raw.tables.items():
        missing = lacking(name, table.headers)
        if missing:
            words = ", ".join(column.name for column in missing) if table.headers else "the whole sheet"
            advice = ""
            if table.in_the_way == WHILE_OPEN:
                advice = "They are added by the next run that finds the workbook closed."
            elif table.in_the_way and not table.headers:
                advice = f"It cannot be added while {table.in_the_way} has its name: rename that one; nothing of it is overwritten."
            elif table.in_the_way:
                place = table.in_the_way
                advice = f"They cannot be added while something stands to the right of the table ({place}): move or rename it; nothing of it is overwritten."
            faults.append(Fault("W-SCHEMA", name, None, missing[0].name, words, advice))
    return faults


def id_edits(typed: TypedLedger) -> list[Edit]:
    """The cells to write for rows whose own id was blank: each got the next free one."""
    filled = {(fault.sheet, fault.row) for fault in typed.faults if fault.code == "W-ID-FILLED"}
    edits: list[Edit] = []
    for name in {sheet: None for sheet, _ in sorted(filled, key=str)}:
        column = own_id(TABLES[name])
        raw = dict(typed.raw.tables[name].rows)  # blanks in the cell are no id, and yet they are what stands there
        edits += [
            SetCell(name, row.row, key_of(row), column, raw[row.row].get(column), str(row.values[column]), "The row had no id of its own.")
            for row in typed.tables[name]
            if (name, row.row) in filled
        ]
    return edits


def instant_edits(typed: TypedLedger) -> list[Edit]:
    """The cells to rewrite where a clerk typed a date and time: as UTC text, so that the office may move or save daylight."""
    if "Contacts" not in typed.raw.tables:
        return []
    found, rows = typed.raw.tables["Contacts"], typed.tables["Contacts"]
    in_form = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z").fullmatch  # nothing to rewrite, and mostly so in every row
    odd = {number: cell for number, cell in zip(found.numbers, found.column("At"), strict=True) if type(cell) is not str or not in_form(cell)}
    edits: list[Edit] = []
    for place, number in enumerate(numbers_of(rows)) if odd else ():
        if number in odd and isinstance(at := rows[place].values["At"], datetime) and odd[number] != instant_text(at):
            edits.append(SetCell("Contacts", number, key_of(rows[place]), "At", odd[number], instant_text(at), "Office time rewritten as UTC."))
    return edits


def text_edits(typed: TypedLedger) -> list[Edit]:
    """Cells of accepted rows that hold the right thing in the wrong form, rewritten in theirs.

    Text that is a date or number becomes one, a number in a text column becomes text, invisible characters go. Instants are ``instant_edits``' work.
    """
    told = [(fault.sheet, fault.row, fault.column) for fault in typed.faults if fault.code in ("W-TEXT", "W-CLEANED")]
    edits: list[Edit] = []
    for name, rows in typed.tables.items():
        table = EVERY_TABLE[name]
        if table.kind == "generated":
            continue
        marked: dict[int, list[str]] = {}
        for sheet, number, column_name in told:
            if sheet == name and number is not None and table.column(column_name).type is not Type.INSTANT:
                marked.setdefault(number, []).append(column_name)
        for number, columns in _numbers_as_text(typed.raw.tables[name], table).items():
            marked.setdefault(number, []).extend(columns)
        if not marked:
            continue
        raw = dict(typed.raw.tables[name].rows)
        for row in rows:
            for column in marked.get(row.row, ()):
                value = row.values[column]
                if isinstance(value, str | int | Decimal | date):
                    edits.append(SetCell(name, row.row, key_of(row), column, raw[row.row].get(column), value, _WHY_REWRITTEN))
    return edits


def _numbers_as_text(raw: RawTable, table: Table) -> dict[int, list[str]]:
    """The text columns in which a row holds a number, by the number of the row."""
    found: dict[int, list[str]] = {}
    for column in table.columns:
        if column.type not in (Type.ID, Type.TEXT, Type.NOTE) or column.computed:
            continue
        cells = raw.column(column.name)
        if not {float, int}.isdisjoint(map(type, cells)):
            for number, cell in zip(raw.numbers, cells, strict=True):
                if type(cell) in (float, int):
                    found.setdefault(number, []).append(column.name)
    return found


def label_edits(typed: TypedLedger) -> list[Edit]:
    """The cells to rewrite where a clerk chose or typed a label, or spelled a code in another way: as the code, which the cell shows as its label.

    Only lists whose codes are shown by their label (``captions.SHOWN_BY_LABEL``); in other columns the words stay as they were typed.
    """
    edits: list[Edit] = []
    for name, rows in typed.tables.items():
        columns = [column.name for column in EVERY_TABLE[name].columns if column.type is Type.CODE and list_of(column) in SHOWN_BY_LABEL]
        found = typed.raw.tables.get(name)
        columns = [column for column in columns if found is not None and not set(found.column(column)) <= {None, *column_of(rows, column)}]
        raw = dict(found.rows) if columns and found is not None else {}
        for row in rows if columns else ():
            for column in columns:
                cell, code = raw.get(row.row, {}).get(column), row.values[column]
                if isinstance(cell, str) and isinstance(code, str) and cell != code:
                    edits.append(SetCell(name, row.row, key_of(row), column, cell, code, "The word of the list as its code."))
    return edits
