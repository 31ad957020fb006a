"""Short constructors of typed facts for tests of the rules, and a stand-in for the run that enters what was decided.

Days are written ``10-05`` (of 2026) or in full; amounts as text. Everything defaults to one case of a debtor in England who reads email.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pyaddin.rules.arrears import Position, position
from pyaddin.rules.case import Adjustment, Case, CaseFile, Contact, Debtor, Hold, Installment, Move, Payment, Plan, Promise
from pyaddin.rules.decide import Decision, decide, decide_all
from pyaddin.rules.gate import CLASS_OF_KIND
from pyaddin.rules.move_facts import RECKONED, MoveFacts
from pyaddin.rules.policy import LevelRow, Policy, parse_buckets
from pyaddin.rules.stage import entered

D = Decimal
CASE = "C-1"
BUCKETS = parse_buckets("1-3,4-7,8-30,31-60,61-90,91-120,121-180,>180")


def level(number: int, stage: str, from_day: int, approval: bool = False, channels: Sequence[str] = ("email", "sms", "call", "letter")) -> LevelRow:
    return LevelRow(number, stage, from_day, f"reminder_{number}", "calm", tuple(channels), 6, approval)


LEVELS = (level(1, "CONTACT", 1), level(2, "DEEP", 8), level(3, "DEEP", 15), level(4, "DEEP", 30, approval=True))


def office(**more: Any) -> Policy:
    """The default policy: tolerance 1.00, no grace, a gap of six days, levels on days 1, 8, 15 and 30."""
    facts: dict[str, Any] = {"buckets": BUCKETS, "levels": LEVELS, "jurisdiction": "GB"} | more
    return Policy(**facts)


OFFICE = office()


def day(text: str | date) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def maybe(text: str | date | None) -> date | None:
    return None if text is None else day(text)


def at(on: str | date, clock: str = "10:00") -> datetime:
    return datetime.combine(day(on), time.fromisoformat(clock), tzinfo=UTC)


def debtor(**more: Any) -> Debtor:
    facts: dict[str, Any] = {"email": "ann@debtor.example", "phone": "+44 113 496 0101", "country": "GB", "time_zone": "Europe/London"} | more
    return Debtor(facts.pop("debtor_id", "D-1"), facts.pop("name", "Ann Lee"), **facts)


def rows(*due_on: str | date, amount: str = "100", plan: str = "", first: int = 1, **more: Any) -> tuple[Installment, ...]:
    """Equal rows of principal falling due on the given days."""
    return tuple(Installment(plan, no, day(due), D(amount), **more) for no, due in enumerate(due_on, start=first))


def paid(on: str | date, amount: str | Decimal, payment_id: str = "P-1", reversed_on: str | date | None = None) -> Payment:
    return Payment(payment_id, day(on), D(amount), maybe(reversed_on))


def adjusted(on: str | date, kind: str, amount: str, adjustment_id: str = "A-1", **more: Any) -> Adjustment:
    return Adjustment(adjustment_id, day(on), kind, D(amount), **more)


def agreed(plan_id: str, on: str | date, total: str, version: int = 1, status: str = "signed", **more: Any) -> Plan:
    """A plan that both sides signed on the day."""
    signed = day(on)
    return Plan(plan_id, version, signed, D(total), status=status, debtor_signed_on=signed, creditor_signed_on=signed, **more)


def promise(made_on: str | date, amount: str, due_on: str | date, promise_id: str = "PR-1", **more: Any) -> Promise:
    return Promise(promise_id, day(made_on), D(amount), day(due_on), **more)


def hold(type: str, start: str | date, end: str | date | None = None, **more: Any) -> Hold:
    return Hold(type, day(start), maybe(end), **({"applies_to": CASE} | more))


def talk(on: str | date, result: str = "reached", channel: str = "call", direction: str = "out", clock: str = "15:00", **more: Any) -> Contact:
    """A contact that a clerk noted."""
    more = {name: maybe(value) if name == "follow_up_on" else value for name, value in more.items()}
    return Contact(CASE, at(on, clock), day(on), channel, direction, result, **more)


def reminded(number: int, on: str | date, result: str = "sent", channel: str = "email", episode: int = 1, case_id: str = CASE) -> Contact:
    """What a reminder of that level left behind."""
    return Contact(case_id, at(on), day(on), channel, "out", result, key=f"{case_id}|{episode}|reminder|{number}", why=f"LEVEL: level {number}.")


def move(on: str | date, rule: str, to: str, was: str = "", episode: int = 1) -> Move:
    return Move(day(on), was, to, 0, 0, episode, rule, f"{rule}: moved.")


def path(*steps: tuple[str, str, str], episode: int = 1) -> tuple[Move, ...]:
    """Moves in a row, each from the stage before: ``(day, rule, stage)``."""
    moves: list[Move] = []
    for on, rule, to in steps:
        moves.append(move(on, rule, to, moves[-1].to_stage if moves else "", episode))
    return tuple(moves)


CONTACT = path(("10-06", "T1", "CONTACT"))
DEEP = (*CONTACT, move("10-13", "T2", "DEEP", "CONTACT"))
NEGOTIATE = (*DEEP, move("10-20", "T3", "NEGOTIATE", "DEEP"))
MONITOR = (*NEGOTIATE, move("10-27", "T4", "MONITOR", "NEGOTIATE"))


def closed(moves: tuple[Move, ...], on: str, rule: str) -> tuple[Move, ...]:
    return (*moves, move(on, rule, "CLOSED", moves[-1].to_stage if moves else "", moves[-1].episode if moves else 1))


def file(*installments: Installment, case_id: str = CASE, owner: Debtor | None = None, moves: Iterable[Move] = (), **more: Any) -> CaseFile:
    """One case file. ``more`` goes to the case where it has such a field (``annual_rate``, ``outcome``), else to the file (``payments``, ``holds``)."""
    moves = tuple(moves)
    who = owner or debtor()
    about = {name: more.pop(name) for name in tuple(more) if name in Case.__dataclass_fields__}
    last = moves[-1] if moves else None
    standing = {"stage": last.to_stage, "stage_since": last.as_of, "episode": last.episode} if last else {}
    case = Case(case_id, who.debtor_id, **({"currency": "GBP", "opened_on": day("01-05")} | standing | about))
    return CaseFile(case=case, debtor=who, installments=installments, moves=moves, **more)


def stand(case_file: CaseFile, as_of: str | date, policy: Policy = OFFICE) -> Position:
    return position(case_file, policy, day(as_of))


def look(case_file: CaseFile, as_of: str | date, kind: str = "weekly", policy: Policy = OFFICE) -> Decision:
    """One case decided on a day."""
    return decide(case_file, policy, day(as_of), kind)


def rules(decision: Decision) -> list[str]:
    """The moves of a decision, by rule."""
    return [planned.rule for planned in decision.moves]


def run(files: Sequence[CaseFile], as_of: str | date, kind: str = "weekly", policy: Policy = OFFICE) -> tuple[list[Decision], list[CaseFile]]:
    """Decide, and the files as the ledger shows them afterwards: moves, flags, contacts, judgments and the program's own holds entered."""
    on = day(as_of)
    decisions = decide_all(files, policy, on, kind)
    said: dict[str, list[Contact]] = {d.case_id: [] for d in decisions}
    calls = {d.case_id: d.call for d in decisions}
    for decision in decisions:
        if decision.send is not None:
            result = "sent" if decision.send.route.driver and not decision.send.needs_approval else "queued"
            for case_id in (decision.case_id, *decision.send.listed):
                call = calls[case_id]
                assert call is not None
                said[case_id] += [
                    Contact(case_id, at(on), on, decision.send.route.channel, "out", result, CLASS_OF_KIND[call.kind], key=key, why=decision.send.why)
                    for key in call.keys
                ]
    return decisions, [_shown(one, decision, said[decision.case_id], on) for one, decision in zip(files, decisions, strict=True)]


def _shown(one: CaseFile, decision: Decision, said: list[Contact], on: date) -> CaseFile:
    flagged = {row.key for row in decision.newly_missed}
    installments = tuple(replace(row, flagged_on=on) if (row.plan_id, row.no) in flagged else row for row in one.installments)
    state = decision.state
    case = replace(one.case, stage=state.stage, stage_since=state.since, episode=state.episode, outcome=state.outcome, outcome_on=state.outcome_on)
    judged = {j.promise.promise_id: j for j in decision.promises}
    promises = tuple(
        replace(p, status=judged[p.promise_id].status, judged_on=judged[p.promise_id].judged_on) if p.promise_id in judged else p for p in one.promises
    )
    status = {"kept": "kept", "broken": "broken"}.get(decision.plan.status, "signed")
    plans = tuple(replace(p, status=status) if decision.plan.plan is not None and p.plan_id == decision.plan.plan.plan_id else p for p in one.plans)
    wanted = {(h.type, h.reason) for h in decision.own_holds}
    known = {(h.type, h.reason) for h in one.written_holds}
    holds = [h if (h.type, h.reason) in wanted or h.end is not None else replace(h, end=on) for h in one.written_holds]
    holds += [h for h in decision.own_holds if (h.type, h.reason) not in known]
    return replace(
        one,
        case=case,
        installments=installments,
        promises=promises,
        plans=plans,
        written_holds=tuple(holds),
        contacts=(*one.contacts, *said),
        moves=(*one.moves, *(entered(planned, on, decision.level, decision.language) for planned in decision.moves)),
    )


def weeks(files: Sequence[CaseFile], first: str, count: int, policy: Policy = OFFICE) -> tuple[list[list[Decision]], list[CaseFile]]:
    """Weekly runs one after the other, with nobody doing anything in between."""
    every: list[list[Decision]] = []
    shown = list(files)
    for number in range(count):
        decisions, shown = run(shown, day(first) + timedelta(days=7 * number), policy=policy)
        every.append(decisions)
    return every, shown


def everything(facts: MoveFacts) -> dict[str, object]:
    """All facts of the table of moves, those included that no guard has asked for."""
    return dict(facts) | {name: facts[name] for name in RECKONED}
