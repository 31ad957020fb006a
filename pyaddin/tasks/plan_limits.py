"""With whom, how often and for how long an agreement may be made: refused before anything is written (T6, R21, domain-rules 5.3)."""

from __future__ import annotations

from datetime import date

from pyaddin.errors import Stop
from pyaddin.rules.agreement import LONGEST_MONTHS, Terms, months
from pyaddin.rules.case import CaseFile
from pyaddin.rules.hold import in_force, says
from pyaddin.rules.in_force import agreed_plans, replans
from pyaddin.rules.offers import NO_PARTNER
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import phrase
from pyaddin.tasks.entering import given


def refuse_partner(file: CaseFile, policy: Policy, on: date) -> None:
    """Raises ``Stop`` X-AGREEMENT for a closed case, and under a hold that leaves nobody to agree with."""
    held = next((hold for hold in in_force(file.holds, on) if hold.type in NO_PARTNER and hold.scope != "address"), None)
    if file.case.stage == "CLOSED":
        raise Stop("X-AGREEMENT", phrase("agreement closed", case=file.case.case_id).says(policy.language), sheet="Cases", column="Stage")
    if held is not None:
        raise Stop("X-AGREEMENT", phrase("offer held", says=says(held.type)).says(policy.language), sheet="Holds", column="Type")


def refuse_replan(file: CaseFile, policy: Policy, on: date, reason: str | None) -> None:
    """A new version beside one that was signed says why, and there are no more than ``replan_cap`` in twelve months (T6, R21).

    Raises ``Stop`` E-REQUIRED for the reason, X-REPLANS.
    """
    if not agreed_plans(file, policy, on):
        return
    done = replans(file, policy, on)
    if done >= policy.replan_cap:
        raise Stop("X-REPLANS", phrase("agreement replans", count=done, most=policy.replan_cap).says(policy.language), sheet="Plans", column="Version")
    given({"Reason": reason}, "Plans")


def refuse_term(terms: Terms, policy: Policy) -> None:
    """Raises ``Stop`` X-TERM where the law caps the term: five years in mainland China (credit card measures art. 70)."""
    if (terms.file.debtor.country or policy.jurisdiction) == "CN" and months(terms) > LONGEST_MONTHS:
        found = phrase("agreement long", months=months(terms), most=LONGEST_MONTHS).says(policy.language)
        raise Stop("X-TERM", found, sheet="Plans", column="Count")
