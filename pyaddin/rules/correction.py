"""What changes in a plan when the time before it changes afterwards (R21a).

A plan takes over what is owed in the evening of its agreement: Total + Waived = outstanding that day. Money of the time before that is
entered later, or taken back later, changes what was owed that evening; the difference is a signed ``correction`` on the agreement date.
It is reckoned anew at each look from the facts alone, so the order in which they were entered never matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.case import Adjustment, CaseFile, Installment, Plan

ZERO = Decimal(0)
_KEY_END = "|correction"


@dataclass(frozen=True, slots=True)
class Correction:
    """The correction of one plan. ``amount`` = what it comes to in all (+ raises the plan), ``written`` = what earlier runs entered under ``key``.

    ``owed`` = outstanding in the evening of the agreement by what is entered now; ``agreed`` = what the plan took over.
    """

    plan_id: str
    on: date
    amount: Decimal
    written: Decimal
    key: str
    owed: Decimal
    agreed: Decimal

    @property
    def missing(self) -> Decimal:
        """What a run has still to enter."""
        return self.amount - self.written


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A plan that took over another amount than was owed, and nothing that came later explains it."""

    plan_id: str
    on: date
    owed: Decimal
    agreed: Decimal


def correction_key(case_id: str, plan: Plan) -> str:
    """Key of the program's correction rows of one plan version; several rows may carry it, their sum counts."""
    return f"{case_id}|{plan.plan_id}/{plan.version}{_KEY_END}"


def changes_plan(adjustment: Adjustment, plan_id: str, agreed_on: date | None) -> bool:
    """Whether the row corrects the plan itself: dated on the agreement and naming it."""
    return (
        adjustment.kind == "correction"
        and adjustment.component in ("", "principal")
        and adjustment.plan_id == plan_id
        and adjustment.on == agreed_on
    )


def corrects_another(adjustment: Adjustment, counting: Collection[str]) -> bool:
    """Whether the program wrote the row for a plan that does not count (withdrawn since, or not approved): it changes nothing of what does."""
    return adjustment.key.endswith(_KEY_END) and adjustment.plan_id not in counting


def agreed_amount(plan: Plan, rows: Iterable[Installment], owed: Decimal, interest_before: Decimal, waived_apart: Decimal) -> Decimal:
    """What the plan took over of the old debt: Total + Waived, less interest that its rows charge on top (an interest-bearing plan).

    Interest of the rows is on top when the plan matches what was owed only without it, or when it is more than all interest of the time before.
    ``waived_apart`` = waivers entered as adjustments between proposal and agreement: they are the plan's own Waived and count once.
    """
    whole = plan.total + max(plan.waived - waived_apart, ZERO)
    on_top = sum((row.interest for row in rows), ZERO)
    return whole - on_top if on_top and (owed == whole - on_top or on_top > interest_before) else whole


def waived_apart(file: CaseFile, plan: Plan, on: date) -> Decimal:
    """Waivers in Adjustments from the proposal to the agreement, those that name a plan (they change its rows) left out."""
    return sum(
        (
            -a.amount
            for a in file.adjustments
            if a.kind == "waiver" and a.amount < 0 and plan.proposed_on <= a.on <= on and a.plan_id == "" and not _taken_back(a.reversed_on, on)
        ),
        ZERO,
    )


def late_money(owed: Decimal, agreed: Decimal, bare: Decimal) -> Decimal:
    """What money entered after the agreement took off the old debt: below zero, and never more than all money and relief of that time did.

    ``bare`` = what would have been owed that evening without any of it; only looked at when the plan took over more than was owed.

    A plan for less than was owed is no such case: what both sides signed is never raised by it.
    """
    return -min(max(agreed - owed, ZERO), max(bare - owed, ZERO))


def beyond_manual(amount: Decimal, manual: Decimal) -> Decimal:
    """The part of a correction that a clerk has not entered by hand already; a clerk's row of the other sign is left alone."""
    if amount * manual <= 0:
        return amount
    return amount - (max(amount, manual) if amount < 0 else min(amount, manual))


def corrected_rows(rows: Sequence[Installment], amount: Decimal) -> tuple[Installment, ...]:
    """The plan's rows after the correction: money in reduces the last row first, money out adds to the last row; no row falls below zero."""
    ordered = sorted(rows, key=lambda row: (row.due_on, row.no))
    if not amount or not ordered:
        return tuple(rows)
    changed: dict[int, Installment] = {}
    if amount > 0:
        changed[id(ordered[-1])] = replace(ordered[-1], principal=ordered[-1].principal + amount)
    left = -amount
    for row in reversed(ordered):
        if left <= 0:
            break
        off = [min(left, row.principal)]
        off.append(min(left - sum(off), row.interest))
        off.append(min(left - sum(off), row.fee))
        left -= sum(off)
        changed[id(row)] = replace(row, principal=row.principal - off[0], interest=row.interest - off[1], fee=row.fee - off[2])
    return tuple(changed.get(id(row), row) for row in rows)


def _taken_back(reversed_on: date | None, on: date) -> bool:
    return reversed_on is not None and reversed_on <= on


def without_money(file: CaseFile, on: date) -> CaseFile:
    """The case as if no money and no relief of the days up to this one had ever come."""
    return replace(
        file,
        payments=tuple(p for p in file.payments if p.value_date > on),
        adjustments=tuple(a for a in file.adjustments if a.amount >= 0 or a.on > on),
    )


def taken_back_later(file: CaseFile, on: date, as_of: date) -> bool:
    """Whether money or an adjustment dated up to the day was taken back after it."""
    dated = [(p.value_date, p.reversed_on) for p in file.payments] + [(a.on, a.reversed_on) for a in file.adjustments]
    return any(day <= on and back is not None and on < back <= as_of for day, back in dated)
