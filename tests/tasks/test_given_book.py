"""A task works on the book it is given, an open workbook for example, and on the closed file otherwise."""

from __future__ import annotations

import importlib
import inspect
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pyaddin.commands import COMMANDS
from pyaddin.ledger.memory import MemoryBook
from pyaddin.tasks import assess, check, weekly
from tests.stories.desk import Office, case, debtor, installments
from tests.tasks.open_desk import in_memory

ON_A_LEDGER = [command for command in COMMANDS if any(option.name == "path" for option in command.positional)]
NEEDS_A_FILE = {"new", "restore", "practice", "privacy", "simulate", "archive", "store"}  # they make, exchange or look through files


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).new({"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02", "12-02"])})


def run_weekly(path: Path, book: MemoryBook | None) -> Any:
    at = datetime(2026, 11, 9, 2, tzinfo=UTC)
    return weekly.run(
        path, as_of=date(2026, 11, 9), out=None, transport=None, dry_run=False, by="Amy", now=lambda: at, progress=lambda *_: None, book=book
    )


@pytest.mark.parametrize("command", ON_A_LEDGER, ids=lambda command: command.name)
def test_every_task_on_a_ledger_takes_a_book(command: Any) -> None:
    if command.name not in NEEDS_A_FILE:
        assert inspect.signature(importlib.import_module(command.task).run).parameters["book"].default is None


def test_looking_gives_the_same_through_either_door(office: Office) -> None:
    book, at = in_memory(office.path), datetime(2026, 11, 9, tzinfo=UTC)
    assert check.run(office.path, book=book) == check.run(office.path)
    both = [assess.run(office.path, as_of=None, cases=(), now=lambda: at, book=door) for door in (book, None)]
    assert both[0] == both[1]


def test_an_open_workbook_makes_the_closed_door_wait_and_not_its_own(office: Office) -> None:
    office.path.with_name(f"~${office.path.name}").write_bytes(b"\x03Amy")
    before = office.path.read_bytes()
    assert run_weekly(office.path, None).data["open_in"] == "Excel (Amy)"
    assert office.path.read_bytes() == before
    office.journal.unlink()  # what waits there would be entered by the click
    book = in_memory(office.path)
    assert run_weekly(office.path, book).data["flagged"] == 1
    assert office.path.read_bytes() == before
    assert [cells["Run ID"] for _, cells in book.read().tables["Runs"].rows] == ["W-2026-11-09"]
