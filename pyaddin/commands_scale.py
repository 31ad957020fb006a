"""The rows of the table of commands about work beyond one workbook."""

from __future__ import annotations

from dataclasses import replace

from pyaddin.command import AS_OF, Command, Option

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
        ("progress",), ("as_of", "out", "cases", "refused", "results"),
    ),
)  # fmt: skip
