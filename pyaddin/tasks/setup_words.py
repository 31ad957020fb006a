"""The first-run questions in three languages: what is asked, and in one line why."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index
from pyaddin.records import dataclass

Words = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: the setting it fills, its text, and why it is asked."""

    setting: str
    question: Words
    why: Words


QUESTIONS: tuple[Asked, ...] = (
    Asked(
        "actor_role",
        ("Who are you?", "贵方是谁？", "貴方是誰？"),
        (
            "Some rules bind agencies and debt buyers but not the creditor itself.",
            "有些规则只约束代理机构和受让方，不约束债权人本身。",
            "有些規則只約束代理機構和受讓方，不約束債權人本身。",
        ),
    ),
    Asked(
        "debt_class",
        ("Whose debts are these?", "这些是谁的债务？", "這些是誰的債務？"),
        ("Private persons are protected by more rules than firms.", "个人消费者比企业受到更多规则保护。", "個人消費者比企業受到更多規則保護。"),
    ),
    Asked(
        "jurisdiction",
        (
            "In which country do most debtors live (two letters, for example CN)?",
            "多数债务人在哪个国家或地区（两个字母，如 CN）？",
            "多數債務人在哪個國家或地區（兩個字母，如 TW）？",
        ),
        (
            "Its rules apply where a debtor's row names no country.",
            "债务人未填写国家时，适用该国家或地区的规则。",
            "債務人未填寫國家時，適用該國家或地區的規則。",
        ),
    ),
    Asked(
        "creditor_name",
        ("What is the name of the creditor?", "债权人名称是什么？", "債權人名稱是什麼？"),
        (
            "It stands in every message; nobody may write without saying for whom.",
            "每封信都会写明；不得不表明身份就联系。",
            "每封信都會寫明；不得不表明身分就聯絡。",
        ),
    ),
    Asked(
        "reply_to",
        ("To which email address may debtors answer?", "债务人可以回复到哪个电子邮箱？", "債務人可以回覆到哪個電子信箱？"),
        ("A message without it is not sent.", "没有回复地址就不会发送。", "沒有回覆地址就不會寄送。"),
    ),
    Asked(
        "time_zone",
        (
            "What is the time zone of your office (for example Asia/Shanghai)?",
            "办公室的时区是什么（如 Asia/Shanghai）？",
            "辦公室的時區是什麼（如 Asia/Taipei）？",
        ),
        (
            "It decides which day is today; hours of contact follow the debtor's own zone.",
            "它决定“今天”是哪一天；联系时段以债务人所在时区为准。",
            "它決定「今天」是哪一天；聯絡時段以債務人所在時區為準。",
        ),
    ),
)
CODES: Mapping[str, Words] = {
    "creditor": ("the creditor itself", "债权人本身", "債權人本身"),
    "agency": ("an agency that collects for others", "代理催收机构", "代理催收機構"),
    "debt_buyer": ("a firm that bought the debts", "受让债权的公司", "受讓債權的公司"),
    "consumer": ("private persons", "个人消费者", "個人消費者"),
    "business": ("firms", "企业", "企業"),
}
KEEP: Words = ("Enter keeps: {value}", "回车保留：{value}", "按 Enter 保留：{value}")
BLANK: Words = ("(blank)", "（空）", "（空）")
STRICTEST: Words = (
    "Without these answers the strictest rule pack holds: some contacts will be refused that local law may allow.",
    "不回答则适用最严规则包：部分当地法律允许的联系也会被拒绝。",
    "不回答則適用最嚴規則包：部分當地法律允許的聯絡也會被拒絕。",
)


def in_language(words: Words, language: str) -> str:
    """The words in one of the three languages; English for any other."""
    return words[language_index(language)]
