"""Explain this number: the figures of a case with the payments, days, rates and rounding that make them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pyaddin.rules.allocation import OPENING, Share
from pyaddin.rules.arrears import Row, rate_periods
from pyaddin.rules.decide import Decision
from pyaddin.rules.hold import EFFECTS
from pyaddin.rules.interest import RatePeriod
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Step:
    """One line: the figure, its value, and how it comes about. ``field`` names the ledger column that it explains."""

    field: str
    label: str
    value: str
    note: str


def explain(decision: Decision, policy: Policy) -> tuple[Step, ...]:
    """Every figure of the case in the order in which one follows from the other."""
    return (*_rows(decision), *_money(decision, policy), *_time(decision, policy), *_work(decision))


def _plain(decision: Decision, value: Decimal) -> str:
    currency = decision.file.case.currency
    return money_text(value.quantize(cent(currency)), currency)


def _amount(decision: Decision, value: Decimal) -> str:
    return f"{_plain(decision, value)} {decision.file.case.currency}"


def _rows(decision: Decision) -> list[Step]:
    steps = [
        Step("Paid", f"Installment {_name(row)}, due {row.installment.due_on}", _amount(decision, row.paid), _row_note(decision, row))
        for row in decision.position.rows
        if row.counts and (row.installment.due_on <= decision.position.as_of or row.paid > 0)
    ]
    return steps + [_share_step(decision, share) for share in decision.position.shares]


def _share_step(decision: Decision, share: Share) -> Step:
    """Where one piece of money went, and when."""
    target = f"charge {share.target}" if isinstance(share.target, str) else f"installment {share.target[0]} {share.target[1]}".replace("  ", " ")
    what = "late interest" if share.late_interest else share.component
    source = f"Credit used on {share.on}" if share.payment_id == OPENING else f"Payment {share.payment_id} of {share.on}"
    return Step("Paid", source, _amount(decision, share.amount), f"to {what} of {target} (R10, R11)")


def _name(row: Row) -> str:
    return f"{row.installment.plan_id} {row.installment.no}".strip()


def _row_note(decision: Decision, row: Row) -> str:
    due = row.installment
    named = (("principal", due.principal), ("interest", due.interest), ("fee", due.fee))
    parts = [f"{name} {_plain(decision, value)}" for name, value in named if value or name == "principal"]
    return f"due {_amount(decision, due.due)} ({', '.join(parts)}), open {_amount(decision, row.open)}: {row.status}"


def _rates(periods: tuple[RatePeriod, ...], as_of: date) -> str:
    """``6 %``, or ``5 % from 2025-01-01, 6 % from 2026-01-01``: the rates up to the as-of date; empty when there is none."""
    known = [period for period in periods if period.start <= as_of]
    words = [f"{(period.annual * 100).normalize():f} %" for period in known]
    return words[0] if len(words) == 1 else ", ".join(f"{word} from {period.start}" for word, period in zip(words, known, strict=True))


def _money(decision: Decision, policy: Policy) -> list[Step]:
    position, case = decision.position, decision.file.case
    overdue = [row for row in position.rows if row.counts and row.open > 0 and row.installment.due_on < position.as_of]
    future = sum((row.open for row in position.rows if row.counts and row not in overdue), Decimal(0))
    rates = _rates(rate_periods(decision.file, policy), position.as_of)
    rate = (
        f"{rates} a year, {case.day_count}, simple, on unpaid principal from the day after due; rounded once per installment (R13, R14)"
        if rates
        else "no rate is agreed or published: no late interest"
    )
    outstanding = f"arrears {_amount(decision, position.arrears)} + not yet overdue {_amount(decision, future)} + late interest + fees"
    return [
        Step(
            "Arrears", "Arrears", _amount(decision, position.arrears), f"open parts of {len(overdue)} installments due before {position.as_of} (R4)"
        ),
        Step("Interest due", "Late interest", _amount(decision, position.interest), rate),
        Step("Fees due", "Fees", _amount(decision, position.fees), "unpaid fees and costs of Adjustments (R15)"),
        Step("Outstanding", "Outstanding", _amount(decision, position.outstanding), outstanding),
        *(
            [Step("Outstanding", "Credit", _amount(decision, position.credit), "money left after everything due was paid (R12)")]
            if position.credit
            else []
        ),
    ]


def _time(decision: Decision, policy: Policy) -> list[Step]:
    position = decision.position
    anchor = next((row for row in position.rows if row.key == position.anchor), None)
    note = (
        f"{position.as_of} less {anchor.installment.due_on}, the oldest unpaid installment (R1)"
        if anchor
        else "no installment is past due beyond tolerance (R1, R4)"
    )
    paused = position.days_past_due - position.ripe_days
    return [
        Step("Days past due", "Days past due", str(position.days_past_due), note),
        Step(
            "Bucket",
            "Bucket",
            position.bucket or "none",
            f"{position.days_past_due} days less {paused} paused (R5, R6)" if paused else "range of the days past due (R6)",
        ),
    ]


def _work(decision: Decision) -> list[Step]:
    holds = ", ".join(f"{hold.type} since {hold.start} ({EFFECTS[hold.type].says})" for hold in decision.holds) or "none"
    last = decision.file.moves[-1] if decision.file.moves else None
    return [
        Step(
            "Stage",
            "Stage",
            decision.state.stage or "not in collection",
            f"since {decision.state.since}: {last.why or last.rule}" if last else "no move was made yet",
        ),
        Step("Level", "Level", str(decision.level), "highest reminder level that went out in this episode, from Contacts"),
        Step("Why", "Holds", holds, "what each stops stands in the rules of holds (5.3)"),
        Step("Priority", "Priority", str(decision.score.points), decision.score.text or "not in the queue"),
        Step("Why", "Why", "", decision.why or "nothing is to be done"),
        Step("Next action", "Next action", decision.action.text or "none", f"on {decision.action.on}" if decision.action.on else ""),
    ]
