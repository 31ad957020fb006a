"""A second, slow allocation for comparison: plays every single day, counts in whole cents, and knows nothing of the first one.

Late interest: act/365 or act/360 only. Charges and reliefs included; no opening credit.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

Cents = int


def half_up(value: Fraction) -> int:
    return int((value * 2 + 1) // 2)


class SlowRow:
    def __init__(self, no: int, due_on: date, parts: dict[str, Cents]) -> None:
        self.no = no
        self.due_on = due_on
        self.open = dict(parts)
        self.paid = dict.fromkeys(parts, 0)
        self.interest_exact = Fraction(0)
        self.interest_settled = 0

    def contract_open(self) -> Cents:
        return sum(self.open.values())

    def late_open(self) -> Cents:
        return half_up(self.interest_exact) - self.interest_settled


def share_out(money: Cents, rows: list[SlowRow], rooms: list[Cents]) -> list[Cents]:
    given = [0] * len(rows)
    money = min(money, sum(rooms))
    live = [i for i in range(len(rows)) if rooms[i] > 0]
    while live:
        small = [i for i in live if Fraction(rooms[i]) <= Fraction(money, len(live))]
        if not small:
            equal = half_up(Fraction(money, len(live)))
            for i in live[:-1]:
                given[i] = min(equal, rooms[i], money)
                money -= given[i]
            for i in live[::-1]:
                more = min(money, rooms[i] - given[i])
                given[i] += more
                money -= more
            break
        for i in small:
            given[i] = rooms[i]
            money -= rooms[i]
        live = [i for i in live if i not in small]
    return given


class SlowCase:
    """The rows and charges of a case as they stand at the beginning of ``day``; money is poured over them as the orders and the mode of the office say."""

    def __init__(
        self, dues: list[tuple[int, date, dict[str, Cents]]], day: date, *, order: list[str], order_late: list[str], late_from: int, tolerance: Cents
    ) -> None:
        self.rows = [SlowRow(*due) for due in sorted(dues, key=lambda due: (due[1], due[0]))]
        self.charges: dict[str, Cents] = {}
        self.day = day
        self._order, self._order_late, self._late_from, self._tolerance = order, order_late, late_from, tolerance

    def accrue(self, rate: Fraction, base: int) -> None:
        """The late interest of one day."""
        for row in self.rows:
            if self.day > row.due_on:
                row.interest_exact += Fraction(row.open["principal"]) * rate / base

    def pour(self, money: Cents, mode: str, only: str | None, is_money: bool) -> Cents:
        """Past due rows first, then those of the day, then early money by the mode (next, last, re-amortize); what is left of it."""
        sequence = self._sequence()
        fees_first = sequence.index("fee") < sequence.index("principal")
        if fees_first:
            money = self._pay_charges(money, only)
        for row in self._late_rows():
            money = _pay_row(row, money, sequence, only, is_money)
        if not fees_first:
            money = self._pay_charges(money, only)
        for row in self.rows:
            if row.due_on == self.day:
                money = _pay_row(row, money, sequence, only, is_money)
        ahead = [row for row in self.rows if row.due_on > self.day]
        if mode == "re-amortize":
            rooms = [row.contract_open() for row in ahead]
            for row, part in zip(ahead, share_out(money, ahead, rooms), strict=True):
                money -= part
                assert _pay_row(row, part, sequence, only, is_money) == 0
            return money
        for row in ahead[::-1] if mode == "last" else ahead:
            money = _pay_row(row, money, sequence, only, is_money)
        return money

    def _late_rows(self) -> list[SlowRow]:
        return [row for row in self.rows if row.due_on < self.day]

    def _sequence(self) -> list[str]:
        """The order of components, which may be another one from so many days past due on."""
        short = [row for row in self._late_rows() if row.contract_open() > self._tolerance]
        age = (self.day - short[0].due_on).days if short else 0
        return self._order_late if self._order_late and age >= self._late_from else self._order

    def _pay_charges(self, money: Cents, only: str | None) -> Cents:
        for name, left in self.charges.items():
            if only in (None, "fee"):
                part = min(money, left)
                self.charges[name] = left - part
                money -= part
        return money


def _pay_row(row: SlowRow, money: Cents, sequence: list[str], only: str | None, is_money: bool) -> Cents:
    for word in sequence:
        if only is not None and only != word:
            continue
        part = min(money, row.open[word])
        row.open[word] -= part
        money -= part
        if is_money:
            row.paid[word] += part
        if word == "interest":
            part = min(money, row.late_open())
            row.interest_settled += part
            money -= part
    return money


def slow_allocate(
    dues: list[tuple[int, date, dict[str, Cents]]],
    payments: list[tuple[str, date, Cents, date | None]],
    *,
    as_of: date,
    order: list[str],
    order_late: list[str],
    late_from: int,
    future: str,
    tolerance: Cents,
    charges: list[tuple[str, date, Cents]],
    reliefs: list[tuple[str, date, Cents, str | None]],
    rate: Fraction,
    base: int,
    stops: list[tuple[date, date | None]],
) -> dict[str, object]:
    days = [on for _, on, *_ in payments] + [on for _, on, *_ in charges] + [on for _, on, *_ in reliefs] + [due[1] for due in dues] + [as_of]
    case = SlowCase(dues, min(days), order=order, order_late=order_late, late_from=late_from, tolerance=tolerance)
    credit = unused = 0
    while case.day <= as_of:
        day = case.day
        if not any(start < day and (end is None or day <= end) for start, end in stops):
            case.accrue(rate, base)
        case.charges.update({name: amount for name, on, amount in sorted(charges) if on == day})
        for _, on, amount, only in sorted(reliefs):
            if on == day:
                unused += case.pour(amount, "next", only, False)
        if credit and any(on == day for _, on, _ in charges):
            credit = case.pour(credit, future, None, True)
        for _, on, amount, reversed_on in sorted(payments):
            if on == day and not (reversed_on is not None and reversed_on <= as_of):
                credit += case.pour(amount, future, None, True)
        case.day += timedelta(days=1)
    return {
        "rows": {row.no: (row.paid, row.open, row.late_open()) for row in case.rows},
        "credit": credit,
        "unused": unused,
        "charges": case.charges,
    }
