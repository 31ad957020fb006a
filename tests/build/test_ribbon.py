"""The table of buttons and the ribbon made from it: complete in three languages, no dead button, nothing that Excel refuses."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from pyaddin.build import ribbon
from pyaddin.build.pack import build
from pyaddin.build.vba import modules
from pyaddin.buttons import BUTTONS, LONGEST_LABEL, RIBBON_FUNCTIONS, RIBBON_GROUPS, TAB, Button, functions, live_buttons
from pyaddin.commands import BY_NAME
from pyaddin.entrypoints import cli
from pyaddin.labels import LANGUAGES
from tests.build import macro_rules

COMMITTED = Path(__file__).parents[2] / "workbook" / "collections.xlsm"
each = pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)


@each
def test_a_button_has_its_words_in_three_languages(button: Button) -> None:
    for words in (button.labels, button.screentip):
        assert tuple(words) == LANGUAGES
        assert all(words.values())
        assert words["en"] != words["zh-CN"]
    assert max(map(len, button.labels.values())) <= LONGEST_LABEL
    assert max(map(len, button.screentip.values())) <= 255
    assert button.group in RIBBON_GROUPS
    assert button.role in {"clerk", "supervisor"}
    assert re.fullmatch(r"[A-Z][A-Za-z]+", button.icon)


def test_ids_icons_and_labels_stand_once() -> None:
    assert len({button.id for button in BUTTONS}) == len(BUTTONS)
    for language in LANGUAGES:
        labels = [button.labels[language] for button in BUTTONS]
        assert len(set(labels)) == len(labels)
    assert [button.group for button in BUTTONS] == sorted((button.group for button in BUTTONS), key=list(RIBBON_GROUPS).index)


def test_what_a_button_fixes_is_an_option_of_its_command() -> None:
    for button in BUTTONS:
        if button.command in BY_NAME:
            command = BY_NAME[button.command]
            assert set(button.fixed) <= {option.name for option in (*command.positional, *command.options)}, button.id


def test_functions_are_read_without_running_them(tmp_path: Path) -> None:
    source = tmp_path / "ribbon.py"
    source.write_text("from pyaddin.x import pay\nimport nowhere_at_all\nabout = 1\ndef refresh():\n    def inner(): ...\n", encoding="utf-8")
    assert functions(source) == {"pay", "about", "refresh"}
    assert functions(tmp_path / "missing.py") == frozenset()
    assert [button.id for button in live_buttons(functions(source))] == ["refresh", "pay", "about"]


def test_no_button_of_the_workbook_is_dead() -> None:
    with zipfile.ZipFile(COMMITTED) as file:
        shown = [node.attrib["id"] for node in ElementTree.fromstring(file.read(ribbon.PART)).iter(f"{macro_rules.UI}button")]
    assert shown == [button.id for button in live_buttons()]
    assert set(shown) <= functions(RIBBON_FUNCTIONS)


def test_the_full_ribbon_is_clean() -> None:
    assert macro_rules.ribbon_problems(ribbon.xml(BUTTONS).encode(), dict(modules(ribbon.callbacks(BUTTONS)))) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda xml: xml.replace('id="undo"', 'id="refresh"'), "taken"),
        (lambda xml: xml.replace('size="large"', 'size="huge"', 1), "size huge"),
        (lambda xml: xml.replace('imageMso="Undo"', 'imageMso="Undo" label="Undo"'), "label is not allowed"),
        (lambda xml: xml.replace("Press_undo", "Press_nothing"), "does not exist"),
        (lambda xml: xml.replace('onAction="Buttons.Press_undo"', 'onAction="Ribbon.OnGetLabel"'), "takes something else"),
        (lambda xml: xml.replace("2006/01/customui", "2009/07/customui"), "unknown"),
    ],
)
def test_the_rules_find_faults(change: Callable[[str], str], told: str) -> None:
    xml = ribbon.xml(BUTTONS)
    assert change(xml) != xml
    found = macro_rules.ribbon_problems(change(xml).encode(), dict(modules(ribbon.callbacks(BUTTONS))))
    assert any(told in line for line in found), found


def test_an_empty_group_is_not_shown() -> None:
    tree = ElementTree.fromstring(ribbon.xml([button for button in BUTTONS if button.group == "help"]))
    assert [node.attrib["id"] for node in tree.iter(f"{macro_rules.UI}group")] == ["group_help"]


def test_every_text_that_vba_asks_for_stands_on_the_hidden_sheet() -> None:
    words = ribbon.words(BUTTONS)
    for button in BUTTONS:
        assert words[button.id] == button.labels
        assert words[f"{button.id}.tip"] == button.screentip
    assert words[ribbon.TAB_ID] == TAB
    asked = set(re.findall(r'Words\("([^"]+)"\)', modules("")["Ribbon"]))
    assert {"age.one", "age.many", "age.never", "setup.missing"} <= asked <= set(words)
    assert len(words) < int(re.findall(r"MAX_ROWS As Long = (\d+)", modules("")["Ribbon"])[0])


def test_the_hidden_sheet_is_written(tmp_path: Path) -> None:
    build(tmp_path / "book.xlsm")
    sheet = openpyxl.load_workbook(tmp_path / "book.xlsm")[ribbon.SHEET]
    assert sheet.sheet_state == "veryHidden"
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Key", *LANGUAGES)
    assert dict(zip(LANGUAGES, rows[1][1:], strict=True)) == TAB


def test_a_new_ledger_has_the_ribbon_and_a_run_leaves_it_alone(tmp_path: Path) -> None:
    """``new`` packs what ``build`` packs, and the patch writer copies these parts as they are."""
    ledger = tmp_path / "Büro 催收" / "ledger.xlsm"
    parts = ("xl/vbaProject.bin", ribbon.PART, "_rels/.rels")

    def read(path: Path) -> list[bytes]:
        with zipfile.ZipFile(path) as file:
            return [file.read(part) for part in parts]

    assert cli.main(["new", str(ledger), "--sample", "12", "--as-of", "2026-11-23", "--json"]) == 0
    fresh = read(ledger)
    assert fresh == read(COMMITTED)
    assert cli.main(["weekly", str(ledger), "--as-of", "2026-11-30", "--json"]) == 0
    assert read(ledger) == fresh
    assert macro_rules.problems(ledger) == []


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", ribbon.PART])
def test_half_a_ribbon_is_found(part: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(COMMITTED) as old, zipfile.ZipFile(tmp_path / "half.xlsm", "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
    assert "stands alone" in macro_rules.problems(tmp_path / "half.xlsm")[0]
