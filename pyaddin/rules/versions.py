"""The schedules of a case side by side: the original contract and every version of its agreement, none of them deleted (process 2.3, 2.4; R21a).

Per row: what was agreed, what it is now with the corrections of its agreement, what was paid on it, and the difference. Of a schedule that was
replaced the difference is what the next one took over; of the one that counts it is what is still to be paid.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import ORIGINAL, CaseFile, Plan

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One installment of one schedule; amounts in the case's currency, whole row (principal, interest and fee)."""

    no: int
    due_on: date
    original: Decimal
    revised: Decimal
    paid: Decimal
    status: str

    @property
    def difference(self) -> Decimal:
        """What is still to come by the new version."""
        return self.revised - self.paid


@dataclass(frozen=True, slots=True)
class Version:
    """One schedule. ``plan_id`` and ``number`` are blank and 0 for the original contract; ``counts`` = its rows are the ones owed now."""

    plan_id: str
    number: int
    kind: str
    status: str
    agreed_on: date | None
    waived: Decimal
    reason: str
    counts: bool
    rows: tuple[VersionRow, ...]

    def total(self, column: str) -> Decimal:
        """Sum of ``original``, ``revised``, ``paid`` or ``difference`` over the rows."""
        return sum((getattr(row, column) for row in self.rows), ZERO)


def versions(file: CaseFile, position: Position, reasons: dict[str, str] | None = None) -> tuple[Version, ...]:
    """Every schedule of the case on the day of the position, the original first, then by version. ``reasons``: why a plan was made, by its id."""
    rows: dict[str, list[VersionRow]] = {}
    counting: set[str] = set()
    for row in position.rows:
        due = row.installment.due
        rows.setdefault(row.installment.plan_id, []).append(
            VersionRow(row.installment.no, row.installment.due_on, due - row.corrected, due, row.paid, row.status)
        )
        if row.counts:
            counting.add(row.installment.plan_id)
    plans = {plan.plan_id: plan for plan in file.plans}
    known = [name for name in rows if name == ORIGINAL or name in plans]
    known += [name for name in plans if name not in rows]
    order = sorted(known, key=lambda name: (plans[name].version, plans[name].proposed_on) if name in plans else (0, date.min))
    return tuple(_version(name, plans.get(name), tuple(rows.get(name, ())), name in counting, (reasons or {}).get(name, "")) for name in order)


def _version(name: str, plan: Plan | None, rows: tuple[VersionRow, ...], counts: bool, reason: str) -> Version:
    if plan is None:
        return Version(name, 0, "", "", None, ZERO, "", counts, rows)
    return Version(name, plan.version, plan.kind, plan.status, plan.agreed_on, plan.waived, reason, counts, rows)
