"""LibreOffice is killed in the middle of a press: what has left is on record, the file is as it was, and the next press enters what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyaddin.ledger.live.writing import Writer
from tests.ledger.calc import Calc
from tests.stories.desk import case, day, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice
NUMBERS = range(1, 4)


def opened(folder: Path, calc: Calc, recall: int) -> RibbonOffice:
    """Three debtors with a first reminder due on 11-06, figures up to date, open in LibreOffice."""
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
    return office.open()


def kill_at(calc: Calc, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """SIGKILL for soffice and what it started, just before the given block of the press is written."""
    real, written = Writer._write, [0]

    def killing(self: Writer, *arguments: Any) -> None:
        written[0] += 1
        if written[0] == number:
            calc.app.office.kill()
        real(self, *arguments)

    monkeypatch.setattr(Writer, "_write", killing)


def pressed_to_death(office: RibbonOffice, button: str, *answers: str) -> str:
    """What the button's own window shows, for nobody is left on whose screen it could be said."""
    with pytest.raises(SystemExit) as left:
        office.press(button, "11-06", *answers)
    return str(left.value.code)


def again(office: RibbonOffice) -> RibbonOffice:
    """The clerk opens the workbook once more, in a new LibreOffice."""
    office._heard = 0
    return office.open()


@pytest.mark.parametrize("block", [1, 3, 4])  # of Cases, Contacts and Runs: a press that sends writes four
def test_sent_messages_are_entered_by_the_next_press_and_not_sent_again(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    office = opened(tmp_path, calc, recall=0)
    content = office.path.read_bytes()
    kill_at(calc, monkeypatch, block)
    said = pressed_to_death(office, "send_due", "yes")
    assert "LibreOffice" in said
    assert "\n" not in said
    assert "Traceback" not in said
    assert office.path.read_bytes() == content
    mails = {path: path.read_bytes() for path in office.emails()}
    assert len(mails) == 3, "the messages had left before the ledger was written"
    monkeypatch.undo()

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


def test_waiting_messages_are_taken_back_or_entered_once(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages that still wait for the sender when the ledger cannot be written do not leave without their rows."""
    office = opened(tmp_path, calc, recall=10)
    content = office.path.read_bytes()
    kill_at(calc, monkeypatch, 2)
    pressed_to_death(office, "send_due", "yes")
    assert office.path.read_bytes() == content
    assert office.senders == []
    assert office.emails() == []
    monkeypatch.undo()

    again(office)
    office.press("send_due", "11-06", "yes")
    assert sorted((row["Case ID"], row["Result"]) for _, row in office.rows("Contacts")) == [(f"C-0000{n}", "queued") for n in NUMBERS]
    assert len(office.senders) == 1


def test_a_payment_that_was_being_entered_is_entered_once(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = opened(tmp_path, calc, recall=0)
    content = office.path.read_bytes()
    office.select("Cases", "C-00001")
    office.press("pay", "11-06")
    office.fill(amount=40, on=day("11-06"))
    kill_at(calc, monkeypatch, 2)
    assert "LibreOffice" in pressed_to_death(office, "pay")
    assert office.path.read_bytes() == content
    monkeypatch.undo()

    again(office)
    assert office.rows("Payments") == []
    office.do("pay", "11-06", "Cases", "C-00001", amount=40, on=day("11-06"))
    assert [(row["Case ID"], row["Amount"]) for _, row in office.rows("Payments")] == [("C-00001", 40)]
