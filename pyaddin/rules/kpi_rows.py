"""What the KPIs are computed from: snapshots of every case, and the dated facts of a period. Plain frozen values, and nothing else.

A ``Snapshot`` is the portfolio as one run left it; rates of movement compare two of them. Everything that happens on a day of its own (a promise
judged, an installment fallen due, a contact, money, a cost) is a row with its date. Amounts are ``Decimal`` in the case's currency and are never
added across currencies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pyaddin.records import dataclass

ENDED_WELL = ("PAID", "CURED")


class CaseLine(NamedTuple):
    """One case in a snapshot. ``bucket`` as on Cases (days past due less paused days); ``not_yet_due`` = unpaid parts of rows due on the day or later."""

    case_id: str
    currency: str
    stage: str
    level: int
    episode: int
    days_past_due: int
    bucket: str
    arrears: Decimal
    outstanding: Decimal
    not_yet_due: Decimal
    owner: str = ""
    outcome: str = ""
    held: bool = False

    @property
    def past_due(self) -> bool:
        """In arrears on the day: one day past due or more, and the work on it not ended. A case closed by a person is no longer chased."""
        return self.days_past_due > 0 and not self.ended

    @property
    def ended(self) -> bool:
        """Closed with an outcome that a supervisor gave it: written off, settled, handed over and the like."""
        return self.stage == "CLOSED" and self.outcome not in ("", *ENDED_WELL)

    @property
    def receivable(self) -> Decimal:
        """Unpaid contract amounts, due and not yet due; late interest and fees stand apart."""
        return self.arrears + self.not_yet_due

    @property
    def active(self) -> bool:
        """In one of the five stages of the work."""
        return self.stage not in ("", "CLOSED")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every accepted case as one run left it. ``as_of`` is the run's day."""

    as_of: date
    run_id: str
    cases: Mapping[str, CaseLine]


class PromiseLine(NamedTuple):
    """A promise as judged on the last day of the period. ``deadline`` = ``due_on`` + grace; ``received`` = money within its window."""

    promise_id: str
    case_id: str
    currency: str
    due_on: date
    deadline: date
    status: str
    promised: Decimal
    received: Decimal


class PlanRowLine(NamedTuple):
    """One installment of a signed plan that was in force when it fell due. ``deadline`` = due on + grace; ``paid`` = money on it by then."""

    key: str
    case_id: str
    currency: str
    deadline: date
    due: Decimal
    paid: Decimal
    in_full: bool


class ContactLine(NamedTuple):
    """One row of Contacts. ``attempt``: an outgoing try to reach the debtor in person (call, visit); ``reached``: the debtor was spoken to;
    ``by_person``: made by a clerk, not by the program."""

    contact_id: str
    case_id: str
    on: date
    by: str
    attempt: bool
    reached: bool
    by_person: bool
    outgoing: bool


class EntryLine(NamedTuple):
    """A case that came into collection. ``limit`` = due date of its oldest unpaid row + ``first_contact_days``; ``first_on`` = the first try since."""

    case_id: str
    currency: str
    on: date
    limit: date
    first_on: date | None
    arrears: Decimal


class MoneyLine(NamedTuple):
    """One amount with its day: a payment, a cost, a write-off, new debt. ``stage`` in which the case stood when the day began."""

    key: str
    case_id: str
    currency: str
    on: date
    amount: Decimal
    stage: str = ""


class StageEntry(NamedTuple):
    """A case that stood in a stage during the period: since its first day (``on`` = the day before) or moved into it. ``balance`` on entering."""

    key: str
    case_id: str
    currency: str
    on: date
    stage: str
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """All that one set of KPIs is computed from.

    The period is ``since`` < day <= ``until``. ``start`` is the last snapshot on or before ``since`` (the first there is when none is so old), ``end``
    the last one on or before ``until``; a figure that compares the two is of the days between them. ``trail`` are the snapshots by which cures and their
    return are seen, oldest first. ``buckets`` in their order.
    """

    since: date
    until: date
    buckets: tuple[str, ...]
    start: Snapshot | None = None
    end: Snapshot | None = None
    trail: Sequence[Snapshot] = ()
    promises: Sequence[PromiseLine] = ()
    plan_rows: Sequence[PlanRowLine] = ()
    contacts: Sequence[ContactLine] = ()
    entries: Sequence[EntryLine] = ()
    payments: Sequence[MoneyLine] = ()
    costs: Sequence[MoneyLine] = ()
    write_offs: Sequence[MoneyLine] = ()
    new_debt: Sequence[MoneyLine] = ()
    stage_entries: Sequence[StageEntry] = ()

    def inside(self, day: date) -> bool:
        """Whether a day belongs to the period."""
        return self.since < day <= self.until

    @property
    def two(self) -> tuple[Snapshot, Snapshot] | None:
        """Both snapshots, when there are two of different days."""
        if self.start is None or self.end is None or self.start.as_of >= self.end.as_of:
            return None
        return self.start, self.end


class Behind(NamedTuple):
    """One row behind a figure: which sheet, which key, whether it is in the numerator, and what it weighs there or in the denominator."""

    table: str
    key: str
    case_id: str
    counted: bool
    amount: Decimal


def always(rows: Iterable[Behind]) -> Callable[[], tuple[Behind, ...]]:
    """Rows that are made already, in the form in which a figure carries them."""
    made = tuple(rows)
    return lambda: made


@dataclass(frozen=True, slots=True)
class Figure:
    """One KPI of a period, with its make-up.

    ``id`` names the formula (``kpi_words``); ``subject`` and ``to`` what it is about (a bucket, a stage, a clerk, a week; from and to in the roll-rate
    matrix). ``variant``: count or amount; ``currency`` blank for counts. ``value`` = ``factor`` x numerator / denominator, ``None`` when the denominator
    is zero; for a plain figure (``unit`` number or money) the numerator itself. ``unit``: share, days, index, ratio, number or money.
    """

    id: str
    variant: str
    numerator: Decimal
    denominator: Decimal | None
    since: date
    until: date
    currency: str = ""
    subject: str = ""
    to: str = ""
    unit: str = "share"
    factor: Decimal = Decimal(1)
    rows: Callable[[], tuple[Behind, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def behind(self) -> tuple[Behind, ...]:
        """The rows of numerator and denominator, made when somebody looks: a matrix has hundreds of figures over the same cases."""
        return self.rows()

    @property
    def key(self) -> str:
        """What the row is called on the sheet Figures: ``roll|8-30|31-60|amount|CNY``; blank parts are left out."""
        return "|".join(part for part in (self.id, self.subject, self.to, self.variant, self.currency) if part)

    @property
    def value(self) -> Decimal | None:
        """The figure itself; ``None`` where nothing can be divided by (no case, no money due)."""
        if self.denominator is None:
            return self.numerator
        return None if self.denominator == 0 else self.factor * self.numerator / self.denominator
