"""The buttons of the ribbon: one row per button, in the order in which they stand.

A button's id is the name of a function in ``pyaddin/entrypoints/ribbon.py``. Ribbon XML, VBA callbacks, the sheet ``Ribbon`` with its labels and
``docs/commands.md`` are made from ``BUTTONS``. A row whose function does not exist is left out of all of them: no button is dead.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from pyaddin.button import Button
from pyaddin.button import words as _words
from pyaddin.buttons_agreeing import AGREEING

__all__ = ["BUTTONS", "RIBBON_GROUPS", "TAB", "Button", "functions", "live_buttons"]

RIBBON_FUNCTIONS = Path(__file__).resolve().parent / "entrypoints" / "ribbon.py"
LONGEST_LABEL = 24


TAB = _words("Collections", "催收", "催收")

# group id -> its name, in the order of the ribbon
RIBBON_GROUPS: Mapping[str, Mapping[str, str]] = {
    "today": _words("Today", "今日", "今日"),
    "contact": _words("Contact", "联系", "聯絡"),
    "cases": _words("Cases", "案件", "案件"),
    "agreement": _words("Agreement", "协议与还款", "協議與還款"),
    "follow_up": _words("Follow-up", "跟进", "跟進"),
    "disposition": _words("Disposition", "处置", "處置"),
    "reports": _words("Report", "报表", "報表"),
    "help": _words("Help", "帮助", "說明"),
}

BUTTONS: tuple[Button, ...] = (
    Button(
        "refresh", "today", _words("Refresh", "更新", "更新"),
        _words("Compute every case as of today and rewrite the grey columns and the queue. Nothing is sent.",
               "按今天重新计算所有案件，更新灰色列和待办清单，不发送任何内容。", "按今天重新計算所有案件，更新灰色欄和待辦清單，不寄送任何內容。"),
        "RefreshAll", "refresh", large=True,
    ),
    Button(
        "queue", "today", _words("My queue", "待办清单", "待辦清單"),
        _words("Go to the sheet Today: what to do now, the most urgent first.", "打开 Today 工作表：现在要做什么，最紧急的在前。",
               "開啟 Today 工作表：現在要做什麼，最緊急的在前。"),
        "ViewsFormView", large=True,
    ),
    Button(
        "explain", "today", _words("Explain", "数字由来", "數字由來"),
        _words("Show step by step how the figures of the selected case came about, and why this is the next action.",
               "逐步说明所选案件的数字由来，以及下一步的理由。", "逐步說明所選案件的數字由來，以及下一步的理由。"),
        "TracePrecedents", "explain",
    ),
    Button(
        "changes", "today", _words("Changes", "变更记录", "變更紀錄"),
        _words("Show who changed what of the selected case and its debtor, when, and from which value to which; also what was typed by hand.",
               "显示所选案件及其债务人的每次变更：谁、何时、由何值改为何值；包括手工录入。",
               "顯示所選案件及其債務人的每次變更：誰、何時、由何值改為何值；包括手動輸入。"),
        "ReviewHighlightChanges", "changes",
    ),
    Button(
        "undo", "today", _words("Take back last action", "撤销上一步", "復原上一步"),
        _words("Put back what the last button changed, where the cells are as it left them. Sent messages cannot be taken back.",
               "恢复上一个按钮所改的内容（此后未再改动的单元格）。已发送的消息无法撤回。",
               "還原上一個按鈕所改的內容（之後未再更動的儲存格）。已寄送的訊息無法收回。"),
        "Undo", "undo",
    ),
    Button(
        "preview", "contact", _words("Preview", "预览", "預覽"),
        _words("Show the message of the selected case as the debtor would get it. It counts as nothing sent.",
               "按债务人收到的样子显示所选案件的消息，不计为已发送。", "依債務人收到的樣子顯示所選案件的訊息，不計為已寄送。"),
        "FilePrintPreview", "remind", {"preview": "yes"},
    ),
    Button(
        "preview_wording", "contact", _words("Preview a wording", "预览文书", "預覽文書"),
        _words("Show any message, of any level, kind and channel, with the facts of the selected case: to look at a changed wording file. Nothing is sent.",
               "用所选案件的数据显示任意级别、种类和渠道的文书，用于查看修改后的模板，不发送任何内容。",
               "以所選案件的資料顯示任意級別、種類和管道的文書，用於檢視修改後的範本，不寄送任何內容。"),
        "Spelling", "preview",
    ),
    Button(
        "remind", "contact", _words("Remind selected", "提醒所选", "提醒所選"),
        _words("Write the reminders of the selected rows, where they may go. Asks before anything leaves.",
               "为所选行生成提醒（在允许发送时），发出前会先询问。", "為所選列產生提醒（在允許寄送時），寄出前會先詢問。"),
        "FileSendAsAttachment", "remind", large=True,
    ),
    Button(
        "send_due", "contact", _words("Send all due", "发送全部到期", "寄送全部到期"),
        _words("Write every reminder that is due today. Asks before anything leaves.", "生成今天到期的全部提醒，发出前会先询问。",
               "產生今天到期的全部提醒，寄出前會先詢問。"),
        "MailMergeMergeToEMail", "remind",
    ),
    Button(
        "may_contact", "contact", _words("May I contact?", "现在可否联系", "現在可否聯絡"),
        _words("May I contact this debtor now? Names every rule that forbids it and the next lawful time.",
               "现在可以联系该债务人吗？列出所有禁止的规则和下一个合规时间。", "現在可以聯絡該債務人嗎？列出所有禁止的規則和下一個合規時間。"),
        "ReviewAllowUsersToEditRanges", "gate",
    ),
    Button(
        "log", "contact", _words("Log a contact", "登记联系", "登記聯絡"),
        _words("Note a call, a letter or a visit with its result and the day to follow up.", "登记一次电话、信函或上门的结果和回访日。",
               "登記一次電話、信函或拜訪的結果和回訪日。"),
        "ReviewNewComment", "log",
    ),
    Button(
        "talk", "contact", _words("Talk", "沟通记录", "溝通紀錄"),
        _words("Note a talk in one step: reason, income and costs, new contact data; then see what to ask next and what the debtor can pay.",
               "一次登记沟通内容：原因、收支和新联系方式；随后显示下一个问题和可承担的金额。",
               "一次登錄溝通內容：原因、收支和新聯絡方式；隨後顯示下一個問題和可負擔的金額。"),
        "ContactPictureMenu", "talk",
    ),
    Button(
        "call_list", "contact", _words("Call list", "电话清单", "電話清單"),
        _words("Make the list of everyone to call today, with lawful hours and what to say; or read a filled-in list back.",
               "生成今天要拨打的电话清单（含可致电时间和话术），或读回已填写的清单。", "產生今天要撥打的電話清單（含可致電時間和話術），或讀回已填寫的清單。"),
        "AutoDial", "calls",
    ),
    Button(
        "sms_batch", "contact", _words("SMS batch", "短信批次", "簡訊批次"),
        _words("Make a file of the text messages that wait, ready to send; or read back what became of them.",
               "把待发短信生成可发送的文件，或读回发送结果。", "把待傳簡訊產生可傳送的檔案，或讀回傳送結果。"),
        "NewMessageToContact", "sms",
    ),
    Button(
        "letter", "contact", _words("Letter", "信函", "信函"),
        _words("Show the letter of the selected case as it would be printed. It counts as nothing sent.",
               "按打印效果显示所选案件的信函，不计为已发送。", "依列印效果顯示所選案件的信函，不計為已寄送。"),
        "FilePrintPreview", "letter",
    ),
    Button(
        "print_letters", "contact", _words("Print letters", "打印信函", "列印信函"),
        _words("Print all letters that wait: one file for the printer, a copy of each for the files. They count only when you confirm the posting.",
               "打印全部待寄信函：一个打印文件，另存每封副本；确认寄出后才计为已发送。",
               "列印全部待寄信函：一個列印檔，另存每封副本；確認寄出後才計為已寄送。"),
        "FilePrint", "letters",
    ),
    Button(
        "letters_posted", "contact", _words("Letters posted", "信函已寄出", "信函已寄出"),
        _words("Confirm that the printed letters were posted, today or on a day that you type, or say that they were not. Asks first; then levels advance.",
               "确认已打印的信函今天或在所填日期已寄出，或注明未寄出；先询问，确认后级别推进。",
               "確認已列印的信函今天或在所填日期已寄出，或註明未寄出；先詢問，確認後級別推進。"),
        "FileMarkAsFinal", "letters", {"posted": "yes", "again": "no", "single_sided": "no"},
    ),
    Button(
        "stop_sends", "contact", _words("Stop pending sends", "停止待发消息", "停止待寄訊息"),
        _words("Take back every message of a click that has not left yet.", "撤回点击后尚未发出的全部消息。", "撤回點選後尚未寄出的全部訊息。"),
        "CancelRequest", "stop",
    ),
    Button(
        "outbox", "contact", _words("Outbox", "发件箱", "寄件匣"),
        _words("What is planned, queued, parked or failed.", "查看计划、排队、搁置或失败的消息。", "檢視計畫、排隊、擱置或失敗的訊息。"),
        "EnvelopesAndLabelsDialog", "outbox", {"action": "list"},
    ),
    Button(
        "new_case", "cases", _words("New case", "新建案件", "新增案件"),
        _words("Enter a debtor, a case and its installments in one form.", "在一张表单中录入债务人、案件和分期。", "在一張表單中輸入債務人、案件和分期。"),
        "RecordsAddFromOutlook", "case", large=True,
    ),
    Button(
        "import_list", "cases", _words("Import a list", "导入清单", "匯入清單"),
        _words("Bring in debtors, cases, installments or payments from an Excel or CSV file; shows first what would change.",
               "从 Excel 或 CSV 文件导入债务人、案件、分期或付款，先显示会有哪些变化。",
               "從 Excel 或 CSV 檔匯入債務人、案件、分期或付款，先顯示會有哪些變化。"),
        "ImportTextFile", "import",
    ),
    Button(
        "my_cases", "cases", _words("My cases", "我的案件", "我的案件"),
        _words("Show only the cases that you own; once more shows all.", "只显示由您负责的案件；再按一次显示全部。",
               "只顯示由您負責的案件；再按一次顯示全部。"),
        "Filter",
    ),
    Button(
        "tidy", "cases", _words("Tidy the sheets", "整理工作表", "整理工作表"),
        _words("Turn dates, numbers and codes that were pasted as text into what they mean, where that is certain.",
               "把以文本粘贴的日期、数字和代码改正为原意（仅限确定无疑的）。", "把以文字貼上的日期、數字和代碼更正為原意（僅限確定無疑的）。"),
        "ClearFormatting", "tidy",
    ),
    Button(
        "archive", "cases", _words("Archive closed cases", "归档已结案件", "封存已結案件"),
        _words("Show which closed cases may move with their history into a ledger of their year, with every total; then move them when the workbook is closed.",
               "列出可连同全部记录移入年度台账的已结案件及各项合计；确认后，在工作簿关闭时移出。",
               "列出可連同全部紀錄移入年度台帳的已結案件及各項合計；確認後，在活頁簿關閉時移出。"),
        "CacheListData", "archive", role="supervisor",
    ),
    Button(
        "privacy", "cases", _words("A debtor's data", "债务人数据", "債務人資料"),
        _words("Hand out all data of one debtor as a readable package, list whose data have been kept long enough, or erase one debtor with four eyes.",
               "把一名债务人的全部数据生成可读的数据包、列出保存期已满者，或经双人批准删除。",
               "把一名債務人的全部資料產生可讀的資料包、列出保存期已滿者，或經雙人核准刪除。"),
        "DatabasePermissionsMenu", "privacy", role="supervisor",
    ),
    *AGREEING,
    Button(
        "dashboard", "reports", _words("Dashboard", "总览", "總覽"),
        _words("Go to the sheet Dashboard: the portfolio in figures and charts.", "打开 Dashboard 工作表：全部案件的数字和图表。",
               "開啟 Dashboard 工作表：全部案件的數字和圖表。"),
        "ChartInsert", large=True,
    ),
    Button(
        "figure_rows", "reports", _words("Rows of a figure", "指标明细", "指標明細"),
        _words("List the cases, promises or payments that the selected row of the sheet Figures is made of, on the sheet Result.",
               "把 Figures 工作表所选指标由哪些案件、承诺或付款组成，列在 Result 工作表。",
               "把 Figures 工作表所選指標由哪些案件、承諾或款項組成，列在 Result 工作表。"),
        "FindDialog",
    ),
    Button(
        "report", "reports", _words("Last report", "最近报告", "最近報告"),
        _words("Open the report page of the last run.", "打开最近一次运行的报告。", "開啟最近一次執行的報告。"),
        "FileOpen",
    ),
    Button(
        "weekly_report", "reports", _words("Weekly report", "催收周报", "催收週報"),
        _words("Make the weekly report as a page and PDF: who rolled, was cured or broke, what was not sent and why, what to decide, the coming week.",
               "生成周报（网页和 PDF）：恶化、恢复、违约、未发送及原因、待决定事项和未来一周。",
               "產生週報（網頁和 PDF）：惡化、恢復、違約、未寄送及原因、待決定事項和未來一週。"),
        "CreateReport", "report", {"month": "", "close_month": "no", "since": "", "out": ""},
    ),
    Button(
        "month_end", "reports", _words("Month end", "月末报告", "月底報告"),
        _words("A month from opening to closing balance, per currency, to the cent. A supervisor closes it for good.",
               "按币种列出一个月的期初至期末余额，精确到分。主管可正式关账。", "按幣別列出一個月的期初至期末餘額，精確到分。主管可正式關帳。"),
        "CalendarMonth", "report", {"since": ""},
    ),
    Button(
        "simulate", "reports", _words("Simulate", "推演", "推演"),
        _words("Play the coming weeks on a copy, with today's policy or a changed one: what would be sent and the expected cash. Nothing is touched or sent.",
               "在副本上按现行或修改后的规则推演今后几周：将发送什么、预期回款多少；不改动台账，不发送。",
               "在副本上依現行或修改後的規則推演今後幾週：將寄送什麼、預期回款多少；不更動台帳，不寄送。"),
        "ChartTrendline", "simulate",
    ),
    Button(
        "statement", "reports", _words("Statement of account", "账户对账单", "帳戶對帳單"),
        _words("Make the statement of account of the selected case as a PDF: every installment, fee, interest and payment. Nothing is sent.",
               "为所选案件生成对账单 PDF：各期、费用、利息和付款逐笔列出，不发送任何内容。",
               "為所選案件產生對帳單 PDF：各期、費用、利息和付款逐筆列出，不寄送任何內容。"),
        "FileSaveAsPdfOrXps", "statement",
    ),
    Button(
        "doctor", "help", _words("Check this computer", "检查本机", "檢查本機"),
        _words("Is this computer set up right for the buttons? Says what to do, and mends what is safe.",
               "检查本机设置是否正确，给出处理方法，并修复可安全修复的问题。", "檢查本機設定是否正確，給出處理方法，並修復可安全修復的問題。"),
        "ControlWizards", "doctor",
    ),
    Button(
        "mail_test", "help", _words("Test mail", "测试邮件", "測試郵件"),
        _words("Send one message to yourself through the mail account of Settings, and see each step.",
               "通过设置中的邮箱账户给自己发一封邮件，并逐步显示结果。", "透過設定中的郵件帳戶寄一封郵件給自己，並逐步顯示結果。"),
        "FileSendAsAttachment", "mail-test",
    ),
    Button(
        "setup", "help", _words("First questions", "初次设置", "初次設定"),
        _words("Who are you, whose debts, which country: fills in Settings and names the rule packs that follow.",
               "贵方是谁、谁的债务、哪个国家：填写设置并列出适用的规则包。", "貴方是誰、誰的債務、哪個國家：填寫設定並列出適用的規則包。"),
        "PropertySheet", "setup",
    ),
    Button(
        "settings", "help", _words("Settings", "设置", "設定"),
        _words("Go to the sheet Settings.", "打开 Settings 工作表。", "開啟 Settings 工作表。"),
        "ControlProperties",
    ),
    Button(
        "about", "help", _words("About", "关于", "關於"),
        _words("Version, folder and ledger id: what to tell someone who helps you.", "版本、文件夹和台账编号：求助时请提供。",
               "版本、資料夾和台帳編號：求助時請提供。"),
        "Info",
    ),
)  # fmt: skip


def functions(source: Path = RIBBON_FUNCTIONS) -> frozenset[str]:
    """Names bound at the top of the ribbon's module, read without importing it (an import would load xlwings). No file = none."""
    if not source.exists():
        return frozenset()
    names: set[str] = set()
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(names)


def live_buttons(existing: frozenset[str] | None = None) -> tuple[Button, ...]:
    """The buttons that do something: those whose function exists, in the order of the ribbon."""
    found = functions() if existing is None else existing
    return tuple(button for group in RIBBON_GROUPS for button in BUTTONS if button.group == group and button.id in found)
