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
    rows = [SlowRow(*due) for due in sorted(dues, key=lambda due: (due[1], due[0]))]
    owed_charges: list[dict[str, object]] = []
    credit = 0
    unused = 0
    days = [on for _, on, *_ in payments] + [on for _, on, *_ in charges] + [on for _, on, *_ in reliefs] + [due[1] for due in dues] + [as_of]
    day = min(days)

    def pay_row(row: SlowRow, money: Cents, sequence: list[str], only: str | None, is_money: bool) -> Cents:
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

    def pay_charges(money: Cents, only: str | None) -> Cents:
        for charge in owed_charges:
            if only in (None, "fee"):
                part = min(money, int(str(charge["open"])))
                charge["open"] = int(str(charge["open"])) - part
                money -= part
        return money

    def pour(money: Cents, mode: str, only: str | None, is_money: bool) -> Cents:
        late_rows = [row for row in rows if row.due_on < day]
        short = [row for row in late_rows if row.contract_open() > tolerance]
        age = (day - short[0].due_on).days if short else 0
        sequence = order_late if order_late and age >= late_from else order
        fees_first = sequence.index("fee") < sequence.index("principal")
        if fees_first:
            money = pay_charges(money, only)
        for row in late_rows:
            money = pay_row(row, money, sequence, only, is_money)
        if not fees_first:
            money = pay_charges(money, only)
        for row in rows:
            if row.due_on == day:
                money = pay_row(row, money, sequence, only, is_money)
        ahead = [row for row in rows if row.due_on > day]
        if mode == "re-amortize":
            rooms = [row.contract_open() for row in ahead]
            for row, part in zip(ahead, share_out(money, ahead, rooms), strict=True):
                money -= part
                assert pay_row(row, part, sequence, only, is_money) == 0
            return money
        for row in ahead[::-1] if mode == "last" else ahead:
            money = pay_row(row, money, sequence, only, is_money)
        return money

    while day <= as_of:
        for row in rows:
            stopped = any(start < day and (end is None or day <= end) for start, end in stops)
            if day > row.due_on and not stopped:
                row.interest_exact += Fraction(row.open["principal"]) * rate / base
        for name, on, amount in sorted(charges):
            if on == day:
                owed_charges.append({"id": name, "open": amount})
        for _, on, amount, only in sorted(reliefs):
            if on == day:
                unused += pour(amount, "next", only, False)
        if credit and any(on == day for _, on, _ in charges):
            credit = pour(credit, future, None, True)
        for _, on, amount, reversed_on in sorted(payments):
            if on == day and not (reversed_on is not None and reversed_on <= as_of):
                credit += pour(amount, future, None, True)
        day += timedelta(days=1)
    return {
        "rows": {row.no: (row.paid, row.open, row.late_open()) for row in rows},
        "credit": credit,
        "unused": unused,
        "charges": {str(charge["id"]): charge["open"] for charge in owed_charges},
    }
