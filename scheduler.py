"""The weekly service: runs the follow-up at its hour, week after week, on the closed ledger file.

``python scheduler.py LEDGER --weekday monday --at 08:00 --zone Asia/Shanghai [--daily-at 08:00]``. It never imports xlwings: on
Windows that would end Excel windows of the person at the desk. A run that fails is told and the next one comes all the same.
"""

from __future__ import annotations

import argparse
import io
import logging
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

import schedule

from pyaddin import clock
from pyaddin.entrypoints import say
from pyaddin.errors import Stop
from pyaddin.tasks import daily, last_runs, weekly

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
log = logging.getLogger("scheduler")


@dataclass(frozen=True, slots=True)
class Plan:
    """When to run what. ``daily_at`` blank = no daily runs; the weekday's own run is always the weekly one."""

    ledger: Path
    weekday: str
    at: str
    zone: str
    daily_at: str = ""
    transport: str = "folder"


def slot(now: datetime, plan: Plan, kind: str) -> date:
    """The day of the latest slot of this kind that has come, in the plan's zone. The weekly day belongs to the weekly run alone."""
    local = now.astimezone(ZoneInfo(plan.zone))
    weekly_day = WEEKDAYS.index(plan.weekday)
    day, at = local.date(), plan.at if kind == "weekly" else plan.daily_at
    if local.strftime("%H:%M") < at:
        day -= timedelta(days=1)
    while (day.weekday() == weekly_day) != (kind == "weekly"):
        day -= timedelta(days=1)
    return day


def due(now: datetime, plan: Plan, done: Mapping[str, date]) -> str:
    """Which run is due now: weekly, daily or none (blank). ``done`` is the day of the last run of each kind.

    However many slots were missed, one run makes up for them; a weekly run also does the work of the daily one. A kind that
    never ran waits for its first slot after the start.
    """
    if slot(now, plan, "weekly") > done.get("weekly", date.max):
        return "weekly"
    if plan.daily_at and slot(now, plan, "daily") > max(done.get("daily", date.max), done.get("weekly", date.min)):
        return "daily"
    return ""


def run_once(kind: str, plan: Plan, now: Callable[[], datetime] = clock.now) -> int:
    """One run; whatever happens is told in the log and returned as an exit code, never raised."""
    run = weekly.run if kind == "weekly" else daily.run
    try:
        outcome = run(
            plan.ledger, as_of=None, out=None, transport=plan.transport, dry_run=False, by="scheduler", now=now,
            progress=lambda done, total, label: None,
        )
        told = say.lines(outcome)
    except Stop as stop:
        for line in say.stopped(stop.fault):
            log.error("%s run: %s", kind, line)
        return 2
    except Exception as error:  # one failing job must not starve the others
        log.error("%s run failed: %s: %s. The next run comes at its hour.", kind, type(error).__name__, error)
        return 2
    for line in told:
        log.info("%s", line)
    return outcome.exit_code


def last_done(plan: Plan, now: datetime) -> dict[str, date]:
    """Where to go on from, read from the ledger's Runs: a slot missed while the machine was off is seen here."""
    start = {"weekly": slot(now, plan, "weekly")} | ({"daily": slot(now, plan, "daily")} if plan.daily_at else {})
    try:
        return start | last_runs.run(plan.ledger)
    except Stop as stop:
        for line in say.stopped(stop.fault):
            log.error("%s", line)
        return start


def tick(plan: Plan, done: dict[str, date], now: Callable[[], datetime] = clock.now) -> str:
    """Run what is due, if anything, and note it as done, failed or not: the next try is the next slot."""
    moment = now()
    kind = due(moment, plan, done)
    if kind:
        log.info("%s run of %s ...", kind, slot(moment, plan, kind))
        done[kind] = slot(moment, plan, kind)
        run_once(kind, plan, now)
    return kind


def serve(plan: Plan, *, sleep: Callable[[float], None] = time.sleep, now: Callable[[], datetime] = clock.now) -> int:
    """Loop until Ctrl-C or SIGTERM. A run that has begun is finished first, so a ledger is never left in the middle."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, frame: asked.append(received))
    done = last_done(plan, now())
    # the slot is looked up every few seconds, in the plan's zone: schedule's own hours need another time zone library and
    # are lost when a laptop sleeps through them
    jobs = schedule.Scheduler()
    jobs.every(10).seconds.do(tick, plan, done, now)
    log.info("Weekly on %s at %s (%s)%s. Ctrl-C ends it.", plan.weekday, plan.at, plan.zone, f", daily at {plan.daily_at}" if plan.daily_at else "")
    jobs.run_all()
    while not asked:
        jobs.run_pending()
        sleep(1)
    log.info("Stopped as asked; no run was under way.")
    return 0


def _hour(text: str) -> str:
    try:
        return time_of_day.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an hour; type it as 08:00") from None


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ValueError, OSError, KeyError):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time zone; type it as Asia/Shanghai") from None


def main(argv: Sequence[str] | None = None) -> int:
    """Read the options; ``--once`` does one weekly run and ends with its exit code."""
    parser = argparse.ArgumentParser(prog="scheduler.py", description="Weekly (and daily) follow-up runs of a ledger.", allow_abbrev=False)
    parser.add_argument("ledger", type=Path, metavar="LEDGER", help="the ledger file; keep it closed at the hour of the run")
    parser.add_argument("--weekday", choices=WEEKDAYS, default="monday", help="day of the weekly run (default: monday)")
    parser.add_argument("--at", type=_hour, default="08:00", metavar="HH:MM", help="its hour (default: 08:00)")
    parser.add_argument("--zone", type=_zone, default="Asia/Shanghai", help="time zone of both hours (default: Asia/Shanghai)")
    parser.add_argument("--daily-at", type=_hour, metavar="HH:MM", help="also a daily run at this hour, on the other days")
    parser.add_argument("--once", action="store_true", help="one weekly run now, then end")
    parser.add_argument("--transport", choices=("folder",), default="folder", help="folder: emails are written to files, nothing is sent")
    given = parser.parse_args(argv)
    logging.raiseExceptions = False  # a closed console window must not fill the log with tracebacks
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stdout)
    plan = Plan(given.ledger, given.weekday, given.at, given.zone, given.daily_at or "", given.transport)
    return run_once("weekly", plan) if given.once else serve(plan)


if __name__ == "__main__":
    sys.exit(main())
