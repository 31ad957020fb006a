"""Late interest, period by period: principal x rate x days / base, rounded once per installment (R13, R14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from pyaddin.rules.allocation import RowResult
from pyaddin.rules.arrears import rate_periods
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_steps import Line, added, amount, less, plain
from pyaddin.rules.interest import InterestLine, LateInterest, RatePeriod, explain_interest
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Says, phrase
from pyaddin.rules.regimes import Stretch, late_interest

_EXACT = Decimal("0.000001")


def interest_lines(decision: Decision, policy: Policy, stretch: Stretch) -> Iterator[Line]:
    """The sum, then of each installment that bore late interest the rounded sum, then its periods. ``stretch``: the regime in force."""
    position, case = decision.position, decision.file.case
    rates = _rates(rate_periods(decision.file, policy), position.as_of)
    note = phrase("explain interest-note", rates=rates, day_count=case.day_count) if rates else phrase("explain no-rate")
    late = late_interest(decision.file, policy, decision.file.holds)
    rows = [row for row in stretch.allocation.rows if row.late_interest_accrued] if late else []
    sums = added(plain(decision, row.late_interest_open) for row in rows)
    yield Line("Interest due", phrase("explain Interest due"), amount(decision, position.interest), note, "R13", sums, (("Day count", case.day_count),))
    for row in rows:
        if late is not None:
            yield from _row(decision, row, stretch.until, late)


def _row(decision: Decision, row: RowResult, until: date, late: LateInterest) -> Iterator[Line]:
    name = f"{row.key[0]} {row.key[1]}".strip()
    periods = explain_interest(row.principal_steps, due_on=row.due_on, until=until, late=late)
    sum_of = added(arithmetic(period, late.day_count) for period in periods)
    taken = ((row.late_interest_paid, plain(decision, row.late_interest_paid)), (row.late_interest_relieved, plain(decision, row.late_interest_relieved)))
    note = phrase("explain interest-row-note", unit=late.unit, paid=taken[0][1], relieved=taken[1][1])
    words = phrase("explain interest-row", row=name)
    yield Line("Interest due", words, amount(decision, row.late_interest_open), note, "R14", less(f"round({sum_of}, {late.unit})", *taken))
    for period in periods:
        yield _period(decision, name, period, late.day_count)


def _period(decision: Decision, name: str, period: InterestLine, day_count: str) -> Line:
    first = period.start + timedelta(days=1)
    words = phrase("explain interest-period", row=name, start=first, end=period.end, days=period.days)
    value = f"{_decimal(period.amount):f} {decision.file.case.currency}"
    facts = (("Principal", plain(decision, period.principal)), ("Annual rate", period.rate), ("Days", period.days))
    return Line("Interest due", words, value, phrase("explain unrounded"), "R13", arithmetic(period, day_count), facts)


def arithmetic(period: InterestLine, day_count: str) -> str:
    """One period as a calculator takes it; act/actual divides the days of leap years by 366 and the others by 365."""
    factor = f"{period.principal:f} * {period.rate:f}"
    if day_count != "act/actual":
        return f"{factor} * {period.days} / {day_count.rpartition('/')[2]}"
    leap = sum(1 for number in range(period.days) if _is_leap((period.start + timedelta(days=number)).year))
    parts = [(leap, 366), (period.days - leap, 365)]
    return " + ".join(f"{factor} * {days} / {base}" for days, base in parts if days)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _decimal(exact: Fraction) -> Decimal:
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_EXACT)


def _rates(periods: tuple[RatePeriod, ...], as_of: date) -> Says | None:
    """``6 %``, or ``5 % from 2025-01-01, 6 % from 2026-01-01``: the rates up to the as-of date; ``None`` when there is none."""
    known = [period for period in periods if period.start <= as_of]
    words = [f"{(period.annual * 100).normalize():f} %" for period in known]
    if len(words) == 1:
        return phrase("explain rate", rate=words[0])
    dated = tuple(phrase("explain rate-from", rate=word, start=period.start) for word, period in zip(words, known, strict=True))
    return phrase("explain rates", rates=dated) if dated else None
