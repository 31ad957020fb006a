"""Saving from Calc: what Calc would lose is kept, what was changed is saved, and on any failure the file stays as it was."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import openpyxl
import pytest
import xlwings
from oletools.olevba import VBA_Parser
from openpyxl import Workbook

from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.libreoffice import bridge, locks, saving
from pyaddin.ledger.libreoffice.graft import verify
from tests.ledger.apart import OwnCalc, apart
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import parts_of, rewrite, sheet_part, small_ledger
from tests.ledger.rich_files import add_macros, rich_workbook
from tests.sdk import schema_errors

pytestmark = pytest.mark.libreoffice


def _read(path: Path) -> Workbook:
    """The file as an independent reader sees it; what it would lose on saving is of no interest."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path, keep_vba=True)


def _around_cells(path: Path, sheet: str) -> str:
    text = parts_of(path)[sheet_part(path, sheet)].decode()
    return re.sub(r"<sheetData.*</sheetData>|<cols>.*</cols>|<dimension[^>]*>", "", text, flags=re.S)


def _elements(text: str, name: str) -> list[str]:
    return re.findall(rf"<{name}[ />].*?(?:</{name}>|(?<=/>))", text, flags=re.S)


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    return rich_workbook(tmp_path)


def _edit_and_save(calc: Calc, path: Path) -> xlwings.Book:
    book = calc.open(path)
    book.sheets["Work"]["B2"].value = 99.5
    book.save()
    return book


def test_everything_around_the_cells_is_kept(calc: Calc, rich: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.xlsm"
    before.write_bytes(rich.read_bytes())
    _edit_and_save(calc, rich)
    for sheet in ("Work", "Other", "Secret", "Locked"):
        old, new = _around_cells(before, sheet), _around_cells(rich, sheet)
        for name in ("sheetPr", "sheetFormatPr", "sheetProtection", "dataValidation", "ignoredError", "pageSetup", "oddFooter", "pane", "hyperlink"):
            assert _strip(_elements(new, name)) == _strip(_elements(old, name)), (sheet, name)
    work = _around_cells(rich, "Work")
    assert [re.findall("stopIfTrue=.1.", work), work.count("A2:A5000"), work.count("<x14:sparkline>")] == [["stopIfTrue=\"1\""], 1, 1]
    assert "x14:dataBar" in work
    assert _read(rich)["Work"]["B2"].value == 99.5


@pytest.mark.validator
@pytest.mark.parametrize("echoed", [False, True])
def test_the_saved_file_is_valid_to_microsofts_own_validator(calc: Calc, tmp_path: Path, rich: Path, echoed: bool) -> None:
    for path, sheet in ((rich, "Work"), (small_ledger(tmp_path), "Cases")):
        book = calc.open(path)
        book.sheets[sheet]["F2"].value = 5
        if echoed:
            book.impl.touch()
        book.save()
        assert schema_errors(path) == []


def _strip(elements: list[str]) -> list[str]:
    return [re.sub(r' (?:r:id="[^"]*"|xmlns(?::\w+)?="[^"]*")', "", element) for element in elements]


def test_macros_ribbon_and_code_names_are_kept(calc: Calc, tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    add_macros(path)
    before = parts_of(path)
    book = calc.open(path)
    book.sheets["Cases"]["F2"].value = "A. Linden"
    book.save()
    parts = parts_of(path)
    for name in ("xl/vbaProject.bin", "customUI/customUI.xml"):
        assert parts[name] == before[name]
    assert b"ui/extensibility" in parts["_rels/.rels"]
    assert b'codeName="ThisWorkbook"' in parts["xl/workbook.xml"]
    assert b"application/vnd.ms-excel.sheet.macroEnabled.main+xml" in parts["[Content_Types].xml"]
    macros = VBA_Parser(str(path))
    assert any(name == "xlwings.bas" or "RunPython" in code for _, _, name, code in macros.extract_macros())
    macros.close()


def test_code_names_of_sheets_and_very_hidden_ones(calc: Calc, rich: Path) -> None:
    _edit_and_save(calc, rich)
    assert 'codeName="shWork"' in _around_cells(rich, "Work")
    assert re.search(r'name="Secret"[^>]*state="veryHidden"', parts_of(rich)["xl/workbook.xml"].decode())


def test_tables_keep_style_calculated_columns_and_totals_while_they_grow(calc: Calc, rich: Path) -> None:
    book = calc.open(rich)
    book.sheets["Work"]["A5:C5"].insert("down")
    book.sheets["Work"]["A5:B5"].value = ["d", 4.5]
    book.sheets["Work"].tables["Plan"].resize(book.sheets["Work"]["A1:C6"])
    book.save()
    table = _read(rich)["Work"].tables["Plan"]
    assert (table.ref, table.autoFilter.ref, table.totalsRowCount) == ("A1:C6", "A1:C5", 1)
    assert (table.tableStyleInfo.name, table.tableStyleInfo.showRowStripes) == ("TableStyleMedium9", True)
    assert [column.totalsRowFunction for column in table.tableColumns] == [None, "sum", "average"]
    assert "Amount" in table.tableColumns[2].calculatedColumnFormula.attr_text
    assert table.tableColumns[0].totalsRowLabel == "Sum"


def test_a_clerks_chart_notes_and_filter_survive(calc: Calc, rich: Path, tmp_path: Path) -> None:
    before = parts_of(rich)
    _edit_and_save(calc, rich)
    parts = parts_of(rich)
    charts = [data for name, data in parts.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert charts == [before["xl/charts/chart1.xml"]], "a chart that nobody touched is the original's, to the byte"
    assert [data for name, data in parts.items() if "comments" in name] == [before["xl/comments1.xml"]]
    sheet = _read(rich)["Work"]
    assert (sheet["A2"].comment.text, sheet["A2"].comment.author) == ("Call after six", "A. Linden")
    other = _read(rich)["Other"]
    assert (other.auto_filter.ref, other.row_dimensions[2].hidden, other.row_dimensions[3].hidden) == ("A1:B4", True, False)


def test_what_was_changed_in_calc_is_saved_as_changed(calc: Calc, rich: Path) -> None:
    """The graft may not bring back what a clerk has just deleted."""
    book = calc.open(rich)
    document = book.api.document
    sheet = document.Sheets.getByName("Work")
    sheet.Annotations.removeByIndex(0)
    sheet.DrawPage.remove(sheet.DrawPage.getByIndex(0))
    document.Sheets.getByName("Locked").unprotect("")
    sheet.getCellRangeByName("D2:D5000").Validation = document.Sheets.getByName("Other").getCellRangeByName("D1").Validation
    sheet.getCellRangeByName("A9").CellBackColor = 0xFF0000
    book.save()
    parts = parts_of(rich)
    assert not [name for name in parts if "chart" in name or "comments" in name]
    assert "sheetProtection" not in _around_cells(rich, "Locked")
    assert "decimal" not in _around_cells(rich, "Work")
    assert _read(rich)["Work"]["A9"].fill.start_color.rgb == "FFFF0000"


def test_a_sheet_and_a_name_made_in_calc_are_saved(calc: Calc, rich: Path) -> None:
    book = calc.open(rich)
    book.sheets.add("Form", after=book.sheets["Other"])["A1"].value = "Amount"
    book.names.add("Field", "=Form!$A$1")
    book.save()
    again = _read(rich)
    assert again.sheetnames == ["Work", "Other", "Form", "Secret", "Locked"]
    assert {"Field", "Rate"} <= set(again.defined_names)
    assert "Local" in again["Work"].defined_names


def test_saving_twice_changes_nothing_more(calc: Calc, rich: Path) -> None:
    book = _edit_and_save(calc, rich)
    first = parts_of(rich)
    book.save()
    second = parts_of(rich)
    for kind in ("tables/", "comments", "charts/", ".bin", "theme", "custom"):
        assert [data for name, data in sorted(first.items()) if kind in name] == [data for name, data in sorted(second.items()) if kind in name], kind
    book.close()
    reopened = calc.open(rich)
    assert reopened.sheets["Work"]["B2"].value == 99.5
    reopened.save()
    assert parts_of(rich)["xl/styles.xml"].count(b"<dxf>") <= first["xl/styles.xml"].count(b"<dxf>") * 2


def test_the_closed_door_reads_what_was_saved_live(calc: Calc, tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    before = ClosedBook(path).read()
    book = calc.open(path)
    book.sheets["Cases"]["F2"].value = "A. Linden"
    book.save()
    after = ClosedBook(path).read()
    assert (after.ledger_id, after.schema_version) == (before.ledger_id, before.schema_version)
    for name, table in before.tables.items():
        rows = [dict(cells) for _, cells in table.rows]
        if name == "Cases":
            rows[0]["Owner"] = "A. Linden"
        assert [dict(cells) for _, cells in after.tables[name].rows] == rows, name


def test_a_backup_is_kept_and_a_save_elsewhere_leaves_the_ledger(calc: Calc, rich: Path, tmp_path: Path) -> None:
    before = rich.read_bytes()
    book = calc.open(rich)
    book.sheets["Work"]["B2"].value = 1
    book.save(tmp_path / "copy.xlsm")
    assert rich.read_bytes() == before
    assert _read(tmp_path / "copy.xlsm")["Work"]["B2"].value == 1
    book.save()
    assert [file.read_bytes() for file in (tmp_path / "rich-backups").iterdir()] == [before]


def test_a_file_that_somebody_else_changed_is_not_overwritten(calc: Calc, rich: Path) -> None:
    book = calc.open(rich)
    book.sheets["Work"]["B2"].value = 1
    rewrite(rich, lambda parts: None)
    theirs = rich.read_bytes()
    with pytest.raises(Stop, match="X-CHANGED"):
        book.save()
    assert rich.read_bytes() == theirs


def test_a_save_that_does_not_read_back_is_given_up(calc: Calc, rich: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rich.read_bytes()
    book = calc.open(rich)
    real = saving.graft

    def without_macros(*files: bytes) -> bytes:
        broken = rich.with_name("broken.xlsm")
        broken.write_bytes(real(*files))
        rewrite(broken, lambda parts: parts.update({"xl/vbaProject.bin": b"other"}))
        return broken.read_bytes()

    monkeypatch.setattr(saving, "graft", without_macros)
    with pytest.raises(Stop, match="VBA project"):
        book.save()
    assert rich.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda parts: parts.pop("xl/tables/table1.xml"), "tables differ|not there"),
        (lambda parts: parts.pop("xl/styles.xml"), "not there"),
        (lambda parts: parts.update({"xl/workbook.xml": parts["xl/workbook.xml"].replace(b'"Other"', b'"Odd"')}), "sheets differ"),
    ],
)
def test_verification_sees_damage(rich: Path, damage: object, word: str) -> None:
    good = rich.read_bytes()
    verify(good, good, good)
    rewrite(rich, damage)  # type: ignore[arg-type]
    with pytest.raises(Stop, match=word):
        verify(rich.read_bytes(), good, good)


def crashing(path: Path) -> None:
    """LibreOffice is killed before a save; that and whatever comes after it is told in words."""
    with OwnCalc() as calc:
        book = calc.open(path)
        book.sheets["Work"]["B2"].value = 1
        calc.app.office.kill()
        with pytest.raises(Stop, match="ended in the middle"):
            book.save()
        with pytest.raises(Stop, match="X-LIBREOFFICE"):
            book.sheets["Work"]["A1:B2"].value  # noqa: B018


def test_a_crash_of_libreoffice_is_told_and_leaves_the_file(calc: Calc, rich: Path) -> None:
    before = rich.read_bytes()
    apart(crashing, rich)
    assert rich.read_bytes() == before
    assert locks.lock_file(rich).exists(), "the crash left its lock"
    again = calc.open(rich)
    assert again.sheets["Work"]["B2"].value == 1.5, "the lock of our own crashed LibreOffice is no obstacle"


def test_somebody_elses_lock_is_told_by_name_and_left(calc: Calc, rich: Path) -> None:
    lock = locks.lock_file(rich)
    lock.write_text(",王芳,desk-7,26.11.2026 09:12,file:///srv/wang/libreoffice/4;", encoding="utf-8")
    with pytest.raises(Stop, match="LibreOffice \\(王芳, desk-7, since 26.11.2026 09:12\\)"):
        calc.open(rich)
    assert lock.exists()
    assert calc.open(rich, read_only=True).api.ReadOnly


def test_a_file_open_in_excel_is_told(calc: Calc, rich: Path) -> None:
    rich.with_name(f"~${rich.name}").write_bytes(b"\x05Linda" + b" " * 50)
    with pytest.raises(Stop, match="Excel \\(Linda\\)"):
        calc.open(rich)


def test_what_is_no_workbook_is_told(calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / "picture.xlsm"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    with pytest.raises(Stop, match="X-NOT-WORKBOOK"):
        calc.open(path)


def test_a_missing_bridge_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    bridge.uno.cache_clear()
    monkeypatch.setitem(__import__("sys").modules, "uno", None)
    try:
        with pytest.raises(Stop, match="Python cannot reach LibreOffice"):
            bridge.uno()
    finally:
        monkeypatch.undo()
        bridge.uno.cache_clear()
        bridge.uno()
