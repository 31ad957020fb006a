"""The rows that take a remainder off the books when a person ended a case: written by whatever enters the outcome, a click or the next run (T12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyaddin.ledger.book import AddRow, Value
from pyaddin.records import dataclass
from pyaddin.rules.case import Adjustment, Case
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent
from pyaddin.rules.reason import because


@dataclass(frozen=True, slots=True)
class Decided:
    """Who proposed and who approved that the rest is given up, on what paper, why, and as which outcome."""

    outcome: str
    proposed_by: str
    approved_by: str
    document: str
    reason: str


def write_off_rows(decision: Decision, take: Callable[[str], str]) -> list[AddRow]:
    """The rows of the outcome that the decision carries out; none without one. ``take`` gives the next free id of a table."""
    case = decision.file.case
    by = Decided(decision.state.outcome, case.outcome_by, case.approved_by, case.outcome_document, case.outcome_reason)
    return rows_of(case, decision.write_offs, by, take, decision.language)


def rows_of(case: Case, amounts: Sequence[Adjustment], by: Decided, take: Callable[[str], str], language: str) -> list[AddRow]:
    """One Adjustments row per component; together they are exactly what was owed."""
    rows: list[AddRow] = []
    for one in amounts:
        number = take("Adjustments")
        why = because("T12", "T12-REST", outcome=by.outcome, on=one.on, by=by.approved_by).text(language)
        values: dict[str, Value] = {
            "Adjustment ID": number, "Case ID": case.case_id, "On": one.on, "Kind": one.kind, "Component": one.component,
            "Amount": one.amount.quantize(cent(case.currency)), "Approved by": by.approved_by or None, "Entered by": by.proposed_by or None,
            "Document": by.document or None, "Key": one.key, "Notes": by.reason or why,
        }  # fmt: skip
        rows.append(AddRow("Adjustments", number, values, why))
    return rows
