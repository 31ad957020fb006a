"""What call lists and batches of texts share: where they go, who may agree to a contact, and from when on one is lawful."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from pyaddin.rules.decide import Decision
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.permission import Permission


def default_file(ledger: Path, kind: str, number: str) -> Path:
    """Where a list goes that nobody gave a name: beside the runs, named by its own number and nothing else."""
    return ledger.with_name(f"{ledger.stem}-out") / kind / f"{number}.xlsx"


def may_agree(opened: Opened, by: str) -> bool:
    """Whether this person's list may hold contacts that a supervisor has to agree to; a blank setting supervisors names nobody yet and lets anyone."""
    names = opened.settings.words("supervisors")
    return not names or by in names


def following(decision: Decision, found: Permission) -> str:
    """From when on the contact is lawful, on the debtor's clock; blank where more than time stands against it."""
    if not found.later or found.hours is None or found.hours.opens is None:
        return ""
    zone = decision.file.debtor.time_zone
    return f"{found.hours.opens.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"
