"""A dry run writes nothing at all and says exactly what the run would do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.stories.desk import SUPERVISOR, Answer, Office, case, debtor, hold, installments, money, payment, promise

COUNTS = ("assessed", "flagged", "moved", "sent", "queued", "blocked", "failed", "parked", "refused")


def _offices() -> dict[str, Any]:
    late = ["11-02", "12-20"]
    return {
        "Debtors": [debtor(1), debtor(2), debtor(3, Preferred_channel="call"), debtor(4, Time_zone=None), debtor(5)],
        "Cases": [case(1, Late_fee=money(5)), case(2, 1), case(3, 2), case(4, 3), case(5, 4), case(6, 5)],
        "Installments": [row for number in (1, 2, 3, 4, 5, 6) for row in installments(number, late)],
        "Holds": [hold(3, "H-00001", "DISPUTE", "11-03", "11-12")],
        "Promises": [promise(6, "R-00001", "11-03", 100, "11-05")],
        "Payments": [payment(2, "11-04", 30)],
    }


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).new(_offices())


def _told(answer: Answer) -> list[tuple[Any, ...]]:
    return [(m["case_id"], m["kind"], m["level"], m["channel"], m["result"], m["why"]) for m in answer["messages"]]


def _cells(answer: Answer) -> list[tuple[Any, ...]]:
    return sorted((c["table"], c["key"], c["column"], str(c["new"]), c["why"]) for c in answer["changes"] if c["column"])


def same_as_real(office: Office, on: str, kind: str = "weekly") -> Answer:
    """Dry run first, then the run: same counts, messages and changed cells; the dry run leaves every byte alone."""
    before = office.bytes()
    dry = getattr(office, kind)(on, "--dry-run")
    assert office.bytes() == before
    real: Answer = getattr(office, kind)(on)
    assert {name: dry[name] for name in COUNTS} == {name: real[name] for name in COUNTS}
    assert _told(dry) == _told(real)
    assert _cells(dry) == _cells(real)
    assert dry.code == real.code
    assert dry["run_id"] == real["run_id"]
    return real


def test_week_by_week_the_dry_run_tells_the_truth(office: Office) -> None:
    for on in ("11-09", "11-16", "11-23"):
        same_as_real(office, on)
    same_as_real(office, "11-23")
    assert office.clean()


def test_the_daily_dry_run_too(office: Office) -> None:
    same_as_real(office, "11-04", "daily")


def test_a_dry_run_on_a_ledger_without_a_journal_makes_none(office: Office) -> None:
    office.weekly("11-09", "--dry-run")
    assert not office.journal.exists()
    assert sorted(path.name for path in office.path.parent.iterdir()) == ["ledger.xlsm"]


def test_a_released_final_demand_is_foretold(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case(Late_fee=money(5))], "Installments": installments(1, ["11-02"])})
    for on in ("11-09", "11-16", "11-23", "12-02"):
        office.weekly(on)
    office.run("outbox", "approve", "--key", "C-00001|1|reminder|4", "--by", SUPERVISOR)
    real = same_as_real(office, "12-07")
    assert real.results == [("C-00001", "reminder", 4, "sent")]


def test_assess_before_is_the_ledger_after(office: Office) -> None:
    for on in ("11-09", "11-16"):
        foretold = {c["case_id"]: c for c in office.run("assess", "--as-of", f"2026-{on}")["cases"]}
        office.weekly(on)
        for row in office.sheet("Cases"):
            case_ = foretold[row["Case ID"]]
            assert (case_["stage"] or None, case_["days_past_due"], case_["bucket"] or None) == (row["Stage"], row["Days past due"], row["Bucket"])
            assert (case_["level"] if case_["stage"] else None) == row["Level"]
            for name, column in (("arrears", "Arrears"), ("interest", "Interest due"), ("fees", "Fees due"), ("outstanding", "Outstanding")):
                assert float(case_[name]) == row[column]
            assert (case_["next_action"] or None, case_["why"] or None) == (row["Next action"], row["Why"])
