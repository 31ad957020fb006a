"""What the system is asked to start, the same for every system: this Python, this program, this ledger, ``--once due``."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

from pyaddin.entrypoints.service.plan import Options
from pyaddin.records import dataclass

EVERY_MINUTES = 15
"""How often the system looks whether a run is due. A look that finds nothing reads the ledger and ends within seconds."""


@dataclass(frozen=True, slots=True)
class Job:
    """One ledger's job. ``name`` is ASCII and the same for the same ledger, so that installing again replaces and never doubles."""

    name: str
    python: str
    words: tuple[str, ...]
    folder: str
    ledger: str


def job(options: Options, program: Path, python: str = sys.executable) -> Job:
    """The job for a ledger with what was typed; on Windows the Python without a console window, where it is there."""
    ledger = str(options.ledger)
    digest = hashlib.sha256(ledger.casefold().encode("utf-8", "surrogatepass")).hexdigest()[:8]
    stem = re.sub(r"[^A-Za-z0-9]+", "-", options.ledger.stem).strip("-")[:30]
    quiet = Path(python).with_name("pythonw.exe")
    chosen = str(quiet) if Path(python).name.lower() == "python.exe" and quiet.exists() else python
    given = (
        ("--weekday", options.weekday), ("--at", options.at), ("--zone", options.zone), ("--daily-at", options.daily_at), ("--transport", options.transport),
    )  # fmt: skip
    words = (str(program), ledger, "--once", "due", *(word for name, value in given if value for word in (name, value)))
    return Job("-".join(part for part in ("collections", stem, digest) if part), chosen, words, str(program.parent), ledger)
