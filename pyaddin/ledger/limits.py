"""How large a ledger may grow: from when on it says so, and when it takes no more rows.

A sheet of Excel has 1,048,576 rows (Microsoft, "Excel specifications and limits": total number of rows and columns on a worksheet). ``schema.MAX_ROWS``
stops a little below, so that nobody meets the end of the sheet in the middle of a run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pyaddin.errors import Fault, Stop
from pyaddin.ledger import schema
from pyaddin.ledger.book import AddRow, Book, Edit, RawLedger

EXCEL_ROWS = 1_048_576
MANY_CASES = 50_000
"""From so many cases on one workbook is slow to open for people, however fast the run is."""
MANY_ROWS = 500_000
"""From so many rows in one sheet on, about half of what Excel holds, it is time to act."""
RESERVE = 1_000
"""Rows that a run leaves free in every sheet, for what people type before they archive."""
ROW_BYTES = 2_000
"""Bytes of the file's text to reckon for a row that is added: one of a message in Contacts, the longest that a run adds, takes some 1,600. A list with
long notes can need more; what grows too large all the same is refused by the proof, with the old file untouched."""


def growing(raw: RawLedger) -> list[Fault]:
    """One finding per sheet that has come near a limit; told by check and by every run, long before anything is refused."""
    found = []
    for name, table in raw.tables.items():
        count = len(table.rows)
        if is_many(name, count):
            found.append(Fault("W-LIMIT", name, None, "", f"{count:,} rows of {EXCEL_ROWS:,}"))
    return found


def is_many(name: str, count: int) -> bool:
    """Whether so many rows of a table are near a limit."""
    return count >= (MANY_CASES if name == "Cases" else MANY_ROWS)


def last_row(raw: RawLedger, name: str) -> int:
    """The last sheet row that holds anything; 1 where there is none."""
    table = raw.tables.get(name)
    return max(table.numbers, default=1) if table is not None else 1


def require_room(raw: RawLedger, added: Mapping[str, int]) -> None:
    """Raises ``Stop`` X-LIMIT, naming the fullest sheet, when so many more rows would not leave ``RESERVE`` free. Ask before anything is sent or written."""
    for name, count in added.items():
        last = last_row(raw, name)
        if count and last + count + RESERVE > schema.MAX_ROWS:
            raise Stop("X-LIMIT", f"{last - 1:,} rows, up to {count:,} more", sheet=name)


def require_bytes(book: Book, added: Mapping[str, int]) -> None:
    """Raises ``Stop`` X-LIMIT when so many more rows could make the sheet of a file, or all of its sheets together, too large to be opened again (a million
    full rows fit; long notes and own columns count, too). Ask before anything is sent or written."""
    left: Callable[[str], int] | None = getattr(book, "bytes_left", None)
    in_all: Callable[[], int] | None = getattr(book, "whole_bytes_left", None)
    if left is None or in_all is None:  # no file: memory and databases have no such end
        return
    for name, count in added.items():
        if count and left(name) < (count + RESERVE) * ROW_BYTES:
            raise Stop("X-LIMIT", f"{left(name) // 1_000_000:,} MB left in the sheet, up to {count:,} more rows", sheet=name)
    every = sum(added.values())
    if every and in_all() < (every + RESERVE) * ROW_BYTES:
        raise Stop("X-LIMIT", f"{in_all() // 1_000_000:,} MB left in all sheets together, up to {every:,} more rows")


def require_room_of(book: Book, raw: RawLedger, edits: Iterable[Edit]) -> None:
    """As ``require_room`` for the rows that a list, a bank statement or a merge brings: what comes in bulk leaves the last rows to people.

    A database has no such end.
    """
    if getattr(book, "is_ledger", True):
        added = Counter(edit.table for edit in edits if isinstance(edit, AddRow))
        require_room(raw, added)
        require_bytes(book, added)
