"""What debtors may do in the coming weeks, under assumptions that are stated: who pays, who is reached, who keeps a promise. Nothing here is a forecast.

Every draw depends only on seed, case, week and question, so two plays with the same seed differ only by what the policy changed. The chances are house
defaults and say so; an office that knows its own puts them in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent

ZERO = Decimal(0)
PAY_BY_DAYS: tuple[tuple[int, float], ...] = ((3, 0.30), (7, 0.25), (30, 0.15), (60, 0.08), (90, 0.05), (120, 0.03), (10_000, 0.01))
"""Chance a week that a case past due pays, by days past due up to the given number (house default)."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """``pay`` multiplies the chances of ``PAY_BY_DAYS``; ``answered`` multiplies them in a week in which a message went out. ``in_time``: installments not
    yet due that are paid on their day. ``half``: payers who pay half. ``reached``: calls that reach the debtor; ``promises``: talks that end in a promise
    for the week after; ``kept``: promises paid on their day. ``released``: a supervisor releases each week what waits for it. ``done``: people make the
    calls, texts and letters that the run left to them."""

    pay: float = 1.0
    answered: float = 1.5
    in_time: float = 0.85
    half: float = 0.2
    reached: float = 0.35
    promises: float = 0.4
    kept: float = 0.6
    released: bool = True
    done: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sum that may come in. ``chance`` of it was assumed; ``comes`` is how the draw fell."""

    case_id: str
    currency: str
    on: date
    amount: Decimal
    chance: float
    comes: bool

    @property
    def expected(self) -> Decimal:
        """Amount times chance."""
        return self.amount * Decimal(str(round(self.chance, 6)))


@dataclass(frozen=True, slots=True)
class Dice:
    """The draws of one play: the same seed, case, week and question always fall alike."""

    seed: int
    week: int

    def roll(self, case_id: str, question: str) -> float:
        """From 0 up to, not including, 1."""
        return Random(f"{self.seed}|{self.week}|{case_id}|{question}").random()

    def day(self, case_id: str, question: str) -> int:
        """0 to 6."""
        return int(self.roll(case_id, f"{question} day") * 7)


def pay_chance(days: int, told: bool, assumed: Assumptions) -> float:
    """Chance that a case this many days past due pays in the week."""
    base = next(chance for upto, chance in PAY_BY_DAYS if days <= upto)
    return min(base * assumed.pay * (assumed.answered if told else 1.0), 0.95)


def money_of_week(decision: Decision, told: bool, dice: Dice, assumed: Assumptions) -> Iterator[Drawn]:
    """What a case may pay in the seven days after the decision's day: its promise, what it owes already, and installments on their day."""
    position, case_id, currency = decision.position, decision.case_id, decision.file.case.currency
    if decision.state.stage == "CLOSED" or position.outstanding <= 0:
        return
    start = position.as_of
    promise = next((judged for judged in decision.promises if judged.status == "open"), None)
    if promise is not None:
        if start < promise.promise.due_on <= start + timedelta(days=7):
            left = min(max(promise.promise.amount - promise.received, ZERO), position.outstanding)
            yield _drawn(decision, promise.promise.due_on, left, assumed.kept, dice.roll(case_id, "promise"))
    elif position.in_arrears:
        chance = pay_chance(max(position.days_past_due, 1), told, assumed)
        owed = position.arrears + position.interest + position.fees
        amount = (owed / 2).quantize(cent(currency)) if dice.roll(case_id, "half") < assumed.half else owed
        yield _drawn(decision, start + timedelta(days=1 + dice.day(case_id, "pay")), amount, chance, dice.roll(case_id, "pay"))
    for row in position.rows:
        if row.counts and row.open > 0 and start < row.installment.due_on <= start + timedelta(days=7):
            chance = min(assumed.in_time * (0.5 if position.in_arrears else 1.0), 0.95)
            yield _drawn(decision, row.installment.due_on, row.open, chance, dice.roll(case_id, f"row {row.installment.plan_id} {row.installment.no}"))


def _drawn(decision: Decision, on: date, amount: Decimal, chance: float, roll: float) -> Drawn:
    return Drawn(decision.case_id, decision.file.case.currency, on, amount, chance, roll < chance and amount > 0)
