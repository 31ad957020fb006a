"""One question at the gate, laid out: the rules that apply, the holds, the log; asked for any instant, it names everything that blocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pyaddin.rules.case import Hold
from pyaddin.rules.contact_words import Note, note
from pyaddin.rules.counting import KNOWN_RESULTS, Counter, counted, counter_of, first_free, local_dates, within
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.packs import CHANNELS, CLASSES, OUTSIDERS, RECIPIENTS, Blackout, Cap, Cooldown, Pack, Rule, Stopped, Window
from pyaddin.rules.recipients import mailbox_kind, same_form
from pyaddin.rules.request import HOUSE, HOUSE_VERSION, Block, Calendars, Request, concerns, renamed, same_place
from pyaddin.rules.windows import day_start, next_opening, zone_of

_ANSWER_WITHIN = timedelta(days=1)
_UTC = ZoneInfo("UTC")


class Finding(NamedTuple):
    """A block, when the rule alone would allow again (``None`` = only by an event), and that event."""

    block: Block
    lift: Callable[[datetime], datetime | None]
    needs: Note | None


class Plan(NamedTuple):
    """The rows of the packs that speak about this channel, class and recipient."""

    windows: tuple[tuple[Pack, Rule, Window], ...]
    caps: tuple[tuple[Pack, Rule, Cap | Cooldown, Counter, int], ...]
    stops: tuple[tuple[Pack, Rule, Stopped], ...]
    blackouts: tuple[tuple[Pack, Rule, Blackout], ...]


@lru_cache(maxsize=1024)
def _plan(packs: tuple[Pack, ...], channel: str, message_class: str, recipient: str) -> Plan:
    """An unknown word matches every row: fail closed."""
    rows = [
        (pack, rule)
        for pack in packs
        for rule in pack.rules
        if (channel in rule.channels or channel not in CHANNELS)
        and (message_class in rule.classes or message_class not in CLASSES)
        and (recipient in rule.to or recipient not in RECIPIENTS)
    ]
    return Plan(
        tuple((pack, rule, rule.params) for pack, rule in rows if isinstance(rule.params, Window)),
        tuple(
            (pack, rule, rule.params, counter_of(rule.params), rule.params.most if isinstance(rule.params, Cap) else 1)
            for pack, rule in rows
            if isinstance(rule.params, Cap | Cooldown)
        ),
        tuple((pack, rule, rule.params) for pack, rule in rows if isinstance(rule.params, Stopped)),
        tuple((pack, rule, rule.params) for pack, rule in rows if isinstance(rule.params, Blackout)),
    )


def _never(_: datetime) -> datetime | None:
    return None


def _house(rule: str, why: Note, needs: Note, lift: Callable[[datetime], datetime | None] = _never, override: bool = False) -> Finding:
    return Finding(Block(rule, HOUSE, HOUSE_VERSION, "P", why, override), lift, needs)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Desk:
    """One request with everything that can be worked out once."""

    def __init__(self, request: Request, packs: tuple[Pack, ...], calendars: Calendars) -> None:
        self.request = request
        self.packs = packs
        self.calendars = calendars
        known = [(name, zone_of(name)) for name in request.zones]
        self.zones: tuple[ZoneInfo, ...] = tuple(zone for _, zone in known if zone is not None)
        self.overridden: set[str] = set()
        self._plan = _plan(packs, request.channel, request.message_class, request.recipient)
        self._passed = {over.rule for over in request.overrides if over.by.strip() and over.reason.strip()}
        # a consent given later than the moment asked about is none yet
        self._consents = tuple(consent for consent in request.consents if consent.given_at <= request.at)
        self._dates: dict[tuple[int, str], list[int]] = {}
        self._whose = (request.debtor_id, request.case_id, request.address)
        self._holds = self._holds_in_question()
        self._always = self._data_faults([name for name, zone in known if zone is None]) + self._recipient_faults()

    # what does not depend on the instant

    def _data_faults(self, unknown_zones: list[str]) -> list[Finding]:
        request = self.request
        faults = list(request.missing)
        if not request.zones:
            faults.append("time zone of the debtor")
        faults += [f"time zone {name[:40]!r} is not known" for name in unknown_zones]
        if request.channel not in CHANNELS:
            faults.append(f"channel {request.channel[:40]!r} is not known" if request.channel else "channel")
        if request.message_class not in CLASSES:
            faults.append(f"class {request.message_class[:40]!r} is not known")
        if request.recipient not in RECIPIENTS:
            faults.append(f"recipient {request.recipient[:40]!r} is not known")
        if not self.packs:
            faults.append("rule pack")
        faults += [f"hold type {hold.type[:40]!r} is not known" for hold in self._holds if hold.type not in EFFECTS]
        return [_house("HOLD-DATA", note("MISSING", what=fault), note("NEEDS-DATA", what=fault)) for fault in faults]

    def _recipient_faults(self) -> list[Finding]:
        request = self.request
        needs = note("NEEDS-RECIPIENT")
        found = []
        if request.recipient in OUTSIDERS:
            found.append(_house("THIRD-PARTY", note("THIRD-PARTY", to=request.recipient), needs))
        mailbox = mailbox_kind(request.address) if "@" in request.address else ""
        if mailbox and (mailbox != "finance" or request.debt_class != "business"):
            words = "EMPLOYER-MAILBOX" if mailbox == "employer" else "OFFICE-MAILBOX"
            found.append(_house("ROLE-ADDRESS", note(words, address=request.address), needs))
        return found

    def _holds_in_question(self) -> list[Hold]:
        """The holds of the ledger and those that follow from opt-outs and from a wrong party met at this address before."""
        request = self.request
        holds = [hold if hold.type in EFFECTS else renamed(hold) for hold in request.holds]
        holds = [hold for hold in holds if concerns(hold, request)]
        if request.channel in request.opted_out:
            holds.append(Hold("OPT_OUT", date.min))
        spot = same_form(request.address) if request.address else ""
        for event in request.history:
            if event.result == "wrong party" and same_place(event, request, spot):
                holds.append(Hold("WRONG_PARTY", event.at.astimezone(self.zones[0] if self.zones else _UTC).date(), scope="address"))
        return holds

    # what blocks at an instant

    def findings(self, moment: datetime) -> list[Finding]:
        """Everything that blocks at this instant, overridden rules left out."""
        found = list(self._always)
        places = [(zone, moment.astimezone(zone)) for zone in self.zones]
        if self._holds:
            self._add_holds(found, places or [(_UTC, moment.astimezone(UTC))])
        for pack, rule, window in self._plan.windows:
            for zone, local in places:
                if window.opens <= local.hour * 60 + local.minute < window.closes and self._day_open(window, local.date()):
                    continue
                if not self._lifted(window, moment):
                    found.append(self._window_finding(pack, rule, window, zone, local))
                break
        for pack, rule, cap, counter, most in self._plan.caps:
            if most == 0:
                found.append(_row(pack, rule, note("NEVER", rule.confidence, to=self.request.recipient), _never, note("NEEDS-RECIPIENT")))
                continue
            for zone, local in places:
                dates = self._counted_dates(rule, counter, zone)
                if dates and counted(dates, local.toordinal(), counter.days) >= most:
                    if not (counter.consent and within(self._consents, counter.consent, counter.consent_days, moment, self.zones)):
                        found.append(self._cap_finding(pack, rule, cap, counter, most, zone, local.date()))
                    break
        for pack, rule, blackout in self._plan.blackouts:
            for _, local in places:
                pause = _pause(blackout, local.date())
                if pause is not None:
                    why, end = pause
                    found.append(_row(pack, rule, Note(why.key, why.facts, rule.confidence), partial(self._day_after, end)))
                    break
        return self._without_overridden(found) if self._passed and found else found

    def _without_overridden(self, found: list[Finding]) -> list[Finding]:
        passed = {finding.block.id for finding in found if finding.block.override and finding.block.id in self._passed}
        self.overridden |= passed
        return [finding for finding in found if not (finding.block.override and finding.block.id in passed)]

    def _day_after(self, end: date | None, _: datetime) -> datetime | None:
        """The instant at which the day after ``end`` has begun in every zone."""
        if end is None:
            return None
        try:
            return max(day_start(end + timedelta(days=1), zone) for zone in self.zones or (_UTC,))
        except OverflowError:
            return None

    # holds

    def _add_holds(self, found: list[Finding], places: list[tuple[ZoneInfo, datetime]]) -> None:
        request = self.request
        for hold in self._holds:
            if not any(hold.covers(local.date()) for _, local in places):
                continue
            effect = EFFECTS.get(hold.type)
            if effect is None:
                continue
            since = hold.start.isoformat() if hold.start.year > 1 else ""
            lift = partial(self._day_after, hold.end)
            needs = note("NEEDS-HOLD-END", type=hold.type, event=hold.type)
            why = note("HOLD", type=hold.type, since=since, says=hold.type)
            if request.message_class not in effect.passes and request.message_kind not in effect.passes_kinds:
                found.append(_house(f"HOLD-{hold.type}", why, needs, lift, effect.supervisor_releases))
            for pack, rule, stop in self._plan.stops:
                if hold.type in stop.on and request.message_class not in stop.passes and request.message_kind not in stop.passes_kinds:
                    found.append(_row(pack, rule, Note(why.key, why.facts, rule.confidence), lift, needs))

    # windows

    def _day_open(self, window: Window, day: date) -> bool:
        return day.weekday() in window.days and (not window.holidays or self._closed(window, day) is None)

    def _closed(self, window: Window, day: date) -> tuple[str, str] | None:
        """The country whose calendar closes the day, and whether it is a holiday or lacks data."""
        for country in self._candidate_countries(window):
            off = self.calendars.day_off(country, self.request.region if country == self.request.country else "", day)
            if off is not False:
                return ("HOLIDAY" if off else "NO-CALENDAR", country)
        return None

    def _candidate_countries(self, window: Window) -> tuple[str, ...]:
        if window.holidays != "debtor":
            return (window.holidays,)
        if self.request.country:
            return (self.request.country,)
        found = {country for zone in self.zones for country in self.calendars.countries_of(zone.key) or ("",)}
        return tuple(sorted(found)) or ("",)

    def _lifted(self, window: Window, moment: datetime) -> bool:
        request = self.request
        if window.lifted_by and within(self._consents, window.lifted_by, 0, moment, self.zones):
            return True
        return window.answer_once and request.message_class == "service" and self._answers(moment)

    def _answers(self, moment: datetime) -> bool:
        """Whether the debtor wrote last on this channel, within a day, and was not answered yet."""
        request = self.request
        rows = [event for event in request.history if event.channel == request.channel]
        came = [event.at for event in rows if event.direction == "in" and event.debtor_id == request.debtor_id and event.at <= request.at]
        went = [event.at for event in rows if event.direction != "in"]
        return bool(came) and moment - max(came) <= _ANSWER_WITHIN and not any(at >= max(came) for at in went)

    def _window_finding(self, pack: Pack, rule: Rule, window: Window, zone: ZoneInfo, local: datetime) -> Finding:
        needs = note("NEEDS-CALENDAR", country=", ".join(self._candidate_countries(window)) or "the debtor" if window.holidays else "")
        lift = partial(self._next_opening, window)
        when = f"{local:%Y-%m-%d %H:%M}"
        if not window.opens <= local.hour * 60 + local.minute < window.closes:
            why = note("OUTSIDE-HOURS", rule.confidence, opens=_clock(window.opens), closes=_clock(window.closes), local=when, zone=zone.key)
            return _row(pack, rule, why, lift, needs)
        if local.weekday() not in window.days:
            return _row(pack, rule, note("DAY-CLOSED", rule.confidence, local=when, zone=zone.key), lift, needs)
        kind, country = self._closed(window, local.date()) or ("HOLIDAY", "")
        if kind == "HOLIDAY":
            return _row(pack, rule, note("HOLIDAY", rule.confidence, day=local.date(), country=country), lift, needs)
        why = note("NO-CALENDAR", rule=rule.id, country=country or "the debtor", year=local.year)
        return Finding(Block("HOLD-DATA", pack.name, pack.version, rule.confidence, why), lift, needs)

    def _next_opening(self, window: Window, moment: datetime) -> datetime | None:
        found = [next_opening(window, moment, zone, partial(self._day_open, window)) for zone in self.zones]
        known = [instant for instant in found if instant is not None]
        return max(known) if len(known) == len(found) else None

    # counts

    def _counted_dates(self, rule: Rule, counter: Counter, zone: ZoneInfo) -> list[int]:
        key = (id(rule), zone.key)
        dates = self._dates.get(key)
        if dates is None:
            request = self.request
            since = request.at - timedelta(days=counter.days + 2)
            dates = self._dates[key] = local_dates(counter, request.history, self._whose, self._consents, zone, since)
        return dates

    def _cap_finding(self, pack: Pack, rule: Rule, cap: Cap | Cooldown, counter: Counter, most: int, zone: ZoneInfo, day: date) -> Finding:
        dates = self._counted_dates(rule, counter, zone)
        today = day.toordinal()
        if isinstance(cap, Cooldown):
            last = max(date for date in dates if date <= today)
            free = date.fromordinal(first_free(dates, today, counter.days, 1))
            why = note("COOLDOWN", rule.confidence, on=date.fromordinal(last), free=free)
        else:
            count = counted(dates, today, counter.days)
            per = ",".join(sorted(cap.per))
            why = note("CAP", rule.confidence, count=count, most=most, what=cap.counts, days=counter.days, per=per)
        return _row(pack, rule, why, partial(self._free_again, rule, counter, most))

    def _free_again(self, rule: Rule, counter: Counter, most: int, moment: datetime) -> datetime | None:
        """The first instant at which the count is below the cap, in each zone; the latest of them."""
        latest = moment
        for zone in self.zones:
            dates = self._counted_dates(rule, counter, zone)
            today = moment.astimezone(zone).toordinal()
            free = first_free(dates, today, counter.days, most)
            if free > today:
                latest = max(latest, day_start(date.fromordinal(free), zone))
        return latest

    # warnings

    def near_caps(self) -> list[Note]:
        """Caps of which this contact would use the last place."""
        said = []
        for _, rule, _, counter, most in self._plan.caps:
            counts = [
                counted(self._counted_dates(rule, counter, zone), self.request.at.astimezone(zone).toordinal(), counter.days) for zone in self.zones
            ]
            if most > 1 and counts and max(counts) == most - 1:
                said.append(note("NEAR-CAP", rule=rule.id, count=most, most=most))
        return said

    def near_closing(self, guard: timedelta) -> list[Note]:
        """Windows that close within ``guard``."""
        said = []
        for _, rule, window in self._plan.windows:
            for zone in self.zones:
                soon = (self.request.at + guard).astimezone(zone)
                if soon.hour * 60 + soon.minute >= window.closes and not self._lifted(window, self.request.at):
                    said.append(note("NEAR-CLOSE", rule=rule.id, closes=_clock(window.closes), zone=zone.key))
        return said

    def unofficial_calendars(self) -> list[Note]:
        """Calendars that a window needs and whose year is computed, not announced."""
        asked = {
            (country, self.request.at.astimezone(zone).year)
            for _, _, window in self._plan.windows
            if window.holidays
            for zone in self.zones
            for country in self._candidate_countries(window)
        }
        return [note("CALENDAR-UNOFFICIAL", country=country, year=year) for country, year in asked if country and not self.calendars.official(country, year)]

    def odd_results(self) -> set[str]:
        """Results in the log that are not known."""
        return {event.result for event in self.request.history if event.result not in KNOWN_RESULTS}


def _row(pack: Pack, rule: Rule, why: Note, lift: Callable[[datetime], datetime | None], needs: Note | None = None) -> Finding:
    return Finding(Block(rule.id, pack.name, pack.version, rule.confidence, why, rule.override), lift, needs)


def _pause(blackout: Blackout, day: date) -> tuple[Note, date] | None:
    """The pause that covers a date, and its last date."""
    for start, end in blackout.ranges:
        if start <= day <= end:
            return note("BLACKOUT", start=start, end=end), end
    if blackout.season is not None and not any(start.year == day.year for start, _ in blackout.ranges):
        first, last = (date(day.year, month, number) for month, number in blackout.season)
        if first <= day <= last:
            return note("BLACKOUT-UNKNOWN", year=day.year, end=last), last
    return None
