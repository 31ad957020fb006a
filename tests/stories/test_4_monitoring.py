"""Stage 4, monitoring: payments are followed, a missed one is noticed at once, and a plan can be changed in time (process 2.4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Office, case, contact, day, debtor, installments, money, payment, plan, words_of

DUE = ["11-02"]
WEEKS = ["11-30", "12-07", "12-14", "12-21"]


def begun(folder: Path) -> Office:
    """Ann owed 200; since 18 November she pays 50 a week, from the thirtieth on."""
    office = Office(folder).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE, 200)})
    office.weekly("11-09")
    office.type("Plans", plan(1, "L-00001", 200, "11-17", "11-18"))
    office.type("Installments", *installments(1, WEEKS, 50, plan="L-00001"))
    office.weekly("11-23")
    assert office.case()["Stage"] == "MONITOR"
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def test_a_signed_plan_leads_from_first_contact_straight_to_monitoring(office: Office) -> None:
    assert [m["Rule"] for m in office.sheet("Moves")] == ["T1", "T2", "T3", "T4"]
    assert office.stage() == ("MONITOR", 1)


def test_each_installment_is_told_before_its_date_and_thanks_tell_the_next_one(office: Office) -> None:
    """Weekly runs only: the fixture's run told the row of the thirtieth a week ahead; after that thanks and notice are one mail."""
    assert office.keyed()[-1] == ("C-00001|1|notice|L-00001/1/1", "sent")
    office.type("Payments", payment(1, "11-30", 50, "P-000001"))
    answer = office.weekly("12-01")
    assert answer.results == [("C-00001", "thanks", 0, "sent")]
    assert office.keyed()[-2:] == [("C-00001|1|thanks|P-000001", "sent"), ("C-00001|1|notice|L-00001/1/2", "sent")]
    text = words_of(office.mail(answer))
    assert "received your payment" in text
    assert "installment no. 2 of £50.00 on December 7, 2026" in text
    assert office.stage() == ("MONITOR", 1)
    assert office.clean()


def test_with_daily_checks_the_notice_comes_as_many_days_before_as_settings_say(tmp_path: Path) -> None:
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE, 200)}
    office = Office(tmp_path).new(rows, {"daily_at": "08:00", "notice_days": "2"})
    office.weekly("11-09")
    office.type("Plans", plan(1, "L-00001", 200, "11-17", "11-18"))
    office.type("Installments", *installments(1, WEEKS, 50, plan="L-00001"))
    assert office.weekly("11-23").results == []
    assert office.daily("11-27").results == []
    answer = office.daily("11-28")
    assert answer.results == [("C-00001", "notice", 0, "sent")]
    assert "falls due on November 30, 2026, in 2 days" in words_of(office.mail(answer))
    assert office.daily("11-29").results == []


def test_a_plan_that_is_kept_gets_a_check_in_every_thirty_days(tmp_path: Path) -> None:
    """A call on Today; what the clerk enters ends it, and the next one comes thirty days after that talk."""
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE, 200)}, {"notice_days": "0"})
    office.weekly("11-09")
    office.type("Plans", plan(1, "L-00001", 200, "11-17", "11-18"))
    office.type("Installments", *installments(1, ["2027-01-20", "2027-02-20"], 100, plan="L-00001"))
    assert office.weekly("12-14").results == []
    assert office.weekly("12-21").results == [("C-00001", "checkin", 0, "queued")]
    assert office.today() == ["Check in about the plan by phone call"]
    assert office.run("calls", "--as-of", "2026-12-21")["listed"][0]["case_id"] == "C-00001"
    office.set("Contacts", {"Key": "C-00001|1|checkin|L-00001/1"}, Result="reached", Sentiment="calm")
    assert office.weekly("12-28").results == []
    assert office.today() == []
    assert office.weekly("2027-01-19").results == []
    assert office.weekly("2027-01-20").results == [("C-00001", "checkin", 0, "queued")]
    assert office.keyed()[-1] == ("C-00001|1|checkin|L-00001/2", "queued")
    assert office.clean()


def test_a_plan_that_is_kept_ends_cured_with_thanks_on_the_way(office: Office) -> None:
    told: list[tuple[str, str, int, str]] = []
    for on, run in zip(WEEKS, ("12-01", "12-08", "12-15", "12-22"), strict=True):
        office.type("Payments", payment(1, on, 50))
        last = office.weekly(run)
        told += last.results
    assert told == [("C-00001", "thanks", 0, "sent")] * 4
    assert "The claim has been paid in full." in words_of(office.mail(last))
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outstanding"]) == ("CLOSED", "CURED", 0)
    assert office.sheet("Moves")[-1]["Rule"] == "T11b"
    assert office.row("Plans", "L-00001")["Status"] == "kept"
    assert office.sheet("Holds")[0]["End"] == day("12-22")
    assert office.clean()


def test_a_plan_with_a_waiver_ends_settled(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE, 200)})
    office.weekly("11-09")
    office.type("Plans", plan(1, "L-00001", 150, "11-17", "11-18", Waived=money(50), Approved_by=SUPERVISOR))
    office.type("Installments", *installments(1, ["11-25"], 150, plan="L-00001"))
    office.weekly("11-23")
    office.type("Payments", payment(1, "11-25", 150))
    office.weekly("11-30")
    assert (office.case()["Stage"], office.case()["Outcome"]) == ("CLOSED", "SETTLED")


def test_a_missed_plan_row_is_noticed_the_next_day(office: Office) -> None:
    answer = office.daily("12-01")
    assert answer.results == [("C-00001", "missed", 0, "sent")]
    assert answer["flagged"] == 1
    text = words_of(office.mail(answer))
    assert "50.00" in text
    assert "Ann Lee" in text
    assert office.keyed()[-1] == ("C-00001|1|missed|L-00001/1/1", "sent")
    row = office.case()
    assert (row["Stage"], row["Days past due"], row["Arrears"], row["Next action"]) == ("MONITOR", 1, 50, "Call about the missed installment")
    assert office.today() == ["Call about the missed installment"]
    assert office.daily("12-02").results == []
    office.type("Payments", payment(1, "12-02", 50))
    assert office.daily("12-03").results == [] or office.keyed()[-1][0].startswith("C-00001|1|thanks|")
    assert office.case()["Next action"] == "Check the next installment"


def test_a_broken_plan_goes_back_to_deeper_talk_after_seven_days(office: Office) -> None:
    assert office.weekly("12-01").results == [("C-00001", "missed", 0, "sent")]
    broken = office.weekly("12-08")  # two rows missed: broken
    assert broken.results == [("C-00001", "broken", 0, "sent")]
    assert "it has not worked out as planned: 2 of 4 installments are overdue" in words_of(office.mail(broken))
    assert office.row("Plans", "L-00001")["Status"] == "broken"
    assert office.case()["Stage"] == "MONITOR"
    assert office.case()["Next action"] == "Call about the broken plan"
    assert [(h["Type"], h["End"]) for h in office.sheet("Holds")] == [("SIGNED_PLAN", day("12-08"))]
    answer = office.weekly("12-15")
    assert office.case()["Stage"] == "DEEP"
    assert office.sheet("Moves")[-1]["Rule"] == "T7"
    assert "broken for 7 days" in office.case()["Why"]
    assert answer["moved"] == 1
    assert len(answer["messages"]) <= 1
    assert office.clean()


def test_paying_up_before_the_judging_repairs_the_plan(office: Office) -> None:
    office.weekly("12-01")
    office.type("Payments", payment(1, "12-05", 50))
    office.weekly("12-08")
    assert office.row("Plans", "L-00001")["Status"] == "signed"
    assert office.case()["Stage"] == "MONITOR"
    assert office.sheet("Installments")[1]["Status"] == "paid"
    assert office.sheet("Installments")[1]["Flagged on"] == day("12-01")


def test_a_talk_about_new_hardship_opens_the_negotiation_again_with_a_second_version(office: Office) -> None:
    office.weekly("12-01")
    office.type("Contacts", contact(1, "2026-12-03 11:00", "call", "hardship", Reason_code="ILLNESS"))
    office.weekly("12-07")
    assert office.case()["Stage"] == "NEGOTIATE"
    assert office.sheet("Moves")[-1]["Rule"] == "T6"
    office.set("Plans", {"Plan ID": "L-00001"}, Status="superseded")
    office.type("Plans", plan(1, "L-00002", 200, "12-08", "12-09", version=2, Reason="Illness"))
    office.type("Installments", *installments(1, ["2027-01-11", "2027-02-11"], 100, plan="L-00002"))
    office.weekly("12-14")
    row = office.case()
    assert (row["Stage"], row["Arrears"], row["Outstanding"]) == ("MONITOR", 0, 200)
    assert {r["Status"] for r in office.sheet("Installments") if r["Plan ID"] != "L-00002"} == {"superseded"}
    holds = [(h["Start"], h["End"]) for h in office.sheet("Holds") if h["Type"] == "SIGNED_PLAN"]
    assert holds[-1] == (day("12-09"), None)
    assert len(holds) == 2
    assert holds[0][1] is not None
    assert holds[0][1] < day("12-09")
    assert office.run("check")["faults"] == []
    assert office.clean()


def test_the_cured_plan_that_relapses_by_a_returned_payment_comes_back(office: Office) -> None:
    for number, on in enumerate(WEEKS, start=1):
        office.type("Payments", payment(1, on, 50, f"P-00000{number}"))
    office.weekly("12-22")
    assert office.case()["Outcome"] == "CURED"
    office.set("Payments", {"Payment ID": "P-000004"}, Reversed_on=day("12-28"))
    answer = office.weekly("12-29")
    assert office.case()["Outcome"] is None
    assert office.case()["Episode"] == 1
    assert "T13" in [m["Rule"] for m in office.sheet("Moves")]
    assert office.case()["Stage"] == "MONITOR"
    assert office.case()["Arrears"] == 50
    assert office.row("Plans", "L-00001")["Status"] != "kept"
    assert answer["flagged"] == 1
    assert office.clean()


def test_money_in_advance_is_not_flagged_later(office: Office) -> None:
    office.type("Payments", payment(1, "11-27", 120))
    for on in ("12-01", "12-08", "12-15"):
        answer = office.weekly(on)
    rows = {r["No"]: r for r in office.sheet("Installments") if r["Plan ID"]}
    assert [rows[no]["Status"] for no in (1, 2, 3, 4)] == ["paid", "paid", "missed", "open"]
    assert rows[3]["Paid"] == 20
    assert answer.results == [("C-00001", "missed", 0, "sent")]
    assert office.case()["Arrears"] == 30
