"""What a run decides about every case, and about the chosen ones where it is asked for some only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from pyaddin.rules.case import CaseFile
from pyaddin.rules.decide import Decision, decide_all, written_to
from pyaddin.rules.notices import Asked
from pyaddin.tasks.opening import Opened


def by_channel(files: Sequence[CaseFile], cases: Collection[str], channel: str | None) -> Sequence[CaseFile]:
    """The files with the channel that was asked for as the first choice of the chosen cases."""
    if channel is None:
        return files
    return [replace(file, debtor=replace(file.debtor, preferred_channel=channel)) if file.case.case_id in cases else file for file in files]


def decided(
    files: Sequence[CaseFile], opened: Opened, kind: str, cases: Collection[str], seen: dict[str, Decision], asked: Asked | None = None
) -> list[Decision]:
    """Every case decided. For reminders to chosen cases, or the message that is ``asked`` for them, the others are looked at and left alone: none of
    them takes the lead in a message."""
    decisions = decide_all(files, opened.policy, opened.as_of, kind, seen=seen)
    if not cases:
        return decisions
    chosen_files = [file for file in files if file.case.case_id in cases]
    mine_seen = seen if asked is None else opened.seen(f"{kind} {asked.kind}")
    alone = {d.case_id: d for d in decide_all(chosen_files, opened.policy, opened.as_of, kind, among=files, seen=mine_seen, asked=asked)}
    written = {file.case.debtor_id for file in files if written_to(file, opened.as_of)}
    narrowed: list[Decision] = []
    for decision in decisions:
        mine = alone.get(decision.case_id)
        if mine is None:
            acts = decision.moves or decision.send or decision.blocked or decision.call or decision.newly_missed
            narrowed.append(replace(decision, moves=(), send=None, blocked=(), call=None, held_back=None, newly_missed=()) if acts else decision)
        elif asked is None and decision.file.case.debtor_id in written:
            narrowed.append(decision)
        else:
            narrowed.append(replace(decision, send=mine.send, blocked=mine.blocked, call=mine.call, held_back=mine.held_back))
    return narrowed
