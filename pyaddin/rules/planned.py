"""The plainly agreed case: the original contract, then one signed plan, money and perhaps late interest, nothing else (R8-R14, R21a).

What was owed in the evening of the agreement goes into the plan; money up to that day fills the rows of the contract, later money those of the plan, each one
after another. Nothing that came later changes what the plan took over, so nothing has to be corrected or replayed. The figures are those of ``regimes``, to
the digit; a test holds the two equal.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pyaddin.rules.allocation_facts import OPENING
from pyaddin.rules.case import ORIGINAL, CaseFile, Payment
from pyaddin.rules.correction import Mismatch, agreed_amount
from pyaddin.rules.in_force import agreed_plans
from pyaddin.rules.interest import LateInterest
from pyaddin.rules.policy import Policy
from pyaddin.rules.straight import Straight, counting_money, poured

ZERO = Decimal(0)


class Planned(NamedTuple):
    """The contract as it stood in the evening of the agreement, the plan as it stands on the day, and a plan for another amount than was owed."""

    contract: Straight
    plan: Straight
    plan_id: str
    mismatch: Mismatch | None


def planned(file: CaseFile, policy: Policy, as_of: date, late: LateInterest | None) -> Planned | None:
    """The case of which ``is_poured`` is true; ``None`` where another number of agreements counts, money was ever taken back, the plan took over more than was
    owed although money had come, or the ledger may not hold the rows or amounts."""
    agreements = agreed_plans(file, policy, as_of)
    if len(agreements) != 1 or any([payment.reversed_on is not None for payment in file.payments]):
        return None
    plan, on = agreements[0], agreements[0].agreed_on
    mine = [row for row in file.installments if row.plan_id == plan.plan_id]
    money = counting_money(file.payments, as_of)
    if on is None or not mine or money is None:
        return None
    early = [payment for payment in money if payment.value_date <= on]
    contract = poured([row for row in file.installments if row.plan_id == ORIGINAL], early, policy, on, late)
    if contract is None:
        return None
    owed = sum([row.open_total + row.late_open for row in contract.paid], ZERO)
    interest = sum([row.late_borne for row in contract.paid], sum([row.interest for row in contract.rows], ZERO))
    agreed = agreed_amount(plan, mine, owed, interest, ZERO)
    if agreed > owed and early:
        return None
    later = money[len(early) :]
    if contract.credit:
        later.insert(0, Payment(OPENING, on, contract.credit))
    stands = poured(mine, later, policy, as_of, late)
    if stands is None:
        return None
    return Planned(contract, stands, plan.plan_id, Mismatch(plan.plan_id, on, owed, agreed) if owed != agreed else None)
