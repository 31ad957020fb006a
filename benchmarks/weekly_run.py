"""CPU time of our weekly run on a 2,000-case sample, beside openpyxl's plain load and save of the same file.

Each measurement is a fresh child process, interpreter start and imports included; three of each, the median counts. CPU seconds (user + system)
rather than wall time, because build machines are shared. ``make bench`` runs it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES, SEED, REPEATS, AS_OF = 2000, 1, 3, "2026-11-23"
OPENPYXL = (
    "import sys, warnings; warnings.simplefilter('ignore'); import openpyxl;"
    "book = openpyxl.load_workbook(sys.argv[1], keep_vba=True); book.save(sys.argv[2])"
)


def cpu_seconds(command: list[str], allowed: tuple[int, ...] = (0,)) -> float:
    """User and system time of one child process; a child that fails ends the benchmark."""
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        raise SystemExit(f"exit code {child.returncode}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def collections(*words: str) -> list[str]:
    return [sys.executable, "-m", "pyaddin", *words]


def weekly(fresh: Path, folder: Path, number: int) -> float:
    """One weekly run on an own copy: the second run on a ledger would have less to do."""
    place = folder / f"run{number}"
    place.mkdir()
    ledger = place / "ledger.xlsm"
    shutil.copy(fresh, ledger)
    return cpu_seconds(collections("weekly", str(ledger), "--as-of", AS_OF, "--out", str(place / "out"), "--by", "bench"), (0, 1))


def main() -> int:
    """Print both medians and their ratio; exit code 1 when the run is not the faster one."""
    with tempfile.TemporaryDirectory(prefix="collections-bench-") as name:
        folder = Path(name)
        fresh = folder / "fresh.xlsm"
        made = cpu_seconds(collections("new", str(fresh), "--sample", str(CASES), "--seed", str(SEED), "--as-of", AS_OF))
        print(f"sample of {CASES} cases: {fresh.stat().st_size / 1e6:.1f} MB, made in {made:.2f} CPU s")
        ours = [weekly(fresh, folder, number) for number in range(REPEATS)]
        theirs = [cpu_seconds([sys.executable, "-c", OPENPYXL, str(fresh), str(folder / "saved.xlsm")]) for _ in range(REPEATS)]
    run, plain = statistics.median(ours), statistics.median(theirs)
    print(f"weekly run (read, check, compute, write emails, journal, report, update file): {run:.2f} CPU s  {[round(one, 2) for one in ours]}")
    print(f"openpyxl load + save, nothing else:                                           {plain:.2f} CPU s  {[round(one, 2) for one in theirs]}")
    print(f"ratio {run / plain:.2f} (below 1 = the whole weekly run is faster)")
    return 0 if run < plain else 1


if __name__ == "__main__":
    sys.exit(main())
