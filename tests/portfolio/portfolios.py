"""Portfolios made of sample ledgers, and the two answers that must be the same: the ledger's own and the portfolio's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq

from pyaddin import clock
from pyaddin.build.defaults import POLICY
from pyaddin.build.sample import sample_rows, sample_settings
from pyaddin.history.snapshots import Snapshots
from pyaddin.ledger.book import RawLedger, Value
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio.export import write_tables
from pyaddin.tasks import assess, kpis, look, portfolio, queue
from pyaddin.tasks.moves import moves_of
from pyaddin.tasks.opening import open_book
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.snapshots import snapshot_of

DAY = date(2026, 11, 23)
Rows = dict[str, list[dict[str, Value]]]
SAME = {
    "debtor_id": "Debtor ID", "currency": "Currency", "stage_now": "Stage now", "stage": "Stage", "days_past_due": "Days past due", "bucket": "Bucket",
    "next_action": "Next action", "next_action_on": "Next action on", "next_action_rule": "Next action rule", "why": "Why", "outcome": "Outcome",
    "risk": "Risk", "points": "Points",
}  # fmt: skip
AMOUNTS = {"arrears": "Arrears", "interest": "Interest due", "fees": "Fees due", "outstanding": "Outstanding"}


def sample(cases: int, seed: int, **settings: Value) -> Rows:
    """A sample ledger's rows with its policy."""
    rows: Rows = {name: [dict(row) for row in some] for name, some in sample_rows(cases, seed, DAY, "en").items()}
    for name, some in POLICY.items():
        rows.setdefault(name, [dict(row) for row in some])
    values = sample_settings(DAY, "en") | settings
    rows["Settings"] = [{"Key": key, "Value": value} for key, value in values.items()]
    return rows


def ledger(rows: Mapping[str, Sequence[Mapping[str, Value]]]) -> MemoryBook:
    """The rows as a ledger in memory."""
    return MemoryBook(rows, ledger_id="portfolio")


def write_ledger(raw: RawLedger, folder: Path) -> None:
    """Every table of a ledger that has rows as a Parquet file; blank rows between others close up."""
    write_tables({name: [cells for _, cells in table.rows] for name, table in raw.tables.items() if name in TABLES}, folder)


def run(rows: Rows, tmp_path: Path, **options: object) -> tuple[Outcome, Path]:
    """The rows as a portfolio of Parquet files, and what the command makes of it."""
    source, out = tmp_path / "source", tmp_path / "out"
    if not source.exists():
        write_ledger(ledger(rows).read(), source)
    wanted: dict[str, object] = {"workers": None, "scheduler": None, "plain": True, "as_of": DAY, "progress": lambda *_: None} | options
    outcome = portfolio.run(str(source), out=out, now=clock.now, **wanted)  # type: ignore[arg-type]
    return outcome, out


def read(out: Path, name: str) -> list[dict[str, object]]:
    """The rows of a result."""
    return pq.read_table(out / f"{name}.parquet").to_pylist()


def compared(rows: Rows, out: Path) -> None:
    """The assessment, the queue and the figures of the portfolio are those of the ledger, column by column."""
    book = ledger(rows)
    own = assess.run(Path("memory.xlsm"), as_of=DAY, cases=(), now=clock.now, book=book).data
    _same_cases(own["cases"], read(out, "assessment"))  # type: ignore[arg-type]
    _same_faults(own["faults"], read(out, "faults"))  # type: ignore[arg-type]
    mine = sorted(read(out, "queue"), key=lambda row: row["Office rank"])  # type: ignore[arg-type,return-value]
    told = queue.run(Path("memory.xlsm"), as_of=DAY, now=clock.now, book=book).data
    _same_queue([*told["queue"], *told["excluded"]], mine)  # type: ignore[misc]


def same_figures(rows: Rows, out: Path) -> None:
    """Every figure is the one that the ledger's own run would write on the sheet Figures, had it kept no earlier snapshot."""
    opened = open_book(ledger(rows), as_of=DAY, now=clock.now)
    _, after = look.picture(opened)
    alone = Snapshots(Path("memory.xlsm"), "portfolio", now=snapshot_of(after, DAY, "portfolio"))
    own = {figure.key: figure for figure in kpis.figures(opened, alone, DAY - kpis.PERIOD, DAY, after)}
    mine = {str(row["Figure"]): row for row in read(out, "kpis")}
    assert set(mine) == set(own)
    for key, figure in own.items():
        row = mine[key]
        assert row["Numerator"] == figure.numerator, key
        assert row["Denominator"] == figure.denominator, key
        assert (row["Unit"], row["Variant"], row["Currency"] or "", row["Subject"] or "") == (figure.unit, figure.variant, figure.currency, figure.subject)
        value = figure.value
        assert (row["Value"] is None) == (value is None), key
        assert value is None or abs(Decimal(str(row["Value"])) - value) <= abs(value) / 10**12, key


def same_moves(rows: Rows, out: Path) -> None:
    """The moves are those that a run would enter."""
    before, after = look.picture(open_book(ledger(rows), as_of=DAY, now=clock.now))
    own = [values for one, then in zip(before, after, strict=True) for values in moves_of(one, then.level)]
    assert sorted(own, key=str) == sorted(read(out, "moves"), key=str)


def _same_cases(own: list[dict[str, object]], mine: list[dict[str, object]]) -> None:
    assert [row["Case ID"] for row in mine] == [row["case_id"] for row in own]
    for one, other in zip(own, mine, strict=True):
        for key, column in SAME.items():
            value = other[column].isoformat() if isinstance(other[column], date) else other[column]
            assert (one[key] or None) == (value or None), (one["case_id"], column)
        for key, column in AMOUNTS.items():
            assert Decimal(str(one[key]).replace(",", "")) == other[column], (one["case_id"], column)
        assert (one["priority"] or None) == (other["Priority"] or None), one["case_id"]
        assert ", ".join(one["rules"]) == (other["Rules"] or ""), one["case_id"]  # type: ignore[arg-type]


def _same_faults(own: list[dict[str, object]], mine: list[dict[str, object]]) -> None:
    def form(row: Mapping[str, object]) -> tuple[str, ...]:
        return tuple(str(row[name] or "") for name in ("code", "sheet", "row", "column", "found", "advice"))

    assert sorted({form(row) for row in mine}) == sorted({form(row) for row in own if row["code"] != "W-SCHEMA"})


def _same_queue(own: list[dict[str, object]], mine: list[dict[str, object]]) -> None:
    assert [row["Case ID"] for row in mine] == [row["case_id"] for row in own]
    for one, other in zip(own, mine, strict=True):
        for column in ("Debtor", "Owner", "Action", "Channel", "Reach at", "Days past due", "Currency", "Priority", "Points", "Why"):
            assert other[column] == one[column.lower().replace(" ", "_")], (one["case_id"], column)
