from __future__ import annotations

from datetime import date

import pytest

from pyaddin.policy.calendars import is_working, working_calendar


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
    assert is_working(country)(day) is working


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
