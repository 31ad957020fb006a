"""Figures, stages and the queue brought up to date without a message: behind Refresh and after every entry of a clerk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from pyaddin.ledger.book import Edit
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks.entries import Ledger, Numbers, computed_edits
from pyaddin.tasks.moves import move_rows
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.posting import with_moves
from pyaddin.tasks.writing_off import write_off_rows

BY_HAND = ""
"""Run ID of moves that no run made."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What the ledger does not show yet, and every case before and after the moves that the day's facts call for."""

    edits: tuple[Edit, ...]
    before: tuple[Decision, ...]
    after: tuple[Decision, ...]


def recompute(opened: Opened, cases: Collection[str] | None, numbers: Numbers, *, by: str, at: datetime) -> Recomputed:
    """The edits that bring the named cases (all when ``None``) up to date; the Today queue is always made from all cases.

    Stages move as in a weekly run of the as-of date and installments are flagged; a message that is due stays due and is named in Why.
    """
    seen = opened.seen("weekly")
    before = decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=seen)
    mine = [cases is None or decision.case_id in cases for decision in before]
    files = [with_moves(file, decision) if chosen else file for file, decision, chosen in zip(opened.files, before, mine, strict=True)]
    after = [_unsent(decision) for decision in decide_all(files, opened.policy, opened.as_of, "weekly", seen=seen)]
    touched = [decision for decision, chosen in zip(after, mine, strict=True) if chosen]
    edits = computed_edits(Ledger(opened.typed), touched, numbers, opened.as_of, today=after)
    for decision, chosen in zip(before, mine, strict=True):
        if chosen:
            edits += [*move_rows(decision, decision.level, at, BY_HAND, by), *write_off_rows(decision, numbers.take)]
    return Recomputed(tuple(edits), tuple(before), tuple(after))


def _unsent(decision: Decision) -> Decision:
    return decision if decision.send is None else replace(decision, send=None)


def moved(before: Sequence[Decision]) -> int:
    """Number of cases that change their stage."""
    return sum(1 for decision in before if decision.moves)
