"""Stage 5, disposition: after many attempts, with legal advice first and a supervisor's word always (process 2.5)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.labels import label
from tests.correspondence.letter.pages import words_of
from tests.stories.begun import once
from tests.stories.desk import SUPERVISOR, Office, case, day, debtor, installments, payment


def begun(folder: Path) -> Office:
    """Ann owes 100 since 3 August; every level went out, the final demand on 8 September."""
    office = Office(folder).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["08-03"])})
    for on in ("08-06", "08-13", "08-20", "09-02"):
        office.weekly(on)
    assert office.run("outbox", "approve", "--key", "C-00001|1|reminder|4", "--by", SUPERVISOR).code == 0
    office.weekly("09-08")
    assert office.stage() == ("DEEP", 4)
    return office


@pytest.fixture
def office() -> Office:
    return once(begun)


def test_nothing_more_is_sent_when_all_levels_are_out(office: Office) -> None:
    assert office.weekly("09-15").results == []
    assert "All levels are sent" in office.case()["Why"]
    assert office.weekly("11-02").results == []
    assert len(office.emails()) == 4


def test_after_ninety_days_the_review_names_what_is_missing(office: Office) -> None:
    office.weekly("11-02")
    row = office.case()
    assert row["Days past due"] == 91
    assert row["Bucket"] == "91-120"
    assert row["Next action"] == "Review for disposition: lacks proof of delivery of the final demand, legal advice"
    assert office.today() == [row["Next action"]]
    assert office.case()["Stage"] == "DEEP"
    office.type("Legal", {"Case ID": "C-00001", "Counsel": "Hart & Co", "Asked on": day("11-02"), "Final demand delivered on": day("10-30"), "Proof": "RL 12"})
    office.weekly("11-09")
    assert office.case()["Next action"] == "Review for disposition: lacks legal advice"
    office.set("Legal", {"Case ID": "C-00001"}, Advice_on=day("11-12"), Recommendation="sue")
    office.weekly("11-16")
    assert office.case()["Next action"] == "Review for disposition: all conditions are met"
    assert office.case()["Stage"] == "DEEP"  # the step itself is a supervisor's


def test_ten_days_must_pass_after_the_final_demand(office: Office) -> None:
    office.type("Legal", {"Case ID": "C-00001", "Final demand delivered on": day("10-30"), "Proof": "RL 12", "Advice on": day("10-30")})
    office.weekly("11-02")
    assert office.case()["Next action"] == "Review for disposition: lacks 10 days since the final demand of 2026-10-30"


@pytest.mark.poppler
def test_counsel_gets_a_dossier_and_a_list_of_what_is_missing(office: Office) -> None:
    """Before a supervisor decides: the four messages as sent, the account, and what counsel will still ask for."""
    office.weekly("11-02")
    office.type("Legal", {"Case ID": "C-00001", "Counsel": "Hart & Co", "Asked on": day("11-02"), "Final demand delivered on": day("10-30"), "Proof": "RL 12"})
    before = office.bytes()
    made = office.run("legal", "--case", "C-00001", "--as-of", day("11-09").isoformat())
    assert made.code == 0, made.data
    assert [row["item"] for row in made["missing"]] == ["advice", "legal-id", "confirmed", "contract", "worth"]
    words = words_of(Path(made["files"][0]))
    wanted = (
        "For counsel: Hart & Co", "Final demand, delivered here on Oct 30, 2026", "This is our final demand for reference C-00001",
        "6 years (Limitation Act 1980 s.5)", "Outstanding in all 100.00",
    )  # fmt: skip
    assert [text for text in wanted if text not in words] == []
    assert {name: data for name, data in office.bytes().items() if name in before} == before


@pytest.mark.parametrize("outcome", ["WRITTEN_OFF", "SETTLED", "INSOLVENT", "DECEASED", "INVALID", "TRANSFERRED", "TIME_BARRED"])
def test_an_outcome_closes_only_with_a_supervisors_approval(office: Office, outcome: str) -> None:
    office.set("Cases", {"Case ID": "C-00001"}, Outcome=outcome, Outcome_on=day("11-05"))
    answer = office.weekly("11-09")
    row = office.case()
    assert row["Stage"] == "DEEP"
    assert row["Next action"] == "Get the outcome approved"
    assert answer["moved"] == 0
    assert (row["Outcome"], row["Outcome on"]) == (outcome, day("11-05"))
    office.set("Cases", {"Case ID": "C-00001"}, Approved_by=SUPERVISOR)
    answer = office.weekly("11-16")
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outcome on"], row["Next action"]) == ("CLOSED", outcome, day("11-05"), None)
    said = label("Outcome", outcome, "en")
    assert f"T12: {said[:1].lower()}{said[1:]} on 2026-11-05, approved by {SUPERVISOR}" in row["Why"]
    assert office.sheet("Moves")[-1]["Rule"] == "T12"
    assert answer.results == []
    assert office.clean()


def test_money_after_a_write_off_is_a_recovery_and_the_case_stays_closed(office: Office) -> None:
    office.set("Cases", {"Case ID": "C-00001"}, Outcome="WRITTEN_OFF", Outcome_on=day("11-05"), Approved_by=SUPERVISOR)
    office.weekly("11-09")
    office.type("Payments", payment(1, "11-12", 40))
    answer = office.weekly("11-16")
    row = office.case()
    assert (row["Stage"], row["Outcome"], row["Outstanding"]) == ("CLOSED", "WRITTEN_OFF", 0)
    assert answer.results == []
    assert answer["moved"] == 0


def test_full_payment_closes_as_paid_at_any_stage(office: Office) -> None:
    office.type("Payments", payment(1, "11-06", 100))
    answer = office.weekly("11-09")
    assert (office.case()["Stage"], office.case()["Outcome"]) == ("CLOSED", "PAID")
    assert office.sheet("Moves")[-1]["Rule"] == "T10"
    assert answer.results == [("C-00001", "thanks", 0, "sent")]
    assert office.weekly("11-16").results == []


def test_three_broken_promises_bring_the_review_forward(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["10-05"])})
    office.weekly("10-08")
    rows = [("R-00001", "10-09", "10-12"), ("R-00002", "10-19", "10-21"), ("R-00003", "10-28", "10-30")]
    office.type("Promises", *({"Promise ID": key, "Case ID": "C-00001", "Made on": day(made), "Amount": 100, "Due on": day(due)} for key, made, due in rows))
    office.weekly("11-09")
    assert [(p["Status"], p["Level"]) for p in office.sheet("Promises")] == [("broken", 1), ("broken", 2), ("broken", 3)]
    assert office.case()["Next action"].split()[0] in ("Ask", "Review")
