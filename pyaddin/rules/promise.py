"""Promises to pay: judged after their grace from the money that came in, never from memory (R23-R25; SAP promise evaluation)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile, Payment, Promise
from pyaddin.rules.days import Span, add_working_days
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.policy import Policy

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise on the as-of date. ``deadline`` = promised date plus working days of grace, moratoria left out; it is judged the day after."""

    promise: Promise
    status: str
    level: int
    judged_on: date | None
    deadline: date
    received: Decimal


def deadline(promise: Promise, policy: Policy, is_working: Callable[[date], bool], pauses: Sequence[Span] = (), as_of: date = date.max) -> date:
    """Last day on which money still keeps the promise.

    ``pauses``: moratoria. A promise that falls due in one counts as due on the day after it, and none of its days is a day of grace (R23 with 5.3 and R5).
    One without an end lasts until the as-of date at least, so that the promise stays open.
    """
    grace = policy.promise_grace_days if promise.grace_days is None else promise.grace_days
    if not pauses:
        return add_working_days(promise.due_on, grace, is_working)
    spans = sorted((start, max(start, as_of) if end is None else end) for start, end in pauses if end is not None or as_of < date.max)
    day = promise.due_on
    for start, end in spans:
        if start <= day <= end:
            day = end + _DAY
    for _ in range(grace):
        day = add_working_days(day, 1, is_working)
        for start, end in spans:
            if start < day <= end:
                day = add_working_days(end, 1, is_working)
    return day


def _received(file: CaseFile, promise: Promise, limit: date, following: Promise | None, as_of: date) -> Decimal:
    """Money that keeps this promise: of its days, not in the ledger before it was made, and not the money that the next promise counts on."""
    return sum(
        (
            payment.amount
            for payment in file.payments
            if counts(payment, promise)
            and payment.value_date <= min(limit, as_of)
            and not (following is not None and counts(payment, following))
            and (payment.reversed_on is None or payment.reversed_on > as_of)
        ),
        Decimal(0),
    )


def counts(payment: Payment, promise: Promise) -> bool:
    """Whether the payment is one that the promise could still bring: dated from its day on, and not there already when it was made."""
    return payment.value_date >= promise.made_on and payment.payment_id not in promise.entered_before


def _status(promise: Promise, received: Decimal, limit: date, following: Promise | None, tolerance: Decimal, as_of: date) -> str:
    replaced = following is not None and following.made_on <= limit
    if promise.status == "withdrawn" and (promise.judged_on is None or promise.judged_on <= as_of):
        return "withdrawn"
    if promise.status == "superseded" and not replaced:
        return "superseded"
    in_full = received > 0 and received >= promise.amount - tolerance
    if replaced:
        return "kept" if in_full else "superseded"
    if as_of <= limit:
        return "open"
    if in_full:
        return "kept"
    return "partly kept" if received > 0 else "broken"


def _judged_on(promise: Promise, status: str, as_of: date) -> date | None:
    """The first day that saw the outcome; of a promise taken back the day of that, and none while it is open or only made way for another."""
    if status in ("open", "superseded"):
        return None
    if status == "withdrawn":
        return promise.judged_on
    return promise.judged_on if promise.status == status and promise.judged_on else as_of


def _entered(promise_id: str) -> tuple[int, str]:
    """Order of promises of one day: by the number in their ids, whatever its width (R-00002 before R-000010)."""
    digits = "".join(mark for mark in promise_id if mark in "0123456789")
    return int(digits or 0), promise_id


def judge(file: CaseFile, policy: Policy, as_of: date) -> tuple[Judged, ...]:
    """Every promise made up to the as-of date, oldest first, with its level (R24: +1 after one that was not kept).

    A new promise takes the place of an open one; money from its day on that was not in the ledger yet counts for the new one only. One that was already
    paid in full is kept. Each payment keeps at most one promise, and a superseded promise is judged anew with it: money entered later for its days counts.
    """
    if not file.promises:
        return ()
    is_working, pauses = policy.is_working(file.debtor.country), ageing_pauses(file.holds)
    made = sorted((p for p in file.promises if p.made_on <= as_of), key=lambda p: (p.made_on, *_entered(p.promise_id)))
    judged: list[Judged] = []
    for index, promise in enumerate(made):
        limit = deadline(promise, policy, is_working, pauses, as_of)
        following = made[index + 1] if index + 1 < len(made) else None
        received = _received(file, promise, limit, following, as_of)
        status = _status(promise, received, limit, following, policy.tolerance_amount, as_of)
        level = 1
        if judged:
            level = judged[-1].level + (0 if judged[-1].status == "kept" else 1)
        judged.append(Judged(promise, status, level, _judged_on(promise, status, as_of), limit, received))
    return tuple(judged)
