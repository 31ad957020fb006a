"""What the weekly report and the month end cost on a ledger of 10,000 cases, beside reading and deciding it.

``python -m benchmarks.reports [CASES]`` makes a sample, two weekly runs a week apart (files in a folder), then both reports. CPU seconds, because build
machines are shared; ratios to reading and deciding the same ledger, measured in the same run.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from pyaddin.rules.decide import decide_all
from pyaddin.tasks import follow_up, new, report
from pyaddin.tasks.opening import open_ledger

FIRST = date(2026, 11, 16)
LAST = FIRST + timedelta(days=7)
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and its CPU seconds."""
    begun = time.process_time()
    done = work()
    return done, time.process_time() - begun


def _now() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


def _run(ledger: Path, day: date) -> None:
    follow_up.run(
        ledger, kind="weekly", command="weekly", as_of=day, out=None, transport="folder", dry_run=False, by="benchmark",
        now=lambda: datetime(day.year, day.month, day.day, 9, tzinfo=UTC), progress=lambda done, total, label: None,
    )  # fmt: skip


def main(cases: int) -> None:
    with tempfile.TemporaryDirectory(prefix="collections-reports-") as name:
        ledger = Path(name) / "ledger.xlsm"
        new.run(ledger, sample=cases, seed=1, language="en", as_of=FIRST - timedelta(days=7), now=_now)
        for day in (FIRST, LAST):
            _, cost = timed(lambda day=day: _run(ledger, day))  # type: ignore[misc]
            print(f"weekly run of {day}: {cost:.1f} CPU s")
        opened, reading = timed(lambda: open_ledger(ledger, as_of=LAST, now=_now))
        _, deciding = timed(lambda: decide_all(opened.files, opened.policy, LAST, "weekly"))
        base = reading + deciding
        print(f"read, check and decide {cases} cases: {base:.1f} CPU s")
        for what, month in (("weekly report", None), ("month end", "2026-10")):
            made, cost = timed(lambda month=month: report.run(ledger, month=month, as_of=LAST, now=_now))  # type: ignore[misc]
            files = made.data["files"]
            assert isinstance(files, list)
            sizes = ", ".join(f"{Path(str(file)).suffix} {Path(str(file)).stat().st_size / 1e6:.2f} MB" for file in files)
            print(f"{what}: {cost:.1f} CPU s, {cost / base:.2f} times reading and deciding ({sizes})")


if __name__ == "__main__":
    main(int((sys.argv[1:2] or ("10000",))[0]))
