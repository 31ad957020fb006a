"""Tasks of people are taken back when what they are about is over: paid, missed no more, plan or promise changed; a printed letter stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, day, debtor, installments, payment, plan, promise

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


def test_a_part_payment_leaves_the_task_and_a_dry_run_changes_nothing(office: Office) -> None:
    office.type("Payments", payment(1, "11-10", 40))
    office.daily("11-11")
    assert office.keyed() == [(f"{C1}|1|reminder|1", "queued")]
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
