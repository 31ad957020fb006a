"""Deciding a second time in one run: a case into which only the run's own moves and flags were entered is decided by what was decided before.

The stage machine has entered each move before it looked for the next, so it finds none again; the ladder, the gate and the queue look at money, contacts,
holds and agreements, which are the same. What remains is the file itself, its flagged rows, and that there is nothing more to move. A test holds the
answer equal to deciding anew.
"""

from __future__ import annotations

from operator import attrgetter, is_not

from pyaddin.records import changed
from pyaddin.rules.arrears import position_again
from pyaddin.rules.case import Case, CaseFile, Contact
from pyaddin.rules.decision import Decision
from pyaddin.rules.stage import ORDER

_BY_RUN = frozenset(("case", "installments", "moves"))
_OF_FILE = attrgetter(*(name for name in CaseFile.__match_args__ if name not in _BY_RUN))
"""Everything in a file but what a run's moves and flags change."""
_MOVED = ("stage", "stage_since", "episode", "outcome", "outcome_on")
_STATE = attrgetter(*_MOVED)
_OF_CASE = attrgetter(*(name for name in Case.__match_args__ if name not in _MOVED))
_STEP = attrgetter("from_stage", "to_stage", "episode", "rule")


def decided_again(before: Decision, file: CaseFile, log: tuple[Contact, ...]) -> Decision | None:
    """The decision about a file that differs from the one decided ``before`` by that decision's moves and flags; ``None`` where it differs otherwise, where
    a message was due, or where a move may have changed what later rules see. ``log``: the debtor's contacts over all cases."""
    if before.call is not None or before.held_back is not None or before.log != log or len(before.moves) >= len(ORDER):
        return None
    if any(map(is_not, _OF_FILE(before.file), _OF_FILE(file))) or not _moved_as_decided(before, file):
        return None
    position = position_again(before.file, before.position, file)
    if position is None:
        return None
    unflagged = tuple([row for row in position.missed if row.installment.flagged_on is None])
    return changed(before, file=file, position=position, moves=(), newly_missed=unflagged, write_offs=())


def _moved_as_decided(before: Decision, file: CaseFile) -> bool:
    """Whether the case stands where the decision has moved it, in the episode in which it was (its risk class and its ladder hang on that)."""
    old, moves, state = before.file, before.moves, before.state
    if not moves:
        return file.case is old.case and file.moves is old.moves
    as_of, known = before.position.as_of, len(old.moves)
    if state.episode != old.case.episode or len(file.moves) != known + len(moves):
        return False
    if _STATE(file.case) != (state.stage, state.since, state.episode, state.outcome, state.outcome_on) or _OF_CASE(file.case) != _OF_CASE(old.case):
        return False
    if file.moves[:known] != old.moves:
        return False
    return all([move.as_of == as_of and _STEP(move) == _STEP(planned) for move, planned in zip(file.moves[known:], moves, strict=True)])
