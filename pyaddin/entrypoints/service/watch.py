"""The scheduler's eye on one ledger: looks whether a run is due, makes it, and remembers."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pyaddin.entrypoints.service.asked import Asked
from pyaddin.entrypoints.service.log import log, stopped
from pyaddin.entrypoints.service.memory import Retry, recalled, remember
from pyaddin.entrypoints.service.plan import Options, Plan, due, planned, slot
from pyaddin.entrypoints.service.runs import Ran, mail_report, make, send_left
from pyaddin.errors import Stop
from pyaddin.tasks import timetable

AGAIN = timedelta(hours=1)
BEAT = timedelta(minutes=1)
LEFT = timedelta(minutes=15)
"""How often it looks for messages that wait for their next try."""


class Watch:
    """One ledger under watch, by one scheduler at a time: its lock is held meanwhile."""

    def __init__(
        self, options: Options, asked: Asked, *, mode: str, now: Callable[[], datetime], beats: Callable[[datetime], None] = lambda at: None
    ) -> None:
        self._options = options
        self._asked = asked
        self._now = now
        self._memory = recalled(options.ledger)
        self._mode = mode
        self._beaten: datetime | None = None
        self._beats = beats  # what else gets the sign of life: the lock
        self._stamp: tuple[int, int] | None = None
        self._last: dict[str, date] = {}
        self._unread = ""
        self._ledger_id = ""
        self._sent: datetime | None = None
        self.plan: Plan | None = None

    def beat(self) -> None:
        """Sign of life, written at most once a minute, in the middle of a run, too. A run by hand (no ``mode``) is no scheduler: it leaves none."""
        at = self._now()
        if self._beaten is None or abs(at - self._beaten) >= BEAT:
            self._beaten = at
            self._beats(at)
            if self._mode:
                memory = self._memory
                memory.host, memory.pid, memory.mode, memory.heartbeat = socket.gethostname(), os.getpid(), self._mode, at
                self._remember()

    def look(self) -> Ran | None:
        """Make the run that is due and whose hour to try has come; ``None`` when there is none. The weekly run goes first.

        Several that are due are made one after the other: a run that fails takes no other's turn.
        """
        self.beat()
        self._read()
        plan, ran = self.plan, None
        if plan is None:
            return None
        for kind in self._wanted(plan):
            if not self._asked and self._may_try(kind, plan) and kind in self._wanted(plan):
                ran = self.make(kind)
                self._read()
        if not self._asked and (self._sent is None or abs(self._now() - self._sent) >= LEFT):
            self._sent = self._now()
            send_left(plan, self._ledger_id, self._now)
        return ran

    def _wanted(self, plan: Plan) -> list[str]:
        """Kinds that are due, and those of which the latest slot has to be tried again; a slot that a later one has replaced is forgotten, and so is one that
        was refused because the clock had been set back to before the run of that slot, which counts again."""
        now = self._now()
        wanted = set(due(now, plan, self._done(plan)))
        for kind, retry in list(self._memory.retry.items()):
            made = kind not in wanted and retry.told.startswith("X-BACKDATED")
            if made or kind not in plan.kinds or retry.slot != slot(now, plan, kind):
                del self._memory.retry[kind]
                self._remember()
        wanted |= self._memory.retry.keys()
        return [kind for kind in plan.kinds if kind in wanted]

    def make(self, kind: str) -> Ran:
        """Make one run now, due or not."""
        self._read()
        plan = self.plan or planned_blindly(self._options)
        of = slot(self._now(), plan, kind)
        before = self._memory.retry.get(kind)
        log.log(10 if before and before.slot == of else 20, "%s run of %s ...", kind, of)
        ran, outcome = make(kind, plan, self._asked, self._now, self.beat)
        at = self._now()
        self._memory.last_run = {"kind": kind, "run": ran.run_id, "at": at.isoformat(), "exit": str(ran.exit_code), "line": ran.line}
        if ran.again:
            self._memory.retry[kind] = Retry(of, at if self._asked else at + AGAIN, ran.again)
            self._memory.last_error = {"kind": kind, "at": at.isoformat(), "text": ran.again}
        else:
            self._memory.done[kind] = of
            self._memory.retry.pop(kind, None)
            self._memory.last_error = {}
        self._remember()
        _tell(kind, ran, before.told if before and before.slot == of else "")
        if outcome is not None and (trouble := mail_report(plan, outcome, self._now)):
            self._memory.last_error = {"kind": "report", "at": self._now().isoformat(), "text": trouble}
            self._remember()
        return ran

    def _may_try(self, kind: str, plan: Plan) -> bool:
        """Whether this slot was not tried yet, or its next try has come; a clock that was set back does not put it off."""
        retry, at = self._memory.retry.get(kind), self._now()
        return retry is None or retry.slot != slot(at, plan, kind) or at >= retry.at or retry.at - at > AGAIN

    def _done(self, plan: Plan) -> dict[str, date]:
        """The latest slot of each kind that was made: what the ledger shows, or what is remembered.

        A kind that never ran waits for its next slot; so does one whose last day has not come yet, because the clock was wrong then.
        """
        now, made = self._now(), dict[str, date]()
        tomorrow = now.astimezone(ZoneInfo(plan.zone)).date() + timedelta(days=1)
        for kind in plan.kinds:
            days = [day for day in (self._last.get(kind), self._memory.done.get(kind)) if day is not None and day <= tomorrow]
            if not days:
                self._memory.done[kind] = slot(now, plan, kind)
                self._remember()
            made[kind] = max(days) if days else self._memory.done[kind]
        return made

    def _read(self) -> None:
        """The plan and the last runs from the ledger, when the file has changed. What cannot be read is told once; the last plan stays."""
        try:
            found = self._options.ledger.stat()
            stamp = (found.st_mtime_ns, found.st_size)
            if stamp == self._stamp:
                return
            table = timetable.run(self._options.ledger)
        except (OSError, Stop) as problem:
            told = stopped(problem) if isinstance(problem, Stop) else f"X-NOT-FOUND: {self._options.ledger.name} is not there."
            if told != self._unread:
                log.error("%s", told)
                self._unread = told
                self._memory.last_error = {"kind": "reading", "at": self._now().isoformat(), "text": told}
                self._remember()
            return
        if self._unread:
            log.info("%s can be read again.", self._options.ledger.name)
            self._unread = ""
        self._stamp, self._last, self._ledger_id, self.plan = stamp, dict(table.last), table.ledger_id, planned(self._options, table)

    def _remember(self) -> None:
        try:
            remember(self._options.ledger, self._memory)
        except Stop as stop:  # the ledger's folder is away: nothing can be remembered there, and the next look tries again
            log.debug("%s", stopped(stop))


def planned_blindly(options: Options) -> Plan:
    """A plan for a run that is asked for although the ledger cannot be read: the run itself then says why."""
    return Plan(options.ledger, options.weekday or "monday", options.at or "08:00", options.zone or "UTC", options.daily_at or "08:00", options.transport)


def _tell(kind: str, ran: Ran, told_before: str) -> None:
    """One line about the run; a reason to try again is told once."""
    if ran.run_id and not (ran.again and ran.again == told_before):
        log.info("%s", ran.line)
    if ran.again and ran.again != told_before:
        log.error("%s run: %s. Tried again every hour until it is done or the next one is due.", kind, ran.again.rstrip("."))
    elif not ran.again and told_before:
        log.info("%s run: done at last.", kind)
