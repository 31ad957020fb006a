"""Where a case stands: its stage and episode, what became of its plan, and what was said to the debtor since the episode began."""

from __future__ import annotations

from datetime import date

from pyaddin.records import dataclass, often
from pyaddin.rules.arrears import Position, Row, ended_by_a_person, plan_broken_since
from pyaddin.rules.case import CaseFile, Contact, Move, Plan
from pyaddin.rules.contact_log import is_attempt as is_attempt
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.hold import ageing_pauses
from pyaddin.rules.in_force import agreed_plans, unapproved
from pyaddin.rules.policy import Policy


@often
@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands: stage, since when, which episode, and how it ended."""

    stage: str
    since: date | None
    episode: int
    outcome: str
    outcome_on: date | None


@often
@dataclass(frozen=True, slots=True)
class PlanState:
    """What became of the latest agreed plan. ``broken_since`` is the first day on which it counted as broken.

    ``replaced`` are the plans whose place it took; ``unapproved`` = id of a plan that both sides signed and that waits for a supervisor.
    """

    plan: Plan | None
    status: str  # "", performing, kept, broken
    broken_since: date | None
    replaced: tuple[Plan, ...] = ()
    unapproved: str = ""


NO_PLAN = PlanState(None, "", None)


def plan_state(file: CaseFile, position: Position, policy: Policy) -> PlanState:
    """The current plan, judged from its rows; once written as broken it stays so until it is fully paid (R26), which a write-off is not."""
    if not file.plans:
        return NO_PLAN
    agreed = agreed_plans(file, policy, position.as_of)
    waiting = next((plan.plan_id for plan in unapproved(file, policy)), "")
    rows = [row for row in position.rows if row.counts]
    if not agreed or position.regime != agreed[-1].plan_id or not rows:
        return PlanState(None, "", None, unapproved=waiting)
    status, since = _became(file, agreed[-1], position, rows, policy)
    return PlanState(agreed[-1], status, since, agreed[:-1], waiting)


def _became(file: CaseFile, plan: Plan, position: Position, rows: list[Row], policy: Policy) -> tuple[str, date | None]:
    """The plan's state by its rows, and since when it counts as broken."""
    if all(row.status == "paid" for row in rows) and not (plan.status == "broken" and ended_by_a_person(file.case, position.as_of)):
        return "kept", None
    since = plan_broken_since(position.rows, policy, ageing_pauses(file.holds))
    if plan.status == "broken":
        mine = [hold for hold in file.written_holds if hold.type == "SIGNED_PLAN" and plan.agreed_on is not None and hold.start >= plan.agreed_on]
        days = [day for day in (since, *(hold.end for hold in mine)) if day is not None and day <= position.as_of]
        return "broken", min(days, default=position.as_of)
    if since is not None and since <= position.as_of:
        return "broken", since
    return "performing", None


def sent_level(file: CaseFile, episode: int, before: date | None = None) -> int:
    """Highest reminder level that went out in the episode (before a day, if one is given), from the keys in Contacts."""
    sent = log_of(file.contacts).sent
    if not sent:
        return 0
    mine = sent.get(f"{file.case.case_id}|{episode}|reminder", ())
    return max([level for level, on in mine if before is None or on < before], default=0)


def episode_start(file: CaseFile, episode: int) -> date:
    """Day of the first move of the episode; ``date.max`` when there is none."""
    return _began(file.moves, episode)


def contacts_about(file: CaseFile, position: Position, episode: int) -> list[Contact]:
    """Contacts up to the as-of date about the arrears of the episode: since it began, or since the oldest unpaid row fell due if that is earlier."""
    if not file.contacts:
        return []
    return about_since(file, position, file.moves, episode)


def about_since(file: CaseFile, position: Position, moves: tuple[Move, ...], episode: int) -> list[Contact]:
    """``contacts_about`` where some of the ``moves`` are not in the file yet."""
    as_of, began, anchor = position.as_of, _began(moves, episode), anchored(position)
    start = began if anchor is None or began < anchor else anchor
    return [c for c in file.contacts if start <= c.on <= as_of]


def _began(moves: tuple[Move, ...], episode: int) -> date:
    return min([move.as_of for move in moves if move.episode == episode], default=date.max) if moves else date.max


def anchored(position: Position) -> date | None:
    """Due date of the row that the days of the case are counted from."""
    return position.anchored_on
