"""Thousands of cases decided step by step, many at once, beside each of them decided alone without any short way: the same decision, to the digit."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from pyaddin.rules.case import CaseFile
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.policy import Policy
from pyaddin.tasks.posting import with_moves
from tests.rules.random_cases import AS_OF, OFFICES, random_cases
from tests.rules.slow_decisions import slowly

KINDS = ("weekly", "daily", "button")


_NOTHING_CORRECTED = re.compile(r"corrected=Decimal\('0\.0+'\)")


def _told(decision: Decision) -> str:
    """Everything decided, to the digits of its amounts; a correction of nothing has none."""
    said = (decision, decision.limit, decision.why, decision.action.says("en"), decision.score.says("zh-CN"), decision.ladder.text("zh-TW"))
    return _NOTHING_CORRECTED.sub("corrected=Decimal('0')", repr(said))


def _alike(files: Sequence[CaseFile], policy: Policy, kind: str) -> list[Decision]:
    fast = decide_all(files, policy, AS_OF, kind, seen=(seen := {}))
    shown = [with_moves(file, decision) for file, decision in zip(files, fast, strict=True)]
    again = decide_all(shown, policy, AS_OF, kind, seen=seen)
    with slowly():
        slow, slow_again = (decide_all(some, policy, AS_OF, kind) for some in (files, shown))
    for mine, theirs in zip((*fast, *again), (*slow, *slow_again), strict=True):
        assert mine == theirs
        assert _told(mine) == _told(theirs)
    return [*fast, *again]


def _all_kinds(decisions: Sequence[Decision]) -> None:
    """The drawn cases are of many kinds: without them the comparison would show little."""
    stages = {decision.state.stage for decision in decisions}
    assert stages >= {"", "CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "CLOSED"}
    assert {decision.plan.status for decision in decisions} >= {"", "performing", "broken", "kept"}
    assert {decision.send.call.kind for decision in decisions if decision.send} >= {"reminder", "missed", "thanks"}
    assert any(decision.position.interest for decision in decisions)
    assert any(decision.limit.state == "running" for decision in decisions)
    assert sum(1 for decision in decisions if not decision.file.case.stage and not decision.position.in_arrears) > len(decisions) // 20


@pytest.mark.parametrize("seed", range(4))
def test_cases_decided_together_are_decided_as_each_alone_without_a_short_way(seed: int) -> None:
    files = random_cases(seed, 120 * len(OFFICES))
    decisions: list[Decision] = []
    for number, policy in enumerate(OFFICES):
        decisions += _alike(files[120 * number : 120 * (number + 1)], policy, KINDS[(seed + number) % 3])
    _all_kinds(decisions)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(100, 120))
def test_many_more_cases_decided_together_are_decided_as_each_alone(seed: int) -> None:
    decisions: list[Decision] = []
    for number, policy in enumerate(OFFICES):
        decisions += _alike(random_cases(seed * 10 + number, 1_500), policy, KINDS[(seed + number) % 3])
    _all_kinds(decisions)
