"""The words of offers and of the chance that one is kept, in three languages: rows of ``phrases.PHRASES``."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.rules.sentences import Words

OFFER_PHRASES: Mapping[str, Words] = {
    "offer full": ("Pay all now", "立即全额还款", "立即全額還款"),
    "offer waiver": ("Pay now, interest and fees waived", "立即还款，减免利息和费用", "立即還款，減免利息和費用"),
    "offer installment": ("Monthly installments", "按月分期", "按月分期"),
    "offer deferral": ("Payment later", "延期还款", "延期還款"),
    "offer settlement": ("Settlement for a part", "部分还款结清", "部分還款結清"),
    "offer arrears": ("Pay what is past due, then as agreed", "先还清逾期部分，其余按原约定", "先繳清逾期部分，其餘依原約定"),
    "offer ended": ("the case has ended: {outcome}", "案件已终结：{outcome}", "案件已終結：{outcome}"),
    "offer nothing-owed": ("nothing is owed", "没有欠款", "沒有欠款"),
    "offer nothing-due": ("nothing is past due", "没有逾期款项", "沒有逾期款項"),
    "offer held": ("there is nobody to agree with: {says}", "没有可以协商的对象：{says}", "沒有可以協商的對象：{says}"),
    "offer replan-cap": (
        "{count} new plans in twelve months; more than {most} (replan_cap) are not made",
        "十二个月内已有 {count} 份新协议，最多 {most} 份（replan_cap）",
        "十二個月內已有 {count} 份新協議，最多 {most} 份（replan_cap）",
    ),
    "offer no-waivable": ("there is no interest and no fee to waive", "没有可减免的利息或费用", "沒有可減免的利息或費用"),
    "offer only-waivable": ("only interest and fees are owed; a waiver would leave nothing", "所欠仅为利息和费用，减免后无款可还", "所欠僅為利息和費用，減免後無款可還"),
    "offer no-budget": (
        "no budget is known: ask for income and costs first",
        "尚无收支情况：请先询问收入和支出",
        "尚無收支情況：請先詢問收入和支出",
    ),
    "offer no-surplus": ("the budget leaves no surplus ({surplus} a month)", "收支没有结余（每月 {surplus}）", "收支沒有結餘（每月 {surplus}）"),
    "offer no-schedule": (
        "{count} installments are too many for this sum; no row may be zero, and at most {most} are possible",
        "{count} 期对此金额过多；各期金额不得为零，最多 {most} 期",
        "{count} 期對此金額過多；各期金額不得為零，最多 {most} 期",
    ),
    "offer below-interest": (
        "{amount} a month does not cover the interest of the plan",
        "每月 {amount} 不足以支付协议利息",
        "每月 {amount} 不足以支付協議利息",
    ),
    "offer past-due-date": ("the first due date {on} has passed", "首期到期日 {on} 已过", "首期到期日 {on} 已過"),
    "offer too-early": (
        "{days} days past due; a settlement is offered from {since} days on (settlement_from)",
        "逾期 {days} 天；逾期满 {since} 天方可部分还款结清（settlement_from）",
        "逾期 {days} 天；逾期滿 {since} 天方可部分還款結清（settlement_from）",
    ),
    "offer no-settlement": ("settlement_percent leaves nothing to give up or nothing to pay", "settlement_percent 未留出减免或应还的金额", "settlement_percent 未留出減免或應還的金額"),
    "offer approve-waiver": (
        "the waiver of {waived} is above waiver_limit {limit}",
        "减免 {waived} 超过 waiver_limit {limit}",
        "減免 {waived} 超過 waiver_limit {limit}",
    ),
    "offer approve-term": (
        "{months} months are more than the cap of {cap} (plan_cap_months)",
        "{months} 个月超过上限 {cap} 个月（plan_cap_months）",
        "{months} 個月超過上限 {cap} 個月（plan_cap_months）",
    ),
    "note what-if": ("A what-if: the ledger's budget is unchanged.", "此为假设情形，台账中的收支未改动。", "此為假設情形，台帳中的收支未更動。"),
    "note budget-old": (
        "Income and costs are of {on}: ask whether they still hold.",
        "收支情况为 {on} 所记：请询问是否仍然属实。",
        "收支情況為 {on} 所記：請詢問是否仍然屬實。",
    ),
    "note excess": (
        "Above the guideline figure without a note why: {lines}. Ask, and write it into Notes of the budget.",
        "以下支出超过参考值且未说明原因：{lines}。请询问并写入收支表的备注。",
        "以下支出超過參考值且未說明原因：{lines}。請詢問並寫入收支表的備註。",
    ),
    "cost housing": ("housing", "住房", "住房"),
    "cost utilities": ("utilities", "水电燃气", "水電瓦斯"),
    "cost food": ("food", "饮食", "飲食"),
    "cost transport": ("transport", "交通", "交通"),
    "cost health": ("health", "医疗", "醫療"),
    "cost other debts": ("other debts", "其他债务还款", "其他債務還款"),
    "cost other costs": ("other costs", "其他支出", "其他支出"),
    "chance good": ("good", "较大", "較大"),
    "chance fair": ("fair", "一般", "一般"),
    "chance poor": ("poor", "较小", "較小"),
    "chance begin": ("to begin with", "起始分", "起始分"),
    "chance easy": ("leaves half of the surplus", "留有一半结余", "留有一半結餘"),
    "chance within": ("within this debt's share of the surplus", "不超过本债务应占的结余", "不超過本債務應占的結餘"),
    "chance tight": ("takes more than this debt's share", "超过本债务应占的结余", "超過本債務應占的結餘"),
    "chance over": ("above the surplus", "超过结余", "超過結餘"),
    "chance unknown": ("income and costs not known", "收支不明", "收支不明"),
    "chance evidence": ("income shown by papers", "收入有凭证", "收入有憑證"),
    "chance stale": ("the budget is old", "收支情况已陈旧", "收支情況已陳舊"),
    "chance kept": ("a promise was kept", "曾履行承诺", "曾履行承諾"),
    "chance broken": ("a promise was broken", "曾违背承诺", "曾違背承諾"),
    "chance broken twice": ("two promises were broken", "两次违背承诺", "兩次違背承諾"),
    "chance plan broken": ("an agreement was broken", "曾违反协议", "曾違反協議"),
    "chance paid lately": ("paid in the last 60 days", "近 60 天有还款", "近 60 天有還款"),
    "chance not reached": ("nobody was spoken to yet", "尚未联系到本人", "尚未聯絡到本人"),
    "chance refuses": ("refuses to pay", "拒绝还款", "拒絕還款"),
    "chance year": ("more than a year", "超过一年", "超過一年"),
    "chance two years": ("more than two years", "超过两年", "超過兩年"),
    "chance waiver": ("a waiver helps", "有减免", "有減免"),
}  # fmt: skip
