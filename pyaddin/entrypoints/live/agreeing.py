"""Buttons of the agreement: a plan from an offer or from terms, its signatures, and the versions of a case side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyaddin.entrypoints.live import entering, result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.entrypoints.live.documents import code_of
from pyaddin.labels import label
from pyaddin.ledger.book import Cell
from pyaddin.tasks.versions import COLUMNS

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

_WIDTHS = (24, 6, 14, 14, 14, 14, 14, 18)
_TO_SIGN = ("proposed", "signed", "")


def agree(desk: Desk) -> None:
    """A new version for the selected case by the Form; afterwards its schedules stand side by side on the sheet Result. Raises ``NoSelection``."""
    outcome = entering.filled_in(desk)
    if outcome is not None:
        _told(desk, outcome)


def signature(desk: Desk) -> None:
    """Signatures, approval or withdrawal of the selected plan, or of the selected case's newest one that waits. Raises ``NoSelection``."""
    if entering.stands(desk):
        outcome = entering.filled_in(desk)
        if outcome is not None:
            _told(desk, outcome)
        return
    case_id = desk.chosen().only(desk.language)
    plan = _waiting(desk, case_id)
    if not plan:
        desk.tell(desk.word("no-proposal", case=case_id))
        return
    entering.open_form(desk, {"plan": plan}, entering.about(desk, {"case": case_id}))


def versions(desk: Desk) -> None:
    """The schedules of the selected case: original, revised, paid, difference per installment. Raises ``NoSelection``."""
    case_id = desk.chosen().only(desk.language)
    _show(desk, desk.call("versions", {"case": case_id}).data, case_id, "")


def _waiting(desk: Desk, case_id: str) -> str:
    """The plan that the selection names, or the newest one of the case that is proposed; blank when there is none."""
    selected = desk.selected()
    mine = [(number, cells) for number, cells in desk.raw.tables["Plans"].rows if cells.get("Case ID") == case_id]
    chosen = [cells for number, cells in mine if selected.sheet == "Plans" and number in selected.rows and code_of(cells.get("Status")) in _TO_SIGN]
    proposed = [cells for _, cells in mine if code_of(cells.get("Status")) in ("proposed", "")]
    found = chosen[-1:] or sorted(proposed, key=lambda cells: _number(cells.get("Version")))[-1:]
    return str(found[0].get("Plan ID") or "") if found else ""


def _number(cell: Cell) -> float:
    return cell if isinstance(cell, float) else 0.0


def _told(desk: Desk, outcome: Outcome) -> None:
    """What was entered in one message, and the versions on the sheet Result."""
    recalled = desk.recall()
    if not outcome.data.get("kept"):
        cases = outcome.data.get("cases")
        case_id = str(cases[0]["case_id"]) if isinstance(cases, list) and cases else ""
        _show(desk, outcome.data, case_id, _plan(desk, outcome.data))
    entering.told(desk, outcome, recalled)


def _plan(desk: Desk, data: Mapping[str, object]) -> str:
    plan = data.get("plan")
    if not isinstance(plan, Mapping):
        return ""
    facts = {name: plan[name] for name in ("plan_id", "version", "total", "currency", "count", "waived", "first_due", "ends_on")}
    return desk.word("plan-line", **facts, n=plan["count"], status=label("PlanStatus", str(plan["status"]), desk.language))


def _show(desk: Desk, data: Mapping[str, object], case_id: str, summary: str) -> None:
    lines = []
    found = data.get("versions")
    for version in found if isinstance(found, list) else []:
        name = f"{version['plan_id']} v{version['version']}" if version["plan_id"] else desk.word("v-contract")
        for row in version["rows"]:
            status = label("InstallmentStatus", row["status"], desk.language)
            lines.append(result.Line((name, str(row["no"]), row["due_on"], *(row[column] for column in COLUMNS), status)))
        state = label("PlanStatus", version["status"], desk.language) if version["status"] else ""
        lines.append(result.Line((name, "", desk.word("v-sum"), *(version["totals"][column] for column in COLUMNS), state)))
    headers = tuple(desk.word(f"v-{name}") for name in ("version", "no", "due", *COLUMNS, "status"))
    result.show(desk.screen, result.Page(desk.titled(case_id), summary, headers, lines, _WIDTHS))
