"""Why a message goes or why nothing was sent: every rule that blocked, with its law, and the next lawful time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyaddin.rules.case import PENDING_RESULTS, by_time
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_steps import Line
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Reason, Says, phrase
from pyaddin.rules.validation_notice import standing

_NOT_SENT = PENDING_RESULTS | {"blocked", "failed"}


def sending_lines(decision: Decision, policy: Policy, stops: tuple[Says | str, ...]) -> Iterator[Line]:
    """The message of the day with its rule, or each rule that keeps it. ``stops`` hold back every message of the ledger: unreadable rows, settings."""
    language, cites = policy.language, _cites(decision, policy)
    notice = standing(decision.file, policy, decision.position.as_of)
    if notice is not None and notice.sentence != "VALIDATION-FIRST":  # one that is still to go is the message of the day, or what blocks it
        yield from _reasons((notice,), language, cites)
    send, blocked = decision.send, decision.blocked
    if send is not None and not stops:
        value = phrase("explain would-go", channel=send.route.channel)
        yield Line("Sending", phrase("explain Sending"), value, send.call.why.says(language), send.call.why.rule)
        yield from _reasons(send.reasons[1:], language, cites)
        return
    sent = [c for c in decision.file.contacts if c.key and c.direction == "out" and c.on == decision.position.as_of and c.result not in _NOT_SENT]
    if sent and not blocked:
        for contact in sent:
            yield Line("Sending", phrase("explain Sending"), phrase("explain went-today", channel=contact.channel), contact.why, facts=(("Key", contact.key),))
    else:
        called = decision.call
        note = phrase("explain was-due", why=called.why.says(language)) if called is not None else phrase("explain none-due")
        yield Line("Sending", phrase("explain Sending"), phrase("explain nothing-sent"), note, called.why.rule if called else "")
    for words in stops:
        yield Line("Sending", phrase("explain every-message"), "", words, "RUN-DATA")
    why: Iterable[Reason] = blocked or ((decision.ladder,) if decision.in_collection or not decision.file.contacts else ())
    yield from _reasons(why, language, cites)
    for contact in by_time(decision.file.contacts):
        if contact.key and contact.direction == "out" and contact.result in _NOT_SENT:
            words = phrase("explain kept-on", on=contact.on, channel=contact.channel)
            yield Line("Sending", words, phrase("explain result", contact_result=contact.result), contact.why, facts=(("Key", contact.key),))


def _reasons(reasons: Iterable[Reason], language: str, cites: Mapping[str, str]) -> Iterator[Line]:
    for reason in reasons:
        yield Line("Sending", reason.rule, "", reason.says(language), reason.rule, source=cites.get(reason.rule, ""))


def _cites(decision: Decision, policy: Policy) -> dict[str, str]:
    """The citation of every pack rule that binds for this debtor on the day, with how surely it was confirmed."""
    keeper, debtor = policy.keeper, decision.file.debtor
    if keeper is None:
        return {}
    debt_class = "business" if debtor.kind == "business" else keeper.debt_class
    packs = keeper.packs_for(debtor.country or keeper.jurisdiction, debtor.region, debt_class, decision.position.as_of)
    return {rule.id: f"{pack.name} {pack.version}: {rule.cite} ({rule.confidence})" for pack in packs for rule in pack.rules}
