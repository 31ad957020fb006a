"""Our VBA modules at work: in pyOpenVBA's interpreter with a fixed clock, and in LibreOffice's VBA mode."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from pyopenvba.apps.excel import ExcelApplication

from pyaddin.build import ribbon
from pyaddin.buttons import BUTTONS, TAB
from tests.build import macro_rules, small_desk
from tests.build.small_desk import CALLED, LABEL

COMMITTED = Path(__file__).parents[2] / "workbook" / "collections.xlsm"
TODAY = date(2026, 11, 26)
Start = Callable[..., ExcelApplication]


@pytest.fixture
def excel(tmp_path: Path) -> Start:
    """Opens the small workbook with the given settings; today is 2026-11-26."""

    def start(**settings: object) -> ExcelApplication:
        app = ExcelApplication.open(small_desk.workbook(tmp_path / "desk.xlsm", **settings))
        app.freeze_clock(datetime.combine(TODAY, time(9)))
        return app

    return start


def test_each_callback_calls_its_function(excel: Start) -> None:
    app = excel()
    for button in BUTTONS:
        app.run(f"Drive.Press_{button.id}_now")
        assert app.sheet("Desk").value(CALLED) == f"from pyaddin.entrypoints import ribbon; ribbon.{button.id}()"
    assert app.dialogs == []


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_labels_and_tips_follow_the_language_of_the_ledger(language: str, excel: Start) -> None:
    app = excel(language=language, as_of=TODAY)
    for button in BUTTONS[::5]:
        app.run(f"Drive.Label_{button.id}_now")
        assert app.sheet("Desk").value(LABEL) == button.labels[language]
        assert app.run("Ribbon.Words", f"{button.id}.tip") == button.screentip[language]
    assert app.run("Ribbon.ButtonLabel", ribbon.TAB_ID) == TAB[language]
    assert app.run("Ribbon.Words", "no such key") == "no such key"


def test_everything_selected_is_told_however_many_rectangles(excel: Start) -> None:
    app = excel()
    wanted = ",".join(f"$A${row}:$B${row}" for row in range(2, 200, 3))
    assert len(wanted) > 255
    app.evaluate("Range(\"A2:B2\").Select")
    assert app.run("Ribbon.SelectedAddress") == "$A$2:$B$2"
    app.evaluate(f'Range("{wanted}").Select')
    assert app.run("Ribbon.SelectedAddress") == wanted


def test_an_unknown_language_is_english(excel: Start) -> None:
    assert excel(language="xx").run("Ribbon.ButtonLabel", "pay") == "Record payment"


@pytest.mark.parametrize(
    ("as_of", "sentence", "label"),
    [
        (date(2026, 11, 26), "", "Refresh"),
        (date(2026, 12, 1), "", "Refresh"),
        (date(2026, 11, 25), "The figures are 1 day old: press Refresh.", "1 day old: Refresh"),
        (date(2026, 11, 23), "The figures are 3 days old: press Refresh.", "3 days old: Refresh"),
        (None, "Nothing has been computed yet: press Refresh.", "Refresh"),
    ],
)
def test_old_figures_are_announced_and_current_ones_are_not(as_of: date | None, sentence: str, label: str, excel: Start) -> None:
    app = excel(as_of=as_of)
    assert app.run("Ribbon.AgeSentence") == sentence
    assert app.run("Ribbon.ButtonLabel", "refresh") == label
    app.run("Ribbon.AnnounceAge")
    assert app.evaluate("Application.StatusBar") == (sentence or False)
    assert app.dialogs == []  # nobody has to click anything away


def test_an_empty_ledger_says_nothing(excel: Start) -> None:
    assert excel(cases=False).run("Ribbon.AgeSentence") == ""


def test_opening_announces_in_the_language_of_the_ledger(excel: Start) -> None:
    app = excel(language="zh-CN", as_of=date(2026, 11, 19))
    app.run("ThisWorkbook.Workbook_Open")
    assert app.evaluate("Application.StatusBar") == "数字是 7 天前的：请按“更新”。"


def test_settings_are_found_by_their_headers(excel: Start) -> None:
    app = excel(language="zh-TW", key_at=4)
    assert app.run("Ribbon.SettingValue", "ledger_language") == "zh-TW"
    assert app.run("Ribbon.SettingValue", "no such key") is None


@pytest.mark.parametrize("sheet", ["Settings", "Cases", "Ribbon"])
def test_a_sheet_that_was_renamed_opens_no_debugger(sheet: str, excel: Start) -> None:
    app = excel(language="zh-CN", renamed=sheet)
    app.run("Drive.Label_pay_now")
    app.run("Drive.Label_refresh_now")
    app.run("ThisWorkbook.Workbook_Open")
    assert app.sheet("Desk").value(LABEL) == {"Settings": "Refresh", "Cases": "更新", "Ribbon": "refresh"}[sheet]
    app.run("Drive.Press_pay_now")
    assert app.sheet("Desk").value(CALLED) == "from pyaddin.entrypoints import ribbon; ribbon.pay()"


@pytest.mark.parametrize("python", ["", "C:\\gone\\python.exe"])
def test_a_computer_that_is_not_set_up_is_told_in_the_language_of_the_ledger(python: str, excel: Start) -> None:
    app = excel(language="zh-CN", python=python)
    app.run("Ribbon.PressButton", "refresh")
    assert [(prompt, title) for _, prompt, title, _ in app.dialogs] == [(ribbon.SENTENCES["setup.missing"]["zh-CN"], TAB["zh-CN"])]
    assert app.sheet("Desk").value(CALLED) is None


@pytest.mark.parametrize("python", ["python", "C:\\office\\python.exe"])
def test_a_named_python_is_enough(python: str, excel: Start) -> None:
    app = excel(python=python, file=python)
    app.run("Ribbon.PressButton", "pay")
    assert app.sheet("Desk").value(CALLED) == "from pyaddin.entrypoints import ribbon; ribbon.pay()"


def in_calc(folder: Path, path: Path, *macros: str) -> dict[str, list[str]]:
    """What LibreOffice saw, see ``run_in_calc``."""
    script = Path(__file__).with_name("run_in_calc.py")
    done = subprocess.run([sys.executable, str(script), str(folder), str(path), *macros], capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


@pytest.mark.libreoffice
def test_libreoffice_lists_every_module(tmp_path: Path) -> None:
    with zipfile.ZipFile(COMMITTED) as file:
        wanted = set(macro_rules.sources(file.read("xl/vbaProject.bin")))
    assert set(in_calc(tmp_path, COMMITTED)["modules"]) == wanted
    assert wanted >= {"ThisWorkbook", "Ribbon", "Buttons", "xlwings", "Dictionary", "shCases"}


@pytest.mark.libreoffice
def test_a_callback_runs_in_libreoffice(tmp_path: Path) -> None:
    desk = small_desk.workbook(tmp_path / "desk.xlsm", language="zh-TW", as_of=date(2000, 1, 1))
    seen = in_calc(tmp_path, desk, "Drive.Press_pay_now", "Drive.Label_pay_now", "Drive.Label_refresh_now")
    assert seen["Drive.Press_pay_now"][0] == "from pyaddin.entrypoints import ribbon; ribbon.pay()"
    assert seen["Drive.Label_pay_now"][1] == "登記還款"
    assert re.fullmatch(r"已過 \d{4,5} 天：更新", seen["Drive.Label_refresh_now"][1])
