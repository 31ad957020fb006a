"""A ledger with edits in it, of which only the touched tables are typed again, is the ledger that typing all of it from the beginning gives."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.ledger.book import AddRow, Cell, RawLedger, SetCell
from pyaddin.ledger.columnar import Rows, columns_of
from pyaddin.ledger.proposal import Entry, propose
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.snapshot import case_files
from tests.hostile.template import template
from tests.ledger.test_by_column import raw_of, told

ZONE = ZoneInfo("Asia/Shanghai")
VALUES = st.sampled_from([None, "", "C-00001", "C-00009", "D-00002", "JPY", "CNY", "2026-02-30", "1,234.50", "a\u200bb", "yes", "x" * 300, Decimal("12.5"), 7])


@cache
def ledger(*, by_column: bool) -> RawLedger:
    raw = raw_of(template())
    if not by_column:
        return raw
    tables = {name: replace(table, rows=Rows(table.numbers, columns_of(table.rows, table.headers) or {})) for name, table in raw.tables.items()}
    return replace(raw, tables={name: table if table.rows else raw.tables[name] for name, table in tables.items()})


def from_the_beginning(raw: RawLedger, edits: list[Entry]) -> TypedLedger:
    """Row by row into plain dictionaries, and everything typed."""
    tables: dict[str, dict[int, dict[str, Cell]]] = {name: {number: dict(cells) for number, cells in table.rows} for name, table in raw.tables.items()}
    for edit in edits:
        rows = tables[edit.table]
        if isinstance(edit, AddRow):
            rows[max(rows, default=1) + 1] = {header: plain(edit.values.get(header)) for header in EVERY_TABLE[edit.table].headers}
        else:
            rows[edit.row][edit.column] = plain(edit.new)
    after = {name: replace(table, rows=tuple(sorted(tables[name].items()))) for name, table in raw.tables.items()}
    return type_ledger(replace(raw, tables=after), office_zone=ZONE)


def plain(value: object) -> Cell:
    return float(value) if isinstance(value, Decimal) else value  # type: ignore[return-value]


@settings(max_examples=80, deadline=None)
@given(st.data(), st.booleans())
def test_some_edits(data: st.DataObject, by_column: bool) -> None:
    raw = ledger(by_column=by_column)
    before = type_ledger(raw, office_zone=ZONE)
    case_files(before, ZONE)
    edits: list[Entry] = []
    for _ in range(data.draw(st.integers(1, 6))):
        name = data.draw(st.sampled_from(["Debtors", "Cases", "Payments", "Installments", "Holds", "Plans", "Contacts"]))
        header = data.draw(st.sampled_from(EVERY_TABLE[name].headers))
        value = data.draw(VALUES)
        rows = raw.tables[name].rows
        if rows and data.draw(st.booleans()):
            number, cells = data.draw(st.sampled_from(list(rows)))
            edits.append(SetCell(name, number, "", header, cells.get(header), value))
        else:
            like = dict(data.draw(st.sampled_from(list(rows)))[1]) if rows else {}
            edits.append(AddRow(name, "", {**like, header: value}))  # type: ignore[dict-item]
    untouched = told(before)
    proposal = propose(before, edits, office_zone=ZONE)
    expected = from_the_beginning(raw, edits)
    assert told(proposal.typed) == told(expected)
    assert proposal.typed.raw.tables == expected.raw.tables
    assert repr(case_files(proposal.typed, ZONE, before=before)) == repr(case_files(expected, ZONE))
    assert told(before) == untouched


def test_what_no_edit_touches_is_the_same_table_and_is_not_typed_again() -> None:
    before = type_ledger(ledger(by_column=True), office_zone=ZONE)
    typed = propose(before, [SetCell("Cases", before.raw.tables["Cases"].numbers[0], "", "Notes", None, "rang")], office_zone=ZONE).typed
    assert typed.raw.tables["Payments"] is before.raw.tables["Payments"]
    assert typed.taken["Payments"].typed is before.taken["Payments"].typed
    assert typed.taken["Cases"].typed is not before.taken["Cases"].typed


def test_what_no_edit_touches_is_made_into_files_once() -> None:
    before = type_ledger(ledger(by_column=True), office_zone=ZONE)
    files = {file.case.case_id: file for file in case_files(before, ZONE)}
    like = dict(before.raw.tables["Payments"].rows[0][1])
    typed = propose(before, [AddRow("Payments", "", {**like, "Payment ID": "P-000099"})], office_zone=ZONE).typed  # type: ignore[dict-item]
    again = case_files(typed, ZONE, before=before)
    assert sum(len(file.payments) for file in again) == sum(len(file.payments) for file in files.values()) + 1
    assert all(file.installments is files[file.case.case_id].installments and file.contacts is files[file.case.case_id].contacts for file in again)


def test_a_case_in_another_currency_has_its_amounts_typed_again() -> None:
    before = type_ledger(ledger(by_column=True), office_zone=ZONE)
    case = before.raw.tables["Installments"].column("Case ID")[0]
    number = before.raw.tables["Cases"].numbers[list(before.raw.tables["Cases"].column("Case ID")).index(case)]
    edit = SetCell("Cases", number, "", "Currency", None, "JPY")
    typed = propose(before, [edit], office_zone=ZONE).typed
    assert typed.taken["Installments"].typed is not before.taken["Installments"].typed
    assert told(typed) == told(from_the_beginning(before.raw, [edit]))
