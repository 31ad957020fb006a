"""The office's policy on a day: Settings, Levels, Rates and Holidays, checked and handed to the rules as one frozen value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pyaddin.errors import Fault
from pyaddin.policy.calendars import working_calendar
from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.policy.rulebook import packs_for
from pyaddin.rules.affordability import Guideline
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.lawful import Gatekeeper
from pyaddin.rules.packs import Pack
from pyaddin.rules.plan import MAX_ROWS
from pyaddin.rules.policy import Bucket, LevelRow, NoticeTerms, OfferTerms, Policy, parse_buckets
from pyaddin.settings import BY_NAME, COMPONENT_WORDS, DEFAULT_BUCKETS, Settings

NEEDED_TO_SEND = ("creditor_name", "reply_to")
_LONGEST_DEFERRAL = 60


class Calendars(Mapping[str, Callable[[date], bool]]):
    """Working calendars by country, each made when it is first asked for: most runs need one or two."""

    def __init__(self, overrides: Mapping[str, Mapping[date, bool]]) -> None:
        self._overrides = overrides
        self._made: dict[str, Callable[[date], bool]] = {}

    def __getitem__(self, country: str) -> Callable[[date], bool]:
        if country not in self._made:
            self._made[country] = working_calendar(country, self._overrides.get(country, {})).is_working
        return self._made[country]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


def policy_on(
    as_of: date,
    settings: Settings,
    *,
    levels: Iterable[Mapping[str, Any]],
    rates: Iterable[Mapping[str, Any]],
    holidays: Iterable[Mapping[str, Any]],
    guidelines: Iterable[Mapping[str, Any]] = (),
) -> tuple[Policy, list[Fault]]:
    """The policy in force on the as-of date, and what on the policy sheets cannot be used (its default then holds)."""
    faults: list[Fault] = []
    overrides = _overrides(holidays)
    policy = Policy(
        grace_days=settings.days("grace_days"),
        tolerance_amount=settings.decimal("tolerance_amount") or Decimal(0),
        tolerance_percent=settings.decimal("tolerance_percent") or Decimal(0),
        tolerance_mode=settings.text("tolerance_mode"),
        order=_order(settings, "allocation_order", faults),
        order_late=_order(settings, "allocation_order_late", faults),
        late_from=settings.days("allocation_late_from"),
        future=settings.text("future_payments"),
        buckets=_buckets(settings, faults),
        min_gap_days=settings.days("min_gap_days"),
        first_contact_days=settings.days("first_contact_days"),
        level_mode=settings.text("level_mode"),
        promise_grace_days=settings.days("promise_grace_days"),
        waiver_limit=settings.decimal("waiver_limit") or Decimal(0),
        round_money=settings.decimal("round_money") or None,
        interest_during_dispute=settings.yes("interest_during_dispute"),
        watch_days=settings.days("watch_days"),
        upset_gap_days=settings.days("upset_gap_days"),
        notice_days=settings.days("notice_days"),
        plan_check_days=settings.days("plan_check_days"),
        daily_checks=settings.hour("daily_at") is not None,
        offer_days=settings.days("offer_days"),
        replan_cap=settings.days("replan_cap"),
        levels=_levels(levels, as_of),
        rates=_rates(rates),
        calendars=Calendars(overrides),
        jurisdiction=settings.text("jurisdiction"),
        missing_settings=tuple(name for name in NEEDED_TO_SEND if not settings.text(name)),
        bank_data_until=settings.day("bank_data_until"),
        bank_data_max_age_days=settings.integer("bank_data_max_age_days"),
        keeper=_keeper(settings, overrides),
        language=settings.text("ledger_language"),
        offer=_offer_terms(settings, faults),
        guidelines=tuple(_guideline(row) for row in guidelines),
        notice=_notice_terms(settings),
    )
    return policy, faults


def _offer_terms(settings: Settings, faults: list[Fault]) -> OfferTerms:
    """What the office offers; a list of counts that cannot be read, or percentages above 100, give way to their defaults."""
    words = settings.words("offer_counts")
    if not words or not all(word.isascii() and word.isdigit() and 0 < int(word) <= MAX_ROWS for word in words):
        faults.append(_defaulted(settings, "offer_counts"))
        words = tuple(BY_NAME["offer_counts"].default.split(","))
    percents = {}
    for name in ("waive_percent", "settlement_percent"):
        value = settings.decimal(name)
        if value is None or value > 100:
            faults.append(_defaulted(settings, name))
            value = Decimal(BY_NAME[name].default)
        percents[name] = value
    token = settings.decimal("token_amount")
    return OfferTerms(
        pay_now_days=settings.days("pay_now_days"),
        counts=tuple(dict.fromkeys(int(word) for word in words)),
        deferral_months=min(settings.days("deferral_months"), _LONGEST_DEFERRAL),
        plan_rate=settings.decimal("plan_rate") or None,
        cap_months=settings.days("plan_cap_months"),
        token=Decimal(0) if token is None else token,
        settlement_from=settings.days("settlement_from"),
        budget_max_age_days=settings.days("budget_max_age_days"),
        **percents,
    )


def _guideline(row: Mapping[str, Any]) -> Guideline:
    each = row["Each dependent"] or Decimal(0)
    return Guideline(str(row["Cost line"]), str(row["Currency"]), row["Amount"], each, row["Valid from"], str(row["Source"] or ""))


def _notice_terms(settings: Settings) -> NoticeTerms | None:
    """What a validation notice says of the office. A debt buyer is the creditor itself; an agency names whom it collects for."""
    role = settings.text("actor_role")
    if role not in ("agency", "debt_buyer"):
        return None
    own = settings.text("creditor_name") if role == "debt_buyer" else ""
    return NoticeTerms(settings.text("creditor_address"), settings.text("current_creditor") or own, settings.text("itemization_creditor"))


def _defaulted(settings: Settings, name: str) -> Fault:
    return Fault("W-SETTING", "Settings", None, "Value", f"{name} = {settings.text(name)}", f"Default used: {BY_NAME[name].default}. {BY_NAME[name].meaning}")


def _keeper(settings: Settings, holidays: Mapping[str, Mapping[date, bool]]) -> Gatekeeper:
    """The contact gate as the office set it up: role, class of debts and jurisdiction from Settings."""
    role = settings.text("actor_role")

    @lru_cache(maxsize=1024)
    def binding(country: str, region: str, debt_class: str, day: date) -> tuple[Pack, ...]:
        return packs_for(country, region, role, debt_class, day)

    return Gatekeeper(binding, PublicHolidays(holidays), role, settings.text("debt_class"), settings.clock_time("send_time"), settings.text("jurisdiction"))


def _order(settings: Settings, name: str, faults: list[Fault]) -> tuple[str, ...]:
    """A component order; components that are not named follow in the default order, so that no money is left without a place."""
    words = settings.words(name)
    if not words and not BY_NAME[name].default:
        return ()
    if not words or any(word not in COMPONENT_WORDS for word in words) or len(set(words)) != len(words):
        advice = f"Default used: {BY_NAME[name].default or 'blank'}. {BY_NAME[name].meaning}"
        faults.append(Fault("W-SETTING", "Settings", None, "Value", f"{name} = {settings.text(name)}", advice))
        words = tuple(BY_NAME[name].default.split(",")) if BY_NAME[name].default else ()
        return words
    return (*words, *(word for word in COMPONENT_WORDS if word not in words))


def _buckets(settings: Settings, faults: list[Fault]) -> tuple[Bucket, ...]:
    try:
        return parse_buckets(settings.text("buckets"))
    except ValueError as error:
        faults.append(
            Fault("W-SETTING", "Settings", None, "Value", f"buckets = {settings.text('buckets')}", f"{error}. Default used: {DEFAULT_BUCKETS}")
        )
        return parse_buckets(DEFAULT_BUCKETS)


def _levels(rows: Iterable[Mapping[str, Any]], as_of: date) -> tuple[LevelRow, ...]:
    """For each level and risk class the row with the latest Valid from that is not in the future."""
    latest: dict[tuple[int, str], Mapping[str, Any]] = {}
    for row in rows:
        key = (row["Level"], str(row.get("Risk") or ""))
        if row["Valid from"] <= as_of and (key not in latest or latest[key]["Valid from"] < row["Valid from"]):
            latest[key] = row
    return tuple(
        LevelRow(
            level=number,
            stage=str(row["Stage"]),
            from_day=row["From day"],
            template=str(row["Template"]),
            tone=str(row["Tone"] or "calm"),
            channels=tuple(row["Channels"] or ()),
            min_gap_days=row["Min gap days"],
            needs_approval=row["Needs approval"] == "yes",
            risk=risk,
        )
        for (number, risk), row in sorted(latest.items())
    )


def _rates(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[RatePeriod, ...]]:
    """Dated rates by name (case ignored); a row without an end lasts until the day before the next one."""
    named: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        named[str(row["Name"]).casefold()].append(row)
    result: dict[str, tuple[RatePeriod, ...]] = {}
    for name, mine in named.items():
        mine.sort(key=lambda row: row["Valid from"])
        following = [row["Valid from"] - timedelta(days=1) for row in mine[1:]] + [None]
        ends = [min((day for day in (row["Valid to"], nxt) if day is not None), default=None) for row, nxt in zip(mine, following, strict=True)]
        result[name] = tuple(RatePeriod(row["Valid from"], end, row["Value"]) for row, end in zip(mine, ends, strict=True))
    return result


def _overrides(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[date, bool]]:
    days: dict[str, dict[date, bool]] = defaultdict(dict)
    for row in rows:
        days[str(row["Calendar"]).strip().upper()][row["Date"]] = row["Working"] == "yes"
    return days
