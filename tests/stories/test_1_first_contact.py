"""Stage 1, first contact: one to three days after the due date, by the channel the debtor prefers, in calm words (process 2.1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.stories.desk import Office, case, contact, day, debtor, installments, money, payment, words_of

FRIDAY = ["11-20", "12-20", "2027-01-20"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann owes three monthly rows of 100; the first fell due on Friday 20 November."""
    return Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, FRIDAY)})


def test_nothing_happens_on_the_due_day(office: Office) -> None:
    answer = office.daily("11-20")
    assert answer.code == 0
    assert answer["messages"] == []
    assert answer["flagged"] == 0
    assert answer["moved"] == 0
    assert office.stage() == (None, None)
    row = office.case()
    assert row["Days past due"] == 0
    assert row["Arrears"] == 0
    assert row["Outstanding"] == 300
    assert office.sheet("Installments")[0]["Status"] == "due"
    assert office.today() == []


def test_on_monday_the_first_message_goes_three_days_late_and_calm(office: Office) -> None:
    answer = office.weekly("11-23")
    assert (answer.code, answer["flagged"], answer["moved"], answer["sent"]) == (0, 1, 1, 1)
    assert answer.results == [("C-00001", "reminder", 1, "sent")]
    row = office.case()
    assert (row["Stage"], row["Level"], row["Days past due"], row["Bucket"], row["Episode"]) == ("CONTACT", 1, 3, "1-3", 1)
    assert row["Stage since"] == day("11-23")
    assert row["Arrears"] == 100
    assert row["Why"] == "T1: In arrears since 2026-11-20: first contact opened. LEVEL: Level 1 is due: 3 days past due. SENT: Sent by email."
    first = office.sheet("Installments")[0]
    assert first["Status"] == "missed"
    assert first["Flagged on"] == day("11-23")

    message = office.mail(answer)
    text = words_of(message)
    assert message["To"] == "Ann Lee <ann@debtor.example>"
    assert message["Subject"] == "A message from Oakmere Furniture - reference C-00001"
    assert "Oakmere Furniture" in str(message["From"])
    assert message["Date"].datetime.date() == day("11-23")
    for word in ("Dear Ann Lee", "C-00001", "Sofa", "100.00", "Mary Webb", "+44 113 496 0000", "Bank transfer", "3 days ago", "slipped your mind"):
        assert word in text
    assert not [word for word in ("legal", "court", "demand", "consequence", "must pay", "immediately") if word in text.casefold()]

    moves = office.sheet("Moves")
    assert [(m["Case ID"], m["From"], m["To"], m["Level from"], m["Level to"], m["Rule"], m["By"]) for m in moves] == [
        ("C-00001", None, "CONTACT", 0, 1, "T1", "test")
    ]
    row = office.sheet("Contacts")[0]
    assert (row["Channel"], row["Direction"], row["Class"], row["Result"], row["Key"]) == ("email", "out", "collection", "sent", "C-00001|1|reminder|1")
    assert row["Message ID"] == message["Message-ID"]
    assert row["By"] == "program"
    assert row["At"] == "2026-11-23T10:00:00Z"
    run = office.sheet("Runs")[0]
    assert (run["Run ID"], run["Kind"], run["As of"], run["Flagged"], run["Moved"], run["Sent"]) == ("W-2026-11-23", "weekly", day("11-23"), 1, 1, 1)
    assert office.clean()


@pytest.mark.parametrize(("on", "days"), [("11-21", 1), ("11-22", 2), ("11-23", 3)])
def test_the_daily_run_makes_first_contact_one_to_three_days_after_the_due_date(office: Office, on: str, days: int) -> None:
    answer = office.daily(on)
    assert answer.results == [("C-00001", "reminder", 1, "sent")]
    assert office.case()["Days past due"] == days


def test_after_the_message_the_desk_calls_when_no_answer_comes(office: Office) -> None:
    office.weekly("11-23")
    assert office.today() == []
    row = office.case()
    assert (row["Next action"], row["Next action on"]) == ("Call if no answer comes", day("11-26"))
    office.daily("11-26")
    assert office.today() == ["Call if no answer comes"]


def test_who_prefers_a_call_gets_a_call_and_the_level_waits_for_it(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor(Preferred_channel="call")], "Cases": [case()], "Installments": installments(1, FRIDAY)})
    answer = office.weekly("11-23")
    assert answer.results == [("C-00001", "reminder", 1, "queued")]
    assert office.emails() == []
    assert office.stage() == ("CONTACT", 0)
    queue = office.sheet("Today")
    assert [(row["Action"], row["Channel"], row["Reach at"]) for row in queue] == [("Contact by phone call", "Phone call", "+44 113 496 0101")]
    assert "if it fails, set Result to failed and email follows at the next run" in office.case()["Why"]

    assert office.weekly("11-30").results == []  # the same task is not made twice, and nothing else goes meanwhile
    assert office.keyed() == [("C-00001|1|reminder|1", "queued")]
    assert office.stage() == ("CONTACT", 0)

    office.set("Contacts", {"Key": "C-00001|1|reminder|1"}, Result="reached")
    answer = office.weekly("12-07")
    assert office.case()["Stage"] == "DEEP"
    assert answer.results == [("C-00001", "reminder", 2, "queued")]
    assert office.case()["Level"] == 1
    assert office.clean()


def test_a_call_that_failed_is_followed_by_an_email_at_the_next_run(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor(Preferred_channel="call")], "Cases": [case()], "Installments": installments(1, FRIDAY)})
    office.weekly("11-23")
    office.set("Contacts", {"Key": "C-00001|1|reminder|1"}, Result="failed")
    answer = office.weekly("11-24")
    assert answer.results == [("C-00001", "reminder", 1, "sent")]
    assert answer["messages"][0]["channel"] == "email"
    assert "PASSED: Passed over: phone call failed" in answer["messages"][0]["why"]
    assert office.stage() == ("CONTACT", 1)
    assert "Sofa" in words_of(office.mail(answer))
    assert office.keyed() == [("C-00001|1|reminder|1", "failed"), ("C-00001|1|reminder|1", "sent")]
    assert office.clean()


@pytest.mark.parametrize("channel", ["letter", "sms"])
def test_letters_and_text_messages_are_tasks_with_an_address(tmp_path: Path, channel: str) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor(Preferred_channel=channel)], "Cases": [case()], "Installments": installments(1, FRIDAY)})
    office.weekly("11-23")
    queue = office.sheet("Today")[0]
    assert queue["Action"] == f"Contact by {'text message' if channel == 'sms' else channel}"
    assert queue["Reach at"] == ("1 High Street, LS1 1AA, Leeds" if channel == "letter" else "+44 113 496 0101")


def test_an_opted_out_channel_is_never_used(tmp_path: Path) -> None:
    rows = {"Debtors": [debtor(Opted_out_channels="email, sms")], "Cases": [case()], "Installments": installments(1, FRIDAY)}
    office = Office(tmp_path).new(rows)
    answer = office.weekly("11-23")
    assert answer["messages"][0]["channel"] == "call"
    assert answer["messages"][0]["result"] == "queued"
    assert office.emails() == []
    holds = office.sheet("Holds")
    assert [(h["Type"], h["Scope"], h["Applies to"], h["By"], h["End"]) for h in holds] == [("OPT_OUT", "debtor", "D-00001", "program", None)]


def test_paying_up_after_the_first_message_closes_the_case_with_thanks(office: Office) -> None:
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-25", 100))
    answer = office.weekly("11-30")
    assert answer.results == [("C-00001", "thanks", 0, "sent")]
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outcome on"], row["Arrears"]) == ("CLOSED", "CURED", day("11-30"), 0)
    assert "T11" in row["Why"]
    assert office.sheet("Moves")[-1]["Rule"] == "T11"
    assert office.sheet("Payments")[0]["Payment ID"] == "P-000001"
    first = office.sheet("Installments")[0]
    assert (first["Status"], first["Paid"], first["Paid on"]) == ("paid", 100, day("11-25"))
    assert "thank" in words_of(office.mail(answer)).casefold()


def test_new_arrears_within_thirty_days_reopen_the_same_episode(office: Office) -> None:
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-25", 100))
    office.weekly("11-30")
    answer = office.weekly("12-21")  # row 2 fell due on the 20th
    assert office.case()["Episode"] == 1
    assert office.sheet("Moves")[-1]["Rule"] == "T13"
    assert office.sheet("Moves")[-1]["To"] == "CONTACT"
    assert office.case()["Outcome"] is None
    assert answer["flagged"] == 1
    # level 1 of this episode is sent already: the debtor hears of the missed row, not of the first message again
    assert answer.results == [("C-00001", "missed", 0, "sent")]
    assert office.clean()


def test_new_arrears_later_are_a_new_episode_with_a_first_message_of_its_own(office: Office) -> None:
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-25", 200))
    office.weekly("11-30")
    answer = office.weekly("2027-01-25")
    assert answer.results == [("C-00001", "reminder", 1, "sent")]
    assert office.case()["Episode"] == 2
    assert office.keyed()[-1] == ("C-00001|2|reminder|1", "sent")
    assert (office.sheet("Moves")[-1]["Rule"], office.sheet("Moves")[-1]["Episode"]) == ("T13", 2)


def test_a_returned_payment_brings_the_case_back_to_where_it_stood(office: Office) -> None:
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-25", 100, "P-000009"))
    office.weekly("11-30")
    office.set("Payments", {"Payment ID": "P-000009"}, Reversed_on=day("12-02"))
    answer = office.weekly("12-07")
    assert answer["moved"] == 1
    assert office.case()["Episode"] == 1
    assert [(m["From"], m["To"], m["Rule"]) for m in office.sheet("Moves")][2] == ("CLOSED", "CONTACT", "T13")
    assert office.case()["Arrears"] == 100
    assert office.sheet("Installments")[0]["Status"] == "missed"
    assert ("C-00001|1|reminder|1", "sent") in office.keyed()
    assert office.keyed().count(("C-00001|1|reminder|1", "sent")) == 1


def test_a_shortfall_within_tolerance_is_no_reason_to_write(office: Office) -> None:
    office.type("Payments", payment(1, "11-20", "99.00"))
    answer = office.weekly("11-30")
    assert answer["messages"] == []
    assert answer["flagged"] == 0
    assert office.stage() == (None, None)
    assert office.case()["Arrears"] == money(1).__float__()


def test_a_first_contact_that_is_late_is_urgent(tmp_path: Path) -> None:
    rows = {"Debtors": [debtor(Email=None, Phone=None, Address=None)], "Cases": [case()], "Installments": installments(1, FRIDAY)}
    office = Office(tmp_path).new(rows)
    answer = office.weekly("11-30")
    assert answer.results == [("C-00001", "reminder", 1, "blocked")]
    assert "NO-CHANNEL" in answer["messages"][0]["why"]
    queue = office.sheet("Today")[0]
    assert "first contact late +25" in queue["Points"].casefold()
    assert queue["Action"] == "Make first contact"


def test_the_clerk_typed_time_is_rewritten_as_utc(office: Office) -> None:
    office.type("Contacts", contact(1, "2026-07-02 15:00", "call", "no answer"))
    answer = office.weekly("11-16")
    row = office.sheet("Contacts")[0]
    assert row["At"] == "2026-07-02T14:00:00Z"
    assert row["Contact ID"] == "K-000001"
    assert {(c["table"], c["column"]) for c in answer["changes"]} >= {("Contacts", "At"), ("Contacts", "Contact ID")}
    assert isinstance(office.sheet("Runs")[0]["As of"], date)
