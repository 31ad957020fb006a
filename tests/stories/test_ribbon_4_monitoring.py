"""Stage 4 at the open workbook: a signed plan is watched, a missed installment is noticed and told, the payment puts it right (process 2.4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import Office, case, contact, day, debtor, installments, money, plan
from tests.stories.ribbon_desk import RibbonOffice, assert_same

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


COMPARED = {
    "Cases": ("Stage", "Level", "Days past due", "Arrears", "Outstanding", "Next action", "Next action on", "Priority"),
    "Installments": ("Plan ID", "No", "Status", "Paid", "Paid on", "Flagged on"),
    "Contacts": ("Channel", "Class", "Direction", "Template", "Result", "Key", "Why"),
    "Plans": ("Status",),
    "Holds": ("Type", "Start", "End"),
    "Moves": ("From", "To", "Rule", "As of"),
}


def test_a_missed_installment_of_the_plan_is_told_and_paid_the_same_as_by_the_command_line(tmp_path: Path, calc: Calc) -> None:
    closed, office = Office(tmp_path / "closed"), RibbonOffice(tmp_path, calc)
    for one in (closed, office):
        one.new(
            {
                "Debtors": [debtor()], "Cases": [case()],
                "Installments": [*installments(1, ["11-02"], 200), *installments(1, ["11-20", "12-20"], 100, plan="L-1")],
                "Contacts": [contact(1, "2026-11-05 15:30", "call", "hardship", Reason_code="INCOME_LOSS")],
                "Budgets": [{"Debtor ID": "D-00001", "Taken on": day("11-05"), "Income": money(1800)}],
                "Plans": [plan(1, "L-1", 200, "11-09", "11-09")],
            }
        )  # fmt: skip
        one.run("refresh", "--as-of", "2026-11-06")  # before the plan: in collection
    office.open()
    office.press("refresh", "11-10")
    assert office.live("Cases", C1)["Stage"] == "MONITOR"
    assert office.press("daily", "11-20")[-1].startswith("Assessed 1, flagged 0")

    question, done = office.press("daily", "11-23", "yes")
    assert "To be sent as of 2026-11-23: 1." in question
    assert "flagged 1" in done
    missed = [row for _, row in office.rows("Installments") if row["Status"] == "missed"]
    assert [(row["Plan ID"], row["No"], row["Flagged on"]) for row in missed] == [("L-1", 1, day("11-23"))]
    assert office.live("Contacts")["Key"] == f"{C1}|1|missed|L-1/1/1"

    office.do("pay", "11-24", "Cases", C1, amount=100)
    row = next(row for _, row in office.rows("Installments") if row["Plan ID"] == "L-1" and row["No"] == 1)
    assert (row["Status"], row["Paid"], row["Paid on"]) == ("paid", 100, day("11-24"))
    assert office.live("Cases", C1)["Arrears"] == 0

    question, _ = office.press("daily", "12-17", "yes")
    assert "To be sent as of 2026-12-17: 1." in question
    assert office.rows("Contacts")[-1][1]["Key"] == f"{C1}|1|notice|L-1/1/2"

    closed.run("refresh", "--as-of", "2026-11-10")
    for on in ("11-20", "11-23"):
        closed.daily(on)
    closed.run("pay", "--case", C1, "--amount", "100", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")
    closed.daily("12-17")
    assert_same(office, closed, COMPARED)
