"""The one table of commands: what a clerk can ask for, under which name, in which language, with which options.

Ribbon, command line and ``docs/commands.md`` are made from ``COMMANDS``; a button and a command can so never differ.
An option's ``dest`` is the parameter of the task's ``run``; ``given`` are the parameters that the door fills itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyaddin.ledger.codes import CHANNELS, DIRECTIONS, LOGGED_RESULTS, MESSAGE_CLASSES, REASON_CODES, SENTIMENTS, TYPED_HOLDS

LANGUAGES = ("en", "zh-CN", "zh-TW")


@dataclass(frozen=True, slots=True)
class Option:
    """One option or positional argument. ``type``: text, integer, amount, date, path or switch.

    ``default`` is the text a clerk would have typed; blank = the option is left out. Of all options that share ``one_of``
    exactly one must be given. ``repeat`` collects the values of several uses. ``optional``: a positional argument that may be left out.
    """

    flag: str
    type: str
    help: str
    required: bool = False
    repeat: bool = False
    choices: tuple[str, ...] = ()
    metavar: str = ""
    default: str = ""
    one_of: str = ""
    dest: str = ""
    optional: bool = False

    @property
    def name(self) -> str:
        """The parameter of the task that takes the value."""
        return self.dest or self.flag.lstrip("-").replace("-", "_").lower()


@dataclass(frozen=True, slots=True)
class Command:
    """One task of the office. ``icon`` is an imageMso name of the ribbon; blank = no button, command line only.

    ``role``: clerk = anyone in the office; supervisor = someone named in Settings ``supervisors`` or the keeper of the files.
    ``json_keys`` are the keys that ``--json`` always prints.
    """

    name: str
    labels: Mapping[str, str]
    icon: str
    screentip: Mapping[str, str]
    task: str
    role: str
    group: str
    help: str
    positional: tuple[Option, ...] = ()
    options: tuple[Option, ...] = ()
    given: tuple[str, ...] = ()
    json_keys: tuple[str, ...] = ()

    @property
    def on_open_book(self) -> bool:
        """True when the task can work on an open workbook; the command line then takes ``ENGINE`` besides its own options."""
        return any(option.name == "path" for option in self.positional) and self.name not in _ONLY_ON_FILES


def _words(en: str, cn: str, tw: str) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, (en, cn, tw), strict=True))


PATH = Option("PATH", "path", "The ledger file.", metavar="PATH")
AS_OF = Option("--as-of", "date", "Date to compute for; default: today in the ledger's time zone.", metavar="YYYY-MM-DD")
CASES = Option("--case", "text", "Only this case; may be repeated.", repeat=True, metavar="ID", dest="cases")
BY = Option("--by", "text", "Who acts; default: the name you are logged in with.", metavar="NAME")
SENDING = (
    AS_OF,
    Option("--out", "path", "Folder for emails and report; default: <ledger>-out/<run id>/ beside the ledger.", metavar="DIR"),
    Option("--transport", "text", "folder writes emails to files and sends nothing; smtp is not available yet.", choices=("folder", "smtp")),
    Option("--dry-run", "switch", "Compute and show everything, write nothing at all."),
)
ENTRY = (AS_OF, BY)
ENTRY_KEYS = ("rows",)
ENGINE = Option(
    "--engine", "text", "file changes the closed file; libreoffice does the same work in LibreOffice, where it has the ledger open if it listens, else in"
    " one without a window.", choices=("file", "libreoffice"), default="file",
)
_ONLY_ON_FILES = frozenset({"new", "train"})  # one makes the file, the other only asks it for its language
RUN_KEYS = (
    "run_id", "as_of", "assessed", "flagged", "moved", "sent", "queued", "blocked", "failed", "parked", "refused", "faults", "changes", "messages",
)
GROUPS: Mapping[str, Mapping[str, str]] = {
    "run": _words("Follow-up", "跟进", "跟進"),
    "case": _words("Case", "案件", "案件"),
    "outgoing": _words("Outgoing", "发件", "寄件"),
    "file": _words("Ledger", "台账", "台帳"),
    "desk": _words("Desk tools", "桌面工具", "桌面工具"),
}

COMMANDS: tuple[Command, ...] = (
    Command(
        "new", _words("New ledger", "新建台账", "新建台帳"), "FileNew",
        _words("Make an empty ledger or one with a sample portfolio.", "新建空白台账，或带示例数据的台账。", "新建空白台帳，或帶範例資料的台帳。"),
        "pyaddin.tasks.new", "clerk", "file",
        "Make a ledger: empty, or with a realistic sample portfolio to try things on.",
        (PATH,),
        (
            Option("--sample", "integer", "Fill it with this many invented cases.", metavar="N"),
            Option("--seed", "integer", "The same seed gives the same sample.", metavar="S", default="1"),
            Option("--language", "text", "Language of the sheets Read me and Process, and of the sample.", choices=LANGUAGES, default="en"),
            AS_OF,
        ),
        ("now",), ("path", "cases"),
    ),
    Command(
        "import", _words("Import list", "导入名单", "匯入名單"), "ImportExcel",
        _words("Take over a list of debtors, cases, installments or payments; see first what would change.",
               "导入债务人、案件、分期或还款名单，先预览会改动什么。", "匯入債務人、案件、分期或還款名單，先預覽會改動什麼。"),
        "pyaddin.tasks.import_list", "clerk", "file",
        "Take over a list as it is today: xlsx, xlsm, CSV or TSV. Columns are recognized by their headers and remembered; each debtor, case and its"
        " installments are taken together or refused with the reason; the same list twice changes nothing.",
        (PATH,),
        (
            Option("--from", "path", "The list.", required=True, metavar="FILE", dest="source"),
            Option("--mapping", "path", "File that says what the headers mean; default: <ledger>.mapping.txt beside the ledger. Written when it is not"
                   " there yet.", metavar="M"),
            Option("--preview", "switch", "Show what would be added, changed and refused; the ledger is not touched."),
            Option("--full", "switch", "The list is complete: report rows of the ledger that it does not name (nothing is deleted)."),
            Option("--encoding", "text", "Character set of a text file: utf-8, utf-16, gb18030, big5, windows-1252; default: found out.", metavar="NAME"),
            Option("--sheet", "text", "Read only this sheet, also a hidden one; may be repeated.", repeat=True, metavar="NAME", dest="sheets"),
            Option("--map", "text", "What a header means, for example 金额=Installments.Principal, or - to leave it out; may be repeated.", repeat=True,
                   metavar="HEADER=COLUMN", dest="columns"),
            Option("--set", "text", "Value for a column that the list does not have, for example Currency=CNY; may be repeated.", repeat=True,
                   metavar="COLUMN=VALUE", dest="fixed"),
            Option("--split-payments", "switch", "Share payments that name only a debtor between his debts: due first, then the heaviest, then the oldest."),
        ),
        ("now",), ("added", "changed", "refused", "faults"),
    ),
    Command(
        "check", _words("Check", "检查", "檢查"), "ErrorChecking",
        _words("Read every sheet and list what cannot be used, cell by cell.", "检查所有工作表，逐格列出问题。", "檢查所有工作表，逐格列出問題。"),
        "pyaddin.tasks.check", "clerk", "file",
        "Read every sheet and list each fault with its place and what to do about it.",
        (PATH,), (), (), ("faults",),
    ),
    Command(
        "assess", _words("Assess", "测算", "試算"), "CalculateNow",
        _words("Compute what is owed and what comes next; nothing is written.", "计算欠款与下一步，不写入任何内容。", "計算欠款與下一步，不寫入任何內容。"),
        "pyaddin.tasks.assess", "clerk", "run",
        "Compute days past due, arrears, interest, stage and next action of the cases. Writes nothing.",
        (PATH,), (CASES, AS_OF), ("now",), ("as_of", "cases"),
    ),
    Command(
        "weekly", _words("Weekly run", "每周跟进", "每週跟進"), "RefreshAll",
        _words("Refresh, flag, move stages, write the reminders that are due, update the ledger.",
               "更新、标记、调整阶段、生成到期提醒并写回台账。", "更新、標記、調整階段、產生到期提醒並寫回台帳。"),
        "pyaddin.tasks.weekly", "clerk", "run",
        "The follow-up run: refresh every case, flag missed installments, judge promises and plans, move stages, write what is due, update the ledger.",
        (PATH,), (*SENDING, BY), ("now", "progress"), RUN_KEYS,
    ),
    Command(
        "daily", _words("Daily run", "每日跟进", "每日跟進"), "Refresh",
        _words("As the weekly run, but only first reminders, missed notices and thanks.",
               "与每周跟进相同，但只发送首次提醒、漏缴通知和感谢。", "與每週跟進相同，但只寄送首次提醒、漏繳通知和感謝。"),
        "pyaddin.tasks.daily", "clerk", "run",
        "The short run between two weekly ones: flags, promises, first reminders, missed notices, thanks. Levels 2 and higher go weekly.",
        (PATH,), (*SENDING, BY), ("now", "progress"), RUN_KEYS,
    ),
    Command(
        "remind", _words("Remind", "提醒", "提醒"), "FileSendAsAttachment",
        _words("Write the reminder of the selected cases, if it may go.", "为所选案件生成提醒（在允许发送时）。", "為所選案件產生提醒（在允許寄送時）。"),
        "pyaddin.tasks.remind", "clerk", "outgoing",
        "Reminders for chosen cases. Holds, gaps and what was already sent are obeyed as in the weekly run.",
        (PATH,),
        (
            Option("--case", "text", "The case; may be repeated.", required=True, repeat=True, metavar="ID", dest="cases"),
            Option("--channel", "text", "Use this channel instead of the debtor's preferred one.", choices=("email", "letter", "sms", "call")),
            *SENDING,
            Option("--preview", "switch", "Show the text only; it counts as nothing sent."),
            Option("--override", "text", "Id of a rule that a supervisor passes; only rules of the house allow it. May be repeated.", repeat=True,
                   metavar="RULE", dest="overrides"),
            Option("--reason", "text", "Why the rule is passed; stands in the contact's Why.", metavar="TEXT"),
            BY,
        ),
        ("now", "progress"), ("messages",),
    ),
    Command(
        "refresh", _words("Refresh", "刷新", "重新整理"), "Refresh",
        _words("Bring every figure, flag, stage and the queue up to date; nothing is sent.", "更新全部数字、标记、阶段和待办，不发送任何内容。",
               "更新全部數字、標記、階段和待辦，不寄送任何內容。"),
        "pyaddin.tasks.refresh", "clerk", "run",
        "Recompute and write every computed cell: figures, flags, stages, promises, plans, the queue. Sends nothing; what is due stays due.",
        (PATH,), ENTRY, ("now",), ("as_of", "assessed", "flagged", "moved", "refused", "faults", "changes"),
    ),
    Command(
        "tidy", _words("Tidy sheet", "整理表格", "整理表格"), "ClearFormats",
        _words("Restore what a paste destroyed: formats, drop-downs, computed cells; every overwritten cell is named.",
               "恢复粘贴所破坏的格式、下拉列表和计算列；被改写的单元格逐一列出。", "還原貼上所破壞的格式、下拉清單和計算欄；被改寫的儲存格逐一列出。"),
        "pyaddin.tasks.tidy", "clerk", "file",
        "Restore formats, validations, extents and computed cells, make real dates and numbers of those that stand as text. Names each cell, old and new.",
        (PATH,), (BY,), ("now",), ("as_of", "restored", "told", "changes", "refused", "faults"),
    ),
    Command(
        "pay", _words("Record payment", "登记还款", "登記還款"), "AccountingFormat",
        _words("Enter money received, or a payment that the bank took back; the case follows at once.", "登记收到的款项，或被银行退回的还款；案件立即更新。",
               "登記收到的款項，或被銀行退回的還款；案件立即更新。"),
        "pyaddin.tasks.pay", "clerk", "case",
        "Record a payment, or that the bank took one back. The same money is never booked twice.",
        (PATH,),
        (
            Option("--case", "text", "The case it was paid for.", metavar="ID", one_of="what"),
            Option("--reverse", "text", "Payment that the bank took back, instead of a new one.", metavar="ID", one_of="what"),
            Option("--amount", "amount", "Money received.", metavar="A"),
            Option("--on", "date", "Day the money counts from; with --reverse the day it was taken back.", required=True, metavar="YYYY-MM-DD"),
            Option("--method", "text", "Bank transfer, card, cash ...", metavar="M"),
            Option("--reference", "text", "Text of the bank statement.", metavar="R"),
            Option("--id", "text", "An id of your own; needed only when a second payment looks like the first.", metavar="ID", dest="payment_id"),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
    Command(
        "promise", _words("Promise to pay", "还款承诺", "還款承諾"), "Pushpin",
        _words("Enter what the debtor promised and for when; reminders rest until then.", "登记债务人承诺的金额与日期；到期前暂停提醒。",
               "登記債務人承諾的金額與日期；到期前暫停提醒。"),
        "pyaddin.tasks.promise", "clerk", "case",
        "Record a promise to pay. One is open per case: a new one supersedes it.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--amount", "amount", "Promised amount.", required=True, metavar="A"),
            Option("--due-on", "date", "Day it was promised for.", required=True, metavar="YYYY-MM-DD"),
            Option("--made-on", "date", "Day of the promise; default: the as-of date.", metavar="YYYY-MM-DD"),
            Option("--grace-days", "integer", "Working days of grace; default: setting promise_grace_days.", metavar="N"),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
    Command(
        "hold", _words("Hold", "暂停", "暫停"), "FilePermissionRestrictMenu",
        _words("Stop letters for a dispute, an illness, an insolvency; or lift such a hold.", "因争议、疾病、破产等暂停催收；或解除暂停。",
               "因爭議、疾病、破產等暫停催收；或解除暫停。"),
        "pyaddin.tasks.hold", "clerk", "run",
        "Set a hold on a case or a debtor, or lift one. A manual hold lasts 30 days at most.",
        (PATH,),
        (
            Option("--case", "text", "The case it stops.", metavar="ID", one_of="what"),
            Option("--debtor", "text", "The debtor it stops, with every case.", metavar="ID", one_of="what"),
            Option("--lift", "text", "Hold to lift, instead of a new one; today is its last day.", metavar="ID", one_of="what"),
            Option("--type", "text", "What kind of stop.", choices=TYPED_HOLDS),
            Option("--reason", "text", "Why, in words.", metavar="TEXT"),
            Option("--start", "date", "First day; it may lie in the past; default: the as-of date.", metavar="YYYY-MM-DD"),
            Option("--end", "date", "Last day; default: until lifted, a manual hold 30 days, a moratorium 60.", metavar="YYYY-MM-DD"),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
    Command(
        "log", _words("Log a contact", "登记联系", "登記聯繫"), "NewPhoneCall",
        _words("Enter a call, a letter or a talk and what came of it.", "登记通话、信函或面谈及其结果。", "登記通話、信函或面談及其結果。"),
        "pyaddin.tasks.log", "clerk", "outgoing",
        "Log a contact. Where the program had asked for it, its task is done with it.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--channel", "text", "How.", required=True, choices=CHANNELS),
            Option("--direction", "text", "out = we wrote or called, in = the debtor did.", required=True, choices=DIRECTIONS),
            Option("--result", "text", "What came of it.", required=True, choices=LOGGED_RESULTS),
            Option("--at", "text", "When: office time, or an instant with Z; default: now.", metavar="'2026-11-23 14:30'"),
            Option("--class", "text", "What it was; default: collection.", choices=MESSAGE_CLASSES, dest="message_class"),
            Option("--reason-code", "text", "Why the debtor did not pay.", choices=REASON_CODES),
            Option("--notes", "text", "What was said.", metavar="TEXT"),
            Option("--follow-up-on", "date", "Call back on.", metavar="YYYY-MM-DD"),
            Option("--sentiment", "text", "How the debtor felt.", choices=SENTIMENTS),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
    Command(
        "allocate", _words("Allocate", "分配还款", "分配還款"), "",
        _words("Allocate payments to installments as a calculation on its own.", "单独计算还款如何分配到各期。", "單獨計算還款如何分配到各期。"),
        "pyaddin.tasks.allocate", "clerk", "desk",
        "Allocation alone, from a JSON file with installments and payments: which money settles what.",
        (), (Option("--file", "path", "JSON file with as_of, order, installments and payments.", required=True, metavar="F"),),
        (), ("installments", "credit", "open_total"),
    ),
    Command(
        "schedule", _words("Schedule", "分期试算", "分期試算"), "",
        _words("Compute an installment schedule that adds up to the cent.", "计算分期还款计划，分毫不差。", "計算分期還款計畫，分毫不差。"),
        "pyaddin.tasks.schedule", "clerk", "desk",
        "An installment schedule by count or by amount, with or without interest; it adds up to the cent.",
        (),
        (
            Option("--total", "amount", "What is to be paid in all, without interest.", required=True, metavar="T"),
            Option("--count", "integer", "Number of installments.", metavar="N", one_of="size"),
            Option("--amount", "amount", "Amount of one installment; the last one is the rest.", metavar="A", one_of="size"),
            Option("--first-due", "date", "First due date; its day of the month is the anchor.", required=True, metavar="YYYY-MM-DD"),
            Option("--frequency", "text", "Rhythm.", required=True, choices=("weekly", "15-day", "30-day", "monthly", "2-monthly")),
            Option("--start", "date", "Day from which interest runs; default: one period before the first due date.", metavar="YYYY-MM-DD"),
            Option("--rate", "amount", "Annual rate, 0.12 = 12 %; left out = no interest.", metavar="R"),
            Option("--day-count", "text", "How days are counted for interest.", choices=("act/365", "act/360", "act/actual", "30/360"), default="act/365"),
            Option("--method", "text", "Shape of the payments.", choices=("annuity", "flat", "equal-principal"), default="annuity"),
            Option("--working-day", "text", "A due date on a day off stays, or moves; default: next with --holidays, else same.",
                   choices=("same", "next", "previous")),
            Option("--holidays", "text", "Country whose holidays count; left out = only Saturdays and Sundays are days off.", metavar="CC"),
            Option("--round-payment", "text", "Round the payment to the cent or up to whole units.", choices=("cent", "up"), default="cent"),
            Option("--round-interest", "text", "Round interest to the cent or to whole units.", choices=("cent", "unit"), default="cent"),
        ),
        (), ("installments", "totals"),
    ),
    Command(
        "gate", _words("May I contact?", "现在可以联系吗？", "現在可以聯繫嗎？"), "ReviewAllowUsersToEditRanges",
        _words("May I contact this debtor now? Every rule that blocks, and the next lawful time.",
               "现在可以联系该债务人吗？列出所有阻止规则和下一个合规时间。", "現在可以聯繫該債務人嗎？列出所有阻止規則和下一個合規時間。"),
        "pyaddin.tasks.gate", "clerk", "desk",
        "May I contact this debtor now? Every rule that blocks, where it comes from, and the earliest lawful time. Not legal advice.",
        (),
        (
            Option("--file", "path", "JSON file with every fact, the log of contacts included; then no other option.", metavar="F"),
            Option("--country", "text", "Where the debtor lives, two letters; left out = the strictest pack.", metavar="CC"),
            Option("--region", "text", "State or part of the country, for example MA.", metavar="R"),
            Option("--role", "text", "Who we are; left out = the strictest pack.", choices=("creditor", "agency", "debt_buyer")),
            Option("--debt-class", "text", "Whose debts; left out = the strictest pack.", choices=("consumer", "business")),
            Option("--channel", "text", "How.", choices=("call", "robo", "voicemail", "sms", "email", "im", "letter", "visit")),
            Option("--class", "text", "What the message is.", choices=("collection", "service", "statutory", "legal"), default="collection",
                   dest="message_class"),
            Option("--at", "text", "The instant, with Z or an offset.", metavar="2026-11-24T02:00:00Z"),
            Option("--zone", "text", "The debtor's time zone, for example Asia/Shanghai; may be repeated when it is not sure.", repeat=True, metavar="Z",
                   dest="zones"),
        ),
        (), ("verdict", "rules", "next_lawful_utc", "next_lawful_local", "needs", "warnings"),
    ),
    Command(
        "setup", _words("First questions", "初次设置", "初次設定"), "ControlWizards",
        _words("Who are you, whose debts, which country: fill in Settings and see which rule packs apply.",
               "贵方是谁、谁的债务、哪个国家：填写设置并查看适用的规则包。", "貴方是誰、誰的債務、哪個國家：填寫設定並檢視適用的規則包。"),
        "pyaddin.tasks.setup", "clerk", "file",
        "The questions of the first day, asked in the terminal or answered by options; fills the sheet Settings and lists the rule packs that follow.",
        (PATH,),
        (
            Option("--role", "text", "Who you are.", choices=("creditor", "agency", "debt_buyer")),
            Option("--debt-class", "text", "Whose debts these are.", choices=("consumer", "business")),
            Option("--jurisdiction", "text", "Country whose rules apply where a debtor's row names none.", metavar="CC"),
            Option("--creditor-name", "text", "Who the money is owed to; stands in every message.", metavar="N"),
            Option("--reply-to", "text", "Email address for answers.", metavar="E"),
            Option("--time-zone", "text", "Time zone of the office.", metavar="Z"),
        ),
        ("now", "dialog"), ("path", "settings", "packs"),
    ),
    Command(
        "train", _words("Training", "合规培训", "合規訓練"), "",
        _words("Twenty questions: may I contact? Each answer is explained; the result is recorded.",
               "二十道题：可以联系吗？每题都有解释，并记录成绩。", "二十道題：可以聯繫嗎？每題都有說明，並記錄成績。"),
        "pyaddin.tasks.train", "clerk", "desk",
        "Twenty questions 'may I contact?', answered by the gate itself and explained; 18 right answers pass, for six months. With a ledger the result is"
        " recorded beside it.",
        (Option("PATH", "path", "The ledger beside which the result is recorded; left out = nothing is recorded.", metavar="PATH", optional=True),),
        (
            Option("--language", "text", "Language of the questions; default: the ledger's.", choices=LANGUAGES),
            Option("--seed", "integer", "The same seed gives the same questions; default: other ones each day.", metavar="S"),
            BY,
            Option("--answers", "path", "JSON list of 20 words allowed or blocked: marked at once.", metavar="FILE"),
            Option("--status", "switch", "Only tell who is due for training."),
            AS_OF,
        ),
        ("now", "dialog"), ("score", "of", "passed", "questions", "due_on", "people"),
    ),
    Command(
        "case", _words("New case", "新建案件", "新增案件"), "RecordsAddFromOutlook",
        _words("Debtor, case and installments, asked for once and written in one step.", "债务人、案件和分期，一次填写，一步写入。",
               "債務人、案件和分期，一次填寫，一步寫入。"),
        "pyaddin.tasks.case", "clerk", "case",
        "New case: asks for debtor, case and installments once and writes all of it, or nothing. In a terminal it asks for what the options leave open.",
        (PATH,),
        (
            Option("--debtor", "text", "A debtor of the ledger; left out = a new one, who needs a name.", metavar="ID"),
            Option("--name", "text", "Full name of the new debtor, as in the contract.", metavar="N"),
            Option("--kind", "text", "A person or a firm.", choices=("consumer", "business")),
            Option("--language", "text", "Language of letters and emails.", choices=LANGUAGES),
            Option("--preferred-channel", "text", "How the debtor wants to be reached.", choices=("email", "letter", "sms", "call")),
            Option("--email", "text", "One address.", metavar="E"),
            Option("--phone", "text", "With country code.", metavar="P"),
            Option("--address", "text", "Street and number.", metavar="A"),
            Option("--city", "text", "City or town.", metavar="C"),
            Option("--postal-code", "text", "Postal code.", metavar="P"),
            Option("--country", "text", "Two letters.", metavar="CC"),
            Option("--region", "text", "State or province.", metavar="R"),
            Option("--time-zone", "text", "For example Asia/Shanghai.", metavar="Z"),
            Option("--case-id", "text", "Id of the new case; left out = the next free one.", metavar="ID"),
            Option("--product", "text", "What was sold or lent.", metavar="P"),
            Option("--currency", "text", "CNY, TWD, USD ...", metavar="CUR"),
            Option("--opened-on", "date", "Date of the contract or invoice.", metavar="YYYY-MM-DD"),
            Option("--owner", "text", "The clerk who looks after it.", metavar="N"),
            Option("--annual-rate", "amount", "Late interest a year, 0.12 = 12 %.", metavar="R"),
            Option("--day-count", "text", "How days are counted for late interest.", choices=("act/365", "act/360", "act/actual", "30/360")),
            Option("--late-fee", "amount", "Fee of the contract for each reminder from level 2.", metavar="A"),
            Option("--notes", "text", "Anything worth knowing about the case.", metavar="TEXT"),
            Option("--total", "amount", "Equal installments: what is to be paid in all, without interest.", metavar="T"),
            Option("--count", "integer", "Equal installments: how many.", metavar="N"),
            Option("--amount", "amount", "Equal installments: amount of one; the last one is the rest.", metavar="A"),
            Option("--first-due", "date", "Equal installments: first due date.", metavar="YYYY-MM-DD"),
            Option("--frequency", "text", "Equal installments: rhythm.", choices=("weekly", "15-day", "30-day", "monthly", "2-monthly")),
            Option("--contract-rate", "amount", "Interest of the contract a year, part of the installments; left out = none.", metavar="R"),
            Option("--method", "text", "Shape of payments with interest.", choices=("annuity", "flat", "equal-principal"), default="annuity"),
            Option("--working-day", "text", "A due date on a day off stays, or moves.", choices=("same", "next", "previous")),
            Option("--holidays", "text", "Country whose holidays count.", metavar="CC"),
            Option("--installment", "text", "One installment as DATE:AMOUNT, or DATE:PRINCIPAL:INTEREST:FEE; may be repeated.", repeat=True,
                   metavar="DATE:AMOUNT", dest="installments"),
        ),
        ("now", "dialog"), ("rows",),
    ),
    Command(
        "explain", _words("Explain", "解释", "說明"), "TracePrecedents",
        _words("Show step by step how the figures of a case came about.", "逐步说明案件数字的由来。", "逐步說明案件數字的由來。"),
        "pyaddin.tasks.explain", "clerk", "case",
        "How the figures of one case came about, to the cent, and which rule decided the next step.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--field", "text", "Only the steps of this column of Cases or Installments, for example Arrears.", metavar="F"),
            AS_OF,
        ),
        ("now",), ("steps",),
    ),
    Command(
        "outbox", _words("Outbox", "发件箱", "寄件匣"), "EnvelopesAndLabelsDialog",
        _words("What is planned, queued, parked or failed; release or cancel it.",
               "查看待发、挂起或失败的邮件；批准或取消。", "檢視待寄、擱置或失敗的郵件；核准或取消。"),
        "pyaddin.tasks.outbox", "supervisor", "outgoing",
        "What waits, what is parked, what failed. list shows it; approve, cancel, resolve and adopt are for a supervisor.",
        (PATH, Option("ACTION", "text", "What to do.", choices=("list", "approve", "cancel", "resolve", "adopt"), dest="action")),
        (
            Option("--key", "text", "Outbox key (case|episode|kind|subject); may be repeated.", repeat=True, metavar="K", dest="keys"),
            BY,
            Option("--as", "text", "For adopt and resolve: whether the messages in doubt count as sent.", choices=("sent", "not-sent"), dest="adopt_as"),
        ),
        ("now",), ("items",),
    ),
    Command(
        "verify", _words("Verify", "核对", "核對"), "DataValidation",
        _words("Compare ledger and journal: every message told once, in both.", "核对台账与发送日志是否一致。", "核對台帳與寄送日誌是否一致。"),
        "pyaddin.tasks.verify", "clerk", "file",
        "Compare the ledger with the journal beside it and list every disagreement. Changes nothing.",
        (PATH,), (), (), ("faults",),
    ),
    Command(
        "doctor", _words("Check computer", "检查本机", "檢查本機"), "ControlWizards",
        _words("Is this computer set up right for the buttons?", "本机设置是否正确？", "本機設定是否正確？"),
        "pyaddin.tasks.doctor", "clerk", "desk",
        "Is this computer ready for the buttons, and what to do if not; with a ledger also whether that file is in order.",
        (Option("PATH", "path", "A ledger to check as well; left out = only the computer.", metavar="PATH", optional=True),),
        (
            Option("--mend", "switch", "First put right what is safe: your own settings of xlwings, the mark of a downloaded ledger."),
            Option("--language", "text", "Language of the advice; default: the ledger's, without one the desktop's.", choices=LANGUAGES),
        ),
        (), ("checks", "mended"),
    ),
    Command(
        "build", _words("Build workbook", "生成工作簿", "產生活頁簿"), "",
        _words("Pack workbook/collections.xlsm from its sources.", "由源文件生成 workbook/collections.xlsm。", "由原始檔產生 workbook/collections.xlsm。"),
        "pyaddin.tasks.build", "supervisor", "desk",
        "Pack workbook/collections.xlsm from its sources; --check only compares.",
        (), (Option("--check", "switch", "Do not write; exit 1 when the committed workbook is not what the sources give."),),
        (), ("path", "sha256"),
    ),
)
BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
