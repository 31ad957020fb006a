"""The rows of the table of commands about trust: practice, and one debtor's data."""

from __future__ import annotations

from pyaddin.command import BY, PATH, Command, Option

TRUST: tuple[Command, ...] = (
    Command(
        "practice", "pyaddin.tasks.practice", "supervisor",
        "A practice ledger: the rows of this one with invented people, in a new file. Nothing ever leaves it, every paper of it is marked, and it never becomes"
        " a real ledger.",
        (PATH,),
        (Option("--to", "path", "The new file (.xlsm).", required=True, metavar="FILE"), BY),
        ("now",), ("path", "cases"),
    ),
)  # fmt: skip
