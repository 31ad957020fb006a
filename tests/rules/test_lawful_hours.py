"""Lawful hours to the minute on the debtor's clock, and the hour at which somebody has answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import packs_for
from pyaddin.rules.case import Case, CaseFile, Contact, Debtor
from pyaddin.rules.lawful import Gatekeeper
from pyaddin.rules.lawful_hours import LawfulHours, Question, lawful_hours
from pyaddin.rules.packs import Pack


def keeper(role: str = "creditor") -> Gatekeeper:
    def packs(country: str, region: str, debt_class: str, day: date) -> tuple[Pack, ...]:
        return packs_for(country, region, role, debt_class, day)

    return Gatekeeper(packs, PublicHolidays({}), role, "consumer", time(10))


def question(country: str, zone: str, *, role: str = "creditor", region: str = "", log: tuple[Contact, ...] = ()) -> Question:
    debtor = Debtor("D-1", "Ann", country=country, region=region, time_zone=zone, phone="+1")
    return Question(CaseFile(Case("C-1", "D-1", "USD", date(2026, 1, 1)), debtor), keeper(role), log, "talk", "collection", "call", "+1")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def told(hours: LawfulHours) -> tuple[str, str, bool]:
    assert hours.opens is not None
    assert hours.closes is not None
    return f"{hours.opens:%Y-%m-%dT%H:%MZ}", f"{hours.closes:%Y-%m-%dT%H:%MZ}", hours.today


@pytest.mark.parametrize(
    ("country", "zone", "moment", "expected"),
    [
        ("CN", "Asia/Shanghai", "2026-11-24T07:59:00+08:00", ("2026-11-24T00:00Z", "2026-11-24T14:00Z", True)),
        ("CN", "Asia/Shanghai", "2026-11-24T12:30:00+08:00", ("2026-11-24T04:30Z", "2026-11-24T14:00Z", True)),
        ("CN", "Asia/Shanghai", "2026-11-24T22:00:00+08:00", ("2026-11-25T00:00Z", "2026-11-25T14:00Z", False)),
        ("IE", "Europe/Dublin", "2026-11-29T12:00:00+00:00", ("2026-11-30T09:00Z", "2026-11-30T21:00Z", False)),  # a Sunday
    ],
)
def test_from_and_until(country: str, zone: str, moment: str, expected: tuple[str, str, bool]) -> None:
    assert told(lawful_hours(question(country, zone), at(moment))) == expected


def test_the_debtors_clock_counts_and_not_the_offices() -> None:
    found = lawful_hours(question("US", "America/Los_Angeles", role="agency"), at("2026-11-23T09:00:00-05:00"))
    assert told(found) == ("2026-11-23T16:00Z", "2026-11-24T05:00Z", True)


@pytest.mark.parametrize("minute", ["00", "30"])
def test_what_may_go_at_any_hour_is_told_until_the_end_of_the_day_and_no_further(minute: str) -> None:
    by_letter = replace(question("CN", "Asia/Shanghai"), channel="letter")
    found = lawful_hours(by_letter, at(f"2026-11-24T20:{minute}:00+08:00"))
    assert told(found) == (f"2026-11-24T12:{minute}Z", "2026-11-24T16:00Z", True)


def test_the_night_on_which_the_clocks_change() -> None:
    found = lawful_hours(question("US", "America/New_York", role="agency"), at("2027-03-13T21:30:00-05:00"))
    assert told(found) == ("2027-03-14T12:00Z", "2027-03-15T01:00Z", False)
