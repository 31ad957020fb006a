"""Four eyes: which acts one person proposes and another, a supervisor, approves; and when two names are one person.

Source: issue 9.6; domain-rules 5.2 ("never automatic": T8, T12, waivers, write-offs). A name is a claim (docs/security.md): the comparison keeps honest
people from approving their own work by mistake and leaves the rest to logins and the audit chain.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyaddin.labels import folded


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


def same_person(a: str, b: str) -> bool:
    """Whether two names are one person's: width, case and blanks are ignored. A blank name is nobody's."""
    return bool(folded(a)) and folded(a) == folded(b)


def approves(approver: str, proposer: str) -> bool:
    """Whether the approval counts: somebody gave it, and it is not who entered or proposed the act. An unknown proposer (older ledgers) is another person."""
    return bool(folded(approver)) and not same_person(approver, proposer)


def named(name: str, names: tuple[str, ...]) -> bool:
    """Whether the person stands in a list of names, compared as ``same_person`` does."""
    return any(same_person(name, other) for other in names)
