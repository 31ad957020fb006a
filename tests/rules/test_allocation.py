"""Worked examples of the allocation, computed by hand (domain-rules R8-R14)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pyaddin.rules.allocation import OPENING, Charge, Due, Incoming, LateInterest, RatePeriod, Relief, allocate

D = Decimal
ORDER = ("penalty", "fee", "interest", "principal")
AS_OF = date(2026, 11, 23)


def row(no: int, due_on: date, principal: str = "100.00", interest: str = "0", fee: str = "0", penalty: str = "0") -> Due:
    return Due(("", no), due_on, {"principal": D(principal), "interest": D(interest), "fee": D(fee), "penalty": D(penalty)})


def pay(id: str, on: date, amount: str, **more: object) -> Incoming:
    return Incoming(id, on, D(amount), **more)  # type: ignore[arg-type]


SEPTEMBER = row(1, date(2026, 9, 1), "100.00", "10.00", "5.00")
OCTOBER = row(2, date(2026, 10, 1), "100.00", "10.00", "5.00")
JANUARY, FEBRUARY, MARCH = (row(number, date(2027, number - 2, 1)) for number in (3, 4, 5))


def test_oldest_row_first_and_components_in_order_inside_it() -> None:
    done = allocate([OCTOBER, SEPTEMBER], [pay("P-1", date(2026, 10, 10), "130.00")], as_of=AS_OF, order=ORDER)
    first, second = done.rows
    assert (first.key, first.paid_total, first.open_total, first.paid_on) == (("", 1), D(115), D(0), date(2026, 10, 10))
    assert second.paid == {"penalty": 0, "fee": D(5), "interest": D(10), "principal": 0}
    assert (second.open_total, second.paid_on, done.open_total, done.credit) == (D(100), None, D(100), D(0))
    assert [(share.target, share.component, share.amount) for share in done.shares] == [
        (("", 1), "fee", D(5)),
        (("", 1), "interest", D(10)),
        (("", 1), "principal", D(100)),
        (("", 2), "fee", D(5)),
        (("", 2), "interest", D(10)),
    ]


def test_early_on_time_and_late_are_judged_by_value_date() -> None:
    payments = [pay("P-1", date(2026, 8, 31), "15.00"), pay("P-2", date(2026, 9, 1), "20.00"), pay("P-3", date(2026, 9, 2), "30.00")]
    (only,) = allocate([SEPTEMBER], payments, as_of=AS_OF, order=ORDER).rows
    assert (only.early, only.late, only.paid_total, only.open_total) == (D(15), D(30), D(65), D(50))


def test_money_after_as_of_and_reversed_money_do_not_count() -> None:
    payments = [
        pay("P-1", date(2026, 9, 1), "40.00", reversed_on=date(2026, 9, 20)),
        pay("P-2", date(2026, 9, 1), "30.00", reversed_on=date(2026, 9, 21)),
        pay("P-3", date(2026, 9, 21), "20.00"),
    ]
    assert allocate([SEPTEMBER], payments, as_of=date(2026, 9, 20), order=ORDER).rows[0].paid_total == D(30)
    assert allocate([SEPTEMBER], payments, as_of=date(2026, 9, 21), order=ORDER).rows[0].paid_total == D(20)


@pytest.mark.parametrize(
    ("future", "amounts"),
    [("next", ["100", "100", "0"]), ("last", ["0", "100", "100"]), ("re-amortize", ["66.67", "66.67", "66.66"])],
)
def test_early_money(future: str, amounts: list[str]) -> None:
    done = allocate([JANUARY, FEBRUARY, MARCH], [pay("P-1", date(2026, 11, 1), "200.00")], as_of=AS_OF, order=ORDER, future=future)
    assert [result.paid_total for result in done.rows] == [D(amount) for amount in amounts]
    own = allocate([JANUARY, FEBRUARY, MARCH], [pay("P-1", date(2026, 11, 1), "200.00", future=future)], as_of=AS_OF, order=ORDER)
    assert own == done


def test_re_amortize_fills_small_rows_and_splits_the_rest_again() -> None:
    rows = [row(1, date(2027, 1, 1), "10.00"), row(2, date(2027, 2, 1), "100.00"), row(3, date(2027, 3, 1), "100.00")]
    done = allocate(rows, [pay("P-1", date(2026, 11, 1), "100.01")], as_of=AS_OF, order=ORDER, future="re-amortize")
    # a third each is 33.34: row 1 takes its 10.00, the other 90.01 are 45.005 each
    assert [result.paid_total for result in done.rows] == [D("10.00"), D("45.01"), D("45.00")]


def test_past_due_then_due_today_then_future_on_the_payments_own_date() -> None:
    done = allocate([SEPTEMBER, OCTOBER, JANUARY, MARCH], [pay("P-1", date(2026, 10, 1), "250.00")], as_of=AS_OF, order=ORDER, future="last")
    assert [result.paid_total for result in done.rows] == [D(115), D(115), D(0), D(20)]
    assert [(result.early, result.late) for result in done.rows] == [(0, D(115)), (0, 0), (0, 0), (D(20), 0)]


def test_principal_first_from_91_days_past_due_on() -> None:
    late = {"order_late": ("principal", "interest", "fee", "penalty"), "late_from": 91}
    due = row(1, date(2026, 1, 1), "100.00", "10.00", "5.00")
    day_90 = allocate([due], [pay("P-1", date(2026, 4, 1), "20.00")], as_of=AS_OF, order=ORDER, **late)  # type: ignore[arg-type]
    day_91 = allocate([due], [pay("P-1", date(2026, 4, 2), "20.00")], as_of=AS_OF, order=ORDER, **late)  # type: ignore[arg-type]
    paused = allocate([due], [pay("P-1", date(2026, 4, 2), "20.00")], as_of=AS_OF, order=ORDER, pauses=[(date(2026, 2, 1), date(2026, 2, 2))], **late)  # type: ignore[arg-type]
    assert (day_90.rows[0].paid["fee"], day_90.rows[0].paid["principal"]) == (D(5), D(5))
    assert (day_91.rows[0].paid["fee"], day_91.rows[0].paid["principal"]) == (D(0), D(20))
    assert paused.rows[0].paid == day_90.rows[0].paid


def test_a_tolerated_shortfall_does_not_make_a_case_late() -> None:
    rows = [row(1, date(2026, 1, 1), "100.00"), row(2, date(2026, 9, 1), "100.00", "10.00")]
    payments = [pay("P-1", date(2026, 1, 1), "99.50"), pay("P-2", date(2026, 9, 10), "5.50")]
    for tolerance, principal_paid in (("1.00", "0"), ("0.50", "0"), ("0.49", "5.00")):
        done = allocate(rows, payments, as_of=AS_OF, order=ORDER, order_late=("principal",), late_from=91, tolerance=D(tolerance))
        assert done.rows[1].paid["principal"] == D(principal_paid)


def test_surplus_is_credit_and_pays_a_later_charge_on_its_day() -> None:
    payments = [pay("P-1", date(2026, 9, 1), "120.00")]
    done = allocate([SEPTEMBER], payments, as_of=AS_OF, order=ORDER, charges=[Charge("A-1", date(2026, 9, 10), D("7.00"))])
    assert done.credit == 0
    assert (done.charges[0].paid, done.charges[0].open, done.charges_open, done.outstanding) == (D(5), D(2), D(2), D(2))
    assert done.shares[-1].target == "A-1"
    assert (done.shares[-1].payment_id, done.shares[-1].on) == ("P-1", date(2026, 9, 10))
    assert allocate([SEPTEMBER], payments, as_of=date(2026, 9, 9), order=ORDER, charges=[Charge("A-1", date(2026, 9, 10), D(7))]).credit == D(5)


def test_a_charge_goes_before_the_rows_or_after_the_rows_past_due() -> None:
    payments, charges = [pay("P-1", date(2026, 10, 1), "120.00")], [Charge("A-1", date(2026, 9, 10), D("7.00"))]
    first = allocate([SEPTEMBER, OCTOBER], payments, as_of=AS_OF, order=ORDER, charges=charges)
    assert (first.charges[0].paid, first.rows[0].paid_total, first.rows[1].paid_total) == (D(7), D(113), D(0))
    after = allocate([SEPTEMBER, OCTOBER], payments, as_of=AS_OF, order=("interest", "principal", "fee"), charges=charges)
    assert (after.charges[0].paid, after.rows[0].paid_total, after.rows[1].paid_total) == (D(5), D(115), D(0))


def test_relief_reduces_only_its_component_and_is_never_money() -> None:
    done = allocate(
        [SEPTEMBER, OCTOBER],
        [pay("P-1", date(2026, 10, 10), "100.00")],
        as_of=AS_OF,
        order=ORDER,
        reliefs=[Relief("A-1", date(2026, 10, 5), D("25.00"), "interest")],
    )
    assert [result.relieved["interest"] for result in done.rows] == [D(10), D(10)]
    assert (done.unused_relief, done.relieved["interest"], done.credit) == (D(5), D(20), D(0))
    assert done.rows[0].paid == {"penalty": 0, "fee": D(5), "interest": 0, "principal": D(95)}
    whole = allocate([SEPTEMBER], [], as_of=AS_OF, order=ORDER, reliefs=[Relief("A-1", date(2026, 10, 5), D("120.00"))])
    assert (whole.rows[0].open_total, whole.rows[0].paid_total, whole.rows[0].paid_on, whole.unused_relief, whole.shares) == (0, 0, date(2026, 10, 5), D(5), ())


def test_waiver_and_payment_of_one_day_settle_together() -> None:
    done = allocate(
        [SEPTEMBER], [pay("P-1", date(2026, 10, 5), "105.00")], as_of=AS_OF, order=ORDER, reliefs=[Relief("Z-9", date(2026, 10, 5), D("10.00"), "interest")]
    )
    assert (done.open_total, done.credit, done.unused_relief) == (0, 0, 0)


TWELVE = LateInterest((RatePeriod(date.min, None, D("0.12")),), "act/365")


def test_late_interest_is_rounded_once_on_the_running_total() -> None:
    loan = row(1, date(2026, 1, 1), "1000.00")
    # 30 days: 1000 x 0.12 x 30 / 365 = 9.86301...; then 28 days on 500: 4.60273...; together 14.46575... = 14.47
    done = allocate([loan], [pay("P-1", date(2026, 1, 31), "509.86")], as_of=date(2026, 2, 28), order=ORDER, late_interest=TWELVE)
    (only,) = done.rows
    assert (only.late_interest_accrued, only.late_interest_paid, only.late_interest_open) == (D("14.47"), D("9.86"), D("4.61"))
    assert (only.open_total, only.paid_total, done.late_interest_open, done.outstanding) == (D("500.00"), D("500.00"), D("4.61"), D("504.61"))
    assert [(share.component, share.late_interest, share.amount) for share in done.shares] == [("interest", True, D("9.86")), ("principal", False, D("500.00"))]
    assert only.principal_steps == ((date(2026, 1, 1), D(1000)), (date(2026, 1, 31), D(500)))


def test_rounding_each_day_would_give_another_total() -> None:
    loan = row(1, date(2025, 1, 1), "1000.00")
    ten = LateInterest((RatePeriod(date.min, None, D("0.10")),), "act/365")
    done = allocate([loan], [], as_of=date(2026, 1, 1), order=ORDER, late_interest=ten)
    assert done.late_interest_open == D("100.00")
    # 0.27 a day, 365 times
    assert done.late_interest_open != D("98.55")


def test_no_late_interest_on_the_due_day_in_stops_or_on_fees_and_interest() -> None:
    loan = row(1, date(2026, 1, 1), "1000.00", "300.00", "300.00")
    assert allocate([loan], [], as_of=date(2026, 1, 1), order=ORDER, late_interest=TWELVE).late_interest_open == 0
    assert allocate([loan], [], as_of=date(2026, 1, 2), order=ORDER, late_interest=TWELVE).late_interest_open == D("0.33")
    stopped = LateInterest(TWELVE.rates, "act/365", ((date(2026, 1, 11), date(2026, 1, 21)),))
    # 30 days less the ten from 12 to 21 January: 1000 x 0.12 x 20 / 365 = 6.575...
    assert allocate([loan], [], as_of=date(2026, 1, 31), order=ORDER, late_interest=stopped).late_interest_open == D("6.58")


def test_a_rate_change_splits_the_period() -> None:
    loan = row(1, date(2026, 1, 1), "1000.00")
    rates = (RatePeriod(date(2026, 1, 16), None, D("0.24")), RatePeriod(date(2025, 1, 1), date(2026, 1, 15), D("0.12")))
    # 14 days at 12 % (2 to 15 January) and 16 at 24 %: 4.6027... + 10.5205... = 15.1232...
    assert allocate([loan], [], as_of=date(2026, 1, 31), order=ORDER, late_interest=LateInterest(rates, "act/365")).late_interest_open == D("15.12")


def test_of_credit_the_oldest_pays_a_later_charge_first() -> None:
    payments = [pay("P-1", date(2026, 9, 1), "118.00"), pay("P-2", date(2026, 9, 2), "4.00")]
    done = allocate([SEPTEMBER], payments, as_of=AS_OF, order=ORDER, charges=[Charge("A-1", date(2026, 9, 10), D(5))])
    assert [(share.payment_id, share.amount) for share in done.shares if share.target == "A-1"] == [("P-1", D(3)), ("P-2", D(2))]
    assert done.credit == D(2)


def test_opening_credit_counts_as_money_of_its_day() -> None:
    done = allocate([SEPTEMBER], [], as_of=AS_OF, order=ORDER, opening_credit=D("120.00"), opening_on=date(2026, 8, 20))
    assert (done.rows[0].early, done.credit) == (D(115), D(5))
    assert {share.payment_id for share in done.shares} == {OPENING}
    with pytest.raises(ValueError, match="opening credit"):
        allocate([SEPTEMBER], [], as_of=AS_OF, order=ORDER, opening_credit=D(1))


def test_payments_of_one_day_keep_entry_order_whatever_the_list() -> None:
    payments = [pay("P-10", date(2026, 9, 1), "60.00"), pay("P-2", date(2026, 9, 1), "60.00")]
    done = allocate([SEPTEMBER], payments, as_of=AS_OF, order=ORDER)
    assert done == allocate([SEPTEMBER], payments[::-1], as_of=AS_OF, order=ORDER)
    assert [share.payment_id for share in done.shares] == ["P-2", "P-2", "P-2", "P-10"]
    numbered = [pay("P-10", date(2026, 9, 1), "60.00", entry=1), pay("P-2", date(2026, 9, 1), "60.00", entry=2)]
    assert allocate([SEPTEMBER], numbered, as_of=AS_OF, order=ORDER).shares[0].payment_id == "P-10"


def test_a_row_of_nothing_is_paid_on_its_due_date() -> None:
    (only,) = allocate([row(1, date(2026, 9, 1), "0")], [], as_of=AS_OF, order=ORDER).rows
    assert (only.open_total, only.paid_on) == (0, date(2026, 9, 1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"order": ("principal", "principal")}, "order"),
        ({"order": ("capital",)}, "order"),
        ({"future": "sometime"}, "sometime"),
        ({"payments": [pay("P-1", AS_OF, "-1")]}, "P-1"),
        ({"payments": [pay("P-1", AS_OF, "NaN")]}, "P-1"),
        ({"charges": [Charge("A-1", AS_OF, D(1), "tax")]}, "tax"),
        ({"reliefs": [Relief("A-1", AS_OF, D(-1))]}, "A-1"),
        ({"dues": [row(1, AS_OF, "-1")]}, "below zero"),
        ({"dues": [Due(("", 1), AS_OF, {"capital": D(1)})]}, "capital"),
    ],
)
def test_what_cannot_be_allocated_is_refused(change: dict[str, object], message: str) -> None:
    facts: dict[str, object] = {"dues": [SEPTEMBER], "payments": [], "as_of": AS_OF, "order": ORDER} | change
    with pytest.raises(ValueError, match=message):
        allocate(facts.pop("dues"), facts.pop("payments"), **facts)  # type: ignore[arg-type]
