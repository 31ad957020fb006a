"""MT940: SWIFT's text format of statements, read with the package mt-940.

Each line of the statement is handed to the package by itself, under the head of its statement: one that cannot be read is refused and named, and the
rest goes on.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import mt940
from mt940.models import Transaction, Transactions
from mt940.tags import StatementASNB, StatementGLS, Tag

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.imports.statements.lines import BY_HAND, MOST_LINES, MT940, Balance, BankLine, Statement, joined, meant, one_line, says_return, to_the_cent

_TAG = re.compile(r"^:(\d{2}|NS)([A-Z])?:", re.MULTILINE)
_START = re.compile(r"^:20:", re.MULTILINE)
_ENDS = ("60", "62", "64", "65")
_OPENING = ("final_opening_balance", "intermediate_opening_balance", "opening_balance")
_CLOSING = ("final_closing_balance", "intermediate_closing_balance", "closing_balance")
_OPTIONS = mt940.Options.all()
logging.getLogger("mt940").setLevel(logging.CRITICAL)  # it would print what the debtor wrote on the clerk's screen
_FREE_TEXT = "USTD//"  # that what follows is free text, as some banks say it within /REMI/
# /EREF/..., /BENM//NAME/..., /REMI/...: how Dutch and Belgian banks write the details
_WORDS = "EREF|ORDP|BENM|NAME|REMI|CNTP|IBAN|BIC|ISDT|TRCD|CSID|MARF|PREF|RTRN|ULTD|ULTB|PURP|ADDR|ID|USTD|STRD|CDTRREF|TRTP|IREF|OCMT|CHGS|EXCH|PROC"
_SLASHED = re.compile(rf"/({_WORDS})/", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", re.ASCII)
_SUBFIELD = re.compile(r"\?\d\d")
_WIDTH = 65
_ERRORS = (RuntimeError, ValueError, ArithmeticError, TypeError, KeyError, IndexError, AttributeError)


def looks_like(text: str) -> bool:
    """Whether a text is MT940: a transaction reference and an account stand at the beginning of lines."""
    head = text[:20_000]
    return _START.search(head) is not None and re.search(r"^:(?:25|28|60)[A-Z]?:", head, re.MULTILINE) is not None


def read_mt940(name: str, text: str) -> list[Statement]:
    """The statements of the file, in their order. Raises ``Stop`` X-NOT-STATEMENT when not one of them can be read, X-LIMIT."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in _START.finditer(plain)]
    blocks = [plain[at:to] for at, to in zip(starts, [*starts[1:], len(plain)], strict=True)]
    if plain.count("\n:61:") > MOST_LINES:
        raise Stop("X-LIMIT", f"{name} has more than {MOST_LINES} lines", advice="Ask the bank for shorter statements, for example one a day.")
    found = [_statement(name, block) for block in blocks]
    if not any(statement.lines or statement.opening or statement.faults for statement in found):
        raise Stop("X-NOT-STATEMENT", f"{name} begins like MT940, but holds no statement", advice="Fetch the file from the bank again.")
    return found


def _statement(name: str, block: str) -> Statement:
    """One block from :20: to the next."""
    head, entries, tail = _parted(block)
    result = Statement(MT940, "", "")
    data: dict[str, object] = {}
    for part in _each_tag(head + tail):  # a tag that the bank spells in its own way does not cost the statement
        try:
            data |= _parsed(part).data
        except _ERRORS:
            result.skipped.append(Fault("W-SKIPPED", name, None, part[:5], one_line(part, 60), "A field of the statement's head was not read."))
    result.account = one_line(str(data.get("account_identification") or ""))
    number = str(data.get("statement_number") or "").lstrip("0")
    sequence = str(data.get("sequence_number") or "").lstrip("0")
    result.number = f"{number}/{sequence}" if number and sequence else number
    result.opening, result.closing = _balance(data, _OPENING), _balance(data, _CLOSING)
    currency = next((balance.currency for balance in (result.opening, result.closing) if balance), "")
    for number_, entry in enumerate(entries, start=1):
        try:
            parsed = _entry(_with_head(head, entry))
            result.lines += [_line(number_, item, currency) for item in parsed[-1:]] or [_unread()]
        except _ERRORS:
            words = one_line(entry.split(":", 2)[-1], 80)
            result.faults.append(Fault("E-STATEMENT", name, number_, ":61:", words, f"Day or amount of this line cannot be read. {BY_HAND}"))
    return result


def _unread() -> BankLine:
    raise ValueError("no amount and date were found.")


def _parted(block: str) -> tuple[str, list[str], str]:
    """What stands before the first :61:, each :61: with all that belongs to it, and the closing fields."""
    marks = list(_TAG.finditer(block))
    first = next((match.start() for match in marks if match.group(1) == "61"), None)
    if first is None:
        return block, [], ""
    end = next((match.start() for match in marks if match.start() > first and match.group(1) in _ENDS), len(block))
    starts = [match.start() for match in marks if first <= match.start() < end and match.group(1) == "61"]
    return block[:first], [block[at:to].strip("\n- ") for at, to in zip(starts, [*starts[1:], end], strict=True)], block[end:]


def _each_tag(text: str) -> list[str]:
    marks = [match.start() for match in _TAG.finditer(text)]
    return [text[at:to] for at, to in zip(marks, [*marks[1:], len(text)], strict=True)]


def _with_head(head: str, entry: str) -> str:
    """The entry under the opening balance of its statement, which tells the package the currency."""
    balance = next((part for part in _each_tag(head) if part.startswith(":60")), "")
    return f"{balance.strip()}\n{entry}\n" if balance else f"{entry}\n"


def _parsed(text: str, tags: dict[int | str, Tag] | None = None) -> Transactions:
    # a handle, never the text itself: the package would look for a file of that name
    return mt940.parse(io.StringIO(text), tags=tags, options=_OPTIONS)


def _entry(text: str) -> Transactions:
    """One line of the statement: as SWIFT has it, else as ASN (the account as reference) or GLS (long references) write it."""
    try:
        return _parsed(text)
    except RuntimeError:
        try:
            return _parsed(text, {61: StatementASNB()})
        except RuntimeError:
            return _parsed(text, {61: StatementGLS()})


def _balance(data: dict[str, object], names: Sequence[str]) -> Balance | None:
    for name in names:
        found = data.get(name)
        amount, on = getattr(found, "amount", None), getattr(found, "date", None)
        if amount is not None and isinstance(on, date) and isinstance(amount.amount, Decimal):
            unit = str(amount.currency or "")
            return Balance(date(on.year, on.month, on.day), to_the_cent(amount.amount, unit), unit)
    return None


def _line(number: int, item: Transaction, currency: str) -> BankLine:
    data = item.data
    amount, on = data.get("amount"), data.get("date")
    if amount is None or not isinstance(on, date):
        raise ValueError("no amount and date were found.")
    details = str(data.get("transaction_details") or "")
    slashed = _slashed(details)
    payer = joined([str(data.get("applicant_name") or ""), str(data.get("deviate_applicant") or "")]) or slashed.get("NAME", "")
    account = str(data.get("applicant_iban") or data.get("gvc_applicant_iban") or "") or slashed.get("IBAN", "")
    for name in ("extra_details", "customer_reference"):
        match = _IBAN.fullmatch(one_line(str(data.get(name) or "")).replace(" ", ""))
        account = account or (match.group() if match else "")
    said = [
        str(data.get("purpose") or ""), str(data.get("additional_purpose") or ""), slashed.get("REMI", "").removeprefix(_FREE_TEXT),
        meant(str(data.get("end_to_end_reference") or "")), meant(slashed.get("EREF", "")),
        meant(str(data.get("customer_reference") or "")), str(data.get("posting_text") or ""),
    ]  # fmt: skip
    text = joined([*said, str(data.get("non_swift_text") or "")])
    free = "" if slashed or _SUBFIELD.search(details) else _unwrapped(details)
    status = str(data.get("status") or "").upper()
    unit = str(amount.currency or "") or currency
    return BankLine(
        number, date(on.year, on.month, on.day), to_the_cent(amount.amount, unit), unit, one_line(payer, 140), one_line(account, 40),
        joined([text, free]), meant(str(data.get("bank_reference") or "")),
        returns=status.startswith("R") or "RTRN" in slashed or says_return(text),
    )  # fmt: skip


def _unwrapped(details: str) -> str:
    """Free text that the bank broke after 65 characters, in the middle of a word or not; a shorter line ends with its word."""
    lines = details.split("\n")
    return "".join(line if len(line) >= _WIDTH else f"{line} " for line in lines)


def _slashed(details: str) -> dict[str, str]:
    """The parts of details written as /WORD/text; ``IBAN`` and ``NAME`` also from /CNTP/account/bank/name/."""
    text = "".join(details.split("\n"))
    marks = list(_SLASHED.finditer(text))
    found: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end() : following.start() if following else len(text)].strip("/ ")
        if value:
            found.setdefault(mark.group(1), value)
    if "CNTP" in found:
        parts = [part.strip() for part in found["CNTP"].split("/")]
        if parts and parts[0]:
            found.setdefault("IBAN", parts[0])
        if len(parts) > 2 and parts[2]:
            found.setdefault("NAME", parts[2])
    return found
