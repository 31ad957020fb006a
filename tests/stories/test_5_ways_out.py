"""Stage 5 through the commands: advice and delivery recorded, the review list, T8 by two persons, each way out, recoveries, and an outcome taken back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Answer, Office, case, contact, day, debtor, hold, installments, payment, plan, promise

CASE = "C-00001"
MARY = "Mary Webb"
TWO = ("--by", MARY, "--approved-by", SUPERVISOR)
PAPER = ("--document", "decisions/7.pdf")


def begun(folder: Path) -> Office:
    """Ann owes 300 at 12 % with a fee, 91 days past due on 2 November; Bob, of the same address book, owes 100 since October."""
    rows = {
        "Debtors": [debtor(), debtor(2)],
        "Cases": [case(Annual_rate=Decimal("0.12")), case(2, 2)],
        "Installments": [*installments(1, ["08-03", "09-03", "12-03"]), *installments(2, ["10-26"])],
        "Adjustments": [{"Adjustment ID": "A-000001", "Case ID": CASE, "On": day("09-10"), "Kind": "fee", "Component": "fee", "Amount": Decimal("12.50")}],
    }
    office = Office(folder).new(rows)
    for on in ("08-06", "08-13", "11-02"):
        office.weekly(on)
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def dispose(office: Office, on: str, *words: str) -> Answer:
    return office.run("dispose", "--case", CASE, "--as-of", day(on).isoformat(), *words)


def advice(office: Office, on: str, *words: str) -> Answer:
    return office.run("advice", "--case", CASE, "--as-of", day(on).isoformat(), "--by", MARY, *words)


def ready(office: Office) -> None:
    """The final demand delivered on 20 October and counsel's advice of 2 November."""
    done = advice(
        office, "11-03", "--counsel", "Hart & Co", "--asked-on", "2026-10-22", "--advice-on", "2026-11-02", "--recommendation", "sue",
        "--demand-delivered-on", "2026-10-20", "--proof", "RL 12", "--expected-costs", "60", "--expected-months", "9", "--chance", "0.6",
    )  # fmt: skip
    assert done.code == 0, done.data


def review(office: Office, on: str, *words: str) -> dict[str, Any]:
    answer = office.run("review", "--as-of", day(on).isoformat(), *words)
    assert answer.code == 0
    return answer.data


def test_the_review_names_who_is_ripe_why_and_what_is_missing(office: Office) -> None:
    before = office.bytes()
    (found,) = review(office, "11-03")["cases"]
    assert (found["case_id"], found["ready"]) == (CASE, False)
    assert [one["rule"] for one in found["ripe"]] == ["ninety-days"]
    assert found["missing"] == ["proof of delivery of the final demand", "legal advice"]
    assert found["limitation"]["ends_on"] == "2032-08-03"
    assert found["worth_words"] == "not known: fill Expected costs, Chance on the sheet Legal"
    assert "T8" not in found["exits"]
    assert "WRITTEN_OFF" in found["exits"]
    assert "TIME_BARRED" not in found["exits"]
    assert {name: data for name, data in office.bytes().items() if name in before} == before
    ready(office)
    (found,) = review(office, "11-03")["cases"]
    assert (found["ready"], found["missing"], found["exits"][0]) == (True, [], "T8")
    owed = Decimal(found["outstanding"])
    assert found["worth_suing"]["net"] == f"{(owed * Decimal('0.6') - 60).quantize(Decimal('0.01'))}"
    assert review(office, "11-03", "--case", "C-00002")["cases"][0]["ripe"] == []


def test_a_clerk_or_one_person_alone_cannot_hand_over_and_nothing_is_written(office: Office) -> None:
    ready(office)
    before = office.bytes()
    assert dispose(office, "11-03", "--to-disposition", "--by", MARY).error == "X-FOUR-EYES"
    assert dispose(office, "11-03", "--to-disposition", "--by", SUPERVISOR, "--approved-by", "li na").error == "X-FOUR-EYES"
    assert dispose(office, "11-03", "--to-disposition", "--by", SUPERVISOR, "--approved-by", MARY).error == "X-OPTION"
    assert office.bytes() == before


def test_what_is_lacking_is_named_when_the_handover_is_refused(office: Office) -> None:
    refused = dispose(office, "11-03", "--to-disposition", *TWO)
    assert refused.error == "X-DISPOSE"
    assert refused["error"]["found"] == "Not ripe for disposition: lacks proof of delivery of the final demand, legal advice."
    advice(office, "11-03", "--demand-delivered-on", "2026-10-25", "--proof", "RL 12", "--advice-on", "2026-11-02")
    assert "10 days since the final demand of 2026-10-25" in dispose(office, "11-03", "--to-disposition", *TWO)["error"]["found"]
    assert dispose(office, "11-04", "--to-disposition", *TWO).code == 0  # the tenth day


def test_handed_over_by_two_persons_and_back_with_a_settlement_offer(office: Office) -> None:
    ready(office)
    done = dispose(office, "11-03", "--to-disposition", *TWO)
    assert done.code == 0, done.data
    move = office.sheet("Moves")[-1]
    assert (move["Rule"], move["From"], move["To"], move["By"]) == ("T8", "DEEP", "DISPOSITION", SUPERVISOR)
    assert office.case()["Stage"] == "DISPOSITION"
    assert any("2032-08-03" in note for note in done["notes"])
    assert any("Ask counsel before suing" in note for note in done["notes"])
    assert [one for one in office.weekly("11-09").results if one[0] == CASE] == []
    assert dispose(office, "11-09", "--to-disposition", *TWO).error == "X-DISPOSE"
    assert dispose(office, "11-10", "--settlement-offer", "--reason", "Half at once", *TWO).code == 0
    assert office.case()["Stage"] == "NEGOTIATE"
    assert office.sheet("Moves")[-1]["Rule"] == "T9"
    assert office.clean()


def test_open_promise_or_kept_plan_stands_in_the_way(tmp_path: Path) -> None:
    rows = {
        "Debtors": [debtor()], "Cases": [case()], "Installments": [*installments(1, ["08-03"]), *installments(1, ["12-01"], plan="L-1")],
        "Plans": [plan(1, "L-1", 100, "10-30", "10-30")],
    }  # fmt: skip
    office = Office(tmp_path).new(rows)
    office.weekly("08-06")
    office.weekly("11-02")
    ready(office)
    assert "L-1" in dispose(office, "11-03", "--to-disposition", *TWO)["error"]["found"]
    assert "L-1" in dispose(office, "11-03", "--outcome", "WRITTEN_OFF", *PAPER, *TWO)["error"]["found"]
    promised = [promise(1, "R-1", "10-30", 50, "11-10")]
    office = Office(tmp_path / "two").new({**rows, "Installments": installments(1, ["08-03"]), "Plans": [], "Promises": promised})
    office.weekly("11-02")
    ready(office)
    assert "A promise is open" in dispose(office, "11-03", "--to-disposition", *TWO)["error"]["found"]


@pytest.mark.parametrize(("after", "status"), [("11-03", "signed"), ("2027-02-20", "broken")])
def test_a_write_off_is_no_plan_that_was_kept(tmp_path: Path, after: str, status: str) -> None:
    """Nobody has paid the plan: its status stays what it was when the supervisor ended the case."""
    rows = {
        "Debtors": [debtor()], "Cases": [case()], "Installments": [*installments(1, ["08-03"]), *installments(1, ["12-01"], plan="L-1")],
        "Plans": [plan(1, "L-1", 100, "10-30", "10-30")],
    }  # fmt: skip
    office = Office(tmp_path).new(rows)
    office.weekly("11-02")
    office.weekly(after)
    on = day(after).isoformat()
    done = dispose(office, after, "--outcome", "SETTLED", "--on", on, *PAPER, "--reason", "A part was paid in cash", *TWO)
    assert done.code == 0, done.data
    office.weekly(after)
    assert (office.case()["Stage"], office.case()["Outstanding"]) == ("CLOSED", 0)
    assert [row["Status"] for row in office.sheet("Plans")] == [status]
    assert office.clean()


@pytest.mark.parametrize("outcome", ["WRITTEN_OFF", "SETTLED", "INSOLVENT"])  # the others by the rules: tests/rules/test_disposition.py
def test_each_way_out_closes_the_case_and_writes_the_rest_off_to_the_cent(office: Office, outcome: str) -> None:
    office.run("pay", "--case", CASE, "--amount", "50", "--on", "2026-11-01", "--as-of", "2026-11-02")
    owed = office.case()["Outstanding"]
    assert dispose(office, "11-03", "--outcome", outcome, *TWO).error == "X-DISPOSE"  # no document
    done = dispose(office, "11-03", "--outcome", outcome, "--on", "2026-11-03", *PAPER, "--reason", "No assets", *TWO)
    assert done.code == 0, done.data
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outstanding"], row["Arrears"]) == ("CLOSED", outcome, 0, 0)
    assert (row["Outcome by"], row["Approved by"], row["Outcome document"]) == (MARY, SUPERVISOR, "decisions/7.pdf")
    rest = [one for one in office.sheet("Adjustments") if one["Kind"] == "write-off"]
    assert {one["Component"] for one in rest} <= {"fee", "interest", "principal"}
    assert {(one["On"], one["Entered by"], one["Approved by"], one["Document"]) for one in rest} == {(day("11-03"), MARY, SUPERVISOR, "decisions/7.pdf")}
    assert abs(owed + sum(one["Amount"] for one in rest)) < 0.2  # a day of interest since
    held = [one["Type"] for one in office.sheet("Holds") if one["Applies to"] == "D-00001"]
    assert held == {"INSOLVENT": ["INSOLVENCY"], "DECEASED": ["DECEASED"]}.get(outcome, [])
    sent = [kind for case_id, kind, _, _ in office.weekly("11-09").results if case_id == CASE]
    assert sent == (["thanks"] if outcome == "SETTLED" else [])
    assert office.case()["Outstanding"] == 0
    assert office.clean()


def test_a_death_stops_every_case_of_the_person_also_where_one_case_was_on_hold_for_it_already(tmp_path: Path) -> None:
    other = [case(2), *installments(2, ["10-26"])]
    rows = {"Debtors": [debtor()], "Cases": [case(), other[0]], "Installments": [*installments(1, ["10-26"]), *other[1:]]}
    office = Office(tmp_path).new({**rows, "Holds": [hold(1, "H-000001", "DECEASED", "10-28")]})
    assert office.weekly("11-02").results == [(CASE, "reminder", 1, "blocked"), ("C-00002", "reminder", 1, "sent")]
    assert dispose(office, "11-03", "--outcome", "DECEASED", *PAPER, "--reason", "Certificate of 1 November", *TWO).code == 0
    assert [(one["Scope"], one["Type"]) for one in office.sheet("Holds")] == [("case", "DECEASED"), ("debtor", "DECEASED")]
    assert office.weekly("11-10").results == [], "level 2 of the other case would be due"
    assert (office.stage(2), office.today(2)) == (("CONTACT", 1), ["Review the hold"])


def test_time_barred_needs_the_date_or_counsel(office: Office) -> None:
    assert "ask counsel" in dispose(office, "11-03", "--outcome", "TIME_BARRED", *PAPER, *TWO)["error"]["found"]
    ready(office)
    assert "ask counsel" in dispose(office, "11-03", "--outcome", "TIME_BARRED", *PAPER, *TWO)["error"]["found"]  # counsel says: sue
    advice(office, "11-03", "--advice-on", "2026-11-03", "--recommendation", "write off")
    assert dispose(office, "11-03", "--outcome", "TIME_BARRED", *PAPER, *TWO).code == 0


def test_a_disputed_debt_is_not_handed_to_somebody_else(office: Office) -> None:
    office.run("hold", "--case", CASE, "--type", "DISPUTE", "--reason", "Says it is paid", "--as-of", "2026-11-03")
    assert "disputed" in dispose(office, "11-03", "--outcome", "TRANSFERRED", *PAPER, *TWO)["error"]["found"]


def test_a_clerk_proposes_a_supervisor_approves_and_a_proposal_can_be_taken_back(office: Office) -> None:
    done = dispose(office, "11-03", "--outcome", "WRITTEN_OFF", *PAPER, "--by", MARY)
    assert done.code == 0
    assert any("Proposed" in note for note in done["notes"])
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outcome by"], row["Next action"]) == ("DEEP", "WRITTEN_OFF", MARY, "Get the outcome approved")
    assert dispose(office, "11-04", "--approved-by", MARY, "--by", MARY).error in ("X-FOUR-EYES", "X-OPTION")
    assert dispose(office, "11-04", "--withdraw", "--by", MARY).code == 0
    assert office.case()["Outcome"] is None
    dispose(office, "11-04", "--outcome", "WRITTEN_OFF", *PAPER, "--by", MARY)
    assert dispose(office, "11-05", "--approved-by", SUPERVISOR, "--by", SUPERVISOR).code == 0
    row = office.case()
    assert (row["Stage"], row["Outcome on"], row["Outcome by"], row["Outstanding"]) == ("CLOSED", day("11-04"), MARY, 0)


def test_later_money_is_a_recovery_and_money_taken_back_after_closing_is_shown_and_written_off_again(office: Office) -> None:
    office.run("pay", "--case", CASE, "--amount", "50", "--on", "2026-11-01", "--id", "P-7", "--as-of", "2026-11-02")
    dispose(office, "11-03", "--outcome", "WRITTEN_OFF", *PAPER, *TWO)
    office.run("pay", "--case", CASE, "--amount", "40", "--on", "2026-11-10", "--as-of", "2026-11-10")
    row = office.case()
    assert (row["Stage"], row["Outstanding"]) == ("CLOSED", 0)
    seen = review(office, "11-10")
    assert [(one["case_id"], one["amount"]) for one in seen["recovered"]] == [(CASE, "40.00")]
    assert seen["recoveries"] == [{"currency": "GBP", "amount": "40.00"}]
    office.run("pay", "--reverse", "P-7", "--on", "2026-11-12", "--as-of", "2026-11-12")
    assert office.case()["Stage"] == "CLOSED"
    (back,) = review(office, "11-12")["came_back"]
    assert Decimal(back["amount"]) > 0
    assert dispose(office, "11-12", "--outcome", "SETTLED", *PAPER, *TWO).error == "X-DISPOSE"
    again = dispose(office, "11-12", "--outcome", "WRITTEN_OFF", *PAPER, *TWO)
    assert again.code == 0, again.data
    assert office.case()["Outstanding"] == 0
    assert review(office, "11-12")["came_back"] == []
    assert office.clean()


def test_an_outcome_taken_back_brings_the_debt_and_the_stage_back(office: Office) -> None:
    owed = office.case()["Outstanding"]
    dispose(office, "11-02", "--outcome", "WRITTEN_OFF", *PAPER, *TWO)
    assert dispose(office, "11-02", "--withdraw", "--by", SUPERVISOR).error == "X-FOUR-EYES"
    done = dispose(office, "11-02", "--withdraw", "--reason", "Wrong case", *TWO)
    assert done.code == 0, done.data
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outstanding"]) == ("DEEP", None, owed)
    assert office.sheet("Moves")[-1]["Rule"] == "T13"


def test_the_judgment_takes_the_place_of_principal_and_interest_and_a_later_one_of_the_earlier(office: Office) -> None:
    ready(office)
    dispose(office, "11-03", "--to-disposition", *TWO)
    advice(office, "11-04", "--court", "County Court at Leeds", "--filed-on", "2026-11-04", "--court-number", "K01/26", "--next-hearing", "2026-12-01")
    assert review(office, "11-05")["cases"][0]["limitation"]["state"] == "filed"
    words = ("--judgment-on", "2026-11-20", "--judgment-amount", "310")
    assert advice(office, "11-20", *words).error == "X-FOUR-EYES"
    done = advice(office, "11-20", *words, "--approved-by", SUPERVISOR, "--document", "k01.pdf")
    assert done.code == 0, done.data
    assert office.case()["Outstanding"] == Decimal("322.5")  # with the fee of 12.50
    assert advice(office, "11-20", "--judgment-on", "2026-11-20", "--judgment-amount", "320", "--approved-by", SUPERVISOR).code == 0
    assert office.case()["Outstanding"] == Decimal("332.5")
    assert advice(office, "11-24", "--judgment-on", "2026-11-24", "--judgment-amount", "200", "--approved-by", SUPERVISOR).code == 0
    assert office.case()["Outstanding"] == Decimal("212.5")
    assert office.case()["Stage"] == "DISPOSITION"
    done = dispose(office, "11-25", "--outcome", "WRITTEN_OFF", *PAPER, *TWO)
    assert done.code == 0, done.data
    assert office.case()["Outstanding"] == 0
    assert office.clean()


def test_advice_that_says_nothing_alone_or_lies_ahead_is_refused(office: Office) -> None:
    assert advice(office, "11-03", "--demand-delivered-on", "2026-10-20").error == "E-REQUIRED"
    assert advice(office, "11-03", "--recommendation", "sue").error == "E-REQUIRED"
    assert advice(office, "11-03", "--advice-on", "2026-11-04").error == "E-ORDER"
    assert advice(office, "11-03", "--chance", "60").error == "X-OPTION"
    assert advice(office, "11-03").error == "X-OPTION"
    assert advice(office, "11-03", "--next-hearing", "2026-12-24").code == 0


def test_a_letter_is_never_said_to_extend_time_in_england(office: Office) -> None:
    done = advice(office, "11-03", "--demand-delivered-on", "2026-10-20", "--proof", "RL 12")
    assert any("does not extend the period" in note for note in done["notes"])
    assert any("Ask counsel" in note for note in done["notes"])
    assert not any("counted anew" in note for note in done["notes"])


def test_an_outcome_typed_in_the_sheet_writes_the_rest_off_at_the_next_run(office: Office) -> None:
    office.set("Cases", {"Case ID": CASE}, Outcome="WRITTEN_OFF", Outcome_on=day("11-03"), Outcome_by=MARY, Approved_by=SUPERVISOR)
    office.weekly("11-09")
    assert (office.case()["Stage"], office.case()["Outstanding"]) == ("CLOSED", 0)
    written = len(office.sheet("Adjustments"))
    office.weekly("11-16")
    assert len(office.sheet("Adjustments")) == written
    assert office.clean()


def test_undo_takes_the_whole_step_back(office: Office) -> None:
    owed = office.case()["Outstanding"]
    dispose(office, "11-02", "--outcome", "WRITTEN_OFF", *PAPER, *TWO)
    assert office.run("undo", "--by", MARY).code == 0
    office.run("refresh", "--as-of", "2026-11-02")
    assert (office.case()["Stage"], office.case()["Outcome"], office.case()["Outstanding"]) == ("DEEP", None, owed)


def test_a_contact_with_a_delivery_paper_counts_as_a_demand_where_the_law_says_so(tmp_path: Path) -> None:
    rows = {
        "Debtors": [debtor(Country="CN", Time_zone="Asia/Shanghai", City="Shanghai")], "Cases": [case(Currency="CNY")],
        "Installments": installments(1, ["08-03"]), "Payments": [payment(1, "08-20", 10)],
        "Contacts": [contact(1, "2026-09-15 10:00", "letter", "posted")],
    }  # fmt: skip
    office = Office(tmp_path).new(rows, {"jurisdiction": "CN"})
    office.weekly("11-02")
    assert review(office, "11-03", "--case", CASE)["cases"][0]["limitation"]["ends_on"] == "2029-08-20"  # the part payment
    done = advice(office, "11-03", "--demand-delivered-on", "2026-10-20", "--proof", "EMS 1")
    assert any("2029-10-20" in note for note in done["notes"])
    assert review(office, "11-03", "--case", CASE)["cases"][0]["limitation"]["ends_on"] == "2029-10-20"


def test_the_final_demand_goes_by_a_persons_act_once_and_its_delivery_is_recorded(office: Office) -> None:
    asked = office.run("demand", "--case", CASE, "--channel", "email", "--as-of", "2026-11-09", "--by", MARY)
    assert asked.results == [(CASE, "demand", 4, "queued")]  # a clerk's waits for a release
    key = f"{CASE}|1|demand|4"
    assert office.run("outbox", "approve", "--key", key, "--by", SUPERVISOR).code == 0
    office.weekly("11-10")
    assert (key, "sent") in office.keyed()
    again = office.run("demand", "--case", CASE, "--channel", "email", "--as-of", "2026-11-11", "--by", SUPERVISOR)
    assert [row[3] for row in again.results] == ["blocked"]
    done = advice(office, "11-12", "--demand-delivered-on", "2026-11-10", "--proof", "read receipt 1", "--advice-on", "2026-11-12", "--recommendation", "sue")
    assert not any("No final demand" in note for note in done["notes"])
    assert dispose(office, "11-19", "--to-disposition", *TWO).error == "X-DISPOSE"
    assert dispose(office, "11-20", "--to-disposition", *TWO).code == 0
    assert office.clean()


def test_a_supervisors_demand_leaves_at_once_and_a_hold_stops_it(office: Office) -> None:
    office.run("hold", "--case", CASE, "--type", "DISPUTE", "--reason", "Says it is paid", "--as-of", "2026-11-03")
    stopped = office.run("demand", "--case", CASE, "--channel", "email", "--as-of", "2026-11-04", "--by", SUPERVISOR)
    assert (stopped.results, "HOLD-DISPUTE" in stopped["messages"][0]["why"]) == ([(CASE, "demand", 4, "blocked")], True)
    hold = office.sheet("Holds")[-1]["Hold ID"]
    office.run("hold", "--lift", hold, "--as-of", "2026-11-05")
    assert office.run("demand", "--case", CASE, "--channel", "email", "--as-of", "2026-11-09", "--by", SUPERVISOR).results == [(CASE, "demand", 4, "sent")]


def test_a_demand_that_was_printed_and_not_posted_is_asked_for_again(office: Office) -> None:
    """No run makes it anew, and none may be waited for."""
    words = ("demand", "--case", CASE, "--channel", "letter", "--as-of", "2026-11-09", "--by", SUPERVISOR)
    assert office.run(*words).results == [(CASE, "demand", 4, "queued")]
    assert office.run("letters", "--as-of", "2026-11-09", "--by", SUPERVISOR)["printed"] == 1
    said = office.run("letters", "--not-posted", "--as-of", "2026-11-09", "--by", SUPERVISOR)
    assert [(one["case_id"], "No run makes it anew" in one["what"]) for one in said["told"]] == [(CASE, True)]
    assert "No run makes it anew" in office.row("Contacts", said["rows"][0]["key"])["Why"]
    assert office.daily("11-10").results == []
    assert office.run(*words[:5], "--as-of", "2026-11-10", "--by", SUPERVISOR).results == [(CASE, "demand", 4, "queued")]
    assert office.clean()


def test_the_handover_notice_needs_to_know_who_has_the_case(office: Office) -> None:
    words = ("handover", "--case", CASE, "--channel", "email", "--as-of", "2026-11-03", "--by", SUPERVISOR)
    assert office.run(*words).error == "X-DISPOSE"
    ready(office)
    assert office.run(*words).results == [(CASE, "handover", 0, "sent")]
    done = dispose(office, "11-04", "--outcome", "TRANSFERRED", *PAPER, *TWO)
    assert done.code == 0
    assert not any("whom to pay" in note for note in done["notes"])
