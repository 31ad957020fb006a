"""When a run must park its messages: table of what is about to leave, what was usual, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.brake import BRAKES, CHANGED_FROM, Change, Outgo, brakes

QUIET = Outgo(messages=5, all=5, most=None, earlier=(5, 5, 5, 5), changes={}, first_mail=False)


def rules(outgo: Outgo) -> list[str]:
    return [reason.rule for reason in brakes(outgo)]


def test_a_usual_run_goes() -> None:
    assert brakes(QUIET) == ()


@pytest.mark.parametrize(("messages", "most", "on"), [(5, None, False), (5, 5, False), (6, 5, True), (1, 0, True), (0, 0, False)])
def test_more_than_the_office_allows(messages: int, most: int | None, on: bool) -> None:
    assert (rules(replace(QUIET, messages=messages, all=messages, most=most)) == ["RUN-MAX"]) == on


@pytest.mark.parametrize(
    ("count", "earlier", "on"),
    [
        (11, (5, 5, 5, 5), True),
        (10, (5, 5, 5, 5), False),  # twice, not more
        (10, (1, 1, 1, 1), False),  # small offices: up to ten is never too many
        (11, (1, 1, 1, 1), True),
        (11, (0, 0, 11, 11), False),  # the median is 5.5
        (12, (0, 0, 11, 11), True),
        (12, (0, 5, 6, 90), True),  # 5.5 again
        (100, (50, 50, 50), False),  # fewer than four runs say nothing
        (100, (), False),
        (40, (1, 1, 20, 20, 20, 20), False),  # only the last four count
        (41, (1, 1, 20, 20, 20, 20), True),
    ],
)
def test_more_than_twice_the_median_of_the_last_four(count: int, earlier: tuple[int, ...], on: bool) -> None:
    assert (rules(replace(QUIET, messages=count, all=count, earlier=earlier)) == ["BRAKE-MEDIAN"]) == on


def test_tasks_for_people_count_as_usual_work_and_are_not_stopped_alone() -> None:
    assert rules(replace(QUIET, messages=1, all=30)) == ["BRAKE-MEDIAN"]
    assert rules(replace(QUIET, messages=0, all=30, first_mail=True, most=0)) == []


@pytest.mark.parametrize(
    ("changes", "on"),
    [
        ({"email": Change(2, 20)}, 1),
        ({"email": Change(1, 20)}, 0),  # five percent, not more
        ({"email": Change(19, 19)}, 0),  # too few are known to say anything
        ({"due": Change(6, 119)}, 1),
        ({"amount": Change(6, 120)}, 0),
        ({"email": Change(9, 90), "due": Change(9, 90), "amount": Change(9, 90)}, 3),
    ],
)
def test_more_than_one_in_twenty_values_changed(changes: Mapping[str, Change], on: int) -> None:
    assert rules(replace(QUIET, changes=changes)) == ["BRAKE-CHANGED"] * on


def test_the_first_run_that_really_sends_asks() -> None:
    assert rules(replace(QUIET, first_mail=True)) == ["BRAKE-FIRST"]


def test_every_reason_is_named_in_three_languages() -> None:
    worst = Outgo(50, 60, 10, (1, 2, 3, 4), {"email": Change(30, 40), "due": Change(2, 20), "amount": Change(20, 20)}, True)
    found = brakes(worst)
    assert [reason.rule for reason in found] == ["RUN-MAX", "BRAKE-MEDIAN", "BRAKE-FIRST", "BRAKE-CHANGED", "BRAKE-CHANGED", "BRAKE-CHANGED"]
    assert {reason.rule for reason in found} == BRAKES
    assert [reason.says("en") for reason in found[:4]] == [
        "This run would send 50 messages, run_max_messages allows 10.",
        "This run has 60 messages; the last four had 2.5 in the middle, and this is more than twice as many.",
        "These 50 messages would be the first that really leave this ledger by mail.",
        "30 of 40 email addresses have changed since the last run, more than one in twenty.",
    ]
    for language in ("zh-CN", "zh-TW"):
        assert len({reason.says(language) for reason in found}) == len(found)


COUNTS = st.integers(0, 60)


@given(COUNTS, COUNTS, st.none() | COUNTS, st.lists(COUNTS, max_size=6), st.integers(0, 200), st.integers(0, 200))
def test_more_never_loosens_the_brake(messages: int, tasks: int, most: int | None, earlier: list[int], changed: int, known: int) -> None:
    outgo = Outgo(messages, messages + tasks, most, tuple(earlier), {"due": Change(min(changed, known), known)}, False)
    more = replace(outgo, messages=messages + 1, all=messages + tasks + 1)
    assert set(rules(outgo)) <= set(rules(more))
    if known < CHANGED_FROM:
        assert "BRAKE-CHANGED" not in rules(more)
