"""A ledger that grows towards the end of its sheets: told in time, and no message of a run that could not enter it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.ledger import limits
from tests.stories.desk import Answer, Office, case, debtor, installments


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).new(
        {"Debtors": [debtor(1), debtor(2)], "Cases": [case(1, 1), case(2, 2)], "Installments": [*installments(1, ["10-05"]), *installments(2, ["10-05"])]}
    )


def _told(answer: Answer) -> list[tuple[str, str]]:
    return [(fault["sheet"], fault["found"]) for fault in answer["faults"] if fault["code"] == "W-LIMIT"]


def test_nothing_is_said_of_a_small_ledger_and_every_sheet_near_its_limit_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _told(office.run("check")) == []
    monkeypatch.setattr(limits, "MANY_CASES", 2)
    assert _told(office.run("check")) == [("Cases", "2 rows of 1,048,576")]
    monkeypatch.setattr(limits, "MANY_ROWS", 3)
    assert ("Moves", "3 rows of 1,048,576") not in _told(office.run("check"))
    assert ("Rates", "7 rows of 1,048,576") in _told(office.run("check"))
    answer = office.weekly("10-12")
    assert answer.code == 0
    assert ("Cases", "2 rows of 1,048,576") in _told(answer)
    page = next(office.path.parent.rglob("report.html")).read_text("utf-8")
    assert "Sheet Cases has 2 rows of 1,048,576" in page
    assert any("archive" in note for note in answer["notes"])


def test_a_run_that_may_not_find_room_is_refused_before_its_first_message(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyaddin.ledger.schema.MAX_ROWS", limits.RESERVE + 4)
    before = office.path.read_bytes()
    answer = office.weekly("10-12")
    assert answer.error == "X-LIMIT"
    assert (office.emails(), office.path.read_bytes()) == ([], before)
    monkeypatch.undo()
    assert office.weekly("10-12")["sent"] == 2
