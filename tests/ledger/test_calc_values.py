"""The engine over Calc: every type of value goes in as Excel takes it and comes out as Excel gives it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings

from pyaddin.ledger.libreoffice import CalcError
from pyaddin.ledger.libreoffice.typed import typed
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import small_ledger

pytestmark = pytest.mark.libreoffice
DAY, MOMENT = datetime.combine(date(2026, 1, 5), time()), datetime.combine(date(2026, 1, 5), time(14, 30))


@pytest.fixture
def sheet(calc: Calc) -> xlwings.Sheet:
    """The sheet of a new book."""
    return xlwings.Book(impl=calc.app.books.add()).sheets[0]


@pytest.mark.parametrize(
    ("written", "in_general", "in_text"),
    [
        ("00123", 123.0, "00123"),
        ("2026-01-05", DAY, "2026-01-05"),
        ("2026-01-05 14:30", MOMENT, "2026-01-05 14:30"),
        ("1/5/2026", DAY, "1/5/2026"),
        ("5-Jan-2026", DAY, "5-Jan-2026"),
        ("2026年1月5日", DAY, "2026年1月5日"),
        ("TRUE", True, "TRUE"),
        ("false", False, "false"),
        ("+8613800138000", 8613800138000.0, "+8613800138000"),
        ("-5", -5.0, "-5"),
        ("(5)", -5.0, "(5)"),
        ("1,234.50", 1234.5, "1,234.50"),
        ("12%", 0.12, "12%"),
        ("1e3", 1000.0, "1e3"),
        ("12345678901234567890", 12345678901234500000.0, "12345678901234567890"),
        ("'00123", "00123", "00123"),
        ("'=1+2", "=1+2", "=1+2"),
        ("=1+2", 3.0, "=1+2"),
        ("+1+2", 3.0, "+1+2"),
        ("张伟 <&>", "张伟 <&>", "张伟 <&>"),
        (" two\nlines ", " two\nlines ", " two\nlines "),
        ("2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"),
        ("2026-13-45", "2026-13-45", "2026-13-45"),
        ("Mayor 5", "Mayor 5", "Mayor 5"),
        ("1.2.3", "1.2.3", "1.2.3"),
        (12.5, 12.5, "12.5"),
        (7, 7.0, "7"),
        (True, True, "TRUE"),
        (DAY, DAY, "1/5/2026"),
        (date(2026, 1, 5), DAY, "1/5/2026"),
        (MOMENT, MOMENT, "1/5/2026 14:30:00"),
        (Decimal("10.12345"), 10.1234, "10.12345"),
        (None, None, None),
        ("", None, None),
        (float("nan"), None, None),
    ],
)
def test_value_is_converted_as_excel_converts_it(sheet: xlwings.Sheet, written: object, in_general: object, in_text: object) -> None:
    sheet["B1"].number_format = "@"
    sheet["A1"].value = written
    sheet["B1"].value = written
    assert [sheet["A1"].value, sheet["B1"].value] == [in_general, in_text]
    assert type(sheet["A1"].value) is type(in_general)


def test_block_goes_in_and_out_whole(sheet: xlwings.Sheet) -> None:
    block = [[f"x{number}", number * 1.5, DAY, number % 2 == 0, None] for number in range(50)]
    sheet["C3"].value = block
    assert sheet["C3"].resize(50, 5).options(ndim=2).value == block
    assert sheet["C3"].expand().address == "$C$3:$F$52"
    assert sheet.used_range.address == "$C$3:$F$52"


def test_formats_say_what_a_number_means(sheet: xlwings.Sheet) -> None:
    sheet["A1:E1"].value = [46027.5] * 5
    for cell, code in zip("ABCDE", ["yyyy-mm-dd hh:mm", "hh:mm", "#,##0.00", '"€"#,##0.00', "General"], strict=True):
        sheet[f"{cell}1"].number_format = code
    read = sheet["A1:E1"].value
    assert read[0] == datetime.combine(date(2026, 1, 5), time(12))
    assert read[1:3] == [46027.5, 46027.5], "Excel gives a time without a day as a number"
    assert read[4] == 46027.5
    assert sheet["A1"].number_format == "yyyy-mm-dd hh:mm"
    assert sheet["A1:B1"].number_format is None


def test_currency_comes_back_as_excels_four_place_decimal(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = 12.345678
    sheet["A1"].number_format = "[$$-409]#,##0.00"
    assert sheet["A1"].value == Decimal("12.3457")


def test_errors_are_none_or_their_text(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = ["=1/0", "=NA()", "=A9+nosuchname", '="x"*2', "fine"]
    assert sheet["A1:E1"].value == [None, None, None, None, "fine"]
    assert sheet["A1:E1"].options(err_to_str=True).value == ["#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "fine"]
    assert sheet["A1"].raw_value == -2146826281


def test_apostrophe_does_not_make_the_cell_a_text_cell(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = "'00123"
    assert sheet["A1"].number_format == "General"
    sheet["A1"].value = "00456"
    assert sheet["A1"].value == 456.0


def test_dates_that_the_program_writes_are_shown_as_dates(sheet: xlwings.Sheet) -> None:
    sheet["B1"].number_format = "dd.mm.yyyy"
    sheet["A1:B1"].value = [DAY, DAY]
    assert [sheet["A1"].number_format, sheet["B1"].number_format] == ["yyyy-mm-dd", "dd.mm.yyyy"]


@pytest.mark.parametrize("value", ["x" * 32_768, object(), "=SUM(("])
def test_what_excel_refuses_is_refused(sheet: xlwings.Sheet, value: Any) -> None:
    with pytest.raises(CalcError):
        sheet["A1"].value = value
    assert sheet["A1"].value is None


FORMULAS = (
    "=SUM(Cases[Arrears])", "=COUNTIF('Read me'!$A:$A,\"x;y,z!w.v\")", "=IF(A2>1,\"a\"\"b\",Settings!$B$2)", "=INDEX(Cases[Case ID],2)",
    "=SUMIFS(Cases[Arrears],Cases[Currency],\"GBP\")", "=SUM({1,2;3,4})", "=Cases!A2&Debtors!B2", "=1.5+Settings!A1",
)


def test_formulas_keep_excels_spelling(calc: Calc, tmp_path: Path) -> None:
    sheet = calc.open(small_ledger(tmp_path)).sheets["Cases"]
    for row, formula in enumerate(FORMULAS, 20):
        sheet[f"BD{row}"].formula = formula
    assert [sheet[f"BD{row}"].formula for row, _ in enumerate(FORMULAS, 20)] == list(FORMULAS)


def test_one_formula_fills_a_column(sheet: xlwings.Sheet) -> None:
    sheet["A1:A5"].value = [[number] for number in range(1, 6)]
    sheet["B1:B5"].formula = "=A1*2"
    assert sheet["B1:B5"].value == [2.0, 4.0, 6.0, 8.0, 10.0]
    assert sheet["B5"].formula == "=A5*2"
    assert sheet["A1:B1"].formula == (("1", "=A1*2"),)


def test_ledger_cells_arrive_typed(calc: Calc, tmp_path: Path) -> None:
    table = calc.open(small_ledger(tmp_path)).sheets["Payments"].tables["Payments"]
    row = dict(zip(table.header_row_range.value, table.data_body_range.options(ndim=2).value[0], strict=True))
    assert (row["Payment ID"], row["Value date"], row["Amount"], row["Reference"], row["Notes"]) == (
        "P-000001", datetime.combine(date(2026, 3, 1), time()), 40.1, "0042", None,
    )
    assert type(row["Amount"]) is float


def test_a_short_date_is_completed_with_the_year_given() -> None:
    assert typed("3-4", text_cell=False, this_year=2026) == typed("2026-03-04", text_cell=False)


def test_a_large_block_that_is_as_it_was_is_not_made_anew(sheet: xlwings.Sheet) -> None:
    cells = sheet.range((1, 1), (400, 3))
    cells.value = [[float(row), f"text {row}", None] for row in range(400)]
    whole = sheet.range((1, 1), (400, 3)).options(ndim=2, err_to_str=True)
    first = whole.value
    assert first[7] == [7.0, "text 7", None]
    assert whole.value is first
    sheet.range("B8").value = "another"
    assert whole.value[7] == [7.0, "another", None]
    sheet.range("A1:A400").number_format = "yyyy-mm-dd"
    assert whole.value[2][0] == datetime.combine(date(1900, 1, 1), time()), "the same numbers mean something else in another format"
    sheet.range("C8").formula = "=1/0"
    assert whole.value[7][2] == "#DIV/0!"
    sheet.range("C8").formula = "=1/1"
    assert whole.value[7][2] == 1.0
    sheet.range("C8").value = None
    assert whole.value[7] == [datetime.combine(date(1900, 1, 6), time()), "another", None]


def test_a_block_read_for_errors_as_text_and_then_without(sheet: xlwings.Sheet) -> None:
    cells = sheet.range((1, 1), (600, 2))
    cells.value = [[float(row), "x"] for row in range(600)]
    assert cells.options(ndim=2, err_to_str=True, numbers=int).value[5] == [5, "x"]
    assert cells.options(ndim=2, err_to_str=True).value[5][0].__class__ is float
