"""The stage machine: which move the facts of a case call for on a day (domain-rules 5.2, T1-T13).

``MOVES`` is an ordered decision table; the first line whose guard holds is the move, and moves follow one another until no
guard holds. What a supervisor must do (T8 disposition, T9 settlement offer) is not in it: no run makes those moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pyaddin.rules.arrears import Position, current_plan, plan_broken_since
from pyaddin.rules.case import CONFIRMED_RESULTS, REACHED_RESULTS, CaseFile, Contact, Move, Plan
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.tables import DecisionTable, Line

ORDER = ("", "CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION", "CLOSED")
FINAL_DEMAND_DAYS = 10
_STRANGER_MOVES = ("T5", "T7")

FACTS = (
    "stage", "outcome", "outcome_approved", "in_arrears", "days", "level", "owes", "has_rows", "held", "moved_today", "deep_from", "reason_known",
    "attempts_in_vain", "finances_known", "plan_new", "plan_active", "plan_kept", "plan_waived", "broken_days", "talked_since", "replans", "replan_cap",
    "promise_open", "days_in_stage", "offer_days", "reversed_since", "days_closed", "watch_days",
)  # fmt: skip

MOVES = DecisionTable(
    "moves",
    FACTS,
    (
        Line("T12", "stage != 'CLOSED' and outcome_approved", "CLOSED", "domain-rules T12: typed by a supervisor"),
        Line(
            "T13-BACK",
            "stage == 'CLOSED' and outcome in ('PAID', 'CURED', 'SETTLED') and not outcome_approved and reversed_since and (in_arrears or outcome == 'PAID' and owes)",
            "BACK",
            "T13; ERPNext: cancelled payment reopens",
        ),
        Line("T13-BACK", "stage == 'CLOSED' and outcome == 'CURED' and in_arrears and days_closed <= watch_days", "BACK", "T11 watch period"),
        Line("T13-NEW", "stage == 'CLOSED' and outcome in ('PAID', 'CURED') and in_arrears", "CONTACT", "T13 new arrears"),
        Line("T11b", "stage == 'MONITOR' and plan_kept and not owes", "CLOSED", "T11b"),
        Line("T10", "stage != 'CLOSED' and has_rows and not owes", "CLOSED", "T10"),
        Line("T1", "stage == '' and in_arrears and days >= 1", "CONTACT", "T1; article 2.1"),
        Line("T11", "stage in ('CONTACT', 'DEEP', 'NEGOTIATE') and not in_arrears and not plan_active and owes", "CLOSED", "T11"),
        Line(
            "T2-TALK",
            "stage == 'CONTACT' and in_arrears and (reason_known or attempts_in_vain or plan_new)",
            "DEEP",
            "T2 by the clerk's notes; article 2.2",
        ),
        Line(
            "T2",
            "stage == 'CONTACT' and in_arrears and days >= deep_from and level >= 1 and not held and not moved_today",
            "DEEP",
            "T2 by time; article 2.2",
        ),
        Line("T3", "stage == 'DEEP' and (finances_known or plan_new)", "NEGOTIATE", "T3; article 2.3"),
        Line("T4", "stage == 'NEGOTIATE' and plan_new", "MONITOR", "T4; article 2.3, 2.4"),
        Line("T5", "stage == 'NEGOTIATE' and days_in_stage >= offer_days and not held and not plan_active and not moved_today", "DEEP", "T5"),
        Line("T6", "stage == 'MONITOR' and talked_since and replans < replan_cap", "NEGOTIATE", "T6; article 2.4"),
        Line(
            "T7",
            "stage == 'MONITOR' and not plan_new and not moved_today and (broken_days >= 7 and not promise_open or broken_days >= 0 and replans >= replan_cap)",
            "DEEP",
            "T7",
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move that the run will enter in Moves. ``rule`` is the id of the ledger's code list."""

    from_stage: str
    to_stage: str
    episode: int
    rule: str
    why: Reason
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands: stage, since when, which episode, and how it ended."""

    stage: str
    since: date | None
    episode: int
    outcome: str
    outcome_on: date | None


@dataclass(frozen=True, slots=True)
class PlanState:
    """What became of the latest agreed plan. ``broken_since`` is the first day on which it counted as broken."""

    plan: Plan | None
    status: str  # "", performing, kept, broken
    broken_since: date | None


def plan_state(file: CaseFile, position: Position, policy: Policy) -> PlanState:
    """The current plan, judged from its rows; once written as broken it stays so until it is fully paid (R26)."""
    plan = current_plan(file, position.as_of)
    rows = [row for row in position.rows if row.counts]
    if plan is None or position.regime != plan.plan_id or not rows:
        return PlanState(None, "", None)
    if all(row.status == "paid" for row in rows):
        return PlanState(plan, "kept", None)
    since = plan_broken_since(position.rows, policy)
    if plan.status == "broken":
        ended = [hold.end for hold in file.written_holds if hold.type == "SIGNED_PLAN" and hold.end is not None and hold.end <= position.as_of]
        return PlanState(plan, "broken", min([day for day in (since, *ended) if day is not None and day <= position.as_of], default=position.as_of))
    if since is not None and since <= position.as_of:
        return PlanState(plan, "broken", since)
    return PlanState(plan, "performing", None)


def sent_level(file: CaseFile, episode: int) -> int:
    """Highest reminder level that went out in the episode, from the keys in Contacts."""
    prefix = f"{file.case.case_id}|{episode}|reminder|"
    levels = [
        int(c.key[len(prefix) :])
        for c in file.contacts
        if c.result in CONFIRMED_RESULTS and c.key.startswith(prefix) and c.key[len(prefix) :].isdigit()
    ]
    return max(levels, default=0)


def _since_last(moves: tuple[Move, ...], rules: tuple[str, ...], episode: int) -> date:
    return max((move.as_of for move in moves if move.rule in rules and move.episode == episode), default=date.min)


def _episode_start(file: CaseFile, episode: int) -> date:
    return min((move.as_of for move in file.moves if move.episode == episode), default=date.max)


def _attempts_in_vain(contacts: list[Contact]) -> bool:
    """Three attempts or more on two channels or more, and nobody was reached (T2)."""
    out = [c for c in contacts if c.direction == "out" and c.result not in ("queued", "blocked", "failed")]
    return (
        len(out) >= 3
        and len({c.channel for c in out}) >= 2
        and not any(c.result in REACHED_RESULTS for c in contacts)
        and not any(c.direction == "in" for c in contacts)
    )


def _replans(file: CaseFile, as_of: date) -> int:
    """Plan versions above the first agreed in the last twelve months (R21)."""
    return sum(1 for plan in file.plans if plan.version > 1 and plan.agreed_on is not None and as_of - timedelta(days=365) < plan.agreed_on <= as_of)


def _approved(plan: Plan, policy: Policy) -> bool:
    return plan.waived <= policy.waiver_limit or bool(plan.approved_by)


def _plan_is_new(file: CaseFile, plan: PlanState, episode: int, policy: Policy) -> bool:
    """True for a signed plan that no T4 has entered yet."""
    if plan.plan is None or plan.status == "broken" or plan.plan.agreed_on is None or not _approved(plan.plan, policy):
        return False
    return plan.plan.agreed_on > _since_last(file.moves, ("T4",), episode)


def facts_of(
    file: CaseFile, position: Position, promises: tuple[Judged, ...], plan: PlanState, policy: Policy, state: State, *, held: bool, level: int
) -> dict[str, object]:
    """The named facts that ``MOVES`` decides on."""
    as_of = position.as_of
    start = _episode_start(file, state.episode)
    recent = [c for c in file.contacts if start <= c.on <= as_of]
    fresh = _since_last(file.moves, _STRANGER_MOVES, state.episode)
    told = [c for c in recent if c.reason_code and c.on > fresh]
    since = state.since or as_of
    talked = [c for c in recent if c.on > since and (c.result == "hardship" or (plan.status == "broken" and c.result in REACHED_RESULTS))]
    return {
        "stage": state.stage,
        "outcome": state.outcome,
        "outcome_approved": state.outcome not in ("", "PAID", "CURED")
        and bool(file.case.approved_by)
        and state.outcome_on is not None
        and state.outcome_on <= as_of,
        "in_arrears": position.in_arrears,
        "days": position.ripe_days,
        "level": level,
        "owes": position.outstanding > 0,
        "has_rows": bool(file.installments),
        "held": held,
        "moved_today": state.since == as_of,
        "deep_from": min((row.from_day for row in policy.levels if row.stage == "DEEP"), default=8),
        "reason_known": bool(told),
        "attempts_in_vain": _attempts_in_vain([c for c in recent if c.on > fresh]),
        "finances_known": bool(told)
        and (any(c.reason_code == "REFUSES" for c in told) or (file.budget_on is not None and fresh < file.budget_on <= as_of)),
        "plan_new": _plan_is_new(file, plan, state.episode, policy),
        "plan_active": plan.status == "performing",
        "plan_kept": plan.status == "kept",
        "plan_waived": plan.plan is not None and plan.plan.waived > 0,
        "broken_days": -1 if plan.broken_since is None else (as_of - plan.broken_since).days,
        "talked_since": bool(talked),
        "replans": _replans(file, as_of),
        "replan_cap": policy.replan_cap,
        "promise_open": any(judged.status == "open" for judged in promises),
        "days_in_stage": (as_of - since).days,
        "offer_days": policy.offer_days,
        "reversed_since": any(p.reversed_on is not None and since <= p.reversed_on <= as_of for p in file.payments),
        "days_closed": (as_of - since).days,
        "watch_days": policy.watch_days,
    }


def _return_to(file: CaseFile) -> str:
    """The stage a closed case was closed from; first contact when that is not on record."""
    closing = [move for move in file.moves if move.to_stage == "CLOSED"]
    return closing[-1].from_stage or "CONTACT" if closing else "CONTACT"


def _outcome(line: Line, facts: dict[str, object]) -> str:
    if line.id == "T10":
        return "PAID"
    if line.id == "T11":
        return "CURED"
    if line.id == "T11b":
        return "SETTLED" if facts["plan_waived"] else "CURED"
    return str(facts["outcome"]) if line.id == "T12" else ""


def next_move(
    file: CaseFile, position: Position, promises: tuple[Judged, ...], plan: PlanState, policy: Policy, state: State, *, held: bool
) -> PlannedMove | None:
    """The move that the facts call for now, or ``None``."""
    level = sent_level(file, state.episode)
    facts = facts_of(file, position, promises, plan, policy, state, held=held, level=level)
    line = MOVES.first(facts)
    if line is None:
        return None
    target = _return_to(file) if line.then == "BACK" else line.then
    episode = state.episode + 1 if line.id == "T13-NEW" else state.episode
    outcome = _outcome(line, facts)
    anchor = next((row.installment.due_on for row in position.rows if row.key == position.anchor), None)
    why = because(
        line.id.split("-")[0],
        line.id,
        since=anchor,
        days=facts["broken_days"] if line.id == "T7" else facts["days_in_stage"] if line.id == "T5" else facts["days"],
        level=level,
        plan=plan.plan.plan_id if plan.plan else "",
        outcome=outcome,
        on=state.outcome_on,
        by=file.case.approved_by,
    )
    return PlannedMove(state.stage, target, episode, why.rule, why, outcome)


def settle(
    file: CaseFile, position: Position, promises: tuple[Judged, ...], plan: PlanState, policy: Policy, *, held: bool
) -> tuple[State, tuple[PlannedMove, ...]]:
    """All moves of one run and the state after them. A run on the same date with the same facts makes none."""
    case = file.case
    state = State(case.stage, case.stage_since, case.episode, case.outcome, case.outcome_on)
    moves: list[PlannedMove] = []
    for _ in range(len(ORDER)):
        move = next_move(file, position, promises, plan, policy, state, held=held)
        if move is None:
            break
        moves.append(move)
        closed = move.to_stage == "CLOSED"
        on = case.outcome_on if move.rule == "T12" else position.as_of
        state = State(move.to_stage, position.as_of, move.episode, move.outcome if closed else "", on if closed else None)
    return state, tuple(moves)


def missing_for_disposition(file: CaseFile, as_of: date, *, held: bool) -> tuple[str, ...]:
    """What a supervisor still lacks before a case may go to disposition (T8); empty = the guard holds."""
    advice = file.advice
    delivered = advice.final_demand_delivered_on if advice else None
    missing: list[str] = []
    if delivered is None:
        missing.append("proof of delivery of the final demand")
    elif (as_of - delivered).days < FINAL_DEMAND_DAYS:
        missing.append(f"{FINAL_DEMAND_DAYS} days since the final demand of {delivered}")
    if advice is None or advice.advice_on is None:
        missing.append("legal advice")
    if held:
        missing.append("the end of the hold")
    return tuple(missing)
