"""Colors, fonts and cell formats of the workbook: one accent color, grey for what the program computes, red only for the worst band."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from pyaddin.ledger.captions import text_format
from pyaddin.ledger.schema import NUMBER_FORMATS, Column, Table, Type, by_program

ACCENT = "#1F4E78"
ACCENT_SOFT = "#DCE6F1"
COMPUTED_HEAD = "#7F8FA6"
COMPUTED_FILL = "#F2F2F2"
LINE = "#D9D9D9"
INK = "#262626"
MUTED = "#6B6B6B"
PALE = "#FFF8E1"
AMBER = "#FFE0A3"
AMBER_INK = "#7F4F00"
RED = "#C00000"
WHITE = "#FFFFFF"

TEXT_FORMAT = NUMBER_FORMATS[Type.TEXT]
DATE_FORMAT = NUMBER_FORMATS[Type.DATE]
MONEY_FORMAT = NUMBER_FORMATS[Type.MONEY]
COUNT_FORMAT = "#,##0"

_KNOWN_FORMATS = {"0": 1, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49}
"""Formats that every program knows by number (ECMA-376 18.8.30): they take no room among those of the workbook."""
RIGHT = frozenset({Type.MONEY, Type.RATE, Type.INTEGER, Type.NUMBER})
CENTER = frozenset({Type.DATE})


_SENTENCES = frozenset({("Today", "Action"), ("Cases", "Next action"), ("Debtors", "Address on file")})
"""Columns of one line that the program fills with a sentence, as what a supervisor must do or a whole address."""


def tall(table: Table) -> bool:
    """True for sheets where the program tells its reasons: their rows have room for two lines."""
    return any(column.type is Type.NOTE and by_program(table, column) for column in table.columns)


def alignment(column: Column) -> dict[str, Any]:
    """Numbers to the right, dates in the middle, text to the left; a small indent keeps neighbors from touching."""
    if column.type in RIGHT:
        return {"align": "right", "indent": 1}
    if column.type in CENTER:
        return {"align": "center"}
    return {"align": "left", "indent": 1}


class Styles:
    """Hands out formats; the same properties give the same format, so the file holds each one once."""

    def __init__(self, book: Workbook, language: str = "en") -> None:
        self._book = book
        self.language = language
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        """A format with the house font plus these XlsxWriter properties."""
        full = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
        if full.get("num_format") in _KNOWN_FORMATS:
            full["num_format"] = _KNOWN_FORMATS[full["num_format"]]
        key = tuple(sorted(full.items(), key=lambda item: item[0]))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    def differential(self, **properties: Any) -> Format:
        """A format for a conditional rule: only what it changes."""
        key = (("differential", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, table: Table, column: Column, number_format: str | None = None) -> Format:
        """The format of a data cell; grey where the program writes a column beside typed ones."""
        extra: dict[str, Any] = {"bg_color": COMPUTED_FILL} if column.computed and table.kind == "typed" else {}
        sentence = (table.name, column.name) in _SENTENCES
        if column.type is Type.ANY or sentence or column.type is Type.NOTE and (table.kind == "policy" or tall(table)):
            extra["text_wrap"] = True  # so that a long reason never runs over its neighbor
            extra |= {} if table.kind == "policy" else {"font_size": 9}
            extra |= {} if table.kind == "policy" or tall(table) else {"valign": "top"}  # of several lines the first is seen
        return self.of(
            num_format=number_format or NUMBER_FORMATS[column.type], bottom=1, bottom_color=LINE, locked=by_program(table, column), **alignment(column), **extra
        )

    def header(self, table: Table, column: Column, caption: str = "") -> Format:
        """The format of a header cell. ``caption`` shows another text while the value stays the column name."""
        fill = COMPUTED_HEAD if column.computed and table.kind == "typed" else ACCENT
        extra = {"num_format": text_format(caption)} if caption else {}
        return self.of(bold=True, font_color=WHITE, bg_color=fill, text_wrap=True, bottom=1, bottom_color=ACCENT, **alignment(column), **extra)
