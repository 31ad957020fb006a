"""Agreeing, approving, withdrawing and promising in any order: no cent is lost, none counts twice, and what nobody approved changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import CaseFile, Installment, Payment, Plan, Promise
from pyaddin.rules.in_force import agreed_plans, unapproved
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import judge
from pyaddin.rules.versions import versions
from pyaddin.tasks.proposing import Wanted, from_terms
from tests.rules.build_cases import D, file, office, rows
from tests.rules.test_plan_money_properties import LAST, POLICIES, SIGNED, ZERO, Cents, agreed, check, contracts, entered, figures, later

ONE_DAY = timedelta(days=1)


def money(seen: Position) -> tuple[Decimal, ...]:
    return seen.outstanding, seen.arrears, seen.interest, seen.fees, seen.credit, seen.recovered


def without(one: CaseFile, plan_id: str) -> CaseFile:
    return replace(
        one, plans=tuple(p for p in one.plans if p.plan_id != plan_id), installments=tuple(r for r in one.installments if r.plan_id != plan_id)
    )


def changed(one: CaseFile, plan_id: str, **facts: object) -> CaseFile:
    return replace(one, plans=tuple(replace(p, **facts) if p.plan_id == plan_id else p for p in one.plans))  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(agreed(), later, st.sampled_from(({"waived": D("3.33"), "approved_by": ""}, {"status": "withdrawn"}, {"status": "proposed"})))
def test_a_plan_that_nobody_approved_or_that_was_withdrawn_changes_no_sum(
    given_: tuple[CaseFile, Policy], payments: list[Payment], taken: dict[str, object]
) -> None:
    """Also when runs had entered corrections of it while it counted."""
    one, policy = given_
    name = one.plans[-1].plan_id
    one = entered(replace(one, payments=(*one.payments, *payments)), policy, LAST)
    stopped = changed(one, name, **taken)
    never = without(stopped, name)
    never = replace(never, adjustments=tuple(a for a in never.adjustments if a.plan_id != name))
    for on in (SIGNED, SIGNED + timedelta(days=31), LAST):
        assert money(check(stopped, policy, on)) == money(check(never, policy, on))
    listed = [row for row in position(stopped, policy, LAST).rows if row.installment.plan_id == name]
    assert listed
    assert not any(row.counts or row.paid for row in listed)
    assert bool(unapproved(stopped, policy)) == ("approved_by" in taken)


@settings(max_examples=25, deadline=None)
@given(agreed(waived=(D("3.33"),)), later, st.sampled_from(("L-1", "last")))
def test_approval_money_and_reversal_in_any_order_end_in_the_same_figures(given_: tuple[CaseFile, Policy], payments: list[Payment], which: str) -> None:
    """A waiver that was signed is approved before, between or after money of the time before comes in and goes; a run is made after each act."""
    one, policy = given_
    plan = one.plans[0 if which == "L-1" else -1]
    assume(plan.waived > 0)
    back = payments[0]
    acts: list[Callable[[CaseFile], CaseFile]] = [
        lambda it: changed(it, plan.plan_id, approved_by="Li Na"),
        lambda it: replace(it, payments=(*it.payments, *payments)),
        lambda it: replace(it, payments=tuple(replace(p, reversed_on=LAST) if p.payment_id in ("P-10", back.payment_id) else p for p in it.payments)),
    ]
    found = set()
    for order in permutations(acts):
        if order.index(acts[2]) < order.index(acts[1]):
            continue  # what is not entered cannot be taken back
        step = changed(one, plan.plan_id, approved_by="")
        for number, act in enumerate(order):
            step = entered(act(step), policy, SIGNED + timedelta(days=40 + 10 * number))
        step = entered(step, policy, LAST)
        found.add(str(figures(check(step, policy, LAST))))
        assert entered(step, policy, LAST) == step
    assert len(found) == 1


def terms(one: CaseFile, policy: Policy, wanted: Wanted, on: date, owed: Decimal) -> tuple[str, Decimal, tuple[Installment, ...]] | None:
    """The rows that the terms come to; ``None`` where no schedule fits them."""
    with suppress(Stop):
        return from_terms(one, policy, wanted, on, owed)
    return None


WANTED = st.builds(
    Wanted,
    count=st.integers(1, 12),
    first_due=st.integers(0, 60).map(lambda days: SIGNED + timedelta(days=days)),
    frequency=st.sampled_from(("weekly", "15-day", "30-day", "monthly", "2-monthly")),
    working_day=st.sampled_from(("same", "next", "previous")),
    plan_kind=st.sampled_from((None, "installment", "deferral", "settlement")),
    waive=st.sampled_from((None, D("0.01"), D("7.70"))),
)


@settings(max_examples=60, deadline=None)
@given(contracts(), st.sampled_from(POLICIES), WANTED, WANTED, later)
def test_what_is_agreed_is_what_was_owed_version_after_version(
    one: CaseFile, policy: Policy, first: Wanted, second: Wanted, payments: list[Payment]
) -> None:
    """Total + Waived = outstanding that evening, to the cent; the versions side by side add up, and the one that counts is what is owed."""
    for number, (wanted, on) in enumerate(((first, SIGNED), (second, SIGNED + timedelta(days=30))), start=1):
        owed = position(one, policy, on).outstanding
        found = terms(one, policy, replace(wanted, first_due=max(wanted.first_due or on, on)), on, owed)
        assume(found is not None)
        assert found is not None
        kind, waived, made = found
        assert sum((row.principal for row in made), ZERO) + waived == owed
        name = f"L-{number}"
        plan = Plan(name, number, on, sum((row.due for row in made), ZERO), kind, "signed", waived, on, on, "paper", "Li Na", "Mary Webb")
        one = replace(one, plans=(*one.plans, plan), installments=(*one.installments, *(replace(row, plan_id=name) for row in made)))
        seen = check(one, policy, on)
        assert (seen.corrections, seen.mismatches) == ((), ())
    assert [plan.plan_id for plan in agreed_plans(one, policy, LAST)] == ["L-1", "L-2"]
    one = replace(one, payments=(*one.payments, *payments))
    seen = check(one, policy, LAST)
    shown = versions(one, seen)
    assert [version.plan_id for version in shown] == ["", "L-1", "L-2"]
    assert [version.counts for version in shown] == [False, False, True]
    for version in shown:
        assert version.total("original") == sum((row.due for row in one.installments if row.plan_id == version.plan_id), ZERO)
        assert version.total("revised") == version.total("paid") + version.total("difference")
    assert shown[-1].total("difference") - sum((sum(row.open_parts.values(), ZERO) for row in seen.rows if row.counts), ZERO) >= 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20), Cents, st.integers(0, 10), st.booleans()), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 40), Cents), max_size=5),
)
def test_each_payment_keeps_at_most_one_promise_in_whatever_order_it_stands(
    made: list[tuple[int, Decimal, int, bool]], paid_on: list[tuple[int, Decimal]]
) -> None:
    """Some payments are in the ledger when a promise is made: those never keep it, nor any later promise."""
    start = SIGNED
    payments = tuple(Payment(f"P-{n}", start + timedelta(days=on), amount) for n, (on, amount) in enumerate(paid_on))
    promises = []
    for number, (on, amount, term, withdrawn) in enumerate(sorted(made)):
        day: date = start + timedelta(days=on)
        here = frozenset(p.payment_id for p in payments[: number + 1] if p.value_date >= day)
        promises.append(Promise(f"R-{number}", day, amount, day + timedelta(days=term), 0, "withdrawn" if withdrawn else "", day if withdrawn else None, here))
    one = file(*rows("06-05", amount="5000"), promises=tuple(promises), payments=payments)
    seen = judge(one, office(), LAST)
    assert sum((j.received for j in seen), ZERO) <= sum((p.amount for p in payments), ZERO)
    assert sum(1 for j in seen if j.status == "open") == 0
    for j in seen:
        assert (j.status == "broken") <= (j.received == 0)
        assert (j.status == "kept") <= (j.received >= j.promise.amount - 1)
    mixed = replace(one, promises=tuple(reversed(one.promises)), payments=tuple(reversed(one.payments)))
    assert judge(mixed, office(), LAST) == seen
    assert sum(1 for j in judge(one, office(), promises[-1].made_on) if j.status == "open") <= 1
