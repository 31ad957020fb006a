"""Sources in Chinese: a law by its own name, our own papers by what they are, and no English prose left beside any rule, pack, setting or rate."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

from pyaddin import rules
from pyaddin.build.defaults import POLICY
from pyaddin.policy.rulebook import rulebook
from pyaddin.rules import sources
from pyaddin.rules.citations import Cited, cited
from pyaddin.rules.kpi_words import KPIS
from pyaddin.rules.limitation import PERIODS
from pyaddin.settings import KEYS

NAMES = re.compile(
    r"Regulation F|Consumer Credit Act|FCA Handbook|Breathing Space|Limitation Act|Prescription and Limitation \(Scotland\) Act|OCC Comptroller's Handbook,"
    r" Retail Lending|Fineract|ERPNext(?:: cancelled payment reopens)?|Collection Effectiveness Index|Days Sales Outstanding|\w+\.com|gov\.uk|eCFR|US Rule"
    r"|\([ivx]+\)|Pismo|Levels|Debtors|docs/\w+\.md|rules/matching|[a-z]+(?:_[a-z]+)+"
)
"""Laws of other countries, programs and pages under the names by which a reader finds them; settings and sheets under theirs."""


def every_source() -> set[str]:
    found = {rule.cite for pack in rulebook().values() for rule in pack.rules} | {pack.source for pack in rulebook().values()}
    found |= {key.source for key in KEYS} | {period.source for period in PERIODS} | {kpi.source for kpi in KPIS.values()}
    found |= {str(row["Source"]) for rows in POLICY.values() for row in rows}
    found |= set(sources._EXACT.values()) | set(sources._MOVES.values()) | {source for _, source in sources._FAMILIES}
    for module in pkgutil.iter_modules(rules.__path__):
        for value in vars(importlib.import_module(f"pyaddin.rules.{module.name}")).values():
            lines = getattr(value, "lines", None)
            found |= {line.source for line in lines if isinstance(getattr(line, "source", None), str)} if isinstance(lines, tuple) else set()
    return found


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_no_source_keeps_english_prose(language: str) -> None:
    found = every_source()
    assert len(found) > 250
    for source in found:
        said = cited(source, language)
        assert not re.search("[A-Za-z]{3,}", re.sub(r"\b[A-Z]{2,}\d*\b|TIME_BARRED", "", NAMES.sub("", said))), (source, said)
        assert cited(source, "en") == source


@pytest.mark.parametrize(("source", "simplified", "traditional"), [
    ("Civil Code (Taiwan) art. 125, 126, 129, 130", "台湾地区“民法”第 125、126、129、130 条", "民法第 125、126、129、130 條"),
    ("Civil Code of Taiwan, art. 205 (text of 2021-01-20)", "台湾地区“民法”第 205 条（2021-01-20 的文本）", "民法第 205 條（2021-01-20 的條文）"),
    ("Civil Code of the PRC art. 188, 189, 195", "《民法典》第 188、189、195 条", "中國大陸《民法典》第 188、189、195 條"),
    ("Credit-card business measures art. 70, quoted verbatim 2022-09-13", "《商业银行信用卡业务监督管理办法》第 70 条（2022-09-13 逐字转引）",
     "中國大陸《商業銀行信用卡業務監督管理辦法》第 70 條（2022-09-13 逐字轉引）"),
    ("Outsourcing regulations art. 16, text of 2006, amended since", "台湾地区金融机构委外办法第 16 条（2006 的文本，已非现行）",
     "金融機構委外辦法第 16 條（2006 的條文，已非現行）"),
    ("Limitation Ordinance, Cap. 347 s.4", "香港《时效条例》（第 347 章）第 4 条", "香港《時效條例》（第 347 章）第 4 條"),
    ("12 CFR 1006.14(b), quoted from eCFR 2026-08-25 (2)-(4)", "12 CFR 1006.14(b)（引自 eCFR，2026-08-25）", "12 CFR 1006.14(b)（引自 eCFR，2026-08-25）"),
    ("TW 2026.11.0: Cash-card notes 19-21, text of 2005, not current (C)", "TW 2026.11.0: 台湾地区现金卡业务应注意事项第 19-21 点（2005 的文本，已非现行） (C)",
     "TW 2026.11.0: 現金卡業務應注意事項第 19-21 點（2005 的條文，已非現行） (C)"),
    ("domain-rules 5.10: a broken promise", "业务规则 5.10", "業務規則 5.10"),
    ("T8: no blocking hold; PRC card measures art. 70", "业务规则 T8；《商业银行信用卡业务监督管理办法》第 70 条",
     "業務規則 T8；中國大陸《商業銀行信用卡業務監督管理辦法》第 70 條"),
    ("domain-rules 5.9 R29; setting min_gap_days", "业务规则 5.9 R29；设置 min_gap_days", "業務規則 5.9 R29；設定 min_gap_days"),
    ("Limitation Act 1980 s.5", "Limitation Act 1980 s.5", "Limitation Act 1980 s.5"),
    ("", "", ""),
])  # fmt: skip
def test_what_a_source_is_called(source: str, simplified: str, traditional: str) -> None:
    assert (cited(source, "zh-CN"), cited(source, "zh-TW")) == (simplified, traditional)
    assert (Cited(source).says("zh-TW"), Cited(source).says("en")) == (traditional, source)
