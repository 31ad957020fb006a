"""When a run is due: the latest slot that has come, and whether it was made. Pure: every instant is given.

A slot is a day. However many were missed, one run makes up for them; a weekly run also does the work of the daily one. Hours are wall-clock
hours of the ledger's time zone: where summer time skips an hour a run comes as the clock passes it, where an hour comes twice it runs once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.settings import WEEKDAYS
from pyaddin.tasks.timetable import Timetable

KINDS = ("weekly", "daily")


@dataclass(frozen=True, slots=True)
class Options:
    """What was typed at the start; blank = as the ledger's Settings say."""

    ledger: Path
    weekday: str = ""
    at: str = ""
    zone: str = ""
    daily_at: str = ""
    transport: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """When to run what. ``daily_at`` blank = no daily runs; the weekday's own run is always the weekly one."""

    ledger: Path
    weekday: str
    at: str
    zone: str
    daily_at: str = ""
    transport: str = ""
    report_to: str = ""
    reads_answers: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The runs that are made by themselves: the weekly one, and the daily check where it has an hour."""
        return KINDS if self.daily_at else KINDS[:1]


def planned(options: Options, table: Timetable) -> Plan:
    """The plan of a ledger: its Settings, and what was typed instead."""
    daily = table.daily_at.strftime("%H:%M") if table.daily_at else ""
    return Plan(
        options.ledger,
        options.weekday or table.weekly_on,
        options.at or table.weekly_at.strftime("%H:%M"),
        options.zone or table.time_zone,
        options.daily_at or daily,
        options.transport,
        table.report_to,
        table.reads_answers,
    )


def slot(now: datetime, plan: Plan, kind: str) -> date:
    """The day of the latest slot of this kind that has come, in the plan's zone. The weekly day belongs to the weekly run alone."""
    local = now.astimezone(ZoneInfo(plan.zone))
    day, at = local.date(), plan.at if kind == "weekly" else plan.daily_at
    if local.strftime("%H:%M") < at:
        day -= timedelta(days=1)
    while not _is_day_of(kind, day, plan):
        day -= timedelta(days=1)
    return day


def due(now: datetime, plan: Plan, done: Mapping[str, date]) -> list[str]:
    """Which runs are due now, the weekly one first. ``done`` is the day of the last run of each kind.

    A kind that never ran waits for its first slot.
    """
    made = {kind: done.get(kind, slot(now, plan, kind)) for kind in KINDS if kind in plan.kinds}
    found = ["weekly"] if slot(now, plan, "weekly") > made["weekly"] else []
    if plan.daily_at and slot(now, plan, "daily") > max(made["daily"], made["weekly"]):
        found.append("daily")
    return found


def next_slot(now: datetime, plan: Plan, kind: str) -> datetime:
    """The instant (UTC) at which this kind is due next, to the minute."""
    zone = ZoneInfo(plan.zone)
    at = time.fromisoformat(plan.at if kind == "weekly" else plan.daily_at)
    day = slot(now, plan, kind) + timedelta(days=1)
    while not _is_day_of(kind, day, plan):
        day += timedelta(days=1)
    found = datetime.combine(day, at, zone).astimezone(UTC)
    while slot(found - timedelta(minutes=1), plan, kind) == day:  # the clock skips this hour: due as soon as it is past it
        found -= timedelta(minutes=1)
    return found


def _is_day_of(kind: str, day: date, plan: Plan) -> bool:
    return (day.weekday() == WEEKDAYS.index(plan.weekday)) == (kind == "weekly")
