"""xlwings' settings of one user: ours entered, everything else kept, written as Excel's VBA reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.machine.conf import merged, parse, wanted
from pyaddin.machine.mend import KEPT, unblock, write_settings
from pyaddin.machine.view import LedgerFile, Machine
from tests.machine.computers import mac, windows

OTHERS = '"SHOW CONSOLE","True"\r\n"LICENSE_KEY","abc"\r\n"interpreter_win","C:\\old\\python.exe"\r\nnot a setting\r\n"PYTHONPATH","C:\\mine"\r\n'


def test_the_keys_that_the_buttons_need() -> None:
    assert parse(merged("", wanted(windows()))) == {
        "INTERPRETER_WIN": r"C:\Office\collections ledger\.venv\Scripts\python.exe",
        "PYTHONPATH": r"C:\Office\collections ledger",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "USE UDF SERVER": "False",
    }
    assert "INTERPRETER_MAC" in wanted(mac())


def test_other_keys_and_other_folders_stay() -> None:
    machine = replace(windows(), conf=parse(OTHERS))
    lines = merged(OTHERS, wanted(machine)).split("\r\n")
    assert lines[:5] == [
        '"SHOW CONSOLE","True"',
        '"LICENSE_KEY","abc"',
        r'"interpreter_win","C:\Office\collections ledger\.venv\Scripts\python.exe"',
        "not a setting",
        r'"PYTHONPATH","C:\Office\collections ledger;C:\mine"',
    ]
    assert lines[5:] == ['"ADD_WORKBOOK_TO_PYTHONPATH","False"', '"USE UDF SERVER","False"', ""]


@given(st.lists(st.tuples(st.text("ABC _", min_size=1, max_size=5), st.text("xyz\\ ;", max_size=6)), max_size=6))
def test_entering_twice_is_entering_once(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f'"{key}","{value}"\r\n' for key, value in pairs)
    once = merged(text, wanted(windows()))
    assert merged(once, wanted(replace(windows(), conf=parse(once)))) == once
    assert parse(text).items() <= parse(once).items() | {(key, value) for key, value in parse(text).items() if key in wanted(windows())}


def at(path: Path, ansi: str = "cp936") -> Machine:
    return replace(windows(), conf_path=path, conf=None, ansi=ansi, python_text=r"C:\催收\python.exe", project_text=r"C:\催收")


def test_written_in_the_code_page_of_excel_and_kept_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / ".xlwings" / "xlwings.conf"
    write_settings(at(path))
    assert r'"INTERPRETER_WIN","C:\催收\python.exe"'.encode("cp936") in path.read_bytes()
    assert path.read_bytes().endswith(b"\r\n")
    assert not path.with_name("xlwings.conf" + KEPT).exists()
    path.write_bytes(OTHERS.encode())
    write_settings(at(path))
    write_settings(at(path))
    assert path.with_name("xlwings.conf" + KEPT).read_bytes() == OTHERS.encode()
    assert b'"LICENSE_KEY","abc"\r\n' in path.read_bytes()


def test_a_path_that_the_code_page_cannot_hold_is_not_written_by_halves(tmp_path: Path) -> None:
    path = tmp_path / "xlwings.conf"
    path.write_bytes(OTHERS.encode())
    with pytest.raises(UnicodeEncodeError):
        write_settings(at(path, "cp1252"))
    assert path.read_bytes() == OTHERS.encode()


def test_bytes_of_another_code_page_stay(tmp_path: Path) -> None:
    path = tmp_path / "xlwings.conf"
    path.write_bytes(b'"LICENSE_KEY","\xff\x80"\r\n')
    write_settings(at(path))
    assert path.read_bytes().startswith(b'"LICENSE_KEY","\xff\x80"\r\n')


def test_the_mark_of_a_downloaded_ledger_is_taken_off(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.xlsm"
    ledger.write_bytes(b"content")
    mark = tmp_path / "ledger.xlsm:Zone.Identifier"
    mark.write_text("[ZoneTransfer]\nZoneId=3\n", encoding="ascii")
    unblock(replace(windows(), ledger=LedgerFile(ledger)))
    assert not mark.exists()
    assert ledger.read_bytes() == b"content"
    unblock(replace(windows(), ledger=None))
