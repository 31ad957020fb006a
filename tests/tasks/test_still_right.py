"""Whether too few days are left to the date that a message asks for: by the calendar of whoever is further on, and never on the message's own day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from pyaddin.tasks.still_right import _too_late

PLANNED = datetime(2026, 12, 1, 10, tzinfo=UTC)


def says(zone: str, as_of: str, now: str = "", *, pay_by: str = "2026-12-08", least: int = 3) -> str | None:
    """What is said of a message of 1 December that leaves then."""
    settings = SimpleNamespace(days=lambda name: {"least_days_to_pay": least}[name])
    opened = SimpleNamespace(as_of=date.fromisoformat(as_of), policy=None, settings=settings, zone_of=lambda case_id: ZoneInfo(zone))
    desk = SimpleNamespace(opened=opened, now=(lambda: datetime.fromisoformat(now)) if now else None, language="en")
    entry = SimpleNamespace(pay_by=date.fromisoformat(pay_by), at=PLANNED, case_id="C-1")
    return _too_late(cast("Any", entry), cast("Any", None), cast("Any", desk))


@pytest.mark.parametrize(
    ("zone", "as_of", "now", "goes"),
    [
        ("Europe/London", "2026-12-05", "", True),
        ("Europe/London", "2026-12-06", "", False),
        ("Pacific/Auckland", "2026-12-05", "2026-12-05T10:30:00+00:00", True),  # 23:30 of the 5th there
        ("Pacific/Auckland", "2026-12-05", "2026-12-05T11:30:00+00:00", False),  # the 6th has begun there
        ("Pacific/Honolulu", "2026-12-06", "2026-12-06T01:00:00+00:00", False),  # still the 5th there: the office's day counts
    ],
)
def test_the_later_of_both_calendars_counts(zone: str, as_of: str, now: str, goes: bool) -> None:
    assert (says(zone, as_of, now) is None) is goes


def test_on_its_own_day_a_message_has_all_of_its_days() -> None:
    assert says("Europe/London", "2026-12-01", least=30) is None
    assert says("Europe/London", "2026-12-02", least=30) is not None


@pytest.mark.parametrize(("as_of", "words"), [("2026-12-07", "less than 3 days ahead"), ("2026-12-08", "has passed"), ("2026-12-09", "has passed")])
def test_a_date_that_has_come_is_told_as_passed(as_of: str, words: str) -> None:
    assert words in str(says("Europe/London", as_of))


def test_without_a_least_number_it_goes_until_the_day_before() -> None:
    assert says("Europe/London", "2026-12-07", least=0) is None
    assert says("Europe/London", "2026-12-08", least=0) is not None
