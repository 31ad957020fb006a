"""A wording as plain text: what a mail program without HTML shows, and what is read out by a screen reader that prefers text.

Tables are set in columns, a Chinese character counting as two. Long names are never cut.
"""

from __future__ import annotations

import unicodedata
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


def _table(table: tables.Table) -> str:
    widths = [max(map(_width, column)) for column in zip(table.head, *table.rows, strict=True)]
    for foot in table.foot:
        widths[-1] = max(widths[-1], _width(foot[-1]))
        widths[0] = max(widths[0], _width(foot[0])) if not foot[1] or len(foot) == 2 else widths[0]
    columns = zip(table.head, *table.rows, *table.foot, strict=True)
    made = [_column(texts, widths[index], index in table.figures) for index, texts in enumerate(columns)]
    lines = [GAP.join(row).rstrip() for row in zip(*made, strict=True)]
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    body = [lines[0], rule, *lines[1 : 1 + len(table.rows)], rule, *lines[1 + len(table.rows) :]]
    return "\n".join([table.caption, *body])


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


@lru_cache(maxsize=1_024)
def _block(block: Block) -> str:
    """A paragraph or list; most are the same in every message of a wording."""
    if block.kind == "ul":
        return "\n".join(f"- {_text(item)}" for item in block.items)
    return _text(block.items[0])


def _slot(found: tuple[tables.Table, ...]) -> str:
    return "\n\n".join(map(_table, found))


def plain_text(wording: Wording, letter: Letter, filled: tables.Filled | None = None) -> str:
    """The body as plain text, blocks parted by a blank line, ending in one line break. Hard spaces become plain ones.

    ``filled``: the tables of the letter, where they have been made already.
    """
    made = tables.filled(wording.blocks, letter, wording.language) if filled is None else filled
    text = "\n\n".join([_slot(made[block.slot]) if block.kind == "slot" else _block(block) for block in wording.blocks])
    return text.replace("\u00a0", " ") + "\n"
