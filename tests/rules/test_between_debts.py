"""R9: a payment between several debts of one debtor, exact to the cent (PRC Civil Code art. 560)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.between_debts import Debt, split

CENT = Decimal("0.01")
D = Decimal


def debt(case_id: str, due: str = "0", not_due: str = "0", rate: str = "0", oldest: date | None = None, coming: date | None = None) -> Debt:
    return Debt(case_id, D(due), D(not_due), D(rate), oldest, coming)


def test_due_before_not_due() -> None:
    debts = [debt("A", not_due="100", rate="0.5", coming=date(2027, 1, 1)), debt("B", due="60", oldest=date(2026, 9, 1))]
    assert split(D(80), debts, unit=CENT) == (("B", D(60)), ("A", D(20)))


def test_the_heavier_burden_before_the_older_date() -> None:
    debts = [debt("A", "50", oldest=date(2026, 1, 1)), debt("B", "50", rate="0.12", oldest=date(2026, 9, 1))]
    assert split(D(70), debts, unit=CENT) == (("B", D(50)), ("A", D(20)))


def test_the_heavier_burden_comes_first_among_what_is_not_due_yet_too() -> None:
    debts = [debt("A", not_due="50", coming=date(2026, 12, 1)), debt("B", not_due="50", rate="0.12", coming=date(2027, 3, 1))]
    assert split(D(70), debts, unit=CENT) == (("B", D(50)), ("A", D(20)))


def test_of_two_debts_not_due_yet_the_one_that_falls_due_first() -> None:
    debts = [debt("A", not_due="50", coming=date(2027, 3, 1)), debt("B", not_due="50", coming=date(2026, 12, 1))]
    assert split(D(70), debts, unit=CENT) == (("B", D(50)), ("A", D(20)))


def test_the_oldest_date_then_pro_rata_on_one_date() -> None:
    day = date(2026, 9, 1)
    debts = [debt("A", "100", oldest=day), debt("B", "50", oldest=day), debt("C", "10", oldest=date(2026, 8, 1))]
    assert split(D("20.00"), debts, unit=CENT) == (("C", D(10)), ("A", D("6.67")), ("B", D("3.33")))


def test_the_choice_of_the_debtor_comes_first_also_where_it_is_not_due() -> None:
    debts = [debt("A", "100", oldest=date(2026, 1, 1)), debt("B", "10", "40", oldest=date(2026, 9, 1), coming=date(2027, 1, 1))]
    assert split(D(60), debts, unit=CENT, chosen="B") == (("B", D(50)), ("A", D(10)))


def test_what_is_left_is_credit_of_the_first() -> None:
    assert split(D(30), [debt("A", "10", oldest=date(2026, 9, 1)), debt("B", "5", oldest=date(2026, 8, 1))], unit=CENT) == (("B", D(20)), ("A", D(10)))
    assert split(D(7), [debt("B"), debt("A")], unit=CENT) == (("A", D(7)),)


def test_nobody_to_pay() -> None:
    with pytest.raises(ValueError, match="no debt"):
        split(D(1), [], unit=CENT)


cents = st.integers(0, 10**7).map(lambda number: D(number) / 100)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 1))


@given(
    st.lists(st.tuples(cents, cents, st.sampled_from([D(0), D("0.12")]), days, days), min_size=1, max_size=6),
    st.integers(1, 10**8).map(lambda number: D(number) / 100),
    st.integers(0, 7),
)
def test_shares_add_up_and_no_debt_is_overpaid_while_another_is_open(
    parts: list[tuple[Decimal, Decimal, Decimal, date | None, date | None]], amount: Decimal, chosen: int
) -> None:
    debts = [Debt(f"C{number}", *part) for number, part in enumerate(parts)]
    shares = split(amount, debts, unit=CENT, chosen=f"C{chosen}")
    assert sum(share for _, share in shares) == amount
    assert len({case_id for case_id, _ in shares}) == len(shares)
    assert all(share > 0 and share == share.quantize(CENT) for _, share in shares)
    open_of = {debt.case_id: debt.due + debt.not_due for debt in debts}
    if amount <= sum(open_of.values()):
        assert all(share <= open_of[case_id] for case_id, share in shares)
    dues = {debt.case_id: debt.due for debt in debts}
    given_to = dict(shares)
    if f"C{chosen}" not in open_of and any(given_to.get(case_id, D(0)) < due for case_id, due in dues.items()):
        assert all(share <= dues[case_id] for case_id, share in shares)  # nothing goes to what is not due while something due is open
