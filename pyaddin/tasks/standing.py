"""What waits in the outbox and the journal of a ledger: figures for whoever looks after it. Nothing is changed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.entry import UNSETTLED
from pyaddin.correspondence.outbox import Outbox
from pyaddin.tasks import kept_runs

_WAITING = (*UNSETTLED, "unknown")


def ready_to_go(path: Path, ledger_id: str, at: datetime) -> int:
    """How many messages nobody takes care of any more: their sender died or gave up for the time being, and their time has come.

    Raises ``Stop`` X-JOURNAL for a damaged journal.
    """
    with Outbox.peek(path, ledger_id, ledger_keys=(), ledger_runs=()) as box:
        return sum(1 for entry in box.with_sender() if entry.may_go_at is not None and entry.may_go_at <= at)


def run(path: Path, ledger_id: str) -> tuple[dict[str, int], list[str]]:
    """How many messages are in each state that waits for something, and the runs that wait to be entered.

    Raises ``Stop`` X-JOURNAL for a damaged journal.
    """
    with Outbox.peek(path, ledger_id, ledger_keys=(), ledger_runs=()) as box:
        found = Counter(entry.state for entry in box.items(_WAITING))
    return {state: found[state] for state in _WAITING if found[state]}, [kept.run_id for kept in kept_runs.waiting(path, ledger_id)]
