"""The letter that goes out in each of the five stages: the way of a debtor who wants paper, read back from the printed page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.correspondence.letter.papers import text_of
from tests.stories.desk import SUPERVISOR, Office, case, day, debtor, installments, payment, plan

pytestmark = pytest.mark.poppler
FRIDAYS = ["11-06", "12-04", "2027-01-08"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann wants letters; she owes three monthly rows of 100, the first due on Friday 6 November."""
    people = [debtor(1, Preferred_channel="letter")]
    return Office(tmp_path).new({"Debtors": people, "Cases": [case()], "Installments": installments(1, FRIDAYS)})


def posted(office: Office, on: str, by: str = "Mary Webb") -> str:
    """The weekly run of the day, its letter printed and posted the same day. The words of the archive copy."""
    assert [result[3] for result in office.weekly(on).results] == ["queued"]
    words = ("--as-of", day(on).isoformat(), "--by", by)
    printed = office.run("letters", *words)
    assert printed["printed"] == 1, printed.data
    text = text_of((Path(str(printed["folder"])) / printed["letters"][0]["file"]).read_bytes(), office.path.parent)
    assert office.run("letters", *words, "--posted")["posted"] == 1
    return " ".join(text.split())


def looked_at(office: Office, on: str, template: str) -> str:
    """The letter of a wording for the case, as it would be printed."""
    shown = office.run("letter", "--as-of", day(on).isoformat(), "--case", "C-00001", "--template", template)
    assert shown.code == 0, shown.data
    return " ".join(text_of(Path(shown["files"][0]).read_bytes(), office.path.parent).split())


def carries(text: str, *words: str) -> None:
    """Every letter says who writes to whom, about what, how to answer and where to complain (R31)."""
    always = ("Private and confidential", "Ann Lee", "1 High Street", "Leeds", "LS1 1AA", "Oakmere Furniture", "C-00001", "Mary Webb", "+44 113 496 0000")
    for word in (*always, "accounts@oakmere.example", *words):
        assert word in text, word
    for threat in ("court", "bailiff", "credit record", "immediately"):
        assert threat not in text.casefold(), threat


def test_1_first_contact(office: Office) -> None:
    text = posted(office, "11-09")
    carries(text, "November 6, 2026", "£100.00", "Sofa", "complaints@oakmere.example", "Bank transfer", "Principal", "3 days")
    assert office.stage() == ("CONTACT", 1)


def test_2_deep_communication(office: Office) -> None:
    posted(office, "11-09")
    second = posted(office, "11-16")
    carries(second, "November 6, 2026", "£100.00", "10 days")
    assert office.stage() == ("DEEP", 2)
    third = posted(office, "11-23")
    carries(third, "£100.00", "17 days")
    assert third != second
    assert office.stage() == ("DEEP", 3)


def test_2_the_last_letter_of_deep_communication_waits_for_a_supervisor(office: Office) -> None:
    for on in ("11-09", "11-16", "11-23"):
        posted(office, on)
    office.weekly("11-30")
    on = "12-07"
    answer = office.weekly(on)
    held = office.run("letters", "--as-of", day(on).isoformat(), "--by", "Mary Webb")
    assert held["printed"] == 0, answer.data
    assert "APPROVAL" in held["blocked"][0]["why"]
    printed = office.run("letters", "--as-of", day(on).isoformat(), "--by", SUPERVISOR)
    assert printed["printed"] == 1
    assert printed["letters"][0]["case_id"] == "C-00001"


def test_3_negotiation(office: Office) -> None:
    posted(office, "11-09")
    office.type("Plans", plan(1, "A-1", 300, "11-10"))
    office.type("Installments", *installments(1, ["11-20", "12-18", "2027-01-15"], plan="A-1"))
    text = looked_at(office, "11-11", "negotiate/agreement")
    carries(text, "A-1", "November 20, 2026", "December 18, 2026", "January 15, 2027", "100.00", "£300.00")


def test_4_monitoring_a_missed_installment_of_the_agreement(office: Office) -> None:
    posted(office, "11-09")
    office.type("Plans", plan(1, "A-1", 300, "11-10", "11-10"))
    office.type("Installments", *installments(1, ["11-20", "12-18", "2027-01-15"], plan="A-1"))
    office.weekly("11-16")
    assert office.stage()[0] == "MONITOR"
    text = posted(office, "11-23")
    carries(text, "November 20, 2026", "£100.00")


def test_4_thanks_for_money(office: Office) -> None:
    posted(office, "11-09")
    office.type("Payments", payment(1, "11-12", 40))
    assert "£40.00" in looked_at(office, "11-13", "thanks")


def test_5_disposition_final_demand(office: Office) -> None:
    posted(office, "11-09")
    text = looked_at(office, "2027-03-01", "disposition/demand")
    carries(text, "£300.00")
