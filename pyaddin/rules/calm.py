"""The calm case: it never was in collection and nothing is past due, so nothing is to be decided; four of ten cases of an office are of this kind.

None of the decision tables has a line for it: no move, no message, no work, whatever was said to the debtor. What is left to say are its figures, its holds
and how the debtor was when we last spoke. A test holds the answer equal to the whole way of ``decide``.
"""

from __future__ import annotations

from pyaddin.rules.action import Action
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CaseFile, Contact, Hold
from pyaddin.rules.decision import Decision
from pyaddin.rules.hold import stops_escalation
from pyaddin.rules.manner import manner_of
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import because
from pyaddin.rules.score import Score
from pyaddin.rules.stage import NO_PLAN, State, sent_level

_NOT_DUE = because("NOT-DUE")
_NOTHING = Action("none", None, None)
_NO_POINTS = Score(0)


def is_calm(file: CaseFile, position: Position) -> bool:
    """No stage, move, promise, plan or outcome, and nothing past due beyond tolerance; something is still owed, or there are no rows at all."""
    if position.in_arrears or file.case.stage or file.moves or file.promises or file.plans or file.case.outcome:
        return False
    return position.outstanding > 0 or not file.installments


def calm(file: CaseFile, position: Position, policy: Policy, typed: tuple[Hold, ...], own: tuple[Hold, ...], log: tuple[Contact, ...]) -> Decision:
    """The decision about a case of which ``is_calm`` is true. ``typed`` are the holds in force, ``own`` those that follow from facts."""
    case = file.case
    excluded = next((hold.type for hold in typed if stops_escalation((hold,))), "") if typed else ""
    return Decision(
        file=file,
        position=position,
        promises=(),
        plan=NO_PLAN,
        holds=(*typed, *own),
        own_holds=tuple([hold for hold in own if hold.type != "DATA"]) if own else (),
        state=State("", case.stage_since, case.episode, "", case.outcome_on),
        moves=(),
        level=sent_level(file, case.episode),
        call=None,
        send=None,
        blocked=(),
        ladder=_NOT_DUE,
        action=_NOTHING,
        score=Score(0, excluded=excluded) if excluded else _NO_POINTS,
        newly_missed=(),
        log=log,
        language=policy.language,
        manner=manner_of(file, position.as_of, firmer=False),
    )
