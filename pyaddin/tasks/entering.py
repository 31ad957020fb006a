"""What a clerk enters at a button: judged by the ledger's own checks, written in one step with the figures that follow from it.

The row is entered in memory first and the whole ledger is checked again with it; a row that the sheet would refuse is refused here, with
the same fault and the field named, and nothing is written. An accepted row is written together with the recomputed case.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import AddRow, Book, Edit, SetCell, Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.edits import row_by_row
from pyaddin.ledger.limits import require_room_of
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.ledger.proposal import Place, Proposal, propose
from pyaddin.ledger.rows import TypedRow, key_of
from pyaddin.ledger.snapshot import case_files
from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile
from pyaddin.rules.decide import Decision
from pyaddin.rules.money import cent, money_text
from pyaddin.rules.reason import phrase
from pyaddin.tasks import pending
from pyaddin.tasks.archived import unknown_case
from pyaddin.tasks.corrections import approval_notes, correction_notes
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.noticing import with_noticed
from pyaddin.tasks.opening import Opened, opened_from
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recompute import recompute
from pyaddin.tasks.recorded import write


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be entered: the typed cells, the cases whose figures follow from them, and what the clerk should know.

    ``instead`` are the rows to keep for later when the ledger cannot be written and ``edits`` change rows that are there. ``waits`` False: nothing is
    kept for later; a list can be read again.
    """

    edits: tuple[Typed, ...]
    cases: frozenset[str]
    notes: tuple[str, ...] = ()
    instead: tuple[AddRow, ...] = ()
    waits: bool = True


def open_for_entry(path: Path, *, as_of: date | None, now: Callable[[], datetime], book: Book | None) -> Opened:
    """The ledger for an entry. ``as_of`` None = today, or the day of the last run where that is later: figures never go back in time.

    Raises ``Stop`` X-BACKDATED for a date before the last run, and what reading raises.
    """
    held, told = book or ClosedBook(path), list[str]()
    pending.enter_kept(held, now=now, told=told)
    raw = held.read()
    opened = opened_from(held, raw, as_of=as_of, now=now)
    last = opened.last_run
    if last is None or last <= opened.as_of:
        return with_noticed(replace(opened, told=tuple(told)), by="", at=now(), task="entry")
    if as_of is not None:
        raise Stop("X-BACKDATED", f"{as_of} is before the run of {last}", sheet="Runs", column="As of")
    return with_noticed(replace(opened_from(held, raw, as_of=last, now=now), told=tuple(told)), by="", at=now(), task="entry")


def case_of(opened: Opened, case_id: str) -> CaseFile:
    """The file of the case that an entry names. Raises ``Stop`` X-CASE for one that is not there or whose own row was refused."""
    file = opened.by_case.get(case_id)
    if file is not None:
        return file
    row = next((row for row in opened.typed.refused if row.table == "Cases" and row.owner_case == case_id), None)
    if row is None:
        raise unknown_case(opened.book.path, opened.raw.ledger_id, case_id, opened.policy.language)
    raise Stop(
        "X-CASE", f"{case_id}: its row was refused ({row.fault_code})", sheet="Cases", row=row.row, column="Case ID",
        advice="Correct the case's own row first; Check says what is wrong with it.",
    )  # fmt: skip


def row_of(opened: Opened, table: str, column: str, key: str) -> TypedRow:
    """The accepted row with this id. Raises ``Stop`` E-ORPHAN naming the column when there is none."""
    row = next((row for row in opened.typed.tables[table] if row.values[column] == key), None)
    if row is None:
        raise Stop("E-ORPHAN", key, sheet=table, column=column, advice=f"{table} has no accepted row {key}.")
    return row


def set_cell(opened: Opened, row: TypedRow, column: str, new: Value, why: str) -> SetCell:
    """One typed cell of an accepted row changed; what stands there now is what the clerk is taken to have seen."""
    old = dict(opened.raw.tables[row.table].rows)[row.row].get(column)
    return SetCell(row.table, row.row, key_of(row), column, old, new, why)


def given(required: dict[str, object], sheet: str) -> None:
    """Raises ``Stop`` E-REQUIRED naming every column that was left blank."""
    blank = [Fault("E-REQUIRED", sheet, None, column) for column, value in required.items() if value in (None, "")]
    if blank:
        raise Stop("E-REQUIRED", sheet=sheet, column=blank[0].column, others=tuple(blank[1:]))


def to_the_cent(amount: Decimal, currency: str) -> Decimal:
    """The amount with the currency's decimals; one that has more of them stays as it is, for the check to refuse."""
    exact = amount.quantize(cent(currency))
    return exact if exact == amount else amount


Also = Callable[[Opened, Sequence[Decision]], Mapping[str, object]]
"""What a task adds to its answer, from the ledger as it is after the entry and every case decided on it."""


def enter(opened: Opened, command: str, entry: Entry, *, by: str, now: Callable[[], datetime], also: Also | None = None) -> Outcome:
    """Check the entry, write it with everything that follows from it, and tell which rows now hold what.

    Raises ``Stop`` with the ledger's own fault and column when the entry cannot stand, and what writing raises. Nothing is written then.
    """
    if not entry.waits:
        require_room_of(opened.book, opened.raw, entry.edits)
    proposal = propose(opened.typed, entry.edits, office_zone=opened.zone)
    _refuse(entry, proposal)
    typed = proposal.typed
    files = tuple(case_files(typed, opened.zone, typed.beyond, opened.typed))
    later = replace(opened, raw=typed.raw, typed=typed, files=files, by_case={file.case.case_id: file for file in files})
    result = recompute(later, entry.cases, Numbers(typed), by=by, at=now())
    edits = _joined(entry, result.edits, proposal)
    shown_as_of = opened.settings.day("as_of") or opened.as_of  # the other cases keep their day: the captions must not claim more
    try:
        write(opened.book, opened.raw, edits, as_of=shown_as_of, at=now(), by=by, task=command)
    except Stop as stop:
        return _kept_for_later(opened, command, entry, stop, by=by, at=now())
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(),
        "language": opened.policy.language,
        "rows": rows_json(edits),
        "cases": [_standing(decision) for decision in result.after if decision.case_id in entry.cases],
        "notes": [*opened.told, *entry.notes, *_credit(result.after, entry.cases), *_of_plans(later, result.after, entry.cases)],
    }
    return Outcome(command, data | dict(also(later, result.after)) if also is not None else data)


def _kept_for_later(opened: Opened, command: str, entry: Entry, stop: Stop, *, by: str, at: datetime) -> Outcome:
    """New rows of a workbook that somebody else has are kept in the journal; anything else raises ``stop`` again."""
    rows = entry.instead or tuple(edit for edit in entry.edits if isinstance(edit, AddRow))
    if not entry.waits or stop.fault.code != "X-READ-ONLY" or not entry.instead and len(rows) < len(entry.edits):
        raise stop
    kept = pending.keep(opened.book.path, opened.raw.ledger_id, rows, task=command, by=by, at=at)
    note = phrase("note kept", holder=stop.fault.found).says(opened.policy.language)
    data: dict[str, object] = {
        "as_of": opened.as_of.isoformat(), "language": opened.policy.language, "rows": [], "cases": [], "kept": rows_json(kept), "notes": [note, *entry.notes],
    }  # fmt: skip
    return Outcome(command, data)


def _added(entry: Entry, proposal: Proposal) -> dict[Place, AddRow]:
    """The new rows of the entry by where they would stand."""
    return {place: edit for edit, place in zip(entry.edits, proposal.places, strict=True) if isinstance(edit, AddRow)}


def _refuse(entry: Entry, proposal: Proposal) -> None:
    """The entry's own rows must be accepted, and no other row may be refused because of it."""
    added = _added(entry, proposal)
    faults = [replace(f, row=None) if (f.sheet, f.row) in added else f for f in proposal.faults]
    if faults:
        first, *others = faults
        raise Stop(
            first.code, first.found, sheet=first.sheet, row=first.row, column=first.column, advice=str(first.as_json()["advice"]), others=tuple(others)
        )
    touched = {table for table, _ in proposal.places}
    accepted = {(table, row.row) for table in touched for row in proposal.typed.tables[table]}
    for table, _ in sorted(set(proposal.places) - accepted):
        raise Stop("X-CASE", "the row hangs on a case or debtor whose own row was refused", sheet=table, advice="Run Check and correct that row first.")


def _joined(entry: Entry, computed: Sequence[Edit], proposal: Proposal) -> list[Edit]:
    """One list to write: computed cells of a new row go into the row itself, and of two edits of one cell the computed one stays."""
    added = _added(entry, proposal)
    values: dict[Place, dict[str, Value]] = {place: dict(row.values) for place, row in added.items()}
    rest: list[Edit] = []
    for edit in row_by_row(computed):
        if isinstance(edit, SetCell) and (edit.table, edit.row) in values:
            values[(edit.table, edit.row)][edit.column] = edit.new
        else:
            rest.append(edit)
    typed = {(edit.table, edit.row, edit.column): edit for edit in entry.edits if isinstance(edit, SetCell)}
    again = {(edit.table, edit.row, edit.column) for edit in rest if isinstance(edit, SetCell)}
    rest = [_over(edit, typed) for edit in rest]
    set_cells = [edit for place, edit in typed.items() if place not in again]
    new_rows = [replace(row, values=values[place]) for place, row in added.items()]
    return [*new_rows, *set_cells, *rest]


def _over(edit: Edit, typed: Mapping[tuple[str, int, str], SetCell]) -> Edit:
    """A computed cell that is written over one that was typed in the same step stands on what the sheet has now."""
    before = typed.get((edit.table, edit.row, edit.column)) if isinstance(edit, SetCell) else None
    return edit if before is None or not isinstance(edit, SetCell) else replace(edit, old=before.old)


def plain_value(value: Value) -> object:
    """A value as JSON: money and dates as text, blanks as null."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value


def rows_json(edits: Sequence[Edit]) -> list[dict[str, object]]:
    """The rows that were written: the filled cells of new rows, the changed cells of others; the rewritten queue is left out."""
    new: list[dict[str, object]] = []
    changed: dict[tuple[str, str], dict[str, object]] = {}
    for edit in edits:
        if isinstance(edit, AddRow):
            values = {name: plain_value(value) for name, value in edit.values.items() if value is not None}
            new.append({"table": edit.table, "key": edit.key, "values": values})
        elif isinstance(edit, SetCell):
            changed.setdefault((edit.table, edit.key), {})[edit.column] = plain_value(edit.new)
    first = [row for row in new if row["table"] != "Moves"]
    told: list[dict[str, object]] = [{"table": table, "key": key, "values": values} for (table, key), values in changed.items()]
    return [*first, *told, *(row for row in new if row["table"] == "Moves")]


def _standing(decision: Decision) -> dict[str, object]:
    """Where the case stands now, for the sentence after the click."""
    position, currency = decision.position, decision.file.case.currency
    return {
        "case_id": decision.case_id,
        "debtor": decision.file.debtor.name,
        "stage": decision.state.stage,
        "currency": currency,
        "arrears": money_text(position.arrears.quantize(cent(currency)), currency),
        "outstanding": money_text(position.outstanding.quantize(cent(currency)), currency),
        "next_action": decision.action.says(decision.language),
        "next_action_on": decision.action.on.isoformat() if decision.action.on else None,
    }


def _of_plans(opened: Opened, after: Sequence[Decision], cases: Collection[str]) -> list[str]:
    """Corrections of plans that are entered with it, and signed plans that wait for a supervisor."""
    mine = [decision for decision in after if decision.case_id in cases]
    return [*correction_notes(mine), *approval_notes(mine, opened.policy)]


def _credit(after: Sequence[Decision], cases: Collection[str]) -> list[str]:
    """Money beyond the whole debt is told: it is the clerk's to refund or carry over (R12)."""
    return [
        phrase("note credit", case=d.case_id, amount=str(d.position.credit), currency=d.file.case.currency).says(d.language)
        for d in after
        if d.case_id in cases and d.position.credit > 0
    ]
