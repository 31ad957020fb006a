"""Stage 5 at the open workbook: the final demand waits for a supervisor, is released, and the supervisor's outcome closes the case (process 2.5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import SUPERVISOR, case, debtor, installments
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
