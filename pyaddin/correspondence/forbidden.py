"""What no message may say, in any channel, language or tone: one row per kind of pressure, with the source of the rule.

The names are those of the rule packs (``must_not``) where a pack has one. Looked at are the words of the wording files; what a debtor or a
creditor is called is never judged.
"""

from __future__ import annotations

import re

from pyaddin.patterns import Pattern
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Forbidden:
    """One kind of wording that is refused. ``english`` are whole words, ``chinese`` parts of a text, both as regular expressions."""

    name: str
    means: str
    source: str
    english: str
    chinese: str

    @property
    def pattern(self) -> Pattern:
        """Finds either, whatever the case."""
        return Pattern(rf"\b(?:{self.english})\b|{self.chinese}", re.IGNORECASE)


FORBIDDEN: tuple[Forbidden, ...] = (
    Forbidden(
        "undecided_action_threat", "threatens with a step that is not decided",
        "STRICT-CONTENT; US-TBD, 12 CFR 1006.26(b); UK-TBD, CONC 7.15",
        r"courts?|su(?:e|es|ed|ing)|lawsuits?|lawyers?|attorneys?|solicitors?|litigat\w*|legal (?:action|proceedings|steps|consequences)|seiz\w*|garnish\w*"
        r"|bailiffs?|repossess\w*|consequences",
        "法院|起诉|起訴|诉讼|訴訟|律师|律師|查封|强制执行|強制執行|扣押|冻结账户|凍結帳戶|上门|上門|法律手段|法律程序|法律途径|法律途徑|后果|後果",
    ),
    Forbidden(
        "authority_impersonation", "speaks as an authority, or of crime and punishment",
        "CN-ID, CBA guideline 2026; HK-ID, Code of Banking Practice 43.2; 15 USC 1692e",
        r"police|arrest\w*|prison|jail|prosecut\w*|criminal|fraudster|government order|official (?:order|warning)|law enforcement|enforcement officer",
        "警察|公安|报警|報警|拘留|坐牢|刑事|犯罪|诈骗|詐騙|执法|執法|司法|检察|檢察|传票|傳票|立案",
    ),
    Forbidden(
        "blacklist_threat", "threatens with a list or a credit record",
        "CN-ID (no invented blacklist); DE-REM, 31 BDSG",
        r"blacklist\w*|credit (?:score|bureau|record|report|rating|file)",
        "黑名单|黑名單|失信|征信|徵信|聯徵|信用记录|信用紀錄|老赖|老賴",
    ),
    Forbidden(
        "shaming", "shames, or speaks of the debtor to family, neighbors, friends or employer",
        "CN-3P, GB/T 45251-2025; HK-3P, Code of Banking Practice 43.2; 15 USC 1692d; UK-3P, CONC 7.9",
        r"asham\w*|shame\w*|disgrac\w*|dishonest\w*|irresponsible|deadbeats?|bad faith"
        r"|(?:tell|inform|contact|call|visit) your (?:family|employer|neighbou?rs?|friends|boss)",
        "可耻|可恥|丢脸|丟臉|丢人|丟人|赖账|賴帳|恶意拖欠|惡意拖欠|不讲信用|不講信用|通讯录|通訊錄"
        "|(?:告知|通知|联系|聯絡)您的(?:家人|亲友|親友|单位|同事|公司|邻居|鄰居|雇主)",
    ),
    Forbidden(
        "false_urgency", "presses with an urgency that no fact supports",
        "15 USC 1692e(10); CBA guideline 2026 (no pressure); house rule: a date is named instead",
        r"immediate(?:ly)?|urgent(?:ly)?|without delay|last chance|final warning|act now|right now|today only|within \d+ hours",
        "立即|马上|馬上|立刻|最后机会|最後機會|最后警告|最後警告|最后通牒|最後通牒|紧急|緊急|火速|(?:24|48|72)\\s*小时|(?:24|48|72)\\s*小時|限期|勿谓言之不预",
    ),
    Forbidden(
        "extra_fee", "asks for a fee of its own or announces one",
        "CN-ID (no extra fee); STRICT-CONTENT; 15 USC 1692f(1)",
        r"collection (?:fees?|charges?|costs?)|further (?:fees?|charges?|costs?)|additional (?:fees?|charges?|costs?)|penalt(?:y|ies)",
        "催收费|催收費|上门费|上門費|额外费用|額外費用|另行收费|另行收費|罚款|罰款",
    ),
    Forbidden(
        "borrow_elsewhere", "urges to borrow elsewhere to pay",
        "CN-ID, CBA guideline 2026",
        r"borrow\w*|take out a loan|another loan|cash advance",
        "借新还旧|借新還舊|向(?:亲友|親友|他人|朋友|家人)借|另行借款|借款(?:来|來)(?:还|還)|以贷还贷|以貸還貸|套现|套現",
    ),
)  # fmt: skip

PATTERNS: tuple[tuple[Forbidden, Pattern], ...] = tuple((row, row.pattern) for row in FORBIDDEN)


def found_in(words: str) -> tuple[Forbidden, re.Match[str]] | None:
    """The first forbidden wording in a text, with its place."""
    hits = [(match.start(), row, match) for row, pattern in PATTERNS if (match := pattern.search(words))]
    if not hits:
        return None
    _, row, match = min(hits, key=lambda hit: hit[0])
    return row, match
