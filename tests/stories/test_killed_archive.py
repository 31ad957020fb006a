"""An archive killed at a step of its writing: no row is lost, and the next archive brings each into one ledger, once. `make campaign` tries every step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.stories.killed_archive import KilledArchive

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
SAMPLE = 6


def test_killed_at_six_steps_nothing_is_lost_and_the_next_archive_completes_it(tmp_path: Path) -> None:
    archive = KilledArchive(tmp_path)
    assert archive.steps > SAMPLE
    for number in range(SAMPLE):
        step = 1 + number * (archive.steps - 1) // (SAMPLE - 1)
        assert archive.killed_at(step) == -9, step
        assert archive.lost() == [], step
        assert archive.archive() == 0, step
        assert archive.judged() == [], step
        archive.put_back()
