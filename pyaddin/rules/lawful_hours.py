"""From when until when a person may be called or written to on a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.contact import Lawful
from pyaddin.rules.lawful import Gatekeeper, ask

_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class LawfulHours:
    """``opens`` is the first lawful instant from the one asked about on, ``closes`` the first after it that is not, both as UTC.

    Both are ``None`` when only an event lifts the block. ``today``: it opens on the debtor's date of the instant asked about.
    """

    answer: Lawful
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

    def at(self, moment: datetime) -> Lawful:
        """The answer of the gate for this moment."""
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
