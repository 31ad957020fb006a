"""What is owed on a day: a case's payments replayed from scratch over its rows, and the figures that follow (R1-R16, R21a).

A case lives through *regimes*: the original contract, then each signed plan (or judgment) from the day it was agreed. Money
with a value date up to that day counts for the rows before, later money for the new rows. Rows of a superseded or unsigned
plan are listed and count in no sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.rules.allocation import Allocation, Charge, Due, Incoming, LateInterest, Relief, RowResult, Share, allocate
from pyaddin.rules.case import ORIGINAL, Adjustment, CaseFile, Hold, Installment, Plan
from pyaddin.rules.days import days_past_due, paused_days
from pyaddin.rules.hold import ageing_pauses, interest_stops
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.money import cent
from pyaddin.rules.policy import Policy, bucket_of

ZERO = Decimal(0)
JUDGMENT = "JUDGMENT"
_RAISES = {"fee": "fee", "cost": "fee", "correction": "principal", "refund": "principal"}


@dataclass(frozen=True, slots=True)
class Row:
    """One installment as it stands on the as-of date.

    ``status``: open = not yet due, due = due today or within grace, partly paid, missed = unpaid beyond tolerance after due + grace,
    paid, superseded. ``days`` are days past due less this row's own paused days; ``counts`` is false for rows of superseded or unsigned plans.
    """

    installment: Installment
    paid: Decimal
    paid_on: date | None
    open: Decimal
    open_parts: dict[str, Decimal]
    late_interest: Decimal
    status: str
    days: int
    bucket: str
    counts: bool
    short: bool

    @property
    def key(self) -> tuple[str, int]:
        return (self.installment.plan_id, self.installment.no)


@dataclass(frozen=True, slots=True)
class Position:
    """A case on the as-of date. Days are calendar days; money is exact in the case's currency.

    ``days_past_due`` is never reduced; ``ripe_days`` = days past due less paused days (levels, stage guards and the case's
    bucket use it); ``delinquent_days`` takes grace off as well (R3). ``arrears`` = unpaid parts of counting rows due before the
    as-of date; ``arrears_by_bucket`` sums to it. ``in_arrears`` is false while the shortfall stays within tolerance (R4).
    """

    as_of: date
    rows: tuple[Row, ...]
    regime: str
    days_past_due: int
    ripe_days: int
    delinquent_days: int
    bucket: str
    in_arrears: bool
    arrears: Decimal
    arrears_by_bucket: dict[str, Decimal]
    interest: Decimal
    fees: Decimal
    outstanding: Decimal
    credit: Decimal
    anchor: tuple[str, int] | None
    shares: tuple[Share, ...]

    @property
    def missed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.counts and row.status == "missed")


@dataclass(frozen=True, slots=True)
class _Regime:
    """The rows that count from ``start`` on (exclusive: money of the start day still belongs to the regime before)."""

    name: str
    start: date | None
    rows: tuple[Installment, ...]


def current_plan(file: CaseFile, as_of: date) -> Plan | None:
    """The latest plan agreed on or before the day, whatever became of it; ``None`` under the original contract."""
    agreed = [plan for plan in file.plans if plan.agreed_on is not None and plan.agreed_on <= as_of]
    return max(agreed, key=lambda plan: (plan.agreed_on or date.min, plan.version), default=None)


def _regimes(file: CaseFile, as_of: date) -> list[_Regime]:
    rows_of: dict[str, list[Installment]] = {}
    for row in file.installments:
        rows_of.setdefault(row.plan_id, []).append(row)
    later = [
        _Regime(plan.plan_id, plan.agreed_on, tuple(rows_of.get(plan.plan_id, ())))
        for plan in file.plans
        if plan.agreed_on is not None and plan.agreed_on <= as_of and plan.plan_id in rows_of
    ]
    for number, adjustment in enumerate(_counting(file.adjustments, as_of), start=1):
        if adjustment.kind == "judgment":
            later.append(_Regime(JUDGMENT, adjustment.on, (Installment(JUDGMENT, number, adjustment.on, adjustment.amount),)))
    later.sort(key=lambda regime: (regime.start or date.min, regime.name))
    return [_Regime(ORIGINAL, None, tuple(rows_of.get(ORIGINAL, ()))), *later]


def _counting(adjustments: tuple[Adjustment, ...], as_of: date) -> list[Adjustment]:
    return [a for a in adjustments if a.on <= as_of and (a.reversed_on is None or a.reversed_on > as_of)]


def rate_periods(file: CaseFile, policy: Policy) -> tuple[RatePeriod, ...]:
    """The case's own rate, or the dated rates named like its product; empty = no late interest."""
    case = file.case
    if case.annual_rate is not None:
        return (RatePeriod(date.min, None, case.annual_rate),) if case.annual_rate > 0 else ()
    return policy.rates.get(case.product.casefold(), ())


def _late_interest(file: CaseFile, policy: Policy, holds: tuple[Hold, ...]) -> LateInterest | None:
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
    """By day, as money does; but one dated on the day of the agreement that names the plan changes the plan (R21a correction)."""
    if adjustment.plan_id == regime.name and adjustment.on == regime.start:
        return True
    if following is not None and adjustment.plan_id == following.name and adjustment.on == following.start:
        return False
    return _within(adjustment.on, regime.start, following.start if following else None)


def _replay(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...]) -> list[tuple[_Regime, Allocation]]:
    """Each regime with the allocation of its own money; credit left by one goes into the next.

    A plan takes over what is open in its own rows (R21a); a judgment replaces principal and interest, and unpaid fees go on beside it (R16).
    """
    regimes = _regimes(file, as_of)
    adjustments = _counting(file.adjustments, as_of)
    unit = cent(file.case.currency)
    results: list[tuple[_Regime, Allocation]] = []
    credit = ZERO
    carried: list[Charge] = []
    for index, regime in enumerate(regimes):
        last = index + 1 == len(regimes)
        end = None if last else regimes[index + 1].start
        mine = [a for a in adjustments if _belongs(a, regime, None if last else regimes[index + 1])]
        allocation = allocate(
            [Due((row.plan_id, row.no), row.due_on, {"principal": row.principal, "interest": row.interest, "fee": row.fee}) for row in regime.rows],
            [
                Incoming(payment.payment_id, payment.value_date, payment.amount, payment.reversed_on)
                for payment in file.payments
                if _within(payment.value_date, regime.start, end) and (payment.reversed_on is None or payment.reversed_on > as_of)
            ],
            as_of=as_of if last or end is None else min(as_of, end),
            order=policy.order,
            order_late=policy.order_late,
            late_from=policy.late_from,
            future=policy.future,
            tolerance=policy.tolerance_amount,
            unit=unit,
            charges=[
                *(carried if regime.name == JUDGMENT else ()),
                *(Charge(a.adjustment_id, a.on, a.amount, a.component or _RAISES[a.kind]) for a in mine if a.kind in _RAISES and a.amount > 0),
            ],
            reliefs=[Relief(a.adjustment_id, a.on, -a.amount, a.component or None) for a in mine if a.kind != "judgment" and a.amount < 0],
            late_interest=_late_interest(file, policy, holds),
            pauses=ageing_pauses(holds),
            opening_credit=credit,
            opening_on=regime.start,
        )
        credit = allocation.credit
        carried = [Charge(c.id, end, c.open, c.component) for c in allocation.charges if c.open > 0 and c.component != "principal" and end is not None]
        results.append((regime, allocation))
    return results


def tolerance_of(due: Decimal, policy: Policy) -> Decimal:
    """Shortfall of one row that nobody is written to for (R7): the larger of the fixed amount and the percentage."""
    return max(policy.tolerance_amount, due * policy.tolerance_percent / 100)


def _status(row: Installment, result: RowResult, as_of: date, policy: Policy, counts: bool) -> tuple[str, bool]:
    """Status code and whether the row is short beyond tolerance."""
    short = result.open_total > tolerance_of(row.due, policy)
    if result.open_total <= 0:
        return "paid", False
    if not counts:
        return "superseded", False
    if not short and row.due_on <= as_of:
        return "paid" if result.paid_total > 0 else "due", False
    if days_past_due(row.due_on, as_of) > policy.grace_days:
        return "missed", short
    if result.paid_total > 0:
        return "partly paid", short
    return ("due" if row.due_on <= as_of else "open"), short


def _row(
    row: Installment, result: RowResult, as_of: date, policy: Policy, pauses: tuple[tuple[date, date | None], ...], *, counts: bool
) -> Row:
    status, short = _status(row, result, as_of, policy, counts)
    days = max(0, days_past_due(row.due_on, as_of) - paused_days(row.due_on, as_of, pauses))
    return Row(
        installment=row,
        paid=result.paid_total,
        paid_on=result.paid_on if status == "paid" else None,
        open=result.open_total,
        open_parts=dict(result.open_parts),
        late_interest=result.late_interest_open if counts else ZERO,
        status=status,
        days=days,
        bucket=bucket_of(max(days, 1), policy.buckets) if row.due_on < as_of else "",
        counts=counts,
        short=short and row.due_on < as_of,
    )


def _unsigned(row: Installment) -> Row:
    return Row(row, ZERO, None, row.due, {"principal": row.principal, "interest": row.interest, "fee": row.fee}, ZERO, "open", 0, "", False, False)


def _all_rows(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...], replay: list[tuple[_Regime, Allocation]]) -> tuple[Row, ...]:
    pauses = ageing_pauses(holds)
    done: dict[tuple[str, int], Row] = {}
    for index, (regime, allocation) in enumerate(replay):
        counts = index + 1 == len(replay)
        results = {result.key: result for result in allocation.rows}
        for row in regime.rows:
            done[(row.plan_id, row.no)] = _row(row, results[(row.plan_id, row.no)], as_of, policy, pauses, counts=counts)
    listed = [done.get((row.plan_id, row.no)) or _unsigned(row) for row in file.installments]
    listed += [row for key, row in done.items() if key[0] == JUDGMENT]
    return tuple(sorted(listed, key=lambda row: (row.installment.plan_id, row.installment.no)))


def _anchor(overdue: list[Row]) -> Row:
    """The row that the case's days are counted from: the oldest short beyond tolerance (R1), else the oldest of the small ones that add up (R4)."""
    return min([row for row in overdue if row.short] or overdue, key=lambda row: (row.installment.due_on, row.installment.no))


def position(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...] | None = None) -> Position:
    """The case on the as-of date, computed from typed facts alone. ``holds`` default to the case's typed holds."""
    holds = file.holds if holds is None else holds
    replay = _replay(file, policy, as_of, holds)
    rows = _all_rows(file, policy, as_of, holds, replay)
    regime, allocation = replay[-1]
    overdue = [row for row in rows if row.counts and row.installment.due_on < as_of and row.open > 0]
    arrears = sum((row.open for row in overdue), ZERO)
    in_arrears = any(row.short for row in overdue) or arrears > policy.tolerance_amount
    anchor = _anchor(overdue) if in_arrears else None
    dpd = days_past_due(anchor.installment.due_on, as_of) if anchor else 0
    ripe = anchor.days if anchor else 0
    by_bucket: dict[str, Decimal] = {}
    for row in overdue:
        by_bucket[row.bucket] = by_bucket.get(row.bucket, ZERO) + row.open
    interest = sum((row.late_interest for row in rows if row.counts), ZERO)
    fees = sum((charge.open for charge in allocation.charges), ZERO)
    open_total = sum((row.open for row in rows if row.counts), ZERO)
    return Position(
        as_of=as_of,
        rows=rows,
        regime=regime.name,
        days_past_due=dpd,
        ripe_days=ripe,
        delinquent_days=max(0, ripe - policy.grace_days),
        bucket=bucket_of(ripe, policy.buckets),
        in_arrears=in_arrears,
        arrears=arrears,
        arrears_by_bucket=by_bucket,
        interest=interest,
        fees=fees,
        outstanding=open_total + interest + fees,
        credit=allocation.credit,
        anchor=anchor.key if anchor else None,
        shares=tuple(share for _, part in replay for share in part.shares),
    )


def plan_broken_since(rows: tuple[Row, ...], policy: Policy) -> date | None:
    """First day on which the counting rows amount to a broken plan (R26): two rows missed, or one for more than 30 days (a plan of one row: 7)."""
    counting = [row for row in rows if row.counts]
    missed = sorted(row.installment.due_on + timedelta(days=policy.grace_days + 1) for row in counting if row.status == "missed")
    if not missed:
        return None
    patience = 7 if len(counting) == 1 else 30
    by_age = missed[0] + timedelta(days=patience)
    return min(by_age, missed[1]) if len(missed) > 1 else by_age
