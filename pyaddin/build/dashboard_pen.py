"""How the Dashboard is laid out and drawn: its grid, and a pen that writes cells in its few styles.

The page is a grid of 28 narrow columns (B to AC), so that tiles, tables and the roll-rate matrix share one width; wider cells are merged ones.
Figures of a period are read from the sheet ``Figures`` by the name of their row; how things stand now is counted from the tables themselves.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from pyaddin.build.dashboard_words import in_words
from pyaddin.build.styles import ACCENT, ACCENT_SOFT, COUNT_FORMAT, LINE, MUTED, Styles
from pyaddin.labels import label, language_index
from pyaddin.records import dataclass
from pyaddin.settings import DEFAULT_BUCKETS

WIDTH = 28  # columns B..AC
BUCKETS = len(DEFAULT_BUCKETS.split(","))
CURRENCIES = ("CNY", "TWD", "HKD", "USD", "EUR", "GBP", "JPY", "SGD")
UPPER = 17  # first data row of ageing and matrix (zero-based)
CHARTS = 27  # first row of the charts
LOWER = 42  # first data row of the lower tables
LINES = 9  # data rows of each table
DATA = WIDTH + 3  # first column of the figures behind the charts, right of the printed page
CURRENCY_AT = 22
DASHED = "#,##0;-#,##0;–"
PERCENT = "0%"
_COUNTED = f"$X${LOWER + 1}:$X${LOWER + len(CURRENCIES)}"
MAIN_CURRENCY = f"INDEX($W${LOWER + 1}:$W${LOWER + len(CURRENCIES)},MATCH(MAX({_COUNTED}),{_COUNTED},0))"
"""The currency of most cases: amounts are never added across currencies."""
BASE_DAY = "INDEX(Figures[Until],1)"
"""Last day of the figures."""


def row_of(key: str) -> str:
    """Where a figure stands on the sheet Figures. ``key`` is a formula that gives its name."""
    return f"MATCH({key},Figures[Figure],0)"


def rate(key: str, column: str = "Rate", none: str = '"–"') -> str:
    """A figure by its name; ``none`` where the sheet has not got it or its denominator is zero (the cell is blank then, not zero)."""
    place = row_of(key)
    return f"IF(IFERROR(INDEX(Figures[Denominator],{place}),0)=0,{none},INDEX(Figures[{column}],{place}))"


def total(measure: str, subject: str, variant: str = "amount") -> str:
    """A plain figure: its value for this subject (a formula), in the main currency when it is an amount."""
    money = f",Figures[Currency],{MAIN_CURRENCY}" if variant == "amount" else ""
    return f'SUMIFS(Figures[Value],Figures[Measure],"{measure}",Figures[Subject],{subject},Figures[Variant],"{variant}"{money})'


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes cells of the dashboard in its few styles. A cell may be ``span`` columns wide."""

    sheet: Worksheet
    styles: Styles

    @property
    def language(self) -> str:
        return self.styles.language

    def say(self, english: str) -> str:
        """A word of this sheet in the ledger's language."""
        return in_words(english, self.language)

    def count(self, column: str, list_name: str, code: str) -> str:
        """How many cells of a column hold the code, or its label that a clerk chose and no run has rewritten yet."""
        words = dict.fromkeys((code, label(list_name, code, self.language)) if language_index(self.language) else (code,))
        return "+".join(f'COUNTIFS({column},"{word}")' for word in words)

    def cell(self, row: int, column: int, content: str, span: int = 1, **looks: Any) -> None:
        """A text, or a formula when it begins with =; merged over ``span`` columns."""
        style = self.styles.of(**looks)
        if span > 1:
            self.sheet.merge_range(row, column, row, column + span - 1, "", style)
        if content.startswith("="):
            self.sheet.write_formula(row, column, content, style)
        else:
            self.sheet.write_string(row, column, content, style)

    def title(self, row: int, column: int, text: str) -> None:
        self.sheet.write_string(row, column, self.say(text), self.styles.of(bold=True, font_size=12, font_color=ACCENT))

    def head(self, row: int, column: int, parts: tuple[tuple[str, int], ...], align: str = "right", **extra: Any) -> None:
        """Headers side by side, each with its width; the first one to the left, the others to the right. A formula is no word."""
        for number, (text, span) in enumerate(parts):
            side = {"align": "left", "indent": 1, "shrink": True} if number == 0 else {"align": align, "text_wrap": True}
            looks = {"bold": True, "font_color": ACCENT, "bg_color": ACCENT_SOFT, "bottom": 1, "bottom_color": ACCENT, **side, **extra}
            self.cell(row, column, text if text.startswith("=") else self.say(text), span, **looks)
            column += span

    def label(self, row: int, column: int, text: str, span: int = 1, **looks: Any) -> None:
        self.cell(row, column, text, span, **{"bottom": 1, "bottom_color": LINE, "indent": 1, "align": "left", "shrink": True, **looks})

    def number(self, row: int, column: int, formula: str, number_format: str = COUNT_FORMAT, span: int = 1, **looks: Any) -> None:
        self.cell(row, column, formula, span, **{"num_format": number_format, "bottom": 1, "bottom_color": LINE, "align": "right", "shrink": True, **looks})

    def note(self, row: int, column: int, text: str) -> None:
        """Small print below a table."""
        style = self.styles.of(font_size=9, font_color=MUTED, italic=True)
        if text.startswith("="):
            self.sheet.write_formula(row, column, text, style)
        else:
            self.sheet.write_string(row, column, text, style)


def cell_name(row: int, column: int) -> str:
    """``$B$18``."""
    return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
