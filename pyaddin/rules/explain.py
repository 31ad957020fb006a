"""Explain this number: every figure of a case with the facts, the rule and its source, and arithmetic that a clerk repeats with a calculator."""

from __future__ import annotations

from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_interest import interest_lines
from pyaddin.rules.explain_money import owed_lines, paid_lines
from pyaddin.rules.explain_sending import sending_lines
from pyaddin.rules.explain_steps import Line, Step, grouped
from pyaddin.rules.explain_time import time_lines
from pyaddin.rules.explain_work import work_lines
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Says
from pyaddin.rules.regimes import replay

FIELDS: dict[str, str] = {
    "stage since": "Stage", "stage_now": "Stage", "episode": "Stage", "outcome": "Stage", "outcome on": "Stage", "approved by": "Stage", "level_now": "Level",
    "days_past_due": "Days past due", "delinquent_days": "Delinquent days", "paused_days": "Paused days", "ripe days": "Bucket",
    "arrears_by_bucket": "Arrears by bucket", "interest": "Interest due", "annual rate": "Interest due", "day count": "Interest due", "fees": "Fees due",
    "late fee": "Fees due", "balance": "Outstanding", "paid on": "Paid", "status": "Paid", "flagged on": "Paid", "principal": "Paid", "due on": "Days past due",
    "no": "Paid", "next_action": "Next action", "next action on": "Next action", "promise": "Promises", "promise status": "Promises", "hold": "Holds",
    "limitation restarted on": "Limitation", "final demand delivered on": "Limitation", "expected costs": "Worth suing", "chance": "Worth suing",
    "plans": "Plan", "plan status": "Plan", "plan id": "Plan", "message": "Sending", "sent": "Sending", "nothing sent": "Sending", "why not": "Sending",
}  # fmt: skip
"""Other names of a field: columns of Cases, Installments and Today that another column's steps explain, and the keys of *assess*, in small letters."""


def explain(decision: Decision, policy: Policy, stops: tuple[Says | str, ...] = ()) -> tuple[Step, ...]:
    """Every figure of the case in the order in which one follows from the other, in the ledger's language.

    ``stops``: what holds back every message of the ledger today (unreadable rows or settings).
    """
    stretch = replay(decision.file, policy, decision.position.as_of, decision.file.holds)[-1]
    lines: tuple[Line, ...] = (
        *grouped("time", time_lines(decision, policy)),
        *grouped("owed", owed_lines(decision, stretch.allocation)),
        *grouped("interest", interest_lines(decision, policy, stretch)),
        *grouped("paid", paid_lines(decision, policy)),
        *grouped("work", work_lines(decision, policy)),
        *grouped("sending", sending_lines(decision, policy, stops)),
    )
    return tuple(line.says(policy.language) for line in lines)


def field_of(name: str) -> str:
    """The field whose steps explain a column, in any case; the name itself when it has no other."""
    return FIELDS.get(" ".join(name.split()).casefold(), name)
