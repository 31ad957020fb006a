"""The scheduler through thousands of lives: naps, restarts, lost memories, clocks set back, failing runs, in zones with every kind of summer time."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.entrypoints.test_service_year import EVENTS, HOURS, ZONES, check

LIVES = int(os.environ.get("LIVES", "2000"))
"""``LIVES=200 make campaign`` plays fewer of them."""


@pytest.mark.campaign
@given(zone=st.sampled_from(ZONES), hour=st.sampled_from(HOURS), events=st.lists(EVENTS, min_size=10, max_size=120))
@settings(max_examples=LIVES, deadline=None, suppress_health_check=list(HealthCheck))
def test_many_lives(zone: str, hour: str, events: list[tuple[str, int]]) -> None:
    check(zone, hour, events)
