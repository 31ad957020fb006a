"""What each KPI is called, how it is computed, and where the formula comes from, in three languages: the table behind sheet, command and docs."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import Words, label, language_index
from pyaddin.records import dataclass
from pyaddin.rules.kpi_rows import Figure

TRADE = "standard of the trade"
OCC = "OCC Comptroller's Handbook, Retail Lending: roll rate analysis"
CRF = "creditguru.com: Collection Effectiveness Index"
DAYS = "vcalc.com, fool.com: Days Sales Outstanding"


@dataclass(frozen=True, slots=True)
class Kpi:
    """One formula: its name, its words (numerator / denominator), and its source."""

    name: Words
    formula: Words
    source: str = TRADE


KPIS: Mapping[str, Kpi] = {
    "cure_rate": Kpi(
        ("Cure rate", "还清率（恢复正常）", "繳清率（恢復正常）"),
        (
            "Cases past due at the start that are no longer past due at the end / cases past due at the start (amount: their outstanding at the start)",
            "期初逾期、期末已不逾期的案件 ÷ 期初逾期案件（金额：期初未清总额）",
            "期初逾期、期末已不逾期的案件 ÷ 期初逾期案件（金額：期初未清總額）",
        ),
    ),
    "cured_by_plan": Kpi(
        ("of which by a signed plan", "其中：因签订协议", "其中：因簽訂協議"),
        (
            "Cured cases whose arrears a signed plan took over / cases past due at the start",
            "逾期款转入已签协议的恢复案件 ÷ 期初逾期案件",
            "逾期款轉入已簽協議的恢復案件 ÷ 期初逾期案件",
        ),
    ),
    "fate": Kpi(
        ("What became of cases past due", "逾期案件去向", "逾期案件去向"),
        (
            "Cases of this bucket at the start with this outcome at the end / cases of this bucket at the start",
            "期初该区间中、期末为此结果的案件 ÷ 期初该区间案件",
            "期初該區間中、期末為此結果的案件 ÷ 期初該區間案件",
        ),
    ),
    "relapse_rate": Kpi(
        ("Relapse rate within 60 days", "60 天内再次逾期率", "60 天內再次逾期率"),
        (
            "Cures past due again within 60 days / cures whose 60 days ended in the period",
            "恢复后 60 天内再次逾期 ÷ 期内满 60 天的恢复案件",
            "恢復後 60 天內再次逾期 ÷ 期內滿 60 天的恢復案件",
        ),
    ),
    "promise_kept": Kpi(
        ("Promises kept", "承诺兑现率", "承諾兌現率"),
        (
            "Kept / (kept + partly kept + broken), due date + grace in the period, moratoria left out (amount: received within the window / promised)",
            "已兑现 ÷（已兑现＋部分兑现＋未兑现），到期加宽限（不计法定暂缓期）在期内（金额：期限内收到 ÷ 承诺金额）",
            "已兌現 ÷（已兌現＋部分兌現＋未兌現），到期加寬限（不計法定暫緩期）在期內（金額：期限內收到 ÷ 承諾金額）",
        ),
    ),
    "plan_kept": Kpi(
        ("Plan installments kept", "协议履约率", "協議履約率"),
        (
            "Installments of signed plans paid by due date + grace, moratoria left out / those fallen due (amount: paid on them by then / due)",
            "到期加宽限（不计法定暂缓期）内付清的协议分期 ÷ 已到期协议分期（金额：届时已付 ÷ 应付）",
            "到期加寬限（不計法定暫緩期）內繳清的協議分期 ÷ 已到期協議分期（金額：屆時已繳 ÷ 應繳）",
        ),
    ),
    "contact_rate": Kpi(
        ("Contact rate", "接通率", "接通率"),
        (
            "Tries to talk that reached the debtor / tries to talk (call, visit, messenger)",
            "联系到本人的次数 ÷ 尝试次数（电话、上门、即时通讯）",
            "聯絡到本人的次數 ÷ 嘗試次數（電話、登門、即時通訊）",
        ),
    ),
    "cases_reached": Kpi(
        ("Cases reached", "案件触达率", "案件觸及率"),
        (
            "Cases whose debtor was spoken to / cases that were tried on any channel",
            "与债务人通上话的案件 ÷ 以任何渠道联系过的案件",
            "與債務人通上話的案件 ÷ 以任何管道聯絡過的案件",
        ),
    ),
    "first_contact": Kpi(
        ("First contact in time", "首次联系及时率", "首次聯絡及時率"),
        (
            "New cases first tried by due date + first_contact_days / new cases whose days ended in the period (amount: arrears on entering)",
            "在到期日＋规定天数内首次联系的新案件 ÷ 期内届满的新案件（金额：进入催收时的拖欠）",
            "在到期日＋規定天數內首次聯絡的新案件 ÷ 期內屆滿的新案件（金額：進入催收時的積欠）",
        ),
    ),
    "recovery": Kpi(
        ("Recovery by stage", "分阶段回收率", "分階段回收率"),
        (
            "Money dated while the case was in the stage / balance there at the start or entering it (count: cases that paid / cases there)",
            "案件处于该阶段时的回款 ÷ 期初在该阶段及期内进入的余额（件数：有付款的案件 ÷ 该阶段案件）",
            "案件處於該階段時的回款 ÷ 期初在該階段及期內進入的餘額（件數：有付款的案件 ÷ 該階段案件）",
        ),
    ),
    "cei": Kpi(
        ("Collection effectiveness index", "催收有效性指数（CEI）", "催收有效性指數（CEI）"),
        (
            "(receivables at start + new debt - receivables at end) / (receivables at start + new debt - not yet due at end) x 100; without late interest and fees",
            "（期初应收＋新增债权－期末应收）÷（期初应收＋新增债权－期末未到期）× 100；不含逾期利息和费用",
            "（期初應收＋新增債權－期末應收）÷（期初應收＋新增債權－期末未到期）× 100；不含逾期利息和費用",
        ),
        CRF,
    ),
    "dso": Kpi(
        ("Days sales outstanding", "应收账款周转天数（DSO）", "應收帳款週轉天數（DSO）"),
        ("Receivables at the end / new debt of the period x days of the period", "期末应收 ÷ 期内新增债权 × 期间天数", "期末應收 ÷ 期內新增債權 × 期間天數"),
        DAYS,
    ),
    "write_off_rate": Kpi(
        ("Write-off rate", "核销率", "呆帳打消率"),
        (
            "Written off between the snapshots / outstanding at the start (count: cases / cases)",
            "期内核销 ÷ 期初未清总额（件数：案件 ÷ 案件）",
            "期內打消 ÷ 期初未清總額（件數：案件 ÷ 案件）",
        ),
    ),
    "cost_per_1000": Kpi(
        ("Cost per recovered 1,000", "每回收 1,000 的费用", "每回收 1,000 的費用"),
        ("Costs entered for days of the period / money received x 1,000", "期内登记的费用 ÷ 回款 × 1,000", "期內登錄的費用 ÷ 回款 × 1,000"),
    ),
    "contacts_per_1000": Kpi(
        ("Contacts per recovered 1,000", "每回收 1,000 的联系次数", "每回收 1,000 的聯絡次數"),
        ("Outgoing contacts / money received x 1,000", "外发联系次数 ÷ 回款 × 1,000", "外發聯絡次數 ÷ 回款 × 1,000"),
    ),
    "touches_per_cure": Kpi(
        ("Clerk touches per cured case", "每件恢复案件的人工联系次数", "每件恢復案件的人工聯絡次數"),
        ("Contacts made by clerks about cases cured / cases cured", "经办人就恢复案件的联系次数 ÷ 恢复案件数", "承辦人就恢復案件的聯絡次數 ÷ 恢復案件數"),
    ),
    "funnel": Kpi(
        ("Cases by stage", "各阶段案件", "各階段案件"),
        ("Cases in the stage at the end (amount: outstanding)", "期末处于该阶段的案件（金额：未清总额）", "期末處於該階段的案件（金額：未清總額）"),
    ),
    "arrears": Kpi(
        ("Arrears", "拖欠金额", "積欠金額"), ("Arrears of cases in collection at the end", "期末催收中案件的拖欠", "期末催收中案件的積欠"),
    ),
    "outstanding": Kpi(
        ("Outstanding", "未清总额", "未清總額"), ("Outstanding of cases in collection at the end", "期末催收中案件的未清总额", "期末催收中案件的未清總額"),
    ),
    "ageing": Kpi(
        ("Ageing", "账龄", "帳齡"),
        ("Cases of the bucket at the end / cases past due (amount: arrears)", "期末该区间案件 ÷ 逾期案件（金额：拖欠）", "期末該區間案件 ÷ 逾期案件（金額：積欠）"),
    ),
    "workload": Kpi(
        ("Workload of a clerk", "经办人工作量", "承辦人工作量"),
        ("Open cases of the clerk at the end (amount: their arrears)", "期末该经办人的未结案件（金额：拖欠）", "期末該承辦人的未結案件（金額：積欠）"),
    ),
    "clerk_contacts": Kpi(
        ("Contacts of a clerk", "经办人联系次数", "承辦人聯絡次數"), ("Contacts that the clerk made in the period", "该经办人期内的联系次数", "該承辦人期內的聯絡次數"),
    ),
    "promise_due": Kpi(
        ("Open promises due", "待兑现承诺", "待兌現承諾"),
        ("Open promises due on this day (amount: promised)", "该日到期的待兑现承诺（金额：承诺金额）", "該日到期的待兌現承諾（金額：承諾金額）"),
    ),
    "cash": Kpi(
        ("Money received in a week", "每周回款", "每週回款"), ("Payments of the seven days that end on this day", "截至该日七天内的付款", "截至該日七天內的款項"),
    ),
    "roll": Kpi(
        ("Roll rate", "滚动率", "滾動率"),
        (
            "Cases that stand there at the end / cases that stood here at the start (amount: outstanding at the start)",
            "期末处于目标区间的案件 ÷ 期初处于本区间的案件（金额：期初未清总额）",
            "期末處於目標區間的案件 ÷ 期初處於本區間的案件（金額：期初未清總額）",
        ),
        OCC,
    ),
}

_PLACES: Mapping[str, Words] = {
    "current": ("Not past due", "未逾期", "未逾期"), "new": ("New in the ledger", "新进案件", "新進案件"), "all": ("All past due", "全部逾期", "全部逾期"),
    "closed": ("Closed otherwise", "以其他方式结案", "以其他方式結案"), "written off": ("Written off", "已核销", "已打消"),
    "missing": ("No longer read", "已不在台账", "已不在台帳"), "before": ("Earlier, grace runs", "已过期（宽限内）", "已過期（寬限內）"), "later": ("Later", "以后", "以後"), "stable": ("Stable", "不变", "不變"), "worse": ("Rolled worse", "恶化", "惡化"),
    "back": ("Rolled back", "好转", "好轉"), "cured": ("Cured", "恢复正常", "恢復正常"), "count": ("count", "件数", "件數"), "amount": ("amount", "金额", "金額"),
}  # fmt: skip
NOTES: Mapping[str, Words] = {
    "none": (
        "No run has kept a snapshot yet: figures that compare two days begin with the second run.",
        "尚无运行留下快照：需要比较两个日期的指标从第二次运行开始。",
        "尚無執行留下快照：需要比較兩個日期的指標從第二次執行開始。",
    ),
    "missing": (
        "The snapshots of earlier runs are not beside the ledger ({what} is missing): bring the file back, or figures that compare two days begin anew.",
        "台账旁没有以往运行的快照（缺少 {what}）：请恢复该文件，否则需要比较两个日期的指标将重新开始。",
        "台帳旁沒有以往執行的快照（缺少 {what}）：請還原該檔案，否則需要比較兩個日期的指標將重新開始。",
    ),
    "damaged": (
        "The snapshots beside the ledger cannot be used ({what}). Bring the file back from a backup, or move it away: then figures begin anew with the next run.",
        "台账旁的快照无法使用（{what}）。请从备份恢复该文件，或将其移走：指标将从下次运行重新开始。",
        "台帳旁的快照無法使用（{what}）。請從備份還原該檔案，或將其移走：指標將從下次執行重新開始。",
    ),
    "older": (
        "The file of snapshots is older than the ledger: it does not know a run ({what}). Figures use the days it has.",
        "快照文件比台账旧：缺少某次运行（{what}）。指标使用其中已有的日期。",
        "快照檔案比台帳舊：缺少某次執行（{what}）。指標使用其中已有的日期。",
    ),
    "not-kept": (
        "This run is complete, but its snapshot could not be kept ({what}): the figures have no value for this day.",
        "本次运行已完成，但未能保存快照（{what}）：指标缺少这一天。",
        "本次執行已完成，但未能保存快照（{what}）：指標缺少這一天。",
    ),
}
"""What is said of the file of snapshots."""
_STAGED = ("recovery", "funnel")


def name_of(id: str, language: str) -> str:
    """What a KPI is called."""
    return KPIS[id].name[language_index(language)]


def formula_of(id: str, language: str) -> str:
    """How it is computed, in words."""
    return KPIS[id].formula[language_index(language)]


def place_name(place: str, language: str, id: str = "") -> str:
    """A bucket, stage, clerk, week or fate as it is shown."""
    if id in _STAGED and place:
        return label("Stage", place, language)
    return _PLACES[place][language_index(language)] if place in _PLACES else place


def note(key: str, what: str, language: str) -> str:
    """A sentence about the file of snapshots."""
    return NOTES[key][language_index(language)].format(what=what)


def title_of(figure: Figure, language: str) -> str:
    """``Roll rate: 8-30 -> 31-60``: the name and what it is about."""
    about = " -> ".join(place_name(one, language, figure.id) for one in (figure.subject, figure.to) if one)
    return f"{name_of(figure.id, language)}{': ' if about else ''}{about}"
