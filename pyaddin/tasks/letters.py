"""From a decision to the facts of its message: whose debts it lists, what they are made of, and by when to answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from pyaddin.correspondence.contents import masked
from pyaddin.correspondence.message import AskedFor, Letter, OverdueLine, Planned, Received, Sender, Statement, tone_of
from pyaddin.rules.arrears import Row
from pyaddin.rules.case import CaseFile
from pyaddin.rules.days import days_past_due, roll
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import holds_verdict
from pyaddin.rules.ladder import LADDER_STAGES
from pyaddin.rules.policy import Policy
from pyaddin.rules.sending import Send
from pyaddin.rules.validation_notice import binds, forbids_before_notice, running_until
from pyaddin.settings import Settings

ANSWER_DAYS = {"final": 10}
_ANSWER_DAYS = 7
FIRST_LEVEL_WITH_FEE = 2
ZERO = Decimal(0)


def sender(settings: Settings) -> Sender:
    """Who writes, as Settings say."""
    return _sender(*map(settings.text, _SENDER), settings.practice)


_SENDER = ("creditor_name", "creditor_address", "creditor_phone", "contact_person", "reply_to", "payment_instructions", "complaint_line")
_sender = lru_cache(maxsize=16)(Sender)
"""The same in every message of a run."""


def line_of(row: Row, as_of: date) -> OverdueLine:
    """One installment as the debtor sees it; what was waived counts as settled."""
    due = row.installment.due
    return OverdueLine(row.installment.no, row.installment.due_on, days_past_due(row.installment.due_on, as_of), due, due - row.open, row.open)


def late_fee(file: CaseFile, episode: int, level: int) -> Decimal:
    """The contract's late fee if this level charges one that is not charged yet (R15), else zero."""
    fee = file.case.late_fee or ZERO
    if level < FIRST_LEVEL_WITH_FEE or fee <= 0:
        return ZERO
    key = fee_key(file.case.case_id, episode, level)
    return fee if all(a.key != key for a in file.adjustments) else ZERO


def fee_key(case_id: str, episode: int, level: int) -> str:
    """Key under which a level's late fee is charged once."""
    return f"{case_id}|{episode}|fee|{level}"


def statement(decision: Decision, level: int) -> Statement:
    """What is overdue on one case, made up of its parts; the parts tie to the total (R31)."""
    position, case = decision.position, decision.file.case
    overdue = [row for row in position.rows if row.counts and row.open > 0 and row.installment.due_on < position.as_of]
    part = dict.fromkeys(("principal", "interest", "fee", "penalty"), ZERO)
    for row in overdue:
        for name in part:
            part[name] += row.open_parts.get(name, ZERO)
    fees = position.fees + late_fee(decision.file, decision.state.episode, level)
    return Statement(
        case_id=case.case_id,
        product=masked(case.product),
        currency=case.currency,
        days_past_due=position.days_past_due,
        lines=tuple([line_of(row, position.as_of) for row in sorted(overdue, key=lambda row: (row.installment.due_on, row.installment.no))]),
        principal=part["principal"],
        contract_interest=part["interest"],
        installment_fees=part["fee"] + part["penalty"],
        arrears=position.arrears,
        late_interest=position.interest,
        fees=fees,
        total_due=position.arrears + position.interest + fees,
    )


def also_overdue(lead: Decision, siblings: Sequence[Decision], policy: Policy) -> list[Decision]:
    """The debtor's other overdue cases that a message may mention."""
    return [other for other in siblings if other.case_id != lead.case_id and may_be_listed(other, policy)]


def may_be_listed(other: Decision, policy: Policy) -> bool:
    """Whether a message about another debt may mention this one: overdue, on the ladder, its validation notice gone, and under no hold that forbids it."""
    if not other.position.in_arrears or other.state.stage not in LADDER_STAGES or other.file.data_faults:
        return False
    if forbids_before_notice(other.file, policy, other.position.as_of):
        return False
    verdict = holds_verdict("reminder", other.holds)
    return not verdict.blocked and not verdict.release


def asked_for(letter: Letter) -> tuple[AskedFor, ...]:
    """What the message asks for on each case that it names; nothing where it asks for nothing that is not agreed."""
    if letter.kind == "missed" and letter.missed is not None:
        return (AskedFor(letter.statements[0].case_id, letter.missed.open, letter.statements[0].currency),)
    return tuple([AskedFor(one.case_id, one.total_due, one.currency) for one in letter.statements])


def pay_by(on: date, tone: str, country: str, policy: Policy) -> date:
    """The date by which a message of that day asks for an answer: a working day at the debtor's place."""
    return roll(on + timedelta(days=ANSWER_DAYS.get(tone, _ANSWER_DAYS)), "next", policy.is_working(country))


def answer_by(decision: Decision, tone: str, policy: Policy) -> date:
    """As ``pay_by``, but never within a validation period that runs: a date to pay by would overshadow the right to dispute (12 CFR 1006.38(b))."""
    on, country = decision.position.as_of, decision.file.debtor.country
    day, until = pay_by(on, tone, country, policy), running_until(decision.file, policy, on)
    return day if until is None or day > until else roll(until + timedelta(days=1), "next", policy.is_working(country))


def letter(decision: Decision, send: Send, siblings: Sequence[Decision], settings: Settings, policy: Policy) -> Letter:
    """All that the message says."""
    as_of = decision.position.as_of
    rung = send.call.rung
    level_tone = rung.tone if rung else ""
    counted = policy.bank_data_until
    reminder = send.call.kind == "reminder"
    others = also_overdue(decision, siblings, policy) if reminder else []
    payment = send.call.payments[0] if send.call.payments else None
    return Letter(
        kind=send.call.kind,
        level=send.call.level,
        template=rung.template if reminder and rung else send.call.kind,
        stage=decision.state.stage,
        tone=tone_of(decision.manner.tone(level_tone)),
        language=decision.file.debtor.language or settings.text("ledger_language"),
        debtor_name=decision.file.debtor.name,
        as_of=as_of,
        counted_until=min(as_of, counted) if counted else as_of,
        pay_by=answer_by(decision, tone_of(level_tone), policy),
        sender=sender(settings),
        statements=(statement(decision, send.call.level), *(statement(o, send.call.level if o.case_id in send.listed else 0) for o in others)),
        missed=line_of(send.call.rows[0], as_of) if send.call.kind == "missed" and send.call.rows else None,
        received=Received(payment.amount, decision.file.case.currency, payment.value_date, decision.state.outcome in ("PAID", "SETTLED"))
        if payment
        else None,
        channel=send.route.channel,
        from_collector=binds(decision.file, policy, as_of),
    )


def planned_at(decision: Decision, send_time: time, zone: tzinfo) -> datetime:
    """The as-of date at the office's sending hour at the debtor's place, as UTC."""
    return _instant(decision.position.as_of, send_time, decision.file.debtor.time_zone, zone)


@lru_cache(maxsize=256)
def _instant(on: date, at: time, name: str, zone: tzinfo) -> datetime:
    """An hour of a day in the named time zone, or in the office's, as UTC; the same for all debtors of a place."""
    return datetime.combine(on, at, tzinfo=ZoneInfo(name) if name else zone).astimezone(ZoneInfo("UTC"))


def planned(
    decision: Decision, send: Send, by_case: dict[str, Decision], settings: Settings, zone: tzinfo, run_id: str, ledger_id: str
) -> Planned:
    """Who gets it, under which keys, and when."""
    keys = [(key, decision.case_id) for key in send.call.keys]
    for case_id in send.listed:
        call = by_case[case_id].call
        keys += [(key, case_id) for key in (call.keys if call else ())]
    return Planned(
        keys=tuple(keys),
        case_id=decision.case_id,
        debtor_id=decision.file.debtor.debtor_id,
        channel=send.route.channel,
        recipient=send.route.address,
        recipient_name=decision.file.debtor.name,
        at=planned_at(decision, settings.clock_time("send_time"), zone),
        run_id=run_id,
        needs_approval=send.needs_approval,
        why=send.why,
        ledger_id=ledger_id,
    )
