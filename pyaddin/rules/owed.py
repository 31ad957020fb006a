"""What is still owed while a case is replayed: open rows, open charges, and the purse that pays them (state of ``allocation``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from pyaddin.rules.interest import LateInterest, Piece, accrual
from pyaddin.rules.money import round_half_up

Key = tuple[str, int]
COMPONENTS = ("penalty", "fee", "interest", "principal")
INTEREST, PRINCIPAL = 2, 3
ZERO = Decimal(0)
_WORDS = frozenset(COMPONENTS)
_NO_INTEREST = Fraction(0)


@lru_cache(maxsize=64)
def component_order(words: Sequence[str]) -> tuple[int, ...]:
    """The order as component numbers; components not named follow at the end in their usual order. Raises ``ValueError`` for unknown or doubled words."""
    unknown = [word for word in words if word not in COMPONENTS]
    if unknown or len(set(words)) != len(words):
        raise ValueError(f"{', '.join(words)!r} is not an order; each of {', '.join(COMPONENTS)} may stand once")
    named = [COMPONENTS.index(word) for word in words]
    return tuple(named + [number for number in range(len(COMPONENTS)) if number not in named])


def components_json(amounts: Sequence[Decimal]) -> dict[str, Decimal]:
    """Amounts by component number as a mapping by word."""
    penalty, fee, interest, principal = amounts
    return {"penalty": penalty, "fee": fee, "interest": interest, "principal": principal}


class Purse:
    """Money or relief on its way: what is left of it, the only component it may go to, and the pieces already given out."""

    __slots__ = ("id", "is_money", "left", "on", "only", "pieces")

    def __init__(self, id: str, on: date, amount: Decimal, *, is_money: bool = True, only: int | None = None) -> None:
        self.id = id
        self.on = on
        self.left = amount
        self.is_money = is_money
        self.only = only
        self.pieces: list[tuple[Key | str, int, Decimal, bool]] = []

    def portion(self, amount: Decimal) -> Purse:
        """A part of this purse for one row; what it gives out is booked here."""
        part = Purse(self.id, self.on, amount, is_money=self.is_money, only=self.only)
        part.pieces = self.pieces
        return part

    def give(self, wanted: Decimal, target: Key | str, component: int, *, late_interest: bool = False) -> Decimal:
        """Give at most ``wanted``; 0 if the purse is empty or may not pay this component."""
        if not wanted or not self.left or (self.only is not None and self.only != component):
            return ZERO
        given = min(wanted, self.left)
        self.left -= given
        self.pieces.append((target, component, given, late_interest))
        return given


class OpenCharge:
    """A charge of the case that has arisen."""

    __slots__ = ("amount", "component", "id", "on", "open", "paid", "relieved")

    def __init__(self, id: str, on: date, component: int, amount: Decimal) -> None:
        self.id = id
        self.on = on
        self.component = component
        self.amount = amount
        self.open = amount
        self.paid = ZERO
        self.relieved = ZERO

    def take(self, purse: Purse) -> None:
        """Takes what the purse still holds, up to what is open; only money counts as paid, relief does not."""
        given = purse.give(self.open, self.id, self.component)
        self.open -= given
        if purse.is_money:
            self.paid += given
        else:
            self.relieved += given


class OpenRow:
    """One installment while it is being paid. Late interest is kept exact and rounded only when looked at."""

    __slots__ = (
        "due", "due_on", "early", "exact_late", "key", "late", "late_accrued", "late_paid", "late_relieved", "late_until", "open", "open_total",
        "paid", "paid_on", "relieved", "steps",
    )

    def __init__(self, key: Key, due_on: date, parts: Mapping[str, Decimal]) -> None:
        if unknown := parts.keys() - _WORDS:
            raise ValueError(f"row {key}: {sorted(unknown)[0]!r} is not a component")
        self.key = key
        self.due_on = due_on
        self.open = [parts.get(word, ZERO) for word in COMPONENTS]
        due = ZERO
        for part in self.open:
            if part and (not part.is_finite() or part < 0):
                raise ValueError(f"row {key}: an amount is below zero or not finite")
            due += part
        self.due = due
        self.open_total = self.due
        self.paid = [ZERO] * len(COMPONENTS)
        self.relieved = [ZERO] * len(COMPONENTS)
        self.early = ZERO
        self.late = ZERO
        self.paid_on = None if self.due else due_on
        self.exact_late = _NO_INTEREST
        self.late_accrued = ZERO
        self.late_paid = ZERO
        self.late_relieved = ZERO
        self.late_until = due_on
        self.steps = [(due_on, self.open[PRINCIPAL])]

    @property
    def late_open(self) -> Decimal:
        """Late interest that has accrued on the row and is neither paid nor waived."""
        return self.late_accrued - self.late_paid - self.late_relieved

    @property
    def closed(self) -> bool:
        """Nothing open. Without open principal no more late interest can come."""
        return not self.open_total and not self.late_open

    def room(self, only: int | None) -> Decimal:
        """What a purse could pay here before the due date."""
        return self.open_total if only is None else self.open[only]

    def accrue(self, on: date, late: LateInterest, pieces: Sequence[Piece]) -> None:
        """Let late interest run up to and including the day, on the principal unpaid since it was last looked at."""
        if on <= self.late_until:
            return
        if self.open[PRINCIPAL]:
            self.exact_late += accrual(self.open[PRINCIPAL], self.due_on, self.late_until, on, pieces, late.day_count)
            self.late_accrued = round_half_up(self.exact_late, late.unit)
        self.late_until = on

    def take(self, purse: Purse, order: Sequence[int], late: LateInterest | None, pieces: Sequence[Piece]) -> None:
        """Pay as much as the purse gives, in the order of components, late interest directly after contract interest."""
        if late and purse.on > self.due_on:
            self.accrue(purse.on, late, pieces)
        for component in order:
            if given := purse.give(self.open[component], self.key, component):
                self._book(component, given, purse)
            if component == INTEREST and self.late_open:
                given = purse.give(self.late_open, self.key, INTEREST, late_interest=True)
                if purse.is_money:
                    self.late_paid += given
                else:
                    self.late_relieved += given

    def _book(self, component: int, given: Decimal, purse: Purse) -> None:
        self.open[component] -= given
        self.open_total -= given
        if not self.open_total:
            self.paid_on = purse.on
        if component == PRINCIPAL:
            self._principal_step(purse.on)
        if not purse.is_money:
            self.relieved[component] += given
            return
        self.paid[component] += given
        if purse.on < self.due_on:
            self.early += given
        elif purse.on > self.due_on:
            self.late += given

    def _principal_step(self, on: date) -> None:
        """Only the principal at the end of a day matters, and none before the due date."""
        day = max(on, self.due_on)
        if self.steps[-1][0] == day:
            self.steps.pop()
        self.steps.append((day, self.open[PRINCIPAL]))


def spread(amount: Decimal, rooms: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """Equal parts of ``amount``, each capped by its room, rounded to ``unit``; what rounding leaves goes to the last with room.

    Rooms too small for an equal part are filled and the rest is split again. The parts add up to the amount, or to all room if that is less.
    """
    parts = [ZERO] * len(rooms)
    waiting = [number for number, room in enumerate(rooms) if room]
    left = min(amount, sum(rooms, ZERO))
    while waiting:
        full = [number for number in waiting if rooms[number] * len(waiting) <= left]
        if not full:
            break
        for number in full:
            parts[number] = rooms[number]
            left -= rooms[number]
        waiting = [number for number in waiting if not parts[number]]
    share = round_half_up(Fraction(left) / len(waiting), unit) if waiting else ZERO
    for number in waiting[:-1]:
        parts[number] = min(share, rooms[number], left)
        left -= parts[number]
    for number in reversed(waiting):
        extra = min(rooms[number] - parts[number], left)
        parts[number] += extra
        left -= extra
    return parts
