"""The office's choices about money, typed on Settings and seen at the case: early money, the order from a day past due on, interest under a dispute."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stories.desk import Office, case, day, debtor, hold, installments, money, payment


def office(folder: Path, rows: list[dict[str, Any]], settings: dict[str, Any], **more: Any) -> Office:
    about = more.pop("case", {})
    return Office(folder).new({"Debtors": [debtor()], "Cases": [case(**about)], "Installments": rows, **more}, settings)


@pytest.mark.parametrize(
    ("mode", "paid"), [("next", ["90.00", "0.00", "0.00"]), ("last", ["0.00", "0.00", "90.00"]), ("re-amortize", ["30.00", "30.00", "30.00"])]
)
def test_early_money_goes_where_the_office_says(tmp_path: Path, mode: str, paid: list[str]) -> None:
    """90 on 20 October, before three rows of 100 fall due."""
    rows = installments(1, ["11-05", "12-05", "2027-01-05"])
    desk = office(tmp_path, rows, {"future_payments": mode}, Payments=[payment(1, "10-20", 90)])
    shown = desk.assess("10-25")
    assert [row["paid"] for row in shown["installments"]] == paid
    assert (shown["outstanding"], shown["credit"]) == ("210.00", "0.00")


def test_re_amortized_money_stops_at_what_is_open(tmp_path: Path) -> None:
    """100.01 over rows of 10, 100 and 100: 10, then 45.01 and 45.00 (half-up to the cent, the residual to the last)."""
    rows = [*installments(1, ["11-05"], 10), *installments(1, ["12-05", "2027-01-05"], 100, first=2)]
    desk = office(tmp_path, rows, {"future_payments": "re-amortize"}, Payments=[payment(1, "10-20", "100.01")])
    assert [row["paid"] for row in desk.assess("10-25")["installments"]] == ["10.00", "45.01", "45.00"]


@pytest.mark.parametrize(
    ("on", "to"),
    [
        ("09-29", [("interest", "10.00 GBP"), ("principal", "40.00 GBP")]),
        ("09-30", [("principal", "50.00 GBP")]),
    ],
)
def test_the_second_order_rules_from_its_day_past_due_on(tmp_path: Path, on: str, to: list[tuple[str, str]]) -> None:
    """Due on 1 July: 29 September is the ninetieth day past due, the thirtieth the ninety-first."""
    rows = [row | {"Interest": money(10)} for row in installments(1, ["07-01"])]
    settings = {"allocation_order_late": "principal,interest,fee,penalty", "allocation_late_from": 91}
    desk = office(tmp_path, rows, settings, Payments=[payment(1, on, 50)])
    steps = desk.run("explain", "--case", "C-00001", "--field", "Paid", "--as-of", day("10-05").isoformat())["steps"]
    shares = [(step["note"].split(" of ")[0].removeprefix("to "), step["value"]) for step in steps if step["label"].startswith("Payment")]
    assert shares == to


@pytest.mark.parametrize(("runs", "interest"), [("yes", "1.00"), ("no", "0.50")])
def test_interest_under_a_dispute(tmp_path: Path, runs: str, interest: str) -> None:
    """100 at 36.5 % a year is 10 pence a day: ten days, of which five lie in the dispute."""
    desk = office(
        tmp_path, installments(1, ["10-05"]), {"interest_during_dispute": runs}, case={"Annual_rate": Decimal("0.365")},
        Holds=[hold(1, "H-00001", "DISPUTE", "10-10", "11-10")],
    )  # fmt: skip
    assert desk.assess("10-15")["interest"] == interest
