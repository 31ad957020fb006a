"""Which slot has come, which run is due and when the next one is, in the ledger's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from pyaddin.entrypoints.service.plan import Options, Plan, due, next_slot, planned, slot
from pyaddin.tasks.timetable import Timetable

PLAN = Plan(Path("a.xlsm"), "monday", "08:00", "Asia/Shanghai", "09:30")
MONDAY = date(2026, 11, 23)


def at(text: str) -> datetime:
    """An instant typed in office time (Shanghai, UTC+8)."""
    return datetime.fromisoformat(text + "+08:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "kind", "day"),
    [
        ("2026-11-23T07:59", "weekly", date(2026, 11, 16)),
        ("2026-11-23T08:00", "weekly", MONDAY),
        ("2026-11-29T23:59", "weekly", MONDAY),
        ("2026-11-24T09:29", "daily", date(2026, 11, 22)),  # Monday belongs to the weekly run
        ("2026-11-24T09:30", "daily", date(2026, 11, 24)),
        ("2026-11-23T12:00", "daily", date(2026, 11, 22)),
    ],
)
def test_the_latest_slot(moment: str, kind: str, day: date) -> None:
    assert slot(at(moment), PLAN, kind) == day


@pytest.mark.parametrize(
    ("moment", "done", "kinds"),
    [
        ("2026-11-23T08:00", {"weekly": date(2026, 11, 16), "daily": date(2026, 11, 22)}, ["weekly"]),
        ("2026-11-23T08:01", {"weekly": MONDAY, "daily": date(2026, 11, 22)}, []),
        ("2026-11-24T09:30", {"weekly": MONDAY, "daily": date(2026, 11, 22)}, ["daily"]),
        ("2026-11-24T09:31", {"weekly": MONDAY, "daily": date(2026, 11, 24)}, []),
        ("2026-11-25T12:00", {"weekly": date(2026, 11, 2)}, ["weekly"]),
        ("2026-11-25T12:00", {"weekly": date(2026, 11, 2), "daily": MONDAY}, ["weekly", "daily"]),
        ("2026-11-25T12:00", {}, []),
        ("2026-11-25T12:00", {"weekly": date(2026, 11, 25), "daily": date(2026, 11, 22)}, []),  # a weekly run by hand covers the day
    ],
)
def test_which_runs_are_due(moment: str, done: dict[str, date], kinds: list[str]) -> None:
    assert due(at(moment), PLAN, done) == kinds


def test_without_daily_hour_there_is_no_daily_run() -> None:
    plan = Plan(Path("a.xlsm"), "monday", "08:00", "Asia/Shanghai")
    assert due(at("2026-11-24T12:00"), plan, {"weekly": MONDAY}) == []


@pytest.mark.parametrize(
    ("now", "kind", "zone", "hour", "expected"),
    [
        ("2026-11-23T06:59", "weekly", "Europe/Berlin", "08:00", "2026-11-23T07:00"),
        ("2026-11-23T07:00", "weekly", "Europe/Berlin", "08:00", "2026-11-30T07:00"),
        ("2026-11-22T20:00", "daily", "Europe/Berlin", "08:00", "2026-11-24T07:00"),
        ("2026-03-24T12:00", "sunday", "Europe/Berlin", "02:30", "2026-03-29T01:00"),  # 02:30 does not exist: at 03:00
        ("2026-10-20T12:00", "sunday", "Europe/Berlin", "02:30", "2026-10-25T00:30"),  # 02:30 comes twice: the first
        ("2026-03-03T12:00", "sunday", "America/New_York", "02:30", "2026-03-08T07:00"),
        ("2026-10-28T12:00", "sunday", "America/New_York", "01:30", "2026-11-01T05:30"),
    ],
)
def test_the_next_slot_is_the_first_moment_at_which_the_run_is_due(now: str, kind: str, zone: str, hour: str, expected: str) -> None:
    weekday, kind = (kind, "weekly") if kind == "sunday" else ("monday", kind)
    plan, moment = Plan(Path("a.xlsm"), weekday, hour, zone, hour), datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = next_slot(moment, plan, kind)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert slot(found, plan, kind) > slot(moment, plan, kind)


def test_settings_make_the_plan_and_options_win() -> None:
    table = Timetable("L-1", "friday", time(7, 30), None, "Asia/Taipei", "boss@office.example", False, {})
    plain, given = planned(Options(Path("a.xlsm")), table), planned(Options(Path("a.xlsm"), "tuesday", "09:00", "UTC", "10:00", "smtp"), table)
    assert plain == Plan(Path("a.xlsm"), "friday", "07:30", "Asia/Taipei", "", "", "boss@office.example")
    assert given == Plan(Path("a.xlsm"), "tuesday", "09:00", "UTC", "10:00", "smtp", "boss@office.example")
