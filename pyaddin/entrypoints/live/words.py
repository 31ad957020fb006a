"""The sentences of the live desk, each in the three languages of the ledger. Braces are filled with the task's own figures."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.commands import LANGUAGES

_SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "selected": ("{n} selected", "已选 {n} 项", "已選 {n} 項"),
    "left-out": ("{n} selected, {m} hidden left out", "已选 {n} 项，{m} 个隐藏行不计入", "已選 {n} 項，{m} 個隱藏列不計入"),
    "whole-column": (
        "A whole column is selected. Select the rows of the cases that you mean.", "选中了整列。请选择相关案件所在的行。", "選取了整欄。請選取相關案件所在的列。",
    ),
    "no-case": (
        "No case is selected. Go to Cases, Today, Installments or Debtors and select one or more rows.",
        "没有选中案件。请在 Cases、Today、Installments 或 Debtors 工作表中选择一行或多行。",
        "沒有選取案件。請在 Cases、Today、Installments 或 Debtors 工作表中選取一列或多列。",
    ),
    "only-hidden": ("Every selected row is hidden. Show the rows first.", "选中的行全部被隐藏。请先显示这些行。", "選取的列全部被隱藏。請先顯示這些列。"),
    "one-case": ("Select one case only; {n} are selected.", "请只选择一个案件；现在选中了 {n} 个。", "請只選取一個案件；目前選取了 {n} 個。"),
    "stale": ("The figures are {n} days old: press Refresh.", "数字是 {n} 天前的：请按“更新”。", "數字是 {n} 天前的：請按「更新」。"),
    "never": ("The figures were never computed: press Refresh.", "尚未计算过数字：请按“更新”。", "尚未計算過數字：請按「更新」。"),
    "nothing-entered": ("Nothing was entered. Fields to correct on the Form: {n}.", "未登记。请按表单提示改正 {n} 个字段。", "未登記。請依表單提示改正 {n} 個欄位。"),
    "earlier": (
        "This ledger is of an earlier version and lacks columns ({columns}). Close the workbook: the next run that finds it closed adds them and keeps the old file"
        " as a backup. Until then it works without them.",
        "此台账是较早的版本，缺少若干列（{columns}）。请关闭工作簿：之后的下一次运行会补上这些列，并保留旧文件作备份。在此之前照常可用，只是没有这些列。",
        "此台帳是較早的版本，缺少若干欄（{columns}）。請關閉活頁簿：之後的下一次執行會補上這些欄，並保留舊檔作備份。在此之前照常可用，只是沒有這些欄。",
    ),
    "entered": ("{label}: done.", "{label}：完成。", "{label}：完成。"),
    "standing": (
        "{case} ({debtor}): arrears {arrears}, outstanding {outstanding} {currency}.",
        "{case}（{debtor}）：逾期 {arrears}，未还 {outstanding} {currency}。",
        "{case}（{debtor}）：逾期 {arrears}，未還 {outstanding} {currency}。",
    ),
    "next": ("Next: {action} on {on}.", "下一步：{action}（{on}）。", "下一步：{action}（{on}）。"),
    "refreshed": (
        "Cases refreshed as of {on}: {n}; nothing was sent. Flagged {flagged}, moved {moved}, refused rows {refused}.",
        "已按 {on} 更新 {n} 个案件，未发送任何内容。新标记 {flagged} 期，阶段变更 {moved} 个，无法使用的行 {refused} 行。",
        "已依 {on} 更新 {n} 個案件，未寄送任何內容。新標記 {flagged} 期，階段變更 {moved} 個，無法使用的列 {refused} 列。",
    ),
    "answers": (
        "Filed {filed}, returned {bounced}, holds until read {holds}; {others} other messages were left alone.",
        "已登记 {filed} 封，退信 {bounced} 封，待阅读而暂停 {holds} 项；其他 {others} 封未处理。",
        "已登錄 {filed} 封，退信 {bounced} 封，待閱讀而暫停 {holds} 項；其他 {others} 封未處理。",
    ),
    "would-go": ("To be sent as of {on}: {n}.", "按 {on} 将发送：{n} 条。", "依 {on} 將寄送：{n} 則。"),
    "total": ("arrears {amount} {currency}", "逾期合计 {amount} {currency}", "逾期合計 {amount} {currency}"),
    "highest": ("highest level {level}", "最高级别 {level}", "最高級別 {level}"),
    "newest-payment": ("newest payment entered: {on}", "最近一笔已登记还款：{on}", "最近一筆已登記還款：{on}"),
    "no-payment": ("no payment was ever entered", "从未登记过还款", "從未登記過還款"),
    "to": ("to {names}", "收件人：{names}", "收件人：{names}"),
    "and-more": ("{names} and {n} more", "{names} 等另 {n} 人", "{names} 等另 {n} 人"),
    "blocked": ("blocked {n}: {who}", "被阻止 {n} 条：{who}", "被阻止 {n} 則：{who}"),
    "not-due": ("nothing due: {n}", "无需发送：{n} 个", "無需寄送：{n} 個"),
    "send-them": ("Send them?", "要发送吗？", "要寄送嗎？"),
    "kept": ("Nothing was sent.", "未发送任何内容。", "未寄送任何內容。"),
    "none-due": ("Nothing is due; nothing was sent. The sheet Result says why.", "没有到期的消息，未发送。原因见 Result 工作表。", "沒有到期的訊息，未寄送。原因見 Result 工作表。"),
    "type-number": (
        "More than {most} messages: type their number beside, then press {label} again.", "超过 {most} 条：请在右侧输入条数，再按一次“{label}”。",
        "超過 {most} 則：請在右側輸入則數，再按一次「{label}」。",
    ),
    "number-differs": ("To be sent now: {n}, not {typed}. Look again, then type the number.", "现在将发出 {n} 条，而不是 {typed} 条。请核对后重新输入。",
                       "現在將寄出 {n} 則，而不是 {typed} 則。請核對後重新輸入。"),
    "number-missing": ("Type the number of messages.", "请输入消息条数。", "請輸入訊息則數。"),
    "sent-line": ("Sent {sent}, queued {queued}, blocked {blocked}, failed {failed}.", "已发送 {sent}，排队 {queued}，被阻止 {blocked}，失败 {failed}。",
                  "已寄送 {sent}，排隊 {queued}，被阻止 {blocked}，失敗 {failed}。"),
    "pending": ("Waiting to leave: {n}, from {at} on. Until then {stop} takes them back.", "待发 {n} 条，{at} 起发出；在此之前可用“{stop}”撤回。", "待寄 {n} 則，{at} 起寄出；在此之前可用「{stop}」收回。"),
    "taken-back": ("Taken back: {n} messages.", "已撤回：{n} 条。", "已收回：{n} 則。"),
    "outdated": ("Messages that waited to leave and are outdated now were taken back: {n}.", "待发消息因新情况不再适用，已撤回 {n} 条。", "待寄訊息因新情況不再適用，已收回 {n} 則。"),
    "not-asked": (
        "Whether waiting messages may still go could not be asked ({why}). If they should not leave, press {stop}.",
        "暂时无法核对待发消息是否仍可发出（{why}）。如不应发出，请按“{stop}”。", "暫時無法核對待寄訊息是否仍可寄出（{why}）。如不應寄出，請按「{stop}」。",
    ),
    "none-pending": ("No message waits; what has left cannot be taken back.", "没有待发消息；已发出的无法撤回。", "沒有待寄訊息；已寄出的無法收回。"),
    "rows-later": ("The ledger could not be written now; its rows follow at the next click.", "台账现在无法写入；相关行将在下次点击时更新。", "台帳現在無法寫入；相關列將在下次點擊時更新。"),
    "undone": ("Taken back: {task} of {at}. Cells put back: {cells}, rows removed: {rows}.", "已撤销：{at} 的 {task}。恢复单元格 {cells} 个，删除行 {rows} 行。", "已復原：{at} 的 {task}。還原儲存格 {cells} 個，移除列 {rows} 列。"),
    "nothing-to-undo": ("There is no action to take back.", "没有可撤销的操作。", "沒有可復原的動作。"),
    "undo-stays": ("Not put back, because changed since: {n}; see the sheet Result.", "因其后已改动而未恢复：{n} 处，见 Result 工作表。", "因其後已更動而未還原：{n} 處，見 Result 工作表。"),
    "undo-sent": ("Already sent and cannot be taken back: {n}.", "已发出、无法撤回：{n} 条。", "已寄出、無法收回：{n} 則。"),
    "sheet": ("Sheet", "工作表", "工作表"), "r-taken-back": ("taken back", "已撤回", "已收回"), "r-stays": ("stays", "未恢复", "未還原"),
    "run-line": ("Assessed {assessed}, flagged {flagged}, moved {moved}, refused rows {refused}.", "测算 {assessed} 个，标记 {flagged} 期，变更阶段 {moved} 个，无法使用 {refused} 行。",
                 "試算 {assessed} 個，標記 {flagged} 期，變更階段 {moved} 個，無法使用 {refused} 列。"),
    "stopped": ("Stopped. What was done until then is complete and recorded.", "已停止。此前完成的部分完整并已记录。", "已停止。此前完成的部分完整並已記錄。"),
    "to-stop": ("To stop: press Esc, or type anything into the cell beside.", "要停止：按 Esc，或在右侧单元格输入任意内容。", "要停止：按 Esc，或在右側儲存格輸入任意內容。"),
    "fill-form": ("Fill in the yellow cells, then press {label} again.", "填写黄色单元格，然后再按一次“{label}”。", "填寫黃色儲存格，然後再按一次「{label}」。"),
    "make-or-read": ("Leave the file blank to make a new one; name a filled-in file to read it back.", "文件留空则生成新文件；填写已完成的文件则读回。",
                     "檔案留空則產生新檔案；填寫已完成的檔案則讀回。"),
    "needed": ("needed", "必填", "必填"),
    "one-of": ("Fill exactly one of: {names}.", "请只填写其中一项：{names}。", "請只填寫其中一項：{names}。"),
    "fill": ("Fill in this cell.", "请填写此单元格。", "請填寫此儲存格。"),
    "field": ("Field", "字段", "欄位"), "value": ("Value", "填写", "填寫"), "meaning": ("Meaning", "说明", "說明"), "advice": ("To correct", "改正提示", "更正提示"),
    "case": ("Case", "案件", "案件"), "debtor": ("Debtor", "债务人", "債務人"), "result": ("Result", "结果", "結果"), "why": ("Why", "原因", "原因"),
    "step": ("Step", "步骤", "步驟"), "figure": ("Figure", "数字", "數字"), "note": ("Note", "说明", "說明"), "arithmetic": ("Arithmetic", "算式", "算式"),
    "rule": ("Rule and source", "规则与依据", "規則與依據"), "facts": ("From the ledger", "台账中的依据", "台帳中的依據"),
    "this-column": ("The selected column: {name}", "所选列：{name}", "所選欄：{name}"),
    "channel": ("Channel", "渠道", "管道"),
    "key": ("Key", "编号", "編號"), "state": ("State", "状态", "狀態"), "level": ("Level", "级别", "級別"), "text": ("Text", "内容", "內容"),
    "next-lawful": ("Next lawful time", "下一合规时间", "下一合規時間"), "address": ("Address", "地址", "地址"),
    "r-sent": ("sent", "已发送", "已寄送"), "r-queued": ("queued", "排队", "排隊"), "r-blocked": ("refused", "被阻止", "被阻止"), "r-failed": ("failed", "失败", "失敗"),
    "r-not-due": ("nothing due", "无需发送", "無需寄送"), "r-unknown": ("in doubt", "不确定", "不確定"),
    "r-allowed": ("allowed", "可以", "可以"), "r-kept": ("forbidden", "不可以", "不可以"),
    "outbox-empty": ("Nothing is planned, queued, parked or failed.", "没有计划、排队、搁置或失败的消息。", "沒有計畫、排隊、擱置或失敗的訊息。"),
    "outbox-act": (
        "To release or cancel, to say of a parked message that it arrived or must go again, or to try again: select rows here and press {label} again.",
        "要批准、取消、认定搁置的消息已送达或需再发、或重试：在此选中若干行，再按一次“{label}”。",
        "要核准、取消、認定擱置的訊息已送達或需再寄、或重試：在此選取若干列，再按一次「{label}」。",
    ),
    "owner": ("Only cases of {name} are shown; press again to show all.", "只显示 {name} 的案件；再按一次显示全部。", "只顯示 {name} 的案件；再按一次顯示全部。"),
    "all-cases": ("All cases are shown.", "已显示全部案件。", "已顯示全部案件。"),
    "no-owner": ("No case has the owner {name}.", "没有由 {name} 负责的案件。", "沒有由 {name} 負責的案件。"),
    "no-report": ("No run has written a report yet.", "还没有任何运行报告。", "還沒有任何執行報告。"),
    "missing": ("Missing", "缺少", "缺少"), "all-here": ("Nothing is missing.", "材料齐全。", "資料齊全。"),
    "no-plan": ("Case {case} has no plan that could be signed: enter one on the sheets Plans and Installments.",
                "案件 {case} 没有可签署的协议：请先在 Plans 和 Installments 工作表中录入。", "案件 {case} 沒有可簽署的協議：請先在 Plans 和 Installments 工作表中輸入。"),
    "none-printed": ("No printed letter waits for its confirmation. Print letters first.", "没有已打印待确认的信函。请先打印信函。", "沒有已列印待確認的信函。請先列印信函。"),
    "posted-today": ("Printed and not confirmed: {n} letters ({names}). Were they posted today?", "已打印未确认的信函 {n} 封（{names}）。今天已寄出吗？",
                     "已列印未確認的信函 {n} 封（{names}）。今天已寄出嗎？"),
    "none-confirmed": ("Nothing was confirmed; the letters go on waiting.", "未确认；信函仍在等待。", "未確認；信函仍在等待。"),
    "made": ("Made: {path}", "已生成：{path}", "已產生：{path}"),
    "made-note": ("Look at it before you use it: {note}", "使用前请核对：{note}", "使用前請核對：{note}"),
    "about": ("Collections {version}\nLedger: {path}\nLedger id: {ledger}\nFigures as of: {on}", "催收台账 {version}\n台账：{path}\n台账编号：{ledger}\n数字日期：{on}",
              "催收台帳 {version}\n台帳：{path}\n台帳編號：{ledger}\n數字日期：{on}"),
    "take-over": ("The sheet Result shows what would change. Take it over?", "Result 工作表列出了将要发生的变化。要导入吗？", "Result 工作表列出了將要發生的變化。要匯入嗎？"),
    "not-taken": ("Nothing was taken over.", "未导入任何内容。", "未匯入任何內容。"),
    "no-lines": (
        "Nothing is to be booked. Select rows of the sheet Bank, or type a Case ID and the State booked beside them.",
        "没有可入账的行。请选中 Bank 工作表中的行，或在行上填写案件编号并把状态改为“已入账”。",
        "沒有可入帳的列。請選取 Bank 工作表中的列，或在列上填寫案件編號並把狀態改為「已入帳」。",
    ),
    "book-lines": (
        "The sheet Result shows how {n} lines would be booked. Book them?", "Result 工作表列出了 {n} 笔将如何入账。要入账吗？", "Result 工作表列出了 {n} 筆將如何入帳。要入帳嗎？",
    ),
    "nothing-booked": ("Nothing was booked.", "未入账。", "未入帳。"),
    "not-legal": ("This is not legal advice.", "本结果不构成法律意见。", "本結果不構成法律意見。"),
    "see-result": ("The sheet Result has a row for each case.", "Result 工作表中每个案件一行。", "Result 工作表中每個案件一列。"),
}  # fmt: skip


def say(language: str, key: str, **values: object) -> str:
    """The sentence in the ledger's language, English where the language is not known."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    return _SENTENCES[key][place].format(**values)
