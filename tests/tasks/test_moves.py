"""Cases that look alike share their planned moves: entered and put into words once, they say of each case what its own say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks.acts import Acts
from pyaddin.tasks.moves import MoveRows, move_rows
from pyaddin.tasks.posting import with_acts, with_moves
from tests.rules.random_cases import AS_OF, OFFICES, random_cases

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
RUN = (AT, "W-2026-11-23", "Ann")


def decided(seed: int) -> Sequence[Decision]:
    """Every drawn case twice, so that some moves are shared; one of two has had another level."""
    found = decide_all(random_cases(seed, 300), OFFICES[0], AS_OF, "weekly")
    return [*found, *[replace(decision, level=decision.level + 1) if place % 2 else decision for place, decision in enumerate(found)]]


@pytest.mark.parametrize("seed", range(3))
def test_moves_that_cases_share_are_entered_as_those_of_each_case_alone(seed: int) -> None:
    decisions = decided(seed)
    assert len({id(one.moves) for one in decisions if one.moves}) < sum(1 for one in decisions if one.moves)
    files = [one.file for one in decisions]
    assert with_acts(files, decisions, Acts()) == [with_moves(file, one) for file, one in zip(files, decisions, strict=True)]


@pytest.mark.parametrize("seed", range(3))
def test_rows_of_moves_that_cases_share_are_those_of_each_case_alone(seed: int) -> None:
    rows, several = MoveRows(*RUN), 0
    for place, one in enumerate(decided(seed)):
        after = one.level + place % 3
        mine, alone = rows.of(one, after), move_rows(one, after, *RUN)
        assert mine == alone
        assert [list(row.values) for row in mine] == [list(row.values) for row in alone]
        several += len(mine) > 1
    assert several
