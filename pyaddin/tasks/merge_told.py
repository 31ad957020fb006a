"""What a merge says: counts, conflicts with the list for the supervisor, what was deleted, refused or numbered anew, and changed policy."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.tasks.merge_refused import Refused
from pyaddin.tasks.merging import Plan
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.slice_policy import Changed

_HEADERS = ("sheet", "key", "column", "base", "origin", "slice", "debtor", "decided")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def told(
    path: Path, slice_id: str, plan: Plan, *, refused: Sequence[Refused], policy: Sequence[Changed], totals: dict[str, object], messages: int, take: str,
    language: str,
) -> Outcome:  # fmt: skip
    """The answer. Exit code 1 where something waits for a person: a conflict, a refused or deleted row, changed policy, totals that do not tie."""
    conflicts = [*(conflict.as_json("") for conflict in plan.conflicts), *(conflict.as_json(take) for conflict in plan.decided)]
    file = _conflict_list(path, slice_id, conflicts) if conflicts else None
    data: dict[str, object] = {
        "slice": slice_id,
        "language": language,
        "added": sum(1 for edit in plan.edits if isinstance(edit, AddRow)),
        "changed": sum(1 for edit in plan.edits if isinstance(edit, SetCell)),
        "messages": messages,
        "conflicts": conflicts,
        "conflict_list": str(file) if file else None,
        "deleted": [{"sheet": name, "key": key} for name, key in plan.deleted],
        "renumbered": [{"sheet": name, "slice": old, "origin": new} for name, ids in plan.renumbered.items() for old, new in ids.items()],
        "refused": [row.as_json() for row in refused],
        "policy": [change.as_json() for change in policy],
        "totals": totals,
    }
    return Outcome("merge", data, 1 if plan.conflicts or refused or plan.deleted or policy or not totals["tied"] else 0)


def _conflict_list(path: Path, slice_id: str, conflicts: Sequence[dict[str, object]]) -> Path | None:
    """The list for the supervisor, beside the slice; none where the folder takes no file. A text never becomes a formula there."""
    file = path.with_name(f"{path.stem}.conflicts-{slice_id}.csv")
    text = io.StringIO()
    rows = csv.DictWriter(text, _HEADERS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows({name: _plain(str(value)) for name, value in conflict.items()} for conflict in conflicts)
    with suppress(OSError):
        file.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        return file
    return None


def _plain(text: str) -> str:
    return f"'{text}" if text[:1] in _FORMULA else text
