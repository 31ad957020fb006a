"""From when until when a person may be called or written to on a day, and at which hour he has answered before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pyaddin.rules.case import REACHED_RESULTS, CaseFile, Contact
from pyaddin.rules.contact import Verdict
from pyaddin.rules.lawful import Gatekeeper, ask

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_TRIED = REACHED_RESULTS | {"no answer", "voicemail left", "wrong party"}


@dataclass(frozen=True, slots=True)
class LawfulHours:
    """``opens`` is the first lawful instant from the one asked about on, ``closes`` the first after it that is not, both as UTC.

    Both are ``None`` when only an event lifts the block. ``today``: it opens on the debtor's date of the instant asked about.
    """

    answer: Verdict
    opens: datetime | None
    closes: datetime | None
    today: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What the gate is asked: who, by which channel, about what. ``log``: the debtor's contacts over all cases."""

    file: CaseFile
    keeper: Gatekeeper
    log: tuple[Contact, ...]
    kind: str
    message_class: str
    channel: str
    address: str

    def at(self, moment: datetime) -> Verdict:
        return ask(
            self.file, self.keeper, self.log, kind=self.kind, message_class=self.message_class, channel=self.channel, address=self.address, at=moment
        )


def lawful_hours(question: Question, at: datetime) -> LawfulHours:
    """The next lawful hours from ``at`` on, to the minute. They end with the debtor's date at the latest."""
    answer = question.at(at)
    opens = at if answer.allowed else answer.next_lawful_utc
    if opens is None:
        return LawfulHours(answer, None, None, False)
    zone = ZoneInfo(question.file.debtor.time_zone or "UTC")
    local = opens.astimezone(zone)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    closes = _closes(question, opens, midnight.astimezone(opens.tzinfo))
    return LawfulHours(answer, opens, closes, local.date() == at.astimezone(zone).date())


def _closes(question: Question, opens: datetime, end: datetime) -> datetime:
    """The first instant after ``opens`` that is not allowed: found by whole hours, then by halving to the minute."""
    good = opens
    while good < end:
        later = min(good + _HOUR, end)
        if later == end or not question.at(later).allowed:
            break
        good = later
    bad = min(good + _HOUR, end)
    if bad == end and question.at(end - _MINUTE).allowed:
        return end
    while bad - good > _MINUTE:
        middle = good + (bad - good) / 2
        good, bad = (middle, bad) if question.at(middle).allowed else (good, middle)
    return bad.replace(second=0, microsecond=0)  # hours of the law begin and end on a whole minute


@dataclass(frozen=True, slots=True)
class AnsweredHour:
    """An hour of the day at the debtor's place, and how many of the calls made in it were answered."""

    hour: int
    answered: int
    tried: int


def answered_hour(log: Iterable[Contact], zone: str) -> AnsweredHour | None:
    """The hour in which the debtor has answered most often; of equal ones the latest used. ``None`` when he never did.

    Calls from us only: when a debtor calls says when he is free to dial, not that he picks up.
    """
    if not zone:
        return None
    place = ZoneInfo(zone)
    calls = [c for c in log if c.channel == "call" and c.direction == "out" and c.result in _TRIED]
    tried = Counter(c.at.astimezone(place).hour for c in calls)
    answered = Counter(c.at.astimezone(place).hour for c in calls if c.result in REACHED_RESULTS)
    if not answered:
        return None
    latest = {c.at.astimezone(place).hour: c.at for c in sorted(calls, key=lambda c: c.at) if c.result in REACHED_RESULTS}
    hour = max(answered, key=lambda h: (answered[h], answered[h] / tried[h], latest[h]))
    return AnsweredHour(hour, answered[hour], tried[hour])
