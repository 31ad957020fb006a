"""What a run decides about every case, and about the chosen ones where it is asked for some only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, CaseFile
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.tasks.opening import Opened


def by_channel(files: Sequence[CaseFile], cases: Collection[str], channel: str | None) -> Sequence[CaseFile]:
    """The files with the channel that was asked for as the first choice of the chosen cases."""
    if channel is None:
        return files
    return [replace(file, debtor=replace(file.debtor, preferred_channel=channel)) if file.case.case_id in cases else file for file in files]


def decided(files: Sequence[CaseFile], opened: Opened, kind: str, cases: Collection[str], seen: dict[str, Decision]) -> list[Decision]:
    """Every case decided. For reminders to chosen cases the others are looked at and left alone: none of them takes the lead in a message."""
    decisions = decide_all(files, opened.policy, opened.as_of, kind, seen=seen)
    if not cases:
        return decisions
    chosen_files = [file for file in files if file.case.case_id in cases]
    alone = {d.case_id: d for d in decide_all(chosen_files, opened.policy, opened.as_of, kind, among=files, seen=seen)}
    written = {file.case.debtor_id for file in files if _written_on(file, opened.as_of)}
    narrowed: list[Decision] = []
    for decision in decisions:
        mine = alone.get(decision.case_id)
        if mine is None:
            acts = decision.moves or decision.send or decision.blocked or decision.call or decision.newly_missed
            narrowed.append(replace(decision, moves=(), send=None, blocked=(), call=None, newly_missed=()) if acts else decision)
        elif decision.file.case.debtor_id in written:
            narrowed.append(decision)
        else:
            narrowed.append(replace(decision, send=mine.send, blocked=mine.blocked, call=mine.call))
    return narrowed


def _written_on(file: CaseFile, day: date) -> bool:
    return any(c.direction == "out" and c.key and c.on == day and c.result in CONFIRMED_RESULTS | PENDING_RESULTS for c in file.contacts)
