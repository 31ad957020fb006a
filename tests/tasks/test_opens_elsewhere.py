"""The file after a run, looked at by other programs: LibreOffice finds no formula error, openpyxl the rows, and all else is as it was."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tests.ledger.ledger_files import sheet_part, through_libreoffice
from tests.stories.desk import Office, case, debtor, installments, payment, plan

UNTOUCHED = ("Read me", "Budgets", "Legal", "Levels", "Rates", "Holidays", "Packs", "Lists")
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    rows = {
        "Debtors": [debtor(1), debtor(2)],
        "Cases": [case(1), case(2, 2, Late_fee=5)],
        "Installments": [
            *installments(1, ["11-02"], 200),
            *installments(1, ["11-25", "12-02"], 100, plan="L-00001"),
            *installments(2, ["11-02", "12-02"]),
        ],
        "Plans": [plan(1, "L-00001", 200, "11-10", "11-12")],
        "Payments": [payment(2, "11-03", 10)],
    }
    return Office(tmp_path).new(rows)


def test_every_other_part_is_byte_identical(office: Office) -> None:
    before = office.parts()
    sheets = {name: sheet_part(office.path, name) for name in UNTOUCHED}
    office.weekly("11-09")
    office.weekly("11-16")
    after = office.parts()
    assert list(after) == list(before)
    for part in sheets.values():
        assert after[part] == before[part], part
    changed = {name for name in before if after[name] != before[name]}
    assert {name for name in changed if not name.startswith(("xl/worksheets/sheet", "xl/tables/table"))} == {"xl/styles.xml"}
    dated = re.compile("computed as of (?:\\d{4}-\\d\\d-\\d\\d|–)".encode())  # the captions of Today and Cases are number formats
    assert dated.sub(b"", after["xl/styles.xml"]) == dated.sub(b"", before["xl/styles.xml"])


def test_an_independent_reader_sees_the_rows(office: Office) -> None:
    office.weekly("11-09")
    office.weekly("11-16")
    assert [(row["Case ID"], row["Stage"], row["Level"]) for row in office.sheet("Cases")] == [("C-00001", "MONITOR", 1), ("C-00002", "DEEP", 2)]
    assert [row["Run ID"] for row in office.sheet("Runs")] == ["W-2026-11-09", "W-2026-11-16"]
    book = openpyxl.load_workbook(office.path)
    for name in ("Contacts", "Moves", "Runs", "Holds", "Adjustments"):
        table = next(iter(book[name].tables.values()))
        filled = sum(1 for row in book[name].iter_rows(min_row=2, max_col=1, values_only=True) if row[0] is not None)
        first, last = table.ref.split(":")
        assert int(last.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - int(first.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) == max(filled, 1), name
    book.close()


@pytest.mark.libreoffice
def test_libreoffice_opens_it_without_a_formula_error(office: Office, tmp_path: Path) -> None:
    office.weekly("11-09")
    office.weekly("11-16")
    saved = through_libreoffice(office.path, tmp_path / "office")
    book = openpyxl.load_workbook(saved, data_only=True)
    bad = [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith(ERRORS)
    ]
    assert bad == []
    dashboard = [value for row in book["Dashboard"].iter_rows(values_only=True) for value in row if isinstance(value, int | float)]
    assert 2 in dashboard
    book.close()
