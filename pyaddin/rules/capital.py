"""Amounts in Chinese capital numerals, as they stand on agreements and receipts so that no figure can be altered by a stroke.

Mainland forms follow the payment rules of the People's Bank of China (支付结算办法, annex on writing amounts): ``整`` closes an amount without fen, one ``零``
stands for any run of zeros between two figures that are not, none where 万 or 元 is merely without units (107,000 is 壹拾万柒仟元整). Taiwan writes
the same amounts in its own forms (壹仟貳佰參拾肆元整) and counts 兆 where the mainland says 万亿.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.money import LARGEST, cent, minor_digits

_NAMES: Mapping[str, tuple[str, str]] = {
    "CNY": ("人民币", "人民幣"), "TWD": ("新台币", "新臺幣"), "HKD": ("港币", "港幣"), "MOP": ("澳门币", "澳門幣"), "USD": ("美元", "美元"),
    "EUR": ("欧元", "歐元"), "GBP": ("英镑", "英鎊"), "JPY": ("日元", "日圓"), "KRW": ("韩元", "韓元"), "SGD": ("新加坡元", "新加坡元"),
    "AUD": ("澳元", "澳元"), "CAD": ("加元", "加元"), "CHF": ("瑞士法郎", "瑞士法郎"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Script:
    """The figures and units of one way of writing."""

    digits: str
    ten_thousand: str
    hundred_million: str
    trillion: str
    unit: str
    place: int


_SCRIPTS: Mapping[str, _Script] = {
    "zh-CN": _Script("零壹贰叁肆伍陆柒捌玖", "万", "亿", "", "元", 0),
    "zh-TW": _Script("零壹貳參肆伍陸柒捌玖", "萬", "億", "兆", "元", 1),
}
_SMALL = "仟佰拾"
_MINOR = "角分厘毫"


def capital(amount: Decimal, currency: str, language: str) -> str:
    """The amount in words, its currency first: ``人民币壹仟贰佰叁拾肆元伍角陆分``, ``新臺幣壹仟貳佰參拾肆元整``.

    A currency without a name here is called by its ISO code. Raises ``ValueError`` for a language without capital numerals, for an amount below zero, of
    10**15 or more, or with more decimals than its currency has, ``UnknownCurrency`` for an unknown one.
    """
    script = _SCRIPTS.get(language)
    if script is None:
        raise ValueError(f"{language!r} has no capital numerals")
    if not amount.is_finite() or not 0 <= amount < LARGEST or amount != amount.quantize(cent(currency)):
        raise ValueError(f"{amount} {currency} cannot be written in capital numerals")
    name = _NAMES.get(currency, (currency, currency))[script.place]
    return name + _words(amount, minor_digits(currency), script)


def _words(amount: Decimal, digits: int, script: _Script) -> str:
    whole = int(amount)
    minor = int((amount - whole).scaleb(digits))
    major = _integer(whole, script) + script.unit if whole or not minor else ""
    small = f"{minor:0{digits}d}" if digits else ""
    said, gap = "", False
    for figure, unit in zip(small, _MINOR, strict=False):
        if figure == "0":
            gap = True
            continue
        said += (script.digits[0] if gap and (major or said) else "") + script.digits[int(figure)] + unit
        gap = False
    return major + said + ("" if len(said) > 1 and said[-1] != "角" else "整")


def _integer(number: int, script: _Script) -> str:
    """A whole number without its unit; nothing is a single 零."""
    if number == 0:
        return script.digits[0]
    for power, unit in ((12, script.trillion), (8, script.hundred_million), (4, script.ten_thousand)):
        if unit and number >= 10**power:
            head, tail = divmod(number, 10**power)
            link = script.digits[0] if 0 < tail < 10 ** (power - 1) else ""
            return _integer(head, script) + unit + link + (_integer(tail, script) if tail else "")
    return _four(number, script)


def _four(number: int, script: _Script) -> str:
    """One to four figures: a run of zeros between figures is one 零, zeros at the end are none."""
    said, gap = "", False
    for figure, unit in zip(f"{number:04d}", (*_SMALL, ""), strict=True):
        if figure == "0":
            gap = bool(said)
            continue
        said += (script.digits[0] if gap else "") + script.digits[int(figure)] + unit
        gap = False
    return said
