"""The row of the table of commands for money on bank statements."""

from __future__ import annotations

from pyaddin.command import ENTRY, PATH, Command, Option

BANK: tuple[Command, ...] = (
    Command(
        "bank", "pyaddin.tasks.bank", "clerk",
        "Read a bank statement (MT940, CAMT.053, or the bank's own list as CSV, TSV or xlsx) into the sheet Bank, each line once; book lines on cases, ignore"
        " them, take them out again. Nothing is booked by itself unless the setting bank_book_from says so. Without an option: the lines that wait.",
        (PATH,),
        (
            Option("--from", "path", "The statement.", metavar="FILE", dest="source"),
            Option("--mapping", "path", "File that says what the headers of a list mean; default: <ledger>.mapping.txt beside the ledger.", metavar="M"),
            Option("--encoding", "text", "Character set of a text file; default: found out.", metavar="NAME"),
            Option("--currency", "text", "Currency of the account, where the file names none, for example CNY; remembered for lists.", metavar="CODE"),
            Option("--book", "text", "Book this line as a payment (a line of money that went out: take back --payment); may be repeated.", repeat=True,
                   metavar="LINE", dest="to_book"),
            Option("--typed", "switch", "Book what was typed into the sheet: State booked with a Case ID, and payments that name a line in their column Bank"
                   " line.", dest="as_typed"),
            Option("--case", "text", "The case it is booked on; default: the one typed beside the line, else the suggested one.", metavar="ID"),
            Option("--payment", "text", "The payment that the line is (one entered by hand: joined, not booked again), or that it takes back.", metavar="ID"),
            Option("--split", "switch", "Share the money between the debtor's cases: due first, then the heaviest, then the oldest."),
            Option("--another", "switch", "It is another payment than the one entered by hand that looks like it."),
            Option("--ignore", "text", "The line is no debtor's payment; may be repeated. Needs --reason.", repeat=True, metavar="LINE", dest="to_ignore"),
            Option("--reason", "text", "Why a line is ignored.", metavar="TEXT"),
            Option("--unmatch", "text", "Take out a line that was booked or ignored by mistake; may be repeated.", repeat=True, metavar="LINE",
                   dest="to_unmatch"),
            Option("--preview", "switch", "Show what would be done; nothing is written."),
            *ENTRY,
        ),
        ("now",), ("rows", "done", "waiting", "faults", "notes", "bank_data_until"),
    ),
)
"""Reading a statement and booking its lines."""
