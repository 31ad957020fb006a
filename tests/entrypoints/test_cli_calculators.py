"""``allocate`` and ``schedule`` through the door: the JSON that the command contract promises."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.commands import BY_NAME
from pyaddin.entrypoints import cli

ROOT = Path(__file__).resolve().parents[2]
SCHEDULE = ["schedule", "--total", "1000.00", "--count", "3", "--first-due", "2026-01-31", "--frequency", "monthly", "--working-day", "same"]


def spoken(capsys: pytest.CaptureFixture[str], words: list[str], code: int) -> dict[str, object]:
    assert cli.main([*words, "--json"]) == code
    captured = capsys.readouterr()
    assert captured.err == ""
    found: dict[str, object] = json.loads(captured.out)
    return found


def test_schedule(capsys: pytest.CaptureFixture[str]) -> None:
    answer = spoken(capsys, SCHEDULE, 0)
    assert set(BY_NAME["schedule"].json_keys) <= set(answer)
    assert answer["installments"] == [
        {"no": 1, "due_on": "2026-01-31", "principal": "333.33", "interest": "0.00", "payment": "333.33", "balance": "666.67"},
        {"no": 2, "due_on": "2026-02-28", "principal": "333.33", "interest": "0.00", "payment": "333.33", "balance": "333.34"},
        {"no": 3, "due_on": "2026-03-31", "principal": "333.34", "interest": "0.00", "payment": "333.34", "balance": "0.00"},
    ]
    assert answer["totals"] == {"principal": "1000.00", "interest": "0.00", "payment": "1000.00", "count": 3}


def test_schedule_with_interest_ends_at_zero(capsys: pytest.CaptureFixture[str]) -> None:
    answer = spoken(capsys, [*SCHEDULE, "--rate", "0.12", "--day-count", "30/360", "--round-payment", "up"], 0)
    rows = answer["installments"]
    assert isinstance(rows, list)
    assert rows[-1]["balance"] == "0.00"
    assert rows[0]["interest"] == "10.00"
    assert sum(Decimal(row["principal"]) for row in rows) == 1000


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (["--count", "0"], "X-SCHEDULE"),
        (["--total", "-5"], None),
        (["--total", "0"], None),
        (["--first-due", "9999-12-31"], "X-OPTION"),
        (["--holidays", "=1"], "X-OPTION"),
    ],
)
def test_schedules_that_do_not_exist(changed: list[str], code: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    error = spoken(capsys, [*SCHEDULE, *changed], 2)["error"]
    assert isinstance(error, dict)
    assert error["code"] in ({code} if code else {"X-SCHEDULE", "X-OPTION"})
    assert error["found"]


def facts() -> dict[str, object]:
    return {
        "as_of": "2026-11-23",
        "order": ["penalty", "fee", "interest", "principal"],
        "future": "next",
        "installments": [
            {"no": 1, "due_on": "2026-10-01", "principal": "100.00", "interest": "10.00", "fee": "0.00", "penalty": "0.00"},
            {"no": 2, "due_on": "2026-12-01", "principal": "100.00", "interest": "10.00", "fee": "0.00", "penalty": "0.00"},
        ],
        "payments": [
            {"id": "P-1", "on": "2026-10-05", "amount": "50.00"},
            {"id": "P-2", "on": "2026-10-06", "amount": "30.00", "reversed_on": "2026-10-10"},
            {"id": "P-3", "on": "2026-12-24", "amount": "500.00"},
        ],
    }


def test_allocate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts()), encoding="utf-8")
    answer = spoken(capsys, ["allocate", "--file", str(file)], 0)
    nothing = {"penalty": "0.00", "fee": "0.00", "interest": "0.00", "principal": "0.00"}
    assert answer["installments"] == [
        {"no": 1, "paid": nothing | {"interest": "10.00", "principal": "40.00"},
         "paid_total": "50.00", "open_total": "60.00", "early": "0.00", "late": "50.00"},
        {"no": 2, "paid": nothing, "paid_total": "0.00", "open_total": "110.00", "early": "0.00", "late": "0.00"},
    ]
    assert (answer["credit"], answer["open_total"]) == ("0.00", "170.00")


@pytest.mark.parametrize("text", ["", "[]", "{", '{"as_of": 5}', '{"as_of": "2026-11-23"}', '{"as_of": NaN}', "\ufeff{}", '"' * 50, "[" * 20_000])
def test_files_that_hold_no_facts(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.json"
    file.write_text(text, encoding="utf-8")
    error = spoken(capsys, ["allocate", "--file", str(file)], 2)["error"]
    assert isinstance(error, dict)
    assert error["code"] == "X-OPTION"


def test_missing_file_and_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, code in (("none.json", {"X-NOT-FOUND"}), (".", {"X-NOT-FOUND", "X-OPTION"})):
        error = spoken(capsys, ["allocate", "--file", str(tmp_path / name)], 2)["error"]
        assert isinstance(error, dict)
        assert error["code"] in code


def test_as_a_program_with_exit_code_and_utf8() -> None:
    words = [sys.executable, "-m", "pyaddin", *SCHEDULE]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    assert "2026-02-28" in done.stdout.decode("utf-8")
    done = subprocess.run([*words, "--holidays", "台湾"], cwd=ROOT, capture_output=True, check=False, timeout=60, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 2
    assert "台湾" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
