from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pyaddin.errors import Stop
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.schedule import run

D = Decimal


def make(**change: Any) -> Outcome:
    facts: dict[str, Any] = {
        "total": D("1000"),
        "count": 3,
        "amount": None,
        "first_due": date(2026, 12, 15),
        "frequency": "monthly",
        "start": None,
        "rate": None,
        "day_count": "act/365",
        "method": "annuity",
        "working_day": "same",
        "holidays": None,
        "round_payment": "cent",
        "round_interest": "cent",
    }
    return run(**(facts | change))


def due_dates(outcome: Outcome) -> list[str]:
    rows = outcome.data["installments"]
    assert isinstance(rows, list)
    return [row["due_on"] for row in rows]


def test_the_answer_has_the_form_of_the_contract() -> None:
    outcome = make()
    assert (outcome.command, outcome.exit_code) == ("schedule", 0)
    assert outcome.data == {
        "installments": [
            {"no": 1, "due_on": "2026-12-15", "principal": "333.33", "interest": "0.00", "payment": "333.33", "balance": "666.67"},
            {"no": 2, "due_on": "2027-01-15", "principal": "333.33", "interest": "0.00", "payment": "333.33", "balance": "333.34"},
            {"no": 3, "due_on": "2027-02-15", "principal": "333.34", "interest": "0.00", "payment": "333.34", "balance": "0.00"},
        ],
        "totals": {"principal": "1000.00", "interest": "0.00", "payment": "1000.00", "count": 3},
    }
    json.dumps(outcome.data)


def test_national_day_of_china_moves_to_the_eighth_or_the_last_day_of_september() -> None:
    # 2026: holiday from 1 to 7 October (State Council notice of November 2025, in chinesecalendar)
    china: dict[str, Any] = {"first_due": date(2026, 10, 1), "count": 1, "holidays": "CN"}
    assert due_dates(make(working_day="next", **china)) == ["2026-10-08"]
    assert due_dates(make(working_day="previous", **china)) == ["2026-09-30"]
    assert due_dates(make(working_day="same", **china)) == ["2026-10-01"]


def test_without_a_country_only_weekends_move_and_it_is_said() -> None:
    outcome = make(first_due=date(2026, 12, 26), count=1, working_day="next")
    assert due_dates(outcome) == ["2026-12-28"]
    assert "Monday to Friday" in str(outcome.data["warnings"])
    # Boxing Day 2026 is a Saturday: England has the Monday off instead
    assert due_dates(make(first_due=date(2026, 12, 26), count=1, working_day="next", holidays="GB")) == ["2026-12-29"]
    assert "warnings" not in make(first_due=date(2026, 12, 26), count=1, working_day="next", holidays="gb").data


def test_a_year_without_published_days_is_told() -> None:
    outcome = make(first_due=date(2040, 10, 1), count=1, working_day="next", holidays="CN")
    assert due_dates(outcome) == ["2040-10-01"]
    assert "2040" in str(outcome.data["warnings"])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total": D("1000.005")}, "X-OPTION"),
        ({"total": D("NaN")}, "X-OPTION"),
        ({"total": D("1E15")}, "X-OPTION"),
        ({"count": None, "amount": D("0.001")}, "X-OPTION"),
        ({"first_due": date(9999, 1, 1)}, "X-OPTION"),
        ({"start": date(1900, 1, 1)}, "X-OPTION"),
        ({"working_day": "next", "holidays": "China"}, "X-OPTION"),
        ({"frequency": "daily"}, "X-OPTION"),
        ({"count": 0}, "X-SCHEDULE"),
        ({"total": D("0.02"), "count": 3}, "X-SCHEDULE"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Stop) as stop:
        make(**change)
    assert stop.value.fault.code == code
