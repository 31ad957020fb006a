"""Stage 2 at the open workbook: the reason is learned, a dispute rests the letters and is lifted, the second reminder goes (process 2.2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import case, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


def test_reason_dispute_and_second_reminder(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-02"])}).open()
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
