"""The rows of the table of commands about trust: practice, and one debtor's data."""

from __future__ import annotations

from pyaddin.command import BY, PATH, Command, Option

TRUST: tuple[Command, ...] = (
    Command(
        "practice", "pyaddin.tasks.practice", "supervisor",
        "A practice ledger: the rows of this one with invented people, in a new file. Nothing ever leaves it, every paper of it is marked, and it never"
        " becomes a real ledger.",
        (PATH,),
        (Option("--to", "path", "The new file (.xlsm).", required=True, metavar="FILE"), BY),
        ("now",), ("path", "cases"),
    ),
    Command(
        "privacy", "pyaddin.tasks.privacy", "supervisor",
        "One debtor's data: handed out as a readable package, or erased with four eyes (what must stay keeps no name); or which debtors' data have been kept"
        " long enough.",
        (PATH,),
        (
            Option("--debtor", "text", "The debtor.", metavar="ID"),
            Option("--export", "path", "New folder for the package: index page, JSON, messages, documents.", metavar="DIR", one_of="what"),
            Option("--erase", "switch", "Erase: ledger, journal, audit chain, documents, backups.", one_of="what"),
            Option("--due", "switch", "List the debtors whose data may be erased now.", one_of="what"),
            Option("--approved-by", "text", "The second supervisor, who approves the erasure.", metavar="NAME"),
            Option("--reason", "text", "Why the data are erased; no personal data, it stays in the audit chain."),
            BY,
        ),
        ("now",), ("debtor", "files", "erased", "kept", "notes", "due"),
    ),
)  # fmt: skip
