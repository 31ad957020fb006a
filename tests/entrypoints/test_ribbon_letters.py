"""Letters at the open workbook: looked at, printed, and confirmed by one click and one question."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest

from tests.ledger.calc import Calc
from tests.stories.desk import case, day, debtor, hold, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def office(tmp_path: Path, calc: Calc) -> RibbonOffice:
    """Ann and Bob want letters; the weekly run of the ninth has asked for one each, and Bob disputes his debt since."""
    rows = {
        "Debtors": [debtor(1, Preferred_channel="letter"), debtor(2, Preferred_channel="letter")],
        "Cases": [case(1), case(2, 2)],
        "Installments": [*installments(1, ["11-06"]), *installments(2, ["11-06"])],
    }
    office = RibbonOffice(tmp_path, calc)
    office.new(rows)
    office.run("weekly", "--as-of", day("11-09").isoformat(), "--by", "x")
    office.type("Holds", hold(2, "H-1", "DISPUTE", "11-09"))
    return office.open()


def test_letters_are_looked_at_printed_and_confirmed(office: RibbonOffice, tmp_path: Path) -> None:
    with mock.patch("webbrowser.open") as opened:
        office.select("Cases", "C-00001")
        (said,) = office.press("letter", "11-09")
        assert "letter-C-00001-reminder_1.pdf" in said
        (said,) = office.press("letters_posted", "11-09")
        assert "Print letters first" in said
        (said,) = office.press("print_letters", "11-09")
        assert said.startswith("Printed 1 letter")
    assert [Path(call.args[0]).name for call in opened.call_args_list] == ["letter-C-00001-reminder_1.pdf", "print.pdf"]
    assert any("HOLD-DISPUTE" in " ".join(line) for line in office.results())
    assert (tmp_path / "ledger-out" / "P-2026-11-09" / "archive" / "L-0001.pdf").exists()
    assert office.live("Cases", "C-00001")["Level"] in (0, None)

    office.press("letters_posted", "11-09", "yes")
    assert office.live("Cases", "C-00001")["Level"] == 1
    assert office.live("Cases", "C-00002")["Level"] in (0, None)


def test_who_posted_on_another_day_or_not_at_all_says_so_on_the_form(office: RibbonOffice) -> None:
    with mock.patch("webbrowser.open"):
        office.press("print_letters", "11-09")
    office.press("letters_posted", "11-12", "no")
    assert office.live("Cases", "C-00001")["Level"] in (0, None)
    office.press("letters_posted", "11-12")
    assert office.live("Cases", "C-00001")["Level"] in (0, None), "no word was typed: the No to today is no yes"
    assert "on which day the letters were posted" in office.form()["on"][1]
    office.fill(not_posted="yes", on=day("11-10"))
    office.press("letters_posted", "11-12")
    assert office.live("Cases", "C-00001")["Level"] in (0, None), "either the day, or that it was not posted"
    office.fill(not_posted=None)
    (said,) = office.press("letters_posted", "11-12")
    assert "Confirmed as posted on 2026-11-10" in said
    assert office.live("Cases", "C-00001")["Level"] == 1
