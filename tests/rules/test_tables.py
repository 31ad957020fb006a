"""Decision tables: the language of guards, and that every line of every table can decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from pyaddin.rules.action import ACTIONS
from pyaddin.rules.reason import SENTENCES
from pyaddin.rules.score import POINTS
from pyaddin.rules.stage import MOVES, ORDER
from pyaddin.rules.tables import DecisionTable, Line, compile_guard

BOTH = (False, True)
OUTCOMES = ("", "PAID", "CURED", "SETTLED", "WRITTEN_OFF")
MOVE_FACTS: Mapping[str, tuple[Any, ...]] = {
    "stage": ORDER, "outcome": OUTCOMES, "outcome_approved": BOTH, "in_arrears": BOTH, "days": (0, 1, 7, 8, 100), "level": (0, 1, 4), "owes": BOTH,
    "has_rows": BOTH, "held": BOTH, "moved_today": BOTH, "deep_from": (8,), "reason_known": BOTH, "attempts_in_vain": BOTH, "finances_known": BOTH,
    "plan_new": BOTH, "plan_active": BOTH, "plan_kept": BOTH, "broken_days": (-1, 0, 6, 7), "talked_since": BOTH, "offer_refused": BOTH,
    "replans": (0, 1, 2), "replan_cap": (2,), "days_in_stage": (0, 13, 14, 30, 31), "offer_days": (14,), "closed_by": ("", "T10", "T11", "T11b", "T12"),
    "reversed_since": BOTH, "watch_days": (30,),
}  # fmt: skip
ACTION_FACTS: Mapping[str, tuple[Any, ...]] = {
    "stage": ORDER, "unapproved": BOTH, "data_missing": BOTH, "callback": BOTH, "held": BOTH, "task": BOTH, "release": BOTH,
    "agree": BOTH, "under_review": BOTH, "promise_open": BOTH,
    "promise_failed": BOTH, "plan": ("", "performing", "kept", "broken"), "missed": BOTH, "days": (0, 1, 89, 90), "promise_level": (0, 3), "level": (0, 4),
}  # fmt: skip


def combinations(space: Mapping[str, tuple[Any, ...]], count: int) -> Iterator[dict[str, Any]]:
    random = Random(7)
    for _ in range(count):
        yield {name: random.choice(values) for name, values in space.items()}


@pytest.mark.parametrize(("table", "space"), [(MOVES, MOVE_FACTS), (ACTIONS, ACTION_FACTS)], ids=["moves", "actions"])
def test_every_line_decides_for_some_facts_and_none_raises(table: DecisionTable, space: Mapping[str, tuple[Any, ...]]) -> None:
    assert set(space) == set(table.facts)
    deciding = {table.first(facts) for facts in combinations(space, 80_000)} - {None}
    assert [line for line in table.lines if line not in deciding] == []


def test_every_case_in_collection_has_a_next_action() -> None:
    without = [facts for facts in combinations(ACTION_FACTS, 20_000) if ACTIONS.first(facts) is None]
    assert without == []


def test_every_fact_is_asked_for_by_some_line() -> None:
    for table in (MOVES, ACTIONS, POINTS):
        assert [fact for fact in table.facts if not any(fact in line.when for line in table.lines)] == []


def test_lines_of_points_do_not_overlap_in_days() -> None:
    banded = [line for line in POINTS.lines if "days " in line.when]
    for days in range(400):
        facts = dict.fromkeys(POINTS.facts, False) | {"days": days, "paid_share": 0}
        assert sum(1 for line in POINTS.matching(facts) if line in banded) == (1 if days >= 4 else 0), days


def test_every_move_has_its_sentence_and_a_stage_to_go_to() -> None:
    for line in MOVES.lines:
        assert line.id in SENTENCES
        assert line.then in (*ORDER, "BACK")
        assert line.source


def test_no_line_makes_the_moves_of_a_supervisor() -> None:
    """T8 and T9 are never automatic; T12 only enters what a supervisor typed and approved."""
    assert {line.then for line in MOVES.lines} & {"DISPOSITION"} == set()
    assert [line.id for line in MOVES.lines if line.id.startswith(("T8", "T9"))] == []
    assert all("outcome_approved" in line.when for line in MOVES.lines if line.id == "T12")


@pytest.mark.parametrize(
    "guard",
    [
        "len(stage) > 1", "stage.upper() == 'X'", "(lambda: True)()", "lambda: stage", "[stage for _ in '12']", "stage[0] == 'C'", "stage if days else level",
        "days + 1 > 2", "days ** 9 > 2", "f'{stage}' == ''", "(x := 3) > 2", "{stage}", "{'a': days}", "[days]", "*stage,", "stage is None", "unknown > 1",
        "__import__('os')", "stage =", "days > 1; level", "import os", "",
    ],
)  # fmt: skip
def test_the_language_of_guards_knows_no_calls_attributes_or_lambdas(guard: str) -> None:
    with pytest.raises(ValueError, match="guard|expression"):
        compile_guard(guard, ("stage", "days", "level"))


@pytest.mark.parametrize(
    ("guard", "holds"),
    [
        ("stage == 'DEEP' and days >= 8", True),
        ("not (days < 8) or level != 1", True),
        ("stage in ('CONTACT', 'DEEP') and stage not in ('MONITOR',)", True),
        ("days > -1 and days <= 8", True),
        ("level", False),
        ("1 < days < 8", False),
    ],
)
def test_what_the_language_can_say(guard: str, holds: bool) -> None:
    assert compile_guard(guard, ("stage", "days", "level"))({"stage": "DEEP", "days": 8, "level": 0}) is holds


def test_the_first_line_that_holds_decides_and_a_table_refuses_unknown_facts() -> None:
    lines = (Line("a", "days > 5", "x", "s"), Line("b", "days > 3", "y", "s"))
    table = DecisionTable("t", ("days",), lines)
    assert [table.first({"days": days}) for days in (6, 4, 1)] == [lines[0], lines[1], None]
    assert table.matching({"days": 6}) == lines
    with pytest.raises(ValueError, match="unknown fact level"):
        DecisionTable("t", ("days",), (Line("a", "level > 5", "x", "s"),))
