"""A wording as an HTML mail: one skeleton, its style sheet inlined once per process, every typed text escaped.

``templates/layout/mail.html`` is the page around the message, ``mail.css`` its looks. Nothing in it is fetched from anywhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from pathlib import Path

import css_inline

from pyaddin.correspondence import tables
from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.message import Block, Letter, Span, Wording
from pyaddin.records import dataclass

LAYOUT = Path(__file__).resolve().parents[2] / "templates" / "layout"
_PARTS = ("p", "ul", "li", "data", "caption", "head", "headn", "named", "cell", "celln", "foot", "footn", "note")
_SLOT = re.compile("@@([A-Z]+)@@")
_CHARSET = '<meta charset="utf-8">'
_TAGS = {"bold": "strong", "italic": "em"}


@dataclass(frozen=True, slots=True)
class Skin:
    """The inlined skeleton in ``parts`` (slot or not, its name or the text) and, for each part of a message, the attributes it carries."""

    parts: tuple[tuple[bool, str], ...]
    attributes: dict[str, str]


@lru_cache(maxsize=1)
def skin() -> Skin:
    """Skeleton and parts with their styles inlined; media rules stay in the head, so that dark mode works."""
    css = (LAYOUT / "mail.css").read_text(encoding="utf-8")
    page = (LAYOUT / "mail.html").read_text(encoding="utf-8").replace("@@STYLE@@", css)
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, keep_style_tags=False)
    samples = "".join(f'<div class="{part}"></div>' for part in _PARTS)
    styled = inliner.inline(f"<html><head><style>{css}</style></head><body>{samples}</body></html>")
    found = dict(re.findall(r'<div class="(\w+)" style="([^"]*)">', styled))
    attributes = {part: f'class="{part}" style="{found[part]}"' for part in _PARTS}
    # the inliner puts the media rules first in the head; a browser looks for the charset in the first kilobyte only
    skeleton = inliner.inline(page).replace(_CHARSET, "").replace("<head>", f"<head>{_CHARSET}", 1)
    pieces = _SLOT.split(skeleton.strip() + "\n")  # text, slot, text, slot ...
    return Skin(tuple((number % 2 == 1, piece) for number, piece in enumerate(pieces)), attributes)


_cell = lru_cache(maxsize=8_192)(escape)
"""A cell's text with its markup made harmless; the same figures, days and headings return in every message."""


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join([f"<{_TAGS[style]}>{escape(text)}</{_TAGS[style]}>" if style in _TAGS else escape(text) for text, style in spans])


@lru_cache(maxsize=64)
def _looks(columns: int, figures: frozenset[int]) -> tuple[str, str]:
    """A head and a row of a table with this many columns, braces where the texts go; only the first column, which may hold a long name,
    breaks inside words."""
    attributes = skin().attributes
    head = "".join(f'<th scope="col" {attributes["headn" if index in figures else "head"]}>{{}}</th>' for index in range(columns))
    row = "".join(f"<td {attributes['celln' if index in figures else 'cell' if index else 'named']}>{{}}</td>" for index in range(columns))
    return f"<thead><tr>{head}</tr></thead>", f"<tr>{row}</tr>"


def _foot(row: tuple[str, ...], attributes: dict[str, str]) -> str:
    """A total: its name over all columns but the last, so that it is read out as one."""
    return f'<tr><th scope="row" colspan="{len(row) - 1}" {attributes["foot"]}>{_cell(row[0])}</th><td {attributes["footn"]}>{_cell(row[-1])}</td></tr>'


def _table(table: tables.Table) -> str:
    attributes = skin().attributes
    head, row = _looks(len(table.head), table.figures)
    return "\n".join(
        (
            f'<table {attributes["data"]} width="100%" cellpadding="0" cellspacing="0">',
            f"<caption {attributes['caption']}>{_cell(table.caption)}</caption>",
            head.format(*map(_cell, table.head)),
            "<tbody>",
            *[row.format(*map(_cell, texts)) for texts in table.rows],
            "</tbody>",
            "<tfoot>",
            *[_foot(texts, attributes) for texts in table.foot],
            "</tfoot>",
            "</table>",
        )
    )


@lru_cache(maxsize=1_024)
def _block(block: Block) -> str:
    """A paragraph or list; most are the same in every message of a wording."""
    attributes = skin().attributes
    if block.kind == "ul":
        items = "\n".join(f"<li {attributes['li']}>{_spans(item)}</li>" for item in block.items)
        return f"<ul {attributes['ul']}>\n{items}\n</ul>"
    return f"<p {attributes['p']}>{_spans(block.items[0])}</p>"


def html(wording: Wording, letter: Letter, note: str = "", filled: tables.Filled | None = None) -> str:
    """The whole page. ``note`` stands above the message (test runs that redirect every message). ``filled``: the tables, where they have been made."""
    current = skin()
    made = tables.filled(wording.blocks, letter, wording.language) if filled is None else filled
    blocks = ["\n".join(map(_table, made[block.slot])) if block.kind == "slot" else _block(block) for block in wording.blocks]
    if note:
        blocks.insert(0, f"<p {current.attributes['note']}>{escape(note)}</p>")
    title, preheader, sender = escape(wording.subject), escape(wording.preheader), escape(cleaned(letter.sender.name))
    page = {"LANGUAGE": wording.language, "TITLE": title, "PREHEADER": preheader, "BODY": "\n".join(blocks), "SENDER": sender}
    return "".join([page[part] if slot else part for slot, part in current.parts])
