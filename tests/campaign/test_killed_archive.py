"""An archive killed at every step of its writing, and killed again while the next one completes it: nothing lost, nothing twice."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.stories.killed_archive import KilledArchive
from tests.stories.killing import in_child

pytestmark = [pytest.mark.campaign, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]


def test_every_step(tmp_path: Path) -> None:
    archive, chance = KilledArchive(tmp_path), Random(11)
    found: list[str] = []
    for step in range(1, archive.steps + 1):
        assert archive.killed_at(step) == -9, step
        archive.killed_at(chance.randint(1, archive.steps))  # the next one, too; it may end before it comes so far
        found += [f"step {step}: lost {row}" for row in archive.lost()]
        found += [] if archive.archive() == 0 else [f"step {step}: the archive left alone did not end"]
        found += [f"step {step}: {what}" for what in archive.judged()]
        archive.put_back()
    print(f"{archive.steps} steps")
    assert found == []


def test_random_moments(tmp_path: Path) -> None:
    archive, chance = KilledArchive(tmp_path), Random(12)
    for number in range(60):
        for _ in range(2):
            in_child(archive.archive, chance.uniform(0, 1.2))
        assert archive.lost() == [], number
        assert archive.archive() == 0, number
        assert archive.judged() == [], number
        archive.put_back()
