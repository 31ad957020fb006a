"""What the lines of an account are called, in English, Simplified and Traditional Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index

Words = tuple[str, str, str]

_WORDS: Mapping[str, Words] = {
    # the account
    "account": ("Account of reference {case} (in {currency})", "编号 {case} 的账目（币种：{currency}）", "編號 {case} 的帳目（幣別：{currency}）"),
    "on": ("Date", "日期", "日期"),
    "entry": ("Entry", "摘要", "摘要"),
    "debit": ("Owed", "应付", "應付"),
    "credit": ("Paid or reduced", "已付或减少", "已付或減少"),
    "balance": ("Balance", "余额", "餘額"),
    "e-installment": ("Installment {no} falls due", "第 {no} 期到期", "第 {no} 期到期"),
    "e-plan": ("Installment {no} of agreement {plan} falls due", "协议 {plan} 第 {no} 期到期", "協議 {plan} 第 {no} 期到期"),
    "e-judgment": ("Judgment: amount awarded", "判决：判定金额", "判決：判定金額"),
    "e-charge": ("{kind} {ref}", "{kind} {ref}", "{kind} {ref}"),
    "e-interest": ("Late interest up to this day", "截至当日的逾期利息", "截至當日的遲延利息"),
    "e-relief": ("{kind} {ref}", "{kind} {ref}", "{kind} {ref}"),
    "e-payment": ("Payment {ref}", "付款 {ref}", "付款 {ref}"),
    "e-credit": ("Credit from before is used", "使用此前的余款", "使用先前的餘款"),
    "e-recovery": ("Received of what had been written off ({ref})", "已核销款项的收回（{ref}）", "已打消呆帳款項的收回（{ref}）"),
    "e-handover": ("Agreement {ref} takes the place of all that was open", "协议 {ref} 取代此前全部未付款项", "協議 {ref} 取代先前全部未付款項"),
    "e-award": ("Judgment takes the place of all that was open", "判决取代此前全部未付款项", "判決取代先前全部未付款項"),
    "n-parts": ("principal {principal}, interest {interest}, fee {fee}", "本金 {principal}、利息 {interest}、费用 {fee}", "本金 {principal}、利息 {interest}、費用 {fee}"),
    "n-corrected": (
        "corrected by {amount}, because money of the time before the agreement was entered or taken back later",
        "更正 {amount}：协议之前的款项于事后录入或撤回", "更正 {amount}：協議之前的款項於事後輸入或撤回",
    ),
    "correction": (
        "Agreement {plan}: the figures of the time before it changed later, so that its installments were corrected by {amount} (owed on {on}: {owed},"
        " agreed: {agreed}).",
        "协议 {plan}：协议之前的金额于事后变动，其各期更正 {amount}（{on}应付 {owed}，协议承接 {agreed}）。",
        "協議 {plan}：協議之前的金額於事後變動，其各期更正 {amount}（{on}應付 {owed}，協議承接 {agreed}）。",
    ),
    "mismatch": (
        "Agreement {plan} took over {agreed}, while {owed} was owed on {on}.",
        "协议 {plan} 承接 {agreed}，而{on}应付 {owed}。", "協議 {plan} 承接 {agreed}，而{on}應付 {owed}。",
    ),
    "n-open": ("{open} was open in all, {future} of it not due yet", "未付合计 {open}，其中 {future} 尚未到期", "未付合計 {open}，其中 {future} 尚未到期"),
    "n-agreed": ("agreed: {total} in installments, {waived} waived", "约定分期偿还 {total}，减免 {waived}", "約定分期償還 {total}，減免 {waived}"),
    "n-share": ("{amount} to {what} of {target}", "{amount}：{target}的{what}", "{amount}：{target}的{what}"),
    "n-share-on": ("{amount} to {what} of {target}, on {on}", "{amount}：{target}的{what}（{on}）", "{amount}：{target}的{what}（{on}）"),
    "n-kept": ("{amount} kept as credit", "{amount} 留作余款", "{amount} 留作餘款"),
    "n-unused": ("{amount} of it found nothing to reduce", "其中 {amount} 无可抵减", "其中 {amount} 無可抵減"),
    "t-row": ("installment {no}", "第 {no} 期", "第 {no} 期"),
    "t-plan": ("installment {no} of {plan}", "协议 {plan} 第 {no} 期", "協議 {plan} 第 {no} 期"),
    "t-judgment": ("the judgment", "判决款项", "判決款項"),
    "t-charge": ("{ref}", "{ref}", "{ref}"),
    "c-late": ("late interest", "逾期利息", "遲延利息"),
    "c-principal": ("principal", "本金", "本金"),
    "c-interest": ("interest", "利息", "利息"),
    "c-fee": ("fee", "费用", "費用"),
    "c-penalty": ("penalty", "违约金", "違約金"),
    "c-recovery": ("write-off", "核销", "打消呆帳"),
    "foot-balance": ("Balance on {on}", "{on}余额", "{on}餘額"),
    "foot-future": ("Installments that fall due later, in full", "尚未到期各期（全额）", "尚未到期各期（全額）"),
    "foot-credit": ("Credit that waits for them", "留作余款", "留作餘款"),
    "foot-outstanding": ("Outstanding", "未清偿总额", "未清償總額"),
    # the figures of the day
    "figures": ("What is owed on {on} (in {currency})", "{on}应付情况（币种：{currency}）", "{on}應付情況（幣別：{currency}）"),
    "part": ("Part", "项目", "項目"),
    "amount": ("Amount", "金额", "金額"),
    "arrears": ("Installments past due", "逾期各期", "逾期各期"),
    "today": ("Installments due today", "当日到期各期", "當日到期各期"),
    "interest": ("Late interest", "逾期利息", "遲延利息"),
    "fees": ("Fees and costs", "费用", "費用"),
    "due": ("Due by {on}", "截至{on}应付", "截至{on}應付"),
    "future": ("Installments not due yet", "尚未到期各期", "尚未到期各期"),
    "outstanding": ("Outstanding in all", "未清偿总额", "未清償總額"),
    "kept": ("Credit", "余款", "餘款"),
    "written-off": ("Written off, not recovered", "已核销且未收回", "已打消呆帳且未收回"),
    "recovered": ("Recovered after a write-off or closing", "核销或结案后收回", "打消呆帳或結案後收回"),
    # installments
    "rows": ("Installments (in {currency})", "分期明细（币种：{currency}）", "分期明細（幣別：{currency}）"),
    "no": ("No.", "期数", "期別"),
    "due-on": ("Due on", "应付日期", "應繳日期"),
    "principal": ("Principal", "本金", "本金"),
    "contract-interest": ("Interest", "利息", "利息"),
    "fee": ("Fee", "费用", "費用"),
    "sum": ("Amount", "应付", "應付"),
    "paid": ("Paid", "已付", "已付"),
    "open": ("Open", "未付", "未付"),
    "status": ("Status", "状态", "狀態"),
    "together": ("In force, together", "有效各期合计", "有效各期合計"),
    # late interest
    "periods": (
        "How the late interest comes about: principal x rate x days / base ({currency}, {day_count})",
        "逾期利息的计算：本金 × 年利率 × 天数 ÷ 年基数（币种：{currency}，{day_count}）",
        "遲延利息的計算：本金 × 年利率 × 天數 ÷ 年基數（幣別：{currency}，{day_count}）",
    ),
    "after": ("After", "起（不含）", "起（不含）"),
    "until": ("Up to", "止（含）", "止（含）"),
    "days": ("Days", "天数", "天數"),
    "rate": ("Rate a year", "年利率", "年利率"),
    "base": ("Base", "年基数", "年基數"),
    "exact": ("Exact", "计算值", "計算值"),
    "booked": ("Counted", "计入", "計入"),
    "period-sum": ("Late interest, together", "逾期利息合计", "遲延利息合計"),
    "rounding": (
        "Late interest is rounded once per installment, on its whole sum; the amounts counted add up to that sum.",
        "逾期利息按每期的累计总额一次性四舍五入；各行计入金额之和即为该总额。",
        "遲延利息按每期的累計總額一次性四捨五入；各列計入金額之和即為該總額。",
    ),
    "no-rate": ("No late interest runs on this reference.", "本编号不计逾期利息。", "本編號不計遲延利息。"),
    "act/365": ("actual days over 365", "实际天数/365", "實際天數/365"),
    "act/360": ("actual days over 360", "实际天数/360", "實際天數/360"),
    "act/actual": ("actual days over the days of the year", "实际天数/当年天数", "實際天數/當年天數"),
    "30/360": ("months of 30 days over 360", "每月30天/360", "每月30天/360"),
    # taken back
    "void": ("Entered and taken back; it counts nowhere (in {currency})", "已录入后撤回，不计入（币种：{currency}）", "已輸入後撤回，不計入（幣別：{currency}）"),
    "void-on": ("Taken back on", "撤回日期", "撤回日期"),
}  # fmt: skip


def word(key: str, language: str, **values: object) -> str:
    """One of the words with its values filled in. The values are never taken as a pattern themselves."""
    return _WORDS[key][language_index(language)].format(**values)
