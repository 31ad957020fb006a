"""Whether a message that is due may go, by which channel, and which of several goes today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from pyaddin.records import dataclass, often
from pyaddin.rules.addresses import address_verdict, failed_ways, shared_verdict
from pyaddin.rules.case import CaseFile, Contact, Hold
from pyaddin.rules.gate import CLASS_OF_KIND, Route, bank_verdict, holds_verdict, route
from pyaddin.rules.ladder import SERVICE_KINDS, Call, in_vain
from pyaddin.rules.lawful import ask, passes, planned_instant, reasons
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Reason, because, text_of
from pyaddin.rules.stage import State
from pyaddin.rules.validation_notice import for_channel, notice_ways
from pyaddin.rules.validation_notice import in_vain as notices_in_vain
from pyaddin.rules.validation_period import NOTICE


@often
@dataclass(frozen=True, slots=True)
class Send:
    """A message that may go: what, by which channel, and whether a supervisor must release it first. ``passed`` records an override,
    ``braked`` why the whole run is parked."""

    call: Call
    route: Route
    needs_approval: bool
    listed: tuple[str, ...] = ()
    passed: tuple[Reason, ...] = ()
    language: str = "en"
    braked: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The rule, then what became of the preferred channel, what a person does, and who must release or has passed a rule."""
        extra = (because("PASSED", what=self.route.note),) if self.route.note else ()
        task = () if self.route.driver else (because("TASK", channel=self.route.channel, fallback=self.route.fallback),)
        release = (because("APPROVAL"),) if self.needs_approval else ()
        return (self.call.why, *self.call.notes, *extra, *task, *release, *self.braked, *self.passed)

    @property
    def why(self) -> str:
        """The words of the Why cell, in the ledger's language."""
        return text_of(self.reasons, self.language)


@often
@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate said to a message on a channel: it may go, or why not."""

    send: Send | None = None
    blocked: tuple[Reason, ...] = ()
    channel: str = ""


_NOT_SPOKEN = ("promise", "notice", "handover")
"""Kinds that are told in writing only."""
_WRITTEN = ("email", "sms", "letter")


def _channels(file: CaseFile, call: Call) -> tuple[str, ...]:
    """The ways of a message in their order: what the debtor prefers, then those of the level. A thank-you goes by email where it can; a check-in is a
    talk unless the debtor prefers to be written to; what a person asks for begins with the letter. Ways on which nobody was reached come last."""
    preferred = (file.debtor.preferred_channel,) if file.debtor.preferred_channel else ()
    own = call.rung.channels if call.rung else ()
    if call.kind == "thanks":
        return ("email", *preferred)
    if call.kind == NOTICE:
        return notice_ways(file, (*preferred, *own))
    if call.kind == "checkin":
        return (*preferred, "call", *own)
    if call.kind in ("demand", "handover"):
        own = ("letter", *own)
    ways = tuple(sorted((*preferred, *own), key=lambda way: way in call.avoid))
    return (*(way for way in ways if way != "call"), *_WRITTEN) if call.kind in _NOT_SPOKEN else ways


def may_go(
    file: CaseFile, state: State, call: Call, policy: Policy, holds: tuple[Hold, ...], as_of: date, log: tuple[Contact, ...], released: bool
) -> Answer:
    """The message with its route, or every reason why it may not go. ``released``: a supervisor asks for it."""
    verdict = holds_verdict(call.kind, holds)
    blocked = [*verdict.blocked, *bank_verdict(call.kind, file, policy, as_of)]
    if state.outcome not in ("", "PAID", "CURED") and state.stage != "CLOSED":
        blocked.append(because("OUTCOME", outcome=state.outcome))
    tries = notices_in_vain(file) if call.kind == NOTICE else in_vain(file, call.keys[0])
    failed = failed_ways(file.debtor, tries, as_of)
    way = route(file.debtor, _channels(file, call), holds, failed)
    if isinstance(way, Reason):
        return Answer(blocked=tuple(blocked) if file.data_faults else (*blocked, way))
    blocked += [*shared_verdict(file.shared, way.channel), *_address_verdict(file, call, as_of)]
    passed: tuple[Reason, ...] = ()
    at = planned_instant(file, as_of, policy.keeper.send_time) if policy.keeper else None
    if policy.keeper is not None and at is not None:
        answer = ask(file, policy.keeper, log, kind=call.kind, message_class=CLASS_OF_KIND[call.kind], channel=way.channel, address=way.address, at=at)
        blocked += reasons(answer)
        passed = passes(answer, policy.keeper.overrides)
    if blocked:
        return Answer(blocked=tuple(blocked), channel=way.channel)
    if call.kind == "thanks" and call.rows and way.channel != "email":  # a text message may not tell what falls due, and a task is one row
        call = replace(call, rows=(), keys=tuple(key for key in call.keys if "|thanks|" in key))
    if call.kind == NOTICE:
        call = for_channel(call, way.channel, policy, as_of)
    approval = verdict.release or (call.kind == "reminder" and call.rung is not None and call.rung.needs_approval) or (call.kind == "demand" and not released)
    return Answer(Send(call, way, approval, passed=passed, language=policy.language), channel=way.channel)


def _address_verdict(file: CaseFile, call: Call, as_of: date) -> tuple[Reason, ...]:
    if call.kind != "reminder":
        return ()
    return address_verdict(file.debtor, call.level, call.rung.tone if call.rung else "", as_of)


@often
@dataclass(frozen=True, slots=True)
class Chosen:
    """The message that goes, or the first that was due and may not; ``held_back`` when one about paying was due before the one that goes."""

    call: Call | None = None
    answer: Answer = Answer()
    held_back: Call | None = None


def choose(calls: list[Call], ask: Callable[[Call], Answer]) -> Chosen:
    """The first message that may go. A thank-you that may not go is not missed."""
    first = Chosen()
    for call in calls:
        answer = ask(call)
        if answer.send is not None:
            before = first.call if first.call is not None and first.call.kind not in SERVICE_KINDS else None
            return Chosen(answer.send.call, replace(answer, blocked=first.answer.blocked) if before else answer, before)
        if first.call is None and call.kind != "thanks":
            first = Chosen(call, answer)
    return first
