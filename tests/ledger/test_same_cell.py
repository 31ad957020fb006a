"""When a cell holds a value, and when it holds another one: to the cent also for debts of many millions; and when a row is the one that was meant."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.book import RawTable, SetCell, SetColumn
from pyaddin.ledger.cells import LARGEST_AMOUNT
from pyaddin.ledger.edits import check_target, check_targets, same

moment = datetime.fromisoformat
AMOUNTS = st.decimals(min_value=0, max_value=LARGEST_AMOUNT, places=2, allow_nan=False)


@given(AMOUNTS)
def test_an_amount_is_the_cell_that_came_of_it(amount: Decimal) -> None:
    assert same(float(str(amount)), amount)
    assert same(float(f"{amount:.15g}"), amount)  # as a program saves it that keeps fifteen digits


@given(AMOUNTS, st.sampled_from(["0.01", "1", "50"]))
def test_an_amount_that_differs_by_a_cent_is_another_one(amount: Decimal, more: str) -> None:
    assert not same(float(amount), amount + Decimal(more))
    assert not same(float(amount + Decimal(more)), amount)


@pytest.mark.parametrize(
    ("found", "wanted", "alike"),
    [
        (46353.604166667, moment("2026-11-27 14:30"), True),
        (moment("2026-11-27 14:30"), moment("2026-11-27 14:30:01"), True),
        (moment("2026-11-27 14:30"), moment("2026-11-27 14:31"), False),
        (46353.0, date(2026, 11, 27), True),
        (46353.0, date(2026, 11, 28), False),
        (0.045, Decimal("0.045"), True),
        (0.045, Decimal("0.0451"), False),
    ],
)
def test_days_moments_and_rates(found: object, wanted: object, alike: bool) -> None:
    assert same(found, wanted) is alike


def test_an_amount_of_millions_that_a_person_changed_by_a_cent_is_not_overwritten() -> None:
    edit = SetCell("Payments", 2, "P-000001", "Amount", 12345678.90, Decimal(5))
    check_target(edit, {"Payment ID": "P-000001", "Amount": 12345678.90})
    with pytest.raises(Stop, match="X-CHANGED"):
        check_target(edit, {"Payment ID": "P-000001", "Amount": 12345678.91})


@pytest.mark.parametrize(("first", "key", "meant"), [("C-0001", "C-0001", True), ("C-0001", "C-0001|ORIG|1", True), ("C-0001", "C-00012", False)])
def test_a_row_whose_key_only_begins_alike_is_another_row(first: str, key: str, meant: bool) -> None:
    table = RawTable("Installments", ("Case ID",), ((2, {"Case ID": first}),))
    column = SetColumn("Installments", "Paid", [2], [key], [None], [Decimal(1)], [""])
    if meant:
        check_targets([column], table)
        return
    with pytest.raises(Stop, match="X-CHANGED"):
        check_targets([column], table)
