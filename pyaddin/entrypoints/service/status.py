"""``--status``: what an anxious supervisor wants to know in ten lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pyaddin.entrypoints.service import setup
from pyaddin.entrypoints.service.job import EVERY_MINUTES
from pyaddin.entrypoints.service.log import log_path, stopped
from pyaddin.entrypoints.service.memory import Memory, recalled
from pyaddin.entrypoints.service.plan import Options, Plan, next_slot, planned
from pyaddin.errors import Stop
from pyaddin.tasks import standing, timetable

ALIVE = {"service": timedelta(minutes=5), "due": timedelta(minutes=2 * EVERY_MINUTES + 5)}
"""A scheduler whose last sign of life is younger than this is alive."""


def show(options: Options, now: datetime, program: Path, *, ask: setup.Command = setup.command, say: Callable[[str], None] = print) -> int:
    """Say how things stand. Exit code 0; 1 where a person has to look: nothing is alive or set up, the last run failed, a message is in doubt."""
    memory = recalled(options.ledger)
    where = setup.installed(options, program, ask)
    alive, life = _life(memory, now)
    bad = not alive and not where
    say(f"Scheduler: {life}")
    say(f"Set up: {f'yes, {where}' if where else 'no; --install does it'}.")
    try:
        table = timetable.run(options.ledger)
    except Stop as stop:
        say(stopped(stop))
        bad = True
    else:
        plan = planned(options, table)
        for kind in plan.kinds:
            say(_slots(kind, plan, table.last.get(kind), now))
        if not plan.daily_at:
            say("daily: not asked for (setting daily_at).")
        bad |= _outbox(options.ledger, table.ledger_id, say)
    for kind, retry in memory.retry.items():
        say(f"{kind} run of {retry.slot} is tried again at {_clock(retry.at, now)}: {retry.told}")
    if memory.last_error:
        say(f"Last error ({memory.last_error.get('at', '')[:16]}): {memory.last_error.get('text', '')}")
    say(f"Log: {log_path(options.ledger)}")
    return 1 if bad or memory.last_error else 0


def _life(memory: Memory, now: datetime) -> tuple[bool, str]:
    """Whether a scheduler has given a sign of life lately, and the sentence about it."""
    if memory.heartbeat is None:
        return False, "none has worked for this ledger yet."
    limit = ALIVE.get(memory.mode, ALIVE["due"])
    alive = abs(now - memory.heartbeat) <= limit
    place = f"{memory.host}, process {memory.pid}" if memory.mode == "service" else f"{memory.host}, started by the system"
    return alive, f"{'alive' if alive else 'NOT alive'}; last sign of life {memory.heartbeat.astimezone():%Y-%m-%d %H:%M} by this computer's clock ({place})."


def _slots(kind: str, plan: Plan, last: object, now: datetime) -> str:
    upcoming = next_slot(now, plan, kind).astimezone(ZoneInfo(plan.zone))
    return f"{kind}: last run as of {last or '(none yet)'}, next on {upcoming:%A %Y-%m-%d %H:%M} ({plan.zone})."


def _outbox(ledger: Path, ledger_id: str, say: Callable[[str], None]) -> bool:
    """What waits; True where a person has to settle something."""
    try:
        states, runs = standing.run(ledger, ledger_id)
    except Stop as stop:
        say(stopped(stop))
        return True
    say(f"Outbox: {', '.join(f'{count} {state}' for state, count in states.items()) or 'nothing waits'}.")
    if runs:
        say(f"Made while the ledger was open, waiting to be entered: {', '.join(runs)}.")
    return bool(states.get("unknown"))


def _clock(at: datetime, now: datetime) -> str:
    return "the next look" if at <= now else at.isoformat(timespec="minutes")
