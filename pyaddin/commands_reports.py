"""The rows of the table of commands that tell how the work went: the KPIs."""

from __future__ import annotations

from pyaddin.command import AS_OF, BY, DOCUMENTS, PATH, Command, Option

REPORTS: tuple[Command, ...] = (
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
            Option("--month", "text", "A month instead of a week: opening + new + interest and fees - paid - waived - written off = closing, per currency.",
                   metavar="YYYY-MM"),
            Option("--close", "switch", "With --month: close it for good. What is entered for its days later shows in the next month. A supervisor does it.",
                   dest="close_month"),
            Option("--since", "date", "The week begins after this day; default: the last snapshot at least six days ago.", metavar="YYYY-MM-DD"),
            AS_OF,
            DOCUMENTS,
            BY,
        ),
        ("now",), ("as_of", "files", "kpis", "notes"),
    ),
)
