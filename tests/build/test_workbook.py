"""The workbook: rebuilt as committed, clean for Excel, readable by others, refusing what does not belong in a cell."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from pyaddin.build.lists import LISTS
from pyaddin.build.pack import build, digest
from pyaddin.build.sample import sample_rows, sample_settings
from pyaddin.build.workbook import write_workbook
from pyaddin.labels import LABELS, label
from pyaddin.ledger.captions import list_of
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION, SHEET_ORDER, Type, by_program
from pyaddin.settings import KEYS
from tests.build.repair_rules import problems
from tests.ledger.made import make_ledger

COMMITTED = Path(__file__).parents[2] / "workbook" / "collections.xlsm"
AS_OF = date(2026, 11, 23)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "collections.xlsm"
    build(path)
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "sample.xlsm"
    write_workbook(path, sample_rows(60, 7, AS_OF, "en"), ledger_id="SAMPLE", settings=sample_settings(AS_OF, "en"))
    return path


@pytest.fixture(scope="module")
def book(empty: Path) -> Workbook:
    return openpyxl.load_workbook(empty)


def rules(book: Workbook, sheet: str) -> dict[str, DataValidation]:
    """Validations by header of the column they stand on."""
    found = {}
    for rule in book[sheet].data_validations.dataValidation:
        first = str(rule.sqref).split(":")[0]
        found[str(book[sheet][re.sub(r"\d+", "1", first)].value)] = rule
    return found


def test_the_committed_workbook_is_what_the_sources_build(empty: Path) -> None:
    with zipfile.ZipFile(empty) as new, zipfile.ZipFile(COMMITTED) as old:
        assert sorted(new.namelist()) == sorted(old.namelist())
        different = [name for name in new.namelist() if new.read(name) != old.read(name)]
    assert different == [], "run `collections build` and commit workbook/collections.xlsm"
    assert digest(empty) == digest(COMMITTED)


def test_same_input_same_bytes(empty: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsm"
    build(again)
    assert again.read_bytes() == empty.read_bytes()


@pytest.mark.parametrize("which", ["empty", "filled"])
def test_excel_finds_nothing_to_repair(which: str, request: pytest.FixtureRequest) -> None:
    assert problems(request.getfixturevalue(which)) == []


def _spoil(part: str, change: Callable[[str], str], source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data.decode()).encode() if name == part else data)
    return target


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        ("xl/tables/table1.xml", 'name="Debtor"', 'name="Debitor"', "not the column names"),
        ("xl/tables/table1.xml", 'displayName="Today"', 'displayName="Cases"', "is taken"),
        ("xl/tables/table1.xml", 'ref="A1:N2"', 'ref="A1:M2"', "does not fit"),
        ("xl/worksheets/sheet4.xml", "Cases[Arrears]", "Cases[Arrear]", "no column"),
        ("xl/worksheets/sheet4.xml", "COUNTIFS(Holds", "XLOOKUP(Holds", "function XLOOKUP"),
        ("xl/workbook.xml", "INDEX(Settings!", "INDEX(Setting!", "no sheet"),
        ("xl/worksheets/sheet6.xml", "List_Stage", "List_Stages", ""),
        ("xl/worksheets/sheet7.xml", "List_Kind", "List_Kinds", "does not exist"),
        ("[Content_Types].xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "application/other", "content type"),
    ],
)
def test_the_repair_rules_find_faults(part: str, old: str, new: str, told: str, empty: Path, tmp_path: Path) -> None:
    spoiled = _spoil(part, lambda text: text.replace(old, new), empty, tmp_path / "spoiled.xlsm")
    found = problems(spoiled)
    if told:
        assert any(told in line for line in found), found
    else:  # Stage is computed: its column has no list to spoil
        assert found == []


def test_other_readers_see_every_sheet(empty: Path, book: Workbook) -> None:
    assert tuple(book.sheetnames) == SHEET_ORDER
    assert tuple(CalamineWorkbook.from_path(str(empty)).sheet_names) == SHEET_ORDER
    properties = {item.name: item.value for item in book.custom_doc_props.props}
    assert properties == {"Ledger ID": "TEMPLATE", "Schema version": SCHEMA_VERSION}


@pytest.mark.parametrize("name", sorted(EVERY_TABLE))
def test_headers_table_and_print_setup(name: str, book: Workbook) -> None:
    table, sheet = EVERY_TABLE[name], book[name]
    assert tuple(cell.value for cell in sheet[1]) == table.headers
    assert list(sheet.tables) == [name]
    assert sheet.tables[name].totalsRowCount is None
    assert sheet.freeze_panes in ("A2", "C2")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == ("landscape", 1, 0)
    assert not sheet.protection.sheet
    formats = {header: cell.number_format for header, cell in zip(table.headers, sheet[2], strict=True)}
    for column in table.columns:
        if column.type is Type.DATE:
            assert formats[column.name] == "yyyy-mm-dd"
        elif column.type in (Type.ID, Type.TEXT, Type.CODE, Type.CODES, Type.NOTE):
            assert formats[column.name] == "@"
        elif column.type is Type.MONEY:
            assert formats[column.name] == "#,##0.00"


@pytest.mark.parametrize("name", sorted(set(EVERY_TABLE) - {"Settings"}))  # its values have a rule each, tested below
def test_every_column_refuses_what_does_not_belong(name: str, book: Workbook) -> None:
    table = EVERY_TABLE[name]
    by_column = rules(book, name)
    for column in table.columns:
        rule = by_column[column.name]
        assert rule.error, column.name
        assert rule.errorTitle, column.name
        assert rule.prompt == column.help[:255]
        assert int(str(rule.sqref).split(":")[1].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= 5000
        if by_program(table, column):
            assert (rule.type, rule.formula1) == ("custom", "FALSE"), column.name
        elif column.type is Type.DATE:
            assert (rule.type, rule.formula1, rule.formula2) == ("date", "32874", "73415")
        elif column.type is Type.MONEY:
            assert rule.type == "decimal"
            assert Decimal(str(rule.formula1)) < 0 if column.signed else Decimal(str(rule.formula1)) >= 0
        elif column.type is Type.INTEGER:
            assert (rule.type, rule.formula1) == ("whole", "1" if column.positive else "0")


def test_every_drop_down_offers_exactly_the_labels_of_its_codes(book: Workbook) -> None:
    offered = 0
    for name, table in EVERY_TABLE.items():
        by_column = rules(book, name) if name != "Settings" else {}
        for column in table.columns:
            rule = by_column.get(column.name)
            if rule is None or rule.type != "list":
                assert column.type is not Type.CODE or by_program(table, column), (name, column.name)
                continue
            sheet, ref = book.defined_names[rule.formula1].attr_text.split("!")
            offers = tuple(row[0].value for row in book[sheet][ref.replace("$", "")])
            assert offers == tuple(label(list_of(column), code, "en") for code in column.codes)
            offered += 1
    assert offered > 15


def test_settings_sheet_has_every_key_with_its_rule(book: Workbook) -> None:
    sheet = book["Settings"]
    assert [sheet.cell(row, 1).value for row in range(2, 2 + len(KEYS))] == [key.name for key in KEYS]
    by_cell = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    for row, key in enumerate(KEYS, start=2):
        rule = by_cell[f"B{row}"]
        if key.codes:
            assert rule.formula1 == '"' + ",".join(key.codes) + '"'
        kinds = {"integer": "whole", "decimal": "decimal", "text": "textLength", "yes_no": "list", "code": "list", "time": "custom"}
        assert rule.type == ("custom" if key.name == "as_of" else kinds.get(key.kind, "date"))


def test_every_code_has_words() -> None:
    for name, codes in LISTS.items():
        assert set(LABELS[name.removeprefix("List_")]) == set(codes)


def test_captions_show_the_date_but_keep_the_header(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    assert book["Cases"]["A1"].value == "Case ID"
    assert book["Cases"]["A1"].number_format == ';;;"Case ID · computed as of 2026-11-16"'
    assert book["Today"]["A1"].value == "Rank"
    assert book["Today"]["A1"].number_format == ';;;"Rank · computed as of 2026-11-16"'


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "borrower.xlsm"
    names = ["=1+1", "{=2}", "http://example.com", "-3", "{{ name }}"]
    write_workbook(path, {"Debtors": [{"Debtor ID": f"D-{index}", "Name": name} for index, name in enumerate(names)]}, ledger_id="X")
    sheet = openpyxl.load_workbook(path)["Debtors"]
    assert [sheet.cell(row, 2).value for row in range(2, 7)] == names
    assert {sheet.cell(row, 2).data_type for row in range(2, 7)} == {"s"}
    assert {sheet.cell(row, 2).hyperlink for row in range(2, 7)} == {None}


def test_an_xlsx_name_gets_the_plain_content_type(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    write_workbook(path, ledger_id="X", language="zh-CN")
    assert problems(path) == []
    assert openpyxl.load_workbook(path)["Read me"]["B2"].value == "催收台账"


def test_ledgers_kept_for_other_tests_are_those_that_the_program_writes(tmp_path: Path) -> None:
    rows, settings = sample_rows(12, 3, AS_OF, "zh-TW"), sample_settings(AS_OF, "zh-TW")
    write_workbook(tmp_path / "own.xlsm", rows, ledger_id="SAME", settings=settings)
    for name in ("made.xlsm", "copied.xlsm"):
        assert make_ledger(tmp_path / name, rows, ledger_id="SAME", settings=settings).read_bytes() == (tmp_path / "own.xlsm").read_bytes()
    make_ledger(tmp_path / "other.xlsm", rows, ledger_id="OTHER", settings=settings)
    assert (tmp_path / "other.xlsm").read_bytes() != (tmp_path / "own.xlsm").read_bytes()


@pytest.mark.parametrize(("language", "first", "second", "title"), [
    ("en", "from the first run on", "from the second run on", "Recovery by stage: from the second run on"),
    ("zh-CN", "首次运行后显示", "第二次运行后显示", "分阶段回收率：第二次运行后显示"),
    ("zh-TW", "首次執行後顯示", "第二次執行後顯示", "分階段回收率：第二次執行後顯示"),
])  # fmt: skip
def test_a_tile_without_a_figure_and_an_empty_chart_say_which_run_brings_it(tmp_path: Path, language: str, first: str, second: str, title: str) -> None:
    path = tmp_path / "young.xlsm"
    write_workbook(path, ledger_id="X", language=language)
    notes = [str(cell.value) for row in openpyxl.load_workbook(path)["Dashboard"].iter_rows() for cell in row if cell.data_type == "f"]
    assert sum(note.endswith(f'"{first}")') for note in notes) == 8
    assert sum(note.endswith(f'"{second}")') for note in notes) == 6
    assert [note for note in notes if f'"{title}"' in note][0].startswith("=IF(COUNT($H$43:$H$47)=0,")
    with zipfile.ZipFile(path) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if "/charts/chart" in name]
    assert sum("<c:tx><c:strRef><c:f>Dashboard!$AF$32</c:f>" in chart for chart in charts) == 1


@pytest.mark.parametrize(("sheet", "column", "wrapped"), [
    ("Cases", "Next action", True), ("Today", "Action", True), ("Debtors", "Address on file", True), ("Figures", "Formula", True), ("Debtors", "Name", False),
])  # fmt: skip
def test_a_sentence_of_the_program_never_runs_over_its_neighbor(book: Workbook, sheet: str, column: str, wrapped: bool) -> None:
    place = next(cell.column for cell in book[sheet][1] if cell.value == column)
    assert bool(book[sheet].cell(2, place).alignment.wrap_text) is wrapped


@pytest.mark.parametrize(("language", "matrix", "recovery"), [
    ("en", "Empty until the second run: roll rates", "Recovery is empty until the second run"),
    ("zh-CN", "第二次运行后才有数字：滚动率", "第二次运行后才有回收率"),
    ("zh-TW", "第二次執行後才有數字：滾動率", "第二次執行後才有回收率"),
])  # fmt: skip
def test_a_young_dashboard_says_why_figures_of_two_days_are_empty(tmp_path: Path, language: str, matrix: str, recovery: str) -> None:
    path = tmp_path / "young.xlsm"
    write_workbook(path, ledger_id="X", language=language)
    notes = [str(cell.value) for row in openpyxl.load_workbook(path)["Dashboard"].iter_rows() for cell in row if cell.data_type == "f"]
    assert any(note.startswith("=IF(SUM($L$18:$V$26)=0,") and matrix in note for note in notes)
    assert any(note.startswith("=IF(COUNT($H$43:$H$47)=0,") and recovery in note and note.endswith(',"")') for note in notes)


@pytest.mark.libreoffice
@pytest.mark.parametrize("which", ["empty", "filled"])
def test_libreoffice_computes_every_formula(which: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    source: Path = request.getfixturevalue(which)
    command = [
        "soffice",
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run([shutil.which("soffice") or command[0], *command[1:]], check=True, capture_output=True, timeout=180)
    values = openpyxl.load_workbook(tmp_path / f"{source.stem}.xlsx", data_only=True)
    formulas = openpyxl.load_workbook(source)
    computed = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = values[sheet.title][cell.coordinate].value
                    assert not (isinstance(value, str) and value.startswith(("#", "Err:"))), (sheet.title, cell.coordinate, cell.value, value)
                    computed += 1
    assert computed > 100
    if which == "filled":
        cases = sample_rows(60, 7, AS_OF, "en")["Cases"]
        assert values["Dashboard"]["F5"].value == sum(1 for case in cases if (case["Days past due"] or 0) != 0)
        assert values["Dashboard"]["B5"].value == sum(1 for case in cases if case["Stage"] not in (None, "CLOSED"))
        assert values["Dashboard"]["E2"].value.date() == date(2026, 11, 16)
        said = {cell.value for row in values["Dashboard"].iter_rows() for cell in row}
        assert "Empty until the second run: roll rates compare the cases of two runs on different days." in said
        assert "Recovery is empty until the second run: it needs the balances of an earlier day." in said
