"""An amount that was typed or pasted as text: read when it can only be one number, refused with both readings when it can be two."""

from __future__ import annotations

import re
from decimal import Decimal

from pyaddin.ledger.texts import BadCell, narrow
from pyaddin.patterns import Pattern
from pyaddin.records import dataclass

# currency words as people write them, in capitals, and the currencies they can stand for (an empty set fits any: 元 is every dollar and yuan)
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN"})
_YUAN = frozenset({"CNY", "TWD", "HKD", "MOP", "SGD", "USD", "JPY"})
WORDS: dict[str, frozenset[str]] = {
    "¥": frozenset({"CNY", "JPY"}), "RMB": frozenset({"CNY"}), "CN¥": frozenset({"CNY"}), "人民币": frozenset({"CNY"}), "人民幣": frozenset({"CNY"}),
    "NT$": frozenset({"TWD"}), "NTD": frozenset({"TWD"}), "NT": frozenset({"TWD"}), "新台幣": frozenset({"TWD"}), "新臺幣": frozenset({"TWD"}),
    "台幣": frozenset({"TWD"}), "臺幣": frozenset({"TWD"}), "HK$": frozenset({"HKD"}), "港币": frozenset({"HKD"}), "港幣": frozenset({"HKD"}),
    "US$": frozenset({"USD"}), "美元": frozenset({"USD"}), "$": _DOLLARS, "€": frozenset({"EUR"}), "£": frozenset({"GBP"}),
    "元": _YUAN, "圓": _YUAN, "圆": _YUAN, "元整": _YUAN, "圓整": _YUAN, "圆整": _YUAN, "塊": _YUAN, "块": _YUAN, "円": frozenset({"JPY"}),
}  # fmt: skip
CODES = ("CNY", "TWD", "USD", "HKD", "EUR", "GBP", "JPY", "SGD", "MOP", "AUD", "CAD", "NZD", "CHF", "KRW", "MYR", "THB", "VND", "IDR", "PHP", "INR")
# where these are the money, a comma parts thousands and never cents
COMMA_PARTS_THOUSANDS = frozenset({"CNY", "TWD", "HKD", "MOP", "SGD", "USD", "GBP", "JPY", "AUD", "NZD", "KRW", "MYR", "THB", "PHP"})

_ALL_WORDS = WORDS | {code: frozenset({code}) for code in CODES}
_WORD = "|".join(re.escape(word) for word in sorted(_ALL_WORDS, key=len, reverse=True))
_PARTS = Pattern(
    rf"(?P<before>{_WORD})? ?(?P<sign>[-+−])? ?(?P<between>{_WORD})? ?(?P<figures>[\d.,'’ ]*\d)(?P<minus>-)? ?(?P<after>{_WORD})?", re.ASCII | re.IGNORECASE
)
_BRACKETS = Pattern(rf"(?P<before>{_WORD})? ?\((?P<inner>[^()]+)\) ?(?P<after>{_WORD})?", re.ASCII | re.IGNORECASE)
_GROUPED = {mark: Pattern(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+", re.ASCII) for mark in (".", ",", " ", "'")}
_SCIENTIFIC = Pattern(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as the text means it, and the currencies that its currency word allows (empty = it had none)."""

    number: Decimal
    currencies: frozenset[str] = frozenset()


def amount_of(text: str, currency: str = "") -> Amount:
    """The one number that the text can mean. ``currency`` is that of the row, blank when unknown: it tells what a lone comma parts.

    Read: ¥1,200.00, NT$1,200, 1,200元, US$ 5, 1.200,50 and 1 200,50 (point and comma both there, or blanks), (1,200.00) and 1,200- as negative,
    full-width digits. Refused with both readings: 1.200, and 1,200 or 12,50 where the currency does not say what a comma parts.
    Raises ``BadCell`` E-NUMBER (E-DIGITS for 6.2E+17, whose digits are lost).
    """
    plain = narrow(text)
    inner = _BRACKETS.fullmatch(plain)
    negative = inner is not None
    if inner is not None:
        plain = f"{inner['before'] or ''}{inner['inner']}{inner['after'] or ''}"
    match = _PARTS.fullmatch(plain)
    if match is None:
        raise BadCell("E-DIGITS") if _SCIENTIFIC.fullmatch(plain) else BadCell("E-NUMBER", _advice(plain))
    marks = [_ALL_WORDS[match[name].upper()] for name in ("before", "between", "after") if match[name]]
    currencies = frozenset.intersection(*marks) if marks else frozenset()
    signs = [sign for sign in (match["sign"], match["minus"]) if sign]
    if marks and not currencies or negative and signs or len(signs) > 1:
        raise BadCell("E-NUMBER", _advice(plain))
    number = _figures(match["figures"].strip().replace("’", "'"), currency, currencies)
    return Amount(-number if negative or signs and signs[0] != "+" else number, currencies)


def rate_of(text: str) -> Decimal:
    """A rate: 12% is 0.12, 0.12 is itself. Raises ``BadCell`` E-NUMBER."""
    plain = narrow(text)
    percent = plain.endswith("%")
    amount = amount_of(plain.removesuffix("%").rstrip())
    if amount.currencies:
        raise BadCell("E-NUMBER", "12 % a year is typed 0.12 (or 12%).")
    return amount.number / 100 if percent else amount.number


def _figures(figures: str, currency: str, words: frozenset[str]) -> Decimal:
    """Digits with whatever parts thousands and cents."""
    marks = [mark for mark in (".", ",", " ", "'") if mark in figures]
    if not marks:
        return _whole(figures)
    points = [mark for mark in marks if mark in ".,"]
    if len(marks) == 1 and points and figures.count(points[0]) == 1:
        return _lone_mark(figures, points[0], currency, words)
    if len(marks) == 1:
        return _grouped(figures, marks[0], figures)
    last = max(points, key=figures.rfind) if points else ""
    grouping = [mark for mark in marks if mark != last]
    if not last or len(grouping) != 1 or figures.count(last) != 1 or figures.rfind(grouping[0]) > figures.rfind(last):
        raise BadCell("E-NUMBER", _advice(figures))
    whole, _, cents = figures.partition(last)
    return Decimal(f"{_grouped(whole, grouping[0], figures)}.{cents}")


def _lone_mark(figures: str, mark: str, currency: str, words: frozenset[str]) -> Decimal:
    """One point or one comma, and nothing else: the hard case."""
    whole, _, rest = figures.partition(mark)
    known = frozenset({currency}) if currency else words
    thousands = bool(known) and known <= COMMA_PARTS_THOUSANDS
    may_group = len(rest) == 3 and whole.isdigit() and 1 <= len(whole) <= 3 and not whole.startswith("0")
    if mark == "," and thousands and may_group:
        return Decimal(whole + rest)
    if may_group or mark == "," and (thousands or not whole):
        grouped, parted = f"{whole}{rest}", f"{whole or 0}.{rest}"
        raise BadCell("E-NUMBER", f"It can be {grouped} or {parted}. Type a plain number, with a point before the cents.")
    if whole.startswith("0") and len(whole) > 1:
        raise BadCell("E-NUMBER", _advice(figures))
    return Decimal(f"{whole or 0}.{rest}")


def _grouped(text: str, mark: str, figures: str) -> Decimal:
    if _GROUPED[mark].fullmatch(text) is None or text.startswith("0"):
        raise BadCell("E-NUMBER", _advice(figures))
    return Decimal(text.replace(mark, ""))


def _whole(digits: str) -> Decimal:
    if not digits.isascii() or digits.startswith("0") and len(digits) > 1:
        raise BadCell("E-NUMBER", "The figures begin with a zero, as no amount does: is it an account or a phone number?")
    return Decimal(digits)


def _advice(text: str) -> str:
    return "Type a plain number with a point before the cents, for example 1200.50." if any(mark.isdigit() for mark in text) else ""
