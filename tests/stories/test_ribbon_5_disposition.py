"""Stage 5 at the open workbook: the final demand waits for a supervisor, is released, and the supervisor's outcome closes the case (process 2.5)."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import SUPERVISOR, Office, case, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


def test_the_final_demand_is_released_and_the_outcome_closes_the_case(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-05"])})
    for on in ("10-12", "10-19", "10-26"):
        office.weekly(on)
    office.open()
    question, _ = office.press("weekly", "11-09", "yes")
    assert "highest level 4" in question
    assert office.live("Contacts")["Result"] == "queued"

    office.press("outbox", "11-10")
    assert office.results()[0][:3] == (f"{C1}|1|reminder|4", "Ann Lee", "planned")
    office.select_at("Result", "A5")
    office.press("outbox", "11-10")
    office.fill(action="approve")
    assert office.press("outbox", "11-10")[0].startswith("Nothing was entered.")  # Mary is no supervisor
    office.user = SUPERVISOR
    office.select_at("Form", "B6")
    office.press("outbox", "11-10")
    office.press("weekly", "11-11", "yes")
    assert office.live("Cases", C1)["Level"] == 4

    row = next(number for number, row in office.rows("Cases") if row["Case ID"] == C1)
    columns = list(office.live("Cases"))
    for name, value in (("Outcome", "WRITTEN_OFF"), ("Outcome on", "2026-11-20"), ("Approved by", SUPERVISOR)):
        office.book.sheets["Cases"].range((row, columns.index(name) + 1)).value = value
    office.press("refresh", "11-20")
    shown = office.live("Cases", C1)
    assert (shown["Stage"], shown["Outcome"]) == ("CLOSED", "WRITTEN_OFF")
    assert office.live("Moves")["Rule"] == "T12"


def _cells(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """The cells by name; a whole number is one number however its cell holds it."""
    shown = [[float(row[name]) if isinstance(row[name], int | float) else str(row[name] or "") for name in names] for row in rows]
    return [tuple(line) for line in shown]


def test_review_advice_demand_and_write_off_at_the_desk_are_those_of_the_command_line(tmp_path: Path, calc: Calc) -> None:
    """One story twice: by the buttons on the open workbook, and by the commands on a copy of the file; the same cells come out."""
    rows = {"Debtors": [debtor()], "Cases": [case(Annual_rate=Decimal("0.12"))], "Installments": installments(1, ["08-03", "09-03"])}
    office, other = RibbonOffice(tmp_path, calc), Office(tmp_path / "other")
    office.new(rows)
    for on in ("08-06", "08-13", "11-02"):
        office.weekly(on)
    other.path.parent.mkdir()
    shutil.copy(office.path, other.path)
    office.open()

    assert office.press("review", "11-03") == []
    assert [line[0] for line in office.results()] == [C1]
    lacks, limit = (str(office.book.sheets["Result"].range(place).value) for place in ("E5", "F5"))
    assert ("proof of delivery" in lacks, "2032-08-03" in limit) == (True, True)
    office.select("Cases", C1)
    question, *_ = office.press("demand", "11-03", "no")
    assert "1" in question
    advised = {
        "counsel": "Hart & Co", "asked_on": "2026-10-21", "advice_on": "2026-11-02", "recommendation": "sue", "demand_delivered_on": "2026-10-20",
        "proof": "RL 12", "expected_costs": "60", "chance": "0.6",
    }  # fmt: skip
    office.do("advice", "11-03", "Cases", C1, **advised)
    told = " ".join(office.do("dispose", "11-03", "Cases", C1, to_disposition="yes", approved_by=SUPERVISOR))
    assert "2032-08-03" in told
    assert office.live("Cases", C1)["Stage"] == "DISPOSITION"
    office.do("dispose", "11-04", "Cases", C1, outcome="WRITTEN_OFF", approved_by=SUPERVISOR, document="d7.pdf", reason="No assets")
    shown = office.live("Cases", C1)
    assert (shown["Stage"], shown["Outcome"], shown["Outstanding"]) == ("CLOSED", "WRITTEN_OFF", 0)

    words = [word for name, value in advised.items() for word in (f"--{name.replace('_', '-')}", value)]
    by = ("--case", C1, "--by", "Mary Webb")
    assert other.run("advice", *by, "--as-of", "2026-11-03", *words).code == 0
    assert other.run("dispose", *by, "--as-of", "2026-11-03", "--to-disposition", "--approved-by", SUPERVISOR).code == 0
    last = ("--outcome", "WRITTEN_OFF", "--approved-by", SUPERVISOR, "--document", "d7.pdf", "--reason", "No assets")
    assert other.run("dispose", *by, "--as-of", "2026-11-04", *last).code == 0
    office.save()
    for table, names in (
        ("Adjustments", ("Kind", "Component", "Amount", "On", "Entered by", "Approved by", "Document", "Key")),
        ("Cases", ("Stage", "Outcome", "Outcome on", "Outcome by", "Approved by", "Outcome document", "Outcome reason", "Outstanding", "Why")),
        ("Legal", ("Counsel", "Final demand delivered on", "Proof", "Recommendation", "Expected costs", "Chance")),
        ("Moves", ("As of", "From", "To", "Rule", "By")),
    ):
        assert _cells(office.sheet(table), *names) == _cells(other.sheet(table), *names), table
