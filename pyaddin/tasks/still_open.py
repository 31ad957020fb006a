"""A run that was made on this day while the ledger was open, asked for again while it still is: it goes on waiting, nothing is done twice."""

from __future__ import annotations

from pathlib import Path

from pyaddin.correspondence.outbox import Outbox
from pyaddin.rules.reason import phrase
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import COUNTS, Outcome


def waiting_run(opened: Opened, kind: str, box: Outbox) -> str:
    """The run of this kind and day that waits to be entered; blank when there is none."""
    waiting = box.waiting_runs()
    rows = [row.values for row in opened.typed.tables["Runs"]]
    return next((str(row["Run ID"]) for row in rows if row["Kind"] == kind and row["As of"] == opened.as_of and row["Run ID"] in waiting), "")


def outcome(opened: Opened, command: str, kind: str, run_id: str, *, holder: str, out: Path, pending: int) -> Outcome:
    """The answer: the run that waits and how many messages are queued. ``open_in`` tells a scheduler to try again."""
    data: dict[str, object] = {
        "run_id": run_id, "kind": kind, "as_of": opened.as_of.isoformat(), "dry_run": False, "language": opened.policy.language,
        **dict.fromkeys(COUNTS, 0), "queued": pending, "refused": opened.refused,
        "faults": [fault.as_json() for fault in opened.faults], "changes": [], "messages": [], "report": None, "out": str(out), "backup": None,
        "pending": pending, "due_at": None, "open_in": holder,
        "notes": [phrase("note still-open", holder=holder, run=run_id).says(opened.policy.language)],
    }  # fmt: skip
    return Outcome(command, data, 1 if opened.refused else 0)
