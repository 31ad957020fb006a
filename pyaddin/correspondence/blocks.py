"""The mini-markup of wording files, read into a tree of blocks that every channel renders in its own way.

A blank line ends a paragraph; ``**bold**``, ``*italic*``; lines that begin with ``- `` are a list; ``[[name]]`` on a line of
its own is a slot that the program fills. Lines of one paragraph are joined: with a blank, or without one between two Chinese characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pyaddin.correspondence.clean import unshield
from pyaddin.correspondence.message import Block, Span

SLOTS = ("overdue_table", "amount_table", "plan_table", "itemization_table", "right_party")
_SLOT = re.compile(r"\[\[\s*([^\[\]]*?)\s*\]\]")
_PLAIN = re.compile(r"[^\s\[-]")
"""How a line of a paragraph begins that is no list item and no slot."""
_STYLED = re.compile(r"\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*")


class UnknownSlot(ValueError):
    """``[[name]]`` names a table that there is none of."""


def spans(text: str) -> tuple[Span, ...]:
    """A paragraph or list item as runs of one style. Stars without a partner stay stars."""
    if "*" not in text:
        return (Span(unshield(text)),) if text else ()
    runs: list[Span] = []
    at = 0
    for match in _STYLED.finditer(text):
        if match.start() > at:
            runs.append(Span(unshield(text[at : match.start()])))
        style = "bold" if match["bold"] else "italic"
        runs.append(Span(unshield(match[style]), style))
        at = match.end()
    if at < len(text):
        runs.append(Span(unshield(text[at:])))
    return tuple(runs)


def join(before: str, after: str) -> str:
    """Two lines of one paragraph as one text."""
    if not before or not after:
        return before + after
    wide = unicodedata.east_asian_width(before[-1]) in "WF" and unicodedata.east_asian_width(after[0]) in "WF"
    return before + ("" if wide else " ") + after


def parse(body: str) -> tuple[Block, ...]:
    """The blocks of a rendered body, values still shielded. Raises ``UnknownSlot``.

    An empty line ends every block, so the parts between empty lines are read apart; most of them are the same in every message of a wording.
    """
    return tuple([block for part in body.split("\n\n") for block in _part(part)])


@lru_cache(maxsize=1_024)
def _part(text: str) -> tuple[Block, ...]:
    """The blocks of a text without an empty line between them."""
    if "\n" not in text and _PLAIN.match(text):
        return (Block("p", (spans(text.rstrip()),)),)
    return _by_lines(text)


def _by_lines(text: str) -> tuple[Block, ...]:
    """The blocks of any text, line by line."""
    blocks: list[Block] = []
    paragraph = ""
    items: list[str] = []

    def close() -> None:
        nonlocal paragraph
        if paragraph:
            blocks.append(Block("p", (spans(paragraph),)))
        if items:
            blocks.append(Block("ul", tuple(spans(item) for item in items)))
        paragraph = ""
        items.clear()

    for raw in text.split("\n"):
        line = raw.strip()
        slot = _SLOT.fullmatch(line)
        if slot:
            if slot[1] not in SLOTS:
                raise UnknownSlot(slot[1])
            close()
            blocks.append(Block("slot", slot=slot[1]))
        elif not line:
            close()
        elif line.startswith("- "):
            if paragraph:
                close()
            items.append(line[2:].strip())
        elif items:
            items[-1] = join(items[-1], line)
        else:
            paragraph = join(paragraph, line)
    close()
    return tuple(blocks)
