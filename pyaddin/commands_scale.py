"""The rows of the table of commands about work beyond one workbook."""

from __future__ import annotations

from dataclasses import replace

from pyaddin.command import AS_OF, BY, PATH, Command, Option

_STORE = (
    "the ledger file, the folder of a portfolio of Parquet files, or postgresql://HOST/DATABASE for the shared store (its password stands in PGPASSFILE, never"
    " here)"
)

SCALE: tuple[Command, ...] = (
    Command(
        "portfolio", "pyaddin.tasks.portfolio", "clerk",
        "The rules of a ledger over a portfolio that no workbook holds: assessment, queue of each clerk, moves, refused rows and KPIs as Parquet files."
        " Nothing is sent, the source is not changed.",
        (
            Option(
                "SOURCE", "text", "Folder of Parquet files, one for each table (Debtors.parquet, Cases.parquet ...) with the ledger's headers; or duckdb:FILE,"
                " or postgresql://ADDRESS with tables of these names.", metavar="SOURCE",
            ),
        ),
        (
            Option("--out", "path", "Folder for the results; earlier ones are replaced when the new ones are complete.", required=True, metavar="DIR"),
            replace(AS_OF, help="Date to compute for.", required=True),
            Option("--workers", "integer", "Worker processes of this computer; default: one for each processor.", metavar="N"),
            Option("--scheduler", "text", "Address of a Dask cluster whose workers do it; they see the same folders.", metavar="ADDRESS"),
            Option("--plain", "switch", "One process, without workers."),
        ),
        ("now", "progress"), ("as_of", "out", "cases", "refused", "results", "control"),
    ),
    Command(
        "slice", "pyaddin.tasks.slice", "supervisor",
        "A clerk's own workbook, cut out of a larger ledger by Owner: debtors with all their cases and everything of them. The larger ledger does nothing to"
        " these debtors until the workbook is merged back.",
        (Option("SOURCE", "text", f"Where to cut from: {_STORE}.", metavar="SOURCE"),),
        (
            Option("--owner", "text", "The clerk, as in the column Owner of Cases.", required=True, metavar="NAME"),
            Option("--out", "path", "The new workbook (.xlsm).", required=True, metavar="FILE"),
            BY,
        ),
        ("now",), ("slice", "path", "debtors", "cases", "rows", "payments", "left_out"),
    ),
    Command(
        "merge", "pyaddin.tasks.merge", "supervisor",
        "Bring a clerk's workbook back into the ledger from which it was cut: new rows are added, changes taken, conflicts listed, totals tied. Merging twice"
        " changes nothing.",
        (
            Option("ORIGIN", "text", f"Where it was cut from: {_STORE}.", metavar="ORIGIN"),
            Option("SLICE", "path", "The clerk's workbook.", metavar="SLICE"),
        ),
        (
            Option("--take", "text", "Whose value stands where both have changed a cell.", choices=("slice", "origin")),
            Option("--key", "text", "Only in the row with this key; may be repeated.", repeat=True, metavar="KEY", dest="keys"),
            BY,
        ),
        ("now",), ("slice", "added", "changed", "messages", "conflicts", "deleted", "renumbered", "refused", "policy", "totals"),
    ),
    Command(
        "store", "pyaddin.tasks.store", "supervisor",
        "Move a ledger into the shared store, a PostgreSQL database from which clerks' workbooks are cut and into which they are merged by several people at"
        " once. The file stays as it is and does nothing to its debtors from then on.",
        (PATH, Option("ADDRESS", "text", "postgresql://USER@HOST/DATABASE; the password stands in PGPASSFILE, never here.", metavar="ADDRESS")),
        (BY,),
        ("now",), ("cases", "rows", "payments", "messages"),
    ),
    Command(
        "archive", "pyaddin.tasks.archive", "supervisor",
        "Move closed cases with their whole history into a ledger of their year beside this one (`ledger-2025.xlsm`): totals are tied before a row leaves,"
        " and nothing is sent from a yearly ledger. Cases that something still keeps stay, and it is said why.",
        (PATH,),
        (
            Option("--year", "integer", "Cases closed in this year.", metavar="Y"),
            Option("--before", "date", "Cases closed before this day; default: before the first day of this year.", metavar="YYYY-MM-DD"),
            Option("--to", "path", "One file for all of them; default: one for each year, beside the ledger.", metavar="FILE"),
            Option("--dry-run", "switch", "Show what would move, write nothing at all."),
            AS_OF, BY,
        ),
        ("now",), ("archived", "files", "totals", "staying", "dry_run"),
    ),
)  # fmt: skip
