from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from pyaddin.policy import published
from pyaddin.policy.calendars import working_calendar


@pytest.mark.parametrize(
    ("country", "day", "working"),
    [
        ("CN", date(2026, 10, 1), False),
        ("CN", date(2026, 10, 10), True),  # a Saturday made up for the National Day week
        ("CN", date(2026, 11, 21), False),
        ("GB", date(2026, 8, 31), False),  # summer bank holiday, not in Scotland
        ("US", date(2026, 11, 26), False),  # Thanksgiving
        ("US", date(2026, 11, 27), True),
        ("DE", date(2026, 10, 3), False),
        ("HK", date(2026, 7, 1), False),
        ("TW", date(2026, 10, 9), False),  # substitute for Saturday 10 October
        ("AE", date(2026, 11, 22), False),
        ("SA", date(2026, 11, 27), False),  # Friday
        ("SA", date(2026, 11, 29), True),  # Sunday
    ],
)
def test_published_days(country: str, day: date, working: bool) -> None:
    assert working_calendar(country).is_working(day) is working


def test_rows_of_the_holidays_sheet_win() -> None:
    calendar = working_calendar("cn", {date(2026, 10, 1): True, date(2026, 11, 23): False})
    assert (calendar.is_working(date(2026, 10, 1)), calendar.is_working(date(2026, 11, 23)), calendar.is_working(date(2026, 10, 2))) == (True, False, False)
    assert calendar.warnings == ()


def test_a_country_without_calendar_has_weekends_and_a_warning() -> None:
    for code in ("", "QQ", "not a country"):
        calendar = working_calendar(code)
        assert calendar.is_working(date(2026, 12, 25))
        assert not calendar.is_working(date(2026, 12, 26))
        assert len(calendar.warnings) == 1


def test_a_year_of_china_without_data_is_told_once() -> None:
    calendar = working_calendar("CN", {date(2040, 10, 1): False})
    assert [calendar.is_working(date(2040, 10, day)) for day in (1, 2, 3, 6)] == [False, True, True, False]
    assert len(calendar.warnings) == 1
    assert "2040" in calendar.warnings[0]


def test_a_remembered_calendar_is_the_same_and_loads_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; sys.dont_write_bytecode = False; from datetime import date; from pyaddin.policy import calendars, public_holidays\n"
        "asked = [('US', 'US-TX', 2026), ('US', '', 2026), ('GB', '', 2026), ('GB', 'SCT', 2026), ('QQ', '', 2026), ('DE', 'no part', 1980)]\n"
        "print([sorted(days) if (days := public_holidays._year(*one)) is not None else None for one in asked])\n"
        "print([calendars.working_calendar(country).is_working(date(2026, 12, day)) for country in ('US', 'GB', 'UK', 'QQ', 'AE') for day in range(1, 32)])\n"
        "print('holidays' in sys.modules)"
    )
    first, again = (
        subprocess.run([sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", code], capture_output=True, text=True, check=True).stdout.split("\n")
        for _ in range(2)
    )
    assert again[:2] == first[:2]
    assert (first[2], again[2]) == ("True", "False")
    assert "datetime.date(2026, 11, 26)" in first[0]


@pytest.mark.parametrize(("country", "part"), [("US", ""), ("GB", "ENG"), ("IL", ""), ("JP", ""), ("BN", "")])
def test_working_days_of_a_year_are_those_of_the_package(country: str, part: str) -> None:
    asked = holidays.country_holidays(country, subdiv=part or None)
    days = [date(2028, 1, 1) + timedelta(days=day) for day in range(366)]
    assert published.working_days(country, part, 2028) == "".join("01"[asked.is_working_day(day)] for day in days)
