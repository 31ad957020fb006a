"""A wording as an HTML mail: one skeleton, its style sheet inlined once per process, every typed text escaped.

``templates/layout/mail.html`` is the page around the message, ``mail.css`` its looks. Nothing in it is fetched from anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
    """The inlined skeleton, finished, with ``%b`` for each of its ``slots``; and, for each part of a message, the attributes it carries."""

    form: bytes
    slots: tuple[str, ...]
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
    form = _SLOT.sub("%b", skeleton.strip().replace("%", "%%") + "\n")
    return Skin(finished(form), tuple(_SLOT.findall(skeleton)), attributes)


def finished(text: str) -> bytes:
    """As it stands in the mail: UTF-8 with the line ends of mail."""
    return text.replace("\n", "\r\n").encode("utf-8")


@lru_cache(maxsize=8_192)
def cell(text: str) -> bytes:
    """A cell's text with its markup made harmless; the same figures, days and headings return in every message."""
    return escape(text).encode()


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join([f"<{_TAGS[style]}>{escape(text)}</{_TAGS[style]}>" if style in _TAGS else escape(text) for text, style in spans])


@lru_cache(maxsize=256)
def _form(columns: int, figures: frozenset[int], rows: int, feet: int) -> bytes:
    """A table of this shape, ``%b`` where its texts go; only the first column, which may hold a long name, breaks inside words. A total's name goes over
    all columns but the last, so that it is read out as one."""
    look = {part: attributes.replace("%", "%%") for part, attributes in skin().attributes.items()}
    head = "".join(f'<th scope="col" {look["headn" if index in figures else "head"]}>%b</th>' for index in range(columns))
    row = "".join(f"<td {look['celln' if index in figures else 'cell' if index else 'named']}>%b</td>" for index in range(columns))
    foot = f'<th scope="row" colspan="{columns - 1}" {look["foot"]}>%b</th><td {look["footn"]}>%b</td>'
    lines = (
        f'<table {look["data"]} width="100%%" cellpadding="0" cellspacing="0">',
        f"<caption {look['caption']}>%b</caption>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *[f"<tr>{row}</tr>"] * rows,
        "</tbody>",
        "<tfoot>",
        *[f"<tr>{foot}</tr>"] * feet,
        "</tfoot>",
        "</table>",
    )
    return "\r\n".join(lines).encode()


def _table(table: tables.Table) -> bytes:
    texts = [table.caption, *table.head]
    for row in table.rows:
        texts += row
    for foot in table.foot:
        texts += (foot[0], foot[-1])
    return _form(len(table.head), table.figures, len(table.rows), len(table.foot)) % tuple(map(cell, texts))


@lru_cache(maxsize=1_024)
def _block(block: Block) -> bytes:
    """A paragraph or list; most are the same in every message of a wording."""
    attributes = skin().attributes
    if block.kind == "ul":
        items = "\r\n".join(f"<li {attributes['li']}>{_spans(item)}</li>" for item in block.items)
        return f"<ul {attributes['ul']}>\r\n{items}\r\n</ul>".encode()
    return f"<p {attributes['p']}>{_spans(block.items[0])}</p>".encode()


def page(wording: Wording, letter: Letter, note: str = "") -> bytes:
    """The whole page as it stands in the mail: what is the same in every message has been encoded before. ``note`` stands above the message (test runs
    that redirect every message)."""
    made = tables.filled(wording.blocks, letter, wording.language)
    body = in_page(wording.blocks, {name: in_rows(found) for name, found in made.items()})
    return around(wording.language, wording.subject, wording.preheader, body, letter.sender.name, note)


def in_page(blocks: Iterable[Block], slots: Mapping[str, bytes]) -> bytes:
    """The blocks of a wording, each slot with what stands in it."""
    return b"\r\n".join([slots[block.slot] if block.kind == "slot" else _block(block) for block in blocks])


def in_rows(found: tuple[tables.Table, ...]) -> bytes:
    """The tables of one slot as they stand in a page."""
    return b"\r\n".join(map(_table, found))


def around(language: str, subject: str, preheader: str, body: bytes, sender: str, note: str = "") -> bytes:
    """The page around a finished body; ``note`` stands above it."""
    current = skin()
    if note:
        body = b"\r\n".join((finished(f"<p {current.attributes['note']}>{escape(note)}</p>"), *((body,) if body else ())))
    told = {
        "LANGUAGE": language.encode(), "TITLE": escape(subject).encode(), "PREHEADER": escape(preheader).encode(),
        "BODY": body, "SENDER": cell(cleaned(sender)),
    }  # fmt: skip
    return current.form % tuple([told[slot] for slot in current.slots])


def html(wording: Wording, letter: Letter, note: str = "") -> str:
    """The page as a text to look at."""
    return page(wording, letter, note).decode("utf-8").replace("\r\n", "\n")
