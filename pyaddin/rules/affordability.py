"""What a debtor can pay a month: surplus, guideline figures, and this debt's fair share of it (domain-rules R22).

Everything is a month and in the currency of the case. The idea is that of the Common and Standard Financial Statement (UK): costs are compared with
guideline figures, more than the guideline needs a note, an offer is not above the surplus, and creditors share it in proportion to what is owed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pyaddin.records import dataclass
from pyaddin.rules.case import COST_LINES, Budget
from pyaddin.rules.money import round_half_up

ZERO = Decimal(0)
_CHANGE = re.compile(r"([+-]?)([0-9]{1,12}(?:\.[0-9]{1,4})?) *(%?)")
OURS = "case"
"""The debt that the offer is for, among the debts that share the surplus."""
OTHERS = "others"
"""All that is owed to other creditors, as one debt."""


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a cost line usually comes to a month: ``amount`` for one person, ``each`` for every person more who lives on the income.

    ``line`` is one of ``COST_LINES``. A figure holds from ``valid_from`` until a later row of the same line and currency; figures are policy data of
    the office (sheet Guidelines), each with its source.
    """

    line: str
    currency: str
    amount: Decimal
    each: Decimal
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class Excess:
    """A cost line above its guideline figure: ``over`` = what it exceeds it by."""

    line: str
    amount: Decimal
    guideline: Decimal
    over: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Debt:
    """Something owed that the surplus is shared with: ours under its case id, other creditors together as ``OTHERS``."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """What one debt gets of the surplus a month."""

    name: str
    debt: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Affordability:
    """What the latest budget leaves. ``share`` is what this case may ask for a month; never above the surplus and never below zero.

    ``needs_note``: a line exceeds its guideline and the budget says nothing about why. ``stale``: taken more than ``budget_max_age_days`` ago.
    """

    taken_on: date
    income: Decimal
    costs: Decimal
    surplus: Decimal
    share: Decimal
    shares: tuple[Share, ...]
    excesses: tuple[Excess, ...]
    needs_note: bool
    stale: bool
    evidence: bool


@dataclass(frozen=True, slots=True)
class IncomeChange:
    """A what-if: income falls (below zero) or rises by an ``amount``, or by a ``percent`` of itself; exactly one is set."""

    amount: Decimal | None = None
    percent: Decimal | None = None


def read_change(text: str) -> IncomeChange:
    """``300`` or ``-300``: income falls by 300 a month; ``20%``: by a fifth; a plus sign in front: it rises. Raises ``ValueError`` for anything else."""
    found = _CHANGE.fullmatch(text.strip().replace("％", "%"))
    if found is None:
        raise ValueError(f"{text!r} is no change of income; 300 or 20% is what it falls by")
    sign, digits, percent = found.groups()
    number = Decimal(digits) if sign == "+" else -Decimal(digits)
    return IncomeChange(percent=number) if percent else IncomeChange(amount=number)


def changed(budget: Budget, change: IncomeChange, unit: Decimal) -> Budget:
    """The budget as if the income had changed; it never falls below zero."""
    by = change.amount if change.amount is not None else round_half_up(Fraction(budget.income) * Fraction(change.percent or ZERO) / 100, unit)
    return replace(budget, income=max(ZERO, budget.income + by))


def latest_budget(budgets: Iterable[Budget], as_of: date) -> Budget | None:
    """The newest budget talk up to the day."""
    return max((budget for budget in budgets if budget.taken_on <= as_of), key=lambda budget: budget.taken_on, default=None)


def excesses(budget: Budget, guidelines: Iterable[Guideline], currency: str, as_of: date) -> tuple[Excess, ...]:
    """The cost lines above the guideline figure in force; lines and currencies without a figure are not compared."""
    latest: dict[str, Guideline] = {}
    for row in guidelines:
        if row.currency == currency and row.valid_from <= as_of and (row.line not in latest or latest[row.line].valid_from < row.valid_from):
            latest[row.line] = row
    found = []
    for line in COST_LINES:
        if line not in latest:
            continue
        spent, figure = budget.cost(line), latest[line].amount + latest[line].each * budget.dependents
        if spent > figure:
            found.append(Excess(line, spent, figure, spent - figure, latest[line].source))
    return tuple(found)


def pro_rata(amount: Decimal, debts: Sequence[Decimal], *, unit: Decimal, floor: Decimal = ZERO) -> tuple[Decimal, ...]:
    """``amount`` shared in proportion to the debts, to ``unit``, by largest remainders: the shares add up exactly to it, or to all debts if that is less.

    Each debt gets at least ``floor`` (or itself, where it is smaller), and the rest is spread again among the others; where the amount does not reach
    that far the floor gives way and the proportion stays. No share is below zero or above its debt. Of equal remainders the earlier debt wins.
    """
    units = [int(Fraction(max(debt, ZERO)) / Fraction(unit)) for debt in debts]
    left = min(int(Fraction(max(amount, ZERO)) / Fraction(unit)), sum(units))
    least = -(-Fraction(max(floor, ZERO)) // Fraction(unit))
    floors = [min(int(least), debt) for debt in units]
    if sum(floors) > left:
        floors = [0] * len(units)
    given = [0] * len(units)
    waiting = [number for number, debt in enumerate(units) if debt]
    while waiting:
        whole = sum(units[number] for number in waiting)
        low = [number for number in waiting if Fraction(left * units[number], whole) < floors[number]]
        if not low:
            _largest_remainders(left, units, waiting, given)
            break
        for number in low:
            given[number] = floors[number]
        left -= sum(floors[number] for number in low)
        waiting = [number for number in waiting if number not in low]
    return tuple(share * unit for share in given)


def _largest_remainders(left: int, units: Sequence[int], waiting: Sequence[int], given: list[int]) -> None:
    """Whole parts first, then one unit more for those whose parts were cut most."""
    whole = sum(units[number] for number in waiting)
    for number in waiting:
        given[number] = left * units[number] // whole
    rest = left - sum(given[number] for number in waiting)
    for number in sorted(waiting, key=lambda number: (-(left * units[number] % whole), number))[:rest]:
        given[number] += 1


def affordability(
    budget: Budget,
    debt: Decimal,
    others: Sequence[Debt] = (),
    *,
    as_of: date,
    unit: Decimal,
    currency: str,
    floor: Decimal = ZERO,
    guidelines: Iterable[Guideline] = (),
    max_age_days: int = 90,
) -> Affordability:
    """What the budget leaves and this debt's share of it. ``others``: the debtor's further debts with us; what is owed elsewhere the budget says itself."""
    over = excesses(budget, guidelines, currency, as_of)
    debts = [Debt(OURS, debt), *others]
    if budget.owed_to_others:
        debts.append(Debt(OTHERS, budget.owed_to_others))
    amounts = pro_rata(budget.surplus, [one.amount for one in debts], unit=unit, floor=floor)
    shares = tuple(Share(one.name, one.amount, amount) for one, amount in zip(debts, amounts, strict=True))
    return Affordability(
        taken_on=budget.taken_on,
        income=budget.income,
        costs=budget.costs + budget.agreed_saving,
        surplus=budget.surplus,
        share=shares[0].amount,
        shares=shares,
        excesses=over,
        needs_note=bool(over) and not budget.notes.strip(),
        stale=(as_of - budget.taken_on).days > max_age_days,
        evidence=bool(budget.evidence.strip()),
    )
