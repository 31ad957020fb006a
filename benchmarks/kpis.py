"""What snapshots and KPIs cost on a ledger of 10,000 cases: keeping one snapshot, 52 of them on disk, reading two, and every figure of four weeks.

``python -m benchmarks.kpis [CASES] [WEEKS]`` makes a sample, decides all of it once, and keeps that portfolio week by week with days that grow and
balances that fall. CPU seconds, because build machines are shared.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from pyaddin.history.snapshots import add, damaged_runs, look
from pyaddin.history.store import snapshots_path
from pyaddin.rules.decide import decide_all
from pyaddin.rules.kpi import figures as computed
from pyaddin.rules.kpi_rows import CaseLine, Snapshot
from pyaddin.tasks import kpis, new
from pyaddin.tasks.opening import open_ledger
from pyaddin.tasks.snapshots import snapshot_of

AS_OF = date(2026, 11, 23)
T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """Do it and print its CPU time."""
    begun = time.process_time()
    done = work()
    print(f"{what}: {time.process_time() - begun:.2f} CPU s")
    return done


def _now() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


def _aged(line: CaseLine, week: int) -> CaseLine:
    """The case some weeks earlier or later: other days and a few units more or less."""
    days = max(0, line.days_past_due + (week % 9 - 4) * 7) if line.days_past_due else 0
    return line._replace(days_past_due=days, outstanding=line.outstanding + Decimal(week % 7), bucket=line.bucket if days else "")


def main(cases: int, weeks: int) -> None:
    with tempfile.TemporaryDirectory(prefix="collections-kpis-") as name:
        ledger = Path(name) / "ledger.xlsm"
        new.run(ledger, sample=cases, seed=1, language="en", as_of=AS_OF, now=_now)
        opened = timed("read and check the ledger", lambda: open_ledger(ledger, as_of=AS_OF, now=_now))
        decisions = timed("decide every case", lambda: decide_all(opened.files, opened.policy, AS_OF, "weekly"))
        snapshot = timed("make the snapshot", lambda: snapshot_of(decisions, AS_OF, "W-0"))
        runs = {f"W-{week}": AS_OF - timedelta(days=7 * week) for week in range(weeks)}
        ledger_id = opened.raw.ledger_id

        def keep(week: int) -> None:
            lines = {case_id: _aged(line, week) for case_id, line in snapshot.cases.items()}
            add(ledger, ledger_id, Snapshot(runs[f"W-{week}"], f"W-{week}", lines), kind="weekly", at=_now())

        for week in range(weeks - 1, 0, -1):
            keep(week)
        timed("keep one snapshot behind the others", lambda: keep(0))
        size = snapshots_path(ledger).stat().st_size / 1e6
        print(f"{weeks} snapshots of {cases} cases: {size:.1f} MB, {size / weeks:.2f} MB each")
        found = timed("look what is there", lambda: look(ledger, ledger_id, runs))
        timed("read two snapshots", lambda: found.read({AS_OF, AS_OF - timedelta(days=28)}))
        facts = timed("facts of four weeks (snapshots, trail, promises, plans, contacts, money)",
                      lambda: kpis.facts_of(opened, found, AS_OF - timedelta(days=28), AS_OF, decisions))  # fmt: skip
        every = timed("every figure", lambda: computed(facts))
        rows = timed("the rows of the sheet Figures", lambda: kpis.sheet_rows(every, "en"))
        print(f"{len(every)} figures, {len(rows)} rows on the sheet")
        timed("check the digests of all snapshots (verify)", lambda: damaged_runs(ledger, ledger_id))


if __name__ == "__main__":
    main(*(int(word) for word in (sys.argv[1:3] or ("10000", "52"))))
