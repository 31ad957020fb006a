"""An address of two debtors is written to only when both are confirmed; a changed one gets no final demand before somebody made sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.desk import Office, case, day, debtor, installments

SAME = "home@debtor.example"


def couple(tmp_path: Path) -> Office:
    """Ann and Bob live together, Cai has nothing to do with them."""
    rows = {
        "Debtors": [debtor(1, Email=SAME), debtor(2, Email="Home@Debtor.example"), debtor(3)],
        "Cases": [case(1), case(2, 2), case(3, 3)],
        "Installments": [row for number in (1, 2, 3) for row in installments(number, ["11-20", "12-20"])],
    }
    return Office(tmp_path).new(rows)


def test_one_email_on_two_debtors_blocks_both_and_is_told_everywhere(tmp_path: Path) -> None:
    office = couple(tmp_path)
    found = [(fault["sheet"], fault["row"], fault["column"], fault["found"]) for fault in office.run("check")["faults"] if fault["code"] == "W-SHARED"]
    assert found == [("Debtors", 2, "Email", SAME), ("Debtors", 3, "Email", "Home@Debtor.example")]
    answer = office.weekly("11-23")
    assert answer.results == [("C-00001", "reminder", 1, "blocked"), ("C-00002", "reminder", 1, "blocked"), ("C-00003", "reminder", 1, "sent")]
    assert "SHARED-CONTACT" in office.case(1)["Why"]
    assert "D-00002" in office.case(1)["Why"]
    queue = {row["Case ID"]: row["Action"] for row in office.sheet("Today")}
    assert queue["C-00001"] == queue["C-00002"] == "Clear up the email or phone that another debtor has too"
    assert "C-00003" not in queue
    assert office.weekly("11-23")["changes"] == []


def test_confirmed_by_one_only_it_still_waits_and_by_both_it_goes(tmp_path: Path) -> None:
    office = couple(tmp_path)
    office.set("Debtors", {"Debtor ID": "D-00001"}, Shared_contact="yes")
    assert ("C-00002", "reminder", 1, "blocked") in office.weekly("11-23").results
    office.set("Debtors", {"Debtor ID": "D-00002"}, Shared_contact="yes")
    assert {result for _, _, _, result in office.weekly("11-24").results} == {"sent"}
    assert office.run("check")["faults"] == []


def test_a_corrected_email_goes_at_once(tmp_path: Path) -> None:
    office = couple(tmp_path)
    office.weekly("11-23")
    office.set("Debtors", {"Debtor ID": "D-00002"}, Email="bob@debtor.example")
    answer = office.weekly("11-24")
    assert answer.results == [("C-00001", "reminder", 1, "sent"), ("C-00002", "reminder", 1, "sent")]
    assert office.row("Debtors", "D-00002")["Address changed on"] == day("11-24")


@pytest.mark.parametrize("typed", ["bob@example", "bob lee@debtor.example", "bob@lee@debtor.example", "bob@debtor.example."])
def test_an_email_that_is_no_address_is_named_and_the_letter_goes(tmp_path: Path, typed: str) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor(Email=typed)], "Cases": [case()], "Installments": installments(1, ["11-02"])})
    (fault,) = office.run("check")["faults"]
    assert (fault["code"], fault["sheet"], fault["row"], fault["column"], fault["found"]) == ("W-EMAIL", "Debtors", 2, "Email", typed)
    assert "Until then nothing is sent to it" in fault["advice"]
    assert office.weekly("11-09").results == [("C-00001", "reminder", 1, "queued")]
    (row,) = [row for row in office.sheet("Contacts") if row["Key"]]
    assert row["Channel"] != "email"
    assert f"{typed} is no address" in row["Why"]
    assert office.emails() == []


def test_a_shared_phone_stops_calls_and_leaves_email_alone(tmp_path: Path) -> None:
    rows = {
        "Debtors": [debtor(1, Phone="0113 496 0101"), debtor(2, Phone="+44 113 4960101", Preferred_channel="sms")],
        "Cases": [case(1), case(2, 2)],
        "Installments": [row for number in (1, 2) for row in installments(number, ["11-20", "12-20"])],
    }
    office = Office(tmp_path).new(rows)
    assert office.weekly("11-23").results == [("C-00001", "reminder", 1, "sent"), ("C-00002", "reminder", 1, "blocked")]


@pytest.fixture
def moved(tmp_path: Path) -> Office:
    """Level 3 went on 23 November; before the next run the clerk types a new email."""
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-20"])})
    for on in ("11-09", "11-16", "11-23"):
        office.weekly(on)
    assert office.row("Debtors", "D-00001")["Address on file"].startswith("ann@debtor.example | ")
    assert office.row("Debtors", "D-00001")["Address changed on"] is None
    office.set("Debtors", {"Debtor ID": "D-00001"}, Email="ann.lee@new.example")
    return office


def test_a_final_demand_waits_for_the_changed_address_to_be_confirmed(moved: Office) -> None:
    assert moved.weekly("12-02").results == [("C-00001", "reminder", 4, "blocked")]
    assert "ADDRESS-CHANGED" in moved.case()["Why"]
    assert "2026-12-02" in moved.case()["Why"]
    row = moved.row("Debtors", "D-00001")
    assert (row["Address changed on"], row["Address on file"].split(" | ")[0]) == (day("12-02"), "ann.lee@new.example")
    moved.set("Debtors", {"Debtor ID": "D-00001"}, Address_confirmed_on=day("12-01"))
    assert moved.weekly("12-03").results == [("C-00001", "reminder", 4, "blocked")]
    moved.set("Debtors", {"Debtor ID": "D-00001"}, Address_confirmed_on=day("12-03"))
    assert moved.weekly("12-04").results == [("C-00001", "reminder", 4, "queued")]


def test_lower_levels_go_to_a_changed_address(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02", "12-20"])})
    office.weekly("11-09")
    office.set("Debtors", {"Debtor ID": "D-00001"}, Email="ann.lee@new.example")
    assert office.weekly("11-16").results == [("C-00001", "reminder", 2, "sent")]
    assert office.row("Debtors", "D-00001")["Address changed on"] == day("11-16")
