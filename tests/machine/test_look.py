"""Looking at real files: settings, pins, the mark of a download, and a ledger that a clerk or another program changed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from pyaddin.build import renew
from pyaddin.build.vba import packed_version
from pyaddin.build.workbook import write_workbook
from pyaddin.ledger.closed.condition import Condition, condition
from pyaddin.machine import look
from pyaddin.machine.view import LINUX, MAC, WINDOWS
from tests.ledger.ledger_files import edit_sheet, rewrite, small_ledger

ROOT = Path(__file__).resolve().parents[2]


def test_where_the_settings_lie() -> None:
    assert look.conf_path(WINDOWS, {"USERPROFILE": "/Office/Ü"}) == Path("/Office/Ü/.xlwings/xlwings.conf")
    assert look.conf_path(MAC, {"HOME": "/Users"}) == Path("/Users/Library/Containers/com.microsoft.Excel/Data/xlwings.conf")
    assert look.conf_path(LINUX, {"HOME": "/srv"}) == Path("/srv/.xlwings/xlwings.conf")


@pytest.mark.parametrize(
    ("name", "language"),
    [("zh_CN.UTF-8", "zh-CN"), ("zh_TW", "zh-TW"), ("zh-Hant-HK", "zh-TW"), ("zh_SG", "zh-CN"), ("de_DE.UTF-8", "en"), ("C", "en"), ("", "en")],
)
def test_the_language_of_a_desktop(name: str, language: str) -> None:
    assert look.language_of(name) == language


def test_settings_that_are_not_there(tmp_path: Path) -> None:
    assert look.read_conf(tmp_path / "xlwings.conf", "utf-8") is None


def test_each_system_needs_its_own_packages() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    only = {system: set(look.pins(lock, system)) for system in (WINDOWS, MAC, LINUX)}
    assert {"xlwings", "xlsxwriter", "pyopenvba"} <= only[WINDOWS] & only[MAC] & only[LINUX]
    assert "pywin32" in only[WINDOWS] - only[LINUX]
    assert "appscript" in only[MAC] - only[WINDOWS]


def test_this_computer_is_seen_and_xlwings_not_imported() -> None:
    seen = look.machine()
    assert seen.package == seen.project / "pyaddin" == ROOT / "pyaddin"
    assert seen.installed == seen.pinned
    assert seen.missing_files == ()
    assert seen.ledger is None


def ledger(path: Path) -> Condition:
    return look.ledger_file(path, xlwings=packed_version(path), newest="", encoding="utf-8", held_by_us=False).condition


def test_a_fresh_ledger_is_in_order(tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    seen = look.ledger_file(path, xlwings=packed_version(path), newest="", encoding="utf-8", held_by_us=False)
    assert (seen.problem, seen.opened_by, seen.read_only, seen.from_internet, seen.folder_conf) == ("", "", False, False, {})
    assert (seen.condition.protected, seen.condition.formats, seen.condition.outside) == ((), (), ())
    assert seen.xlwings == look.machine().pinned["xlwings"]
    assert seen.condition.ribbon == renew.stamp()
    assert "Dashboard" in seen.condition.other_sheets


def test_what_another_program_did_is_seen(tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    edit_sheet(path, "Cases", b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>')

    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="Ribbon"', b'name="main.py"')

    rewrite(path, rename)
    assert ledger(path).protected == ("Cases",)
    assert "main.py" in ledger(path).other_sheets


def test_a_row_typed_below_the_table_is_seen(tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    row = b'<row r="3"><c r="A3" t="inlineStr"><is><t>P-000009</t></is></c></row></sheetData>'
    edit_sheet(path, "Payments", b"</sheetData>", row)
    assert ledger(path).outside == (("Payments", 3),)


TEXT, AMOUNT, OWN = 49, 4, 240
"""Excel's numbers for the formats ``@`` and ``#,##0.00``, and a free one."""


@pytest.mark.parametrize(("old", "new", "text", "money"), [
    (TEXT, "0", True, False), (AMOUNT, "[$€-2] #,##0.00", False, True), (AMOUNT, "0.00", False, False),
])  # fmt: skip
def test_formats_that_spoil_values_are_seen(old: int, new: str, text: bool, money: bool, tmp_path: Path) -> None:
    """All cells of one format get another one: text columns and columns of money are named when it spoils them."""
    path = small_ledger(tmp_path)

    def change(parts: dict[str, bytes]) -> None:
        head, cells, rest = parts["xl/styles.xml"].partition(b"<cellXfs")
        before = f'numFmtId="{old}"'.encode()
        assert before in rest
        assert b"<numFmts" in head
        added = f'<numFmt numFmtId="{OWN}" formatCode="{new}"/></numFmts>'.encode()
        parts["xl/styles.xml"] = head.replace(b"</numFmts>", added) + cells + rest.replace(before, f'numFmtId="{OWN}"'.encode())

    rewrite(path, change)
    seen = {(sheet, column) for sheet, column, _ in ledger(path).formats}
    assert (("Debtors", "Phone") in seen, ("Payments", "Amount") in seen) == (text, money)
    assert ("Cases", "Days past due") not in seen


def test_a_file_that_is_no_ledger_is_told_with_its_advice(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsm"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.txt", "x")
    seen = look.ledger_file(path, xlwings="", newest="", encoding="utf-8", held_by_us=False)
    assert "no workbook inside" in seen.problem
    assert packed_version(path) == ""
    path.write_bytes(b"text")
    assert packed_version(path) == ""
    assert look.ledger_file(path, xlwings="", newest="", encoding="utf-8", held_by_us=False).problem


def test_a_downloaded_or_open_ledger_is_seen(tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    (tmp_path / "ledger.xlsm:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii")
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER_WIN","C:\\x"\r\n', encoding="ascii")
    (tmp_path / "~$ledger.xlsm").write_bytes(b"\x03Ann")
    seen = look.ledger_file(path, xlwings="", newest="", encoding="utf-8", held_by_us=False)
    assert (seen.from_internet, seen.opened_by, seen.folder_conf) == (True, "Excel (Ann)", {"INTERPRETER_WIN": "C:\\x"})
    assert look.ledger_file(path, xlwings="", newest="", encoding="utf-8", held_by_us=True).opened_by == ""
    (tmp_path / "ledger.xlsm:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=1\r\n", encoding="ascii")
    assert not look.ledger_file(path, xlwings="", newest="", encoding="utf-8", held_by_us=False).from_internet


def test_an_xlsx_has_no_buttons(tmp_path: Path) -> None:
    path = tmp_path / "plain.xlsx"
    write_workbook(path, ledger_id="X")
    assert packed_version(path) == ""
    assert condition(path).protected == ()
