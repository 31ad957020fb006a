"""The page ``docs/tables.md``: every decision table line by line, what its facts may be, and what its proof found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyaddin.rules.decision_tables import TABLES
from pyaddin.rules.proof import Proof
from pyaddin.rules.tables import AtLeast, DecisionTable, Values

_TITLES = {
    "moves": "Moves of the stage machine",
    "manner": "Manner of approach",
    "actions": "Next action",
    "risk": "Risk class",
    "points": "Points of the queue",
    "chance": "Points for the chance that an offer is kept",
    "information": "Points for what is known about a debtor",
    "ripe for disposition": "Ripe for disposition",
    "moves by a supervisor": "Moves by a supervisor",
    "exits": "Ways out",
}


def _words(values: Values | None) -> str:
    if values is None:
        return "yes, no"
    if isinstance(values, AtLeast):
        return f"{values.low}, {values.low + 1}, {values.low + 2} ..."
    return ", ".join(f"`{value}`" if value != "" else "(blank)" for value in values)


def _section(table: DecisionTable) -> list[tuple[str, Sequence[Sequence[object]]]]:
    """Parts of one table: a heading with its columns, and the rows."""
    proof = Proof(table)
    goes_before: dict[int, list[int]] = {}
    for overlap in proof.overlaps():
        goes_before.setdefault(overlap.first, []).append(overlap.later)
    lines = [
        (number, line.id, f"`{line.when}`", line.then or "(nothing)", line.source, ", ".join(map(str, goes_before.get(number, ()))))
        for number, line in enumerate(table.lines, start=1)
    ]
    facts = [(f"`{name}`", _words(table.values.get(name))) for name in table.facts]
    return [
        ("Line|Id|When|Then|Source|Goes before", lines),
        ("Fact|May be", facts),
        ("Never together|Why not", [(f"`{never.when}`", never.because) for never in table.never]),
    ]


def page(grid: Callable[[Sequence[str], Sequence[Sequence[object]]], list[str]]) -> list[str]:
    """The lines of the page; ``grid`` makes a table of a header and rows."""
    lines = [
        "# Decision tables", "",
        "Where the program chooses, it asks one of these tables. Lines are read from the top; the facts are computed anew at each run. Every table is proven",
        "with each test run: its facts are crossed over all their critical values, and there is no gap, no line that can never decide, and no overlap that is",
        "not meant ([decision 4](decisions/04-decision-tables.md)). *Goes before* names the later lines that could hold at the same time, with another",
        "outcome.", "",
    ]  # fmt: skip
    for table in TABLES:
        lines += [f"## {_TITLES[table.name]}", "", f"Order: {table.order}. When no line holds: {table.otherwise or 'cannot happen'}.", ""]
        for header, rows in _section(table):
            if rows:
                lines += [*grid(header.split("|"), rows), ""]
    return lines
