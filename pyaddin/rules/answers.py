"""What the words of an answer ask a person to look at. Nothing is decided here: every finding only stops messages until somebody has read it.

The rows are words that debtors use, per language, with the hold that a clerk may set after reading. A finding too many costs a look at an answer; a
finding too few can cost an unlawful letter, so the lists are broad.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile
from pyaddin.rules.hold import in_force


@dataclass(frozen=True, slots=True)
class Sign:
    """One kind of words. ``hold``: the type that fits when the reader agrees; ``person``: it bears on all cases of the debtor, not on one."""

    id: str
    hold: str
    person: bool
    source: str
    english: tuple[str, ...]
    chinese: tuple[str, ...]


SIGNS: tuple[Sign, ...] = (
    Sign(
        "deceased", "DECEASED", True, "domain-rules 5.3; 12 CFR 1006.6(a)(4)",
        ("deceased", "passed away", "has died", "died on", "death certificate", "late husband", "late wife", "executor", "probate"),
        ("去世", "过世", "過世", "逝世", "身故", "死亡证明", "死亡證明", "遗产管理人", "遺產管理人", "已故"),
    ),
    Sign(
        "insolvency", "INSOLVENCY", True, "domain-rules 5.3; 11 USC 362",
        ("bankrupt", "bankruptcy", "insolvency", "insolvent", "chapter 7", "chapter 13", "debt relief order", "trustee in bankruptcy"),
        ("破产", "破產", "债务清理", "債務清理", "更生程序", "清算程序", "个人破产", "個人破產"),
    ),
    Sign(
        "counsel", "COUNSEL", True, "12 CFR 1006.6(b)(2); domain-rules 5.3",
        ("my lawyer", "my attorney", "my solicitor", "our lawyer", "our attorney", "our solicitor", "represented by", "contact my legal", "power of attorney"),
        ("我的律师", "我的律師", "委托律师", "委任律師", "联系律师", "聯絡律師", "律师联系", "律師聯絡", "授权委托", "委任狀"),
    ),
    Sign(
        "stop", "CEASE", True, "12 CFR 1006.6(c); compliance-facts",
        ("stop", "unsubscribe", "opt out", "opt-out", "do not contact", "don't contact", "do not write", "don't write", "do not email", "don't email",
         "leave me alone", "cease", "remove me", "no further contact", "harass"),
        ("不要再联系", "不要再聯絡", "请勿联系", "請勿聯絡", "停止联系", "停止聯絡", "别再联系", "別再聯絡", "不要再发", "不要再寄", "退订", "退訂", "取消订阅",
         "取消訂閱", "骚扰", "騷擾", "请停止", "請停止"),
    ),
    Sign(
        "wrong party", "WRONG_PARTY", True, "domain-rules 5.3",
        ("wrong person", "not me", "not the person", "no such person", "wrong address", "does not live here", "doesn't live here", "identity theft",
         "stolen identity", "don't know this person", "do not know this person"),
        ("不是我", "认错人", "認錯人", "找错人", "找錯人", "打错", "查无此人", "查無此人", "不认识", "不認識", "冒用", "盗用身份", "盜用身分"),
    ),
    Sign(
        "dispute", "DISPUTE", False, "12 CFR 1006.38; domain-rules 5.3",
        ("dispute", "disagree", "not my debt", "don't owe", "do not owe", "never received", "never ordered", "already paid", "have paid", "was paid",
         "paid this", "paid it", "paid in full", "incorrect", "wrong amount", "mistake", "error", "proof of", "time-barred", "time barred", "statute barred", "fraud",
         "complaint", "ombudsman", "regulator"),
        ("异议", "異議", "有争议", "有爭議", "不欠", "没有欠", "沒有欠", "已经还", "已經還", "已还", "已還", "已经付", "已經付", "已付", "已缴", "已繳", "还清", "還清",
         "付清", "繳清", "金额不对", "金額不對", "有误", "有誤", "搞错", "搞錯", "没收到货", "沒收到貨", "诉讼时效", "消滅時效", "诈骗", "詐騙", "投诉", "投訴", "申诉", "申訴"),
    ),
    Sign(
        "hardship", "VULNERABLE", False, "CONC 7.3; domain-rules 5.3",
        ("lost my job", "lost job", "laid off", "unemployed", "redundant", "redundancy", "illness", "sick", "hospital", "surgery", "cancer", "disabled",
         "cannot pay", "can't pay", "can not pay", "cannot afford", "can't afford", "no income", "no money", "hardship", "divorce", "funeral", "depressed",
         "suicide", "kill myself", "mental health", "maternity", "breathing space"),
        ("失业", "失業", "下岗", "裁员", "裁員", "被裁", "没工作", "沒工作", "没有工作", "沒有工作", "生病", "住院", "手术", "手術", "重病", "癌", "残疾", "殘疾", "身心障礙",
         "没钱", "沒錢", "没有收入", "沒有收入", "无力偿还", "無力償還", "还不起", "還不起", "付不起", "困难", "困難", "离婚", "離婚", "丧事", "喪事", "抑郁", "憂鬱",
         "自杀", "自殺", "轻生", "輕生", "不想活"),
    ),
)  # fmt: skip
"""From the gravest on: the first that is found names the reason of the hold; all that are found are told."""

REVIEW = "MANUAL"
"""Type of the hold that stands until a person has read the answer. It has no end: an unread answer must not run out by itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """A kind of words, and the one that was found."""

    sign: Sign
    word: str


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """English words count as whole words (stop, not stopwatch); Chinese has no word ends."""
    found = {}
    for sign in SIGNS:
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(sign.english, key=len, reverse=True))
        found[sign.id] = re.compile(rf"\b(?:{words})(?:s|ed|ing|d)?\b|{'|'.join(map(re.escape, sign.chinese))}")
    return found


def read(text: str) -> tuple[Found, ...]:
    """The kinds of words in a text, the gravest first; capital letters, typographic apostrophes and line breaks do not matter."""
    plain = " ".join(text.casefold().replace("\u2019", "'").split())
    matches = ((sign, _patterns()[sign.id].search(plain)) for sign in SIGNS)
    return tuple(Found(sign, match.group()) for sign, match in matches if match is not None)


def already_held(file: CaseFile, found: Found, as_of: date) -> bool:
    """Whether a hold in force already stands for what was found, or waits for somebody to read an answer."""
    return any(hold.type in (found.sign.hold, REVIEW) and hold.scope != "address" for hold in in_force(file.holds, as_of))
