"""What a report is made of: finished texts in tables, tiles and charts, in the order in which they are read.

The page and the PDF show the same document, so they cannot differ. Text of debtors is text here; the page escapes it, the PDF takes it through its boundary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from pyaddin.correspondence.charts import Chart, Columns
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Tile:
    """One large figure. ``mark``: blank, ``look`` or ``trouble``."""

    label: str
    value: str
    note: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts. ``figures`` are the columns that stand to the right; ``shades`` colors single cells: (row, column) -> -4 (bad) to 4 (good)."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    figures: frozenset[int] = frozenset()
    foot: tuple[tuple[str, ...], ...] = ()
    wide: int = 0
    shades: Mapping[tuple[int, int], int] = field(default_factory=dict)
    left_out: int = 0
    """Rows that were not taken up because the list is long; the page says so."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its title; ``words`` say what it shows to those who do not see it."""

    title: str
    chart: Chart | Columns
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the report under a heading; ``key`` is its place on the page."""

    key: str
    title: str
    words: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report. ``facts`` stand under the title; ``banner`` is a warning in a frame; ``foot`` closes the page."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    foot: str
    banner: str = ""


NO_COLUMN = -1
"""No column of a table takes the room that is left."""
LONGEST = 200
"""Rows of one table that a report takes up."""


def table(
    key: str, caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[int] = (), foot: Sequence[Sequence[str]] = (), wide: int = 0,
    shades: Mapping[tuple[int, int], int] | None = None,
) -> Table:  # fmt: skip
    """A table, cut at ``LONGEST`` rows."""
    kept = tuple(tuple(row) for row in rows[:LONGEST])
    return Table(
        key, caption, tuple(head), kept, frozenset(figures), tuple(tuple(row) for row in foot), wide, dict(shades or {}), len(rows) - len(kept)
    )
