"""The last ninety days of a limitation period: points in the queue, and one line on top of Today that counts the cases, also those under a hold."""

from __future__ import annotations

import pytest

from pyaddin.tasks.entries import today_rows
from tests.rules.build_cases import DEEP, debtor, file, hold, look, office, rows

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
