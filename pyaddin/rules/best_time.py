"""When and how a debtor answers: the hour and the channel that brought a talk before, with the counts behind them (collection process 2.1, 2.2).

Only what happened is counted; nothing is guessed for a debtor who never answered. What the law allows is asked apart and goes before any habit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.case import CONFIRMED_RESULTS, REACHED_RESULTS, Contact

_TRIED = REACHED_RESULTS | {"no answer", "voicemail left", "wrong party"}
_SPOKEN = ("call", "visit")
"""Channels on which an answer is a talk; on the others it is a message that came back."""


@dataclass(frozen=True, slots=True)
class AnsweredHour:
    """An hour of the day at the debtor's place, and how many of the calls made in it were answered."""

    hour: int
    answered: int
    tried: int


@dataclass(frozen=True, slots=True)
class AnsweredChannel:
    """A channel, how often it was tried, and how often an answer came on it. An answer that nobody had asked for counts as a try, too."""

    channel: str
    answered: int
    tried: int


def answered_hour(log: Iterable[Contact], zone: str, opens: datetime | None = None, closes: datetime | None = None) -> AnsweredHour | None:
    """The hour in which the debtor has answered most often; of equal ones the latest used. ``None`` when he never did.

    Calls from us only: when a debtor calls says when he is free to dial, not that he picks up. With ``opens`` and ``closes`` only whole hours between
    the two, on the debtor's clock.
    """
    if not zone:
        return None
    place = ZoneInfo(zone)
    calls = [c for c in log if c.channel == "call" and c.direction == "out" and c.result in _TRIED]
    tried = Counter(c.at.astimezone(place).hour for c in calls)
    answered = Counter(c.at.astimezone(place).hour for c in calls if c.result in REACHED_RESULTS)
    lawful = [hour for hour in answered if opens is None or closes is None or _within(hour, opens.astimezone(place), closes.astimezone(place))]
    if not lawful:
        return None
    latest = {c.at.astimezone(place).hour: c.at for c in sorted(calls, key=lambda c: c.at) if c.result in REACHED_RESULTS}
    hour = max(lawful, key=lambda h: (answered[h], answered[h] / tried[h], latest[h]))
    return AnsweredHour(hour, answered[hour], tried[hour])


def _within(hour: int, opens: datetime, closes: datetime) -> bool:
    """Whether the whole hour lies between the two instants of one day."""
    begin = opens.replace(hour=hour, minute=0, second=0, microsecond=0)
    return opens <= begin and begin + timedelta(hours=1) <= closes


def answered_channels(log: Iterable[Contact]) -> tuple[AnsweredChannel, ...]:
    """The channels that were tried, those first on which the debtor answers most often, then by share, then the latest answered."""
    tried: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    latest: dict[str, datetime] = {}
    for contact in sorted(log, key=lambda contact: contact.at):
        back = contact.direction == "in"
        spoken = contact.channel in _SPOKEN and contact.direction == "out" and contact.result in REACHED_RESULTS
        if contact.direction == "out" and contact.result in CONFIRMED_RESULTS | _TRIED:
            tried[contact.channel] += 1
        if back or spoken:
            answered[contact.channel] += 1
            latest[contact.channel] = contact.at
    found = [AnsweredChannel(channel, answered[channel], max(tried[channel], answered[channel])) for channel in {*tried, *answered}]
    return tuple(sorted(found, key=lambda one: (-one.answered, -one.answered / one.tried, -_stamp(latest.get(one.channel)), one.channel)))


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0


def best_channel(log: Iterable[Contact], refused: Iterable[str] = ()) -> AnsweredChannel | None:
    """The channel on which the debtor answers most often, refused ones left out; ``None`` when no answer ever came."""
    no = set(refused)
    return next((one for one in answered_channels(log) if one.answered and one.channel not in no), None)
