"""What can be wrong, said once: every fault and stop has a code, a place and an advice a clerk can follow.

Two kinds, never mixed. A ``Fault`` is data about one cell, row or file: it is listed and the rest goes on.
A ``Stop`` ends the command before anything was changed (exit code 2). ``docs/errors.md`` is generated from ``KINDS``.
"""

from __future__ import annotations

from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: what it means at the desk and what to do about it."""

    code: str
    refuses: bool
    meaning: str
    advice: str


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        # a row of the ledger is refused
        Kind("E-REQUIRED", True, "A cell that must be filled is empty.", "Fill the cell."),
        Kind("E-DATE", True, "The cell is not a date between 1990 and 2100, or it can be read as two.", "Type a real date, for example 2026-11-23."),
        Kind("E-NUMBER", True, "The cell is not a number, or it can be read as two.", "Type a plain number without words or signs."),
        Kind(
            "E-DIGITS", True, "Digits of this number are lost: a cell keeps fifteen, of a longer number the rest became zeros.",
            "Format the cell as text, then paste or type the number again as text.",
        ),
        Kind("E-NEGATIVE", True, "The amount is below zero or zero where it must be more.", "Type a positive amount."),
        Kind("E-AMOUNT", True, "The amount has more decimals than the currency, or is not finite or too large.", "Type the amount to the cent."),
        Kind("E-CODE", True, "The word is not one of the codes of this column.", "Choose a value from the drop-down list."),
        Kind("E-DUPLICATE", True, "The same key stands in an earlier row.", "Delete one of the rows or give it its own key."),
        Kind("E-ORPHAN", True, "The row names a key that no accepted row has.", "Correct the key, or add the row that it names."),
        Kind("E-FORMULA", True, "A formula stands where a typed value belongs.", "Replace the formula by its value."),
        Kind("E-CELL-ERROR", True, "The cell shows an Excel error such as #REF!.", "Type the value again."),
        Kind("E-LONG", True, "The text is longer than the column takes.", "Shorten it; long texts belong in a document."),
        Kind(
            "E-TEXT", True, "The text is not usable here (for example a list with an unknown word, or an unknown currency or time zone).",
            "Correct the text as the column's note says.",
        ),
        Kind("E-PLAN-SUM", True, "The installments of the plan do not add up to its Total.", "Correct the installment rows or the plan's Total."),
        Kind(
            "E-PLAN-DATES", True, "A signature is missing or earlier than the proposal, or the evidence is blank.",
            "Complete both signature dates and the evidence of the plan.",
        ),
        Kind(
            "E-OVERLAP", True, "Two holds of the same type on the same target overlap in time.",
            "End the first hold before the second begins, or delete one.",
        ),
        Kind("E-ORDER", True, "The dates do not fit together: an end before its start, or a day that may not be yet.", "Correct the dates."),
        Kind(
            "E-FOUR-EYES", True, "A write-off, or a waiver above the setting waiver_limit, without the approval of a second person; it does not count.",
            "A supervisor who did not enter it puts the own name into Approved by.",
        ),
        # a row of an imported list is refused
        Kind(
            "E-COLUMN", True, "A column that the list needs is missing, or its header may mean several things.",
            "Look at the columns of `import --preview`; say what a header means with --map or in the mapping file, or fill a missing column with --set.",
        ),
        Kind("E-CONFLICT", True, "Two rows, or a row and the ledger, say different things of the same debtor, case or installment.", "Make them one."),
        Kind("E-IDENTITY", True, "It cannot be told which debtor this is.", "Add a column with the debtor's id, the case's id, phone or email."),
        Kind(
            "E-SPLIT", True, "The payment names a debtor with several debts and no case.",
            "Name the case, or import with --split-payments: debts due first, then the heaviest, then the oldest (Civil Code 560).",
        ),
        Kind(
            "E-STATEMENT", True, "A line of the bank statement cannot be read; the rest of the statement is taken.",
            "Look it up on the bank's own page, and enter the payment by hand if it is one.",
        ),
        Kind("E-GROUP", True, "Another row of the same debtor or case is refused, so this one is not taken either.", "Correct the other row first."),
        # told, not refused
        Kind("W-TEXT", False, "A date or number stands as text; it can mean one thing only and is read so.", "Nothing to do; `tidy` makes a real one of it."),
        Kind("W-GUESS", False, "What this column of the list means was guessed.", "Look whether it is right; change it in the mapping file."),
        Kind("W-COLUMN", False, "This column of the list may mean several things and was not taken.", "Say what it means with --map or in the mapping file."),
        Kind(
            "W-DAY-ORDER", False, "Dates such as 03/04/2026 were read by the order of day and month that other rows of the column prove, or that you said.",
            "Dates such as 03/04/2026 in this column were read so; look at some of them.",
        ),
        Kind("W-FORMULA", False, "Cells of the list hold formulas; the values they show were taken.", "Nothing to do if the list was saved by Excel."),
        Kind("W-SKIPPED", False, "A row or sheet of the list is no data and was left out.", "It was left out; look whether it is no data."),
        Kind("W-PAYER", False, "A payment was made under another name than the debtor's.", "Somebody may pay for the debtor; or is the case another one?"),
        Kind("W-TOTAL", False, "A total of the list is not what was taken.", "Find the difference before you rely on the import."),
        Kind(
            "W-BALANCE", False, "The lines of a bank statement do not lead from its opening to its closing balance.",
            "Fetch the whole statement from the bank; until then the bank data do not count as complete.",
        ),
        Kind(
            "W-BANK-GAP", False, "A bank statement does not follow from the one before it: one between them is missing.",
            "Fetch the missing statement; until then the bank data do not count as complete.",
        ),
        Kind("W-TWICE", False, "A payment of the same case, day and amount is in the ledger under another reference or id.", "Is it the same money?"),
        Kind("W-CLEANED", False, "Invisible or control characters were left out when reading.", "Type the text again without them."),
        Kind("W-ID-FILLED", False, "The row had no id of its own; it gets one at this run.", "Nothing to do."),
        Kind("W-HIDDEN", False, "The row is hidden or filtered away; it counts all the same.", "Unhide the row if you want to see it."),
        Kind(
            "W-COMPUTED", False, "A computed cell holds something that the program did not write; it is not used and is rewritten at the next run.",
            "Do not type in grey columns.",
        ),
        Kind(
            "W-SCHEMA", False, "The ledger is of an earlier version and lacks columns of this sheet.",
            "Nothing to do: the next run adds them at the right end of the table and keeps the old file as a backup.",
        ),
        Kind(
            "W-EMAIL", False, "The email is no address that a message can be sent to (no dot after the @, a blank in it, two @, several addresses ...).",
            "Type one plain address, for example name@example.com, or blank the cell. Until then nothing is sent to it; the next channel is used.",
        ),
        Kind(
            "W-SHARED", False, "The email or phone stands on another debtor too: nothing is sent to it, it could tell one about the other's debt.",
            "Correct one of the rows, or set Shared contact to yes on each of them.",
        ),
        Kind(
            "W-LIMIT", False, "The sheet grows towards the end of what Excel holds, and the ledger becomes slow to open.",
            "A supervisor moves closed cases to yearly ledgers (`archive`); a ledger that is still too large is cut by Owner (`slice`).",
        ),
        Kind(
            "W-FORM", False, "Formats, validations or the extent of the table are not as they should be, as after a paste.",
            "Nothing to do: `tidy` and every run restore them. Paste with 'values only' to keep them.",
        ),
        Kind("W-GAP", False, "Rows stand below blank ones, outside the table; they count.", "Delete the blank rows, so that filters and sorting reach them."),
        Kind("W-SETTING", False, "A setting is missing or cannot be read; its default is used.", "Correct the value on the Settings sheet."),
        Kind(
            "W-PLAN-TOTAL", False, "Total and Waived of a signed plan are not what was owed on the day of the agreement.",
            "Correct the plan with the debtor: Total + Waived = outstanding that day; interest that the plan adds stands in its installments.",
        ),
        Kind(
            "W-FOUR-EYES", False, "Approved by names the person who entered or proposed it; the approval does not count.",
            "Another supervisor puts the own name into Approved by.",
        ),
        Kind(
            "W-HAND", False, "Something was changed by hand that only the program or a dated reversal may change; the old value is shown.",
            "Ask who changed it. Put the old value back, or reverse the row and enter it again, so that the history stays whole.",
        ),
        Kind(
            "W-AUDIT", False, "The audit chain beside the ledger is not whole or could not be written; the day's work is not held up.",
            "Read the finding; keep the file for whoever looks into it.",
        ),
        Kind(
            "W-PLAN-APPROVAL", False, "A plan is signed, but its waiver or term needs a supervisor's approval; until then it counts nowhere.",
            "A supervisor, not the person who proposed it, approves the plan (Record signature, or Approved by on the sheet Plans), or withdraws it.",
        ),
        Kind("W-JOURNAL", False, "Ledger and journal do not tell the same story.", "Read the finding; a supervisor decides which is right."),
        Kind(
            "W-SNAPSHOTS", False, "The file of snapshots beside the ledger is damaged, older than the ledger, or was changed.",
            "Bring back the file that belongs to this ledger; figures use only what agrees.",
        ),
        # stops: nothing was changed
        Kind(
            "X-HISTORY", True, "The audit chain does not know the ledger at that time.",
            "Choose a later day; before the chain began only --as-of without --known-on can be asked.",
        ),
        Kind("X-NOT-FOUND", True, "The file does not exist.", "Check the path."),
        Kind(
            "X-NOT-WORKBOOK", True, "The file is not an Excel workbook (not a zip, truncated, or of another kind).",
            "Choose a .xlsm or .xlsx ledger, or restore a backup.",
        ),
        Kind("X-PASSWORD", True, "The workbook is protected with a password to open.", "Remove the password to open in Excel and save."),
        Kind(
            "X-NOT-LEDGER", True, "A sheet or column of the ledger contract is missing.",
            "Restore the sheet or column (Read me sheet), or start from a new ledger.",
        ),
        Kind(
            "X-UNSAFE", True, "The file holds something that no ledger has (huge parts, outside entities, doubled parts).",
            "Ask where this file comes from; restore a backup.",
        ),
        Kind("X-OPEN", True, "The ledger is open in Excel or LibreOffice.", "Save and close it there, then try again."),
        Kind(
            "X-BUSY", True, "Excel does not answer: a cell is being edited or a dialog is open.",
            "Leave the cell (Enter or Esc) or close the dialog, then press the button again.",
        ),
        Kind(
            "X-GONE", True, "The program that showed the workbook has ended in the middle; the file on disk is as it was last saved.",
            "Open the workbook again and press the button again: what has left is recorded and is not sent twice.",
        ),
        Kind("X-LIVE", True, "The open workbook refused a change; the old values were put back.", "Read what was refused, then press the button again."),
        Kind("X-PROTECTED", True, "The sheet is protected: nothing can be written into it.", "Unprotect the sheet (Review > Unprotect Sheet), then try again."),
        Kind(
            "X-READ-ONLY", True, "The workbook is open read-only: somebody else has it, or the file may not be changed.",
            "Ask whoever has it to close it, then open it again. Payments, calls and promises can be entered all the same: they are kept for later.",
        ),
        Kind(
            "X-BELOW", True, "Something stands below the table where new rows must go.",
            "Move it to the right of the table or to another sheet, then try again.",
        ),
        Kind(
            "X-PLACE", True, "The workbook lies in OneDrive or SharePoint or was never saved: its journal has no folder to lie in.",
            "Save it into a folder of this computer or of a mapped drive (File > Save As), or switch AutoSave off, and work on that copy only.",
        ),
        Kind("X-LOCKED", True, "Another run or sender is working on this ledger.", "Wait until it has ended, then try again."),
        Kind("X-CHANGED", True, "The ledger was changed by someone else while the run was computing; nothing was written.", "Run again."),
        Kind(
            "X-WRITE", True, "The ledger could not be written (disk full, read-only folder, no rights). The old file is untouched.",
            "Free space or get write access, then run again.",
        ),
        Kind("X-VERIFY", True, "The new file did not read back as it should; the old one is untouched.", "Keep the ledger as it is and report this."),
        Kind("X-BACKDATED", True, "The as-of date lies before the last run.", "Use the date of the last run or a later one."),
        Kind(
            "X-JOURNAL", True, "The journal beside the ledger is missing, older, or belongs to another ledger; nothing is sent.",
            "Bring the journal back beside the ledger, or let a supervisor run `outbox adopt`.",
        ),
        Kind(
            "X-SNAPSHOTS", True, "The file of snapshots beside the ledger is damaged or belongs to another ledger.",
            "Bring the file back from a backup, or move it away: then the figures begin anew with the next run.",
        ),
        Kind(
            "X-PACKAGES", True, "The packages for portfolios beyond one workbook are not installed.",
            "Run `make portfolio`; ledgers in workbooks do not need them.",
        ),
        Kind("X-SLICE", True, "The slice cannot be cut or brought back.", "Do what the message says, then do it again; nothing was changed."),
        Kind(
            "X-STORE", True, "The shared store cannot be reached, or is not one.",
            "Is the server running and the address right? The password belongs into the password file (PGPASSFILE), never into the address.",
        ),
        Kind(
            "X-PORTFOLIO", True, "This is no portfolio: a table is missing, or it cannot be read.",
            "Give a folder with one Parquet file per table (Debtors.parquet, Cases.parquet ...), or a database with tables of these names.",
        ),
        Kind(
            "X-WORKER", True, "The workers of the portfolio cannot be used: none answers, one has another version or does not see the folder, or a part"
            " stopped several of them.",
            "Start the workers again with this version and a folder that all of them see, or run with --plain.",
        ),
        Kind("X-OPTION", True, "An option or the input of the command cannot be used.", "Correct the option; `--help` lists them."),
        Kind(
            "X-SYSTEM", True, "A program of this computer that was asked to set something up refused.",
            "Do what its words say, or ask whoever looks after the computer.",
        ),
        Kind(
            "X-FOUR-EYES", True, "Who approves must be another person than the one who entered or proposed it.",
            "Let another supervisor approve it: --approved-by (Form: Approved by).",
        ),
        Kind(
            "X-PRACTICE", True, "This is a practice ledger: nothing ever leaves it.",
            "Use the real ledger for real messages. A practice ledger never becomes a real one.",
        ),
        Kind("X-CASE", True, "No such case in the ledger.", "Check the case id."),
        Kind(
            "X-DISPOSE", True, "The case cannot be moved or ended in this way now; nothing was changed.",
            "The message names what stands in the way. `review` (button Review) lists what each case still lacks.",
        ),
        Kind(
            "X-ADOPT", True, "Messages of this ledger were only written to a folder so far; whether somebody sent them by hand, no program can know.",
            "A supervisor says so once: `outbox adopt --as sent` (they were sent by hand) or `--as not-sent` (they are made anew and sent).",
        ),
        Kind("X-TRANSPORT", True, "This transport cannot be used now.", "Use `--transport folder`."),
        Kind(
            "X-MAIL-SETUP", True, "The mail account in Settings is not complete, so nothing can be sent by SMTP.",
            "Fill the smtp_ settings, then try them with `mail-test`.",
        ),
        Kind(
            "X-MAIL-PASSWORD", True, "There is no password or token for the mail account; messages stay queued.",
            "Store it with `mail-password`, as the user who sends. It never stands in the workbook.",
        ),
        Kind(
            "X-MAIL-TLS", True, "The mail server offers no encryption that can be trusted; nothing was handed over.",
            "Check smtp_host, smtp_port and smtp_security (465 = tls, 587 = starttls). If the certificate is refused, ask your provider or IT for the right"
            " server name; a certificate of your own firm must be trusted by this computer.",
        ),
        Kind(
            "X-MAIL-LOGIN", True, "The mail server refuses the login. It was tried once only, so that the account is not locked; messages stay queued.",
            "Check smtp_user, store the password again with `mail-password`. Many providers want an app password, or xoauth2 as smtp_login.",
        ),
        Kind(
            "X-MAIL-SENDER", True, "The mail server does not let this account send under this address or to others; messages stay queued.",
            "Use an address of the account as smtp_from, or ask your provider for the right to send as it.",
        ),
        Kind(
            "X-MAIL-SERVER", True, "The mail server failed several times in a row, or turns us away; the rest of the messages stay queued.",
            "Look at what the server said, wait, then run again. `mail-test` tries the connection step by step.",
        ),
        Kind("X-MAILBOX", True, "The mailbox for answers cannot be read.", "Check the imap settings and the password; nothing was filed."),
        Kind(
            "X-TEMPLATE", True, "A wording file cannot be rendered (missing file, misspelt field, unsafe code).",
            "Correct the wording file named in the message.",
        ),
        Kind("X-PRINT", True, "This letter cannot be printed.", "Do what the message says, then print again."),
        Kind("X-LAYOUT", True, "A page layout is missing or broken.", "Restore the folder templates/layout from the installation."),
        Kind("X-EXISTS", True, "There is already a file of that name.", "Choose another name, or delete the old file first."),
        Kind("X-SCHEDULE", True, "No schedule fits these figures.", "Change the count or the amount as the message says."),
        Kind(
            "X-INTERNAL", True, "The program met a case it does not know; nothing more was written.",
            "Write down the line under 'found' and send it to whoever looks after the program.",
        ),
        Kind(
            "X-LIBREOFFICE", True, "LibreOffice cannot be used, or has ended in the middle of the work; the ledger on disk is as it was.",
            "Start again; if it stays so, install LibreOffice Calc and its Python bridge (python3-uno).",
        ),
        Kind("X-NOT-LIST", True, "The file to import is no list that can be read.", "Choose an .xlsx, .xlsm, .csv, .tsv or .txt file."),
        Kind(
            "X-NOT-STATEMENT", True, "The file is no bank statement that can be read.",
            "Choose a statement in MT940, CAMT.053, CSV, TSV or .xlsx, as the bank offers it.",
        ),
        Kind("X-ENCODING", True, "The character set of the list is not known for sure.", "Name it with --encoding, or save the list as CSV UTF-8 or .xlsx."),
        Kind("X-MAPPING", True, "A line of the mapping file cannot be used.", "Correct the line, or delete the file: it is written anew."),
        Kind("X-PRINT", True, "The document cannot be printed as it stands.", "Correct the text named in the message, then make the document again."),
        Kind("X-PLAN", True, "No such plan, or one that is over.", "Check the plan id on the sheet Plans."),
        Kind(
            "X-REPLANS", True, "The case has had as many new agreements in twelve months as the setting replan_cap allows.",
            "Let the agreement stand, or have a supervisor decide on the way to disposition.",
        ),
        Kind("X-TERM", True, "The agreement runs longer than the law allows for such a debt.", "Agree fewer installments, or larger ones."),
        Kind("X-PROMISE", True, "No such promise, or one that is not open.", "Check the promise id on the sheet Promises."),
        Kind(
            "X-AGREEMENT", True, "The agreement lacks something that both sides must sign for; it was not made.",
            "Fill in what the message names, on the sheet that it names, then make the agreement again.",
        ),
        Kind(
            "X-ROWS", True, "A row that the figures of this document need was refused, so the document would be wrong.",
            "Correct the row (`check` says what is wrong with it), then make the document again.",
        ),
        Kind("X-LIMIT", True, "The sheet has no room for more rows.", "A supervisor moves closed cases to yearly ledgers (`archive`), then do it again."),
    )
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding: where it stands, what was found, what to do. ``owner`` is the case or debtor id it touches, if known."""

    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    advice: str = ""
    owner: str = ""

    @property
    def refuses(self) -> bool:
        """True when the row does not count: it takes part in no sum and blocks sending (design 4)."""
        return KINDS[self.code].refuses

    def as_json(self) -> dict[str, object]:
        """The six keys of the command contract."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "found": self.found,
            "advice": self.advice or KINDS[self.code].advice,
        }


class Stop(Exception):
    """The command cannot start or go on, and nothing was changed: exit code 2. ``others`` are further faults of the same entry."""

    def __init__(
        self, code: str, found: str = "", *, sheet: str = "", row: int | None = None, column: str = "", advice: str = "", others: tuple[Fault, ...] = ()
    ) -> None:
        self.fault = Fault(code, sheet, row, column, found, advice or KINDS[code].advice)
        self.others = others
        super().__init__(f"{code}: {KINDS[code].meaning} {found}".strip())
