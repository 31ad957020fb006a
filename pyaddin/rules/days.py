"""Counting days: past due, paused, interest days by day-count convention, rhythms of due dates and working days (R1, R5, R13, R19, R20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction

IsWorking = Callable[[date], bool]
Span = tuple[date, date | None]
"""A hold or stop: it covers the days d with start < d <= end; end ``None`` = open."""

DAY_COUNTS = ("act/365", "act/360", "act/actual", "30/360")
FREQUENCIES = ("weekly", "15-day", "30-day", "monthly", "2-monthly")
ROLL_MODES = ("same", "next", "previous")

_STEP_DAYS = {"weekly": 7, "15-day": 15, "30-day": 30}
_STEP_MONTHS = {"monthly": 1, "2-monthly": 2}
_BASE = {"act/365": 365, "act/360": 360, "30/360": 360, "act/actual": 365 * 366}
_LONGEST_BREAK = 60


def days_past_due(due_on: date, as_of: date) -> int:
    """Calendar days since the due date: 0 on the due day and before, 1 on the day after."""
    return max(0, (as_of - due_on).days)


def paused_days(due_on: date, as_of: date, pauses: Sequence[Span]) -> int:
    """Days d with due < d <= as_of that some pause covers (R5).

    A pause covers start < d <= end, so a hold from 6 to 30 October pauses 24 days; a day under two pauses counts once; a pause
    without an end runs on. Never more than the days past due.
    """
    if as_of <= due_on or not pauses:
        return 0
    paused = 0
    counted_to = due_on
    for start, end in sorted(pauses, key=lambda span: span[0]):
        after = max(start, counted_to)
        until = as_of if end is None else min(end, as_of)
        if until > after:
            paused += (until - after).days
            counted_to = until
    return paused


def unpaused_on(day: date, count: int, pauses: Sequence[Span]) -> date | None:
    """The day on which ``count`` days after ``day`` have passed that no pause covers; ``None`` while a pause without an end holds it up."""
    found = day + timedelta(days=count)
    for start, end in sorted(pauses, key=lambda span: span[0]):
        if start >= found:
            break
        if end is None:
            return None
        if end > (after := max(start, day)):
            found += end - after
            day = end
    return found


def falls_in(day: date, pauses: Sequence[Span]) -> Span | None:
    """The pause in which something falls due on this day, the pause's first day included; ``None`` for none."""
    return next((span for span in pauses if span[0] <= day and (span[1] is None or day <= span[1])), None)


def interest_base(day_count: str) -> int:
    """What ``interest_units`` of one year add up to: 365, 360, or 365 x 366 for act/actual. Raises ``ValueError`` for an unknown convention."""
    try:
        return _BASE[day_count]
    except KeyError:
        raise ValueError(f"{day_count!r} is not a day count; use one of {', '.join(DAY_COUNTS)}") from None


def interest_units(start: date, end: date, day_count: str) -> int:
    """Whole units of ``interest_base`` between two dates, start excluded and end included."""
    if day_count == "30/360":
        return _days_30_360(start, end)
    if day_count == "act/actual":
        return _units_actual(start, end)
    interest_base(day_count)
    return (end - start).days


def year_fraction(start: date, end: date, day_count: str) -> Fraction:
    """The exact part of a year from ``start`` (excluded) to ``end`` (included).

    act/365 and act/360 divide calendar days. act/actual is the ISDA way: days in leap years / 366 plus days in other years / 365, split
    at 1 January (as ISDA publishes it, counting the first day in and the last day out). 30/360 is the US (NASD) basis of Excel's
    ``YEARFRAC(..., 0)``: a start on the last day of February counts as the 30th (and so does such an end, if both are), a start on
    the 31st as the 30th, and an end on the 31st as the 30th if the start counts as the 30th. Negative when ``end`` lies before
    ``start``. Raises ``ValueError`` for an unknown convention.
    """
    base = interest_base(day_count)
    if end < start:
        return -year_fraction(end, start, day_count)
    return Fraction(interest_units(start, end, day_count), base)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _units_actual(start: date, end: date) -> int:
    if start.year == end.year:
        return (end - start).days * (365 if _is_leap(start.year) else 366)
    units = (date(start.year, 12, 31) - start).days + 1
    total = units * (365 if _is_leap(start.year) else 366)
    total += (end.year - start.year - 1) * 365 * 366
    return total + (end - date(end.year, 1, 1)).days * (365 if _is_leap(end.year) else 366)


def _is_month_end(day: date) -> bool:
    return day.day == _month_length(day.year, day.month)


def _month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if _is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days_30_360(start: date, end: date) -> int:
    first, last = start.day, end.day
    if start.month == 2 and _is_month_end(start):
        if end.month == 2 and _is_month_end(end):
            last = 30
        first = 30
    first = min(first, 30)
    if last == 31 and first == 30:
        last = 30
    return (end.year - start.year) * 360 + (end.month - start.month) * 30 + last - first


def step(anchor: date, frequency: str, count: int) -> date:
    """The due date ``count`` periods after (before, if negative) the anchor date (R19).

    weekly, 15-day and 30-day are plain addition. monthly and 2-monthly keep the anchor's day; a month without that day takes its
    last one; an anchor on the last day of its month stays on the last day. Raises ``ValueError`` for an unknown frequency.
    """
    if frequency in _STEP_DAYS:
        return anchor + timedelta(days=_STEP_DAYS[frequency] * count)
    months = months_of(frequency)
    if months == 0:
        raise ValueError(f"{frequency!r} is not a frequency; use one of {', '.join(FREQUENCIES)}")
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months * count, 12)
    length = _month_length(year, month + 1)
    return date(year, month + 1, length if _is_month_end(anchor) else min(anchor.day, length))


def months_of(frequency: str) -> int:
    """Whole months of one period; 0 for rhythms counted in days."""
    return _STEP_MONTHS.get(frequency, 0)


def rhythm(first_due: date, frequency: str, count: int) -> tuple[date, ...]:
    """``count`` due dates from the first one on, before any moving to working days (R19; rules of ``step``)."""
    return tuple(step(first_due, frequency, number) for number in range(count))


def roll(day: date, mode: str, is_working: IsWorking) -> date:
    """The day itself if it is a working day or ``mode`` is ``same``; else the next or the previous working day (R20).

    Raises ``ValueError`` for an unknown mode and for a calendar without a working day within 60 days.
    """
    if mode not in ROLL_MODES:
        raise ValueError(f"{mode!r} is not a way to move a day; use one of {', '.join(ROLL_MODES)}")
    if mode == "same":
        return day
    direction = timedelta(days=1 if mode == "next" else -1)
    return _first_working((day + direction * distance for distance in range(_LONGEST_BREAK)), is_working, day)


def _first_working(days: Iterable[date], is_working: IsWorking, near: date) -> date:
    for day in days:
        if is_working(day):
            return day
    raise ValueError(f"no working day within {_LONGEST_BREAK} days of {near.isoformat()}")


def add_working_days(day: date, count: int, is_working: IsWorking) -> date:
    """The ``count``-th working day after ``day``, which itself is never counted; ``count`` 0 is the day itself, working or not.

    Raises ``ValueError`` for a negative count and for a calendar without a working day within 60 days.
    """
    if count < 0:
        raise ValueError("working days are added, not taken away")
    for _ in range(count):
        start = day
        day = _first_working((start + timedelta(days=distance) for distance in range(1, _LONGEST_BREAK)), is_working, start)
    return day
