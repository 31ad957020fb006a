"""Stage 3 at the open workbook: finances are known, the figures are explained, a promise is made and judged (process 2.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import Office, case, day, debtor, installments, money
from tests.stories.ribbon_desk import RibbonOffice, assert_same

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
        "What is known about the debtor",
    ]

    office.do("promise", "11-12", "Cases", C1, amount=60, due_on="2026-11-13", grace_days=0)
    assert office.live("Cases", C1)["Next action"] == "Watch for the promised payment"
    office.do("pay", "11-13", "Cases", C1, amount=30)
    office.press("refresh", "11-16")
    assert (office.live("Promises")["Status"], office.live("Promises")["Judged on"]) == ("partly kept", day("11-16"))
    office.do("promise", "11-16", "Cases", C1, amount=70, due_on="2026-11-30")
    assert [(row["Status"], row["Level"]) for _, row in office.rows("Promises")] == [("partly kept", 1), ("open", 2)]


def test_from_an_offer_to_a_signed_plan_the_same_as_by_the_command_line(tmp_path: Path, calc: Calc) -> None:
    budget = {"Debtor ID": "D-00001", "Taken on": day("11-12"), "Income": money(1800), "Housing": money(1600)}
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"]), "Budgets": [budget]}
    closed, office = Office(tmp_path / "closed").new(rows), RibbonOffice(tmp_path, calc)
    office.new(rows).open()

    assert "waits for a signature" in _pressed(office, "sign_plan", "11-12")[0]
    assert any("cannot" in advice or "no offer" in advice for advice in _refused(office, offer=99))
    office.fill(offer=4)
    assert any("arrears 100.00, outstanding 200.00" in line for line in office.press("agree", "11-12")[0].split("\n"))
    assert office.where() == "Result"
    assert [line[:4] for line in office.results() if line[0] == "L-000001 v1"][:2] == [
        ("L-000001 v1", "1", "2026-12-14", "66.67"), ("L-000001 v1", "2", "2027-01-12", "66.67"),
    ]  # fmt: skip
    closed.run("agree", "--case", C1, "--offer", "4", "--as-of", "2026-11-12", "--by", "Mary Webb")

    said = office.do("sign_plan", "11-13", "Cases", C1, debtor_signed="2026-11-12", creditor_signed="2026-11-13", evidence="plan.pdf")
    assert "outstanding 200.00" in said[0]
    signed = ("--debtor-signed", "2026-11-12", "--creditor-signed", "2026-11-13", "--evidence", "plan.pdf")
    closed.run("agree", "--plan", "L-000001", *signed, "--as-of", "2026-11-13", "--by", "Mary Webb")
    assert_same(office, closed, COMPARED)
    assert (office.live("Cases", C1)["Stage"], office.live("Holds")["Type"]) == ("MONITOR", "SIGNED_PLAN")

    office.select("Cases", C1)
    office.press("versions", "11-13")
    assert [line[3] for line in office.results() if line[0] == "contract"] == ["100.00", "100.00", "200.00"]


COMPARED = {
    "Plans": (
        "Plan ID", "Version", "Kind", "Status", "Proposed on", "Total", "Count", "First due", "Frequency", "Debtor signed on", "Creditor signed on",
        "Proposed by",
    ),
    "Installments": ("Plan ID", "No", "Due on", "Principal", "Status"),
    "Cases": ("Stage", "Outstanding", "Arrears"),
}  # fmt: skip


def _pressed(office: RibbonOffice, button: str, on: str) -> list[str]:
    office.select("Cases", C1)
    return office.press(button, on)


def _refused(office: RibbonOffice, **values: object) -> list[str]:
    """The advice beside the fields of the Form after a press that entered nothing."""
    _pressed(office, "agree", "11-12")
    office.fill(**values)
    assert "Nothing was entered" in office.press("agree", "11-12")[0]
    return [str(advice) for _, advice in office.form().values() if advice]
