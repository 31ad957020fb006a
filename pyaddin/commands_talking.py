"""The rows of the table of commands for talks with debtors: the guided note of a talk, and the offers that can be made."""

from __future__ import annotations

from pyaddin.command import AS_OF, ENTRY, PATH, Command, Option
from pyaddin.ledger.codes import CHANNELS, DIRECTIONS, LOGGED_RESULTS, MESSAGE_CLASSES, REASON_CODES, SENTIMENTS, YES_NO

_BUDGET: tuple[Option, ...] = (
    Option("--income", "amount", "Income a month, all together; blank = money was not talked about.", metavar="A"),
    Option("--housing", "amount", "Housing a month.", metavar="A"),
    Option("--utilities", "amount", "Utilities a month.", metavar="A"),
    Option("--food", "amount", "Food a month.", metavar="A"),
    Option("--transport", "amount", "Transport a month.", metavar="A"),
    Option("--health", "amount", "Health a month.", metavar="A"),
    Option("--dependents", "integer", "Others who live on this income.", metavar="N"),
    Option("--other-debts", "amount", "Payments to other creditors a month.", metavar="A"),
    Option("--other-costs", "amount", "Other costs a month.", metavar="A"),
    Option("--saving", "amount", "What may be kept aside a month.", metavar="A", dest="agreed_saving"),
    Option("--owed-to-others", "amount", "Owed to other creditors in all; 0 = nothing.", metavar="A"),
    Option("--evidence", "text", "What shows it: payslip, statement ...", metavar="TEXT"),
    Option("--budget-notes", "text", "Why a cost is high, or what else to know.", metavar="TEXT"),
)
_NEW_DATA: tuple[Option, ...] = (
    Option("--new-email", "text", "A new email address.", metavar="E"),
    Option("--new-phone", "text", "A new phone number, with country code.", metavar="P"),
    Option("--new-address", "text", "A new street and number.", metavar="TEXT"),
    Option("--new-source", "text", "Where the new data come from; needed with them.", metavar="TEXT", dest="new_data_source"),
    Option("--new-on", "date", "Day of the new data; default: the as-of date.", metavar="YYYY-MM-DD", dest="new_data_on"),
    Option("--new-confirmed", "text", "yes = the debtor confirmed them: they take the place of the old ones. Until then they are never used to send.",
           choices=YES_NO, dest="new_data_confirmed"),
)

TALKING: tuple[Command, ...] = (
    Command(
        "talk", "pyaddin.tasks.talk", "clerk",
        "Note a talk in one step: what came of it and why, income and costs, new contact data. Answers with words for the talk, what to ask next, what the"
        " debtor can pay, when he answers. In a terminal it asks for what the options leave open.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--channel", "text", "How; needed.", choices=CHANNELS),
            Option("--direction", "text", "out = we wrote or called, in = the debtor did; needed.", choices=DIRECTIONS),
            Option("--result", "text", "What came of it; needed.", choices=LOGGED_RESULTS),
            Option("--reason-code", "text", "Why the debtor did not pay.", choices=REASON_CODES),
            Option("--sentiment", "text", "How the debtor felt.", choices=SENTIMENTS),
            Option("--notes", "text", "What was said.", metavar="TEXT"),
            Option("--follow-up-on", "date", "Call back on.", metavar="YYYY-MM-DD"),
            *_BUDGET,
            *_NEW_DATA,
            Option("--at", "text", "When: office time, or an instant with Z; default: now.", metavar="'2026-11-23 14:30'"),
            Option("--class", "text", "What it was; default: collection.", choices=MESSAGE_CLASSES, dest="message_class"),
            *ENTRY,
        ),
        ("now", "dialog"), ("rows", "prompts", "information", "affordability", "best_time", "next_step"),
    ),
    Command(
        "offers", "pyaddin.tasks.offers", "clerk",
        "What the debtor can be offered today, side by side: pay now with or without a waiver, installments, payment later, settlement; each with its cost,"
        " what is left a month, the chance that it is kept, and whether a supervisor must approve it. Writes nothing.",
        (PATH,),
        (
            Option("--case", "text", "The case.", required=True, metavar="ID"),
            Option("--income-change", "text", "What if the income falls by this: 300 or 20%; with + in front it rises.", metavar="X"),
            Option("--count", "integer", "Number of installments instead of the house's round ones; may be repeated.", repeat=True, metavar="N", dest="counts"),
            Option("--first-due", "date", "First due date of installments; default: in a month.", metavar="YYYY-MM-DD"),
            AS_OF,
        ),
        ("now",), ("as_of", "case_id", "outstanding", "budget", "offers"),
    ),
)
