"""A collection agency in the United States through the real doors: its first message is the validation notice, and nothing presses while its period runs."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from tests.stories.desk import Office, Row, case, day, debtor, installments, payment, words_of

AGENCY: Row = {
    "actor_role": "agency", "creditor_name": "North South Group", "creditor_address": "P.O. Box 121212, Pasadena, CA 91111",
    "creditor_phone": "+1 800 555 0100", "reply_to": "disputes@northsouth.example", "complaint_line": "care@northsouth.example",
    "payment_instructions": "Check payable to North South Group", "current_creditor": "Bank of Rockville", "itemization_creditor": "Main Street Stores",
    "letter_paper": "us-letter", "letter_window": "us-10", "time_zone": "America/New_York",
}  # fmt: skip
MONDAY, ENDS = "11-23", "2026-12-31"
NOTICE = f"C-00001|1|validation|{ENDS}"


def agency(folder: Path, settings: Row | None = None, product: str = "Store card 4000 1234 5678 9010", **more: Any) -> Office:
    """A consumer in New York who owes three months, with 40 paid on 1 October and interest of 10 % a year."""
    person: Row = {
        "Country": "US", "Region": "NY", "Time_zone": "America/New_York", "Phone": "+1 202 555 0101", "Address": "2323 Park Street", "City": "Bethesda",
        "Postal_code": "20815",
    }  # fmt: skip
    rows = {
        "Debtors": [debtor(**(person | more))],
        "Cases": [case(Product=product, Currency="USD", Annual_rate=Decimal("0.1"))],
        "Installments": installments(1, ["09-20", "10-20", "11-20"]),
        "Payments": [payment(1, "10-01", 40)],
    }
    return Office(folder).new(rows, {**AGENCY, **(settings or {})})


def test_the_first_message_is_the_notice_and_friendly_reminders_follow(tmp_path: Path) -> None:
    office = agency(tmp_path)
    answer = office.weekly(MONDAY)
    assert answer.results == [("C-00001", "validation", 0, "sent")]
    text = words_of(office.mail(answer))
    for said in (
        "North South Group, P.O. Box 121212, Pasadena, CA 91111", "To: Ann Lee, 2323 Park Street, Bethesda, NY 20815",
        "this communication is from a debt collector",
        "from Main Street Stores with account number ending in 9010", "The debt is owed now to Bank of Rockville", "As of October 1, 2026, you owed 260.30",
        "interest charged 1.89", "Total amount of the debt now US$262.19", "by December 31, 2026", "cfpb.gov/debt-collection",
    ):  # fmt: skip
        assert said in text
    assert "4000" not in text
    assert office.keyed() == [(NOTICE, "sent")]
    assert office.weekly(MONDAY).results == []
    assert office.today() == [f"Make first contact (validation period until {ENDS})"]
    steps = office.run("explain", "--case", "C-00001")["steps"]
    assert any(f"by email; its period runs until {ENDS}" in step["note"] for step in steps if step["rule"] == "VALIDATION")
    later = office.weekly("11-30")
    assert later.results == [("C-00001", "reminder", 1, "sent")]
    said = words_of(office.mail(later))
    assert "This message is from a debt collector." in said
    assert "by January 1, 2027" in said or "by January 4, 2027" in said  # never a date to pay by within the period
    assert office.clean()


def test_nothing_presses_until_the_period_is_over(tmp_path: Path) -> None:
    office = agency(tmp_path)
    results = [result for on in (MONDAY, "11-30", "12-07", "12-14", "12-21", "12-28") for result in office.weekly(on).results]
    assert [level for _, _, level, _ in results] == [0, 1, 2, 3]
    assert f"VALIDATION-PERIOD: The validation period runs until {ENDS}" in office.case()["Why"]
    demand = office.run("demand", "--case", "C-00001", "--by", "Li Na")
    assert [message["result"] for message in demand["messages"]] == ["blocked"]
    assert "VALIDATION-PERIOD" in demand["messages"][0]["why"]
    assert office.weekly("2027-01-04").results == [("C-00001", "reminder", 4, "queued")]  # now a supervisor may release it


def test_no_hand_over_to_court_before_the_notice_went(tmp_path: Path) -> None:
    """Legal is filled in by hand; the notice lacks its account number and waits."""
    office = agency(tmp_path, product="Sofa")
    office.weekly(MONDAY)
    office.type("Legal", {"Case ID": "C-00001", "Counsel": "A. Lawyer", "Asked on": day("11-01"), "Advice on": day("11-02"), "Recommendation": "sue",
                          "Final demand delivered on": day("11-01"), "Proof": "RL 1"})
    refused = office.run("dispose", "--case", "C-00001", "--to-disposition", "--approved-by", "Li Na", "--by", "Mary Webb")
    assert refused.error == "X-DISPOSE"
    assert "lacks the validation notice, which has not gone out" in str(refused.data)
    assert office.stage()[0] != "DISPOSITION"


def test_a_dispute_in_the_period_stops_collection_until_the_hold_is_lifted(tmp_path: Path) -> None:
    office = agency(tmp_path)
    office.weekly(MONDAY)
    logged = office.run("log", "--case", "C-00001", "--channel", "letter", "--direction", "in", "--result", "dispute", "--by", "Mary Webb")
    assert logged.code == 0
    held = office.run("hold", "--case", "C-00001", "--type", "DISPUTE", "--reason", "wrote that it is not hers", "--by", "Mary Webb")
    assert held.code == 0
    answer = office.weekly("11-30")
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    assert "HOLD-DISPUTE" in answer["messages"][0]["why"]
    assert len(office.emails()) == 1
    (hold,) = [row["Hold ID"] for row in office.sheet("Holds") if row["Type"] == "DISPUTE"]
    assert office.run("hold", "--lift", hold, "--as-of", "2026-12-01", "--by", "Mary Webb").code == 0
    assert office.weekly("12-07").results == [("C-00001", "reminder", 1, "sent")]


def test_a_dispute_has_no_end_before_its_answer(tmp_path: Path) -> None:
    office = agency(tmp_path)
    words = ("hold", "--case", "C-00001", "--type", "DISPUTE", "--reason", "wrote that it is not hers", "--by", "Mary Webb")
    refused = office.run(*words, "--end", "2026-12-10")
    assert (refused.error, office.sheet("Holds")) == ("E-ORDER", [])
    assert "until it is answered (12 CFR 1006.38(d))" in str(refused.data)
    assert office.run(*words).code == 0


def test_a_notice_that_bounced_goes_by_letter_and_begins_the_period_anew(tmp_path: Path) -> None:
    office = agency(tmp_path)
    office.weekly(MONDAY)
    office.set("Contacts", {"Key": NOTICE}, Result="bounced")
    assert office.weekly("11-30").results == [("C-00001", "validation", 0, "queued")]
    printed = office.run("letters", "--by", "Mary Webb")
    (letter,) = printed["letters"]
    assert letter["pages"] == 2
    with pikepdf.open(Path(printed["folder"]) / letter["file"]) as pdf:
        assert len(pdf.pages) == 2
    assert office.daily("12-01").results == []  # it waits for its posting
    assert office.run("letters", "--posted", "--on", "2026-12-02", "--as-of", "2026-12-02", "--by", "Mary Webb")["posted"] == 1
    key, result = office.keyed()[-1]
    assert (key.rpartition("|")[0], result) == ("C-00001|1|validation", "posted")
    answer = office.weekly("12-14")
    assert answer.results[0][1] == "reminder"


def test_a_released_message_waits_for_the_notice_that_came_back(tmp_path: Path) -> None:
    office = agency(tmp_path)
    for on in (MONDAY, "11-30", "12-07", "12-14", "2027-01-04"):
        office.weekly(on)
    final, result = office.keyed()[-1]
    assert (final, result) == ("C-00001|1|reminder|4", "queued")
    assert office.run("outbox", "approve", "--key", final, "--by", "Li Na").code == 0
    office.set("Contacts", {"Key": NOTICE}, Result="bounced")
    emails = len(office.emails())
    assert office.weekly("2027-01-05").results == [("C-00001", "validation", 0, "queued")]
    assert len(office.emails()) == emails
    (row,) = [row for row in office.sheet("Contacts") if row["Key"] == final]
    assert (row["Result"], row["Why"]) == ("blocked", "VALIDATION: No validation notice has gone out; it goes first.")


def test_an_address_put_right_after_both_ways_came_back_is_a_new_way(tmp_path: Path) -> None:
    office = agency(tmp_path)
    office.weekly(MONDAY)
    office.set("Contacts", {"Key": NOTICE}, Result="bounced")
    assert office.weekly("11-30").results == [("C-00001", "validation", 0, "queued")]
    office.set("Contacts", {"Result": "queued"}, Result="bounced")
    assert office.weekly("12-07").results == [("C-00001", "validation", 0, "blocked")]
    assert "NO-CHANNEL" in office.case()["Why"]
    assert "put it right in Debtors" in office.case()["Why"]
    office.set("Debtors", {"Debtor ID": "D-00001"}, Phone="+1 202 555 0199")
    assert office.weekly("12-08").results == [("C-00001", "validation", 0, "blocked")], "a phone is no way of a notice"
    office.set("Debtors", {"Debtor ID": "D-00001"}, Address="77 Oak Avenue")
    assert office.weekly("12-09").results == [("C-00001", "validation", 0, "queued")]
    assert office.row("Debtors", "D-00001")["Address on file"].endswith(" | phone 2026-12-08, letter 2026-12-09")
    assert office.daily("12-10").results == []
    office.set("Contacts", {"Result": "queued"}, Result="bounced")
    assert office.weekly("12-14").results == [("C-00001", "validation", 0, "blocked")], "one change is one more try"
    assert office.clean()


def printed_and_not_confirmed(folder: Path) -> tuple[Office, str]:
    """The notice was printed on Monday 23 November as a letter; its date holds for postings until Monday 30 November. Now it is 14 December."""
    office = agency(folder, Email=None)
    assert office.weekly(MONDAY).results == [("C-00001", "validation", 0, "queued")]
    assert office.run("letters", "--by", "Mary Webb")["printed"] == 1
    late = office.run("letters", "--posted", "--on", "2026-12-09", "--by", "Mary Webb", "--as-of", "2026-12-09")
    assert late["posted"] == 0
    assert "holds for a posting until 2026-11-30" in late["blocked"][0]["why"]
    assert office.weekly("12-14").results == [], "it may be in the post: no second one is made before a person has said so"
    return office, office.keyed()[0][0]


def test_a_notice_posted_in_time_and_confirmed_late_is_the_only_one(tmp_path: Path) -> None:
    office, key = printed_and_not_confirmed(tmp_path)
    assert office.keyed() == [(key, "queued")]
    assert "was printed (P-2026-11-23) and may be in the post" in office.case()["Why"]
    assert office.today() == ["Contact by letter (say when the validation notice was posted; its date holds for a posting until 2026-11-30)"]
    assert "until 2026-11-30" in office.run("letters", "--by", "Mary Webb")["printed_before"][0]["why"]
    confirmed = office.run("letters", "--posted", "--on", "2026-11-30", "--by", "Mary Webb", "--as-of", "2026-12-14")
    assert (confirmed["posted"], office.keyed()) == (1, [(key, "posted")])
    assert office.weekly("12-15").results == [("C-00001", "reminder", 1, "queued")]
    assert office.clean()


def test_a_notice_that_was_printed_and_not_posted_is_made_anew_when_a_person_says_so(tmp_path: Path) -> None:
    office, key = printed_and_not_confirmed(tmp_path)
    said = office.run("letters", "--not-posted", "--by", "Mary Webb", "--as-of", "2026-12-14")
    assert (said.code, said["withdrawn"], said["posted"]) == (0, 1, 0)
    assert [(row["Result"], row["Why"]) for row in office.sheet("Contacts")] == [
        ("blocked", "NOT-POSTED: It was printed and not posted, says Mary Webb. What is still due is made anew.")
    ]
    assert office.weekly("12-14").results == [("C-00001", "validation", 0, "queued")]
    assert [result for _, result in office.keyed()] == ["blocked", "queued"]
    assert office.keyed()[1][0] != key
    assert office.clean()


def test_a_notice_that_was_never_printed_is_made_anew_by_itself(tmp_path: Path) -> None:
    office = agency(tmp_path, Email=None)
    office.weekly(MONDAY)
    assert office.weekly("12-14").results == [("C-00001", "validation", 0, "queued")]
    assert [result for _, result in office.keyed()] == ["blocked", "queued"]


@pytest.mark.parametrize(
    ("settings", "product", "cell"),
    [({"current_creditor": None}, "Card 4000 1234 5678 9010", "Settings lack current_creditor"), ({}, "Sofa", "names no account number")],
)
def test_what_is_lacking_is_named_with_its_cell_and_nothing_goes(tmp_path: Path, settings: Row, product: str, cell: str) -> None:
    office = agency(tmp_path, settings, product)
    answer = office.weekly(MONDAY)
    assert answer.results == [("C-00001", "validation", 0, "blocked")]
    assert cell in answer["messages"][0]["why"]
    assert cell in office.case()["Why"]
    assert office.emails() == []


def test_the_creditor_itself_owes_no_notice(tmp_path: Path) -> None:
    office = agency(tmp_path, {"actor_role": "creditor"})
    answer = office.weekly(MONDAY)
    assert answer.results == [("C-00001", "reminder", 1, "sent")]
    assert "debt collector" not in words_of(office.mail(answer))


def test_may_contact_tells_of_the_notice(tmp_path: Path) -> None:
    from pyaddin.tasks import may_contact

    office = agency(tmp_path)
    before = may_contact.run(office.path, case="C-00001", now=office._now).data
    assert "No validation notice has gone out" in str(before["notice"])
    why = {row["channel"]: row["why"] for row in before["channels"]}  # type: ignore[attr-defined]
    assert "VALIDATION" in why["letter"]
    assert "VALIDATION" not in why["call"]
    office.weekly(MONDAY)
    office._today = day("11-24")
    after = may_contact.run(office.path, case="C-00001", now=office._now).data
    assert f"its period runs until {ENDS}" in str(after["notice"])
    assert all("VALIDATION" not in row["why"] for row in after["channels"])  # type: ignore[attr-defined]


def test_a_debt_whose_notice_has_not_gone_is_not_listed_in_another_ones_message(tmp_path: Path) -> None:
    """The second case lacks its account number: it waits, and the reminder about the first one is silent about it."""
    office = agency(tmp_path)
    office.type("Cases", case(2, Product="Garden", Currency="USD"))
    office.type("Installments", *installments(2, ["10-01"]))
    assert office.weekly(MONDAY).results == [("C-00001", "validation", 0, "sent"), ("C-00002", "validation", 0, "blocked")]
    answer = office.weekly("11-30")
    assert ("C-00001", "reminder", 1, "sent") in answer.results
    assert "C-00002" not in words_of(office.mail(answer))


def with_two_debts(folder: Path, **more: Any) -> Office:
    """The consumer owes a second debt that the agency collects."""
    office = agency(folder, **more)
    office.type("Cases", case(2, Product="Garden card 5000 1111 2222 3333", Currency="USD"))
    office.type("Installments", *installments(2, ["10-01", "11-01"]))
    return office


def test_notices_about_several_debts_go_in_one_run(tmp_path: Path) -> None:
    """Each within five days of the first word; a weekly office would send the second one a week later."""
    office = with_two_debts(tmp_path)
    answer = office.weekly(MONDAY)
    assert answer.results == [("C-00001", "validation", 0, "sent"), ("C-00002", "validation", 0, "sent")]
    assert [key.partition("|")[0] for number in (1, 2) for key, _ in office.keyed(number)] == ["C-00001", "C-00002"]
    assert len(office.emails()) == 2
    assert office.weekly(MONDAY).results == []
    later = office.weekly("11-30")
    assert later.results == [("C-00001", "reminder", 1, "sent")], "of other messages one per debtor, as ever"
    assert "C-00002" in words_of(office.mail(later))
    assert office.clean()


def test_notices_by_letter_are_a_letter_each(tmp_path: Path) -> None:
    office = with_two_debts(tmp_path, Email=None)
    assert [result for *_, result in office.weekly(MONDAY).results] == ["queued", "queued"]
    printed = office.run("letters", "--by", "Mary Webb")
    assert [letter["case_id"] for letter in printed["letters"]] == ["C-00001", "C-00002"]
    words = ("--case", "C-00002", "--channel", "letter", "--direction", "out", "--result", "posted", "--by", "Mary Webb")
    assert office.run("log", *words, "--at", "2026-11-24 10:00", "--as-of", "2026-11-24").code == 0
    assert [office.keyed(number)[0][1] for number in (1, 2)] == ["queued", "posted"]
    assert office.run("letters", "--posted", "--on", "2026-11-24", "--as-of", "2026-11-24", "--by", "Mary Webb")["posted"] == 1
    assert office.daily("11-25").results == []
    assert office.clean()


def test_a_letter_that_waits_is_not_printed_when_the_notice_came_back(tmp_path: Path) -> None:
    office = agency(tmp_path)
    office.weekly(MONDAY)
    office.set("Debtors", {"Debtor ID": "D-00001"}, Email=None, Phone=None)
    assert office.weekly("11-30").results == [("C-00001", "reminder", 1, "queued")]
    office.set("Contacts", {"Key": NOTICE}, Result="bounced")
    printed = office.run("letters", "--by", "Mary Webb")
    assert printed["letters"] == []
    assert "No validation notice has gone out" in str(printed.data)
