"""Four eyes: who counts as another person, and that typed rows are judged as well."""

from __future__ import annotations

import pytest

from pyaddin.rules.roles import FOUR_EYES, approves, named, same_person


@pytest.mark.parametrize(("a", "b"), [("Li Wei", "li  wei"), ("王小明", "王 小明"), ("ＷＡＮＧ", "wang"), (" Ana ", "ana")])
def test_one_person_however_the_name_is_typed(a: str, b: str) -> None:
    assert same_person(a, b)
    assert not approves(a, b)


@pytest.mark.parametrize(("a", "b"), [("Li Wei", "Li Wen"), ("", ""), (" ", ""), ("Ana", "")])
def test_other_people_and_nobody(a: str, b: str) -> None:
    assert not same_person(a, b)


def test_an_approval_needs_a_name_and_an_unknown_proposer_is_another_person() -> None:
    assert approves("Ana", "")
    assert not approves("  ", "Li")


def test_a_supervisor_is_known_however_the_name_is_typed() -> None:
    assert named("m. reed", ("Ana", "M. Reed"))
    assert not named("", ("Ana", ""))


def test_what_changes_a_sum_is_refused_and_what_moves_a_case_only_waits() -> None:
    assert {act.id: act.refuses for act in FOUR_EYES} == {"waiver": True, "write-off": True, "plan with a waiver": False, "outcome": False}
