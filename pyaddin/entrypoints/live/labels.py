"""What the fields of the Form are called, in the three languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyaddin.commands import BY_NAME, Option
from pyaddin.entrypoints.live.help_words import HELP
from pyaddin.labels import LANGUAGES, language_index

_LABELS: Mapping[str, tuple[str, str, str]] = {
    "case": ("Case ID", "案件编号", "案件編號"), "cases": ("Case IDs", "案件编号", "案件編號"), "debtor": ("Debtor ID", "债务人编号", "債務人編號"),
    "amount": ("Amount", "金额", "金額"), "on": ("Value date", "起息日", "入帳日"), "method": ("Method", "付款方式", "付款方式"),
    "reference": ("Reference", "银行摘要", "銀行摘要"), "payment_id": ("Payment ID", "付款编号", "款項編號"), "reverse": ("Taken back: payment", "退回的还款编号", "退回的還款編號"),
    "due_on": ("Promised for", "承诺还款日", "承諾還款日"), "made_on": ("Promised on", "承诺日期", "承諾日期"), "grace_days": ("Grace days", "宽限工作日", "寬限工作日"),
    "lift": ("Hold to lift", "要解除的暂停编号", "要解除的暫停編號"), "type": ("Type", "类型", "類型"), "reason": ("Reason", "原因", "原因"),
    "start": ("Start", "开始", "開始"), "end": ("End", "结束", "結束"), "channel": ("Channel", "渠道", "管道"), "direction": ("Direction", "方向", "方向"),
    "result": ("Result", "结果", "結果"), "at": ("When", "时间", "時間"), "message_class": ("Class", "性质", "性質"), "reason_code": ("Reason code", "欠款原因", "欠款原因"),
    "notes": ("Notes", "备注", "備註"), "follow_up_on": ("Follow up on", "回访日", "回訪日"), "sentiment": ("Sentiment", "情绪", "情緒"),
    "overrides": ("Rule to pass", "放行的规则", "放行的規則"), "action": ("Action", "操作", "動作"), "keys": ("Messages", "消息编号", "訊息編號"),
    "run_id": ("Run", "运行编号", "執行編號"), "everything": ("All that wait (yes)", "全部待放行（是）", "全部待放行（是）"),
    "moved": ("Moved here (yes)", "已搬到此处（是）", "已搬到此處（是）"), "adopt_as": ("Counts as", "视为", "視為"), "number": ("Number of messages", "消息条数", "訊息則數"),
    "role": ("Who we are", "我方身份", "我方身分"), "debt_class": ("Whose debts", "债务类别", "債務類別"), "jurisdiction": ("Country of the rules", "适用国家", "適用國家"),
    "creditor_name": ("Creditor", "债权人", "債權人"), "reply_to": ("Reply-to address", "回复邮箱", "回覆信箱"), "time_zone": ("Time zone", "时区", "時區"),
    "name": ("Name", "姓名", "姓名"), "kind": ("Kind", "类型", "類型"), "language": ("Language", "语言", "語言"),
    "preferred_channel": ("Preferred channel", "首选渠道", "偏好管道"), "email": ("Email", "电子邮箱", "電子信箱"), "phone": ("Phone", "电话", "電話"),
    "address": ("Address", "地址", "地址"), "city": ("City", "城市", "縣市"), "postal_code": ("Postal code", "邮编", "郵遞區號"),
    "country": ("Country", "国家/地区", "國家/地區"), "region": ("Region", "省/州", "省/州"), "case_id": ("Case ID", "案件编号", "案件編號"),
    "product": ("Product", "产品", "產品"), "currency": ("Currency", "币种", "幣別"), "opened_on": ("Opened on", "合同日期", "契約日期"),
    "owner": ("Owner", "经办人", "承辦人"), "annual_rate": ("Annual rate", "年利率", "年利率"), "day_count": ("Day count", "计息天数", "計息天數"),
    "late_fee": ("Late fee", "逾期费", "逾期費"), "total": ("Total", "总额", "總額"), "count": ("Number of installments", "期数", "期數"),
    "first_due": ("First due", "首期到期日", "首期到期日"), "frequency": ("Frequency", "周期", "週期"), "contract_rate": ("Contract rate", "合同利率", "契約利率"),
    "case.method": ("Shape of payments", "还款方式", "還款方式"), "working_day": ("Day off", "遇休息日", "遇休息日"), "holidays": ("Holiday calendar", "节假日历", "假日行事曆"),
    "offer": ("Offer number", "方案编号", "方案編號"), "plan": ("Plan ID", "协议编号", "協議編號"), "waive": ("Waived", "减免", "減免"),
    "agree.amount": ("Regular installment", "每期金额", "每期金額"), "debtor_signed": ("Debtor signed on", "债务人签署日", "債務人簽署日"),
    "creditor_signed": ("Creditor signed on", "债权人签署日", "債權人簽署日"),
    "payment_method": ("Payment method", "付款方式", "付款方式"),
    "agree.withdraw": ("Withdraw it (yes)", "撤回（是）", "撤回（是）"), "promise.withdraw": ("Taken back: promise", "撤回的承诺编号", "撤回的承諾編號"),
    "plan_kind": ("Kind of plan", "协议类型", "協議類型"),
    "installments": ("Installments", "分期", "分期"), "pay.on": ("Value date", "起息日", "入帳日"), "hold.debtor": ("Debtor ID", "债务人编号", "債務人編號"),
    "source": ("File of the list", "名单文件", "名單檔案"), "mapping": ("File of headers", "表头对照文件", "表頭對照檔"), "full": ("List is complete (yes)", "名单完整（是）", "名單完整（是）"),
    "encoding": ("Character set", "字符集", "字元集"), "sheets": ("Sheets", "工作表", "工作表"), "columns": ("Headers", "表头含义", "表頭含義"),
    "fixed": ("Fixed values", "固定值", "固定值"), "split_payments": ("Share payments (yes)", "分摊还款（是）", "分攤還款（是）"),
    "bank.source": ("Bank statement", "银行对账单文件", "銀行對帳單檔案"), "bank.mapping": ("File of headers", "表头对照文件", "表頭對照檔"),
    "calls.source": ("Filled-in list", "已填写的清单", "已填寫的清單"), "sms.source": ("Batch that was sent", "已发送的批次", "已傳送的批次"),
    "calls.owner": ("Only cases of", "仅限经办人", "僅限承辦人"), "csv": ("File for a gateway (yes)", "同时生成平台文件（是）", "同時產生平台檔案（是）"),
    "again": ("Lost batch again (yes)", "重做丢失的批次（是）", "重做遺失的批次（是）"),
    "letters.on": ("Posted on", "寄出日", "寄出日"), "not_posted": ("Not posted (yes)", "未寄出（是）", "未寄出（是）"),
    "manifest": ("Only this print run", "仅限此打印批次", "僅限此列印批次"),
    "answers.source": ("Folder of answers", "回信文件夹", "回信資料夾"),
    "income": ("Income", "收入", "收入"), "housing": ("Housing", "住房", "住房"), "utilities": ("Utilities", "水电燃气", "水電瓦斯"), "food": ("Food", "饮食", "飲食"),
    "transport": ("Transport", "交通", "交通"), "health": ("Health", "医疗", "醫療"), "dependents": ("Dependents", "受抚养人数", "受扶養人數"),
    "other_debts": ("Other debts", "其他债务", "其他債務"), "other_costs": ("Other costs", "其他支出", "其他支出"),
    "agreed_saving": ("Agreed saving", "约定储蓄", "約定儲蓄"), "owed_to_others": ("Owed to others", "欠他方总额", "欠他方總額"),
    "evidence": ("Evidence", "凭证", "憑證"), "budget_notes": ("Notes on the budget", "收支备注", "收支備註"), "new_email": ("New email", "新邮箱", "新信箱"),
    "new_phone": ("New phone", "新电话", "新電話"), "new_address": ("New address", "新地址", "新地址"), "new_data_source": ("Source", "来源", "來源"),
    "new_data_on": ("New data on", "获得日期", "取得日期"), "new_data_confirmed": ("Confirmed", "已确认", "已確認"),
    "income_change": ("If income falls by", "收入减少", "收入減少"), "counts": ("Numbers of installments", "期数", "期數"),
    "counsel": ("Counsel", "律师", "律師"), "asked_on": ("Asked on", "咨询日", "諮詢日"), "advice_on": ("Advice on", "答复日", "答覆日"),
    "recommendation": ("Recommendation", "律师建议", "律師建議"), "demand_delivered_on": ("Demand delivered on", "最后催款送达日", "最後催款送達日"),
    "proof": ("Proof", "送达证明", "送達證明"), "court": ("Court", "法院", "法院"), "filed_on": ("Filed on", "起诉日", "起訴日"),
    "court_number": ("Court number", "案号", "案號"), "next_hearing": ("Next hearing", "下次开庭", "下次開庭"), "costs": ("Costs so far", "已发生费用", "已發生費用"),
    "expected_costs": ("Expected costs", "预计费用", "預計費用"), "expected_months": ("Expected months", "预计月数", "預計月數"), "chance": ("Chance", "把握", "把握"),
    "restarted_on": ("Limitation restarted on", "时效重算日", "時效重算日"), "restart_event": ("Restart event", "时效事由", "時效事由"),
    "restart_proof": ("Restart proof", "时效凭证", "時效憑證"), "judgment_on": ("Judgment on", "判决日", "判決日"), "judgment_amount": ("Judgment amount", "判决金额", "判決金額"),
    "debtor_legal_id": ("Debtor legal ID", "证件号码", "證件號碼"), "approved_by": ("Approved by", "批准人", "核准人"), "document": ("Document", "依据文件", "依據文件"),
    "outcome": ("Outcome", "结案结果", "結案結果"), "to_disposition": ("Hand over (yes)", "移送处置（是）", "移送處置（是）"),
    "settlement_offer": ("Settlement offer (yes)", "提出和解（是）", "提出和解（是）"), "withdraw": ("Take back (yes)", "撤回（是）", "撤回（是）"),
    "dispose.on": ("Decided on", "决定日期", "決定日期"),
    "year": ("Closed in the year", "结案年份", "結案年份"), "before": ("Closed before", "结案早于", "結案早於"), "to": ("One file for all", "全部放入一个文件", "全部放入一個檔案"),
    "privacy.export": ("New folder of the package", "数据包的新文件夹", "資料包的新資料夾"), "privacy.erase": ("Erase (yes)", "删除（是）", "刪除（是）"),
    "privacy.due": ("List who may go (yes)", "列出可删除者（是）", "列出可刪除者（是）"),
    "weeks": ("Weeks", "周数", "週數"), "seed": ("Seed", "随机种子", "亂數種子"), "simulate.pay": ("Paying, times", "还款概率倍数", "還款機率倍數"),
    "simulate.kept": ("Promises kept", "承诺兑现率", "承諾兌現率"), "simulate.reached": ("Calls that reach", "电话接通率", "電話接通率"),
    "no_release": ("Nobody releases (yes)", "无人放行（是）", "無人放行（是）"), "changes": ("Settings to try", "试用的设置", "試用的設定"),
    "template": ("Wording", "文书", "文書"), "known_on": ("Known on", "按何日所知", "依何日所知"), "month": ("Month", "月份", "月份"),
    "close_month": ("Close for good (yes)", "正式关账（是）", "正式關帳（是）"),
    "file": ("File", "文件", "檔案"), "files": ("File", "文件", "檔案"), "table": ("Sheet", "工作表", "工作表"),
}  # fmt: skip


def name(option: str, language: str) -> str:
    """What the option is called by itself; blank where no field has this name."""
    words = _LABELS.get(option)
    return words[LANGUAGES.index(language) if language in LANGUAGES else 0] if words else ""


def label(command: str, option: Option, language: str) -> str:
    """The field's name; an option that has no name yet shows its flag in words."""
    place = language_index(language)
    words = _LABELS.get(f"{command}.{option.name}") or _LABELS.get(option.name)
    return words[place] if words else option.flag.lstrip("-").replace("-", " ").capitalize()


def help_text(command: str, option: Option, language: str) -> str:
    """What the field means; another field is named as the Form names it, not as the command line does."""
    words = HELP.get(f"{command}.{option.name}")
    if words is None or language not in LANGUAGES[1:]:
        told = re.sub(r"--[a-z-]+", lambda found: f'"{_field(command, found.group(), language)}"', option.help)
        return told.replace("may be repeated", "several are separated by commas")
    return words[LANGUAGES.index(language) - 1]


def _field(command: str, flag: str, language: str) -> str:
    return next((label(command, option, language) for option in BY_NAME[command].options if option.flag == flag), flag)
