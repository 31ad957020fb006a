"""What goes into an allocation and what comes out of it: rows, charges, reliefs and money in, rows as they are paid and shares out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pyaddin.records import dataclass, often
from pyaddin.rules.owed import ZERO, Key

RECOVERY = "recovery"
"""The component of a share that went to what a write-off had taken off the books; its target is the id of the write-off."""
OPENING = "opening credit"
"""The payment id under which credit brought in from before is shown in the shares."""


@often
@dataclass(frozen=True, slots=True)
class Due:
    """One row to be paid. ``key`` = (plan id or "", no); ``parts`` = amount per component (penalty, fee, interest, principal), missing = 0."""

    key: Key
    due_on: date
    parts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee or cost of the case, owed from its day on; it bears no interest.

    A refund paid out to the debtor may be given as a charge of that day: it takes the credit, and what exceeds it is owed.
    """

    id: str
    on: date
    amount: Decimal
    component: str = "fee"


@dataclass(frozen=True, slots=True)
class Relief:
    """A waiver, write-off or negative correction: from its day on it reduces what is owed like money that may only go to ``component``
    (``None`` = any), oldest first; it is never money and never becomes credit. ``recoverable`` (a write-off): the debtor owes it all the same, so
    money that finds nothing else open is a recovery of it and no credit."""

    id: str
    on: date
    amount: Decimal
    component: str | None = None
    recoverable: bool = False


@often
@dataclass(frozen=True, slots=True)
class Incoming:
    """Money by value date. ``reversed_on`` on or before the as-of date: it counts as never paid. ``future`` overrides the case's mode
    for what exceeds the rows due. ``entry`` orders payments of one day before their ids do (numbers in ids count as numbers: P-2 before P-10)."""

    id: str
    on: date
    amount: Decimal
    reversed_on: date | None = None
    future: str | None = None
    entry: int = 0


class Share(NamedTuple):
    """One piece of money and where it went. ``target`` = key of a row or id of a charge; ``late_interest``: it paid late interest of the
    row, not a contract part; ``component`` ``recovery``: it recovered a write-off. ``on`` = value date, or the day on which credit was used."""

    payment_id: str
    on: date
    target: Key | str
    component: str
    amount: Decimal
    late_interest: bool = False


class RowResult(NamedTuple):
    """One row on the as-of date. ``paid``, ``relieved``, ``open_parts`` and their totals are contract parts only; late interest stands apart.

    ``early`` and ``late`` = part of ``paid_total`` with a value date before, after the due date. ``paid_on`` = the day on which the
    contract parts reached zero (by money or relief; the due date for a row of zero). ``principal_steps`` = (day, principal unpaid at its end).
    """

    key: Key
    due_on: date
    due: Decimal
    paid: Mapping[str, Decimal]
    paid_total: Decimal
    relieved: Mapping[str, Decimal]
    open_total: Decimal
    open_parts: Mapping[str, Decimal]
    early: Decimal
    late: Decimal
    paid_on: date | None
    late_interest_accrued: Decimal
    late_interest_paid: Decimal
    late_interest_relieved: Decimal
    late_interest_open: Decimal
    principal_steps: tuple[tuple[date, Decimal], ...]


@dataclass(frozen=True, slots=True)
class ChargeResult:
    """One charge on the as-of date: amount = paid + relieved + open."""

    id: str
    on: date
    component: str
    amount: Decimal
    paid: Decimal
    relieved: Decimal
    open: Decimal


@often
@dataclass(frozen=True, slots=True)
class Allocation:
    """Where all money went. The shares and ``credit`` add up to the money in, to the cent.

    ``open_total`` = contract parts of all rows; ``late_interest_open`` and ``charges_open`` are apart; ``outstanding`` = the three together.
    ``relieved`` = reliefs used per component; ``unused_relief`` found nothing to reduce; ``written_off`` = what no money has recovered since.
    ``relief_shares``: where each relief went, under its id; they add up to ``relieved``.
    """

    rows: tuple[RowResult, ...]
    charges: tuple[ChargeResult, ...]
    credit: Decimal
    open_total: Decimal
    late_interest_open: Decimal
    charges_open: Decimal
    unused_relief: Decimal
    relieved: Mapping[str, Decimal]
    shares: tuple[Share, ...]
    written_off: Decimal = ZERO
    relief_shares: tuple[Share, ...] = ()

    @property
    def outstanding(self) -> Decimal:
        """Everything still owed, future rows included."""
        return self.open_total + self.late_interest_open + self.charges_open
