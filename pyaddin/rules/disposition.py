"""Final disposition: which cases are ripe for it, what is missing, and the ways out with their guards (domain-rules T8, T9, T12; process 2.5).

``RIPE`` says why a case should be looked at; all of its lines count. ``EXITS`` says whether an outcome may be entered: the first line that holds decides.
Both only say what a person may decide; no run takes a way out by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.records import dataclass
from pyaddin.rules.arrears import ENDED_BY_A_PERSON, Position, position
from pyaddin.rules.case import Adjustment, CaseFile
from pyaddin.rules.hold import in_force, stops_escalation
from pyaddin.rules.in_force import replans
from pyaddin.rules.limitation import Clock
from pyaddin.rules.owed import COMPONENTS
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.rules.regimes import replay
from pyaddin.rules.stage import PlanState, State, missing_for_disposition, sent_level
from pyaddin.rules.tables import AtLeast, DecisionTable, Line, Never
from pyaddin.rules.validation_notice import still_waits

ZERO = Decimal(0)
EFFECT_HOLD: Mapping[str, str] = {"INSOLVENT": "INSOLVENCY", "DECEASED": "DECEASED"}
"""Outcomes that say something of the debtor, and the hold that then stops every case of this person."""

RIPE = DecisionTable(
    "ripe for disposition",
    ("stage", "days", "promise_level", "plans_broken", "plan", "capped", "top_level", "near", "over", "recommended"),
    (
        Line("disposition", "stage == 'DISPOSITION'", "in hand", "T8; article 2.5"),
        Line("limitation-near", "near", "look", "domain-rules 5.10; compliance facts 3"),
        Line("limitation-over", "over", "look", "T12 TIME_BARRED; compliance facts 3"),
        Line("ninety-days", "days >= 90", "look", "domain-rules 5.2: >= 90 disposition review; 65 FR 36903"),
        Line("promise-level", "promise_level >= 3", "look", "R24"),
        Line("plans-broken", "plans_broken >= 2", "look", "R26; article 2.5: after many attempts"),
        Line("replan-cap", "plan == 'broken' and capped", "look", "T7, R21: no further agreement within twelve months"),
        Line("top-level", "top_level and stage != 'MONITOR'", "look", "domain-rules 5.2: all levels of the ladder are sent"),
        Line("advised", "recommended and stage != 'DISPOSITION'", "look", "T8: legal advice is on record"),
    ),
    values={
        "stage": ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION"), "days": AtLeast(0), "promise_level": AtLeast(0), "plans_broken": AtLeast(0),
        "plan": ("", "performing", "kept", "broken"),
    },
    never=(Never("near and over", "a last day lies ahead or behind"),),
    otherwise="the case is not ripe",
    order="all lines that hold are reasons to look",
)  # fmt: skip

EXITS = DecisionTable(
    "exits",
    ("outcome", "owes", "closed", "same", "future", "early", "document", "plan_active", "disputed", "barred", "counsel"),
    (
        Line("future", "future", "refuse", "T12: an outcome is entered when it is there"),
        Line("early", "early", "refuse", "T12: not before the case was opened"),
        Line("closed", "closed and (not same or not owes)", "refuse", "T12: a closed case stays closed"),
        Line("paid", "not owes and outcome != 'INVALID'", "refuse", "T10: what is paid is closed as paid"),
        Line("no-document", "not document", "refuse", "T12: reason and document"),
        Line("plan-kept", "plan_active and outcome in ('WRITTEN_OFF', 'TIME_BARRED', 'TRANSFERRED')", "refuse", "T11b; PRC card measures art. 70"),
        Line("disputed", "disputed and outcome == 'TRANSFERRED'", "refuse", "R31; 5.3: not while a dispute is open"),
        Line("not-barred", "outcome == 'TIME_BARRED' and not barred and not counsel", "refuse", "compliance facts 3: ask counsel"),
        Line("settled", "outcome == 'SETTLED'", "write off the rest", "T12: the settlement's document; later money is told"),
        Line("written-off", "outcome == 'WRITTEN_OFF'", "write off the rest", "T12: the decision; later money is a recovery"),
        Line("insolvent", "outcome == 'INSOLVENT'", "write off the rest, hold INSOLVENCY on the debtor", "T12, 5.3: the court's notice"),
        Line("deceased", "outcome == 'DECEASED'", "write off the rest, hold DECEASED on the debtor", "T12, 5.3: the certificate"),
        Line("invalid", "outcome == 'INVALID'", "write off the rest, tell what is to be paid back", "T12: what shows that nothing was owed"),
        Line("transferred", "outcome == 'TRANSFERRED'", "write off the rest, nothing more is sent but the handover", "T12, R31: the deed of transfer"),
        Line("time-barred", "outcome == 'TIME_BARRED'", "write off the rest", "T12: the estimate or counsel's advice"),
    ),
    values={"outcome": ENDED_BY_A_PERSON},
    order="the first line that holds decides: what forbids every way out, then what forbids this one, then the way out",
)

MOVES_BY_HAND = DecisionTable(
    "moves by a supervisor",
    ("wanted", "stage", "missing", "plan_active", "promise_open", "early", "future"),
    (
        Line("future", "future", "refuse", "a move is entered when it is made"),
        Line("early", "early", "refuse", "not before the last move"),
        Line("T8-STAGE", "wanted == 'DISPOSITION' and stage not in ('CONTACT', 'DEEP', 'NEGOTIATE', 'MONITOR')", "refuse", "T8: from S1..S4"),
        Line("T8-PLAN", "wanted == 'DISPOSITION' and plan_active", "refuse", "T8: no blocking hold; PRC card measures art. 70"),
        Line("T8-PROMISE", "wanted == 'DISPOSITION' and promise_open", "refuse", "T8: no blocking hold; R23"),
        Line("T8-MISSING", "wanted == 'DISPOSITION' and missing", "refuse", "T8: final demand, advice, no blocking hold, limitation shown"),
        Line("T9-STAGE", "wanted == 'NEGOTIATE' and stage != 'DISPOSITION'", "refuse", "T9: from S5"),
        Line("T8", "wanted == 'DISPOSITION'", "DISPOSITION", "T8; article 2.5"),
        Line("T9", "wanted == 'NEGOTIATE'", "NEGOTIATE", "T9: settlement offer"),
    ),
    values={"wanted": ("DISPOSITION", "NEGOTIATE"), "stage": ("", "CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION", "CLOSED")},
    order="the first line that holds decides: what forbids the move, then the move",
)


@dataclass(frozen=True, slots=True)
class Ripeness:
    """Why a case should be looked at, what a supervisor still lacks for T8, and whether T8 may be made now."""

    why: tuple[str, ...]
    missing: tuple[Phrase, ...]
    ready: bool


def ripeness(file: CaseFile, pos: Position, promises: tuple[Judged, ...], plan: PlanState, state: State, policy: Policy, limit: Clock) -> Ripeness:
    """The lines of ``RIPE`` that hold, and the guard of T8, for a case in collection on the day of its position."""
    as_of = pos.as_of
    facts: dict[str, object] = {
        "stage": state.stage,
        "days": pos.ripe_days,
        "promise_level": promises[-1].level if promises and promises[-1].status not in ("kept", "open") else 0,
        "plans_broken": sum(1 for one in file.plans if one.status == "broken" or plan.status == "broken" and one is plan.plan),
        "plan": plan.status,
        "capped": replans(file, policy, as_of) >= policy.replan_cap,
        "top_level": bool(policy.levels) and sent_level(file, state.episode) >= max(row.level for row in policy.levels),
        "near": limit.state == "running" and limit.near(as_of),
        "over": limit.state == "running" and limit.over(as_of),
        "recommended": bool(file.advice and file.advice.advice_on is not None and file.advice.recommendation in ("sue", "write off")),
    }
    why = tuple(line.id for line in RIPE.matching(facts))
    line = MOVES_BY_HAND.first(move_facts("DISPOSITION", file, policy, pos, promises, plan, state, as_of))
    return Ripeness(why, lacking(file, policy, as_of, promises, plan), line is not None and line.then == "DISPOSITION")


def lacking(file: CaseFile, policy: Policy, as_of: date, promises: tuple[Judged, ...], plan: PlanState) -> tuple[Phrase, ...]:
    """What T8 still lacks: the demand with its proof, advice, an end of every hold that stops it, an agreement or promise that still runs."""
    missing = list(missing_for_disposition(file, as_of, held=_held(file, as_of), notice=still_waits(file, policy, as_of)))
    if plan.status == "performing" and plan.plan is not None:
        missing.append(phrase("plan-runs", plan=plan.plan.plan_id))
    if promises and promises[-1].status == "open":
        missing.append(phrase("promise-runs", deadline=promises[-1].deadline))
    return tuple(missing)


def _held(file: CaseFile, as_of: date) -> bool:
    return stops_escalation(in_force(file.holds, as_of))


def move_facts(
    wanted: str, file: CaseFile, policy: Policy, pos: Position, promises: tuple[Judged, ...], plan: PlanState, state: State, on: date
) -> dict[str, object]:
    """The facts of ``MOVES_BY_HAND`` for a move of the day ``on``; the position is that of today."""
    return {
        "wanted": wanted,
        "stage": state.stage,
        "missing": bool(missing_for_disposition(file, on, held=_held(file, on), notice=still_waits(file, policy, on))),
        "plan_active": plan.status == "performing",
        "promise_open": bool(promises) and promises[-1].status == "open",
        "early": state.since is not None and on < state.since,
        "future": on > pos.as_of,
    }


def exit_facts(outcome: str, file: CaseFile, pos: Position, plan: PlanState, state: State, limit: Clock, on: date, document: str) -> dict[str, object]:
    """The facts of ``EXITS`` for an outcome of the day ``on``; the position is that of today."""
    types = {hold.type for hold in in_force(file.holds, pos.as_of)}
    return {
        "outcome": outcome,
        "owes": pos.outstanding > 0,
        "closed": state.stage == "CLOSED",
        "same": file.case.outcome == outcome,
        "future": on > pos.as_of,
        "early": on < file.case.opened_on or state.stage == "CLOSED" and state.since is not None and on < state.since,
        "document": bool(document.strip()),
        "plan_active": plan.status == "performing",
        "disputed": "DISPUTE" in types,
        "barred": limit.over(on),
        "counsel": _counsel_says_barred(file, on),
    }


def _counsel_says_barred(file: CaseFile, on: date) -> bool:
    """Whether advice is on record that does not speak for a suit, a settlement or waiting: then counsel's paper may say that the claim is barred."""
    advice = file.advice
    return advice is not None and advice.advice_on is not None and advice.advice_on <= on and advice.recommendation in ("", "write off")


def write_off_key(case_id: str, episode: int, on: date, component: str) -> str:
    """Key under which one part of a remainder is written off once."""
    return f"{case_id}|{episode}|write-off|{on.isoformat()}|{component}"


def _open_parts(file: CaseFile, policy: Policy, on: date) -> dict[str, Decimal]:
    """What is open on the evening of a day, by component; late interest is interest, a charge is what it was entered as."""
    allocation = replay(file, policy, on, file.holds)[-1].allocation
    parts = dict.fromkeys(COMPONENTS, ZERO)
    for row in allocation.rows:
        for component, amount in row.open_parts.items():
            parts[component] += amount
        parts["interest"] += row.late_interest_open
    for charge in allocation.charges:
        parts[charge.component] += charge.open
    return parts


def write_offs(file: CaseFile, policy: Policy, on: date, as_of: date) -> tuple[Adjustment, ...]:
    """The rows that bring what is owed to zero when a case ends by a person's decision of the day ``on`` (T12): one per component, to the cent.

    What arose only after that day (a fee of a later date) is written off on the as-of date. Nothing owed = no row.
    """
    rows: list[Adjustment] = []
    for day in dict.fromkeys((on, as_of)):
        now = replace(file, adjustments=(*file.adjustments, *rows))
        if not position(now, policy, day).outstanding:
            continue
        known = {adjustment.key for adjustment in now.adjustments}
        for component, amount in _open_parts(now, policy, day).items():
            if amount:
                key = _free(write_off_key(file.case.case_id, file.case.episode, day, component), known)
                rows.append(Adjustment(key, day, "write-off", -amount, component, key=key))
    return tuple(rows)


def _free(key: str, known: set[str]) -> str:
    """A rest that came back on the same day is another row."""
    number, free = 1, key
    while free in known:
        number += 1
        free = f"{key}|{number}"
    return free
