"""Every sheet and column of the ledger, once: the contract that workbook, reader, writer, checks and docs share.

Sheet name = table name = name of the Excel table on it. Headers stand in row 1 and are found by text, never by position.
``required`` columns must be filled, ``computed`` ones are written by the program and never read back as input.
"""

from __future__ import annotations

from pyaddin.labels import LANGUAGES
from pyaddin.ledger.budget_tables import BUDGETS, GUIDELINES
from pyaddin.ledger.codes import (  # fmt: skip
    ADJUSTMENT_KINDS,
    BANK_STATES,
    CHANNELS,
    COMPONENTS,
    COMPUTED_HOLDS,
    DAY_COUNTS,
    DEBTOR_KINDS,
    DIRECTIONS,
    FREQUENCIES,
    HOLD_SCOPES,
    INSTALLMENT_STATES,
    LIST_NAMES,
    MESSAGE_CLASSES,
    OUTCOMES,
    PLAN_KINDS,
    PLAN_STATES,
    PREFERRED_CHANNELS,
    PROMISE_STATES,
    REASON_CODES,
    RECOMMENDATIONS,
    RESTART_EVENTS,
    RESULTS,
    RISKS,
    RULES,
    RUN_KINDS,
    SENTIMENTS,
    STAGES,
    TONES,
    TYPED_HOLDS,
    YES_NO,
)
from pyaddin.ledger.columns import (
    NUMBER_FORMATS,
    Column,
    Table,
    Type,
    by_program,
    code_column,
    codes_column,
    date_column,
    id_column,
    integer_column,
    money_column,
    note_column,
    text_column,
    width_of_reason,
)

__all__ = [  # the codes and the kinds of columns are read through the schema
    "ADJUSTMENT_KINDS", "CHANNELS", "COMPONENTS", "COMPUTED_HOLDS", "DAY_COUNTS", "DEBTOR_KINDS", "DIRECTIONS", "FREQUENCIES", "HOLD_SCOPES",
    "INSTALLMENT_STATES", "LIST_NAMES", "MESSAGE_CLASSES", "NUMBER_FORMATS", "OUTCOMES", "PLAN_KINDS", "PLAN_STATES", "PREFERRED_CHANNELS",
    "PROMISE_STATES", "REASON_CODES", "RECOMMENDATIONS", "RESULTS", "RISKS", "RULES", "RUN_KINDS", "SENTIMENTS", "STAGES", "TONES", "TYPED_HOLDS", "YES_NO",
    "BANK_STATES", "RESTART_EVENTS", "Column", "Table", "Type", "by_program", "width_of_reason",
]

SCHEMA_VERSION = 3
LEDGER_ID_PROPERTY = "Ledger ID"
SCHEMA_PROPERTY = "Schema version"

DEBTORS = Table(
    "Debtors",
    (
        id_column("Debtor ID", "The debtor's own number; never reused."),
        text_column("Name", "Full name as it stands in the contract.", required=True, width=24),
        code_column("Kind", DEBTOR_KINDS, "A person (consumer) or a firm (business)."),
        code_column("Language", LANGUAGES, "Language of letters and emails."),
        code_column("Preferred channel", PREFERRED_CHANNELS, "How the debtor wants to be reached; it is tried first."),
        text_column("Email", "One address.", width=28),
        text_column("Phone", "With country code, for example +86 138 0000 0000.", width=18),
        text_column("Address", "Street and number.", width=28),
        text_column("City", "City or town."),
        Column("Postal code", Type.TEXT, "Text, so that leading zeros stay.", width=11),
        Column("Country", Type.TEXT, "ISO 3166-1 alpha-2: CN, TW, HK, GB, US, DE ...", width=9),
        Column("Region", Type.TEXT, "State or province where the law depends on it (US: two letters).", width=9),
        text_column("Time zone", "IANA name, for example Asia/Shanghai; decides when a contact is lawful.", width=18),
        codes_column("Opted out channels", CHANNELS, "Channels the debtor has refused, separated by commas."),
        note_column("Notes", "Anything worth knowing; never printed."),
        code_column("Shared contact", YES_NO, "yes = this debtor really shares an email or phone with another one; until then nothing goes to it."),
        date_column("Address confirmed on", "Day on which someone made sure that email, phone and address are right."),
        text_column("Address on file", "Email, phone and address as the last run saw them, and when each was last seen changed.", computed=True, width=28),
        date_column("Address changed on", "Run date on which they were first seen changed.", computed=True),
        text_column("New email", "Found or named, not yet confirmed: nothing is sent to it.", width=28),
        text_column("New phone", "Found or named, not yet confirmed: nobody is called there.", width=18),
        text_column("New address", "Found or named, not yet confirmed.", width=28),
        text_column("New data source", "Where the new data come from: the debtor, the employer's answer, a register ...", width=18),
        date_column("New data on", "Day on which they were learned."),
        code_column("New data confirmed", YES_NO, "yes = made sure that they are the debtor's; the next run or talk takes them over."),
    ),
    ("Debtor ID",),
    "Who owes: one row per person or firm.",
    prefix="D",
)

CASES = Table(
    "Cases",
    (
        id_column("Case ID", "One debt, one case."),
        id_column("Debtor ID", "Who owes it.", refers="Debtors"),
        text_column("Product", "What was sold or lent, in words the debtor knows.", width=18),
        Column("Currency", Type.TEXT, "ISO 4217: CNY, TWD, USD, EUR ...", required=True, width=9),
        date_column("Opened on", "Date of the contract or invoice.", required=True),
        text_column("Owner", "The clerk who looks after it."),
        Column("Annual rate", Type.RATE, "Late interest a year, 0.12 = 12 %; blank = none.", width=9),
        code_column("Day count", DAY_COUNTS, "How days are counted for interest; blank = act/365."),
        money_column("Late fee", "Fee of the contract, charged once per level from level 2; blank = none."),
        code_column("Stage", STAGES, "Where the work stands; blank = not in collection.", computed=True),
        date_column("Stage since", "First day in this stage.", computed=True),
        integer_column("Level", "Highest reminder level sent in this episode; 0 = none.", computed=True),
        integer_column("Days past due", "Calendar days since the oldest unpaid installment fell due; 0 on the due day.", computed=True),
        text_column("Bucket", "Range of days past due less paused days.", computed=True, width=10),
        money_column("Arrears", "Unpaid parts of installments due before the as-of date.", computed=True),
        money_column("Interest due", "Unpaid late interest.", computed=True),
        money_column("Fees due", "Unpaid fees and costs.", computed=True),
        money_column("Outstanding", "All unpaid installments, future ones included, plus interest and fees.", computed=True),
        integer_column("Priority", "Points; the highest is worked first.", computed=True),
        text_column("Next action", "What to do next.", computed=True, width=24),
        date_column("Next action on", "When.", computed=True),
        note_column("Why", "The rule that decided, in words.", computed=True, width=46),
        code_column("Outcome", OUTCOMES, "How the case ended. PAID and CURED are set by the program, the others by a supervisor."),
        date_column("Outcome on", "Day of the outcome."),
        text_column("Approved by", "Supervisor who approved the outcome."),
        integer_column("Episode", "Counts the times this case came into collection.", computed=True),
        note_column("Notes", "Anything worth knowing; never printed."),
        code_column("Risk", RISKS, "Risk class: low, middle or high; it chooses the row of the sheet Levels.", computed=True, width=10),
        text_column("Outcome by", "Who proposed the outcome; somebody else approves it."),
        text_column("Outcome document", "The paper that the outcome rests on.", width=22),
        note_column("Outcome reason", "Why, in words."),
    ),
    ("Case ID",),
    "One row per debt: typed facts on the left, computed columns in grey.",
    prefix="C",
)

INSTALLMENTS = Table(
    "Installments",
    (
        id_column("Case ID", "The case.", refers="Cases"),
        id_column("Plan ID", "Blank = original contract.", refers="Plans", required=False),
        integer_column("No", "Number within the contract or plan.", required=True, positive=True),
        date_column("Due on", "Last day for payment without arrears.", required=True),
        money_column("Principal", "Principal part of this row (not the remaining balance).", required=True),
        money_column("Interest", "Contract interest part of this row."),
        money_column("Fee", "Fee part of this row."),
        money_column("Paid", "Money allocated to this row.", computed=True),
        date_column("Paid on", "Day on which the row was fully paid.", computed=True),
        code_column("Status", INSTALLMENT_STATES, "open, due, partly paid, missed, paid, superseded.", computed=True),
        date_column("Flagged on", "Run date on which the row was first flagged as missed.", computed=True),
    ),
    ("Case ID", "Plan ID", "No"),
    "What falls due when: the original contract and every agreed plan.",
)

PAYMENTS = Table(
    "Payments",
    (
        id_column("Payment ID", "Blank ids are filled by the program."),
        id_column("Case ID", "The case it was paid for.", refers="Cases"),
        date_column("Value date", "Day the money counts from.", required=True),
        money_column("Amount", "Money received, more than zero.", required=True, positive=True),
        text_column("Method", "Bank transfer, card, cash ..."),
        text_column("Reference", "Text of the bank statement.", width=22),
        date_column("Reversed on", "Day the bank took it back; the payment then counts nowhere."),
        note_column("Notes", "Anything worth knowing."),
        id_column("Bank line", "Line of the sheet Bank that this money came with.", refers="", required=False),
    ),
    ("Payment ID",),
    "Money received. Nothing is ever deleted: a returned payment gets a date in Reversed on.",
    prefix="P",
)

ADJUSTMENTS = Table(
    "Adjustments",
    (
        id_column("Adjustment ID", "Own number."),
        id_column("Case ID", "The case.", refers="Cases"),
        date_column("On", "Day it counts from.", required=True),
        code_column("Kind", ADJUSTMENT_KINDS, "fee, cost, waiver, write-off, judgment, refund, correction.", required=True),
        code_column("Component", COMPONENTS, "Which part of the debt it changes."),
        money_column("Amount", "Signed: + raises the debt, - lowers it.", required=True, signed=True),
        integer_column("Level", "Level that caused a late fee."),
        id_column("Plan ID", "Plan it belongs to.", required=False),
        date_column("Reversed on", "Day it was taken back."),
        text_column("Approved by", "Supervisor, where needed."),
        text_column("Document", "Evidence."),
        text_column("Key", "Key of the program, so that nothing is charged twice.", computed=True, width=22),
        note_column("Notes", "Anything worth knowing."),
        text_column("Entered by", "Who entered it; a waiver or write-off is approved by somebody else."),
    ),
    ("Adjustment ID",),
    "Fees, costs, waivers and corrections; append-only.",
    prefix="A",
)

PLANS = Table(
    "Plans",
    (
        id_column("Plan ID", "Own number; its installments carry it."),
        id_column("Case ID", "The case.", refers="Cases"),
        integer_column("Version", "1, 2, 3 ... for each new agreement of the case.", required=True, positive=True),
        code_column("Kind", PLAN_KINDS, "installment, deferral or settlement."),
        code_column("Status", PLAN_STATES, "proposed, signed, kept, broken, superseded, withdrawn."),
        date_column("Proposed on", "Day of the offer.", required=True),
        money_column("Total", "Sum of the plan's installments, to the cent.", required=True, positive=True),
        money_column("Waived", "What the creditor gives up."),
        integer_column("Count", "Number of installments."),
        date_column("First due", "Due date of the first installment."),
        code_column("Frequency", FREQUENCIES, "weekly, 15-day, 30-day, monthly, 2-monthly."),
        date_column("Debtor signed on", "Signature of the debtor."),
        date_column("Creditor signed on", "Signature of the creditor."),
        text_column("Evidence", "Where the signed paper or the recording lies.", width=22),
        text_column("Approved by", "Supervisor, where a waiver needs one."),
        text_column("Document", "File of the agreement.", computed=True),
        note_column("Reason", "Why this plan or version."),
        text_column("Payment method", "How the debtor pays."),
        text_column("Proposed by", "Who proposed it; what needs approval is approved by somebody else."),
    ),
    ("Plan ID",),
    "Agreements: amount, dates, method; versions stay side by side.",
    prefix="L",
)

PROMISES = Table(
    "Promises",
    (
        id_column("Promise ID", "Own number."),
        id_column("Case ID", "The case.", refers="Cases"),
        date_column("Made on", "Day of the promise.", required=True),
        money_column("Amount", "Promised amount.", required=True, positive=True),
        date_column("Due on", "Day it was promised for.", required=True),
        integer_column("Grace days", "Working days of grace; blank = setting promise_grace_days."),
        code_column("Status", PROMISE_STATES, "open, kept, partly kept, broken; a clerk's withdrawn or superseded stays.", computed=True),
        integer_column("Level", "1 = first promise; +1 for each new one after one not kept.", computed=True),
        date_column("Judged on", "Run date on which it was judged; of a withdrawn one the day on which it was taken back.", computed=True),
        note_column("Notes", "Anything worth knowing."),
        text_column("Entered before", "Payments that were in the ledger already when the promise was made: they do not keep it.", computed=True, width=18),
    ),
    ("Promise ID",),
    "Promises to pay: one open per case.",
    prefix="R",
)

CONTACTS = Table(
    "Contacts",
    (
        id_column("Contact ID", "Own number."),
        id_column("Case ID", "The case.", refers="Cases"),
        id_column("Debtor ID", "The debtor.", refers="Debtors"),
        Column("At", Type.INSTANT, "When; a typed date and time counts as office time and is rewritten as UTC.", required=True, width=21),
        code_column("Channel", CHANNELS, "How.", required=True),
        code_column("Direction", DIRECTIONS, "out = we wrote or called, in = the debtor did.", required=True, width=10),
        code_column("Class", MESSAGE_CLASSES, "collection, service, statutory, legal; blank = collection."),
        text_column("Template", "Wording file used."),
        code_column("Result", RESULTS, "What came of it. A task row of the program stands at queued: change it when done.", required=True),
        code_column("Reason code", REASON_CODES, "Why the debtor did not pay."),
        text_column("Message ID", "Message-ID of the email.", width=22),
        text_column("Document", "File of the message.", width=22),
        text_column("By", "Who.", width=12),
        text_column("Key", "Key of the message: case, episode, kind, subject.", computed=True, width=24),
        note_column("Why", "The rule that decided.", computed=True),
        note_column("Notes", "What was said."),
        date_column("Follow up on", "Call back on."),
        code_column("Sentiment", SENTIMENTS, "How the debtor felt."),
    ),
    ("Contact ID",),
    "Every contact in and out; append-only.",
    prefix="K",
)

HOLDS = Table(
    "Holds",
    (
        id_column("Hold ID", "Own number."),
        code_column("Scope", HOLD_SCOPES, "case, debtor or address.", required=True),
        Column("Applies to", Type.ID, "The case id, debtor id, email address or phone.", required=True, width=18),
        code_column("Type", TYPED_HOLDS + COMPUTED_HOLDS, "What kind of stop; PROMISE, SIGNED_PLAN, OPT_OUT, DATA are the program's.", required=True),
        date_column("Start", "First day; may lie in the past.", required=True),
        date_column("End", "Last day; blank = until lifted."),
        Column("Reason", Type.NOTE, "Why, in words.", required=True, width=30),
        Column("By", Type.TEXT, "Who set it; 'program' for computed ones.", required=True, width=12),
        note_column("Notes", "Evidence, review date."),
    ),
    ("Hold ID",),
    "What stops letters, escalation, interest or ageing, and until when.",
    prefix="H",
)

LEGAL = Table(
    "Legal",
    (
        id_column("Case ID", "The case.", refers="Cases"),
        text_column("Counsel", "Lawyer asked.", width=20),
        date_column("Asked on", "Day the advice was asked for."),
        date_column("Advice on", "Day it came."),
        code_column("Recommendation", RECOMMENDATIONS, "sue, settle, wait or write off."),
        date_column("Final demand delivered on", "Proven delivery."),
        text_column("Proof", "Of the delivery."),
        text_column("Court", "Name of the court."),
        date_column("Filed on", "Day of the suit."),
        text_column("Court number", "File number."),
        date_column("Next hearing", "Day."),
        money_column("Costs", "So far."),
        date_column("Judgment on", "Day."),
        money_column("Judgment amount", "As awarded."),
        Column("Debtor legal ID", Type.TEXT, "Identity or registration number, where the court needs it.", width=20),
        money_column("Expected costs", "What the suit will cost, as counsel estimates."),
        integer_column("Expected months", "How long it will take until money comes, as counsel estimates."),
        Column("Chance", Type.RATE, "Chance to be awarded the debt and to collect it, 0.6 = 60 %.", width=9),
        date_column("Limitation restarted on", "Day of an event that restarts or stops the limitation period, as counsel confirms."),
        code_column("Restart event", RESTART_EVENTS, "demand, acknowledgment, part payment, agreement or suit."),
        text_column("Restart proof", "Where its proof lies.", width=22),
    ),
    ("Case ID",),
    "Legal advice and suit: one row per case in disposition.",
)

BANK = Table(
    "Bank",
    (
        id_column("Bank line ID", "Own number."),
        text_column("Statement", "Which statement: account, number or file.", required=True, width=22),
        integer_column("Line", "Its place on the statement."),
        date_column("Value date", "Day the money counts from.", required=True),
        money_column("Amount", "Signed: + money in, - money out.", required=True, signed=True),
        Column("Currency", Type.TEXT, "ISO 4217, as on the statement.", required=True, width=9),
        text_column("Payer", "Name as the bank gives it.", width=24),
        text_column("Payer account", "Account that it came from.", width=22),
        text_column("Reference", "Text of the transfer.", width=30),
        code_column("State", BANK_STATES, "unmatched until somebody says whose money it is; booked; ignored = no debtor's money."),
        id_column("Case ID", "The case whose money it is.", refers="Cases", required=False),
        Column("Suggested case", Type.ID, "The case that it most likely belongs to.", computed=True, width=13),
        integer_column("Confidence", "0 to 100: the points of the suggestion.", computed=True),
        note_column("Why", "What the suggestion rests on.", computed=True),
        Column("Payment ID", Type.ID, "The payment that it became.", computed=True, width=13),
        date_column("Imported on", "Day on which the line was read.", computed=True),
        note_column("Notes", "Anything worth knowing."),
    ),
    ("Bank line ID",),
    "Lines of bank statements: nothing is booked before somebody says whose money it is.",
    prefix="B",
)

MOVES = Table(
    "Moves",
    (
        id_column("Case ID", "The case.", refers="Cases"),
        Column("At", Type.INSTANT, "When the program wrote it.", required=True, width=21),
        date_column("As of", "Date of the run.", required=True),
        code_column("From", STAGES, "Stage before; blank = not in collection."),
        code_column("To", STAGES, "Stage after."),
        integer_column("Level from", "Level before."),
        integer_column("Level to", "Level after."),
        integer_column("Episode", "Episode after."),
        code_column("Rule", RULES, "Rule of the stage machine.", required=True, width=8),
        text_column("By", "Who or which run.", width=12),
        text_column("Run ID", "The run.", width=20),
        note_column("Why", "The rule in words.", width=46),
    ),
    ("Case ID", "At", "Rule", "Run ID"),
    "Every change of stage, with its rule; append-only, written by the program.",
    kind="log",
)

RUNS = Table(
    "Runs",
    (
        id_column("Run ID", "Own number.", width=20),
        code_column("Kind", RUN_KINDS, "weekly, daily or button."),
        date_column("As of", "Date of the run."),
        Column("Started at", Type.INSTANT, "UTC.", width=21),
        Column("Ended at", Type.INSTANT, "UTC.", width=21),
        text_column("Transport", "folder or smtp."),
        *(integer_column(name, "Number in this run.") for name in ("Assessed", "Flagged", "Moved", "Sent", "Queued", "Blocked", "Failed", "Parked", "Refused")),
        text_column("By", "Who started it.", width=12),
        text_column("Version", "Version of the program."),
        text_column("Audit head", "Last entry of the audit chain before this run: number and beginning of its hash; S-... first = a slice's chain.", width=24),
    ),
    ("Run ID",),
    "One row per run; append-only, written by the program.",
    kind="log",
)

SETTINGS = Table(
    "Settings",
    (
        id_column("Key", "Name of the setting; do not change.", width=26),
        Column("Value", Type.ANY, "What applies now; blank = default.", width=34),
        note_column("Meaning", "What it does.", width=60),
        note_column("Source", "Where the default comes from.", width=34),
    ),
    ("Key",),
    "How this office works: who we are, tolerance, order of allocation, sending.",
    kind="policy",
)

LEVELS = Table(
    "Levels",
    (
        integer_column("Level", "1 to 4.", required=True, positive=True),
        code_column("Stage", STAGES, "Earliest stage in which it may go.", required=True),
        integer_column("From day", "Days past due less paused days from which it is due.", required=True),
        text_column("Template", "Wording file.", required=True),
        code_column("Tone", TONES, "friendly, calm, firm, final."),
        codes_column("Channels", PREFERRED_CHANNELS, "After the debtor's preferred one, in this order.", required=True),
        integer_column("Min gap days", "Least days since the last reminder; wins over Settings."),
        code_column("Needs approval", YES_NO, "yes = a supervisor releases each message.", width=10),
        date_column("Valid from", "First day on which this row applies.", required=True),
        note_column("Source", "Where the figure comes from.", width=40),
        code_column("Risk", RISKS, "Risk class for which the row is; blank = every class.", width=10),
    ),
    ("Level", "Valid from", "Risk"),
    "The reminder ladder.",
    kind="policy",
)

RATES = Table(
    "Rates",
    (
        id_column("Name", "Name of the rate. A case whose Annual rate is blank takes the dated rates named like its Product.", width=22),
        Column("Value", Type.RATE, "0.12 = 12 % a year.", required=True, width=10),
        date_column("Valid from", "First day.", required=True),
        date_column("Valid to", "Last day; blank = until the next row."),
        note_column("Source", "Where it was published.", width=44),
        date_column("Seen on", "Day it was checked."),
    ),
    ("Name", "Valid from"),
    "Dated interest rates with their sources.",
    kind="policy",
)

HOLIDAYS = Table(
    "Holidays",
    (
        id_column("Calendar", "Country code, for example CN.", width=10),
        date_column("Date", "The day.", required=True),
        text_column("Name", "Name of the day.", width=28),
        code_column("Working", YES_NO, "yes = a make-up workday, no = a day off.", width=10),
        note_column("Source", "Where it was announced.", width=44),
    ),
    ("Calendar", "Date"),
    "Days that differ from the built-in calendars; rows here win.",
    kind="policy",
)

PACKS = Table(
    "Packs",
    (
        id_column("Pack", "Rule pack.", width=16),
        text_column("Version", "Version.", width=12),
        date_column("In force from", "First day."),
        date_column("Reviewed on", "Day a person last checked it."),
        note_column("Source", "Text it follows.", width=60),
    ),
    ("Pack",),
    "Contact rules in force and when they were last checked.",
    kind="policy",
)

TODAY = Table(
    "Today",
    (
        integer_column("Rank", "1 = first.", computed=True),
        Column("Case ID", Type.ID, "The case.", computed=True, width=12),
        Column("Debtor", Type.TEXT, "Name.", computed=True, width=24),
        Column("Owner", Type.TEXT, "Clerk.", computed=True, width=12),
        Column("Action", Type.TEXT, "What to do.", computed=True, width=40),
        date_column("On", "When.", computed=True),
        Column("Channel", Type.TEXT, "How.", computed=True, width=10),
        Column("Reach at", Type.TEXT, "Phone, email or address for that channel.", computed=True, width=26),
        integer_column("Days past due", "As on Cases.", computed=True),
        money_column("Arrears", "As on Cases.", computed=True),
        Column("Currency", Type.TEXT, "As on Cases.", computed=True, width=9),
        integer_column("Priority", "Points.", computed=True),
        Column("Points", Type.NOTE, "What the points are made of.", computed=True, width=40),
        Column("Why", Type.NOTE, "The rule that decided.", computed=True, width=50),
    ),
    ("Case ID",),
    "The clerk's queue: what to do today, the most urgent first. Rewritten at every run.",
    kind="generated",
)

FIGURES = Table(
    "Figures",
    (
        Column("Figure", Type.TEXT, "Name of the row: measure, what it is about, variant, currency.", computed=True, width=34),
        Column("Measure", Type.TEXT, "Which KPI.", computed=True, width=16),
        Column("Meaning", Type.TEXT, "The KPI in words.", computed=True, width=40),
        Column("Subject", Type.TEXT, "The bucket, stage, clerk or day that it is about.", computed=True, width=16),
        Column("Variant", Type.TEXT, "count = number of cases or rows, amount = money.", computed=True, width=9),
        Column("Currency", Type.TEXT, "Of an amount; never added across currencies.", computed=True, width=9),
        date_column("Since", "The period begins after this day.", computed=True),
        date_column("Until", "Last day of the period.", computed=True),
        Column("Numerator", Type.NUMBER, "What is counted.", computed=True, width=14),
        Column("Denominator", Type.NUMBER, "What it is measured by; blank = the figure is a plain sum.", computed=True, width=14),
        Column("Rate", Type.RATE, "Numerator / denominator; blank when the denominator is 0.", computed=True, width=10),
        Column("Value", Type.NUMBER, "Of a KPI that is no rate: days, an index, a number, money.", computed=True, width=14),
        note_column("Formula", "How it is computed.", computed=True, width=62),
        Column("Source", Type.TEXT, "Where the formula comes from.", computed=True, width=30),
    ),
    ("Figure",),
    "The KPIs of the last four weeks, each with numerator, denominator and formula. Rewritten at every weekly and daily run.",
    kind="generated",
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        DEBTORS, CASES, INSTALLMENTS, PAYMENTS, ADJUSTMENTS, PLANS, PROMISES, CONTACTS, HOLDS, BUDGETS, LEGAL, BANK,
        MOVES, RUNS, SETTINGS, LEVELS, RATES, GUIDELINES, HOLIDAYS, PACKS,
    )
}
GENERATED: dict[str, Table] = {TODAY.name: TODAY, FIGURES.name: FIGURES}
EVERY_TABLE: dict[str, Table] = TABLES | GENERATED
SHEET_ORDER = (
    "Read me", "Process", "Today", "Dashboard", "Figures", "Cases", "Debtors", "Installments", "Payments", "Contacts", "Promises", "Plans", "Holds",
    "Adjustments", "Budgets", "Legal", "Bank", "Moves", "Runs", "Settings", "Levels", "Rates", "Guidelines", "Holidays", "Packs", "Lists", "Ribbon",
)
MAX_ROWS = 1_000_000
MAX_TEXT = 2_000
MAX_SHORT_TEXT = 500
