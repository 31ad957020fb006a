"""Stage 2 at the open workbook: the reason is learned, a dispute rests the letters and is lifted, the second reminder goes (process 2.2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import Office, case, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice, assert_same

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


def test_a_talk_by_the_form_and_offers_side_by_side(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])}).open()
    told = {"result": "reached", "reason_code": "ILLNESS", "income": 1800, "housing": 1700, "transport": 40, "new_phone": "+44 113 496 0777"}
    assert "to correct on the Form: 1" in office.do("talk", "11-10", "Cases", C1, **told)[-1]
    assert office.form()["new_data_source"][1]  # advice beside the field: where the new number comes from
    office.fill(new_data_source="the debtor", new_data_confirmed="yes")
    assert office.press("talk", "11-10") == []
    assert office.where() == "Result"
    said = [line[0] for line in office.results()]
    assert any(line.startswith("Say: I am sorry to hear") for line in said)
    assert any(line.startswith("Money a month: income 1800.00") for line in said)
    assert any(line.startswith("Ask next: ") for line in said)
    assert [line for line in said if line.startswith("Next: ")] == ["Next: Make offers and agree a plan on 2026-11-10."]
    assert (office.live("Contacts")["Reason code"], office.live("Budgets")["Surplus"]) == ("ILLNESS", 60)
    assert (office.live("Debtors")["Phone"], office.live("Debtors")["New phone"]) == ("+44 113 496 0777", None)
    assert office.live("Cases", C1)["Stage"] == "NEGOTIATE"

    office.select("Cases", C1)
    assert office.press("offers", "11-10") == []
    page = office.book.sheets["Result"]
    assert page.range("A2").value.startswith("Offers for C-00001 (Ann Lee) as of 2026-11-10: ")
    assert [page.range(cell).wrap_text for cell in ("A2", "B5")] == [False, True]  # one line over the narrow column of the numbers, not sixty
    lines = office.results()
    assert lines[2][:4] == ("3", "Monthly installments", "3 x 60.00, then 20.00", "2026-12-10")
    assert office.press("offers", "11-10") == []  # pressed on that page: what if
    office.fill(income_change="50%")
    office.press("offers", "11-10")
    assert office.results()[2][:2] == ("3", "Monthly installments")
    assert office.results()[2][2] == ""


COMPARED = {
    "Cases": ("Stage", "Level", "Days past due", "Arrears", "Outstanding", "Next action", "Priority"),
    "Contacts": ("Channel", "Class", "Direction", "Result", "Reason code", "Key", "Notes"),
    "Holds": ("Type", "Start", "End", "Reason"),
    "Moves": ("From", "To", "Rule", "As of"),
}


def test_reason_dispute_and_second_reminder_the_same_as_by_the_command_line(tmp_path: Path, calc: Calc) -> None:
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])}
    closed, office = Office(tmp_path / "closed").new(rows), RibbonOffice(tmp_path, calc)
    office.new(rows).open()
    office.press("weekly", "11-09", "yes")

    office.do("log", "11-11", "Cases", C1, result="dispute", reason_code="DISPUTE", direction="in", at="2026-11-11 09:00")
    assert office.live("Cases", C1)["Stage"] == "DEEP"
    said = office.do("hold", "11-11", "Cases", C1, type="DISPUTE", reason="Sofa was never delivered")
    assert "done" in said[0]

    office.press("weekly", "11-16")  # nothing may go: no question
    assert "HOLD-DISPUTE" in office.live("Cases", C1)["Why"]
    office.select("Cases", C1)
    office.press("may_contact", "11-16")
    assert {line[1] for line in office.results()} == {"forbidden"}

    office.select("Cases", C1)
    office.press("hold", "11-18")
    office.fill(case=None, lift=office.live("Holds")["Hold ID"])
    office.press("hold", "11-18")
    office.select("Cases", C1)
    office.press("remind", "11-19", "yes")
    assert office.live("Cases", C1)["Level"] == 2
    assert [row["Result"] for _, row in office.rows("Contacts") if row["Key"]][-1] == "sent"

    by = ("--by", "Mary Webb")
    closed.weekly("11-09")
    closed.run(
        "log", "--case", C1, "--channel", "call", "--direction", "in", "--result", "dispute", "--reason-code", "DISPUTE", "--at", "2026-11-11 09:00",
        "--as-of", "2026-11-11", *by,
    )  # fmt: skip
    closed.run("hold", "--case", C1, "--type", "DISPUTE", "--reason", "Sofa was never delivered", "--as-of", "2026-11-11", *by)
    closed.weekly("11-16")
    closed.run("hold", "--lift", "H-000001", "--as-of", "2026-11-18", *by)
    closed.run("remind", "--case", C1, "--as-of", "2026-11-19", *by)
    assert_same(office, closed, COMPARED)
