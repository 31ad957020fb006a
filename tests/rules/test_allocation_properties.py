"""What must hold for every allocation, and the comparison with the slow one."""

from __future__ import annotations

import importlib.util
import time
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.rules.allocation import FUTURE_MODES, Allocation, Charge, Due, Incoming, LateInterest, RatePeriod, Relief, allocate
from pyaddin.rules.owed import COMPONENTS, spread

_spec = importlib.util.spec_from_file_location("slow_allocation", Path(__file__).with_name("slow_allocation.py"))
assert _spec is not None
assert _spec.loader is not None
slow = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(slow)

START = date(2026, 1, 1)
D = Decimal


def days(limit: int = 120) -> st.SearchStrategy[date]:
    return st.integers(0, limit).map(lambda n: START + timedelta(days=n))


def cents(least: int = 0, most: int = 30_000) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda n: Decimal(n) / 100)


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    parts = st.fixed_dictionaries({"penalty": cents(most=500), "fee": cents(most=500), "interest": cents(most=2_000), "principal": cents()})
    dues = [Due(("", no), on, part) for no, (on, part) in enumerate(draw(st.lists(st.tuples(days(), parts), min_size=1, max_size=5)), start=1)]
    payments = [
        Incoming(f"P-{no}", on, amount, None if gone is None else on + timedelta(days=gone))
        for no, (on, amount, gone) in enumerate(draw(st.lists(st.tuples(days(150), cents(1), st.none() | st.integers(0, 60)), max_size=6)), start=1)
    ]
    charges = [Charge(f"A-{no}", on, amount) for no, (on, amount) in enumerate(draw(st.lists(st.tuples(days(150), cents(1, 2_000)), max_size=2)), start=1)]
    only = st.none() | st.sampled_from(COMPONENTS)
    reliefs = [
        Relief(f"W-{no}", on, amount, part)
        for no, (on, amount, part) in enumerate(draw(st.lists(st.tuples(days(150), cents(1, 9_000), only), max_size=2)), start=1)
    ]
    rate = draw(st.sampled_from(["0", "0.12", "0.365", "0.073"]))
    stop = draw(st.none() | st.tuples(days(), st.none() | st.integers(0, 40)))
    stops = () if stop is None else ((stop[0], None if stop[1] is None else stop[0] + timedelta(days=stop[1])),)
    return {
        "dues": dues,
        "payments": payments,
        "as_of": draw(days(200)),
        "order": tuple(draw(st.permutations(COMPONENTS))),
        "order_late": draw(st.just(()) | st.permutations(COMPONENTS).map(tuple)),
        "late_from": draw(st.sampled_from([1, 30, 91])),
        "future": draw(st.sampled_from(FUTURE_MODES)),
        "tolerance": draw(st.sampled_from([D(0), D(1), D(50)])),
        "charges": charges,
        "reliefs": reliefs,
        "late_interest": LateInterest((RatePeriod(date.min, None, D(rate)),), draw(st.sampled_from(["act/365", "act/360"])), stops),
    }


def run(case: dict[str, Any], **change: Any) -> Allocation:
    facts = case | change
    return allocate(facts.pop("dues"), facts.pop("payments"), **facts)


def counted(case: dict[str, Any]) -> Decimal:
    as_of = case["as_of"]
    return sum((p.amount for p in case["payments"] if p.on <= as_of and (p.reversed_on is None or p.reversed_on > as_of)), D(0))


@settings(max_examples=300, deadline=None)
@given(cases())
def test_every_cent_is_somewhere_and_nothing_is_negative(case: dict[str, Any]) -> None:
    done = run(case)
    assert sum((share.amount for share in done.shares), D(0)) + done.credit == counted(case)
    used = sum((relief.amount for relief in case["reliefs"] if relief.on <= case["as_of"]), D(0)) - done.unused_relief
    assert sum(done.relieved.values(), D(0)) == used
    for row in done.rows:
        assert sum(row.paid.values(), D(0)) + sum(row.relieved.values(), D(0)) + row.open_total == row.due
        assert row.late_interest_paid + row.late_interest_relieved + row.late_interest_open == row.late_interest_accrued
        assert min(*row.paid.values(), *row.relieved.values(), *row.open_parts.values(), row.late_interest_open, row.early, row.late) >= 0
        assert row.early + row.late <= row.paid_total
        assert (row.paid_on is not None) == (row.open_total == 0)
    assert all(charge.paid + charge.relieved + charge.open == charge.amount and min(charge.paid, charge.relieved, charge.open) >= 0 for charge in done.charges)
    assert all(share.amount > 0 for share in done.shares)
    assert done.credit == 0 or done.outstanding == 0 or done.open_total == 0


@settings(max_examples=150, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_entry_never_changes_the_result(case: dict[str, Any], random: Any) -> None:
    shuffled = {name: random.sample(list(case[name]), len(case[name])) for name in ("dues", "payments", "charges", "reliefs")}
    assert run(case, **shuffled) == run(case)


@settings(max_examples=150, deadline=None)
@given(cases(), cents(1), days(150))
def test_paying_more_never_raises_what_is_owed(case: dict[str, Any], amount: Decimal, on: date) -> None:
    """With principal first a payment may leave late interest that would else have been paid; the contract parts never grow."""
    more = run(case, payments=[*case["payments"], Incoming("Q-1", on, amount)], reliefs=())
    before = run(case, reliefs=())
    assert more.open_total + more.charges_open - more.credit <= before.open_total + before.charges_open - before.credit + before.late_interest_open
    if case["late_interest"].rates[0].annual == 0:
        assert more.outstanding <= before.outstanding


@settings(max_examples=250, deadline=None)
@given(cases())
def test_equal_to_the_slow_allocation(case: dict[str, Any]) -> None:
    def whole(amount: Decimal) -> int:
        return int(amount * 100)

    late: LateInterest = case["late_interest"]
    expected = slow.slow_allocate(
        [(due.key[1], due.due_on, {word: whole(due.parts[word]) for word in COMPONENTS}) for due in case["dues"]],
        [(p.id, p.on, whole(p.amount), p.reversed_on) for p in case["payments"]],
        as_of=case["as_of"],
        order=list(case["order"]),
        order_late=list(case["order_late"]),
        late_from=case["late_from"],
        future=case["future"],
        tolerance=whole(case["tolerance"]),
        charges=[(c.id, c.on, whole(c.amount)) for c in case["charges"]],
        reliefs=[(r.id, r.on, whole(r.amount), r.component) for r in case["reliefs"]],
        rate=Fraction(late.rates[0].annual),
        base=int(late.day_count[-3:]),
        stops=list(late.stops),
    )
    done = run(case)
    got = {
        row.key[1]: (
            {word: whole(amount) for word, amount in row.paid.items()},
            {word: whole(amount) for word, amount in row.open_parts.items()},
            whole(row.late_interest_open),
        )
        for row in done.rows
    }
    assert got == expected["rows"]
    assert (whole(done.credit), whole(done.unused_relief)) == (expected["credit"], expected["unused"])
    assert {charge.id: whole(charge.open) for charge in done.charges} == expected["charges"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 90), max_size=6), st.sampled_from(["act/365", "act/360", "act/actual", "30/360"]))
def test_looking_often_does_not_change_late_interest(gaps: list[int], day_count: str) -> None:
    """Payments too small to reach principal: the interest accrued is that of the whole period."""
    due_on, as_of = date(2027, 10, 31), date(2028, 6, 1)
    late = LateInterest((RatePeriod(date.min, date(2028, 2, 28), D("0.12")), RatePeriod(date(2028, 2, 29), None, D("0.17"))), day_count)
    looks = [Incoming(f"P-{n}", due_on + timedelta(days=gap), D("0.01")) for n, gap in enumerate(gaps)]
    due = [Due(("", 1), due_on, {"interest": D(5), "principal": D("1234.56")})]
    order = ("interest", "principal")
    assert allocate(due, looks, as_of=as_of, order=order, late_interest=late).rows[0].late_interest_accrued == (
        allocate(due, [], as_of=as_of, order=order, late_interest=late).rows[0].late_interest_accrued
    )


@given(cents(), st.lists(cents(), max_size=12), st.sampled_from([D("0.01"), D(1)]))
def test_spread_gives_out_all_and_respects_every_room(amount: Decimal, rooms: list[Decimal], unit: Decimal) -> None:
    parts = spread(amount, rooms, unit)
    assert sum(parts, D(0)) == min(amount, sum(rooms, D(0)))
    assert all(0 <= part <= room for part, room in zip(parts, rooms, strict=True))


def test_two_thousand_cases_take_well_under_a_second_of_work() -> None:
    late = LateInterest((RatePeriod(date.min, None, D("0.12")),), "act/365")
    dues = [Due(("", n), START + timedelta(days=30 * n), {"principal": D(500), "interest": D("12.34"), "fee": D(1)}) for n in range(6)]
    payments = [Incoming(f"P-{n}", START + timedelta(days=30 * n + 9), D(490)) for n in range(4)]

    def spent(count: int) -> float:
        began = time.process_time()
        for _ in range(count):
            allocate(dues, payments, as_of=date(2026, 11, 23), order=COMPONENTS, late_interest=late)
        return time.process_time() - began

    # half a second on the machine it was written on; the bound leaves room for a slow or loaded one
    assert spent(2_000) < 4


@pytest.mark.parametrize("rows", [250])
def test_long_plans_grow_in_step_with_their_rows_and_payments(rows: int) -> None:
    def spent(count: int) -> float:
        dues = [Due(("", n), START + timedelta(days=n), {"principal": D(10)}) for n in range(count)]
        payments = [Incoming(f"P-{n}", START + timedelta(days=n + 1), D(10)) for n in range(count)]
        began = time.process_time()
        done = allocate(dues, payments, as_of=date(2030, 1, 1), order=COMPONENTS)
        assert done.outstanding == 0
        return time.process_time() - began

    small = min(spent(rows) for _ in range(3))
    large = min(spent(4 * rows) for _ in range(3))
    assert large <= 8 * small + 0.01
