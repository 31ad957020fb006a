"""Messages about what was agreed: a word before an installment falls due, a promise in writing, a broken plan, a check-in; and what a person asks for.

They stand beside the reminder ladder and move no level. Notice, promise and check-in are of class service: they ask for nothing that is not agreed.
Sources: domain-rules 5.3 (under a signed plan only installment notices), R26, R29; collection process 2.3 and 2.4; design section 3 (keys).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pyaddin.records import dataclass
from pyaddin.rules.arrears import Position, Row
from pyaddin.rules.case import CONFIRMED_RESULTS, REACHED_RESULTS, CaseFile, Plan
from pyaddin.rules.ladder import LADDER_STAGES, Call, gap_reason, latest_by_key, missed_key, pending_task, settled, waits
from pyaddin.rules.manner import USUAL, Manner
from pyaddin.rules.policy import Policy
from pyaddin.rules.promise import Judged
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.stage import PlanState, State

CONFIRM_DAYS = 7
"""A promise is confirmed in writing within a week; an older one that nobody confirmed is left alone (an office that comes with its history)."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Asked:
    """A message that a person asks for by hand. ``released``: that person is a supervisor, so that nobody has to release it again."""

    kind: str
    released: bool = False


def key_of(file: CaseFile, episode: int, kind: str, subject: str) -> str:
    """Outbox key ``case|episode|kind|subject`` (design section 3)."""
    return f"{file.case.case_id}|{episode}|{kind}|{subject}"


def notice_reach(policy: Policy, kind: str) -> int:
    """How many days before its date an installment is told: ``notice_days``; in a weekly run without daily checks at least a week, as no run comes before."""
    weekly_only = kind == "weekly" and not policy.daily_checks and policy.notice_days > 0
    return max(policy.notice_days, WEEK) if weekly_only else policy.notice_days


def notice(file: CaseFile, position: Position, policy: Policy, state: State, plan: PlanState, kind: str) -> Call | None:
    """The next installment of a plan that is being kept, ``notice_days`` before its due date until the day before; each row once.

    Not for what is within the tolerance of being paid, and not on the day of the agreement itself.
    """
    if state.stage != "MONITOR" or plan.status != "performing" or plan.plan is None:
        return None
    as_of, latest = position.as_of, latest_by_key(file)
    if plan.plan.agreed_on is None or plan.plan.agreed_on >= as_of:
        return None
    last = as_of + timedelta(days=notice_reach(policy, kind))
    rows = [row for row in position.rows if row.counts and as_of < row.installment.due_on <= last and row.open > policy.tolerance_of(row.installment.due)]
    for row in sorted(rows, key=lambda row: (row.installment.due_on, row.installment.no)):
        key = key_of(file, state.episode, "notice", missed_key(file, row, plan.plan.version, state.episode).rsplit("|", 1)[1])
        if not settled(latest.get(key)):
            why = because("NOTICE", no=row.installment.no, due_on=row.installment.due_on)
            return Call("notice", 0, (key,), policy.level(1), why, rows=(row,))
    return None


def promise_told(file: CaseFile, promises: tuple[Judged, ...], policy: Policy, state: State, as_of: date) -> Call | None:
    """The open promise in writing, within a week of its making and before its date; each promise once."""
    if not promises or state.stage not in (*LADDER_STAGES, "MONITOR"):
        return None
    latest = latest_by_key(file)
    for judged in reversed(promises):
        promise = judged.promise
        key = key_of(file, state.episode, "promise", promise.promise_id)
        fresh = judged.status == "open" and promise.due_on > as_of and (as_of - promise.made_on).days <= CONFIRM_DAYS
        if fresh and not settled(latest.get(key)):
            return Call("promise", 0, (key,), policy.level(1), because("PROMISE-TOLD", promise=promise.promise_id, due_on=promise.due_on), promise=promise)
    return None


def broken_notice(
    file: CaseFile, position: Position, policy: Policy, state: State, plan: PlanState, kind: str, manner: Manner = USUAL
) -> Call | Reason | None:
    """That a plan has come to an end (R26), once a plan, with the weekly run: the call comes first (collection process 2.4)."""
    if state.stage != "MONITOR" or plan.status != "broken" or plan.plan is None:
        return None
    key = key_of(file, state.episode, "broken", plan.plan.plan_id)
    if settled(latest_by_key(file).get(key)):
        return None
    pending = pending_task(file, state)
    if pending is not None:
        return waits(pending)
    if kind == "daily":
        return because("BROKEN-WEEKLY", plan=plan.plan.plan_id)
    gap = gap_reason(file, policy, position.as_of, manner)
    why, notes = because("BROKEN", plan=plan.plan.plan_id), manner.why(policy.upset_gap_days)
    return gap or Call("broken", 0, (key,), policy.level(1), why, notes=notes, avoid=manner.channels)


def last_check(file: CaseFile, plan: Plan, episode: int, as_of: date) -> date:
    """The day from which the next check-in is counted: the agreement, the last check-in that went out, or the last talk or word from the debtor."""
    prefix = key_of(file, episode, "checkin", f"{plan.plan_id}/")
    begun = plan.agreed_on or as_of
    days = [
        c.on
        for c in file.contacts
        if begun < c.on <= as_of and (c.direction == "in" or c.result in REACHED_RESULTS or c.key.startswith(prefix) and c.result in CONFIRMED_RESULTS)
    ]
    return max([begun, *days])


def check_in(file: CaseFile, position: Position, policy: Policy, state: State, plan: PlanState) -> Call | None:
    """A friendly word every ``plan_check_days`` while a plan is kept and nothing of it is missed; 0 = none. Subject: plan id / number of the check-in."""
    if state.stage != "MONITOR" or plan.status != "performing" or plan.plan is None or policy.plan_check_days == 0 or position.missed:
        return None
    prefix = key_of(file, state.episode, "checkin", f"{plan.plan.plan_id}/")
    since = last_check(file, plan.plan, state.episode, position.as_of)
    if (position.as_of - since).days < policy.plan_check_days:
        return None
    tried = {key[len(prefix) :]: contact for key, contact in latest_by_key(file).items() if key.startswith(prefix)}
    done = [int(number) for number, contact in tried.items() if number.isdigit() and settled(contact)]
    if any(contact.result not in CONFIRMED_RESULTS and settled(contact) for contact in tried.values()):
        return None  # one still waits for a person
    key = f"{prefix}{max(done, default=0) + 1}"
    return Call("checkin", 0, (key,), policy.level(1), because("CHECKIN", plan=plan.plan.plan_id, days=policy.plan_check_days, since=since))


def with_notice(receipt: Call | None, wanted: Call | None) -> tuple[Call, ...]:
    """A thank-you and a notice of one case are one message: the thank-you names the next installment and settles the notice too."""
    if receipt is None or wanted is None:
        return tuple(call for call in (wanted, receipt) if call is not None)
    return (replace(receipt, keys=(*receipt.keys, *wanted.keys), rows=wanted.rows),)


def asked_for(file: CaseFile, position: Position, policy: Policy, state: State, asked: Asked) -> tuple[Call, Reason | None]:
    """A final demand or a hand-over letter that a person sends, once in an episode, and why it cannot be (again); the gate is asked besides.

    Subject: the highest level for a demand (design section 3), DISPOSITION for a hand-over.
    """
    top = max((row.level for row in policy.levels), default=0)
    demand = asked.kind == "demand"
    key = key_of(file, state.episode, asked.kind, str(top) if demand else "DISPOSITION")
    call = Call(asked.kind, top if demand else 0, (key,), policy.level(top), because("ASKED", message=asked.kind))
    known = latest_by_key(file).get(key)
    if known is not None and settled(known):
        return call, because("ASKED-BEFORE", on=known.on, message=asked.kind)
    return call, None if position.in_arrears else because("NOT-DUE")


def row_of(position: Position, subject: str) -> Row | None:
    """The installment that the subject ``plan or ORIG / version / no`` of a key names, as it stands today."""
    plan, _, number = subject.rsplit("/", 2)
    place = ("" if plan == "ORIG" else plan, number)
    return next((row for row in position.rows if (row.installment.plan_id, str(row.installment.no)) == place), None)
