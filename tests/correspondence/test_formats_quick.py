"""Figures and blocks made the quick way are those made step by step."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from babel.dates import format_date
from babel.numbers import get_currency_precision, get_currency_symbol, parse_pattern
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.correspondence import blocks, clean, formats
from pyaddin.correspondence.message import Block
from pyaddin.labels import LANGUAGES
from pyaddin.rules.money import KNOWN_CURRENCIES

LINES = [
    "",
    " ",
    "\t",
    "Dear Ann,",
    "**bold** and *italic*",
    "- one",
    "- two *three*",
    "  joined",
    "[[overdue_table]]",
    "[[ amount_table ]]",
    "张三",
    "张 三",
    "\u3000",
]


@settings(max_examples=300, deadline=None)
@given(
    st.decimals(min_value=Decimal("-99999999999"), max_value=Decimal("99999999999"), allow_nan=False, allow_infinity=False, places=4),
    st.sampled_from(["CNY", "USD", "TWD", "JPY", "KWD", "EUR"]),
    st.sampled_from(LANGUAGES),
)
def test_a_figure_is_the_one_of_babel(value: Decimal, currency: str, language: str) -> None:
    digits = {"JPY": 0, "KWD": 3}.get(currency, 2)
    pattern = parse_pattern("#,##0" + ("." + "0" * digits if digits else ""))
    exact = value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + 0
    assert formats.figure(value, currency, language) == pattern.apply(exact, formats.locale_of(language))


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(LANGUAGES))
def test_a_day_is_the_one_of_babel(value: date, language: str) -> None:
    assert formats.day(value, language) == format_date(value, "long", formats.locale_of(language))
    assert formats.short_day(value, language) == format_date(value, "medium", formats.locale_of(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", sorted(KNOWN_CURRENCIES))
def test_what_stands_beside_a_figure_is_what_babel_has_unless_it_could_be_mistaken(currency: str, language: str) -> None:
    sign = get_currency_symbol(currency, formats.locale_of(language))
    shared = sign == currency or "¥" in sign or "￥" in sign or sign == "$"
    expected = {"TWD": "NT$", "USD": "US$"}.get(currency, f"{currency}\u00a0" if shared else sign)
    digits = get_currency_precision(currency)
    figure = "1,234" + ("." + "0" * digits if digits else "")
    assert formats.amount(Decimal(1234), currency, language) == (f"{figure}元" if (currency, language) == ("CNY", "zh-CN") else expected + figure)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14).map("\n".join))
def test_parts_between_blank_lines_are_read_as_the_whole_is(body: str) -> None:
    assert blocks.parse(body) == _whole(body)


def _whole(body: str) -> tuple[Block, ...]:
    """The body read line by line without parting it."""
    return blocks._by_lines(body)


@given(st.text(max_size=60))
def test_shielding_is_the_same_where_nothing_is_to_be_shielded(text: str) -> None:
    hidden = {ord(char): chr(0xE000 + place) for place, char in enumerate(clean.MARKUP)}
    assert clean.shield(text) == text.translate(hidden)
    assert clean.unshield(text) == text.translate({ord(private): chr(char) for char, private in hidden.items()})
    assert clean.unshield(clean.shield(clean.cleaned(text))) == clean.cleaned(text)
