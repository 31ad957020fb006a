"""A large sheet that is never whole in memory: its two ends are kept, and the rows between them pass some hundred at a time.

What is unpacked, written, proven and packed while the processor still has it at hand costs half of what it costs when each step goes over the whole sheet.
A sheet that is not spelled as programs spell it is ``Unusual``: ``sheet`` takes it whole then, and both ways make the same bytes
(``tests/ledger/test_in_turn.py`` holds them equal).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from pyaddin.ledger.closed.cut import Cut, cut_rows, whole_rows
from pyaddin.records import dataclass

KEPT = 2_000_000
"""So many of the last bytes are searched for the row with which the end begins: below it a ledger has no or few rows."""
_BEGIN, _END, _ROW = b"<sheetData>", b"</sheetData>", b"<row"
_OPENING = re.compile(rb"<worksheet\b[^>]*>")
_CLOSING = b"</worksheet>"


class Unusual(Exception):
    """The sheet is to be taken whole."""


@dataclass(frozen=True, slots=True)
class Ends:
    """What stands before the first row, how many bytes of rows follow, and all that comes behind them."""

    head: bytes
    between: int
    rest: bytes

    @property
    def content(self) -> bytes:
        """A sheet of its own, without the rows between."""
        return self.head + self.rest


def ends(pieces: Iterable[bytes], row: int) -> Ends:
    """The ends of a sheet, the second one from this row on. Raises ``Unusual``."""
    head, size, last, held = b"", 0, deque[bytes](), 0
    begun = False
    for piece in pieces:
        if not begun:
            head += piece
            begun = _ROW in head
        size += len(piece)
        last.append(piece)
        held += len(piece)
        while held - len(last[0]) >= KEPT:
            held -= len(last.popleft())
    kept = b"".join(last)
    start = kept.rfind(b'<row r="%d"' % row)
    rows = head.find(_ROW)
    head = head[:rows]
    if rows < 0 or start < 0 or kept.find(_END, start) < 0 or not head.endswith(_BEGIN) or not _OPENING.search(head):
        raise Unusual("a sheet of an unknown kind")
    found = Ends(head, size - rows - (len(kept) - start), kept[start:])
    if found.between < 0 or b"<!" in found.content:
        raise Unusual("comments")
    return found


def ends_of(content: bytes, row: int) -> Ends | None:
    """The ends of a sheet that is at hand as a whole; ``None`` where they are to be looked for when they are needed, if at all."""
    try:
        found = ends((content,), row)
    except Unusual:
        return None
    return found if len(found.content) <= KEPT else None


def parted(text: bytes, sheet: Ends, above: int) -> Cut:
    """Some rows between the ends, below the row ``above``, as a small sheet of its own. Raises ``Unusual``."""
    match = _OPENING.search(sheet.head)
    assert match is not None
    opening = match.group()
    first, *rows = text.split(_ROW)
    if not whole_rows(rows, _ROW):
        raise Unusual("rows that do not end where the next one begins")
    made = cut_rows(opening + _BEGIN, rows, _END + _CLOSING, opening, _CLOSING, _ROW, above)
    if first or made.doubled or made.numbers[0] <= above or not made.ascending:
        raise Unusual("rows out of order")
    return made


def between(pieces: Iterable[bytes], sheet: Ends) -> Iterator[bytes]:
    """The rows between the ends in their order, some hundred at a time. Raises ``Unusual`` for comments: in them a row could seem to begin."""
    for text in _whole_rows(pieces, len(sheet.head), len(sheet.head) + sheet.between):
        if b"!" in text and b"<!" in text:  # to look for one byte is fifteen times faster
            raise Unusual("comments")
        yield text


def _whole_rows(pieces: Iterable[bytes], start: int, stop: int) -> Iterator[bytes]:
    """The bytes between these two places, parted where a row begins."""
    at, held = 0, b""
    for piece in pieces:
        text = held + piece[max(0, start - at) : max(0, stop - at)]
        at += len(piece)
        end = len(text) if at >= stop else max(0, text.rfind(_ROW))
        if end:
            yield text[:end]
        held = text[end:]
