"""What an import does to the ledger: rows added, cells changed, groups refused; each group whole or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import date, tzinfo
from decimal import Decimal
from pathlib import PurePath

from pyaddin.errors import Fault
from pyaddin.ledger.book import AddRow, SetCell, Value
from pyaddin.ledger.cells import shortened
from pyaddin.ledger.drafts import own_id, row_key
from pyaddin.ledger.imports.identity import People
from pyaddin.ledger.imports.merge import Known, Wish, unit_of, wishes
from pyaddin.ledger.imports.records import Bundle, Values
from pyaddin.ledger.proposal import Entry, Proposal, propose, stored
from pyaddin.ledger.rows import TypedLedger, TypedRow, key_of
from pyaddin.ledger.schema import TABLES
from pyaddin.records import dataclass

ORDER = ("Debtors", "Cases", "Installments", "Payments")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row of the list that is not taken, or a row of the ledger that it would have made."""

    table: str
    key: str
    fault: Fault


@dataclass(slots=True)
class Upsert:
    """The outcome: edits in the order of the sheets, the wishes that are met, and everything refused. ``proposal`` is the ledger as it will be."""

    edits: list[Entry]
    met: list[Wish]
    refused: list[Refusal]
    proposal: Proposal
    unchanged: dict[str, int] = field(default_factory=dict)


class Work:
    """Refuses and checks until what is left stands as a whole."""

    def __init__(self, typed: TypedLedger, bundles: Sequence[Bundle], people: People, zone: tzinfo, why: str) -> None:
        self.typed, self.bundles, self.people, self.zone, self.why = typed, bundles, people, zone, why
        self.known = Known(typed)
        self.dead: dict[str, Fault] = {}
        self.splits: dict[tuple[str, int], Sequence[Values]] = {}
        self.several: list[Bundle] = []
        self.raw = {name: dict(typed.raw.tables[name].rows) for name in ORDER}

    def run(self) -> Upsert:
        """The edits of every group that stands, and the refusals of all others. ``several`` then holds the payments that wait for a split."""
        while True:
            self._bury()
            met, self.several = wishes([bundle for bundle in self.bundles if self._lives(bundle)], self.known, self.people, self.splits)
            if self._bury():
                continue
            pairs = [(edit, wish) for wish in met for edit in self._edits(wish)]
            proposal = propose(self.typed, [edit for edit, _ in pairs], office_zone=self.zone)
            if not proposal.faults or not self._refuse(proposal, pairs):
                break
        rows = {(name, row.row): row for name in ORDER for row in proposal.typed.tables[name]}
        edits = [_with_id(edit, rows[place]) for (edit, _), place in zip(pairs, proposal.places, strict=True)]
        changed = {id(wish) for _, wish in pairs}
        unchanged = {name: sum(1 for wish in met if wish.table == name and id(wish) not in changed) for name in ORDER}
        return Upsert(edits, met, self._refusals(), proposal, unchanged)

    def _lives(self, bundle: Bundle) -> bool:
        return not bundle.faults and unit_of(bundle, self.people) not in self.dead and f"debtor {bundle.debtor_id}" not in self.dead

    def _bury(self) -> bool:
        """Refuses the groups of rows that have faults of their own; a row that only repeats another takes nobody with it. True when there were new ones."""
        before = len(self.dead)
        for bundle in self.bundles:
            for fault in bundle.faults:
                if fault.code != "E-DUPLICATE":
                    self.dead.setdefault(unit_of(bundle, self.people), fault)
        return len(self.dead) > before

    def _edits(self, wish: Wish) -> list[Entry]:
        values: dict[str, Value] = {}
        for column, value in wish.values.items():
            if isinstance(value, str | int | Decimal | date | tuple):
                values[column] = stored(value)
        if wish.found is None:
            return [AddRow(wish.table, row_key(TABLES[wish.table], values), values, self.why)]
        row, key = wish.found, key_of(wish.found)
        cells = self.raw[wish.table].get(row.row, {})
        return [
            SetCell(wish.table, row.row, key, column, cells.get(column), value, self.why)
            for column, value in values.items()
            if row.values[column] != wish.values[column] and column not in TABLES[wish.table].key and not _only_filled(wish, column)
        ]

    def _refuse(self, proposal: Proposal, pairs: Sequence[tuple[Entry, Wish]]) -> bool:
        """Refuses the groups of the edits at which the faults stand; all of them where a fault stands at no edit. False when nobody is left to refuse."""
        touched: dict[tuple[str, int], list[Wish]] = defaultdict(list)
        for (_, wish), place in zip(pairs, proposal.places, strict=True):
            touched[place].append(wish)
        before = len(self.dead)
        for fault in proposal.faults:
            found = touched.get((fault.sheet, fault.row or 0))
            for wish in found if found is not None else [wish for _, wish in pairs if _concerns(fault, wish)] or [wish for _, wish in pairs]:
                self.dead.setdefault(wish.unit, _at_list(fault, wish) if found is not None else fault)
        return len(self.dead) > before

    def _refusals(self) -> list[Refusal]:
        """Every row of the list that is not taken, with its own reason or the one of its group."""
        found: list[Refusal] = []
        for bundle in self.bundles:
            reason = self.dead.get(unit_of(bundle, self.people)) or self.dead.get(f"debtor {bundle.debtor_id}")
            table = next((name for name in reversed(ORDER) if name in bundle.tables), "")
            key = bundle.case_id or bundle.debtor_id
            if bundle.faults:
                found += [Refusal(table, key, fault) for fault in dict.fromkeys(bundle.faults)]
            elif reason is not None:
                here = (reason.sheet, reason.row) == (bundle.sheet, bundle.row)
                found.append(Refusal(table, key, reason if here else _follows(bundle, reason)))
        return found

    def taken(self, bundle: Bundle) -> bool:
        """Whether everything that this row says is in the ledger after the import."""
        return self._lives(bundle) and bundle not in self.several


def _with_id(edit: Entry, row: TypedRow) -> Entry:
    """A row without an id of its own gets the one that the next free number gave it."""
    column = own_id(TABLES[edit.table])
    if not isinstance(edit, AddRow) or not column or edit.values.get(column):
        return edit
    return replace(edit, key=str(row.values[column]), values={**edit.values, column: str(row.values[column])})


def _only_filled(wish: Wish, column: str) -> bool:
    """A value that no row of the list says, but a --set or a title: it fills a blank and overwrites nothing."""
    name = f"{wish.table}.{column}"
    return wish.found is not None and wish.found.values[column] is not None and all(name in bundle.fixed for bundle in wish.bundles)


def _concerns(fault: Fault, wish: Wish) -> bool:
    return bool(fault.owner) and fault.owner in (wish.values.get("Case ID"), wish.values.get("Debtor ID"))


def _at_list(fault: Fault, wish: Wish) -> Fault:
    """The ledger's finding told at the row of the list that brings it."""
    field_name = f"{fault.sheet}.{fault.column}"
    bundle = next((bundle for bundle in wish.bundles if field_name in bundle.columns), wish.bundles[0])
    if fault.code == "E-REQUIRED" and field_name not in bundle.columns:
        fault = replace(fault, advice=f'The list has no column for it. Say it for all rows: --set "{fault.column}=...", or add the column to the list.')
    return replace(fault, sheet=bundle.sheet, row=bundle.row, column=bundle.columns.get(field_name, fault.column))


def _follows(bundle: Bundle, reason: Fault) -> Fault:
    words = f"{reason.column}: {reason.found or 'blank'} [{reason.code}]"
    where = f"row {reason.row} of {reason.sheet}" if reason.row else reason.sheet
    advice = f"A debtor, a case and its installments are taken together or not at all: correct {where} ({words})."
    return Fault("E-GROUP", bundle.sheet, bundle.row, "", shortened(bundle.case_id or bundle.debtor_id), advice, bundle.case_id or bundle.debtor_id)


def missing_rows(typed: TypedLedger, wishes: Iterable[Wish], bundles: Iterable[Bundle], tables: Iterable[str]) -> list[tuple[str, str]]:
    """Rows of the ledger that a full list does not name: table and key. They stay as they are."""
    named = {(wish.table, key_of(wish.found)) for wish in wishes if wish.found is not None}
    named |= {("Debtors", bundle.debtor_id) for bundle in bundles} | {("Cases", bundle.case_id) for bundle in bundles}
    return [(name, key_of(row)) for name in ORDER if name in set(tables) for row in typed.tables[name] if (name, key_of(row)) not in named]


def list_name(path: str) -> str:
    """How a list is named in a Why."""
    return f"Import of {PurePath(path).name}"
