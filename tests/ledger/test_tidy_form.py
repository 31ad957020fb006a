"""The form of a closed ledger: what a paste destroys is found, restored without touching a value, and found no more."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from pyaddin.ledger.book import AddRow, RestoreForm, Untidy
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.columns import Column, Type
from pyaddin.ledger.form import fits
from pyaddin.ledger.schema import TABLES
from tests.build.repair_rules import problems
from tests.ledger.ledger_files import DAY, edit_sheet, parts_of, rewrite, sheet_part, small_ledger, table_part, through_libreoffice


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_ledger(tmp_path)


def untidy(path: Path) -> list[Untidy]:
    book = ClosedBook(path)
    book.read()
    return list(book.untidy())


def restore(path: Path, *tables: str) -> None:
    book = ClosedBook(path)
    raw = book.read()
    before = {name: list(table.rows) for name, table in raw.tables.items()}
    book.write([RestoreForm(table) for table in tables or TABLES], fingerprint=raw.fingerprint, as_of=DAY)
    after = ClosedBook(path).read()
    for name, rows in before.items():
        assert [number for number, _ in rows] == [number for number, _ in after.tables[name].rows]
    assert problems(path) == []


def styled(path: Path, sheet: str, cell: str, style: str) -> None:
    """A cell with another style, as a paste with all formats leaves it."""

    def change(parts: dict[str, bytes]) -> None:
        part = sheet_part(path, sheet)
        new, count = re.subn(rb'(<c r="%s") s="\d+"' % cell.encode(), rb'\1' + style.encode(), parts[part])
        assert count == 1
        parts[part] = new

    rewrite(path, change)


def style_with(path: Path, code: str) -> str:
    """A style number of the workbook with this number format."""
    styles = parts_of(path)["xl/styles.xml"].decode()
    own = re.search(rf'numFmtId="(\d+)" formatCode="{re.escape(code)}"', styles)
    number = own[1] if own is not None else {"#,##0.00": "4", "@": "49"}[code]  # formats that every program knows by number
    cells = re.search(r"<cellXfs.*?</cellXfs>", styles, re.DOTALL)
    assert cells is not None
    return next(str(place) for place, xf in enumerate(re.findall(r"<xf [^>]*?/?>", cells.group())) if f'numFmtId="{number}"' in xf)


@pytest.mark.parametrize(
    ("kind", "code", "good"),
    [
        (Type.TEXT, "@", True), (Type.TEXT, "General", False), (Type.ID, "0", False), (Type.CODE, ';;;"First contact"', True), (Type.CODE, "@", True),
        (Type.CODE, "General", False), (Type.DATE, "yyyy-mm-dd", True), (Type.DATE, 'yyyy"年"m"月"d"日"', True), (Type.DATE, "dd/mm/yyyy", True),
        (Type.DATE, "[$-404]e/m/d", True), (Type.DATE, "General", False), (Type.DATE, "@", False), (Type.DATE, "0.00", False),
        (Type.MONEY, "#,##0.00", True), (Type.MONEY, '"¥"#,##0.00;[Red]-#,##0', True), (Type.MONEY, "General", False), (Type.MONEY, "@", False),
        (Type.MONEY, "yyyy-mm-dd", True),
        (Type.TEXT, "yyyy-mm-dd", True), (Type.RATE, "0.00%", True), (Type.INTEGER, "0", True), (Type.INSTANT, "General", True), (Type.ANY, "0", True),
    ],
)  # fmt: skip
def test_which_formats_fit_a_column(kind: Type, code: str, good: bool) -> None:
    assert fits(Column("x", kind, ""), code) is good


def test_a_ledger_in_order_has_no_finding_and_is_not_written(path: Path) -> None:
    assert untidy(path) == []
    before = parts_of(path)
    restore(path)
    after = parts_of(path)
    assert {name for name in before if before[name] != after[name]} == {"xl/styles.xml"}  # the day in the captions


def test_a_ledger_that_libreoffice_saved_is_in_order(path: Path, tmp_path: Path) -> None:
    assert untidy(through_libreoffice(path, tmp_path / "lo")) == []


def test_formats_that_a_paste_took_away_come_back_and_colors_stay(path: Path) -> None:
    styled(path, "Debtors", "G2", "")
    styled(path, "Debtors", "F3", ' s="0"')
    styled(path, "Payments", "C2", f' s="{style_with(path, "@")}"')
    styled(path, "Payments", "D2", f' s="{style_with(path, "@")}"')
    found = {(item.table, item.column, item.place, item.found, item.wanted) for item in untidy(path)}
    assert found == {
        ("Debtors", "Phone", "G2", "General", "@"), ("Debtors", "Email", "F3", "General", "@"),
        ("Payments", "Value date", "C2", "@", "yyyy-mm-dd"), ("Payments", "Amount", "D2", "@", "#,##0.00"),
    }  # fmt: skip
    font = repr(openpyxl.load_workbook(path)["Payments"]["D2"].font)
    restore(path)
    assert untidy(path) == []
    book = openpyxl.load_workbook(path)
    assert [book["Debtors"][cell].number_format for cell in ("G2", "F3")] == ["@", "@"]
    look = [(book["Debtors"][cell].font.sz, book["Debtors"][cell].border.bottom.style) for cell in ("G2", "F3", "G3")]
    assert look[0] == look[1] == look[2]  # a cell in the default style gets the whole look of its column
    assert book["Payments"]["C2"].value.date() == date(2026, 3, 1)
    assert (book["Payments"]["D2"].value, book["Payments"]["D2"].number_format) == (40.1, "#,##0.00")
    assert repr(book["Payments"]["D2"].font) == font


def test_a_whole_column_that_lost_its_text_format_gets_it_back_for_new_rows(path: Path) -> None:
    def change(parts: dict[str, bytes]) -> None:
        part = sheet_part(path, "Debtors")
        parts[part] = re.sub(rb'<col min="7" max="7" ([^>]*?)style="\d+"', rb'<col min="7" max="7" \1style="0"', parts[part])

    rewrite(path, change)
    assert [(item.column, item.place, item.found) for item in untidy(path)] == [("Phone", "G:G", "General")]
    restore(path)
    assert untidy(path) == []
    sheet = parts_of(path)[sheet_part(path, "Debtors")]
    style = re.search(rb'<col min="7" max="7"[^>]*style="(\d+)"', sheet)
    assert style is not None
    assert style[1] != b"0"


def test_a_hole_in_a_validation_is_closed_and_a_foreign_rule_goes(path: Path) -> None:
    edit_sheet(path, "Debtors", b'sqref="C2:C5000"', b'sqref="C2:C2 C4:C5000"')
    foreign = b'<dataValidation type="whole" sqref="C3"><formula1>1</formula1><formula2>2</formula2></dataValidation></dataValidations>'
    edit_sheet(path, "Debtors", b"</dataValidations>", foreign)
    found = [(item.kind, item.column, item.place, item.found) for item in untidy(path)]
    assert found == [("rule", "Kind", "C3", "another rule")]
    restore(path)
    assert untidy(path) == []
    rules = [rule for rule in openpyxl.load_workbook(path)["Debtors"].data_validations.dataValidation if "C3" in rule.sqref or str(rule.sqref).startswith("C")]
    assert [(rule.type, rule.formula1, str(rule.sqref)) for rule in rules] == [("list", "List_Kind", "C2:C5000")]


def test_rows_that_use_up_the_room_below_a_table_leave_no_finding(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({part: parts[part].replace(b"5000", b"12") for part in [sheet_part(path, "Contacts")]}))
    assert untidy(path) == []
    for size, bottom in ((9, 12), (2, 5000), (5200, 6212)):
        book = ClosedBook(path)
        raw = book.read()
        first = len(raw.tables["Contacts"].numbers)
        made = [AddRow("Contacts", f"K-{first + number}", {"Contact ID": f"K-{first + number}", "Case ID": "C-00001"}) for number in range(size)]
        book.write(made, fingerprint=raw.fingerprint, as_of=DAY)
        assert untidy(path) == []
        rules = openpyxl.load_workbook(path)["Contacts"].data_validations.dataValidation
        assert {int(re.sub(r"^.*:[A-Z]+", "", str(rule.sqref))) for rule in rules} == {bottom}


def test_validations_that_are_all_gone_come_back_as_they_were(path: Path) -> None:
    before = {(rule.type, str(rule.sqref), rule.formula1, rule.prompt) for rule in openpyxl.load_workbook(path)["Cases"].data_validations.dataValidation}

    def change(parts: dict[str, bytes]) -> None:
        part = sheet_part(path, "Cases")
        parts[part] = re.sub(rb"<dataValidations.*?</dataValidations>", b"", parts[part], flags=re.DOTALL)

    rewrite(path, change)
    assert {item.kind for item in untidy(path)} == {"rule"}
    restore(path)
    assert untidy(path) == []
    after = {(rule.type, str(rule.sqref), rule.formula1, rule.prompt) for rule in openpyxl.load_workbook(path)["Cases"].data_validations.dataValidation}
    assert {(kind, first, prompt) for kind, _, first, prompt in after} == {(kind, first, prompt) for kind, _, first, prompt in before}
    assert {sqref.split(":")[0] for _, sqref, _, _ in after} == {sqref.split(":")[0] for _, sqref, _, _ in before}


def _row(path: Path, sheet: str, row: int, cells: dict[str, str]) -> None:
    text = "".join(f'<c r="{letters}{row}" t="inlineStr"><is><t>{value}</t></is></c>' for letters, value in cells.items())
    edit_sheet(path, sheet, b"</sheetData>", f'<row r="{row}">{text}</row></sheetData>'.encode())


def test_rows_pasted_right_below_a_table_are_taken_in_and_later_ones_told(path: Path) -> None:
    _row(path, "Debtors", 4, {"A": "D-00003", "B": "Wu"})
    _row(path, "Debtors", 7, {"A": "D-00004", "B": "Xu"})
    kinds = {(item.kind, item.place) for item in untidy(path) if item.kind != "format"}
    assert kinds == {("extent", "4:4"), ("gap", "7:7")}
    assert {item.found for item in untidy(path) if item.kind != "format"} == {"1 row below the table", "1 row below blank ones"}
    restore(path)
    assert openpyxl.load_workbook(path)["Debtors"].tables["Debtors"].ref == "A1:Y4"
    assert [(item.kind, item.place) for item in untidy(path)] == [("gap", "7:7")]


def test_blank_rows_at_the_end_of_a_table_are_left_out_unless_something_stands_there(path: Path) -> None:
    def longer(parts: dict[str, bytes]) -> None:
        part = table_part(path, "Debtors")
        parts[part] = parts[part].replace(b"A1:Y3", b"A1:Y40")

    rewrite(path, longer)
    assert [(item.kind, item.place) for item in untidy(path)] == [("end", "4:40")]
    restore(path)
    assert openpyxl.load_workbook(path)["Debtors"].tables["Debtors"].ref == "A1:Y3"
    rewrite(path, lambda parts: parts.update({table_part(path, "Debtors"): parts[table_part(path, "Debtors")].replace(b"A1:Y3", b"A1:Y40")}))
    _row(path, "Debtors", 30, {"AA": "my own note"})
    assert untidy(path) == []


def test_mending_and_edits_go_in_one_write(path: Path) -> None:
    styled(path, "Payments", "D2", ' s="0"')
    book = ClosedBook(path)
    raw = book.read()
    row = AddRow("Payments", "P-000002", {"Payment ID": "P-000002", "Case ID": "C-00001", "Value date": DAY, "Amount": 7})
    book.write([RestoreForm("Payments"), row], fingerprint=raw.fingerprint, as_of=DAY)
    sheet = openpyxl.load_workbook(path)["Payments"]
    assert [sheet[cell].number_format for cell in ("D2", "D3")] == ["#,##0.00", "#,##0.00"]
    assert untidy(path) == []
    assert problems(path) == []


def test_rows_typed_below_are_found_by_their_filters_in_a_clerks_column_too(path: Path) -> None:
    """What stands in the clerk's own columns, and its format, is never a disorder."""

    def own(parts: dict[str, bytes]) -> None:
        part = sheet_part(path, "Debtors")
        parts[part] = re.sub(rb'(<row r="2"[^>]*>.*?)(</row>)', rb'\1<c r="AB2"><v>5</v></c>\2', parts[part], count=1)

    rewrite(path, own)
    assert untidy(path) == []
