"""The stage machine: which move the facts of a case call for on a day (domain-rules 5.2, T1-T13).

``MOVES`` is an ordered decision table; the first line whose guard holds is the move, and moves follow one another until no
guard holds. Each move is entered before the next one is looked for, so a second run on the same date finds nothing to move.
What a supervisor must do (T8 disposition, T9 settlement offer) is not in it: no run makes those moves.
"""

from __future__ import annotations

from datetime import date

from pyaddin.records import dataclass, often
from pyaddin.rules.arrears import ENDED_BY_A_PERSON, Position
from pyaddin.rules.case import CaseFile, Move
from pyaddin.rules.case_state import NO_PLAN as NO_PLAN
from pyaddin.rules.case_state import PlanState as PlanState
from pyaddin.rules.case_state import State as State
from pyaddin.rules.case_state import anchored as anchored
from pyaddin.rules.case_state import contacts_about as contacts_about
from pyaddin.rules.case_state import episode_start as episode_start
from pyaddin.rules.case_state import is_attempt as is_attempt
from pyaddin.rules.case_state import plan_state as plan_state
from pyaddin.rules.case_state import sent_level as sent_level
from pyaddin.rules.move_facts import MoveFacts
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, Reason, because, phrase
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, Never

ORDER = ("", "CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION", "CLOSED")
FINAL_DEMAND_DAYS = 10

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


@often
@dataclass(frozen=True, slots=True)
class PlannedMove:
    """A move that the run will enter in Moves. ``rule`` is the id of the ledger's code list."""

    from_stage: str
    to_stage: str
    episode: int
    rule: str
    why: Reason
    outcome: str = ""


def _return_to(moves: tuple[Move, ...]) -> str:
    """The stage a closed case was closed from; first contact when that is not on record."""
    closing = [move for move in moves if move.to_stage == "CLOSED"]
    return closing[-1].from_stage or "CONTACT" if closing else "CONTACT"


def _outcome(line: Line, typed: str, plan: PlanState, position: Position) -> str:
    if line.id == "T10":
        return "WRITTEN_OFF" if position.written_off > 0 else "PAID"
    if line.id == "T11":
        return "CURED"
    if line.id == "T11b":
        return "SETTLED" if plan.plan is not None and plan.plan.waived > 0 else "CURED"
    return typed if line.id == "T12" else ""


def next_move(facts: MoveFacts) -> PlannedMove | None:
    """The move that the facts call for now, or ``None``."""
    line = MOVES.first(facts)
    if line is None:
        return None
    file, position, plan, state = facts.file, facts.position, facts.plan, facts.state
    target = _return_to(facts.moves) if line.then == "BACK" else line.then
    episode = state.episode + 1 if line.id == "T13-NEW" else state.episode
    outcome = _outcome(line, state.outcome, plan, position)
    why = because(
        line.id.split("-")[0],
        "T10-WRITTEN-OFF" if line.id == "T10" and outcome == "WRITTEN_OFF" else line.id,
        since=anchored(position),
        days=facts["broken_days"] if line.id == "T7" else facts["days_in_stage"] if line.id == "T5" else facts["days"],
        level=facts["level"],
        plan=plan.plan.plan_id if plan.plan else "",
        outcome=outcome,
        on=state.outcome_on,
        by=file.case.approved_by,
    )
    return PlannedMove(state.stage, target, episode, why.rule, why, outcome)


def entered(move: PlannedMove, as_of: date, level: int, language: str) -> Move:
    """The move as the Moves table will show it."""
    return Move(as_of, move.from_stage, move.to_stage, level, level, move.episode, move.rule, move.why.text(language))


def _unsaid(move: PlannedMove, as_of: date) -> Move:
    """The move as the next one sees it: no rule looks at its words or levels."""
    return Move(as_of, move.from_stage, move.to_stage, 0, 0, move.episode, move.rule)


def settle(file: CaseFile, position: Position, plan: PlanState, policy: Policy, *, held: bool) -> tuple[State, tuple[PlannedMove, ...]]:
    """All moves of one run and the state after them; each is entered before the next is looked for, so a second run makes none."""
    case = file.case
    state = State(case.stage, case.stage_since, case.episode, case.outcome, case.outcome_on)
    facts = MoveFacts(file, position, plan, policy, state, held=held)
    moves: list[PlannedMove] = []
    for _ in range(len(ORDER)):
        move = next_move(facts)
        if move is None:
            break
        moves.append(move)
        state = State(move.to_stage, position.as_of, move.episode, *_ending(move, state, position.as_of))
        facts.enter(_unsaid(move, position.as_of), state)
    return state, tuple(moves)


def _ending(move: PlannedMove, state: State, as_of: date) -> tuple[str, date | None]:
    """Outcome and its day after a move: set on closing, taken off on reopening, else what a person typed stays."""
    if move.to_stage == "CLOSED":
        return move.outcome, state.outcome_on if move.rule == "T12" else as_of
    return ("", None) if state.stage == "CLOSED" else (state.outcome, state.outcome_on)


def missing_for_disposition(file: CaseFile, as_of: date, *, held: bool, notice: Phrase | None = None) -> tuple[Phrase, ...]:
    """What a supervisor still lacks before a case may go to disposition (T8); empty = the guard holds. ``notice``: that a validation notice is still to go, or
    that its period runs."""
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
    if notice is not None:
        missing.append(notice)
    return tuple(missing)
