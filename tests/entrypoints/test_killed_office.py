"""LibreOffice is killed in the middle of a press: what has left is on record, the file is as it was, and the next press enters what is missing.

As at the desk every press is a process of its own; the one that LibreOffice is killed under ends with it (tests/ledger/apart.py).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from pyaddin.ledger.live.writing import Writer
from tests.ledger.apart import OwnCalc, apart
from tests.ledger.calc import Calc
from tests.stories.desk import case, day, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
NUMBERS = range(1, 4)
NINE_THIRTY_FIVE = 300
"""Seconds after half past nine, when the clerk is back at a new LibreOffice."""


def closed(folder: Path, calc: Calc, recall: int) -> RibbonOffice:
    """Three debtors with a first reminder due on 11-06, figures up to date."""
    office = RibbonOffice(folder, calc)
    office.new(
        {
            "Debtors": [debtor(n, Email=f"d{n}@debtor.example") for n in NUMBERS],
            "Cases": [case(n, n) for n in NUMBERS],
            "Installments": [row for n in NUMBERS for row in installments(n, ["11-02"])],
        },
        {"recall_minutes": recall},
    )
    office.run("refresh", "--as-of", day("11-06").isoformat())
    return office


def kill_at(calc: Calc, number: int) -> Any:
    """SIGKILL for soffice and what it started, just before the given block of the press is written."""
    real, written = Writer._write, [0]

    def killing(self: Writer, *arguments: Any) -> None:
        written[0] += 1
        if written[0] == number:
            calc.app.office.kill()
        real(self, *arguments)

    return mock.patch.object(Writer, "_write", killing)


def press_to_death(folder: Path, block: int, button: str, *answers: str, **fields: date | int) -> tuple[str, int]:
    """What the button's own window shows, for nobody is left on whose screen it could be said; and how many senders were started.

    ``fields``: the Form of the first case is filled in before.
    """
    with OwnCalc() as calc:
        office = RibbonOffice(folder, calc).open()
        if fields:
            office.select("Cases", "C-00001")
            office.press(button, "11-06")
            office.fill(**fields)
        with kill_at(calc, block), pytest.raises(SystemExit) as left:
            office.press(button, "11-06", *answers)
        return str(left.value.code), len(office.senders)


def again(office: RibbonOffice) -> RibbonOffice:
    """The clerk opens the workbook once more, in a new LibreOffice."""
    office._seconds = NINE_THIRTY_FIVE
    return office.open()


@pytest.mark.parametrize("block", [1, 3, 4])  # of Cases, Contacts and Runs: a press that sends writes four
def test_sent_messages_are_entered_by_the_next_press_and_not_sent_again(calc: Calc, tmp_path: Path, block: int) -> None:
    office = closed(tmp_path, calc, recall=0)
    content = office.path.read_bytes()
    said, _ = apart(press_to_death, tmp_path, block, "send_due", "yes")
    assert "LibreOffice" in said
    assert "\n" not in said
    assert "Traceback" not in said
    assert office.path.read_bytes() == content
    mails = {path: path.read_bytes() for path in office.emails()}
    assert len(mails) == 3, "the messages had left before the ledger was written"

    again(office)
    assert office.rows("Contacts") == []
    office.press("send_due", "11-06", "yes")
    contacts = [row for _, row in office.rows("Contacts")]
    assert sorted((row["Case ID"], row["Result"]) for row in contacts) == [(f"C-0000{n}", "sent") for n in NUMBERS]
    assert len({row["Key"] for row in contacts}) == 3
    assert {path: path.read_bytes() for path in office.emails()} == mails, "nothing went twice"
    assert {office.live("Cases", f"C-0000{n}")["Level"] for n in NUMBERS} == {1}
    assert office.press("send_due", "11-06") != []
    assert len(office.rows("Contacts")) == 3


def test_waiting_messages_are_taken_back_or_entered_once(calc: Calc, tmp_path: Path) -> None:
    """Messages that still wait for the sender when the ledger cannot be written do not leave without their rows."""
    office = closed(tmp_path, calc, recall=10)
    content = office.path.read_bytes()
    _, senders = apart(press_to_death, tmp_path, 2, "send_due", "yes")
    assert office.path.read_bytes() == content
    assert senders == 0
    assert office.emails() == []

    again(office)
    office.press("send_due", "11-06", "yes")
    assert sorted((row["Case ID"], row["Result"]) for _, row in office.rows("Contacts")) == [(f"C-0000{n}", "queued") for n in NUMBERS]
    assert len(office.senders) == 1


def test_a_payment_that_was_being_entered_is_entered_once(calc: Calc, tmp_path: Path) -> None:
    office = closed(tmp_path, calc, recall=0)
    content = office.path.read_bytes()
    said, _ = apart(press_to_death, tmp_path, 2, "pay", amount=40, on=day("11-06"))
    assert "LibreOffice" in said
    assert office.path.read_bytes() == content

    again(office)
    assert office.rows("Payments") == []
    office.do("pay", "11-06", "Cases", "C-00001", amount=40, on=day("11-06"))
    assert [(row["Case ID"], row["Amount"]) for _, row in office.rows("Payments")] == [("C-00001", 40)]
