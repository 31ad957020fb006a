"""The queue by explained priority, what is taken out of its order, one clerk's part of it, and the workload (domain-rules 5.10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, contact, debtor, hold, installments, promise


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann and Bob belong to Mary, Cai and Dee to Li Na; Bob disputes, Cai broke a promise."""
    rows = {
        "Debtors": [debtor(number) for number in (1, 2, 3, 4)],
        "Cases": [case(1), case(2, 2), case(3, 3, Owner="Li Na"), case(4, 4, Owner="Li Na")],
        "Installments": [row for number in (1, 2, 3, 4) for row in installments(number, ["11-02"], 100 * number)],
        "Holds": [hold(2, "H-00001", "DISPUTE", "11-05", "12-31")],
        "Promises": [promise(3, "R-00001", "11-05", 50, "11-09")],
        "Contacts": [contact(number, "2026-11-05 15:00", "call", "reached", number) for number in (1, 3, 4)],
    }
    office = Office(tmp_path).new(rows)
    office.weekly("11-16")
    return office


def test_the_most_urgent_stands_first_and_a_hold_stands_last_with_its_reason(office: Office) -> None:
    answer = office.run("queue", "--as-of", "2026-11-17")
    assert answer.code == 0
    assert [row["case_id"] for row in answer["queue"]] == ["C-00003", "C-00004", "C-00001"]
    first = answer["queue"][0]
    assert "broken promise +30" in first["points"]
    assert (first["rank"], first["priority"], first["arrears"]) == (1, 30 + 25 + 10 + 14, "300.00")
    assert [row["priority"] for row in answer["queue"]] == sorted((row["priority"] for row in answer["queue"]), reverse=True)
    (held,) = answer["excluded"]
    assert (held["case_id"], held["rank"], held["priority"], held["points"], held["on"]) == ("C-00002", 4, None, "excluded: debt disputed", "2026-12-31")
    office.run("refresh", "--as-of", "2026-11-17")
    assert [row["Case ID"] for row in office.sheet("Today")] == ["C-00003", "C-00004", "C-00001", "C-00002"]
    assert office.sheet("Today")[3]["Points"] == "excluded: debt disputed"


def test_one_clerks_queue_and_everybodys_workload(office: Office) -> None:
    answer = office.run("queue", "--as-of", "2026-11-17", "--owner", "li na")
    assert {row["owner"] for row in answer["queue"]} == {"Li Na"}
    assert answer["excluded"] == []
    loads = {load["owner"]: load for load in answer["workload"]}
    assert (loads["Li Na"]["open"], loads["Li Na"]["due"], loads["Li Na"]["excluded"], loads["Li Na"]["arrears"]) == (2, 2, 0, {"GBP": "700.00"})
    assert (loads["Mary Webb"]["open"], loads["Mary Webb"]["due"], loads["Mary Webb"]["excluded"]) == (2, 1, 1)
    before = office.bytes()
    refused = office.run("queue", "--owner", "Nobody")
    assert (refused.code, refused.error) == (2, "X-OPTION")
    assert "Li Na, Mary Webb" in refused["error"]["advice"]
    assert office.bytes() == before


def test_a_case_that_may_not_be_called_today_stands_last_with_the_rule(tmp_path: Path) -> None:
    """Three talks on one day are the most that the Chinese standard allows; the call to come moves to the next day and says so."""
    rows = {
        "Debtors": [debtor(1, Country="CN", Time_zone="Asia/Shanghai", Phone="+86 138 0013 8000")],
        "Cases": [case(1)],
        "Installments": installments(1, ["11-02"], 100),
        "Contacts": [contact(1, f"2026-11-17 0{hour}:00", "call", "reached", Reason_code="FORGOT") for hour in (1, 2, 3)],
    }
    office = Office(tmp_path).new(rows, {"time_zone": "Europe/London"})
    answer = office.run("queue", "--as-of", "2026-11-17")
    assert answer["queue"] == []
    (barred,) = answer["excluded"]
    assert barred["on"] == "2026-11-18"
    assert barred["points"].startswith("excluded: contact limit (CN-FREQ-3PD")
