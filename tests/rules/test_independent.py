"""The program's figures against a second reckoning, written from the papers alone (tests/rules/independent.py)."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pyaddin.build.workbook import write_workbook
from pyaddin.tasks import assess, new

MADE_ON = date(2026, 11, 23)
DAYS = (date(2026, 11, 23), date(2026, 11, 30), date(2027, 2, 1))
SEEDS = (3, 7, 11)
AMOUNTS = ("arrears", "interest", "fees", "outstanding", "credit")
PLAIN = ("days_past_due", "delinquent_days", "bucket")


def _now() -> datetime:
    return datetime(2026, 11, 23, 9, tzinfo=UTC)


@cache
def _independent() -> Any:
    path = Path(__file__).with_name("independent.py")
    spec = importlib.util.spec_from_file_location("independent_reckoning", path)
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


def _compare(path: Path, as_of: date) -> tuple[int, list[str]]:
    ledger = _independent().Ledger(path)
    mine = ledger.reckon(as_of)
    theirs = assess.run(path, as_of=as_of, cases=(), now=_now).data["cases"]
    assert {row["case_id"] for row in theirs} == set(mine)
    return len(theirs), [text for row in theirs for text in _differences(mine[row["case_id"]], row)]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_figure_of_a_sample_is_found_again(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "sample.xlsm"
    new.run(path, sample=60, seed=seed, language="en", as_of=MADE_ON, now=_now)
    for as_of in DAYS:
        count, found = _compare(path, as_of)
        assert count == 60
        assert not found, f"as of {as_of}:\n" + "\n".join(found)
