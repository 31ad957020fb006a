"""The scheduler through thousands of lives: naps, restarts, lost memories, clocks set back, failing runs, in zones with every kind of summer time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.entrypoints.test_service_year import EVENTS, HOURS, ZONES, check


@pytest.mark.campaign
@given(zone=st.sampled_from(ZONES), hour=st.sampled_from(HOURS), events=st.lists(EVENTS, min_size=10, max_size=120))
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
def test_two_thousand_lives(zone: str, hour: str, events: list[tuple[str, int]]) -> None:
    check(zone, hour, events)
