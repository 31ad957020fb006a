"""Every file after each of our writes: valid by Microsoft's Open XML SDK, and clean by the repair rules that no validator knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import sdk
from tests.build.repair_rules import problems
from tests.hostile.template import ROWS, RUN_DAY
from tests.ledger.ledger_files import rewrite, small_ledger
from tests.stories.desk import Office, payment

pytestmark = pytest.mark.validator
COMMITTED = Path(__file__).parents[2] / "workbook" / "collections.xlsm"


def check(path: Path) -> None:
    assert sdk.schema_errors(path) == []
    assert problems(path) == []


def test_the_committed_workbook() -> None:
    check(COMMITTED)


def test_the_validator_can_find_something(tmp_path: Path) -> None:
    path = small_ledger(tmp_path)

    def merges_before_the_data(parts: dict[str, bytes]) -> None:
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
            b"<sheetData>", b'<mergeCells count="1"><mergeCell ref="A90:B90"/></mergeCells><sheetData>'
        )

    rewrite(path, merges_before_the_data)
    assert any("mergeCells" in line for line in sdk.schema_errors(path))


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
@pytest.mark.parametrize("cases", ["0", "25"])
def test_a_new_ledger_and_its_runs(language: str, cases: str, tmp_path: Path) -> None:
    office = Office(tmp_path)
    words = ("--sample", cases) if cases != "0" else ()
    assert office.run("new", "--language", language, "--as-of", "2026-11-23", *words).code == 0
    check(office.path)
    assert office.weekly("2026-11-24").code in (0, 1)
    assert office.daily("2026-11-26").code in (0, 1)
    check(office.path)


CLERK: dict[str, Callable[[Office], object]] = {
    "the weekly run": lambda office: office.weekly(RUN_DAY),
    "a reminder": lambda office: office.run("remind", "--case", "C-00001", "--as-of", RUN_DAY, "--by", "test"),
    "a payment": lambda office: office.run("pay", "--case", "C-00001", "--amount", "12.34", "--on", RUN_DAY, "--reference", "=1+1", "--by", "test"),
    "a promise": lambda office: office.run("promise", "--case", "C-00001", "--amount", "50", "--due-on", "2026-12-01", "--as-of", RUN_DAY, "--by", "test"),
    "a hold": lambda office: office.run("hold", "--case", "C-00001", "--type", "DISPUTE", "--reason", "<b>&amp;", "--end", "2026-12-20", "--by", "test"),
    "a logged call": lambda office: office.run("log", "--case", "C-00001", "--channel", "call", "--direction", "out", "--result", "no answer", "--by", "test"),
    "a refresh": lambda office: office.run("refresh", "--as-of", RUN_DAY, "--by", "test"),
    "rows typed by a clerk and a run": lambda office: (office.type("Payments", payment(2, RUN_DAY, 5)), office.weekly(RUN_DAY)),
}


@pytest.mark.parametrize("act", CLERK)
def test_every_act_of_the_desk_leaves_a_valid_file(act: str, tmp_path: Path) -> None:
    office = Office(tmp_path).new(ROWS)
    before = office.path.read_bytes()
    CLERK[act](office)
    assert office.path.read_bytes() != before, "nothing was written"
    check(office.path)


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_a_call_list_and_a_batch_of_texts(language: str, tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert office.run("new", "--language", language, "--as-of", "2026-11-23", "--sample", "60").code == 0
    office.weekly("2026-11-24")
    for command in ("calls", "sms"):
        check(Path(office.run(command, "--as-of", "2026-11-24", "--by", "x")["file"]))
