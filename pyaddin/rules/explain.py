"""Explain this number: the figures of a case with the payments, days, rates and rounding that make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyaddin.rules.allocation import OPENING, RECOVERY, Share
from pyaddin.rules.arrears import Row, rate_periods
from pyaddin.rules.decide import Decision
from pyaddin.rules.hold import says
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, Says, phrase


@dataclass(frozen=True, slots=True)
class Step:
    """One line: the figure, its value, and how it comes about. ``field`` names the ledger column that it explains."""

    field: str
    label: str
    value: str
    note: str


def explain(decision: Decision, policy: Policy) -> tuple[Step, ...]:
    """Every figure of the case in the order in which one follows from the other, in the ledger's language."""
    language = policy.language
    steps = (*_rows(decision), *_money(decision, policy), *_time(decision), *_work(decision, language))
    return tuple(Step(field, label.says(language), _spoken(value, language), _spoken(note, language)) for field, label, value, note in steps)


_Raw = tuple[str, Says, "Says | str", "Says | str"]
"""A step before its language is known."""


def _spoken(words: Says | str, language: str) -> str:
    return words if isinstance(words, str) else words.says(language)


def _plain(decision: Decision, value: Decimal) -> str:
    currency = decision.file.case.currency
    return money_text(value.quantize(cent(currency)), currency)


def _amount(decision: Decision, value: Decimal) -> str:
    return f"{_plain(decision, value)} {decision.file.case.currency}"


def _rows(decision: Decision) -> list[_Raw]:
    steps: list[_Raw] = [
        ("Paid", phrase("explain row", row=_name(row), due_on=row.installment.due_on), _amount(decision, row.paid), _row_note(decision, row))
        for row in decision.position.rows
        if row.counts and (row.installment.due_on <= decision.position.as_of or row.paid > 0)
    ]
    return steps + [_share_step(decision, share) for share in decision.position.shares]


def _share_step(decision: Decision, share: Share) -> _Raw:
    """Where one piece of money went, and when."""
    if share.component == RECOVERY:
        source = phrase("explain payment", payment=share.payment_id, on=share.on)
        return "Paid", source, _amount(decision, share.amount), phrase("explain recovery-share", target=str(share.target))
    if isinstance(share.target, str):
        target = phrase("explain charge", target=share.target)
    else:
        target = phrase("explain installment", row=f"{share.target[0]} {share.target[1]}".strip())
    what = phrase("explain late-interest") if share.late_interest else phrase(f"explain {share.component}")
    source = phrase("explain credit-used", on=share.on) if share.payment_id == OPENING else phrase("explain payment", payment=share.payment_id, on=share.on)
    return "Paid", source, _amount(decision, share.amount), phrase("explain share", what=what, target=target)


def _name(row: Row) -> str:
    return f"{row.installment.plan_id} {row.installment.no}".strip()


def _row_note(decision: Decision, row: Row) -> Phrase:
    due = row.installment
    named = (("principal", due.principal), ("interest", due.interest), ("fee", due.fee))
    shown = [(name, value) for name, value in named if value or name == "principal"]
    parts = tuple(phrase("explain part", what=phrase(f"explain {name}"), amount=_plain(decision, value)) for name, value in shown)
    return phrase("explain row-note", due=_amount(decision, due.due), parts=parts, open=_amount(decision, row.open), status=row.status)


def _rates(periods: tuple[RatePeriod, ...], as_of: date) -> Says | None:
    """``6 %``, or ``5 % from 2025-01-01, 6 % from 2026-01-01``: the rates up to the as-of date; ``None`` when there is none."""
    known = [period for period in periods if period.start <= as_of]
    words = [f"{(period.annual * 100).normalize():f} %" for period in known]
    if len(words) == 1:
        return phrase("explain rate", rate=words[0])
    dated = tuple(phrase("explain rate-from", rate=word, start=period.start) for word, period in zip(words, known, strict=True))
    return phrase("explain rates", rates=dated) if dated else None


def _money(decision: Decision, policy: Policy) -> list[_Raw]:
    position, case = decision.position, decision.file.case
    overdue = [row for row in position.rows if row.counts and row.open > 0 and row.installment.due_on < position.as_of]
    future = sum((row.open for row in position.rows if row.counts and row not in overdue), Decimal(0))
    rates = _rates(rate_periods(decision.file, policy), position.as_of)
    rate = phrase("explain interest-note", rates=rates, day_count=case.day_count) if rates else phrase("explain no-rate")
    outstanding = phrase("explain outstanding-note", arrears=_amount(decision, position.arrears), future=_amount(decision, future))
    steps: list[_Raw] = [
        ("Arrears", phrase("explain Arrears"), _amount(decision, position.arrears), phrase("explain arrears-note", count=len(overdue), as_of=position.as_of)),
        ("Interest due", phrase("explain Interest due"), _amount(decision, position.interest), rate),
        ("Fees due", phrase("explain Fees due"), _amount(decision, position.fees), phrase("explain fees-note")),
        ("Outstanding", phrase("explain Outstanding"), _amount(decision, position.outstanding), outstanding),
    ]
    return steps + _beside(decision)


def _beside(decision: Decision) -> list[_Raw]:
    """What stands beside the sum owed: corrections of plans, credit, recoveries."""
    position = decision.position
    steps: list[_Raw] = []
    for fixed in position.corrections:
        if fixed.amount:
            where = phrase("explain last-first" if fixed.amount < 0 else "explain to-last")
            owed, agreed = _amount(decision, fixed.owed), _amount(decision, fixed.agreed)
            note = phrase("explain correction-note", owed=owed, on=fixed.on, agreed=agreed, where=where)
            steps.append(("Outstanding", phrase("explain correction", plan=fixed.plan_id), _amount(decision, fixed.amount), note))
    for other in position.mismatches:
        note = phrase("explain mismatch-note", owed=_amount(decision, other.owed), on=other.on)
        steps.append(("Outstanding", phrase("explain mismatch", plan=other.plan_id), _amount(decision, other.agreed), note))
    if position.credit:
        steps.append(("Outstanding", phrase("explain Credit"), _amount(decision, position.credit), phrase("explain credit-note")))
    if position.recovered:
        steps.append(("Outstanding", phrase("explain Recovered"), _amount(decision, position.recovered), phrase("explain recovered-note")))
    return steps


def _time(decision: Decision) -> list[_Raw]:
    position = decision.position
    anchor = next((row for row in position.rows if row.key == position.anchor), None)
    note = phrase("explain days-note", as_of=position.as_of, due_on=anchor.installment.due_on) if anchor else phrase("explain no-days")
    paused = position.days_past_due - position.ripe_days
    bucket = phrase("explain paused", days=position.days_past_due, paused=paused) if paused else phrase("explain bucket-note")
    return [
        ("Days past due", phrase("explain Days past due"), str(position.days_past_due), note),
        ("Bucket", phrase("explain Bucket"), position.bucket or phrase("explain none"), bucket),
    ]


def _risk(decision: Decision) -> tuple[Says, Says]:
    """The class and the fact that decided it, with its source."""
    risk = decision.risk
    if risk is None:
        return phrase("explain none"), phrase("explain no-risk")
    return phrase("explain risk-value", risk=risk.value), phrase("explain risk-note", why=risk.why, source=risk.source)


def _work(decision: Decision, language: str) -> list[_Raw]:
    holds = tuple(phrase("explain hold", hold=hold.type, start=hold.start, says=says(hold.type)) for hold in decision.holds)
    last = decision.file.moves[-1] if decision.file.moves else None
    stage = decision.state.stage
    since = phrase("explain since", since=decision.state.since, why=last.why or last.rule) if last else phrase("explain no-move")
    action, on = decision.action, decision.action.on
    return [
        ("Stage", phrase("explain Stage"), phrase("explain stage-value", stage=stage) if stage else phrase("explain no-stage"), since),
        ("Risk", phrase("explain Risk"), *_risk(decision)),
        ("Level", phrase("explain Level"), str(decision.level), phrase("explain level-note")),
        ("Why", phrase("explain Holds"), phrase("several", what=holds) if holds else phrase("explain none"), phrase("explain holds-note")),
        ("Priority", phrase("explain Priority"), str(decision.score.points), decision.score.says(language) or phrase("explain not-queued")),
        ("Why", phrase("explain Why"), "", decision.why or phrase("explain nothing")),
        ("Next action", phrase("explain Next action"), action.words or phrase("explain none"), phrase("explain on", on=on) if on else ""),
    ]
