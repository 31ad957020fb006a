"""The typed facts of one case, as frozen values: what clerks wrote down, and nothing computed.

Amounts are ``Decimal`` in the case's currency. A ``CaseFile`` is everything the rules may look at for one case; what they
conclude is an ``arrears.Position`` and a ``decide.Decision``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter

from pyaddin.records import dataclass, often
from pyaddin.rules.matching import Incoming
from pyaddin.rules.reason import Phrase

ORIGINAL = ""
"""Plan id of the rows of the original contract."""

CONFIRMED_RESULTS = frozenset({"sent", "delivered", "posted", "reached", "voicemail left", "promise", "refused", "dispute", "hardship"})
"""Results by which an outgoing message counts as having gone out."""
PENDING_RESULTS = frozenset({"queued", "unknown"})
"""Results that wait for a person; the same message is not made again and the next level waits."""
REACHED_RESULTS = frozenset({"reached", "promise", "refused", "dispute", "hardship"})
"""Results of a talk with the debtor."""
COST_LINES = ("housing", "utilities", "food", "transport", "health", "other debts", "other costs")
"""The costs of a budget, in the order of the sheet Budgets."""


@often
@dataclass(frozen=True, slots=True)
class Debtor:
    """Who owes."""

    debtor_id: str
    name: str
    kind: str = "consumer"
    language: str = ""
    preferred_channel: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    region: str = ""
    time_zone: str = ""
    opted_out: tuple[str, ...] = ()
    shared_contact: bool = False
    address_confirmed_on: date | None = None
    address_on_file: str = ""
    address_changed_on: date | None = None
    new_email: str = ""
    new_phone: str = ""
    new_address: str = ""
    new_source: str = ""
    new_on: date | None = None
    new_confirmed: bool = False

    @property
    def new_data_waits(self) -> bool:
        """New contact data that nobody has confirmed: they are never used to send."""
        return bool(self.new_email or self.new_phone or self.new_address) and not self.new_confirmed


@dataclass(frozen=True, slots=True)
class Shared:
    """An email or phone of the debtor that other debtors have too, not confirmed as shared by all of them. ``kind``: email or phone."""

    kind: str
    address: str
    others: tuple[str, ...]


@often
@dataclass(frozen=True, slots=True)
class Case:
    """One debt, with the state that earlier runs left in Moves (stage, since, episode)."""

    case_id: str
    debtor_id: str
    currency: str
    opened_on: date
    product: str = ""
    owner: str = ""
    annual_rate: Decimal | None = None
    day_count: str = "act/365"
    late_fee: Decimal | None = None
    outcome: str = ""
    outcome_on: date | None = None
    approved_by: str = ""
    outcome_by: str = ""
    outcome_document: str = ""
    outcome_reason: str = ""
    stage: str = ""
    stage_since: date | None = None
    episode: int = 1


@often
@dataclass(frozen=True, slots=True)
class Installment:
    """What falls due: one row of the original contract (``plan_id`` empty) or of a plan."""

    plan_id: str
    no: int
    due_on: date
    principal: Decimal
    interest: Decimal = Decimal(0)
    fee: Decimal = Decimal(0)
    flagged_on: date | None = None

    @property
    def due(self) -> Decimal:
        """Principal, interest and fee of the row: what is to be paid on its day."""
        return self.principal + self.interest + self.fee


@often
@dataclass(frozen=True, slots=True)
class Payment:
    """Money received; ``reversed_on`` when the bank took it back."""

    payment_id: str
    value_date: date
    amount: Decimal
    reversed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A fee, cost, waiver, write-off, judgment, refund or correction; signed, + raises the debt."""

    adjustment_id: str
    on: date
    kind: str
    amount: Decimal
    component: str = ""
    plan_id: str = ""
    reversed_on: date | None = None
    key: str = ""
    document: str = ""


@often
@dataclass(frozen=True, slots=True)
class Plan:
    """An agreement or an offer of one; it counts from the later of both signatures on, once what needs approval is approved (``in_force``)."""

    plan_id: str
    version: int
    proposed_on: date
    total: Decimal
    kind: str = "installment"
    status: str = "proposed"
    waived: Decimal = Decimal(0)
    debtor_signed_on: date | None = None
    creditor_signed_on: date | None = None
    evidence: str = ""
    approved_by: str = ""
    proposed_by: str = ""

    @property
    def agreed_on(self) -> date | None:
        """The later signature; ``None`` while one is missing or the plan was only proposed or withdrawn."""
        if self.debtor_signed_on is None or self.creditor_signed_on is None or self.status in ("proposed", "withdrawn"):
            return None
        return max(self.debtor_signed_on, self.creditor_signed_on)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise to pay. ``status`` is read only to respect a clerk's withdrawn or superseded; ``judged_on`` of a withdrawn one is its last day.

    ``entered_before``: ids of payments dated from its day on that were in the ledger when it was made; they do not keep it (R23).
    """

    promise_id: str
    made_on: date
    amount: Decimal
    due_on: date
    grace_days: int | None = None
    status: str = ""
    judged_on: date | None = None
    entered_before: frozenset[str] = frozenset()


@often
@dataclass(frozen=True, slots=True)
class Contact:
    """One contact, in or out. ``on`` is its date at the debtor's place (the office's where no time zone is known)."""

    case_id: str
    at: datetime
    on: date
    channel: str
    direction: str
    result: str
    message_class: str = "collection"
    reason_code: str = ""
    key: str = ""
    follow_up_on: date | None = None
    sentiment: str = ""
    why: str = ""
    document: str = ""


_BY_INSTANT = attrgetter("at")


def by_time(contacts: Iterable[Contact]) -> list[Contact]:
    """Contacts in the order in which they happened; those of one instant as they stand in the ledger."""
    return sorted(contacts, key=_BY_INSTANT)


@often
@dataclass(frozen=True, slots=True)
class Hold:
    """A dated stop. Covers ``start`` to ``end`` inclusive; ``end`` None = until lifted. ``told``: the reason of a hold of the program, in any language."""

    type: str
    start: date
    end: date | None = None
    scope: str = "case"
    applies_to: str = ""
    reason: str = ""
    by: str = ""
    hold_id: str = ""
    told: Phrase | None = field(default=None, compare=False)

    def covers(self, day: date) -> bool:
        """Whether it is in force that day; its first and last day belong to it."""
        return self.start <= day and (self.end is None or day <= self.end)


@often
@dataclass(frozen=True, slots=True)
class Move:
    """A change of stage made by an earlier run."""

    as_of: date
    from_stage: str
    to_stage: str
    level_from: int
    level_to: int
    episode: int
    rule: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the Legal sheet says of the way to disposition. Amounts are in the case's currency; ``chance`` is a share (0.6 = 60 %)."""

    advice_on: date | None = None
    final_demand_delivered_on: date | None = None
    proof: str = ""
    counsel: str = ""
    asked_on: date | None = None
    recommendation: str = ""
    filed_on: date | None = None
    next_hearing: date | None = None
    costs: Decimal | None = None
    judgment_on: date | None = None
    judgment_amount: Decimal | None = None
    expected_costs: Decimal | None = None
    expected_months: int | None = None
    chance: Decimal | None = None
    restarted_on: date | None = None
    restart_event: str = ""
    restart_proof: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """Income and costs a month, as the debtor told them. ``owed_to_others``: what is owed to other creditors in all; ``None`` = not asked."""

    taken_on: date
    income: Decimal
    costs_of: Mapping[str, Decimal] = field(default_factory=dict)
    dependents: int = 0
    agreed_saving: Decimal = Decimal(0)
    evidence: str = ""
    owed_to_others: Decimal | None = None
    notes: str = ""

    def cost(self, line: str) -> Decimal:
        """One of ``COST_LINES``; 0 where nothing was said."""
        return self.costs_of.get(line, Decimal(0))

    @property
    def costs(self) -> Decimal:
        """All monthly costs that were told."""
        return sum(self.costs_of.values(), Decimal(0))

    @property
    def surplus(self) -> Decimal:
        """Income less all costs and the agreed saving; below zero when the month does not come out (R22)."""
        return self.income - self.costs - self.agreed_saving


@often
@dataclass(frozen=True, slots=True)
class CaseFile:
    """All typed facts of one case, and of its debtor as far as they concern it.

    ``data_faults`` names rows that were refused and so block sending; ``budget_on`` is the day of the latest budget talk, ``budgets`` are all of them;
    ``written_holds`` are the program's own hold rows as an earlier run left them; ``shared`` are the debtor's addresses that are not only his;
    ``unmatched`` is money on the bank statement that may be his and that nobody has booked yet.
    """

    case: Case
    debtor: Debtor
    installments: tuple[Installment, ...] = ()
    payments: tuple[Payment, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    plans: tuple[Plan, ...] = ()
    promises: tuple[Promise, ...] = ()
    contacts: tuple[Contact, ...] = ()
    holds: tuple[Hold, ...] = ()
    written_holds: tuple[Hold, ...] = ()
    moves: tuple[Move, ...] = ()
    advice: Advice | None = None
    budget_on: date | None = None
    budgets: tuple[Budget, ...] = ()
    data_faults: tuple[Phrase, ...] = ()
    shared: tuple[Shared, ...] = ()
    unmatched: tuple[Incoming, ...] = ()
