"""``allocate``: allocation alone, from a JSON file to a JSON answer, without a ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pyaddin.rules.allocation import FUTURE_MODES, Allocation, Due, Incoming, allocate
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.owed import COMPONENTS
from pyaddin.tasks.jsonfile import Place, load, one_of
from pyaddin.tasks.outcome import Outcome

_LATE_FROM = 91
_TOP = ("as_of", "order", "order_late", "late_from", "future", "tolerance", "installments", "payments", "currency")
_PAYMENT = ("id", "on", "amount", "future", "reversed_on")


def run(file: Path) -> Outcome:
    """Allocate the payments of the file to its installments; the installments of the answer stand in the order of their ``no``.

    ``order`` may leave components out: they follow at the end; without it the usual order holds. ``future`` defaults to next, ``late_from``
    to 91, ``tolerance`` to 0, ``currency`` (its cents) to USD; interest, fee and penalty of an installment to 0. Raises ``Stop``: X-NOT-FOUND,
    and X-OPTION naming the place in the file for everything that cannot be read exactly.
    """
    top = load(file)
    top.only(_TOP)
    currency = top.currency("currency")
    order = _order(top, "order") or COMPONENTS
    as_of = top.day("as_of")
    result = allocate(
        _dues(top, currency),
        _payments(top, currency),
        as_of=as_of,
        order=order,
        order_late=_order(top, "order_late"),
        late_from=top.whole("late_from", default=_LATE_FROM),
        future=one_of(top, "future", FUTURE_MODES, default="next"),
        tolerance=top.money("tolerance", currency, optional=True),
        unit=cent(currency),
    )
    return Outcome("allocate", _answer(result, currency))


def _order(top: Place, name: str) -> tuple[str, ...]:
    words: list[str] = []
    for place in top.items(name, optional=True):
        word = place.word(COMPONENTS)
        if word in words:
            place.refuse(f"{word} stands twice")
        words.append(word)
    return tuple(words)


def _dues(top: Place, currency: str) -> list[Due]:
    dues: list[Due] = []
    seen: set[int] = set()
    for row in top.items("installments"):
        row.only(("no", "due_on", *COMPONENTS))
        no = row.whole("no")
        if no in seen:
            row.refuse(f"no {no} stands twice")
        seen.add(no)
        parts = {word: row.money(word, currency, optional=word != "principal") for word in COMPONENTS}
        dues.append(Due(("", no), row.day("due_on"), parts))
    return dues


def _payments(top: Place, currency: str) -> list[Incoming]:
    payments: list[Incoming] = []
    seen: set[str] = set()
    for row in top.items("payments"):
        row.only(_PAYMENT)
        payment_id = row.id("id")
        if payment_id in seen:
            row.refuse(f"id {payment_id} stands twice")
        seen.add(payment_id)
        reversed_on: date | None = row.day("reversed_on") if row.has("reversed_on") else None
        future = one_of(row, "future", FUTURE_MODES) if row.has("future") else None
        payments.append(Incoming(payment_id, row.day("on"), row.money("amount", currency, above_zero=True), reversed_on, future))
    return payments


def _answer(result: Allocation, currency: str) -> dict[str, object]:
    return {
        "installments": [
            {
                "no": row.key[1],
                "paid": {word: money_text(amount, currency) for word, amount in row.paid.items()},
                "paid_total": money_text(row.paid_total, currency),
                "open_total": money_text(row.open_total, currency),
                "early": money_text(row.early, currency),
                "late": money_text(row.late, currency),
            }
            for row in sorted(result.rows, key=lambda row: row.key)
        ],
        "credit": money_text(result.credit, currency),
        "open_total": money_text(result.open_total, currency),
    }
