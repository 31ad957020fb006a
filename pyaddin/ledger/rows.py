"""From raw cells to typed rows: every row of the ledger is accepted whole or refused with a reason, none is half used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from operator import methodcaller
from types import MappingProxyType

from pyaddin.errors import Fault
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.book import WHILE_OPEN, Cell, Edit, RawLedger, SetCell
from pyaddin.ledger.captions import SHOWN_BY_LABEL, list_of
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.check import check_drafts
from pyaddin.ledger.drafts import own_id, read_drafts, row_key
from pyaddin.ledger.migrate import lacking
from pyaddin.ledger.schema import EVERY_TABLE, TABLES, Type

_NUMBERS = frozenset((float, int))
_NO_CELLS: Mapping[str, Cell] = MappingProxyType({})
_WHY_REWRITTEN = "The same value in the form of its column."


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One accepted row. ``row`` is its Excel row; ``values`` holds every contract column, ``None`` where blank.

    Computed columns are typed as far as they go and are ``None`` when unusable; they serve comparing with new values only.
    """

    table: str
    row: int
    values: Mapping[str, object]


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

    tables: Mapping[str, tuple[TypedRow, ...]]
    refused: tuple[RefusedRow, ...]
    faults: tuple[Fault, ...]
    raw: RawLedger
    beyond: Beyond | None = None
    """What was known of the rest when only a part of a portfolio was read; ``None`` for a whole ledger."""


def type_ledger(raw: RawLedger, *, office_zone: tzinfo, beyond: Beyond | None = None, by_cell: bool = False) -> TypedLedger:
    """Types and checks every row. ``office_zone`` is the zone in which clerks type dates with a time; ``beyond`` what a part knows of the rest.

    ``by_cell`` types cell by cell, slowly and to the same end: what the typing by column is held against.

    Never raises for what stands in the cells: bad rows are in ``refused`` with their faults, rows that hang on a
    refused case, debtor or plan are left out silently, and the faults come in the order of sheets and rows.
    """
    drafts = read_drafts(raw, office_zone, by_cell=by_cell)
    check_drafts(drafts, beyond)
    rows = [draft for table in EVERY_TABLE for draft in drafts[table] if draft.faults or draft.code]
    return TypedLedger(
        {table: tuple([TypedRow(table, d.row, d.values) for d in drafts[table] if not d.code and not d.silent]) for table in EVERY_TABLE},
        tuple(RefusedRow(draft.table.name, draft.row, draft.owner_case, draft.owner_debtor, draft.code) for draft in rows if draft.code),
        (*(fault for draft in rows for fault in draft.faults), *hidden_faults(raw), *version_faults(raw)),
        raw,
        beyond,
    )


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
    raw = {number: cells.get("At") for number, cells in typed.raw.tables["Contacts"].rows} if "Contacts" in typed.raw.tables else {}
    edits: list[Edit] = []
    for row in typed.tables["Contacts"]:
        at = row.values["At"]
        if isinstance(at, datetime) and raw[row.row] != instant_text(at):
            edits.append(SetCell("Contacts", row.row, key_of(row), "At", raw[row.row], instant_text(at), "Office time rewritten as UTC."))
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
        raw = dict(typed.raw.tables[name].rows)
        texts = [column.name for column in table.columns if column.type in (Type.ID, Type.TEXT, Type.NOTE) and not column.computed]
        texts = [column for column in texts if not _NUMBERS.isdisjoint(map(type, map(methodcaller("get", column), raw.values())))]
        marked: dict[int, list[str]] = {}
        for sheet, number, column_name in told:
            if sheet == name and number is not None and table.column(column_name).type is not Type.INSTANT:
                marked.setdefault(number, []).append(column_name)
        for row in rows:
            cells = raw[row.row]
            numbers = [column for column in texts if type(cells.get(column)) in _NUMBERS]
            for column in (*marked.get(row.row, ()), *numbers):
                value = row.values[column]
                if isinstance(value, str | int | Decimal | date):
                    edits.append(SetCell(name, row.row, key_of(row), column, cells.get(column), value, _WHY_REWRITTEN))
    return edits


def label_edits(typed: TypedLedger) -> list[Edit]:
    """The cells to rewrite where a clerk chose or typed a label, or spelled a code in another way: as the code, which the cell shows as its label.

    Only lists whose codes are shown by their label (``captions.SHOWN_BY_LABEL``); in other columns the words stay as they were typed.
    """
    edits: list[Edit] = []
    for name, rows in typed.tables.items():
        columns = [column.name for column in EVERY_TABLE[name].columns if column.type is Type.CODE and list_of(column) in SHOWN_BY_LABEL]
        raw = dict(typed.raw.tables[name].rows) if columns and name in typed.raw.tables else {}
        shown = [raw.get(row.row, _NO_CELLS) for row in rows] if columns else []
        columns = [column for column in columns if [cells.get(column) for cells in shown] != [row.values[column] for row in rows]]
        for row, cells in zip(rows, shown, strict=True) if columns else ():
            for column in columns:
                cell, code = cells.get(column), row.values[column]
                if isinstance(cell, str) and isinstance(code, str) and cell != code:
                    edits.append(SetCell(name, row.row, key_of(row), column, cell, code, "The word of the list as its code."))
    return edits
