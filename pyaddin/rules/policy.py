"""The office's figures as frozen values: what Settings, Levels, Rates and Holidays say on the as-of date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.affordability import Guideline
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.lawful import Gatekeeper


def weekdays(day: date) -> bool:
    """Monday to Friday: the working calendar of a country that has none here."""
    return day.weekday() < 5


@dataclass(frozen=True, slots=True)
class Bucket:
    """A range of days past due, both ends included; ``last`` None = no upper end."""

    name: str
    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One rung of the reminder ladder in force on the as-of date. ``risk``: the class that it is for; empty = every class."""

    level: int
    stage: str
    from_day: int
    template: str
    tone: str
    channels: tuple[str, ...]
    min_gap_days: int | None
    needs_approval: bool
    risk: str = ""


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """What the office offers (R21, R22). Amounts in the case's currency; percentages of 100.

    ``pay_now_days``: by when a payment counts as now. ``counts``: round numbers of monthly installments shown beside the affordable one. ``plan_rate``:
    interest a year that an agreed plan bears, ``None`` = none. ``cap_months``: a longer term needs approval. ``token``: least monthly share of a debt.
    ``waive_percent``: part of late interest and fees given up for payment now. ``settlement_percent``: part of the debt taken in settlement, offered
    from ``settlement_from`` days past due on.
    """

    pay_now_days: int = 7
    counts: tuple[int, ...] = (3, 6, 12)
    deferral_months: int = 2
    plan_rate: Decimal | None = None
    cap_months: int = 60
    token: Decimal = Decimal(10)
    waive_percent: Decimal = Decimal(100)
    settlement_percent: Decimal = Decimal(80)
    settlement_from: int = 90
    budget_max_age_days: int = 90


@dataclass(frozen=True, slots=True)
class NoticeTerms:
    """What an office that collects for others says of itself in the validation notice: its mailing address, and to whom the debts are and were owed."""

    address: str
    creditor_now: str
    creditor_then: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything a rule may need besides the case itself. Days are calendar days unless a name says working days.

    ``keeper`` is the contact gate; ``None`` only where nothing can be sent. ``language``: in which reasons are written. ``notice``: what the validation
    notice says of the office; ``None`` for a creditor, who collects its own debts and owes none.
    """

    grace_days: int = 0
    tolerance_amount: Decimal = Decimal("1.00")
    tolerance_percent: Decimal = Decimal(0)
    tolerance_mode: str = "max"
    order: tuple[str, ...] = ("penalty", "fee", "interest", "principal")
    order_late: tuple[str, ...] = ()
    late_from: int = 91
    future: str = "next"
    buckets: tuple[Bucket, ...] = ()
    min_gap_days: int = 6
    first_contact_days: int = 3
    level_mode: str = "next"
    promise_grace_days: int = 3
    waiver_limit: Decimal = Decimal(0)
    round_money: Decimal | None = None
    interest_during_dispute: bool = True
    watch_days: int = 30
    upset_gap_days: int = 14
    notice_days: int = 3
    plan_check_days: int = 30
    daily_checks: bool = False
    offer_days: int = 14
    replan_cap: int = 2
    levels: tuple[LevelRow, ...] = ()
    rates: Mapping[str, tuple[RatePeriod, ...]] = field(default_factory=dict)
    calendars: Mapping[str, Callable[[date], bool]] = field(default_factory=dict)
    jurisdiction: str = ""
    missing_settings: tuple[str, ...] = ()
    bank_data_until: date | None = None
    bank_data_max_age_days: int | None = None
    keeper: Gatekeeper | None = None
    language: str = "en"
    offer: OfferTerms = OfferTerms()
    guidelines: tuple[Guideline, ...] = ()
    notice: NoticeTerms | None = None
    _ladders: dict[str, Policy] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The policies of the risk classes, each made once."""
    _names: dict[int, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The bucket of each number of days that was asked for."""

    def tolerance_of(self, due: Decimal) -> Decimal:
        """Shortfall of one row of ``due`` that nobody is written to for: the larger (``max``) or the smaller (``min``) of the fixed amount and the
        percentage; in mode ``min`` a figure of 0 is none and the other one holds (R7)."""
        if not self.tolerance_percent:
            return self.tolerance_amount if self.tolerance_amount > 0 else Decimal(0)
        share = due * self.tolerance_percent / 100
        if self.tolerance_mode == "min" and self.tolerance_amount and self.tolerance_percent:
            return min(self.tolerance_amount, share)
        return max(self.tolerance_amount, share)

    def bucket_name(self, days: int) -> str:
        """The bucket that ``days`` past due fall into; empty for 0 and below."""
        known = self._names.get(days)
        if known is None:
            known = self._names[days] = bucket_of(days, self.buckets)
        return known

    def for_risk(self, risk: str) -> Policy:
        """The policy with the ladder of one risk class: of each level the row of that class, else the row for every class."""
        known = self._ladders.get(risk)
        if known is None:
            known = self._ladders[risk] = self._for_risk(risk)
        return known

    def _for_risk(self, risk: str) -> Policy:
        if not any(row.risk for row in self.levels):
            return self
        chosen: dict[int, LevelRow] = {}
        for row in self.levels:
            if row.risk in ("", risk) and (row.risk or row.level not in chosen):
                chosen[row.level] = row
        return replace(self, levels=tuple(chosen[number] for number in sorted(chosen)))

    def level(self, number: int) -> LevelRow | None:
        """The row of Levels with this number; ``None`` when the office has none."""
        return next((row for row in self.levels if row.level == number), None)

    def is_working(self, country: str) -> Callable[[date], bool]:
        """The calendar of a country as a question; Monday to Friday where none is known."""
        return self.calendars.get(country, weekdays)


def parse_buckets(text: str) -> tuple[Bucket, ...]:
    """``1-3,4-7,>7`` as ranges. Raises ``ValueError`` when ranges overlap, leave a gap, or do not start at 1 (R6)."""
    buckets: list[Bucket] = []
    for word in (part.strip() for part in text.split(",") if part.strip()):
        if word.startswith(">"):
            buckets.append(Bucket(word, int(word[1:]) + 1, None))
        else:
            first, _, last = word.partition("-")
            buckets.append(Bucket(word, int(first), int(last)))
    expected = 1
    for bucket in buckets:
        if bucket.first != expected or (bucket.last is not None and bucket.last < bucket.first):
            raise ValueError(f"bucket {bucket.name} should begin at {expected}")
        if bucket.last is None:
            if bucket is not buckets[-1]:
                raise ValueError(f"bucket {bucket.name} must be the last one")
            return tuple(buckets)
        expected = bucket.last + 1
    raise ValueError("the last bucket must be open, for example >180")


def bucket_of(days: int, buckets: tuple[Bucket, ...]) -> str:
    """Name of the range that ``days`` falls into; empty for 0 and below."""
    for bucket in buckets:
        if bucket.first <= days and (bucket.last is None or days <= bucket.last):
            return bucket.name
    return ""
