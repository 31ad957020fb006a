"""The rows of the table of commands that tell how the work went: the KPIs."""

from __future__ import annotations

from pyaddin.command import PATH, Command, Option

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
)
