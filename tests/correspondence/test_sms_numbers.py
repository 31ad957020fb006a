"""Phone numbers as clerks type them: read, told apart, or refused in words of three languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.sms.numbers import EITHER, FIXED, MOBILE, WORDS, NumberRefused, read_number, sms_number


@pytest.mark.parametrize(
    ("typed", "country", "e164", "kind"),
    [
        ("13812345678", "CN", "+8613812345678", MOBILE),
        ("138 1234 5678", "CN", "+8613812345678", MOBILE),
        ("＋８６ １３８１２３４５６７８", "", "+8613812345678", MOBILE),
        ("0912-345-678", "TW", "+886912345678", MOBILE),
        ("+44 113 496 0101", "GB", "+441134960101", FIXED),
        ("07400 123456", "GB", "+447400123456", MOBILE),
        ("+49 151 23456789", "CN", "+4915123456789", MOBILE),
        ("(202) 555-0143", "US", "+12025550143", EITHER),
    ],
)
def test_numbers_are_read_with_their_kind(typed: str, country: str, e164: str, kind: str) -> None:
    number = read_number(typed, country)
    assert (number.e164, number.kind, number.tel) == (e164, kind, f"tel:{e164}")


def test_an_extension_is_dialled_and_takes_no_text() -> None:
    number = read_number("02-2345-6789 ext 12", "TW")
    assert number.tel == "tel:+886223456789;ext=12"
    assert read_number("010-62345678转801", "CN").extension == "801"
    with pytest.raises(NumberRefused) as refused:
        sms_number("02-2345-6789 ext 12", "TW")
    assert refused.value.key == "extension"


@pytest.mark.parametrize(("typed", "country"), [("+86 100 0000 0002", ""), ("07700 900123", "GB"), ("+852 0000 0030", "HK"), ("0900-000-000", "TW")])
def test_a_number_of_the_right_form_that_no_network_uses_is_taken_and_remarked_on(typed: str, country: str) -> None:
    number = sms_number(typed, country)
    assert not number.assigned or number.kind == MOBILE
    assert bool(number.remark("en")) == (not number.assigned)
    assert {language: number.e164 in number.remark(language) for language in ("en", "zh-CN", "zh-TW")} == dict.fromkeys(
        ("en", "zh-CN", "zh-TW"), not number.assigned
    )


@pytest.mark.parametrize(
    ("typed", "country", "key"),
    [
        ("", "CN", "none"),
        ("   ", "CN", "none"),
        ("1.38E+10", "CN", "lost"),
        ("1,38e+10", "CN", "lost"),
        ("13812345678(wife)", "CN", "remark"),
        ("13812345678（妻子）", "CN", "remark"),
        ("13812345678, 13912345678", "CN", "remark"),
        ("=13812345678", "CN", "remark"),
        ("13812345678(2)", "CN", "remark"),
        ("1381234567890123", "CN", "invalid"),
        ("13812345678 / 13912345678", "CN", "invalid"),
        ("0151 23456789", "", "country"),
        ("12345", "CN", "invalid"),
        ("+999 123456789", "CN", "invalid"),
        ("010-62345678", "CN", "landline"),
        ("+44 113 496 0101", "GB", "landline"),
        ("800 555 0199", "US", "service"),
    ],
)
def test_what_takes_no_text_is_refused_in_words(typed: str, country: str, key: str) -> None:
    with pytest.raises(NumberRefused) as refused:
        sms_number(typed, country)
    assert refused.value.key == key
    said = {refused.value.says(language) for language in ("en", "zh-CN", "zh-TW")}
    assert len(said) == 3
    assert not any("{" in words for words in said)


def test_the_words_have_the_same_places() -> None:
    for key, rows in WORDS.items():
        assert len({"{found}" in row for row in rows}) == 1, key
        assert len({"{country}" in row for row in rows}) == 1, key


@given(st.text(max_size=60), st.sampled_from(["CN", "TW", "US", "GB", "DE", ""]))
def test_any_text_is_a_number_or_refused(typed: str, country: str) -> None:
    try:
        number = sms_number(typed, country)
    except NumberRefused:
        return
    assert number.e164[0] == "+"
    assert number.e164[1:].isdigit()
    digits = "".join(char for char in typed if char.isdigit())
    assert len(number.e164) - 1 <= len(digits) + 3
