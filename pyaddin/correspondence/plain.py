"""A wording as plain text: what a mail program without HTML shows, and what is read out by a screen reader that prefers text.

Tables are set in columns, a Chinese character counting as two. Long names are never cut.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from pyaddin.correspondence import tables
from pyaddin.correspondence.message import Block, Letter, Span, Wording

GAP = "  "


@lru_cache(maxsize=8_192)
def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text)


def _column(texts: tuple[str, ...], width: int, right: bool) -> list[str]:
    """One column set to a width; a text that is wider stays whole."""
    if right:
        return [text.rjust(width - _width(text) + len(text)) for text in texts]
    return [text.ljust(width - _width(text) + len(text)) for text in texts]


@lru_cache(maxsize=1_024)
def _line(widths: tuple[int, ...], figures: frozenset[int]) -> str:
    """A line of these columns, for texts of narrow characters."""
    return GAP.join([f"%{width}s" if index in figures else f"%-{width}s" for index, width in enumerate(widths)])


def _table(table: tables.Table) -> str:
    lines = (table.head, *table.rows, *table.foot)
    narrow = "".join(map("".join, lines)).replace("\u00a0", " ").isascii()  # then each character takes one place
    widths = [max(map(len if narrow else _width, column)) for column in zip(table.head, *table.rows, strict=True)]
    for foot in table.foot:
        widths[-1] = max(widths[-1], _width(foot[-1]))
        widths[0] = max(widths[0], _width(foot[0])) if not foot[1] or len(foot) == 2 else widths[0]
    if narrow:
        form = _line(tuple(widths), table.figures)
        made = [(form % line).rstrip() for line in lines]
    else:
        columns = [_column(texts, widths[index], index in table.figures) for index, texts in enumerate(zip(*lines, strict=True))]
        made = [GAP.join(row).rstrip() for row in zip(*columns, strict=True)]
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    body = [made[0], rule, *made[1 : 1 + len(table.rows)], rule, *made[1 + len(table.rows) :]]
    return "\n".join([table.caption, *body])


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


@lru_cache(maxsize=1_024)
def _block(block: Block) -> str:
    """A paragraph or list; most are the same in every message of a wording."""
    if block.kind == "ul":
        return "\n".join(f"- {_text(item)}" for item in block.items)
    return _text(block.items[0])


def in_columns(found: tuple[tables.Table, ...]) -> str:
    """The tables of one slot as text."""
    return "\n\n".join(map(_table, found))


def plain_text(wording: Wording, letter: Letter, filled: tables.Filled | None = None) -> str:
    """The body as plain text, blocks parted by a blank line, ending in one line break. Hard spaces become plain ones.

    ``filled``: the tables of the letter, where they have been made already.
    """
    made = tables.filled(wording.blocks, letter, wording.language) if filled is None else filled
    return finished(in_text(wording.blocks, {name: in_columns(found) for name, found in made.items()}))


def in_text(blocks: Iterable[Block], slots: Mapping[str, str]) -> str:
    """The blocks of a wording, each slot with what stands in it."""
    return "\n\n".join([slots[block.slot] if block.kind == "slot" else _block(block) for block in blocks])


def finished(text: str) -> str:
    """As it stands in a message."""
    return text.replace("\u00a0", " ") + "\n"
