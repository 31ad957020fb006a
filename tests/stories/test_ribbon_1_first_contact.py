"""Stage 1 at the open workbook: the first reminder, a call in vain, a call that reaches, the payment (process 2.1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.history.audit import Chain
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks.audit_picture import Pictured
from tests.ledger.calc import Calc
from tests.stories.desk import LEDGER_ID, case, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
C1 = "C-00001"


def test_from_the_first_reminder_to_the_payment(tmp_path: Path, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    office.new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}).open()
    assert office.press("queue", "11-04") == ["The figures were never computed: press Refresh."]
    office.press("refresh", "11-04")
    assert office.live("Cases", C1)["Stage"] == "CONTACT"
    assert office.live("Today")["Case ID"] == C1

    office.select("Today", C1)
    office.press("remind", "11-04", "yes")
    assert office.live("Cases", C1)["Level"] == 1
    assert len(office.emails()) == 1

    office.do("log", "11-06", "Cases", C1, result="no answer")
    office.do("log", "11-07", "Cases", C1, result="reached", notes="Will pay on Monday", follow_up_on="2026-11-10")
    assert [row["Result"] for _, row in office.rows("Contacts")] == ["sent", "no answer", "reached"]

    office.do("pay", "11-09", "Cases", C1, amount=100, method="Bank transfer")
    row = office.live("Cases", C1)
    assert (row["Stage"], row["Outcome"], row["Outstanding"]) == ("CLOSED", "PAID", 0)
    office.press("daily", "11-09", "yes")
    assert [(row["Key"], row["Result"]) for _, row in office.rows("Contacts") if row["Key"]] == [
        (f"{C1}|1|reminder|1", "sent"), (f"{C1}|1|thanks|P-000001", "sent"),
    ]  # fmt: skip
    office.save()
    office.book.close()
    assert office.clean()
    with Chain.look(office.path, LEDGER_ID) as chain:  # what the open workbook took is what the file gives back, cell by cell
        assert chain.differences(Pictured(ClosedBook(office.path).read()).picture()) == []
        assert {entry.kind for entry in chain.entries()} == {"first", "write"}
