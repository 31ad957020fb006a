"""The command table: three languages, one task each, everything on the command line and in the docs."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

from pyaddin.commands import COMMANDS, Command
from pyaddin.entrypoints import arguments

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = {"new", "check", "assess", "weekly", "daily", "remind", "allocate", "schedule", "explain", "outbox", "verify", "build", "gate", "setup", "train"} | {
    "case", "import", "refresh", "pay", "promise", "hold", "log", "doctor", "tidy", "undo", "stop",
    "statement", "mail-test", "mail-password", "restore",
    "calls", "sms",
    "answers",
    "preview", "check-wording",
    "agreement", "agree", "versions",
    "letter", "letters",
    "legal",
    "talk", "offers",
    "kpis", "changes",
    "practice",
    "bank",
    "report",
    "review", "advice", "dispose",
    "privacy",
    "demand", "handover",
    "simulate",
    "portfolio",
    "slice", "merge", "store",
    "queue",
    "archive",
}
each = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)


def test_the_commands_of_the_contract_are_there_once() -> None:
    assert sorted(command.name for command in COMMANDS) == sorted(CONTRACT)


@each
def test_who_may_use_it(command: Command) -> None:
    assert command.role in {"clerk", "supervisor"}
    assert command.help.endswith(".")


@each
def test_the_task_takes_exactly_what_the_table_gives(command: Command) -> None:
    parameters = inspect.signature(importlib.import_module(command.task).run).parameters
    given = {option.name for option in (*command.positional, *command.options)} | set(command.given)
    assert given == set(parameters) - {"book"}  # the open workbook, which no one can type


@each
def test_a_task_that_takes_an_open_workbook_has_the_option_engine(command: Command) -> None:
    takes_book = "book" in inspect.signature(importlib.import_module(command.task).run).parameters
    assert command.on_open_book == (takes_book and command.name != "train")  # training only asks the ledger for its language


@each
def test_documented_and_on_the_command_line(command: Command) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## {command.name}\n" in page
    with pytest.raises(SystemExit) as left:
        arguments.parse([command.name, "--help"])
    assert left.value.code == 0
