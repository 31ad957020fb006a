"""Thousands of damaged ledgers through check, dry run and run: a refusal with nothing changed, or a run that writes only to whom it may."""

from __future__ import annotations

import os
from time import perf_counter

import pytest

from tests.hostile.campaign import play

MUTANTS = int(os.environ.get("MUTANTS", "10000"))
"""``MUTANTS=1500 make campaign`` tries fewer of them; ``FIRST_SEED=9100000`` others than those of the last time."""
FIRST_SEED = int(os.environ.get("FIRST_SEED", "1000"))


@pytest.mark.campaign
def test_mutated_workbooks(capsys: pytest.CaptureFixture[str]) -> None:
    began = perf_counter()
    tally = play(range(FIRST_SEED, FIRST_SEED + MUTANTS), parallel=True)
    with capsys.disabled():
        print(f"\n{tally.mutants} mutants, {tally.emails} emails, {tally.judged} amounts reckoned again, {len(tally.violations)} violations, "
              f"{perf_counter() - began:.0f} s")  # fmt: skip
        for outcome, count in sorted(tally.outcomes.items()):
            print(f"{count:6} {outcome}")
        for line in tally.violations[:50]:
            print(line)
    assert tally.mutants == MUTANTS
    assert tally.emails > MUTANTS
    assert tally.violations == []
