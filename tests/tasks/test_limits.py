"""The limits of an office: too many messages in a run stop it, the daily cap lets the most urgent go, an unreadable setting stops every send."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, debtor, installments


@pytest.fixture
def office(tmp_path: Path) -> Office:
    numbers = (1, 2, 3)
    rows = {
        "Debtors": [debtor(number) for number in numbers],
        "Cases": [case(number, number) for number in numbers],
        "Installments": [row for number in numbers for row in installments(number, ["11-20"], amount=100 * number)],
    }
    return Office(tmp_path).new(rows)


def test_a_run_over_its_limit_is_parked_and_says_so(office: Office) -> None:
    office.setting("run_max_messages", 2)
    answer = office.weekly("11-23")
    assert (answer["sent"], answer["parked"], answer["flagged"]) == (0, 3, 3)
    assert all("RUN-MAX: This run would send 3 messages, run_max_messages allows 2" in message["why"] for message in answer["messages"])
    office.run("outbox", "cancel", "--all")
    office.setting("run_max_messages", 3)
    assert office.weekly("11-24")["sent"] == 3


def test_the_daily_cap_lets_the_most_urgent_go_and_the_rest_the_next_day(office: Office) -> None:
    office.setting("daily_cap", 2)
    first = office.weekly("11-23")
    assert sorted(first.results) == [("C-00001", "reminder", 1, "blocked"), ("C-00002", "reminder", 1, "sent"), ("C-00003", "reminder", 1, "sent")]
    again = office.weekly("11-23")
    assert (again["sent"], again["changes"]) == (0, [])
    assert office.daily("11-24").results == [("C-00001", "reminder", 1, "sent")]


def test_a_setting_that_cannot_be_read_stops_every_send(office: Office) -> None:
    office.setting("grace_days", "three")
    answer = office.weekly("11-23")
    assert (answer["sent"], answer["blocked"], answer["flagged"]) == (0, 3, 3)
    assert "grace_days = three cannot be read" in answer["messages"][0]["why"]
