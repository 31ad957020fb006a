"""The only place that reads the real clock. Doors call it and hand the instant on; everything else takes it as a parameter."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, in UTC and aware of it."""
    return datetime.now(UTC)
