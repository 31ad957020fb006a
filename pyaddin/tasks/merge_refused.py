"""What the origin's own checks refuse of a slice that comes back: left out of the merge and told, the rest goes on."""

from __future__ import annotations

from pyaddin.errors import Fault
from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.ledger.proposal import propose
from pyaddin.records import dataclass
from pyaddin.tasks.merging import Plan
from pyaddin.tasks.opening import Opened


@dataclass(frozen=True, slots=True)
class Refused:
    """A new row or a changed cell that cannot stand in the origin, under the key that it would have there, and the finding against it."""

    sheet: str
    key: str
    fault: Fault

    def as_json(self) -> dict[str, object]:
        return {"key": self.key} | self.fault.as_json()


def drop_refused(opened: Opened, plan: Plan) -> list[Refused]:
    """Takes out of the plan what the checks refuse, round after round, because a row may only hang on one that was taken.

    The memory of the slice does not know what was taken out, so that the next merge tries it again.
    """
    out: list[Refused] = []
    while plan.edits:
        proposal = propose(opened.typed, plan.edits, office_zone=opened.zone)
        accepted = {(row.table, row.row) for rows in proposal.typed.tables.values() for row in rows}
        faults = {(fault.sheet, fault.row): fault for fault in proposal.faults}
        kept: list[AddRow | SetCell] = []
        for edit, at in zip(plan.edits, proposal.places, strict=True):
            if at in accepted:
                kept.append(edit)
            else:
                out.append(Refused(edit.table, edit.key, faults.get(at) or Fault("E-GROUP", edit.table)))
                _forget(plan, edit)
        if len(kept) == len(plan.edits):
            break
        plan.edits = kept
    return out


def _forget(plan: Plan, edit: AddRow | SetCell) -> None:
    """The plan as if this row or cell had not come back."""
    if isinstance(edit, AddRow):
        plan.rows[edit.table].pop(plan.added.pop((edit.table, edit.key)), None)
        return
    for there, cells in plan.rows[edit.table].values():
        if there == edit.key:
            cells.pop(edit.column, None)
