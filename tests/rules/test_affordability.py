"""Affordability: surplus, guideline figures, and shares of several creditors that add up to the cent (R22)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.affordability import Debt, Guideline, IncomeChange, affordability, changed, excesses, latest_budget, pro_rata, read_change
from pyaddin.rules.case import Budget

D = Decimal
CENT = D("0.01")
TAKEN = date(2026, 11, 1)
TODAY = date(2026, 11, 26)


def budget(income: str = "3000", **more: object) -> Budget:
    facts: dict[str, object] = {"costs_of": {"housing": D(1200), "food": D(700)}, "agreed_saving": D(100)} | more
    return Budget(TAKEN, D(income), **facts)  # type: ignore[arg-type]


def test_the_surplus_is_income_less_costs_and_saving() -> None:
    assert budget().surplus == D(1000)
    assert budget("1500").surplus == D(-500)


def test_one_creditor_gets_the_surplus_and_never_more_than_the_debt() -> None:
    alone = affordability(budget(), D(5000), as_of=TODAY, unit=CENT, currency="CNY")
    assert (alone.surplus, alone.share) == (D(1000), D(1000))
    assert affordability(budget(), D("80.55"), as_of=TODAY, unit=CENT, currency="CNY").share == D("80.55")
    assert affordability(budget("1500"), D(5000), as_of=TODAY, unit=CENT, currency="CNY").share == 0


def test_several_creditors_share_in_proportion_to_what_is_owed() -> None:
    told = affordability(budget(owed_to_others=D(6000)), D(3000), (Debt("C-2", D(1000)),), as_of=TODAY, unit=CENT, currency="CNY")
    assert [(share.name, share.amount) for share in told.shares] == [("case", D("300.00")), ("C-2", D("100.00")), ("others", D("600.00"))]


def test_a_cost_above_its_figure_needs_a_note() -> None:
    figures = (
        Guideline("food", "CNY", D(500), D(100), date(2026, 1, 1), "house default"),
        Guideline("food", "CNY", D(600), D(100), date(2027, 1, 1), "later"),
        Guideline("housing", "TWD", D(1), D(0), date(2026, 1, 1), "another currency"),
    )
    over = excesses(budget(dependents=1), figures, "CNY", TODAY)
    assert [(one.line, one.guideline, one.over) for one in over] == [("food", D(600), D(100))]
    assert excesses(budget(dependents=2), figures, "CNY", TODAY) == ()
    on_the_day = [excesses(budget(), figures, "CNY", day)[0].guideline for day in (date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))]
    assert on_the_day == [D(500), D(500), D(600)], "a figure holds from its own day on"
    assert excesses(budget(dependents=1), figures, "CNY", date(2025, 12, 31)) == ()
    told = affordability(budget(), D(1), as_of=TODAY, unit=CENT, currency="CNY", guidelines=figures)
    assert told.needs_note
    assert not affordability(budget(), D(1), as_of=TODAY, unit=CENT, currency="CNY").needs_note, "within the figures nothing is to be said"
    assert not affordability(budget(notes="Diet"), D(1), as_of=TODAY, unit=CENT, currency="CNY", guidelines=figures).needs_note


def test_the_latest_budget_counts_and_grows_old() -> None:
    old, new, later = Budget(date(2026, 8, 1), D(1)), Budget(TAKEN, D(2)), Budget(date(2026, 12, 1), D(3))
    assert latest_budget((new, later, old), TODAY) is new
    assert latest_budget((new, later, old), later.taken_on) is later, "a budget counts on the day of its talk"
    assert latest_budget((), TODAY) is None
    assert affordability(old, D(1), as_of=TODAY, unit=CENT, currency="CNY").stale
    assert not affordability(new, D(1), as_of=TODAY, unit=CENT, currency="CNY").stale
    for age, stale in ((90, False), (91, True)):
        assert affordability(new, D(1), as_of=TAKEN + timedelta(days=age), unit=CENT, currency="CNY", max_age_days=90).stale is stale


@pytest.mark.parametrize(
    ("text", "income"),
    [("20%", "2400"), ("-20 %", "2400"), ("+10%", "3300"), ("300", "2700"), ("-300.50", "2699.50"), ("+1", "3001"), ("5000", "0"), ("33.333％", "2000.01")],
)
def test_what_if_the_income_changes(text: str, income: str) -> None:
    assert changed(budget(), read_change(text), CENT).income == D(income)


@pytest.mark.parametrize("text", ["", "x", "20%%", "--3", "1e3", "NaN", "Infinity", "1,000", "٣"])
def test_a_change_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no change of income"):
        read_change(text)


def test_a_change_is_an_amount_or_a_percentage() -> None:
    assert read_change("20%") == IncomeChange(percent=D(-20))
    assert read_change("+20") == IncomeChange(amount=D(20))


def test_the_token_is_held_and_the_rest_spread_again() -> None:
    """The forum question of field-notes 3.23: a minimum of 1.00 per creditor must not break the total."""
    shares = pro_rata(D("50.00"), (D(4000), D(1000), D(10), D("0.40")), unit=CENT, floor=D(1))
    assert shares == (D("38.88"), D("9.72"), D("1.00"), D("0.40"))
    assert sum(shares) == D(50)
    assert pro_rata(D("1.50"), (D(10), D(10)), unit=CENT, floor=D(1)) == (D("0.75"), D("0.75"))
    assert pro_rata(D(100), (D(1), D(1), D(1)), unit=D(1)) == (D(1), D(1), D(1))
    assert pro_rata(D(10), (D(100), D(100), D(100)), unit=D(1)) == (D(4), D(3), D(3))


UNITS = st.sampled_from((CENT, D(1), D("0.001")))


def test_odd_cents_go_to_those_whose_parts_were_cut_most() -> None:
    """Of ten cents 1.43, 2.86 and 5.71 are due to them."""
    assert pro_rata(D("0.10"), (D(1), D(2), D(4)), unit=CENT) == (D("0.01"), D("0.03"), D("0.06"))


@given(st.data())
def test_shares_add_up_exactly_and_none_is_negative_or_above_its_debt(data: st.DataObject) -> None:
    unit = data.draw(UNITS)
    money = st.integers(0, 5_000_000).map(lambda number: number * unit)
    debts = data.draw(st.lists(money, max_size=8))
    amount, floor = data.draw(money), data.draw(st.integers(0, 5_000).map(lambda number: number * unit))
    shares = pro_rata(amount, debts, unit=unit, floor=floor)
    assert sum(shares, D(0)) == min(amount, sum(debts, D(0)))
    assert all(0 <= share <= debt and share % unit == 0 for share, debt in zip(shares, debts, strict=True))
    least = [min(floor, debt) for debt in debts]
    if sum(least) <= amount:
        assert all(share >= low for share, low in zip(shares, least, strict=True))


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=6), st.integers(0, 10**9))
def test_without_a_floor_no_share_is_a_unit_away_from_the_exact_one(debts: list[int], amount: int) -> None:
    shares = pro_rata(D(amount), [D(debt) for debt in debts], unit=D(1))
    whole = min(amount, sum(debts))
    assert all(abs(int(share) * sum(debts) - whole * debt) < sum(debts) for share, debt in zip(shares, debts, strict=True))
