"""Risk classes at the desk: the class on Cases, in the queue and explained; an earlier level for high risk, and nothing sent twice (process 3.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.stories.desk import SUPERVISOR, Office, case, contact, day, debtor, installments, promise


def row_of_levels(number: int, from_day: int, risk: str, **more: Any) -> dict[str, Any]:
    base = {
        "Level": number, "Stage": "DEEP", "From day": from_day, "Template": f"reminder_{number}", "Tone": "firm", "Channels": "email,letter", "Min gap days": 6,
        "Needs approval": "no", "Valid from": day("01-01"), "Source": "this office", "Risk": risk,
    }  # fmt: skip
    return base | {name.replace("_", " "): value for name, value in more.items()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann and Bob owe 100 each since 5 October; both were spoken to. Ann then breaks two promises."""
    office = Office(tmp_path).new(
        {"Debtors": [debtor(1), debtor(2)], "Cases": [case(1, 1), case(2, 2)], "Installments": [*installments(1, ["10-05"]), *installments(2, ["10-05"])]}
    )
    office.daily("10-06")
    office.type("Contacts", *(contact(n, "2026-10-07 15:30", "call", "reached", owner=n, Reason_code="FORGOT") for n in (1, 2)))
    broken = [("R-00001", "10-07", "10-07"), ("R-00002", "10-08", "10-08")]
    office.type("Promises", *(promise(1, key, made, 50, due, Grace_days=0) for key, made, due in broken))
    return office


def reminders(office: Office, number: int) -> list[int]:
    return [int(key.rsplit("|", 1)[1]) for key, result in office.keyed(number) if "|reminder|" in key and result == "sent"]


def test_the_class_stands_on_cases_in_the_queue_and_is_explained(office: Office) -> None:
    answer = office.weekly("10-13")
    assert [office.case(n)["Risk"] for n in (1, 2)] == ["high", "low"]
    assert ("Cases", "C-00001", "Risk", "high") in [(c["table"], c["key"], c["column"], c["new"]) for c in answer["changes"]]
    (mine,) = [row["Points"] for row in office.sheet("Today") if row["Case ID"] == "C-00001"]
    assert mine.endswith("; high risk: two promises or more not kept within a year")
    assert all("risk" not in row["Points"] for row in office.sheet("Today") if row["Case ID"] == "C-00002")
    shown = office.assess("10-13")
    assert (shown["risk"], shown["risk_rule"]) == ("high", "promises-broken")
    steps = office.run("explain", "--case", "C-00001", "--field", "Risk", "--as-of", day("10-13").isoformat())["steps"]
    assert [(s["label"], s["value"]) for s in steps] == [("Risk", "high")]
    assert steps[0]["note"].startswith("two promises or more not kept within a year (domain-rules R24")


def test_without_a_row_of_its_own_a_class_changes_nothing(office: Office) -> None:
    for on in ("10-13", "10-20", "10-27"):
        office.weekly(on)
    assert reminders(office, 1) == reminders(office, 2) == [1, 2, 3]


def test_an_office_gives_high_risk_an_earlier_level_3(office: Office) -> None:
    office.type("Levels", row_of_levels(3, 12, "high"))
    assert [answer["found"] for answer in office.run("check")["faults"] if answer["sheet"] == "Levels"] == []
    office.weekly("10-13")
    answer = office.weekly("10-19")
    assert reminders(office, 1) == [1, 2, 3]
    assert reminders(office, 2) == [1, 2]
    (why,) = [m["why"] for m in answer["messages"] if m["case_id"] == "C-00001"]
    assert "LEVEL: Level 3 is due: 14 days past due, by the row for high risk." in why
    office.weekly("10-27")
    assert reminders(office, 2) == [1, 2, 3]
    assert office.clean()


def test_the_row_of_the_class_is_dated_like_any_other(office: Office) -> None:
    office.type("Levels", row_of_levels(3, 12, "high", Valid_from=day("10-20")))
    office.weekly("10-13")
    office.weekly("10-19")
    assert reminders(office, 1) == [1, 2]
    office.weekly("10-20")
    assert reminders(office, 1) == [1, 2, 3]


def test_one_step_and_gap_hold_and_nothing_goes_twice_when_the_class_changes(office: Office) -> None:
    """High risk has levels 2 and 3 early; on the way the promises prove to be withdrawn, and then not."""
    office.type("Levels", row_of_levels(2, 2, "high"), row_of_levels(3, 3, "high"))
    office.weekly("10-13")
    assert reminders(office, 1) == [1, 2]  # not 3 at once
    assert office.weekly("10-16").results == []
    assert "LEVEL-GAP" in office.case(1)["Why"]
    for key in ("R-00001", "R-00002"):
        office.set("Promises", {"Promise ID": key}, Status="withdrawn")
    office.weekly("10-19")
    assert (office.case(1)["Risk"], reminders(office, 1)) == ("low", [1, 2])
    for key in ("R-00001", "R-00002"):
        office.set("Promises", {"Promise ID": key}, Status=None)
    office.weekly("10-26")
    assert (office.case(1)["Risk"], reminders(office, 1)) == ("high", [1, 2, 3])
    assert office.weekly("10-26")["sent"] == 0
    office.weekly("11-02")
    assert len(set(office.keyed(1))) == len(office.keyed(1))
    assert not office.clean()  # a promise that was withdrawn and is not any more is told
    office.run("changes", "--accept", "--by", SUPERVISOR)
    assert office.clean()
