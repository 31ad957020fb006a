"""Decision tables: the language of guards, and what the lines of the stage machine name. (``test_proof`` proves the tables.)"""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.rules.action import ACTIONS
from pyaddin.rules.proof import domains_of
from pyaddin.rules.reason import SENTENCES
from pyaddin.rules.risk import RISK
from pyaddin.rules.score import POINTS
from pyaddin.rules.stage import MOVES, ORDER
from pyaddin.rules.tables import DecisionTable, Line, compile_guard


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
    unknown = DecisionTable("t", ("days",), (Line("a", "level > 5", "x", "s"),))
    for ask in (unknown.first, unknown.matching):
        with pytest.raises(ValueError, match="unknown fact level"):
            ask({"days": 6, "level": 6})


@pytest.mark.parametrize("table", [MOVES, ACTIONS, RISK, POINTS], ids=lambda table: table.name)
@settings(deadline=None)
@given(data=st.data())
def test_the_line_that_decides_is_the_first_one_that_holds(table: DecisionTable, data: st.DataObject) -> None:
    """All guards of a table are evaluated as one function; line by line they give the same."""
    guards = [ast.parse(line.when, mode="eval").body for line in table.lines]
    domains = domains_of(table, guards)
    facts = {name: data.draw(st.sampled_from(domains[name]) if name in domains else st.booleans(), label=name) for name in table.facts}
    holding = table.matching(facts)
    assert table.first(facts) is (holding[0] if holding else None)


def test_a_table_without_lines_decides_nothing() -> None:
    assert DecisionTable("none", ("x",), ()).first({"x": True}) is None


@pytest.mark.parametrize(
    ("guard", "holds"),
    [
        ("stage == 'days' or days == 7", False),  # a name within a text is no fact
        ("stage == 'DÉJÀ' or level == 0 and days == 8", True),  # places are counted in bytes
        ("(days > 7\n and stage == 'DEEP'  # over two lines, with a remark\n) and not level", True),
        ("days > 7  # a remark at the end", True),
        ("days == days == 8 != level", True),
    ],
)
def test_names_become_facts_wherever_they_stand_in_a_guard(guard: str, holds: bool) -> None:
    facts = {"stage": "DEEP", "days": 8, "level": 0}
    assert compile_guard(guard, ("stage", "days", "level"))(facts) is holds
    table = DecisionTable("t", ("stage", "days", "level"), (Line("a", guard, "x", "s"), Line("b", f"not ({guard}\n)", "y", "s")))
    assert [line.id for line in table.matching(facts)] == ["a" if holds else "b"]
    first = table.first(facts)
    assert first is not None
    assert first.id == ("a" if holds else "b")
