"""The work on a case: stage and its moves, levels, risk, holds, promises, plan, priority and the next action, each with the rule that decided it."""

from __future__ import annotations

from collections.abc import Iterator

from pyaddin.labels import label, language_index
from pyaddin.rules.action import ACTIONS
from pyaddin.rules.case import CONFIRMED_RESULTS, Move, by_time
from pyaddin.rules.citations import Cited
from pyaddin.rules.decide import Decision
from pyaddin.rules.explain_disposition import disposition_lines
from pyaddin.rules.explain_steps import Line, added, amount, plain
from pyaddin.rules.hold import EFFECTS, says
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged, counts
from pyaddin.rules.reason import Says, phrase
from pyaddin.rules.score import POINTS
from pyaddin.rules.stage import PlannedMove


def work_lines(decision: Decision, policy: Policy) -> Iterator[Line]:
    """What we do in the case, and by which rule."""
    language = policy.language
    yield from _stage(decision, language)
    yield Line("Risk", phrase("explain Risk"), *_risk(decision), source=decision.risk.source if decision.risk else "")
    yield from _level(decision, language)
    yield from _holds(decision)
    yield from _promises(decision)
    yield from _plan(decision)
    yield from _priority(decision, language)
    yield from disposition_lines(decision)
    yield Line("Why", phrase("explain Why"), "", decision.why or phrase("explain nothing"))
    action = decision.action
    source = next((line.source for line in ACTIONS.lines if line.id == action.rule), "")
    on = phrase("explain on", on=action.on) if action.on else ""
    yield Line("Next action", phrase("explain Next action"), action.words or phrase("explain none"), on, action.rule, source=source)


def _stage(decision: Decision, language: str) -> Iterator[Line]:
    stage, moves = decision.state.stage, decision.file.moves
    last = moves[-1] if moves else None
    since = phrase("explain since", since=decision.state.since, why=last.why or last.rule) if last else phrase("explain no-move")
    value = phrase("explain stage-value", stage=stage) if stage else phrase("explain no-stage")
    yield Line("Stage", phrase("explain Stage"), value, since, last.rule if last else "")
    for move in moves:
        yield Line("Stage", phrase("explain move", rule=move.rule, on=move.as_of), _way(move.from_stage, move.to_stage, language), move.why, move.rule,
                   facts=(("Episode", move.episode), ("Level", _levels(move))))  # fmt: skip
    for planned in decision.moves:
        yield _planned(planned, decision, language)


def _planned(move: PlannedMove, decision: Decision, language: str) -> Line:
    words = phrase("explain move", rule=move.rule, on=decision.position.as_of)
    return Line("Stage", words, _way(move.from_stage, move.to_stage, language), move.why.says(language), move.rule)


def _levels(move: Move) -> str:
    return f"{move.level_from} > {move.level_to}" if move.level_from != move.level_to else f"{move.level_to}"


def _way(before: str, after: str, language: str) -> str:
    none, arrow = ("-", ">") if language_index(language) == 0 else ("—", "→")
    return f"{label('Stage', before, language) if before else none} {arrow} {label('Stage', after, language) if after else none}"


def _risk(decision: Decision) -> tuple[Says, Says]:
    """The class and the fact that decided it, with its source."""
    risk = decision.risk
    if risk is None:
        return phrase("explain none"), phrase("explain no-risk")
    return phrase("explain risk-value", risk=risk.value), phrase("explain risk-note", why=risk.why, source=Cited(risk.source))


def _level(decision: Decision, language: str) -> Iterator[Line]:
    """Which notice went when, and why the next one does not."""
    yield Line("Level", phrase("explain Level"), str(decision.level), phrase("explain level-note"), "LEVEL")
    prefix = f"{decision.case_id}|{decision.state.episode}|reminder|"
    for contact in by_time(decision.file.contacts):
        if contact.key.startswith(prefix) and contact.result in CONFIRMED_RESULTS:
            words = phrase("explain went", level=contact.key[len(prefix) :], on=contact.on)
            yield Line("Level", words, phrase("explain by-channel", channel=contact.channel), contact.why, "LEVEL", facts=(("Key", contact.key),))
    if decision.in_collection:
        yield Line("Level", phrase("explain next-level"), "", decision.ladder.says(language), decision.ladder.rule)


def _holds(decision: Decision) -> Iterator[Line]:
    """Every hold in force with what it stops."""
    named = tuple(phrase("explain hold", hold=hold.type, start=hold.start, says=says(hold.type)) for hold in decision.holds)
    value = phrase("several", what=named) if named else phrase("explain none")
    yield Line("Holds", phrase("explain Holds"), value, phrase("explain holds-note"), "5.3")
    for hold in decision.holds:
        effect = EFFECTS[hold.type]
        kinds = (("escalation", effect.stops_escalation), ("late-interest", effect.stops_interest), ("ageing", effect.stops_ageing))
        stops = [name for name, stopped in kinds if stopped]
        what = phrase("explain stops", what=tuple(phrase(f"explain {name}") for name in ("messages", *stops)))
        facts = (("Start", hold.start), ("End", hold.end), ("Reason", hold.told or hold.reason), ("By", hold.by), ("Hold ID", hold.hold_id))
        yield Line("Holds", phrase("explain hold-name", hold=hold.type), what, hold.told or hold.reason, f"HOLD-{hold.type}", facts=facts)


def _promises(decision: Decision) -> Iterator[Line]:
    for judged in decision.promises:
        promise = judged.promise
        words = phrase("explain promise", promise=promise.promise_id, amount=amount(decision, promise.amount), due_on=promise.due_on)
        note = phrase(
            "explain promise-note", received=amount(decision, judged.received), made=promise.made_on, deadline=judged.deadline, level=judged.level,
        )  # fmt: skip
        facts = (("Made on", promise.made_on), ("Due on", promise.due_on), ("Judged on", judged.judged_on))
        yield Line("Promises", words, phrase("explain promise-status", promise_status=judged.status), note, "R23", facts=facts)
        received = phrase("explain received", promise=promise.promise_id)
        yield Line("Promises", received, amount(decision, judged.received), "", "R23", _received(decision, judged))


def _received(decision: Decision, judged: Judged) -> str:
    """The payments that count for the promise, as it is judged (``promise.counts``)."""
    as_of, place = decision.position.as_of, decision.promises.index(judged)
    following = decision.promises[place + 1].promise if place + 1 < len(decision.promises) else None
    return added(
        plain(decision, payment.amount)
        for payment in decision.file.payments
        if counts(payment, judged.promise)
        and payment.value_date <= min(judged.deadline, as_of)
        and not (following is not None and counts(payment, following))
        and (payment.reversed_on is None or payment.reversed_on > as_of)
    )


def _plan(decision: Decision) -> Iterator[Line]:
    state = decision.plan
    if state.plan is None:
        return
    missed = ", ".join(str(row.installment.no) for row in decision.position.missed) or "-"
    note = phrase("explain plan-note", agreed=state.plan.agreed_on, missed=missed)
    facts = (("Agreed on", state.plan.agreed_on), ("Broken since", state.broken_since), ("Total", plain(decision, state.plan.total)))
    yield Line("Plan", phrase("explain plan", plan=state.plan.plan_id), phrase("explain plan-state", state=phrase(f"explain plan {state.status}")), note, "R26",
               facts=facts)  # fmt: skip


def _priority(decision: Decision, language: str) -> Iterator[Line]:
    score = decision.score
    note = score.says(language) or phrase("explain not-queued")
    points = added(str(points) for _, points in score.parts)
    yield Line("Priority", phrase("explain Priority"), str(score.points), note, "5.10", points)
    sources = {line.id: line.source for line in POINTS.lines}
    for name, worth in score.parts:
        yield Line("Priority", phrase(f"points {name}"), f"{worth:+d}", "", "5.10", source=f"domain-rules {sources.get(name, '5.10')}")
