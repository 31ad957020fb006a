from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.days import DAY_COUNTS, add_working_days, days_past_due, paused_days, rhythm, roll, step, unpaused_on, year_fraction

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
SPANS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 200)).map(lambda s: (s[0], None if s[1] is None else s[0] + timedelta(days=s[1]))), max_size=4)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def test_due_today_is_zero_days_past_due() -> None:
    due = date(2026, 11, 23)
    assert [days_past_due(due, due + timedelta(days=n)) for n in (-5, 0, 1, 30)] == [0, 0, 1, 30]


@given(DAYS, DAYS)
def test_days_past_due_grow_by_one_a_day(due: date, as_of: date) -> None:
    grown = days_past_due(due, as_of + timedelta(days=1)) - days_past_due(due, as_of)
    assert grown == (1 if as_of >= due else 0)


def test_hold_from_6_to_30_october_pauses_24_days() -> None:
    """The example of domain-rules R5."""
    assert paused_days(date(2026, 10, 1), date(2026, 11, 23), [(date(2026, 10, 6), date(2026, 10, 30))]) == 24


@pytest.mark.parametrize(
    ("pauses", "paused"),
    [
        ([], 0),
        ([(date(2026, 10, 6), None)], 14),
        ([(date(2026, 10, 6), date(2026, 10, 10)), (date(2026, 10, 8), date(2026, 10, 12))], 6),
        ([(date(2026, 10, 6), date(2026, 10, 16)), (date(2026, 10, 8), date(2026, 10, 10))], 10),
        ([(date(2026, 9, 1), date(2026, 10, 3))], 2),
        ([(date(2026, 9, 1), date(2026, 10, 1))], 0),
        ([(date(2026, 10, 20), date(2026, 10, 25))], 0),
        ([(date(2026, 10, 19), date(2026, 10, 25))], 1),
        ([(date(2026, 10, 6), date(2026, 10, 6))], 0),
    ],
)
def test_paused_days_between_1_and_20_october(pauses: list[tuple[date, date | None]], paused: int) -> None:
    assert paused_days(date(2026, 10, 1), date(2026, 10, 20), pauses) == paused


@given(DAYS, st.integers(0, 400), SPANS)
def test_paused_days_equal_counting_each_date_and_stay_within_days_past_due(due: date, length: int, pauses: list[tuple[date, date | None]]) -> None:
    as_of = due + timedelta(days=length)
    one_by_one = sum(
        any(start < day and (end is None or day <= end) for start, end in pauses) for day in (due + timedelta(days=n) for n in range(1, length + 1))
    )
    assert paused_days(due, as_of, pauses) == one_by_one <= days_past_due(due, as_of)
    assert paused_days(due, as_of, pauses[::-1]) == one_by_one


@given(DAYS, st.integers(1, 60), SPANS)
def test_the_day_after_so_many_unpaused_days_equals_looking_at_each_date(day: date, count: int, pauses: list[tuple[date, date | None]]) -> None:
    each = (day + timedelta(days=n) for n in range(1, 900))
    first = next((on for on in each if (on - day).days - paused_days(day, on, pauses) == count), None)
    assert unpaused_on(day, count, pauses) == unpaused_on(day, count, pauses[::-1]) == first


@pytest.mark.parametrize(
    ("start", "end", "day_count", "fraction"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), "act/365", Fraction(1)),
        (date(2028, 1, 1), date(2029, 1, 1), "act/365", Fraction(366, 365)),
        (date(2026, 1, 1), date(2026, 1, 31), "act/360", Fraction(30, 360)),
        # ISDA EMU memo of 1999: 1 November 2003 to 1 May 2004 = 61/365 + 121/366
        (date(2003, 11, 1), date(2004, 5, 1), "act/actual", Fraction(61, 365) + Fraction(121, 366)),
        (date(1999, 2, 1), date(1999, 7, 1), "act/actual", Fraction(150, 365)),
        (date(1999, 7, 1), date(2000, 7, 1), "act/actual", Fraction(184, 365) + Fraction(182, 366)),
        (date(2026, 6, 1), date(2030, 6, 1), "act/actual", Fraction(214, 365) + 3 + Fraction(151, 365)),
        (date(2007, 1, 15), date(2007, 1, 30), "30/360", Fraction(15, 360)),
        (date(2007, 1, 15), date(2007, 2, 15), "30/360", Fraction(30, 360)),
        (date(2007, 9, 30), date(2008, 3, 31), "30/360", Fraction(180, 360)),
        (date(2007, 9, 30), date(2007, 10, 31), "30/360", Fraction(30, 360)),
        (date(2007, 1, 15), date(2007, 1, 31), "30/360", Fraction(16, 360)),
        (date(2007, 2, 28), date(2007, 3, 31), "30/360", Fraction(30, 360)),
        (date(2006, 8, 31), date(2007, 2, 28), "30/360", Fraction(178, 360)),
        (date(2007, 2, 28), date(2008, 2, 29), "30/360", Fraction(360, 360)),
        (date(2026, 3, 1), date(2026, 2, 1), "act/365", Fraction(-28, 365)),
    ],
)
def test_year_fractions(start: date, end: date, day_count: str, fraction: Fraction) -> None:
    """30/360: the US (NASD) cases of Excel's YEARFRAC with basis 0."""
    assert year_fraction(start, end, day_count) == fraction


def test_unknown_day_count_is_refused() -> None:
    with pytest.raises(ValueError, match="act/364"):
        year_fraction(date(2026, 1, 1), date(2026, 2, 1), "act/364")


@given(DAYS, DAYS, DAYS)
def test_calendar_day_counts_add_up_over_split_periods(a: date, b: date, c: date) -> None:
    a, b, c = sorted((a, b, c))
    for day_count in ("act/365", "act/360", "act/actual"):
        assert year_fraction(a, b, day_count) + year_fraction(b, c, day_count) == year_fraction(a, c, day_count)


@given(DAYS, st.integers(0, 1500), st.sampled_from(DAY_COUNTS))
def test_year_fraction_never_falls_as_days_pass(start: date, length: int, day_count: str) -> None:
    end = start + timedelta(days=length)
    assert 0 <= year_fraction(start, end, day_count) <= year_fraction(start, end + timedelta(days=1), day_count)


def test_monthly_keeps_the_anchor_day() -> None:
    assert rhythm(date(2027, 12, 30), "monthly", 4) == (date(2027, 12, 30), date(2028, 1, 30), date(2028, 2, 29), date(2028, 3, 30))


def test_month_end_anchor_stays_on_month_end() -> None:
    assert rhythm(date(2026, 2, 28), "monthly", 3) == (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))
    assert rhythm(date(2026, 8, 31), "2-monthly", 4) == (date(2026, 8, 31), date(2026, 10, 31), date(2026, 12, 31), date(2027, 2, 28))


def test_plain_addition_and_steps_back() -> None:
    first = date(2026, 11, 23)
    assert [rhythm(first, word, 2)[1] - first for word in ("weekly", "15-day", "30-day")] == [timedelta(7), timedelta(15), timedelta(30)]
    assert step(date(2026, 3, 31), "monthly", -1) == date(2026, 2, 28)
    assert step(date(2026, 1, 15), "2-monthly", -1) == date(2025, 11, 15)
    with pytest.raises(ValueError, match="fortnightly"):
        step(first, "fortnightly", 1)


@given(DAYS, st.sampled_from(["weekly", "15-day", "30-day", "monthly", "2-monthly"]))
def test_rhythm_rises_strictly(first: date, frequency: str) -> None:
    dates = rhythm(first, frequency, 30)
    assert dates[0] == first
    assert all(a < b for a, b in zip(dates, dates[1:], strict=False))


def test_roll_moves_to_the_next_or_previous_working_day() -> None:
    saturday = date(2026, 11, 28)
    assert [roll(saturday, mode, weekdays) for mode in ("same", "next", "previous")] == [saturday, date(2026, 11, 30), date(2026, 11, 27)]
    assert roll(date(2026, 11, 23), "next", weekdays) == date(2026, 11, 23)
    with pytest.raises(ValueError, match="sideways"):
        roll(saturday, "sideways", weekdays)
    with pytest.raises(ValueError, match="no working day"):
        roll(saturday, "next", lambda day: False)


def test_three_working_days_after_a_thursday_is_tuesday() -> None:
    assert add_working_days(date(2026, 11, 19), 3, weekdays) == date(2026, 11, 24)
    assert add_working_days(date(2026, 11, 21), 0, weekdays) == date(2026, 11, 21)
    assert add_working_days(date(2026, 11, 21), 1, weekdays) == date(2026, 11, 23)
    with pytest.raises(ValueError, match="added"):
        add_working_days(date(2026, 11, 21), -1, weekdays)
    with pytest.raises(ValueError, match="no working day"):
        add_working_days(date(2026, 11, 21), 1, lambda day: False)
