"""What an agreement must hold before it may be printed for signature (R21, guard of T4), as named items for a clerk.

An agreement that lacks one of them is not made: a debtor signs nothing that is incomplete or does not add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile, Installment, Plan
from pyaddin.rules.correction import agreed_amount, waived_apart
from pyaddin.rules.in_force import approved, term_months, waits_because
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.regimes import replay

ZERO = Decimal(0)
LONGEST_MONTHS = 60
"""Longest term of an agreement on card debt (PRC credit card measures art. 70); a longer one is told."""
OVER = ("withdrawn", "superseded")
PARTS = ("principal", "contract_interest", "installment_fees", "late_interest", "fees")


@dataclass(frozen=True, slots=True)
class Balance:
    """What is owed in the evening of ``on`` without the plan, and its parts; ``interest`` = all interest that the rows before came to bear."""

    on: date
    parts: dict[str, Decimal]
    outstanding: Decimal
    interest: Decimal


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement as it was typed: the plan with the columns that rules need nowhere else, its rows, and what Settings say of the creditor."""

    file: CaseFile
    plan: Plan
    rows: tuple[Installment, ...]
    balance: Balance
    count: int | None
    first_due: date | None
    frequency: str
    method: str
    ways: str
    creditor: str
    creditor_address: str
    reach: str
    complaints: str

    @property
    def interest(self) -> Decimal:
        """Interest over the whole plan."""
        return sum((row.interest for row in self.rows), ZERO)

    @property
    def taken_over(self) -> Decimal:
        """What the plan takes over of the old debt: Total + Waived, less interest that its rows charge on top."""
        apart = waived_apart(self.file, self.plan, self.balance.on)
        return agreed_amount(self.plan, self.rows, self.balance.outstanding, self.balance.interest, apart)


@dataclass(frozen=True, slots=True)
class Lack:
    """One item that is missing or wrong: where it belongs, and what is wrong in words."""

    sheet: str
    column: str
    words: Phrase


def day_of(plan: Plan) -> date:
    """The day whose evening's balance an agreement takes over: the later signature, before both have signed the proposal."""
    return plan.agreed_on or plan.proposed_on


def balance_on(file: CaseFile, plan: Plan, policy: Policy, on: date) -> Balance:
    """What is owed that evening as if the plan were not there."""
    without = replace(file, plans=tuple(other for other in file.plans if other.plan_id != plan.plan_id))
    last = replay(without, policy, on, without.holds)[-1]
    owed = last.allocation
    open_of = {name: sum((row.open_parts[name] for row in owed.rows), ZERO) for name in ("principal", "interest", "fee", "penalty")}
    parts = {
        "principal": open_of["principal"], "contract_interest": open_of["interest"], "installment_fees": open_of["fee"] + open_of["penalty"],
        "late_interest": owed.late_interest_open, "fees": owed.charges_open,
    }  # fmt: skip
    interest = sum((row.interest for row in last.rows), ZERO) + sum((row.late_interest_accrued for row in owed.rows), ZERO)
    return Balance(on, parts, owed.outstanding, interest)


def lacking(terms: Terms, policy: Policy) -> tuple[Lack, ...]:
    """Every item that is missing or does not tie, in the order of the page; empty = it may be signed."""
    return (*_parties(terms), *_amounts(terms, policy), *_schedule(terms))


def _blank(sheet: str, column: str, key: str, value: object) -> Iterator[Lack]:
    if value in (None, ""):
        yield Lack(sheet, column, phrase(f"agreement {key}"))


def _parties(terms: Terms) -> Iterator[Lack]:
    debtor = terms.file.debtor
    yield from _blank("Settings", "creditor_name", "no-creditor", terms.creditor)
    yield from _blank("Settings", "creditor_address", "no-creditor-address", terms.creditor_address)
    yield from _blank("Debtors", "Name", "no-debtor", debtor.name)
    yield from _blank("Debtors", "Address", "no-address", debtor.address)
    yield from _blank("Settings", "creditor_phone", "no-reach", terms.reach)
    yield from _blank("Settings", "complaint_line", "no-complaints", terms.complaints)
    yield from _blank("Plans", "Payment method", "no-method", terms.method or terms.ways)


def _amounts(terms: Terms, policy: Policy) -> Iterator[Lack]:
    plan, owed = terms.plan, terms.balance.outstanding
    paid = sum((row.due for row in terms.rows), ZERO)
    if terms.rows and paid != plan.total:
        yield Lack("Plans", "Total", phrase("agreement sum", total=str(plan.total), rows=str(paid)))
    if terms.taken_over != owed:
        facts = {"taken": str(terms.taken_over), "on": terms.balance.on, "owed": str(owed)}
        yield Lack("Plans", "Total", phrase("agreement balance", **facts))
    if not approved(plan, terms.rows, policy):
        for words in waits_because(terms.file, plan, policy):
            yield Lack("Plans", "Approved by", words)


def _schedule(terms: Terms) -> Iterator[Lack]:
    rows = sorted(terms.rows, key=lambda row: row.no)
    if not rows:
        yield Lack("Installments", "Plan ID", phrase("agreement no-rows", plan=terms.plan.plan_id))
        return
    first = min(row.due_on for row in rows)
    yield from _blank("Plans", "Count", "no-count", terms.count)
    if terms.count not in (None, len(rows)):
        yield Lack("Plans", "Count", phrase("agreement count", count=str(terms.count), rows=str(len(rows))))
    yield from _blank("Plans", "First due", "no-first-due", terms.first_due)
    if terms.first_due not in (None, first):
        yield Lack("Plans", "First due", phrase("agreement first-due", typed=terms.first_due, rows=first))
    if first < terms.balance.on:
        yield Lack("Installments", "Due on", phrase("agreement too-early", first=first, on=terms.balance.on))
    if len(rows) > 1:
        yield from _blank("Plans", "Frequency", "no-frequency", terms.frequency)
    if [row.no for row in rows] != list(range(1, len(rows) + 1)) or [row.due_on for row in rows] != sorted(row.due_on for row in rows):
        yield Lack("Installments", "No", phrase("agreement order", plan=terms.plan.plan_id))


def months(terms: Terms) -> int:
    """Whole months from the agreement to the last due date, rounded up."""
    return term_months(terms.balance.on, terms.rows)
