"""Phone numbers as clerks type them, read as E.164 or refused in words: nothing is guessed, and no digit of a remark becomes part of a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import phonenumbers
from phonenumbers import PhoneNumberType

from pyaddin.labels import language_index
from pyaddin.records import dataclass

MOBILE, FIXED, EITHER, OTHER = "mobile", "fixed", "either", "other"
"""What a number is; in some countries (the United States) a number does not tell whether it is a mobile."""

_KINDS = {
    PhoneNumberType.MOBILE: MOBILE, PhoneNumberType.FIXED_LINE: FIXED, PhoneNumberType.FIXED_LINE_OR_MOBILE: EITHER,
}  # fmt: skip
_LOST = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}", re.ASCII | re.IGNORECASE)
_EXTENSION = re.compile(r"(?:;?\s*(?:ext|extension|x|转|轉|分机|分機|#)\.?\s*[:：=]?\s*)(\d{1,7})$", re.IGNORECASE)
_PLAIN = re.compile(r"\+?[\d\s().\-/\u2010-\u2015]+", re.ASCII)
_BESIDE = re.compile(r"\d{5}[\d\s.\-]*\([\d\s]*\)")
"""A bracket behind a whole number holds something else: which of two phones, how many at home."""
_LONGEST_SHOWN = 40

WORDS: Mapping[str, tuple[str, str, str]] = {
    "none": ("there is no number", "没有号码", "沒有號碼"),
    "lost": (
        "'{found}' has lost its digits: format the cell as text and type the number again",
        "“{found}”的数字已丢失：请将单元格设为文本并重新输入号码",
        "「{found}」的數字已遺失：請將儲存格設為文字並重新輸入號碼",
    ),
    "remark": (
        "'{found}' holds more than a number: keep one number in Phone and the remark in Notes",
        "“{found}”不只是号码：电话栏只填一个号码，说明请写在备注",
        "「{found}」不只是號碼：電話欄只填一個號碼，說明請寫在備註",
    ),
    "country": (
        "'{found}' has no country code and the debtor no country: type it with + and country code",
        "“{found}”没有国家区号，债务人也未填国家：请加上 + 和国家区号",
        "「{found}」沒有國碼，債務人也未填國家：請加上 + 和國碼",
    ),
    "invalid": (
        "'{found}' cannot be a number in {country}: too short, too long or of no such form",
        "“{found}”不可能是{country}的号码：位数或格式不对",
        "「{found}」不可能是{country}的號碼：位數或格式不對",
    ),
    "unassigned": (
        "{found} is not among the numbers that are assigned in {country}: check it first",
        "{found} 不在{country}已启用的号段内：请先核实",
        "{found} 不在{country}已啟用的號段內：請先核實",
    ),
    "landline": (
        "{found} is a landline and takes no text message", "{found} 是固定电话，不能接收短信", "{found} 是市內電話，不能接收簡訊",
    ),
    "service": (
        "{found} is no person's mobile number (service, toll-free or premium)",
        "{found} 不是个人手机号码（服务、免费或付费号码）",
        "{found} 不是個人手機號碼（服務、免付費或付費號碼）",
    ),
    "extension": (
        "{found} has an extension and takes no text message", "{found} 带分机，不能接收短信", "{found} 帶分機，不能接收簡訊",
    ),
}  # fmt: skip


class NumberRefused(ValueError):
    """A number that cannot be used: ``key`` is a row of ``WORDS``."""

    def __init__(self, key: str, found: str = "", country: str = "") -> None:
        self.key, self.found, self.country = key, found[:_LONGEST_SHOWN], country
        super().__init__(key)

    def says(self, language: str) -> str:
        """Why, in a language of the ledger."""
        return WORDS[self.key][language_index(language)].format(found=self.found, country=self.country)


@dataclass(frozen=True, slots=True)
class Number:
    """``e164`` begins with +; ``country`` is two letters, or blank for one of no country.

    ``assigned`` False: the form is right, but no network is known to use such numbers, as with new ranges and invented examples.
    """

    e164: str
    country: str
    kind: str
    extension: str = ""
    assigned: bool = True

    def remark(self, language: str) -> str:
        """What to look at before the number is used; blank when there is nothing."""
        return "" if self.assigned else WORDS["unassigned"][language_index(language)].format(found=self.e164, country=self.country)

    @property
    def tel(self) -> str:
        """The number as a link that a phone program takes."""
        return f"tel:{self.e164}" + (f";ext={self.extension}" if self.extension else "")


def read_number(typed: str, country: str) -> Number:
    """The number that is meant. ``country``: where a number without country code is dialled, two letters, blank when unknown.

    A number of the right form that no network is known to use is taken and remarked on. Raises ``NumberRefused``: nothing there, digits lost in Excel,
    letters or a second number beside it, no country, a length or form that no number there has.
    """
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not text:
        raise NumberRefused("none")
    if _LOST.fullmatch(text):
        raise NumberRefused("lost", text)
    found = _EXTENSION.search(text)
    bare = text[: found.start()].strip() if found else text
    if not _PLAIN.fullmatch(bare) or _BESIDE.search(bare):
        raise NumberRefused("remark", text)
    if not bare.startswith("+") and not country:
        raise NumberRefused("country", text)
    try:
        number = phonenumbers.parse(bare, country or None)
    except phonenumbers.NumberParseException:
        raise NumberRefused("invalid", text, country) from None
    region = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(number.country_code or 0)
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise NumberRefused("invalid", text, region)
    assigned = phonenumbers.is_valid_number(number)
    kind = _KINDS.get(phonenumbers.number_type(number), OTHER) if assigned else EITHER
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Number(e164, region, kind, found.group(1) if found else "", assigned)


def sms_number(typed: str, country: str) -> Number:
    """As ``read_number`` for a text message: raises ``NumberRefused`` for landlines, service numbers and extensions, too."""
    number = read_number(typed, country)
    if number.extension:
        raise NumberRefused("extension", typed)
    if number.kind == FIXED:
        raise NumberRefused("landline", number.e164)
    if number.kind == OTHER:
        raise NumberRefused("service", number.e164)
    return number
