"""The schedules of a case side by side: original, revised, paid and difference per row, every version of the agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pyaddin.ledger.book import Book
from pyaddin.rules.arrears import position
from pyaddin.rules.case import CaseFile
from pyaddin.rules.in_force import agreed_plans
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.versions import Version, versions
from pyaddin.tasks.entering import case_of
from pyaddin.tasks.opening import Opened, open_about
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.past import open_past

COLUMNS = ("original", "revised", "paid", "difference")


def run(path: Path, *, case: str, as_of: date | None, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """Computes, writes nothing. Raises ``Stop`` X-CASE for an unknown or refused case."""
    opened = open_about(path, case, now=now, book=book) if as_of is None else open_past(path, as_of=as_of, known_on=None, now=now, book=book)
    file = case_of(opened, case)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(), "case_id": case, "currency": file.case.currency, "versions": versions_json(opened, file),
    }  # fmt: skip
    return Outcome("versions", data)


def versions_json(opened: Opened, file: CaseFile, told: Mapping[str, str] | None = None) -> list[dict[str, object]]:
    """Every schedule of the file on the as-of date, with sums; amounts as text in the currency's minor digits.

    ``told``: reasons of plans that the ledger does not have yet, by plan id.
    """
    reasons = {str(row.values["Plan ID"]): str(row.values["Reason"] or "") for row in opened.typed.tables["Plans"]} | dict(told or {})
    replaced = {plan.plan_id for plan in agreed_plans(file, opened.policy, opened.as_of)[:-1] if plan.status == "signed"}
    plans = tuple(replace(plan, status="superseded") if plan.plan_id in replaced else plan for plan in file.plans)
    found = versions(replace(file, plans=plans), position(file, opened.policy, opened.as_of), reasons)
    return [_json(version, file.case.currency) for version in found]


def _json(version: Version, currency: str) -> dict[str, object]:
    def money(row: object, name: str) -> str:
        return money_text(getattr(row, name).quantize(cent(currency)), currency)

    return {
        "plan_id": version.plan_id,
        "version": version.number,
        "kind": version.kind,
        "status": version.status,
        "agreed_on": version.agreed_on.isoformat() if version.agreed_on else None,
        "reason": version.reason,
        "counts": version.counts,
        "waived": money(version, "waived"),
        "totals": {name: money_text(version.total(name).quantize(cent(currency)), currency) for name in COLUMNS},
        "rows": [
            {"no": row.no, "due_on": row.due_on.isoformat(), **{name: money(row, name) for name in COLUMNS}, "status": row.status} for row in version.rows
        ],
    }
