"""Which agreements count in money: signed by both sides, and approved where a supervisor must (guard of T4, R21).

A plan that both sides signed although its waiver or its term needs an approval that nobody gave is listed and counts in no sum: neither its
waiver nor its rows take anything from what is owed before a supervisor, and not the person who proposed it, stands in Approved by.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pyaddin.rules.allocation import natural
from pyaddin.rules.case import CaseFile, Installment, Plan
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.roles import approves

TWELVE_MONTHS = timedelta(days=365)


def term_months(agreed_on: date, rows: Iterable[Installment]) -> int:
    """Whole months from the agreement to the last due date, a started one counted whole; 0 without rows."""
    last = max([row.due_on for row in rows], default=agreed_on)
    return max((last.year - agreed_on.year) * 12 + last.month - agreed_on.month + (last.day > agreed_on.day), 0)


def to_approve(plan: Plan, rows: Sequence[Installment], policy: Policy) -> tuple[Phrase, ...]:
    """What in the plan needs a supervisor's approval, in words: a waiver above the limit, a term above the cap. Empty = nothing."""
    found = []
    if plan.waived > policy.waiver_limit:
        found.append(phrase("agreement approval", waived=str(plan.waived), limit=str(policy.waiver_limit)))
    months = term_months(plan.agreed_on or plan.proposed_on, rows)
    if months > policy.offer.cap_months:
        found.append(phrase("agreement approval-term", months=months, most=policy.offer.cap_months))
    return tuple(found)


def approved(plan: Plan, rows: Sequence[Installment], policy: Policy) -> bool:
    """Whether the plan may count: nothing in it needs approval, or somebody else than the proposer approved it (four eyes)."""
    return approves(plan.approved_by, plan.proposed_by) or not to_approve(plan, rows, policy)


def rows_of(file: CaseFile, plan_id: str) -> tuple[Installment, ...]:
    """The plan's own installments."""
    return tuple([row for row in file.installments if row.plan_id == plan_id])


def _takes_over(plan: Plan) -> tuple[object, ...]:
    """Sorts agreements into the order in which one takes the place of the other: by the later signature, those of one day by version and id."""
    return (plan.agreed_on or date.max, plan.version, natural(plan.plan_id))


def agreed_plans(file: CaseFile, policy: Policy, as_of: date) -> tuple[Plan, ...]:
    """The plans that count or counted by the day, in the order in which one took over from the other."""
    if not file.plans:
        return ()
    signed = [plan for plan in file.plans if (on := plan.agreed_on) is not None and on <= as_of]
    counting = [plan for plan in signed if approved(plan, rows_of(file, plan.plan_id), policy)]
    return tuple(sorted(counting, key=_takes_over)) if len(counting) > 1 else tuple(counting)


def current_plan(file: CaseFile, policy: Policy, as_of: date) -> Plan | None:
    """The latest plan agreed on or before the day, whatever became of it; ``None`` under the original contract."""
    agreed = agreed_plans(file, policy, as_of)
    return agreed[-1] if agreed else None


def unapproved(file: CaseFile, policy: Policy) -> tuple[Plan, ...]:
    """Plans that both sides signed and that wait for a supervisor, the one that was signed last in front."""
    if not file.plans:
        return ()
    waiting = [plan for plan in file.plans if plan.agreed_on is not None and not approved(plan, rows_of(file, plan.plan_id), policy)]
    return tuple(sorted(waiting, key=_takes_over, reverse=True))


def waits_because(file: CaseFile, plan: Plan, policy: Policy) -> tuple[Phrase, ...]:
    """What such a plan waits for, in words."""
    return to_approve(plan, rows_of(file, plan.plan_id), policy)


def replans(file: CaseFile, policy: Policy, as_of: date) -> int:
    """New agreements of the last twelve months that took the place of an earlier one (R21); the first agreement of a case is none."""
    return sum(1 for plan in agreed_plans(file, policy, as_of)[1:] if plan.agreed_on is not None and as_of - TWELVE_MONTHS < plan.agreed_on)
