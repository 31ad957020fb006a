"""Which message a case calls for on a day: the next reminder level, a missed-installment notice, or a thank-you."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from operator import attrgetter

from pyaddin.records import dataclass, often
from pyaddin.rules.arrears import Position, Row
from pyaddin.rules.case import CONFIRMED_RESULTS, PENDING_RESULTS, CaseFile, Contact, Payment, Promise
from pyaddin.rules.contact_log import log_of
from pyaddin.rules.manner import USUAL, Manner
from pyaddin.rules.policy import LevelRow, Policy
from pyaddin.rules.reason import Reason, because
from pyaddin.rules.stage import ORDER, State, episode_start

LADDER_STAGES = ("CONTACT", "DEEP", "NEGOTIATE")
THANKS_DAYS = 14
ABOUT_PAYING = ("validation", "reminder", "missed", "broken", "demand")
"""Kinds of message that ask for money which is overdue: the gap counts them, and the next one waits for the one before."""
SERVICE_KINDS = ("promise", "notice", "thanks", "checkin")
"""Kinds that ask for nothing which is not agreed. A task of such a kind holds up no reminder."""
_BY_LEVEL = attrgetter("level")
_SETTLING = CONFIRMED_RESULTS | PENDING_RESULTS
_THANKED_OUTCOMES = ("", "PAID", "CURED", "SETTLED")


@often
@dataclass(frozen=True, slots=True)
class Call:
    """A message that is due: its kind and level, the outbox keys it settles, and the rung, rows, payments or promise behind it.

    ``notes``: what else its Why says; ``avoid``: channels on which nobody was reached, used last.
    """

    kind: str
    level: int
    keys: tuple[str, ...]
    rung: LevelRow | None
    why: Reason
    rows: tuple[Row, ...] = ()
    payments: tuple[Payment, ...] = ()
    promise: Promise | None = None
    notes: tuple[Reason, ...] = ()
    avoid: tuple[str, ...] = ()


def latest_by_key(file: CaseFile) -> Mapping[str, Contact]:
    """The last attempt of each keyed message of the case."""
    return log_of(file.contacts).latest


def in_vain(file: CaseFile, key: str) -> list[Contact]:
    """The tries of this message that did not arrive: the next channel follows."""
    return [c for c in file.contacts if c.key == key and c.result not in _SETTLING and c.result != "blocked"]


def settled(contact: Contact | None) -> bool:
    """Whether the last attempt of a message went out or waits for a person: it is not made again."""
    return contact is not None and contact.result in _SETTLING


def last_reminder(file: CaseFile) -> date | None:
    """Day of the last message or talk about paying that went out, a final demand too, whatever the channel (R29)."""
    return log_of(file.contacts).last_reminder


def pending_task(file: CaseFile, state: State, kinds: tuple[str, ...] = ABOUT_PAYING) -> Contact | None:
    """A keyed message of one of the kinds that waits for a person; by default of those after which the next one about paying waits."""
    if not log_of(file.contacts).pending:
        return None
    prefixes = tuple(f"{file.case.case_id}|{state.episode}|{kind}|" for kind in kinds)
    return next((c for key, c in latest_by_key(file).items() if key.startswith(prefixes) and c.result in PENDING_RESULTS), None)


def waits(pending: Contact) -> Reason:
    """That the next message waits until a person has done the one before."""
    kind, subject = pending.key.rsplit("|", 2)[1:]
    if kind == "reminder":
        return because("LEVEL-PENDING", level=subject)
    return because("LEVEL-PENDING", "MISSED-PENDING" if kind == "missed" else "MESSAGE-PENDING", message=kind)


def gap_reason(file: CaseFile, policy: Policy, as_of: date, manner: Manner = USUAL, rung: LevelRow | None = None) -> Reason | None:
    """Why the least gap between two messages about paying forbids another today; ``None`` when it does not. The level's own gap wins over Settings; it is
    ``upset_gap_days`` at least after a word of a debtor who was upset or refuses, which counts like a message."""
    gap = max(1, policy.min_gap_days if rung is None or rung.min_gap_days is None else rung.min_gap_days)
    last = last_reminder(file)
    if manner.soft:
        gap = max(gap, policy.upset_gap_days)
        last = max((day for day in (last, manner.since) if day is not None), default=None)
    if last is None or (as_of - last).days >= gap:
        return None
    return because("LEVEL-GAP", "LEVEL-GAP-SOFT" if manner.soft else "", last=last, on=last + timedelta(days=gap), gap=gap)


def _next_rung(policy: Policy, level: int, days: int, stage: str) -> LevelRow | None:
    """The rung above ``level``; in mode ``highest`` the highest one that is due."""
    above = [row for row in policy.levels if row.level > level]
    above.sort(key=_BY_LEVEL)
    if not above or policy.level_mode != "highest":
        return above[0] if above else None
    due = [row for row in above if row.from_day <= days and ORDER.index(row.stage) <= ORDER.index(stage)]
    return due[-1] if due else above[0]


def firmer_next(position: Position, policy: Policy, state: State, level: int) -> bool:
    """Whether the level that is due next is of tone firm or final. ``level``: the highest one that went out in the episode."""
    if state.stage not in LADDER_STAGES or not position.in_arrears:
        return False
    rung = _next_rung(policy, level, position.ripe_days, state.stage)
    return rung is not None and rung.tone in ("firm", "final") and position.ripe_days >= rung.from_day


def reminder(file: CaseFile, position: Position, policy: Policy, state: State, kind: str, level: int, manner: Manner = USUAL) -> Call | Reason:
    """The reminder level that is due, or the reason why none is. ``kind`` is the run: daily sends level 1 only. ``level``: see ``firmer_next``."""
    if state.stage not in LADDER_STAGES:
        return because("STAGE", stage=state.stage) if state.stage else because("NOT-DUE")
    if not position.in_arrears:
        return because("TOLERANCE" if position.arrears > 0 else "NOT-DUE")
    pending = pending_task(file, state)
    if pending is not None:
        return waits(pending)
    rung = _next_rung(policy, level, position.ripe_days, state.stage)
    if rung is None:
        return because("LEVEL-TOP")
    if position.ripe_days < rung.from_day:
        on = position.as_of + timedelta(days=rung.from_day - position.ripe_days)
        return because("LEVEL-DAY", level=rung.level, on=on, from_day=rung.from_day)
    if ORDER.index(state.stage) < ORDER.index(rung.stage):
        return because("LEVEL-STAGE", level=rung.level, stage=rung.stage)
    gap = gap_reason(file, policy, position.as_of, manner, rung)
    if gap is not None:
        return gap
    if manner.then == "call":
        return because("CALL-FIRST", level=rung.level, on=manner.since)
    if kind == "daily" and rung.level > 1:
        return because("LEVEL-WEEKLY", level=rung.level)
    key = f"{file.case.case_id}|{state.episode}|reminder|{rung.level}"
    notes = manner.why(policy.upset_gap_days)
    why = because("LEVEL", level=rung.level, days=position.ripe_days)
    if rung.risk:
        why = because("LEVEL", "LEVEL-RISK", level=rung.level, days=position.ripe_days, risk=rung.risk)
    return Call("reminder", rung.level, (key,), rung, why, notes=notes, avoid=manner.channels)


def missed_key(file: CaseFile, row: Row, version: int, episode: int) -> str:
    """Outbox key of the notice about one missed row: ``ORIG/0/7`` or ``plan/version/no``."""
    plan = row.installment.plan_id or "ORIG"
    return f"{file.case.case_id}|{episode}|missed|{plan}/{version if row.installment.plan_id else 0}/{row.installment.no}"


def missed_notice(file: CaseFile, position: Position, policy: Policy, state: State, manner: Manner = USUAL) -> Call | Reason | None:
    """A notice about a row missed since the last message or talk; ``None`` when there is nothing new to say.

    A row is missed from due + grace + 1 on; money taken back later makes what it had paid news again.
    """
    if state.stage not in (*LADDER_STAGES, "MONITOR"):
        return None
    missed = position.missed
    if not missed:
        return None
    latest = latest_by_key(file)
    versions = {plan.plan_id: plan.version for plan in file.plans}
    last, grace = last_reminder(file), timedelta(days=policy.grace_days + 1)
    taken_back = max([p.reversed_on for p in file.payments if p.reversed_on is not None and p.reversed_on <= position.as_of], default=date.min)
    fresh: list[tuple[Row, str]] = []
    for row in missed:
        if last is not None and last >= max(row.installment.due_on + grace, taken_back):
            continue
        key = missed_key(file, row, versions.get(row.installment.plan_id, 0), state.episode)
        if not settled(latest.get(key)):
            fresh.append((row, key))
    if not fresh:
        return None
    pending = pending_task(file, state)
    if pending is not None:
        return waits(pending)
    gap = gap_reason(file, policy, position.as_of, manner)
    if gap is not None:
        return gap
    row, key = min(fresh, key=lambda pair: (pair[0].installment.due_on, pair[0].installment.no))
    why = because("MISSED", no=row.installment.no, due_on=row.installment.due_on)
    return Call("missed", 0, (key,), policy.level(1), why, rows=(row,), notes=manner.why(policy.upset_gap_days), avoid=manner.channels)


def thanks(file: CaseFile, position: Position, state: State) -> Call | None:
    """A thank-you for money of the last two weeks that came after we had written about this episode; each payment once in all.

    Once a case is closed only the money that closed it is thanked for: later payments of a debt that goes on are not our business.
    """
    as_of = position.as_of
    if not file.contacts or not file.payments:
        return None
    days = log_of(file.contacts).written
    if not days or state.outcome not in _THANKED_OUTCOMES:
        return None
    began = episode_start(file, state.episode)
    written = min([on for on in days if on >= began], default=None)
    if written is None:
        return None
    after = max(written, as_of - timedelta(days=THANKS_DAYS))
    until = state.since if state.stage == "CLOSED" and state.since is not None else as_of
    thanked = {key.rsplit("|", 1)[1] for key, contact in latest_by_key(file).items() if "|thanks|" in key and settled(contact)}
    fresh = [p for p in file.payments if p.reversed_on is None and after < p.value_date <= until and p.payment_id not in thanked]
    if not fresh:
        return None
    payments = tuple(sorted(fresh, key=lambda p: (p.value_date, p.payment_id), reverse=True))
    keys = tuple(f"{file.case.case_id}|{state.episode}|thanks|{payment.payment_id}" for payment in payments)
    why = because("THANKS", payment=payments[0].payment_id, on=payments[0].value_date)
    return Call("thanks", 0, keys, None, why, payments=payments)
