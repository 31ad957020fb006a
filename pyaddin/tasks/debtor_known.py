"""What the office knows about a debtor, for the talk and the call list: information score, the next question, the best hour and channel."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from pyaddin.labels import label
from pyaddin.rules.best_time import AnsweredHour, answered_hour, best_channel
from pyaddin.rules.decide import Decision
from pyaddin.rules.information import Information, information
from pyaddin.rules.lawful_hours import LawfulHours
from pyaddin.rules.reason import Phrase, clauses, phrase
from pyaddin.rules.windows import day_start
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.permission import Wanted, permission, there

CALL = "call"


def information_of(opened: Opened, decision: Decision) -> Information:
    """The score of the day, with what is missing."""
    return information(decision.file, opened.policy, opened.as_of)


def information_json(known: Information, language: str) -> dict[str, object]:
    """Score, what is missing, and the questions that would tell, the next one first."""
    missing = [
        {"id": one.id, "points": one.points, "name": one.name.says(language), "question": one.question.says(language)} for one in known.missing
    ]
    return {"score": known.points, "missing": missing, "next_question": missing[0]["question"] if missing else None, "says": known.says(language)}


def best_hour(opened: Opened, decision: Decision) -> tuple[AnsweredHour | None, str]:
    """The hour in which the debtor answers calls, of the lawful ones only, and these at the debtor's place in words (blank: none)."""
    hours = _call_hours(opened, decision)
    return _hour(decision, hours), _there(hours, decision) or ""


def best_time_json(opened: Opened, decision: Decision) -> dict[str, object]:
    """The hour and the channel that brought answers, with the counts, and the lawful hours of calls at the debtor's place."""
    debtor, language = decision.file.debtor, opened.policy.language
    hours = _call_hours(opened, decision)
    hour = _hour(decision, hours)
    channel = best_channel(decision.log, debtor.opted_out)
    words: list[Phrase] = []
    if hour is not None:
        words.append(phrase("best hour", hour=f"{hour.hour:02}", next=f"{hour.hour + 1:02}", answered=hour.answered, tried=hour.tried))
    if channel is not None:
        words.append(phrase("best channel", channel=channel.channel, answered=channel.answered, tried=channel.tried))
    said = clauses(words, language)
    return {
        "hour": None if hour is None else {"hour": hour.hour, "answered": hour.answered, "tried": hour.tried},
        "channel": None if channel is None else {
            "channel": channel.channel, "name": label("Channel", channel.channel, language), "answered": channel.answered, "tried": channel.tried,
        },
        "lawful_hours": _there(hours, decision),
        "time_zone": debtor.time_zone or None,
        "says": said or phrase("best none").says(language),
    }  # fmt: skip


def _call_hours(opened: Opened, decision: Decision) -> LawfulHours | None:
    """When calls are lawful at the debtor's place on the as-of date, or on the next day on which they are."""
    zone = decision.file.debtor.time_zone
    if not zone:
        return None
    return permission(opened, decision, Wanted(CALL), day_start(opened.as_of, ZoneInfo(zone))).hours


def _there(hours: LawfulHours | None, decision: Decision) -> str | None:
    """The hours on the debtor's clock; ``None`` while only an event would make calls lawful."""
    return None if hours is None or hours.opens is None or hours.closes is None else there(hours, decision.file.debtor.time_zone)


def _hour(decision: Decision, hours: LawfulHours | None) -> AnsweredHour | None:
    if hours is None or hours.opens is None or hours.closes is None:
        return None
    return answered_hour(decision.log, decision.file.debtor.time_zone, hours.opens, hours.closes)
