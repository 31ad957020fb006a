"""What earlier contacts count for: which log rows a cap or a cooldown counts, on which local dates, and when it is free again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.packs import CHANNELS, Cap, Cooldown
from pyaddin.rules.recipients import same_form

CONVERSATIONS = frozenset({"reached", "promise", "refused", "dispute", "hardship"})
NOT_MADE = frozenset({"blocked", "queued"})
"""Log rows of contacts that were never tried."""
NOT_CONNECTED = frozenset({"failed", "bounced"})
SILENT = frozenset({"no answer", "voicemail left", "failed", "wrong party", "sent", "delivered", "bounced", "posted"})
KNOWN_RESULTS = CONVERSATIONS | NOT_MADE | NOT_CONNECTED | SILENT | {"unknown", ""}

_PLACED, _CONNECTED, _TALK, _TRY, _CONTACT = 1, 2, 4, 8, 16
_CHANNEL_BIT = {channel: 32 << number for number, channel in enumerate(CHANNELS)}
_EVERY_CHANNEL = sum(_CHANNEL_BIT.values())


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the contact log. ``result`` as in Contacts; one that is not known counts as everything it could have been."""

    at: datetime
    channel: str
    direction: str = "out"
    result: str = "unknown"
    case_id: str = ""
    debtor_id: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A recorded consent of the debtor: ``hours`` (contact at other hours) or ``calls`` (calls beyond the usual number)."""

    kind: str
    given_at: datetime


@lru_cache(maxsize=4096)
def _nature(channel: str, direction: str, result: str) -> int:
    """What a log row is, as bits: natures and the channel."""
    where = _CHANNEL_BIT.get(channel, _EVERY_CHANNEL)
    outward = direction != "in"
    if result in NOT_MADE:
        return 0
    unsure = result not in KNOWN_RESULTS or result in ("unknown", "") or channel not in _CHANNEL_BIT
    bits = where
    if unsure or result in CONVERSATIONS:
        bits |= _TALK
    if outward:
        bits |= _PLACED | _CONTACT
        if result not in NOT_CONNECTED:
            bits |= _CONNECTED
        if unsure or result not in CONVERSATIONS:
            bits |= _TRY
    return bits


_NATURE_OF = {"placed_call": _PLACED, "conversation": _TALK, "unanswered": _TRY, "contact": _CONTACT}


@dataclass(frozen=True, slots=True)
class Counter:
    """A cap or cooldown made ready to count: which bits a log row must have, and whose rows they must be."""

    nature: int
    channels: int
    person: bool
    debt: bool
    address: bool
    days: int
    consent: str
    consent_days: int


def counter_of(params: Cap | Cooldown) -> Counter:
    """The counter of a rule's parameters."""
    nature = _NATURE_OF[params.counts if isinstance(params, Cap) else params.after]
    if isinstance(params, Cap) and params.spares_failed:
        nature |= _CONNECTED
    channels = sum(_CHANNEL_BIT[channel] for channel in params.counted)
    per = params.per
    return Counter(nature, channels, "person" in per, "debt" in per, "address" in per, params.days, params.lifted_by, params.consent_days)


def within(consents: Iterable[Consent], kind: str, days: int, moment: datetime, zones: Iterable[ZoneInfo]) -> bool:
    """Whether a consent of that kind covers the instant in every zone; ``days`` local dates, the day it was given included (0 = no end)."""
    return any(
        consent.kind == kind and consent.given_at <= moment and (not days or all(_age(consent.given_at, moment, zone) < days for zone in zones))
        for consent in consents
    )


def _age(start: datetime, moment: datetime, zone: ZoneInfo) -> int:
    return moment.astimezone(zone).toordinal() - start.astimezone(zone).toordinal()


def local_dates(
    counter: Counter, history: tuple[Event, ...], whose: tuple[str, str, str], consents: tuple[Consent, ...], zone: ZoneInfo, since: datetime
) -> list[int]:
    """The local dates (ordinals) of the log rows that count, from ``since`` on.

    ``whose``: debtor, case and address of the contact asked about. A blank on either side matches everything, and a shared address is the
    same person: what is not known counts.
    """
    debtor_id, case_id, address = whose
    spot = same_form(address)
    nature, channels, person, debt = counter.nature, counter.channels, counter.person, counter.debt
    found: list[int] = []
    for event in history:
        at = event.at
        if at < since:
            continue
        bits = _nature(event.channel, event.direction, event.result)
        if bits & nature != nature or not bits & channels:
            continue
        if debt and case_id and event.case_id and event.case_id != case_id:
            continue
        if person and debtor_id and event.debtor_id and event.debtor_id != debtor_id and not (spot and same_form(event.address) == spot):
            continue
        if counter.address and spot and event.address and same_form(event.address) != spot:
            continue
        if counter.consent and consents and within(consents, counter.consent, counter.consent_days, at, (zone,)):
            continue
        found.append(at.astimezone(zone).toordinal())
    return found


def counted(dates: list[int], day: int, days: int) -> int:
    """How many of the dates lie in the ``days`` dates that end with ``day``."""
    first = day - days
    return sum(1 for date in dates if first < date <= day)


def first_free(dates: list[int], day: int, days: int, most: int) -> int:
    """The first date from ``day`` on with fewer than ``most`` counted dates; ``most`` is above zero."""
    # the number falls only on the date on which an event drops out of the span
    candidates = sorted({day, *(date + days for date in dates if date + days > day)})
    return next(candidate for candidate in candidates if counted(dates, candidate, days) < most)
