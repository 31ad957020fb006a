"""What a message is about: plain facts, ready to be worded. Filled by tasks, read by wording, email and outbox.

Amounts are exact ``Decimal`` values in the currency of their statement; days late are calendar days as of ``as_of``.
Nothing in here is markup: names and references are cleaned and shielded by ``wording`` before a template sees them.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from pyaddin.records import dataclass, often

CHANNELS = ("email", "letter", "sms", "call")
"""Ways in which a wording leaves the office. Email and letter share one file; a text message and a call script have their own."""

TONES = ("first", "firm", "final")
"""First assumes an oversight, firm names what is needed, final sets a date; all of them are respectful."""

_TONE_OF = {"friendly": "first", "calm": "first", "firm": "firm", "final": "final"}


def tone_of(level_tone: str) -> str:
    """The tone of wording files for a tone of the sheet Levels (friendly, calm, firm, final); an unknown or empty one counts as first."""
    return _TONE_OF.get(level_tone, level_tone if level_tone in TONES else "first")


@often
@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One unpaid installment in the table of a message."""

    no: int
    due_on: date
    days_late: int
    due: Decimal
    paid: Decimal
    open: Decimal


@often
@dataclass(frozen=True, slots=True)
class Statement:
    """One debt as the debtor should see it: what is overdue, made up of its parts (rule R31).

    ``principal + contract_interest + installment_fees == arrears`` and ``arrears + late_interest + fees == total_due``.
    """

    case_id: str
    product: str
    currency: str
    days_past_due: int
    lines: tuple[OverdueLine, ...]
    principal: Decimal
    contract_interest: Decimal
    installment_fees: Decimal
    arrears: Decimal
    late_interest: Decimal
    fees: Decimal
    total_due: Decimal


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, from Settings. ``practice``: a practice ledger, whose messages are marked."""

    name: str
    address: str
    phone: str
    contact_person: str
    reply_to: str
    payment_instructions: str
    complaint_line: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """A payment that a thank-you is for."""

    amount: Decimal
    currency: str
    on: date
    closes_case: bool


@dataclass(frozen=True, slots=True)
class Upcoming:
    """An installment that falls due soon. ``open`` is what is still to be paid of it; ``of_plan``: it belongs to a signed plan."""

    no: int
    due_on: date
    days_ahead: int
    open: Decimal
    of_plan: bool


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise to pay, as the debtor gave it."""

    amount: Decimal
    made_on: date
    due_on: date


@often
@dataclass(frozen=True, slots=True)
class PlanRow:
    """One installment of an agreement: what is to be paid and what has been."""

    no: int
    due_on: date
    amount: Decimal
    paid: Decimal

    @property
    def open(self) -> Decimal:
        """What is still to be paid of it."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement on installments. ``total`` is the sum of its rows; ``agreed_on`` the later signature, ``None`` while one is missing."""

    plan_id: str
    version: int
    agreed_on: date | None
    total: Decimal
    waived: Decimal
    method: str
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """To whom a case was handed, and when."""

    to: str
    on: date


@dataclass(frozen=True, slots=True)
class Settled:
    """What a confirmation certifies: since when nothing is owed (paid, or settled by agreement) or nothing is in arrears (cured)."""

    on: date
    by_settlement: bool = False


@dataclass(frozen=True, slots=True)
class Validation:
    """What the validation notice of Regulation F says: both sides' addresses, the creditors, the account, the itemization, the end of the period.

    ``then + interest + fees - payments - credits == now``. ``account``: its last four digits, blank = the debt has no account number. ``by``: what the
    itemization date is: payment, contract or judgment.
    """

    debtor_address: str
    creditor_now: str
    creditor_then: str
    account: str
    on: date
    by: str
    then: Decimal
    interest: Decimal
    fees: Decimal
    payments: Decimal
    credits: Decimal
    now: Decimal
    ends: date


@often
@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one message says. ``kind``, ``template``, ``stage``, ``channel`` and ``tone`` choose the wording file.

    ``statements[0]`` is the case of highest priority; further ones are the debtor's other overdue cases.
    ``counted_until``: payments up to this date are counted. ``pay_by``: the date asked for in the message.
    ``missed`` is the installment that a missed notice is about; ``received`` the payment of a thank-you or of a confirmation; ``upcoming``
    the next installment; ``promise``, ``plan``, ``handover`` and ``settled`` what a message of that kind is about.
    ``reason``: code of the reason for not paying that was noted last, for the empathy prompt of a call script. ``validation``: see there.
    ``from_collector``: it must say that it is from a debt collector.
    """

    kind: str  # a key of fields.FIELDS: reminder, missed, notice, thanks ...
    level: int  # 1-4 for reminders, else 0
    template: str  # stem of the wording file, e.g. "reminder_1"
    stage: str  # folder: CONTACT, DEEP, NEGOTIATE, MONITOR, DISPOSITION
    tone: str  # first, firm, final
    language: str
    debtor_name: str
    as_of: date
    counted_until: date
    pay_by: date
    sender: Sender
    statements: tuple[Statement, ...]
    missed: OverdueLine | None = None
    received: Received | None = None
    channel: str = "email"  # email, letter, sms, call
    upcoming: Upcoming | None = None
    promise: Promised | None = None
    plan: Agreed | None = None
    handover: Handover | None = None
    settled: Settled | None = None
    reason: str = ""
    validation: Validation | None = None
    from_collector: bool = False


class AskedFor(NamedTuple):
    """What a message asks for on one case."""

    case_id: str
    amount: Decimal
    currency: str


class Span(NamedTuple):
    """A run of text in one style: plain, bold or italic."""

    text: str
    style: str = "plain"


class Block(NamedTuple):
    """One block of the tree: ``p`` paragraph, ``ul`` list (one tuple of spans per item), ``slot`` filled by code."""

    kind: str
    items: tuple[tuple[Span, ...], ...] = ()
    slot: str = ""


@often
@dataclass(frozen=True, slots=True)
class Wording:
    """A rendered wording: the same tree for every channel, with the file and hash it came from.

    A text message and a call script have no subject and no preheader. ``heading`` stands above a printed letter, inside the envelope; empty = none.
    """

    subject: str
    preheader: str
    blocks: tuple[Block, ...]
    language: str
    template: str  # path below templates/, e.g. "en/contact/reminder_1.txt"
    sha256: str
    warnings: tuple[str, ...] = ()
    heading: str = ""


@often
@dataclass(frozen=True, slots=True)
class Said:
    """A wording as an email says it: ``text`` for a mail program without HTML, ``body`` what stands in the page."""

    subject: str
    preheader: str
    text: str
    body: bytes
    language: str
    template: str
    sha256: str
    warnings: tuple[str, ...] = ()


@often
@dataclass(frozen=True, slots=True)
class Planned:
    """A message decided on, before its bytes exist: who gets what, under which keys.

    ``keys`` are the outbox keys it settles (``case|episode|kind|subject``), the first for ``case_id``. ``at`` is the planned instant (UTC).
    ``ledger_id`` keeps the Message-IDs of two ledgers of one office apart. ``needs_approval``: the message waits in the outbox until a supervisor releases it.
    """

    keys: tuple[tuple[str, str], ...]  # (outbox key, case id)
    case_id: str
    debtor_id: str
    channel: str
    recipient: str
    recipient_name: str
    at: datetime
    run_id: str
    needs_approval: bool
    why: str
    ledger_id: str = ""
