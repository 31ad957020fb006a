"""The words of call lists and of batches of text messages, in three languages: titles, headers, and what a cell to fill in takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pyaddin.labels import folded, language_index

Words = tuple[str, str, str]

HEADS: Mapping[str, Words] = {
    "rank": ("No.", "序号", "序號"), "case": ("Case", "案件编号", "案件編號"), "debtor": ("Debtor", "姓名/名称", "姓名/名稱"),
    "phone": ("Phone", "电话", "電話"), "language": ("Language", "语言", "語言"), "hours": ("Lawful hours there", "对方当地可致电时间", "對方當地可致電時間"),
    "office_hours": ("In office time", "本地时间", "本地時間"),
    "best": ("Answered at", "曾接听时段", "曾接聽時段"), "amount": ("Amount due", "应付金额", "應繳金額"),
    "currency": ("Currency", "币种", "幣別"), "days": ("Days past due", "逾期天数", "逾期天數"), "action": ("What to do", "下一步", "下一步"),
    "why": ("Why", "理由", "理由"), "others": ("Also about", "同时涉及", "同時涉及"),
    "result": ("Result", "结果", "結果"), "called_at": ("Called at", "致电时间", "致電時間"), "promise_amount": ("Promised amount", "承诺金额", "承諾金額"),
    "promise_on": ("Promised for", "承诺还款日", "承諾還款日"), "reason": ("Reason code", "欠款原因", "欠款原因"), "sentiment": ("Sentiment", "情绪", "情緒"),
    "notes": ("Notes", "备注", "備註"), "follow_up": ("Follow up on", "回访日", "回訪日"), "next": ("Not before", "最早时间", "最早時間"),
    "number": ("Number", "号码", "號碼"), "text": ("Text", "短信内容", "簡訊內容"),
    "encoding": ("Encoding", "编码", "編碼"), "units": ("Length", "长度", "長度"),
    "parts": ("Parts", "计费条数", "計費則數"), "cost": ("Cost class", "计费类别", "計費類別"), "wording": ("Wording", "文案", "文案"),
    "wording_hash": ("Wording SHA-256", "文案 SHA-256", "文案 SHA-256"), "sent_at": ("Sent at", "发送时间", "傳送時間"),
    "sms_hours": ("Lawful hours to text", "对方当地可发送时间", "對方當地可傳送時間"),
}  # fmt: skip

SAYS: Mapping[str, Words] = {
    "calls": ("Call list", "电话清单", "電話清單"),
    "calls-title": ("Call list of {on} · {count} to call", "{on} 电话清单 · {count} 通", "{on} 電話清單 · {count} 通"),
    "calls-advice": (
        "Fill in the yellow columns of each call you made, save, then read it back: Call list button, or  collections calls LEDGER --from FILE. What to say"
        " stands on the next sheet. Rows left blank stay open.",
        "每打一通电话就填写黄色列，保存后读回：“电话清单”按钮，或 collections calls LEDGER --from FILE。话术见下一张工作表。未填的行仍待处理。",
        "每打一通電話就填寫黃色欄，儲存後讀回：「電話清單」按鈕，或 collections calls LEDGER --from FILE。話術見下一張工作表。未填的列仍待處理。",
    ),
    "scripts": ("What to say", "话术", "話術"),
    "scripts-advice": (
        "Open a block with the + at its left; the numbers are those of the list. The phone is a link to dial.",
        "点击左侧 + 展开；序号与清单一致。点击电话可拨号。", "點選左側 + 展開；序號與清單一致。點選電話可撥號。",
    ),
    "not-calls": ("Not to be called", "不得致电", "不得致電"),
    "not-title": ("Not to be contacted: {count}, and why", "不得联系：{count} 项及原因", "不得聯絡：{count} 項及原因"),
    "not-advice": (
        "These are not on the list. Do not call them before the reason is gone.",
        "以下不在清单上，原因消除前请勿致电。", "以下不在清單上，原因消除前請勿致電。",
    ),
    "sms": ("Text messages", "短信", "簡訊"),
    "sms-title": ("Text messages of {on} · {count}, {parts} parts", "{on} 短信 · {count} 条，计费 {parts} 条", "{on} 簡訊 · {count} 則，計費 {parts} 則"),
    "sms-advice": (
        "Send each text as it stands within its lawful hours, fill in the yellow columns, save, then read it back: SMS batch button, or"
        "  collections sms LEDGER --sent FILE.",
        "请在可发送时间内原文发送，填写黄色列，保存后读回：“短信批次”按钮，或 collections sms LEDGER --sent FILE。",
        "請在可傳送時間內原文傳送，填寫黃色欄，儲存後讀回：「簡訊批次」按鈕，或 collections sms LEDGER --sent FILE。",
    ),
    "not-sms": ("Not to be sent", "不得发送", "不得傳送"),
    "not-sms-advice": (
        "These are not in the batch. Correct what the reason names, then make a new batch.", "以下不在批次中。请按原因更正后重新生成批次。",
        "以下不在批次中。請依原因更正後重新產生批次。",
    ),
    "fill-result": ("What came of it; leave blank what was not called.", "通话结果；未致电的留空。", "通話結果；未致電的留空。"),
    "fill-sent": ("What became of the text; leave blank what was not sent.", "发送结果；未发送的留空。", "傳送結果；未傳送的留空。"),
    "fill-when": (
        "Office time, for example 2026-11-23 14:30; blank = when the list is read back, on its own day only.",
        "本地时间，例如 2026-11-23 14:30；留空 = 读回时间（仅限清单当天）。", "本地時間，例如 2026-11-23 14:30；留空 = 讀回時間（僅限清單當天）。",
    ),
    "fill-amount": ("Only with the result Promised to pay: the amount.", "仅在结果为“承诺还款”时填写金额。", "僅在結果為「承諾還款」時填寫金額。"),
    "fill-day": ("Only with the result Promised to pay: the day.", "仅在结果为“承诺还款”时填写日期。", "僅在結果為「承諾還款」時填寫日期。"),
    "fill-reason": ("Why the debtor has not paid.", "债务人未还款的原因。", "債務人未還款的原因。"),
    "fill-sentiment": ("How the debtor felt.", "债务人的情绪。", "債務人的情緒。"), "fill-notes": ("What was said.", "谈话内容。", "談話內容。"),
    "fill-follow-up": ("The day you agreed to call back.", "约定回电的日期。", "約定回電的日期。"),
    "fill-sent-notes": ("What the gateway said.", "短信平台的回复。", "簡訊平台的回覆。"),
    "hour": ("{hour}:00 ({answered} of {tried})", "{hour}:00（{tried} 次中 {answered} 次）", "{hour}:00（{tried} 次中 {answered} 次）"),
    "known": ("Known: {text}.", "已知信息：{text}。", "已知資訊：{text}。"), "ask-next": ("Ask next: {text}", "下一个问题：{text}", "下一個問題：{text}"),
    "domestic": ("at home", "国内", "國內"), "abroad": ("abroad", "国际", "國際"),
    "no-script": (
        "There is no wording for this call ({what}). Say who you are and make sure whom you talk to before you name the debt.",
        "此通话没有话术（{what}）。请先说明身份，并在提及欠款前核实对方身份。", "此通話沒有話術（{what}）。請先說明身分，並在提及欠款前核實對方身分。",
    ),
    "bad-number": ("Number not checked: {why}.", "号码未核实：{why}。", "號碼未核實：{why}。"),
}  # fmt: skip


def head(key: str, language: str) -> str:
    """A header in a language."""
    return HEADS[key][language_index(language)]


def say(key: str, language: str, **values: object) -> str:
    """A sentence in a language."""
    return SAYS[key][language_index(language)].format(**values)


@lru_cache(maxsize=1)
def head_spellings() -> Mapping[str, tuple[str, ...]]:
    """Every spelling of a header, folded, with the columns that it can name."""
    found: dict[str, tuple[str, ...]] = {}
    for key, words in HEADS.items():
        for word in words:
            known = found.get(folded(word), ())
            found[folded(word)] = known if key in known else (*known, key)
    return found
