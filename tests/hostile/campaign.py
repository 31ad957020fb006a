"""Many mutants on all cores, and what came of them in one table."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hostile.judge import Verdict, judge
from tests.hostile.mutants import mutant
from tests.hostile.template import template

CHUNK = 20


@dataclass
class Tally:
    """Counts over all mutants; ``violations`` names seed, damage and what was wrong."""

    mutants: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    emails: int = 0
    judged: int = 0
    violations: list[str] = field(default_factory=list)

    def add(self, seed: int, what: str, verdict: Verdict) -> None:
        self.mutants += 1
        self.outcomes[f"{what.split(':')[0]}: {verdict.outcome or 'no answer'}"] += 1
        self.emails += verdict.sent
        self.judged += verdict.judged
        self.violations += [f"seed {seed}, {what[:200]}: {line}" for line in verdict.violations]


def one(seed: int) -> tuple[int, str, Verdict]:
    """Make the mutant of this seed and judge it in a folder of its own."""
    made = mutant(seed, template())
    with TemporaryDirectory() as folder:
        return seed, made.what, judge(made, Path(folder))


def _all(seeds: Iterable[int]) -> Iterator[tuple[int, str, Verdict]]:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, seeds, chunksize=CHUNK)


def play(seeds: Iterable[int], *, parallel: bool) -> Tally:
    """Judge the mutants of these seeds."""
    tally = Tally()
    for seed, what, verdict in _all(seeds) if parallel else map(one, seeds):
        tally.add(seed, what, verdict)
    return tally
