"""The regimes that a case lives through, each replayed with its own money (R8-R16, R21a).

First the original contract counts, then each signed plan (or judgment) from the day it was agreed. Money with a value date up to that
day counts for the rows before, later money for the new rows; what changes in the time before later on corrects the plan (``correction``).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from pyaddin.records import dataclass, often
from pyaddin.rules.allocation import Allocation, Charge, Due, Incoming, LateInterest, Relief, allocate, natural
from pyaddin.rules.case import ORIGINAL, Adjustment, CaseFile, Hold, Installment, Plan
from pyaddin.rules.correction import (
    Correction,
    Mismatch,
    agreed_amount,
    beyond_manual,
    changes_plan,
    corrected_rows,
    correction_key,
    corrects_another,
    late_money,
    taken_back_later,
    waived_apart,
    without_money,
)
from pyaddin.rules.hold import ageing_pauses, interest_stops
from pyaddin.rules.in_force import agreed_plans
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.money import cent
from pyaddin.rules.policy import Policy

ZERO = Decimal(0)
JUDGMENT = "JUDGMENT"
_RAISES = {"fee": "fee", "cost": "fee", "correction": "principal", "refund": "principal"}


@often
@dataclass(frozen=True, slots=True)
class _Regime:
    """The rows that count from ``start`` on (exclusive: money of the start day still belongs to the regime before)."""

    name: str
    start: date | None
    rows: tuple[Installment, ...]
    plan: Plan | None = None


@often
@dataclass(frozen=True, slots=True)
class Stretch:
    """One regime replayed: its rows as corrected, where its money went, and what the time before changed in it afterwards.

    ``start`` = the day it was agreed or awarded, ``None`` for the original contract; ``until`` = the last day replayed, the start of the next one or
    the as-of date.
    """

    name: str
    rows: tuple[Installment, ...]
    allocation: Allocation
    start: date | None
    until: date
    correction: Correction | None = None
    mismatch: Mismatch | None = None


@lru_cache(maxsize=1024)
def _own_rate(annual: Decimal) -> tuple[RatePeriod, ...]:
    return (RatePeriod(date.min, None, annual),)


def rate_periods(file: CaseFile, policy: Policy) -> tuple[RatePeriod, ...]:
    """The case's own rate, or the dated rates named like its product; empty = no late interest."""
    case = file.case
    if case.annual_rate is not None:
        return _own_rate(case.annual_rate) if case.annual_rate > 0 else ()
    return policy.rates.get(case.product.casefold(), ())


def rate_on(file: CaseFile, policy: Policy, day: date) -> Decimal:
    """The yearly rate of late interest that holds for the case on a day (0.12 = 12 %); 0 where none does."""
    begun = [period for period in rate_periods(file, policy) if period.start <= day]
    latest = max(begun, key=lambda period: period.start, default=None)
    return latest.annual if latest is not None and (latest.end is None or day <= latest.end) else ZERO


def bears_interest(file: CaseFile, policy: Policy) -> bool:
    """Whether the case has any rate of late interest (``rate_periods``)."""
    rate = file.case.annual_rate
    return rate > 0 if rate is not None else bool(policy.rates) and bool(policy.rates.get(file.case.product.casefold()))


def bears_interest_from(file: CaseFile, policy: Policy, day: date) -> bool:
    """Whether late interest runs for what is past due on this day or will on a later one: dated rates may all have ended, or be 0."""
    begins = (period.start for period in rate_periods(file, policy) if period.start > day)
    return any(rate_on(file, policy, on) > 0 for on in (day, *begins))


def _regimes(file: CaseFile, policy: Policy, as_of: date) -> list[_Regime]:
    rows_of: dict[str, list[Installment]] = {}
    for row in file.installments:
        rows_of.setdefault(row.plan_id, []).append(row)
    later = [
        _Regime(plan.plan_id, plan.agreed_on, tuple(rows_of.get(plan.plan_id, ())), plan)
        for plan in agreed_plans(file, policy, as_of)
        if plan.plan_id in rows_of
    ]
    judgments = sorted((a for a in _counting(file.adjustments, as_of) if a.kind == "judgment"), key=lambda a: (a.on, natural(a.adjustment_id)))
    later += [_Regime(JUDGMENT, a.on, (Installment(JUDGMENT, number, a.on, a.amount),)) for number, a in enumerate(judgments, start=1)]
    later.sort(key=lambda regime: (regime.start or date.min, regime.plan is not None))  # an agreement of the day of a judgment is one about it
    return [_Regime(ORIGINAL, None, tuple(rows_of.get(ORIGINAL, ()))), *later]


def _counting(adjustments: tuple[Adjustment, ...], as_of: date) -> list[Adjustment]:
    return [a for a in adjustments if a.on <= as_of and (a.reversed_on is None or a.reversed_on > as_of)]


def late_interest(file: CaseFile, policy: Policy, holds: tuple[Hold, ...]) -> LateInterest | None:
    """How late interest runs on the case; ``None`` without a rate."""
    periods = rate_periods(file, policy)
    if not periods:
        return None
    return LateInterest(
        rates=periods,
        day_count=file.case.day_count,
        stops=interest_stops(holds, policy.interest_during_dispute),
        unit=policy.round_money or cent(file.case.currency),
    )


def _within(day: date, after: date | None, until: date | None) -> bool:
    return (after is None or day > after) and (until is None or day <= until)


def _belongs(adjustment: Adjustment, regime: _Regime, following: _Regime | None) -> bool:
    """By day, as money does; but one dated on the day of the agreement that names the plan changes the plan (R21a)."""
    if adjustment.plan_id == regime.name and adjustment.on == regime.start:
        return True
    if following is not None and adjustment.plan_id == following.name and adjustment.on == following.start:
        return False
    return _within(adjustment.on, regime.start, following.start if following else None)


@often
@dataclass(frozen=True, slots=True)
class _Handover:
    """What one regime leaves to the next: credit, unpaid fees for a judgment, and all interest that its rows came to bear."""

    credit: Decimal = ZERO
    fees: tuple[Charge, ...] = ()
    owed: Decimal = ZERO
    interest: Decimal = ZERO


def _handed_over(rows: tuple[Installment, ...], allocation: Allocation, end: date | None) -> _Handover:
    fees = tuple(Charge(c.id, end, c.open, c.component) for c in allocation.charges if c.open > 0 and c.component != "principal" and end is not None)
    interest = sum((row.interest for row in rows), ZERO) + sum((row.late_interest_accrued for row in allocation.rows), ZERO)
    return _Handover(allocation.credit, fees, allocation.outstanding, interest)


def replay(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...]) -> list[Stretch]:
    """Each regime with the allocation of its own money, oldest first; credit left by one goes into the next.

    A plan takes over what is open in its own rows, corrected by what changed before it (R21a); a judgment replaces principal and interest,
    and unpaid fees go on beside it (R16).
    """
    regimes = _regimes(file, policy, as_of)
    names = {regime.name for regime in regimes}
    adjustments = [a for a in _counting(file.adjustments, as_of) if not corrects_another(a, names)]
    stretches: list[Stretch] = []
    before = _Handover()
    for index, regime in enumerate(regimes):
        following = regimes[index + 1] if index + 1 < len(regimes) else None
        mine = [a for a in adjustments if _belongs(a, regime, following)]
        rows, correction, mismatch = regime.rows, None, None
        if regime.plan is not None and regime.start is not None:
            seen_then = before.owed
            if taken_back_later(file, regime.start, as_of):
                seen_then = _owed_before(replay(file, policy, regime.start, holds), regime.name)
            manual = sum((a.amount for a in mine if changes_plan(a, regime.name, regime.start) and not a.key), ZERO)
            agreed = agreed_amount(regime.plan, regime.rows, seen_then, before.interest, waived_apart(file, regime.plan, regime.start))
            late = ZERO
            if agreed > seen_then and (bare := without_money(file, regime.start)) != file:  # with nothing to take away no money can have come in late
                late = late_money(seen_then, agreed, _owed_before(replay(bare, policy, regime.start, holds), regime.name))
            correction, mismatch = _correction(file, regime, before.owed, seen_then, agreed, late, manual, adjustments)
            rows = corrected_rows(rows, manual + (correction.amount if correction else ZERO))
            mine = [a for a in mine if not changes_plan(a, regime.name, regime.start)]
        allocation = _allocated(file, policy, as_of, holds, regime, following, rows, mine, before)
        until = as_of if following is None or following.start is None else min(as_of, following.start)
        stretches.append(Stretch(regime.name, rows, allocation, regime.start, until, correction, mismatch))
        before = _handed_over(rows, allocation, following.start if following else None)
    return stretches


def _owed_before(stretches: list[Stretch], name: str) -> Decimal:
    """Outstanding in the evening in which the plan of this name took over."""
    place = next(number for number, stretch in enumerate(stretches) if stretch.name == name)
    return stretches[place - 1].allocation.outstanding


def _correction(
    file: CaseFile, regime: _Regime, owed: Decimal, seen_then: Decimal, agreed: Decimal, late: Decimal, manual: Decimal, adjustments: list[Adjustment]
) -> tuple[Correction | None, Mismatch | None]:
    """What is to be corrected in the plan beyond what a clerk entered by hand, and whether it never matched what was owed.

    ``owed`` = outstanding in the evening of the agreement; ``seen_then`` = the same with everything taken back since still counted: only what was
    really taken back raises a plan.
    """
    plan, on = regime.plan, regime.start
    assert plan is not None
    assert on is not None
    amount = beyond_manual(late + owed - seen_then, manual)
    key = correction_key(file.case.case_id, plan)
    written = sum((a.amount for a in adjustments if a.key == key), ZERO)
    correction = Correction(plan.plan_id, on, amount, written, key, owed, agreed) if amount or written else None
    unexplained = seen_then - agreed - late
    return correction, Mismatch(plan.plan_id, on, seen_then, agreed) if unexplained and unexplained != manual else None


def _allocated(
    file: CaseFile,
    policy: Policy,
    as_of: date,
    holds: tuple[Hold, ...],
    regime: _Regime,
    following: _Regime | None,
    rows: tuple[Installment, ...],
    mine: list[Adjustment],
    before: _Handover,
) -> Allocation:
    end = following.start if following else None
    return allocate(
        [Due((row.plan_id, row.no), row.due_on, {"principal": row.principal, "interest": row.interest, "fee": row.fee}) for row in rows],
        [
            Incoming(payment.payment_id, payment.value_date, payment.amount, payment.reversed_on)
            for payment in file.payments
            if _within(payment.value_date, regime.start, end) and (payment.reversed_on is None or payment.reversed_on > as_of)
        ],
        as_of=as_of if end is None else min(as_of, end),
        order=policy.order,
        order_late=policy.order_late,
        late_from=policy.late_from,
        future=policy.future,
        tolerance=policy.tolerance_of,
        unit=cent(file.case.currency),
        charges=[
            *(before.fees if regime.name == JUDGMENT else ()),
            *(Charge(a.adjustment_id, a.on, a.amount, a.component or _RAISES[a.kind]) for a in mine if a.kind in _RAISES and a.amount > 0),
        ],
        reliefs=[
            Relief(a.adjustment_id, a.on, -a.amount, a.component or None, recoverable=a.kind == "write-off")
            for a in mine
            if a.kind != "judgment" and a.amount < 0
        ],
        late_interest=late_interest(file, policy, holds),
        pauses=ageing_pauses(holds),
        opening_credit=before.credit,
        opening_on=regime.start,
    )
