"""What to do about a bank statement and its lines, said again in Chinese; ``advice_words`` knows these sentences by their form."""

from __future__ import annotations

from collections.abc import Mapping

BANK_ADVICE: Mapping[str, tuple[str, str]] = {
    "Day or amount of this line cannot be read. Look at the bank's own page, and enter the payment by hand.": (
        "该笔的日期或金额无法读取。请到网上银行查看，并手工登记还款。", "該筆的日期或金額無法讀取。請到網路銀行查看，並手動登記還款。",
    ),
    "Something in it is not written as the format demands. Look at the bank's own page, and enter the payment by hand.": (
        "其中有内容不符合格式要求。请到网上银行查看，并手工登记还款。", "其中有內容不符合格式要求。請到網路銀行查看，並手動登記還款。",
    ),
    "The bank has not booked it yet; it comes again when it has.": ("银行尚未入账，入账后会再次出现。", "銀行尚未入帳，入帳後會再次出現。"),
    "The bank does not say what each of its payments is worth: it stands as one line.": (
        "银行未写明其中各笔金额，按一笔列出。",
        "銀行未寫明其中各筆金額，按一筆列出。",
    ),
    "It has no day: a sum, a title or a remark.": ("没有日期：合计、标题或说明。", "沒有日期：合計、標題或說明。"),
    "It has no amount.": ("没有金额。", "沒有金額。"),
    "The balance does not follow from the row beside it.": ("余额与相邻行不衔接。", "餘額與相鄰列不銜接。"),
    "{opening} and lines of {total} do not make {closing}; {off} is missing.": (
        "期初 {opening} 加各笔合计 {total} 不等于期末 {closing}，相差 {off}。", "期初 {opening} 加各筆合計 {total} 不等於期末 {closing}，相差 {off}。",
    ),
    "It opens with {opens}; the one before, to {last}, closed with {closed}. A statement between them is missing.": (
        "期初为 {opens}，而前一份（至 {last}）期末为 {closed}：中间缺少一份对账单。",
        "期初為 {opens}，而前一份（至 {last}）期末為 {closed}：中間缺少一份對帳單。",
    ),
    "No statement covers {first} to {last}.": ("{first} 至 {last} 没有对账单。", "{first} 至 {last} 沒有對帳單。"),
    "The statement names no currency, and the cases have several: say it (--currency CNY, or the field Currency).": (
        "对账单未写明币种，而案件有多种币种：请说明（--currency CNY，或填写“币种”）。",
        "對帳單未寫明幣別，而案件有多種幣別：請說明（--currency TWD，或填寫「幣別」）。",
    ),
    "It is booked already, as {payments}.": ("已入账：{payments}。", "已入帳：{payments}。"),
    "Name the case: nothing in the line says it for sure. The column Why tells what was found.": (
        "请指明案件：该行内容不足以确定。Why 列写明了已发现的线索。", "請指明案件：該列內容不足以確定。Why 欄寫明了已發現的線索。",
    ),
    "The line is in {theirs}, the case in {ours}: enter what the money was worth with Record payment, and ignore the line.": (
        "该笔币种为 {theirs}，案件为 {ours}：请用“登记还款”按折算金额登记，并忽略该行。",
        "該筆幣別為 {theirs}，案件為 {ours}：請用「登記還款」按折算金額登記，並忽略該列。",
    ),
    "This payment was entered by hand and seems to be the same money. Join the line to it (--payment {same}, or type {line} into its column Bank line); if"
    " it is another payment, say so with --another.": (
        "这笔还款已手工登记，像是同一笔钱。请与之合并（--payment {same}，或在该还款的 Bank line 列填写 {line}）；若是另一笔，请用 --another 说明。",
        "這筆還款已手動登記，像是同一筆錢。請與之合併（--payment {same}，或在該還款的 Bank line 欄填寫 {line}）；若是另一筆，請用 --another 說明。",
    ),
    "It is not this money: the line has {amount}, and the payment must have no line yet and must not be taken back.": (
        "不是同一笔钱：该行为 {amount}；所选还款不得已对应其他银行流水，也不得已被退回。",
        "不是同一筆錢：該列為 {amount}；所選還款不得已對應其他銀行明細，也不得已被退回。",
    ),
    "Money went out. Say which payment it takes back with --payment, or ignore the line.": (
        "这是支出。请用 --payment 指明退回的是哪笔还款，或忽略该行。", "這是支出。請用 --payment 指明退回的是哪筆還款，或忽略該列。",
    ),
    "Money went out. Say which payment it takes back with --payment; it may be {payment}.": (
        "这是支出。请用 --payment 指明退回的是哪笔还款，可能是 {payment}。", "這是支出。請用 --payment 指明退回的是哪筆還款，可能是 {payment}。",
    ),
    "The line takes back {amount}; the payment must have that amount and must not be taken back yet.": (
        "该行退回 {amount}；所选还款的金额须相同，且尚未被退回。", "該列退回 {amount}；所選還款的金額須相同，且尚未被退回。",
    ),
    "Say why the line is no payment, with --reason.": ("请用 --reason 说明该行为何不是还款。", "請用 --reason 說明該列為何不是還款。"),
    "Type the Case ID beside the state.": ("请在状态旁填写案件编号。", "請在狀態旁填寫案件編號。"),
    "Type the Case ID beside the state. Suggested is {case}.": ("请在状态旁填写案件编号，建议为 {case}。", "請在狀態旁填寫案件編號，建議為 {case}。"),
    "The payments that name this line are not its money, {amount}.": ("指向该行的还款与其金额 {amount} 不符。", "指向該列的還款與其金額 {amount} 不符。"),
    "The sheet Bank has no accepted row {line}.": ("Bank 工作表中没有有效的行 {line}。", "Bank 工作表中沒有有效的列 {line}。"),
    "The ledger is of an earlier version. Save and close it; the next run, or this command on the closed file, adds the sheet.": (
        "台账是较早的版本。请保存并关闭；下一次运行会补上该工作表。", "台帳是較早的版本。請儲存並關閉；下一次執行會補上該工作表。",
    ),
}  # fmt: skip
