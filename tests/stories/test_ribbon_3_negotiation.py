"""Stage 3 at the open workbook: finances are known, the figures are explained, a promise is made and judged (process 2.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import case, day, debtor, installments, money
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


def test_from_reason_and_budget_to_a_promise_that_is_kept_in_part(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    budget = {"Debtor ID": "D-00001", "Taken on": day("11-12"), "Income": money(1800), "Housing": money(1600)}
    office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"]), "Budgets": [budget]}).open()
    office.press("weekly", "11-09", "yes")
    office.do("log", "11-11", "Cases", C1, result="hardship", reason_code="INCOME_LOSS")
    assert office.live("Cases", C1)["Stage"] == "DEEP"
    office.press("refresh", "11-12")
    assert office.live("Cases", C1)["Stage"] == "NEGOTIATE"

    column = office.book.sheets["Cases"].range("A1").expand("right").value.index("Arrears") + 1
    office.book.sheets["Cases"].activate()
    office.book.sheets["Cases"].range((2, column)).select()
    office.press("explain", "11-12")
    shown = office.results()
    assert shown[0][1] == "The selected column: Arrears"
    assert shown[1][1:3] == ("Arrears", "100.00 GBP")
    assert [line[1] for line in shown if not line[0]][1:] == [
        "Days", "What is owed", "Late interest", "What was paid, and where it went", "The work on the case", "Messages: what goes and what does not",
    ]

    office.do("promise", "11-12", "Cases", C1, amount=60, due_on="2026-11-13", grace_days=0)
    assert office.live("Cases", C1)["Next action"] == "Watch for the promised payment"
    office.do("pay", "11-13", "Cases", C1, amount=30)
    office.press("refresh", "11-16")
    assert (office.live("Promises")["Status"], office.live("Promises")["Judged on"]) == ("partly kept", day("11-16"))
    office.do("promise", "11-16", "Cases", C1, amount=70, due_on="2026-11-30")
    assert [(row["Status"], row["Level"]) for _, row in office.rows("Promises")] == [("partly kept", 1), ("open", 2)]
