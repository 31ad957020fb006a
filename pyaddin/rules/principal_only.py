"""The plainest straight case, reckoned in one go: rows of principal in the order of their numbers and due dates, money, and no day of late interest.

Most cases of an office are of this kind as long as they are paid in time, and many when they are not. The figures are those of ``straight``, to the digit; a
test holds them equal to the replay's.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pyaddin.rules.allocation_facts import Share
from pyaddin.rules.case import ORIGINAL, CaseFile
from pyaddin.rules.policy import Policy
from pyaddin.rules.standing import Position, Row, position_of
from pyaddin.rules.straight import counting_money

ZERO = Decimal(0)
_made = tuple.__new__  # a named tuple of its values, in half the time that its constructor takes


class _Filled:
    """The money poured over the rows: what each still lacks, as a sum and as principal, what it has got, and on which day it was full."""

    __slots__ = ("credit", "dues", "full_on", "got", "lacks", "principal", "shares")

    def __init__(self, dues: list[Decimal], principal: list[Decimal]) -> None:
        self.dues = dues
        self.lacks = dues.copy()
        self.principal = principal
        self.got = [ZERO] * len(dues)
        self.full_on: list[date | None] = [None] * len(dues)
        self.shares: list[Share] = []
        self.credit = ZERO


def principal_only(file: CaseFile, policy: Policy, as_of: date, bears_interest: bool) -> Position | None:
    """The position of a case without holds of which ``is_straight`` is true; ``None`` where anything else bears on it: a plan, an outcome, another
    component, rows out of order, or a day of late interest (``bears_interest``: a rate holds for the case)."""
    if file.plans or file.case.outcome:
        return None
    filled = _filled(file, as_of, bears_interest)
    return None if filled is None else _position(file, policy, as_of, filled, bears_interest)


def _filled(file: CaseFile, as_of: date, bears_interest: bool) -> _Filled | None:
    dues: list[Decimal] = []
    principal: list[Decimal] = []
    last_no, last_on = None, date.min
    rows = file.installments
    for row in rows:
        fee, interest, owed, due_on, no = row.fee, row.interest, row.principal, row.due_on, row.no
        if fee or interest or row.plan_id != ORIGINAL or due_on < last_on or last_no is not None and no <= last_no:
            return None
        due = fee + interest + owed
        if not due.is_finite() or due < ZERO:
            return None
        dues.append(due)
        principal.append(owed)
        last_no, last_on = no, due_on
    money = counting_money(file.payments, as_of)
    if money is None:
        return None
    filled = _Filled(dues, principal)
    lacks, got, shares, place = filled.lacks, filled.got, filled.shares, 0
    for payment in money:
        left, on = payment.amount, payment.value_date
        while left and place < len(lacks):
            if lacks[place]:
                row, wanted = rows[place], principal[place]
                if bears_interest and on > row.due_on:
                    return None
                given = min(wanted, left)
                left -= given
                principal[place] = wanted - given
                lacks[place] -= given
                got[place] += given
                shares.append(_made(Share, (payment.payment_id, on, (ORIGINAL, row.no), "principal", given, False)))
                if lacks[place]:
                    break
                filled.full_on[place] = on
                if not left:
                    break
            place += 1
        if left:
            filled.credit += left
    return filled


def _position(file: CaseFile, policy: Policy, as_of: date, filled: _Filled, bears_interest: bool) -> Position | None:
    """The rows as they stand and what they add up to, as ``arrears`` makes them of any case."""
    grace, bucket_of = policy.grace_days, policy.bucket_name
    tolerance = None if policy.tolerance_percent else policy.tolerance_of(ZERO)
    rows: list[Row] = []
    overdue: list[Row] = []
    open_total = arrears = ZERO
    by_bucket: dict[str, Decimal] = {}
    anchor: Row | None = None
    unpaid_since: date | None = None
    for row, due, left, principal, paid, full_on in zip(
        file.installments, filled.dues, filled.lacks, filled.principal, filled.got, filled.full_on, strict=True
    ):
        due_on, bucket, short, past, paid_on = row.due_on, "", False, 0, None
        if due_on < as_of:
            past = (as_of - due_on).days
            bucket = bucket_of(past)
        if not left:
            status, paid_on = "paid", full_on if due else due_on
        else:
            if bears_interest and past:
                return None
            if unpaid_since is None:
                unpaid_since = due_on
            short = left > (policy.tolerance_of(due) if tolerance is None else tolerance)
            if not short and due_on <= as_of:
                status = "paid" if paid else "due"
            elif past > grace:
                status = "missed"
            else:
                status = "partly paid" if paid else "due" if due_on <= as_of else "open"
        open_total += left
        parts = {"penalty": ZERO, "fee": row.fee, "interest": row.interest, "principal": principal}
        stands = _made(Row, (row, paid, paid_on, left, parts, ZERO, status, past, bucket, True, short and past > 0, ZERO))
        rows.append(stands)
        if past and left:
            overdue.append(stands)
            arrears += left
            by_bucket[bucket] = by_bucket.get(bucket, ZERO) + left
            if short and anchor is None:
                anchor = stands
    if anchor is None and arrears > policy.tolerance_amount:
        anchor = overdue[0]
    return position_of(
        as_of, policy, tuple(rows), anchor, arrears=arrears, by_bucket=by_bucket, open_total=open_total, shares=tuple(filled.shares), credit=filled.credit,
        unpaid_since=unpaid_since,
    )  # fmt: skip
