"""The rows that the chain saw last as they lie in its file: in the order of their names, some thousand at a time, each column of them a block of its own.

A look at the ledger makes the same blocks and compares digests: where they agree, no cell was touched. What a write changes are a few columns, and the
blocks of the others stay as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence

from pyaddin.history.audit_lines import Content, Packing, dense, packed, quoted, quoted_all, sha256, split_quoted, unpacked
from pyaddin.history.audit_rows import Picture, Rows, SpelledColumns
from pyaddin.records import dataclass

Place = tuple[str, int, str]
"""Sheet, number of the block from the first row on, header. A blank header: the names of the rows."""
NAMES = ""
TOGETHER = 4_096
"""So many rows make a block."""
_FORM = "2:"
"""What a state begins with that is reckoned over blocks; those of earlier versions are bare digests (``audit_buckets``)."""


TABLE = """CREATE TABLE seen (sheet TEXT NOT NULL, number INTEGER NOT NULL, header TEXT NOT NULL, digest TEXT NOT NULL, cells BLOB NOT NULL,
    UNIQUE (sheet, number, header))"""
"""Where the blocks lie in the file."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A block as it goes into the file; blank digest = there is nothing in it and it goes."""

    digest: str
    packed: bytes


def block_text(place: Place, cells: Sequence[str]) -> str:
    """A block as one line, which says where it belongs."""
    return f"{_head(place)}{quoted_all(cells)}]]"


def block_cells(place: Place, text: str) -> list[str]:
    """The texts in a block. Raises ``ValueError``."""
    head = _head(place)
    if not text.startswith(head) or not text.endswith("]]"):
        raise ValueError(f"not a block of {place}")
    return split_quoted(text[len(head) : -2])


def _head(place: Place) -> str:
    sheet, number, header = place
    return f"[{quoted(sheet)},{number},{quoted(header)},["


NOTHING = Kept("", b"")
"""A block that goes."""


def kept(place: Place, cells: Sequence[str]) -> Kept:
    return kept_text(block_text(place, cells)) if any(cells) else NOTHING


def kept_text(text: str, digest: str = "") -> Kept:
    """A block from its text. ``digest`` spares reckoning it."""
    return Kept(digest or sha256(text), packed(text))


def kept_of(picture: Picture) -> dict[Place, Kept]:
    """All blocks of a picture."""
    return {place: kept_text(text) for sheet, rows in picture.items() for place, text in texts_of(sheet, rows)}


def put(db: sqlite3.Connection, blocks: Mapping[Place, Kept]) -> None:
    """Blocks into the file in place of those that lie there."""
    db.executemany("DELETE FROM seen WHERE sheet = ? AND number = ? AND header = ?", [place for place, block in blocks.items() if not block.digest])
    db.executemany(
        "INSERT OR REPLACE INTO seen (sheet, number, header, digest, cells) VALUES (?, ?, ?, ?, ?)",
        [(*place, block.digest, block.packed) for place, block in blocks.items() if block.digest],
    )


def cut(cells: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """A column of a sheet block by block; those without a filled cell are left out."""
    for number, start in enumerate(range(0, len(cells), TOGETHER)):
        some = cells[start : start + TOGETHER]
        if any(some):
            yield number, some


def digests_of(picture: Picture) -> dict[Place, str]:
    """The digest of each block of a picture."""
    return {place: sha256(text) for sheet, rows in picture.items() for place, text in texts_of(sheet, rows)}


def texts_of(sheet: str, rows: Rows) -> Iterator[tuple[Place, str]]:
    """Every block of a sheet, column by column."""
    for header in (NAMES, *sorted(rows.columns)):
        for number, some in _spelled(rows, header, rows.order):
            place = (sheet, number, header)
            yield place, f"{_head(place)}{some}]]"


def _spelled(rows: Rows, header: str, order: Sequence[int] | None) -> Iterator[tuple[int, str]]:
    """A column block by block, the cells of each as JSON; those without a filled cell are left out."""
    if header != NAMES and isinstance(rows.columns, SpelledColumns):
        return ((number, some) for number, some in enumerate(rows.columns.spelled(header, order, TOGETHER)) if some)
    cells = rows.names if header == NAMES else rows.columns[header]
    ordered = cells if order is None else list(map(cells.__getitem__, order))
    return ((number, quoted_all(some)) for number, some in cut(ordered))


def state_of(digests: Mapping[Place, str]) -> str:
    """One text for the whole ledger as it stands."""
    return _FORM + sha256(dense([[*place, digest] for place, digest in sorted(digests.items())]))


def is_of_blocks(state: str) -> bool:
    """Whether a state was reckoned over blocks."""
    return state.startswith(_FORM)


def added(picture: Picture, made: Mapping[Place, Kept]) -> Content:
    """What a first look finds, which takes every row for new: the blocks of each sheet with its rows as they stand there. ``made``: its blocks in the order
    of names."""
    packing = Packing()
    for sheet, rows in picture.items():
        if rows.order is None:
            for place in sorted(place for place in made if place[0] == sheet):
                packing.add(unpacked(made[place].packed))
        else:
            blocks = [(number, header, some) for header in (NAMES, *rows.columns) for number, some in _spelled(rows, header, None)]
            for number, one, some in sorted(blocks):
                packing.add(f"{_head((sheet, number, one))}{some}]]")
    return packing.content(sum(len(rows.names) for rows in picture.values()))
