"""What a message is about: plain facts, ready to be worded. Filled by tasks, read by wording, email and outbox.

Amounts are exact ``Decimal`` values in the currency of their statement; days late are calendar days as of ``as_of``.
Nothing in here is markup: names and references are cleaned and shielded by ``wording`` before a template sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OverdueLine:
    """One unpaid installment in the table of a message."""

    no: int
    due_on: date
    days_late: int
    due: Decimal
    paid: Decimal
    open: Decimal


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
    """Who writes, from Settings."""

    name: str
    address: str
    phone: str
    contact_person: str
    reply_to: str
    payment_instructions: str
    complaint_line: str


@dataclass(frozen=True, slots=True)
class Received:
    """A payment that a thank-you is for."""

    amount: Decimal
    currency: str
    on: date
    closes_case: bool


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one message says. ``kind`` and ``level`` choose the wording file.

    ``statements[0]`` is the case of highest priority; further ones are the debtor's other overdue cases.
    ``counted_until``: payments up to this date are counted. ``pay_by``: the date asked for in the message.
    ``missed`` is the installment that a missed notice is about; ``received`` the payment of a thank-you.
    """

    kind: str  # reminder, missed, thanks
    level: int  # 1-4 for reminders, else 0
    template: str  # stem of the wording file, e.g. "reminder_1"
    stage: str  # folder: CONTACT, DEEP, NEGOTIATE, MONITOR
    tone: str
    language: str
    debtor_name: str
    as_of: date
    counted_until: date
    pay_by: date
    sender: Sender
    statements: tuple[Statement, ...]
    missed: OverdueLine | None = None
    received: Received | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style: plain, bold or italic."""

    text: str
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the tree: ``p`` paragraph, ``ul`` list (one tuple of spans per item), ``slot`` filled by code."""

    kind: str
    items: tuple[tuple[Span, ...], ...] = ()
    slot: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """A rendered wording: the same tree for every channel, with the file and hash it came from."""

    subject: str
    preheader: str
    blocks: tuple[Block, ...]
    language: str
    template: str  # path below templates/, e.g. "en/contact/reminder_1.txt"
    sha256: str
    warnings: tuple[str, ...] = ()


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
