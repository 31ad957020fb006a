"""What the audit chain costs a weekly run, in CPU seconds and in bytes: two weekly runs on a sample of 10,000 cases, with the chain and without.

The first run is also the chain's first look at the ledger, which takes in every row; the second is an ordinary week. Then the whole chain is
verified, and the ledger is rebuilt as it was known. ``python -m benchmarks.audit_chain [cases]``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CASES, SEED = 10_000, 1
WEEKS = ("2026-11-23", "2026-11-30")
LATER = "2099-12-31"  # the chain's instants are those of the real clock: all of them count
WITHOUT = "import sys; from pyaddin.tasks import audited; audited.is_kept = lambda book: False; from pyaddin.entrypoints.cli import main; sys.exit(main())"


def cpu_seconds(command: list[str], allowed: tuple[int, ...] = (0,)) -> float:
    """User and system time of one child process; a child that fails ends the benchmark."""
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in allowed:
        raise SystemExit(f"exit code {child.returncode}: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def collections(*words: str) -> list[str]:
    """A command of the program, as a process of its own."""
    return [sys.executable, "-m", "pyaddin", *words]


def week(ledger: Path, on: str, *, chain: bool) -> float:
    """CPU seconds of one weekly run."""
    words = ["weekly", str(ledger), "--as-of", on, "--out", str(ledger.parent / f"out-{on}"), "--by", "bench"]
    return cpu_seconds(collections(*words) if chain else [sys.executable, "-c", WITHOUT, *words], (0, 1))


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    with tempfile.TemporaryDirectory(prefix="collections-bench-") as name:
        fresh = Path(name) / "fresh.xlsm"
        cpu_seconds(collections("new", str(fresh), "--sample", str(cases), "--seed", str(SEED), "--as-of", WEEKS[0]))
        print(f"sample of {cases} cases: {fresh.stat().st_size / 1e6:.1f} MB")
        for chain in (False, True):
            folder = Path(name) / ("with" if chain else "without")
            folder.mkdir()
            ledger, before = folder / "ledger.xlsm", 0
            shutil.copy(fresh, ledger)
            for on in WEEKS:
                seconds = week(ledger, on, chain=chain)
                file = ledger.with_name("ledger.audit.sqlite")
                size = file.stat().st_size if file.exists() else 0
                print(f"{'with' if chain else 'without'} the chain, {on}: {seconds:.2f} CPU s" + (f", file + {(size - before) / 1e6:.1f} MB" if chain else ""))
                before = size
        print(f"verify: {cpu_seconds(collections('verify', str(ledger)), (0, 1)):.2f} CPU s")
        print(f"assess --as-of: {cpu_seconds(collections('assess', str(ledger), '--as-of', WEEKS[0], '--json'), (0, 1)):.2f} CPU s")
        print(f"assess --known-on: {cpu_seconds(collections('assess', str(ledger), '--as-of', WEEKS[0], '--known-on', LATER, '--json'), (0, 1)):.2f} CPU s")


if __name__ == "__main__":
    main()
