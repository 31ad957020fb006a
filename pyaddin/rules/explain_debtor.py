"""What is known about the debtor, explained: each point of the information score, the best hour of calls and the best channel with their counts.

Only what happened is counted (collection process 3.2); the same figures stand in the answer of *Talk* and on the call list.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyaddin.rules.affordability import latest_budget
from pyaddin.rules.best_time import AnsweredHour, answered_channels, best_channel
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_steps import Line, Step, added, grouped
from pyaddin.rules.information import INFORMATION, MOST, information
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import phrase

_SOURCE = "collection process 3.2"
_HABIT = "collection process 2.1, 2.2"
Facts = tuple[tuple[str, object], ...]


def debtor_steps(decision: Decision, policy: Policy, hour: AnsweredHour | None, lawful: str) -> tuple[Step, ...]:
    """The steps in the ledger's language. ``hour``: the best one within the lawful hours of calls, ``lawful``: those hours at the debtor's place."""
    lines = (*_information(decision, policy), *_hour(decision, hour, lawful), *_channels(decision))
    return tuple(line.says(policy.language) for line in grouped("debtor", lines))


def _information(decision: Decision, policy: Policy) -> Iterator[Line]:
    """The score, then every point of it, and of what is missing the question that would tell."""
    found = information(decision.file, policy, decision.position.as_of)
    known, missing, facts = dict(found.parts), {one.id: one for one in found.missing}, _read(decision)
    total = added(str(points) for _, points in found.parts)
    yield Line("Information", phrase("explain Information"), str(found.points), phrase("explain information-note", most=MOST), arithmetic=total, source=_SOURCE)
    for line in INFORMATION.lines:
        if line.id in known:
            yield Line("Information", phrase(f"know {line.id}"), f"+{known[line.id]}", facts=facts.get(line.id, ()), source=line.source)
        elif line.id in missing:
            lacks = missing[line.id]
            asked = phrase("explain information-ask", points=lacks.points, question=lacks.question)
            yield Line("Information", lacks.name, "0", asked, facts=facts.get(line.id, ()), source=line.source)


def _read(decision: Decision) -> Mapping[str, Facts]:
    """The cells behind a point, where there are some."""
    debtor, budget = decision.file.debtor, latest_budget(decision.file.budgets, decision.position.as_of)
    facts: dict[str, Facts] = {
        "phone": (("Phone", debtor.phone),), "email": (("Email", debtor.email),), "address": (("Address confirmed on", debtor.address_confirmed_on),),
        "channel": (("Preferred channel", debtor.preferred_channel),), "language": (("Language", debtor.language),),
        "place": (("Country", debtor.country), ("Time zone", debtor.time_zone)),
    }  # fmt: skip
    if budget is not None:
        taken: Facts = (("Taken on", budget.taken_on),)
        facts |= {"budget": taken, "fresh budget": taken, "evidence": (("Evidence", budget.evidence),)}
        facts |= {"other debts": (("Owed to others", budget.owed_to_others),)}
    return facts


def _hour(decision: Decision, hour: AnsweredHour | None, lawful: str) -> Iterator[Line]:
    """In which hour the debtor picks up; never one in which calls are not lawful."""
    facts: Facts = (("Lawful hours of calls", lawful), ("Time zone", decision.file.debtor.time_zone))
    label = phrase("explain Best time")
    if hour is None:
        yield Line("Best time", label, phrase("explain none"), phrase("explain no-best-time"), facts=facts, source=_HABIT)
        return
    note = phrase("best hour", hour=f"{hour.hour:02}", next=f"{hour.hour + 1:02}", answered=hour.answered, tried=hour.tried)
    yield Line("Best time", label, f"{hour.hour:02}:00", note, facts=(("Answered", hour.answered), ("Tried", hour.tried), *facts), source=_HABIT)


def _channels(decision: Decision) -> Iterator[Line]:
    """The best channel, then how each that was tried was answered."""
    refused = decision.file.debtor.opted_out
    best, label = best_channel(decision.log, refused), phrase("explain Best channel")
    if best is None:
        yield Line("Best channel", label, phrase("explain none"), phrase("best none"), source=_HABIT)
    else:
        note = phrase("best channel", channel=best.channel, answered=best.answered, tried=best.tried)
        yield Line("Best channel", label, phrase("explain by", channel=best.channel), note, source=_HABIT)
    for one in answered_channels(decision.log):
        words = phrase("explain opted-out") if one.channel in refused else ""
        yield Line("Best channel", phrase("explain by", channel=one.channel), f"{one.answered} / {one.tried}", words,
                   facts=(("Answered", one.answered), ("Tried", one.tried)), source=_HABIT)  # fmt: skip
