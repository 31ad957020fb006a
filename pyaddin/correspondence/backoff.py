"""When a message that could not be handed over for the moment is tried again, and when that ends."""

from __future__ import annotations

from datetime import datetime, timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 240, 480, 960, 1440, 1440))
"""Waits after the first, second ... try. All in all a little over three days; RFC 5321 4.5.4.1 asks for a growing wait and for four to five days of
a mail server, a reminder is out of date before."""
MOST_TRIES = len(WAITS) + 1


def next_try(tries: int, at: datetime) -> datetime | None:
    """The instant of the next try after the given number of failed ones; ``None`` when it is given up."""
    return at + WAITS[tries - 1] if tries <= len(WAITS) else None
