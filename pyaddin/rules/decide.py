"""The decision about a case on a day: where it stands, how it moves, what is sent or why not, and what a person does next.

Pure: file + policy + as-of date -> decision, with a reason for every yes and no. Acting on it is the tasks' work; deciding again
after the acts are entered gives the same picture and nothing more to do, so a second run on the same date changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pyaddin.rules.action import Action, next_action
from pyaddin.rules.again import decided_again
from pyaddin.rules.arrears import Position, position, position_again
from pyaddin.rules.calm import calm, is_calm
from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, CaseFile, Contact, Hold
from pyaddin.rules.decision import OPEN_STAGES as OPEN_STAGES
from pyaddin.rules.decision import Decision as Decision
from pyaddin.rules.decision import changed
from pyaddin.rules.disposition import write_offs
from pyaddin.rules.due import calls_due
from pyaddin.rules.gate import address_of, missing_data
from pyaddin.rules.hold import in_force, stops_escalation
from pyaddin.rules.ladder import SERVICE_KINDS, Call, firmer_next, last_reminder, pending_task
from pyaddin.rules.lawful import ask, planned_instant
from pyaddin.rules.limitation import Clock, clock
from pyaddin.rules.manner import manner_of
from pyaddin.rules.notices import Asked, asked_for
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged, judge
from pyaddin.rules.reason import Phrase, because, phrase
from pyaddin.rules.risk import never_reached, paid_share, risk_of
from pyaddin.rules.score import Score, decile_of, deciles, score, with_balance
from pyaddin.rules.sending import Answer, Chosen, choose, may_go
from pyaddin.rules.stage import NO_PLAN, PlanState, State, anchored, contacts_about, is_attempt, plan_state, sent_level, settle


def own_holds(
    file: CaseFile, promises: tuple[Judged, ...], plan: PlanState, missing: tuple[Phrase, ...], as_of: date, language: str = "en"
) -> tuple[Hold, ...]:
    """The holds that follow from facts: open promises, a performing plan, opt-outs, data that blocks sending."""
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


def _lawful_action(file: CaseFile, action: Action, policy: Policy, as_of: date, log: tuple[Contact, ...]) -> Action:
    """A call on the queue moves to the first day on which it is lawful; holds are the clerk's to review."""
    at = planned_instant(file, as_of, policy.keeper.send_time) if policy.keeper else None
    if policy.keeper is None or at is None or action.channel not in ("call", "sms") or action.on is None or action.on > as_of:
        return action
    address = address_of(file.debtor, action.channel)
    answer = ask(file, policy.keeper, log, kind="talk", message_class="collection", channel=action.channel, address=address, at=at)
    if answer.allowed:
        return action
    rules = tuple(sorted({block.id for block in answer.rules}))
    if answer.next_lawful_local is None:
        return replace(action, words=phrase("not-by", action=action.words, channel=action.channel, rules=rules))
    local = f"{answer.next_lawful_local:%Y-%m-%d %H:%M}"
    return replace(action, words=phrase("not-before", action=action.words, rules=rules, local=local), on=answer.next_lawful_local.date(), barred=rules)


def _points(file: CaseFile, pos: Position, promises: tuple[Judged, ...], state: State, policy: Policy, action: Action, limit: Clock) -> Score:
    anchor = anchored(pos)
    tried = any(is_attempt(c) or c.direction == "in" for c in contacts_about(file, pos, state.episode))
    return score(
        {
            "broken_promise": bool(promises) and promises[-1].status == "broken",
            "missed": bool(pos.missed),
            "first_contact_late": anchor is not None and not tried and (pos.as_of - anchor).days > policy.first_contact_days,
            "callback": action.rule in ("answer", "callback"),
            "days": pos.ripe_days,
            "never_reached": never_reached(file),
            "paid_share": paid_share(pos),
            "limitation_near": limit.state == "running" and limit.near(pos.as_of),
        }
    )


def _chosen(calls: list[Call], asked: Asked | None, ask_gate: Callable[[Call, bool], Answer], facts: tuple[CaseFile, Position, Policy, State]) -> Chosen:
    """Of what is due the message that goes; in place of it the one that a person asks for."""
    if asked is None:
        return choose(calls, lambda call: ask_gate(call, False))
    call, why_not = asked_for(*facts, asked)
    return Chosen(call, Answer(blocked=(why_not,)) if why_not is not None else ask_gate(call, asked.released))


def decide(
    file: CaseFile,
    policy: Policy,
    as_of: date,
    kind: str,
    person: tuple[Contact, ...] | None = None,
    asked: Asked | None = None,
    before: Decision | None = None,
) -> Decision:
    """One case on one day. ``kind``: weekly, daily or button (reminders for chosen cases).

    ``person``: the debtor's contacts over all cases (caps of the law count persons); the case's own when left out. ``asked``: the one message that
    a person asks for in place of those of a run. ``before``: what was decided about the case on this day under this policy, when its file was another:
    what follows from money alone is taken over where no money changed.
    """
    log = file.contacts if person is None else person
    pos = before and position_again(before.file, before.position, file) or position(file, policy, as_of)
    missing, typed = missing_data(file, policy), in_force(file.holds, as_of)
    if asked is None and is_calm(file, pos):
        return calm(file, pos, policy, typed, own_holds(file, (), NO_PLAN, missing, as_of, policy.language), log)
    promises = judge(file, policy, as_of)
    plan = plan_state(file, pos, policy)
    own = own_holds(file, promises, plan, missing, as_of, policy.language)
    escalating = (*typed, *(hold for hold in own if hold.type in ("PROMISE", "SIGNED_PLAN")))
    # a new episode begins with a move of its own day, after which nothing asks for the ladder: the class before the moves serves for them
    risk = risk_of(file, pos, promises, plan, file.case.episode)
    mine = policy.for_risk(risk.value)
    state, moves = settle(file, pos, plan, mine, held=stops_escalation(escalating))
    if state.episode != file.case.episode:
        risk = risk_of(file, pos, promises, plan, state.episode)
    policy = policy.for_risk(risk.value)
    holds = (*typed, *own)
    manner = manner_of(file, as_of, firmer=firmer_next(file, pos, policy, state))
    calls, ladder = calls_due(file, pos, policy, state, plan, promises, kind, manner)
    chosen = _chosen(calls, asked, lambda call, released: may_go(file, state, call, policy, holds, as_of, log, released), (file, pos, policy, state))
    answer = chosen.answer
    level = sent_level(file, state.episode)
    action = next_action(
        file, pos, promises, plan, state, level=level, holds=typed, data_missing=bool(missing), shared=bool(file.shared), task=pending_task(file, state),
        errand=pending_task(file, state, SERVICE_KINDS), manner=manner, called=last_reminder(file),
    )  # fmt: skip
    excluded = [hold for hold in typed if stops_escalation((hold,))]
    is_open = state.stage in OPEN_STAGES
    limit = clock(file, pos)
    points = _points(file, pos, promises, state, policy, action, limit) if is_open and not excluded else Score(0)
    return Decision(
        file=file,
        position=pos,
        promises=promises,
        plan=plan,
        holds=holds,
        own_holds=tuple(hold for hold in own if hold.type != "DATA" or is_open),
        state=state,
        moves=moves,
        level=level,
        call=chosen.call,
        held_back=chosen.held_back,
        manner=manner,
        send=answer.send,
        blocked=answer.blocked,
        ladder=ladder,
        action=_lawful_action(file, action, policy, as_of, log) if is_open else action,
        score=Score(0, excluded=excluded[0].type) if excluded else points,
        newly_missed=tuple(row for row in pos.missed if row.installment.flagged_on is None),
        risk=risk if is_open else None,
        log=log,
        channel=answer.channel,
        language=policy.language,
        limit=limit,
        write_offs=write_offs(file, policy, state.outcome_on or as_of, as_of) if any(move.rule == "T12" for move in moves) else (),
    )


URGENCY = (("points", True), ("arrears", True), ("days_past_due", True), ("case_id", False))
"""What the queue is sorted by, and whether the larger comes first: ``queue_order`` for engines that sort by columns."""


def queue_order(decision: Decision) -> tuple[object, ...]:
    """Most urgent first; ties by larger arrears, older due date, case id (domain-rules 5.10)."""
    return (-decision.score.points, -decision.position.arrears, -decision.position.days_past_due, decision.case_id)


def _written_today(decision: Decision) -> bool:
    as_of = decision.position.as_of
    return any(c.direction == "out" and c.key and c.on == as_of and c.result in CONFIRMED_RESULTS | PENDING_RESULTS for c in decision.file.contacts)


def _same_level(lead: Decision, other: Decision) -> bool:
    """True when the other case may ride in the lead's message under its own key."""
    if lead.send is None or other.send is None or lead.send.call.kind != "reminder" or other.send.call.kind != "reminder":
        return False
    return lead.send.call.level == other.send.call.level and lead.send.route == other.send.route and lead.send.needs_approval == other.send.needs_approval


def _grouped(decision: Decision, lead: str) -> Decision:
    """Waiting for another run; a message of class service waits without a word."""
    if decision.send is not None and decision.send.call.kind in SERVICE_KINDS:
        return replace(decision, send=None, call=decision.held_back, held_back=None)
    return replace(decision, send=None, blocked=(because("GROUPED", case=lead),))


def group(decisions: Iterable[Decision]) -> list[Decision]:
    """One message per debtor and run: the case of highest priority leads, cases at the same level are listed in it, others wait.

    A debtor who was already written to on the as-of date is not written to again.
    """
    by_debtor: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_debtor[decision.file.case.debtor_id].append(decision)
    result: list[Decision] = []
    for mine in by_debtor.values():
        wanting = sorted((d for d in mine if d.send is not None), key=lambda d: (_KIND_ORDER[d.send.call.kind] if d.send else 9, queue_order(d)))
        if not wanting or len(mine) == 1 and not _written_today(mine[0]):
            result += mine
            continue
        written = next((d for d in mine if _written_today(d)), None)
        lead = written or wanting[0]
        listed = () if written else tuple(d.case_id for d in wanting[1:] if _same_level(lead, d))
        for decision in mine:
            if decision is lead and lead.send is not None and not written:
                result.append(replace(lead, send=replace(lead.send, listed=listed)))
            elif decision.send is None or decision.case_id in listed:
                result.append(decision if decision.send is None else replace(decision, send=None))
            else:
                result.append(_grouped(decision, lead.case_id))
    return result


_KIND_ORDER: Mapping[str, int] = {
    kind: place for place, kind in enumerate(("handover", "demand", "reminder", "broken", "missed", "promise", "notice", "thanks", "checkin"))
}
"""What goes to a debtor first: what a person sends, what asks for money, what has a date, then what can wait."""


def decide_all(
    files: Iterable[CaseFile],
    policy: Policy,
    as_of: date,
    kind: str,
    *,
    among: Iterable[CaseFile] | None = None,
    seen: dict[str, Decision] | None = None,
    asked: Asked | None = None,
    steps: Mapping[str, Sequence[Decimal]] | None = None,
) -> list[Decision]:
    """Every case, with the balance points that compare it with the others in its currency, grouped by debtor.

    ``among``: all files of the ledger, where only some are decided: a debtor's contacts count over all cases. ``seen`` remembers what was
    decided about each case in this run: a file that has not changed since is not decided again. ``asked``: see ``decide``. ``steps``: by currency the
    least balance of each decile, where these cases are a part of a portfolio; without them the cases are compared with one another.
    """
    files = list(files)
    people: dict[str, list[Contact]] = defaultdict(list)
    for file in files if among is None else among:
        people[file.case.debtor_id] += file.contacts
    decisions = [_once(file, policy, as_of, kind, tuple(people[file.case.debtor_id]), seen, asked) for file in files]
    balances: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for decision in decisions:
        if decision.in_collection:
            balances[decision.file.case.currency][decision.case_id] = decision.position.outstanding
    decile = {case_id: value for currency, amounts in balances.items() for case_id, value in _deciles(amounts, currency, steps).items()}
    scored = [_with_balance(decision, decile.get(decision.case_id, 0)) for decision in decisions]
    order = {file.case.case_id: index for index, file in enumerate(files)}
    return sorted(group(scored), key=lambda decision: order[decision.case_id])


def _deciles(amounts: dict[str, Decimal], currency: str, steps: Mapping[str, Sequence[Decimal]] | None) -> dict[str, int]:
    return deciles(amounts) if steps is None else {case_id: decile_of(amount, steps.get(currency, ())) for case_id, amount in amounts.items()}


def _once(
    file: CaseFile, policy: Policy, as_of: date, kind: str, person: tuple[Contact, ...], seen: dict[str, Decision] | None, asked: Asked | None
) -> Decision:
    known = seen.get(file.case.case_id) if seen is not None else None
    if known is not None and known.file is file and known.log == person:
        return known
    decision = known is not None and asked is None and decided_again(known, file, person) or decide(file, policy, as_of, kind, person, asked, known)
    if seen is not None:
        seen[file.case.case_id] = decision
    return decision


def _with_balance(decision: Decision, decile: int) -> Decision:
    if not decile or not decision.in_collection or decision.score.excluded:
        return decision
    return changed(decision, score=with_balance(decision.score, decile))
