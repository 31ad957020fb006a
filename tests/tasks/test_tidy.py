"""Tidy sheet through its door: pasted cells are put right and named, and the second time there is nothing to do."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pyaddin.ledger.book import SetCell
from pyaddin.ledger.closed import ClosedBook
from tests.build.repair_rules import problems
from tests.ledger.ledger_files import rewrite, sheet_part
from tests.stories.desk import Office, case, day, debtor, installments, payment

RUN = "11-23"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    rows = {
        "Debtors": [debtor(1), debtor(2)],
        "Cases": [case(1), case(2, 2, Currency="CNY")],
        "Installments": [*installments(1, ["11-10", "12-10"]), *installments(2, ["11-20", "12-20"])],
        "Payments": [payment(1, "11-15", 40, "P-000001"), payment(2, "11-21", 10)],
    }
    office = Office(tmp_path).new(rows)
    office.weekly(RUN)
    return office


def paste(office: Office, sheet: str, cell: str, content: str) -> None:
    """Content of a cell as a paste leaves it: any type, and no style at all."""

    def change(parts: dict[str, bytes]) -> None:
        part = sheet_part(office.path, sheet)
        new, count = re.subn(rb'<c r="%s"[^>]*?(?:/>|>.*?</c>)' % cell.encode(), lambda _: f'<c r="{cell}" {content}</c>'.encode(), parts[part])
        assert count == 1
        parts[part] = new

    rewrite(office.path, change)


def text(words: str) -> str:
    return f't="inlineStr"><is><t>{words}</t></is>'


def test_tidy_restores_what_a_paste_destroyed_and_names_each_cell(office: Office) -> None:
    paste(office, "Payments", "C2", text("2026年11月15日"))
    paste(office, "Payments", "D2", text("£40.00"))
    paste(office, "Debtors", "G2", "><v>441134960101</v>")
    paste(office, "Cases", "O2", text("sixty"))
    paste(office, "Cases", "M3", "><v>99</v>")
    looked = office.run("check")
    codes = {(fault["code"], fault["sheet"], fault["column"]) for fault in looked["faults"]}
    assert {("W-TEXT", "Payments", "Amount"), ("W-TEXT", "Payments", "Value date"), ("W-FORM", "Debtors", "Phone"), ("W-COMPUTED", "Cases", "Arrears")} <= codes
    told = {fault["advice"] for fault in looked["faults"] if fault["code"] == "W-FORM"}
    assert told == {"Restored to: the number format of the column, by tidy or the next run."}
    answer = office.run("tidy")
    assert answer.code == 0
    named = {(row["table"], row["column"]): (row["old"], row["new"]) for row in answer["changes"]}
    assert named[("Payments", "Value date")] == ("2026年11月15日", "2026-11-15")
    assert named[("Payments", "Amount")] == ("£40.00", "40.00")
    assert named[("Debtors", "Phone")][1] == "441134960101"
    assert named[("Cases", "Arrears")] == ("sixty", "60.00")
    assert named[("Cases", "Days past due")] == ("99", "3")
    assert {(row["table"], row["column"], row["place"], row["old"], row["new"]) for row in answer["restored"]} >= {
        ("Debtors", "Phone", "G2", "General", "@"), ("Payments", "Value date", "C2", "General", "yyyy-mm-dd"),
        ("Payments", "Amount", "D2", "General", "#,##0.00"), ("Cases", "Arrears", "O2", "General", "#,##0.00"),
    }  # fmt: skip
    book = openpyxl.load_workbook(office.path)
    assert (book["Payments"]["C2"].value.date(), book["Payments"]["C2"].number_format) == (date(2026, 11, 15), "yyyy-mm-dd")
    assert (book["Payments"]["D2"].value, book["Payments"]["D2"].number_format) == (40, "#,##0.00")
    assert (book["Debtors"]["G2"].value, book["Debtors"]["G2"].number_format) == ("441134960101", "@")
    assert (book["Cases"]["O2"].value, book["Cases"]["M3"].value) == (60, 3)
    assert problems(office.path) == []


def test_a_second_tidy_changes_nothing(office: Office) -> None:
    assert office.run("tidy")["changes"] == []
    paste(office, "Payments", "D2", text("40.00"))
    office.run("tidy")
    before = office.path.read_bytes()
    again = office.run("tidy")
    assert (again.code, again["restored"], again["changes"], again["faults"]) == (0, [], [], [])
    assert office.path.read_bytes() == before


def test_every_run_tidies_and_tells_and_the_next_one_has_nothing_to_do(office: Office) -> None:
    paste(office, "Debtors", "G2", text("+44 113 496 0101"))
    paste(office, "Payments", "C2", text("2026.11.15"))
    dry = office.run("weekly", "--as-of", "2026-11-24", "--dry-run")
    told = {"W-TEXT", "W-FORM", "W-HAND"}  # a cell of a payment is not what the last run saw there
    assert {fault["code"] for fault in dry["faults"]} == told
    done = office.weekly("11-24")
    assert {fault["code"] for fault in done["faults"]} == told
    assert ("Value date", "2026.11.15", "2026-11-15") in {(row["column"], row["old"], row["new"]) for row in done["changes"]}
    assert office.weekly("11-24")["changes"] == []
    assert office.run("check")["faults"] == []


def test_a_clerks_own_columns_colors_and_comments_stay(office: Office) -> None:
    book = openpyxl.load_workbook(office.path)
    green = "FF00FF00"
    part = sheet_part(office.path, "Debtors")
    del book

    def own(parts: dict[str, bytes]) -> None:
        parts[part] = re.sub(rb'(<row r="2"[^>]*>.*?)(</row>)', rb'\1<c r="AB2"><v>5</v></c>\2', parts[part], count=1)
        fills = re.search(rb'<fills count="(\d+)">', parts["xl/styles.xml"])
        xfs = re.search(rb'<cellXfs count="(\d+)">', parts["xl/styles.xml"])
        assert fills is not None
        assert xfs is not None
        fill = b'<fill><patternFill patternType="solid"><fgColor rgb="%s"/></patternFill></fill></fills>' % green.encode()
        xf = b'<xf numFmtId="0" fontId="0" fillId="%s" borderId="0" xfId="0" applyFill="1"/></cellXfs>' % fills[1]
        styles = parts["xl/styles.xml"].replace(b"</fills>", fill).replace(b"</cellXfs>", xf)
        styles = styles.replace(fills.group(), b'<fills count="%d">' % (int(fills[1]) + 1)).replace(xfs.group(), b'<cellXfs count="%d">' % (int(xfs[1]) + 1))
        parts["xl/styles.xml"] = styles
        parts[part] = re.sub(rb'(<c r="G2") s="\d+"', rb'\1 s="' + xfs[1] + b'"', parts[part])

    rewrite(office.path, own)
    office.run("tidy")
    sheet = openpyxl.load_workbook(office.path)["Debtors"]
    assert (sheet["G2"].number_format, sheet["G2"].fill.fgColor.rgb) == ("@", green)
    assert (sheet["AB2"].value, sheet["AB2"].number_format) == (5, "General")


def test_a_refused_row_is_left_as_it_is(office: Office) -> None:
    paste(office, "Payments", "C2", text("03/04/2026"))
    answer = office.run("tidy")
    assert answer.code == 1
    assert "2026-04-03 or 2026-03-04" in answer["faults"][0]["advice"]
    assert openpyxl.load_workbook(office.path)["Payments"]["C2"].value == "03/04/2026"


def test_rows_pasted_below_the_table_get_ids_formats_and_the_table(office: Office) -> None:
    def below(parts: dict[str, bytes]) -> None:
        part = sheet_part(office.path, "Payments")
        cells = [("B", text("C-00001")), ("C", text("2026/11/22")), ("D", text("5.00"))]
        row = "".join(f'<c r="{letter}4" {content}</c>' for letter, content in cells)
        parts[part] = parts[part].replace(b"</sheetData>", f'<row r="4">{row}</row></sheetData>'.encode())

    rewrite(office.path, below)
    answer = office.run("tidy")
    assert {(row["kind"], row["place"]) for row in answer["restored"] if row["kind"] == "extent"} == {("extent", "4:4")}
    sheet = openpyxl.load_workbook(office.path)["Payments"]
    assert sheet.tables["Payments"].ref.endswith("4")
    assert [sheet[f"{letter}4"].value for letter in "AD"] == ["P-000003", 5]
    assert sheet["C4"].value.date() == day("11-22")
    assert office.run("check")["faults"] == []


def test_tidy_keeps_the_day_of_the_figures(office: Office) -> None:
    book = ClosedBook(office.path)
    raw = book.read()
    book.write([SetCell("Cases", 2, "C-00001", "Arrears", None, 1)], fingerprint=raw.fingerprint, as_of=day(RUN))
    answer = office.run("tidy")
    assert answer["as_of"] == "2026-11-23"
    assert {row["column"] for row in answer["changes"]} == {"Arrears"}
