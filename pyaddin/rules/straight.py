"""The straight case: one original contract, money and perhaps late interest, nothing else (R8-R14); nine of ten cases of an office are of this kind.

Without charges, reliefs and agreements, early money going to the next row, every payment fills the rows one after another in the order of their due
dates, so nothing has to be replayed day by day. The figures are those of ``allocation``, to the digit; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from pyaddin.rules.allocation import natural
from pyaddin.rules.allocation_facts import OPENING, Share
from pyaddin.rules.case import ORIGINAL, CaseFile, Installment, Payment
from pyaddin.rules.days import interest_base, interest_units
from pyaddin.rules.interest import LateInterest, Piece, timeline
from pyaddin.rules.money import round_ratio
from pyaddin.rules.owed import COMPONENTS, INTEREST, PRINCIPAL, component_order
from pyaddin.rules.policy import Policy

ZERO = Decimal(0)
_BY_DATE = attrgetter("due_on", "no")
_BY_DAY = attrgetter("value_date")
_made = tuple.__new__  # a named tuple of its values, in half the time that its constructor takes


class Paid(NamedTuple):
    """What a row is left with: as the fields of the same names in ``allocation.RowResult``. ``late_borne``: all late interest that it came to bear."""

    due: Decimal
    paid_total: Decimal
    open_total: Decimal
    paid_on: date | None
    open: list[Decimal]
    late_open: Decimal
    late_borne: Decimal


class Straight(NamedTuple):
    """The rows of an agreement in the order of their due dates, each as it is paid, where the money went, and the credit."""

    rows: list[Installment]
    paid: list[Paid]
    shares: tuple[Share, ...]
    credit: Decimal


class _Owed:
    """A row that money reached, or on which late interest runs."""

    __slots__ = ("after", "base", "late_accrued", "late_paid", "numerator", "open", "open_total", "over", "paid", "paid_on", "row")

    def __init__(self, row: Installment, open: list[Decimal], due: Decimal) -> None:
        self.row = row
        self.open = open
        self.open_total = due
        self.paid = ZERO
        self.paid_on = None if due else row.due_on
        self.after = row.due_on
        self.numerator, self.over = 0, 1  # late interest exactly, as a fraction that is not reduced
        self.late_accrued = self.late_paid = ZERO

    def accrue(self, on: date, late: LateInterest, pieces: Sequence[Piece]) -> None:
        """Late interest up to and including the day, on the principal unpaid since it was last looked at (``owed.OpenRow.accrue``)."""
        if on <= self.after:
            return
        principal = self.open[PRINCIPAL]
        if principal:
            due_on, count = self.row.due_on, late.day_count
            amount, cents = principal.as_integer_ratio()
            for piece in pieces:
                low, high = max(self.after, piece.after, due_on), min(on, piece.until)
                if high > low:
                    units = interest_units(due_on, high, count) - interest_units(due_on, low, count)
                    over = cents * piece.annual.denominator * interest_base(count)
                    self.numerator = self.numerator * over + amount * units * piece.annual.numerator * self.over
                    self.over *= over
            self.late_accrued = round_ratio(self.numerator, self.over, late.unit)
        self.after = on

    def take(self, payment: Payment, left: Decimal, order: Sequence[int], shares: list[Share]) -> Decimal:
        """Pay what the money reaches in the order of components, late interest directly after contract interest; what is left of it."""
        on = payment.value_date
        key = (self.row.plan_id, self.row.no)
        for component in order:
            wanted = self.open[component]
            if wanted and left:
                given = min(wanted, left)
                left -= given
                self.open[component] = wanted - given
                self.open_total -= given
                self.paid += given
                shares.append(_made(Share, (payment.payment_id, on, key, COMPONENTS[component], given, False)))
                if not self.open_total:
                    self.paid_on = on
            if component == INTEREST and left and (wanted := self.late_accrued - self.late_paid):
                given = min(wanted, left)
                left -= given
                self.late_paid += given
                shares.append(Share(payment.payment_id, on, key, COMPONENTS[INTEREST], given, True))
        return left


def is_poured(file: CaseFile, policy: Policy) -> bool:
    """Whether money fills the rows of each agreement one after another, whatever the day: no charge, no relief, and no way of the office's against it."""
    return not file.adjustments and policy.future == "next" and (not policy.order_late or policy.order_late == policy.order)


def is_straight(file: CaseFile, policy: Policy) -> bool:
    """Whether nothing but rows, money and late interest bears on the case, whatever the day."""
    return is_poured(file, policy) and (not file.plans or not any(plan.agreed_on is not None for plan in file.plans))


def counting_money(payments: Iterable[Payment], as_of: date) -> list[Payment] | None:
    """The payments that count by the day, in the order in which they do; ``None`` for amounts that no ledger may hold."""
    counting: list[Payment] = []
    last, in_order, apart = date.min, True, True
    for payment in payments:
        on, amount = payment.value_date, payment.amount
        if not amount.is_finite() or amount < 0:
            return None
        if on <= as_of and (payment.reversed_on is None or payment.reversed_on > as_of):
            counting.append(payment)
            in_order, apart, last = in_order and on >= last, apart and on != last, on
    if not in_order:
        counting.sort(key=_BY_DAY)
        apart = len({payment.value_date for payment in counting}) == len(counting)
    if not apart:
        counting.sort(key=lambda p: (p.value_date, p.payment_id != OPENING, natural(p.payment_id), p.amount))
    return counting


def straight(file: CaseFile, policy: Policy, as_of: date, late: LateInterest | None) -> Straight | None:
    """A case of which ``is_straight`` is true; ``None`` where its rows or amounts are none that a ledger may hold, so that the replay says so."""
    money = counting_money(file.payments, as_of)
    return None if money is None else poured([row for row in file.installments if row.plan_id == ORIGINAL], money, policy, as_of, late)


def poured(rows: list[Installment], money: list[Payment], policy: Policy, as_of: date, late: LateInterest | None) -> Straight | None:
    """The rows of one agreement, filled by the money that counts for them; ``None`` where they are none that a ledger may hold."""
    rows.sort(key=_BY_DATE)
    if len({row.no for row in rows}) < len(rows):
        return None
    order = component_order(policy.order)
    pieces = timeline(late) if late is not None else ()
    opens: list[list[Decimal]] = []
    dues: list[Decimal] = []
    for row in rows:
        fee, interest, principal = row.fee, row.interest, row.principal
        due = ZERO + fee + interest + principal
        if not due.is_finite() or fee < 0 or interest < 0 or principal < 0:
            return None
        opens.append([ZERO, fee, interest, principal])
        dues.append(due)
    reached, shares, credit = _filled(rows, opens, dues, money, order, late, pieces)
    paid: list[Paid] = []
    for place, row in enumerate(rows):
        if place < len(reached):
            owed = reached[place]
        elif late is not None and row.due_on < as_of:
            owed = _Owed(row, opens[place], dues[place])
        else:
            due = dues[place]
            paid.append(_made(Paid, (due, ZERO, due, None if due else row.due_on, opens[place], ZERO, ZERO)))
            continue
        if late is not None:
            owed.accrue(as_of, late, pieces)
        paid.append(_made(Paid, (dues[place], owed.paid, owed.open_total, owed.paid_on, owed.open, owed.late_accrued - owed.late_paid, owed.late_accrued)))
    return Straight(rows, paid, tuple(shares), credit)


def _filled(
    rows: list[Installment],
    opens: list[list[Decimal]],
    dues: list[Decimal],
    money: list[Payment],
    order: Sequence[int],
    late: LateInterest | None,
    pieces: Sequence[Piece],
) -> tuple[list[_Owed], list[Share], Decimal]:
    """The money poured over the rows: those that it reached, in front; its shares; and what found nothing to pay."""
    reached: list[_Owed] = []
    shares: list[Share] = []
    credit = ZERO
    place, count = 0, len(rows)
    for payment in money:
        left = payment.amount
        while left and place < count:
            if place == len(reached):
                reached.append(_Owed(rows[place], opens[place], dues[place]))
            owed = reached[place]
            if late is not None:
                owed.accrue(payment.value_date, late, pieces)
            if owed.open_total or owed.late_accrued != owed.late_paid:
                left = owed.take(payment, left, order, shares)
                if not left:
                    break
            place += 1
        if left:
            credit += left
    return reached, shares, credit
