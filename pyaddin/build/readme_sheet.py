"""The ``Read me`` sheet: one page for the clerk, in English, Simplified and Traditional Chinese."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from pyaddin.build.sheets import print_setup
from pyaddin.build.styles import ACCENT, ACCENT_SOFT, COMPUTED_FILL, LINE, WHITE, Styles
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The text in one language: a title, a lead, and titled parts of (label, text) lines."""

    title: str
    lead: str
    parts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


ENGLISH = Page(
    "Collections ledger",
    "This workbook keeps overdue debts: who owes what, what was said and agreed, and what comes next. You type facts; the program computes the rest.",
    (
        (
            "The five stages",
            (
                ("1 First contact", "One to three days after the due date: get in touch, learn the reason, stay calm."),
                ("2 Deep communication", "Listen and ask: what is the true situation, what can the debtor pay?"),
                ("3 Negotiation", "Agree on amounts, dates and method. Both sides sign."),
                ("4 Monitoring", "Watch every payment of the plan; act quickly when one is missed; adapt when life changes."),
                ("5 Final disposition", "Legal advice first, then court or write-off. A supervisor decides."),
            ),
        ),
        (
            "What you type, and where",
            (
                ("Debtors, Cases", "A new debt: one row for the person or firm, one row for the case."),
                ("Installments", "What falls due when. Plan ID stays blank for the original contract."),
                ("Payments", "Money received. If the bank takes it back, fill Reversed on; never delete the row."),
                ("Contacts", "Every call, letter or visit, with reason and result. Follow up on = call back then."),
                ("Promises, Plans", "What the debtor promised; agreements with both signatures."),
                ("Holds", "Dispute, illness, lawyer, moratorium: stops letters until it ends."),
                ("Settings, Levels", "Who we are, and the ladder of reminders. Change them with care."),
            ),
        ),
        (
            "Good to know",
            (
                ("Grey = computed", "Grey columns are written by the program at each run. Nothing typed there is used."),
                (
                    "The weekly run",
                    "Recomputes every case, flags missed installments, moves stages, writes the reminders that are due, and fills Today. It never sends twice.",
                ),
                ("Today", "Your queue, the most urgent first, each with its reason. Start the day here."),
                ("Never automatic", "Legal steps, write-offs and waivers are always decided by a person."),
                ("Your own columns", "Add them to the right of the table. Do not rename or delete the existing headers."),
                ("Help", "Click a cell to see what belongs in it. More in docs/first-hour.md; the command `check` lists every fault with its place."),
            ),
        ),
    ),
)
SIMPLIFIED = Page(
    "催收台账",
    "本工作簿记录逾期债务：谁欠多少、谈过什么、约定了什么、下一步做什么。您只录入事实，其余由程序计算。",
    (
        (
            "五个阶段",
            (
                ("1 首次联系", "到期后一至三天内：取得联系，了解原因，保持冷静。"),
                ("2 深入沟通", "倾听和询问：真实情况如何，能付多少？"),
                ("3 协商与协议", "约定金额、日期和方式，双方签字。"),
                ("4 监督与跟进", "逐笔关注还款；一旦漏付及时介入；遇到困难灵活调整。"),
                ("5 最终处置", "先听取律师意见，再决定诉讼或核销，由主管决定。"),
            ),
        ),
        (
            "录入什么，录在哪里",
            (
                ("Debtors、Cases", "新的债务：债务人一行，案件一行。"),
                ("Installments", "每期应还。原合同的 Plan ID 留空。"),
                ("Payments", "收到的款项。被银行退回时填写 Reversed on，不要删除该行。"),
                ("Contacts", "每次电话、信函、上门，写明原因和结果。Follow up on 为约定回访日。"),
                ("Promises、Plans", "债务人的还款承诺；双方签字的协议。"),
                ("Holds", "争议、疾病、律师代理、法定暂缓等：结束前停止发函。"),
                ("Settings、Levels", "本机构信息和催告级别，修改须谨慎。"),
            ),
        ),
        (
            "须知",
            (
                ("灰色 = 计算列", "灰色列由程序在每次运行时写入，手工输入不会被采用。"),
                ("每周运行", "重新计算每个案件，标出漏付的分期，推进阶段，生成到期的提醒，并更新 Today。同一信息不会发送两次。"),
                ("Today", "您的待办清单，最紧急的在前，并注明理由。每天从这里开始。"),
                ("从不自动", "法律步骤、核销和减免始终由人决定。"),
                ("自己的列", "可加在表格右侧。请勿改名或删除原有表头。"),
                ("帮助", "点击单元格即可看到说明。详见 docs/first-hour.md；命令 check 会列出每个错误及其位置。"),
            ),
        ),
    ),
)
TRADITIONAL = Page(
    "催收台帳",
    "本活頁簿記錄逾期債務：誰欠多少、談過什麼、約定了什麼、下一步做什麼。您只輸入事實，其餘由程式計算。",
    (
        (
            "五個階段",
            (
                ("1 首次聯絡", "到期後一至三天內：取得聯絡，了解原因，保持冷靜。"),
                ("2 深入溝通", "傾聽與詢問：真實情況如何，能付多少？"),
                ("3 協商與協議", "約定金額、日期和方式，雙方簽字。"),
                ("4 監督與跟進", "逐筆關注還款；一旦漏付及時介入；遇到困難彈性調整。"),
                ("5 最終處置", "先聽取律師意見，再決定訴訟或打消呆帳，由主管決定。"),
            ),
        ),
        (
            "輸入什麼，輸入在哪裡",
            (
                ("Debtors、Cases", "新的債務：債務人一列，案件一列。"),
                ("Installments", "每期應還。原合約的 Plan ID 留空。"),
                ("Payments", "收到的款項。被銀行退回時填寫 Reversed on，不要刪除該列。"),
                ("Contacts", "每次電話、信函、拜訪，寫明原因和結果。Follow up on 為約定回訪日。"),
                ("Promises、Plans", "債務人的還款承諾；雙方簽字的協議。"),
                ("Holds", "爭議、疾病、律師代理、法定暫緩等：結束前停止發函。"),
                ("Settings、Levels", "本機構資料和催告級別，修改須謹慎。"),
            ),
        ),
        (
            "須知",
            (
                ("灰色 = 計算欄", "灰色欄由程式在每次執行時寫入，手動輸入不會被採用。"),
                ("每週執行", "重新計算每個案件，標出漏付的分期，推進階段，產生到期的提醒，並更新 Today。同一訊息不會寄送兩次。"),
                ("Today", "您的待辦清單，最緊急的在前，並註明理由。每天從這裡開始。"),
                ("從不自動", "法律步驟、打消呆帳和減免始終由人決定。"),
                ("自己的欄", "可加在表格右側。請勿改名或刪除原有表頭。"),
                ("說明", "點選儲存格即可看到說明。詳見 docs/first-hour.md；命令 check 會列出每個錯誤及其位置。"),
            ),
        ),
    ),
)
PAGES: dict[str, Page] = {"en": ENGLISH, "zh-CN": SIMPLIFIED, "zh-TW": TRADITIONAL}


def _page(sheet: Worksheet, styles: Styles, page: Page, row: int) -> int:
    """Write one language from ``row`` on; gives the next free row."""
    band = styles.of(bold=True, font_size=16, font_color=WHITE, bg_color=ACCENT, indent=1)
    sheet.set_row(row, 30)
    sheet.write_string(row, 1, page.title, band)
    sheet.write_blank(row, 2, None, band)
    sheet.set_row(row + 1, 36)
    sheet.merge_range(row + 1, 1, row + 1, 2, page.lead, styles.of(font_size=11, text_wrap=True, indent=1))
    row += 2
    for title, lines in page.parts:
        head = styles.of(bold=True, font_color=ACCENT, bg_color=ACCENT_SOFT, indent=1)
        sheet.write_string(row, 1, title, head)
        sheet.write_blank(row, 2, None, head)
        row += 1
        for name, text in lines:
            grey = {"bg_color": COMPUTED_FILL} if name.startswith(("Grey", "灰色")) else {}
            sheet.write_string(row, 1, name, styles.of(bold=True, indent=1, bottom=1, bottom_color=LINE, **grey))
            sheet.write_string(row, 2, text, styles.of(text_wrap=True, bottom=1, bottom_color=LINE, **grey))
            if len(text.encode("utf-8")) > 145:
                sheet.set_row(row, 32)
            row += 1
    return row + 1


def write(sheet: Worksheet, styles: Styles, language: str) -> None:
    """Fill the sheet, the ledger's own language first."""
    sheet.set_default_row(18)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 104)
    row = 1
    for code in sorted(PAGES, key=lambda code: code != language):
        row = _page(sheet, styles, PAGES[code], row)
    sheet.set_tab_color(ACCENT)
    print_setup(sheet, header_row=False)
    sheet.set_portrait()
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 1)  # the three languages on one page
