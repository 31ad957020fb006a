"""The KPIs of a small office through the command line: three weeks of work, every figure counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pyaddin.history.store import snapshots_path
from tests.stories.desk import Office, case, contact, day, debtor, installments, money, payment, plan, promise

Found = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Five debts due on 1 October; one is paid in the second week, one in part, one agrees to a plan, one promises."""
    folder = tmp_path_factory.mktemp("kpis")
    office = Office(folder).new(
        {
            "Debtors": [debtor(number) for number in range(1, 6)],
            "Cases": [case(number, number) for number in range(1, 6)],
            "Installments": [
                row for number in range(1, 6) for row in installments(number, ["2026-10-01", "2027-01-01"], 100 * number)
            ],
        }
    )  # fmt: skip
    office.weekly("2026-10-06")
    office.type(
        "Payments", payment(1, "2026-10-08", 200, "P-1"), payment(2, "2026-10-07", 50, "P-2"), payment(4, "2026-10-12", 400, "P-3"),
    )  # fmt: skip
    office.type("Promises", promise(4, "R-1", "2026-10-07", 400, "2026-10-09", Grace_days=0), promise(5, "R-2", "2026-10-07", 100, "2026-10-08", Grace_days=0))
    office.type("Contacts", contact(4, "2026-10-07 10:00", "call", "promise", 4), contact(5, "2026-10-07 11:00", "call", "no answer", 5))
    office.weekly("2026-10-13")
    return office


def figures(office: Office, *words: str) -> Found:
    answer = office.run("kpis", *words)
    assert answer.code == 0, answer.data
    return {row["figure"]: row for row in answer["kpis"]}


def made_of(found: Found, key: str) -> tuple[str, str | None, str | None]:
    row = found[key]
    return row["numerator"], row["denominator"], row["value"]


def test_two_snapshots_and_what_lies_between_them(office: Office) -> None:
    found = figures(office)
    assert {(row["since"], row["until"]) for row in found.values() if row["id"] not in ("cash", "promise_due")} == {("2026-10-06", "2026-10-13")}
    assert made_of(found, "cure_rate|count") == ("2", "5", "0.4")  # cases 1 and 4
    assert made_of(found, "cure_rate|amount|GBP") == ("1000.00", "3000.00", "0.333333")
    assert made_of(found, "roll|4-7|8-30|count") == ("3", "5", "0.6")
    assert made_of(found, "fate|4-7|worse|count") == ("3", "5", "0.6")
    assert made_of(found, "relapse_rate|count") == ("0", "0", None)
    assert made_of(found, "cei|amount|GBP")[:2] == ("650.00", "1600.00")  # 3,000 owed, 2,350 left, 1,400 of them not yet due
    assert made_of(found, "dso|amount|GBP")[1:] == ("0.00", None)
    assert made_of(found, "write_off_rate|amount|GBP") == ("0.00", "3000.00", "0")


def test_what_happened_in_the_week(office: Office) -> None:
    found = figures(office)
    assert made_of(found, "promise_kept|count") == ("0", "2", "0")  # the money of case 4 came three days late
    assert made_of(found, "promise_kept|amount|GBP") == ("0.00", "500.00", "0")
    assert made_of(found, "contact_rate|count") == ("1", "2", "0.5")
    assert made_of(found, "recovery|CONTACT|amount|GBP") == ("650.00", "3000.00", "0.216667")
    assert made_of(found, "touches_per_cure|count") == ("1", "2", "0.5")
    assert made_of(found, "cash|2026-10-13|amount|GBP")[0] == "650.00"
    assert made_of(found, "workload|Mary Webb|count")[0] == "3"


def test_first_contact_counts_from_the_due_date(office: Office) -> None:
    """Due on 1 October, first written to in the run of the 6th: five late of five, in the period in which the third day lies."""
    found = figures(office, "--since", "2026-10-01", "--until", "2026-10-06")
    assert made_of(found, "first_contact|count") == ("0", "5", "0")


def test_the_rows_behind_a_figure(office: Office) -> None:
    rows = office.run("kpis", "--rows", "Cure_Rate|count")["rows"]
    assert {row["case_id"] for row in rows if row["counted"]} == {"C-00001", "C-00004"}
    assert len(rows) == 5
    stopped = office.run("kpis", "--rows", "no such figure")
    assert (stopped.code, stopped.error) == (2, "X-OPTION")
    assert office.run("kpis", "--since", "2026-10-13", "--until", "2026-10-06").error == "X-OPTION"


def test_a_dry_run_and_a_second_run_of_the_day_leave_the_file_alone(office: Office) -> None:
    before = snapshots_path(office.path).read_bytes()
    office.weekly("2026-10-20", "--dry-run")
    office.weekly("2026-10-13")
    assert snapshots_path(office.path).read_bytes() == before
    assert not [fault for fault in office.run("verify")["faults"] if fault["code"] == "W-SNAPSHOTS"]


def test_a_lost_file_is_told_and_the_figures_begin_anew(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["2026-10-01"])})
    assert not [note for note in office.weekly("2026-10-06")["notes"] if "snapshots" in note]
    snapshots_path(office.path).unlink()
    assert [fault["code"] for fault in office.run("verify")["faults"]] == ["W-SNAPSHOTS"]
    told = office.weekly("2026-10-13")
    assert any("snapshots" in note for note in told["notes"])
    assert told.code == 0
    answer = office.run("kpis")
    assert answer["snapshots"] == ["2026-10-13"]
    assert not [row for row in answer["kpis"] if row["id"] in ("roll", "cure_rate")]


def test_a_plan_is_kept_by_the_installments_that_fell_due(tmp_path: Path) -> None:
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor(1)],
            "Cases": [case(1)],
            "Plans": [plan(1, "L-1", 300, "2026-10-02", "2026-10-02")],
            "Installments": [*installments(1, ["2026-09-01"], 300), *installments(1, ["2026-10-05", "2026-10-12", "2026-10-19"], 100, "L-1")],
            "Payments": [payment(1, "2026-10-05", 100, "P-1"), payment(1, "2026-10-13", 100, "P-2")],
        }
    )
    office.weekly("2026-10-01")
    office.weekly("2026-10-19")
    found = figures(office)
    assert made_of(found, "plan_kept|count") == ("1", "3", "0.333333")
    assert made_of(found, "plan_kept|amount|GBP") == ("100.00", "300.00", "0.333333")


def test_a_plan_that_was_replaced_counts_only_what_fell_due_before(tmp_path: Path) -> None:
    """Version 1 was signed again on the same day with other dates, and version 2 ended with a judgment: nobody missed what no longer counted."""
    office = Office(tmp_path).new(
        {
            "Debtors": [debtor(1), debtor(2)],
            "Cases": [case(1), case(2)],
            "Plans": [
                plan(1, "L-9", 300, "2026-10-02", "2026-10-02"),
                plan(1, "L-10", 300, "2026-10-02", "2026-10-02", version=2),
                plan(2, "L-11", 300, "2026-10-02", "2026-10-02"),
            ],
            "Installments": [
                *installments(1, ["2026-09-01"], 300),
                *installments(1, ["2026-10-05", "2026-10-12", "2026-10-19"], 100, "L-9"),
                *installments(1, ["2026-10-16", "2026-11-16"], 150, "L-10"),
                *installments(2, ["2026-09-01"], 300),
                *installments(2, ["2026-10-05", "2026-10-12", "2026-10-19"], 100, "L-11"),
            ],
            "Payments": [payment(1, "2026-10-16", 150, "P-1"), payment(2, "2026-10-05", 100, "P-2")],
            "Adjustments": [{"Adjustment ID": "A-1", "Case ID": "C-00002", "On": day("2026-10-10"), "Kind": "judgment", "Amount": money(200)}],
        }
    )
    office.weekly("2026-10-01")
    office.weekly("2026-10-19")
    found = figures(office)
    assert made_of(found, "plan_kept|count") == ("2", "2", "1")
    assert made_of(found, "plan_kept|amount|GBP") == ("250.00", "250.00", "1")
