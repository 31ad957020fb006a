"""The decision about a case on a day: where it stands, how it moves, what is sent or why not, and what a person does next.

Pure: file + policy + as-of date -> decision, with a reason for every yes and no. Acting on it is the tasks' work; deciding again
after the acts are entered gives the same picture and nothing more to do, so a second run on the same date changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pyaddin.rules.action import Action, next_action
from pyaddin.rules.addresses import address_verdict, shared_verdict
from pyaddin.rules.arrears import Position, Row, position
from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, CaseFile, Contact, Hold, by_time
from pyaddin.rules.gate import CLASS_OF_KIND, DRIVEN_CHANNELS, Route, address_of, bank_data_verdict, holds_verdict, missing_data, route
from pyaddin.rules.hold import in_force, stops_escalation
from pyaddin.rules.ladder import Call, failed_channels, last_reminder, missed_notice, pending_task, reminder, thanks
from pyaddin.rules.lawful import ask, passes, planned_instant, reasons
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged, judge
from pyaddin.rules.reason import Phrase, Reason, because, phrase, text_of
from pyaddin.rules.risk import Risk, never_reached, paid_share, risk_of
from pyaddin.rules.score import Score, deciles, score, with_balance
from pyaddin.rules.stage import PlannedMove, PlanState, State, contacts_about, is_attempt, plan_state, sent_level, settle

OPEN_STAGES = ("CONTACT", "DEEP", "NEGOTIATE", "MONITOR", "DISPOSITION")


@dataclass(frozen=True, slots=True)
class Send:
    """A message that may go: what, by which channel, and whether a supervisor must release it first. ``passed`` records an override,
    ``braked`` why the whole run is parked."""

    call: Call
    route: Route
    needs_approval: bool
    listed: tuple[str, ...] = ()
    passed: tuple[Reason, ...] = ()
    language: str = "en"
    braked: tuple[Reason, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The rule, then what became of the preferred channel, what a person does, and who must release or has passed a rule."""
        extra = (because("PASSED", what=self.route.note),) if self.route.note else ()
        task = () if self.route.driver else (because("TASK", channel=self.route.channel, fallback=self.route.fallback),)
        release = (because("APPROVAL"),) if self.needs_approval else ()
        return (self.call.why, *extra, *task, *release, *self.braked, *self.passed)

    @property
    def why(self) -> str:
        """The words of the Why cell, in the ledger's language."""
        return text_of(self.reasons, self.language)


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything decided about one case. ``blocked`` is filled when a message was due and may not go; ``risk`` is its class while it is in collection."""

    file: CaseFile
    position: Position
    promises: tuple[Judged, ...]
    plan: PlanState
    holds: tuple[Hold, ...]
    own_holds: tuple[Hold, ...]
    state: State
    moves: tuple[PlannedMove, ...]
    level: int
    call: Call | None
    send: Send | None
    blocked: tuple[Reason, ...]
    ladder: Reason
    action: Action
    score: Score
    newly_missed: tuple[Row, ...]
    risk: Risk | None = None
    log: tuple[Contact, ...] = ()
    channel: str = ""
    language: str = "en"

    @property
    def case_id(self) -> str:
        return self.file.case.case_id

    @property
    def in_collection(self) -> bool:
        return self.state.stage in OPEN_STAGES

    @property
    def why(self) -> str:
        """The Why cell in the ledger's language: today's moves and messages, else what blocks or what the ladder waits for."""
        as_of = self.position.as_of
        parts = [move.why for move in self.file.moves if move.as_of == as_of and move.why]
        parts += [_said(contact, self.language) for contact in by_time(self.file.contacts) if contact.on == as_of and contact.key and contact.why]
        if self.send is None and not any(contact.key and contact.on == as_of for contact in self.file.contacts):
            parts += [reason.text(self.language) for reason in self.blocked or ((self.ladder,) if self.in_collection else ())]
        return " ".join(dict.fromkeys(parts))


def _said(contact: Contact, language: str) -> str:
    """A message of the day in the Why cell: the rule that called for it, and that it went."""
    went = contact.result in CONFIRMED_RESULTS and contact.channel in DRIVEN_CHANNELS
    return f"{contact.why} {because('SENT', channel=contact.channel).text(language)}" if went else contact.why


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


def _message(file: CaseFile, pos: Position, policy: Policy, state: State, kind: str) -> tuple[Call | None, Reason]:
    """The message that is due, reminder before notice before thanks, and what the ladder says."""
    wanted = reminder(file, pos, policy, state, kind)
    if isinstance(wanted, Call):
        return wanted, wanted.why
    if kind == "button":
        return None, wanted
    notice = missed_notice(file, pos, policy, state)
    if isinstance(notice, Call):
        return notice, wanted
    receipt = thanks(file, pos, state)
    return receipt, notice if notice is not None else wanted


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the gate said to a message on a channel: it may go, or why not."""

    send: Send | None = None
    blocked: tuple[Reason, ...] = ()
    channel: str = ""


def _gate(file: CaseFile, state: State, call: Call, policy: Policy, holds: tuple[Hold, ...], as_of: date, log: tuple[Contact, ...]) -> _Answer:
    """The message with its route, or every reason why it may not go."""
    verdict = holds_verdict(call.kind, holds)
    blocked = [*verdict.blocked, *bank_data_verdict(call.kind, policy, as_of)]
    if state.outcome not in ("", "PAID", "CURED") and state.stage != "CLOSED":
        blocked.append(because("OUTCOME", outcome=state.outcome))
    preferred = (file.debtor.preferred_channel,) if file.debtor.preferred_channel else ()
    channels = ("email", *preferred) if call.kind == "thanks" else (*preferred, *(call.rung.channels if call.rung else ()))
    way = route(file.debtor, channels, holds, failed_channels(file, call.keys[0]))
    if isinstance(way, Reason):
        return _Answer(blocked=tuple(blocked) if file.data_faults else (*blocked, way))
    blocked += [*shared_verdict(file.shared, way.channel), *_address_verdict(file, call, as_of)]
    passed: tuple[Reason, ...] = ()
    at = planned_instant(file, as_of, policy.keeper.send_time) if policy.keeper else None
    if policy.keeper is not None and at is not None:
        answer = ask(file, policy.keeper, log, kind=call.kind, message_class=CLASS_OF_KIND[call.kind], channel=way.channel, address=way.address, at=at)
        blocked += reasons(answer)
        passed = passes(answer, policy.keeper.overrides)
    if blocked:
        return _Answer(blocked=tuple(blocked), channel=way.channel)
    approval = verdict.release or (call.kind == "reminder" and call.rung is not None and call.rung.needs_approval)
    return _Answer(Send(call, way, approval, passed=passed, language=policy.language), channel=way.channel)


def _address_verdict(file: CaseFile, call: Call, as_of: date) -> tuple[Reason, ...]:
    if call.kind != "reminder":
        return ()
    return address_verdict(file.debtor, call.level, call.rung.tone if call.rung else "", as_of)


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
    return replace(action, words=phrase("not-before", action=action.words, rules=rules, local=local), on=answer.next_lawful_local.date())


def _points(file: CaseFile, pos: Position, promises: tuple[Judged, ...], state: State, policy: Policy, action: Action) -> Score:
    anchor = next((row.installment.due_on for row in pos.rows if row.key == pos.anchor), None)
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
        }
    )


def decide(file: CaseFile, policy: Policy, as_of: date, kind: str, person: tuple[Contact, ...] | None = None) -> Decision:
    """One case on one day. ``kind``: weekly, daily or button (reminders for chosen cases).

    ``person``: the debtor's contacts over all cases (caps of the law count persons); the case's own when left out.
    """
    log = file.contacts if person is None else person
    pos = position(file, policy, as_of)
    promises = judge(file, policy, as_of)
    plan = plan_state(file, pos, policy)
    missing = missing_data(file, policy)
    own = own_holds(file, promises, plan, missing, as_of, policy.language)
    typed = in_force(file.holds, as_of)
    escalating = (*typed, *(hold for hold in own if hold.type in ("PROMISE", "SIGNED_PLAN")))
    # a new episode begins with a move of its own day, after which nothing asks for the ladder: the class before the moves serves for them
    risk = risk_of(file, pos, promises, plan, file.case.episode)
    mine = policy.for_risk(risk.value)
    state, moves = settle(file, pos, plan, mine, held=stops_escalation(escalating))
    if state.episode != file.case.episode:
        risk = risk_of(file, pos, promises, plan, state.episode)
    policy = policy.for_risk(risk.value)
    holds = (*typed, *own)
    call, ladder = _message(file, pos, policy, state, kind)
    answer = _gate(file, state, call, policy, holds, as_of, log) if call is not None else _Answer()
    if call is not None and call.kind == "thanks" and answer.send is None:
        call, answer = None, _Answer()
    level = sent_level(file, state.episode)
    action = next_action(
        file, pos, promises, plan, state,
        level=level,
        holds=typed,
        data_missing=bool(missing),
        shared=bool(file.shared),
        task=pending_task(file, state),
        called=last_reminder(file),
    )  # fmt: skip
    excluded = [hold for hold in typed if stops_escalation((hold,))]
    is_open = state.stage in OPEN_STAGES
    points = _points(file, pos, promises, state, policy, action) if is_open and not excluded else Score(0)
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
        call=call,
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
    )


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
    return (
        lead.send.call.level == other.send.call.level
        and lead.send.route == other.send.route
        and lead.send.needs_approval == other.send.needs_approval
    )


def _grouped(decision: Decision, lead: str) -> Decision:
    """Waiting for another run; a thank-you waits without a word."""
    if decision.send is not None and decision.send.call.kind == "thanks":
        return replace(decision, send=None, call=None)
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


_KIND_ORDER: Mapping[str, int] = {"reminder": 0, "missed": 1, "thanks": 2}


def decide_all(
    files: Iterable[CaseFile], policy: Policy, as_of: date, kind: str, *, among: Iterable[CaseFile] | None = None, seen: dict[str, Decision] | None = None
) -> list[Decision]:
    """Every case, with the balance points that compare it with the others in its currency, grouped by debtor.

    ``among``: all files of the ledger, where only some are decided: a debtor's contacts count over all cases. ``seen`` remembers what was
    decided about each case in this run: a file that has not changed since is not decided again.
    """
    files = list(files)
    people: dict[str, list[Contact]] = defaultdict(list)
    for file in files if among is None else among:
        people[file.case.debtor_id] += file.contacts
    decisions = [_once(file, policy, as_of, kind, tuple(people[file.case.debtor_id]), seen) for file in files]
    balances: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for decision in decisions:
        if decision.in_collection:
            balances[decision.file.case.currency][decision.case_id] = decision.position.outstanding
    decile = {case_id: value for amounts in balances.values() for case_id, value in deciles(amounts).items()}
    scored = [_with_balance(decision, decile.get(decision.case_id, 0)) for decision in decisions]
    order = {file.case.case_id: index for index, file in enumerate(files)}
    return sorted(group(scored), key=lambda decision: order[decision.case_id])


def _once(file: CaseFile, policy: Policy, as_of: date, kind: str, person: tuple[Contact, ...], seen: dict[str, Decision] | None) -> Decision:
    known = seen.get(file.case.case_id) if seen is not None else None
    if known is not None and known.file is file and known.log == person:
        return known
    decision = decide(file, policy, as_of, kind, person)
    if seen is not None:
        seen[file.case.case_id] = decision
    return decision


def _with_balance(decision: Decision, decile: int) -> Decision:
    if not decision.in_collection or decision.score.excluded:
        return decision
    return replace(decision, score=with_balance(decision.score, decile))
