"""A portfolio says of every case what the ledger of the same rows says: whatever part it falls into, and whoever shares a part with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.portfolio import cutting
from tests.portfolio import portfolios


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CASES_A_PART", 40)


@pytest.mark.parametrize(("seed", "cases", "parts"), [(1, 300, 8), (2, 150, 4), (3, 150, 4)])
def test_every_case_as_in_the_ledger(tmp_path: Path, seed: int, cases: int, parts: int) -> None:
    rows = portfolios.sample(cases, seed)
    outcome, out = portfolios.run(rows, tmp_path)
    assert outcome.data["parts"] == parts
    portfolios.compared(rows, out)
    portfolios.same_figures(rows, out)
    portfolios.same_moves(rows, out)


def test_one_part_is_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CASES_A_PART", 1_000)
    rows = portfolios.sample(120, 4)
    outcome, out = portfolios.run(rows, tmp_path)
    assert outcome.data["parts"] == 1
    portfolios.compared(rows, out)


@pytest.mark.parametrize("setting", [{"run_max_messages": 5}, {"daily_cap": 7}, {"daily_cap": 0}, {"ledger_language": "zh-CN"}])
def test_limits_count_the_messages_of_the_whole_portfolio(tmp_path: Path, setting: dict[str, object]) -> None:
    rows = portfolios.sample(150, 5, **setting)  # type: ignore[arg-type]
    _, out = portfolios.run(rows, tmp_path)
    portfolios.compared(rows, out)
    portfolios.same_figures(rows, out)


def test_debtors_with_many_cases_of_different_parts_balances(tmp_path: Path) -> None:
    rows = portfolios.sample(300, 6)
    owners = [str(row["Debtor ID"]) for row in rows["Debtors"]]
    heir = dict(zip(owners, owners[:60] * 6, strict=False))
    for name in ("Cases", "Contacts"):
        for row in rows[name]:
            row["Debtor ID"] = heir[str(row["Debtor ID"])]
    _, out = portfolios.run(rows, tmp_path)
    portfolios.compared(rows, out)
    portfolios.same_figures(rows, out)
    portfolios.same_moves(rows, out)
