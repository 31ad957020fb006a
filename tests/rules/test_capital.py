"""Capital numerals: the published examples, and every amount read back by a reader that knows nothing of how they are written."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.capital import capital
from pyaddin.rules.money import UnknownCurrency

D = Decimal

# the examples printed in the annex of the payment rules (支付结算办法 附一), and amounts around each rule of zeros
MAINLAND = {
    "1409.50": "壹仟肆佰零玖元伍角整", "6007.14": "陆仟零柒元壹角肆分", "1680.32": "壹仟陆佰捌拾元叁角贰分", "107000.53": "壹拾万柒仟元伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分", "325.04": "叁佰贰拾伍元零肆分",
    "0.00": "零元整", "0.05": "伍分", "0.50": "伍角整", "0.55": "伍角伍分", "10.00": "壹拾元整", "10.05": "壹拾元零伍分", "100000": "壹拾万元整",
    "1234.56": "壹仟贰佰叁拾肆元伍角陆分",
    "10001": "壹万零壹元整", "100010001": "壹亿零壹万零壹元整", "100000001": "壹亿零壹元整",
    "1000000000000": "壹万亿元整",
    "1000100000000": "壹万零壹亿元整", "100005000": "壹亿零伍仟元整", "1010": "壹仟零壹拾元整",
    "10500000": "壹仟零伍拾万元整", "110100": "壹拾壹万零壹佰元整",
}  # fmt: skip


@pytest.mark.parametrize(("amount", "words"), MAINLAND.items())
def test_mainland(amount: str, words: str) -> None:
    assert capital(D(amount), "CNY", "zh-CN") == "人民币" + words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1234", "TWD", "新臺幣壹仟貳佰參拾肆元整"), ("1234.56", "TWD", "新臺幣壹仟貳佰參拾肆元伍角陸分"), ("100500", "TWD", "新臺幣壹拾萬零伍佰元整"),
        ("1000000000000", "TWD", "新臺幣壹兆元整"), ("1000100000000", "TWD", "新臺幣壹兆零壹億元整"), ("77000", "JPY", "日圓柒萬柒仟元整"),
    ],
)  # fmt: skip
def test_taiwan(amount: str, currency: str, words: str) -> None:
    assert capital(D(amount), currency, "zh-TW") == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("12.345", "KWD", "KWD壹拾贰元叁角肆分伍厘"), ("12.005", "KWD", "KWD壹拾贰元零伍厘"), ("5.0101", "CLF", "CLF伍元零壹分零壹毫"),
        ("5.30", "USD", "美元伍元叁角整"),
    ],
)  # fmt: skip
def test_other_currencies(amount: str, currency: str, words: str) -> None:
    assert capital(D(amount), currency, "zh-CN") == words


@pytest.mark.parametrize("amount", ["-0.01", "1000000000000000", "0.001", "NaN", "Infinity"])
def test_what_cannot_be_written(amount: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        capital(D(amount), "CNY", "zh-CN")


def test_english_has_none_and_a_currency_must_exist() -> None:
    with pytest.raises(ValueError, match="'en'"):
        capital(D(1), "CNY", "en")
    with pytest.raises(UnknownCurrency):
        capital(D(1), "XXX", "zh-CN")


DIGITS = {figure: value for figures in ("零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖") for value, figure in enumerate(figures)}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}
GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
MINOR = {"角": D("0.1"), "分": D("0.01"), "厘": D("0.001")}


def read(words: str) -> Decimal:
    """The amount as a cashier reads it: figure, unit, group, one after the other."""
    whole, _, small = words.rpartition("元") if "元" in words else ("", "", words)
    total, section, figure = 0, 0, 0
    for sign in whole:
        if sign in DIGITS:
            figure = DIGITS[sign]
        elif sign in UNITS:
            section += figure * UNITS[sign]
            figure = 0
        else:
            section += figure
            figure = 0
            unit = GROUPS[sign]
            # a group multiplies all that is smaller and not yet part of a larger one: 壹万亿
            if unit == 10**8 and 0 < total < 10**12 and section == 0 or unit == 10**8 and total and total < 10**8:
                total, section = (total + section) * unit, 0
            else:
                total, section = total + section * unit, 0
    total += section + figure
    return D(total) + sum((DIGITS[figure] * MINOR[unit] for figure, unit in re.findall("([^零整])([角分厘])", small)), D(0))


Amounts = st.one_of(
    st.integers(0, 10**17 - 1),
    st.builds(lambda figures: int("".join(figures)), st.lists(st.sampled_from("0001059"), min_size=1, max_size=17)),  # many zeros
).map(lambda cents: D(cents).scaleb(-2))


@given(Amounts, st.sampled_from((("CNY", "zh-CN", "人民币"), ("TWD", "zh-TW", "新臺幣"))))
def test_every_amount_reads_back_and_keeps_the_rules_of_zeros(amount: Decimal, how: tuple[str, str, str]) -> None:
    currency, language, name = how
    words = capital(amount, currency, language).removeprefix(name)
    assert read(words) == amount
    assert "零零" not in words
    assert not re.search("零[元万萬亿億兆拾佰仟角分整]", words) or words == "零元整"
    assert words.endswith("分") == bool(amount * 100 % 10)
    assert words.endswith("整") != words.endswith("分")


@given(Amounts)
def test_no_two_amounts_share_their_words(amount: Decimal) -> None:
    """One figure more or less changes the words: nothing can be altered unseen."""
    if amount + D("0.01") < D(10) ** 15:
        assert capital(amount, "CNY", "zh-CN") != capital(amount + D("0.01"), "CNY", "zh-CN")


@given(st.integers(0, 10**15 - 1))
def test_the_slow_way_of_writing_gives_the_same(number: int) -> None:
    """Every figure with its unit first, then the zeros taken out one rule after the other, as it is taught."""
    units = ("", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟", "万", "拾", "佰")
    written = "".join("零壹贰叁肆伍陆柒捌玖"[int(figure)] + unit for figure, unit in zip(str(number), reversed(units[: len(str(number))]), strict=True))
    written = re.sub("零[拾佰仟]", "零", written)
    written = re.sub("零+", "零", written)
    written = re.sub("零+([万亿])", r"\1", written)
    written = re.sub("亿万", "亿零" if number % 10**8 else "亿", written)
    written = re.sub("万亿", "万亿", written)
    written = re.sub("零+", "零", written).rstrip("零") or "零"
    assert capital(D(number), "CNY", "zh-CN").removeprefix("人民币").removesuffix("元整") == written
