"""Allocating money to what is owed: replayed from scratch in value-date order, so the order of entry never matters (R8-R14).

One replay takes the rows, charges, reliefs and payments of one case and plays the days on which something happened. On one day:
charges arise, reliefs reduce, credit pays what it can, then the day's payments count in the order of their entry number and id.
Whether a row is past due, due today or in the future is judged on the payment's own date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.rules.allocation_facts import OPENING as OPENING
from pyaddin.rules.allocation_facts import RECOVERY as RECOVERY
from pyaddin.rules.allocation_facts import Allocation as Allocation
from pyaddin.rules.allocation_facts import Charge as Charge
from pyaddin.rules.allocation_facts import ChargeResult
from pyaddin.rules.allocation_facts import Due as Due
from pyaddin.rules.allocation_facts import Incoming as Incoming
from pyaddin.rules.allocation_facts import Relief as Relief
from pyaddin.rules.allocation_facts import RowResult as RowResult
from pyaddin.rules.allocation_facts import Share as Share
from pyaddin.rules.days import Span, days_past_due, paused_days
from pyaddin.rules.interest import LateInterest as LateInterest
from pyaddin.rules.interest import RatePeriod as RatePeriod
from pyaddin.rules.interest import timeline
from pyaddin.rules.owed import COMPONENTS, PRINCIPAL, ZERO, OpenCharge, OpenRow, Purse, component_order, components_json, spread

Tolerance = Decimal | Callable[[Decimal], Decimal]
"""A shortfall that does not make a row late: one amount for all rows, or what it is for a row of a given sum."""
FUTURE_MODES = ("next", "last", "re-amortize")

_NUMBER = re.compile(r"([0-9]+)")
_CHARGE, _RELIEF, _SWEEP, _OPENING, _PAYMENT = range(5)
_Natural = tuple[tuple[int, int, str], ...]
_Event = tuple[date, int, int, _Natural, Decimal, str, Charge | Relief | Incoming | None]


def natural(text: str) -> _Natural:
    """A sort key under which P-2 stands before P-10."""
    return tuple((1, int(part[:18]), part) if part[:1].isdecimal() and part.isascii() else (0, 0, part) for part in _NUMBER.split(text))


class _Replay:
    """The state of one case while its days are played."""

    def __init__(self, dues: Iterable[Due], late_interest: LateInterest | None) -> None:
        self.late = late_interest
        self.pieces = timeline(late_interest) if late_interest else ()
        self.rows = [OpenRow(due.key, due.due_on, due.parts) for due in sorted(dues, key=lambda due: (due.due_on, due.key))]
        self.charges: list[OpenCharge] = []
        self.credit: list[tuple[str, Decimal]] = []
        self.shares: list[Share] = []
        self.relief_shares: list[Share] = []
        self.relieved = [ZERO] * len(COMPONENTS)
        self.unused_relief = ZERO
        self.written_off: list[tuple[str, Decimal]] = []
        self.first_open = 0

    def rows_open(self) -> Iterator[OpenRow]:
        """Rows with something open, oldest first; closed rows at the front are passed over once for all."""
        rows = self.rows
        while self.first_open < len(rows) and rows[self.first_open].closed:
            self.first_open += 1
        for index in range(self.first_open, len(rows)):
            if not rows[index].closed:
                yield rows[index]

    def oldest_age(self, on: date, tolerance: Tolerance, pauses: Sequence[Span]) -> int:
        """Days past due less paused days of the oldest row short beyond tolerance; 0 if none is past due."""
        for row in self.rows_open():
            if row.due_on >= on:
                break
            if row.open_total > (tolerance if isinstance(tolerance, Decimal) else tolerance(row.due)):
                return days_past_due(row.due_on, on) - paused_days(row.due_on, on, pauses)
        return 0

    def pour(self, purse: Purse, order: Sequence[int], future: str, unit: Decimal) -> None:
        """Money or relief over what is owed: charges before or after the rows past due as the order says, then today, then the future."""
        on = purse.on
        before = order[: order.index(PRINCIPAL)]
        open_charges = [charge for charge in self.charges if charge.open]
        for charge in open_charges:
            if charge.component in before:
                charge.take(purse)
        ahead: list[OpenRow] = []
        charged = False
        for row in self.rows_open():
            if not purse.left:
                break
            if row.due_on >= on and not charged:
                self._other_charges(purse, open_charges)
                charged = True
            if row.due_on > on:
                ahead.append(row)
            else:
                row.take(purse, order, self.late, self.pieces)
        if not charged:
            self._other_charges(purse, open_charges)
        if purse.left and ahead:
            self._pour_ahead(purse, ahead, order, future, unit)

    @staticmethod
    def _other_charges(purse: Purse, charges: Sequence[OpenCharge]) -> None:
        for charge in charges:
            if charge.open:
                charge.take(purse)

    def _pour_ahead(self, purse: Purse, ahead: list[OpenRow], order: Sequence[int], future: str, unit: Decimal) -> None:
        if future == "re-amortize":
            for row, amount in zip(ahead, spread(purse.left, [row.room(purse.only) for row in ahead], unit), strict=True):
                part = purse.portion(amount)
                row.take(part, order, self.late, self.pieces)
                purse.left -= amount - part.left
            return
        for row in reversed(ahead) if future == "last" else ahead:
            if not purse.left:
                break
            row.take(purse, order, self.late, self.pieces)

    def recover(self, purse: Purse) -> None:
        """Money that found nothing open goes to what was written off, oldest first."""
        for number, (relief_id, amount) in enumerate(self.written_off):
            if given := min(amount, purse.left):
                purse.left -= given
                self.written_off[number] = (relief_id, amount - given)
                self.shares.append(Share(purse.id, purse.on, relief_id, RECOVERY, given))

    def record(self, purse: Purse) -> None:
        for target, component, amount, is_late in purse.pieces:
            share = Share(purse.id, purse.on, target, COMPONENTS[component], amount, is_late)
            if purse.is_money:
                self.shares.append(share)
            else:
                self.relief_shares.append(share)
                self.relieved[component] += amount


def _events(payments: Iterable[Incoming], charges: Iterable[Charge], reliefs: Iterable[Relief], as_of: date) -> list[_Event]:
    events: list[_Event] = []
    for charge in charges:
        if charge.on <= as_of:
            events.append((charge.on, _CHARGE, 0, natural(charge.id), charge.amount, charge.component, charge))
            events.append((charge.on, _SWEEP, 0, (), ZERO, "", None))
    for relief in reliefs:
        if relief.on <= as_of:
            events.append((relief.on, _RELIEF, 0, natural(relief.id), relief.amount, relief.component or "", relief))
    for payment in payments:
        if payment.on <= as_of and (payment.reversed_on is None or payment.reversed_on > as_of):
            kind = _OPENING if payment.id == OPENING else _PAYMENT
            events.append((payment.on, kind, payment.entry, natural(payment.id), payment.amount, payment.future or "", payment))
    events.sort(key=lambda event: event[:6])
    return events


def _check(future: str, payments: Sequence[Incoming], charges: Sequence[Charge], reliefs: Sequence[Relief]) -> None:
    for mode in {future, *(payment.future or future for payment in payments)}:
        if mode not in FUTURE_MODES:
            raise ValueError(f"{mode!r} is not a way to use early money; use one of {', '.join(FUTURE_MODES)}")
    items: list[Incoming | Charge | Relief] = [*payments, *charges, *reliefs]
    for item in items:
        if not item.amount.is_finite() or item.amount < 0:
            raise ValueError(f"{item.id}: amount {item.amount} is below zero or not finite")
    components = {charge.component for charge in charges} | {relief.component for relief in reliefs if relief.component is not None}
    for word in components - set(COMPONENTS):
        raise ValueError(f"{word!r} is not a component; use one of {', '.join(COMPONENTS)}")


def allocate(
    dues: Sequence[Due],
    payments: Sequence[Incoming],
    *,
    as_of: date,
    order: Sequence[str],
    order_late: Sequence[str] = (),
    late_from: int = 0,
    future: str = "next",
    tolerance: Tolerance = ZERO,
    unit: Decimal = Decimal("0.01"),
    charges: Sequence[Charge] = (),
    reliefs: Sequence[Relief] = (),
    late_interest: LateInterest | None = None,
    pauses: Sequence[Span] = (),
    opening_credit: Decimal = ZERO,
    opening_on: date | None = None,
) -> Allocation:
    """Allocate all money up to and including ``as_of``. The order in which the lists are given never changes the result.

    Each payment goes, on its own date: to charges whose component stands before principal in the order; to rows past due, oldest first; to
    other charges; to rows due that day; then to future rows (``next``, ``last`` or ``re-amortize``: equal parts, each capped by what is open).
    Inside a row the components follow ``order`` (words left out follow at the end), late interest directly after contract interest; ``order_late``
    takes its place when the oldest row short beyond ``tolerance`` is ``late_from`` (at least 1) or more days past due less paused days. Late interest
    is paid as accrued up to that day. What is left is credit; a charge that comes later is paid from the credit on its day.
    ``opening_credit`` counts as money of ``opening_on``, before the payments of that day. Raises ``ValueError`` for negative amounts and unknown words.
    """
    _check(future, payments, charges, reliefs)
    if opening_credit:
        if opening_on is None or opening_credit < 0:
            raise ValueError("opening credit needs its day and an amount above zero")
        payments = [*payments, Incoming(OPENING, opening_on, opening_credit)]
    normal = component_order(order)
    late_order = component_order(order_late) if order_late else normal
    replay = _Replay(dues, late_interest)
    for on, _, _, _, amount, _, event in _events(payments, charges, reliefs, as_of):
        if isinstance(event, Charge):
            replay.charges.append(OpenCharge(event.id, on, COMPONENTS.index(event.component), amount))
            continue
        if event is None and not replay.credit:
            continue
        late = late_order is not normal and replay.oldest_age(on, tolerance, pauses) >= max(late_from, 1)
        words = late_order if late else normal
        if event is None:
            _sweep(replay, on, words, future, unit)
        elif isinstance(event, Relief):
            purse = Purse(event.id, on, amount, is_money=False, only=None if event.component is None else COMPONENTS.index(event.component))
            replay.pour(purse, words, "next", unit)
            replay.record(purse)
            replay.unused_relief += purse.left
            if event.recoverable:
                replay.written_off.append((event.id, amount - purse.left))
        else:
            purse = Purse(event.id, on, amount)
            replay.pour(purse, words, event.future or future, unit)
            replay.record(purse)
            replay.recover(purse)
            if purse.left:
                replay.credit.append((event.id, purse.left))
    return _result(replay, as_of)


def _sweep(replay: _Replay, on: date, order: Sequence[int], future: str, unit: Decimal) -> None:
    """Credit pays what became owed on the day, oldest credit first."""
    credit, replay.credit = replay.credit, []
    for payment_id, amount in credit:
        purse = Purse(payment_id, on, amount)
        replay.pour(purse, order, future, unit)
        replay.record(purse)
        if purse.left:
            replay.credit.append((payment_id, purse.left))


def _row_result(row: OpenRow) -> RowResult:
    """By position, in the order of the fields: a run makes one for every installment of the ledger."""
    return RowResult(
        row.key,
        row.due_on,
        row.due,
        components_json(row.paid),
        sum(row.paid, ZERO),
        components_json(row.relieved),
        row.open_total,
        components_json(row.open),
        row.early,
        row.late,
        row.paid_on,
        row.late_accrued,
        row.late_paid,
        row.late_relieved,
        row.late_open,
        tuple(row.steps),
    )


def _result(replay: _Replay, as_of: date) -> Allocation:
    if replay.late:
        for row in replay.rows:
            row.accrue(as_of, replay.late, replay.pieces)
    rows = tuple(_row_result(row) for row in replay.rows)
    return Allocation(
        rows=rows,
        charges=tuple(ChargeResult(c.id, c.on, COMPONENTS[c.component], c.amount, c.paid, c.relieved, c.open) for c in replay.charges),
        credit=sum((amount for _, amount in replay.credit), ZERO),
        open_total=sum((row.open_total for row in rows), ZERO),
        late_interest_open=sum((row.late_interest_open for row in rows), ZERO),
        charges_open=sum((charge.open for charge in replay.charges), ZERO),
        unused_relief=replay.unused_relief,
        relieved=components_json(replay.relieved),
        shares=tuple(replay.shares),
        written_off=sum((amount for _, amount in replay.written_off), ZERO),
        relief_shares=tuple(replay.relief_shares),
    )
