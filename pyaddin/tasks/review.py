"""The review list: which cases are ripe for final disposition, why, what each still lacks, and what the typed figures say. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.rules.arrears import ENDED_BY_A_PERSON
from pyaddin.rules.decide import Decision, decide_all, queue_order
from pyaddin.rules.disposition import EXITS, Ripeness, exit_facts, ripeness
from pyaddin.rules.limitation import Clock
from pyaddin.rules.limitation import words as limit_words
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import Phrase, clauses, phrase
from pyaddin.rules.worth_suing import Worth, worth
from pyaddin.rules.worth_suing import unknown as worth_unknown
from pyaddin.tasks.opening import Opened, chosen, open_ledger
from pyaddin.tasks.outcome import Outcome


def run(
    path: Path, *, cases: tuple[str, ...], as_of: date | None, now: Callable[[], datetime], book: Book | None = None
) -> Outcome:
    """Every case that is ripe by ``RIPE``, or the named ones ripe or not; those whose limitation period ends first stand first.

    ``came_back``: closed by a person's decision and yet something is open again. ``recovered``: money that came after a write-off or closing, per case,
    and ``recoveries`` its sums per currency. Raises ``Stop`` X-CASE for an unknown id.
    """
    opened = open_ledger(path, as_of=as_of, now=now, book=book)
    chosen(opened, cases)
    every = [d for d in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly")) if not cases or d.case_id in cases]
    looked = [(decision, _ripe(opened, decision)) for decision in every if decision.in_collection]
    listed = [(decision, ripe) for decision, ripe in looked if ripe.why or cases]
    listed.sort(key=lambda pair: (_urgency(pair[0], opened.as_of), not pair[1].ready, *queue_order(pair[0])))
    closed = [decision for decision in every if decision.state.stage == "CLOSED" and decision.state.outcome in ENDED_BY_A_PERSON]
    recovered = [decision for decision in closed if decision.position.recovered > 0]
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "cases": [_case(opened, decision, ripe) for decision, ripe in listed],
        "came_back": [_closed(opened, decision, "ripe came-back", decision.position.outstanding) for decision in closed if decision.position.outstanding > 0],
        "recovered": [_closed(opened, decision, "ripe recovered", decision.position.recovered) for decision in recovered],
        "recoveries": _sums(recovered),
        "warning": phrase("limit warning").says(opened.policy.language),
    }
    return Outcome("review", data)


def _ripe(opened: Opened, decision: Decision) -> Ripeness:
    return ripeness(decision.file, decision.position, decision.promises, decision.plan, decision.state, opened.policy, decision.limit)


def _urgency(decision: Decision, as_of: date) -> int:
    """Days left where the last ninety have begun, or the period may be over; all others come after them."""
    left = decision.limit.days_left(as_of)
    return left if left is not None and decision.limit.state == "running" and (decision.limit.near(as_of) or left < 0) else 10**6


def _money(decision: Decision, amount: Decimal) -> str:
    currency = decision.file.case.currency
    return money_text(amount.quantize(cent(currency)), currency)


def _case(opened: Opened, decision: Decision, ripe: Ripeness) -> dict[str, object]:
    language, advice, currency = opened.policy.language, decision.file.advice, decision.file.case.currency
    value = worth(decision.position.outstanding, advice, cent(currency))
    return {
        "case_id": decision.case_id, "debtor": decision.file.debtor.name, "owner": decision.file.case.owner, "currency": currency,
        "stage": decision.state.stage, "days_past_due": decision.position.days_past_due, "outstanding": _money(decision, decision.position.outstanding),
        "ripe": [{"rule": line, "why": _why(decision, line, opened).says(language)} for line in ripe.why],
        "missing": [words.says(language) for words in ripe.missing] if decision.state.stage != "DISPOSITION" else [],
        "ready": ripe.ready,
        "exits": _exits(opened, decision, ripe),
        "limitation": limitation_json(decision.limit, opened.as_of, language),
        "worth_suing": worth_json(decision, value),
        "worth_words": value.says(language, currency) if value else worth_unknown(advice).says(language),
        "counsel": advice.counsel if advice else "", "recommendation": advice.recommendation if advice else "",
        "next_hearing": advice.next_hearing.isoformat() if advice and advice.next_hearing else None,
        "proposed": decision.state.outcome if decision.state.outcome in ENDED_BY_A_PERSON else None,
    }  # fmt: skip


def _why(decision: Decision, line: str, opened: Opened) -> Phrase:
    found, advice = decision.limit.estimate, decision.file.advice
    return phrase(
        f"ripe {line}",
        on=found.ends_on if found else None, left=decision.limit.days_left(opened.as_of), days=decision.position.ripe_days,
        level=decision.promises[-1].level if decision.promises else 0, count=sum(1 for plan in decision.file.plans if plan.status == "broken"),
        recommendation=advice.recommendation if advice else "",
    )  # fmt: skip


def _exits(opened: Opened, decision: Decision, ripe: Ripeness) -> list[str]:
    """Ways that stand open to a supervisor today: T8, T9, and every outcome whose guard holds once its document is there."""
    moves = (["T8"] if ripe.ready else []) + (["T9"] if decision.state.stage == "DISPOSITION" else [])
    open_ones = []
    for outcome in ENDED_BY_A_PERSON:
        facts = exit_facts(outcome, decision.file, decision.position, decision.plan, decision.state, decision.limit, opened.as_of, "given")
        line = EXITS.first(facts)
        if line is not None and line.then != "refuse":
            open_ones.append(outcome)
    return moves + open_ones


def limitation_json(limit: Clock, as_of: date, language: str) -> dict[str, object]:
    """How limitation stands, for an answer: the day to work by, its source, and in words."""
    found = limit.estimate
    return {
        "state": limit.state,
        "start": found.start.isoformat() if found else None,
        "ends_on": found.ends_on.isoformat() if found else None,
        "days_left": limit.days_left(as_of),
        "near": limit.near(as_of),
        "source": found.period.source if found else None,
        "words": clauses(limit_words(limit, as_of), language),
    }


def worth_json(decision: Decision, value: Worth | None) -> dict[str, object] | None:
    """The figures of a suit as text; ``None`` while Expected costs or Chance is blank."""
    if value is None:
        return None
    return {
        "outstanding": _money(decision, value.outstanding), "costs": _money(decision, value.costs), "months": value.months, "chance": f"{value.chance:f}",
        "net": _money(decision, value.net), "per_unit": f"{value.per_unit:f}" if value.per_unit is not None else None,
        "break_even": f"{value.break_even:.4f}" if value.break_even is not None else None, "says": value.rule,
    }  # fmt: skip


def _closed(opened: Opened, decision: Decision, key: str, amount: Decimal) -> dict[str, object]:
    shown, currency = _money(decision, amount), decision.file.case.currency
    return {
        "case_id": decision.case_id, "debtor": decision.file.debtor.name, "currency": currency, "outcome": decision.state.outcome, "amount": shown,
        "written_off": _money(decision, decision.position.written_off), "why": phrase(key, amount=shown, currency=currency).says(opened.policy.language),
    }  # fmt: skip


def _sums(decisions: Sequence[Decision]) -> list[dict[str, object]]:
    """What came in after write-offs and closings, per currency: currencies are never added to each other."""
    sums: dict[str, Decimal] = {}
    for decision in decisions:
        currency = decision.file.case.currency
        sums[currency] = sums.get(currency, Decimal(0)) + decision.position.recovered
    return [{"currency": currency, "amount": money_text(amount.quantize(cent(currency)), currency)} for currency, amount in sorted(sums.items())]
