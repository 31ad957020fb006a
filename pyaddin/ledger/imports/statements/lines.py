"""What a bank statement says, whatever its format: the account, its balances, and one line for each movement of money."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal

from pyaddin.errors import Fault
from pyaddin.records import dataclass
from pyaddin.rules.money import UnknownCurrency, minor_digits

MT940, CAMT, LIST = "MT940", "CAMT.053", "list"
MOST_LINES = 100_000
BY_HAND = "Look at the bank's own page, and enter the payment by hand."
"""What to do about a line that cannot be read."""
_LONGEST = 400
_NOTHING = frozenset({"", "NONREF", "NOTPROVIDED", "NOT PROVIDED", "EREF", "KREF+", "NOREF"})


@dataclass(frozen=True, slots=True)
class BankLine:
    """One movement: ``amount`` is positive when money came in. ``returns``: the bank itself marks it as a return or reversal.

    ``payer`` and ``payer_account`` are the other side, also where money went out. ``bank_reference`` is the bank's own id of the movement.
    """

    number: int
    value_date: date
    amount: Decimal
    currency: str
    payer: str = ""
    payer_account: str = ""
    reference: str = ""
    bank_reference: str = ""
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """What stood on the account at the beginning or end of a day."""

    on: date
    amount: Decimal
    currency: str


@dataclass(slots=True)
class Statement:
    """One statement of one account. ``number`` as the bank counts it, blank where it does not; ``faults`` are its lines that cannot be taken."""

    form: str
    account: str
    number: str
    lines: list[BankLine] = field(default_factory=list)
    opening: Balance | None = None
    closing: Balance | None = None
    begins: date | None = None
    ends: date | None = None
    faults: list[Fault] = field(default_factory=list)
    skipped: list[Fault] = field(default_factory=list)

    @property
    def first(self) -> date | None:
        """The first day that it covers."""
        days = [line.value_date for line in self.lines]
        return self.begins or (self.opening.on if self.opening else None) or min(days, default=None)

    @property
    def last(self) -> date | None:
        """The last day that it covers: as the bank says, else of the closing balance, else of the latest line."""
        said = self.ends or (self.closing.on if self.closing else None)
        days = [line.value_date for line in self.lines]
        return max(days, default=said) if said is None or self.first is not None and said < self.first else said


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Text of the bank in one line, without control characters; Unicode forms as a person would type them."""
    shown = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFKC", text))
    return " ".join(shown.split())[:longest]


def meant(reference: str) -> str:
    """A reference, blank where the bank writes a word for none (NONREF, NOTPROVIDED)."""
    word = one_line(reference)
    return "" if word.upper() in _NOTHING or len(word) < 2 else word


_RETURNS = re.compile(
    r"\b(?:returned|return of|reversal|reversed|chargeback|unpaid|bounced|rücklastschrift|rueckueberweisung|retoure|storno)\b"
    r"|退汇|退票|冲正|退回|撤销|退匯|沖正|撤銷", re.IGNORECASE,
)  # fmt: skip


def says_return(text: str) -> bool:
    """Whether the bank's words say that money comes back: returned, unpaid, reversal, Retoure, 退汇, 冲正."""
    return _RETURNS.search(text) is not None


def digits_of(currency: str) -> int:
    """Decimals of the currency; two for one that is no more, or is not known."""
    try:
        return minor_digits(currency)
    except UnknownCurrency:
        return 2


def to_the_cent(amount: Decimal, currency: str) -> Decimal:
    """The amount with the currency's decimals, where that changes nothing (8.850 EUR is 8.85)."""
    exact = amount.quantize(Decimal(1).scaleb(-digits_of(currency)))
    return exact if exact == amount else amount


def account_form(account: str) -> str:
    """An account number in one spelling: capitals and figures only, a currency behind it left out."""
    bare = re.sub(r"[^0-9A-Z]", "", account.upper())
    return re.sub(r"(?<=\d)(?:EUR|GBP|USD|CHF|CNY|HKD|TWD|PLN|HUF|JPY)$", "", bare)


def joined(parts: Sequence[str]) -> str:
    """Several texts as one, without empty and repeated ones."""
    return one_line(" ".join(dict.fromkeys(part for part in (one_line(part) for part in parts) if part)))
