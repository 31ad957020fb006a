"""A ledger of an earlier version gets the buttons of this program; whatever the clerk has in it stays."""

from __future__ import annotations

import importlib.metadata
import shutil
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from pyopenvba import ExcelFile

from pyaddin.build import renew, ribbon, vba
from pyaddin.build.workbook import write_workbook
from pyaddin.buttons import live_buttons
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.closed.condition import condition
from tests import sdk
from tests.build import macro_rules
from tests.build.repair_rules import problems
from tests.ledger.ledger_files import parts_of, rewrite, small_ledger

OLD = Path(__file__).parents[1] / "ledger" / "fixtures" / "version-1.xlsm"
MINE = "Attribute VB_Name = \"Mine\"\r\nOption Explicit\r\nPublic Sub Hello()\r\n    MsgBox \"hello\"\r\nEnd Sub\r\n"


def old_ledger(folder: Path) -> Path:
    """A ledger of 0.1: no VBA, no ribbon, no hidden sheet."""
    path = folder / "old.xlsm"
    shutil.copyfile(OLD, path)
    return path


def renewed(path: Path) -> Path:
    assert ClosedBook(path).put_parts(renew.parts) is not None
    return path


def words_in(path: Path) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in openpyxl.load_workbook(path)[ribbon.SHEET].iter_rows(values_only=True)}


def test_a_ledger_of_0_1_gets_buttons(tmp_path: Path) -> None:
    path = old_ledger(tmp_path)
    before = ClosedBook(path).read()
    renewed(path)
    assert macro_rules.problems(path) == []
    assert problems(path) == problems(OLD) == []
    with zipfile.ZipFile(path) as file:
        shown = [node.attrib["id"] for node in ElementTree.fromstring(file.read(ribbon.PART)).iter(f"{macro_rules.UI}button")]
        assert {"Ribbon", "Buttons", "xlwings", "Dictionary", "ThisWorkbook"} <= set(macro_rules.sources(file.read("xl/vbaProject.bin")))
    assert shown == [button.id for button in live_buttons()]
    assert openpyxl.load_workbook(path)[ribbon.SHEET].sheet_state == "veryHidden"
    assert words_in(path)["refresh"] == ("Refresh", "更新", "更新")
    assert condition(path).ribbon == renew.stamp()
    assert ClosedBook(path).read().tables == before.tables
    assert vba.packed_version(path) == importlib.metadata.version("xlwings")


@pytest.mark.validator
def test_the_sdk_finds_no_fault_in_it(tmp_path: Path) -> None:
    assert sdk.schema_errors(renewed(old_ledger(tmp_path))) == []


def test_own_macros_and_code_names_stay(tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    with ExcelFile(path) as file:
        file.vba_project().add_module("Mine", MINE)
        file.set_module("Ribbon", 'Attribute VB_Name = "Ribbon"\r\nOption Explicit\r\n\' of an earlier program\r\n')
        file.save(tmp_path / "mine.xlsm")
    path = tmp_path / "mine.xlsm"
    codes = [name for name in macro_rules.sources(parts_of(path)["xl/vbaProject.bin"]) if name.startswith("sh")]
    renewed(path)
    found = macro_rules.sources(parts_of(path)["xl/vbaProject.bin"])
    assert found["Mine"] == MINE
    assert found["Ribbon"] == vba.modules("")["Ribbon"]
    assert [name for name in found if name.startswith("sh")] == codes
    assert macro_rules.problems(path) == []


@pytest.mark.parametrize(("own", "kept"), [("Private Sub Workbook_Open()\r\n    Beep\r\nEnd Sub\r\n", True), ("Option Explicit\r\n", False)])
def test_own_code_in_this_workbook_is_not_overwritten(own: str, kept: bool, tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    with ExcelFile(path) as file:
        file.set_module("ThisWorkbook", own)
        file.save(tmp_path / "own.xlsm")
    found = macro_rules.sources(parts_of(renewed(tmp_path / "own.xlsm"))["xl/vbaProject.bin"])["ThisWorkbook"]
    assert ("Beep" in found) is kept
    assert ("AnnounceAge" in found) is not kept


def test_renewing_a_new_ledger_changes_nothing_that_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "new.xlsm"
    write_workbook(path, ledger_id="X", language="zh-TW")
    before, words = parts_of(path), words_in(path)
    renewed(path)
    after = parts_of(path)
    different = [name for name in after if after[name] != before.get(name)]
    assert len(different) == 1  # the hidden sheet, which says the same in other cells
    assert different[0].startswith("xl/worksheets/")
    assert words_in(path) == words
    renewed_again = renew.parts(path.read_bytes())
    assert renewed_again == {}
    assert ClosedBook(path).put_parts(renew.parts) is None


def test_the_stamp_follows_the_words_and_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    before = renew.stamp()
    monkeypatch.setattr(vba, "book_module", lambda: "Option Explicit\r\n")
    assert renew.stamp() != before
    monkeypatch.undo()
    monkeypatch.setattr(renew, "live_buttons", lambda: live_buttons()[1:])
    assert renew.stamp() != before


def test_an_open_ledger_is_left_alone(tmp_path: Path) -> None:
    path = old_ledger(tmp_path)
    (tmp_path / "~$old.xlsm").write_bytes(b"\x03Ann")
    before = path.read_bytes()
    with pytest.raises(Stop, match="X-OPEN"):
        ClosedBook(path).put_parts(renew.parts)
    assert path.read_bytes() == before


def test_parts_that_would_touch_a_table_are_refused(tmp_path: Path) -> None:
    """The file is read back before it takes its place."""
    path = small_ledger(tmp_path)
    before = path.read_bytes()

    def spoil(data: bytes) -> dict[str, bytes]:
        found = parts_of(path)
        name = next(name for name, content in found.items() if name.startswith("xl/worksheets/") and b"<v>40.10</v>" in content)
        return {name: found[name].replace(b"<v>40.10</v>", b"<v>41.1</v>")}

    with pytest.raises(Stop, match="X-VERIFY"):
        ClosedBook(path).put_parts(spoil)
    assert path.read_bytes() == before


def test_a_missing_relationship_is_put_back(tmp_path: Path) -> None:
    """Some programs drop it when they save, and the tab with it."""
    path = small_ledger(tmp_path)

    def drop(parts: dict[str, bytes]) -> None:
        node = next(line for line in parts["_rels/.rels"].split(b"<") if ribbon.RELATION.encode() in line)
        parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"<" + node, b"")

    rewrite(path, drop)
    assert macro_rules.problems(path) != []
    renewed(path)
    assert macro_rules.problems(path) == []
