"""What is owed on a day: the figures that follow from a case's replayed payments (R1-R16, R21a; the replay is ``regimes``).

Rows of a superseded or unsigned plan are listed and count in no sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from pyaddin.rules.allocation import RECOVERY, RowResult, Share
from pyaddin.rules.case import CaseFile, Hold, Installment
from pyaddin.rules.correction import Correction, Mismatch
from pyaddin.rules.days import days_past_due, paused_days
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.policy import Policy, bucket_of
from pyaddin.rules.regimes import JUDGMENT, Stretch, replay
from pyaddin.rules.regimes import rate_periods as rate_periods

ZERO = Decimal(0)
ENDED_BY_A_PERSON = ("SETTLED", "WRITTEN_OFF", "INSOLVENT", "DECEASED", "INVALID", "TRANSFERRED", "TIME_BARRED")
"""Outcomes after which money that still comes is a recovery (T12)."""


class Row(NamedTuple):
    """One installment as it stands on the as-of date.

    ``status``: open = not yet due, due = due today or within grace, partly paid, missed = unpaid beyond tolerance after due + grace,
    paid, superseded. ``days`` are days past due less this row's own paused days; ``counts`` is false for rows of superseded or unsigned plans.
    ``corrected`` = what a correction of the agreement added to this row (below zero: took off); ``installment`` has it in already (R21a).
    """

    installment: Installment
    paid: Decimal
    paid_on: date | None
    open: Decimal
    open_parts: Mapping[str, Decimal]
    late_interest: Decimal
    status: str
    days: int
    bucket: str
    counts: bool
    short: bool
    corrected: Decimal = ZERO

    @property
    def key(self) -> tuple[str, int]:
        return (self.installment.plan_id, self.installment.no)


@dataclass(frozen=True, slots=True)
class Position:
    """A case on the as-of date. Days are calendar days; money is exact in the case's currency.

    ``days_past_due`` is never reduced; ``ripe_days`` = days past due less paused days (levels, stage guards and the case's
    bucket use it); ``delinquent_days`` takes grace off as well (R3). ``arrears`` = unpaid parts of counting rows due before the
    as-of date; ``arrears_by_bucket`` sums to it. ``in_arrears`` is false while the shortfall stays within tolerance (R4).
    ``recovered`` = money that came after a write-off or after a supervisor ended the case (T12); ``written_off`` = what a write-off took off
    the books and no money has recovered. ``corrections``: what money entered or taken back later changes in signed plans; ``mismatches``: plans
    that took over another amount than was owed (R21a).
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
    recovered: Decimal = ZERO
    written_off: Decimal = ZERO
    corrections: tuple[Correction, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()

    @property
    def missed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.counts and row.status == "missed")


def _status(row: Installment, result: RowResult, as_of: date, policy: Policy, counts: bool) -> tuple[str, bool]:
    """Status code and whether the row is short beyond tolerance."""
    if result.open_total <= 0:
        return "paid", False
    short = result.open_total > policy.tolerance_of(result.due)
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
    row: Installment,
    result: RowResult,
    as_of: date,
    policy: Policy,
    pauses: tuple[tuple[date, date | None], ...],
    *,
    counts: bool,
    corrected: Decimal,
) -> Row:
    status, short = _status(row, result, as_of, policy, counts)
    days = max(0, days_past_due(row.due_on, as_of) - paused_days(row.due_on, as_of, pauses))
    return Row(
        row,
        result.paid_total,
        result.paid_on if status == "paid" and (result.due or not corrected) else None,
        result.open_total,
        result.open_parts,
        result.late_interest_open if counts else ZERO,
        status,
        days,
        bucket_of(max(days, 1), policy.buckets) if row.due_on < as_of else "",
        counts,
        short and row.due_on < as_of,
        corrected,
    )


def _unsigned(row: Installment) -> Row:
    return Row(row, ZERO, None, row.due, {"principal": row.principal, "interest": row.interest, "fee": row.fee}, ZERO, "open", 0, "", False, False)


def _all_rows(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...], stretches: list[Stretch]) -> tuple[Row, ...]:
    pauses = ageing_pauses(holds)
    typed = {(row.plan_id, row.no): row.due for row in file.installments}
    done: dict[tuple[str, int], Row] = {}
    for stretch in stretches:
        results = {result.key: result for result in stretch.allocation.rows}
        for row in stretch.rows:
            key = (row.plan_id, row.no)
            result = results[key]
            corrected = result.due - typed.get(key, result.due)
            done[key] = _row(row, result, as_of, policy, pauses, counts=stretch is stretches[-1], corrected=corrected)
    listed = [done.get((row.plan_id, row.no)) or _unsigned(row) for row in file.installments]
    listed += [row for key, row in done.items() if key[0] == JUDGMENT]
    return tuple(sorted(listed, key=lambda row: (row.installment.plan_id, row.installment.no)))


def _recovered(file: CaseFile, shares: tuple[Share, ...], as_of: date) -> Decimal:
    """Money for what was written off, and all money after the day on which a supervisor ended the case; what is left over is credit."""
    case = file.case
    ended = case.outcome_on if case.outcome in ENDED_BY_A_PERSON and case.approved_by and case.outcome_on and case.outcome_on <= as_of else None
    if ended is None:
        return sum((share.amount for share in shares if share.component == RECOVERY), ZERO)
    return sum((share.amount for share in shares if share.component == RECOVERY or share.on > ended), ZERO)


def _anchor(overdue: list[Row]) -> Row:
    """The row that the case's days are counted from: the oldest short beyond tolerance (R1), else the oldest of the small ones that add up (R4)."""
    return min([row for row in overdue if row.short] or overdue, key=lambda row: (row.installment.due_on, row.installment.no))


def position(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...] | None = None) -> Position:
    """The case on the as-of date, computed from typed facts alone. ``holds`` default to the case's typed holds."""
    holds = file.holds if holds is None else holds
    stretches = replay(file, policy, as_of, holds)
    rows = _all_rows(file, policy, as_of, holds, stretches)
    allocation = stretches[-1].allocation
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
    shares = tuple(share for stretch in stretches for share in stretch.allocation.shares)
    return Position(
        as_of=as_of,
        rows=rows,
        regime=stretches[-1].name,
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
        shares=shares,
        recovered=_recovered(file, shares, as_of),
        written_off=allocation.written_off,
        corrections=tuple(stretch.correction for stretch in stretches if stretch.correction is not None),
        mismatches=tuple(stretch.mismatch for stretch in stretches if stretch.mismatch is not None),
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
