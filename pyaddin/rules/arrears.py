"""What is owed on a day: the figures that follow from a case's replayed payments (R1-R16, R21a; the replay is ``regimes``).

Rows of a superseded or unsigned plan are listed and count in no sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from pyaddin.rules.allocation_facts import RECOVERY, RowResult, Share
from pyaddin.rules.case import ORIGINAL, Case, CaseFile, Hold, Installment
from pyaddin.rules.correction import Correction, Mismatch
from pyaddin.rules.days import Span, days_past_due, falls_in, paused_days, unpaused_on
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.planned import Planned, planned
from pyaddin.rules.policy import Policy
from pyaddin.rules.principal_only import principal_only
from pyaddin.rules.regimes import JUDGMENT, Stretch, bears_interest, late_interest, replay
from pyaddin.rules.regimes import rate_periods as rate_periods
from pyaddin.rules.standing import Position as Position
from pyaddin.rules.standing import Row as Row
from pyaddin.rules.standing import position_of, with_rows
from pyaddin.rules.straight import Straight, is_poured, is_straight, straight

ZERO = Decimal(0)
ENDED_BY_A_PERSON = ("SETTLED", "WRITTEN_OFF", "INSOLVENT", "DECEASED", "INVALID", "TRANSFERRED", "TIME_BARRED")
"""Outcomes after which money that still comes is a recovery (T12)."""


def _status(row: Installment, result: RowResult, as_of: date, policy: Policy, counts: bool, days: int) -> tuple[str, bool]:
    """Status code and whether the row is short beyond tolerance. ``days`` past due, paused ones not counted."""
    if result.open_total <= 0:
        return "paid", False
    short = result.open_total > policy.tolerance_of(result.due)
    if not counts:
        return "superseded", False
    if not short and row.due_on <= as_of:
        return "paid" if result.paid_total > 0 else "due", False
    if days > policy.grace_days:
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
    days = max(0, days_past_due(row.due_on, as_of) - paused_days(row.due_on, as_of, pauses))
    status, short = _status(row, result, as_of, policy, counts, days)
    return Row(
        row,
        result.paid_total,
        result.paid_on if status == "paid" and (result.due or not corrected) else None,
        result.open_total,
        result.open_parts,
        result.late_interest_open if counts else ZERO,
        status,
        days,
        policy.bucket_name(max(days, 1)) if row.due_on < as_of else "",
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


def ended_by_a_person(case: Case, as_of: date) -> date | None:
    """The day on which a supervisor ended the case by another way than payment; ``None`` while nobody has."""
    return case.outcome_on if case.outcome in ENDED_BY_A_PERSON and case.approved_by and case.outcome_on and case.outcome_on <= as_of else None


def _recovered(file: CaseFile, shares: tuple[Share, ...], as_of: date) -> Decimal:
    """Money for what was written off, and all money after the day on which a supervisor ended the case; what is left over is credit."""
    case = file.case
    if not case.outcome and not file.adjustments:
        return ZERO
    ended = ended_by_a_person(case, as_of)
    if ended is None:
        return sum((share.amount for share in shares if share.component == RECOVERY), ZERO)
    return sum((share.amount for share in shares if share.component == RECOVERY or share.on > ended), ZERO)


def _anchor(overdue: list[Row]) -> Row:
    """The row that the case's days are counted from: the oldest short beyond tolerance (R1), else the oldest of the small ones that add up (R4)."""
    return min([row for row in overdue if row.short] or overdue, key=lambda row: (row.installment.due_on, row.installment.no))


def _straight_rows(policy: Policy, as_of: date, holds: tuple[Hold, ...], found: Straight, *, counts: bool = True) -> list[Row]:
    """The rows of an agreement, as ``_row`` and ``_status`` make them of replayed ones."""
    pauses = ageing_pauses(holds) if holds else ()
    grace = policy.grace_days
    rows: list[Row] = []
    for row, (due, paid, left, paid_on, parts, late, _) in zip(found.rows, found.paid, strict=True):
        due_on = row.due_on
        past = (as_of - due_on).days if due_on < as_of else 0
        days = max(0, past - paused_days(due_on, as_of, pauses)) if pauses else past
        short = counts and left > 0 and left > policy.tolerance_of(due)
        if left <= 0:
            status = "paid"
        elif not counts:
            status = "superseded"
        elif not short and due_on <= as_of:
            status = "paid" if paid > 0 else "due"
        elif days > grace:
            status = "missed"
        else:
            status = "partly paid" if paid > 0 else "due" if due_on <= as_of else "open"
        bucket = policy.bucket_name(days or 1) if past else ""
        penalty, fee, interest, principal = parts
        open_parts = {"penalty": penalty, "fee": fee, "interest": interest, "principal": principal}
        settled_on, interest_open = paid_on if status == "paid" else None, late if counts else ZERO
        rows.append(tuple.__new__(Row, (row, paid, settled_on, left, open_parts, interest_open, status, days, bucket, counts, short and past > 0, ZERO)))
    return rows


def _listed(file: CaseFile, rows: list[Row], counting: tuple[str, ...]) -> tuple[Row, ...]:
    """These rows of the ``counting`` agreements by plan and number, those of an unsigned plan beside them."""
    if len(rows) < len(file.installments):
        rows += [_unsigned(row) for row in file.installments if row.plan_id not in counting]
    rows.sort(key=_by_number)
    return tuple(rows)


def _by_number(row: Row) -> tuple[str, int]:
    return (row.installment.plan_id, row.installment.no)


class _Played(NamedTuple):
    """What the figures are made of, whether replayed or straight."""

    rows: tuple[Row, ...]
    shares: tuple[Share, ...]
    credit: Decimal
    fees: Decimal = ZERO
    regime: str = ORIGINAL
    written_off: Decimal = ZERO
    corrections: tuple[Correction, ...] = ()
    mismatches: tuple[Mismatch, ...] = ()


def _replayed(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...]) -> _Played:
    stretches = replay(file, policy, as_of, holds)
    allocation = stretches[-1].allocation
    return _Played(
        _all_rows(file, policy, as_of, holds, stretches),
        tuple(share for stretch in stretches for share in stretch.allocation.shares),
        allocation.credit,
        sum((charge.open for charge in allocation.charges), ZERO),
        stretches[-1].name,
        allocation.written_off,
        tuple(stretch.correction for stretch in stretches if stretch.correction is not None),
        tuple(stretch.mismatch for stretch in stretches if stretch.mismatch is not None),
    )


def _under_plan(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...], agreed: Planned) -> _Played:
    before, after = agreed.contract, agreed.plan
    rows = [*_straight_rows(policy, as_of, holds, before, counts=False), *_straight_rows(policy, as_of, holds, after)]
    mismatches = () if agreed.mismatch is None else (agreed.mismatch,)
    listed = _listed(file, rows, (ORIGINAL, agreed.plan_id))
    return _Played(listed, before.shares + after.shares, after.credit, regime=agreed.plan_id, mismatches=mismatches)


def _played(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...]) -> _Played:
    """The straight way where the case allows it, else the replay."""
    if is_straight(file, policy):
        found = straight(file, policy, as_of, late_interest(file, policy, holds))
        if found is not None:
            return _Played(_listed(file, _straight_rows(policy, as_of, holds, found), (ORIGINAL,)), found.shares, found.credit)
    elif is_poured(file, policy):
        agreed = planned(file, policy, as_of, late_interest(file, policy, holds))
        if agreed is not None:
            return _under_plan(file, policy, as_of, holds, agreed)
    return _replayed(file, policy, as_of, holds)


def position(file: CaseFile, policy: Policy, as_of: date, holds: tuple[Hold, ...] | None = None) -> Position:
    """The case on the as-of date, computed from typed facts alone. ``holds`` default to the case's typed holds."""
    holds = file.holds if holds is None else holds
    if not holds and is_straight(file, policy):
        plainly = principal_only(file, policy, as_of, bears_interest(file, policy))
        if plainly is not None:
            return plainly
    return _figures(file, policy, as_of, _played(file, policy, as_of, holds))


_OF_MONEY = attrgetter("currency", "annual_rate", "day_count", "product", "outcome", "outcome_on", "approved_by")
_BUT_FLAG = attrgetter(*[name for name in Installment.__match_args__ if name != "flagged_on"])


def position_again(before: CaseFile, known: Position, file: CaseFile) -> Position | None:
    """The position of a file that was reckoned under other contacts, moves or flags; ``None`` where anything changed that money depends on."""
    if (file.payments, file.adjustments, file.plans, file.holds) != (before.payments, before.adjustments, before.plans, before.holds):
        return None
    if file.case is not before.case and _OF_MONEY(file.case) != _OF_MONEY(before.case):
        return None
    if file.installments is before.installments:
        return known
    if len(file.installments) != len(before.installments):
        return None
    flagged: dict[int, Installment] = {}
    for old, new in zip(before.installments, file.installments, strict=True):
        if old is not new:
            if _BUT_FLAG(old) != _BUT_FLAG(new):
                return None
            flagged[id(old)] = new
    rows: list[Row] = []
    for row in known.rows:
        installment = flagged.pop(id(row.installment), None)
        rows.append(row if installment is None else tuple.__new__(Row, (installment, *row[1:])))
    return None if flagged else with_rows(known, tuple(rows))


def _figures(file: CaseFile, policy: Policy, as_of: date, played: _Played) -> Position:
    """What the rows add up to."""
    overdue: list[Row] = []
    arrears = interest = open_total = ZERO
    by_bucket: dict[str, Decimal] = {}
    in_arrears = False
    unpaid_since: date | None = None
    for row in played.rows:
        if row.counts:
            left, due_on = row.open, row.installment.due_on
            open_total += left
            interest += row.late_interest
            if left > 0:
                if unpaid_since is None or due_on < unpaid_since:
                    unpaid_since = due_on
                if due_on < as_of:
                    overdue.append(row)
                    arrears += left
                    by_bucket[row.bucket] = by_bucket.get(row.bucket, ZERO) + left
                    in_arrears = in_arrears or row.short
    in_arrears = in_arrears or arrears > policy.tolerance_amount
    return position_of(
        as_of, policy, played.rows, _anchor(overdue) if in_arrears else None, arrears=arrears, by_bucket=by_bucket, open_total=open_total,
        shares=played.shares, credit=played.credit, unpaid_since=unpaid_since, interest=interest, fees=played.fees, regime=played.regime,
        recovered=_recovered(file, played.shares, as_of), written_off=played.written_off, corrections=played.corrections, mismatches=played.mismatches,
    )  # fmt: skip


def plan_broken_since(rows: tuple[Row, ...], policy: Policy, pauses: Sequence[Span] = ()) -> date | None:
    """First day on which the counting rows amount to a broken plan (R26): two rows missed, or one for more than 30 days (a plan of one row: 7).

    Days of ``pauses`` do not count: under a moratorium a plan does not break (5.3, R5). ``None`` as well while one without an end holds that day up. A row that
    fell due in a moratorium could not be asked for: it is missed after it, but does not make up two with an earlier one. It breaks the plan by its own days, or
    together with a row that fell due after it.
    """
    counting = [row for row in rows if row.counts]
    missed_on = sorted(row.installment.due_on for row in counting if row.status == "missed")
    if not missed_on:
        return None
    first, patience = policy.grace_days + 1, 7 if len(counting) == 1 else 30
    by_age = unpaused_on(missed_on[0], first + patience, pauses)
    second = next((due_on for due_on in missed_on[1:] if falls_in(due_on, pauses) is None), None)
    by_two = unpaused_on(second, first, pauses) if second is not None else None
    return min((day for day in (by_age, by_two) if day is not None), default=None)
