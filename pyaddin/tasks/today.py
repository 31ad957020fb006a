"""The clerk's queue: what is due today, the most urgent first, then what is taken out of the order by a hold or the contact limit, with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from pyaddin import found_words
from pyaddin.errors import Fault
from pyaddin.labels import label, language_index
from pyaddin.ledger.book import Value
from pyaddin.records import dataclass
from pyaddin.rules.action import leaves_by_itself
from pyaddin.rules.brake import BRAKES
from pyaddin.rules.case import Debtor
from pyaddin.rules.decide import Decision, queue_order
from pyaddin.rules.gate import address_of
from pyaddin.rules.limitation import words as limit_words
from pyaddin.rules.matching import Incoming
from pyaddin.rules.money import cent
from pyaddin.rules.reason import because, clauses, phrase, rules_in, told

_LINES_NAMED = 3
"""Bank lines that the queue names one by one; the sheet Bank has them all."""


def _open_channel(debtor: Debtor) -> str:
    """The preferred channel, or the first other one that the debtor has not refused and that leads somewhere; empty when there is none."""
    order = dict.fromkeys((debtor.preferred_channel, "call", "email", "letter"))
    return next((channel for channel in order if channel and channel not in debtor.opted_out and address_of(debtor, channel)), "")


def _points(decision: Decision) -> str:
    """What the points are made of, and the risk class with its reason where it is not low."""
    return points_text(decision.score.says(decision.language), risk_text(decision), decision.language)


def risk_text(decision: Decision) -> str:
    """The risk class with its reason; blank where it is low."""
    risk = decision.risk
    return phrase("points risk", risk=risk.value, why=risk.why).says(decision.language) if risk is not None and risk.value != "low" else ""


def points_text(points: str, risk: str, language: str) -> str:
    """Both in one line, as the column Points shows them."""
    return ("; ", "；", "；")[language_index(language)].join(part for part in (points, risk) if part)


def _before_all(decisions: Sequence[Decision]) -> list[dict[str, Value]]:
    """First of all: messages that the brake parked, for a supervisor, and messages of which nobody knows whether they arrived."""
    latest = [(decision, contact) for decision in decisions for contact in {c.key: c for c in decision.file.contacts if c.key}.values()]
    parked = [(d, c) for d, c in latest if c.result == "queued" and any(rule in BRAKES for rule in rules_in(c.why)) and not leaves_by_itself(c)]
    doubtful = [(d, c) for d, c in latest if c.result == "unknown"]
    rows: list[dict[str, Value]] = []
    for key, found in (("release-parked", parked), ("settle-unknown", doubtful)):
        if found:
            first, contact = found[0]
            count = len({(decision.file.debtor.debtor_id, one.at) for decision, one in found})
            why = " ".join(f"{rule}: {words}" for rule, words in told(contact.why) if rule in BRAKES or key == "settle-unknown")
            row: dict[str, Value] = {"Rank": len(rows) + 1, "Case ID": first.case_id, "Debtor": first.file.debtor.name, "Why": why or None}
            rows.append(row | {"Action": phrase(key, count=count).says(first.language), "On": min(one.on for _, one in found)})
    near = sorted((d for d in decisions if d.in_collection and d.limit.state == "running" and d.limit.near(d.position.as_of)), key=ends_on)
    if near:
        first = near[0]
        action = phrase("limitation-near", count=len(near), on=ends_on(first)).says(first.language)
        why = clauses(limit_words(first.limit, first.position.as_of), first.language)
        row = {"Rank": len(rows) + 1, "Case ID": first.case_id, "Debtor": first.file.debtor.name, "Action": action, "On": first.position.as_of, "Why": why}
        rows.append(row)
    return rows


def ends_on(decision: Decision) -> date:
    """The day to work by of a case whose period runs."""
    return decision.limit.estimate.ends_on if decision.limit.estimate is not None else date.max


def due_today(decisions: Sequence[Decision]) -> list[Decision]:
    """Open cases whose next action is due, the most urgent first (domain-rules 5.10)."""
    due = [d for d in decisions if d.in_collection and d.action.words is not None and d.action.on is not None and d.action.on <= d.position.as_of]
    return sorted(due, key=queue_order)


def excluded_today(decisions: Sequence[Decision]) -> list[Decision]:
    """Open cases that wait for the end of a hold, or that may not be called today by the contact limit: shown last, with the reason (5.10)."""
    waiting = [d for d in decisions if d.in_collection and d.action.on is not None and d.action.on > d.position.as_of]
    return sorted((d for d in waiting if d.score.excluded or d.action.barred), key=lambda d: (d.action.on, queue_order(d)))


def _bank_row(lines: Sequence[Incoming], language: str, as_of: date, rank: int) -> dict[str, Value]:
    """One line for all money of the bank that nobody has booked or ignored: until then whose it may be is not reminded."""
    named = [f"{line.line_id}, {line.value_date}, {line.amount:f} {line.currency}" for line in lines[:_LINES_NAMED]]
    more = len(lines) - len(named)
    words = [*named, *([phrase("and-more", count=more).says(language)] if more else [])]
    why = because("BANK-WAITS", lines=("; ", "；", "；")[language_index(language)].join(words)).text(language)
    first = min(line.value_date for line in lines)
    action = phrase("book-bank-lines", count=len(lines), on=first) if len(lines) > 1 else phrase("book-bank-line", on=first)
    return {"Rank": rank, "Action": action.says(language), "On": as_of, "Why": why}


def today_rows(
    decisions: Sequence[Decision], growing: Sequence[Fault] = (), unbooked: Sequence[Incoming] = (), whys: Mapping[str, str] = MappingProxyType({})
) -> tuple[dict[str, Value], ...]:
    """The sheet Today: what only a supervisor can do (``growing``: sheets near their limit), money of the bank that is nobody's yet (``unbooked``, by value
    date), what is due, and what is taken out of the order. ``whys``: case id -> the reason in words, where it was made already."""
    rows: list[dict[str, Value]] = _before_all(decisions)
    known = [line for line in unbooked if decisions and line.value_date <= decisions[0].position.as_of]
    if known:
        rows.append(_bank_row(known, decisions[0].language, decisions[0].position.as_of, len(rows) + 1))
    if decisions and growing:
        language = decisions[0].language
        near = [(fault.sheet, found_words.found(fault.code, fault.found, language)) for fault in growing]
        why = " ".join(phrase("note growing", sheet=sheet, found=found).says(language) for sheet, found in near)
        rows.append({"Rank": len(rows) + 1, "Action": phrase("archive-now").says(language), "On": decisions[0].position.as_of, "Why": why})
    for decision in (*due_today(decisions), *excluded_today(decisions)):
        rows.append(queue_row(decision, len(rows) + 1, whys.get(decision.case_id)))
    return tuple(rows)


def queue_row(decision: Decision, rank: int, why: str | None = None) -> dict[str, Value]:
    """One line of the queue. A case out of the order has no priority; its Points say why. ``why``: its reason in words, where it was made already."""
    debtor, out = decision.file.debtor, decision.action.on is not None and decision.action.on > decision.position.as_of
    channel = decision.action.channel or _open_channel(debtor)
    return {
        "Rank": rank,
        "Case ID": decision.case_id,
        "Debtor": debtor.name,
        "Owner": decision.file.case.owner or None,
        "Action": decision.action.says(decision.language),
        "On": decision.action.on,
        "Channel": label("Channel", channel, decision.language) if channel else None,
        "Reach at": address_of(debtor, channel) or None if channel else None,
        "Days past due": decision.position.days_past_due,
        "Arrears": decision.position.arrears.quantize(cent(decision.file.case.currency)),
        "Currency": decision.file.case.currency,
        "Priority": None if out else decision.score.points,
        "Points": out_of_order(decision) if out else _points(decision) or None,
        "Why": (decision.why if why is None else why) or None,
    }


def out_of_order(decision: Decision) -> str:
    """The hold, or the rules of the contact limit, that take a case out of the order today."""
    if decision.score.excluded:
        return decision.score.says(decision.language)
    return phrase("excluded limit", rules=decision.action.barred).says(decision.language)


@dataclass(frozen=True, slots=True)
class Workload:
    """What one clerk has: open cases, how many of them are due today or out of the order, their points, and the arrears per currency."""

    owner: str
    open: int
    due: int
    excluded: int
    points: int
    arrears: dict[str, Decimal]


def workload(decisions: Sequence[Decision]) -> list[Workload]:
    """Every owner with open cases, the one with most due first; cases without an owner stand under a blank name."""
    mine: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.in_collection:
            mine[decision.file.case.owner].append(decision)
    found = [_load(owner, cases) for owner, cases in mine.items()]
    return sorted(found, key=lambda load: (-load.due, -load.open, load.owner))


def _load(owner: str, cases: Sequence[Decision]) -> Workload:
    due, sums = due_today(cases), defaultdict[str, Decimal](Decimal)
    for decision in cases:
        sums[decision.file.case.currency] += decision.position.arrears
    arrears = {currency: amount.quantize(cent(currency)) for currency, amount in sorted(sums.items())}
    return Workload(owner, len(cases), len(due), len(excluded_today(cases)), sum(decision.score.points for decision in due), arrears)
