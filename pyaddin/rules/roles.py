"""Four eyes: which acts one person proposes and another, a supervisor, approves; and when two names are one person.

Source: issue 9.6; domain-rules 5.2 ("never automatic": T8, T12, waivers, write-offs). A name is a claim (docs/security.md): the comparison keeps honest
people from approving their own work by mistake and leaves the rest to logins and the audit chain.
"""

from __future__ import annotations

from pyaddin.labels import folded
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """One act for four eyes, as it stands in the ledger.

    ``sheet`` holds its row, ``proposed`` is the column with the name of who entered or proposed it, ``approved`` that of who approved it.
    ``kinds``: only rows of these kinds (Adjustments); ``amount``: the column whose amount, above the setting waiver_limit, calls for approval; blank =
    always. ``refuses``: an act that is not approved as it must be makes its row refused, so it changes no sum; otherwise only the approval counts as not given.
    """

    id: str
    sheet: str
    proposed: str
    approved: str
    source: str
    kinds: tuple[str, ...] = ()
    amount: str = ""
    refuses: bool = False


FOUR_EYES: tuple[Act, ...] = (
    Act("waiver", "Adjustments", "Entered by", "Approved by", "domain-rules 5.2, R21", kinds=("waiver",), amount="Amount", refuses=True),
    Act("write-off", "Adjustments", "Entered by", "Approved by", "domain-rules T12", kinds=("write-off",), refuses=True),
    Act("plan with a waiver", "Plans", "Proposed by", "Approved by", "domain-rules T4, R21", amount="Waived"),
    Act("outcome", "Cases", "Outcome by", "Approved by", "domain-rules T8, T12"),
)
"""The acts that stand in a row of the ledger. Erasing a debtor's data (``privacy --erase``) needs four eyes as well; it stands in the audit chain."""


@dataclass(frozen=True, slots=True)
class Restricted:
    """What not every clerk may do: the command, the option or word that makes it so (blank = any use), and who may.

    ``who``: supervisor = a name in the setting supervisors; login = the login of one, where mail really leaves; four eyes = a supervisor who is not who
    proposed or entered it; keeper = whoever may write the program's folder and the files, no name is asked.
    """

    command: str
    option: str
    who: str
    why: str


RESTRICTED: tuple[Restricted, ...] = (
    Restricted("outbox", "approve, resolve, retry", "supervisor, login", "a message leaves, or its bytes go again"),
    Restricted("outbox", "adopt", "supervisor, login", "a person answers for what was sent"),
    Restricted("remind", "--override", "supervisor", "a rule of the house is passed (R30)"),
    Restricted("agree", "--waive", "four eyes", "a waiver above waiver_limit (T4, R21)"),
    Restricted("dispose", "", "four eyes", "final disposition, outcome, write-off (T8, T12)"),
    Restricted("advice", "--approved-by", "four eyes", "a judgment replaces what is owed (R16)"),
    Restricted("demand", "--by", "supervisor", "any other person's final demand waits for a release"),
    Restricted("report", "--close", "supervisor", "a month that is closed stays closed"),
    Restricted("changes", "--accept", "supervisor", "hand edits count as explained"),
    Restricted("practice", "", "supervisor", "a copy of the office's cases"),
    Restricted("slice", "", "supervisor", "debtors leave the ledger for a clerk's workbook"),
    Restricted("store", "", "supervisor", "the ledger moves into a database"),
    Restricted("archive", "", "supervisor", "closed cases leave the ledger for one of their year"),
    Restricted("merge", "", "supervisor", "a clerk's workbook changes the ledger"),
    Restricted("privacy", "--export", "supervisor", "everything about a person leaves the ledger"),
    Restricted("privacy", "--erase", "four eyes", "cannot be undone"),
    Restricted("restore", "--backup", "keeper", "an older file takes the place of the ledger"),
    Restricted("build", "", "keeper", "the empty workbook is made anew"),
)
"""One table for both doors: every row is refused by the task itself, with the reason, whether a button or the command line asks. docs/security.md shows it."""


def same_person(a: str, b: str) -> bool:
    """Whether two names are one person's: width, case and blanks are ignored. A blank name is nobody's."""
    return bool(folded(a)) and folded(a) == folded(b)


def approves(approver: str, proposer: str) -> bool:
    """Whether the approval counts: somebody gave it, and it is not who entered or proposed the act. An unknown proposer (older ledgers) is another person."""
    return bool(folded(approver)) and not same_person(approver, proposer)


def named(name: str, names: tuple[str, ...]) -> bool:
    """Whether the person stands in a list of names, compared as ``same_person`` does."""
    return any(same_person(name, other) for other in names)
