"""The command line: exit codes, one JSON object, plain words, never a traceback."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.commands import COMMANDS
from pyaddin.entrypoints import cli
from pyaddin.errors import KINDS, Stop

ERROR_KEYS = ["code", "sheet", "row", "column", "found", "advice"]


@pytest.fixture
def task(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stands where ``pyaddin.tasks.weekly`` is; records how it was called and answers or raises as told."""
    seen = SimpleNamespace(calls=[], answer=SimpleNamespace(command="weekly", data={"run_id": "R"}, exit_code=0), error=None)

    def run(*positional: object, **named: object) -> object:
        seen.calls.append((positional, named))
        if seen.error:
            raise seen.error
        return seen.answer

    module = ModuleType("pyaddin.tasks.weekly")
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyaddin.tasks.weekly", module)
    return seen


def spoken(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    assert "Traceback" not in captured.out + captured.err
    return captured.out, captured.err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ([], "COMMAND"),
        (["frobnicate"], "frobnicate"),
        (["check"], "PATH"),
        (["weekly", "a.xlsm", "--transport", "pigeon"], "pigeon"),
        (["weekly", "a.xlsm", "--as-of", "23.11.2026"], "23.11.2026"),
        (["weekly", "a.xlsm", "--as-of", "2026-02-30"], "2026-02-30"),
        (["weekly", "a.xlsm", "--as-of", "20261123"], "20261123"),
        (["weekly", "a.xlsm", "--dry"], "--dry"),
        (["weekly", "a.xlsm", "b.xlsm"], "b.xlsm"),
        (["remind", "a.xlsm"], "--case"),
        (["schedule", "--total", "100", "--first-due", "2026-12-01", "--frequency", "monthly"], "--count"),
        (["schedule", "--total", "100", "--count", "2", "--amount", "50", "--first-due", "2026-12-01", "--frequency", "monthly"], "--amount"),
        (["schedule", "--total", "NaN", "--count", "2", "--first-due", "2026-12-01", "--frequency", "monthly"], "NaN"),
        (["schedule", "--total", "1e9", "--count", "2", "--first-due", "2026-12-01", "--frequency", "monthly"], "1e9"),
        (["outbox", "a.xlsm", "burn"], "burn"),
        (["check", ""], "file name is empty"),
    ],
)
def test_words_that_cannot_be_used(words: list[str], part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*words, "--json"]) == 2
    out, err = spoken(capsys)
    error = json.loads(out)["error"]
    assert list(error) == ERROR_KEYS
    assert error["code"] == "X-OPTION"
    assert part in error["found"]
    assert "--help" in error["advice"]
    assert err == ""
    assert cli.main(words) == 2
    out, err = spoken(capsys)
    assert out == ""
    assert err.startswith("X-OPTION: ")
    assert part in err
    assert err.count("\n") == 2


def test_what_the_task_gets(task: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["weekly", "my ledger.xlsm", "--as-of", "2026-11-23", "--dry-run", "--by", "Li Wei", "--json"]) == 0
    ((positional, named),) = task.calls
    assert positional == (Path("my ledger.xlsm"),)
    assert str(named["as_of"]) == "2026-11-23"
    assert (named["out"], named["transport"], named["dry_run"], named["by"]) == (None, None, True, "Li Wei")
    assert named["now"]().tzinfo is not None
    named["progress"](1, 2, "x")
    assert json.loads(spoken(capsys)[0]) == {"run_id": "R"}


def test_who_acts_defaults_to_the_login_name(task: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "mei")
    assert cli.main(["weekly", "a.xlsm", "--json"]) == 0
    assert task.calls[0][1]["by"] == "mei"


def test_exit_code_of_the_task_is_handed_on(task: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    task.answer.exit_code = 1
    assert cli.main(["weekly", "a.xlsm", "--json"]) == 1


def test_a_stop_keeps_its_place(task: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    task.error = Stop("X-NOT-LEDGER", "Due on", sheet="Installments", row=1, column="Due on")
    assert cli.main(["weekly", "a.xlsm", "--json"]) == 2
    assert json.loads(spoken(capsys)[0])["error"] == {
        "code": "X-NOT-LEDGER", "sheet": "Installments", "row": 1, "column": "Due on", "found": "Due on", "advice": KINDS["X-NOT-LEDGER"].advice,
    }
    assert cli.main(["weekly", "a.xlsm"]) == 2
    assert "Installments, row 1, Due on: Due on" in spoken(capsys)[1]


def test_an_unknown_case_is_told_without_a_traceback(task: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    task.error = KeyError("C-00012")
    assert cli.main(["weekly", "a.xlsm", "--json"]) == 2
    error = json.loads(spoken(capsys)[0])["error"]
    assert error["code"] == "X-INTERNAL"
    assert error["found"].startswith("KeyError: 'C-00012' (cli.py, line ")
    task.error = None
    task.answer.data = {"run_id": object()}  # cannot be JSON: told as a whole, nothing half printed
    assert cli.main(["weekly", "a.xlsm", "--json"]) == 2
    assert json.loads(spoken(capsys)[0])["error"]["code"] == "X-INTERNAL"


def test_ctrl_c_is_an_end_in_the_middle(task: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    task.error = KeyboardInterrupt()
    assert cli.main(["weekly", "a.xlsm", "--json"]) == 1
    assert "stopped" in json.loads(spoken(capsys)[0])


@pytest.mark.parametrize("words", [[], ["--transport", "smtp"], ["--transport", "folder"]])
def test_the_transport_asked_for_reaches_the_task(words: list[str], task: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["weekly", "a.xlsm", "--json", *words]) == 0
    assert [named["transport"] for _, named in task.calls] == [words[1] if words else None]


@pytest.mark.parametrize("name", ["check", "assess", "weekly", "daily", "explain", "outbox", "verify", "remind"])
@pytest.mark.parametrize("content", [None, b"", b"not a workbook", b"PK\x03\x04 cut short"])
def test_files_that_are_no_ledger(name: str, content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "=cmd {{x}} 台账.xlsm"
    if content is not None:
        path.write_bytes(content)
    extra = {"explain": ["--case", "C-1"], "remind": ["--case", "C-1"], "outbox": ["list"]}.get(name, [])
    assert cli.main([name, str(path), *extra, "--json"]) == 2
    error = json.loads(spoken(capsys)[0])["error"]
    assert error["code"] == ("X-NOT-FOUND" if content is None else "X-NOT-WORKBOOK")
    assert sorted(tmp_path.iterdir()) == ([path] if content is not None else [])


WORDS = st.one_of(
    st.sampled_from([command.name for command in COMMANDS if command.name not in {"new", "build"}]),
    st.sampled_from(sorted({option.flag for command in COMMANDS for option in command.options})),
    st.sampled_from(["--json", "--", "-", "@file", "%s", "=1+1", "C-00001", "2026-11-23", "list", "\udcff", "../x"]),
    st.text(st.characters(exclude_characters="\0"), max_size=12),
)


@given(words=st.lists(WORDS, max_size=7))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_words_end_in_words(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = cli.main(words)
    except SystemExit as left:  # only --help and --version leave by themselves
        code = left.code
        assert code == 0
    spoken(capsys)
    assert code in {0, 1, 2}


def test_the_bar_is_for_people_only() -> None:
    written: list[str] = []
    stream = SimpleNamespace(isatty=lambda: False, write=written.append, flush=lambda: None)
    cli.progress_bar(stream)(1, 2, "x")  # type: ignore[arg-type]
    assert written == []
    stream.isatty = lambda: True
    show = cli.progress_bar(stream)  # type: ignore[arg-type]
    show(1, 2, "C-1 \x1b[31m")
    assert "50%" in written[0]
    assert "\x1b" not in written[0]
    show(2, 2, "")
    assert written[-1].endswith("\r")
