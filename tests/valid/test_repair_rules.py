"""The lint of Excel's repair rules finds each of its faults: a clean ledger is spoiled in one place, and exactly that is told."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.build.repair_rules import problems
from tests.ledger.ledger_files import parts_of, rewrite, sheet_part, small_ledger

Change = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = small_ledger(tmp_path_factory.mktemp("clean"))
    assert problems(path) == []
    return path


def table_part(path: Path, name: str) -> str:
    return next(part for part, content in parts_of(path).items() if part.startswith("xl/tables/") and f'displayName="{name}"'.encode() in content)


def swap(part: str, old: str, new: str) -> Change:
    """Exchanges the first match of a pattern, which must be there."""

    def change(parts: dict[str, bytes]) -> None:
        text, count = re.subn(old, new, parts[part].decode(), count=1, flags=re.DOTALL)
        assert count == 1, f"{old} is not in {part}"
        parts[part] = text.encode()

    return change


def in_table(name: str, old: str, new: str) -> Callable[[Path], Change]:
    return lambda path: swap(table_part(path, name), old, new)


def in_sheet(name: str, old: str, new: str) -> Callable[[Path], Change]:
    return lambda path: swap(sheet_part(path, name), old, new)


def in_part(part: str, old: str, new: str) -> Callable[[Path], Change]:
    return lambda path: swap(part, old, new)


LONG = "x" * 260
SPOILED: dict[str, tuple[Callable[[Path], Change], str]] = {
    "a header cell differs from its column": (in_table("Debtors", 'name="Debtor ID"', 'name="Debitor"'), "not the column names"),
    "two columns of one name": (in_table("Debtors", 'name="City"', 'name="address"'), "two columns of one name"),
    "a table narrower than its columns": (in_table("Debtors", r'ref="A1:[A-Z]+(\d+)"', r'ref="A1:B\1"'), "does not fit"),
    "a table name that is taken": (in_table("Debtors", 'displayName="Debtors"', 'displayName="Cases"'), "is taken"),
    "a table id that is taken": (in_table("Debtors", r' id="\d+"', ' id="1"'), "is taken"),
    "a totals row": (in_table("Debtors", "<table ", '<table totalsRowCount="1" '), "totals row"),
    "a filter that is not the table": (in_table("Debtors", '<autoFilter ref="A1:', '<autoFilter ref="B1:'), "autofilter"),
    "a merge inside a table": (in_sheet("Debtors", "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'), "overlaps"),
    "two merges on one cell": (
        in_sheet("Debtors", "</sheetData>", '</sheetData><mergeCells count="2"><mergeCell ref="AA90:AB91"/><mergeCell ref="AB91:AC92"/></mergeCells>'),
        "merges",
    ),
    "a cell twice": (in_sheet("Debtors", r'(<c r="A2".*?</c>)', r"\1\1"), "out of order or twice"),
    "rows out of order": (in_sheet("Debtors", r'<row r="3"', '<row r="2"'), "out of order"),
    "a style that is not there": (in_sheet("Debtors", r'<c r="A2" s="\d+"', '<c r="A2" s="9999"'), "style of A2"),
    "a shared text that is not there": (in_sheet("Debtors", r'(<c r="A2"[^>]*t="s"><v>)\d+', r"\g<1>99999"), "text of A2"),
    "a conditional format without a style": (in_sheet("Cases", r'dxfId="\d+"', 'dxfId="999"'), "without a style"),
    "a list literal that is too long": (in_sheet("Debtors", "<formula1>.*?</formula1>", f"<formula1>{LONG}</formula1>"), "longer than 255"),
    "an error title that is too long": (in_sheet("Debtors", 'errorTitle="[^"]*"', f'errorTitle="{"t" * 33}"'), "longer than 32"),
    "two validations on one cell": (in_sheet("Debtors", r"(<dataValidation .*?</dataValidation>)", r"\1\1"), "overlap"),
    "a list that is not there": (in_sheet("Debtors", "<formula1>List_[A-Za-z_]+", "<formula1>List_Nothing"), "does not exist"),
    "a function no old Excel knows": (in_sheet("Dashboard", r"<f>[A-Z]+\(", "<f>XLOOKUP("), "function XLOOKUP"),
    "a column that no table has": (in_sheet("Dashboard", r"Cases\[Arrears\]", "Cases[Arrear]"), "no column"),
    "a bare structured reference": (in_sheet("Dashboard", r"Cases\[Arrears\]", "[Arrears]"), "no column"),
    "an implicit intersection": (in_sheet("Dashboard", r"Cases\[Arrears\]", "Cases[@Arrears]"), "@"),
    "a name to a sheet that is not there": (in_part("xl/workbook.xml", "INDEX\\(Settings!", "INDEX(Nothing!"), "no sheet"),
    "a sheet name that is too long": (in_part("xl/workbook.xml", 'name="Debtors"', f'name="{"D" * 32}"'), "sheet name"),
    "the wrong kind of file": (in_part("[Content_Types].xml", "application/vnd.ms-excel.sheet.macroEnabled.main[+]xml", "application/x"), "content type"),
}


@pytest.mark.parametrize("fault", SPOILED)
def test_each_fault_is_found(fault: str, clean: Path, tmp_path: Path) -> None:
    make, told = SPOILED[fault]
    spoiled = tmp_path / "spoiled.xlsm"
    spoiled.write_bytes(clean.read_bytes())
    rewrite(spoiled, make(spoiled))
    found = problems(spoiled)
    assert any(told in line for line in found), found


def test_a_stored_result_that_nobody_computed_is_found(clean: Path, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.xlsm"
    spoiled.write_bytes(clean.read_bytes())
    rewrite(spoiled, swap(sheet_part(spoiled, "Dashboard"), r"(<f>[^<]*</f>)(<v></v>|<v/>)?", r"\1<v>0</v>"))
    assert any("nobody computed" in line for line in problems(spoiled))


def test_a_part_that_stands_twice_is_found(clean: Path, tmp_path: Path) -> None:
    spoiled = tmp_path / "spoiled.xlsm"
    spoiled.write_bytes(clean.read_bytes())
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(spoiled, "a") as file:
        file.writestr("xl/styles.xml", file.read("xl/styles.xml"))
    assert any("stands twice" in line for line in problems(spoiled))
