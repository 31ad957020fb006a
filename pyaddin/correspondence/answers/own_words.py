"""The writer's own words: an answer without the message that it quotes, so that our own words are never taken for the debtor's."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from pyaddin.correspondence.clean import lines

_HERE_BEGINS_THE_QUOTE = re.compile(
    r"^\s*(?:"
    r"-{2,}\s*(?:original message|forwarded message|原始邮件|原邮件|转发邮件|原始郵件|轉寄郵件)\s*-{2,}"
    r"|_{10,}"
    r"|on\b.{4,120}\bwrote:"
    r"|(?:于|在)?\s*\d{4}\s*年.{2,100}(?:写道|寫道)\s*[:：]"
    r"|.{2,100}(?:写道|寫道|於.{4,60}寫道)\s*[:：]"
    r"|(?:from|von|发件人|寄件者|寄件人)\s*[:：].{3,}"
    r")\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(r"^\s*on\b.{4,120}$", re.IGNORECASE)
_SKIPPED = frozenset({"script", "style", "head", "title", "blockquote"})
_BREAKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "hr"})


def without_quotes(text: str) -> str:
    """The lines before the quoted message begins, lines marked with > left out; cleaned of control characters."""
    kept: list[str] = []
    rows = text.replace("\r\n", "\n").split("\n")
    for number, row in enumerate(rows):
        folded = f"{row} {rows[number + 1].strip()}" if number + 1 < len(rows) and _WROTE.match(row) else row  # "On ... <name> \n wrote:"
        if _HERE_BEGINS_THE_QUOTE.match(row) or _HERE_BEGINS_THE_QUOTE.match(folded):
            break
        if not row.lstrip().startswith((">", "|>")):
            kept.append(row)
    return "\n".join(lines("\n".join(kept)))


def of_html(page: str) -> str:
    """The text of a page, without scripts, styles and quoted parts. Nothing that it names is fetched."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quoted = any(name == "class" and value and re.search(r"gmail_quote|yahoo_quoted|moz-cite", value) for name, value in attrs)
        if tag in _BREAKS:
            self.parts.append("\n")
        if self._within:
            if tag in (self._within[0], "div"):
                self._within.append(tag)
        elif tag in _SKIPPED or (quoted and tag not in _BREAKS - {"div"}):
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._within and tag in self._within:
            while self._within and self._within.pop() != tag:
                continue
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.parts.append(data)
