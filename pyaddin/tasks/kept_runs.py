"""Runs made while the ledger was open in Excel or LibreOffice: what they would have written waits in the journal and is entered later, once.

The file on disk may lack what was typed an hour ago, so nothing of such a run is forced on the ledger: a cell takes its value only while
it still shows what the run saw. What somebody changed meanwhile stays; where that is a cell that people type, it is told.
A ledger that shows the run's row in Runs has all of it, because a ledger is written all or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence.deskbook import Deskbook, KeptRow
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Cell, Edit, RawLedger, SetCell, Value, Written
from pyaddin.ledger.captions import caption, sheet_caption
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.edits import row_by_row
from pyaddin.ledger.proposal import Entry, propose
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass
from pyaddin.rules.reason import phrase
from pyaddin.settings import NEVER_RUN, Settings
from pyaddin.tasks import audited
from pyaddin.tasks.entries import Ledger, Numbers
from pyaddin.tasks.opening import office_zone, read_settings
from pyaddin.tasks.recorded import packed, packed_row, unpacked, unpacked_row

_MARK = "run:"
_DECIDED = frozenset({("Cases", "Outcome"), ("Cases", "Outcome on"), ("Plans", "Status"), ("Holds", "End"), ("Holds", "Reason")})
"""Columns that people type and a run may fill, too. A person's word there is told when it wins."""
_OWN = frozenset({("Settings", "Value")})


@dataclass(frozen=True, slots=True)
class KeptCell:
    """One cell that a run would have written: what it saw there (packed) and its value."""

    table: str
    key: str
    column: str
    seen: str
    new: Value
    why: str


@dataclass(frozen=True, slots=True)
class KeptRun:
    """All that one run would have written."""

    run_id: str
    at: datetime
    by: str
    cells: tuple[KeptCell, ...]
    rows: tuple[AddRow, ...]


@dataclass(slots=True)
class Merged:
    """What a ledger takes of a run now, and what people typed that wins over it."""

    edits: list[Entry] = field(default_factory=list)
    overtaken: list[tuple[KeptCell, Cell]] = field(default_factory=list)


def is_kept_run(row: KeptRow) -> bool:
    """Whether this record of the journal is a run and not a row that a clerk entered."""
    return row.id.startswith(_MARK)


def waiting(path: Path, ledger_id: str) -> list[KeptRun]:
    """Runs that wait to be entered, the oldest first; nothing is changed."""
    with suppress(FileNotFoundError, Stop), Deskbook.look(path, ledger_id) as desk:
        return [_unpacked(row) for row in desk.kept() if is_kept_run(row)]
    return []


class OpenElsewhere:
    """The ledger while somebody has it open: the file on disk with what waits in the journal, and writing means keeping (a ``Book``)."""

    is_ledger = False
    """What is kept becomes a change of the ledger when it is entered."""

    def __init__(self, path: Path, *, by: str, now: Callable[[], datetime]) -> None:
        self._path = path
        self._by = by
        self._now = now

    @property
    def path(self) -> Path:
        return self._path

    def read(self) -> RawLedger:
        """As ``ClosedBook.read``, with the waiting runs entered."""
        raw = ClosedBook(self._path).read()
        for run in waiting(self._path, raw.ledger_id):
            raw = _with(raw, run)
        return raw

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """Keep what the run decided. Generated sheets, forms and the tidying of typed cells come with the next run that may write.

        Raises ``Stop``: X-JOURNAL, X-WRITE; then nothing is kept.
        """
        del as_of
        cells = [edit for edit in row_by_row(edits) if isinstance(edit, SetCell) and edit.key and _is_decided(edit)]
        rows = [edit for edit in edits if isinstance(edit, AddRow)]
        run_id = next(edit.key for edit in rows if edit.table == "Runs")
        content = {
            "cells": [[e.table, e.key, e.column, _seen(e.old), packed(e.new), e.why] for e in cells],
            "rows": [[e.table, e.key, packed_row(e.values), e.why] for e in rows],
        }
        ledger_id = ClosedBook(self._path).read().ledger_id
        with Deskbook.open(self._path, ledger_id) as desk:
            desk.keep([KeptRow(f"{_MARK}{run_id}", self._now(), self._by, "run", "Runs", json.dumps(content, ensure_ascii=False), "")])
        return Written(fingerprint, len(cells), len(rows))


def enter(book: Book, raw: RawLedger, *, now: Callable[[], datetime]) -> tuple[str, ...]:
    """Enter the runs that wait into a ledger that may be written now. Returns what is to be told about cells that people changed meanwhile.

    A run entered in an open workbook goes on waiting until the file on disk shows it. Raises ``Stop`` as writing does; then it all waits on.
    """
    runs = waiting(book.path, raw.ledger_id)
    notes: list[str] = []
    for run in runs:
        settings, _ = read_settings(raw)
        merged = merge(_typed(raw, settings), run, settled=_settled(book.path, raw.ledger_id))
        notes += [_told(cell, found, settings.text("ledger_language")) for cell, found in merged.overtaken]
        if merged.edits:
            audited.write(book, raw, merged.edits, as_of=_as_of(run, settings), at=now(), by=run.by, task="run", run_id=run.run_id)
            raw = book.read()
    if runs:
        on_disk = raw if isinstance(book, ClosedBook) else ClosedBook(book.path).read()
        with Deskbook.open(book.path, raw.ledger_id) as desk:
            desk.entered([f"{_MARK}{run.run_id}" for run in runs if _shows(on_disk, run)], now())
    return tuple(dict.fromkeys(notes))


def merge(typed: TypedLedger, run: KeptRun, *, settled: Collection[str]) -> Merged:
    """What the ledger as it stands now takes of the run. ``settled``: Message IDs of messages that have an outcome since.

    Their rows are left to the run: it enters what became of them (``leftovers.recover``).
    """
    merged = Merged()
    if _shows(typed.raw, run):
        return merged
    ledger, numbers = Ledger(typed), Numbers(typed)
    moved_by_others = set[str]()
    for cell in run.cells:
        row = ledger.row(cell.table, cell.key)
        found = ledger.cells(cell.table, row.row).get(cell.column) if row else None
        if row is not None and _seen(found) == cell.seen:
            merged.edits.append(SetCell(cell.table, row.row, cell.key, cell.column, found, cell.new, cell.why))
            continue
        if (cell.table, cell.column) == ("Cases", "Stage"):
            moved_by_others.add(cell.key)
        if (cell.table, cell.column) in _DECIDED and _seen(found) != _seen(cell.new):
            merged.overtaken.append((cell, found))
    known = _known_keys(typed)
    for edit in run.rows:
        gone = edit.values.get("Case ID") in moved_by_others if edit.table == "Moves" else edit.values.get("Message ID") in settled
        key = edit.values.get("Key")
        if not gone and not (key and (edit.table, str(key), str(edit.values.get("Message ID") or "")) in known):
            merged.edits.append(_numbered(edit, run, typed, numbers))
    return merged


def _known_keys(typed: TypedLedger) -> set[tuple[str, str, str]]:
    """Program keys of contacts and fees that the ledger shows: none is entered a second time."""
    return {
        (name, str(row.values["Key"]), str(row.values.get("Message ID") or ""))
        for name in ("Contacts", "Adjustments")
        for row in typed.tables[name]
        if row.values["Key"]
    }


def _numbered(edit: AddRow, run: KeptRun, typed: TypedLedger, numbers: Numbers) -> AddRow:
    """The row under its own number, or the next free one where somebody took that number meanwhile."""
    table = EVERY_TABLE[edit.table]
    taken = {str(cells.get(table.key[0]) or "") for _, cells in typed.raw.tables[edit.table].rows} if table.prefix else set()
    if edit.key not in taken:
        return edit
    own = {row.key for row in run.rows if row.table == edit.table}
    key = numbers.take(edit.table)
    while key in own:
        key = numbers.take(edit.table)
    return replace(edit, key=key, values={**edit.values, table.key[0]: key})


def _is_decided(edit: SetCell) -> bool:
    """A computed cell, or one of those that people type and a run may fill."""
    place = (edit.table, edit.column)
    return place in _DECIDED or place in _OWN or EVERY_TABLE[edit.table].column(edit.column).computed


def _seen(cell: Cell | Value) -> str:
    """A cell as text by which two doors agree on what stands there."""
    if isinstance(cell, bool):
        return packed(cell)
    if isinstance(cell, int | float | Decimal):
        return packed(Decimal(str(cell)).normalize() + 0)
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return packed(cell.date())
    return packed(cell.strip() if isinstance(cell, str) else cell)


def _shows(raw: RawLedger, run: KeptRun) -> bool:
    """Whether the ledger has this run: its row in Runs stands there."""
    return any(cells.get("Run ID") == run.run_id for _, cells in raw.tables["Runs"].rows)


def _typed(raw: RawLedger, settings: Settings) -> TypedLedger:
    return type_ledger(raw, office_zone=office_zone(settings)[0])


def _with(raw: RawLedger, run: KeptRun) -> RawLedger:
    """The ledger as it would be with the run entered."""
    settings, _ = read_settings(raw)
    typed = _typed(raw, settings)
    edits = merge(typed, run, settled=()).edits
    return propose(typed, edits, office_zone=office_zone(settings)[0]).typed.raw if edits else raw


def _as_of(run: KeptRun, settings: Settings) -> date:
    """The day that the sheets' captions are to name."""
    days = [settings.day("as_of"), *(row.values["As of"] for row in run.rows if row.table == "Runs")]
    return max((day for day in days if isinstance(day, date)), default=NEVER_RUN)


def _settled(path: Path, ledger_id: str) -> frozenset[str]:
    with suppress(FileNotFoundError, Stop), Deskbook.look(path, ledger_id) as desk:
        return desk.settled_messages()
    return frozenset()


def _told(cell: KeptCell, found: Cell, language: str) -> str:
    """The sentence about a typed cell that was changed while the run waited."""
    facts: Mapping[str, str] = {
        "table": sheet_caption(cell.table, language), "key": cell.key, "column": caption(cell.table, cell.column, language),
        "found": _shown(found) or "-", "new": _shown(cell.new) or "-",
    }  # fmt: skip
    return phrase("note overtaken", **facts).says(language)


def _shown(value: Cell | Value) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _unpacked(row: KeptRow) -> KeptRun:
    content = json.loads(row.values)
    cells = tuple(KeptCell(table, key, column, seen, unpacked(new), why) for table, key, column, seen, new, why in content["cells"])
    rows = tuple(AddRow(table, key, unpacked_row(values), why) for table, key, values, why in content["rows"])
    return KeptRun(row.id.removeprefix(_MARK), row.at, row.by, cells, rows)
