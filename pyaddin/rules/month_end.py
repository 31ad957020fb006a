"""Month end: opening + new + interest + fees - paid - waived - written off = closing, per currency, to the cent.

Every line is the difference of two looks at the same replay (``rules.account``): one in the evening before the first day, one in the evening of the last day.
So the lines tie by construction for any facts. Currencies are never added to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.account import Account, Entry, account
from pyaddin.rules.case import ORIGINAL, CaseFile
from pyaddin.rules.correction import waived_apart
from pyaddin.rules.policy import Policy

ZERO = Decimal(0)
LINES = ("opening", "earlier", "new", "interest", "charges", "paid", "waived", "written_off", "agreed", "closing")
"""The lines of a month in their order; all are signed, so that opening and the lines after it add up to closing.

``earlier`` = what entries dated before the month and made after it was closed have changed; ``paid``, ``waived`` and ``written_off`` are below zero when the
debt falls; ``agreed`` = what agreements and judgments changed otherwise: interest of a plan, a judgment for another amount, paying back credit.
"""


@dataclass(frozen=True, slots=True)
class CaseMonth:
    """One case over the month: its lines, and what came in after a write-off (``recovered`` lowers no balance, the write-off had taken it off)."""

    case_id: str
    currency: str
    lines: Mapping[str, Decimal]
    recovered: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """One currency over the month. ``cases`` are those that had or got a balance, or changed it."""

    currency: str
    lines: Mapping[str, Decimal]
    recovered: Decimal
    cases: tuple[CaseMonth, ...]

    @property
    def ties(self) -> bool:
        """Whether opening and the lines after it add up to closing, to the cent."""
        return sum((self.lines[name] for name in LINES[:-1]), ZERO) == self.lines["closing"]


def days_of(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Look:
    """A case in the evening of a day."""

    value: Decimal
    sums: Mapping[str, Decimal]
    plans: frozenset[str]


def _look(file: CaseFile, policy: Policy, day: date) -> _Look:
    if file.case.opened_on > day:
        return _Look(ZERO, {}, frozenset())
    seen = account(file, policy, day)
    return _Look(seen.balance + seen.not_due, _sums(seen), frozenset(entry.ref for entry in seen.entries if entry.kind == "handover"))


def _sums(seen: Account) -> dict[str, Decimal]:
    """What each line comes to by now. A charge that lives on under a judgment stands in the account a second time and counts once."""
    sums: dict[str, Decimal] = {}
    charged: set[str] = set()
    for entry in seen.entries:
        name = _line_of(entry)
        if name and not (name == "charges" and entry.ref in charged):
            sums[name] = sums.get(name, ZERO) + entry.amount
        if entry.kind == "charge":
            charged.add(entry.ref)
        if entry.kind == "recovery":
            sums["recovered"] = sums.get("recovered", ZERO) + entry.amount
    return sums


def _line_of(entry: Entry) -> str:
    """The line that an entry of the account belongs to; blank for what only moves between due and not due."""
    if entry.kind == "relief" and entry.adjustment is not None:
        return {"waiver": "waived", "write-off": "written_off"}.get(entry.adjustment.kind, "")
    return {"charge": "charges", "interest": "interest", "payment": "paid", "recovery": "paid"}.get(entry.kind, "")


def case_month(file: CaseFile, policy: Policy, first: date, last: date, closed_at: Decimal | None = None) -> CaseMonth:
    """The lines of one case from ``first`` to ``last``. ``closed_at``: its balance as the month before was closed; ``None`` = nothing was closed."""
    before, after = _look(file, policy, first - timedelta(days=1)), _look(file, policy, last)
    opening = before.value if closed_at is None else closed_at
    lines = dict.fromkeys(LINES, ZERO)
    lines["opening"], lines["earlier"], lines["closing"] = opening, before.value - opening, after.value
    for name in ("interest", "charges", "paid", "waived", "written_off"):
        lines[name] = after.sums.get(name, ZERO) - before.sums.get(name, ZERO)
    if first <= file.case.opened_on <= last:
        lines["new"] = sum((row.due for row in file.installments if row.plan_id == ORIGINAL), ZERO)
    for plan in file.plans:
        if plan.plan_id in after.plans - before.plans and plan.agreed_on is not None:
            lines["waived"] -= max(plan.waived - waived_apart(file, plan, plan.agreed_on), ZERO)
    lines["agreed"] = after.value - before.value - sum((lines[name] for name in LINES[2:-2]), ZERO)
    recovered = after.sums.get("recovered", ZERO) - before.sums.get("recovered", ZERO)
    return CaseMonth(file.case.case_id, file.case.currency, lines, recovered)


def month_end(
    files: Sequence[CaseFile], policy: Policy, first: date, last: date, closed: Mapping[str, Decimal] | None = None
) -> tuple[Month, ...]:
    """The month of every currency, in the order of their codes. ``closed``: balance of each case as the month before was closed.

    A case that was closed with a balance and is no longer in the ledger (archived) is not guessed: ask for its ledger.
    """
    cases = [case_month(file, policy, first, last, None if closed is None else closed.get(file.case.case_id, ZERO)) for file in files]
    return _by_currency(case for case in cases if any(case.lines.values()) or case.recovered)


def _by_currency(cases: Iterable[CaseMonth]) -> tuple[Month, ...]:
    grouped: dict[str, list[CaseMonth]] = {}
    for case in cases:
        grouped.setdefault(case.currency, []).append(case)
    return tuple(
        Month(
            currency,
            {name: sum((case.lines[name] for case in mine), ZERO) for name in LINES},
            sum((case.recovered for case in mine), ZERO),
            tuple(sorted(mine, key=lambda case: case.case_id)),
        )
        for currency, mine in sorted(grouped.items())
    )
