"""The validation period of Regulation F, with federal holidays as published."""

from __future__ import annotations

from datetime import date

import pytest

from pyaddin.policy.public_holidays import PublicHolidays
from pyaddin.rules.validation_period import assumed_receipt, validation_end


def federal(day: date) -> bool | None:
    return PublicHolidays().day_off("US", "", day)


@pytest.mark.parametrize(
    ("sent", "received", "end"),
    [
        ("2026-11-20", "2026-11-30", "2026-12-30"),  # Thanksgiving is skipped; 35 plain days would end on 25 December
        ("2026-11-02", "2026-11-09", "2026-12-09"),
        ("2026-11-07", "2026-11-16", "2026-12-16"),  # sent on a Saturday, over Veterans Day
        ("2026-06-26", "2026-07-06", "2026-08-05"),  # the observed 3 July is left out too: the longer period
    ],
)
def test_period(sent: str, received: str, end: str) -> None:
    assert assumed_receipt(date.fromisoformat(sent), federal) == date.fromisoformat(received)
    assert validation_end(date.fromisoformat(sent), federal) == date.fromisoformat(end)


def test_without_holidays_there_is_no_period() -> None:
    with pytest.raises(ValueError, match="2026"):
        validation_end(date(2026, 11, 20), lambda _: None)
