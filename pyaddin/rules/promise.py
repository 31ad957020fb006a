"""Promises to pay: judged after their grace from the money that came in, never from memory (R23-R25; SAP promise evaluation)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pyaddin.rules.case import CaseFile, Promise
from pyaddin.rules.days import add_working_days
from pyaddin.rules.policy import Policy

_BY_CLERK = frozenset({"withdrawn", "superseded"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A promise on the as-of date. ``deadline`` = promised date plus working days of grace; it is judged the day after."""

    promise: Promise
    status: str
    level: int
    judged_on: date | None
    deadline: date
    received: Decimal


def deadline(promise: Promise, policy: Policy, is_working: Callable[[date], bool]) -> date:
    """Last day on which money still keeps the promise."""
    grace = policy.promise_grace_days if promise.grace_days is None else promise.grace_days
    return add_working_days(promise.due_on, grace, is_working)


def _received(file: CaseFile, promise: Promise, until: date, as_of: date) -> Decimal:
    return sum(
        (
            payment.amount
            for payment in file.payments
            if promise.made_on <= payment.value_date <= min(until, as_of) and (payment.reversed_on is None or payment.reversed_on > as_of)
        ),
        Decimal(0),
    )


def _status(promise: Promise, received: Decimal, limit: date, replaced_on: date | None, tolerance: Decimal, as_of: date) -> str:
    if promise.status in _BY_CLERK:
        return promise.status
    in_full = received >= promise.amount - tolerance
    if replaced_on is not None and replaced_on <= limit:
        return "kept" if in_full else "superseded"
    if as_of <= limit:
        return "open"
    if in_full:
        return "kept"
    return "partly kept" if received > 0 else "broken"


def _entered(promise_id: str) -> tuple[int, str]:
    """Order of promises of one day: by the number in their ids, whatever its width (R-00002 before R-000010)."""
    digits = "".join(mark for mark in promise_id if mark in "0123456789")
    return int(digits or 0), promise_id


def judge(file: CaseFile, policy: Policy, as_of: date) -> tuple[Judged, ...]:
    """Every promise made up to the as-of date, oldest first, with its level (R24: +1 after one that was not kept).

    A new promise takes the place of an open one; money from its day on counts for the new one only. One that was already paid in full is kept.
    """
    is_working = policy.is_working(file.debtor.country)
    made = sorted((p for p in file.promises if p.made_on <= as_of), key=lambda p: (p.made_on, *_entered(p.promise_id)))
    judged: list[Judged] = []
    for index, promise in enumerate(made):
        limit = deadline(promise, policy, is_working)
        replaced_on = made[index + 1].made_on if index + 1 < len(made) else None
        until = limit if replaced_on is None else min(limit, replaced_on - timedelta(days=1))
        received = _received(file, promise, until, as_of)
        status = _status(promise, received, limit, replaced_on, policy.tolerance_amount, as_of)
        level = 1
        if judged:
            level = judged[-1].level + (0 if judged[-1].status == "kept" else 1)
        on = None if status in ("open", *_BY_CLERK) else promise.judged_on if promise.status == status and promise.judged_on else as_of
        judged.append(Judged(promise, status, level, on, limit, received))
    return tuple(judged)
