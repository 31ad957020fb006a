"""A report as a page that stands alone, and as PDF: the same document in both."""

from __future__ import annotations

from datetime import date
from typing import Any

from pyaddin.correspondence.charts import Chart
from pyaddin.correspondence.letter import press
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.paper import page_words
from pyaddin.correspondence.report import page
from pyaddin.correspondence.reports.document import Document, Drawing, Section, Table
from pyaddin.correspondence.reports.words import word

LAYOUT = "report"


def html(document: Document) -> str:
    """The page; it asks for nothing outside itself and needs no script. Every text is escaped by the template."""
    language = document.language
    return page("report/document.html", language, document=document, more=word("more", language), contents=word("contents", language))


def pdf(document: Document, *, author: str, paper: str, on: date) -> tuple[press.Page, tuple[str, ...]]:
    """The printed report, and a sentence for each text that lost signs which no font has. Raises ``press.Unprintable``, ``Stop`` X-LAYOUT."""
    boundary = Boundary()

    def text(words: str) -> str:
        return boundary.line("text", words)

    data: dict[str, Any] = {
        "lang": document.language,
        "paper": paper,
        "author": text(author),
        "title": text(document.title),
        "facts": [[text(name), text(value)] for name, value in document.facts],
        "banner": text(document.banner),
        "tiles": [{"label": text(tile.label), "value": text(tile.value), "note": text(tile.note), "mark": tile.mark} for tile in document.tiles],
        "sections": [_section(section, text, document.language) for section in document.sections],
        "foot": text(document.foot),
        "page": page_words(document.language),
    }
    return press.compile(LAYOUT, data, on=on), tuple(dict.fromkeys(boundary.told))


def _section(section: Section, text: Any, language: str) -> dict[str, Any]:
    return {
        "title": text(section.title),
        "words": [text(words) for words in section.words],
        "drawings": [_drawing(drawing, text) for drawing in section.drawings],
        "tables": [_table(table, text, language) for table in section.tables],
    }


def _drawing(drawing: Drawing, text: Any) -> dict[str, Any]:
    chart = drawing.chart
    shown: dict[str, Any]
    if isinstance(chart, Chart):
        drawn = [{"label": text(bar.label), "text": text(bar.text), "length": float(bar.length)} for bar in chart.bars]
        shown = {"bars": drawn}
    else:
        shown = {"columns": [{"label": text(one.label), "text": text(one.text), "height": float(one.height)} for one in chart.columns]}
    kind = "bars" if isinstance(chart, Chart) else "columns"
    return {"kind": kind, "title": text(drawing.title), "alt": text(f"{drawing.words} {chart.summary}"), "chart": shown}


def _table(table: Table, text: Any, language: str) -> dict[str, Any]:
    return {
        "caption": text(table.caption),
        "head": [text(cell) for cell in table.head],
        "rows": [[text(cell) for cell in row] for row in table.rows],
        "foot": [[text(cell) for cell in row] for row in table.foot],
        "figures": sorted(table.figures),
        "widths": ["1fr" if column == table.wide else "auto" for column in range(len(table.head))],
        "shades": [[table.shades.get((row, column), 0) for column in range(len(table.head))] for row in range(len(table.rows))] if table.shades else [],
        "more": word("more", language).format(number=f"{table.left_out:,}") if table.left_out else "",
    }
