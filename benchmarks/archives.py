"""What moving half of a ledger into its yearly ledgers costs, and whether every total ties.

``python -m benchmarks.archives [CASES] [--keep DIR]`` makes a ledger of which every second case was paid up and closed a year or two before, lets a weekly
run go over it, archives, and reads the files again. CPU seconds and peak memory of the archive alone, in a process of its own; the sums are added up here,
from the files, by nothing that the archive itself uses. What is kept is there to be opened with a spreadsheet.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks import ledgers
from pyaddin.build.sample import sample_settings
from pyaddin.build.workbook import write_workbook
from pyaddin.correspondence.outbox import Outbox
from pyaddin.ledger.book import Value
from pyaddin.tasks import archive, follow_up

SUPERVISOR, CASES = "bench", 10_000
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SUMS = {"Installments": "Principal", "Payments": "Amount"}
OF_A_CASE = ("Cases", "Installments", "Payments", "Contacts", "Moves")


def _older(value: Value, days: int) -> Value:
    if isinstance(value, date):
        return value - timedelta(days=days)
    if isinstance(value, str) and len(value) == 20 and value.endswith("Z"):
        return f"{datetime.fromisoformat(value) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
    return value


def closed_long_ago(rows: dict[str, list[ledgers.Row]]) -> None:
    """Every second case becomes one of a year or two before: no plan, every installment paid on its day, closed with the last one."""
    back = {row["Case ID"]: 400 + 365 * (number % 4 // 2) for number, row in enumerate(rows["Cases"]) if number % 2}
    rows["Plans"] = [row for row in rows["Plans"] if row["Case ID"] not in back]
    rows["Payments"] = [row for row in rows["Payments"] if row["Case ID"] not in back]
    rows["Installments"] = [row for row in rows["Installments"] if row["Case ID"] not in back or not row.get("Plan ID")]
    last: dict[Value, date] = {}
    for name in OF_A_CASE:
        for row in rows.get(name, ()):
            if days := back.get(row["Case ID"]):
                row.update({key: _older(value, days) for key, value in row.items()})
    for number, row in enumerate([row for row in rows["Installments"] if row["Case ID"] in back], 1):
        due = row["Due on"]
        assert isinstance(due, date)
        last[row["Case ID"]] = max(due, last.get(row["Case ID"], due))
        rows["Payments"].append({
            "Payment ID": f"P-{9_000_000 + number}", "Case ID": row["Case ID"], "Value date": due, "Amount": row["Principal"], "Method": "Bank transfer",
        })  # fmt: skip
    for row in rows["Cases"]:
        if on := last.get(row["Case ID"]):
            row.update({"Stage": "CLOSED", "Stage since": on, "Level": 0, "Episode": 1, "Outcome": "PAID", "Outcome on": on})
            rows.setdefault("Moves", []).append({
                "Case ID": row["Case ID"], "At": f"{on}T08:00:00Z", "As of": on, "To": "CLOSED", "Level from": 0, "Level to": 0, "Episode": 1, "Rule": "T10",
                "By": "program", "Why": "Nothing is owed any more: closed as paid.",
            })  # fmt: skip


def write_ledger(path: Path, count: int) -> None:
    """The ledger with its journal."""
    rows = ledgers.tables(count, ledgers.SEED, ledgers.AS_OF)
    closed_long_ago(rows)
    ledger_id = f"archives{count:08d}".ljust(24, "0")
    write_workbook(path, rows, ledger_id=ledger_id, settings=sample_settings(ledgers.AS_OF, "en") | {"supervisors": SUPERVISOR})
    keys = {str(row["Key"]): str(row["Case ID"]) for row in rows["Contacts"] if row.get("Key")}
    Outbox.create(path, ledger_id, at=NOW)
    with Outbox.open(path, ledger_id, ledger_keys=(), ledger_runs=(), now=lambda: NOW, create=True) as box:
        box.adopt(keys, [], "bench", "sent")


def sums(path: Path) -> Counter[str]:
    """Rows of each sheet and the sums of its money, read by python-calamine and added up in cents."""
    found: Counter[str] = Counter()
    book = CalamineWorkbook.from_path(str(path))
    for name in OF_A_CASE:
        header, *rows = book.get_sheet_by_name(name).to_python()
        rows = [row for row in rows if any(cell != "" for cell in row)]
        found[name] = len(rows)
        if name in SUMS:
            place = header.index(SUMS[name])
            found[f"{name} {SUMS[name]}"] = sum(int(Decimal(str(row[place])) * 100) for row in rows)
    return found


def _archive(path: Path) -> None:
    """The archive alone; what it cost goes to stdout."""
    begun = time.process_time()
    done = archive.run(path, year=None, before=None, to=None, as_of=ledgers.AS_OF, dry_run=False, by=SUPERVISOR, now=lambda: NOW)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"archived": done.data["archived"], "files": done.data["files"], "cpu": time.process_time() - begun, "peak": peak}))


def measure(count: int, folder: Path) -> None:
    """Prints one line; ends with exit code 1 when a figure does not tie."""
    path = folder / "ledger.xlsm"
    write_ledger(path, count)
    follow_up.run(
        path, kind="weekly", command="weekly", as_of=ledgers.AS_OF, out=None, transport="folder", dry_run=False, by=SUPERVISOR, now=lambda: NOW,
        progress=lambda done, total, label: None,
    )  # fmt: skip
    before, size = sums(path), path.stat().st_size
    made = subprocess.run([sys.executable, "-m", "benchmarks.archives", "--only", str(path)], capture_output=True, text=True, check=True)
    cost = json.loads(made.stdout)
    files = [path, *(Path(str(file["path"])) for file in cost["files"])]
    after: Counter[str] = sum((sums(file) for file in files), Counter())
    sizes = ", ".join(f"{file.name} {file.stat().st_size / 1e6:.1f} MB" for file in files)
    print(f"{count:,} cases ({size / 1e6:.1f} MB), {cost['archived']:,} archived: {cost['cpu']:.1f} CPU s, peak {cost['peak']:,.0f} MiB; now {sizes}")
    wrong = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    print(f"not tied: {wrong}" if wrong else "every figure ties: " + ", ".join(f"{name} {number:,}" for name, number in before.items()))
    if wrong:
        sys.exit(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=CASES)
    parser.add_argument("--keep", type=Path, help="a folder that stays")
    parser.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        _archive(given.only)
    elif given.keep:
        given.keep.mkdir(parents=True)
        measure(given.cases, given.keep)
    else:
        with tempfile.TemporaryDirectory(prefix="collections-archives-") as name:
            measure(given.cases, Path(name))


if __name__ == "__main__":
    main()
