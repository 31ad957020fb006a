"""Stage 2, deep communication: learn the true situation by listening, and never press while something stands against it (process 2.2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Office, case, contact, day, debtor, hold, installments, money, payment, promise, words_of

DUE = ["11-02", "2027-02-01"]


def begun(folder: Path) -> Office:
    """Ann owes 100 since 2 November; the first message went on the ninth, seven days late."""
    office = Office(folder).new({"Debtors": [debtor()], "Cases": [case(Late_fee=money(5))], "Installments": installments(1, DUE)})
    office.weekly("11-09")
    assert office.stage() == ("CONTACT", 1)
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def test_levels_climb_one_a_run_and_the_final_demand_waits_for_a_supervisor(office: Office) -> None:
    assert office.weekly("11-16").results == [("C-00001", "reminder", 2, "sent")]
    assert office.stage() == ("DEEP", 2)
    row = office.case()
    assert row["Why"].startswith("T2: 14 days past due and level 1 sent: deeper talk opened.")
    assert row["Stage since"] == day("11-16")
    third = office.weekly("11-23")
    assert third.results == [("C-00001", "reminder", 3, "sent")]
    assert office.stage() == ("DEEP", 3)
    assert "speak" in words_of(office.mail(third)) or "talk" in words_of(office.mail(third))
    assert office.weekly("11-30").results == []  # level 4 is due 30 days past due, on 2 December
    assert "Level 4 is due on 2026-12-02" in office.case()["Why"]
    assert office.weekly("12-07").results == [("C-00001", "reminder", 4, "queued")]
    assert office.stage() == ("DEEP", 3)
    assert office.today() == ["Supervisor: release the message"]
    assert len(office.emails()) == 3
    assert office.weekly("12-14").results == []
    assert len(office.emails()) == 3


def test_the_late_fee_is_charged_once_and_named_in_the_message(office: Office) -> None:
    answer = office.weekly("11-16")
    fees = office.sheet("Adjustments")
    assert [(f["Adjustment ID"], f["On"], f["Kind"], f["Component"], f["Amount"], f["Level"], f["Key"]) for f in fees] == [
        ("A-000001", day("11-16"), "fee", "fee", 5, None, "C-00001|1|fee|2")
    ] or [f["Level"] for f in fees] == [2]
    assert office.case()["Fees due"] == 5
    assert office.case()["Outstanding"] == 205
    text = words_of(office.mail(answer))
    assert "5.00" in text
    assert "105.00" in text
    office.weekly("11-16")
    assert len(office.sheet("Adjustments")) == 1


def test_the_reason_and_the_budget_open_the_negotiation(office: Office) -> None:
    office.type("Contacts", contact(1, "2026-11-11 15:30", "call", "reached", Reason_code="INCOME_LOSS", Sentiment="worried", Notes="Hours were cut."))
    answer = office.weekly("11-16")
    assert [m["Rule"] for m in office.sheet("Moves")] == ["T1", "T2"]
    assert "The reason is known" in office.case()["Why"]
    assert office.case()["Stage"] == "DEEP"
    assert answer.results == []
    assert "Last reminder on 2026-11-11" in office.case()["Why"]
    assert office.today() == ["Ask for reason and finances"]
    office.type("Budgets", {"Debtor ID": "D-00001", "Taken on": day("11-18"), "Income": money(1800), "Housing": money(900), "Food": money(400)})
    office.weekly("11-23")
    assert office.case()["Stage"] == "NEGOTIATE"
    assert office.sheet("Moves")[-1]["Rule"] == "T3"
    assert office.sheet("Budgets")[0]["Surplus"] == 500


def test_one_talk_opens_the_negotiation_and_the_offers_fit_the_budget(office: Office) -> None:
    """Article 2.2: listen for the reason, look at the money together, offer installments or a deferral."""
    told = ("--reason-code", "INCOME_LOSS", "--sentiment", "worried", "--income", "1300", "--housing", "900", "--food", "350")
    answer = office.run("talk", "--case", "C-00001", "--channel", "call", "--direction", "out", "--result", "hardship", *told, "--as-of", "2026-11-11")
    assert office.stage() == ("NEGOTIATE", 1)
    assert (answer["affordability"]["surplus"], answer["affordability"]["share"]) == ("50.00", "50.00")
    assert answer["prompts"][-1].startswith("Less is coming in.")
    offers = {offer["number"]: offer for offer in office.run("offers", "--case", "C-00001", "--as-of", "2026-11-11")["offers"]}
    assert (offers[3]["kind"], offers[3]["amount"], offers[3]["count"], offers[3]["surplus_left"]) == ("installment", "50.00", 4, "0.00")
    deferral = next(offer for offer in offers.values() if offer["kind"] == "deferral")
    assert (deferral["first_due"], deferral["count"]) == ("2027-02-11", 4)
    less = office.run("offers", "--case", "C-00001", "--as-of", "2026-11-11", "--income-change", "10%")
    assert "no surplus" in less["offers"][2]["why"]


def test_who_refuses_is_not_asked_for_a_budget(office: Office) -> None:
    office.type("Contacts", contact(1, "2026-11-11 15:30", "call", "refused", Reason_code="REFUSES", Sentiment="hostile"))
    office.weekly("11-16")
    assert [m["Rule"] for m in office.sheet("Moves")] == ["T1", "T2", "T3"]
    assert office.case()["Stage"] == "NEGOTIATE"


def test_three_attempts_on_two_channels_in_vain_count_as_deep_communication(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE)})
    office.weekly("11-03")
    office.type("Contacts", contact(1, "2026-11-04 10:00", "call", "no answer"), contact(1, "2026-11-05 18:00", "call", "no answer"))
    office.daily("11-06")
    assert office.case()["Stage"] == "DEEP"
    assert office.sheet("Moves")[-1]["Rule"] == "T2"
    assert office.case()["Days past due"] == 4


def test_daily_runs_leave_levels_two_and_up_to_the_weekly_run(office: Office) -> None:
    answer = office.daily("11-17")
    assert answer.results == []
    assert office.case()["Stage"] == "DEEP"
    assert office.case()["Why"].endswith("Level 2 goes with the weekly run.")
    assert office.weekly("11-17").results == [("C-00001", "reminder", 2, "sent")]


@pytest.mark.parametrize("kind", ["DISPUTE", "MORATORIUM", "CEASE", "MANUAL", "COUNSEL", "DECEASED"])
def test_a_hold_stops_letters_and_escalation_and_ends_by_itself(office: Office, kind: str) -> None:
    office.type("Holds", hold(1, "H-00001", kind, "11-10", "11-20"))
    held = office.weekly("11-16")
    assert held.results == [("C-00001", "reminder", 2, "blocked")] or held.results == []
    assert office.stage() == ("CONTACT", 1)
    assert ("Answer the dispute" if kind == "DISPUTE" else "Review the hold") in office.case()["Next action"]
    if held["messages"]:
        assert f"HOLD-{kind}" in held["messages"][0]["why"]
    after = office.weekly("11-23")
    paused = 10 if kind == "MORATORIUM" else 0
    assert office.case()["Days past due"] == 21
    assert office.case()["Bucket"] == ("8-30")
    assert after.results == [("C-00001", "reminder", 2, "sent")]
    assert office.assess("11-23")["delinquent_days"] == 21 - paused


def test_messages_to_the_vulnerable_wait_for_a_supervisor(office: Office) -> None:
    office.type("Holds", hold(1, "H-00001", "VULNERABLE", "11-10", "12-10"))
    answer = office.weekly("11-16")
    assert answer.results in ([], [("C-00001", "reminder", 2, "queued")])
    assert len(office.emails()) == 1


def test_a_promise_is_watched_judged_and_asked_about(office: Office) -> None:
    office.type("Promises", promise(1, "R-00001", "11-12", 100, "11-18"))
    answer = office.weekly("11-16")
    assert answer.results == [("C-00001", "promise", 0, "sent")]
    assert "100.00" in words_of(office.mail(answer))
    assert office.case()["Next action"] == "Watch for the promised payment"
    row = office.row("Promises", "R-00001")
    assert (row["Status"], row["Level"], row["Judged on"]) == ("open", 1, None)
    holds = office.sheet("Holds")
    assert [(h["Type"], h["Applies to"], h["Start"], h["End"], h["By"]) for h in holds] == [("PROMISE", "C-00001", day("11-12"), day("11-23"), "program")]
    assert office.weekly("11-23").results in ([], [("C-00001", "reminder", 2, "blocked")])  # due + 3 working days is the 23rd itself
    answer = office.weekly("11-30")
    row = office.row("Promises", "R-00001")
    assert (row["Status"], row["Judged on"]) == ("broken", day("11-30"))
    assert answer.results == [("C-00001", "reminder", 2, "sent")]
    assert office.stage() == ("DEEP", 2)


def test_a_kept_promise_closes_the_case(office: Office) -> None:
    office.type("Promises", promise(1, "R-00001", "11-12", 100, "11-18"))
    office.type("Payments", payment(1, "11-18", 100))
    answer = office.weekly("11-30")
    assert office.row("Promises", "R-00001")["Status"] == "kept"
    assert answer.results == [("C-00001", "thanks", 0, "sent")]
    assert office.case()["Outcome"] == "CURED"


def test_a_part_of_the_promised_money_is_a_partly_kept_promise_and_the_next_one_counts_higher(office: Office) -> None:
    office.type("Promises", promise(1, "R-00001", "11-12", 100, "11-13"), promise(1, "R-00002", "11-20", 60, "11-27"))
    office.type("Payments", payment(1, "11-13", 40))
    office.weekly("11-30")
    first, second = office.row("Promises", "R-00001"), office.row("Promises", "R-00002")
    assert (first["Status"], first["Level"]) == ("partly kept", 1)
    assert (second["Status"], second["Level"]) == ("open", 2)
    assert office.sheet("Installments")[0]["Paid"] == 40
    assert office.sheet("Installments")[0]["Status"] == "missed"


def test_the_supervisor_is_named_where_one_is_needed(office: Office) -> None:
    for on in ("11-16", "11-23", "12-07"):
        office.weekly(on)
    refused = office.run("outbox", "approve", "--key", "C-00001|1|reminder|4", "--by", "Nobody")
    assert refused.code == 2
    assert refused.error == "X-OPTION"
    assert office.run("outbox", "approve", "--key", "C-00001|1|reminder|4", "--by", SUPERVISOR).code == 0
    answer = office.weekly("12-14")
    assert answer.results == [("C-00001", "reminder", 4, "sent")]
    assert office.stage() == ("DEEP", 4)
    assert "final demand" in words_of(office.mail(answer))
    assert office.clean()
