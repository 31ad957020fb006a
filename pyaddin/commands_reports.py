"""The rows of the table of commands that tell how the work went: the KPIs, and who changed what."""

from __future__ import annotations

from pyaddin.command import AS_OF, BY, DOCUMENTS, PATH, Command, Option

REPORTS: tuple[Command, ...] = (
    Command(
        "queue", "pyaddin.tasks.queue", "clerk",
        "The queue of the day, of everybody or of one clerk: what is due, the most urgent first, what a hold or the contact limit takes out of the order, and"
        " how much each clerk has. Writes nothing.",
        (PATH,),
        (Option("--owner", "text", "Only cases of this clerk.", metavar="NAME"), AS_OF),
        ("now",), ("as_of", "queue", "excluded", "workload"),
    ),
    Command(
        "kpis", "pyaddin.tasks.kpis", "clerk",
        "The figures of the trade for a period: roll rates, cures and relapses, promises and plans kept, contact rate, recovery by stage, CEI, DSO and"
        " more, each with numerator, denominator and formula. Writes nothing.",
        (PATH,),
        (
            Option("--since", "date", "The period begins after this day; default: four weeks before its end.", metavar="YYYY-MM-DD"),
            Option("--until", "date", "Last day of the period; default: the last run.", metavar="YYYY-MM-DD"),
            Option("--rows", "text", "Also list the rows behind this figure, named as in the column Figure, for example promise_kept|count.", metavar="FIGURE"),
        ),
        ("now",), ("since", "until", "kpis", "rows", "notes"),
    ),
    Command(
        "report", "pyaddin.tasks.report", "clerk",
        "The weekly report as a page and PDF: who rolled, was cured, broke or agreed, with totals that tie; what was not sent and why; what to decide; the"
        " coming week; the figures of the trade. Or a month from opening to closing balance. The ledger is not changed.",
        (PATH,),
        (
            Option("--month", "text", "The month, in place of a week: opening + new + interest and fees - paid - waived - written off = closing, per currency.",
                   metavar="YYYY-MM"),
            Option("--close", "switch", "Close the month for good: what is entered for its days later shows in the next month. A supervisor does it.",
                   dest="close_month"),
            Option("--since", "date", "The week begins after this day; default: the last snapshot at least six days ago.", metavar="YYYY-MM-DD"),
            AS_OF,
            DOCUMENTS,
            BY,
        ),
        ("now",), ("as_of", "files", "kpis", "notes"),
    ),
    Command(
        "changes", "pyaddin.tasks.changes", "clerk",
        "Who changed what, when, from which value to which: the audit chain beside the ledger, for one case with its debtor, one column, or since a day."
        " What people typed between two runs is told as 'hand'.",
        (PATH,),
        (
            Option("--case", "text", "Only rows of this case and of its debtor.", metavar="ID"),
            Option("--field", "text", "Only this column, for example Outstanding or Email.", metavar="F"),
            Option("--since", "date", "Only changes of this day and later.", metavar="YYYY-MM-DD"),
            Option("--by-hand", "switch", "Only what no task of the program has written."),
            Option("--accept", "switch", "A supervisor says that the hand edits and new chains that verify lists are explained or put right."),
            BY,
        ),
        ("now",), ("changes", "head"),
    ),
    Command(
        "simulate", "pyaddin.tasks.simulate", "clerk",
        "Play the coming weeks on a copy under stated assumptions: what would be sent and the expected cash; with --set a changed policy beside today's."
        " The ledger is not touched and nothing is sent.",
        (PATH,),
        (
            Option("--weeks", "integer", "How many weeks, 1 to 52.", metavar="N", default="8"),
            Option("--seed", "integer", "The same seed gives the same play.", metavar="S", default="1"),
            Option("--pay", "amount", "Multiplies the chances that a debtor pays in a week; 1 = the house table.", metavar="F", default="1"),
            Option("--kept", "amount", "Share of promises that are kept.", metavar="P", default="0.6"),
            Option("--reached", "amount", "Share of calls that reach the debtor.", metavar="P", default="0.35"),
            Option("--no-release", "switch", "Nobody releases the messages that wait for a supervisor."),
            Option("--set", "text", "A setting to try, for example min_gap_days=10; may be repeated.", repeat=True, metavar="KEY=VALUE", dest="changes"),
            AS_OF,
            DOCUMENTS,
        ),
        ("now", "progress"), ("as_of", "weeks", "totals", "changed", "assumptions", "files"),
    ),
)
