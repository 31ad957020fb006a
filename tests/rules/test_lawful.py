"""The gate as a run asks it: packs of the debtor's own day, and the contacts of that day."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import packs_for
from pyaddin.rules.case import Case, CaseFile, Contact, Debtor
from pyaddin.rules.contact import Lawful
from pyaddin.rules.lawful import Gatekeeper, ask
from pyaddin.rules.packs import Pack


def asked(zone: str, country: str, at: str, *log: Contact, days: list[date] | None = None, **more: Any) -> Lawful:
    """The answer for a call at that instant; ``days`` takes down of which days the packs were asked for."""

    def packs(country: str, region: str, debt_class: str, day: date) -> tuple[Pack, ...]:
        if days is not None:
            days.append(day)
        return packs_for(country, region, "creditor", debt_class, day)

    debtor = Debtor("D-1", "Ann", country=country, time_zone=zone, phone="+1")
    file = CaseFile(Case("C-1", "D-1", "USD", date(2026, 1, 1)), debtor)
    keeper = Gatekeeper(packs, PublicHolidays({}), "creditor", "consumer", time(10))
    wanted = {"kind": "reminder", "message_class": "collection", "channel": "call", "address": "+1", "at": datetime.fromisoformat(at)}
    return ask(file, keeper, log, **(wanted | more))


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        ("America/New_York", "2026-11-24T03:30:00+00:00", date(2026, 11, 23)),
        ("Europe/London", "2026-11-24T03:30:00+00:00", date(2026, 11, 24)),
        ("Pacific/Auckland", "2026-11-24T12:30:00+00:00", date(2026, 11, 25)),
    ],
)
def test_the_packs_are_those_of_the_debtors_day(zone: str, at: str, day: date) -> None:
    days: list[date] = []
    asked(zone, "US", at, days=days)
    assert days == [day]


def talked(at: str) -> Contact:
    moment = datetime.fromisoformat(at)
    return Contact("C-1", moment, moment.date(), "call", "out", "reached", message_class="collection")


def test_talks_of_the_day_count_and_those_of_the_day_before_do_not() -> None:
    at = "2026-11-24T08:00:00+00:00"  # 16:00 in Shanghai
    today = [talked(f"2026-11-24T0{hour}:00:00+08:00") for hour in (8, 9)]
    third = talked("2026-11-24T10:00:00+08:00")
    assert asked("Asia/Shanghai", "CN", at, *today).allowed
    assert not asked("Asia/Shanghai", "CN", at, *today, third).allowed
    assert asked("Asia/Shanghai", "CN", at, *today, talked("2026-11-23T21:59:00+08:00")).allowed
