"""What the sheets show instead of their English headers, in Simplified and Traditional Chinese, and in which cells codes show their labels.

A caption is a text number format (``;;;"案件编号"``): the cell keeps its English value, so formulas, tables and the program have one name per
column. A caption that a clerk typed as a header is read as its column. Excel keeps at most 200 number formats of a workbook in every language
version (Microsoft's limits: 200 to 250), so captions are few: one wording for headers that mean the same, and labels as captions only for the
lists of ``SHOWN_BY_LABEL``; other codes are shown as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from pyaddin.labels import folded, language_index
from pyaddin.ledger.schema import EVERY_TABLE, LIST_NAMES, Column
from pyaddin.settings import NEVER_RUN

MOST_FORMATS = 200

AS_OF = (" · computed as of ", " · 计算截至 ", " · 計算截至 ")
"""What stands between a caption and the day of the computed columns."""
NOT_YET = "–"
"""What stands in place of that day in a ledger that never ran."""

SHOWN_BY_LABEL = (
    "Stage", "Outcome", "Hold", "Result", "InstallmentStatus", "PromiseStatus", "PlanStatus", "Channel", "Preferred", "Direction", "Risk",
)  # fmt: skip
"""Lists whose codes are shown by their label; the writer turns a typed label of these into its code."""

_PLAIN = ("Moves", "Runs", "Levels", "Packs", "Rates", "Holidays", "Legal", "Figures", "Guidelines")
"""Sheets that nobody types in from day to day (the Form fills Legal): only headers whose caption another sheet has are captioned; the others tell
theirs in an input message, which takes no number format."""
_AS_IS = frozenset({"Key", "Message ID"})
"""Headers of the program's own marks; on Settings the key is the clerk's."""

CAPTIONS: Mapping[str, tuple[str, str]] = {
    "Debtor ID": ("债务人编号", "債務人編號"), "Name": ("姓名/名称", "姓名/名稱"), "Kind": ("类型", "類型"), "Language": ("语言", "語言"),
    "Preferred channel": ("首选渠道", "偏好管道"), "Email": ("电子邮箱", "電子信箱"), "Phone": ("电话", "電話"), "Address": ("地址", "地址"),
    "City": ("城市", "縣市"), "Postal code": ("邮编", "郵遞區號"), "Country": ("国家/地区", "國家/地區"), "Region": ("省/州", "省/州"),
    "Time zone": ("时区", "時區"), "Opted out channels": ("已拒绝渠道", "已拒絕管道"), "Notes": ("备注", "備註"),
    "Shared contact": ("共用联系方式", "共用聯絡方式"), "Address confirmed on": ("地址确认日", "地址確認日"), "Address on file": ("存档地址", "存檔地址"),
    "Address changed on": ("地址变更日", "地址變更日"), "New email": ("新邮箱", "新信箱"), "New phone": ("新电话", "新電話"), "New address": ("新地址", "新地址"),
    "New data source": ("来源", "來源"), "New data on": ("日期", "日期"), "New data confirmed": ("已核实", "已核實"),
    "Case ID": ("案件编号", "案件編號"), "Product": ("产品", "產品"), "Currency": ("币种", "幣別"), "Opened on": ("合同日期", "契約日期"),
    "Owner": ("经办人", "承辦人"), "Annual rate": ("年利率", "年利率"), "Day count": ("计息天数", "計息天數"), "Late fee": ("逾期费", "逾期費"),
    "Stage": ("阶段", "階段"), "Stage since": ("进入阶段日", "進入階段日"), "Level": ("级别", "級別"), "Days past due": ("逾期天数", "逾期天數"),
    "Bucket": ("账龄区间", "帳齡區間"), "Arrears": ("拖欠金额", "積欠金額"), "Interest due": ("逾期利息", "逾期利息"), "Fees due": ("费用", "費用"),
    "Outstanding": ("未清总额", "未清總額"), "Priority": ("优先级", "優先順序"), "Next action": ("下一步", "下一步"), "Next action on": ("下一步日期", "下一步日期"),
    "Why": ("理由", "理由"), "Outcome": ("结案结果", "結案結果"), "Outcome on": ("结案日", "結案日"), "Approved by": ("批准人", "核准人"),
    "Episode": ("轮次", "輪次"), "Risk": ("风险等级", "風險等級"),
    "Plan ID": ("协议编号", "協議編號"), "No": ("期次", "期別"), "Due on": ("应付日", "應繳日"), "Principal": ("本金", "本金"), "Interest": ("利息", "利息"),
    "Fee": ("费用", "費用"), "Paid": ("已付金额", "已繳金額"), "Paid on": ("付清日", "繳清日"), "Status": ("状态", "狀態"), "Flagged on": ("判定日", "判定日"),
    "Payment ID": ("付款编号", "款項編號"), "Value date": ("起息日", "入帳日"), "Amount": ("金额", "金額"), "Method": ("付款方式", "付款方式"),
    "Reference": ("银行摘要", "銀行摘要"), "Reversed on": ("撤回日", "撤回日"),
    "Adjustment ID": ("调整编号", "調整編號"), "On": ("日期", "日期"), "Component": ("组成", "組成"), "Document": ("文件", "文件"), "Key": ("键", "鍵"),
    "Version": ("版本", "版本"), "Proposed on": ("日期", "日期"), "Total": ("协议总额", "協議總額"), "Waived": ("减免", "減免"), "Count": ("期数", "期數"),
    "First due": ("应付日", "應繳日"), "Frequency": ("周期", "週期"), "Debtor signed on": ("债务人签署日", "債務人簽署日"),
    "Creditor signed on": ("债权人签署日", "債權人簽署日"), "Evidence": ("凭证", "憑證"), "Reason": ("原因", "原因"), "Payment method": ("付款方式", "付款方式"),
    "Promise ID": ("承诺编号", "承諾編號"), "Made on": ("日期", "日期"), "Grace days": ("宽限天数", "寬限天數"), "Judged on": ("判定日", "判定日"),
    "Contact ID": ("联系编号", "聯絡編號"), "At": ("时间", "時間"), "Channel": ("渠道", "管道"), "Direction": ("方向", "方向"), "Class": ("类型", "類型"),
    "Template": ("文案", "文案"), "Result": ("结果", "結果"), "Reason code": ("原因", "原因"), "Message ID": ("邮件标识", "郵件識別碼"),
    "By": ("经办人", "承辦人"), "Follow up on": ("回访日", "回訪日"), "Sentiment": ("情绪", "情緒"),
    "Hold ID": ("暂停编号", "暫停編號"), "Scope": ("范围", "範圍"), "Applies to": ("适用对象", "適用對象"), "Type": ("类型", "類型"),
    "Start": ("开始", "開始"), "End": ("结束", "結束"),
    "Taken on": ("日期", "日期"), "Income": ("收入", "收入"), "Housing": ("住房", "住房"), "Utilities": ("水电燃气", "水電瓦斯"), "Food": ("饮食", "飲食"),
    "Budgets.Transport": ("交通", "交通"), "Health": ("医疗", "醫療"), "Dependents": ("受抚养人数", "受扶養人數"), "Other debts": ("其他债务", "其他債務"),
    "Other costs": ("其他支出", "其他支出"), "Agreed saving": ("约定储蓄", "約定儲蓄"), "Surplus": ("结余", "結餘"),
    "Counsel": ("律师", "律師"), "Asked on": ("咨询日", "諮詢日"), "Advice on": ("答复日", "答覆日"), "Recommendation": ("建议", "建議"),
    "Final demand delivered on": ("最后催款送达日", "最後催款送達日"), "Proof": ("凭证", "憑證"), "Court": ("法院", "法院"), "Filed on": ("起诉日", "起訴日"),
    "Court number": ("案号", "案號"), "Next hearing": ("下次开庭", "下次開庭"), "Costs": ("费用", "費用"), "Judgment on": ("判决日", "判決日"),
    "Judgment amount": ("判决金额", "判決金額"), "Debtor legal ID": ("证件号码", "證件號碼"),
    "As of": ("基准日", "基準日"), "From": ("原阶段", "原階段"), "To": ("新阶段", "新階段"), "Level from": ("原级别", "原級別"), "Level to": ("新级别", "新級別"),
    "Rule": ("规则", "規則"), "Run ID": ("执行编号", "執行編號"),
    "Audit head": ("审计链末尾", "稽核鏈末端"), "Started at": ("开始时间", "開始時間"), "Ended at": ("结束时间", "結束時間"), "Runs.Transport": ("发送方式", "寄送方式"), "Assessed": ("已核算", "已核算"),
    "Flagged": ("已标记", "已標記"), "Moved": ("已移动", "已移動"), "Sent": ("已发送", "已寄出"), "Queued": ("待处理", "待處理"), "Blocked": ("被拦下", "遭攔下"),
    "Failed": ("失败", "失敗"), "Parked": ("待人工查", "待人工查"), "Refused": ("未接受行", "未接受列"),
    "Settings.Key": ("设置项", "設定項"), "Value": ("值", "值"), "Meaning": ("说明", "說明"), "Source": ("来源", "來源"),
    "From day": ("起始天数", "起始天數"), "Tone": ("语气", "語氣"), "Channels": ("渠道", "管道"), "Min gap days": ("最少间隔", "最少間隔"),
    "Needs approval": ("需放行", "需放行"), "Valid from": ("生效日", "生效日"), "Valid to": ("失效日", "失效日"), "Seen on": ("核对日", "核對日"),
    "Rates.Name": ("利率名称", "利率名稱"), "Holidays.Name": ("节日名称", "節日名稱"),
    "Calendar": ("日历", "行事曆"), "Date": ("日期", "日期"), "Working": ("上班", "上班"),
    "Pack": ("规则包", "規則包"), "In force from": ("生效日", "生效日"), "Reviewed on": ("核对日", "核對日"),
    "Outcome document": ("文件", "文件"), "Outcome reason": ("原因", "原因"), "Outcome by": ("提议人", "提議人"), "Proposed by": ("提议人", "提議人"), "Entered by": ("经办人", "承辦人"), "Owed to others": ("欠他方总额", "欠他方總額"),
    "Entered before": ("付款编号", "款項編號"),
    "Expected costs": ("预计费用", "預計費用"), "Expected months": ("预计月数", "預計月數"), "Chance": ("把握", "把握"),
    "Limitation restarted on": ("时效重算日", "時效重算日"), "Restart event": ("时效事由", "時效事由"), "Restart proof": ("时效凭证", "時效憑證"),
    "Bank line": ("银行行号", "銀行列號"), "Bank line ID": ("银行行号", "銀行列號"), "Statement": ("对账单", "對帳單"), "Line": ("序号", "序號"),
    "Cost line": ("支出项目", "支出項目"), "Each dependent": ("每位受抚养人", "每位受扶養人"),
    "Payer": ("付款人", "付款人"), "Payer account": ("付款账号", "付款帳號"), "State": ("状态", "狀態"), "Suggested case": ("建议案件", "建議案件"),
    "Confidence": ("把握", "把握"), "Imported on": ("日期", "日期"),
    "Rank": ("序号", "序號"), "Debtor": ("姓名/名称", "姓名/名稱"), "Action": ("下一步", "下一步"), "Reach at": ("联系方式", "聯絡方式"), "Points": ("分数构成", "分數組成"),
    "Figure": ("指标行", "指標列"), "Measure": ("指标", "指標"), "Subject": ("对象", "對象"), "Variant": ("口径", "口徑"), "Since": ("起始", "起始"),
    "Until": ("截止", "截止"), "Numerator": ("分子", "分子"), "Denominator": ("分母", "分母"), "Rate": ("比率", "比率"), "Formula": ("公式", "公式"),
}  # fmt: skip

SHEETS: Mapping[str, tuple[str, str]] = {
    "Read me": ("说明", "說明"), "Process": ("流程", "流程"), "Today": ("今日待办", "今日待辦"), "Dashboard": ("看板", "儀表板"), "Figures": ("指标", "指標"), "Cases": ("案件", "案件"),
    "Debtors": ("债务人", "債務人"), "Installments": ("分期", "分期"), "Payments": ("付款", "款項"), "Contacts": ("联系记录", "聯絡紀錄"), "Promises": ("承诺", "承諾"),
    "Plans": ("协议", "協議"), "Holds": ("暂停", "暫停"), "Adjustments": ("调整", "調整"), "Budgets": ("收支", "收支"), "Legal": ("法律", "法律"), "Bank": ("银行流水", "銀行明細"),
    "Moves": ("阶段变动", "階段變動"), "Runs": ("执行记录", "執行紀錄"), "Settings": ("设置", "設定"), "Levels": ("提醒级别", "催繳級別"), "Rates": ("利率", "利率"),
    "Guidelines": ("支出参考", "支出參考"), "Holidays": ("节假日", "假日"), "Packs": ("规则包", "規則包"), "Lists": ("代码表", "代碼表"),
}  # fmt: skip
"""What a sheet is called in a sentence; its tab keeps the English name."""


def day_shown(as_of: date | None) -> str:
    """The day that stands behind the captions of computed columns; a dash until a run has computed them."""
    return NOT_YET if as_of in (None, NEVER_RUN) else f"{as_of}"


def list_of(column: Column) -> str:
    """The list of labels of a column's codes; blank for a column that takes none."""
    return _LIST_OF.get(column.codes, "") if column.codes else ""


_LIST_OF = {codes: name.removeprefix("List_") for name, codes in LIST_NAMES.items()}


def caption(table: str, header: str, language: str) -> str:
    """What a header is called in a language."""
    place = language_index(language)
    return header if place == 0 else CAPTIONS[f"{table}.{header}" if f"{table}.{header}" in CAPTIONS else header][place - 1]


def sheet_caption(sheet: str, language: str) -> str:
    """What a sheet is called in a language."""
    place = language_index(language)
    return sheet if place == 0 or sheet not in SHEETS else SHEETS[sheet][place - 1]


@lru_cache(maxsize=8)
def _worked_on(language: str) -> frozenset[str]:
    return frozenset(
        caption(name, column.name, language)
        for name, table in EVERY_TABLE.items()
        for column in table.columns
        if name not in _PLAIN and (column.name not in _AS_IS or name == "Settings")
    )


def shown(table: str, header: str, language: str) -> str:
    """The caption that the header cell shows instead of its value; blank where it shows its value."""
    if language_index(language) == 0:
        return ""
    words = caption(table, header, language)
    return words if words in _worked_on(language) else ""


def sought(table: str, header: str, language: str) -> str:
    """What a column is called to somebody who must find it: its caption, and beside it the header where the header cell shows that."""
    words = caption(table, header, language)
    return words if words == header or shown(table, header, language) else f"{words}（{header}）"


def text_format(words: str) -> str:
    """The number format that shows these words for any text."""
    return f';;;"{words}"'


@lru_cache(maxsize=64)
def header_spellings(table: str) -> Mapping[str, str]:
    """Every accepted spelling of the headers of a table, folded: the English names and their captions. A name wins over a caption."""
    names = EVERY_TABLE[table].headers
    found = {folded(caption(table, header, language)): header for language in ("zh-TW", "zh-CN") for header in names}
    return found | {folded(header): header for header in names}
