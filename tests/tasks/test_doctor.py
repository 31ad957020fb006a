"""The task doctor through its doors: what it says, what it mends, and its exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pyaddin.entrypoints import cli
from pyaddin.ledger.memory import MemoryBook
from pyaddin.machine import look
from pyaddin.machine.conf import parse
from pyaddin.machine.view import LedgerFile, Machine
from pyaddin.machine.words import advice
from pyaddin.tasks import doctor
from tests.correspondence import mailserver
from tests.ledger.ledger_files import small_ledger
from tests.ledger.made import make_ledger
from tests.machine.computers import linux, windows

Sit = Callable[[Callable[[LedgerFile | None], Machine]], None]


@pytest.fixture
def at_computer(monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Sits down at another computer."""

    def sit(see: Callable[[LedgerFile | None], Machine]) -> None:
        monkeypatch.setattr(look, "machine", see)

    return sit


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, object]]:
    code = cli.main(["doctor", *words, "--json"])
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_good_computer(at_computer: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    at_computer(lambda _: linux())
    code, found = told(capsys)
    assert code == 0
    assert found["mended"] == []
    assert all(set(row) == {"name", "ok", "advice"} and row["ok"] and row["advice"] == "" for row in found["checks"])
    assert cli.main(["doctor"]) == 0
    assert "15 of 15 checks are in order." in capsys.readouterr().out


def test_a_bad_one_in_chinese(at_computer: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    at_computer(lambda _: replace(linux(), version=(3, 9, 1)))
    code, found = told(capsys, "--language", "zh-CN")
    assert code == 1
    assert [row["advice"] for row in found["checks"] if not row["ok"]] == [
        "当前的 Python 是 3.9.1, 64 bit。请安装 64 位的 Python 3.11 或更新版本，删除 .venv 文件夹后重新运行 install.cmd。"
    ]
    assert cli.main(["doctor"]) == 1
    assert "- python: The Python that runs here is 3.9.1" in capsys.readouterr().out


def test_the_advice_is_in_the_language_of_the_ledger_or_of_the_desktop(at_computer: Sit, tmp_path: Path) -> None:
    at_computer(lambda ledger: replace(linux(), libreoffice="", ledger=ledger, language="zh-TW"))
    path = tmp_path / "ledger.xlsm"
    make_ledger(path, ledger_id="X", language="zh-CN")
    words = [advice("office", "LibreOffice", language) for language in ("zh-CN", "zh-TW", "en")]
    said = [doctor.run(path), doctor.run(None), doctor.run(path, language="en")]
    assert [next(row["advice"] for row in found.data["checks"] if not row["ok"]) for found in said] == words


def fresh(tmp_path: Path) -> Callable[[LedgerFile | None], Machine]:
    """A Windows computer before install.cmd, its settings in a real file."""
    path = tmp_path / "user" / ".xlwings" / "xlwings.conf"
    return lambda ledger: replace(windows(), conf_path=path, conf=look.read_conf(path, "cp1252"), ledger=ledger)


def test_mending_a_computer_that_is_not_set_up(tmp_path: Path, at_computer: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    at_computer(fresh(tmp_path))
    path = small_ledger(tmp_path)
    mark = tmp_path / "ledger.xlsm:Zone.Identifier"
    mark.write_text("[ZoneTransfer]\r\nZoneId=3\r\n", encoding="ascii")
    code, found = told(capsys, str(path))
    assert code == 1
    assert [row["name"] for row in found["checks"] if not row["ok"]] == ["interpreter", "search_path", "marked_as_downloaded"]
    assert mark.exists()
    code, found = told(capsys, str(path), "--mend")
    assert (code, found["mended"]) == (0, ["interpreter", "search_path", "marked_as_downloaded"])
    assert not mark.exists()
    settings = parse((tmp_path / "user" / ".xlwings" / "xlwings.conf").read_text(encoding="cp1252"))
    assert settings["INTERPRETER_WIN"] == windows().python_text
    code, found = told(capsys, str(path), "--mend")
    assert (code, found["mended"]) == (0, [])


def test_two_clerks_keep_their_own_python(tmp_path: Path, at_computer: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    """They share the ledger file; nothing is written beside or into it."""
    path = small_ledger(tmp_path)
    before = path.read_bytes()
    for clerk in ("ann", "bo"):
        at_computer(fresh(tmp_path / clerk))
        assert told(capsys, str(path), "--mend")[0] == 0
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["ann", "bo", "ledger.xlsm"]
    assert path.read_bytes() == before


def test_what_cannot_be_mended_stays_told(tmp_path: Path, at_computer: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    """The path does not fit the code page: nothing is written by halves, and the advice is to move the folder."""
    see = fresh(tmp_path)
    at_computer(lambda ledger: replace(see(ledger), python_text="C:\\催收\\python.exe", project_text="C:\\催收"))
    code, found = told(capsys, "--mend")
    assert (code, found["mended"]) == (1, [])
    assert {row["name"] for row in found["checks"] if not row["ok"]} == {"interpreter", "search_path", "path_text"}


def test_a_ledger_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, found = told(capsys, str(tmp_path / "none.xlsm"))
    assert code == 2
    assert found["error"]["code"] == "X-NOT-FOUND"


def test_from_the_button_the_open_ledger_is_no_fault(tmp_path: Path, at_computer: Sit) -> None:
    at_computer(lambda ledger: replace(linux(), ledger=ledger))
    path = small_ledger(tmp_path)
    (tmp_path / "~$ledger.xlsm").write_bytes(b"\x03Ann")
    assert doctor.run(path).exit_code == 1
    assert doctor.run(path, book=MemoryBook({})).exit_code == 0


def test_a_ledger_that_sends_by_mail_wants_an_account_and_a_password(tmp_path: Path, at_computer: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    at_computer(lambda ledger: replace(linux(), ledger=ledger))
    monkeypatch.delenv("COLLECTIONS_SMTP_PASSWORD", raising=False)
    path = tmp_path / "ledger.xlsm"
    filled = {"transport": "smtp", "smtp_host": "mail.example.com", "smtp_user": "amy", "reply_to": "amy@example.com"}

    def advice_for(**settings: str) -> str:
        make_ledger(path, ledger_id="X", settings=settings)
        return next(str(row["advice"]) for row in doctor.run(path).data["checks"] if row["name"] == "mail_account")  # type: ignore[attr-defined]

    with mailserver.own_keyring() as keyring:
        assert advice_for() == ""
        assert "smtp_host: blank" in advice_for(transport="smtp")
        assert "no password for amy at mail.example.com" in advice_for(**filled)
        keyring.set_password("collections:mail.example.com", "amy", "secret")
        assert advice_for(**filled) == ""
        assert advice_for(**filled | {"transport": "folder", "smtp_host": ""}) == ""
