"""A wording as plain text: what a mail program without HTML shows, and what is read out by a screen reader that prefers text.

Tables are set in columns, a Chinese character counting as two. Long names are never cut.
"""

from __future__ import annotations

import unicodedata

from pyaddin.correspondence import tables
from pyaddin.correspondence.message import Block, Letter, Span, Wording

GAP = "  "


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text)


def _cell(text: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(text))
    return blanks + text if right else text + blanks


def _table(table: tables.Table) -> str:
    rows = (table.head, *table.rows, *table.foot)
    widths = [max(_width(row[index]) for row in (table.head, *table.rows)) for index in range(len(table.head))]
    for foot in table.foot:
        widths[-1] = max(widths[-1], _width(foot[-1]))
        widths[0] = max(widths[0], _width(foot[0])) if not foot[1] or len(foot) == 2 else widths[0]
    lines = [GAP.join(_cell(text, widths[index], index in table.figures) for index, text in enumerate(row)).rstrip() for row in rows]
    rule = "-" * (sum(widths) + len(GAP) * (len(widths) - 1))
    body = [lines[0], rule, *lines[1 : 1 + len(table.rows)], rule, *lines[1 + len(table.rows) :]]
    return "\n".join([table.caption, *body])


def _text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def _block(block: Block, letter: Letter, language: str) -> str:
    if block.kind == "slot":
        return "\n\n".join(_table(table) for table in tables.fill(block.slot, letter, language))
    if block.kind == "ul":
        return "\n".join(f"- {_text(item)}" for item in block.items)
    return _text(block.items[0])


def plain_text(wording: Wording, letter: Letter) -> str:
    """The body as plain text, blocks parted by a blank line, ending in one line break. Hard spaces become plain ones."""
    text = "\n\n".join(_block(block, letter, wording.language) for block in wording.blocks)
    return text.replace("\u00a0", " ") + "\n"
