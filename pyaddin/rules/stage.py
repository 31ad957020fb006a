"""The stage machine: which move the facts of a case call for on a day (domain-rules 5.2, T1-T13).

``MOVES`` is an ordered decision table; the first line whose guard holds is the move, and moves follow one another until no
guard holds. Each move is entered before the next one is looked for, so a second run on the same date finds nothing to move.
What a supervisor must do (T8 disposition, T9 settlement offer) is not in it: no run makes those moves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pyaddin.rules.arrears import ENDED_BY_A_PERSON, Position, Row, plan_broken_since
from pyaddin.rules.case import CONFIRMED_RESULTS, REACHED_RESULTS, CaseFile, Contact, Move, Plan
from pyaddin.rules.in_force import agreed_plans, replans, unapproved
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, Reason, because, phrase
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, Never

ORDER = ("", "CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION", "CLOSED")
FINAL_DEMAND_DAYS = 10
_STRANGER_MOVES = ("T5", "T7")

FACTS = (
    "stage", "outcome", "outcome_approved", "in_arrears", "days", "level", "owes", "has_rows", "held", "moved_today", "deep_from", "reason_known",
    "attempts_in_vain", "finances_known", "plan_new", "plan_active", "plan_kept", "broken_days", "talked_since", "offer_refused", "replans", "replan_cap",
    "days_in_stage", "offer_days", "closed_by", "reversed_since", "watch_days",
)  # fmt: skip

MOVES = DecisionTable(
    "moves",
    FACTS,
    (
        Line("T12", "stage != 'CLOSED' and outcome_approved", "CLOSED", "domain-rules T12: typed by a supervisor"),
        Line(
            "T13-BACK",
            "stage == 'CLOSED' and closed_by in ('T10', 'T11', 'T11b') and reversed_since and (in_arrears or outcome == 'PAID' and owes)",
            "BACK",
            "T13; ERPNext: cancelled payment reopens",
        ),
        Line("T13-BACK", "stage == 'CLOSED' and outcome == 'CURED' and in_arrears and days_in_stage <= watch_days", "BACK", "T11 watch period"),
        Line("T13-NEW", "stage == 'CLOSED' and outcome in ('PAID', 'CURED') and in_arrears", "CONTACT", "T13 new arrears"),
        Line("T11b", "stage == 'MONITOR' and plan_kept and not in_arrears", "CLOSED", "T11b"),
        Line("T10", "stage != 'CLOSED' and has_rows and not owes", "CLOSED", "T10"),
        Line("T1", "stage == '' and in_arrears and days >= 1", "CONTACT", "T1; article 2.1"),
        Line("T1-PLAN", "stage == '' and plan_new", "CONTACT", "T4: agreed before any arrears were worked on; article 2.3"),
        Line("T11", "stage in ('CONTACT', 'DEEP', 'NEGOTIATE') and not in_arrears and not plan_active and owes", "CLOSED", "T11"),
        Line(
            "T2-TALK",
            "stage == 'CONTACT' and (plan_new or in_arrears and (reason_known or attempts_in_vain))",
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
        Line(
            "T5-REFUSED",
            "stage == 'NEGOTIATE' and offer_refused and not plan_active",
            "DEEP",
            "T5 refused",
        ),
        Line(
            "T5",
            "stage == 'NEGOTIATE' and days_in_stage >= offer_days and not held and not plan_active and not moved_today",
            "DEEP",
            "T5 lapsed",
        ),
        Line("T6", "stage == 'MONITOR' and talked_since and replans < replan_cap", "NEGOTIATE", "T6; article 2.4"),
        Line("T6-NEW", "stage == 'MONITOR' and plan_new", "NEGOTIATE", "T6: a new version was signed; article 2.4"),
        Line(
            "T7",
            "stage == 'MONITOR' and not held and not moved_today and (broken_days >= 7 or broken_days >= 0 and replans >= replan_cap)",
            "DEEP",
            "T7",
        ),
    ),
    values={
        "stage": ORDER, "outcome": ("", "PAID", "CURED", *ENDED_BY_A_PERSON), "closed_by": ("", "T8", "T10", "T11", "T11b", "T12"), "days": AtLeast(0),
        "level": AtLeast(0), "broken_days": AtLeast(-1), "replans": AtLeast(0), "days_in_stage": AtLeast(0),
        "deep_from": (1, 8, 30), "replan_cap": (0, 1, 2), "offer_days": (0, 14), "watch_days": (0, 30),
    },
    never=(
        Never("outcome_approved and outcome in ('', 'PAID', 'CURED')", "only what a person decides is approved"),
        Never("in_arrears and not owes", "what is past due is owed"),
        Never("days >= 1 and not in_arrears", "days are counted from a row that is past due"),
        Never("plan_active and plan_kept", "a plan has one state"),
        Never("broken_days >= 0 and (plan_active or plan_kept)", "a plan has one state"),
        Never("plan_new and broken_days >= 0", "a broken plan is not entered as new"),
        Never("moved_today and days_in_stage >= 1", "the days count from the last move"),
        Never("closed_by != '' and stage != 'CLOSED'", "the last move says where the case stands"),
        Never("closed_by in ('T10',) and outcome == 'CURED'", "T10 closes as paid"),
    ),
    otherwise="the case stays where it is",
    order="the first line that holds decides: what a person typed, then reopening, then closing, then the way through the stages",
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
    """The current plan, judged from its rows; once written as broken it stays so until it is fully paid (R26)."""
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
    if all(row.status == "paid" for row in rows):
        return "kept", None
    since = plan_broken_since(position.rows, policy)
    if plan.status == "broken":
        mine = [hold for hold in file.written_holds if hold.type == "SIGNED_PLAN" and plan.agreed_on is not None and hold.start >= plan.agreed_on]
        days = [day for day in (since, *(hold.end for hold in mine)) if day is not None and day <= position.as_of]
        return "broken", min(days, default=position.as_of)
    if since is not None and since <= position.as_of:
        return "broken", since
    return "performing", None


def sent_level(file: CaseFile, episode: int, before: date | None = None) -> int:
    """Highest reminder level that went out in the episode (before a day, if one is given), from the keys in Contacts."""
    if not file.contacts:
        return 0
    prefix = f"{file.case.case_id}|{episode}|reminder|"
    levels = [
        int(c.key[len(prefix) :])
        for c in file.contacts
        if c.key and c.result in CONFIRMED_RESULTS and c.key.startswith(prefix) and c.key[len(prefix) :].isdigit() and (before is None or c.on < before)
    ]
    return max(levels, default=0)


def _since_last(moves: tuple[Move, ...], rules: tuple[str, ...], episode: int) -> date:
    return max((move.as_of for move in moves if move.rule in rules and move.episode == episode), default=date.min)


def episode_start(file: CaseFile, episode: int) -> date:
    """Day of the first move of the episode; ``date.max`` when there is none."""
    return min((move.as_of for move in file.moves if move.episode == episode), default=date.max)


def _attempts_in_vain(contacts: list[Contact], as_of: date) -> bool:
    """Three attempts or more on two channels or more, and nobody was reached (T2). The run's own message of the day counts from the next day on."""
    if len(contacts) < 3:
        return False
    out = [c for c in contacts if is_attempt(c) and (not c.key or c.on < as_of)]
    return (
        len(out) >= 3
        and len({c.channel for c in out}) >= 2
        and not any(c.result in REACHED_RESULTS for c in contacts)
        and not any(c.direction == "in" for c in contacts)
    )


def contacts_about(file: CaseFile, position: Position, episode: int) -> list[Contact]:
    """Contacts up to the as-of date about the arrears of the episode: since it began, or since the oldest unpaid row fell due if that is earlier."""
    if not file.contacts:
        return []
    anchor = anchored(position) or date.max
    start = min(episode_start(file, episode), anchor)
    return [c for c in file.contacts if start <= c.on <= position.as_of]


def anchored(position: Position) -> date | None:
    """Due date of the row that the days of the case are counted from."""
    if position.anchor is None:
        return None
    return next((row.installment.due_on for row in position.rows if row.key == position.anchor), None)


def is_attempt(contact: Contact) -> bool:
    """An outgoing try to reach the debtor about the debt, whatever came of it; not one that never left."""
    return contact.direction == "out" and contact.message_class == "collection" and contact.result not in ("queued", "blocked", "failed", "unknown")


def _plan_is_new(file: CaseFile, plan: PlanState, episode: int) -> bool:
    """True for a signed plan that no T4 has entered yet."""
    if plan.plan is None or plan.status == "broken" or plan.plan.agreed_on is None:
        return False
    return plan.plan.agreed_on > _since_last(file.moves, ("T4",), episode)


def facts_of(file: CaseFile, position: Position, plan: PlanState, policy: Policy, state: State, *, held: bool, level: int) -> dict[str, object]:
    """The named facts that ``MOVES`` decides on. ``level`` as it was before today: a notice of today moves nothing today."""
    as_of = position.as_of
    recent = contacts_about(file, position, state.episode)
    fresh = _since_last(file.moves, _STRANGER_MOVES, state.episode)
    told = [c for c in recent if c.reason_code and c.on > fresh]
    since = state.since or as_of
    later = [c for c in recent if c.on > since]
    talked = [c for c in later if c.result == "hardship" or (plan.status == "broken" and c.result in REACHED_RESULTS)]
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
        "attempts_in_vain": _attempts_in_vain([c for c in recent if c.on > fresh], as_of),
        "finances_known": bool(told)
        and (any(c.reason_code == "REFUSES" for c in told) or (file.budget_on is not None and fresh < file.budget_on <= as_of)),
        "plan_new": _plan_is_new(file, plan, state.episode),
        "plan_active": plan.status == "performing",
        "plan_kept": plan.status == "kept",
        "broken_days": -1 if plan.broken_since is None else (as_of - plan.broken_since).days,
        "talked_since": bool(talked),
        "offer_refused": any(c.result == "refused" for c in later),
        "replans": replans(file, policy, as_of),
        "replan_cap": policy.replan_cap,
        "days_in_stage": (as_of - since).days,
        "offer_days": policy.offer_days,
        "closed_by": file.moves[-1].rule if file.moves and file.moves[-1].to_stage == "CLOSED" else "",
        "reversed_since": any(p.reversed_on is not None and since <= p.reversed_on <= as_of for p in file.payments),
        "watch_days": policy.watch_days,
    }


def _return_to(file: CaseFile) -> str:
    """The stage a closed case was closed from; first contact when that is not on record."""
    closing = [move for move in file.moves if move.to_stage == "CLOSED"]
    return closing[-1].from_stage or "CONTACT" if closing else "CONTACT"


def _outcome(line: Line, typed: str, plan: PlanState, position: Position) -> str:
    if line.id == "T10":
        return "WRITTEN_OFF" if position.written_off > 0 else "PAID"
    if line.id == "T11":
        return "CURED"
    if line.id == "T11b":
        return "SETTLED" if plan.plan is not None and plan.plan.waived > 0 else "CURED"
    return typed if line.id == "T12" else ""


def next_move(file: CaseFile, position: Position, plan: PlanState, policy: Policy, state: State, *, held: bool) -> PlannedMove | None:
    """The move that the facts call for now, or ``None``."""
    level = sent_level(file, state.episode, before=position.as_of)
    facts = facts_of(file, position, plan, policy, state, held=held, level=level)
    line = MOVES.first(facts)
    if line is None:
        return None
    target = _return_to(file) if line.then == "BACK" else line.then
    episode = state.episode + 1 if line.id == "T13-NEW" else state.episode
    outcome = _outcome(line, state.outcome, plan, position)
    anchor = anchored(position)
    why = because(
        line.id.split("-")[0],
        "T10-WRITTEN-OFF" if line.id == "T10" and outcome == "WRITTEN_OFF" else line.id,
        since=anchor,
        days=facts["broken_days"] if line.id == "T7" else facts["days_in_stage"] if line.id == "T5" else facts["days"],
        level=level,
        plan=plan.plan.plan_id if plan.plan else "",
        outcome=outcome,
        on=state.outcome_on,
        by=file.case.approved_by,
    )
    return PlannedMove(state.stage, target, episode, why.rule, why, outcome)


def entered(move: PlannedMove, as_of: date, level: int, language: str) -> Move:
    """The move as the Moves table will show it."""
    return Move(as_of, move.from_stage, move.to_stage, level, level, move.episode, move.rule, move.why.text(language))


def settle(file: CaseFile, position: Position, plan: PlanState, policy: Policy, *, held: bool) -> tuple[State, tuple[PlannedMove, ...]]:
    """All moves of one run and the state after them; each is entered before the next is looked for, so a second run makes none."""
    case = file.case
    state = State(case.stage, case.stage_since, case.episode, case.outcome, case.outcome_on)
    moves: list[PlannedMove] = []
    for _ in range(len(ORDER)):
        move = next_move(file, position, plan, policy, state, held=held)
        if move is None:
            break
        moves.append(move)
        file = replace(file, moves=(*file.moves, entered(move, position.as_of, sent_level(file, state.episode), policy.language)))
        state = State(move.to_stage, position.as_of, move.episode, *_ending(move, state, position.as_of))
    return state, tuple(moves)


def _ending(move: PlannedMove, state: State, as_of: date) -> tuple[str, date | None]:
    """Outcome and its day after a move: set on closing, taken off on reopening, else what a person typed stays."""
    if move.to_stage == "CLOSED":
        return move.outcome, state.outcome_on if move.rule == "T12" else as_of
    return ("", None) if state.stage == "CLOSED" else (state.outcome, state.outcome_on)


def missing_for_disposition(file: CaseFile, as_of: date, *, held: bool) -> tuple[Phrase, ...]:
    """What a supervisor still lacks before a case may go to disposition (T8); empty = the guard holds."""
    advice = file.advice
    delivered = advice.final_demand_delivered_on if advice else None
    missing: list[Phrase] = []
    if delivered is None:
        missing.append(phrase("proof"))
    elif (as_of - delivered).days < FINAL_DEMAND_DAYS:
        missing.append(phrase("demand-days", days=FINAL_DEMAND_DAYS, on=delivered))
    if delivered is not None and advice is not None and not advice.proof:
        missing.append(phrase("demand-proof"))
    if advice is None or advice.advice_on is None or advice.advice_on > as_of:
        missing.append(phrase("advice"))
    if held:
        missing.append(phrase("hold-end"))
    return tuple(missing)
