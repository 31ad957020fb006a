"""The last ninety days of a limitation period: points in the queue, and one line on top of Today that counts the cases, also those under a hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.tasks.entries import today_rows
from tests.rules.build_cases import DEEP, debtor, file, hold, look, office, rows
from tests.stories import desk

NEAR = rows("2023-12-20")


def test_near_cases_are_counted_on_top_with_the_first_day_and_its_source() -> None:
    first = file(*NEAR, owner=debtor(country="CN"), moves=DEEP, holds=(hold("DISPUTE", "2026-11-01"),))
    later = file(*rows("2024-01-10"), case_id="C-2", owner=debtor(country="CN"), moves=DEEP)
    far = file(*rows("10-05"), case_id="C-3", owner=debtor(country="CN"), moves=DEEP)
    seen = [look(one, "2026-11-20") for one in (far, later, first)]
    top = today_rows(seen)[0]
    assert (top["Rank"], top["Case ID"]) == (1, first.case.case_id)
    assert top["Action"] == "Supervisor: limitation may end within 90 days in 2 cases, first on 2026-12-20; see Review"
    assert "art. 188" in str(top["Why"])
    assert ("limitation near", 40) in seen[1].score.parts
    assert not today_rows([seen[0]]) or "limitation" not in str(today_rows([seen[0]])[0]["Action"])


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "时效"), ("zh-TW", "時效")])
def test_in_the_ledgers_language(language: str, word: str) -> None:
    seen = look(file(*NEAR, owner=debtor(country="CN"), moves=DEEP), "2026-11-20", policy=office(language=language))
    assert word in str(today_rows([seen])[0]["Action"])


ENDS = ("2023-12-20", "2023-11-18", "2023-11-05", "2024-06-01")
"""Due days in China, three years before the last day: in 30 days, two days ago, before the period of the report, far away."""


@pytest.mark.parametrize(("language", "caption"), [("en", "Limitation ends within 90 days"), ("zh-CN", "诉讼时效"), ("zh-TW", "消滅時效")])
def test_the_weekly_report_lists_periods_that_end_or_ended_since_the_last_one(tmp_path: Path, language: str, caption: str) -> None:
    at = desk.Office(tmp_path).new(
        {
            "Debtors": [desk.debtor(number, Country="CN", Time_zone="Asia/Shanghai") for number in (1, 2, 3, 4)],
            "Cases": [desk.case(number, number, Currency="CNY", Opened_on=desk.day("2023-01-05"), Stage="DEEP") for number in (1, 2, 3, 4)],
            "Installments": [row for number, due in enumerate(ENDS, 1) for row in desk.installments(number, [due])],
            "Holds": [desk.hold(1, "H-1", "DISPUTE", "11-01", "12-30")],
        },
        {"ledger_language": language},
    )
    page = Path(at.run("report", "--as-of", "2026-11-20")["files"][0]).read_text(encoding="utf-8")
    assert caption in page
    listed = page.split('id="limitation"')[1].split("</table>")[0]
    assert [case_id for case_id in ("C-00002", "C-00001", "C-00003", "C-00004") if case_id in listed] == ["C-00002", "C-00001"]
    assert listed.index("C-00002") < listed.index("C-00001"), "the first to end stands first"
    for words in ("2026-12-20", "2026-11-18", "188", "Mary Webb", ">30<", ">-2<"):
        assert words in listed


def test_a_report_without_such_a_case_has_no_such_table(tmp_path: Path) -> None:
    at = desk.Office(tmp_path).new({"Debtors": [desk.debtor()], "Cases": [desk.case()], "Installments": desk.installments(1, ["10-12"])})
    assert 'id="limitation"' not in Path(at.run("report", "--as-of", "2026-11-20")["files"][0]).read_text(encoding="utf-8")
