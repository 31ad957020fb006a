"""Every KPI of a period from its facts: rates of movement from two snapshots, and what happened on days of its own (domain-rules 5.11).

Pure. Each figure carries numerator, denominator and the rows behind both; a denominator of zero makes a blank value, never a zero or an error.
What each one is called and how it is computed is said in ``kpi_words``.
"""

from __future__ import annotations

from pyaddin.rules.kpi_money import ageing, cash, cost_to_collect, effectiveness, recovery_by_stage, stock, write_off_rate
from pyaddin.rules.kpi_roll import cure_rate, matrix, relapse_rate
from pyaddin.rules.kpi_rows import Facts, Figure
from pyaddin.rules.kpi_work import contact_rate, first_contact, plan_kept, promise_kept, promises_due, touches, workload

__all__ = ["Facts", "Figure", "figures"]


def figures(facts: Facts) -> tuple[Figure, ...]:
    """All of them, in the order in which they are shown. Without two snapshots those that compare two are left out."""
    return (
        *cure_rate(facts),
        *relapse_rate(facts),
        *promise_kept(facts),
        *plan_kept(facts),
        *contact_rate(facts),
        *first_contact(facts),
        *recovery_by_stage(facts),
        *effectiveness(facts),
        *write_off_rate(facts),
        *cost_to_collect(facts),
        *touches(facts),
        *stock(facts),
        *ageing(facts),
        *workload(facts),
        *promises_due(facts),
        *cash(facts),
        *matrix(facts),
    )
