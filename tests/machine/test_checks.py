"""Every check on good computers and on computers with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from pyaddin.labels import LANGUAGES
from pyaddin.ledger.closed.condition import Condition
from pyaddin.machine.checks import BUILT_IN, CHECKS, KNOWN
from pyaddin.machine.mend import MENDS
from pyaddin.machine.view import LedgerFile, Machine
from pyaddin.machine.words import ADVICE, advice
from tests.machine.computers import linux, mac, windows

Change = Callable[[Machine], Machine]
GOOD = {"Windows": windows, "macOS": mac, "Linux": linux}


def failing(machine: Machine) -> dict[str, str]:
    """Check -> what was found."""
    seen = {check.name: check.look(machine) for check in CHECKS if machine.system in check.systems}
    return {name: found for name, found in seen.items() if found is not None}


def conf(**values: str) -> Change:
    """The same computer with other settings of xlwings."""
    named = {SPACED.get(key, key): text for key, text in values.items()}
    return lambda machine: replace(machine, conf={**(machine.conf or {}), **named})


SPACED = {"USE_UDF_SERVER": "USE UDF SERVER", "CONDA_PATH": "CONDA PATH", "CONDA_ENV": "CONDA ENV"}


def ledger(**values: object) -> Change:
    """The same computer with another ledger file."""
    return lambda machine: replace(machine, ledger=replace(machine.ledger, **values))


def other(**values: object) -> Change:
    return lambda machine: replace(machine, **values)


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_computer_passes(kind: str) -> None:
    assert failing(GOOD[kind]()) == {}


WRONG: list[tuple[str, Change, str, str]] = [
    ("Windows", other(version=(3, 10, 11)), "python", "3.10.11, 64 bit"),
    ("Windows", other(bits=32), "python", "3.12.4, 32 bit"),
    ("Linux", other(own_environment=False), "environment", "/srv/collections/.venv/bin/python"),
    ("Windows", other(conda=r"C:\Miniconda3"), "environment", r"C:\Miniconda3"),
    ("Windows", other(package=PureWindowsPath(r"C:\site-packages\pyaddin")), "program", r"C:\site-packages\pyaddin"),
    ("Linux", other(installed={"xlwings": "0.36.0", "lxml": "6.1.3"}), "packages", "xlwings 0.36.0 (0.37.8)"),
    ("Linux", other(installed={"lxml": "6.1.3"}), "packages", "xlwings - (0.37.8)"),
    ("Windows", other(missing_files=("xlwings64-0.37.8.dll",)), "package_files", "xlwings64-0.37.8.dll"),
    ("Windows", other(excel=""), "office", "Excel"),
    ("Linux", other(libreoffice=""), "office", "LibreOffice"),
    ("Windows", conf(INTERPRETER_WIN=r"C:\w\Microsoft\WindowsApps\python.exe"), "interpreter",
     r"C:\w\Microsoft\WindowsApps\python.exe"),
    ("macOS", conf(INTERPRETER_MAC=""), "interpreter", "-"),
    ("Windows", conf(PYTHONPATH=r"C:\other"), "search_path", "PYTHONPATH"),
    ("Windows", conf(ADD_WORKBOOK_TO_PYTHONPATH="True"), "search_path", "ADD_WORKBOOK_TO_PYTHONPATH"),
    ("Windows", conf(USE_UDF_SERVER="True"), "udf_server", "True"),
    ("Windows", conf(CONDA_ENV="base", CONDA_PATH=r"C:\conda"), "conda_settings", "CONDA PATH, CONDA ENV"),
    ("Windows", other(environment={"OneDrive": r"C:\Office"}), "cloud_folder", r"C:\Office\collections ledger"),
    ("Windows", ledger(path=PureWindowsPath(r"C:\坚果云\a.xlsm")), "cloud_folder", r"C:\坚果云"),
    ("macOS", ledger(path=PurePosixPath("/Library/CloudStorage/OneDrive-Firm/a.xlsm")), "cloud_folder", "/Library/CloudStorage/OneDrive-Firm"),
    ("Windows", other(excel_processes=3), "excel_processes", "3"),
    ("Windows", other(environment={"PYTHONUTF8": "1"}), "utf8_mode", "PYTHONUTF8=1"),
    ("macOS", other(mac_script=False), "mac_script", "xlwings.applescript"),
    ("Windows", ledger(problem="the workbook counts days from 1904"), "ledger", "the workbook counts days from 1904"),
    ("Windows", ledger(from_internet=True), "marked_as_downloaded", "Zone.Identifier"),
    ("Windows", ledger(opened_by="Excel (王芳)"), "opened_elsewhere", "Excel (王芳)"),
    ("macOS", ledger(read_only=True), "read_only", "2026.xlsm"),
    ("Windows", ledger(condition=Condition(protected=("Cases", "Payments"))), "protected_sheets", "Cases, Payments"),
    ("Windows", ledger(condition=Condition(formats=(("Debtors", "Phone", "0"),))), "column_formats", "Debtors / Phone / 0"),
    ("Windows", ledger(condition=Condition(outside=(("Payments", 12), ("Payments", 13)))), "rows_below_table", "Payments 12, Payments 13"),
    ("Windows", ledger(xlwings="0.36.0"), "ribbon", "xlwings 0.36.0"),
    ("Windows", ledger(xlwings=""), "ribbon", "VBA"),
    ("Linux", other(ledger=LedgerFile(PurePosixPath("/a.xlsm"), xlwings="0.37.8", newest="new", condition=Condition(ribbon="old"))), "ribbon", "old"),
    ("Linux", other(ledger=LedgerFile(PurePosixPath("/a.xlsm"), xlwings="0.37.8", newest="new")), "ribbon", "-"),
    ("Windows", ledger(folder_conf={"INTERPRETER_WIN": "x"}), "settings_beside_ledger", "INTERPRETER_WIN"),
    ("Windows", ledger(condition=Condition(other_sheets=("Lists", "main.py", "xlwings.conf"))), "special_sheets", "main.py, xlwings.conf"),
    ("Windows", ledger(mail="smtp_host: blank. Fill it."), "mail_account", "smtp_host: blank. Fill it."),
    ("macOS", ledger(wider=("2026.journal.sqlite", "2026-out")), "office_only", "2026.journal.sqlite, 2026-out"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "name", "found"), WRONG, ids=[f"{row[2]}-{number}" for number, row in enumerate(WRONG)])
def test_one_thing_wrong_is_named_and_nothing_else(kind: str, change: Change, name: str, found: str) -> None:
    assert failing(change(GOOD[kind]())) == {name: found}


def moved(folder: PureWindowsPath, ansi: str) -> Machine:
    """The Windows computer with the program in another folder, its settings included."""
    python = folder / ".venv" / "Scripts" / "python.exe"
    base = windows()
    settings = {**(base.conf or {}), "INTERPRETER_WIN": str(python), "PYTHONPATH": str(folder)}
    return replace(
        base, python=python, project=folder, package=folder / "pyaddin", python_text=str(python), project_text=str(folder), ansi=ansi, conf=settings
    )


@pytest.mark.parametrize(
    ("folder", "ansi", "good"),
    [
        (r"C:\Büro & Söhne", "cp1252", True),
        (r"C:\Büro & Söhne\催收", "cp936", False),
        (r"C:\催收 台账", "cp936", True),
        (r"C:\催收台帳", "cp950", True),
        (r"C:\催收台账", "cp1252", False),
        (r"C:\Büro Söhne", "cp1252", True),
        (r"C:\100%\x", "cp1252", False),
        (r"C:\a^b", "cp1252", False),
        (r"C:\O'Brien", "cp1252", True),
    ],
)
def test_paths_that_excel_can_pass_on(folder: str, ansi: str, good: bool) -> None:
    found = failing(moved(PureWindowsPath(folder), ansi))
    assert set(found) == (set() if good else {"path_text"})


def test_a_folder_whose_name_the_list_of_folders_takes_apart() -> None:
    assert "path_text" in failing(moved(PureWindowsPath(r"C:\a;b"), "cp1252"))


def test_a_ledger_that_cannot_hold_buttons_lacks_none() -> None:
    assert failing(replace(linux(), ledger=LedgerFile(PurePosixPath("/a.xlsx"), newest="new"))) == {}


def test_an_unreadable_ledger_is_told_once() -> None:
    spoiled = ledger(problem="not a zip", opened_by="Excel", condition=Condition(protected=("Cases",)), xlwings="")(windows())
    assert failing(spoiled) == {"ledger": "not a zip"}


def test_without_settings_only_what_can_be_mended_fails() -> None:
    found = failing(replace(windows(), conf=None))
    assert set(found) == {"interpreter", "search_path"}
    assert set(found) <= set(MENDS)


def test_every_check_is_tried_here() -> None:
    assert {row[2] for row in WRONG} | {"path_text"} == {check.name for check in CHECKS}
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_every_known_break_is_looked_after() -> None:
    assert set(KNOWN) == set(range(1, 16))
    for number in KNOWN:
        assert number in BUILT_IN or any(number in check.known for check in CHECKS), number


def test_words_in_three_languages() -> None:
    assert set(ADVICE) == {check.name for check in CHECKS}
    for name, texts in ADVICE.items():
        assert tuple(texts) == LANGUAGES
        assert len({text.count("{found}") for text in texts.values()}) == 1, name
        assert texts["zh-CN"] != texts["en"]
    assert advice("ledger", "x {found}", "fr") == "The ledger cannot be read: x {found}"


def test_what_is_marked_as_mended_can_be_mended() -> None:
    by_the_task = {"ribbon"}  # the task knows how buttons are built
    assert {check.name for check in CHECKS if check.mend} == set(MENDS) | by_the_task
