"""Writing the ledger: each change goes into the audit chain, and what a click did into the journal, so that *Take back last action* can put it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.correspondence.deskbook import Change, Deskbook
from pyaddin.correspondence.place import require_name
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Cell, CellError, Edit, Formula, RawLedger, SetCell, Value, Written
from pyaddin.ledger.edits import one_by_one
from pyaddin.tasks import audited


def packed(cell: Cell | Value) -> str:
    """A cell as text that ``unpacked`` reads back exactly; blank for an empty cell."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, bool):
        return json.dumps({"b": cell})
    if isinstance(cell, datetime):
        return json.dumps({"t": cell.isoformat()})
    if isinstance(cell, date):
        return json.dumps({"d": cell.isoformat()})
    if isinstance(cell, Decimal | float | int):
        return json.dumps({"n": repr(cell) if isinstance(cell, float) else str(cell)})
    if isinstance(cell, Formula | CellError):
        return json.dumps({"f" if isinstance(cell, Formula) else "e": cell.text}, ensure_ascii=False)
    return json.dumps(cell, ensure_ascii=False)


def unpacked(text: str) -> Value:
    """The value to write. Raises ``ValueError`` for a formula, an error or a truth value, which the program never writes."""
    if not text:
        return None
    found = json.loads(text)
    if isinstance(found, str):
        return found
    ((kind, value),) = found.items()
    if kind == "n":
        return Decimal(value)
    if kind == "d":
        return date.fromisoformat(value)
    if kind == "t":
        return datetime.fromisoformat(value).strftime("%Y-%m-%d %H:%M")
    raise ValueError(text)


def packed_row(values: Mapping[str, Value]) -> str:
    """The filled cells of a row as text."""
    return json.dumps({name: packed(value) for name, value in values.items() if packed(value)}, ensure_ascii=False)


def unpacked_row(text: str) -> dict[str, Value]:
    """A row of values as the journal keeps it."""
    return {name: unpacked(value) for name, value in json.loads(text).items()}


def write(
    book: Book, raw: RawLedger, edits: Sequence[Edit], *, as_of: date, at: datetime, by: str, task: str, run_id: str = "", undoable: bool = True
) -> Written:
    """The one way in which a task writes a ledger. ``raw`` is the ledger for which the edits were made; ``as_of`` goes into the captions.

    Raises what ``Book.write`` raises, and X-JOURNAL for a ledger that was renamed; then nothing was written and nothing is recorded.
    """
    require_name(book.path, raw.ledger_id)
    written = audited.write(book, raw, edits, as_of=as_of, at=at, by=by, task=task, run_id=run_id)
    if undoable:
        record(book.path, raw.ledger_id, edits, at=at, by=by, task=task, run_id=run_id)
    return written


def record(path: Path, ledger_id: str, edits: Sequence[Edit], *, at: datetime, by: str, task: str, run_id: str = "") -> bool:
    """Keep what was just written, in a new journal where there is none yet. False when it cannot be kept: then a click cannot take the action back."""
    with suppress(FileNotFoundError, Stop), Deskbook.open(path, ledger_id, create=path.exists()) as desk:
        desk.record(_changes(edits), at=at, by=by, task=task, run_id=run_id)
        return True
    return False


def _changes(edits: Sequence[Edit]) -> Iterator[Change]:
    """Cells and rows; the rewritten queue is left out, Refresh makes it anew."""
    for edit in one_by_one(edits):
        if isinstance(edit, SetCell):
            yield Change(edit.table, edit.key, edit.column, packed(edit.old), packed(edit.new))
        elif isinstance(edit, AddRow):
            yield Change(edit.table, edit.key, "", "", packed_row(edit.values))
