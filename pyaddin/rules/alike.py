"""Cases that look alike to a decision table are decided alike: what the table said is remembered within a run by all that it looked at.

An office's cases fall due on few days, so that thousands of them share what the stage machine and the points look at. A test holds what is remembered equal
to asking anew.
"""

from __future__ import annotations

from dataclasses import field

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile
from pyaddin.rules.case_state import NO_PLAN, State, sent_level
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.policy import Policy
from pyaddin.rules.score import Score, score
from pyaddin.rules.stage import PlannedMove, settle
from pyaddin.rules.standing import Position

_EARLY = ("", "CONTACT", "DEEP")
_TRIES_THAT_COUNT = 3
Settled = tuple[State, tuple[PlannedMove, ...]]


@dataclass(frozen=True, slots=True)
class Alike:
    """What was found on one day under one policy: moves by what the stage machine sees of a quiet case, points by their facts."""

    moves: dict[tuple[object, ...], Settled] = field(default_factory=dict)
    points: dict[tuple[object, ...], Score] = field(default_factory=dict)

    def settled(self, file: CaseFile, position: Position, policy: Policy, risk: str, *, held: bool) -> Settled:
        """``settle`` of a quiet case. ``policy``: the one with the ladder of its ``risk`` class."""
        case = file.case
        seen = (
            case.stage, case.stage_since, case.episode, case.outcome_on, case.approved_by, held, position.in_arrears, position.ripe_days, position.anchored_on,
            position.outstanding > 0, bool(file.installments), position.written_off > 0, sent_level(file, case.episode, position.as_of), risk,
        )  # fmt: skip
        known = self.moves.get(seen)
        if known is None:
            known = self.moves[seen] = settle(file, position, NO_PLAN, policy, held=held)
        return known

    def scored(self, facts: dict[str, object]) -> Score:
        """``score`` of these facts."""
        seen = tuple(facts.values())
        known = self.points.get(seen)
        if known is None:
            known = self.points[seen] = score(facts)
        return known


def is_quiet(file: CaseFile) -> bool:
    """Whether the stage machine sees nothing of a case but its figures and its level: no plan or outcome, no money taken back, no reason given, few tries, and
    a stage in which it looks neither at earlier moves nor at what was said."""
    case = file.case
    if file.plans or case.outcome or case.stage not in _EARLY or any([payment.reversed_on is not None for payment in file.payments]):
        return False
    log = log_of(file.contacts)
    return not log.reasoned and log.attempts < _TRIES_THAT_COUNT
