"""The scheduler's log: on the console, and in a file beside the ledger that never grows beyond some megabytes.

Lines hold figures, codes and case ids, no names, addresses or amounts: what a run found stands in its report.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pyaddin.errors import KINDS, Stop
from pyaddin.tasks.outcome import COUNTS

log = logging.getLogger("scheduler")
SIZE, KEPT = 1_000_000, 5
_FORMAT = "%(asctime)s %(levelname)s %(message)s"


def log_path(ledger: Path) -> Path:
    return ledger.with_name(f"{ledger.stem}.scheduler.log")


def start(ledger: Path) -> list[logging.Handler]:
    """Log to the console, where there is one, and to the file. A folder that cannot be written costs the file, never the run."""
    logging.raiseExceptions = False  # a closed console window must not fill the log with tracebacks
    handlers: list[logging.Handler] = []
    if sys.stdout is not None:  # pythonw has no console
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        handlers.append(logging.StreamHandler(sys.stdout))
    if ledger.parent.is_dir():
        handlers.append(RotatingFileHandler(log_path(ledger), maxBytes=SIZE, backupCount=KEPT, encoding="utf-8", errors="backslashreplace", delay=True))
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORMAT))
        log.addHandler(handler)
    log.setLevel(logging.INFO)
    return handlers


def end(handlers: list[logging.Handler]) -> None:
    """Close what ``start`` opened."""
    for handler in handlers:
        log.removeHandler(handler)
        handler.close()


def figures(data: Mapping[str, object]) -> str:
    """One line about a run: its id, its counts, and the rules of the brake by which it asks a supervisor."""
    counts = ", ".join(f"{name} {data.get(name, 0)}" for name in COUNTS)
    brake = data.get("brake")
    rules = [str(row["rule"]) for row in brake if isinstance(row, Mapping)] if isinstance(brake, list) else []
    asks = f" Its messages wait for a supervisor: {', '.join(rules)}." if rules else ""
    return f"Run {data.get('run_id')} as of {data.get('as_of')}: {counts}.{asks}"


def stopped(stop: Stop) -> str:
    """One line about a run that could not start: the fault, and what to do. What stood in a cell is left out."""
    fault = stop.fault.as_json()
    found = "" if fault["column"] else f" ({fault['found']})" if fault["found"] else ""
    return f"{fault['code']}: {KINDS[stop.fault.code].meaning}{found} {fault['advice']}"
