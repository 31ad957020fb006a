"""The sentences of the reports, in three languages: one line each."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import Words, language_index

_WORDS: Mapping[str, Words] = {
    "more": ("{number} more are not listed here.", "另有 {number} 项未列出。", "另有 {number} 項未列出。"),
    "contents": ("In this report", "本报告内容", "本報告內容"),
    "weekly": ("Weekly report, {day}", "催收周报，{day}", "催收週報，{day}"),
    "month": ("Month end {month}", "月末报告 {month}", "月底報告 {month}"),
    "ledger": ("Ledger", "台账", "台帳"),
    "creditor": ("Creditor", "债权人", "債權人"),
    "period": ("Period", "期间", "期間"),
    "period-value": ("after {since}, up to {until}", "{since} 之后至 {until}", "{since} 之後至 {until}"),
    "compared": ("Compared", "对比快照", "對比快照"),
    "compared-value": ("snapshots of {first} and {last}", "{first} 与 {last} 的快照", "{first} 與 {last} 的快照"),
    "no-compare": (
        "There are not yet two snapshots of different days: what rolled, was cured or came back can be told from the second run on.",
        "尚无两个不同日期的快照：恶化、恢复等变动需自第二次执行起方可得知。",
        "尚無兩個不同日期的快照：惡化、恢復等變動需自第二次執行起方可得知。",
    ),
    "foot": ("{title} of {ledger}, made from the ledger as of {day}.", "{ledger} 的{title}，依截至 {day} 的台账生成。", "{ledger} 的{title}，依截至 {day} 的台帳產生。"),
    # tiles
    "t-cash": ("Money received, {currency}", "收到款项，{currency}", "收到款項，{currency}"),
    "t-arrears": ("Arrears, {currency}", "拖欠金额，{currency}", "積欠金額，{currency}"),
    "t-past-due": ("Cases past due", "逾期案件", "逾期案件"),
    "t-was": ("before: {value}", "此前：{value}", "先前：{value}"),
    "t-decide": ("To decide", "待决定事项", "待決定事項"),
    "t-blocked": ("Not sent, with a reason", "未发送（有理由）", "未寄送（有理由）"),
    "t-of": ("{part} of {whole}", "{whole} 中的 {part}", "{whole} 中的 {part}"),
    # what happened
    "happened": ("What happened", "本期变化", "本期變化"),
    "movement": ("Cases past due, from {first} to {last}: each line adds up", "{first} 至 {last} 逾期案件变动：每行相加相符", "{first} 至 {last} 逾期案件變動：每列相加相符"),
    "currency": ("Currency", "币种", "幣別"),
    "m-start": ("Past due at start", "期初逾期", "期初逾期"),
    "m-new": ("+ came past due", "＋新逾期", "＋新逾期"),
    "m-cured": ("- cured", "－恢复正常", "－恢復正常"),
    "m-closed": ("- closed otherwise", "－其他结案", "－其他結案"),
    "m-written-off": ("- written off", "－已核销", "－已打消"),
    "m-missing": ("- no longer read", "－已不在台账", "－已不在台帳"),
    "m-end": ("= past due at end", "＝期末逾期", "＝期末逾期"),
    "m-arrears": ("Arrears at start", "期初拖欠", "期初積欠"),
    "m-arrears-end": ("Arrears at end", "期末拖欠", "期末積欠"),
    "ties": ("The figures of this report tie.", "本报告各数字相符。", "本報告各數字相符。"),
    "no-tie": ("A figure of this report does not tie; report this with the ledger: {what}", "本报告有数字不相符，请连同台账一并报告：{what}", "本報告有數字不相符，請連同台帳一併回報：{what}"),
    "matrix": ("Roll rates: share of the cases of a row that stand in the column now", "滚动率：每行案件现处各列的比例", "滾動率：每列案件現處各欄的比例"),
    "from": ("From", "原区间", "原區間"),
    "worse": ("Rolled into a worse bucket: {number}", "账龄恶化：{number} 件", "帳齡惡化：{number} 件"),
    "cured": ("Cured: {number}", "恢复正常：{number} 件", "恢復正常：{number} 件"),
    "broken-promises": ("Promises broken or partly kept: {number}", "未兑现或部分兑现的承诺：{number} 项", "未兌現或部分兌現的承諾：{number} 項"),
    "kept-promises": ("Promises kept: {number}", "已兑现的承诺：{number} 项", "已兌現的承諾：{number} 項"),
    "broken-plans": ("Plans broken: {number}", "违约的协议：{number} 份", "違約的協議：{number} 份"),
    "new-plans": ("Plans signed, re-plans among them: {number}", "已签协议（含重新安排）：{number} 份", "已簽協議（含重新安排）：{number} 份"),
    "none-of-these": ("Nothing rolled worse, was cured, broken or agreed in this period.", "本期没有恶化、恢复、违约或新协议。", "本期沒有惡化、恢復、違約或新協議。"),
    "case": ("Case", "案件", "案件"), "debtor": ("Debtor", "债务人", "債務人"), "was": ("Before", "此前", "先前"), "now": ("Now", "现在", "現在"),
    "arrears": ("Arrears", "拖欠金额", "積欠金額"), "outstanding": ("Outstanding", "未清总额", "未清總額"), "owner": ("Owner", "经办人", "承辦人"),
    "promise": ("Promise", "承诺", "承諾"), "due-on": ("Due on", "应付日", "應繳日"), "promised": ("Promised", "承诺金额", "承諾金額"), "received": ("Received", "已收到", "已收到"),
    "status": ("Status", "状态", "狀態"), "plan": ("Plan", "协议", "協議"), "version": ("Version", "版本", "版本"), "agreed-on": ("Agreed on", "签订日", "簽訂日"),
    "total": ("Total", "总额", "總額"), "waived": ("Waived", "减免", "減免"), "since": ("Since", "自", "自"),
    # pictures
    "picture": ("The portfolio in pictures", "总体情况图示", "總體情況圖示"),
    "ageing": ("Arrears by days past due, {currency}", "按逾期天数的拖欠金额，{currency}", "按逾期天數的積欠金額，{currency}"),
    "cash": ("Money received by week, {currency}", "每周收款，{currency}", "每週收款，{currency}"),
    "funnel": ("Cases by stage", "按阶段的案件", "按階段的案件"),
    "workload": ("Open cases by owner", "各经办人未结案件", "各承辦人未結案件"),
    "nobody": ("(no owner)", "（无经办人）", "（無承辦人）"),
    # not sent
    "not-sent": ("What was not sent, and why", "未发送的内容及原因", "未寄送的內容及原因"),
    "not-sent-by-rule": ("Messages that wait or may not go, by rule", "按规则列出未能发送的信函", "按規則列出未能寄送的信函"),
    "not-sent-cases": ("Case by case", "逐案列出", "逐案列出"),
    "nothing-held": ("No message is held back.", "没有被拦下的信函。", "沒有遭攔下的信函。"),
    "rule": ("Rule", "规则", "規則"), "cases": ("Cases", "案件数", "案件數"), "why": ("Why", "理由", "理由"), "for-example": ("For example", "例如", "例如"),
    # to decide
    "decide": ("To decide", "待决定事项", "待決定事項"),
    "nothing-to-decide": ("Nothing waits for a decision.", "没有待决定事项。", "沒有待決定事項。"),
    "decide-cases": ("Cases that wait for a person's decision: {number}", "待人工决定的案件：{number} 件", "待人工決定的案件：{number} 件"),
    "refused": ("Refused rows: they count in no figure until they are put right: {number}", "未接受的行（更正前不计入任何数字）：{number} 行", "未接受的列（更正前不計入任何數字）：{number} 列"),
    "unmatched": ("Money on bank statements that is nobody's yet: {number}", "对账单上待认领的款项：{number} 笔", "對帳單上待認領的款項：{number} 筆"),
    "what": ("What to do", "处理办法", "處理方式"), "place": ("Place", "位置", "位置"), "column": ("Column", "列", "欄"), "found": ("Found", "内容", "內容"), "code": ("Code", "代码", "代碼"),
    "value-date": ("Value date", "起息日", "入帳日"), "payer": ("Payer", "付款人", "付款人"), "amount": ("Amount", "金额", "金額"),
    "reference": ("Reference", "附言", "附言"), "suggested": ("Suggested case", "建议案件", "建議案件"),
    # next week
    "next": ("The coming week", "未来一周", "未來一週"),
    "next-days": ("What is due, day by day, if nothing is paid before", "逐日到期（在此之前未付的情况下）", "逐日到期（在此之前未繳的情況下）"),
    "day": ("Day", "日期", "日期"), "kind": ("What", "事项", "事項"), "number": ("Number", "数量", "數量"),
    "k-installment": ("Contract installments", "合同分期", "契約分期"), "k-plan installment": ("Plan installments", "协议分期", "協議分期"),
    "k-promise": ("Promises", "承诺", "承諾"), "k-callback": ("Call-backs agreed", "约定回电", "約定回電"),
    "contacts-next": ("Reminders that fall due in the coming week: {number}", "未来一周到期的提醒：{number} 封", "未來一週到期的催繳：{number} 封"),
    "hearings": ("Hearings", "开庭", "開庭"), "court": ("Court", "法院", "法院"),
    "nothing-due": ("Nothing falls due in the coming week.", "未来一周没有到期事项。", "未來一週沒有到期事項。"),
    # figures
    "figures": ("The figures of the trade", "行业指标", "行業指標"),
    "figures-table": ("Each with its formula; a blank has a denominator of zero", "附公式；分母为零时留空", "附公式；分母為零時留空"),
    "figure": ("Figure", "指标", "指標"), "value": ("Value", "数值", "數值"), "made-of": ("Numerator / denominator", "分子 / 分母", "分子 / 分母"), "formula": ("Formula", "公式", "公式"),
    # month end
    "month-lines": ("From opening to closing, each currency by itself", "自期初至期末，各币种分别列示", "自期初至期末，各幣別分別列示"),
    "line": ("Line", "项目", "項目"),
    "l-opening": ("Opening balance", "期初余额", "期初餘額"),
    "l-earlier": ("Entered later for earlier months", "补记以前月份", "補記以前月份"),
    "l-new": ("+ new debt", "＋新增债务", "＋新增債務"),
    "l-interest": ("+ late interest", "＋逾期利息", "＋逾期利息"),
    "l-charges": ("+ fees and costs", "＋费用和成本", "＋費用和成本"),
    "l-paid": ("- paid", "－付款", "－付款"),
    "l-waived": ("- waived", "－减免", "－減免"),
    "l-written_off": ("- written off", "－核销", "－打消呆帳"),
    "l-agreed": ("+/- agreements and judgments", "±协议与判决", "±協議與判決"),
    "l-closing": ("= closing balance", "＝期末余额", "＝期末餘額"),
    "l-recovered": ("Recovered after write-off (beside the balance)", "核销后收回（不计入余额）", "打消呆帳後收回（不計入餘額）"),
    "month-open": ("Not closed yet: these figures change with every entry. A supervisor closes the month with report --month {month} --close.", "尚未关账：数字会随每笔录入变化。主管可用 report --month {month} --close 关账。", "尚未關帳：數字會隨每筆輸入變化。主管可用 report --month {month} --close 關帳。"),
    "month-closed": ("Closed by {by} on {at}: these figures do not change any more.", "由 {by} 于 {at} 关账：数字不再变化。", "由 {by} 於 {at} 關帳：數字不再變化。"),
    "month-since": ("Entered since the close for days up to {last}: {amount}. It stands in the next month as entered later.", "关账后补记 {last} 及以前的金额：{amount}，将列入下月“补记以前月份”。", "關帳後補記 {last} 及以前的金額：{amount}，將列入下月「補記以前月份」。"),
    "month-cases": ("Case by case, {currency}", "逐案列出，{currency}", "逐案列出，{currency}"),
    "month-figures": ("Cost and effort of the month", "本月成本与工作量", "本月成本與工作量"),
    "no-case": ("No case had a balance in this month.", "本月没有有余额的案件。", "本月沒有有餘額的案件。"),
    "how": ("How the numbers are made", "数字如何得出", "數字如何得出"),
    "how-month": ("Balance = everything unpaid, later installments included, with late interest and fees, less credit. Paid counts on the value date, a reversal on the day it was taken back. Currencies are never added.", "余额＝全部未付（含未到期）加逾期利息和费用，减余款。付款按起息日计，撤回按撤回日计。不同币种从不相加。", "餘額＝全部未繳（含未到期）加逾期利息和費用，減餘款。付款按入帳日計，撤回按撤回日計。不同幣別從不相加。"),
    "how-week": ("A case is past due from the day after its oldest unpaid installment fell due. Movement compares the ledger as it stood at two runs. Arrears are unpaid installments due before the day. Currencies are never added.", "最早未付一期到期次日起即为逾期。变动为两次执行时台账的对比。拖欠金额为该日之前到期的未付分期。不同币种从不相加。", "最早未繳一期到期次日起即為逾期。變動為兩次執行時台帳的對比。積欠金額為該日之前到期的未繳分期。不同幣別從不相加。"),
}  # fmt: skip


def word(key: str, language: str, **facts: object) -> str:
    """A sentence of a report with its facts."""
    text = _WORDS[key][language_index(language)]
    return text.format(**facts) if facts else text
