"""The rows of the table of commands by which a clerk and a debtor agree: promises, plans, and the versions of a plan."""

from __future__ import annotations

from pyaddin.command import AS_OF, ENTRY, ENTRY_KEYS, PATH, Command, Option
from pyaddin.ledger.codes import FREQUENCIES, PLAN_KINDS

AGREEING: tuple[Command, ...] = (
    Command(
        "promise", "pyaddin.tasks.promise", "clerk",
        "Record a promise to pay, or withdraw the open one. One is open per case: a new one supersedes it.",
        (PATH,),
        (
            Option("--case", "text", "The case.", metavar="ID", one_of="what"),
            Option("--withdraw", "text", "Promise that is taken back, instead of a new one.", metavar="ID", one_of="what"),
            Option("--amount", "amount", "Promised amount.", metavar="A"),
            Option("--due-on", "date", "Day it was promised for.", metavar="YYYY-MM-DD"),
            Option("--made-on", "date", "Day of the promise; default: the as-of date.", metavar="YYYY-MM-DD"),
            Option("--grace-days", "integer", "Working days of grace; default: setting promise_grace_days.", metavar="N"),
            *ENTRY,
        ),
        ("now",), ENTRY_KEYS,
    ),
    Command(
        "agree", "pyaddin.tasks.agree", "clerk",
        "Agree on a plan for all that is owed: a new version from an offer or from terms, with its installments, to the cent. With --plan: signatures, an"
        " approval, or the withdrawal of a plan that was proposed.",
        (PATH,),
        (
            Option("--case", "text", "The case, for a new version.", metavar="ID", one_of="what"),
            Option("--plan", "text", "A proposed plan, to sign, approve or withdraw.", metavar="ID", one_of="what"),
            Option("--offer", "integer", "Number of an offer; left out = the terms below.", metavar="K"),
            Option("--count", "integer", "Number of installments.", metavar="N"),
            Option("--amount", "amount", "Regular installment, instead of a number of them.", metavar="A"),
            Option("--first-due", "date", "Due date of the first installment.", metavar="YYYY-MM-DD"),
            Option("--frequency", "text", "How often is paid.", choices=FREQUENCIES),
            Option("--working-day", "text", "Where a due date on a day off moves; default: next.", choices=("same", "next", "previous")),
            Option("--kind", "text", "Default: settlement with a waiver, else installment.", choices=PLAN_KINDS, dest="plan_kind"),
            Option("--waive", "amount", "What the creditor gives up; with --plan the waiver that is signed. Above the setting waiver_limit a supervisor must"
                   " approve.", metavar="A"),
            Option("--debtor-signed", "date", "Day on which the debtor signed, or agreed in a recorded call.", metavar="YYYY-MM-DD"),
            Option("--creditor-signed", "date", "Day on which the creditor signed.", metavar="YYYY-MM-DD"),
            Option("--evidence", "text", "Where the signed paper or the recording lies.", metavar="TEXT"),
            Option("--payment-method", "text", "How the debtor pays; default: the setting payment_instructions.", metavar="TEXT"),
            Option("--reason", "text", "Why this plan or version; needed for a new version of a signed plan, and to withdraw one.", metavar="TEXT"),
            Option("--approved-by", "text", "Supervisor who approves a waiver or a long term; never the person who proposed it.", metavar="NAME"),
            Option("--withdraw", "switch", "With --plan: the proposal comes to nothing."),
            *ENTRY,
        ),
        ("now",), ("rows", "plan", "versions"),
    ),
    Command(
        "versions", "pyaddin.tasks.versions", "clerk",
        "Show the schedules of a case side by side: the original contract and every version of the agreement; per row original, revised, paid and"
        " difference.",
        (PATH,), (Option("--case", "text", "The case.", required=True, metavar="ID"), AS_OF), ("now",), ("as_of", "case_id", "versions"),
    ),
)
