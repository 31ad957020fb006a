"""What to say on the phone: the wording of the message that the call stands for, as a script, with the reason that was noted last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pyaddin.correspondence import wording
from pyaddin.correspondence.call_words import say
from pyaddin.errors import Stop
from pyaddin.rules.decide import Decision, Send
from pyaddin.rules.gate import Route, address_of
from pyaddin.rules.ladder import Call
from pyaddin.rules.reason import because, phrase
from pyaddin.tasks import letters
from pyaddin.tasks.asked import Asked, send_of
from pyaddin.tasks.message_facts import last_reason
from pyaddin.tasks.opening import Opened

_CHANNEL = "call"


def script_of(opened: Opened, decision: Decision, kind: str, task: Asked | None, others: Sequence[Decision]) -> str:
    """The script in the debtor's language; where there is no wording, the one thing that must not be forgotten, in the ledger's language."""
    send = send_of(task, decision, opened.policy) if task is not None else _send(opened, decision, kind)
    if send is None:
        return say("no-script", opened.policy.language, what=kind)
    spoken = replace(send, call=replace(send.call, level=0))  # a call charges no late fee, so none is asked for
    try:
        letter = replace(letters.letter(decision, spoken, others, opened.settings, opened.policy), reason=last_reason(decision))
        return wording.plain_text(wording.render(letter), letter).strip()
    except Stop as stop:
        if stop.fault.code != "X-TEMPLATE":
            raise
        return say("no-script", opened.policy.language, what=stop.fault.found)


def _send(opened: Opened, decision: Decision, kind: str) -> Send | None:
    """A talk that no message asked for: about the last level that was reached, or about the oldest missed installment."""
    mine = opened.policy.for_risk(decision.risk.value if decision.risk else "")
    route = Route(_CHANNEL, address_of(decision.file.debtor, _CHANNEL), False, phrase("then-nothing"))
    if kind == "missed":
        missed = sorted(decision.position.missed, key=lambda row: (row.installment.due_on, row.installment.no))
        if missed:
            why = because("MISSED", no=missed[0].installment.no, due_on=missed[0].installment.due_on)
            return Send(Call("missed", 0, (), mine.level(1), why, rows=(missed[0],)), route, False, language=decision.language)
    level = max(1, decision.level)
    rung = mine.level(level) or mine.level(1)
    if rung is None or not decision.position.in_arrears:
        return None
    why = because("LEVEL", level=rung.level, days=decision.position.ripe_days)
    return Send(Call("reminder", rung.level, (), rung, why), route, False, language=decision.language)
