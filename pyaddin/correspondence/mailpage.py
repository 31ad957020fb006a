"""A wording as an HTML mail: one skeleton, its style sheet inlined once per process, every typed text escaped.

``templates/layout/mail.html`` is the page around the message, ``mail.css`` its looks. Nothing in it is fetched from anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import css_inline

from pyaddin.correspondence import tables
from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.message import Block, Letter, Span, Wording

LAYOUT = Path(__file__).resolve().parents[2] / "templates" / "layout"
_PARTS = ("p", "ul", "li", "data", "caption", "head", "headn", "named", "cell", "celln", "foot", "footn", "note")
_SLOTS = ("@@LANGUAGE@@", "@@TITLE@@", "@@PREHEADER@@", "@@BODY@@", "@@SENDER@@")
_CHARSET = '<meta charset="utf-8">'
_TAGS = {"bold": "strong", "italic": "em"}


@dataclass(frozen=True, slots=True)
class Skin:
    """The inlined skeleton and, for each part of a message, the attributes it carries."""

    skeleton: str
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
    return Skin(skeleton.strip() + "\n", attributes)


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(f"<{_TAGS[span.style]}>{escape(span.text)}</{_TAGS[span.style]}>" if span.style in _TAGS else escape(span.text) for span in spans)


def _row(row: tuple[str, ...], table: tables.Table, attributes: dict[str, str]) -> str:
    """A row of the body; only its first column, which may hold a long name, breaks inside words."""
    looks = ("celln" if index in table.figures else "cell" if index else "named" for index in range(len(row)))
    cells = (f"<td {attributes[look]}>{escape(text)}</td>" for look, text in zip(looks, row, strict=True))
    return f"<tr>{''.join(cells)}</tr>"


def _foot(row: tuple[str, ...], attributes: dict[str, str]) -> str:
    """A total: its name over all columns but the last, so that it is read out as one."""
    return f'<tr><th scope="row" colspan="{len(row) - 1}" {attributes["foot"]}>{escape(row[0])}</th><td {attributes["footn"]}>{escape(row[-1])}</td></tr>'


def _table(table: tables.Table, attributes: dict[str, str]) -> str:
    head = "".join(f'<th scope="col" {attributes["headn" if index in table.figures else "head"]}>{escape(text)}</th>' for index, text in enumerate(table.head))
    return "\n".join(
        (
            f'<table {attributes["data"]} width="100%" cellpadding="0" cellspacing="0">',
            f"<caption {attributes['caption']}>{escape(table.caption)}</caption>",
            f"<thead><tr>{head}</tr></thead>",
            "<tbody>",
            *(_row(row, table, attributes) for row in table.rows),
            "</tbody>",
            "<tfoot>",
            *(_foot(row, attributes) for row in table.foot),
            "</tfoot>",
            "</table>",
        )
    )


def _block(block: Block, letter: Letter, language: str, attributes: dict[str, str]) -> str:
    if block.kind == "slot":
        return "\n".join(_table(table, attributes) for table in tables.fill(block.slot, letter, language))
    if block.kind == "ul":
        items = "\n".join(f"<li {attributes['li']}>{_spans(item)}</li>" for item in block.items)
        return f"<ul {attributes['ul']}>\n{items}\n</ul>"
    return f"<p {attributes['p']}>{_spans(block.items[0])}</p>"


def html(wording: Wording, letter: Letter, note: str = "") -> str:
    """The whole page. ``note`` stands above the message (test runs that redirect every message)."""
    current = skin()
    blocks = [_block(block, letter, wording.language, current.attributes) for block in wording.blocks]
    if note:
        blocks.insert(0, f"<p {current.attributes['note']}>{escape(note)}</p>")
    values = (wording.language, escape(wording.subject), escape(wording.preheader), "\n".join(blocks), escape(cleaned(letter.sender.name)))
    page = dict(zip(_SLOTS, values, strict=True))
    return re.sub("@@[A-Z]+@@", lambda match: page[match[0]], current.skeleton)
