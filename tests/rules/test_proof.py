"""Decision tables are proven, and the proof is shown to find each kind of fault in tables that were broken on purpose."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pyaddin.rules
from pyaddin.rules.action import ACTIONS
from pyaddin.rules.decision_tables import TABLES
from pyaddin.rules.proof import Proof, prove
from pyaddin.rules.risk import RISK
from pyaddin.rules.score import POINTS
from pyaddin.rules.stage import MOVES
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, Never, compile_guard


def kinds(table: DecisionTable) -> list[tuple[str, tuple[int, ...]]]:
    return [(finding.kind, finding.lines) for finding in prove(table)]


def changed(table: DecisionTable, line: int, **more: str) -> DecisionTable:
    """The table with one line (from 1 on) written otherwise."""
    lines = [replace(each, **more) if number == line else each for number, each in enumerate(table.lines, start=1)]
    return replace(table, lines=tuple(lines))


def number_of(table: DecisionTable, name: str) -> int:
    return next(number for number, line in enumerate(table.lines, start=1) if line.id == name)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_gap_no_dead_line_no_overlap_that_is_not_meant(table: DecisionTable) -> None:
    assert prove(table) == []
    assert table.order


def test_every_decision_table_of_the_program_is_proven() -> None:
    modules = [importlib.import_module(f"pyaddin.rules.{found.name}") for found in pkgutil.iter_modules(pyaddin.rules.__path__)]
    found = {id(value): value.name for module in modules for value in vars(module).values() if isinstance(value, DecisionTable)}
    assert sorted(found.values()) == sorted(table.name for table in TABLES)


BANDS = DecisionTable(
    "bands",
    ("days", "held"),
    (Line("held", "held", "wait", "s"), Line("few", "not held and days < 8", "mild", "s"), Line("many", "not held and days >= 8", "firm", "s")),
    values={"days": AtLeast(0)},
)


def test_a_table_without_faults_is_proven() -> None:
    assert prove(BANDS) == []


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (changed(BANDS, 3, when="not held and days > 8"), [("gap", ())]),
        (changed(BANDS, 2, when="not held and days < 7"), [("gap", ())]),
        (changed(BANDS, 2, when="not held and days <= 8"), [("overlap", (2, 3))]),
        (changed(BANDS, 2, when="days < 8"), [("overlap", (1, 2))]),
        (changed(BANDS, 1, when="held and not held"), [("unreachable", (1,)), ("gap", ())]),
        (replace(changed(BANDS, 1, when="held or days >= 0"), order="the first decides"), [("unreachable", (2,)), ("unreachable", (3,))]),
        (replace(BANDS, never=(Never("held", "no holds here"),)), [("unreachable", (1,))]),
        (replace(BANDS, facts=("days", "held", "owes")), [("unused", ())]),
        (replace(BANDS, values={"days": AtLeast(9)}), [("unreachable", (2,))]),
    ],
    ids=["gap above", "gap below", "bands touch", "guard forgotten", "contradiction", "shadowed", "impossible", "idle fact", "range"],
)
def test_each_kind_of_fault_is_found(broken: DecisionTable, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert kinds(broken) == expected


def test_a_misspelt_code_is_found() -> None:
    assert ("stray", (number_of(ACTIONS, "deep"),)) in kinds(changed(ACTIONS, number_of(ACTIONS, "deep"), when="stage == 'DEPP'"))


def test_the_example_of_a_fault_really_shows_it() -> None:
    (gap,) = prove(changed(BANDS, 3, when="not held and days > 8"))
    facts: dict[str, Any] = dict(gap.example)
    assert facts == {"days": 8, "held": False}
    assert changed(BANDS, 3, when="not held and days > 8").first(facts) is None


def test_a_declared_otherwise_is_no_gap_and_a_declared_order_is_no_overlap() -> None:
    open_above = replace(changed(BANDS, 3, when="not held and 8 < days < 30"), otherwise="nobody is asked")
    assert prove(open_above) == []
    assert prove(replace(changed(BANDS, 2, when="days < 8"), order="held first")) == []
    assert kinds(replace(changed(BANDS, 2, when="not held and days <= 8"), order="held first", apart=(("few", "many"),))) == [("overlap", (2, 3))]


REAL: list[tuple[DecisionTable, str, str, str]] = [
    (MOVES, "T13-NEW", "stage == 'CLOSED' and outcome == 'CURED' and in_arrears and days_in_stage < watch_days", "unreachable"),
    (MOVES, "T1", "stage == '' and days >= 1 and not in_arrears", "unreachable"),
    (MOVES, "T11b", "stage == 'MONITOR' and plan_kept and plan_active", "unreachable"),
    (ACTIONS, "contact", "level < 0", "unreachable"),
    (ACTIONS, "call", "level >= 2", "gap"),
    (ACTIONS, "monitor", "stage == 'MONITOR' and not missed", "ok"),
    (ACTIONS, "agree", "release or agree and task", "ok"),
    (RISK, "no-warning", "days > 0", "gap"),
    (RISK, "promise-broken", "broken_promises >= 2", "unreachable"),
    (RISK, "over-thirty-days", "days > 90", "unreachable"),
    (POINTS, "8-30 days", "days >= 7 and days < 31", "overlap"),
    (POINTS, "31-60 days", "days >= 31 and days <= 61", "overlap"),
]


@pytest.mark.parametrize(("table", "name", "guard", "kind"), REAL, ids=[f"{name}: {kind}" for _, name, _, kind in REAL])
def test_faults_put_into_the_real_tables_are_found(table: DecisionTable, name: str, guard: str, kind: str) -> None:
    number = number_of(table, name)
    found = kinds(changed(table, number, when=guard))
    assert (kind in {each for each, _ in found}) if kind != "ok" else found == []
    if kind == "unreachable":
        assert (kind, (number,)) in found


def test_bands_of_points_leave_no_day_out() -> None:
    """What all counts has no gap by nature: the bands of days alone have none from the fourth day on."""
    bands = [line for line in POINTS.lines if line.id in POINTS.apart[0]]
    only = DecisionTable("bands", ("days",), tuple(bands), values={"days": AtLeast(4)})
    assert prove(only) == []
    without = replace(only, lines=tuple(line for line in bands if line.id != "31-60 days"))
    assert kinds(without) == [("gap", ())]


ATOMS = ("a", "not a", "b", "n >= 2", "n < 5", "n == 3", "c == 'x'", "c in ('x', 'y')", "n != 7", "1 <= n < 4", "n > m", "m == 4", "True")
SPACE: dict[str, tuple[Any, ...]] = {"a": (False, True), "b": (False, True), "n": tuple(range(12)), "c": ("x", "y", "z"), "m": (2, 4)}


@st.composite
def guards(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3))
    words = parts[0]
    for part in parts[1:]:
        words = draw(st.sampled_from(("({} and {})", "({} or {})", "not ({} and {})"))).format(words, part)
    return words


@settings(max_examples=150, deadline=None)
@given(st.lists(guards(), min_size=1, max_size=4), st.lists(guards(), max_size=1))
def test_the_proof_agrees_with_brute_force(texts: list[str], impossible: list[str]) -> None:
    """Random tables over a space small enough to be walked whole: 1,152 combinations."""
    facts = tuple(SPACE)
    lines = tuple(Line(str(number), text, str(number), "s") for number, text in enumerate(texts, start=1))
    never = tuple(Never(text, "s") for text in impossible)
    table = DecisionTable("random", facts, lines, values={"n": AtLeast(0), "c": ("x", "y", "z"), "m": (2, 4)}, never=never)
    possible = [dict(zip(facts, values, strict=True)) for values in itertools.product(*SPACE.values())]
    possible = [each for each in possible if not any(compile_guard(text, facts)(each) for text in impossible)]
    deciding = {line.id for line in map(table.first, possible) if line is not None}
    gap = any(table.first(each) is None for each in possible)
    together = {(int(x.id), int(y.id)) for each in possible for x, y in itertools.combinations(table.matching(each), 2)}
    found = kinds(table)
    assert {lines[0] for kind, lines in found if kind == "unreachable"} == {int(line.id) for line in table.lines} - {int(name) for name in deciding}
    assert (("gap", ()) in found) == gap
    assert {(each.first, each.later) for each in Proof(table).overlaps()} == together
