"""The one table of commands: what a clerk can ask for, under which name, with which options.

Command line, the Form behind a button, and ``docs/commands.md`` are made from ``COMMANDS``; a button and a command can so never differ.
An option's ``dest`` is the parameter of the task's ``run``; ``given`` are the parameters that the door fills itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.command import AS_OF, BY, CASES, ENGINE, ENTRY, ENTRY_KEYS, KNOWN_ON, PATH, RUN_KEYS, SENDING, Command, Option
from pyaddin.commands_agreeing import AGREEING
from pyaddin.commands_bank import BANK
from pyaddin.commands_disposing import DISPOSING
from pyaddin.commands_papers import LISTS, PAPERS
from pyaddin.commands_reports import REPORTS
from pyaddin.commands_scale import SCALE
from pyaddin.commands_talking import TALKING
from pyaddin.commands_trust import TRUST
from pyaddin.labels import LANGUAGES
from pyaddin.ledger.codes import CHANNELS, DIRECTIONS, LOGGED_RESULTS, MESSAGE_CLASSES, REASON_CODES, SENTIMENTS, TYPED_HOLDS

__all__ = ["BY_NAME", "COMMANDS", "ENGINE", "Command", "Option"]

COMMANDS: tuple[Command, ...] = (
    Command(
        "new", "pyaddin.tasks.new", "clerk",
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
        "import", "pyaddin.tasks.import_list", "clerk",
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
        "check", "pyaddin.tasks.check", "clerk",
        "Read every sheet and list each fault with its place and what to do about it.",
        (PATH,), (), (), ("faults",),
    ),
    Command(
        "assess", "pyaddin.tasks.assess", "clerk",
        "Compute days past due, arrears, interest, stage and next action of the cases. Writes nothing.",
        (PATH,), (CASES, AS_OF, KNOWN_ON), ("now",), ("as_of", "cases"),
    ),
    Command(
        "weekly", "pyaddin.tasks.weekly", "clerk",
        "The follow-up run: refresh every case, flag missed installments, judge promises and plans, move stages, write what is due, update the ledger.",
        (PATH,), (*SENDING, BY), ("now", "progress"), RUN_KEYS,
    ),
    Command(
        "daily", "pyaddin.tasks.daily", "clerk",
        "The short run between two weekly ones: flags, promises, first reminders, missed notices, thanks. Levels 2 and higher go weekly.",
        (PATH,), (*SENDING, BY), ("now", "progress"), RUN_KEYS,
    ),
    Command(
        "remind", "pyaddin.tasks.remind", "clerk",
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
        "refresh", "pyaddin.tasks.refresh", "clerk",
        "Recompute and write every computed cell: figures, flags, stages, promises, plans, the queue. Sends nothing; what is due stays due.",
        (PATH,), ENTRY, ("now",), ("as_of", "assessed", "flagged", "moved", "refused", "faults", "changes"),
    ),
    Command(
        "tidy", "pyaddin.tasks.tidy", "clerk",
        "Restore formats, validations, extents and computed cells, make real dates and numbers of those that stand as text. Names each cell, old and new.",
        (PATH,), (BY,), ("now",), ("as_of", "restored", "told", "changes", "refused", "faults"),
    ),
    Command(
        "pay", "pyaddin.tasks.pay", "clerk",
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
    *AGREEING,
    Command(
        "hold", "pyaddin.tasks.hold", "clerk",
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
        "log", "pyaddin.tasks.log", "clerk",
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
    *BANK,
    *LISTS,
    *TALKING,
    *DISPOSING,
    Command(
        "allocate", "pyaddin.tasks.allocate", "clerk",
        "Allocation alone, from a JSON file with installments and payments: which money settles what.",
        (), (Option("--file", "path", "JSON file with as_of, order, installments and payments.", required=True, metavar="F"),),
        (), ("installments", "credit", "open_total"),
    ),
    Command(
        "schedule", "pyaddin.tasks.schedule", "clerk",
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
        "gate", "pyaddin.tasks.gate", "clerk",
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
        "setup", "pyaddin.tasks.setup", "clerk",
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
        "train", "pyaddin.tasks.train", "clerk",
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
        "case", "pyaddin.tasks.case", "clerk",
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
        "explain", "pyaddin.tasks.explain", "clerk",
        "How every figure of one case came about, to the cent: facts, rule, source, and arithmetic to repeat; and why nothing was sent.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--field", "text", "Only the steps of this column of Cases or Installments, for example Arrears; Sending = why nothing was sent.",
                   metavar="F"),
            AS_OF, KNOWN_ON,
        ),
        ("now",), ("steps",),
    ),
    *PAPERS,
    *REPORTS,
    *TRUST,
    *SCALE,
    Command(
        "outbox", "pyaddin.tasks.outbox", "supervisor",
        "What waits, what is parked, what failed. list shows it; approve, cancel, resolve, retry and adopt are for a supervisor.",
        (PATH, Option("ACTION", "text", "What to do.", choices=("list", "approve", "cancel", "resolve", "retry", "adopt"), dest="action")),
        (
            Option("--key", "text", "Outbox key (case|episode|kind|subject); may be repeated.", repeat=True, metavar="K", dest="keys"),
            Option("--run", "text", "For approve and cancel: all messages of this run that wait for a release.", metavar="RUN", dest="run_id"),
            Option("--all", "switch", "For approve and cancel: all messages that wait for a release.", dest="everything"),
            BY,
            Option("--as", "text", "For adopt and resolve: whether the messages in doubt count as sent.", choices=("sent", "not-sent"), dest="adopt_as"),
            Option("--moved", "switch", "For adopt: ledger and journal were moved here together; their old place sends nothing any more."),
        ),
        ("now", "account"), ("items",),
    ),
    Command(
        "answers", "pyaddin.tasks.answers", "clerk",
        "Read what came back by email: replies and returned messages are filed under Contacts, dead addresses are flagged, and words such as stop, dispute or"
        " hardship put a hold until somebody has read them. The mailbox is not changed.",
        (PATH,),
        (
            Option("--from", "path", "Folder of saved .eml files instead of the mailbox of the settings.", metavar="FOLDER", dest="source"),
            AS_OF, BY,
        ),
        ("now",), ("filed", "bounced", "holds", "unmatched", "rows"),
    ),
    Command(
        "stop", "pyaddin.tasks.stop_sends", "clerk",
        "Take back the messages that a click on the open workbook has queued and that have not left yet (setting recall_minutes).",
        (PATH,), (BY,), ("now",), ("stopped_sends", "items", "entered"),
    ),
    Command(
        "undo", "pyaddin.tasks.undo", "clerk",
        "Take back the last task that a click or an entry made: old values return where the cells still hold what it wrote, its new rows go, mail stays sent.",
        (PATH,), (BY,), ("now",), ("action", "cells", "rows", "stopped_sends", "stays", "sent"),
    ),
    Command(
        "verify", "pyaddin.tasks.verify", "clerk",
        "Compare the ledger with the journal beside it and list every disagreement. Changes nothing.",
        (PATH,), (), (), ("faults",),
    ),
    Command(
        "restore", "pyaddin.tasks.restore", "supervisor",
        "List the dated backups of a ledger, or bring one back; the file of now becomes a backup itself. The journal stays, so nothing is sent twice.",
        (PATH,),
        (Option("--backup", "text", "Name of the backup to bring back, as listed; left out = only the list.", metavar="NAME"), BY),
        ("now",), ("backups", "restored", "faults"),
    ),
    Command(
        "doctor", "pyaddin.tasks.doctor", "clerk",
        "Is this computer ready for the buttons, and what to do if not; with a ledger also whether that file is in order.",
        (Option("PATH", "path", "A ledger to check as well; left out = only the computer.", metavar="PATH", optional=True),),
        (
            Option("--mend", "switch", "First put right what is safe: your own settings of xlwings, the mark of a downloaded ledger, its buttons."),
            Option("--language", "text", "Language of the advice; default: the ledger's, without one the desktop's.", choices=LANGUAGES),
        ),
        (), ("checks", "mended"),
    ),
    Command(
        "mail-test", "pyaddin.tasks.mail_test", "clerk",
        "Try the mail account of Settings: one message to yourself, each step in words (password, server, certificate, login, address, message).",
        (PATH,),
        (Option("--to", "text", "Your own address; default: redirect_all_to, else reply_to. Never a debtor's.", metavar="ADDRESS"),),
        ("now",), ("account", "to", "steps"),
    ),
    Command(
        "mail-password", "pyaddin.tasks.mail_password", "clerk",
        "Store the password of the mail account for the user who sends: asked for in the terminal, kept in the keyring, never in the workbook.",
        (PATH,),
        (Option("--kind", "text", "smtp = the account that sends, imap = the mailbox in which answers are read.", choices=("smtp", "imap"), default="smtp"),),
        ("now", "dialog"), ("host", "user", "stored"),
    ),
    Command(
        "build", "pyaddin.tasks.build", "supervisor",
        "Pack workbook/collections.xlsm from its sources; --check only compares.",
        (), (Option("--check", "switch", "Do not write; exit 1 when the committed workbook is not what the sources give."),),
        (), ("path", "sha256"),
    ),
)
BY_NAME: Mapping[str, Command] = {command.name: command for command in COMMANDS}
