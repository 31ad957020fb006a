"""When a claim may become time-barred: an estimate from typed dates, only where a sourced row says how long, else a question for counsel.

The rows are those of the compliance facts, section 3, with mark A or B; where public tables contradict each other there is none (most US states), and
the row of Germany (mark C) is not shown. Suspension, interruption, governing law and court practice can change every date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CONFIRMED_RESULTS, CaseFile

LAST_INSTALLMENT, DEFAULT = "last-installment", "default"
"""From which day a period runs: the last installment of the contract, or the oldest one that is not paid."""


@dataclass(frozen=True, slots=True)
class Period:
    """One sourced row. ``region`` empty = the whole country; ``debt_class`` empty = any. ``note`` names the words about restarts (``limitation <note>``)."""

    country: str
    region: str
    debt_class: str
    years: int
    start: str
    note: str
    source: str


PERIODS: tuple[Period, ...] = (
    Period("CN", "", "", 3, LAST_INSTALLMENT, "demand-restarts", "Civil Code of the PRC art. 188, 189, 195"),
    Period("TW", "", "", 15, DEFAULT, "demand-six-months", "Civil Code (Taiwan) art. 125, 126, 129, 130"),
    Period("HK", "", "", 6, DEFAULT, "none", "Limitation Ordinance, Cap. 347 s.4"),
    Period("GB", "SCOTLAND", "", 5, DEFAULT, "scotland", "Prescription and Limitation (Scotland) Act 1973 s.6"),
    Period("GB", "", "", 6, DEFAULT, "england", "Limitation Act 1980 s.5"),
    Period("US", "NY", "consumer", 3, DEFAULT, "new-york", "CPLR 214-i, in force since 2022-04-07"),
    Period("US", "NY", "business", 6, DEFAULT, "none", "CPLR 213(2)"),
    Period("US", "CA", "", 4, DEFAULT, "california", "CCP 337(a); oral contracts: 2 years, CCP 339"),
    Period("US", "TX", "", 4, DEFAULT, "none", "CPRC 16.004(a)(3)"),
)
_SCOTLAND = frozenset(("SCOTLAND", "SCT", "GB-SCT"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """The period that applies, the day it is counted from and the day it may end; ``demand_on`` and ``after_demand`` where a demand restarts it."""

    period: Period
    start: date
    end: date
    demand_on: date | None = None
    after_demand: date | None = None


def period_for(country: str, region: str, kind: str) -> Period | None:
    """The sourced row for a debtor; ``None``: ask counsel."""
    place = region.strip().upper()
    place = "SCOTLAND" if place in _SCOTLAND else place
    fitting = [row for row in PERIODS if row.country == country and row.region in ("", place) and row.debt_class in ("", kind)]
    return max(fitting, key=lambda row: bool(row.region), default=None)


def years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 (the earlier day is the safe one)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def estimate(file: CaseFile, position: Position, demand_on: date | None) -> Estimate | None:
    """The estimate for a case; ``None`` where no sourced row applies or nothing is unpaid.

    ``demand_on``: proven delivery of the latest demand. In mainland China a demand restarts the period (art. 195), in Taiwan it keeps it open only if suit
    follows within six months (art. 130).
    """
    period = period_for(file.debtor.country, file.debtor.region, file.debtor.kind)
    start = _start(file, position, period.start) if period is not None else None
    if period is None or start is None:
        return None
    after = None
    if demand_on is not None and period.note == "demand-restarts":
        after = years_later(demand_on, period.years)
    if demand_on is not None and period.note == "demand-six-months":
        after = _six_months(demand_on)
    return Estimate(period, start, years_later(start, period.years), demand_on if after else None, after)


def _six_months(day: date) -> date:
    month = day.month + 6
    year, month = day.year + (month > 12), (month - 1) % 12 + 1
    following = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _start(file: CaseFile, position: Position, kind: str) -> date | None:
    original = [row.due_on for row in file.installments if row.plan_id == ""]
    if kind == LAST_INSTALLMENT:
        return max(original, default=None)
    return min((row.installment.due_on for row in position.rows if row.counts and row.open > 0), default=None)


def last_demand(file: CaseFile) -> date | None:
    """Day of the latest reminder or demand that went out, for counsel to look at; its delivery is not proven by it."""
    kinds = ("|reminder|", "|demand|")
    days = [c.on for c in file.contacts if c.direction == "out" and c.result in CONFIRMED_RESULTS and any(kind in c.key for kind in kinds)]
    return max(days, default=None)
