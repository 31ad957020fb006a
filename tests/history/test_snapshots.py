"""The file of snapshots: what comes back, one that counts per date, and whose file it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.errors import Stop
from pyaddin.history.snapshots import add, damaged_runs, look
from pyaddin.history.store import snapshots_path
from pyaddin.rules.kpi_rows import CaseLine, Snapshot

AT = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 3)


def case(case_id: str, currency: str = "GBP", outstanding: str = "1234.50", days: int = 12) -> CaseLine:
    owed = Decimal(outstanding)
    return CaseLine(case_id, currency, "DEEP", 2, 1, days, "8-30", owed, owed, Decimal(0), "Mary Webb", "", True)


def snapshot(on: date, run_id: str, *cases: CaseLine) -> Snapshot:
    return Snapshot(on, run_id, {one.case_id: one for one in cases})


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    ledger = tmp_path / "l.xlsm"
    written = snapshot(DAY, "W-1", case("C-2"), case("C-1", "JPY", "98000"), case("C-3", "KWD", "1.234"), case("张-4", "CLF", "0.0001"))
    assert add(ledger, "L-1", written, kind="weekly", at=AT)
    found = look(ledger, "L-1", {"W-1": DAY}, {"W-1"})
    assert found.days == (DAY,)
    assert not found.doubt
    assert found.read({DAY}) == (written,)


def test_a_person_can_read_each_row(tmp_path: Path) -> None:
    add(tmp_path / "l.xlsm", "L-1", snapshot(DAY, "W-1", case("C-1")), kind="weekly", at=AT)
    with closing(sqlite3.connect(snapshots_path(tmp_path / "l.xlsm"))) as db:
        row = db.execute("SELECT as_of, run_id, case_id, currency, bucket, arrears, owner FROM readable").fetchone()
        assert row == ("2026-11-03", "W-1", "C-1", "GBP", "8-30", 1234.5, "Mary Webb")
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute("UPDATE cases SET arrears = 0")


def test_the_last_run_of_a_date_counts_and_the_first_stays(tmp_path: Path) -> None:
    ledger = tmp_path / "l.xlsm"
    for run_id, amount in (("D-1", "10.00"), ("W-1", "20.00")):
        add(ledger, "L-1", snapshot(DAY, run_id, case("C-1", outstanding=amount)), kind="weekly", at=AT)
    assert not add(ledger, "L-1", snapshot(DAY, "W-1", case("C-1", outstanding="20.00")), kind="weekly", at=AT)
    found = look(ledger, "L-1", {"D-1": DAY, "W-1": DAY}, {"D-1", "W-1"})
    assert [one.cases["C-1"].outstanding for one in found.read({DAY})] == [Decimal("20.00")]
    with closing(sqlite3.connect(snapshots_path(ledger))) as db:
        assert db.execute("SELECT count(*) FROM runs").fetchone() == (2,)


def test_runs_that_a_restored_ledger_does_not_show_count_in_nothing(tmp_path: Path) -> None:
    ledger, later = tmp_path / "l.xlsm", DAY + timedelta(days=7)
    add(ledger, "L-1", snapshot(DAY, "W-1", case("C-1")), kind="weekly", at=AT)
    add(ledger, "L-1", snapshot(later, "W-2", case("C-1", outstanding="1.00")), kind="weekly", at=AT)
    assert look(ledger, "L-1", {"W-1": DAY}, {"W-1"}).days == (DAY,)
    add(ledger, "L-1", snapshot(later, "W-2", case("C-1", outstanding="2.00")), kind="weekly", at=AT)  # the week is run again
    again = look(ledger, "L-1", {"W-1": DAY, "W-2": later}, {"W-1", "W-2"})
    assert [one.cases["C-1"].outstanding for one in again.read({later})] == [Decimal("2.00")]


def test_a_missing_an_older_and_another_ledgers_file_are_noticed(tmp_path: Path) -> None:
    ledger, later = tmp_path / "l.xlsm", DAY + timedelta(days=7)
    assert not look(ledger, "L-1", {"W-0": DAY}).doubt  # a run of a version that kept none
    assert look(ledger, "L-1", {"W-1": DAY}, {"W-1"}).doubt == "missing"
    add(ledger, "L-1", snapshot(DAY, "W-1", case("C-1")), kind="weekly", at=AT)
    older = look(ledger, "L-1", {"W-1": DAY, "W-2": later}, {"W-1", "W-2"})
    assert (older.doubt, older.days, "W-2" in older.doubted) == ("older", (DAY,), True)
    assert look(ledger, "L-2", {"W-1": DAY}, {"W-1"}).doubt == "damaged"
    with pytest.raises(Stop) as stopped:
        add(ledger, "L-2", snapshot(DAY, "W-1", case("C-1")), kind="weekly", at=AT)
    assert stopped.value.fault.code == "X-SNAPSHOTS"


@pytest.mark.parametrize("harm", ["UPDATE cases SET arrears = 1 WHERE run = 1", "DELETE FROM cases WHERE run = 1", "DELETE FROM runs WHERE seq = 1"])
def test_a_row_that_was_changed_or_dropped_is_found(tmp_path: Path, harm: str) -> None:
    ledger = tmp_path / "l.xlsm"
    for number in (1, 2):
        add(ledger, "L-1", snapshot(DAY + timedelta(days=number), f"W-{number}", case("C-1"), case("C-2")), kind="weekly", at=AT)
    assert not damaged_runs(ledger, "L-1")
    with closing(sqlite3.connect(snapshots_path(ledger))) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        db.execute(harm)
        db.commit()
    assert damaged_runs(ledger, "L-1") == (["W-2"] if "runs" in harm else ["W-1"])


def test_a_file_that_is_none_is_told_and_never_raised_by_a_look(tmp_path: Path) -> None:
    ledger = tmp_path / "l.xlsm"
    snapshots_path(ledger).write_bytes(b"no database at all, and long enough to be looked at" * 30)
    assert look(ledger, "L-1", {}).doubt == "damaged"
    with pytest.raises(Stop):
        add(ledger, "L-1", snapshot(DAY, "W-1", case("C-1")), kind="weekly", at=AT)
