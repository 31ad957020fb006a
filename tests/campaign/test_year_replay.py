"""A year of a sample portfolio, replayed through the command line and counted over by a checker that knows nothing of the gate."""

from __future__ import annotations

import os
from pathlib import Path
from time import perf_counter

import pytest

from tests.stories.replay import Replay

WEEKS = int(os.environ.get("WEEKS", "52"))
"""``WEEKS=12 make campaign`` plays fewer of them."""


@pytest.mark.campaign
def test_a_year_without_a_violation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    began = perf_counter()
    replay = Replay.of(tmp_path, cases=60)
    found = replay.play(WEEKS)
    seconds = perf_counter() - began
    with capsys.disabled():
        print(
            f"\n{WEEKS} weeks, {replay.runs} runs, {found.messages} messages ({found.emails} emails), {replay.blocked} times blocked, "
            f"{replay.released} released, {replay.payments} payments, {replay.holds} holds and {len(replay.opted_since)} opt-outs typed, "
            f"{len(found.violations)} violations, {seconds:.0f} s"
        )
        print(", ".join(f"{country} {count}" for country, count in sorted(found.by_country.items())))
    assert found.violations == []
    assert replay.runs == WEEKS * 2 + (WEEKS + 2) // 4
    assert found.emails > 2 * WEEKS - 4
    assert replay.office.clean()
