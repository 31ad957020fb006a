"""The whole way of deciding a case, in steps: agreements and holds, stage, messages, work. ``decide`` puts a case on it that is not calm.

A step is taken for every case before the next one begins. A case never looks at another, so the answer is that of deciding each alone, which a test holds;
what a step asks of the policy and the day is looked up once for many cases, and a processor does the same thing over and over more quickly than all in turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date

from pyaddin.records import dataclass
from pyaddin.rules.action import Action, next_action
from pyaddin.rules.alike import Alike, is_quiet
from pyaddin.rules.arrears import Position
from pyaddin.rules.case import CaseFile, Contact, Hold
from pyaddin.rules.decision import OPEN_STAGES, Decision
from pyaddin.rules.disposition import write_offs
from pyaddin.rules.due import calls_due
from pyaddin.rules.gate import address_of
from pyaddin.rules.hold import stops_escalation
from pyaddin.rules.ladder import SERVICE_KINDS, Call, firmer_next, last_reminder, pending_task
from pyaddin.rules.lawful import ask, planned_instant
from pyaddin.rules.limitation import Clock, clock
from pyaddin.rules.manner import Manner, manner_of
from pyaddin.rules.notices import Asked, asked_for
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged, judge
from pyaddin.rules.reason import Phrase, Reason, phrase
from pyaddin.rules.risk import Risk, never_reached, paid_share, risk_of
from pyaddin.rules.score import Score
from pyaddin.rules.sending import Answer, Chosen, choose, may_go
from pyaddin.rules.stage import PlannedMove, PlanState, State, anchored, contacts_about, is_attempt, plan_state, sent_level, settle
from pyaddin.rules.validation_notice import forbids, lacking, still_waits, told_beside
from pyaddin.rules.validation_period import NOTICE


@dataclass(frozen=True, slots=True)
class Day:
    """Under which policy, on which day and in which kind of run (weekly, daily, button) cases are decided; ``asked``: see ``decide``. ``alike``: what was
    found so far about cases that look alike."""

    policy: Policy
    as_of: date
    kind: str
    asked: Asked | None = None
    alike: Alike = field(default_factory=Alike, compare=False, repr=False)


class AtHand:
    """A case on its way: what is known of it when it sets out, and what each step has found.

    ``log``: the debtor's contacts over all cases; ``typed``: the holds in force that a person entered; ``missing``: data that block sending.
    ``policy``: the office's with the ladder of the case's risk class.
    """

    __slots__ = (
        "action", "chosen", "file", "holds", "ladder", "level", "log", "manner", "missing", "moves", "own", "paid", "plan", "points", "policy",
        "position", "promises", "risk", "state", "timed", "typed", "calls",
    )  # fmt: skip
    promises: tuple[Judged, ...]
    plan: PlanState
    own: tuple[Hold, ...]
    holds: tuple[Hold, ...]
    risk: Risk
    paid: int
    policy: Policy
    state: State
    moves: tuple[PlannedMove, ...]
    manner: Manner
    calls: list[Call]
    ladder: Reason
    chosen: Chosen
    level: int
    action: Action
    timed: Clock | None
    points: Score

    def __init__(self, file: CaseFile, log: tuple[Contact, ...], position: Position, typed: tuple[Hold, ...], missing: tuple[Phrase, ...]) -> None:
        self.file, self.log, self.position, self.typed, self.missing = file, log, position, typed, missing

    @property
    def is_open(self) -> bool:
        """Whether the case is in a stage, and not closed."""
        return self.state.stage in OPEN_STAGES


def go(cases: Sequence[AtHand], day: Day) -> list[Decision]:
    """The decisions about these cases, each by what it knows of itself alone."""
    _agreements(cases, day)
    _stages(cases, day)
    _messages(cases, day)
    _work(cases, day)
    return [_decision(case, day) for case in cases]


def _agreements(cases: Sequence[AtHand], day: Day) -> None:
    """Promises, the plan, and the holds that follow from them."""
    policy, as_of = day.policy, day.as_of
    for case in cases:
        case.promises = judge(case.file, policy, as_of)
        case.plan = plan_state(case.file, case.position, policy)
    for case in cases:
        case.own = own_holds(case.file, case.promises, case.plan, case.missing, as_of, policy.language)
        case.holds = (*case.typed, *case.own)
    for case in cases:  # a new episode begins with a move of its own day, after which nothing asks for the ladder: the class before the moves serves for them
        case.paid = paid_share(case.position)
        case.risk = risk_of(case.file, case.position, case.promises, case.plan, case.file.case.episode, case.paid)
        case.policy = policy.for_risk(case.risk.value)


def _stages(cases: Sequence[AtHand], day: Day) -> None:
    """The moves of the day and the stage after them, and the risk class of the episode in which the case then is."""
    for case in cases:
        held = bool(case.typed or case.own) and stops_escalation((*case.typed, *(hold for hold in case.own if hold.type in ("PROMISE", "SIGNED_PLAN"))))
        if is_quiet(case.file):
            case.state, case.moves = day.alike.settled(case.file, case.position, case.policy, case.risk.value, held=held)
        else:
            case.state, case.moves = settle(case.file, case.position, case.plan, case.policy, held=held)
        if case.state.episode != case.file.case.episode:
            case.risk = risk_of(case.file, case.position, case.promises, case.plan, case.state.episode, case.paid)
            case.policy = case.policy.for_risk(case.risk.value)


def _messages(cases: Sequence[AtHand], day: Day) -> None:
    """What is due to be said, in which manner, and whether it may go."""
    for case in cases:
        case.level = sent_level(case.file, case.state.episode)
        case.manner = manner_of(case.file, day.as_of, firmer=firmer_next(case.position, case.policy, case.state, case.level))
    for case in cases:
        case.calls, case.ladder = calls_due(case.file, case.position, case.policy, case.state, case.plan, case.promises, day.kind, case.level, case.manner)
    for case in cases:
        case.chosen = _chosen(case, day) if case.calls or day.asked is not None else _NOTHING_DUE


def _work(cases: Sequence[AtHand], day: Day) -> None:
    """What a person does next, when the claim may become time-barred, and how urgent the case is."""
    for case in cases:
        case.action = _action(case)
    for case in cases:
        case.timed = clock(case.file, case.position) if case.is_open else None
    for case in cases:
        case.points = _points(case, day)
    for case in cases:
        if case.is_open:
            case.action = _lawful_action(case, day)
            if case.policy.notice is not None:
                case.action = told_beside(case.action, case.file, case.policy, day.as_of)


def _decision(case: AtHand, day: Day) -> Decision:
    file, position, state, chosen, is_open = case.file, case.position, case.state, case.chosen, case.is_open
    answer = chosen.answer
    ended = any(move.rule == "T12" for move in case.moves) if case.moves else False
    return Decision(
        file=file,
        position=position,
        promises=case.promises,
        plan=case.plan,
        holds=case.holds,
        own_holds=case.own if is_open else tuple(hold for hold in case.own if hold.type != "DATA"),
        state=state,
        moves=case.moves,
        level=case.level,
        call=chosen.call,
        held_back=chosen.held_back,
        manner=case.manner,
        send=answer.send,
        blocked=answer.blocked,
        ladder=case.ladder,
        action=case.action,
        score=case.points,
        newly_missed=tuple([row for row in position.missed if row.installment.flagged_on is None]),
        risk=case.risk if is_open else None,
        log=case.log,
        channel=answer.channel,
        language=day.policy.language,
        timed=case.timed,
        write_offs=write_offs(file, case.policy, state.outcome_on or day.as_of, day.as_of) if ended else (),
    )


def own_holds(
    file: CaseFile, promises: tuple[Judged, ...], plan: PlanState, missing: tuple[Phrase, ...], as_of: date, language: str = "en"
) -> tuple[Hold, ...]:
    """The holds that follow from facts: open promises, a performing plan, opt-outs, data that blocks sending."""
    if not promises and not missing and not file.debtor.opted_out and plan.status != "performing":
        return ()
    case_id, debtor_id = file.case.case_id, file.debtor.debtor_id
    holds = [
        Hold(
            "PROMISE",
            judged.promise.made_on,
            judged.deadline,
            "case",
            case_id,
            *_told(phrase("promise-until", promise=judged.promise.promise_id, deadline=judged.deadline), language),
        )
        for judged in promises
        if judged.status == "open"
    ]
    if plan.status == "performing" and plan.plan is not None and plan.plan.agreed_on is not None:
        holds.append(Hold("SIGNED_PLAN", plan.plan.agreed_on, None, "case", case_id, *_told(phrase("plan-kept", plan=plan.plan.plan_id), language)))
    if file.debtor.opted_out:
        holds.append(Hold("OPT_OUT", as_of, None, "debtor", debtor_id, *_told(phrase("refused", channels=file.debtor.opted_out), language)))
    if missing:
        holds.append(Hold("DATA", as_of, None, "case", case_id, *_told(phrase("several", what=missing), language)))
    return tuple(holds)


def _told(words: Phrase, language: str) -> tuple[str, str, str, Phrase]:
    """The last fields of a hold of the program: its reason in words, whose it is, no id yet, and the reason in any language."""
    return words.says(language), "program", "", words


_NOTHING_DUE = Chosen()


def _chosen(case: AtHand, day: Day) -> Chosen:
    """Of what is due the message that goes; in place of it the one that a person asks for."""

    def may(call: Call, released: bool) -> Answer:
        answer = may_go(case.file, case.state, call, case.policy, case.holds, day.as_of, case.log, released)
        lacks = lacking(case.file, case.policy, case.position) if call.kind == NOTICE else None
        return answer if lacks is None else Answer(blocked=(*answer.blocked, lacks), channel=answer.channel)

    if day.asked is None:
        return choose(case.calls, lambda call: may(call, False))
    call, why_not = asked_for(case.file, case.position, case.policy, case.state, day.asked)
    why_not = forbids(case.file, case.policy, day.as_of) or why_not
    return Chosen(call, Answer(blocked=(why_not,)) if why_not is not None else may(call, day.asked.released))


def _action(case: AtHand) -> Action:
    file, state = case.file, case.state
    return next_action(
        file, case.position, case.promises, case.plan, state, level=case.level, holds=case.typed, data_missing=bool(case.missing), shared=bool(file.shared),
        task=pending_task(file, state), errand=pending_task(file, state, SERVICE_KINDS), manner=case.manner, called=last_reminder(file),
        notice=still_waits(file, case.policy, case.position.as_of),
    )  # fmt: skip


def _points(case: AtHand, day: Day) -> Score:
    """How urgent the case is; a hold that a person entered takes it out of the order."""
    excluded = [hold for hold in case.typed if stops_escalation((hold,))] if case.typed else []
    if excluded:
        return Score(0, excluded=excluded[0].type)
    if case.timed is None:  # not open
        return Score(0)
    file, pos, promises, limit = case.file, case.position, case.promises, case.timed
    anchor = anchored(pos)
    late = anchor is not None and (pos.as_of - anchor).days > day.policy.first_contact_days
    return day.alike.scored(
        {
            "broken_promise": bool(promises) and promises[-1].status == "broken",
            "missed": bool(pos.missed),
            "first_contact_late": late and not any(is_attempt(c) or c.direction == "in" for c in contacts_about(file, pos, case.state.episode)),
            "callback": case.action.rule in ("answer", "callback"),
            "days": pos.ripe_days,
            "never_reached": never_reached(file),
            "paid_share": case.paid,
            "limitation_near": limit.state == "running" and limit.near(pos.as_of),
        }
    )


def _lawful_action(case: AtHand, day: Day) -> Action:
    """A call on the queue moves to the first day on which it is lawful; holds are the clerk's to review."""
    file, action, keeper, as_of = case.file, case.action, day.policy.keeper, day.as_of
    if keeper is None or action.channel not in ("call", "sms") or action.on is None or action.on > as_of:
        return action
    at = planned_instant(file, as_of, keeper.send_time)
    if at is None:
        return action
    address = address_of(file.debtor, action.channel)
    answer = ask(file, keeper, case.log, kind="talk", message_class="collection", channel=action.channel, address=address, at=at)
    if answer.allowed:
        return action
    rules = tuple(sorted({block.id for block in answer.rules}))
    if answer.next_lawful_local is None:
        return replace(action, words=phrase("not-by", action=action.words, channel=action.channel, rules=rules))
    local = f"{answer.next_lawful_local:%Y-%m-%d %H:%M}"
    return replace(action, words=phrase("not-before", action=action.words, rules=rules, local=local), on=answer.next_lawful_local.date(), barred=rules)
