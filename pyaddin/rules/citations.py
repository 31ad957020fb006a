"""What a source is called in Chinese: a law by its own name, our papers and settings by what they are, remarks of our own left out.

Sources stand in English beside rules, packs, settings and rates. Laws of other countries and standards of the trade keep the name under which a
reader finds them. A remark after an own paper ("collection process 2.2: finances") only repeats the step beside it, so it is not said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial

from pyaddin.labels import language_index
from pyaddin.patterns import Pattern
from pyaddin.records import dataclass

_N = r"([\d., -]*\d)"
"""Numbers of articles: ``125, 126`` or ``19-21``."""
_REMARK = r"(?:: (?:[^;()]|\([^)]*\))*)?(?=;|\)|$)"
"""What is said of one of our own papers, up to the next source."""
_FORMS: Sequence[tuple[str, str, str]] = (
    # laws and rules of the Chinese mainland
    (r"Civil Code of the PRC art\. " + _N + _REMARK, "《民法典》第 {} 条", "中國大陸《民法典》第 {} 條"),
    (r"Civil Code 561", "《民法典》第 561 条", "中國大陸《民法典》第 561 條"),
    (
        r"(?:PRC (?:credit )?card measures|Credit-card (?:business )?measures) art\. " + _N, "《商业银行信用卡业务监督管理办法》第 {} 条",
        "中國大陸《商業銀行信用卡業務監督管理辦法》第 {} 條",
    ),
    (r"Personal Information Protection Law art\. " + _N, "《个人信息保护法》第 {} 条", "中國大陸《個人信息保護法》第 {} 條"),
    (
        r"China Banking Association guideline(?: for personal consumer loans of)? (2026-01-30)", "中国银行业协会个人消费贷款催收指引（{}）",
        "中國銀行業協會個人消費貸款催收指引（{}）",
    ),
    (
        r"4 x LPR at the contract date: SPC rules on private lending, art\. 25", "合同成立时一年期 LPR 的四倍：最高人民法院民间借贷司法解释第 25 条",
        "契約成立時一年期 LPR 的四倍：中國大陸最高人民法院民間借貸司法解釋第 25 條",
    ),
    (r"People's Bank of China, loan prime rate of ([\d-]+)", "中国人民银行 {} 贷款市场报价利率", "中國人民銀行 {} 貸款市場報價利率"),
    (r"Measures for consumer-finance companies", "《消费金融公司管理办法》", "中國大陸《消費金融公司管理辦法》"),
    # Taiwan, Hong Kong
    (r"Civil Code (?:\(Taiwan\)|of Taiwan,) art\. " + _N, "台湾地区“民法”第 {} 条", "民法第 {} 條"),
    (r"Bankers Association (?:news|notice) ([\d-]+)", "台湾地区银行公会 {} 发布", "銀行公會 {} 發布"),
    (r"[Oo]utsourcing regulations art\. (\d+)", "台湾地区金融机构委外办法第 {} 条", "金融機構委外辦法第 {} 條"),
    (r"[Oo]utsourcing regulations", "台湾地区金融机构委外办法", "金融機構委外辦法"),
    (r"Cash-card notes " + _N, "台湾地区现金卡业务应注意事项第 {} 点", "現金卡業務應注意事項第 {} 點"),
    (r"Code of Banking Practice (?:ch\. )?([\d.()a-z-]+)", "香港《银行营运守则》{}", "香港《銀行營運守則》{}"),
    (r"IFLR on the revised Code of Banking Practice", "IFLR 关于新版香港《银行营运守则》的报道", "IFLR 關於新版香港《銀行營運守則》的報導"),
    (r"HKMA guideline", "香港金管局指引", "香港金管局指引"),
    (r"Limitation Ordinance, Cap\. 347 s\.4", "香港《时效条例》（第 347 章）第 4 条", "香港《時效條例》（第 347 章）第 4 條"),
    (r"Money Lenders Ordinance, Cap\. 163", "香港《放债人条例》（第 163 章）", "香港《放債人條例》（第 163 章）"),
    # other countries keep their own names
    (r"Directives? (?:\(EU\) )?(2021/2167|2011/7)(?:/EU)?(?: and 2011/7)?(?: art\. " + _N + ")?", "欧盟指令 {}{}", "歐盟指令 {}{}"),
    (r"days of a moratorium: Breathing Space regulations, reg\. (\d+)", "法定暂缓天数：Breathing Space regulations 第 {} 条",
     "法定暫緩天數：Breathing Space regulations 第 {} 條"),
    (r"(?:UK )?Breathing Space(?: regulations)?", "英国 Breathing Space 条例", "英國 Breathing Space 條例"),
    (r"65 FR 36903" + _REMARK, "65 FR 36903", "65 FR 36903"),
    (r"European Central Bank", "欧洲中央银行", "歐洲中央銀行"),
    (r"8 points \+ Bank Rate of 30 June 2026", "8 个百分点 + 英格兰银行 2026-06-30 基准利率", "8 個百分點 + 英格蘭銀行 2026-06-30 基準利率"),
    (r"gov\.uk guidance for creditors", "gov.uk 债权人指南", "gov.uk 債權人指南"),
    # how a text was read
    (r", quoted from eCFR ([\d-]+)(?: \(2\)-\(4\))?", "（引自 eCFR，{}）", "（引自 eCFR，{}）"),
    (r", quoted in the trade press ([\d-]+)", "（转引自行业媒体，{}）", "（轉引自業界媒體，{}）"),
    (r", quoted by a law firm (\d+)", "（转引自律师事务所，{}）", "（轉引自律師事務所，{}）"),
    (r", quoted verbatim ([\d-]+)", "（{} 逐字转引）", "（{} 逐字轉引）"),
    (r", as reported by five press digests(?: \(\"should not exceed\"\))?", "（据五家媒体摘要）", "（據五家媒體摘要）"),
    (r", as reported in two press copies of the release of ([\d-]+)", "（据两家媒体转载，{}）", "（據兩家媒體轉載，{}）"),
    (r", as described in commentary pages", "（据解读文章）", "（據解讀文章）"),
    (r",? as coded in a public rules file", "（据公开的规则文件）", "（據公開的規則檔）"),
    (r", from a public specification", "（据公开说明）", "（據公開說明）"),
    (r", from memory", "（凭记忆，未核对）", "（憑記憶，未核對）"),
    (r", secondary quotation", "（转引）", "（轉引）"),
    (r",? ?\(?text (?:of|as of) ([\d-]+)(?:, (?:text, )?(?:amended since|not current))\)?", "（{} 的文本，已非现行）", "（{} 的條文，已非現行）"),
    (r" \((\d{4}) text, not current\)", "（{} 的文本，已非现行）", "（{} 的條文，已非現行）"),
    (r",? ?\(?text (?:of|as of) ([\d-]+)\)?", "（{} 的文本）", "（{} 的條文）"),
    (r" \(view of ([\d-]+)\)", "（{} 查看）", "（{} 查看）"),
    (r", in force since ([\d-]+)", "（{} 起施行）", "（{} 起施行）"),
    (r"oral contracts: 2 years, CCP 339", "口头合同 2 年，CCP 339", "口頭契約 2 年，CCP 339"),
    (r"comment 34", "评注 34", "評註 34"),
    # our own policy and papers
    (r"House policy everywhere: [^;]*", "本程序规则：暂停、已拒绝的渠道、第三方、公务邮箱或资料不全时不发送", "本程式規則：暫停、已拒絕的管道、第三人、公務信箱或資料不全時不寄送"),
    (r"House policy: the strictest figures? (?:seen|of all packs)(?: \([^)]*\))?", "本程序规则：所见最严的数字", "本程式規則：所見最嚴的數字"),
    (r"House policy for '[^']*'(?: calls)?, (?:undefined in )?", "本程序规则，补充：", "本程式規則，補充："),
    (r"House policy for frequency, ", "本程序规则，补充频率：", "本程式規則，補充頻率："),
    (r"House policy after ", "本程序规则，参照：", "本程式規則，參照："),
    (r"House policy", "本程序规则", "本程式規則"),
    (r"07:00-22:00 is remembered of the industry rule, no source found", "业界规则记作 07:00-22:00，未找到出处", "業界規則記作 07:00-22:00，未找到出處"),
    (r"a legal hold wins over deletion", "诉讼保全期间不删除", "訴訟保全期間不刪除"),
    (r"House default of this program, no official figure: [^;]*", "本程序默认值，非官方数字：请填写当地数字及其出处。", "本程式預設值，非官方數字：請填寫當地數字及其出處。"),
    (r"house default" + _REMARK, "本机构默认", "本機構預設"),
    (r"house hours", "时段为本程序规则", "時段為本程式規則"),
    (r"bank card contracts, ", "银行卡合同；", "信用卡契約；"),
    (r"later value not verified", "其后数值未核实", "其後數值未核實"),
    (r"check later months", "请核对其后各月", "請核對其後各月"),
    (r"domain-rules(?: ([\dRT][^;:(]*\b))?" + _REMARK.replace("(?=", r"(?= \(|"), "业务规则 {}", "業務規則 {}"),
    (r"(?:collection process|process|article) (\d[\d., -]*)" + _REMARK, "催收流程 {}", "催收流程 {}"),
    (r"(?:compliance[- ]facts|field notes|issue|design)(?: (\d[\d.]*))?(?: \([^)]*\))?" + _REMARK, "设计资料 {}", "設計資料 {}"),
    (r"docs/(\w+)\.md(?: \([^)]*\))?" + _REMARK, "docs/{}.md", "docs/{}.md"),
    (r"(?:bank_data_until|settings bank_data_until), bank_data_max_age_days", "设置 bank_data_until、bank_data_max_age_days", "設定 bank_data_until、bank_data_max_age_days"),
    (r"setting (\w+)", "设置 {}", "設定 {}"),
    (r"sheets Levels and Debtors", "Levels 和 Debtors 表", "Levels 和 Debtors 表"),
    (r"(?:sheet )?\bLevels\b(?! [和表])(?:, [A-Z][\w ]*|: needs approval)?", "Levels 表", "Levels 表"),
    (r" \(contract rate\)", "（合同利率）", "（契約利率）"),
    (r" \(contract reference\)", "（合同约定）", "（契約約定）"),
    (r"SAP promise to pay", "SAP 承诺还款", "SAP 還款承諾"),
    (r"Pismo overdue tolerance", "Pismo 逾期容差", "Pismo 逾期容許差額"),
    (r"(IFRS 9 B?[\d.]+)" + _REMARK, "{}", "{}"),
    (r"OCC Comptroller's Handbook, Retail Lending" + _REMARK, "OCC Comptroller's Handbook, Retail Lending", "OCC Comptroller's Handbook, Retail Lending"),
    (r"standard of the trade", "业界惯例", "業界慣例"),
    (r"nothing above holds", "以上各项均不符合", "以上各項均不符合"),
    (r"(?:^|(?<=; ))((?:(?:[RT]\d+[ab]?|5\.\d+)(?:, |\.\.| )?)+)(?:(?<= )[a-z][^;:()]*)?(?:: [^;]*)?(?=;| \(|$)", "业务规则 {}", "業務規則 {}"),
    (r" \([a-z]{3,}[^()一-鿿]*\)", "", ""),
    (r"; (?!docs/|rules/|reg\.|gov\.)[a-z]+,? [^;()一-鿿]*", "", ""),
    (r"^[a-z]+ [^;()一-鿿]*$", "业务规则", "業務規則"),
    (r"\breg\. (\d+)", "第 {} 条", "第 {} 條"),
    (r"CONC 7\.15 list", "CONC 7.15", "CONC 7.15"),
)  # fmt: skip
_WAITING = [(Pattern(pattern), words) for pattern, *words in _FORMS]
"""No English ledger needs them, and compiling all is a twentieth of a start."""
_CHINESE = re.compile("[一-鿿]")
_IN_BRACKETS = re.compile(r" ?\(([^()]*[一-鿿][^()]*)\)")


@lru_cache(maxsize=1024)
def cited(source: str, language: str) -> str:
    """The source in the language; as it stands in English, and where it has no other name."""
    place = language_index(language)
    if place == 0 or not source:
        return source
    for pattern, words in _WAITING:
        source = pattern.sub(partial(_filled, words[place - 1]), source)
    if not _CHINESE.search(source):
        return source
    return _IN_BRACKETS.sub(r"（\1）", source.replace("; ", "；"))


@dataclass(frozen=True, slots=True)
class Cited:
    """A source inside a sentence, said as ``cited`` says it."""

    source: str

    def says(self, language: str) -> str:
        """The source in this language."""
        return cited(self.source, language)


def _filled(words: str, found: re.Match[str]) -> str:
    """The words with the numbers that the source names; articles stand with the enumeration comma."""
    groups = iter(found.groups())
    parts = words.split("{}")
    said = parts[0]
    for part in parts[1:]:
        group = (next(groups, None) or "").replace(", ", "、")
        said = said + group.strip() + part if group else said.rstrip() + part
    return said
