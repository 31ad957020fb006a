"""The benchmark compares equal work: both ways come to the same figures on its own seeded ledger."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.ledgers import write_ledger
from benchmarks.picture import drawn

ROOT = Path(__file__).resolve().parents[2]


def told(*words: str) -> dict[str, object]:
    done = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_our_run_and_the_one_over_openpyxl_do_the_same_work(tmp_path: Path) -> None:
    ledger = tmp_path / "b.xlsm"
    write_ledger(ledger, 200)
    theirs = told("benchmarks.openpyxl_run", str(ledger), str(tmp_path / "saved.xlsm"))
    ours = told("benchmarks.our_run", str(ledger), str(tmp_path / "out"))
    assert ours["told"] == theirs["told"]
    figures = ours["told"]
    assert isinstance(figures, dict)
    assert figures["assessed"] == 200
    assert figures["sent"] > 10
    assert figures["moved"] > 50
    assert figures["refused"] == 0


def test_the_picture_names_every_line_once() -> None:
    svg = drawn({"ours <1>": [(1000, 0.5), (50_000, 20.0)], "floor": [(1000, 0.02), (50_000, 0.8)]})
    assert svg.count("<polyline") == 2
    assert "ours &lt;1&gt; 20 s" in svg
    assert "50,000 cases" in svg


@pytest.mark.parametrize("name", sorted(file.stem for file in (ROOT / "benchmarks").glob("*.py")))
def test_every_benchmark_finds_what_it_measures(name: str) -> None:
    assert importlib.import_module(f"benchmarks.{name}").__doc__, "what it measures, and the command that runs it"
