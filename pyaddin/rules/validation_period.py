"""The validation period of Regulation F: how long a consumer may dispute a debt after the first notice (12 CFR 1006.34(b)(5))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

NOTICE = "validation"
"""The kind of the notice in outbox keys; its subject there is the last day of the period, as the notice names it."""
_MAIL_DAYS = 5
_PERIOD_DAYS = 30
_DAY = timedelta(days=1)


def assumed_receipt(sent_on: date, day_off: Callable[[date], bool | None]) -> date:
    """The day on which the notice counts as received: the fifth day after sending, Saturdays, Sundays and public holidays not counted.

    ``day_off`` answers for federal holidays, observed days included: leaving these out only lengthens the period. Raises ``ValueError`` when
    it has no data for a day: the period cannot be told.
    """
    day, left = sent_on, _MAIL_DAYS
    while left:
        day += _DAY
        off = day_off(day)
        if off is None:
            raise ValueError(f"no public holidays are known for {day.year}")
        left -= day.weekday() < 5 and not off
    return day


def validation_end(sent_on: date, day_off: Callable[[date], bool | None]) -> date:
    """The last day of the validation period: 30 days after the assumed receipt."""
    return assumed_receipt(sent_on, day_off) + timedelta(days=_PERIOD_DAYS)


def latest_sending(ends: date, day_off: Callable[[date], bool | None]) -> date:
    """The last day on which a notice may be sent that names this day as the end of its period. Raises ``ValueError`` like ``assumed_receipt``."""
    day = ends - timedelta(days=_PERIOD_DAYS)
    while validation_end(day, day_off) > ends:
        day -= _DAY
    return day


def ends_in(key: str) -> date | None:
    """The last day of the period that the notice under this outbox key names; ``None`` for any other message."""
    head, _, subject = key.rpartition("|")
    try:
        return date.fromisoformat(subject) if head.endswith(f"|{NOTICE}") else None
    except ValueError:
        return None
