"""The weekly service: runs the follow-up at its hour, week after week, on the ledger file.

``python scheduler.py LEDGER`` stays and works by the ledger's Settings (weekly_on, weekly_at, daily_at, time_zone); ``--install`` has the
system look in every quarter of an hour instead. It never imports xlwings: on Windows that would end Excel windows of the person at the desk.
What stands behind it is ``pyaddin.entrypoints.service``; how to set it up, docs/scheduler.md.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from zoneinfo import ZoneInfo

import schedule

from pyaddin import clock
from pyaddin.entrypoints.service import setup, status
from pyaddin.entrypoints.service.alone import alone
from pyaddin.entrypoints.service.asked import Asked, listening
from pyaddin.entrypoints.service.log import end, log, start, stopped
from pyaddin.entrypoints.service.plan import Options
from pyaddin.entrypoints.service.watch import Watch
from pyaddin.entrypoints.where import where
from pyaddin.errors import Stop
from pyaddin.settings import WEEKDAYS

LOOK_SECONDS = 10


def serve(watch: Watch, asked: Asked, *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Look every few seconds until somebody asks to stop. A run that is under way ends between two messages first.

    The slot is looked up in the ledger's time zone at every look: schedule's own hours need another time zone library and are lost when a
    laptop sleeps through them. Its clock is the wall clock, so after it was set back, or at the end of summer time, a job would wait
    as long as that: it is then made at once.
    """
    jobs = schedule.Scheduler()
    jobs.every(LOOK_SECONDS).seconds.do(_look, watch)
    jobs.run_all()
    while not asked:
        if (jobs.idle_seconds or 0) > 2 * LOOK_SECONDS:
            jobs.run_all()
        jobs.run_pending()
        sleep(1)
    log.info("Stopped as asked (%s).", asked.by)
    return 0


def _look(watch: Watch) -> None:
    """One look; schedule would end with the first job that raises."""
    try:
        watch.look()
    except Exception as error:
        log.error("%s", where(error))


def run(options: Options, once: str, *, sleep: Callable[[float], None] = time.sleep, now: Callable[[], datetime] = clock.now) -> int:
    """Serve, or with ``once`` (weekly, daily, due) make that run and end with its exit code. One scheduler per ledger: a second one is told."""
    handlers = start(options.ledger)
    try:
        with listening() as asked, alone(options.ledger, now) as beat:
            watch = Watch(options, asked, mode={"": "service", "due": "due"}.get(once, ""), now=now, beats=beat)
            if once == "due":
                ran = watch.look()
                return ran.exit_code if ran else 0
            return watch.make(once).exit_code if once else serve(watch, asked, sleep=sleep)
    except KeyboardInterrupt:  # asked a second time
        log.info("Stopped at once; the next run puts the records in order.")
        return 1
    except Stop as stop:
        busy = stop.fault.code == "X-LOCKED"
        log.error("%s", f"Another scheduler works for this ledger: {stop.fault.found}. {stop.fault.advice}" if busy else stopped(stop))
        return 0 if busy and once == "due" else 2
    finally:
        end(handlers)


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scheduler.py", description="Weekly (and daily) follow-up runs of a ledger.", allow_abbrev=False)
    parser.add_argument("ledger", type=Path, metavar="LEDGER", help="the ledger file; what is not given below stands on its Settings sheet")
    parser.add_argument("--weekday", choices=WEEKDAYS, help="day of the weekly run (else the setting weekly_on)")
    parser.add_argument("--at", type=_hour, metavar="HH:MM", help="its hour (else weekly_at)")
    parser.add_argument("--zone", type=_zone, help="time zone of both hours (else time_zone)")
    parser.add_argument("--daily-at", type=_hour, metavar="HH:MM", help="hour of the daily check on the other days (else daily_at)")
    parser.add_argument("--transport", choices=("folder", "smtp"), help="how messages leave (else the setting transport)")
    what = parser.add_mutually_exclusive_group()
    kinds = ("weekly", "daily", "due")
    what.add_argument("--once", nargs="?", const="weekly", default="", choices=kinds, help="one run now (due: only if one is due), then end")
    what.add_argument("--install", action="store_true", help="have the system make the runs that are due, without an administrator")
    what.add_argument("--uninstall", action="store_true", help="undo --install")
    what.add_argument("--status", action="store_true", help="last runs, next ones, whether a scheduler is alive, what waits")
    parser.add_argument("--with", dest="system", choices=setup.SYSTEMS, default="", help="with --install: which scheduler of the system (else the one found)")
    parser.add_argument("--dry-run", action="store_true", help="with --install and --uninstall: only show what would be done")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Read the options and do the one thing asked for."""
    given = _parser().parse_args(argv)
    typed = (given.weekday, given.at, given.zone, given.daily_at, given.transport)
    options = Options(given.ledger.absolute(), *(value or "" for value in typed))
    try:
        if given.install or given.uninstall:
            return setup.run(options, Path(__file__).resolve(), system=given.system, remove=given.uninstall, dry_run=given.dry_run)
        if given.status:
            return status.show(options, clock.now(), Path(__file__).resolve())
    except Stop as stop:
        print(stopped(stop), file=sys.stderr)
        return 2
    return run(options, given.once)


if __name__ == "__main__":
    sys.exit(main())
