from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.rules.allocation import Due, Incoming, allocate
from pyaddin.rules.days import DAY_COUNTS
from pyaddin.rules.interest import LateInterest, RatePeriod, accrual, explain_interest, timeline
from pyaddin.rules.money import round_half_up

D = Decimal
DUE = date(2026, 1, 31)
DAYS = st.dates(DUE, date(2029, 12, 31))


def flat(rate: str, day_count: str = "act/365") -> LateInterest:
    return LateInterest((RatePeriod(date.min, None, D(rate)),), day_count)


@pytest.mark.parametrize(
    ("day_count", "amount"),
    [
        ("act/365", Fraction(1000 * 12 * 365, 100 * 365)),
        ("act/360", Fraction(1000 * 12 * 365, 100 * 360)),
        ("act/actual", Fraction(120)),
        ("30/360", Fraction(120)),
    ],
)
def test_a_year_at_12_percent_on_1000(day_count: str, amount: Fraction) -> None:
    pieces = timeline(flat("0.12", day_count))
    assert accrual(D(1000), DUE, DUE, date(2027, 1, 31), pieces, day_count) == amount


def test_leap_year_counts_by_its_own_length_in_act_actual() -> None:
    due = date(2027, 12, 31)
    pieces = timeline(flat("0.366", "act/actual"))
    # at 0.366 a year 100 bears a tenth a day in a leap year and 36.6/365 in another; ISDA puts 31 December in the old year
    assert accrual(D(100), due, due, date(2028, 1, 10), pieces, "act/actual") == Fraction(366, 10) * Fraction(1, 365) + Fraction(9, 10)


@given(DAYS, DAYS, DAYS, st.sampled_from(DAY_COUNTS))
def test_parts_of_a_period_add_up_and_are_never_negative(a: date, b: date, c: date, day_count: str) -> None:
    a, b, c = sorted((a, b, c))
    late = LateInterest(
        (RatePeriod(date.min, date(2026, 12, 31), D("0.08")), RatePeriod(date(2027, 1, 1), None, D("0.10"))),
        day_count,
        ((date(2027, 3, 1), date(2027, 4, 30)),),
    )
    pieces = timeline(late)
    first, second = accrual(D("123.45"), DUE, a, b, pieces, day_count), accrual(D("123.45"), DUE, b, c, pieces, day_count)
    assert min(first, second) >= 0
    assert first + second == accrual(D("123.45"), DUE, a, c, pieces, day_count)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(DAYS, st.none() | st.integers(0, 300), st.sampled_from(["0.05", "0.10"])), max_size=3),
    st.lists(st.tuples(DAYS, st.none() | st.integers(0, 300)), max_size=3),
    st.integers(0, 900),
)
def test_timeline_equals_asking_every_day(rates: list[tuple[date, int | None, str]], stops: list[tuple[date, int | None]], length: int) -> None:
    periods = tuple(
        RatePeriod(on, None if more is None else on + timedelta(days=more), D(rate))
        for on, more, rate in {on: (on, more, rate) for on, more, rate in rates}.values()
    )
    spans = tuple((on, None if more is None else on + timedelta(days=more)) for on, more in stops)
    total = Fraction(0)
    for day in (DUE + timedelta(days=n) for n in range(1, length + 1)):
        begun = [period for period in periods if period.start <= day]
        current = max(begun, key=lambda period: period.start, default=None)
        stopped = any(start < day and (end is None or day <= end) for start, end in spans)
        if current and not stopped and (current.end is None or day <= current.end):
            total += Fraction(current.annual) * 365 / 365
    pieces = timeline(LateInterest(periods, "act/365", spans))
    assert accrual(D(365), DUE, DUE, DUE + timedelta(days=length), pieces, "act/365") == total
    assert all(before.until <= after.after for before, after in zip(pieces, pieces[1:], strict=False))


def test_a_rate_below_zero_is_refused() -> None:
    for rate in ("-0.01", "NaN"):
        with pytest.raises(ValueError, match="yearly rate"):
            RatePeriod(date.min, None, D(rate))


def test_interest_explained_line_by_line_adds_up_to_the_cent() -> None:
    late = LateInterest(
        (RatePeriod(date(2026, 1, 1), date(2026, 3, 31), D("0.12")), RatePeriod(date(2026, 4, 1), None, D("0.10"))),
        "act/365",
        ((date(2026, 5, 1), date(2026, 5, 11)),),
    )
    as_of = date(2026, 5, 31)
    done = allocate(
        [Due(("", 1), DUE, {"principal": D(1000)})],
        [Incoming("P-1", date(2026, 3, 2), D("409.86"))],
        as_of=as_of,
        order=("interest", "principal"),
        late_interest=late,
    )
    (row,) = done.rows
    lines = explain_interest(row.principal_steps, due_on=DUE, until=as_of, late=late)
    # 30 days on 1000 cost 9.86, so the payment lowers the principal by 400.00
    assert [(line.start, line.end, line.days, line.principal, line.rate) for line in lines] == [
        (date(2026, 1, 31), date(2026, 3, 2), 30, D(1000), D("0.12")),
        (date(2026, 3, 2), date(2026, 3, 31), 29, D(600), D("0.12")),
        (date(2026, 3, 31), date(2026, 5, 1), 31, D(600), D("0.1")),
        (date(2026, 5, 11), date(2026, 5, 31), 20, D(600), D("0.1")),
    ]
    assert round_half_up(sum((line.amount for line in lines), Fraction(0)), late.unit) == row.late_interest_accrued == D("23.97")


def test_no_lines_where_nothing_ran() -> None:
    assert explain_interest(((DUE, D(0)),), due_on=DUE, until=date(2026, 5, 1), late=flat("0.12")) == []
    assert explain_interest(((DUE, D(100)),), due_on=DUE, until=DUE, late=flat("0.12")) == []
    assert explain_interest(((DUE, D(100)),), due_on=DUE, until=date(2026, 2, 28), late=flat("0.12", "30/360"))[0].days == 28


@pytest.mark.parametrize("day_count", DAY_COUNTS)
def test_days_before_the_due_date_bear_nothing(day_count: str) -> None:
    pieces, end = timeline(flat("0.12", day_count)), DUE + timedelta(days=20)
    assert accrual(D(1000), DUE, DUE - timedelta(days=40), end, pieces, day_count) == accrual(D(1000), DUE, DUE, end, pieces, day_count)
    assert accrual(D(1000), DUE, DUE - timedelta(days=40), DUE, pieces, day_count) == 0


def test_each_rate_without_an_end_holds_until_the_next_begins() -> None:
    starts = (date(2026, 2, 10), date(2026, 2, 20), date(2026, 3, 2))
    late = LateInterest(tuple(RatePeriod(on, None, D(rate)) for on, rate in zip(starts, ("0.365", "0.73", "1.095"), strict=True)), "act/365")
    # 1000 bears 1, 2 and 3 a day: 10 days of each
    assert accrual(D(1000), DUE, DUE, date(2026, 3, 11), timeline(late), "act/365") == 10 * 1 + 10 * 2 + 10 * 3


def test_a_line_of_an_explanation_counts_its_days_as_the_day_count_does() -> None:
    """30/360: February has thirty days, from wherever the line begins."""
    lines = explain_interest([(DUE, D(1000)), (date(2026, 2, 28), D(600))], due_on=DUE, until=date(2026, 3, 31), late=flat("0.12", "30/360"))
    assert [line.days for line in lines] == [28, 32]
    assert [line.days for line in explain_interest([(DUE, D(1000))], due_on=DUE, until=date(2026, 3, 31), late=flat("0.12"))] == [59]
