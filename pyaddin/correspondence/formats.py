"""Amounts, dates and day counts as a reader of each language writes them. Babel knows the locales; the rules here keep them unmistakable.

A currency is never told by a sign that two currencies share: "CNY 1,234.50" in English, "1,234.50元" in Simplified
Chinese; Taiwan dollars are always "NT$". Amounts are rounded half-up to the currency's minor unit before Babel sees them.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, get_currency_precision, get_currency_symbol, parse_pattern

LANGUAGES = ("en", "zh-CN", "zh-TW")
_LOCALES = {"en": Locale("en", "US"), "zh-CN": Locale("zh", "CN", script="Hans"), "zh-TW": Locale("zh", "TW", script="Hant")}
_SIGNS = {("TWD", language): "NT$" for language in LANGUAGES} | {("USD", language): "US$" for language in LANGUAGES}
_SUFFIXES = {("CNY", "zh-CN"): "元"}
_WRITTEN = "-1,234,567.89"
_DAYS = {"en": ("{} day", "{} days"), "zh-CN": ("{} 天", "{} 天"), "zh-TW": ("{} 天", "{} 天")}


def locale_of(language: str) -> Locale:
    """The Babel locale of a ledger language; any other word counts as English."""
    return _LOCALES.get(language, _LOCALES["en"])


@cache
def _affixes(currency: str, language: str) -> tuple[str, str]:
    """What stands before and after the figure. Ambiguous or unknown signs give way to the ISO code."""
    if (currency, language) in _SUFFIXES:
        return "", _SUFFIXES[currency, language]
    sign = _SIGNS.get((currency, language)) or get_currency_symbol(currency, locale_of(language))
    if sign == currency or "¥" in sign or "￥" in sign or sign == "$":
        return currency + "\u00a0", ""
    return sign, ""


@cache
def _pattern(currency: str) -> tuple[NumberPattern, Decimal]:
    digits = get_currency_precision(currency)
    zeros = "." + "0" * digits if digits else ""
    return parse_pattern("#,##0" + zeros), Decimal(1).scaleb(-digits)


@lru_cache(maxsize=16_384)
def figure(value: Decimal, currency: str, language: str) -> str:
    """The number alone, to the currency's minor unit: for table cells whose caption names the currency."""
    pattern, unit = _pattern(currency)
    exact = value.quantize(unit, ROUND_HALF_UP) + 0
    if _grouped_by_comma(language):
        return format(exact, ",f")
    text: str = pattern.apply(exact, locale_of(language))
    return text


@cache
def _grouped_by_comma(language: str) -> bool:
    """Whether Babel writes this language's numbers as Python does by itself, which is much quicker."""
    locale = locale_of(language)
    text: str = parse_pattern("#,##0.00").apply(Decimal(_WRITTEN.replace(",", "")), locale)
    return text == _WRITTEN


@lru_cache(maxsize=16_384)
def amount(value: Decimal, currency: str, language: str) -> str:
    """An amount with its currency, for example ``CNY 1,234.50`` (hard space), ``1,234.50元``, ``NT$1,234.00``."""
    before, after = _affixes(currency, language)
    number = figure(value, currency, language)
    return f"-{before}{number[1:]}{after}" if number.startswith("-") else f"{before}{number}{after}"


@lru_cache(maxsize=4_096)
def day(value: date, language: str) -> str:
    """A date in full, never in digits only: ``December 7, 2026``, ``2026年12月7日``."""
    return format_date(value, "long", locale_of(language))


@lru_cache(maxsize=4_096)
def short_day(value: date, language: str) -> str:
    """A date for a narrow column, the month still in letters where digits could be read in two ways: ``Dec 7, 2026``, ``2026年12月7日``."""
    return format_date(value, "medium", locale_of(language))


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
