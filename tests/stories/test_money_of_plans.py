"""What is entered after a plan was signed and changes the time before it: corrected, told to the clerk, the same in any order (R21a)."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.stories.desk import SUPERVISOR, Office, case, day, debtor, installments, money, payment, plan

PLAN_DUE = ["10-15", "11-15", "12-15", "2027-01-15"]


def signed(folder: Path, **more: Any) -> Office:
    """Ann owed 200; four rows of 50 were agreed for it on 1 October and a run has seen them."""
    office = Office(folder).new(
        {
            "Debtors": [debtor()],
            "Cases": [case(**more)],
            "Installments": [*installments(1, ["08-05", "09-05"]), *installments(1, PLAN_DUE, 50, plan="L-00001")],
            "Plans": [plan(1, "L-00001", 200, "10-01", "10-01")],
        }
    )
    office.weekly("10-05")
    return office


def corrections(office: Office) -> list[tuple[Any, ...]]:
    return [(a["On"], a["Kind"], a["Amount"], a["Plan ID"], a["Key"]) for a in office.sheet("Adjustments")]


KEY = "C-00001|L-00001/1|correction"


def test_money_of_the_time_before_takes_off_the_last_rows_and_the_clerk_is_told(tmp_path: Path) -> None:
    office = signed(tmp_path)
    assert corrections(office) == []
    office.type("Payments", payment(1, "09-20", 70, "P-000001"))
    before = office.assess("10-12")
    answer = office.weekly("10-12")
    assert corrections(office) == [(day("10-01"), "correction", -70, "L-00001", KEY)]
    told = "R21a: Plan L-00001 took over 200.00 GBP on 2026-10-01; by what is entered now 130.00 GBP were owed that day: -70.00 GBP corrected."
    assert answer["notes"] == [f"C-00001: {told}"]
    assert [(c["table"], c["new"], c["why"]) for c in answer["changes"] if c["table"] == "Adjustments"] == [("Adjustments", "new row", told)]
    assert told in (Path(answer["report"]).read_text(encoding="utf-8"))
    shown = office.assess("10-12")
    assert shown["corrections"] == before["corrections"] == [
        {"plan_id": "L-00001", "on": "2026-10-01", "amount": "-70.00", "owed": "130.00", "agreed": "200.00"}
    ]  # fmt: skip
    assert shown["outstanding"] == before["outstanding"] == "130.00"
    assert [(r["no"], r["due"], r["paid"], r["status"]) for r in shown["installments"] if r["plan_id"]] == [
        (1, "50.00", "0.00", "open"), (2, "50.00", "0.00", "open"), (3, "30.00", "0.00", "open"), (4, "0.00", "0.00", "paid"),
    ]  # fmt: skip
    assert [c for c in office.weekly("10-12")["changes"] if c["table"] == "Adjustments"] == []
    assert office.clean()


def test_when_the_cause_is_taken_back_another_row_brings_the_sum_to_nothing(tmp_path: Path) -> None:
    office = signed(tmp_path)
    office.type("Payments", payment(1, "09-20", 70, "P-000001"))
    office.weekly("10-12")
    office.set("Payments", {"Payment ID": "P-000001"}, Reversed_on=day("10-14"))
    answer = office.weekly("10-19")
    assert [row[2] for row in corrections(office)] == [-70, 70]
    assert {row[4] for row in corrections(office)} == {KEY}
    assert answer["notes"][0].endswith("by what is entered now 200.00 GBP were owed that day: 70.00 GBP corrected.")
    assert office.assess("10-19")["outstanding"] == "200.00"
    assert office.assess("10-19")["corrections"] == []
    assert office.clean()


def test_money_taken_back_after_the_agreement_adds_to_the_last_row(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor()],
            "Cases": [case()],
            "Installments": [*installments(1, ["08-05", "09-05", "09-20"]), *installments(1, PLAN_DUE, 50, plan="L-00001")],
            "Plans": [plan(1, "L-00001", 200, "10-01", "10-01")],
            "Payments": [payment(1, "09-20", 100, "P-000001")],
        }
    )
    office.weekly("10-05")
    assert corrections(office) == []
    office.set("Payments", {"Payment ID": "P-000001"}, Reversed_on=day("10-08"))
    office.weekly("10-12")
    assert [row[2] for row in corrections(office)] == [100]
    shown = office.assess("10-12")
    assert [r["due"] for r in shown["installments"] if r["plan_id"]] == ["50.00", "50.00", "50.00", "150.00"]
    assert shown["outstanding"] == "300.00"
    steps = office.run("explain", "--case", "C-00001", "--field", "Outstanding", "--as-of", day("10-12").isoformat())["steps"]
    assert [(s["label"], s["value"]) for s in steps][1:] == [("Correction of plan L-00001", "100.00 GBP")]


EVENTS = {
    "late": ("Payments", payment(1, "09-20", 40, "P-000001")),
    "later": ("Payments", payment(1, "10-20", 60, "P-000002")),
    "back": ("Payments", payment(1, "09-01", 25, "P-000003", Reversed_on=day("10-15"))),
}


@pytest.mark.parametrize("order", [tuple(names) for names in permutations(EVENTS)], ids="-".join)
def test_the_order_of_entry_changes_nothing(tmp_path: Path, order: tuple[str, ...]) -> None:
    """One event is entered before each weekly run, in every order: the debt stands the same, and so does the sum of the corrections."""
    office = signed(tmp_path)
    for name, on in zip(order, ("10-26", "11-02", "11-09"), strict=True):
        table, row = EVENTS[name]
        office.type(table, row)
        office.weekly(on)
    shown = office.assess("11-09")
    assert (shown["outstanding"], shown["credit"]) == ("100.00", "0.00")
    assert sum(row[2] for row in corrections(office)) == -40
    rows = [("50.00", "50.00"), ("50.00", "10.00"), ("50.00", "0.00"), ("10.00", "0.00")]
    assert [(r["due"], r["paid"]) for r in shown["installments"] if r["plan_id"]] == rows
    assert office.clean()


def test_a_correction_that_the_clerk_entered_by_hand_is_not_entered_again(tmp_path: Path) -> None:
    office = signed(tmp_path)
    office.type("Payments", payment(1, "09-20", 70))
    by_hand = {"Adjustment ID": "A-000001", "Case ID": "C-00001", "On": day("10-01"), "Kind": "correction", "Amount": money(-50), "Plan ID": "L-00001"}
    office.type("Adjustments", by_hand)
    office.weekly("10-12")
    assert [row[2] for row in corrections(office)] == [-50, -20]
    assert office.assess("10-12")["outstanding"] == "130.00"


def test_a_plan_that_never_matched_is_told_and_not_raised(tmp_path: Path) -> None:
    """Late interest was forgotten in the agreement: the debtor owes what was signed, and the clerk hears of the difference."""
    office = signed(tmp_path, Annual_rate=money("0.12"))
    answer = office.weekly("10-12")
    assert office.assess("10-12")["outstanding"] == "200.00"
    (told,) = [fault for fault in answer["faults"] if fault["code"] == "W-PLAN-TOTAL"]
    assert (told["sheet"], told["row"], told["column"]) == ("Plans", 2, "Total")
    assert told["found"] == "L-00001: took over 200.00 GBP, owed on 2026-10-01 were 202.72 GBP"
    assert corrections(office) == []
    assert answer.code == 0


@pytest.mark.parametrize("apart", [False, True], ids=["in the plan", "as an adjustment too"])
def test_a_waiver_counts_once(tmp_path: Path, apart: bool) -> None:
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor()],
            "Cases": [case()],
            "Installments": [*installments(1, ["08-05", "09-05"]), *installments(1, PLAN_DUE[:3], 50, plan="L-00001")],
            "Plans": [plan(1, "L-00001", 150, "10-01", "10-01", Kind="settlement", Waived=money(50), Approved_by=SUPERVISOR)],
            "Payments": [payment(1, "07-01", 100)],
        }
    )
    waiver = {"Adjustment ID": "A-000001", "Case ID": "C-00001", "On": day("10-01"), "Kind": "waiver", "Component": "principal", "Amount": money(-50)}
    if apart:
        office.type("Adjustments", waiver | {"Approved by": SUPERVISOR})
    office.weekly("10-05")
    # 100 of the 200 had been paid in July: the plan of 150 + 50 waived was agreed for a debt of 200, so 100 come off
    assert office.assess("10-05")["outstanding"] == "50.00"
    assert [row[2] for row in corrections(office) if row[4]] == [-100]


def test_a_written_off_debt_that_is_paid_after_all_is_a_recovery(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["08-05"])})
    office.weekly("10-05")
    off = {"Adjustment ID": "A-000001", "Case ID": "C-00001", "On": day("10-06"), "Kind": "write-off", "Amount": money(-100), "Approved by": SUPERVISOR}
    office.type("Adjustments", off)
    office.set("Cases", {"Case ID": "C-00001"}, Outcome="WRITTEN_OFF", Outcome_on=day("10-06"), Approved_by=SUPERVISOR)
    office.weekly("10-12")
    assert office.stage()[0] == "CLOSED"
    office.type("Payments", payment(1, "10-20", 130))
    answer = office.weekly("10-26")
    shown = office.assess("10-26")
    assert (shown["stage"], shown["outcome"], shown["outstanding"], shown["recovered"], shown["credit"]) == ("CLOSED", "WRITTEN_OFF", "0.00", "100.00", "30.00")
    assert (answer["moved"], answer.results) == (0, [])
    office.set("Payments", {"Value date": day("10-20")}, Reversed_on=day("10-28"))
    shown = office.assess("11-02")
    assert (shown["stage"], shown["recovered"], shown["credit"]) == ("CLOSED", "0.00", "0.00")
    assert office.clean()


@pytest.mark.parametrize(("mode", "paid", "late"), [("max", 96, False), ("min", 96, True), ("min", 97, False), ("max", 94, True)])
def test_the_office_chooses_which_tolerance_counts(tmp_path: Path, mode: str, paid: int, late: bool) -> None:
    """3.00 or 5 % of 100."""
    office = Office(tmp_path).new(
        {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["08-05"]), "Payments": [payment(1, "08-05", paid)]},
        {"tolerance_amount": money(3), "tolerance_percent": 5, "tolerance_mode": mode},
    )
    shown = office.assess("10-05")
    assert ((shown["installments"][0]["status"] == "missed"), shown["installments"][0]["status"]) == (late, "missed" if late else "paid")
