"""What to say on the phone: the wording of the message or the talk that the call is for, as a script, with the reason that was noted last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pyaddin.correspondence import wording
from pyaddin.correspondence.call_words import say
from pyaddin.correspondence.message import Letter
from pyaddin.errors import Stop
from pyaddin.rules.decide import Decision
from pyaddin.tasks import letters, message_facts
from pyaddin.tasks.asked import Asked, send_of
from pyaddin.tasks.opening import Opened

_CHANNEL = "call"
_TALKS: Mapping[str, tuple[str, ...]] = {"plan-broken": ("broken", "missed"), "plan-missed": ("missed",)}
"""Next actions that have a script of their own; the first one whose facts the ledger holds is taken."""
_OF_NEED = frozenset({"INCOME_LOSS", "ILLNESS", "FAMILY", "OVER_INDEBTED"})
"""Reasons after which the deeper talk is about income and costs."""


def script_of(opened: Opened, decision: Decision, task: Asked | None, others: Sequence[Decision]) -> str:
    """The script in the debtor's language; where there is no wording, the one thing that must not be forgotten, in the ledger's language."""
    lacks = task.kind if task is not None else decision.action.rule
    try:
        for letter in _letters(opened, decision, task, others):
            return wording.plain_text(wording.render(letter), letter).strip()
    except Stop as stop:
        if stop.fault.code != "X-TEMPLATE":
            raise
        lacks = stop.fault.found
    return say("no-script", opened.policy.language, what=lacks)


def _letters(opened: Opened, decision: Decision, task: Asked | None, others: Sequence[Decision]) -> Iterator[Letter]:
    """What the call may be worded from, the best first."""
    if task is not None:
        send = send_of(task, decision, opened.policy)
        if send is not None:
            spoken = replace(send, call=replace(send.call, level=0))  # a call charges no late fee, so none is asked for
            letter = message_facts.of_send(opened, decision, spoken, others)
            yield replace(letter, reason=message_facts.last_reason(decision))
        return
    for template in _templates(opened, decision):
        made = message_facts.letter(opened, decision, others, message_facts.Wanted(template, _CHANNEL))
        if message_facts.has_facts(made):
            yield replace(made, statements=(letters.statement(decision, 0), *made.statements[1:]))


def _templates(opened: Opened, decision: Decision) -> tuple[str, ...]:
    """A talk that no message asked for: what the next action is about, else the last level that was reached."""
    rule = decision.action.rule
    special = _TALKS.get(rule, ())
    if rule == "deep" and decision.plan.status == "broken":
        special = ("broken",)
    elif rule == "deep" and message_facts.last_reason(decision) in _OF_NEED:
        special = ("hardship",)
    mine = opened.policy.for_risk(decision.risk.value if decision.risk else "")
    rung = mine.level(max(1, decision.level)) or mine.level(1)
    return (*special, rung.template) if rung is not None and decision.position.in_arrears else special
