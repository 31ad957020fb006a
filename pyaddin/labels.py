"""What a code is called at the desk, in three languages: one table for drop-downs, captions, reasons and reports.

Plain data that every room may read. The keys of ``LABELS`` are the lists of ``ledger.codes.LISTS`` and of the settings that take a code;
the codes themselves are the contract and never change with the language. A label is short enough for a cell, differs from every other
label of its list in all three languages, and never spells another code of the list: so a label typed for a code can only mean that code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

LANGUAGES = ("en", "zh-CN", "zh-TW")
Words = tuple[str, str, str]
_BLANKS = re.compile(r"\s+")

_CHANNELS: dict[str, Words] = {
    "email": ("Email", "电子邮件", "電子郵件"), "letter": ("Letter", "信函", "信函"), "sms": ("Text message", "短信", "簡訊"),
    "call": ("Phone call", "电话", "電話"), "robo": ("Automatic call", "自动语音呼叫", "自動語音撥號"), "voicemail": ("Voicemail", "语音留言", "語音留言"),
    "im": ("Messenger", "即时通讯", "即時通訊"), "visit": ("Visit", "上门拜访", "登門拜訪"),
}  # fmt: skip
_COMPONENTS: dict[str, Words] = {
    "penalty": ("Penalty", "违约金", "違約金"), "fee": ("Fee", "费用", "費用"), "interest": ("Interest", "利息", "利息"),
    "principal": ("Principal", "本金", "本金"),
}  # fmt: skip

LABELS: Mapping[str, Mapping[str, Words]] = {
    "Stage": {
        "CONTACT": ("First contact", "首次联系", "首次聯絡"), "DEEP": ("Deep communication", "深入沟通", "深入溝通"),
        "NEGOTIATE": ("Negotiation", "协商与协议", "協商與協議"), "MONITOR": ("Monitoring", "监督与跟进", "監督與跟進"),
        "DISPOSITION": ("Final disposition", "最终处置", "最終處置"), "CLOSED": ("Closed", "已结案", "已結案"),
    },
    "Outcome": {
        "PAID": ("Paid in full", "全部结清", "全部清償"), "CURED": ("Arrears paid", "逾期已还清", "逾期已繳清"),
        "SETTLED": ("Settled for less", "减免结清", "減免結清"), "WRITTEN_OFF": ("Written off", "已核销", "已打消呆帳"),
        "INSOLVENT": ("Debtor insolvent", "债务人破产", "債務人破產"), "DECEASED": ("Debtor has died", "债务人已去世", "債務人已過世"),
        "INVALID": ("Debt not valid", "债务不成立", "債務不成立"), "TRANSFERRED": ("Handed over", "已移交他方", "已移轉他方"),
        "TIME_BARRED": ("Time-barred", "已过诉讼时效", "已罹於時效"),
    },
    "Hold": {
        "DISPUTE": ("Debt disputed", "债务有争议", "債務有爭議"), "MORATORIUM": ("Moratorium", "法定暂缓", "法定暫緩"),
        "INSOLVENCY": ("Insolvency notice", "破产或债务清理", "破產或債務清理"), "DECEASED": ("Debtor has died", "债务人已去世", "債務人已過世"),
        "VULNERABLE": ("Vulnerable person", "处境困难需关照", "處境弱勢需關懷"), "COMPLAINT": ("Complaint open", "投诉处理中", "申訴處理中"),
        "CEASE": ("Asked us to stop", "要求停止联系", "要求停止聯絡"), "COUNSEL": ("Represented by a lawyer", "由律师代理", "由律師代理"),
        "MINOR": ("Debtor is a minor", "债务人未成年", "債務人未成年"), "WRONG_PARTY": ("Not the right person", "联系对象有误", "聯絡對象有誤"),
        "IDENTITY": ("Identity in doubt", "身份待核实", "身分待核實"), "LITIGATION": ("Before a court", "诉讼中", "訴訟中"),
        "MANUAL": ("Stopped by a clerk", "人工暂停", "人工暫停"), "PROMISE": ("Open promise", "承诺还款期内", "承諾還款期間"),
        "SIGNED_PLAN": ("Signed plan running", "协议履行中", "協議履行中"), "OPT_OUT": ("Channel refused", "已拒绝该渠道", "已拒絕該管道"),
        "DATA": ("Data missing", "资料不全", "資料不全"),
    },
    "HoldScope": {
        "case": ("One case", "单个案件", "單一案件"), "debtor": ("All cases of a debtor", "该债务人全部案件", "該債務人全部案件"),
        "address": ("One address or number", "某个地址或号码", "某個地址或號碼"),
    },
    "Reason": {
        "FORGOT": ("Forgot", "遗忘", "忘記繳款"), "INCOME_LOSS": ("Lost income", "失业或收入减少", "失業或收入減少"), "ILLNESS": ("Illness", "疾病", "疾病"),
        "FAMILY": ("Family matter", "家庭变故", "家庭變故"), "OVER_INDEBTED": ("Too many debts", "负债过重", "負債過重"),
        "DISPUTE": ("Disputes the debt", "对债务有异议", "對債務有異議"), "AWAY": ("Away", "人不在当地", "人不在當地"),
        "REFUSES": ("Refuses to pay", "拒绝付款", "拒絕付款"), "OTHER": ("Other reason", "其他原因", "其他原因"),
    },
    "Kind": {"consumer": ("Person", "个人", "個人"), "business": ("Firm", "企业", "企業")},
    "Language": {
        "en": ("English", "英文", "英文"), "zh-CN": ("Simplified Chinese", "简体中文", "簡體中文"), "zh-TW": ("Traditional Chinese", "繁体中文", "繁體中文"),
    },
    "Preferred": {code: _CHANNELS[code] for code in ("email", "letter", "sms", "call")},
    "Channel": _CHANNELS,
    "DayCount": {
        "act/365": ("Real days of 365", "实际天数/365", "實際天數/365"), "act/360": ("Real days of 360", "实际天数/360", "實際天數/360"),
        "act/actual": ("Real days of the year", "实际天数/实际年", "實際天數/實際年"), "30/360": ("Months of 30 days", "每月30天/360", "每月30天/360"),
    },
    "InstallmentStatus": {
        "open": ("Not yet due", "未到期", "未到期"), "due": ("Due within grace", "已到期未逾宽限", "已到期未逾寬限"), "partly paid": ("Partly paid", "部分已付", "部分已繳"),
        "missed": ("Missed", "逾期未付", "逾期未繳"), "paid": ("Paid", "已付清", "已繳清"), "superseded": ("Replaced", "已被取代", "已被取代"),
    },
    "AdjustmentKind": {
        "fee": ("Fee", "费用", "費用"), "cost": ("Cost", "催收成本", "催收成本"), "waiver": ("Waived", "减免", "減免"),
        "write-off": ("Written off", "核销", "打消呆帳"), "judgment": ("Court judgment", "法院判决", "法院判決"), "refund": ("Paid back", "退款", "退款"),
        "correction": ("Correction", "更正", "更正"),
    },
    "Component": _COMPONENTS,
    "PlanKind": {
        "installment": ("Installments", "分期", "分期"), "deferral": ("Payment later", "延期", "延期"),
        "settlement": ("Settlement for less", "减免一次结清", "減免一次結清"),
    },
    "PlanStatus": {
        "proposed": ("Offered", "已提议", "已提議"), "signed": ("Signed by both", "双方已签", "雙方已簽"), "kept": ("Kept", "已履行完毕", "已履行完畢"),
        "broken": ("Broken", "已违约", "已違約"), "superseded": ("Replaced", "已被取代", "已被取代"), "withdrawn": ("Withdrawn", "已撤回", "已撤回"),
    },
    "Frequency": {
        "weekly": ("Every week", "每周", "每週"), "15-day": ("Every 15 days", "每15天", "每15天"), "30-day": ("Every 30 days", "每30天", "每30天"),
        "monthly": ("Every month", "每月", "每月"), "2-monthly": ("Every second month", "每两个月", "每兩個月"),
    },
    "PromiseStatus": {
        "open": ("Open", "待兑现", "待兌現"), "kept": ("Kept", "已兑现", "已兌現"), "partly kept": ("Partly kept", "部分兑现", "部分兌現"),
        "broken": ("Broken", "未兑现", "未兌現"), "withdrawn": ("Withdrawn", "已撤回", "已撤回"), "superseded": ("Replaced", "已被取代", "已被取代"),
    },
    "Direction": {"out": ("From us", "我方发起", "我方發起"), "in": ("From the debtor", "对方来讯", "對方來訊")},
    "Class": {
        "collection": ("About the debt", "催收", "催繳"), "service": ("About the service", "服务", "服務"), "statutory": ("Required by law", "法定通知", "法定通知"),
        "legal": ("Legal step", "法律程序", "法律程序"),
    },
    "Result": {
        "sent": ("Sent", "已发送", "已寄出"), "queued": ("Waiting", "待处理", "待處理"), "blocked": ("Not allowed", "不得联系", "不得聯絡"),
        "failed": ("Failed", "发送失败", "寄送失敗"), "unknown": ("In doubt", "结果不明", "結果不明"), "delivered": ("Delivered", "已送达", "已送達"),
        "bounced": ("Bounced", "被退回", "遭退回"), "posted": ("Posted", "已付邮", "已付郵"), "reached": ("Talked to the debtor", "已与本人通话", "已與本人通話"),
        "no answer": ("No answer", "无人接听", "無人接聽"), "voicemail left": ("Message left", "已留言", "已留言"),
        "promise": ("Promised to pay", "承诺还款", "承諾還款"), "refused": ("Refused to pay", "拒绝付款", "拒絕付款"), "dispute": ("Disputed", "提出异议", "提出異議"),
        "hardship": ("Told of hardship", "说明有困难", "說明有困難"), "wrong party": ("Not the debtor", "不是本人", "並非本人"),
    },
    "Sentiment": {
        "calm": ("Calm", "平静", "平靜"), "worried": ("Worried", "担忧", "擔憂"), "upset": ("Upset", "不满", "不滿"), "hostile": ("Hostile", "敌对", "敵對"),
    },
    "Recommendation": {
        "sue": ("Go to court", "起诉", "起訴"), "settle": ("Settle", "和解", "和解"), "wait": ("Wait", "暂缓", "暫緩"),
        "write off": ("Write off", "核销", "打消呆帳"),
    },
    "Rule": {
        "T1": ("Collection begins", "开始催收", "開始催收"), "T2": ("To deep communication", "转入深入沟通", "轉入深入溝通"),
        "T3": ("To negotiation", "转入协商", "轉入協商"), "T4": ("Plan signed", "协议已签", "協議已簽"), "T5": ("Offer lapsed", "方案失效", "方案失效"),
        "T6": ("New plan needed", "需要新方案", "需要新方案"), "T7": ("Plan broken", "协议违约", "協議違約"),
        "T8": ("To disposition", "转入最终处置", "轉入最終處置"), "T9": ("Settlement offer", "减免方案", "減免方案"), "T10": ("Paid in full", "全部结清", "全部清償"),
        "T11": ("Arrears paid", "逾期已还清", "逾期已繳清"), "T11b": ("Plan fulfilled", "协议履行完毕", "協議履行完畢"),
        "T12": ("Closed by a supervisor", "主管结案", "主管結案"), "T13": ("Reopened", "重新开案", "重新開案"),
    },
    "RunKind": {
        "weekly": ("Weekly run", "每周跟进", "每週跟進"), "daily": ("Daily run", "每日跟进", "每日跟進"), "button": ("By a click", "手动执行", "手動執行"),
    },
    "Tone": {
        "friendly": ("Friendly", "友善", "親切"), "calm": ("Calm", "平和", "平和"), "firm": ("Firm", "坚定", "堅定"),
        "final": ("Final demand", "最后要求", "最後要求"),
    },
    "Risk": {"low": ("Low", "低", "低"), "middle": ("Middle", "中", "中"), "high": ("High", "高", "高")},
    "BankState": {
        "unmatched": ("Not yet matched", "待认领", "待認領"), "booked": ("Booked", "已入账", "已入帳"), "ignored": ("Not a debtor's", "与债务无关", "與債務無關"),
    },
    "CostLine": {
        "housing": ("Housing", "住房", "住房"), "utilities": ("Utilities", "水电燃气", "水電瓦斯"), "food": ("Food", "饮食", "飲食"),
        "transport": ("Transport", "交通", "交通"), "health": ("Health", "医疗", "醫療"), "other debts": ("Other debts", "其他债务", "其他債務"),
        "other costs": ("Other costs", "其他支出", "其他支出"),
    },
    "RestartEvent": {
        "demand": ("Demand", "催告", "催告"), "acknowledgment": ("Acknowledgment", "承认债务", "承認債務"), "part payment": ("Part payment", "部分履行", "部分清償"),
        "agreement": ("Agreement", "达成协议", "達成協議"), "suit": ("Suit", "起诉", "起訴"),
    },
    "YesNo": {"yes": ("Yes", "是", "是"), "no": ("No", "否", "否")},
    # settings that take a code
    "ActorRole": {
        "creditor": ("The creditor", "债权人", "債權人"), "agency": ("A collection agency", "催收机构", "催收機構"),
        "debt_buyer": ("A buyer of debts", "债权受让方", "債權受讓人"),
    },
    "DebtClass": {"consumer": ("Persons", "个人债务", "個人債務"), "business": ("Firms", "企业债务", "企業債務")},
    "FuturePayments": {
        "next": ("Next installment", "下一期", "下一期"), "last": ("Last installment", "最后一期", "最後一期"),
        "re-amortize": ("Spread over all", "摊到各期", "攤入各期"),
    },
    "LevelMode": {"next": ("One level a run", "每次一级", "每次一級"), "highest": ("Highest level due", "到期的最高级", "到期的最高級")},
    "Transport": {"folder": ("Files in a folder", "写入文件夹", "寫入資料夾"), "smtp": ("By mail server", "邮件服务器", "郵件伺服器")},
    "Paper": {"a4": ("A4", "A4", "A4"), "us-letter": ("US letter", "美国信纸", "美國信紙")},
    "Window": {
        "din-b": ("Window left (DIN 5008 B)", "左侧开窗（DIN 5008 B）", "左側開窗（DIN 5008 B）"), "us-10": ("US number 10", "美式 10 号", "美式 10 號"),
        "china": ("Chinese layout", "中文版式", "中文版式"), "none": ("No window", "无窗", "無窗"),
    },
    "Weekday": {
        "monday": ("Monday", "星期一", "星期一"), "tuesday": ("Tuesday", "星期二", "星期二"), "wednesday": ("Wednesday", "星期三", "星期三"),
        "thursday": ("Thursday", "星期四", "星期四"), "friday": ("Friday", "星期五", "星期五"), "saturday": ("Saturday", "星期六", "星期六"),
        "sunday": ("Sunday", "星期日", "星期日"),
    },
    # what the Form offers; stands in no column
    "WorkingDay": {
        "same": ("same", "不移", "不移"), "next": ("next", "移到之后的工作日", "移到之後的工作日"), "previous": ("previous", "移到之前的工作日", "移到之前的工作日"),
    },
    "PaymentShape": {
        "annuity": ("annuity", "等额本息", "本息平均攤還"), "flat": ("flat", "等本等息", "等本等息"), "equal-principal": ("equal-principal", "等额本金", "本金平均攤還"),
    },
    "OutboxAction": {
        "list": ("list", "列出", "列出"), "approve": ("approve", "批准", "核准"), "cancel": ("cancel", "取消", "取消"), "resolve": ("resolve", "认定", "認定"),
        "retry": ("retry", "重试", "重試"), "adopt": ("adopt", "接管", "接管"),
    },
    "Adopted": {"sent": ("sent", "已送达", "已送達"), "not-sent": ("not-sent", "未送达", "未送達")},
    # what a message is for; stands in keys and reports, in no column
    "MessageKind": {
        "validation": ("Validation notice", "债务确认通知", "債務確認通知"),
        "reminder": ("Reminder", "提醒", "催繳提醒"), "missed": ("Missed installment", "漏缴通知", "漏繳通知"), "thanks": ("Thank-you", "收款致谢", "收款致謝"),
        "notice": ("Installment notice", "到期前提示", "到期前提示"), "promise": ("Promise in writing", "承诺确认", "承諾確認"),
        "broken": ("Plan broken", "违约通知", "違約通知"), "checkin": ("Check-in", "履约回访", "履約回訪"),
        "demand": ("Final demand", "最后催款通知", "最後催款通知"), "handover": ("Hand-over", "移交通知", "移交通知"),
    },
}  # fmt: skip


def language_index(language: str) -> int:
    """Place of a language in every row of words; English for any other."""
    return LANGUAGES.index(language) if language in LANGUAGES else 0


def label(list_name: str, code: str, language: str) -> str:
    """What a code is called in a language; a word that is no code of the list stays as it is."""
    words = LABELS[list_name].get(code)
    return code if words is None else words[language_index(language)]


def folded(text: str) -> str:
    """How two spellings of a word are compared: ignoring case, width and blanks."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=256)
def spellings(list_name: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    """Every accepted spelling of ``codes``, folded, with its code: the code itself and its labels in the three languages."""
    labels = LABELS.get(list_name, {})
    found = {folded(word): code for code in codes for word in labels.get(code, ())}
    return found | {folded(code): code for code in codes}
