"""What a clerk reads after an agreement was entered, signed or withdrawn, and when the versions of a plan are shown."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of, table

_COLUMNS = ("original", "revised", "paid", "difference")
_HEADER = ("Version", "No", "Due on", "Original", "Revised", "Paid", "Difference", "Status")


def agree(data: Mapping[str, object]) -> list[str]:
    """The plan in one sentence, where the case stands now, what is still needed, and the schedules side by side."""
    plan, said = data.get("plan"), []
    if isinstance(plan, Mapping):
        terms = f"{plain(plan.get('total'))} {plain(plan.get('currency'))} in {plural(plan.get('count'), 'installment', 'installments')}"
        days = f"from {plain(plan.get('first_due'))} to {plain(plan.get('ends_on'))}"
        waived = f", {plain(plan.get('waived'))} waived" if plan.get("waived") and str(plan["waived"]).strip("0.,") else ""
        said.append(f"Plan {plain(plan.get('plan_id'))}, version {plain(plan.get('version'))}, is {plain(plan.get('status'))}: {terms} {days}{waived}.")
    for case in rows_of(data, "cases"):
        amounts = f"arrears {plain(case.get('arrears'))}, outstanding {plain(case.get('outstanding'))} {plain(case.get('currency'))}"
        said.append(f"{plain(case.get('case_id'))} ({plain(case.get('debtor'))}): {plain(case.get('stage')) or 'not in collection'}, {amounts}.")
    notes = data.get("notes")
    said += [plain(note, 600) for note in (notes if isinstance(notes, list) else [])]
    return said + (side_by_side(data) if rows_of(data, "versions") else [])


def versions(data: Mapping[str, object]) -> list[str]:
    """The schedules of the case, one line per installment."""
    return [f"{plain(data['case_id'])} as of {data['as_of']}, {plain(data.get('currency'))}:", *side_by_side(data)]


def side_by_side(data: Mapping[str, object]) -> list[str]:
    """Each version with its rows and sums; amounts as they come."""
    lines: list[list[object]] = []
    for version in rows_of(data, "versions"):
        name = name_of(version)
        lines += [[name, row.get("no"), row.get("due_on"), *(row.get(column) for column in _COLUMNS), row.get("status")] for row in rows_of(version, "rows")]
        totals = version.get("totals")
        if isinstance(totals, Mapping):
            lines.append([name, "", "", *(totals.get(column) for column in _COLUMNS), version.get("status") or ""])
    return table(lines, _HEADER)


def name_of(version: Mapping[str, object]) -> str:
    """How a version is called in a list: the contract, or the plan with its number."""
    return f"{plain(version.get('plan_id'))} v{plain(version.get('version'))}" if version.get("plan_id") else "contract"
