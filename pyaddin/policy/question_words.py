"""The training's words in three languages: how a situation is told, and how an answer is explained."""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str, str]

WEEKDAYS: tuple[Words, ...] = (
    ("Monday", "星期一", "星期一"), ("Tuesday", "星期二", "星期二"), ("Wednesday", "星期三", "星期三"), ("Thursday", "星期四", "星期四"),
    ("Friday", "星期五", "星期五"), ("Saturday", "星期六", "星期六"), ("Sunday", "星期日", "星期日"),
)  # fmt: skip

ROLES: Mapping[str, Words] = {
    "creditor": ("You work for the creditor", "你在债权人单位工作", "你在債權人單位工作"),
    "agency": ("You work for a collection agency", "你在催收代理机构工作", "你在催收代理機構工作"),
    "debt_buyer": ("You work for a firm that bought the debt", "你在受让债权的公司工作", "你在受讓債權的公司工作"),
}
DEBTS: Mapping[str, Words] = {
    "consumer": ("the debtor is a private person", "债务人是个人消费者", "債務人是個人消費者"),
    "business": ("the debtor is a firm", "债务人是企业", "債務人是企業"),
}
PLACES: Mapping[str, Words] = {
    "CN": ("in mainland China", "位于中国大陆", "位於中國大陸"),
    "TW": ("in Taiwan", "位于台湾", "位於臺灣"),
    "HK": ("in Hong Kong", "位于香港", "位於香港"),
    "US": ("in the United States", "位于美国", "位於美國"),
    "GB": ("in the United Kingdom", "位于英国", "位於英國"),
    "IE": ("in Ireland", "位于爱尔兰", "位於愛爾蘭"),
    "": ("in a country that nobody has noted", "所在国家没有记录", "所在國家沒有紀錄"),
    "CA": ("in California (United States)", "位于美国加利福尼亚州", "位於美國加州"),
    "CO": ("in Colorado (United States)", "位于美国科罗拉多州", "位於美國科羅拉多州"),
    "HI": ("in Hawaii (United States)", "位于美国夏威夷州", "位於美國夏威夷州"),
    "MA": ("in Massachusetts (United States)", "位于美国马萨诸塞州", "位於美國麻薩諸塞州"),
    "NY": ("in New York (United States)", "位于美国纽约州", "位於美國紐約州"),
    "TX": ("in Texas (United States)", "位于美国得克萨斯州", "位於美國德克薩斯州"),
}
CHANNELS: Mapping[str, Words] = {
    "call": ("phone", "打电话", "打電話"),
    "robo": ("start an automatic call", "拨打自动语音电话", "撥打自動語音電話"),
    "voicemail": ("leave a voicemail", "留语音信箱", "留語音信箱"),
    "sms": ("send a text message", "发短信", "發簡訊"),
    "email": ("send an email", "发电子邮件", "寄電子郵件"),
    "im": ("send a messenger message", "发即时消息", "傳即時訊息"),
    "letter": ("post a letter", "寄信", "寄信"),
    "visit": ("visit in person", "上门", "登門拜訪"),
}
NOUNS: Mapping[str, Words] = {
    "call": ("call", "电话", "電話"), "robo": ("automatic call", "自动语音", "自動語音"), "voicemail": ("voicemail", "语音信箱", "語音信箱"),
    "sms": ("text message", "短信", "簡訊"), "email": ("email", "电子邮件", "電子郵件"), "im": ("messenger message", "即时消息", "即時訊息"),
    "letter": ("letter", "信件", "信件"), "visit": ("visit", "上门", "拜訪"),
}  # fmt: skip
CLASSES: Mapping[str, Words] = {
    "collection": ("to ask for the overdue payment", "催讨逾期款项", "催討逾期款項"),
    "service": ("only to answer a question of the debtor", "仅为答复债务人的询问", "僅為答覆債務人的詢問"),
    "statutory": ("to give a notice that the law requires", "发出法律要求的通知", "發出法律要求的通知"),
    "legal": ("to tell of a legal step already decided", "告知已决定的法律步骤", "告知已決定的法律步驟"),
}
RESULTS: Mapping[str, Words] = {
    "reached": ("you talked", "已通话", "已通話"),
    "no answer": ("no answer", "无人接听", "無人接聽"),
    "sent": ("sent", "已发送", "已發送"),
    "wrong party": ("a stranger answered", "接听者不是债务人", "接聽者不是債務人"),
}
RECIPIENTS: Mapping[str, Words] = {
    "guarantor": ("The one you would reach is the guarantor named in the contract.", "对象是合同中的保证人。", "對象是契約中的保證人。"),
    "representative": ("The one you would reach is the debtor's legal representative.", "对象是债务人的法定代理人。", "對象是債務人的法定代理人。"),
    "contact_person": (
        "The one you would reach is a friend whom the debtor once named as a contact person.",
        "对象是债务人曾填写的联系人（朋友）。",
        "對象是債務人曾填寫的聯絡人（朋友）。",
    ),
    "third_party": ("The one you would reach is a neighbor of the debtor.", "对象是债务人的邻居。", "對象是債務人的鄰居。"),
    "employer": ("The one you would reach is the debtor's employer.", "对象是债务人的雇主。", "對象是債務人的雇主。"),
}

TEXT: Mapping[str, Words] = {
    "who": ("{role}; {debt} {place}.", "{role}；{debt}，{place}。", "{role}；{debt}，{place}。"),
    "clock": (
        "At the debtor's place ({zone}) it is {weekday} {day}, {clock}.",
        "债务人所在地（{zone}）现在是 {day} {weekday} {clock}。",
        "債務人所在地（{zone}）現在是 {day} {weekday} {clock}。",
    ),
    "desk": (
        "Your own clock ({desk}) shows {weekday} {day}, {clock}; the debtor's place keeps the time of {zone}.",
        "你所在地（{desk}）现在是 {day} {weekday} {clock}；债务人所在地的时区是 {zone}。",
        "你所在地（{desk}）現在是 {day} {weekday} {clock}；債務人所在地的時區是 {zone}。",
    ),
    "changed": ("Clocks there were changed on {day}.", "当地于 {day} 调整了夏令时。", "當地於 {day} 調整了日光節約時間。"),
    "log": ("Contact log: {rows}.", "联系记录：{rows}。", "聯絡紀錄：{rows}。"),
    "row-out": ("{day} {clock} {channel}, {result}", "{day} {clock} {channel}，{result}", "{day} {clock} {channel}，{result}"),
    "row-in": ("{day} {clock} {channel} from the debtor", "{day} {clock} 债务人来{channel}", "{day} {clock} 債務人來{channel}"),
    "other-debt": (" (another debt of the same person)", "（同一人的另一笔债务）", "（同一人的另一筆債務）"),
    "at-address": (" ({address})", "（{address}）", "（{address}）"),
    "hold": ("Sheet Holds: {hold}{end}.", "Holds 表：{hold}{end}。", "Holds 表：{hold}{end}。"),
    "hold-end": (" (until {day})", "（至 {day}）", "（至 {day}）"),
    "opted-out": ("The debtor has opted out of: {channels}.", "债务人已退订：{channels}。", "債務人已退訂：{channels}。"),
    "agreed": (
        "It is on record that the debtor agreed to be contacted at other hours.",
        "已有记录：债务人同意在其他时段联系。",
        "已有紀錄：債務人同意在其他時段聯絡。",
    ),
    "not-agreed": ("No agreement about other hours is on record.", "没有关于其他时段的约定记录。", "沒有關於其他時段的約定紀錄。"),
    "address": ("The address or number is {address}.", "联系地址或号码：{address}。", "聯絡地址或號碼：{address}。"),
    "ask": ("You want to {channel}, {purpose}. May you?", "你想{channel}，{purpose}。可以吗？", "你想{channel}，{purpose}。可以嗎？"),
    # explanations
    "blocked": ("Blocked.", "不可以。", "不可以。"),
    "allowed": ("Allowed.", "可以。", "可以。"),
    "why": ("{id} ({pack} {version}{cite}): {text}", "{id}（{pack} {version}{cite}）：{text}", "{id}（{pack} {version}{cite}）：{text}"),
    "house": ("house safeguard", "本机构保障规则", "本機構保障規則"),
    "next": ("Earliest lawful time: {local} ({zone}).", "最早合规时间：{local}（{zone}）。", "最早合規時間：{local}（{zone}）。"),
    "needs": ("Time alone does not lift it: {needs}.", "仅等待时间不能解除：{needs}。", "僅等待時間不能解除：{needs}。"),
    "local": ("There it is {local} ({zone}).", "当地时间 {local}（{zone}）。", "當地時間 {local}（{zone}）。"),
    "passes": (
        "The hold lets a message of this kind through (class {what}).",
        "该暂停允许这类消息（类别 {what}）。",
        "該暫停允許這類訊息（類別 {what}）。",
    ),
    "ended": ("The hold has ended.", "暂停已结束。", "暫停已結束。"),
    "bound": ("This recipient is bound by contract or stands for the debtor.", "此对象受合同约束或代表债务人。", "此對象受契約約束或代表債務人。"),
    "other-channel": (
        "The opt-out does not stop this channel and class of message.",
        "退订不影响这一渠道和消息类别。",
        "退訂不影響這一管道和訊息類別。",
    ),
    "lifted": ("The recorded agreement lifts the hours.", "有记录的约定解除了时段限制。", "有紀錄的約定解除了時段限制。"),
    "answered": (
        "The debtor wrote first: one answer on the same channel may go outside the hours.",
        "债务人先来信：可在同一渠道于时段外答复一次。",
        "債務人先來信：可在同一管道於時段外答覆一次。",
    ),
    "looked": ("Looked at: {rules}.", "已核对：{rules}。", "已核對：{rules}。"),
    "silent": (
        "No row of {packs} speaks about this channel and hour.",
        "{packs} 没有针对这一渠道和时间的规则。",
        "{packs} 沒有針對這一管道和時間的規則。",
    ),
    "window": ("{opens} to {closes}", "{opens} 至 {closes}", "{opens} 至 {closes}"),
    "cap": ("at most {most} in {days} day(s)", "{days} 天内最多 {most} 次", "{days} 天內最多 {most} 次"),
    "cooldown": ("{days} days of rest after a talk", "通话后 {days} 天内不再联系", "通話後 {days} 天內不再聯絡"),
    "hold-row": ("hold", "暂停", "暫停"),
    "blackout": ("pause", "暂停期", "暫停期"),
}
MARKS: Mapping[str, Words] = {
    "A": ("rule", "规则", "規則"),
    "B": ("rule", "规则", "規則"),
    "C": ("not confirmed", "尚未核实", "尚未核實"),
    "M": ("not confirmed", "尚未核实", "尚未核實"),
    "P": ("house policy", "本机构规定", "本機構規定"),
}
"""How a row of a pack may be called: only A and B are called a rule."""
