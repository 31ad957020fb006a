"""Every sheet and column of the ledger, once: the contract that workbook, reader, writer, checks and docs share.

Sheet name = table name = name of the Excel table on it. Headers stand in row 1 and are found by text, never by position.
``required`` columns must be filled, ``computed`` ones are written by the program and never read back as input.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

SCHEMA_VERSION = 1
LEDGER_ID_PROPERTY = "Ledger ID"
SCHEMA_PROPERTY = "Schema version"
COMPUTED_AS_OF_CAPTION = "Computed as of "


class Type(Enum):
    """What a cell of the column holds, and so its format, its validation and how it is read."""

    ID = "id"  # own key or a reference, text
    TEXT = "text"  # one line of text
    NOTE = "note"  # longer text
    DATE = "date"
    INSTANT = "instant"  # UTC ISO text ending in Z; a typed date-time counts as office time
    MONEY = "money"  # amount in the case's currency
    RATE = "rate"  # 0.12 = 12 %
    INTEGER = "integer"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"  # comma list of codes
    ANY = "any"  # policy values: text, number or date as the key says


@dataclass(frozen=True, slots=True)
class Column:
    """One column: header, type, who fills it, what is allowed and what it means."""

    name: str
    type: Type
    help: str
    required: bool = False
    computed: bool = False
    codes: tuple[str, ...] = ()
    refers: str = ""
    positive: bool = False
    signed: bool = False
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the ledger. ``prefix`` makes ids for rows whose own id is blank (``P-000123``)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    help: str
    prefix: str = ""
    kind: str = "typed"  # typed, log (append-only, by the program), policy, generated

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


# --- codes: one list ------------------------------------------------------------------------------------------------
STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION", "CLOSED")
OUTCOMES = ("PAID", "CURED", "SETTLED", "WRITTEN_OFF", "INSOLVENT", "DECEASED", "INVALID", "TRANSFERRED", "TIME_BARRED")
TYPED_HOLDS = (
    "DISPUTE", "MORATORIUM", "INSOLVENCY", "DECEASED", "VULNERABLE", "COMPLAINT", "CEASE", "COUNSEL", "MINOR",
    "WRONG_PARTY", "IDENTITY", "LITIGATION", "MANUAL",
)
COMPUTED_HOLDS = ("PROMISE", "SIGNED_PLAN", "OPT_OUT", "DATA")
REASON_CODES = ("FORGOT", "INCOME_LOSS", "ILLNESS", "FAMILY", "OVER_INDEBTED", "DISPUTE", "AWAY", "REFUSES", "OTHER")
DEBTOR_KINDS = ("consumer", "business")
LANGUAGES = ("en", "zh-CN", "zh-TW")
PREFERRED_CHANNELS = ("email", "letter", "sms", "call")
CHANNELS = ("email", "letter", "sms", "call", "robo", "voicemail", "im", "visit")
DAY_COUNTS = ("act/365", "act/360", "act/actual", "30/360")
INSTALLMENT_STATES = ("open", "due", "partly paid", "missed", "paid", "superseded")
ADJUSTMENT_KINDS = ("fee", "cost", "waiver", "write-off", "judgment", "refund", "correction")
COMPONENTS = ("penalty", "fee", "interest", "principal")
PLAN_KINDS = ("installment", "deferral", "settlement")
PLAN_STATES = ("proposed", "signed", "kept", "broken", "superseded", "withdrawn")
FREQUENCIES = ("weekly", "15-day", "30-day", "monthly", "2-monthly")
PROMISE_STATES = ("open", "kept", "partly kept", "broken", "withdrawn", "superseded")
DIRECTIONS = ("out", "in")
MESSAGE_CLASSES = ("collection", "service", "statutory", "legal")
RESULTS = (
    "sent", "queued", "blocked", "failed", "unknown", "delivered", "bounced", "posted", "reached", "no answer",
    "voicemail left", "promise", "refused", "dispute", "hardship", "wrong party",
)
SENTIMENTS = ("calm", "worried", "upset", "hostile")
HOLD_SCOPES = ("case", "debtor", "address")
RULES = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T11b", "T12", "T13")
RUN_KINDS = ("weekly", "daily", "button")
TONES = ("friendly", "calm", "firm", "final")
YES_NO = ("yes", "no")
RECOMMENDATIONS = ("sue", "settle", "wait", "write off")

_T = Type


def _id(name: str, help: str, *, refers: str = "", required: bool = True, width: int = 13) -> Column:
    return Column(name, _T.ID, help, required=required, refers=refers, width=width)


def _text(name: str, help: str, *, required: bool = False, computed: bool = False, width: int = 16) -> Column:
    return Column(name, _T.TEXT, help, required=required, computed=computed, width=width)


def _date(name: str, help: str, *, required: bool = False, computed: bool = False) -> Column:
    return Column(name, _T.DATE, help, required=required, computed=computed, width=12)


def _money(name: str, help: str, *, required: bool = False, computed: bool = False, positive: bool = False, signed: bool = False) -> Column:
    return Column(name, _T.MONEY, help, required=required, computed=computed, positive=positive, signed=signed, width=13)


def _int(name: str, help: str, *, required: bool = False, computed: bool = False, positive: bool = False) -> Column:
    return Column(name, _T.INTEGER, help, required=required, computed=computed, positive=positive, width=9)


def _code(name: str, codes: tuple[str, ...], help: str, *, required: bool = False, computed: bool = False, width: int = 13) -> Column:
    return Column(name, _T.CODE, help, required=required, computed=computed, codes=codes, width=width)


def _codes(name: str, codes: tuple[str, ...], help: str, *, required: bool = False) -> Column:
    return Column(name, _T.CODES, help, required=required, codes=codes, width=18)


def _note(name: str, help: str, *, computed: bool = False, width: int = 30) -> Column:
    return Column(name, _T.NOTE, help, computed=computed, width=width)


DEBTORS = Table(
    "Debtors",
    (
        _id("Debtor ID", "The debtor's own number; never reused."),
        _text("Name", "Full name as it stands in the contract.", required=True, width=24),
        _code("Kind", DEBTOR_KINDS, "A person (consumer) or a firm (business)."),
        _code("Language", LANGUAGES, "Language of letters and emails."),
        _code("Preferred channel", PREFERRED_CHANNELS, "How the debtor wants to be reached; it is tried first."),
        _text("Email", "One address.", width=28),
        _text("Phone", "With country code, for example +86 138 0000 0000.", width=18),
        _text("Address", "Street and number.", width=28),
        _text("City", "City or town."),
        Column("Postal code", _T.TEXT, "Text, so that leading zeros stay.", width=11),
        Column("Country", _T.TEXT, "ISO 3166-1 alpha-2: CN, TW, HK, GB, US, DE ...", width=9),
        Column("Region", _T.TEXT, "State or province where the law depends on it (US: two letters).", width=9),
        _text("Time zone", "IANA name, for example Asia/Shanghai; decides when a contact is lawful.", width=18),
        _codes("Opted out channels", CHANNELS, "Channels the debtor has refused, separated by commas."),
        _note("Notes", "Anything worth knowing; never printed."),
    ),
    ("Debtor ID",),
    "Who owes: one row per person or firm.",
    prefix="D",
)

CASES = Table(
    "Cases",
    (
        _id("Case ID", "One debt, one case."),
        _id("Debtor ID", "Who owes it.", refers="Debtors"),
        _text("Product", "What was sold or lent, in words the debtor knows.", width=18),
        Column("Currency", _T.TEXT, "ISO 4217: CNY, TWD, USD, EUR ...", required=True, width=9),
        _date("Opened on", "Date of the contract or invoice.", required=True),
        _text("Owner", "The clerk who looks after it."),
        Column("Annual rate", _T.RATE, "Late interest a year, 0.12 = 12 %; blank = none.", width=9),
        _code("Day count", DAY_COUNTS, "How days are counted for interest; blank = act/365."),
        _money("Late fee", "Fee of the contract, charged once per level from level 2; blank = none."),
        _code("Stage", STAGES, "Where the work stands; blank = not in collection.", computed=True),
        _date("Stage since", "First day in this stage.", computed=True),
        _int("Level", "Highest reminder level sent in this episode; 0 = none.", computed=True),
        _int("Days past due", "Calendar days since the oldest unpaid installment fell due; 0 on the due day.", computed=True),
        _text("Bucket", "Range of days past due less paused days.", computed=True, width=10),
        _money("Arrears", "Unpaid parts of installments due before the as-of date.", computed=True),
        _money("Interest due", "Unpaid late interest.", computed=True),
        _money("Fees due", "Unpaid fees and costs.", computed=True),
        _money("Outstanding", "All unpaid installments, future ones included, plus interest and fees.", computed=True),
        _int("Priority", "Points; the highest is worked first.", computed=True),
        _text("Next action", "What to do next.", computed=True, width=24),
        _date("Next action on", "When.", computed=True),
        _note("Why", "The rule that decided, in words.", computed=True, width=46),
        _code("Outcome", OUTCOMES, "How the case ended. PAID and CURED are set by the program, the others by a supervisor."),
        _date("Outcome on", "Day of the outcome."),
        _text("Approved by", "Supervisor who approved the outcome."),
        _int("Episode", "Counts the times this case came into collection.", computed=True),
        _note("Notes", "Anything worth knowing; never printed."),
    ),
    ("Case ID",),
    "One row per debt: typed facts on the left, computed columns in grey.",
    prefix="C",
)

INSTALLMENTS = Table(
    "Installments",
    (
        _id("Case ID", "The case.", refers="Cases"),
        _id("Plan ID", "Blank = original contract.", refers="Plans", required=False),
        _int("No", "Number within the contract or plan.", required=True, positive=True),
        _date("Due on", "Last day for payment without arrears.", required=True),
        _money("Principal", "Principal part of this row (not the remaining balance).", required=True),
        _money("Interest", "Contract interest part of this row."),
        _money("Fee", "Fee part of this row."),
        _money("Paid", "Money allocated to this row.", computed=True),
        _date("Paid on", "Day on which the row was fully paid.", computed=True),
        _code("Status", INSTALLMENT_STATES, "open, due, partly paid, missed, paid, superseded.", computed=True),
        _date("Flagged on", "Run date on which the row was first flagged as missed.", computed=True),
    ),
    ("Case ID", "Plan ID", "No"),
    "What falls due when: the original contract and every agreed plan.",
)

PAYMENTS = Table(
    "Payments",
    (
        _id("Payment ID", "Blank ids are filled by the program."),
        _id("Case ID", "The case it was paid for.", refers="Cases"),
        _date("Value date", "Day the money counts from.", required=True),
        _money("Amount", "Money received, more than zero.", required=True, positive=True),
        _text("Method", "Bank transfer, card, cash ..."),
        _text("Reference", "Text of the bank statement.", width=22),
        _date("Reversed on", "Day the bank took it back; the payment then counts nowhere."),
        _note("Notes", "Anything worth knowing."),
    ),
    ("Payment ID",),
    "Money received. Nothing is ever deleted: a returned payment gets a date in Reversed on.",
    prefix="P",
)

ADJUSTMENTS = Table(
    "Adjustments",
    (
        _id("Adjustment ID", "Own number."),
        _id("Case ID", "The case.", refers="Cases"),
        _date("On", "Day it counts from.", required=True),
        _code("Kind", ADJUSTMENT_KINDS, "fee, cost, waiver, write-off, judgment, refund, correction.", required=True),
        _code("Component", COMPONENTS, "Which part of the debt it changes."),
        _money("Amount", "Signed: + raises the debt, - lowers it.", required=True, signed=True),
        _int("Level", "Level that caused a late fee."),
        _id("Plan ID", "Plan it belongs to.", required=False),
        _date("Reversed on", "Day it was taken back."),
        _text("Approved by", "Supervisor, where needed."),
        _text("Document", "Evidence."),
        _text("Key", "Key of the program, so that nothing is charged twice.", computed=True, width=22),
        _note("Notes", "Anything worth knowing."),
    ),
    ("Adjustment ID",),
    "Fees, costs, waivers and corrections; append-only.",
    prefix="A",
)

PLANS = Table(
    "Plans",
    (
        _id("Plan ID", "Own number; its installments carry it."),
        _id("Case ID", "The case.", refers="Cases"),
        _int("Version", "1, 2, 3 ... for each new agreement of the case.", required=True, positive=True),
        _code("Kind", PLAN_KINDS, "installment, deferral or settlement."),
        _code("Status", PLAN_STATES, "proposed, signed, kept, broken, superseded, withdrawn."),
        _date("Proposed on", "Day of the offer.", required=True),
        _money("Total", "Sum of the plan's installments, to the cent.", required=True, positive=True),
        _money("Waived", "What the creditor gives up."),
        _int("Count", "Number of installments."),
        _date("First due", "Due date of the first installment."),
        _code("Frequency", FREQUENCIES, "weekly, 15-day, 30-day, monthly, 2-monthly."),
        _date("Debtor signed on", "Signature of the debtor."),
        _date("Creditor signed on", "Signature of the creditor."),
        _text("Evidence", "Where the signed paper or the recording lies.", width=22),
        _text("Approved by", "Supervisor, where a waiver needs one."),
        _text("Document", "File of the agreement.", computed=True),
        _note("Reason", "Why this plan or version."),
        _text("Payment method", "How the debtor pays."),
    ),
    ("Plan ID",),
    "Agreements: amount, dates, method; versions stay side by side.",
    prefix="L",
)

PROMISES = Table(
    "Promises",
    (
        _id("Promise ID", "Own number."),
        _id("Case ID", "The case.", refers="Cases"),
        _date("Made on", "Day of the promise.", required=True),
        _money("Amount", "Promised amount.", required=True, positive=True),
        _date("Due on", "Day it was promised for.", required=True),
        _int("Grace days", "Working days of grace; blank = setting promise_grace_days."),
        _code("Status", PROMISE_STATES, "open, kept, partly kept, broken; a clerk's withdrawn or superseded stays.", computed=True),
        _int("Level", "1 = first promise; +1 for each new one after one not kept.", computed=True),
        _date("Judged on", "Run date on which it was judged.", computed=True),
        _note("Notes", "Anything worth knowing."),
    ),
    ("Promise ID",),
    "Promises to pay: one open per case.",
    prefix="R",
)

CONTACTS = Table(
    "Contacts",
    (
        _id("Contact ID", "Own number."),
        _id("Case ID", "The case.", refers="Cases"),
        _id("Debtor ID", "The debtor.", refers="Debtors"),
        Column("At", _T.INSTANT, "When; a typed date and time counts as office time and is rewritten as UTC.", required=True, width=21),
        _code("Channel", CHANNELS, "How.", required=True),
        _code("Direction", DIRECTIONS, "out = we wrote or called, in = the debtor did.", required=True, width=10),
        _code("Class", MESSAGE_CLASSES, "collection, service, statutory, legal; blank = collection."),
        _text("Template", "Wording file used."),
        _code("Result", RESULTS, "What came of it. A task row of the program stands at queued: change it when done.", required=True),
        _code("Reason code", REASON_CODES, "Why the debtor did not pay."),
        _text("Message ID", "Message-ID of the email.", width=22),
        _text("Document", "File of the message.", width=22),
        _text("By", "Who.", width=12),
        _text("Key", "Key of the message: case, episode, kind, subject.", computed=True, width=24),
        _note("Why", "The rule that decided.", computed=True),
        _note("Notes", "What was said."),
        _date("Follow up on", "Call back on."),
        _code("Sentiment", SENTIMENTS, "How the debtor felt."),
    ),
    ("Contact ID",),
    "Every contact in and out; append-only.",
    prefix="K",
)

HOLDS = Table(
    "Holds",
    (
        _id("Hold ID", "Own number."),
        _code("Scope", HOLD_SCOPES, "case, debtor or address.", required=True),
        Column("Applies to", _T.ID, "The case id, debtor id, email address or phone.", required=True, width=18),
        _code("Type", TYPED_HOLDS + COMPUTED_HOLDS, "What kind of stop; PROMISE, SIGNED_PLAN, OPT_OUT, DATA are the program's.", required=True),
        _date("Start", "First day; may lie in the past.", required=True),
        _date("End", "Last day; blank = until lifted."),
        Column("Reason", _T.NOTE, "Why, in words.", required=True, width=30),
        Column("By", _T.TEXT, "Who set it; 'program' for computed ones.", required=True, width=12),
        _note("Notes", "Evidence, review date."),
    ),
    ("Hold ID",),
    "What stops letters, escalation, interest or ageing, and until when.",
    prefix="H",
)

BUDGETS = Table(
    "Budgets",
    (
        _id("Debtor ID", "The debtor.", refers="Debtors"),
        _date("Taken on", "Day of the talk.", required=True),
        _money("Income", "A month, all together.", required=True),
        _money("Housing", "A month."),
        _money("Utilities", "A month."),
        _money("Food", "A month."),
        _money("Transport", "A month."),
        _money("Health", "A month."),
        _int("Dependents", "Persons who live on this income."),
        _money("Other debts", "Payments to others a month."),
        _money("Other costs", "A month."),
        _money("Agreed saving", "What the debtor may keep aside."),
        _money("Surplus", "Income less all costs and saving.", computed=True, signed=True),
        _text("Evidence", "Payslip, statement ..."),
    ),
    ("Debtor ID", "Taken on"),
    "Income and costs, so that a plan is one the debtor can keep.",
)

LEGAL = Table(
    "Legal",
    (
        _id("Case ID", "The case.", refers="Cases"),
        _text("Counsel", "Lawyer asked.", width=20),
        _date("Asked on", "Day the advice was asked for."),
        _date("Advice on", "Day it came."),
        _code("Recommendation", RECOMMENDATIONS, "sue, settle, wait or write off."),
        _date("Final demand delivered on", "Proven delivery."),
        _text("Proof", "Of the delivery."),
        _text("Court", "Name of the court."),
        _date("Filed on", "Day of the suit."),
        _text("Court number", "File number."),
        _date("Next hearing", "Day."),
        _money("Costs", "So far."),
        _date("Judgment on", "Day."),
        _money("Judgment amount", "As awarded."),
        Column("Debtor legal ID", _T.TEXT, "Identity or registration number, where the court needs it.", width=20),
    ),
    ("Case ID",),
    "Legal advice and suit: one row per case in disposition.",
)

MOVES = Table(
    "Moves",
    (
        _id("Case ID", "The case.", refers="Cases"),
        Column("At", _T.INSTANT, "When the program wrote it.", required=True, width=21),
        _date("As of", "Date of the run.", required=True),
        _code("From", STAGES, "Stage before; blank = not in collection."),
        _code("To", STAGES, "Stage after."),
        _int("Level from", "Level before."),
        _int("Level to", "Level after."),
        _int("Episode", "Episode after."),
        _code("Rule", RULES, "Rule of the stage machine.", required=True, width=8),
        _text("By", "Who or which run.", width=12),
        _text("Run ID", "The run.", width=20),
        _note("Why", "The rule in words.", width=46),
    ),
    ("Case ID", "At", "Rule", "Run ID"),
    "Every change of stage, with its rule; append-only, written by the program.",
    kind="log",
)

RUNS = Table(
    "Runs",
    (
        _id("Run ID", "Own number.", width=20),
        _code("Kind", RUN_KINDS, "weekly, daily or button."),
        _date("As of", "Date of the run."),
        Column("Started at", _T.INSTANT, "UTC.", width=21),
        Column("Ended at", _T.INSTANT, "UTC.", width=21),
        _text("Transport", "folder or smtp."),
        *(_int(name, "Number in this run.") for name in ("Assessed", "Flagged", "Moved", "Sent", "Queued", "Blocked", "Failed", "Parked", "Refused")),
        _text("By", "Who started it.", width=12),
        _text("Version", "Version of the program."),
    ),
    ("Run ID",),
    "One row per run; append-only, written by the program.",
    kind="log",
)

SETTINGS = Table(
    "Settings",
    (
        _id("Key", "Name of the setting; do not change.", width=26),
        Column("Value", _T.ANY, "What applies now; blank = default.", width=34),
        _note("Meaning", "What it does.", width=60),
        _note("Source", "Where the default comes from.", width=34),
    ),
    ("Key",),
    "How this office works: who we are, tolerance, order of allocation, sending.",
    kind="policy",
)

LEVELS = Table(
    "Levels",
    (
        _int("Level", "1 to 4.", required=True, positive=True),
        _code("Stage", STAGES, "Earliest stage in which it may go.", required=True),
        _int("From day", "Days past due less paused days from which it is due.", required=True),
        _text("Template", "Wording file.", required=True),
        _code("Tone", TONES, "friendly, calm, firm, final."),
        _codes("Channels", PREFERRED_CHANNELS, "After the debtor's preferred one, in this order.", required=True),
        _int("Min gap days", "Least days since the last reminder; wins over Settings."),
        _code("Needs approval", YES_NO, "yes = a supervisor releases each message.", width=10),
        _date("Valid from", "First day on which this row applies.", required=True),
        _note("Source", "Where the figure comes from.", width=40),
    ),
    ("Level", "Valid from"),
    "The reminder ladder.",
    kind="policy",
)

RATES = Table(
    "Rates",
    (
        _id("Name", "Name of the rate. A case whose Annual rate is blank takes the dated rates named like its Product.", width=22),
        Column("Value", _T.RATE, "0.12 = 12 % a year.", required=True, width=10),
        _date("Valid from", "First day.", required=True),
        _date("Valid to", "Last day; blank = until the next row."),
        _note("Source", "Where it was published.", width=44),
        _date("Seen on", "Day it was checked."),
    ),
    ("Name", "Valid from"),
    "Dated interest rates with their sources.",
    kind="policy",
)

HOLIDAYS = Table(
    "Holidays",
    (
        _id("Calendar", "Country code, for example CN.", width=10),
        _date("Date", "The day.", required=True),
        _text("Name", "Name of the day.", width=28),
        _code("Working", YES_NO, "yes = a make-up workday, no = a day off.", width=10),
        _note("Source", "Where it was announced.", width=44),
    ),
    ("Calendar", "Date"),
    "Days that differ from the built-in calendars; rows here win.",
    kind="policy",
)

PACKS = Table(
    "Packs",
    (
        _id("Pack", "Rule pack.", width=16),
        _text("Version", "Version.", width=12),
        _date("In force from", "First day."),
        _date("Reviewed on", "Day a person last checked it."),
        _note("Source", "Text it follows.", width=60),
    ),
    ("Pack",),
    "Contact rules in force and when they were last checked.",
    kind="policy",
)

TODAY = Table(
    "Today",
    (
        _int("Rank", "1 = first.", computed=True),
        Column("Case ID", _T.ID, "The case.", computed=True, width=12),
        Column("Debtor", _T.TEXT, "Name.", computed=True, width=24),
        Column("Owner", _T.TEXT, "Clerk.", computed=True, width=12),
        Column("Action", _T.TEXT, "What to do.", computed=True, width=26),
        _date("On", "When.", computed=True),
        Column("Channel", _T.TEXT, "How.", computed=True, width=10),
        Column("Reach at", _T.TEXT, "Phone, email or address for that channel.", computed=True, width=26),
        _int("Days past due", "As on Cases.", computed=True),
        _money("Arrears", "As on Cases.", computed=True),
        Column("Currency", _T.TEXT, "As on Cases.", computed=True, width=9),
        _int("Priority", "Points.", computed=True),
        Column("Points", _T.NOTE, "What the points are made of.", computed=True, width=40),
        Column("Why", _T.NOTE, "The rule that decided.", computed=True, width=50),
    ),
    ("Case ID",),
    "The clerk's queue: what to do today, the most urgent first. Rewritten at every run.",
    kind="generated",
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DEBTORS, CASES, INSTALLMENTS, PAYMENTS, ADJUSTMENTS, PLANS, PROMISES, CONTACTS, HOLDS, BUDGETS, LEGAL,
        MOVES, RUNS, SETTINGS, LEVELS, RATES, HOLIDAYS, PACKS,
    )
}
GENERATED: dict[str, Table] = {TODAY.name: TODAY}
EVERY_TABLE: dict[str, Table] = TABLES | GENERATED
SHEET_ORDER = (
    "Read me", "Process", "Today", "Dashboard", "Cases", "Debtors", "Installments", "Payments", "Contacts", "Promises", "Plans", "Holds",
    "Adjustments", "Budgets", "Legal", "Moves", "Runs", "Settings", "Levels", "Rates", "Holidays", "Packs", "Lists",
)
MAX_ROWS = 1_000_000
MAX_TEXT = 2_000
MAX_SHORT_TEXT = 500
