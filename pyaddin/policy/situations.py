"""Situations at the desk for the training: one small maker per topic, each with the figures close to the edge of a rule.

A maker knows no answer: the gate gives it. All dates lie in 2026, the latest year whose public holidays are announced.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.case import Hold
from pyaddin.rules.counting import Consent, Event
from pyaddin.rules.request import Request

PERSON, CASE, OTHER_CASE = "D-1", "C-1", "C-2"
SHANGHAI, NEW_YORK, LONDON, DUBLIN = "Asia/Shanghai", "America/New_York", "Europe/London", "Europe/Dublin"
_CLASSES = ("collection", "service", "statutory", "legal")


@dataclass(frozen=True, slots=True)
class Past:
    """One row of the contact log, on the debtor's wall clock. ``other_debt``: about another debt of the same person."""

    at: datetime
    channel: str
    result: str
    other_debt: bool = False
    direction: str = "out"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a clerk is told. ``local``: the wall clock at the debtor's place; with ``desk_zone`` the clerk sees only their own clock.

    ``changed_on``: the date on which clocks changed at the debtor's place. ``agreed_hours``: the debtor agreed to other hours.
    """

    topic: str
    country: str
    zone: str
    local: datetime
    channel: str
    region: str = ""
    role: str = "creditor"
    debt_class: str = "consumer"
    message_class: str = "collection"
    desk_zone: str = ""
    changed_on: date | None = None
    past: tuple[Past, ...] = ()
    hold: Hold | None = None
    opted_out: frozenset[str] = frozenset()
    recipient: str = "debtor"
    address: str = ""
    agreed_hours: bool = False


def request_of(case: Situation) -> Request:
    """The question as the gate takes it."""
    zone = ZoneInfo(case.zone)

    def instant(local: datetime) -> datetime:
        return local.replace(tzinfo=zone).astimezone(UTC)

    agreed = Consent("hours", instant(case.local) - timedelta(days=30))
    return Request(
        at=instant(case.local), channel=case.channel, message_class=case.message_class, role=case.role, debt_class=case.debt_class,
        country=case.country, region=case.region, zones=(case.zone,), debtor_id=PERSON, case_id=CASE, address=case.address,
        history=tuple(
            Event(instant(row.at), row.channel, row.direction, row.result, OTHER_CASE if row.other_debt else CASE, PERSON, row.address) for row in case.past
        ),
        holds=(case.hold,) if case.hold else (), consents=(agreed,) if case.agreed_hours else (), opted_out=case.opted_out, recipient=case.recipient,
    )  # fmt: skip


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def _day(rng: Random, first: date = date(2026, 3, 2), days: int = 250) -> date:
    return first + timedelta(days=rng.randrange(days))


def _weekday(rng: Random) -> date:
    """A Tuesday to Thursday that is no public holiday anywhere here."""
    return date(2026, 9, 1) + timedelta(days=7 * rng.randrange(3) + rng.randrange(3))


def _edge(rng: Random, opens: str, closes: str) -> str:
    """A clock time at or beside the edge of a window, or well inside or outside."""
    edges = [_at(date(2026, 1, 1), clock) + timedelta(minutes=shift) for clock in (opens, closes) for shift in (-1, 0, -35, 20)]
    return rng.choice([f"{moment:%H:%M}" for moment in edges] + ["12:15", "16:40"])


def _hours_cn(rng: Random) -> Situation:
    channel = rng.choice(("call", "sms", "email", "visit", "im"))
    return Situation("hours-cn", "CN", SHANGHAI, _at(_day(rng), _edge(rng, "08:00", "22:00")), channel, role=rng.choice(("creditor", "agency")))


def _hours_uk(rng: Random) -> Situation:
    day = rng.choice((date(2026, 9, 5), date(2026, 9, 6), date(2026, 5, 25), date(2026, 8, 31), _weekday(rng), _weekday(rng)))
    return Situation("hours-uk", "GB", LONDON, _at(day, rng.choice(("07:50", "10:15", "14:00", "19:55", "20:05"))), rng.choice(("call", "sms", "visit")))


def _hours_ie(rng: Random) -> Situation:
    day = rng.choice((date(2026, 11, 29), date(2026, 10, 26), date(2026, 11, 28), _weekday(rng), _weekday(rng)))
    return Situation("hours-ie", "IE", DUBLIN, _at(day, rng.choice(("08:50", "09:00", "12:00", "20:59", "21:00"))), rng.choice(("call", "visit")))


def _hours_hk(rng: Random) -> Situation:
    return Situation("hours-hk", "HK", "Asia/Hong_Kong", _at(_day(rng), _edge(rng, "09:00", "21:00")), rng.choice(("call", "voicemail")), role="agency")


def _abroad(rng: Random) -> Situation:
    zone, region = rng.choice((("America/Los_Angeles", "CA"), ("Pacific/Honolulu", "HI"), ("America/Denver", "CO")))
    clock = rng.choice(("06:00", "07:30", "08:05", "11:00", "20:30", "21:10"))
    return Situation("abroad", "US", zone, _at(_weekday(rng), clock), rng.choice(("call", "sms", "email")), region, "agency", desk_zone=NEW_YORK)


def _clock_change(rng: Random) -> Situation:
    changed = rng.choice((date(2026, 3, 8), date(2026, 11, 1)))
    day = changed + timedelta(days=rng.randrange(2))
    clock = rng.choice(("07:30", "08:20", "20:30", "21:20"))
    return Situation(
        "clock-change", "US", NEW_YORK, _at(day, clock), rng.choice(("call", "email", "sms")), "NY", "debt_buyer", desk_zone=SHANGHAI, changed_on=changed
    )


def _log(day: date, backs: list[int], channel: str, result: str) -> tuple[Past, ...]:
    """Log rows so many days before, in order of time; several on one day follow each other by an hour and a half."""
    rows: list[Past] = []
    for number, back in enumerate(sorted(backs, reverse=True)):
        rows.append(Past(_at(day - timedelta(days=back), "08:20") + timedelta(minutes=35 * number), channel, result))
    return tuple(rows)


def _talks_cn(rng: Random) -> Situation:
    day = _weekday(rng)
    rows = _log(day, [0] * rng.choice((2, 3)) + [1] * rng.choice((0, 1)), "call", "reached")
    other = rng.randrange(len(rows))
    past = tuple(Past(row.at, row.channel, row.result, other_debt=number == other) for number, row in enumerate(rows))
    return Situation("talks-cn", "CN", SHANGHAI, _at(day, "16:00"), "call", role="agency", past=past)


def _tries_cn(rng: Random) -> Situation:
    day = _weekday(rng)
    number = "+86 138 0000 0001"
    rows = _log(day, [0] * rng.choice((4, 5, 6)) + [1] * rng.choice((0, 2)), "call", "no answer")
    past = tuple(Past(row.at, row.channel, row.result, address=number) for row in rows)
    return Situation("tries-cn", "CN", SHANGHAI, _at(day, "18:30"), "call", past=past, address=number)


def _seven_us(rng: Random) -> Situation:
    day = _weekday(rng)
    backs = [rng.randrange(1, 7) for _ in range(rng.choice((5, 6)))] + [rng.choice((6, 7, 8))]
    return Situation("seven-us", "US", NEW_YORK, _at(day, "15:00"), "call", "NY", "agency", past=_log(day, backs, "call", "no answer"))


def _rest_us(rng: Random) -> Situation:
    day = _weekday(rng)
    past = (Past(_at(day - timedelta(days=rng.choice((4, 5, 6, 7, 8))), "20:50"), "call", "reached", other_debt=rng.random() < 0.3),)
    return Situation("rest-us", "US", "America/Los_Angeles", _at(day, "12:00"), "call", "CA", rng.choice(("agency", "debt_buyer")), past=past)


def _two_in_seven(rng: Random) -> Situation:
    day = _weekday(rng)
    past = _log(day, [rng.randrange(1, 10) for _ in range(2)], rng.choice(("sms", "call")), rng.choice(("sent", "no answer")))
    past = tuple(Past(row.at, row.channel, "sent" if row.channel == "sms" else "no answer") for row in past)
    return Situation("two-in-seven", "US", NEW_YORK, _at(day, "13:30"), "sms", "MA", past=past)


def _held(rng: Random, topic: str, country: str, zone: str, types: tuple[str, ...], role: str = "creditor") -> Situation:
    day = _weekday(rng)
    region = "NY" if country == "US" else ""
    hold = Hold(rng.choice(types), day - timedelta(days=rng.randrange(5, 40)), rng.choice((None, None, day + timedelta(days=9), day - timedelta(days=1))))
    channel = rng.choice(("email", "letter", "call"))
    return Situation(topic, country, zone, _at(day, "11:00"), channel, region, role, message_class=rng.choice(_CLASSES), hold=hold)


def _hold_us(rng: Random) -> Situation:
    return _held(rng, "hold-us", "US", NEW_YORK, ("DISPUTE", "CEASE", "COUNSEL"), "agency")


def _hold_uk(rng: Random) -> Situation:
    return _held(rng, "hold-uk", "GB", LONDON, ("MORATORIUM", "VULNERABLE"))


def _hold_cn(rng: Random) -> Situation:
    return _held(rng, "hold-cn", "CN", SHANGHAI, ("SIGNED_PLAN", "PROMISE"))


def _hold_any(rng: Random) -> Situation:
    country, zone = rng.choice((("TW", "Asia/Taipei"), ("HK", "Asia/Hong_Kong"), ("IE", DUBLIN)))
    return _held(rng, "hold-any", country, zone, ("DECEASED", "MINOR", "INSOLVENCY", "COMPLAINT", "LITIGATION", "IDENTITY"))


def _recipient(rng: Random) -> Situation:
    country, zone = rng.choice((("CN", SHANGHAI), ("HK", "Asia/Hong_Kong"), ("GB", LONDON)))
    who = rng.choice(("guarantor", "guarantor", "representative", "contact_person", "third_party", "employer"))
    return Situation("recipient", country, zone, _at(_weekday(rng), "10:30"), rng.choice(("call", "letter", "email")), recipient=who)


def _mailbox(rng: Random) -> Situation:
    country, zone = rng.choice((("CN", SHANGHAI), ("US", NEW_YORK), ("IE", DUBLIN)))
    address = rng.choice(("hr@example.com", "info@example.com", "office@example.com", "lin.wei@example.com", "m.byrne@example.com"))
    region = "NY" if country == "US" else ""
    kind = rng.choice(("consumer", "consumer", "business")) if country != "US" else "consumer"
    return Situation("mailbox", country, zone, _at(_weekday(rng), "10:45"), "email", region, "agency", kind, address=address)


def _opted_out(rng: Random) -> Situation:
    country, zone, region = rng.choice((("US", NEW_YORK, "NY"), ("CN", SHANGHAI, ""), ("GB", LONDON, "")))
    out = rng.choice(("email", "sms"))
    channel = rng.choice((out, "letter", "email", "sms"))
    kind = rng.choice(("collection", "collection", "service"))
    return Situation("opted-out", country, zone, _at(_weekday(rng), "14:20"), channel, region, "agency", message_class=kind, opted_out=frozenset({out}))


def _new_year_tw(rng: Random) -> Situation:
    day = date(2026, 2, rng.choice((11, 12, 13, 14, 18, 22, 23, 24)))
    return Situation("new-year-tw", "TW", "Asia/Taipei", _at(day, rng.choice(("10:00", "15:30"))), rng.choice(("sms", "letter", "email", "call")))


def _unknown(rng: Random) -> Situation:
    day = rng.choice((date(2026, 11, 29), date(2026, 11, 28), _weekday(rng), _weekday(rng)))
    channel = rng.choice(("sms", "email", "call"))
    return Situation("unknown", "", SHANGHAI, _at(day, rng.choice(("08:30", "10:00", "19:30", "20:30"))), channel)


def _letter(rng: Random) -> Situation:
    country, zone = rng.choice((("CN", SHANGHAI), ("IE", DUBLIN), ("GB", LONDON)))
    return Situation("letter", country, zone, _at(_weekday(rng), rng.choice(("22:40", "06:10"))), rng.choice(("letter", "letter", "call", "visit")))


def _agreed_hours(rng: Random) -> Situation:
    country, zone = rng.choice((("CN", SHANGHAI), ("IE", DUBLIN)))
    clock = rng.choice(("07:15", "22:20"))
    return Situation("agreed-hours", country, zone, _at(_weekday(rng), clock), "call", agreed_hours=rng.random() < 0.5)


def _answer(rng: Random) -> Situation:
    day = _weekday(rng)
    wrote = Past(_at(day, "21:40"), "email", "", direction="in")
    kind = rng.choice(("service", "collection"))
    return Situation("answer", "US", NEW_YORK, _at(day, "22:05"), "email", "NY", "agency", message_class=kind, past=(wrote,))


def _wrong_party(rng: Random) -> Situation:
    day = _weekday(rng)
    numbers = ("+44 20 7946 0001", "+44 20 7946 0002")
    past = (Past(_at(day - timedelta(days=12), "11:10"), "call", "wrong party", address=numbers[0]),)
    return Situation("wrong-party", "GB", LONDON, _at(day, "11:30"), "call", past=past, address=rng.choice(numbers))


def _first_party_us(rng: Random) -> Situation:
    clock = rng.choice(("08:30", "10:00", "19:30", "20:30"))
    return Situation("first-party-us", "US", "America/Chicago", _at(_weekday(rng), clock), rng.choice(("call", "email", "letter")), "TX")


Maker = Callable[[Random], Situation]
ALWAYS: tuple[Maker, ...] = (
    _hours_cn, _hours_ie, _abroad, _clock_change, _talks_cn, _seven_us, _rest_us, _hold_us, _hold_cn, _recipient, _mailbox, _opted_out, _unknown, _new_year_tw,
)  # fmt: skip
"""Topics of every training."""
SOMETIMES: tuple[Maker, ...] = (
    _hours_uk, _hours_hk, _tries_cn, _two_in_seven, _hold_uk, _hold_any, _letter, _agreed_hours, _answer, _wrong_party, _first_party_us,
)  # fmt: skip
"""Topics of which each training has some."""
