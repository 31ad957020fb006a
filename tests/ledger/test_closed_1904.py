"""A workbook that counts its days from 1904 (old Excel for Mac) says the same days to us as to Excel."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path

import openpyxl
import pytest

from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.rows import type_ledger
from tests.ledger.ledger_files import DAY, edit_sheet, rewrite, small_ledger

SHIFTED = date(2030, 1, 2)  # the number of 2026-01-01 in a workbook that counts from 1904


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = small_ledger(tmp_path)
    rewrite(path, lambda parts: parts.update({"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<workbookPr", b'<workbookPr date1904="1"')}))
    return path


def opened_on(path: Path, row: int) -> object:
    typed = type_ledger(ClosedBook(path).read(), office_zone=UTC)
    return next(found.values["Opened on"] for found in typed.tables["Cases"] if found.row == row)


def test_days_are_read_as_excel_shows_them(path: Path) -> None:
    assert opened_on(path, 2) == SHIFTED == openpyxl.load_workbook(path)["Cases"]["E2"].value.date()


def test_a_count_of_days_without_a_date_format_counts_from_1904_too(path: Path) -> None:
    edit_sheet(path, "Cases", b'<c r="E2" s="', b'<c r="E2" s="0" ph="')
    assert isinstance(dict(ClosedBook(path).read().tables["Cases"].rows)[2]["Opened on"], float)
    assert opened_on(path, 2) == SHIFTED


def test_days_are_written_so_that_excel_shows_them(path: Path) -> None:
    book = ClosedBook(path)
    raw = book.read()
    edits = [
        SetCell("Cases", 2, "C-00001", "Opened on", SHIFTED, DAY),
        AddRow("Payments", "P-9", {"Payment ID": "P-9", "Case ID": "C-00001", "Value date": DAY, "Amount": 5}),
    ]
    book.write(edits, fingerprint=raw.fingerprint, as_of=DAY)
    assert opened_on(path, 2) == DAY
    sheets = openpyxl.load_workbook(path)
    assert sheets["Cases"]["E2"].value.date() == DAY
    assert sheets["Payments"]["C3"].value.date() == DAY
