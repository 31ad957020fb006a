"""The words of agreements: what one lacks before it may be signed (R21), and why one is not made; rows of ``phrases.PHRASES`` in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.rules.sentences import Words

AGREEMENT_PHRASES: Mapping[str, Words] = {
    "agreement no-creditor": ("who the creditor is (creditor_name)", "债权人名称（creditor_name）", "債權人名稱（creditor_name）"),
    "agreement no-creditor-address": ("the creditor's address (creditor_address)", "债权人地址（creditor_address）", "債權人地址（creditor_address）"),
    "agreement no-debtor": ("the debtor's name", "债务人姓名", "債務人姓名"),
    "agreement no-address": ("the debtor's address", "债务人地址", "債務人地址"),
    "agreement no-reach": ("how to reach the creditor (creditor_phone or reply_to)", "债权人联系方式（creditor_phone 或 reply_to）", "債權人聯絡方式（creditor_phone 或 reply_to）"),
    "agreement no-complaints": ("where to complain (complaint_line)", "投诉渠道（complaint_line）", "申訴管道（complaint_line）"),
    "agreement no-method": ("how the debtor pays (Payment method, or payment_instructions in Settings)", "付款方式（Payment method 列，或设置 payment_instructions）", "付款方式（Payment method 欄，或設定 payment_instructions）"),
    "agreement sum": ("a Total that is the sum of its rows: it says {total}, the rows add up to {rows}", "与各期合计一致的总额：总额为 {total}，各期合计为 {rows}", "與各期合計一致的總額：總額為 {total}，各期合計為 {rows}"),
    "agreement balance": (
        "the balance of the day: Total and Waived take over {taken}, while {owed} is owed on {on}",
        "与当日欠款一致的金额：总额与减免共承接 {taken}，而 {on} 应付 {owed}", "與當日欠款一致的金額：總額與減免共承接 {taken}，而 {on} 應付 {owed}",
    ),
    "agreement approval": ("a supervisor's approval of the waiver of {waived} (limit {limit})", "主管对减免 {waived} 的批准（限额 {limit}）", "主管對減免 {waived} 的核准（限額 {limit}）"),
    "agreement approval-term": ("a supervisor's approval of a term of {months} months (cap {most})", "主管对 {months} 个月期限的批准（上限 {most} 个月）", "主管對 {months} 個月期限的核准（上限 {most} 個月）"),
    "plan-waits": (
        "plan {plan} is signed but counts nowhere before it has {what}", "协议 {plan} 已签署但暂不生效，尚缺：{what}", "協議 {plan} 已簽署但暫不生效，尚缺：{what}",
    ),
    "agreement no-rows": ("its installments: no row of the sheet Installments names {plan}", "各期款项：分期表中没有 {plan} 的行", "各期款項：分期表中沒有 {plan} 的列"),
    "agreement no-count": ("the number of installments (Count)", "期数（Count）", "期數（Count）"),
    "agreement count": ("the right number of installments: Count says {count}, there are {rows} rows", "正确的期数：Count 为 {count}，实际 {rows} 行", "正確的期數：Count 為 {count}，實際 {rows} 列"),
    "agreement no-first-due": ("the first due date (First due)", "首期应付日（First due）", "首期應繳日（First due）"),
    "agreement first-due": ("the right first due date: First due says {typed}, the first row falls due on {rows}", "正确的首期应付日：First due 为 {typed}，首行为 {rows}", "正確的首期應繳日：First due 為 {typed}，首列為 {rows}"),
    "agreement too-early": ("a first installment after the agreement: it falls due on {first}, the agreement is of {on}", "晚于协议日的首期：首期为 {first}，协议日为 {on}", "晚於協議日的首期：首期為 {first}，協議日為 {on}"),
    "agreement no-frequency": ("how often is paid (Frequency)", "付款周期（Frequency）", "付款週期（Frequency）"),
    "agreement order": ("rows of {plan} that are numbered 1, 2, 3 in the order of their due dates", "{plan} 各期按应付日顺序编号 1、2、3", "{plan} 各期按應繳日順序編號 1、2、3"),
    "agreement over": ("plan {plan} is {state} and cannot be signed any more", "协议 {plan} 的状态为 {state}，不能再签署", "協議 {plan} 的狀態為 {state}，不能再簽署"),
    "agreement long": ("The agreement runs for {months} months; on card debt {most} are allowed in mainland China (art. 70).", "协议期限为 {months} 个月；中国大陆信用卡欠款最长 {most} 个月（第七十条）。", "協議期限為 {months} 個月；中國大陸信用卡欠款最長 {most} 個月（第七十條）。"),
    "agreement held": ("A hold is in force: {hold} since {start}.", "暂停生效中：{hold}，自 {start} 起。", "暫停生效中：{hold}，自 {start} 起。"),
    "agreement broken-plan": ("An agreement is in force already: {plan}. Signing this one replaces it.", "已有生效协议 {plan}；签署本协议后将被取代。", "已有生效協議 {plan}；簽署本協議後將被取代。"),
    "agreement not-entered": (
        "The file name {name} is not in the plan's Document, because the ledger could not be written ({why}). Make the agreement again when it can.",
        "台账无法写入（{why}），协议行的 Document 未填入文件名 {name}；可写入时请重新生成。", "台帳無法寫入（{why}），協議列的 Document 未填入檔名 {name}；可寫入時請重新產生。",
    ),
    "agreement lacks": ("Agreement {plan} lacks {what}.", "协议 {plan} 缺少：{what}。", "協議 {plan} 缺少：{what}。"),
    "agreement nothing-owed": ("Nothing is owed on {on}: there is nothing to agree on.", "{on} 无欠款，无需签订协议。", "{on} 無欠款，無需簽訂協議。"),
    "agreement closed": ("Case {case} is closed.", "案件 {case} 已结案。", "案件 {case} 已結案。"),
    "agreement replans": (
        "{count} new agreements in twelve months; {most} are the most (replan_cap).",
        "十二个月内已有 {count} 份新协议，最多 {most} 份（replan_cap）。",
        "十二個月內已有 {count} 份新協議，最多 {most} 份（replan_cap）。",
    ),
    "agreement no-offer": ("There is no offer {number}; the offers are 1 to {most}.", "没有第 {number} 号方案；方案编号为 1 至 {most}。", "沒有第 {number} 號方案；方案編號為 1 至 {most}。"),
    "agreement not-offered": ("Offer {number} cannot be made: {what}", "第 {number} 号方案不可用：{what}", "第 {number} 號方案不可用：{what}"),
    "agreement is-promise": (
        "Offer {number} changes no contract: note it with Promise to pay.", "第 {number} 号方案不改变合同：请用“还款承诺”登记。", "第 {number} 號方案不改變契約：請用「還款承諾」登記。",
    ),
    "agreement waives": (
        "A waiver of {waived} does not fit: {owed} is owed, and something must be left to pay.",
        "减免 {waived} 不可行：欠款为 {owed}，减免后须有余款可还。",
        "減免 {waived} 不可行：欠款為 {owed}，減免後須有餘款可還。",
    ),
    "agreement grown": (
        "Plan {plan} takes over {taken}, but on {on} {owed} is owed. Sign it with Waived {waive}, or agree anew on that day.",
        "协议 {plan} 承接 {taken}，但 {on} 欠款为 {owed}。请以减免 {waive} 签署，或按当日重新约定。",
        "協議 {plan} 承接 {taken}，但 {on} 欠款為 {owed}。請以減免 {waive} 簽署，或按當日重新約定。",
    ),
    "agreement counts": (
        "plan {plan} is {state}: it counts and is not withdrawn; agree on a new version instead",
        "协议 {plan} 的状态为 {state}，已生效，不能撤回；请改为约定新版本",
        "協議 {plan} 的狀態為 {state}，已生效，不能撤回；請改為約定新版本",
    ),
    "agreement replaced-by": ("Another plan was signed: {plan}", "已签署另一份协议：{plan}", "已簽署另一份協議：{plan}"),
    "note agreement-needs": (
        "Before plan {plan} can be signed it needs {what}.", "签署协议 {plan} 前还需：{what}。", "簽署協議 {plan} 前還需：{what}。",
    ),
    "note first-due-moved": (
        "{asked} is no working day: the first installment falls due on {moved}.", "{asked} 非工作日：首期改为 {moved} 到期。", "{asked} 非工作日：首期改為 {moved} 到期。",
    ),
}
