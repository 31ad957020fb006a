"""Rows that cannot be read, keys that stand twice, addresses that two debtors share, and sources that are none."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pyaddin import clock
from pyaddin.entrypoints import cli
from pyaddin.errors import Stop
from pyaddin.portfolio import cutting
from pyaddin.tasks import portfolio, portfolio_run
from tests.portfolio import portfolios
from tests.portfolio.portfolios import DAY, Rows


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "CASES_A_PART", 20)


def _damaged(seed: int) -> Rows:
    """A sample with what people do to tables."""
    rows = portfolios.sample(120, seed)
    debtors, cases, payments, contacts = rows["Debtors"], rows["Cases"], rows["Payments"], rows["Contacts"]
    debtors[3]["Email"] = debtors[77]["Email"] = " Shared@Example.com"
    debtors[8]["Phone"], debtors[60]["Phone"] = "+86 138 1234 5678", "0086-138-1234-5678"
    debtors[10]["Country"] = "Nowhere"
    cases[5]["Currency"] = "XYZW"
    cases[40] = dict(cases[40], **{"Case ID": cases[2]["Case ID"]})
    payments[1]["Amount"] = "a lot"
    payments[2]["Payment ID"] = None
    payments[50]["Payment ID"] = None
    payments[60]["Payment ID"] = payments[7]["Payment ID"]
    payments[9]["Value date"] = "03/04/2026"
    payments[11]["Amount"] = "1,250.50"
    contacts[4]["Debtor ID"] = debtors[90]["Debtor ID"]
    contacts[6]["Debtor ID"] = "D-NOBODY"
    contacts[12]["Contact ID"] = contacts[80]["Contact ID"]
    rows["Installments"][3]["Due on"] = "2026-13-45"
    rows["Holds"].append(
        {"Hold ID": "H-900001", "Scope": "address", "Applies to": debtors[20]["Email"], "Type": "DISPUTE", "Start": date(2026, 1, 1), "Reason": "Asked.",
         "By": "Li"}
    )
    rows["Promises"][0]["Promise ID"] = "R\u200b-000777"
    return rows


@pytest.mark.parametrize("seed", [1, 2])
def test_refused_rows_are_those_of_the_ledger(tmp_path: Path, seed: int) -> None:
    rows = _damaged(seed)
    outcome, out = portfolios.run(rows, tmp_path)
    assert outcome.exit_code == 1
    assert {"E-AMOUNT", "E-DUPLICATE", "E-ORPHAN", "W-SHARED", "W-ID-FILLED"} & {str(row["code"]) for row in portfolios.read(out, "faults")} >= {
        "E-DUPLICATE", "E-ORPHAN", "W-SHARED", "W-ID-FILLED",
    }  # fmt: skip
    portfolios.compared(rows, out)


def test_a_row_of_nobody_stops_every_message(tmp_path: Path) -> None:
    rows = portfolios.sample(120, 3)
    rows["Payments"].append({"Payment ID": "P-999999", "Case ID": "C-NOBODY", "Value date": DAY, "Amount": Decimal(5)})
    _, out = portfolios.run(rows, tmp_path)
    assert any("RUN-DATA" in str(row["Why"]) for row in portfolios.read(out, "assessment"))
    portfolios.compared(rows, out)


def test_money_that_nobody_booked_holds_reminders_in_whatever_part(tmp_path: Path) -> None:
    rows = portfolios.sample(120, 4)
    names = {str(row["Debtor ID"]): str(row["Name"]) for row in rows["Debtors"]}
    bank: list[dict[str, object]] = []
    for number, case in enumerate(rows["Cases"][:60:3]):
        bank.append({
            "Bank line ID": f"B-{number:06d}", "Statement": "May", "Value date": DAY, "Amount": Decimal("31.50"), "Currency": case["Currency"],
            "Payer": names[str(case["Debtor ID"])], "Reference": str(case["Case ID"]) if number % 2 else "", "State": "unmatched",
            "Case ID": case["Case ID"] if number % 5 == 0 else None,
        })  # fmt: skip
    rows["Bank"] = bank  # type: ignore[assignment]
    rows["Payments"][0]["Bank line"] = "B-000003"
    _, out = portfolios.run(rows, tmp_path)
    held = [row for row in portfolios.read(out, "assessment") if "BANK-UNMATCHED" in str(row["Why"])]
    assert len(held) > 10
    portfolios.compared(rows, out)


def test_a_duckdb_file_and_several_files_of_a_table_are_the_same_portfolio(tmp_path: Path) -> None:
    rows = portfolios.sample(60, 5)
    _, out = portfolios.run(rows, tmp_path)
    first = {name: portfolios.read(out, name) for name in ("assessment", "queue", "moves", "kpis", "faults")}
    source = tmp_path / "source"
    with duckdb.connect(str(tmp_path / "all.duckdb")) as db:
        for path in source.glob("*.parquet"):
            db.execute(f"CREATE TABLE \"{path.stem}\" AS SELECT * FROM '{path}'")
        (source / "Contacts").mkdir()
        db.execute(f"COPY (SELECT * FROM Contacts LIMIT 50) TO '{source / 'Contacts' / '1.parquet'}'")
        db.execute(f"COPY (SELECT * FROM Contacts OFFSET 50) TO '{source / 'Contacts' / '2.parquet'}'")
    (source / "Contacts.parquet").unlink()
    for origin in (f"duckdb:{tmp_path / 'all.duckdb'}", str(source)):
        portfolio.run(origin, out=out, as_of=DAY, workers=None, scheduler=None, plain=True, progress=lambda done, total, label: None, now=clock.now)
        assert first == {name: portfolios.read(out, name) for name in first}


def test_a_file_damaged_within_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its end is whole, so that it opens: the damage is met only where the rows are read."""
    portfolios.run(portfolios.sample(200, 5), tmp_path)
    path = tmp_path / "source" / "Cases.parquet"
    data = bytearray(path.read_bytes())
    data[40:240] = bytes(200)
    path.write_bytes(data)
    capsys.readouterr()
    assert cli.main(["portfolio", str(tmp_path / "source"), "--out", str(tmp_path / "new"), "--as-of", "2026-11-23", "--plain"]) == 2
    assert "X-PORTFOLIO" in capsys.readouterr().err
    assert not list((tmp_path / "new").glob("*.parquet"))


def test_what_is_no_portfolio_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--out", str(tmp_path / "out"), "--as-of", "2026-11-23", "--plain"]
    assert cli.main(["portfolio", str(tmp_path / "nowhere"), *words]) == 2
    assert "X-NOT-FOUND" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert cli.main(["portfolio", str(tmp_path / "empty"), *words]) == 2
    assert "X-PORTFOLIO" in capsys.readouterr().err
    (tmp_path / "empty" / "Cases.parquet").write_text("no parquet")
    assert cli.main(["portfolio", str(tmp_path / "empty"), *words]) == 2
    assert "X-PORTFOLIO" in capsys.readouterr().err
    assert cli.main(["portfolio", str(tmp_path / "empty"), *words, "--workers", "2"]) == 2
    assert "X-OPTION" in capsys.readouterr().err


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(Stop) as stop:
        portfolios.run(portfolios.sample(40, 1), tmp_path)
    assert stop.value.fault.code == "X-EXISTS"
    assert (tmp_path / "out" / "letter.txt").read_text() == "mine"


def test_a_stopped_run_leaves_the_old_results_and_its_parts_are_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = portfolios.sample(120, 6)
    _, out = portfolios.run(rows, tmp_path)
    old, first = portfolios.read(out, "assessment"), (out / "portfolio.json").stat().st_mtime_ns
    done: list[int] = []
    real = portfolio_run.decide_part

    def stopping(job: object) -> int:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(real(job))  # type: ignore[arg-type]
        return done[-1]

    monkeypatch.setattr(portfolio_run, "decide_part", stopping)
    with pytest.raises(KeyboardInterrupt):
        _again(tmp_path)
    assert (out / "portfolio.json").stat().st_mtime_ns == first
    assert portfolios.read(out, "assessment") == old
    again: list[int] = []
    monkeypatch.setattr(portfolio_run, "decide_part", lambda job: again.append(job.part) or real(job) if job.round == "first" else real(job))
    _again(tmp_path)
    assert len(again) == 6 - 3
    assert portfolios.read(out, "assessment") == old
    assert not (tmp_path / ".out.work").exists()


def _again(tmp_path: Path) -> None:
    portfolio.run(
        str(tmp_path / "source"), out=tmp_path / "out", as_of=DAY, workers=None, scheduler=None, plain=True, progress=lambda *a: None, now=clock.now
    )


def test_another_day_takes_up_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    portfolios.run(portfolios.sample(60, 7), tmp_path)
    shutil.rmtree(tmp_path / "out")
    monkeypatch.setattr(portfolio_run, "write_results", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        _again(tmp_path)
    monkeypatch.undo()
    other = date(2026, 11, 30)
    portfolios.run({}, tmp_path, as_of=other)
    assert {row["Until"] for row in portfolios.read(tmp_path / "out", "kpis") if row["Measure"] == "ageing"} == {other}
