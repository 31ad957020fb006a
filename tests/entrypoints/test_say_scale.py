"""What portfolio, slice, merge, store and bank answer in a terminal: the same facts in each language of a ledger, English where none is named."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pyaddin.entrypoints import say_scale
from pyaddin.entrypoints.cli import main
from pyaddin.entrypoints.speech import counted
from pyaddin.labels import LANGUAGES
from tests.imports.statements.bank_files import move, mt940
from tests.stories.desk import Office, case, debtor, installments

PORTFOLIO: dict[str, Any] = {
    "as_of": "2026-11-27", "out": "results", "cases": 1200, "refused": 2, "results": {"queue": 1}, "parts": 8, "begun_again": [3],
    "control": {"simple": 900, "cases": 1200, "different": 1, "first": ["C-00007"]},
}  # fmt: skip
MERGE: dict[str, Any] = {
    "slice": "S-1", "added": 1, "changed": 2, "messages": 0, "conflict_list": "list.csv",
    "conflicts": [
        {"sheet": "Cases", "key": "C-1", "column": "Owner", "base": "A", "origin": "B", "slice": "", "decided": ""},
        {"sheet": "Cases", "key": "C-2", "column": "Owner", "base": "A", "origin": "B", "slice": "D", "decided": "slice"},
        {"sheet": "Cases", "key": "C-3", "column": "Owner", "base": "A", "origin": "B", "slice": "D", "decided": "origin"},
    ],
    "deleted": [{"sheet": "Holds", "key": "H-1"}], "renumbered": [{"sheet": "Payments", "slice": "P-1", "origin": "P-9"}],
    "refused": [{"sheet": "Payments", "key": "P-2", "code": "E-MONEY", "found": "x"}],
    "policy": [{"sheet": "Settings", "key": "daily_cap", "column": "Value", "base": "10", "slice": "99"}],
    "totals": {"tied": False, "payments": {"GBP": {"before": "1.00", "added": "2.00", "after": "3.50"}}},
}  # fmt: skip
SLICE: dict[str, Any] = {
    "slice": "S-1", "owner": "Li", "debtors": 1, "cases": 2, "path": "s.xlsm", "payments": {"GBP": "5.00"}, "left_out": [{"debtor": "D-9", "reason": "shared"}],
}  # fmt: skip
STORE: dict[str, Any] = {"cases": 2, "messages": 1, "payments": {"GBP": "5.00"}}
SAID = ((say_scale.portfolio, PORTFOLIO), (say_scale.merge, MERGE), (say_scale.slice_cut, SLICE), (say_scale.store, STORE))
FACTS = re.compile(r"[A-Z]+-\d+|\d[\d,.]*\d|--take \w+|\w+\.(?:csv|xlsm|parquet|json)")


@pytest.mark.parametrize(("speak", "data"), SAID)
def test_each_language_names_the_same_facts_line_by_line(speak: Any, data: dict[str, Any]) -> None:
    english = speak(data, "en")
    assert english == speak(data, "fr")
    for language in ("zh-CN", "zh-TW"):
        chinese = speak(data, language)
        assert [sorted(FACTS.findall(line)) for line in chinese] == [sorted(FACTS.findall(line)) for line in english]
        for line, original in zip(chinese, english, strict=True):
            assert line != original, line
            assert re.search(r"[\u4e00-\u9fff]", line), line


def test_numbers_are_counted_in_words_of_the_language() -> None:
    assert [counted(number, "case", "en") for number in (1, 1200)] == ["1 case", "1,200 cases"]
    assert [counted(1200, "row", language) for language in LANGUAGES] == ["1,200 rows", "1,200 行", "1,200 列"]


def test_simple_cases_that_agree_and_totals_that_tie_are_said() -> None:
    control = {"simple": 900, "cases": 1200, "different": 0, "first": []}
    assert any("逐案一致" in line for line in say_scale.portfolio({**PORTFOLIO, "control": control}, "zh-CN"))
    assert "合計相符。" in say_scale.merge({**MERGE, "totals": {"tied": True, "payments": {}}}, "zh-TW")


@pytest.mark.parametrize(("language", "words"), [("en", "1 line waits for a person"), ("zh-CN", "1 笔待人工处理"), ("zh-TW", "1 筆待人工處理")])
def test_bank_answers_a_terminal_in_the_ledgers_language(tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: str) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}, {"ledger_language": language}
    )
    (tmp_path / "a.sta").write_text(mt940((move("11-04", "100.00"),)), encoding="utf-8")
    office.run("bank", "--from", str(tmp_path / "a.sta"), "--as-of", "2026-11-06")
    capsys.readouterr()
    assert main(["bank", str(office.path), "--as-of", "2026-11-06"]) == 0
    assert words in capsys.readouterr().out
