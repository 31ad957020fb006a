"""Explain this case: the steps behind each of its figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.rules.explain import explain
from pyaddin.tasks.look import picture
from pyaddin.tasks.opening import chosen, open_ledger
from pyaddin.tasks.outcome import Outcome


def run(path: Path, *, case: str, as_of: date | None, now: Callable[[], datetime]) -> Outcome:
    """The case as a weekly run on the as-of date would leave it, figure by figure. Raises ``Stop`` X-CASE."""
    opened = open_ledger(path, as_of=as_of, now=now)
    chosen(opened.files, (case,))
    _, after = picture(opened)
    decision = next(d for d in after if d.case_id == case)
    steps = [{"field": step.field, "label": step.label, "value": step.value, "note": step.note} for step in explain(decision, opened.policy)]
    return Outcome("explain", {"as_of": opened.as_of.isoformat(), "case_id": case, "debtor": decision.file.debtor.name, "steps": steps})
