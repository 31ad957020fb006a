"""What the coming days bring: installments that fall due, promises and call-backs, hearings. Facts only; nobody's payment is guessed.

What may come in is the business of ``simulate``, which says its assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision

ZERO = Decimal(0)
KINDS = ("installment", "plan installment", "promise", "callback")


@dataclass(frozen=True, slots=True)
class Coming:
    """One thing of one day. ``amount`` is what is unpaid of it today; blank currency and zero for a call-back."""

    on: date
    kind: str
    case_id: str
    debtor: str
    currency: str
    amount: Decimal


def coming(decisions: Iterable[Decision], after: date, until: date) -> tuple[Coming, ...]:
    """Everything that is due after ``after`` and not later than ``until``, in the order of days. Closed cases bring nothing."""
    found = [one for decision in decisions if decision.state.stage != "CLOSED" for one in _of(decision) if after < one.on <= until]
    return tuple(sorted(found, key=lambda one: (one.on, KINDS.index(one.kind), one.case_id)))


def _of(decision: Decision) -> Iterable[Coming]:
    name, currency = decision.file.debtor.name, decision.file.case.currency
    for row in decision.position.rows:
        if row.counts and row.open > 0:
            kind = "plan installment" if row.installment.plan_id else "installment"
            yield Coming(row.installment.due_on, kind, decision.case_id, name, currency, row.open)
    for judged in decision.promises:
        if judged.status == "open":
            left = max(judged.promise.amount - judged.received, ZERO)
            yield Coming(judged.promise.due_on, "promise", decision.case_id, name, currency, left)
    for contact in decision.file.contacts:
        if contact.follow_up_on is not None:
            yield Coming(contact.follow_up_on, "callback", decision.case_id, name, "", ZERO)


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on one day, of one kind and in one currency."""

    on: date
    kind: str
    currency: str
    count: int
    amount: Decimal


def by_day(found: Sequence[Coming]) -> tuple[Due, ...]:
    """Summed by day, kind and currency; currencies are never added."""
    sums: dict[tuple[date, str, str], list[Decimal]] = {}
    for one in found:
        sums.setdefault((one.on, one.kind, one.currency), []).append(one.amount)
    return tuple(Due(on, kind, currency, len(amounts), sum(amounts, ZERO)) for (on, kind, currency), amounts in sums.items())
