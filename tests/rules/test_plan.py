from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.rules.days import DAY_COUNTS, FREQUENCIES
from pyaddin.rules.plan import MAX_ROWS, METHODS, Schedule, schedule

D = Decimal
FIRST = date(2026, 12, 15)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def make(total: str, **more: Any) -> Schedule:
    facts: dict[str, Any] = {"first_due": FIRST, "frequency": "monthly", "is_working": weekdays} | more
    return schedule(D(total), **facts)


def payments(made: Schedule) -> list[Decimal]:
    return [row.payment for row in made.rows]


@pytest.mark.parametrize(
    ("total", "count", "amounts"),
    [
        ("1000.00", 3, ["333.33", "333.33", "333.34"]),
        ("200.00", 3, ["66.67", "66.67", "66.66"]),
        ("100.00", 1, ["100.00"]),
        ("0.05", 5, ["0.01"] * 5),
        ("1.00", 34, ["0.03"] * 33 + ["0.01"]),
    ],
)
def test_by_count_the_last_row_takes_the_remainder(total: str, count: int, amounts: list[str]) -> None:
    """R17: a = round(T/n), the first n-1 rows are a, the last is T - (n-1)a."""
    assert payments(make(total, count=count)) == [D(amount) for amount in amounts]


@pytest.mark.parametrize(("total", "count", "most"), [("0.05", 10, 5), ("0.05", 1200, 5), ("1.00", 40, 34)])
def test_a_count_that_leaves_nothing_for_the_last_row_is_refused_and_the_largest_named(total: str, count: int, most: int) -> None:
    with pytest.raises(Stop, match=f"is {most}$") as stop:
        make(total, count=count)
    assert stop.value.fault.code == "X-SCHEDULE"
    assert make(total, count=most).totals.count == most


def test_rounding_up_ends_early_with_the_row_that_clears_the_balance() -> None:
    made = make("10.00", count=7, round_payment="up")
    assert payments(made) == [D(2)] * 5
    assert made.totals.count == 5
    assert payments(make("100.00", count=7, round_payment="up")) == [D(15)] * 6 + [D(10)]


def test_by_amount_the_last_row_is_the_remainder() -> None:
    made = make("1000.00", amount=D(300))
    assert payments(made) == [D(300), D(300), D(300), D(100)]
    assert [row.balance for row in made.rows] == [D(700), D(400), D(100), D(0)]
    assert payments(make("900.00", amount=D(300))) == [D(300)] * 3
    assert payments(make("100.00", amount=D(300))) == [D(100)]


def test_published_annuity_10_000_at_12_percent_over_12_months_is_888_49() -> None:
    """The textbook loan payment: 10,000 x 0.01 / (1 - 1.01^-12) = 888.4879."""
    made = make("10000.00", count=12, rate=D("0.12"), day_count="30/360")
    assert payments(made)[:11] == [D("888.49")] * 11
    first, last = made.rows[0], made.rows[-1]
    assert (first.interest, first.principal, first.balance) == (D("100.00"), D("788.49"), D("9211.51"))
    assert (last.payment, last.interest, last.balance) == (D("888.47"), D("8.80"), D(0))
    assert (made.totals.interest, made.totals.payment) == (D("661.86"), D("10661.86"))


def test_published_mortgage_100_000_at_6_percent_over_360_months_is_599_55() -> None:
    made = make("100000.00", count=360, rate=D("0.06"), day_count="30/360")
    assert payments(made)[0] == D("599.55")


def test_act_365_counts_the_days_of_each_period() -> None:
    made = make("1000.00", count=2, rate=D("0.12"), start=date(2026, 12, 1), method="equal-principal")
    # 14 days on 1000 and 31 days on 500
    assert [row.interest for row in made.rows] == [D("4.60"), D("5.10")]


def test_two_payment_annuity_solved_by_hand() -> None:
    made = make("1000.00", count=2, rate=D("0.12"), frequency="2-monthly", day_count="30/360")
    # factors 1.02 and 1.02: 1000 x 1.0404 / 2.02 = 515.0495
    assert payments(made) == [D("515.05"), D("515.05")]


def test_flat_interest_runs_on_the_whole_total() -> None:
    made = make("1200.00", count=12, rate=D("0.12"), day_count="30/360", method="flat")
    assert set(payments(made)) == {D("112.00")}
    assert made.totals.interest == D("144.00")
    by_amount = make("1200.00", amount=D("500"), rate=D("0.12"), day_count="30/360", method="flat")
    assert [(row.principal, row.interest) for row in by_amount.rows] == [(D(488), D(12)), (D(488), D(12)), (D(224), D(12))]


def test_equal_principal_interest_falls() -> None:
    made = make("1200.00", count=12, rate=D("0.12"), day_count="30/360", method="equal-principal")
    assert [row.interest for row in made.rows] == [D(n) for n in range(12, 0, -1)]
    assert {row.principal for row in made.rows} == {D(100)}


def test_rounding_of_payment_and_interest_to_whole_units() -> None:
    made = make("10000.00", count=12, rate=D("0.12"), round_payment="up", round_interest="unit", day_count="30/360")
    assert payments(made)[:-1] == [D(889)] * 11
    assert all(row.interest == row.interest.to_integral_value() for row in made.rows)
    assert payments(made)[-1] < 889


def test_an_amount_not_above_the_interest_is_refused_with_the_least_that_works() -> None:
    facts: dict[str, Any] = {"rate": D("0.12"), "day_count": "30/360"}
    with pytest.raises(Stop, match=r"at least 100\.01 is needed") as stop:
        make("10000.00", amount=D("100.00"), **facts)
    assert stop.value.fault.code == "X-SCHEDULE"
    assert make("10000.00", amount=D("100.01"), **facts).totals.count < MAX_ROWS


def test_a_long_first_period_limits_the_count() -> None:
    facts: dict[str, Any] = {"rate": D("0.12"), "start": date(2025, 12, 15), "day_count": "30/360"}
    with pytest.raises(Stop, match=r"is (\d+)$") as stop:
        make("1000.00", count=60, **facts)
    most = int(stop.value.fault.found.rsplit(" ", 1)[1])
    made = make("1000.00", count=most, **facts)
    assert made.rows[0].interest == D(120) < made.rows[0].payment


def test_dates_move_to_working_days_but_rhythm_and_interest_do_not() -> None:
    facts: dict[str, Any] = {"first_due": date(2026, 8, 30), "count": 4, "rate": D("0.12"), "day_count": "30/360"}
    same, following, before = (make("400.00", roll_mode=mode, **facts) for mode in ("same", "next", "previous"))
    assert [row.due_on for row in same.rows] == [date(2026, 8, 30), date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30)]
    assert [row.due_on for row in following.rows] == [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 30), date(2026, 11, 30)]
    assert before.rows[0].due_on == date(2026, 8, 28)
    assert payments(same) == payments(following) == payments(before)


def test_whole_months_of_30_360_ignore_their_length() -> None:
    made = make("1000.00", count=4, rate=D("0.12"), first_due=date(2026, 12, 31), day_count="30/360", method="flat")
    assert [row.due_on for row in made.rows] == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31)]
    assert {row.interest for row in made.rows} == {D(10)}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"count": None}, "X-OPTION"),
        ({"amount": D(5)}, "X-OPTION"),
        ({"count": 0}, "X-SCHEDULE"),
        ({"count": -3}, "X-SCHEDULE"),
        ({"count": MAX_ROWS + 1}, "X-SCHEDULE"),
        ({"count": None, "amount": D("0")}, "X-OPTION"),
        ({"count": None, "amount": D("1.005")}, "X-OPTION"),
        ({"count": None, "amount": D("0.01")}, "X-SCHEDULE"),
        ({"total": "0"}, "X-OPTION"),
        ({"total": "-5"}, "X-OPTION"),
        ({"total": "NaN"}, "X-OPTION"),
        ({"total": "1.005"}, "X-OPTION"),
        ({"rate": D("-0.1")}, "X-OPTION"),
        ({"rate": D("Infinity")}, "X-OPTION"),
        ({"frequency": "fortnightly"}, "X-OPTION"),
        ({"method": "balloon"}, "X-OPTION"),
        ({"day_count": "act/364"}, "X-OPTION"),
        ({"roll_mode": "later"}, "X-OPTION"),
        ({"round_payment": "down"}, "X-OPTION"),
        ({"round_interest": "down"}, "X-OPTION"),
        ({"start": date(2027, 1, 1)}, "X-OPTION"),
    ],
)
def test_what_cannot_be_scheduled_is_refused(change: dict[str, Any], code: str) -> None:
    facts: dict[str, Any] = {"total": "100.00", "count": 4} | change
    with pytest.raises(Stop) as stop:
        make(facts.pop("total"), **facts)
    assert stop.value.fault.code == code
    assert stop.value.fault.found


TERMS = st.fixed_dictionaries(
    {
        "frequency": st.sampled_from(FREQUENCIES),
        "rate": st.sampled_from([None, D("0.05"), D("0.24"), D("0.365")]),
        "day_count": st.sampled_from(DAY_COUNTS),
        "method": st.sampled_from(METHODS),
        "roll_mode": st.sampled_from(["same", "next", "previous"]),
        "round_payment": st.sampled_from(["cent", "up"]),
        "round_interest": st.sampled_from(["cent", "unit"]),
    }
)
TOTALS = st.integers(1, 5_000_000).map(lambda n: Decimal(n) / 100)


def check(made: Schedule, total: Decimal) -> None:
    assert sum((row.principal for row in made.rows), D(0)) == total == made.totals.principal
    assert sum((row.payment for row in made.rows), D(0)) == made.totals.payment
    assert [row.no for row in made.rows] == list(range(1, made.totals.count + 1))
    assert made.rows[-1].balance == 0
    for row in made.rows:
        assert row.payment > 0
        assert row.principal > 0
        assert row.interest >= 0
        assert row.payment == row.principal + row.interest
        assert row.payment == row.payment.quantize(D("0.01"))


@settings(max_examples=200, deadline=None)
@given(TOTALS, st.integers(1, 80), TERMS)
def test_schedules_by_count_sum_to_the_total(total: Decimal, count: int, terms: dict[str, Any]) -> None:
    try:
        made = make(str(total), count=count, **terms)
    except Stop as stop:
        most = int(stop.fault.found.rsplit(" ", 1)[1])
        assert most < count
        made = make(str(total), count=most, **terms)
    else:
        assert made.totals.count == count or terms["round_payment"] == "up"
    check(made, total)
    assert made.totals.count <= count


@settings(max_examples=200, deadline=None)
@given(TOTALS, TOTALS, TERMS)
def test_schedules_by_amount_sum_to_the_total(total: Decimal, amount: Decimal, terms: dict[str, Any]) -> None:
    try:
        made = make(str(total), amount=amount, **terms)
    except Stop as stop:
        least = D(stop.fault.found.split("at least ")[1].split(" ")[0])
        assert least > amount
        made = make(str(total), amount=least, **terms)
        amount = least
    check(made, total)
    regular = [row.principal if terms["method"] == "equal-principal" or not terms["rate"] else row.payment for row in made.rows]
    assert all(value == amount for value in regular[:-1])
    assert regular[-1] <= amount


@given(TOTALS, st.integers(1, 60))
def test_annuity_without_rounding_loss_differs_only_in_the_last_row(total: Decimal, count: int) -> None:
    assume(total > 100)
    made = make(str(total), count=count, rate=D("0.12"))
    assert len({row.payment for row in made.rows[:-1]}) <= 1
    assert abs(made.rows[-1].payment - made.rows[0].payment) <= D("0.01") * count
