"""Lists that went out to be filled in and come back: rows known again by what stands in unseen columns, each taken whole or refused with its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from pyaddin.correspondence.call_words import head_spellings
from pyaddin.errors import Fault, Stop
from pyaddin.labels import folded
from pyaddin.ledger.book import Cell
from pyaddin.ledger.cells import BadCell, instant_text, shortened
from pyaddin.ledger.imports.grid import Grid, Source, is_blank
from pyaddin.ledger.imports.values import Reader, found_text
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.ledger.proposal import Place, Proposal, propose
from pyaddin.records import dataclass
from pyaddin.rules.reason import phrase
from pyaddin.tasks.entering import Entry, enter
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome

SEAL = "seal"
_HEADER_WITHIN = 30
_SEAL_LENGTH = 12
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?")
_HOURS, _MINUTES = 24, 60
_SOON = timedelta(minutes=2)
"""Two clocks of one office may differ by this much."""


def fingerprint(*parts: str) -> str:
    """A mark over several texts: another text anywhere gives another mark."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()


def list_id(kind: str, opened: Opened, at: datetime) -> str:
    """A name for a list that no other list of this or another ledger has: ``CALLS-20261126-3F9A0C``."""
    return f"{kind}-{opened.as_of:%Y%m%d}-{fingerprint(opened.raw.ledger_id, kind, instant_text(at), str(opened.as_of))[:6].upper()}"


def identity(names: Sequence[str], facts: Mapping[str, str]) -> dict[str, str]:
    """What stands in the unseen cells of a row, closed by a seal that shows when one of them was changed."""
    return {name: facts[name] for name in names if name != SEAL} | {SEAL: _seal(names, facts)}


def _seal(names: Sequence[str], facts: Mapping[str, str]) -> str:
    return fingerprint(*(facts[name] for name in names if name != SEAL))[:_SEAL_LENGTH]


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row as it came back. ``known`` are its unseen cells, ``cells`` those to fill in by column, ``heads`` the headers as they stand there."""

    sheet: str
    row: int
    known: Mapping[str, str]
    cells: Mapping[str, Cell]
    places: Mapping[str, int]
    heads: Mapping[str, str]

    def fault(self, code: str, column: str, found: object = "", advice: str = "") -> Fault:
        """The reason why the row is not taken, at the cell of this column."""
        return Fault(code, self.sheet, self.row, self.heads.get(column, column), shortened(found), advice, self.known.get("case_id", ""))

    def read(self, reader: Reader, column: str, name: str, digits: int = 0, currency: str = "") -> object:
        """The cell of a column as the ledger reads its own column ``name``. Raises ``BadRow``."""
        cell = self.cells.get(column)
        try:
            return reader.read(name, cell, digits, self.places.get(column, -1), currency)
        except BadCell as problem:
            raise BadRow(self.fault(problem.code, column, found_text(cell), problem.advice)) from None


def moment_of(row: ListRow, column: str, opened: Opened, cells: Reader, now: datetime) -> datetime:
    """When something was done, as UTC. A blank cell is now, as long as the list is of today; a time alone is one of the list's day.

    Raises ``BadRow`` for a blank cell of an older list, and for an instant before the list was made or in the future.
    """
    made = datetime.fromisoformat(row.known["made_at"])
    day = made.astimezone(opened.zone).date()
    cell = row.cells[column]
    if is_blank(cell):
        if now.astimezone(opened.zone).date() != day:
            raise BadRow(row.fault("E-REQUIRED", column, "", f"The list is of {day}: say on which day and at what time it was."))
        return now
    clock = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    whole: Cell = cell
    if clock is not None and int(clock[1]) < _HOURS and int(clock[2]) < _MINUTES:
        whole = datetime.combine(day, time(int(clock[1]), int(clock[2])))
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and 0 <= cell < 1:  # a time alone, kept as a part of a day
        whole = datetime.combine(day, time()) + timedelta(minutes=round(cell * _HOURS * _MINUTES))
    at = replace(row, cells={**row.cells, column: whole}).read(cells, column, "Contacts.At")
    if not isinstance(at, datetime):
        raise BadRow(row.fault("E-DATE", column, cell))
    if at > now + _SOON:
        raise BadRow(row.fault("E-DATE", column, cell, "It lies in the future."))
    if at < made.replace(second=0) - _SOON:
        raise BadRow(row.fault("E-ORDER", column, cell, "It lies before the list was made: enter it with Log a contact."))
    return at.astimezone(UTC)


class BadRow(Exception):
    """A row that is not taken."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.code)


@dataclass(frozen=True, slots=True)
class Form:
    """What a list looks like: its unseen columns, those to fill in, those that must be there, and the one that shows whose row it is."""

    identity: tuple[str, ...]
    filled: tuple[str, ...]
    needed: tuple[str, ...]
    shown: str = "case"


def rows_of(source: Source, form: Form, ledger_id: str) -> tuple[list[ListRow], list[Fault]]:
    """The rows of the list with something filled in or not, and those that cannot be known again.

    Raises ``Stop`` X-NOT-LIST when no sheet has the unseen columns or the list was made from another ledger.
    """
    for grid in source.grids:
        found = _header(grid, form)
        if found is not None:
            return _rows(grid, found, form, ledger_id)
    raise Stop("X-NOT-LIST", f"{source.name}: no list of this kind", advice="Choose a list that this program made; its unseen columns must still be there.")


def is_form(source: Source, form: Form) -> bool:
    """Whether a sheet has the columns of the form."""
    return any(_header(grid, form) is not None for grid in source.grids)


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    places: Mapping[str, int]
    heads: Mapping[str, str]


def _header(grid: Grid, form: Form) -> _Header | None:
    wanted = {*form.filled, form.shown}
    for number in sorted(grid.rows)[:_HEADER_WITHIN]:
        cells = grid.rows[number]
        places: dict[str, int] = {}
        for index, cell in enumerate(cells):
            text = cell.strip() if isinstance(cell, str) else ""
            keys = (text,) if text in form.identity else head_spellings().get(folded(text), ())
            for key in keys:
                if key in form.identity or key in wanted:
                    places.setdefault(key, index)
        if all(name in places for name in (*form.identity, *form.needed)):
            return _Header(number, places, {key: str(cells[index]).strip() for key, index in places.items()})
    return None


def _rows(grid: Grid, header: _Header, form: Form, ledger_id: str) -> tuple[list[ListRow], list[Fault]]:
    rows: list[ListRow] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    for number in sorted(grid.rows):
        if number <= header.row:
            continue
        cells = {key: grid.cell(number, index) for key, index in header.places.items()}
        known = {name: str(cells[name] or "") for name in form.identity}
        row = ListRow(grid.name, number, known, {name: cells.get(name) for name in form.filled}, header.places, header.heads)
        filled = any(not is_blank(cell) for cell in row.cells.values())
        if not any(known.values()):
            if filled:
                faults.append(row.fault("E-IDENTITY", form.shown, cells.get(form.shown), "A row that was added by hand: enter it with Log a contact."))
            continue
        fault = _doubt(row, cells.get(form.shown), form, ledger_id, seen)
        seen.setdefault(known["row_id"], number)
        if fault is None:
            rows.append(row)
        elif filled:
            faults.append(fault)
    return rows, faults


def _doubt(row: ListRow, shown: Cell, form: Form, ledger_id: str, seen: Mapping[str, int]) -> Fault | None:
    """Why it cannot be told whose row this is; ``None`` when it can."""
    known = row.known
    if known[SEAL] != _seal(form.identity, known):
        return row.fault("E-IDENTITY", form.shown, shown, "The unseen cells of this row were changed: enter it with Log a contact.")
    if known["ledger_id"] != ledger_id:
        advice = "Read it into the ledger that it was made from."
        raise Stop("X-NOT-LIST", f"{known['row_id']}: made from another ledger", sheet=row.sheet, row=row.row, advice=advice)
    if not is_blank(shown) and str(shown).strip() != known["case_id"]:
        advice = f"The row was torn apart, as by sorting only some columns: its unseen part belongs to {known['case_id']}."
        return row.fault("E-IDENTITY", form.shown, shown, advice)
    if known["row_id"] in seen:
        return row.fault("E-DUPLICATE", form.shown, shown, f"The same row of the list stands in row {seen[known['row_id']]}. Delete one of the two.")
    return None


def already_read(opened: Opened) -> frozenset[str]:
    """Rows of lists that the ledger has: each stands as the Document of the contacts that came of it."""
    return frozenset(str(cells.get("Document") or "") for _, cells in opened.raw.tables["Contacts"].rows) - {""}


@dataclass(frozen=True, slots=True)
class RowEntry:
    """What a row enters. ``make`` gives its edits with fresh ids; ``columns`` leads from a ledger's column back to the list's, for faults."""

    row: ListRow
    make: Callable[[Numbers], tuple[Typed, ...]]
    columns: Mapping[str, str]
    cases: frozenset[str]
    notes: tuple[str, ...] = ()


@dataclass
class Taken:
    """The rows of one list on their way into the ledger."""

    entries: list[RowEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    known: int = 0
    blank: int = 0


def enter_rows(opened: Opened, command: str, file: Path, taken: Taken, *, by: str, now: Callable[[], datetime]) -> Outcome:
    """Checks the rows together as if a clerk had typed them, refuses those at which faults stand, and writes the rest in one step.

    Exit code 1 when a row was refused. Raises what writing raises; then nothing is entered.
    """
    standing = list(taken.entries)
    while True:
        edits, owners = _edits(opened, standing)
        proposal = propose(opened.typed, edits, office_zone=opened.zone)
        refused = _refused(proposal, owners)
        if not refused:
            break
        taken.faults += [_of_list(fault, entry) for entry, faults in refused for fault in faults]
        gone = {id(entry) for entry, _ in refused}
        standing = [entry for entry in standing if id(entry) not in gone]
    language = opened.policy.language
    notes = [note for entry in standing for note in entry.notes]
    notes += [phrase("note rows-known", count=taken.known).says(language)] if taken.known else []
    notes += [phrase("note rows-blank", count=taken.blank).says(language)] if taken.blank else []
    extra: dict[str, object] = {
        "file": str(file), "listed": [], "blocked": [], "entered": len(standing), "known": taken.known, "left": taken.blank,
        "faults": [fault.as_json() for fault in sorted(taken.faults, key=lambda fault: (fault.sheet, fault.row or 0))],
    }  # fmt: skip
    code = 1 if taken.faults else 0
    if not edits:
        return Outcome(command, {"as_of": opened.as_of.isoformat(), "rows": [], "cases": [], "notes": notes, **extra}, code)
    cases = frozenset().union(*(entry.cases for entry in standing))
    outcome = enter(opened, command, Entry(tuple(edits), cases, tuple(notes), waits=False), by=by, now=now)
    return Outcome(command, outcome.data | extra, code)


def _edits(opened: Opened, entries: Sequence[RowEntry]) -> tuple[list[Typed], list[RowEntry]]:
    """The edits of all rows, and for each edit the row that it comes from."""
    numbers = Numbers(opened.typed)
    pairs = [(edit, entry) for entry in entries for edit in entry.make(numbers)]
    return [edit for edit, _ in pairs], [entry for _, entry in pairs]


def _refused(proposal: Proposal, owners: Sequence[RowEntry]) -> list[tuple[RowEntry, list[Fault]]]:
    """The rows that cannot stand, with their faults."""
    owner_of: dict[Place, RowEntry] = dict(zip(proposal.places, owners, strict=True))
    found: dict[int, tuple[RowEntry, list[Fault]]] = {}
    for fault in proposal.faults:
        entry = owner_of.get((fault.sheet, fault.row or 0))
        if entry is None:
            raise Stop(fault.code, fault.found, sheet=fault.sheet, row=fault.row, column=fault.column, advice=str(fault.as_json()["advice"]))
        found.setdefault(id(entry), (entry, []))[1].append(fault)
    accepted = {(row.table, row.row) for table in {table for table, _ in owner_of} for row in proposal.typed.tables[table]}
    for place, entry in owner_of.items():
        if place not in accepted and id(entry) not in found:
            advice = "Its case or debtor is refused: run Check and correct that row."
            found[id(entry)] = (entry, [Fault("E-ORPHAN", place[0], place[1], "Case ID", entry.row.known["case_id"], advice)])
    return list(found.values())


def _of_list(fault: Fault, entry: RowEntry) -> Fault:
    """The ledger's fault at the cell of the list that it comes from."""
    column = entry.columns.get(fault.column, "")
    place = entry.row.heads.get(column, fault.column)
    return replace(fault, sheet=entry.row.sheet, row=entry.row.row, column=place, owner=entry.row.known.get("case_id", ""))
