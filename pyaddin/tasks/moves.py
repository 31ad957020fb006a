"""Rows of the sheet Moves: how a case came from one stage to the next, one row for each move that a run or a person made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pyaddin.ledger.book import AddRow, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.schema import TABLES
from pyaddin.rules.decide import Decision
from pyaddin.rules.stage import PlannedMove


class MoveRows:
    """The Moves rows of one run: cases that look alike share their planned moves, and what their rows say of them is put into words once.

    ``move_rows`` says the same of one case, and is what this is held against.
    """

    def __init__(self, at: datetime, run_id: str, by: str) -> None:
        self._run = (at, run_id, by)
        self._known: dict[tuple[int, int, int], tuple[tuple[PlannedMove, ...], list[dict[str, Value]]]] = {}

    def of(self, before: Decision, after_level: int) -> list[AddRow]:
        """One row per move of this case."""
        if not before.moves:
            return []
        place, case_id = (id(before.moves), before.level, after_level), before.case_id
        known = self._known.get(place)
        if known is None:
            rows = [dict(edit.values) for edit in move_rows(before, after_level, *self._run)]
            known = self._known[place] = before.moves, rows
        return [AddRow("Moves", case_id, row | {"Case ID": case_id}, str(row["Why"])) for row in known[1]]


def move_rows(before: Decision, after_level: int, at: datetime, run_id: str, by: str) -> list[AddRow]:
    """One Moves row per move of the run."""
    if not before.moves:
        return []
    made = {"At": instant_text(at), "By": by, "Run ID": run_id}
    return [AddRow("Moves", before.case_id, _in_order("Moves", values | made), str(values["Why"])) for values in moves_of(before, after_level)]


def _in_order(table: str, values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: values[name] for name in TABLES[table].headers if name in values}


def moves_of(before: Decision, after_level: int) -> list[dict[str, Value]]:
    """What a Moves row says of each move, whoever makes it."""
    return [
        {
            "Case ID": before.case_id,
            "As of": before.position.as_of,
            "From": move.from_stage or None,
            "To": move.to_stage,
            "Level from": before.level,
            "Level to": after_level if move is before.moves[-1] else before.level,
            "Episode": move.episode,
            "Rule": move.rule,
            "Why": move.why.text(before.language),
        }
        for move in before.moves
    ]
