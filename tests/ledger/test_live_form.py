"""Tidy on the open workbook: formats and extents are found and put right where the clerk sees them, the clerk's own cells stay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings

from pyaddin.ledger.live import LiveBook
from pyaddin.tasks import tidy
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import small_ledger

pytestmark = pytest.mark.libreoffice

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def opened(calc: Calc, tmp_path: Path) -> xlwings.Book:
    return calc.open(small_ledger(tmp_path))


def run(book: LiveBook) -> dict[str, Any]:
    return dict(tidy.run(book.path, by="Amy", now=lambda: AT, book=book).data)


def test_formats_text_values_and_rows_below_are_put_right_and_named(opened: xlwings.Book) -> None:
    payments, debtors = opened.sheets["Payments"], opened.sheets["Debtors"]
    payments.range("C2:D2").number_format = "@"
    payments.range("C2").value = "2026年3月1日"
    payments.range("D2").value = "￥40.10"
    debtors.range("G3").number_format = "General"
    debtors.range("AB2").value, debtors.range("AB2").number_format = 5, "General"
    payments.range("A3:D3").number_format = "@"
    payments.range("A3").value = [["P-000009", "C-00001", "2026.3.2", "7.50"]]
    live = LiveBook(opened)
    live.read()
    found = {(item.table, item.kind, item.column, item.place, item.found) for item in live.untidy()}
    assert {("Debtors", "format", "Phone", "G3", "General"), ("Payments", "extent", "", "3:3", "1 row below the table")} <= found
    assert {(table, kind, column) for table, kind, column, _, _ in found} >= {("Payments", "format", "Value date"), ("Payments", "format", "Amount")}
    told = run(live)
    changes = {(row["column"], row["old"], row["new"]) for row in told["changes"] if row["table"] == "Payments"}
    assert changes == {
        ("Value date", "2026年3月1日", "2026-03-01"), ("Amount", "￥40.10", "40.10"), ("Value date", "2026.3.2", "2026-03-02"), ("Amount", "7.50", "7.50"),
    }  # fmt: skip
    assert (payments.range("C2").value, payments.range("D2").value) == (datetime(2026, 3, 1), 40.1)  # noqa: DTZ001
    assert debtors.range("G3").number_format == "@"
    assert (debtors.range("AB2").value, debtors.range("AB2").number_format) == (5, "General")
    assert payments.tables["Payments"].range.last_cell.row == 3
    again = run(live)
    assert (again["restored"], again["changes"]) == ([], [])


def test_a_ledger_in_order_has_no_finding(opened: xlwings.Book) -> None:
    live = LiveBook(opened)
    live.read()
    assert list(live.untidy()) == []
