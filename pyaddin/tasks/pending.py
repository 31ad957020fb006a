"""Rows that a clerk entered while the ledger could not be written: kept in the journal, entered by the next task that may write.

Each row gets its own id when it is kept, and a row of that id is never entered a second time: a crash between the ledger and the
journal is found by the id. A row written into an open workbook goes on being kept until the file on disk has it, so that closing
without saving loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pyaddin.correspondence.deskbook import Deskbook, KeptRow, anything_kept
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, RawLedger
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.drafts import own_id
from pyaddin.ledger.schema import TABLES
from pyaddin.settings import NEVER_RUN
from pyaddin.tasks import kept_runs
from pyaddin.tasks.kept_runs import is_kept_run
from pyaddin.tasks.opening import read_settings
from pyaddin.tasks.recorded import packed_row, unpacked_row, write


def keep(path: Path, ledger_id: str, rows: Sequence[AddRow], *, task: str, by: str, at: datetime) -> list[AddRow]:
    """Keep new rows of tables with ids of their own (payments, contacts, promises, holds). Returns them with the ids that they will carry.

    Raises ``Stop``: X-JOURNAL, X-WRITE when the folder cannot be written either; then nothing is kept and it must be told.
    """
    with Deskbook.open(path, ledger_id, create=True) as desk:
        named = [_named(row, at, by, number) for number, row in enumerate(rows, len(desk.kept()))]
        desk.keep([KeptRow(row.key, at, by, task, row.table, packed_row(row.values), row.why) for row in named])
    return named


def _named(row: AddRow, at: datetime, by: str, number: int) -> AddRow:
    """The row under an id that no counter of the ledger gives: others number on while it waits. An id that the clerk gave stays."""
    table = TABLES[row.table]
    column = own_id(table)
    digest = sha256(f"{at.isoformat()}|{by}|{number}|{packed_row(row.values)}".encode()).hexdigest()
    key = f"{table.prefix}-R{digest[:9].upper()}"
    return replace(row, key=key, values={**row.values, column: key})


def kept(path: Path, ledger_id: str) -> list[AddRow]:
    """Rows that wait to be entered; nothing is changed."""
    with suppress(FileNotFoundError, Stop), Deskbook.look(path, ledger_id) as desk:
        return [_row(row) for row in desk.kept() if not is_kept_run(row)]
    return []


def _row(row: KeptRow) -> AddRow:
    return AddRow(row.sheet, row.id, unpacked_row(row.values), row.why)


def enter_kept(book: Book, *, now: Callable[[], datetime], told: list[str] | None = None) -> tuple[str, ...]:
    """Enter what waits, if the ledger may be written now: runs made while it was open (``tasks.kept_runs``), then rows. Returns the ids of the rows.

    ``told`` takes sentences about cells that people changed while a run waited. When the ledger still cannot be written, all goes on
    waiting. Raises ``Stop`` as reading does, and X-JOURNAL for a damaged journal.
    """
    if not anything_kept(book.path):
        return ()
    raw = book.read()
    try:
        notes = kept_runs.enter(book, raw, now=now)
    except Stop as stop:
        if stop.fault.code == "X-JOURNAL":
            raise
        return ()
    if told is not None:
        told += notes
    if not kept(book.path, raw.ledger_id):
        return ()
    raw = book.read()
    with Deskbook.open(book.path, raw.ledger_id) as desk:
        waiting = [row for row in desk.kept() if not is_kept_run(row)]
        shown = _ids(raw)
        rows = [_row(row) for row in waiting if row.id not in shown]
        if rows:
            settings, _ = read_settings(raw)
            try:
                first = waiting[0]
                write(book, raw, rows, as_of=settings.day("as_of") or NEVER_RUN, at=now(), by=first.by, task=first.task)
            except Stop:
                return ()
        closed = isinstance(book, ClosedBook)
        on_disk = {row.id for row in waiting} if closed else _ids_on_disk(book.path)
        desk.entered([row.id for row in waiting if row.id in on_disk], now())
    return tuple(row.key for row in rows)


def _ids(raw: RawLedger) -> set[str]:
    """The own ids of all rows."""
    return {str(cells.get(own_id(TABLES[name]))) for name in TABLES if own_id(TABLES[name]) for _, cells in raw.tables[name].rows}


def _ids_on_disk(path: Path) -> set[str]:
    with suppress(Stop):
        return _ids(ClosedBook(path).read())
    return set()
