"""What a scheduler remembers between two looks, in a small file beside the ledger: signs of life, the next try, the last error.

Losing the file loses nothing that matters: which runs were made stands in the ledger. No borrower data is in it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, field
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Retry:
    """A run that could not be made or finished: tried again at ``at``, until the next slot takes its place."""

    slot: date
    at: datetime
    told: str


@dataclass(slots=True)
class Memory:
    """``done`` is the latest slot that was made, by kind; for a kind that never ran, the slot before the first start."""

    host: str = ""
    pid: int = 0
    mode: str = ""
    heartbeat: datetime | None = None
    done: dict[str, date] = field(default_factory=dict)
    retry: dict[str, Retry] = field(default_factory=dict)
    last_run: dict[str, str] = field(default_factory=dict)
    last_error: dict[str, str] = field(default_factory=dict)


def memory_path(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.stem}.scheduler.json")


def lock_path(ledger: Path) -> Path:
    """The file that says that a scheduler works for this ledger."""
    return ledger.with_name(f"{ledger.stem}.scheduler.lock")


def recalled(ledger: Path) -> Memory:
    """What is remembered; nothing where there is no file, or one that cannot be read."""
    try:
        found = json.loads(memory_path(ledger).read_text(encoding="utf-8"))
        return Memory(
            str(found["host"]), int(found["pid"]), str(found["mode"]),
            datetime.fromisoformat(found["heartbeat"]) if found["heartbeat"] else None,
            {str(kind): date.fromisoformat(day) for kind, day in found["done"].items()},
            {str(kind): Retry(date.fromisoformat(r["slot"]), datetime.fromisoformat(r["at"]), str(r["told"])) for kind, r in found["retry"].items()},
            _words(found["last_run"]), _words(found["last_error"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def remember(ledger: Path, memory: Memory) -> None:
    """Write the file, whole or not at all. Raises ``Stop`` X-WRITE."""
    path = memory_path(ledger)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(json.dumps(asdict(memory), ensure_ascii=False, default=lambda at: at.isoformat(), indent=1), encoding="utf-8")
        os.replace(part, path)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Stop("X-WRITE", f"{path.name}: {problem.strerror}") from None


def _words(found: Mapping[str, object]) -> dict[str, str]:
    return {str(name): str(value) for name, value in found.items()}
