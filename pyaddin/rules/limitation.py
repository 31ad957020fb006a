"""When a claim may become time-barred: an estimate from typed dates, only where a sourced row says how long, else a question for counsel.

The rows are those of the compliance facts, section 3, with mark A or B; where public tables contradict each other there is none (most US states), and
the row of Germany (mark C) is not shown. What restarts a period stands in ``RESTARTS``, again only where a source was read; a letter of ours restarts
nothing outside mainland China and Taiwan. Suspension, interruption, governing law and court practice can change every date.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from pyaddin.records import dataclass
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CONFIRMED_RESULTS, CaseFile
from pyaddin.rules.citations import Cited
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.reason import Phrase, phrase

LAST_INSTALLMENT, DEFAULT, JUDGMENT = "last-installment", "default", "judgment"
"""From which day a period runs: the last installment of the contract, the oldest one that is not paid, or the day of the judgment."""
WARNING_DAYS = 90
"""The last days of a period, in which the case is warned of (domain-rules 5.10)."""


@dataclass(frozen=True, slots=True)
class Period:
    """One sourced row. ``region`` empty = the whole country; ``debt_class`` empty = any. ``note`` names the words about restarts (``limitation <note>``).

    ``judged``: years after a judgment where a sourced row says so, 0 = ask counsel. ``most``: years after which no restart helps, 0 = no such row.
    """

    country: str
    region: str
    debt_class: str
    years: int
    start: str
    note: str
    source: str
    judged: int = 0
    most: int = 0


PERIODS: tuple[Period, ...] = (
    Period("CN", "", "", 3, LAST_INSTALLMENT, "demand-restarts", "Civil Code of the PRC art. 188, 189, 195", most=20),
    Period("TW", "", "", 15, DEFAULT, "demand-six-months", "Civil Code (Taiwan) art. 125, 126, 129, 130", judged=5),
    Period("HK", "", "", 6, DEFAULT, "hong-kong", "Limitation Ordinance, Cap. 347 s.4", judged=12),
    Period("GB", "SCOTLAND", "", 5, DEFAULT, "scotland", "Prescription and Limitation (Scotland) Act 1973 s.6"),
    Period("GB", "", "", 6, DEFAULT, "england", "Limitation Act 1980 s.5"),
    Period("US", "NY", "consumer", 3, DEFAULT, "new-york", "CPLR 214-i, in force since 2022-04-07"),
    Period("US", "NY", "business", 6, DEFAULT, "none", "CPLR 213(2)"),
    Period("US", "CA", "", 4, DEFAULT, "california", "CCP 337(a); oral contracts: 2 years, CCP 339"),
    Period("US", "TX", "", 4, DEFAULT, "none", "CPRC 16.004(a)(3)"),
)
_BY_DAY = attrgetter("on")
_made = tuple.__new__  # a named tuple of its values, in half the time that its constructor takes
_SCOTLAND = frozenset(("SCOTLAND", "SCT", "GB-SCT", "UK-SCT", "苏格兰", "蘇格蘭"))
_NOT_READ = frozenset(("NORTHERN IRELAND", "N. IRELAND", "N IRELAND", "NI", "NIR", "GB-NIR", "UK-NIR", "ULSTER", "北爱尔兰", "北愛爾蘭"))
"""Parts of the United Kingdom whose law is that of no row: counsel is asked."""

DEMAND, ACKNOWLEDGMENT, PART_PAYMENT, AGREEMENT, SUIT = EVENTS = ("demand", "acknowledgment", "part payment", "agreement", "suit")
ANEW, SIX_MONTHS, COUNSEL, NOTHING = "anew", "six-months", "counsel", "nothing"
"""What an event does: the period is counted anew from it; it holds only if suit follows within six months; only counsel can say; nothing."""

RESTARTS: Mapping[str, Mapping[str, str]] = {
    # art. 195: demand, consent to perform; judicial interpretation on limitation (2020) art. 14: installments, part performance, a payment plan are consent
    "demand-restarts": {DEMAND: ANEW, ACKNOWLEDGMENT: ANEW, PART_PAYMENT: ANEW, AGREEMENT: ANEW},
    # art. 129: demand, acknowledgment, suit; art. 130: a demand lapses unless suit is brought within six months
    "demand-six-months": {DEMAND: SIX_MONTHS, ACKNOWLEDGMENT: ANEW, AGREEMENT: ANEW},
    "hong-kong": {DEMAND: NOTHING, ACKNOWLEDGMENT: ANEW, AGREEMENT: ANEW},  # Cap. 347 s.23(3), as read in HCA 88/2008
    "england": {DEMAND: NOTHING, ACKNOWLEDGMENT: ANEW, PART_PAYMENT: ANEW, AGREEMENT: ANEW},  # Limitation Act 1980 s.29(5), (7)
    "scotland": {DEMAND: NOTHING, ACKNOWLEDGMENT: ANEW, AGREEMENT: ANEW},  # 1973 Act s.6
    "new-york": {DEMAND: NOTHING, ACKNOWLEDGMENT: NOTHING, PART_PAYMENT: NOTHING, AGREEMENT: COUNSEL},  # CPLR 214-i
    "california": {DEMAND: NOTHING},
    "none": {DEMAND: NOTHING},
}
"""By ``Period.note``: what each kind of event does there. What is not named is for counsel."""


class Event(NamedTuple):
    """Something that may restart a period: what it was, when, and its proof (blank = none is recorded, so it counts nowhere)."""

    kind: str
    on: date
    proof: str


class Estimate(NamedTuple):
    """The period that applies, the day it is counted from and the day it may end.

    ``last``: the proven event that restarted it last, and ``after`` the day to which it then runs. ``demand_on`` and ``after_demand``: the latest proven
    demand where it does anything, and until when. ``ends_on`` is the day to work by.
    """

    period: Period
    start: date
    end: date
    demand_on: date | None = None
    after_demand: date | None = None
    last: Event | None = None
    after: date | None = None

    @property
    def ends_on(self) -> date:
        """The last day of the period as the proven events leave it; in Taiwan the six months after a demand count where they end later."""
        ends = self.end if self.after is None or self.after < self.end else self.after
        six = self.after_demand if self.period.note == "demand-six-months" else None
        return ends if six is None or six < ends else six


class Clock(NamedTuple):
    """How limitation stands: ``running`` with its estimate, ``ask`` counsel (no sourced row), ``filed`` (a suit is pending), ``judged``, or ``none`` unpaid."""

    state: str
    estimate: Estimate | None = None

    def days_left(self, as_of: date) -> int | None:
        """Days until the last day of the period, below zero after it; ``None`` where no period is known to run."""
        return (self.estimate.ends_on - as_of).days if self.estimate is not None else None

    def near(self, as_of: date) -> bool:
        """Whether the last 90 days have begun and are not over."""
        left = self.days_left(as_of)
        return left is not None and 0 <= left <= WARNING_DAYS

    def over(self, as_of: date) -> bool:
        """Whether the last day has passed by this estimate."""
        left = self.days_left(as_of)
        return left is not None and left < 0


@lru_cache(maxsize=4096)
def period_for(country: str, region: str, kind: str) -> Period | None:
    """The sourced row for a debtor; ``None``: ask counsel."""
    place = region.strip().upper()
    if country == "GB" and place in _NOT_READ:
        return None
    place = "SCOTLAND" if place in _SCOTLAND else place
    fitting = [row for row in PERIODS if row.country == country and row.region in ("", place) and row.debt_class in ("", kind)]
    return max(fitting, key=lambda row: bool(row.region), default=None)


def effect_of(period: Period, kind: str) -> str:
    """What an event of this kind does to the period; for counsel where no source was read."""
    return RESTARTS[period.note].get(kind, COUNSEL)


@lru_cache(maxsize=8192)
def years_later(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes 28 (the earlier day is the safe one)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def clock(file: CaseFile, position: Position) -> Clock:
    """How limitation stands for a case on the day of its position. A judgment or a pending suit ends the period of the claim itself."""
    if position.unpaid_since is None:
        return _NONE
    advice, as_of = file.advice, position.as_of
    period = _period_of(file)
    if advice is not None and advice.judgment_on is not None and advice.judgment_on <= as_of:
        if period is None or not period.judged:
            return Clock("judged")
        awarded = replace(period, years=period.judged, start=JUDGMENT, note="judgment")
        return Clock("judged", Estimate(awarded, advice.judgment_on, years_later(advice.judgment_on, period.judged)))
    if advice is not None and advice.filed_on is not None and advice.filed_on <= as_of:
        return Clock("filed")
    found = None if period is None else _estimated(file, position, period)
    return _ASK if found is None else _made(Clock, ("running", found))


_NONE, _ASK = Clock("none"), Clock("ask")


def _period_of(file: CaseFile) -> Period | None:
    debtor = file.debtor
    return period_for(debtor.country, debtor.region, debtor.kind)


def _estimated(file: CaseFile, position: Position, period: Period) -> Estimate | None:
    """The estimate for a case from its proven events; ``None`` where nothing is unpaid.

    An event restarts the period only while it runs: after its last day nothing counts it anew. In Taiwan a demand keeps it open only if suit follows
    within six months (art. 130).
    """
    start = _start(file, position, period.start)
    if start is None:
        return None
    years, effects = period.years, RESTARTS[period.note]
    end = running = years_later(start, years)
    last: Event | None = None
    demand: date | None = None
    known = events(file, position.as_of, part_payments=effects.get(PART_PAYMENT) == ANEW)
    if len(known) > 1:
        known.sort(key=_BY_DAY)
    for event in known:
        kind, on, proof = event
        effect = effects.get(kind, COUNSEL)
        if not proof or on > running:
            continue
        if kind == DEMAND and effect in (ANEW, SIX_MONTHS):
            demand = on
        if effect == ANEW and (later := years_later(on, years)) > running:
            last, running = event, later
    if period.most and last is not None:
        running = min(running, years_later(start, period.most))
    until = None if demand is None else six_months_after(demand) if period.note == "demand-six-months" else years_later(demand, period.years)
    return _made(Estimate, (period, start, end, demand, until, last, running if last is not None else None))


def events(file: CaseFile, as_of: date, *, part_payments: bool = True) -> list[Event]:
    """What the ledger knows that may restart a period, up to a day: the sheet Legal, delivered letters, payments, signed agreements.

    ``part_payments`` no: they do nothing to the period asked about and are left out.
    """
    advice = file.advice
    found: list[Event] = []
    if advice is not None and advice.final_demand_delivered_on is not None:
        found.append(Event(DEMAND, advice.final_demand_delivered_on, advice.proof))
    if advice is not None and advice.restarted_on is not None and advice.restart_event:
        found.append(Event(advice.restart_event, advice.restarted_on, advice.restart_proof))
    for c in log_of(file.contacts).keyed:
        if c.result == "delivered" and c.direction == "out" and c.channel in ("letter", "visit") and ("|reminder|" in c.key or "|demand|" in c.key):
            found.append(Event(DEMAND, c.on, c.document))
    if part_payments:
        found += [_made(Event, (PART_PAYMENT, p.value_date, p.payment_id)) for p in file.payments if p.reversed_on is None or p.reversed_on > as_of]
    for plan in file.plans:
        if plan.agreed_on is not None and plan.debtor_signed_on is not None:
            found.append(Event(AGREEMENT, plan.debtor_signed_on, plan.evidence))
    return [event for event in found if event.on <= as_of]


def six_months_after(day: date) -> date:
    """The same day six months on; the last day of a month that lacks it."""
    month = day.month + 6
    year, month = day.year + (month > 12), (month - 1) % 12 + 1
    following = date(year + (month == 12), month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _start(file: CaseFile, position: Position, kind: str) -> date | None:
    if kind == LAST_INSTALLMENT and position.unpaid_since is not None:
        return max([row.due_on for row in file.installments if row.plan_id == ""], default=None)
    return position.unpaid_since


def last_demand(file: CaseFile) -> date | None:
    """Day of the latest reminder or demand that went out, for counsel to look at; its delivery is not proven by it."""
    kinds = ("|reminder|", "|demand|")
    days = [c.on for c in file.contacts if c.direction == "out" and c.result in CONFIRMED_RESULTS and any(kind in c.key for kind in kinds)]
    return max(days, default=None)


def words(limit: Clock, as_of: date) -> tuple[Phrase, ...]:
    """How limitation stands, in clauses: until when and by which source, what restarted it, and what a demand still asks for."""
    found = limit.estimate
    if found is None:
        return (phrase({"ask": "limit ask", "filed": "limit filed", "judged": "limit judgment-ask"}.get(limit.state, "limit none")),)
    period = found.period
    if limit.state == "judged":
        return (phrase("limit judged", start=found.start, on=found.ends_on, years=period.years, source=Cited(period.source)),)
    left = limit.days_left(as_of)
    said = [phrase("limit over" if limit.over(as_of) else "limit running", on=found.ends_on, years=period.years, source=Cited(period.source), left=left)]
    if found.last is not None:
        said.append(phrase("limit restarted", event=phrase(f"event {found.last.kind}"), on=found.last.on))
    if period.note == "demand-six-months" and found.demand_on is not None:
        said.append(phrase("limit six", on=found.demand_on, until=found.after_demand))
    return tuple(said)
