"""R9: a payment of a debtor with several debts, where it names none of them (PRC Civil Code art. 560). Only imports need it: a Payments row names one case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from pyaddin.records import dataclass

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt on the day of the payment: what is due by then, what is not, the burden of its late interest a year, and the oldest unpaid due dates."""

    case_id: str
    due: Decimal
    not_due: Decimal
    rate: Decimal
    oldest_due: date | None
    next_due: date | None


def split(amount: Decimal, debts: Sequence[Debt], *, unit: Decimal, chosen: str = "") -> tuple[tuple[str, Decimal], ...]:
    """The payment shared out, exact to the cent and in the order of payment; shares of nothing are left out.

    ``chosen`` is the case that the debtor named in writing: it comes first. Then debts that are due before those that are not; the heavier burden first (the
    higher rate of late interest); the older due date first; debts of one date by their amounts, the odd cents to the largest remainders. The step
    "least secured" of the article decides nothing here: the ledger holds no securities. What is left when everything is paid goes to the first debt of
    the order and is its credit. Raises ``ValueError`` without debts.
    """
    if not debts:
        raise ValueError("there is no debt to pay")
    left = amount
    shares: dict[str, Decimal] = {}
    first = ""
    for group in _groups(debts, chosen):
        first = first or group[0][0]
        for case_id, share in _pro_rata(min(left, sum((open_part for _, open_part in group), ZERO)), group, unit):
            shares[case_id] = shares.get(case_id, ZERO) + share
            left -= share
    if left:
        first = first or sorted(debt.case_id for debt in debts)[0]
        shares[first] = shares.get(first, ZERO) + left
    return tuple((case_id, share) for case_id, share in shares.items() if share)


def _groups(debts: Sequence[Debt], chosen: str) -> list[list[tuple[str, Decimal]]]:
    """Open amounts in the order in which money goes to them; those of one place share it."""
    parts: list[tuple[tuple[bool, bool, Decimal, date], str, Decimal]] = []
    for debt in debts:
        last = debt.case_id != chosen
        parts.append(((last, False, -debt.rate, debt.oldest_due or date.max), debt.case_id, debt.due))
        parts.append(((last, True, -debt.rate, debt.next_due or date.max), debt.case_id, debt.not_due))
    ordered = sorted((part for part in parts if part[2] > 0), key=lambda part: (part[0], part[1]))
    return [[(case_id, open_part) for _, case_id, open_part in group] for _, group in groupby(ordered, key=lambda part: part[0])]


def _pro_rata(amount: Decimal, group: Sequence[tuple[str, Decimal]], unit: Decimal) -> list[tuple[str, Decimal]]:
    """The amount by the size of the open parts; whole units first, the rest of them to the largest remainders, never more than is open."""
    total = sum((open_part for _, open_part in group), ZERO)
    if amount >= total:
        return list(group)
    exact = [Fraction(amount) * Fraction(open_part) / Fraction(total) / Fraction(unit) for _, open_part in group]
    whole = [int(share) for share in exact]
    rest = int(Fraction(amount) / Fraction(unit)) - sum(whole)
    by_remainder = sorted(range(len(group)), key=lambda at: (whole[at] - exact[at], at))
    for at in by_remainder[:rest]:
        whole[at] += 1
    return [(case_id, units * unit) for (case_id, _), units in zip(group, whole, strict=True)]
