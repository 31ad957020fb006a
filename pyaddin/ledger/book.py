"""A ledger as tables, whatever holds it: a closed file, an open workbook, or plain memory.

Reading gives raw cells with their sheet rows; typing and checking them is ``ledger.rows``' work. Writing takes a list
of edits and does all of them or none. Every adapter passes the same contract suite (``tests/ledger/test_book_contract.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol, runtime_checkable

from pyaddin.ledger.columnar import Rows
from pyaddin.records import dataclass, often

Value = str | int | Decimal | date | None
"""What the program writes into a cell. A ``date`` becomes a real Excel date; text is always text, never a formula."""

Raw = str | float | int | bool | date | datetime | None
"""What stands in a cell before it is typed."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A typed cell that holds a formula where a value belongs."""

    text: str


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an Excel error such as ``#REF!``."""

    text: str


Cell = Raw | Formula | CellError

WHILE_OPEN = "the open workbook"
"""What stands in the way of new columns in a workbook that is open: they come with the next run on the closed file."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet as read: contract headers found, and each non-empty data row with its Excel row number.

    ``rows`` maps header -> cell for contract columns only; a clerk's own columns are left alone and not read.
    ``headers`` of a ledger of an earlier version may lack columns; ``in_the_way`` is then the cell that keeps them from being added.
    """

    name: str
    headers: tuple[str, ...]
    rows: Sequence[tuple[int, Mapping[str, Cell]]]
    hidden_rows: frozenset[int] = frozenset()
    in_the_way: str = ""

    @property
    def numbers(self) -> Sequence[int]:
        """The Excel row of each of ``rows``."""
        return self.rows.numbers if isinstance(self.rows, Rows) else [number for number, _ in self.rows]

    def column(self, header: str) -> Sequence[Cell]:
        """The cells of one column, from the first of ``rows`` to the last; ``None`` where a row has no such cell."""
        if isinstance(self.rows, Rows):
            return self.rows.columns.get(header) or [None] * len(self.rows)
        return [cells.get(header) for _, cells in self.rows]


@dataclass(frozen=True, slots=True)
class RawLedger:
    """All tables of one ledger as they stood at one moment, with the fingerprint that guards against overwriting."""

    tables: Mapping[str, RawTable]
    ledger_id: str
    schema_version: int
    fingerprint: str

    def takes(self, table: str, column: str) -> bool:
        """Whether a value for this column has a place to stand, or gets one with the next write."""
        return column in self.tables[table].headers or not any(known.in_the_way for known in self.tables.values())


@dataclass(frozen=True, slots=True)
class SetCell:
    """Write one cell of an existing row. ``row`` is the Excel row; ``old`` is what the program saw there."""

    table: str
    row: int
    key: str
    column: str
    old: Cell
    new: Value
    why: str = ""


@dataclass(frozen=True, slots=True)
class SetColumn:
    """Write many cells of one column: what as many ``SetCell`` would do, in lists that go side by side.

    A ledger of fifty thousand cases changes some hundred thousand cells in a run; lists are made and looked through at once, objects one by one.
    """

    table: str
    column: str
    rows: Sequence[int]
    keys: Sequence[str]
    olds: Sequence[Cell]
    news: Sequence[Value]
    whys: Sequence[str]

    def cells(self) -> Iterator[SetCell]:
        """The same cell by cell."""
        for row, key, old, new, why in zip(self.rows, self.keys, self.olds, self.news, self.whys, strict=True):
            yield SetCell(self.table, row, key, self.column, old, new, why)


@often
@dataclass(frozen=True, slots=True)
class AddRow:
    """Append one row at the end of a table; the table, its formats and validations grow with it."""

    table: str
    key: str
    values: Mapping[str, Value]
    why: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceRows:
    """Rewrite all rows of a generated table (``Today``)."""

    table: str
    rows: tuple[Mapping[str, Value], ...]


@dataclass(frozen=True, slots=True)
class RestoreForm:
    """Bring formats, validations and extent of one table back to what the schema says; values, colors and a clerk's own columns stay."""

    table: str


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """Take one row out of its sheet for good; the rows below move up. Only a closed file can; ``cells`` are what the program saw there.

    In one write no other edit may touch a table of which rows leave.
    """

    table: str
    row: int
    cells: Mapping[str, Cell]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Untidy:
    """Something about the form of a table that is not as it should be. ``kind``: format, rule, extent, end (blank rows at the end, as an
    entry that was taken back leaves them), or gap (told only: blank rows inside)."""

    table: str
    kind: str
    column: str
    place: str
    found: str
    wanted: str

    @property
    def can_be_mended(self) -> bool:
        """Whether ``tidy`` may put it right; a gap between rows is for the clerk to close."""
        return self.kind != "gap"


Edit = SetCell | SetColumn | AddRow | ReplaceRows | RestoreForm | RemoveRow


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the new fingerprint, the backup made before it (closed files only), and the columns that a table grew."""

    fingerprint: str
    cells: int
    rows_added: int
    backup: Path | None = None
    added_at: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    columns_added: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Book(Protocol):
    """The ledger behind one door."""

    @property
    def path(self) -> Path:
        """Where the ledger lies; journal, backups and output are found from it."""
        ...

    def read(self) -> RawLedger:
        """All contract tables. Raises ``Stop`` (X-NOT-FOUND, X-NOT-WORKBOOK, X-PASSWORD, X-NOT-LEDGER, X-UNSAFE)."""
        ...

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """All edits or none. ``as_of`` becomes the captions "Computed as of" of the sheets.

        Raises ``Stop``: X-CHANGED when the ledger is no longer the one read, X-OPEN when a program has it open,
        X-WRITE and X-VERIFY when the new file cannot be made; the old one is then untouched.
        """
        ...


@runtime_checkable
class KeepsForm(Protocol):
    """A book that can say, of the ledger it read last, what of its form a paste has destroyed, and that takes ``RestoreForm``."""

    def untidy(self) -> Sequence[Untidy]:
        """In the order of the sheets. Call it after ``read``."""
        ...


def saves_at_once(book: Book | None) -> bool:
    """True when what is written stands on disk at once: the closed file (``None``), and an open workbook whose door saves with every write."""
    return book is None or bool(getattr(book, "saves_at_once", False))
