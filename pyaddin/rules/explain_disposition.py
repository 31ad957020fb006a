"""Limitation and worth suing in an explanation: the day to work by with its source and what restarted it, and the sum of a suit."""

from __future__ import annotations

from collections.abc import Iterator

from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_steps import Line, amount, plain
from pyaddin.rules.limitation import events, words
from pyaddin.rules.money import cent
from pyaddin.rules.reason import phrase
from pyaddin.rules.worth_suing import unknown, worth


def disposition_lines(decision: Decision) -> Iterator[Line]:
    """Both lines for a case in collection; the warning stands with the first. The sum of a suit only where its figures are typed."""
    if not decision.in_collection:
        return
    limit, as_of, file = decision.limit, decision.position.as_of, decision.file
    found = limit.estimate
    value = found.ends_on.isoformat() if found is not None else phrase("limit ask" if limit.state == "ask" else "explain none")
    facts = tuple((f"{event.kind} {event.on.isoformat()}", event.proof or "-") for event in events(file, as_of))
    note = phrase("several", what=(*words(limit, as_of), phrase("limit warning")))
    yield Line("Limitation", phrase("explain Limitation"), value, note, "5.10", facts=facts, source=found.period.source if found is not None else "")
    sum_of = worth(decision.position.outstanding, file.advice, cent(file.case.currency))
    if sum_of is None:
        yield Line("Worth suing", phrase("explain Worth suing"), phrase("explain none"), unknown(file.advice), "T8")
        return
    arithmetic = f"round({plain(decision, sum_of.outstanding)} * {sum_of.chance:f} - {plain(decision, sum_of.costs)}, {cent(file.case.currency):f})"
    yield Line("Worth suing", phrase("explain Worth suing"), amount(decision, sum_of.net), sum_of.words(file.case.currency), "T8", arithmetic)
