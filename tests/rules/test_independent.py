"""The program's figures against a second reckoning, written from the papers alone (tests/rules/independent.py)."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from pyaddin.build.workbook import write_workbook
from pyaddin.tasks import assess, new

MADE_ON = date(2026, 11, 23)
DAYS = (date(2026, 11, 23), date(2026, 11, 30), date(2027, 2, 1))
SEEDS = (3, 7, 11)
AMOUNTS = ("arrears", "interest", "fees", "outstanding", "credit", "recovered")
PLAIN = ("days_past_due", "delinquent_days", "bucket")


def _now() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


@cache
def _beside(name: str) -> Any:
    """A module of this folder; tests are no package."""
    spec = importlib.util.spec_from_file_location(f"reckoning_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _differences(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Every figure of one case that the two reckonings do not share."""
    pairs: list[tuple[str, object, object]] = [(name, mine[name], theirs[name]) for name in PLAIN]
    pairs += [(name, mine[name], Fraction(theirs[name])) for name in AMOUNTS]
    pairs.append(("arrears_by_bucket", mine["arrears_by_bucket"], {name: Fraction(v) for name, v in theirs["arrears_by_bucket"].items() if Fraction(v)}))
    pairs.append(("promises", mine["promises"], {row["id"]: row["status"] for row in theirs["promises"]}))
    pairs.append(("plan", mine["plan"], theirs["plan"] and (theirs["plan"]["id"], theirs["plan"]["status"])))
    rows = {(row["plan_id"], row["no"]): (Fraction(row["paid"]), row["status"]) for row in theirs["installments"]}
    pairs += [(f"row {key}", mine["rows"].get(key), rows.get(key)) for key in {*mine["rows"], *rows}]
    pairs.append(("missed", mine["missed"], {key for key, (_, status) in rows.items() if status == "missed"}))
    return [f"{theirs['case_id']} {name}: independent {own!r}, program {found!r}" for name, own, found in pairs if own != found]


def _assessed(path: Path, as_of: date) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], assess.run(path, as_of=as_of, cases=(), now=_now).data["cases"])


def _compare(path: Path, ledger: Any, as_of: date) -> tuple[int, list[str]]:
    mine, theirs = ledger.reckon(as_of), _assessed(path, as_of)
    assert {row["case_id"] for row in theirs} == set(mine)
    return len(theirs), [text for row in theirs for text in _differences(mine[row["case_id"]], row)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_sample_is_found_again(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "sample.xlsm"
    new.run(path, sample=60, seed=seed, language="en", as_of=MADE_ON, now=_now)
    ledger = _beside("independent").Ledger(path)
    for as_of in DAYS:
        count, found = _compare(path, ledger, as_of)
        assert count == 60
        assert not found, f"as of {as_of}:\n" + "\n".join(found)


@pytest.mark.parametrize(("seed", "tolerance"), [(1, "1.00"), (2, "0"), (3, "8"), (9, "1.00")])
def test_every_figure_of_unruly_cases_is_found_again(tmp_path: Path, seed: int, tolerance: str) -> None:
    """Grace days 0 to 3, leap years, four day counts, two changes of rate, holds, plans, reversals: crossed at random."""
    rows, base = _beside("random_ledger").random_ledger(seed, 30)
    path = tmp_path / "unruly.xlsm"
    write_workbook(path, rows, ledger_id=f"unruly{seed}", settings={"grace_days": Decimal(seed % 4), "tolerance_amount": Decimal(tolerance)})
    ledger = _beside("independent").Ledger(path)
    for after in (20, 75, 200):
        count, found = _compare(path, ledger, base + timedelta(after))
        assert count == 30
        assert not found, f"as of {base + timedelta(after)}:\n" + "\n".join(found)


def _plans_for_what_is_owed(rows: dict[str, list[dict[str, Any]]], path: Path) -> int:
    """Give every signed plan the Total that the second reckoning finds owed in its evening; plans of nothing are withdrawn."""
    write_workbook(path, rows, ledger_id="before")
    ledger = _beside("independent").Ledger(path)
    made = 0
    for plan in rows["Plans"]:
        mine = [row for row in rows["Installments"] if row.get("Plan ID") == plan["Plan ID"]]
        case = next(row for row in ledger.tables["Cases"] if row["Case ID"] == plan["Case ID"])
        signed = max(plan["Debtor signed on"], plan["Creditor signed on"])
        unit = Decimal(1) if case["Currency"] == "JPY" else Decimal("0.01")
        owed = ledger.walk(case, signed, plan["Plan ID"]).owed if plan["Status"] == "signed" else Fraction(0)
        total = (Decimal(owed.numerator) / owed.denominator).quantize(unit)
        share = (total / len(mine)).quantize(unit)
        amounts = [share] * (len(mine) - 1)
        amounts.append(total - sum(amounts, Decimal(0)))
        if plan["Status"] != "signed" or min(amounts) <= 0:
            plan["Status"] = "withdrawn"
            continue
        plan["Total"] = total
        for row, amount in zip(mine, amounts, strict=True):
            row["Principal"] = amount
        made += 1
    return made


@pytest.mark.parametrize("seed", [4, 8])
def test_plans_are_corrected_alike_when_money_of_the_time_before_comes_late(tmp_path: Path, seed: int) -> None:
    """Plans for exactly what was owed; then every case gets money dated before its agreement, and every third loses it again."""
    rows, base = _beside("random_ledger").random_ledger(seed, 40)
    signed = _plans_for_what_is_owed(rows, tmp_path / "before.xlsm")
    assert signed >= 3
    path = tmp_path / "late.xlsm"
    for number, plan in enumerate(rows["Plans"]):
        on = base + timedelta(15)
        money = {"Payment ID": f"P-9{number:04}", "Case ID": plan["Case ID"], "Value date": on, "Amount": Decimal(7 + 60 * (number % 4))}
        rows["Payments"].append({**money, "Reversed on": on + timedelta(110) if number % 3 == 0 else None})
    write_workbook(path, rows, ledger_id=f"late{seed}")
    ledger = _beside("independent").Ledger(path)
    for after in (100, 130, 210):
        count, found = _compare(path, ledger, base + timedelta(after))
        assert count == 40
        assert not found, f"as of {base + timedelta(after)}:\n" + "\n".join(found)
    corrected = [row for row in _assessed(path, base + timedelta(210)) if row["corrections"]]
    assert len(corrected) >= signed // 2


JANUARY = (date(2026, 1, 31), "1000")
PAID_FEBRUARY = (date(2026, 2, 28), "409.33")
TWO_RATES = (("0.12", date(2026, 1, 1)), ("0.18", date(2026, 2, 15)))
BY_HAND: list[tuple[str, str | None, tuple[date, str], tuple[date, str] | None, list[tuple[date, str]]]] = [
    # 28 days: 1000 x 0.12 x 28/360 = 9.33, paid with 400 of principal; then 60 - 28 = 32 days: 600 x 0.12 x 32/360 = 6.40
    ("30/360", "0.12", JANUARY, PAID_FEBRUARY, [(date(2026, 2, 27), "9.00"), (date(2026, 2, 28), "0.00"), (date(2026, 3, 31), "6.40")]),
    # the same 28 days, then 31: 600 x 0.12 x 31/360 = 6.20
    ("act/360", "0.12", JANUARY, PAID_FEBRUARY, [(date(2026, 2, 28), "0.00"), (date(2026, 3, 31), "6.20")]),
    # 31 days from 2027: 10000 x 0.12 x 31/365 = 101.918; 60 days from 2028: 10000 x 0.12 x 60/366 = 196.721; together 298.639
    ("act/actual", "0.12", (date(2027, 12, 1), "10000"), None, [(date(2028, 1, 1), "101.92"), (date(2028, 3, 1), "298.64")]),
    # 14 days at 12 % and 14 at 18 %: 1000 x (1.68 + 2.52)/365 = 11.507; 31 more at 18 %: 1000 x 9.78/365 = 26.795
    ("act/365", None, JANUARY, None, [(date(2026, 2, 14), "4.60"), (date(2026, 2, 28), "11.51"), (date(2026, 3, 31), "26.79")]),
]


@pytest.mark.parametrize(("day_count", "rate", "row", "paid", "expected"), BY_HAND, ids=[line[0] for line in BY_HAND])
def test_late_interest_is_what_a_clerk_reckons_by_hand(
    tmp_path: Path, day_count: str, rate: str | None, row: tuple[date, str], paid: tuple[date, str] | None, expected: list[tuple[date, str]]
) -> None:
    case = {"Case ID": "C-1", "Debtor ID": "D-1", "Product": "Loan", "Currency": "USD", "Opened on": date(2026, 1, 1), "Day count": day_count}
    tables: dict[str, Any] = {
        "Debtors": [{"Debtor ID": "D-1", "Name": "Ada", "Kind": "consumer", "Country": "US", "Time zone": "America/New_York"}],
        "Cases": [case | {"Annual rate": Decimal(rate) if rate else None}],
        "Installments": [{"Case ID": "C-1", "No": 1, "Due on": row[0], "Principal": Decimal(row[1])}],
        "Payments": [{"Payment ID": "P-1", "Case ID": "C-1", "Value date": paid[0], "Amount": Decimal(paid[1])}] if paid else [],
        "Rates": [{"Name": "Loan", "Value": Decimal(value), "Valid from": since, "Source": "test"} for value, since in TWO_RATES],
    }
    path = tmp_path / "tiny.xlsm"
    write_workbook(path, tables, ledger_id="tiny")
    ledger = _beside("independent").Ledger(path)
    for as_of, interest in expected:
        assert _compare(path, ledger, as_of) == (1, [])
        assert _assessed(path, as_of)[0]["interest"] == interest, as_of
