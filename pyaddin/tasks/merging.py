"""The three-way comparison of a slice with its origin: as cut, as the origin has it now, as it comes back. Pure; nothing is written.

A cell that only the slice changed is taken; one that only the origin changed stays; one that both changed to different values is a conflict, and the origin's
stays until a person decides. New rows are added; an id that the origin gave to another row meanwhile is given anew, in every reference and message key.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import field
from typing import Any

from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.drafts import own_id, row_key
from pyaddin.ledger.rows import TypedRow, key_of
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.slicing import CHAIN, MERGED, canonical, changed, computed, is_mark, stored

_NAMES = {
    "Debtor ID": "Debtors", "Case ID": "Cases", "Suggested case": "Cases", "Plan ID": "Plans", "Payment ID": "Payments", "Promise ID": "Promises",
    "Adjustment ID": "Adjustments", "Contact ID": "Contacts", "Hold ID": "Holds", "Bank line ID": "Bank", "Bank line": "Bank", "Run ID": "Runs",
}  # fmt: skip
"""Which sheet's id a column holds; the same name means the same in every sheet."""
_WHOSE = {"Case ID", "Debtor ID"}
"""Columns that say whose a row is; the sheets they name have their numbers before any other."""
_SUBJECTS = {
    "thanks": "Payments", "promise": "Promises", "broken": "Plans", "agreement": "Plans", "missed": "Plans", "notice": "Plans", "checkin": "Plans",
}  # fmt: skip
"""Whose id the subject of a message key begins with (the outbox key ``case|episode|kind|subject``)."""

Ids = dict[str, dict[str, str]]
"""Sheet -> id in the slice -> id in the origin, for ids that were given anew."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that both sides changed, or a row that only one side still has."""

    sheet: str
    key: str
    column: str
    base: str
    origin: str
    slice: str
    debtor: str

    def as_json(self, decided: str) -> dict[str, object]:
        return {
            "sheet": self.sheet, "key": self.key, "column": self.column, "base": self.base, "origin": self.origin, "slice": self.slice,
            "debtor": self.debtor, "decided": decided,
        }  # fmt: skip


@dataclass(slots=True)
class Plan:
    """What a merge would do. ``rows`` becomes the memory of the slice when it is done; ``added`` maps the place of a new row to its key in the slice."""

    edits: list[AddRow | SetCell] = field(default_factory=list)
    added: dict[tuple[str, str], str] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    decided: list[Conflict] = field(default_factory=list)
    deleted: list[tuple[str, str]] = field(default_factory=list)
    renumbered: Ids = field(default_factory=dict)
    rows: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    taken: int = 0


def mapped_key(key: str, ids: Ids) -> str:
    """A message key, or that of a plan's correction (``case|plan/version|correction``), with the ids that the origin knows."""
    case, *rest = key.split("|")
    if len(rest) == 2 and rest[1] == "correction":
        plan, slash, version = rest[0].rpartition("/")
        rest[0] = f"{ids.get('Plans', {}).get(plan, plan)}{slash}{version}"
    elif len(rest) >= 2 and (sheet := _SUBJECTS.get(rest[1])):
        rest[2:] = ["/".join(ids.get(sheet, {}).get(part.strip(), part) for part in subject.split("/")) for subject in rest[2:]]
    return "|".join((ids.get("Cases", {}).get(case, case), *rest))


def mapped(row: TypedRow, ids: Ids) -> dict[str, object]:
    """A row of the slice with the ids that the origin knows."""
    values = dict(row.values)
    for name, value in row.values.items():
        if not isinstance(value, str):
            continue
        if name in _NAMES:
            values[name] = ids.get(_NAMES[name], {}).get(value, value)
        elif name == "Applies to":
            values[name] = ids.get("Cases" if row.values["Scope"] == "case" else "Debtors", {}).get(value, value)
        elif name == "Key":
            values[name] = mapped_key(value, ids)
        elif name == "Entered before":
            values[name] = ", ".join(ids.get("Payments", {}).get(part.strip(), part.strip()) for part in value.split(","))
    return values


class Merging:
    """One comparison. ``take``: conflict -> ``slice``, ``origin`` or blank for one that is still to be decided. ``taken``: sheet and ids -> those of them that
    stand in the part of the origin that was not read."""

    def __init__(
        self, opened: Opened, clerk: Opened, memory: Mapping[str, Any], take: Callable[[Conflict], str], taken: Callable[[str, Collection[str]], set[str]]
    ) -> None:
        self._opened, self._take, self._memory, self._taken = opened, take, memory, taken
        self._base: Mapping[str, Mapping[str, Sequence[Any]]] = memory["rows"]
        self._intended: Mapping[str, Mapping[str, str]] = memory["intended"]
        self._slice = {name: {key_of(row): row for row in clerk.typed.tables[name] if not is_mark(row)} for name in MERGED}
        self._origin = {name: {key_of(row): row for row in opened.typed.tables[name]} for name in MERGED}
        self._raw = {name: dict(opened.raw.tables[name].rows) for name in MERGED}
        self._debtor_of = {str(row.values["Case ID"]): str(row.values["Debtor ID"]) for side in (opened, clerk) for row in side.typed.tables["Cases"]}
        self.plan = Plan(rows={name: {} for name in MERGED})

    def compared(self) -> Plan:
        """The plan, sheet by sheet: parents first, so that what hangs on a renumbered row finds its new id."""
        self._give_numbers()
        for name in MERGED:
            base = self._base.get(name, {})
            for key, row in self._slice[name].items():
                if key in base:
                    self._known(name, key, row, base[key])
                else:
                    self._new(name, key, row)
            for key in base:
                if key not in self._slice[name]:
                    self.plan.rows[name][key] = list(base[key])
                    self.plan.deleted.append((name, key))
        return self.plan

    def _give_numbers(self) -> None:
        """Ids of new rows that the origin has given to others; what an interrupted merge was about to add keeps what it got then."""
        numbers = Numbers(self._opened.typed)
        for name in MERGED:
            id_column = own_id(EVERY_TABLE[name]) or ("Run ID" if name == "Runs" else "")
            if not id_column:
                continue
            ids = self.plan.renumbered.setdefault(name, {})
            for key, (there, _) in self._base.get(name, {}).items():
                if there != key:
                    ids[key] = there
            fresh = [key for key in self._slice[name] if key not in self._base.get(name, {})]
            meant = self._intended.get(name, {})
            used = {*self._origin[name], *self._taken(name, [*fresh, *meant.values()])}
            for key in fresh:
                intended = meant.get(key)
                if intended is not None and (intended not in used or self._same_row(name, key, intended)):
                    there = intended
                elif key not in used:
                    there = key
                else:
                    there = numbers.take(name) if name != "Runs" else f"{key}-{self._memory['slice']}"
                    while there in used or there in self._slice[name]:
                        there = numbers.take(name) if name != "Runs" else f"{there}-2"
                used.add(there)
                if there != key:
                    ids[key] = there

    def _same_row(self, name: str, key: str, there: str) -> bool:
        """Whether the row of the origin is the one that an interrupted merge has written: whose it is and its facts are those of the slice's row."""
        theirs = self._origin[name].get(there)
        if theirs is None:
            return False
        mine = mapped(self._slice[name][key], self.plan.renumbered)
        apart = {*_NAMES} - _WHOSE | {EVERY_TABLE[name].key[0]}
        typed = [column.name for column in EVERY_TABLE[name].columns if not column.computed and column.name not in apart]
        return all(canonical(mine[column]) == canonical(theirs.values[column]) for column in typed)

    def _debtor(self, row: TypedRow) -> str:
        if row.table == "Holds":
            target = str(row.values["Applies to"])
            return self._debtor_of.get(target, target)
        return str(row.values.get("Debtor ID") or self._debtor_of.get(str(row.values.get("Case ID")), ""))

    def _known(self, name: str, key: str, row: TypedRow, known: Sequence[Any]) -> None:
        """A row that was cut: cell by cell."""
        there, base = str(known[0]), dict(known[1])
        origin, values = self._origin[name].get(there), mapped(row, self.plan.renumbered)
        kept: dict[str, str] = {}
        wanted: dict[str, Value] = {}
        for column in row.values:
            if column == CHAIN:
                continue
            before, after = base.get(column, ""), canonical(values[column])
            now = canonical(origin.values[column]) if origin is not None else before
            result = after
            if after == before or (origin is not None and after == now):
                pass
            elif origin is not None and (now == before or computed(name, column)):
                wanted[column] = stored(values[column])
            elif origin is None and computed(name, column):
                result = before
            else:
                result = self._conflict(Conflict(name, there, column, before, now if origin else "(row deleted)", after, self._debtor(row)), wanted, values)
            if result:
                kept[column] = result
        self.plan.rows[name][key] = [there, kept]
        if wanted and origin is not None:
            edits = list(changed(self._raw[name], origin, wanted, f"merged from {self._memory['slice']}"))
            self.plan.edits += edits
            self.plan.taken += len(edits)

    def _conflict(self, conflict: Conflict, wanted: dict[str, Value], values: Mapping[str, object]) -> str:
        """Told, or decided; what the memory keeps of the cell: an undecided one is told again by the next merge."""
        decision = self._take(conflict)
        if not decision or (decision == "slice" and conflict.origin == "(row deleted)"):
            self.plan.conflicts.append(conflict)
            return conflict.base
        self.plan.decided.append(conflict)
        if decision == "slice":
            wanted[conflict.column] = stored(values[conflict.column])
        return conflict.slice

    def _new(self, name: str, key: str, row: TypedRow) -> None:
        """A row that the clerk or a run in the slice has added."""
        values = mapped(row, self.plan.renumbered)
        if values.get(CHAIN):
            values[CHAIN] = f"{self._memory['slice']} {values[CHAIN]}"
        there = row_key(EVERY_TABLE[name], values)
        origin = self._origin[name].get(there)
        cells = {column: text for column, value in values.items() if (text := canonical(value))}
        if origin is None:
            filled = {column: cell for column, value in values.items() if (cell := stored(value)) is not None}
            self.plan.edits.append(AddRow(name, there, filled, f"merged from {self._memory['slice']}"))
            self.plan.added[(name, there)] = key
        else:
            wanted: dict[str, Value] = {}
            for column in row.values:
                now, after = canonical(origin.values[column]), canonical(values[column])
                if now != after and not computed(name, column):
                    result = self._conflict(Conflict(name, there, column, "", now, after, self._debtor(row)), wanted, values)
                    cells.pop(column, None) if not result else cells.update({column: result})
            self.plan.edits += changed(self._raw[name], origin, wanted, f"merged from {self._memory['slice']}")
        self.plan.rows[name][key] = [there, cells]
