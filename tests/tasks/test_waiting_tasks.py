"""Tasks of people are taken back when what they are about is over: paid, missed no more, plan or promise changed; a printed letter stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, contact, day, debtor, installments, payment, plan, promise

C1 = "C-00001"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Ann prefers letters; her first reminder waits to be printed since Monday."""
    office = Office(tmp_path).new(
        {"Debtors": [debtor(Preferred_channel="letter")], "Cases": [case()], "Installments": installments(1, ["11-02", "2027-02-01"])}
    )
    office.weekly("11-09")
    assert office.keyed() == [(f"{C1}|1|reminder|1", "queued")]
    return office


def test_the_reminder_of_a_debtor_who_paid_is_taken_back_with_the_reason(office: Office) -> None:
    office.type("Payments", payment(1, "11-10", 100))
    office.daily("11-11")
    (row,) = [row for row in office.sheet("Contacts") if row["Key"] == f"{C1}|1|reminder|1"]
    assert (row["Result"], row["Why"]) == ("blocked", "OUTDATED: Nothing is past due any more.")
    assert office.case()["Outcome"] == "CURED"
    before = office.parts()
    assert office.daily("11-11")["changes"] == []
    assert office.parts() == before
    assert office.clean()


def why(office: Office) -> str:
    (row,) = [row for row in office.sheet("Contacts") if row["Key"] == f"{C1}|1|reminder|1"]
    return str(row["Why"])


def test_what_came_in_is_said_once_with_its_sum_and_no_longer_when_it_is_taken_back(office: Office) -> None:
    before = why(office)
    office.type("Payments", payment(1, "11-10", 30, "P-1"), payment(1, "11-11", "5.50", "P-2"))
    office.daily("11-11")
    assert why(office) == f"{before} PART-PAID: 35.50 GBP came in from 2026-11-09 on: ask only for what is open now."
    office.set("Payments", {"Payment ID": "P-1"}, Reversed_on=day("11-12"))
    office.daily("11-12")
    assert why(office) == f"{before} PART-PAID: 5.50 GBP came in from 2026-11-09 on: ask only for what is open now."
    office.set("Payments", {"Payment ID": "P-2"}, Reversed_on=day("11-13"))
    office.daily("11-13")
    assert why(office) == before
    assert office.clean()


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "只按目前未付金额催告"), ("zh-TW", "只按目前未繳金額催告")])
def test_a_part_payment_is_said_in_the_ledgers_language(tmp_path: Path, language: str, words: str) -> None:
    office = Office(tmp_path).new(
        {"Debtors": [debtor(Preferred_channel="call")], "Cases": [case()], "Installments": installments(1, ["11-02"])}, {"ledger_language": language}
    )
    office.weekly("11-09")
    office.type("Payments", payment(1, "11-10", 40))
    office.daily("11-11")
    assert words in why(office)


def test_a_payment_that_moves_the_oldest_installment_takes_back_a_level_that_is_not_reached_any_more(tmp_path: Path) -> None:
    """R2: the anchor moves, and level 2 (from 8 days past due) is not due at 3 days; the same key is free again when it is."""
    office = Office(tmp_path).new(
        {"Debtors": [debtor(Preferred_channel="letter")], "Cases": [case()], "Installments": installments(1, ["10-26", "11-08"])}
    )
    office.weekly("11-02")
    office.set("Contacts", {"Key": f"{C1}|1|reminder|1"}, Result="posted")
    office.weekly("11-09")
    assert office.keyed()[-1] == (f"{C1}|1|reminder|2", "queued")
    office.type("Payments", payment(1, "11-10", 100))
    office.daily("11-11")
    (row,) = [row for row in office.sheet("Contacts") if row["Key"] == f"{C1}|1|reminder|2"]
    words = "OUTDATED: Level 2 begins 8 days past due; after a payment the oldest open installment is 3 days past due."
    assert (row["Result"], row["Why"]) == ("blocked", words)
    office.set("Contacts", {"Key": f"{C1}|1|missed|ORIG/0/2"}, Result="posted")
    office.weekly("11-23")
    assert (f"{C1}|1|reminder|2", "queued") in office.keyed()
    assert office.clean()


def test_a_part_payment_leaves_the_task_and_a_dry_run_changes_nothing(office: Office) -> None:
    office.type("Payments", payment(1, "11-10", 40))
    office.daily("11-11")
    assert office.keyed() == [(f"{C1}|1|reminder|1", "queued")]
    assert why(office).endswith("PART-PAID: 40.00 GBP came in from 2026-11-09 on: ask only for what is open now.")
    assert office.daily("11-11")["changes"] == [], "said once"
    office.type("Payments", payment(1, "11-11", 60))
    before = office.parts()
    office.daily("11-12", "--dry-run")
    assert office.parts() == before


def test_a_printed_letter_is_left_to_the_person_who_may_have_posted_it(office: Office) -> None:
    office.set("Contacts", {"Key": f"{C1}|1|reminder|1"}, Document="P-2026-11-09/letter.pdf")
    office.type("Payments", payment(1, "11-10", 100))
    office.daily("11-11")
    assert office.keyed() == [(f"{C1}|1|reminder|1", "queued")]


def test_a_notice_and_a_promise_that_wait_are_taken_back_when_they_are_over(office: Office) -> None:
    office.set("Contacts", {"Key": f"{C1}|1|reminder|1"}, Result="posted")
    office.type("Promises", promise(1, "R-00001", "11-10", 100, "11-20"))
    office.daily("11-11")
    assert office.keyed()[-1] == (f"{C1}|1|promise|R-00001", "queued")
    office.set("Promises", {"Promise ID": "R-00001"}, Status="withdrawn")
    office.type("Plans", plan(1, "L-00001", 200, "11-11", "11-12"))
    office.type("Installments", *installments(1, ["11-18", "12-18"], plan="L-00001"))
    office.weekly("11-16")
    assert office.keyed()[-2:] == [(f"{C1}|1|promise|R-00001", "blocked"), (f"{C1}|1|notice|L-00001/1/1", "queued")]
    office.type("Payments", payment(1, "11-16", 100))
    office.daily("11-17")
    assert (f"{C1}|1|notice|L-00001/1/1", "blocked") in office.keyed()
    assert office.row("Plans", "L-00001")["Status"] == "signed"
    assert [hold["Start"] for hold in office.sheet("Holds") if hold["Type"] == "SIGNED_PLAN"] == [day("11-12")]


def test_the_notice_of_an_installment_that_is_paid_since_is_taken_back_while_another_one_is_past_due(office: Office) -> None:
    office.type("Installments", *installments(1, ["11-02", "2027-02-01", "11-09"])[2:])
    office.type("Contacts", *(contact(1, "2026-11-09 12:00", "letter", "queued", Key=f"{C1}|1|missed|ORIG/0/{number}") for number in (1, 3)))
    office.type("Payments", payment(1, "11-12", 100))
    office.daily("11-16")
    assert office.case()["Arrears"] == 100
    results = {row["Key"]: row["Result"] for row in office.sheet("Contacts")}
    assert (results[f"{C1}|1|missed|ORIG/0/1"], results[f"{C1}|1|missed|ORIG/0/3"]) == ("blocked", "queued")
    assert office.clean()


def test_a_reminder_of_an_episode_that_is_over_is_taken_back(tmp_path: Path) -> None:
    """The case was cured and fell behind anew before anybody had done the task of the first time."""
    steps = (("10-06", "T1", None, "CONTACT", 1), ("10-12", "T11", "CONTACT", "CLOSED", 1), ("11-06", "T13", "CLOSED", "CONTACT", 2))
    moves = [
        {"Case ID": C1, "At": f"2026-{on}T08:00:00Z", "As of": day(on), "From": was, "To": to, "Level from": 0, "Level to": 0, "Episode": episode,
         "Rule": rule, "By": "Mary Webb", "Run ID": "W-1", "Why": f"{rule}: moved."}
        for on, rule, was, to, episode in steps
    ]  # fmt: skip
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor(Preferred_channel="letter")], "Cases": [case()], "Installments": installments(1, ["10-05", "11-05"]), "Moves": moves,
            "Payments": [payment(1, "10-12", 100)],
            "Contacts": [contact(1, f"2026-{on} 10:00", "letter", "queued", Key=f"{C1}|{episode}|reminder|1") for on, episode in (("10-07", 1), ("11-06", 2))],
        }
    )  # fmt: skip
    office.daily("11-09")
    assert (office.case()["Episode"], office.case()["Arrears"]) == (2, 100)
    results = {row["Key"]: row["Result"] for row in office.sheet("Contacts")}
    assert (results[f"{C1}|1|reminder|1"], results[f"{C1}|2|reminder|1"]) == ("blocked", "queued")
