"""Stage 3, negotiation and agreement: a plan with amount, dates and method, signed by both sides (process 2.3)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.correspondence.letter.pages import words_of
from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Office, case, contact, day, debtor, installments, money, payment, plan

DUE = ["11-02", "12-02"]
PLAN_DUE = ["12-15", "2027-01-15", "2027-02-15", "2027-03-15"]


def begun(folder: Path) -> Office:
    """Ann owes 100 since 2 November and 100 more on 2 December; reason and budget are known: negotiation since the sixteenth."""
    office = Office(folder).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, DUE)})
    office.weekly("11-09")
    office.type("Contacts", contact(1, "2026-11-11 15:30", "call", "hardship", Reason_code="INCOME_LOSS"))
    office.type("Budgets", {"Debtor ID": "D-00001", "Taken on": day("11-12"), "Income": money(1800), "Housing": money(1600)})
    office.weekly("11-16")
    assert office.case()["Stage"] == "NEGOTIATE"
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def agree(office: Office, signed: str | None = "11-18", **more: object) -> None:
    """Four rows of 50, agreed for the 200 that are owed."""
    office.type("Plans", plan(1, "L-00001", 200, "11-17", signed, **more))  # type: ignore[arg-type]
    office.type("Installments", *installments(1, PLAN_DUE, 50, plan="L-00001"))


def test_the_desk_is_told_to_make_offers(office: Office) -> None:
    assert office.today() == ["Make offers and agree a plan"]
    assert [m["Rule"] for m in office.sheet("Moves")] == ["T1", "T2", "T3"]


def test_a_plan_signed_by_both_moves_to_monitoring_and_supersedes_the_contract(office: Office) -> None:
    agree(office)
    answer = office.weekly("11-23")
    assert answer.results == []
    assert answer["moved"] == 1
    row = office.case()
    assert (row["Stage"], row["Days past due"], row["Arrears"], row["Outstanding"]) == ("MONITOR", 0, 0, 200)
    assert "Plan L-00001 is signed by both sides" in row["Why"]
    assert office.sheet("Moves")[-1]["Rule"] == "T4"
    assert [(r["Plan ID"], r["No"], r["Status"]) for r in office.sheet("Installments")] == [
        (None, 1, "superseded"), (None, 2, "superseded"), *(("L-00001", no, "open") for no in (1, 2, 3, 4)),
    ]  # fmt: skip
    holds = [(h["Type"], h["Applies to"], h["Start"], h["End"], h["By"]) for h in office.sheet("Holds")]
    assert holds == [("SIGNED_PLAN", "C-00001", day("11-18"), None, "program")]
    assert (row["Next action"], row["Next action on"]) == ("Check the next installment", day("12-16"))
    shown = office.assess("11-23")
    assert (shown["stage"], shown["plan"], [h["type"] for h in shown["holds"]]) == ("MONITOR", {"id": "L-00001", "status": "performing"}, ["SIGNED_PLAN"])
    assert office.clean()


@pytest.mark.poppler
def test_the_agreement_is_printed_for_signature_and_its_file_stays_named(office: Office) -> None:
    """Offered on the seventeenth, printed, signed by both, performed: the paper that was signed stays in the plan's row."""
    agree(office, None, Count=4, First_due=day("12-15"), Frequency="monthly")
    made = office.run("agreement", "--plan", "L-00001", "--by", "Mary Webb")
    assert made.code == 0, made.data
    paper = Path(made["files"][0])
    words = words_of(paper)
    for wanted in ("The debtor pays £200.00 in 4 installments (every month), the first on December 15, 2026", "Ann Lee", "Place, date", made["digest"]):
        assert wanted in words, wanted
    signed = {"Status": "signed", "Debtor_signed_on": day("11-18"), "Creditor_signed_on": day("11-18"), "Evidence": paper.name}
    office.set("Plans", {"Plan ID": "L-00001"}, **signed)
    office.weekly("11-23")
    assert office.case()["Stage"] == "MONITOR"
    assert office.row("Plans", "L-00001")["Document"] == paper.name
    assert office.clean()


@pytest.mark.parametrize("missing", ["Debtor signed on", "Creditor signed on"])
def test_one_signature_is_no_plan(office: Office, missing: str) -> None:
    agree(office, None)
    other = "Creditor signed on" if missing == "Debtor signed on" else "Debtor signed on"
    office.set("Plans", {"Plan ID": "L-00001"}, **{other.replace(" ", "_"): day("11-18")})
    answer = office.weekly("11-23")
    assert office.case()["Stage"] == "NEGOTIATE"
    assert office.case()["Arrears"] == 100
    assert office.sheet("Holds") == []
    assert [r["Status"] for r in office.sheet("Installments")] == ["missed", "open", "open", "open", "open", "open"]
    assert office.case()["Outstanding"] == 200
    assert answer.code == 0


def test_a_plan_called_signed_without_signatures_is_refused_and_stops_letters(office: Office) -> None:
    agree(office)
    office.set("Plans", {"Plan ID": "L-00001"}, Evidence=None)
    answer = office.weekly("11-23")
    assert answer.code == 1
    assert answer["refused"] >= 1
    assert {(f["code"], f["sheet"], f["row"]) for f in answer["faults"]} >= {("E-PLAN-DATES", "Plans", 2)}
    assert office.case()["Stage"] == "NEGOTIATE"
    assert [m["result"] for m in answer["messages"]] in (["blocked"], [])
    assert office.emails() == office.emails()[:1]


def test_rows_that_do_not_add_up_to_the_total_are_refused(office: Office) -> None:
    agree(office)
    office.set("Plans", {"Plan ID": "L-00001"}, Total=money("200.01"))
    answer = office.weekly("11-23")
    assert answer.code == 1
    assert ("E-PLAN-SUM", "Plans") in {(f["code"], f["sheet"]) for f in answer["faults"]}
    assert office.case()["Stage"] == "NEGOTIATE"


def test_a_waiver_needs_a_supervisor(office: Office) -> None:
    office.type("Plans", plan(1, "L-00001", 150, "11-17", "11-18", Waived=money(50), Kind="settlement"))
    office.type("Installments", *installments(1, PLAN_DUE[:3], 50, plan="L-00001"))
    office.weekly("11-23")
    assert office.case()["Stage"] == "NEGOTIATE"
    office.set("Plans", {"Plan ID": "L-00001"}, Approved_by=SUPERVISOR)
    office.weekly("11-24")
    assert office.case()["Stage"] == "MONITOR"
    assert office.case()["Outstanding"] == 150


def test_without_an_agreement_the_case_goes_back_to_deeper_talk_after_fourteen_days(office: Office) -> None:
    office.weekly("11-23")
    assert office.case()["Stage"] == "NEGOTIATE"
    office.weekly("11-30")
    assert office.case()["Stage"] == "DEEP"
    assert office.sheet("Moves")[-1]["Rule"] == "T5"
    assert "14 days of negotiation" in office.case()["Why"]
    office.weekly("12-07")
    assert office.case()["Stage"] == "DEEP"  # the old reason and budget do not open it again


def test_reminders_go_on_while_talks_last_but_never_within_six_days(office: Office) -> None:
    answer = office.weekly("11-17")
    assert answer.results == [("C-00001", "reminder", 2, "sent")]  # six days after the talk of the eleventh
    assert office.weekly("11-18").results == []
    assert "gap of 6 days" in office.case()["Why"]


def test_money_paid_before_the_signature_counts_for_the_old_rows(office: Office) -> None:
    office.type("Payments", payment(1, "11-17", 30))
    office.type("Plans", plan(1, "L-00001", 170, "11-17", "11-18"))
    office.type("Installments", *installments(1, PLAN_DUE[:2], 85, plan="L-00001"))
    office.type("Payments", payment(1, "11-20", 85))
    office.weekly("11-23")
    rows = {(r["Plan ID"], r["No"]): r for r in office.sheet("Installments")}
    assert rows[(None, 1)]["Paid"] == 30
    assert rows[("L-00001", 1)]["Paid"] == 85
    assert rows[("L-00001", 1)]["Status"] == "paid"
    assert office.case()["Outstanding"] == 85
    assert office.clean()
