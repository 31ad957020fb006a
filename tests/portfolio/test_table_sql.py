"""Every decision table of the program decides in SQL as it decides in Python, row by row, and guards hold on the same rows."""

from __future__ import annotations

import ast
from functools import cache
from random import Random

import duckdb
import pyarrow as pa
import pytest

from pyaddin.rules.decision_tables import TABLES
from pyaddin.rules.table_sql import first_sql, guard_sql
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, parse_guard

ROWS = 3_000


@cache
def _numbers(name: str, low: int) -> list[int]:
    """Every number that stands in a guard of the table, and its neighbors; asked for in every row, found once."""
    table = next(table for table in TABLES if table.name == name)
    found = {
        node.value
        for line in table.lines
        for node in ast.walk(parse_guard(line.when, table.facts))
        if isinstance(node, ast.Constant) and type(node.value) is int
    }
    return sorted({number + step for number in found | {low} for step in (-1, 0, 1) if number + step >= low})


def _facts(table: DecisionTable, random: Random) -> dict[str, object]:
    """A random row: any value that the table names for a fact; for a count those around the bounds of the guards."""
    row: dict[str, object] = {}
    for fact in table.facts:
        values = table.values.get(fact)
        if values is None:
            row[fact] = random.random() < 0.4
        elif isinstance(values, AtLeast):
            row[fact] = random.choice(_numbers(table.name, values.low))
        else:
            row[fact] = random.choice(values)
    return row


def _asked(rows: list[dict[str, object]], expressions: list[str]) -> list[tuple[object, ...]]:
    with duckdb.connect() as db:
        db.register("facts_read", pa.Table.from_pylist([{"number": number, **row} for number, row in enumerate(rows)]))
        return db.execute(f"SELECT {', '.join(expressions)} FROM facts_read ORDER BY number").fetchall()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_same_line_and_the_same_guards(table: DecisionTable) -> None:
    random = Random(f"table {table.name}")
    rows = [_facts(table, random) for _ in range(ROWS)]
    answers = _asked(rows, [first_sql(table), *(guard_sql(table, line.when) for line in table.lines)])
    chosen = set()
    for row, (number, *guards) in zip(rows, answers, strict=True):
        line = table.first(row)
        assert number == (-1 if line is None else table.lines.index(line)), row
        assert [line for line, holds in zip(table.lines, guards, strict=True) if holds] == list(table.matching(row)), row
        chosen.add((number, *guards))
    assert len(chosen) > 1


def test_a_missing_fact_holds_no_guard_but_its_denial() -> None:
    table = DecisionTable(
        "missing", ("days", "plan", "held"),
        (
            Line("late", "days >= 4", "x", "-"), Line("held", "held", "x", "-"), Line("kept", "plan in ('kept', 'it''s')", "x", "-"),
            Line("between", "1 <= days < 4", "x", "-"), Line("other", "not held and plan != 'kept' and plan not in ('broken', '')", "x", "-"),
        ),
        values={"days": AtLeast(0), "plan": ("", "kept", "broken")}, order="first",
    )  # fmt: skip
    rows: list[dict[str, object]] = [{"days": 4, "plan": "kept", "held": True}, {"days": None, "plan": None, "held": None}]
    assert _asked(rows, [first_sql(table)]) == [(0,), (4,)]


def test_what_is_no_guard_is_refused() -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        guard_sql(TABLES[0], "-1")
