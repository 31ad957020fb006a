"""Installment schedules: by count or by amount, with or without interest, on a rhythm of dates (R17-R20).

Figures that no schedule fits end in ``Stop`` X-SCHEDULE with the count or amount that would work.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction

from pyaddin.errors import Stop
from pyaddin.records import dataclass
from pyaddin.rules.days import DAY_COUNTS, FREQUENCIES, ROLL_MODES, IsWorking, months_of, rhythm, roll, step, year_fraction
from pyaddin.rules.money import round_half_up

METHODS = ("annuity", "flat", "equal-principal")
MAX_ROWS = 1200
"""Most rows of one schedule (a hundred years of months)."""

_ZERO, _ONE = Decimal(0), Decimal(1)
_WIDE = Context(prec=60)


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One installment: ``payment`` = principal + interest; ``balance`` = principal still owed after it."""

    no: int
    due_on: date
    principal: Decimal
    interest: Decimal
    payment: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over the rows; ``count`` may be less than asked for when rounding up clears the balance early."""

    principal: Decimal
    interest: Decimal
    payment: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole schedule; the principal of its rows adds up to the total exactly."""

    rows: tuple[ScheduleRow, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class _Terms:
    """What the rows are made from: amounts to the cent, one exact interest factor per period."""

    total: Decimal
    method: str
    factors: tuple[Fraction, ...]
    unit: Decimal
    interest_unit: Decimal
    up: bool
    annuities: tuple[Decimal, ...]

    def interest(self, period: int, balance: Decimal) -> Decimal:
        base = self.total if self.method == "flat" else balance
        factor = self.factors[period]
        return round_half_up(Fraction(base) * factor, self.interest_unit) if factor else _ZERO

    def level(self, amount: Decimal | Fraction) -> Decimal:
        """The regular amount: to the nearest cent, or up to whole units."""
        if not self.up:
            return round_half_up(amount, self.unit)
        whole = max(self.unit, _ONE)
        steps = Fraction(amount) / Fraction(whole)
        return -(-steps.numerator // steps.denominator) * whole


Lines = list[tuple[Decimal, Decimal]]
"""(principal, interest) per period."""


def _rows_by(terms: _Terms, amount: Decimal, count: int | None, *, whole: bool) -> Lines | None:
    """Rows that pay ``amount`` a period until the balance is cleared; ``None`` if some row would not lower it.

    ``amount`` is the ``whole`` payment, or its principal part only. With a ``count`` the last row takes what is left, be it more or
    less; rows left with nothing to pay are ``None`` too, unless rounding up lets the schedule end early.
    """
    lines: Lines = []
    balance = terms.total
    for period in range(len(terms.factors) if count is None else count):
        interest = terms.interest(period, balance)
        principal = amount - interest if whole else amount
        last = count is not None and period + 1 == count
        if last or principal >= balance:
            lines.append((balance, interest))
            return lines if last or count is None or terms.up else None
        if principal <= 0:
            return None
        lines.append((principal, interest))
        balance -= principal
    return None


def _by_count(terms: _Terms, count: int) -> Lines | None:
    if terms.annuities:
        return _rows_by(terms, terms.level(_WIDE.divide(terms.total, terms.annuities[count - 1])), count, whole=True)
    return _rows_by(terms, terms.level(Fraction(terms.total) / count), count, whole=False)


def _by_amount(terms: _Terms, amount: Decimal) -> Lines | None:
    return _rows_by(terms, amount, None, whole=terms.method != "equal-principal")


def _least_amount(terms: _Terms) -> Decimal:
    """The least regular amount, to the cent, that clears the total within ``MAX_ROWS`` and lowers the balance in every period."""
    low, high = 0, int((terms.total + terms.interest(0, terms.total)) / terms.unit) + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _by_amount(terms, middle * terms.unit) is not None else (middle, high)
    return high * terms.unit


def _annuities(factors: Sequence[Fraction]) -> tuple[Decimal, ...]:
    """Present value of 1 paid in each of the first n periods, for n = 1, 2, ...: the sum of the products of 1 / (1 + factor)."""
    values: list[Decimal] = []
    discount, value = _ONE, _ZERO
    for factor in factors:
        discount = _WIDE.divide(discount, 1 + _WIDE.divide(Decimal(factor.numerator), Decimal(factor.denominator)))
        value = _WIDE.add(value, discount)
        values.append(value)
    return tuple(values)


def _factors(first_due: date, frequency: str, start: date | None, rate: Decimal, day_count: str, count: int) -> tuple[Fraction, ...]:
    """rate x part of the year of each period, between dates of the rhythm before they are moved to working days.

    30/360 counts 30 days for each month of a whole period, whatever its dates; a first period of another length is counted by its days.
    """
    if not rate:
        return (Fraction(0),) * count
    whole_before = step(first_due, frequency, -1)
    begin = whole_before if start is None else start
    dates = (begin, *rhythm(first_due, frequency, count))
    annual = Fraction(rate)
    months = months_of(frequency)
    if day_count == "30/360" and months:
        first = Fraction(months, 12) if begin == whole_before else year_fraction(begin, first_due, day_count)
        return (annual * first, *(annual * Fraction(months, 12),) * (count - 1))
    return tuple(annual * year_fraction(a, b, day_count) for a, b in zip(dates, dates[1:], strict=False))


def _check(words: Sequence[tuple[str, str, Sequence[str]]], total: Decimal, rate: Decimal, count: int | None, amount: Decimal | None, unit: Decimal) -> None:
    for name, word, known in words:
        if word not in known:
            raise Stop("X-OPTION", f"{name} = {word}; use one of {', '.join(known)}")
    if (count is None) == (amount is None):
        raise Stop("X-OPTION", "give either a count or an amount")
    for name, value in (("total", total), ("amount", amount)):
        if value is not None and (not value.is_finite() or value <= 0 or value != round_half_up(value, unit)):
            raise Stop("X-OPTION", f"{name} = {value}; it must be above zero and to the cent")
    if not rate.is_finite() or rate < 0 or rate > 100:
        raise Stop("X-OPTION", f"rate = {rate}; 0.12 is 12 % a year")
    if count is not None and count < 1:
        raise Stop("X-SCHEDULE", f"{count} installments; at least 1 is needed")
    if count is not None and count > MAX_ROWS:
        raise Stop("X-SCHEDULE", f"{count} installments; at most {MAX_ROWS} are possible")


def _lines(terms: _Terms, count: int | None, amount: Decimal | None) -> Lines:
    if count is not None:
        lines = _by_count(terms, count)
        if lines is None:
            most = next(number for number in range(count - 1, 0, -1) if _by_count(terms, number) is not None)
            found = f"{count} installments leave nothing, or less than the interest, for some of them; the largest possible count below it is {most}"
            raise Stop("X-SCHEDULE", found)
        return lines
    assert amount is not None
    lines = _by_amount(terms, amount)
    if lines is None:
        least = f"at least {_least_amount(terms):f} is needed"
        raise Stop("X-SCHEDULE", f"{amount:f} a period is not above the interest, or needs more than {MAX_ROWS} installments; {least}")
    return lines


def schedule(
    total: Decimal,
    *,
    first_due: date,
    frequency: str,
    is_working: IsWorking,
    count: int | None = None,
    amount: Decimal | None = None,
    start: date | None = None,
    rate: Decimal | None = None,
    day_count: str = "act/365",
    method: str = "annuity",
    roll_mode: str = "same",
    round_payment: str = "cent",
    round_interest: str = "cent",
    unit: Decimal = Decimal("0.01"),
) -> Schedule:
    """The installments that pay ``total``, the balance outstanding on ``start`` (default: one period before the first due date).

    *Without interest* (no rate, or 0): by count the regular payment is total / count, rounded, and the last takes what is left, more or less;
    by amount the last is the remainder. *annuity*: equal payments, solved over the product of the periods' factors. *flat*: interest on the
    whole total in every period, on top of equal principal. *equal-principal*: equal principal, interest on the balance. By amount, ``amount``
    is the payment (annuity, flat) or the principal part (equal-principal). Interest of each period runs between the dates of the rhythm,
    rounded half-up to the cent or to whole units.

    ``round_payment`` up: the regular payment (for flat and equal-principal its principal part) goes up to whole units and the schedule ends
    early with the row that clears the balance. Due dates move to working days as ``roll_mode`` says; interest and rhythm do not move.
    Raises ``Stop``: X-OPTION for unknown words, X-SCHEDULE when some payment would be zero or less, or would not exceed its interest.
    """
    rate = rate or _ZERO
    words = [("frequency", frequency, FREQUENCIES), ("day-count", day_count, DAY_COUNTS), ("method", method, METHODS), ("working-day", roll_mode, ROLL_MODES)]
    words += [("round-payment", round_payment, ("cent", "up")), ("round-interest", round_interest, ("cent", "unit"))]
    _check(words, total, rate, count, amount, unit)
    if start is not None and start > first_due:
        raise Stop("X-OPTION", f"start {start.isoformat()} lies after the first due date {first_due.isoformat()}")
    factors = _factors(first_due, frequency, start, rate, day_count, count or MAX_ROWS)
    terms = _Terms(
        total=total,
        method=method,
        factors=factors,
        unit=unit,
        interest_unit=max(unit, _ONE) if round_interest == "unit" else unit,
        up=round_payment == "up",
        annuities=_annuities(factors) if rate and method == "annuity" and count else (),
    )
    lines = _lines(terms, count, amount)
    rows: list[ScheduleRow] = []
    balance = total
    for number, (due_on, (principal, interest)) in enumerate(zip(rhythm(first_due, frequency, len(lines)), lines, strict=True), start=1):
        balance -= principal
        rows.append(ScheduleRow(number, roll(due_on, roll_mode, is_working), principal, interest, principal + interest, balance))
    interest_total = sum((row.interest for row in rows), _ZERO)
    return Schedule(tuple(rows), Totals(total, interest_total, total + interest_total, len(rows)))
