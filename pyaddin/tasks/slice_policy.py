"""Settings and policy sheets of a slice: remembered as they were cut, so that a merge lists what was changed in them. Nothing of it is taken over.

Settings, levels, rates, guidelines, holidays and packs hold for every debtor of the office. A clerk who changed one in the slice has worked a week under
another policy than the office: the supervisor is told, and changes the larger ledger where the office wants it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from pyaddin.ledger.rows import key_of
from pyaddin.ledger.schema import TABLES
from pyaddin.records import dataclass
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.slicing import canonical, facts

_KEPT_BY_PROGRAM = ("as_of", "archived_ids")
"""Settings that the program writes itself: nobody's policy."""
SHEETS = tuple(name for name, table in TABLES.items() if table.kind == "policy")

Policy = dict[str, dict[str, dict[str, str]]]
"""Sheet -> key -> filled cells as text."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell of a policy sheet that differs from what was cut. A row that one side lacks has a blank ``column``, its cells in one text on the other side."""

    sheet: str
    key: str
    column: str
    base: str
    slice: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def policy_of(opened: Opened) -> Policy:
    """The policy that a ledger works under: settings with their defaults, rows of the other sheets as they count. An ambiguous key stands for its last row."""
    found: Policy = {name: {key_of(row): facts(row) for row in opened.typed.tables[name]} for name in SHEETS if name != "Settings"}
    values = {key: canonical(value) for key, value in opened.settings.values.items() if key not in _KEPT_BY_PROGRAM}
    return {"Settings": {key: {"Value": text} if text else {} for key, text in values.items()}, **found}


def policy_changes(base: Mapping[str, Mapping[str, Mapping[str, str]]], clerk: Opened) -> list[Changed]:
    """What differs in the slice from the policy as cut (``base``), in the order of sheets and rows; nothing for a slice of an earlier version, which
    remembers none."""
    changes: list[Changed] = []
    for sheet, rows in policy_of(clerk).items():
        before = base.get(sheet)
        if before is None:
            continue
        for key in dict.fromkeys((*before, *rows)):
            changes += _row_changes(sheet, key, before.get(key), rows.get(key))
    return changes


def _row_changes(sheet: str, key: str, before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> list[Changed]:
    if before is None or after is None:
        return [Changed(sheet, key, "", _one_text(before), _one_text(after))]
    return [
        Changed(sheet, key, column, before.get(column, ""), after.get(column, ""))
        for column in dict.fromkeys((*before, *after))
        if before.get(column, "") != after.get(column, "")
    ]


def _one_text(cells: Mapping[str, str] | None) -> str:
    return "; ".join(f"{column}: {text}" for column, text in cells.items()) if cells is not None else ""
