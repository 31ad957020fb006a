"""Whether a message that was made earlier may still leave as it is: asked again of today's facts, for every case that it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.correspondence.email import asks_for, receiver
from pyaddin.correspondence.entry import TASK, Entry
from pyaddin.rules import lawful
from pyaddin.rules.arrears import position
from pyaddin.rules.contact import Lawful
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import CLASS_OF_KIND, bank_verdict, holds_verdict, missing_data
from pyaddin.rules.keyed import over
from pyaddin.rules.ladder import SERVICE_KINDS
from pyaddin.rules.reason import because, text_of
from pyaddin.rules.validation_notice import held_back, outdated
from pyaddin.tasks import letters, transports
from pyaddin.tasks.acts import Desk


def may_go(entry: Entry, by_case: dict[str, Decision], desk: Desk) -> bool:
    """Whether nothing speaks against it and the hour is right."""
    return objection(entry, by_case, desk) is None and lawful_now(entry, by_case, desk)


def objection(entry: Entry, by_case: dict[str, Decision], desk: Desk) -> str | None:
    """Why a released message may no longer go, whichever of its cases forbids it; ``None`` when it may."""
    if _made_otherwise(entry, desk):
        return because("OUTDATED", "OUTDATED-WAY").text(desk.language)
    own = dict.fromkeys((entry.case_id, *(case_id for _, case_id in entry.keys)))
    for case_id in dict.fromkeys((*own, *entry.asked())):
        decision = by_case.get(case_id)
        if decision is None:
            why_not: str | None = because("OUTDATED", "OUTDATED-CASE").text(desk.language)
        else:
            why_not = _objection_of(entry, decision, desk) if case_id in own else _beside(entry, decision, desk)
        if why_not is not None:
            return why_not if case_id == entry.case_id else f"{case_id}: {why_not}"
    return None


def lawful_now(entry: Entry, by_case: dict[str, Decision], desk: Desk) -> bool:
    """Whether the hour is right for every case of the message; where it is not, the message stays released and waits."""
    answers = (gate(entry, by_case[case_id], desk) for _, case_id in entry.keys)
    return all(answer is None or answer.allowed for answer in answers)


def gate(entry: Entry, decision: Decision, desk: Desk) -> Lawful | None:
    """The contact gate's answer for this message now; ``None`` where the debtor's place is not known (that is missing data)."""
    keeper = desk.opened.policy.keeper
    at = desk.now() if desk.now else lawful.planned_instant(decision.file, desk.opened.as_of, keeper.send_time) if keeper else None
    if keeper is None or at is None:
        return None
    log = tuple(contact for contact in decision.log if contact.key not in {key for key, _ in entry.keys})
    kind = CLASS_OF_KIND[entry.kind]
    return lawful.ask(decision.file, keeper, log, kind=entry.kind, message_class=kind, channel=entry.channel, address=entry.recipient, at=at)


def _made_otherwise(entry: Entry, desk: Desk) -> bool:
    """Whether the message was made for another address than it would go to now (redirect_all_to), or waits for another transport."""
    if entry.transport == TASK or desk.outbox is None:
        return False
    other_way = entry.state in ("queued", "deferred") and desk.transport is not None and entry.transport != desk.transport.name
    return other_way or receiver(desk.outbox.body(entry)) != (transports.redirect(desk.opened) or entry.recipient).casefold()


def _objection_of(entry: Entry, decision: Decision, desk: Desk) -> str | None:
    reasons = [*holds_verdict(entry.kind, decision.holds).blocked, *bank_verdict(entry.kind, decision.file, desk.opened.policy, desk.opened.as_of)]
    if missing := missing_data(decision.file, desk.opened.policy):
        reasons.append(because("HOLD-DATA", what=missing))
    answer = gate(entry, decision, desk)
    if answer is not None and not answer.allowed and answer.next_lawful_utc is None:
        reasons += lawful.reasons(answer)
    if reasons:
        return text_of(reasons, desk.language)
    if entry.channel in decision.file.debtor.opted_out or decision.file.debtor.email != entry.recipient:
        return because("OUTDATED", "OUTDATED-ADDRESS").text(desk.language)
    if entry.kind in SERVICE_KINDS:
        gone = over(tuple(key for key, case_id in entry.keys if case_id == decision.case_id), decision)
        return None if gone is None else gone.text(desk.language)
    if entry.kind == "broken" and (gone := over((entry.keys[0][0],), decision)) is not None:
        return gone.text(desk.language)
    if not decision.position.in_arrears or not decision.in_collection:
        return because("OUTDATED", "OUTDATED-PAID").text(desk.language)
    if entry.kind == "reminder" and decision.manner.then == "call":
        return because("CALL-FIRST", level=entry.level, on=decision.manner.since).text(desk.language)
    if (late := outdated(entry.keys[0][0], _leaves_on(entry, desk), desk.opened.policy)) is not None:
        return late.text(desk.language)
    if (early := held_back(entry.kind, _tone(entry, decision, desk), decision.file, desk.opened.policy, desk.opened.as_of)) is not None:
        return early.text(desk.language)
    return _too_late(entry, decision, desk) or _other_amount(entry, decision, desk, entry.level if entry.kind == "reminder" else 0)


def _tone(entry: Entry, decision: Decision, desk: Desk) -> str:
    """The tone of the level that it is of; blank for a message of no level."""
    policy = desk.opened.policy.for_risk(decision.risk.value if decision.risk else "")
    rung = policy.level(entry.level) if entry.kind == "reminder" else None
    return rung.tone if rung else ""


def _beside(entry: Entry, decision: Decision, desk: Desk) -> str | None:
    """Why a debt that the message only lists beside those it is about may not stand in it any more."""
    if not letters.may_be_listed(decision, desk.opened.policy):
        blocked = holds_verdict("reminder", decision.holds).blocked
        return text_of(blocked, desk.language) if blocked else because("OUTDATED", "OUTDATED-PAID").text(desk.language)
    return _other_amount(entry, decision, desk, 0)


def _planned_on(entry: Entry, desk: Desk) -> date:
    """The day that the message is of, at the debtor's place."""
    return entry.at.astimezone(desk.opened.zone_of(entry.case_id)).date()


def _leaves_on(entry: Entry, desk: Desk) -> date:
    """The day on which it would leave; where the debtor's calendar is ahead of the office's, theirs."""
    as_of = desk.opened.as_of
    return as_of if desk.now is None else max(as_of, desk.now().astimezone(desk.opened.zone_of(entry.case_id)).date())


def _too_late(entry: Entry, decision: Decision, desk: Desk) -> str | None:
    """Whether too few days are left to the date that it asks for; one that leaves on its own day has all of its days."""
    policy, planned_on = desk.opened.policy, _planned_on(entry, desk)
    until = entry.pay_by
    if until is None:  # a journal of an earlier version does not know it
        rung = policy.for_risk(decision.risk.value if decision.risk else "").level(entry.level) if entry.kind in ("reminder", "demand") else None
        until = letters.pay_by(planned_on, rung.tone if rung else "friendly", decision.file.debtor.country, policy)
    left = (until - _leaves_on(entry, desk)).days
    if left <= 0:
        return because("OUTDATED", "OUTDATED-DATE").text(desk.language)
    least = min(desk.opened.settings.days("least_days_to_pay"), (until - planned_on).days)
    return because("OUTDATED", "OUTDATED-NEAR", until=until, least=least).text(desk.language) if left < least else None


def _other_amount(entry: Entry, decision: Decision, desk: Desk, level: int) -> str | None:
    """Whether money entered since makes what the message asks for on this case another amount."""
    planned_on = _planned_on(entry, desk)
    if any(p.value_date > planned_on for p in decision.file.payments):  # whether money of the day itself is counted, the amount tells
        return because("OUTDATED", "OUTDATED-PAYMENT").text(desk.language)
    then = replace(decision, position=position(decision.file, desk.opened.policy, planned_on))
    total = _still_open(entry, then) if entry.kind == "missed" else letters.statement(then, level).total_due
    currency = decision.file.case.currency
    asked = entry.asked().get(decision.case_id)
    if asked is not None:
        right = asked == (total, currency)
    else:  # a journal of an earlier version has it in the text alone
        assert desk.outbox is not None
        language = decision.file.debtor.language or desk.opened.settings.text("ledger_language")
        right = asks_for(desk.outbox.body(entry), total, currency, language)
    return None if right else because("OUTDATED", "OUTDATED-AMOUNT").text(desk.language)


def _still_open(entry: Entry, decision: Decision) -> Decimal:
    """What is open of the installment that a missed notice is about."""
    plan, _, number = entry.keys[0][0].rsplit("|", 1)[1].rsplit("/", 2)
    rows = [row for row in decision.position.rows if row.key == ("" if plan == "ORIG" else plan, int(number))]
    return rows[0].open if rows else Decimal(0)
