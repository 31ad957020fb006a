"""The questions of *New case* in three languages, in the order in which a clerk is asked."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import LANGUAGES, language_index
from pyaddin.records import dataclass

Words = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the option it answers, its text, and whether an empty line is an answer."""

    option: str
    question: Words
    may_be_blank: bool = False


DEBTOR = Asked(
    "debtor",
    (
        "Debtor ID of a debtor who is in the ledger (Enter = a new debtor)?",
        "台账中已有债务人的编号（直接回车 = 新债务人）？",
        "台帳中已有債務人的編號（直接按 Enter = 新債務人）？",
    ),
    may_be_blank=True,
)
NEW_DEBTOR: tuple[Asked, ...] = (
    Asked("name", ("Full name, as in the contract?", "姓名或名称（与合同一致）？", "姓名或名稱（與契約一致）？")),
    Asked("kind", ("A person (consumer) or a firm (business)?", "个人（consumer）还是企业（business）？", "個人（consumer）還是企業（business）？"), True),
    Asked(
        "language",
        ("Language of letters: en, zh-CN or zh-TW?", "信函语言：en、zh-CN 还是 zh-TW？", "信函語言：en、zh-CN 還是 zh-TW？"),
        True,
    ),
    Asked("email", ("Email address?", "电子邮箱？", "電子信箱？"), True),
    Asked("phone", ("Phone, with country code?", "电话（含国家代码）？", "電話（含國碼）？"), True),
    Asked("country", ("Country, two letters (CN, TW, US ...)?", "国家或地区，两个字母（CN、TW、US……）？", "國家或地區，兩個字母（TW、CN、US……）？"), True),
    Asked("time_zone", ("Time zone, for example Asia/Shanghai?", "时区，例如 Asia/Shanghai？", "時區，例如 Asia/Taipei？"), True),
)
CASE: tuple[Asked, ...] = (
    Asked("product", ("What was sold or lent?", "产品或借款名称？", "產品或借款名稱？"), True),
    Asked("currency", ("Currency (CNY, TWD, USD ...)?", "币种（CNY、TWD、USD……）？", "幣別（TWD、CNY、USD……）？")),
    Asked("opened_on", ("Date of the contract or invoice (2026-11-23)?", "合同或发票日期（2026-11-23）？", "契約或發票日期（2026-11-23）？")),
    Asked("owner", ("Which clerk looks after it?", "由哪位经办人负责？", "由哪位承辦人負責？"), True),
    Asked(
        "annual_rate",
        ("Late interest a year, 0.12 = 12 % (Enter = none)?", "逾期年利率，0.12 = 12 %（直接回车 = 无）？", "逾期年利率，0.12 = 12 %（直接按 Enter = 無）？"),
        True,
    ),
)
ROWS = Asked(
    "installments",
    (
        "Installments one by one as date:amount, separated by blanks (Enter = equal installments)?",
        "逐期输入 日期:金额，用空格隔开（直接回车 = 等额分期）？",
        "逐期輸入 日期:金額，以空格隔開（直接按 Enter = 等額分期）？",
    ),
    may_be_blank=True,
)
EQUAL: tuple[Asked, ...] = (
    Asked("total", ("Total amount?", "总金额？", "總金額？")),
    Asked("count", ("How many installments?", "分几期？", "分幾期？")),
    Asked("first_due", ("First due date (2026-12-01)?", "首期到期日（2026-12-01）？", "首期到期日（2026-12-01）？")),
    Asked(
        "frequency",
        (
            "Rhythm: weekly, 15-day, 30-day, monthly or 2-monthly?",
            "周期：weekly、15-day、30-day、monthly 或 2-monthly？",
            "週期：weekly、15-day、30-day、monthly 或 2-monthly？",
        ),
    ),
)
SAME_NAME: Mapping[str, str] = dict(
    zip(
        LANGUAGES,
        (
            "Debtor {id} has the same name. If it is the same person, one of the two should go.",
            "债务人 {id} 姓名相同。如为同一人，请只保留一个。",
            "債務人 {id} 姓名相同。如為同一人，請只保留一個。",
        ),
        strict=True,
    )
)


def in_language(words: Words, language: str) -> str:
    """The words in the ledger's language; English for one that has none."""
    return words[language_index(language)]
