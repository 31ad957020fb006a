"""The buttons from offers to final disposition: Agreement, Follow-up, Disposition."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.button import Button
from pyaddin.button import words as _words

_BANK_BOOK: Mapping[str, str] = {
    "source": "", "mapping": "", "encoding": "", "currency": "", "case": "", "payment": "", "split": "", "another": "", "to_ignore": "", "reason": "",
    "to_unmatch": "",
}  # fmt: skip
_BANK_READ: Mapping[str, str] = {name: "" for name in (*_BANK_BOOK, "to_book", "as_typed") if name not in ("source", "mapping", "encoding", "currency")}
"""Options of the command that these two buttons leave alone."""

AGREEING: tuple[Button, ...] = (
    Button(
        "offers", "agreement", _words("Offers", "还款方案", "還款方案"),
        _words("Show side by side what the selected case can be offered today. Pressed again on that page: what if less comes in, other counts.",
               "并列显示今天可向所选案件提供的方案；在该页再按一次可试算收入减少或其他期数。",
               "並列顯示今天可向所選案件提供的方案；在該頁再按一次可試算收入減少或其他期數。"),
        "CompareAndCombine", "offers",
    ),
    Button(
        "promise", "agreement", _words("Promise to pay", "还款承诺", "還款承諾"),
        _words("Note what the debtor promised to pay, and by when.", "记录债务人承诺的金额和日期。", "記錄債務人承諾的金額和日期。"),
        "DateAndTimeInsert", "promise",
    ),
    Button(
        "pay", "agreement", _words("Record payment", "登记还款", "登記還款"),
        _words("Enter money received, or that the bank took a payment back.", "登记收到的款项，或被银行退回的还款。", "登記收到的款項，或被銀行退回的還款。"),
        "AccountingFormat", "pay", large=True,
    ),
    Button(
        "agree", "agreement", _words("Agree a plan", "约定还款计划", "約定還款計畫"),
        _words("Make a plan for all that the selected case owes, from an offer or from terms; its versions are shown side by side.",
               "为所选案件的全部欠款约定还款计划（按方案或条件），并列显示各版本。", "為所選案件的全部欠款約定還款計畫（依方案或條件），並列顯示各版本。"),
        "ReviewAcceptChange", "agree", fixed={"plan": "", "withdraw": ""}, large=True,
    ),
    Button(
        "sign_plan", "agreement", _words("Record signature", "登记签署", "登記簽署"),
        _words("Enter who signed the proposed plan and when, a supervisor's approval, or that the proposal came to nothing.",
               "登记协议的签署日期、主管批准，或撤回该提案。", "登記協議的簽署日期、主管核准，或撤回該提案。"),
        "InkingStart", "agree",
        fixed={"case": "", "offer": "", "count": "", "amount": "", "first_due": "", "frequency": "", "working_day": "", "plan_kind": ""},
    ),
    Button(
        "versions", "agreement", _words("Plan versions", "协议版本", "協議版本"),
        _words("Show the contract and every version of the plan side by side: original, revised, paid, difference.",
               "并列显示原合同与协议各版本：原定、调整后、已付、差额。", "並列顯示原契約與協議各版本：原定、調整後、已繳、差額。"),
        "ReviewCompareTwoVersions", "versions",
    ),
    Button(
        "agreement", "agreement", _words("Make agreement", "生成协议", "產生協議"),
        _words("Make the agreement of the selected plan, or of the selected case's newest plan, as a PDF for signature. Says what is missing.",
               "为所选协议行（或所选案件的最新协议）生成供签署的 PDF；缺少内容时逐项列出。",
               "為所選協議列（或所選案件的最新協議）產生供簽署的 PDF；缺少內容時逐項列出。"),
        "SignatureLineInsert", "agreement",
    ),
    Button(
        "daily", "follow_up", _words("Check missed", "检查漏付", "檢查漏繳"),
        _words("Flag missed installments, judge promises, write first reminders and thanks. Higher levels wait for the weekly run.",
               "标记漏付分期、判定承诺、生成首次提醒和感谢；更高级别留待每周跟进。", "標記漏繳分期、判定承諾、產生首次提醒和感謝；更高級別留待每週跟進。"),
        "ErrorChecking", "daily",
    ),
    Button(
        "weekly", "follow_up", _words("Weekly run", "每周跟进", "每週跟進"),
        _words("Compute, flag, move stages, write the reminders that are due, fill in the queue.",
               "重新计算、标记、调整阶段、生成到期提醒并更新待办清单。", "重新計算、標記、調整階段、產生到期提醒並更新待辦清單。"),
        "CalculateNow", "weekly", large=True,
    ),
    Button(
        "answers", "follow_up", _words("Read answers", "读取回信", "讀取回信"),
        _words("File what came back by email: replies, returned messages, and words that ask for a stop. The mailbox is not changed.",
               "登记邮件回信：答复、退信，以及要求停止联系的内容。邮箱本身不作改动。",
               "登錄電子郵件回信：答覆、退信，以及要求停止聯絡的內容。信箱本身不作更動。"),
        "Reply", "answers",
    ),
    Button(
        "bank_statement", "follow_up", _words("Bank statement", "银行对账单", "銀行對帳單"),
        _words("Read a bank statement (MT940, CAMT.053, CSV, xlsx) into the sheet Bank and suggest whose money each line is. Books nothing.",
               "把银行对账单（MT940、CAMT.053、CSV、xlsx）读入 Bank 工作表，并建议每笔属于哪个案件，不入账。",
               "把銀行對帳單（MT940、CAMT.053、CSV、xlsx）讀入 Bank 工作表，並建議每筆屬於哪個案件，不入帳。"),
        "ImportSavedImports", "bank", _BANK_READ,
    ),
    Button(
        "book_bank_lines", "follow_up", _words("Book bank lines", "银行流水入账", "銀行明細入帳"),
        _words("Book the selected lines of the sheet Bank, and those typed there as booked with a case, as payments. Asks first.",
               "把 Bank 工作表中所选的行，以及已填案件并标为“已入账”的行登记为还款，执行前会先询问。",
               "把 Bank 工作表中所選的列，以及已填案件並標為「已入帳」的列登錄為還款，執行前會先詢問。"),
        "AccountingFormatMenu", "bank", _BANK_BOOK,
    ),
    Button(
        "hold", "follow_up", _words("Hold", "暂停", "暫停"),
        _words("Stop messages to a case or a debtor for a reason, or lift such a hold.", "因故暂停对案件或债务人发送消息，或解除暂停。",
               "因故暫停對案件或債務人寄送訊息，或解除暫停。"),
        "Lock", "hold",
    ),
    Button(
        "review", "disposition", _words("Review", "处置复核", "處置複核"),
        _words("List the cases that are ripe for final disposition, why, what each still lacks, limitation and the figures of a suit. Changes nothing.",
               "列出可进入最终处置的案件：理由、尚缺条件、时效和起诉测算，不作任何更改。",
               "列出可進入最終處置的案件：理由、尚缺條件、時效和起訴試算，不作任何更改。"),
        "ReviewTrackChanges", "review", large=True,
    ),
    Button(
        "advice", "disposition", _words("Legal advice", "律师意见", "律師意見"),
        _words("Record counsel, delivery of the final demand, advice, court, hearing, judgment and the figures of a suit for the selected case.",
               "为所选案件登记律师、最后催款送达、意见、法院、开庭、判决和起诉测算。", "為所選案件登記律師、最後催款送達、意見、法院、開庭、判決和起訴試算。"),
        "ReviewEditComment", "advice",
    ),
    Button(
        "demand", "disposition", _words("Final demand", "最后催款", "最後催款"),
        _words("Send the final demand of the selected case, where it may go. Asks first; without a supervisor it waits for a release.",
               "向所选案件发送最后催款通知（在允许时）；先询问，非主管发送须待放行。", "向所選案件寄送最後催款通知（在允許時）；先詢問，非主管寄送須待放行。"),
        "FileSendAsAttachment", "demand",
    ),
    Button(
        "handover", "disposition", _words("Handover notice", "移交通知", "移交通知"),
        _words("Tell the debtor of the selected case who deals with it from now on, as the sheet Legal says. Asks first.",
               "告知所选案件的债务人今后由谁处理（按法律表所载），先询问。", "告知所選案件的債務人今後由誰處理（依法律表所載），先詢問。"),
        "Forward", "handover",
    ),
    Button(
        "dispose", "disposition", _words("Dispose", "处置", "處置"),
        _words("Hand the selected case over, offer a settlement, or end it by an outcome with its document. A supervisor approves.",
               "移送所选案件、提出和解，或以结果和依据文件结案，须由主管批准。", "移送所選案件、提出和解，或以結果和依據文件結案，須由主管核准。"),
        "FileMarkAsFinal", "dispose", role="supervisor",
    ),
    Button(
        "legal", "disposition", _words("Legal dossier", "律师案卷", "律師案卷"),
        _words("Make the dossier of the selected case for counsel as a PDF, with exhibits, and list what is missing. Changes nothing.",
               "为所选案件生成提交律师的案卷 PDF（含附件），并列出缺少的材料，不改动台账。",
               "為所選案件產生提交律師的案卷 PDF（含附件），並列出缺少的資料，不更動台帳。"),
        "AttachFile", "legal", large=True,
    ),
)  # fmt: skip
