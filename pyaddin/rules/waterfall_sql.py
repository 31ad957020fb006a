"""The simple waterfall in SQL: what a case owes of which nothing but rows of one contract and money is known (R1, R4, R7-R9, R14).

Without charges, reliefs, agreements and late interest all money fills the rows one after another in the order of their due dates, so what a row has got is
what the money leaves of it after the rows before: an expression over running sums. The figures are those of ``straight`` and of the replay in
``allocation``; a test holds the three equal row by row. It is no second home of the rules: portfolios check by it what the row rules have said.

Amounts are decimals of four places, that is whole numbers of a hundredth of a cent: nothing is rounded.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyaddin.rules.policy import Policy

AMOUNT = "DECIMAL(18, 4)"
"""The type of every amount that goes in."""


def runs_in_order(policy: Policy) -> bool:
    """Whether the office's own order of paying lets money fill the rows by their due dates (``straight.is_straight`` asks the same of it)."""
    return policy.future == "next" and (not policy.order_late or policy.order_late == policy.order)


def counting_sql(as_of: date) -> str:
    """Whether a payment counts on the day: it has arrived and was not taken back by then. Columns ``value_date`` and ``reversed_on``."""
    day = _day(as_of)
    return f"value_date <= {day} AND (reversed_on IS NULL OR reversed_on > {day})"


def rows_sql(policy: Policy, as_of: date, dues: str, money: str) -> str:
    """The rows as they are paid: ``case_id, no, due_on, due, paid, unpaid, past`` (due before the day) and ``short`` (unpaid beyond tolerance).

    ``dues``: a relation of ``case_id, no, due_on, due``; ``money``: one of ``case_id, value_date, reversed_on, amount``.
    """
    received = f"SELECT case_id, sum(amount) AS received FROM {money} WHERE {counting_sql(as_of)} GROUP BY case_id"
    ahead = "sum(due) OVER (PARTITION BY case_id ORDER BY due_on, no ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    filled = (
        f"SELECT d.*, least(due, greatest(0, coalesce(received, 0) - ahead)) AS paid"
        f" FROM (SELECT *, coalesce({ahead}, 0) AS ahead FROM {dues}) AS d LEFT JOIN ({received}) AS m USING (case_id)"
    )
    return (
        f"SELECT case_id, no, due_on, due, paid, due - paid AS unpaid, due_on < {_day(as_of)} AS past, due - paid > 0 AND {_beyond_sql(policy)} AS short"
        f" FROM ({filled})"
    )


def cases_sql(policy: Policy, as_of: date, dues: str, money: str) -> str:
    """What the rows of a case add up to: ``case_id, arrears, outstanding, oldest`` (due date of the row that the days are counted from; null while the
    case is not in arrears) and ``days_past_due``. A case without rows is not in it: it owes nothing."""
    summed = (
        "SELECT case_id, sum(unpaid) AS outstanding, coalesce(sum(unpaid) FILTER (WHERE past), 0) AS arrears,"
        " min(due_on) FILTER (WHERE past AND short) AS oldest_short, min(due_on) FILTER (WHERE past AND unpaid > 0) AS oldest_unpaid"
        f" FROM ({rows_sql(policy, as_of, dues, money)}) GROUP BY case_id"
    )
    oldest = f"CASE WHEN oldest_short IS NOT NULL THEN oldest_short WHEN arrears > {_number(policy.tolerance_amount)} THEN oldest_unpaid END"
    return (
        f"SELECT case_id, arrears, outstanding, oldest, CAST(coalesce({_day(as_of)} - oldest, 0) AS INTEGER) AS days_past_due"
        f" FROM (SELECT *, {oldest} AS oldest FROM ({summed}))"
    )


def _beyond_sql(policy: Policy) -> str:
    """Whether what is unpaid exceeds ``Policy.tolerance_of`` the row's sum."""
    amount = f"due - paid > {_number(policy.tolerance_amount)}"
    share = f"(due - paid) * 100 > due * {_number(policy.tolerance_percent)}"
    either = policy.tolerance_mode == "min" and policy.tolerance_amount and policy.tolerance_percent
    return f"({amount} {'OR' if either else 'AND'} {share})"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _number(value: Decimal) -> str:
    return f"{value:f}"
