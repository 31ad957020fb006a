"""The account of one case, line by line: what fell due, what was charged, what was paid and where it went, with a running balance.

The lines are made from the same replay as the position (``regimes``), so the balance and the figures of *assess* are one sum:
``balance + not_due == outstanding - credit``, to the cent, for every case on every day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pyaddin.records import dataclass
from pyaddin.rules.allocation import OPENING, RECOVERY, RowResult, Share
from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import Adjustment, CaseFile, Installment, Payment
from pyaddin.rules.interest import InterestLine, LateInterest, explain_interest
from pyaddin.rules.money import round_half_up
from pyaddin.rules.policy import Policy
from pyaddin.rules.regimes import JUDGMENT, Stretch, late_interest, replay

ZERO = Decimal(0)
KINDS = ("installment", "judgment", "charge", "interest", "relief", "credit", "payment", "recovery", "handover")
"""What a line of the account can be, in the order in which lines of one day stand."""


@dataclass(frozen=True, slots=True)
class InterestPeriod:
    """Late interest of one row over one stretch of days: the days after ``start`` up to and including ``end``.

    ``exact`` = principal x rate x days / base, unrounded; ``booked`` = what it adds to the row's interest, which is rounded as one sum (R14):
    the booked amounts of a row add up to its interest.
    """

    plan_id: str
    no: int
    start: date
    end: date
    days: int
    principal: Decimal
    rate: Decimal
    exact: Fraction
    booked: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: ``amount`` raises (+) or lowers (-) the balance, ``balance`` is what is due after it.

    ``ref`` names the payment, the adjustment or the plan; ``shares`` tell where a payment or relief went. ``installment`` is the row that fell
    due, ``adjustment`` the typed row behind a charge or relief. A handover moves all that was open, ``open``, to the agreement or judgment ``ref``.
    ``credit`` of a handover goes on as credit; a line ``credit`` shows where it went later and changes no balance.
    """

    on: date
    kind: str
    ref: str
    amount: Decimal
    balance: Decimal
    shares: tuple[Share, ...] = ()
    installment: Installment | None = None
    adjustment: Adjustment | None = None
    open: Decimal = ZERO
    credit: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Account:
    """All lines of a case up to the as-of date. ``balance`` = what is due by then less credit; ``not_due`` = rows in force that fall due later, in full.

    ``void_payments`` and ``void_adjustments`` were entered and taken back: they count nowhere and are listed for completeness.
    """

    entries: tuple[Entry, ...]
    periods: tuple[InterestPeriod, ...]
    balance: Decimal
    not_due: Decimal
    position: Position
    void_payments: tuple[Payment, ...]
    void_adjustments: tuple[Adjustment, ...]

    def totals(self) -> dict[str, Decimal]:
        """Signed sum of the lines of each kind; together they are the balance."""
        sums = dict.fromkeys(KINDS, ZERO)
        for entry in self.entries:
            sums[entry.kind] += entry.amount
        return sums


def account(file: CaseFile, policy: Policy, as_of: date) -> Account:
    """The account of the case as its position on the as-of date has it."""
    late = late_interest(file, policy, file.holds)
    stretches = replay(file, policy, as_of, file.holds)
    lines: list[Entry] = []
    periods: list[InterestPeriod] = []
    balance = ZERO
    for number, stretch in enumerate(stretches):
        mine = [period for row in stretch.allocation.rows for period in _periods(row, stretch, late)]
        periods += mine
        for line in sorted(_lines(stretch, mine, file, as_of), key=lambda line: (line.on, KINDS.index(line.kind))):
            balance += line.amount
            lines.append(_at(line, balance))
        if number + 1 < len(stretches):
            following = stretches[number + 1]
            line = _handover(stretch, following, balance)
            balance += line.amount
            lines.append(_at(line, balance))
    last = stretches[-1]
    return Account(
        entries=tuple(lines),
        periods=tuple(periods),
        balance=balance,
        not_due=sum((row.due for row in last.rows if row.due_on > last.until), ZERO),
        position=position(file, policy, as_of),
        void_payments=tuple(p for p in file.payments if p.value_date <= as_of and p.reversed_on is not None and p.reversed_on <= as_of),
        void_adjustments=tuple(a for a in file.adjustments if a.on <= as_of and a.reversed_on is not None and a.reversed_on <= as_of),
    )


def _at(line: Entry, balance: Decimal) -> Entry:
    return Entry(line.on, line.kind, line.ref, line.amount, balance, line.shares, line.installment, line.adjustment, line.open, line.credit)


def _handover(stretch: Stretch, following: Stretch, balance: Decimal) -> Entry:
    """The line that closes one regime: everything open in it, due or not, goes to the next; only credit is left."""
    credit = stretch.allocation.credit
    return Entry(stretch.until, "handover", following.name, -balance - credit, ZERO, open=stretch.allocation.outstanding, credit=credit)


def _lines(stretch: Stretch, periods: Sequence[InterestPeriod], file: CaseFile, as_of: date) -> Iterator[Entry]:
    """The lines of one regime without their balances."""
    for row in sorted(stretch.rows, key=lambda row: (row.due_on, row.no)):
        if row.due_on <= stretch.until:
            yield Entry(row.due_on, "judgment" if row.plan_id == JUDGMENT else "installment", row.plan_id, row.due, ZERO, installment=row)
    adjustments = {a.adjustment_id: a for a in file.adjustments}
    for charge in stretch.allocation.charges:
        yield Entry(charge.on, "charge", charge.id, charge.amount, ZERO, adjustment=adjustments.get(charge.id))
    interest: dict[date, Decimal] = defaultdict(Decimal)
    for period in periods:
        interest[period.end] += period.booked
    for on, booked in interest.items():
        if booked:
            yield Entry(on, "interest", "", booked, ZERO)
    yield from _reliefs(stretch, adjustments)
    yield from _payments(stretch, file, as_of)


def _reliefs(stretch: Stretch, adjustments: Mapping[str, Adjustment]) -> Iterator[Entry]:
    used: dict[str, list[Share]] = defaultdict(list)
    for share in stretch.allocation.relief_shares:
        used[share.payment_id].append(share)
    for relief_id, shares in used.items():
        yield Entry(shares[0].on, "relief", relief_id, -_sum(shares), ZERO, tuple(shares), adjustment=adjustments.get(relief_id))


def _payments(stretch: Stretch, file: CaseFile, as_of: date) -> Iterator[Entry]:
    """Each payment in full on its value date; what recovered a write-off is owed again by as much, because the write-off had taken it off."""
    shares: dict[str, list[Share]] = defaultdict(list)
    for share in stretch.allocation.shares:
        shares[share.payment_id].append(share)
    until, start = stretch.until, stretch.start
    for payment in sorted(file.payments, key=lambda payment: payment.value_date):
        on = payment.value_date
        if on > until or (start is not None and on <= start) or (payment.reversed_on is not None and payment.reversed_on <= as_of):
            continue
        yield Entry(on, "payment", payment.payment_id, -payment.amount, ZERO, tuple(shares[payment.payment_id]))
    for on in sorted({share.on for share in shares[OPENING]}):
        used = tuple(share for share in shares[OPENING] if share.on == on)
        yield Entry(on, "credit", "", ZERO, ZERO, used)
    for payment_id, given in shares.items():
        for share in given:
            if share.component == RECOVERY:
                yield Entry(share.on, "recovery", "" if payment_id == OPENING else payment_id, share.amount, ZERO, (share,))


def _sum(shares: Sequence[Share]) -> Decimal:
    return sum((share.amount for share in shares), ZERO)


def _periods(row: RowResult, stretch: Stretch, late: LateInterest | None) -> Iterator[InterestPeriod]:
    """The interest of one row in stretches of one principal and rate, cut where money or relief reached the row, so that no line lags behind."""
    if late is None:
        return
    shares = (*stretch.allocation.shares, *stretch.allocation.relief_shares)
    cuts = {share.on for share in shares if share.target == row.key and share.on > row.due_on}
    total, booked = Fraction(0), ZERO
    for line in explain_interest(cut(row.principal_steps, cuts), due_on=row.due_on, until=stretch.until, late=late):
        total += line.amount
        rounded = round_half_up(total, late.unit)
        yield _period(row, line, rounded - booked)
        booked = rounded


def _period(row: RowResult, line: InterestLine, booked: Decimal) -> InterestPeriod:
    plan_id, no = row.key
    return InterestPeriod(plan_id, no, line.start, line.end, line.days, line.principal, line.rate, line.amount, booked)


def cut(steps: Sequence[tuple[date, Decimal]], cuts: set[date]) -> list[tuple[date, Decimal]]:
    """The steps of principal with further days on which nothing changes."""
    done: list[tuple[date, Decimal]] = []
    days = {day for day, _ in steps}
    for day, principal in sorted([*steps, *((further, ZERO) for further in cuts - days)], key=lambda step: step[0]):
        done.append((day, principal if day in days else done[-1][1]))
    return done

