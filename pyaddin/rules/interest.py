"""Late interest: simple interest on unpaid principal from the day after the due date, exact until it is rounded once (R13, R14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pyaddin.records import dataclass, often
from pyaddin.rules.days import Span, interest_base, interest_units


@dataclass(frozen=True, slots=True)
class RatePeriod:
    """A yearly rate (0.12 = 12 %) and the days it holds, first and last included.

    A period ends where the next one begins, whatever its own end; ``end`` ``None`` = until then. Raises ``ValueError`` for a rate below zero.
    """

    start: date
    end: date | None
    annual: Decimal

    def __post_init__(self) -> None:
        if not self.annual.is_finite() or self.annual < 0:
            raise ValueError(f"yearly rate {self.annual} is below zero or not finite")


@often
@dataclass(frozen=True, slots=True)
class LateInterest:
    """How late interest runs on a case.

    ``stops``: no interest for days d with start < d <= end. ``unit``: the sum is rounded half-up to it, once, on the cumulative total.
    Days without a rate bear no interest.
    """

    rates: tuple[RatePeriod, ...]
    day_count: str
    stops: tuple[Span, ...] = ()
    unit: Decimal = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Piece:
    """One unbroken stretch of days bearing one rate: the days d with after < d <= until."""

    after: date
    until: date
    annual: Fraction


@dataclass(frozen=True, slots=True)
class InterestLine:
    """One line of an interest account for a clerk: the days after ``start`` up to and including ``end``.

    ``days`` are those of the day count (30/360 counts 30 a month); ``amount`` is exact: only the total of all lines is rounded.
    """

    start: date
    end: date
    days: int
    principal: Decimal
    rate: Decimal
    amount: Fraction


def _before(day: date) -> date:
    return day if day == date.min else day - timedelta(days=1)


@lru_cache(maxsize=1024)
def timeline(late: LateInterest) -> tuple[Piece, ...]:
    """The rate periods less the stops, in order and without overlaps."""
    ordered = sorted(late.rates, key=lambda period: period.start)
    pieces: list[Piece] = []
    for index, period in enumerate(ordered):
        until = period.end or date.max
        if index + 1 < len(ordered):
            until = min(until, _before(ordered[index + 1].start))
        pieces += _unstopped(_before(period.start), until, Fraction(period.annual), late.stops)
    return tuple(pieces)


def _unstopped(after: date, until: date, annual: Fraction, stops: Sequence[Span]) -> list[Piece]:
    pieces: list[Piece] = []
    for start, end in sorted(stops, key=lambda span: span[0]):
        if min(start, until) > after:
            pieces.append(Piece(after, min(start, until), annual))
        after = max(after, end or date.max)
    if until > after:
        pieces.append(Piece(after, until, annual))
    return pieces


def accrual(principal: Decimal, due_on: date, after: date, until: date, pieces: Sequence[Piece], day_count: str) -> Fraction:
    """Exact interest on ``principal`` for the days d with after < d <= until, of a row due on ``due_on``.

    Day counts are always measured from the due date and subtracted, so parts of a period add up to the whole in every
    convention (30/360 alone would not).
    """
    weighted = Fraction(0)
    for piece in pieces:
        low, high = max(after, piece.after, due_on), min(until, piece.until)
        if high > low:
            weighted += (interest_units(due_on, high, day_count) - interest_units(due_on, low, day_count)) * piece.annual
    return weighted * Fraction(principal) / interest_base(day_count) if weighted else weighted


def explain_interest(steps: Sequence[tuple[date, Decimal]], *, due_on: date, until: date, late: LateInterest) -> list[InterestLine]:
    """The interest of one row line by line, as a clerk can follow it; the amounts add up exactly to what was accrued.

    ``steps`` are (day, principal left unpaid at the end of that day) in order, as in ``RowResult.principal_steps``.
    """
    pieces = timeline(late)
    lines: list[InterestLine] = []
    ends = [day for day, _ in steps[1:]] + [until]
    for (start, principal), end in zip(steps, ends, strict=True):
        for piece in pieces:
            low, high = max(start, piece.after, due_on), min(end, until, piece.until)
            if high > low and principal > 0:
                amount = accrual(principal, due_on, low, high, (piece,), late.day_count)
                lines.append(InterestLine(low, high, _line_days(due_on, low, high, late.day_count), principal, _decimal(piece.annual), amount))
    return lines


def _line_days(due_on: date, low: date, high: date, day_count: str) -> int:
    if day_count == "30/360":
        return interest_units(due_on, high, day_count) - interest_units(due_on, low, day_count)
    return (high - low).days


def _decimal(rate: Fraction) -> Decimal:
    return Decimal(rate.numerator) / Decimal(rate.denominator)
