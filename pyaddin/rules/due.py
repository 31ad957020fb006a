"""Which messages a case calls for on a day, in their order: about paying, about the plan, and those of class service."""

from __future__ import annotations

from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.ladder import SERVICE_KINDS, Call, missed_notice, reminder, thanks
from pyaddin.rules.manner import Manner
from pyaddin.rules.notices import broken_notice, check_in, notice, promise_told, with_notice
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Reason
from pyaddin.rules.stage import PlanState, State
from pyaddin.rules.validation_notice import notice_first, pressing


def calls_due(
    file: CaseFile, pos: Position, policy: Policy, state: State, plan: PlanState, promises: tuple[Judged, ...], kind: str, level: int, manner: Manner
) -> tuple[list[Call], Reason]:
    """The messages that are due, the one that goes first in front, and what the ladder says. ``level``: the highest reminder of the episode that went out.

    One about paying at most (reminder, broken plan, missed installment), then what is of class service: a promise, thanks and notice in one, a check-in.
    Where a validation notice is owed, it goes before anything else, and while its period runs nothing goes that presses.
    """
    first = notice_first(file, pos, policy, state)
    if first is not None:
        return ([first], first.why) if isinstance(first, Call) else ([], first)
    calls, ladder = _as_usual(file, pos, policy, state, plan, promises, kind, level, manner)
    over = pressing(file, policy, pos.as_of, calls)
    return (calls, ladder) if over is None else ([call for call in calls if call.kind in SERVICE_KINDS], over)


def _as_usual(
    file: CaseFile, pos: Position, policy: Policy, state: State, plan: PlanState, promises: tuple[Judged, ...], kind: str, level: int, manner: Manner
) -> tuple[list[Call], Reason]:
    """What is due where no validation notice stands before it."""
    wanted = reminder(file, pos, policy, state, kind, level, manner)
    ladder = wanted.why if isinstance(wanted, Call) else wanted
    if isinstance(wanted, Call) or kind == "button":
        calls = [wanted] if isinstance(wanted, Call) else []
    else:
        calls, ladder = _about_the_plan(file, pos, policy, state, plan, kind, manner, ladder)
    if kind == "button":
        return calls, ladder
    told = promise_told(file, promises, policy, state, pos.as_of)
    again = check_in(file, pos, policy, state, plan)
    service = (told, *with_notice(thanks(file, pos, state), notice(file, pos, policy, state, plan, kind)), again)
    return [*calls, *(call for call in service if call is not None)], ladder


def _about_the_plan(
    file: CaseFile, pos: Position, policy: Policy, state: State, plan: PlanState, kind: str, manner: Manner, ladder: Reason
) -> tuple[list[Call], Reason]:
    """What is to be said of a broken plan, else of an installment that was missed."""
    for news in (broken_notice(file, pos, policy, state, plan, kind, manner), missed_notice(file, pos, policy, state, manner)):
        if isinstance(news, Call):
            return [news], ladder
        if news is not None:
            return [], news
    return [], ladder
