"""The questions of a talk in three languages, in the order in which a clerk goes through them."""

from __future__ import annotations

from pyaddin.tasks.case_words import Asked

FIRST: tuple[Asked, ...] = (
    Asked(
        "channel",
        (
            "How did you talk: call, visit, email, letter, sms, im?", "联系方式：call、visit、email、letter、sms 还是 im？",
            "聯絡方式：call、visit、email、letter、sms 還是 im？",
        ),
    ),
    Asked("direction", ("Who began: out = we did, in = the debtor?", "由谁发起：out = 我方，in = 债务人？", "由誰發起：out = 我方，in = 債務人？")),
    Asked(
        "result",
        (
            "What came of it: reached, promise, refused, dispute, hardship, no answer, voicemail left, wrong party?",
            "结果：reached、promise、refused、dispute、hardship、no answer、voicemail left 还是 wrong party？",
            "結果：reached、promise、refused、dispute、hardship、no answer、voicemail left 還是 wrong party？",
        ),
    ),
)
REASON: tuple[Asked, ...] = (
    Asked(
        "reason_code",
        (
            "Why was it not paid: FORGOT, INCOME_LOSS, ILLNESS, FAMILY, OVER_INDEBTED, DISPUTE, AWAY, REFUSES, OTHER (Enter = not said)?",
            "未还款原因：FORGOT、INCOME_LOSS、ILLNESS、FAMILY、OVER_INDEBTED、DISPUTE、AWAY、REFUSES、OTHER（直接回车 = 未说明）？",
            "未還款原因：FORGOT、INCOME_LOSS、ILLNESS、FAMILY、OVER_INDEBTED、DISPUTE、AWAY、REFUSES、OTHER（直接按 Enter = 未說明）？",
        ),
        True,
    ),
    Asked(
        "sentiment",
        (
            "How did the debtor feel: calm, worried, upset, hostile?", "债务人情绪：calm、worried、upset 还是 hostile？",
            "債務人情緒：calm、worried、upset 還是 hostile？",
        ),
        True,
    ),
    Asked("notes", ("What was said?", "谈话内容？", "談話內容？"), True),
)
INCOME = Asked(
    "income",
    ("Income a month, all together (Enter = not talked about)?", "每月总收入（直接回车 = 未谈及）？", "每月總收入（直接按 Enter = 未談及）？"),
    True,
)
COSTS: tuple[Asked, ...] = (
    Asked("housing", ("Housing a month?", "每月住房支出？", "每月住房支出？"), True),
    Asked("utilities", ("Utilities a month?", "每月水电燃气？", "每月水電瓦斯？"), True),
    Asked("food", ("Food a month?", "每月饮食？", "每月飲食？"), True),
    Asked("transport", ("Transport a month?", "每月交通？", "每月交通？"), True),
    Asked("health", ("Health a month?", "每月医疗？", "每月醫療？"), True),
    Asked("dependents", ("How many others live on this income?", "有几人靠此收入生活？", "有幾人靠此收入生活？"), True),
    Asked("other_debts", ("Payments to others a month?", "每月偿还其他债务？", "每月償還其他債務？"), True),
    Asked("other_costs", ("Other costs a month?", "每月其他支出？", "每月其他支出？"), True),
    Asked("agreed_saving", ("What may be kept aside a month?", "每月可留的储蓄？", "每月可留的儲蓄？"), True),
    Asked("owed_to_others", ("How much is owed to others in all (0 = nothing)?", "共欠其他债权人多少（0 = 没有）？", "共欠其他債權人多少（0 = 沒有）？"), True),
    Asked("evidence", ("What shows it: payslip, statement ...?", "有何凭证：工资单、流水……？", "有何憑證：薪資單、明細……？"), True),
    Asked("budget_notes", ("Why is a cost high, or what else to know?", "某项支出为何较高，或其他说明？", "某項支出為何較高，或其他說明？"), True),
)
NEW_DATA: tuple[Asked, ...] = (
    Asked("new_phone", ("A new phone number?", "新电话号码？", "新電話號碼？"), True),
    Asked("new_email", ("A new email address?", "新电子邮箱？", "新電子信箱？"), True),
    Asked("new_address", ("A new address?", "新地址？", "新地址？"), True),
)
OF_NEW_DATA: tuple[Asked, ...] = (
    Asked("new_data_source", ("Where do the new data come from?", "新资料来自何处？", "新資料來自何處？")),
    Asked("new_data_confirmed", ("Did the debtor confirm them: yes or no?", "本人已确认吗：yes 还是 no？", "本人已確認嗎：yes 還是 no？"), True),
)
LAST: tuple[Asked, ...] = (Asked("follow_up_on", ("Call back on (2026-12-01)?", "回访日（2026-12-01）？", "回訪日（2026-12-01）？"), True),)
