"""Money through superseding, waiving, reversing, back-dating, judgment and write-off: nothing is lost, nothing counted twice, in any order of entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import Adjustment, CaseFile, Installment, Payment, Plan
from pyaddin.rules.policy import Policy
from tests.rules.build_cases import D, day, file, office

START, SIGNED, LAST = day("06-01"), day("09-10"), day("12-20")
ZERO = Decimal(0)
POLICIES = (
    office(),
    office(future="re-amortize", tolerance_amount=D(0)),
    office(future="last", order_late=("principal", "interest", "fee", "penalty"), late_from=30),
)
Cents = st.integers(100, 40_000).map(lambda cents: Decimal(cents).scaleb(-2))


def after(low: int, high: int, start: date = START) -> st.SearchStrategy[date]:
    return st.integers(low, high).map(lambda number: start + timedelta(days=number))


@st.composite
def contracts(draw: st.DrawFn) -> CaseFile:
    """Two to four rows fallen due before the agreement or soon after, with money, a cost and a waiver of that time."""
    first = draw(after(0, 60))
    count = draw(st.integers(2, 4))
    rows = [Installment("", no, first + timedelta(days=30 * no), draw(Cents), draw(st.sampled_from((ZERO, D("4.40"))))) for no in range(1, count + 1)]
    payments = [Payment(f"P-0{number}", on, draw(Cents)) for number, on in enumerate(draw(st.lists(after(0, 100), max_size=2)))]
    charges = [
        Adjustment(f"A-0{number}", on, kind, D(amount))
        for number, (on, (kind, amount)) in enumerate(
            draw(st.lists(st.tuples(after(20, 95), st.sampled_from((("cost", "7.70"), ("fee", "12"), ("waiver", "-9")))), max_size=2))
        )
    ]
    return file(*rows, payments=tuple(payments), adjustments=tuple(charges), annual_rate=draw(st.sampled_from((None, D("0.12"), D("0.365")))))


@dataclass(frozen=True)
class Signing:
    """A plan for exactly what is owed in the evening of its day."""

    name: str
    version: int
    on: date
    waived: Decimal
    count: int

    def signed(self, one: CaseFile, policy: Policy) -> CaseFile:
        owed = position(one, policy, self.on).outstanding
        waived = min(self.waived, owed - D("0.01"))
        total = owed - waived
        share = (total / self.count).quantize(D("0.01"))
        amounts = [share] * (self.count - 1)
        amounts.append(total - sum(amounts, ZERO))
        assume(min(amounts) > 0)
        rows = [Installment(self.name, no, self.on + timedelta(days=20 * no), amount) for no, amount in enumerate(amounts, start=1)]
        signed = {"debtor_signed_on": self.on, "creditor_signed_on": self.on, "approved_by": "Li Na"}
        plan = Plan(self.name, self.version, self.on, total, status="signed", waived=waived, **signed)  # type: ignore[arg-type]
        return replace(one, installments=(*one.installments, *rows), plans=(*one.plans, plan))


@st.composite
def agreed(draw: st.DrawFn, waived: tuple[Decimal, ...] = (ZERO, ZERO, D("3.33"))) -> tuple[CaseFile, Policy]:
    policy = draw(st.sampled_from(POLICIES))
    one = draw(contracts())
    assume(position(one, policy, SIGNED).outstanding > D("5"))
    one = Signing("L-1", 1, SIGNED, draw(st.sampled_from(waived)), draw(st.integers(1, 4))).signed(one, policy)
    if draw(st.booleans()):
        one = replace(one, payments=(*one.payments, Payment("P-10", SIGNED + timedelta(days=5), draw(Cents))))
    if draw(st.booleans()):
        on = SIGNED + timedelta(days=30)
        assume(position(one, policy, on).outstanding > D("2"))
        one = Signing("L-2", 2, on, ZERO, draw(st.integers(1, 3))).signed(one, policy)
    return one, policy


def later_payments(draw: st.DrawFn) -> list[Payment]:
    """Money entered after the agreements: dated before and after them, some of it taken back."""
    found = []
    for number in range(draw(st.integers(1, 3))):
        on = draw(after(0, 190))
        back = draw(st.sampled_from((None, None, on + timedelta(days=3), SIGNED + timedelta(days=40))))
        found.append(Payment(f"P-2{number}", on, draw(Cents), back if back is None or back >= on else None))
    return found


later = st.composite(later_payments)()


def entered(one: CaseFile, policy: Policy, on: date) -> CaseFile:
    """The file as a run leaves it: missing corrections written as rows of Adjustments."""
    rows = [
        Adjustment(f"A-9{len(one.adjustments)}{number}", fixed.on, "correction", fixed.missing, "principal", fixed.plan_id, key=fixed.key)
        for number, fixed in enumerate(position(one, policy, on).corrections)
        if fixed.missing
    ]
    return replace(one, adjustments=(*one.adjustments, *rows))


def received(one: CaseFile, on: date) -> Decimal:
    return sum((p.amount for p in one.payments if p.value_date <= on and (p.reversed_on is None or p.reversed_on > on)), ZERO)


def figures(seen: Position) -> tuple[object, ...]:
    """Everything that money decides; what was written of a correction is left out."""
    rows = [(row.key, row.installment.due, row.paid, row.open, row.status, row.late_interest) for row in seen.rows]
    corrected = [(fixed.plan_id, fixed.amount) for fixed in seen.corrections if fixed.amount]
    return seen.outstanding, seen.arrears, seen.interest, seen.fees, seen.credit, seen.recovered, rows, corrected


def check(one: CaseFile, policy: Policy, on: date) -> Position:
    seen = position(one, policy, on)
    assert received(one, on) == sum((share.amount for share in seen.shares), ZERO) + seen.credit
    counting = [row for row in seen.rows if row.counts]
    assert seen.outstanding == sum((row.open for row in counting), ZERO) + seen.interest + seen.fees
    assert sum(seen.arrears_by_bucket.values(), ZERO) == seen.arrears
    for row in counting:
        assert row.open == sum(row.open_parts.values(), ZERO)
        assert ZERO <= row.open <= row.installment.due
    assert seen.credit >= 0
    assert seen.outstanding >= 0
    return seen


@settings(max_examples=40, deadline=None)
@given(agreed())
def test_a_plan_for_what_is_owed_needs_no_correction(given_: tuple[CaseFile, Policy]) -> None:
    one, policy = given_
    seen = check(one, policy, LAST)
    assert (seen.corrections, seen.mismatches) == ((), ())


@settings(max_examples=50, deadline=None)
@given(agreed(), later)
def test_total_and_waived_are_what_was_owed_that_evening_whatever_is_entered_later(given_: tuple[CaseFile, Policy], money: list[Payment]) -> None:
    one, policy = given_
    one = replace(one, payments=(*one.payments, *money))
    check(one, policy, LAST)
    plan = one.plans[0]
    assert plan.agreed_on is not None
    before = position(replace(one, plans=(), installments=tuple(r for r in one.installments if not r.plan_id)), policy, plan.agreed_on)
    # as of the last day: what was taken back since counts as never paid
    known = replace(one, payments=tuple(p for p in one.payments if p.reversed_on is None))
    owed = position(replace(known, plans=(), installments=tuple(r for r in one.installments if not r.plan_id)), policy, plan.agreed_on).outstanding
    total = sum((row.installment.due for row in position(one, policy, LAST).rows if row.installment.plan_id == plan.plan_id), ZERO)
    assert total == max(owed - plan.waived, ZERO)
    assert before.regime == ""


@settings(max_examples=25, deadline=None)
@given(agreed(), later, st.randoms(use_true_random=False))
def test_every_order_of_entry_ends_in_the_same_figures(given_: tuple[CaseFile, Policy], money: list[Payment], random: Random) -> None:
    """Each event is followed by a run that writes what is missing; a last run of the latest day is made in every order."""
    one, policy = given_
    straight = position(replace(one, payments=(*one.payments, *money)), policy, LAST)
    for order in permutations(money):
        step = entered(one, policy, SIGNED + timedelta(days=31))
        for number, payment in enumerate(order):
            mixed = list((*step.payments, payment))
            random.shuffle(mixed)
            step = entered(replace(step, payments=tuple(mixed)), policy, SIGNED + timedelta(days=35 + 10 * number))
        step = entered(step, policy, LAST)
        final = check(step, policy, LAST)
        assert figures(final) == figures(straight)
        assert all(not fixed.missing for fixed in final.corrections)
        assert entered(step, policy, LAST) == step


@settings(max_examples=25, deadline=None)
@given(agreed(), Cents, after(0, 101))
def test_late_money_that_is_taken_back_leaves_nothing_behind(given_: tuple[CaseFile, Policy], amount: Decimal, on: date) -> None:
    one, policy = given_
    back = SIGNED + timedelta(days=50)
    mine = entered(replace(one, payments=(*one.payments, Payment("P-9", on, amount))), policy, back - timedelta(days=1))
    mine = entered(replace(mine, payments=tuple(replace(p, reversed_on=back) if p.payment_id == "P-9" else p for p in mine.payments)), policy, LAST)
    assert figures(check(mine, policy, LAST)) == figures(position(one, policy, LAST))
    totals: dict[str, Decimal] = {}
    for row in mine.adjustments:
        if row.key:
            totals[row.key] = totals.get(row.key, ZERO) + row.amount
    assert set(totals.values()) <= {ZERO}


ENDS = st.lists(st.tuples(st.sampled_from(("write-off", "waiver", "judgment", "refund", "cost")), after(60, 190), Cents), max_size=3)


@settings(max_examples=50, deadline=None)
@given(agreed(), later, ENDS, st.randoms(use_true_random=False))
def test_nothing_is_lost_through_judgment_write_off_waiver_and_refund(
    given_: tuple[CaseFile, Policy], money: list[Payment], ends: list[tuple[str, date, Decimal]], random: Random
) -> None:
    one, policy = given_
    acts = [
        Adjustment(f"A-5{number}", on, kind, -amount if kind in ("write-off", "waiver") else amount, "" if kind != "waiver" else "principal")
        for number, (kind, on, amount) in enumerate(ends)
    ]
    one = replace(one, payments=(*one.payments, *money), adjustments=(*one.adjustments, *acts))
    for on in (SIGNED, SIGNED + timedelta(days=45), LAST):
        seen = check(one, policy, on)
        written_off = sum((-a.amount for a in acts if a.kind == "write-off" and a.on <= on), ZERO)
        assert ZERO <= seen.recovered <= written_off
        mixed = replace(
            one,
            payments=tuple(random.sample(one.payments, len(one.payments))),
            adjustments=tuple(random.sample(one.adjustments, len(one.adjustments))),
            installments=tuple(random.sample(one.installments, len(one.installments))),
            plans=tuple(random.sample(one.plans, len(one.plans))),
        )
        assert position(mixed, policy, on) == seen
