"""Assess: every figure and decision of the ledger on a day, and nothing written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import rules_in
from pyaddin.tasks.corrections import plan_faults
from pyaddin.tasks.debtor_known import information_of
from pyaddin.tasks.look import picture
from pyaddin.tasks.opening import Opened, chosen
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.past import open_past


def run(
    path: Path, *, as_of: date | None, cases: tuple[str, ...], known_on: str | None = None, now: Callable[[], datetime], book: Book | None = None
) -> Outcome:
    """The cases as a weekly run on the as-of date would leave them; ``stage_now`` and ``level_now`` are as stored.

    A past date is asked from the facts known now, with ``known_on`` from those known then (``tasks.past``). Raises ``Stop`` X-CASE for an unknown
    case, X-HISTORY, and what reading the ledger raises.
    """
    opened = open_past(path, as_of=as_of, known_on=known_on, now=now, book=book)
    wanted = {file.case.case_id for file in chosen(opened, cases)}
    before, after = picture(opened)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "known_on": known_on,
        "language": opened.policy.language,
        "cases": [_case(now_, then) | _known(opened, then) for now_, then in zip(before, after, strict=True) if then.case_id in wanted],
        "refused": opened.refused,
        "faults": [fault.as_json() for fault in (*opened.faults, *plan_faults(after, opened.policy, opened.plan_rows))],
    }
    return Outcome("assess", data, 1 if opened.refused else 0)


def _known(opened: Opened, decision: Decision) -> dict[str, object]:
    """What is known of the debtor, and the question that would tell most."""
    found = information_of(opened, decision)
    question = found.missing[0].question.says(decision.language) if found.missing else None
    return {"information": {"score": found.points, "missing": [one.id for one in found.missing], "next_question": question}}


def _case(before: Decision, after: Decision) -> dict[str, object]:
    position, currency = after.position, after.file.case.currency

    def money(value: Decimal) -> str:
        return money_text(value.quantize(cent(currency)), currency)

    return {
        "case_id": after.case_id,
        "debtor_id": after.file.debtor.debtor_id,
        "currency": currency,
        "stage": after.state.stage,
        "level": after.level,
        "stage_now": before.file.case.stage,
        "level_now": before.level,
        "episode": after.state.episode,
        "outcome": after.state.outcome,
        "days_past_due": position.days_past_due,
        "delinquent_days": position.delinquent_days,
        "bucket": position.bucket,
        "arrears": money(position.arrears),
        "arrears_by_bucket": {bucket: money(amount) for bucket, amount in position.arrears_by_bucket.items()},
        "interest": money(position.interest),
        "fees": money(position.fees),
        "outstanding": money(position.outstanding),
        "credit": money(position.credit),
        "recovered": money(position.recovered),
        "corrections": [
            {"plan_id": fixed.plan_id, "on": fixed.on.isoformat(), "amount": money(fixed.amount), "owed": money(fixed.owed), "agreed": money(fixed.agreed)}
            for fixed in position.corrections
        ],
        "holds": [
            {"type": hold.type, "scope": hold.scope, "start": hold.start.isoformat(), "end": hold.end.isoformat() if hold.end else None}
            for hold in after.holds
        ],
        "promises": [{"id": j.promise.promise_id, "status": j.status, "level": j.level} for j in after.promises],
        "plan": {"id": after.plan.plan.plan_id, "status": after.plan.status} if after.plan.plan else None,
        "risk": after.risk.value if after.risk else "",
        "risk_rule": after.risk.rule if after.risk else "",
        "next_action": after.action.says(after.language),
        "next_action_rule": after.action.rule,
        "next_action_on": after.action.on.isoformat() if after.action.on else None,
        "priority": after.score.points,
        "points": after.score.says(after.language),
        "why": after.why,
        "rules": list(rules_in(after.why)),
        "installments": [
            {
                "no": row.installment.no,
                "plan_id": row.installment.plan_id,
                "due_on": row.installment.due_on.isoformat(),
                "due": money(row.installment.due),
                "paid": money(row.paid),
                "status": row.status,
            }
            for row in position.rows
        ],
    }
