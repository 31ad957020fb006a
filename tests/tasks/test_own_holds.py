"""The program's own hold rows: rows of one type on one target never overlap, so that the next reading refuses none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, day, debtor, installments, promise


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])})


def test_a_promise_that_follows_another_one_holds_from_the_day_after(office: Office) -> None:
    """The first promise is withdrawn and replaced on the day on which it was written down: its hold ends, the next one begins later."""
    office.type("Promises", promise(1, "R-00001", "11-05", 50, "11-10"))
    office.daily("11-05")
    office.set("Promises", {"Promise ID": "R-00001"}, Status="withdrawn")
    office.type("Promises", promise(1, "R-00002", "11-05", 60, "11-20"))
    office.daily("11-06")
    spans = sorted((row["Start"], row["End"]) for row in office.sheet("Holds") if row["Type"] == "PROMISE")
    assert len(spans) == 2
    assert spans[0][1] < spans[1][0], "no day belongs to both"
    assert spans[1][1] >= day("11-20")
    assert office.clean()
    before = office.parts()
    assert office.daily("11-06")["changes"] == []
    assert office.parts() == before


def test_a_promise_that_was_noted_late_holds_from_the_day_after_the_hold_that_has_ended(office: Office) -> None:
    office.type("Promises", promise(1, "R-00001", "11-05", 50, "11-10"))
    office.daily("11-05")
    office.set("Promises", {"Promise ID": "R-00001"}, Status="withdrawn")
    office.daily("11-06")
    office.type("Promises", promise(1, "R-00002", "11-05", 60, "11-20"))
    office.daily("11-09")
    spans = sorted((row["Start"], row["End"]) for row in office.sheet("Holds") if row["Type"] == "PROMISE")
    assert [start for start, _ in spans] == [day("11-05"), day("11-07")]
    assert spans[0][1] == day("11-06")
    assert office.clean()


def test_tidying_on_the_day_of_the_last_run_ends_no_hold_that_began_after_it(office: Office) -> None:
    """The figures of the sheets are of the last run; a promise entered since then holds on, and its row is not refused."""
    office.daily("11-09")
    office.run("promise", "--case", "C-00001", "--amount", "60", "--due-on", "2026-11-20", "--made-on", "2026-11-12", "--as-of", "2026-11-12")
    before = [(row["Start"], row["End"]) for row in office.sheet("Holds")]
    assert before
    office.run("tidy")
    assert [(row["Start"], row["End"]) for row in office.sheet("Holds")] == before
    assert office.clean()
