"""The values of a letter's fields: cleaned, in the words of the wording's language, and shielded so that no typed text becomes markup."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from pyaddin.correspondence import clean, formats
from pyaddin.correspondence.fields import FIELDS
from pyaddin.correspondence.message import Letter, Sender, Statement
from pyaddin.correspondence.tables import oldest
from pyaddin.labels import label

Field = str | int | bool | tuple[str, ...]
ZERO = Decimal(0)


class FactLacking(ValueError):
    """The letter does not hold the fact that its kind of message is about: a promise confirmation without a promise."""


_often = lru_cache(maxsize=1_024)(clean.cleaned)
"""A text that many messages share."""


def _day(value: date | None, language: str) -> str:
    return formats.day(value, language) if value is not None else ""


@lru_cache(maxsize=64)
def _office(sender: Sender) -> dict[str, Field]:
    """Who writes; the same in every message of a run."""
    return {
        "creditor": clean.cleaned(sender.name),
        "contact": clean.cleaned(sender.contact_person) or clean.cleaned(sender.name),
        "phone": clean.cleaned(sender.phone),
        "reply_to": clean.cleaned(sender.reply_to),
        "address": clean.cleaned(sender.address),
        "complaints": clean.cleaned(sender.complaint_line) or clean.cleaned(sender.reply_to),
        "payment_ways": clean.lines(sender.payment_instructions),
    }


def _common(letter: Letter, language: str) -> dict[str, Field]:
    statement = letter.statements[0]
    return {
        **_office(letter.sender),
        "debtor": clean.cleaned(letter.debtor_name),
        "reference": clean.cleaned(statement.case_id),
        "product": _often(statement.product),
        "letter_date": _day(letter.as_of, language),
        "counted_until": _day(letter.counted_until, language),
        "channel": letter.channel,
        "tone": letter.tone,
        "reason": _often(letter.reason),
        "reason_words": _often(label("Reason", letter.reason, language)),
        "pay_by": _day(letter.pay_by, language),
        "empathy": "",
        "empathy_prompts": (),
    }


_SUMS = {"arrears": 0, "principal": 1, "contract_interest": 2, "installment_fees": 3, "late_interest": 4, "fees": 5, "amount_due": 6}


def _sums(statement: Statement, language: str, asked: Container[str]) -> dict[str, Field]:
    found, currency = _of_statement(statement), statement.currency
    return {name: _money(found[at], currency, language) for name, at in _SUMS.items() if name in asked}


_of_statement = attrgetter("arrears", "principal", "contract_interest", "installment_fees", "late_interest", "fees", "total_due")
_money = formats.amount


def _reminder(letter: Letter, language: str) -> dict[str, Field]:
    due_on, days_late = oldest(letter.statements[0], letter.as_of)
    return {"due_on": _day(due_on, language), "days_late": formats.days(days_late, language), "other_references": len(letter.statements) - 1}


def _missed(letter: Letter, language: str) -> dict[str, Field]:
    missed, currency = letter.missed, letter.statements[0].currency
    if missed is None:
        raise FactLacking("missed installment")
    return {
        "missed_no": str(missed.no),
        "missed_due_on": _day(missed.due_on, language),
        "missed_days_late": formats.days(missed.days_late, language),
        "missed_amount": _money(missed.due, currency, language),
        "missed_paid": _money(missed.paid, currency, language),
        "missed_open": _money(missed.open, currency, language),
    }


def _next(letter: Letter, language: str) -> dict[str, Field]:
    """The next installment; only a notice cannot do without one."""
    upcoming = letter.upcoming
    if upcoming is None:
        if letter.kind == "notice":
            raise FactLacking("next installment")
        return {"next_no": "", "next_due_on": "", "next_days": "", "next_amount": "", "next_of_plan": False}
    return {
        "next_no": str(upcoming.no),
        "next_due_on": _day(upcoming.due_on, language),
        "next_days": formats.days(upcoming.days_ahead, language),
        "next_amount": _money(upcoming.open, letter.statements[0].currency, language),
        "next_of_plan": upcoming.of_plan,
    }


def _received(letter: Letter, language: str) -> dict[str, Field]:
    received = letter.received
    if received is None:
        raise FactLacking("payment")
    return {
        "received_amount": _money(received.amount, received.currency, language),
        "received_on": _day(received.on, language),
        "closes_case": received.closes_case,
    }


def _settled(letter: Letter, language: str) -> dict[str, Field]:
    if letter.settled is None:
        raise FactLacking("day since when nothing is owed or overdue")
    balance = _money(ZERO, letter.statements[0].currency, language)
    return {"settled_on": _day(letter.settled.on, language), "balance": balance, "by_settlement": letter.settled.by_settlement}


def _promise(letter: Letter, language: str) -> dict[str, Field]:
    promise = letter.promise
    if promise is None:
        raise FactLacking("promise")
    return {
        "promise_amount": _money(promise.amount, letter.statements[0].currency, language),
        "promise_made_on": _day(promise.made_on, language),
        "promise_due_on": _day(promise.due_on, language),
    }


def _plan(letter: Letter, language: str) -> dict[str, Field]:
    plan, currency = letter.plan, letter.statements[0].currency
    if plan is None or not plan.rows:
        raise FactLacking("agreement with its installments")
    due = [row.due_on for row in plan.rows]
    return {
        "plan_id": clean.cleaned(plan.plan_id),
        "plan_total": _money(plan.total, currency, language),
        "plan_count": str(len(plan.rows)),
        "plan_first_due": _day(min(due), language),
        "plan_last_due": _day(max(due), language),
        "plan_agreed_on": _day(plan.agreed_on, language),
        "plan_waived": _money(plan.waived, currency, language) if plan.waived else "",
        "plan_method": clean.cleaned(plan.method),
        "plan_settled": str(sum(row.open <= 0 for row in plan.rows)),
        "plan_open": _money(sum((row.open for row in plan.rows), ZERO), currency, language),
        "plan_missed": str(sum(row.open > 0 and row.due_on < letter.as_of for row in plan.rows)),
    }


def _handover(letter: Letter, language: str) -> dict[str, Field]:
    if letter.handover is None:
        raise FactLacking("hand-over")
    return {"handover_to": clean.cleaned(letter.handover.to), "handover_on": _day(letter.handover.on, language)}


def values(letter: Letter, language: str, asked: Container[str] | None = None) -> dict[str, Field]:
    """The fields of this letter in the language of the wording file, every text cleaned. Sums that nobody ``asked`` for may be left out.

    Raises ``FactLacking``.
    """
    wanted = FIELDS[letter.kind]
    fields = _common(letter, language)
    if "amount_due" in wanted:
        fields |= _sums(letter.statements[0], language, wanted if asked is None else asked)
    for name, part in _PARTS:
        if name in wanted:
            fields |= part(letter, language)
    return fields


def shielded(value: Field) -> Field:
    """A value as a template may see it: no typed text becomes markup."""
    if isinstance(value, tuple):
        return tuple([clean.shield(line) for line in value])
    return clean.shield(value) if isinstance(value, str) else value


def _validation(letter: Letter, language: str) -> dict[str, Field]:
    found, currency = letter.validation, letter.statements[0].currency
    if found is None:
        raise FactLacking("itemization of the debt")
    return {
        "debtor_address": clean.cleaned(found.debtor_address),
        "creditor_now": clean.cleaned(found.creditor_now),
        "creditor_then": clean.cleaned(found.creditor_then),
        "account": clean.cleaned(found.account),
        "itemized_on": _day(found.on, language),
        "itemized_by": found.by,
        "amount_then": _money(found.then, currency, language),
        "amount_now": _money(found.now, currency, language),
        "period_end": _day(found.ends, language),
    }


def context(letter: Letter, language: str, prompts: Mapping[str, str] | None = None) -> dict[str, Field]:
    """As ``values``, every text shielded, and only what this kind of message has.

    ``prompts``: reason code -> sentence of empathy, the office's own words. Raises ``FactLacking``.
    """
    wanted, said = FIELDS[letter.kind], prompts or {}
    fields = {name: shielded(value) for name, value in values(letter, language).items() if name in wanted}
    return fields | {"empathy": said.get(letter.reason, ""), "empathy_prompts": tuple(said.values())}


_PARTS = (
    ("days_late", _reminder),
    ("missed_open", _missed),
    ("next_due_on", _next),
    ("received_on", _received),
    ("settled_on", _settled),
    ("promise_due_on", _promise),
    ("plan_total", _plan),
    ("handover_on", _handover),
    ("period_end", _validation),
)
"""A field of each part, and what fills the part: it is filled when the kind of message has that field."""


def left_out(letter: Letter) -> tuple[str, ...]:
    """A sentence for each typed text that lost characters in cleaning."""
    found = [("debtor's name", clean.clean(letter.debtor_name)[1]), ("creditor's name", clean.clean(letter.sender.name)[1])]
    for statement in letter.statements:
        if lost := clean.clean(statement.product)[1]:
            found.append((f"product of {clean.cleaned(statement.case_id)}", lost))
    if letter.handover:
        found.append(("name of the one who takes over", clean.clean(letter.handover.to)[1]))
    return tuple([f"Left out of the {name}: {', '.join(lost)}." for name, lost in found if lost])
