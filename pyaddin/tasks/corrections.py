"""Corrections of signed plans, for the ledger and for the clerk: rows of Adjustments, sentences, and plans that never matched (R21a)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from pyaddin.errors import Fault
from pyaddin.ledger.book import AddRow, Edit, Value
from pyaddin.rules.correction import Correction
from pyaddin.rules.decide import Decision
from pyaddin.rules.in_force import unapproved, waits_because
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import because, phrase


def _money(decision: Decision, amount: Decimal) -> str:
    currency = decision.file.case.currency
    return f"{money_text(amount.quantize(cent(currency)), currency)} {currency}"


def _sentence(decision: Decision, fixed: Correction) -> str:
    return because(
        "R21a",
        plan=fixed.plan_id,
        on=fixed.on,
        agreed=_money(decision, fixed.agreed),
        owed=_money(decision, fixed.owed),
        amount=_money(decision, fixed.missing),
    ).text(decision.language)


def correction_edits(decisions: Iterable[Decision], take: Callable[[str], str]) -> list[Edit]:
    """One Adjustments row for each correction that the ledger does not show yet. The table is append-only: when the cause is taken back,
    another row of the same key brings the sum to what it should be. ``take`` gives the next free id of a table."""
    edits: list[Edit] = []
    for decision in decisions:
        for fixed in decision.position.corrections:
            if not fixed.missing:
                continue
            number, why = take("Adjustments"), _sentence(decision, fixed)
            values: dict[str, Value] = {
                "Adjustment ID": number, "Case ID": decision.case_id, "On": fixed.on, "Kind": "correction", "Component": "principal",
                "Amount": fixed.missing.quantize(cent(decision.file.case.currency)), "Plan ID": fixed.plan_id, "Key": fixed.key, "Notes": why,
            }  # fmt: skip
            edits.append(AddRow("Adjustments", number, values, why))
    return edits


def correction_notes(decisions: Iterable[Decision]) -> list[str]:
    """What the run tells the clerk about corrections that it enters."""
    return [f"{d.case_id}: {_sentence(d, fixed)}" for d in decisions for fixed in d.position.corrections if fixed.missing]


def plan_faults(decisions: Sequence[Decision], policy: Policy, rows: Mapping[str, int]) -> list[Fault]:
    """Signed plans that do not count because nobody approved them, and plans whose Total and Waived were not what was owed. ``rows`` = their Excel rows."""
    return [*_unapproved(decisions, policy, rows), *_mismatches(decisions, rows)]


def approval_notes(decisions: Iterable[Decision], policy: Policy) -> list[str]:
    """What a clerk hears of signed plans that wait for a supervisor."""
    return [f"{d.case_id}: {words}" for d in decisions for _, words in _waiting(d, policy)]


def _waiting(decision: Decision, policy: Policy) -> list[tuple[str, str]]:
    """Each plan that waits for a supervisor, and why in words."""
    if decision.state.stage == "CLOSED":
        return []
    file, language = decision.file, decision.language
    return [
        (plan.plan_id, phrase("plan-waits", plan=plan.plan_id, what=waits_because(file, plan, policy)).says(language)) for plan in unapproved(file, policy)
    ]


def _unapproved(decisions: Iterable[Decision], policy: Policy, rows: Mapping[str, int]) -> list[Fault]:
    return [
        Fault("W-PLAN-APPROVAL", "Plans", rows.get(plan_id), "Approved by", words, owner=decision.case_id)
        for decision in decisions
        for plan_id, words in _waiting(decision, policy)
    ]


def _mismatches(decisions: Iterable[Decision], rows: Mapping[str, int]) -> list[Fault]:
    return [
        Fault(
            "W-PLAN-TOTAL",
            "Plans",
            rows.get(wrong.plan_id),
            "Total",
            f"{wrong.plan_id}: took over {_money(decision, wrong.agreed)}, owed on {wrong.on} were {_money(decision, wrong.owed)}",
            owner=decision.case_id,
        )
        for decision in decisions
        for wrong in decision.position.mismatches
        if wrong.plan_id == decision.position.regime and decision.state.stage != "CLOSED"
    ]
