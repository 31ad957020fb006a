"""Knowing a line of a statement again: in the same file, in one that overlaps it, and in another format of the same account."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pyaddin.labels import folded
from pyaddin.ledger.imports.statements.lines import BankLine, Statement, account_form
from pyaddin.records import dataclass

_TOKEN = re.compile(r"[^\W_]+")
_TELLING = 6


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line that is in the ledger. ``form`` and ``account`` are those of the statement that it came with; blank = a person entered it."""

    line_id: str
    value_date: date
    amount: Decimal
    currency: str
    payer: str = ""
    payer_account: str = ""
    reference: str = ""
    form: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the statement with its stable id. ``known`` is the line of the ledger that it is; blank = new."""

    line_id: str
    line: BankLine
    known: str = ""


def told_apart(statement: Statement, known: Sequence[KnownLine]) -> list[Told]:
    """Every line with its id, and which of them the ledger has.

    The id comes from account, day, amount, the bank's reference and the texts, and counts lines that are equal in all of these: two equal ones of one
    statement stay two, and an overlapping statement gives the same ids. A line of another format (its texts are never quite the same) is the same
    when day and amount are, nothing speaks against the account, and it shares the payer, the payer's account or a telling number; each line of the
    ledger is met once.
    """
    ids = _ids(statement)
    have = {row.line_id: row for row in known}
    left = [row for row in known if row.line_id not in set(ids) and row.form not in ("", statement.form)]
    open_ones = [at for at, line_id in enumerate(ids) if line_id not in have]
    met = _met(statement, open_ones, left)
    return [Told(line_id, line, line_id if line_id in have else met.get(at, "")) for at, (line_id, line) in enumerate(zip(ids, statement.lines, strict=True))]


def _ids(statement: Statement) -> list[str]:
    times: Counter[tuple[str, ...]] = Counter()
    ids = []
    for line in statement.lines:
        content = "".join(_words(f"{line.payer} {line.payer_account} {line.reference}"))
        basis = (account_form(statement.account), line.value_date.isoformat(), f"{line.amount.normalize():f}", line.currency, line.bank_reference, content)
        times[basis] += 1
        digest = hashlib.sha256("|".join((*basis, str(times[basis]))).encode("utf-8", "surrogatepass")).digest()
        ids.append(f"B-{b32encode(digest).decode()[:10]}")
    return ids


def _met(statement: Statement, open_ones: Iterable[int], left: Sequence[KnownLine]) -> dict[int, str]:
    """Lines of another format found again, the likest pairs first."""
    by_money: dict[tuple[date, Decimal], list[KnownLine]] = {}
    for row in left:
        by_money.setdefault((row.value_date, row.amount), []).append(row)
    pairs = []
    for at in open_ones:
        line = statement.lines[at]
        for row in by_money.get((line.value_date, line.amount), ()):
            shared = _shared(statement.account, line, row)
            if shared:
                pairs.append((-shared, at, row.line_id))
    met: dict[int, str] = {}
    for _, at, line_id in sorted(pairs):
        if at not in met and line_id not in met.values():
            met[at] = line_id
    return met


def _shared(account: str, line: BankLine, row: KnownLine) -> int:
    """How much speaks for one movement in two formats; 0 = nothing, or something against it."""
    mine, theirs = account_form(account), account_form(row.account)
    if line.currency and row.currency and line.currency != row.currency:
        return 0
    if mine and theirs and any(char.isdigit() for char in theirs) and not _same_account(mine, theirs):
        return 0
    here, there = f"{line.payer} {line.payer_account} {line.reference} {line.bank_reference}", f"{row.payer} {row.payer_account} {row.reference}"
    points = 3 * (bool(line.payer) and folded(line.payer) == folded(row.payer))
    points += 3 * (bool(line.payer_account) and account_form(line.payer_account) == account_form(row.payer_account))
    points += 2 * len(_telling(here) & _telling(there))
    bare = [not _words(text) for text in (here, there)]
    return points or (1 if any(bare) else 0)


def _same_account(one: str, other: str) -> bool:
    """An IBAN holds the plain account number; MT940 often has bank code and number with leading zeros."""
    short, long = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    return short in long or long.endswith(short[-10:]) and len(short) >= 10


def _words(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def _telling(text: str) -> frozenset[str]:
    """Words that name one movement: numbers and codes of six characters and more."""
    return frozenset(word for word in _words(text) if len(word) >= _TELLING and any(char.isdigit() for char in word))
