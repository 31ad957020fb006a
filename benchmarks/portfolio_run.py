"""Portfolios on one plain process, one worker and two: time, memory, and the proof that every case is what the row rules say.

``python -m benchmarks.portfolio_run [--cases N] [--place FOLDER] [--modes plain,1,2]`` (default 20,000 cases). Each mode is a process of its own; CPU
seconds are those of it and its workers, memory is the largest sum of what they held at one moment (proportional set size). What is done stands in
``runs.jsonl`` in the folder and is not done again, so a long run may be stopped and started again.

The proof: ``assess`` of the base (see ``benchmarks.portfolios``) as one ledger in memory, beside every case of the portfolio, column by column. Deciles
are the same for base and repetitions, because they rank different amounts and a repetition brings no new one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import cast

import duckdb

from benchmarks.portfolios import DAY, base_ledger, generate, shape
from pyaddin import clock
from pyaddin.ledger.memory import MemoryBook
from pyaddin.tasks import assess

COLUMNS = {
    "stage": "Stage", "days_past_due": "Days past due", "bucket": "Bucket", "arrears": "Arrears", "interest": "Interest due", "fees": "Fees due",
    "outstanding": "Outstanding", "priority": "Priority", "points": "Points", "next_action": "Next action", "next_action_on": "Next action on",
    "next_action_rule": "Next action rule", "why": "Why", "outcome": "Outcome", "risk": "Risk",
}  # fmt: skip
_MONEY = ("arrears", "interest", "fees", "outstanding")
_NUMBERS = ("days_past_due", "priority")
_CASE = r"-\d{4}(\d{5,6})\b"


def _held(session: int) -> int:
    """Bytes held now by all processes of a session, shared pages counted in parts."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    lines = (entry / "smaps_rollup").read_text().splitlines()
                    total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
            except (OSError, ProcessLookupError, IndexError):
                continue
    return total


def run_mode(source: Path, out: Path, mode: str) -> dict[str, object]:
    """One run of the command in a process of its own; what it cost."""
    words = ["--plain"] if mode == "plain" else ["--workers", mode]
    begun, before, most, ended = time.monotonic(), os.times(), [0], threading.Event()
    process = subprocess.Popen(
        [sys.executable, "-m", "pyaddin", "portfolio", str(source), "--out", str(out), "--as-of", DAY.isoformat(), "--json", *words],
        stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip

    def watch() -> None:
        while not ended.wait(0.5):
            most[0] = max(most[0], _held(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    said, _ = process.communicate()
    ended.set()
    watcher.join()
    after = os.times()
    if process.returncode not in (0, 1) or "cases" not in json.loads(said):
        raise SystemExit(f"{mode}: not finished (exit code {process.returncode}); start again to go on: {said.decode()}")
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return {"mode": mode, "cases": json.loads(said)["cases"], "cpu_s": round(spent, 1), "wall_s": round(time.monotonic() - begun, 1),
            "peak_mb": round(most[0] / 1e6)}  # fmt: skip


def prove(cases: int, out: Path, place: Path) -> dict[str, object]:
    """Compares every case of the results with what ``assess`` says of the base."""
    known = place / "base.jsonl"
    if not known.is_file():
        book = MemoryBook(base_ledger(cases), ledger_id="portfolio")
        found = assess.run(Path("base.xlsm"), as_of=DAY, cases=(), now=clock.now, book=book).data
        rows = cast("list[dict[str, object]]", found["cases"])
        unfinished = known.with_suffix(".tmp")
        with unfinished.open("w", encoding="utf-8") as file:
            for row in rows:
                line = {name: row[name] for name in ("case_id", *COLUMNS)}
                line |= {name: str(row[name]).replace(",", "") for name in _MONEY}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        unfinished.rename(known)
    block, base, repeats = shape(cases)

    def plain(column: str) -> str:
        return rf"regexp_replace(coalesce(CAST({column} AS VARCHAR), ''), '{_CASE}', '-\1', 'g')"

    def wanted(name: str) -> str:
        if name in _MONEY:
            return f"CAST(b.{name} AS DECIMAL(20, 4)) = a.\"{COLUMNS[name]}\""
        if name in _NUMBERS:
            return f"coalesce(CAST(b.{name} AS BIGINT), 0) = coalesce(a.\"{COLUMNS[name]}\", 0)"
        return f"{plain(f'b.{name}')} = {plain(f'a.{chr(34)}{COLUMNS[name]}{chr(34)}')}"

    with duckdb.connect() as db:
        db.execute(f"CREATE VIEW a AS SELECT *, CAST(regexp_extract(\"Case ID\", '-(\\d{{4}})', 1) AS INTEGER) % {base} AS seed,"
                   f" right(\"Case ID\", 5) AS number FROM '{out / 'assessment.parquet'}'")  # fmt: skip
        columns = ", ".join(f"{name}: 'VARCHAR'" for name in ("case_id", *COLUMNS))
        db.execute(f"CREATE TABLE b AS SELECT *, CAST(regexp_extract(case_id, '-(\\d{{4}})', 1) AS INTEGER) AS seed, right(case_id, 5) AS number"
                   f" FROM read_json('{known}', columns = {{{columns}}}, format = 'newline_delimited')")  # fmt: skip
        same = " AND ".join(f"({wanted(name)})" for name in COLUMNS)
        row = db.execute(f"SELECT count(*), count(*) FILTER (WHERE b.case_id IS NULL), count(*) FILTER (WHERE NOT ({same}))"
                         " FROM a LEFT JOIN b USING (seed, number)").fetchone()  # fmt: skip
        assert row is not None
        compared, unknown, different = row
        first = db.execute(f"SELECT a.\"Case ID\" FROM a JOIN b USING (seed, number) WHERE NOT ({same}) LIMIT 5").fetchall()
    return {"mode": "proof", "cases": compared, "columns": len(COLUMNS), "base": block * base, "unknown": unknown, "different": different,
            "missing": block * base * repeats - compared, "first": [case[0] for case in first]}  # fmt: skip


def main() -> int:
    """The command line; exit code 1 when a case differs."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--cases", type=int, default=20_000)
    words.add_argument("--place", type=Path, default=None)
    words.add_argument("--modes", default="plain,1,2")
    given = words.parse_args()
    place = given.place or Path("bench-out") / f"portfolio-{given.cases}"
    place.mkdir(parents=True, exist_ok=True)
    log = place / "runs.jsonl"
    done = {row["mode"]: row for row in map(json.loads, log.read_text().splitlines())} if log.is_file() else {}
    begun = time.process_time()
    generate(place / "source", given.cases)
    print(f"portfolio ready ({time.process_time() - begun:.0f} CPU s)", flush=True)
    wrong = 0
    for mode in given.modes.split(","):
        if mode not in done:
            done[mode] = run_mode(place / "source", place / f"out-{mode}", mode)
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(done[mode]) + "\n")
        print(json.dumps(done[mode]), flush=True)
        proof = prove(given.cases, place / f"out-{mode}", place)
        print(json.dumps(proof | {"of": mode}), flush=True)
        wrong += int(str(proof["different"])) + int(str(proof["unknown"])) + abs(int(str(proof["missing"])))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
