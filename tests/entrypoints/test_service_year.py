"""A scheduler through whatever may happen to a computer: every slot is made up for, none is made twice, whatever the order of events."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.entrypoints.service.asked import Asked
from pyaddin.entrypoints.service.plan import Options, Plan, slot
from pyaddin.entrypoints.service.watch import Watch
from pyaddin.errors import Stop
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.timetable import Timetable

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe")
HOURS = ("00:15", "01:30", "02:00", "02:30", "08:00", "23:45")
EVENTS = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 9)),  # minutes: a look, a night, a holiday asleep
    st.tuples(st.just("back"), st.integers(1, 60 * 24 * 2)),  # the clock is set back
    st.tuples(st.just("restart"), st.just(0)),
    st.tuples(st.just("fail"), st.integers(1, 3)),  # so many of the next runs cannot start
    st.tuples(st.just("forget"), st.just(0)),  # the memory file is lost
)


@dataclass
class Year:
    """One computer, one ledger, and the runs that were finished."""

    path: Path
    zone: str
    hour: str
    now: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC)
    failures: int = 0
    made: list[date] = field(default_factory=list)
    latest: datetime = datetime(2026, 3, 2, 12, tzinfo=UTC)

    @property
    def plan(self) -> Plan:
        return Plan(self.path, "sunday", self.hour, self.zone)

    def table(self, path: Path) -> Timetable:
        last = {"weekly": max(self.made)} if self.made else {}
        return Timetable("L-1", "sunday", datetime.strptime(self.hour + "+0000", "%H:%M%z").time(), None, self.zone, "", False, last)

    def run(self, path: Path, **_: object) -> Outcome:
        if self.failures:
            self.failures -= 1
            raise Stop("X-LOCKED", "busy")
        day = self.now.astimezone(ZoneInfo(self.zone)).date()
        if self.made and day < max(self.made):
            raise Stop("X-BACKDATED", f"{day} is before the run of {max(self.made)}")  # as a run does
        self.made.append(day)
        os.utime(path, ns=(len(self.made), len(self.made)))
        return Outcome("weekly", {"run_id": f"W-{len(self.made)}", "as_of": "2026-03-02", "report": None})

    def start(self) -> Watch:
        return Watch(Options(self.path), Asked(), mode="service", now=lambda: self.now)


def lived(year: Year, events: list[tuple[str, int]]) -> None:
    watch = year.start()
    watch.look()
    for event, size in events:
        if event == "wait":
            year.now += timedelta(minutes=size)
        elif event == "back":
            year.now -= timedelta(minutes=size)
        elif event == "restart":
            watch = year.start()
        elif event == "forget" and year.made:  # before its first run a ledger has nothing else that knows when it was started
            year.path.with_name("ledger.scheduler.json").unlink(missing_ok=True)
            watch = year.start()
        elif event == "fail":
            year.failures = size
        runs, before = len(year.made), slot(year.now, year.plan, "weekly")
        watch.look()
        assert len(year.made) - runs <= 1, "a burst"
        if year.now > year.latest:
            year.latest = year.now
        assert slot(year.now, year.plan, "weekly") == before
    year.failures = 0
    year.now = year.latest + timedelta(hours=2)
    watch.look()


def check(zone: str, hour: str, events: list[tuple[str, int]]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsm"
        path.write_bytes(b"ledger")
        year = Year(path, zone, hour)
        with mock.patch("pyaddin.tasks.timetable.run", year.table), mock.patch("pyaddin.tasks.weekly.run", year.run):
            lived(year, events)
        slots = [slot(datetime.combine(day, datetime.max.time(), ZoneInfo(zone)), year.plan, "weekly") for day in year.made]
        assert len(slots) == len(set(slots)), "a slot was made twice"
        first, last = slot(datetime(2026, 3, 2, 12, tzinfo=UTC), year.plan, "weekly"), slot(year.now, year.plan, "weekly")
        assert max(slots, default=first) >= last or last <= first, "the latest slot was not made up for"
        return len(slots)


@given(zone=st.sampled_from(ZONES), hour=st.sampled_from(HOURS), events=st.lists(EVENTS, max_size=25))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_slot_once_whatever_happens(zone: str, hour: str, events: list[tuple[str, int]]) -> None:
    check(zone, hour, events)


def test_a_run_made_late_in_the_small_hours_of_the_next_day_is_the_run_of_that_day_too() -> None:
    """It failed since Sunday and is made the Sunday after at five, three hours before that day's own slot: one run, dated that day, not two on one day."""
    events = [("fail", 2), ("wait", 60 * 24 * 9), ("wait", 60 * 24 * 3 + 60 * 2)]
    assert check("Australia/Lord_Howe", "08:00", events) == 1
    assert check("Australia/Lord_Howe", "08:00", [*events, ("wait", 60), ("wait", 60 * 4), ("wait", 60 * 24)]) == 1
    assert check("Australia/Lord_Howe", "08:00", [*events, ("wait", 60), ("wait", 60 * 4), ("wait", 60 * 24 * 7)]) == 2


def test_a_clock_set_back_for_days_and_a_lost_memory_make_no_run_twice() -> None:
    """The scheduler takes the run of a day to come for one of a wrong clock and tries its own; the run itself refuses a day before the last one."""
    events = [("back", 4252), ("wait", 6674), ("back", 5271), ("forget", 0), ("wait", 333)]
    assert check("Asia/Shanghai", "00:15", events) == 1
