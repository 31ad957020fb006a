"""Who may do what: one table, every row known to the command line, and no task that refuses a person without standing in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pyaddin.commands import BY_NAME
from pyaddin.rules.roles import RESTRICTED, Restricted
from tests.stories.desk import SUPERVISOR, Office, case, debtor, installments

ROOT = Path(__file__).resolve().parents[2]
HOME = {"erasure": "privacy", "signing": "agree", "proposing": "agree", "follow_up": "remind"}
"""Modules that are a part of another command's task."""


@pytest.mark.parametrize("row", RESTRICTED, ids=lambda row: f"{row.command} {row.option}".strip())
def test_the_table_names_commands_and_options_that_exist(row: Restricted) -> None:
    command = BY_NAME[row.command]
    flags = {option.flag for option in command.options}
    choices = {choice for option in (*command.positional, *command.options) for choice in option.choices}
    for word in (part.strip() for part in row.option.split(",") if part.strip()):
        assert word in flags | choices, word
    assert row.option or command.role == "supervisor"
    assert f"| {row.why} |" in (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_no_task_refuses_a_person_without_standing_in_the_table() -> None:
    asking = re.compile(r"^\s+require_(?:supervisor|four_eyes|account)\(", re.MULTILINE)
    modules = {file.stem for file in (ROOT / "pyaddin" / "tasks").glob("*.py") if asking.search(file.read_text(encoding="utf-8"))} - {"opening"}
    assert {HOME.get(name, name) for name in modules} <= {row.command for row in RESTRICTED}
    supervisors = {command.name for command in BY_NAME.values() if command.role == "supervisor"}
    assert supervisors <= {row.command for row in RESTRICTED}


def test_a_clerk_is_refused_with_the_reason(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-05"])})
    office.weekly("10-12")
    before = office.bytes()
    for words in (
        ("outbox", "adopt"),
        ("practice", "--to", str(tmp_path / "p.xlsm")),
        ("privacy", "--debtor", "D-00001", "--export", str(tmp_path / "package")),
        ("privacy", "--due"),
        ("changes", "--accept"),
        ("remind", "--case", "C-00001", "--override", "CN-WIN", "--reason", "asked for", "--as-of", "2026-10-19"),
    ):
        answer = office.run(words[0], *words[1:], "--by", "Some Clerk")
        assert (answer.code, answer.error) == (2, "X-OPTION"), words
        assert answer["error"]["found"] == "Some Clerk is not a supervisor"
    assert office.bytes() == before
    assert office.run("privacy", "--due", "--by", SUPERVISOR.lower()).code == 0
