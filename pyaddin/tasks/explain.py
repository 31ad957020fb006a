"""Explain this case: the steps behind each of its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.labels import folded, language_index
from pyaddin.ledger.book import Book
from pyaddin.rules.explain import explain, field_of
from pyaddin.rules.explain_debtor import debtor_steps
from pyaddin.rules.explain_steps import Step
from pyaddin.tasks.debtor_known import best_hour
from pyaddin.tasks.look import picture
from pyaddin.tasks.opening import chosen
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.past import open_past


def run(
    path: Path,
    *,
    case: str,
    field: str | None = None,
    as_of: date | None,
    known_on: str | None = None,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The case as a weekly run on the as-of date would leave it, figure by figure, then what is known of the debtor: information score, best hour of
    calls, best channel. ``field`` keeps one column's steps (``Information``, ``Best time`` and ``Best channel`` are fields, too).

    Raises ``Stop``: X-CASE for an unknown case, X-OPTION for a field that has no steps.
    """
    opened = open_past(path, as_of=as_of, known_on=known_on, now=now, book=book)
    chosen(opened, (case,))
    _, after = picture(opened)
    decision = next(d for d in after if d.case_id == case)
    steps = explain(decision, opened.policy, (opened.blocked_by,) if opened.blocked_by else ())
    steps += debtor_steps(decision, opened.policy, *best_hour(opened, decision))
    if field is not None:
        steps = _of_field(steps, field, opened.policy.language)
    told = [_told(step) for step in steps]
    return Outcome("explain", {"as_of": opened.as_of.isoformat(), "known_on": known_on, "case_id": case, "debtor": decision.file.debtor.name, "steps": told})


def _of_field(steps: Sequence[Step], field: str, language: str) -> tuple[Step, ...]:
    """The steps of one field, called by its English name or by what its first step is called in the ledger's language."""
    called: dict[str, str] = {}
    for step in steps:
        called.setdefault(step.field, step.label)
    named = next((name for name, label in called.items() if folded(label) == folded(field)), field_of(field))
    found = tuple(step for step in steps if folded(step.field) == folded(named))
    if not found:
        names = ", ".join(called) if language_index(language) == 0 else "、".join(called.values())
        raise Stop("X-OPTION", f"field {field}", advice=f"Fields of this case: {names}.")
    return found


def _told(step: Step) -> dict[str, object]:
    """One step under the keys of the contract."""
    return {
        "field": step.field, "group": step.group, "label": step.label, "value": step.value, "note": step.note, "rule": step.rule, "source": step.source,
        "arithmetic": step.arithmetic, "facts": dict(step.facts),
    }  # fmt: skip
