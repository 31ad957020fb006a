"""Instants and wall clocks: when a local date begins, when a window opens, across zones and clock changes.

Boundaries are made on the wall clock of each local date and then converted; hours are never added to an instant.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pyaddin.rules.packs import Window

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_SCAN_DAYS = 400
"""A window that stays shut longer than this has no next opening: its calendar ends."""

DayOpen = Callable[[date], bool]


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; ``None`` when there is none of that name."""
    try:
        return None if name == "Factory" else ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return None


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first instant with the offset of ``after``; the offsets of the two differ."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


@lru_cache(maxsize=65536)
def moments(day: date, minute: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instants at which the wall clock shows ``minute`` of ``day``: one, two when clocks go back over it, or the jump that leaves it out."""
    naive = datetime.combine(day, time(minute // 60, minute % 60))
    first, second = (naive.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return (first,)
    if first < second:
        return (first, second)
    return (_transition(second, first, zone),)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of a local date. Raises ``OverflowError`` at the ends of the calendar."""
    return moments(day, 0, zone)[0]


@lru_cache(maxsize=65536)
def _changes(day: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The clock changes of a local date."""
    before, after = day_start(day, zone) - _SECOND, day_start(day + _DAY, zone)
    if before.astimezone(zone).utcoffset() == after.astimezone(zone).utcoffset():
        return ()
    return (_transition(before, after, zone),)


def is_open(window: Window, local: datetime, day_open: DayOpen) -> bool:
    """Whether a wall-clock time lies in the window on a day that is open."""
    return window.opens <= local.hour * 60 + local.minute < window.closes and day_open(local.date())


def next_opening(window: Window, moment: datetime, zone: ZoneInfo, day_open: DayOpen) -> datetime | None:
    """The earliest instant from ``moment`` on that lies in the window; ``None`` when no day within 400 is open."""
    if is_open(window, moment.astimezone(zone), day_open):
        return moment
    day = moment.astimezone(zone).date() - _DAY
    best: datetime | None = None
    for _ in range(_SCAN_DAYS):
        found = _openings(window, day, moment, zone, day_open)
        if best is not None:  # clocks that go back over midnight: the next date may still hold an earlier instant
            return min(best, *found) if found else best
        best = min(found) if found else None
        day += _DAY
    return best


def _openings(window: Window, day: date, moment: datetime, zone: ZoneInfo, day_open: DayOpen) -> list[datetime]:
    if not day_open(day):
        return []
    candidates = (*moments(day, window.opens, zone), *_changes(day, zone))
    return [instant for instant in candidates if instant >= moment and is_open(window, instant.astimezone(zone), day_open)]
