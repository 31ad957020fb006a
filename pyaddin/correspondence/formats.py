"""Amounts, dates and day counts as a reader of each language writes them. Babel knows the locales; the rules here keep them unmistakable.

A currency is never told by a sign that two currencies share: "CNY 1,234.50" in English, "1,234.50元" in Simplified
Chinese; Taiwan dollars are always "NT$". Amounts are rounded half-up to the currency's minor unit.

Dates, figures and the currencies of most ledgers are written by the short tables below: loading the locales takes longer than wording a hundred
messages. Tests hold the tables to Babel, which is loaded for everything else.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pyaddin.labels import LANGUAGES

if TYPE_CHECKING:
    from babel import Locale

_SIGNS = {("TWD", language): "NT$" for language in LANGUAGES} | {("USD", language): "US$" for language in LANGUAGES}
_SUFFIXES = {("CNY", "zh-CN"): "元"}
_KNOWN_SIGNS = {"CNY": "", "HKD": "HK$", "EUR": "€", "GBP": "£"}
"""What Babel has for these currencies in each of the languages; blank = a sign that others share, so the code stands there."""
_DIGITS = {"CNY": 2, "TWD": 2, "USD": 2, "HKD": 2, "EUR": 2, "GBP": 2}
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_DAYS = {"en": ("{} day", "{} days"), "zh-CN": ("{} 天", "{} 天"), "zh-TW": ("{} 天", "{} 天")}


@cache
def locale_of(language: str) -> Locale:
    """The Babel locale of a ledger language; any other word counts as English."""
    from babel import Locale

    territory, script = {"zh-CN": ("CN", "Hans"), "zh-TW": ("TW", "Hant")}.get(language, ("US", None))
    return Locale("zh" if script else "en", territory, script=script)


@cache
def _affixes(currency: str, language: str) -> tuple[str, str]:
    """What stands before and after the figure. Ambiguous or unknown signs give way to the ISO code."""
    if (currency, language) in _SUFFIXES:
        return "", _SUFFIXES[currency, language]
    sign = _SIGNS.get((currency, language)) or _KNOWN_SIGNS.get(currency)
    if sign is None:
        sign = _sign(currency, language)
    return sign or currency + "\u00a0", ""


def _sign(currency: str, language: str) -> str:
    """Babel's sign for the currency; blank where it has none, or one that other currencies share."""
    from babel.numbers import get_currency_symbol

    sign: str = get_currency_symbol(currency, locale_of(language))
    return "" if sign == currency or "¥" in sign or "￥" in sign or sign == "$" else sign


@cache
def digits(currency: str) -> int:
    """Digits after the point, as Babel has them: fewer than the law's where the small coins are out of use."""
    known = _DIGITS.get(currency)
    if known is None:
        from babel.numbers import get_currency_precision

        known = int(get_currency_precision(currency))
    return known


@cache
def _unit(currency: str) -> Decimal:
    """The smallest amount that is written."""
    return Decimal(1).scaleb(-digits(currency))


@lru_cache(maxsize=16_384)
def figure(value: Decimal, currency: str, language: str) -> str:
    """The number alone, to the currency's minor unit: for table cells whose caption names the currency. All languages group by comma."""
    return format(value.quantize(_unit(currency), ROUND_HALF_UP) + 0, ",f")


@lru_cache(maxsize=16_384)
def amount(value: Decimal, currency: str, language: str) -> str:
    """An amount with its currency, for example ``CNY 1,234.50`` (hard space), ``1,234.50元``, ``NT$1,234.00``."""
    before, after = _affixes(currency, language)
    number = figure(value, currency, language)
    return f"-{before}{number[1:]}{after}" if number.startswith("-") else f"{before}{number}{after}"


@lru_cache(maxsize=4_096)
def day(value: date, language: str) -> str:
    """A date in full, never in digits only: ``December 7, 2026``, ``2026年12月7日``."""
    return _written(value, _MONTHS[value.month - 1], language)


@lru_cache(maxsize=4_096)
def short_day(value: date, language: str) -> str:
    """A date for a narrow column, the month still in letters where digits could be read in two ways: ``Dec 7, 2026``, ``2026年12月7日``."""
    return _written(value, _MONTHS[value.month - 1][:3], language)


def _written(value: date, month: str, language: str) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if language in ("zh-CN", "zh-TW") else f"{month} {value.day}, {value.year}"


def days(count: int, language: str) -> str:
    """A number of days with its word: ``1 day``, ``12 days``, ``12 天``."""
    one, more = _DAYS.get(language, _DAYS["en"])
    return (one if count == 1 else more).format(count)


_SHORT_NAMES = {
    ("HK", "en"): "Hong Kong", ("HK", "zh-CN"): "香港", ("HK", "zh-TW"): "香港",
    ("MO", "en"): "Macao", ("MO", "zh-CN"): "澳门", ("MO", "zh-TW"): "澳門",
}  # fmt: skip


def country_name(code: str, language: str) -> str:
    """The name of a country (ISO 3166-1 alpha-2) in a language, as it stands on an envelope; the code itself where none is known."""
    if (code.upper(), language) in _SHORT_NAMES:
        return _SHORT_NAMES[code.upper(), language]
    name: str | None = locale_of(language).territories.get(code.upper())
    return name or code.upper()
