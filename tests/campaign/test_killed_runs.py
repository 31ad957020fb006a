"""Hundreds of killed runs and senders over a real mail server: 0 duplicates, 0 lost, what is in doubt parked and counted.

``KILLED=20 make campaign`` takes twenty offices of each kind instead of forty.
"""

from __future__ import annotations

import getpass
import os
import time
from pathlib import Path
from unittest import mock

import pytest

from tests.stories.killing import KilledOffice, Tally
from tests.stories.post_office import open_post_office

pytestmark = [pytest.mark.campaign, pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")]
OFFICES = int(os.environ.get("KILLED", "40"))
DEBTORS, KILLS = 10, 6


@pytest.mark.parametrize("way", ["weeks", "clicks"])
def test_nothing_twice_and_nothing_lost(tmp_path: Path, way: str) -> None:
    total, began = Tally(), time.monotonic()
    with open_post_office(tmp_path / "post") as post, mock.patch.dict(os.environ, post.environment):
        for seed in range(1, OFFICES + 1):
            office = KilledOffice(tmp_path / f"office-{seed}", post, seed, DEBTORS, getpass.getuser())
            one = office.weeks(KILLS) if way == "weeks" else office.clicks(KILLS)
            if one.duplicates or one.lost or one.faults:
                print(f"seed {seed}: {one}")
            total.add(one)
    print(f"\n{way}: {total}, {time.monotonic() - began:.0f} s")
    assert (total.duplicates, total.lost, total.faults) == (0, 0, [])
    assert total.messages == total.due
    assert total.kills > OFFICES * 3
