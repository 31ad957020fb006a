"""What an import tells: rows added, cells changed with their old values, rows refused, columns and how they were read, and where the money went."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyaddin.errors import Fault
from pyaddin.ledger.book import AddRow, SetCell
from pyaddin.ledger.cells import folded
from pyaddin.ledger.imports.grid import Source
from pyaddin.ledger.imports.merge import looks_doubled
from pyaddin.ledger.imports.records import Records
from pyaddin.ledger.imports.sums import column_sums, figure, total_faults
from pyaddin.ledger.imports.understood import Understood
from pyaddin.ledger.imports.upsert import ORDER, Upsert, Work, missing_rows
from pyaddin.ledger.proposal import Place
from pyaddin.ledger.rows import TypedRow
from pyaddin.records import dataclass
from pyaddin.rules.mailboxes import usable
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.shown import shown, shown_row

_MUST_LOOK = ("W-TOTAL",)
_NEEDED_TO_SEND = {"Country": "Country=CN", "Time zone": "Time zone=Asia/Shanghai"}


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that an import knows when it is done."""

    path: Path
    source: Source
    understood: Understood
    records: Sequence[Records]
    work: Work
    upsert: Upsert
    notes: Sequence[str]
    full: bool
    preview: bool
    mapping: Path | None
    backup: Path | None


def answer(opened: Opened, told: Told) -> Outcome:
    """The answer of the task."""
    refused = _refused(told)
    faults = _faults(told)
    added, changed = _rows(opened, told)
    missing = missing_rows(opened.typed, told.upsert.met, told.work.bundles, _tables(told)) if told.full else []
    data: dict[str, object] = {
        "path": str(told.path),
        "from": told.source.name,
        "preview": told.preview,
        "form": told.source.form,
        "encoding": told.source.encoding or None,
        "added": added,
        "changed": changed,
        "unchanged": told.upsert.unchanged,
        "refused": refused,
        "missing": [{"table": table, "key": key} for table, key in missing],
        "faults": [fault.as_json() for fault in faults],
        "notes": list(told.notes),
        "columns": _columns(told.understood),
        "sums": [
            {"sheet": s.sheet, "column": s.column, "field": s.field, "listed": figure(s.listed), "taken": figure(s.taken), "refused": figure(s.refused)}
            for found in told.records for s in column_sums(found, told.work.taken)
        ],
        "mapping": str(told.mapping) if told.mapping else None,
        "backup": str(told.backup) if told.backup else None,
    }  # fmt: skip
    return Outcome("import", data, 1 if refused or any(fault.refuses or fault.code in _MUST_LOOK for fault in faults) else 0)


def lacking_notes(upsert: Upsert) -> list[str]:
    """What the debtors of the list still lack before anything may be sent to them, with the option that says it for all rows."""
    named = {str(wish.values["Debtor ID"]) for wish in upsert.met if wish.table == "Debtors"}
    rows = [row for row in upsert.proposal.typed.tables["Debtors"] if str(row.values["Debtor ID"]) in named]
    found = []
    for column, example in _NEEDED_TO_SEND.items():
        blank = sum(1 for row in rows if row.values[column] is None)
        if blank:
            found.append(f'Debtors of the list without a {column}: {blank}; nothing is sent to them until it is filled. For all at once: --set "{example}".')
    return found


def _tables(told: Told) -> set[str]:
    return {table for found in told.records for table in found.layout.tables}


def _refused(told: Told) -> list[dict[str, object]]:
    return [{"table": refusal.table, "key": refusal.key, **refusal.fault.as_json()} for refusal in told.upsert.refused]


def _faults(told: Told) -> list[Fault]:
    """Findings in the order in which a clerk works them off: columns, rows, totals. Rows refused for a missing column are told once."""
    found = list(told.understood.faults)
    for records in told.records:
        name = records.layout.grid.name
        for use in records.layout.uses:
            if records.orders.get(use.index):
                found.append(Fault("W-DAY-ORDER", name, records.layout.header_rows[-1], use.header, records.orders[use.index]))
        found += [Fault("W-SKIPPED", name, row, "", word) for row, word in records.skipped]
    seen: set[tuple[str, str, str]] = set()
    for refusal in told.upsert.refused:
        fault = refusal.fault
        once = (fault.code, fault.sheet, fault.column)
        if fault.code == "E-GROUP" or fault.code == "E-COLUMN" and once in seen:
            continue
        seen.add(once)
        found.append(fault)
    found += _emails(told)
    found += _payments(told)
    for records in told.records:
        found += total_faults(records, told.work.taken)
    return found


def _emails(told: Told) -> list[Fault]:
    """Emails of the list to which nothing can be sent; the debtor is taken all the same."""
    return [
        Fault("W-EMAIL", bundle.sheet, bundle.row, bundle.columns.get("Debtors.Email", ""), email, "")
        for wish in told.upsert.met
        if wish.table == "Debtors" and (email := str(wish.values.get("Email") or "")) and not usable(email)
        for bundle in wish.bundles[:1]
    ]


def _payments(told: Told) -> list[Fault]:
    """New payments that may be in the ledger already, and those that another person than the debtor made."""
    typed = told.upsert.proposal.typed
    names = {row.values["Debtor ID"]: str(row.values["Name"] or "") for row in typed.tables["Debtors"]}
    owner = {row.values["Case ID"]: names.get(row.values["Debtor ID"], "") for row in typed.tables["Cases"]}
    found: list[Fault] = []
    for wish in told.upsert.met:
        if wish.table != "Payments" or wish.found is not None:
            continue
        bundle, case_id = wish.bundles[0], str(wish.values["Case ID"])
        payer = str(bundle.debtor.get("Name") or "")
        if looks_doubled(wish, told.work.known):
            found.append(Fault("W-TWICE", bundle.sheet, bundle.row, "", f"{case_id} {wish.values['Value date']} {wish.values['Amount']}"))
        if payer and owner.get(case_id) and folded(payer) != folded(owner[case_id]):
            advice = f"Case {case_id} is owed by {owner[case_id]}. Somebody may pay for the debtor; or is the case another one?"
            found.append(Fault("W-PAYER", bundle.sheet, bundle.row, bundle.columns.get("Debtors.Name", ""), payer, advice))
    return found


def _columns(understood: Understood) -> list[dict[str, object]]:
    """Every column of the list and what became of it."""
    return [
        {
            "sheet": plan.layout.grid.name, "column": use.letter, "header": use.header, "field": use.field or None, "how": use.how,
            "group": use.group, "candidates": list(use.candidates) if use.how == "ambiguous" else [],
        }
        for plan in understood.sheets for use in plan.layout.uses
    ]  # fmt: skip


def _rows(opened: Opened, told: Told) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Added rows with their values, changed cells with the old value beside the new one."""
    typed = told.upsert.proposal.typed
    rows: dict[Place, TypedRow] = {(name, row.row): row for name in ORDER for row in typed.tables[name]}
    before: dict[Place, TypedRow] = {(name, row.row): row for name in ORDER for row in opened.typed.tables[name]}
    currency = {str(row.values["Case ID"]): str(row.values["Currency"]) for row in typed.tables["Cases"]}
    added: list[dict[str, object]] = []
    changed: list[dict[str, object]] = []
    for edit, place in zip(told.upsert.edits, told.upsert.proposal.places, strict=True):
        row = rows[place]
        money = currency.get(str(row.values.get("Case ID")), "")
        if isinstance(edit, AddRow):
            added.append({"table": edit.table, "key": edit.key, "values": shown_row(edit.table, row.values, money)})
        elif isinstance(edit, SetCell):
            old, new = before[place].values[edit.column], row.values[edit.column]
            words = {"old": shown(edit.table, edit.column, old, money), "new": shown(edit.table, edit.column, new, money)}
            changed.append({"table": edit.table, "key": edit.key, "row": edit.row, "column": edit.column, **words})
    return added, changed
