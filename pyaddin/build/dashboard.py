"""The ``Dashboard`` sheet: figures, four small tables and four native charts, all by formulas over the tables.

Amounts are never added across currencies: each has its own row. Buckets are compared with SUMPRODUCT, because COUNTIFS would
take the text "1-3" for a date and ">180" for a comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pyaddin.build.dashboard_words import in_words
from pyaddin.build.sheets import print_setup
from pyaddin.build.styles import ACCENT, ACCENT_SOFT, COUNT_FORMAT, DATE_FORMAT, LINE, MONEY_FORMAT, MUTED, WHITE, Styles
from pyaddin.labels import label, language_index
from pyaddin.ledger.schema import STAGES
from pyaddin.settings import DEFAULT_BUCKETS

CURRENCIES = ("CNY", "TWD", "HKD", "USD", "EUR", "GBP", "JPY", "SGD")
BUCKETS = len(DEFAULT_BUCKETS.split(","))
WEEKS = 9
WEEKS_BACK = 5
FIRST = 9  # first data row of the upper tables (zero-based)
LOWER = 36  # first data row of the lower tables
WIDTH = 14  # columns B..O
DASHED = "#,##0;-#,##0;–"
_BUCKET_TEXT = 'INDEX(Settings!$B$2:$B$200,MATCH("buckets",Settings!$A$2:$A$200,0))'
_MOST = f"MATCH(MAX($C${LOWER + 1}:$C${LOWER + len(CURRENCIES)}),$C${LOWER + 1}:$C${LOWER + len(CURRENCIES)},0)"
MAIN_CURRENCY = f"INDEX($B${LOWER + 1}:$B${LOWER + len(CURRENCIES)},{_MOST})"


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes cells of the dashboard in its few styles."""

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

    def head(self, row: int, column: int, texts: tuple[str, ...]) -> None:
        for offset, text in enumerate(texts):
            side = {"align": "left", "indent": 1} if offset == 0 else {"align": "right"}
            style = self.styles.of(bold=True, font_color=ACCENT, bg_color=ACCENT_SOFT, bottom=1, bottom_color=ACCENT, text_wrap=True, **side)
            self.sheet.write_string(row, column + offset, self.say(text), style)

    def title(self, row: int, column: int, text: str) -> None:
        self.sheet.write_string(row, column, self.say(text), self.styles.of(bold=True, font_size=12, font_color=ACCENT))

    def label(self, row: int, column: int, text: str, **extra: Any) -> None:
        style = self.styles.of(bottom=1, bottom_color=LINE, indent=1, **extra)
        if text.startswith("="):
            self.sheet.write_formula(row, column, text, style)
        else:
            self.sheet.write_string(row, column, text, style)

    def number(self, row: int, column: int, formula: str, number_format: str = COUNT_FORMAT, **extra: Any) -> None:
        style = self.styles.of(num_format=number_format, bottom=1, bottom_color=LINE, align="right", **extra)
        self.sheet.write_formula(row, column, formula, style)


def _tiles(pen: _Pen) -> None:
    stages = f"$I${FIRST + 1}:$I${FIRST + len(STAGES) - 1}"
    holds = 'COUNTIFS(Holds[Start],"<="&AsOf,Holds[End],"")+COUNTIFS(Holds[Start],"<="&AsOf,Holds[End],">="&AsOf)'
    arrears = f"SUMIFS(Cases[Arrears],Cases[Currency],{MAIN_CURRENCY})"
    tiles = (
        ("Cases in collection", f"=SUM({stages})", "stages 1 to 5", COUNT_FORMAT),
        ("Cases past due", '=COUNTIFS(Cases[Days past due],">0")', "one day or more", COUNT_FORMAT),
        ("Arrears", f"={arrears}", f'="{pen.say("in ")}"&{MAIN_CURRENCY}&"{pen.say(", the most used currency")}"', "#,##0"),
        ("Missed installments", "=" + pen.count("Installments[Status]", "InstallmentStatus", "missed"), "due and not fully paid", COUNT_FORMAT),
        ("Open promises", "=" + pen.count("Promises[Status]", "PromiseStatus", "open"), "to be judged when due", COUNT_FORMAT),
        ("Open holds", f"={holds}", "stops in force", COUNT_FORMAT),
        (
            "To approve or check",
            "=" + pen.count("Contacts[Result]", "Result", "queued") + "+" + pen.count("Contacts[Result]", "Result", "unknown"),
            "queued tasks, doubtful sends",
            COUNT_FORMAT,
        ),
    )
    edge = {"bg_color": ACCENT_SOFT, "align": "left", "indent": 1}
    for index, (name, formula, note, number_format) in enumerate(tiles):
        left = 1 + index * 2
        side: dict[str, Any] = {"left": 5, "left_color": WHITE} if index else {}
        small = pen.styles.of(font_size=9, font_color=MUTED, shrink=True, **edge, **side)
        big = pen.styles.of(font_size=20, bold=True, font_color=ACCENT, num_format=number_format, **edge, **side)
        pen.sheet.merge_range(3, left, 3, left + 1, pen.say(name), pen.styles.of(bold=True, font_color=ACCENT, **edge, **side))
        pen.sheet.merge_range(4, left, 4, left + 1, "", big)
        pen.sheet.write_formula(4, left, formula, big)
        pen.sheet.merge_range(5, left, 5, left + 1, "" if note.startswith("=") else pen.say(note), small)
        if note.startswith("="):
            pen.sheet.write_formula(5, left, note, small)


def _ageing(pen: _Pen) -> None:
    pen.title(FIRST - 2, 1, "Ageing: cases by days past due")
    pen.head(FIRST - 1, 1, ("Bucket", "Cases", "Share", "Arrears"))
    last = FIRST + BUCKETS
    for index in range(BUCKETS):
        row = FIRST + index
        cell = f"$B{row + 1}"
        pen.label(row, 1, f'=TRIM(MID(SUBSTITUTE({_BUCKET_TEXT},",",REPT(" ",99)),{index * 99 + 1},99))')
        pen.number(row, 2, f'=SUMPRODUCT((Cases[Bucket]={cell})*({cell}<>""))')
        pen.number(row, 3, f'=IF($C${last + 1}=0,"",C{row + 1}/$C${last + 1})', "0%")
        money = f'=SUMPRODUCT((Cases[Bucket]={cell})*({cell}<>"")*(Cases[Currency]={MAIN_CURRENCY}),Cases[Arrears])'
        pen.number(row, 4, money, "#,##0", shrink=True)
    pen.label(last, 1, pen.say("Total"), bold=True)
    pen.number(last, 2, f"=SUM(C{FIRST + 1}:C{last})", bold=True)
    pen.number(last, 3, f'=IF(C{last + 1}=0,"",1)', "0%", bold=True)
    pen.number(last, 4, f"=SUM(E{FIRST + 1}:E{last})", "#,##0", bold=True, shrink=True)
    note = f'="{pen.say("Arrears in ")}"&{MAIN_CURRENCY}&"{pen.say(" only; the other currencies stand below.")}"'
    pen.sheet.write_formula(last + 1, 1, note, pen.styles.of(font_size=9, font_color=MUTED, italic=True))


def _stages(pen: _Pen) -> None:
    pen.title(FIRST - 2, 6, "Stages of the work")
    pen.head(FIRST - 1, 6, ("Stage", "", "Cases"))
    for index, stage in enumerate(STAGES):
        row = FIRST + index
        pen.label(row, 6, label("Stage", stage, pen.language))
        pen.label(row, 7, "")
        pen.number(row, 8, "=" + pen.count("Cases[Stage]", "Stage", stage))
    row = FIRST + len(STAGES)
    pen.label(row, 6, pen.say("Not in collection"), font_color=MUTED)
    pen.label(row, 7, "")
    pen.number(row, 8, f'=COUNTIFS(Cases[Currency],"?*")-SUM(I{FIRST + 1}:I{row})', font_color=MUTED)
    pen.label(row + 1, 6, pen.say("Total"), bold=True)
    pen.label(row + 1, 7, "")
    pen.number(row + 1, 8, f"=SUM(I{FIRST + 1}:I{row + 1})", bold=True)


def _work(pen: _Pen) -> None:
    """Promises and plans: how they stand."""
    pen.title(FIRST - 2, 10, "Promises and plans")
    pen.head(FIRST - 1, 10, ("Status", "", "Promises", "", "Plans"))
    for index, status in enumerate(("open", "kept", "partly kept", "broken", "proposed", "signed", "superseded", "withdrawn")):
        row = FIRST + index
        name = "PlanStatus" if status in ("proposed", "signed") else "PromiseStatus"
        pen.label(row, 10, label(name, status, pen.language))
        for blank in (11, 13):
            pen.label(row, blank, "")
        pen.number(row, 12, "=" + pen.count("Promises[Status]", "PromiseStatus", status), DASHED)
        pen.number(row, 14, "=" + pen.count("Plans[Status]", "PlanStatus", status), DASHED)


def _currencies(pen: _Pen) -> None:
    pen.title(LOWER - 2, 1, "Money by currency")
    columns = ("Arrears", "Interest due", "Fees due", "Outstanding")
    pen.head(LOWER - 1, 1, ("Currency", "Cases", "Past due", *columns))
    dash = f"{MONEY_FORMAT};-{MONEY_FORMAT};–"
    for index, currency in enumerate(CURRENCIES):
        row = LOWER + index
        pen.label(row, 1, currency)
        pen.number(row, 2, f"=COUNTIFS(Cases[Currency],$B{row + 1})", DASHED)
        pen.number(row, 3, f'=COUNTIFS(Cases[Currency],$B{row + 1},Cases[Days past due],">0")', DASHED)
        for column, name in enumerate(columns, start=4):
            pen.number(row, column, f"=SUMIFS(Cases[{name}],Cases[Currency],$B{row + 1})", dash, shrink=True)
    row = LOWER + len(CURRENCIES)
    pen.label(row, 1, pen.say("Other"), font_color=MUTED)
    pen.number(row, 2, f'=COUNTIFS(Cases[Currency],"?*")-SUM(C{LOWER + 1}:C{row})', DASHED, font_color=MUTED)
    for column in range(3, 8):
        pen.label(row, column, "")


def _weeks(pen: _Pen) -> None:
    pen.title(LOWER - 2, 10, "Week by week (number)")
    pen.head(LOWER - 1, 10, ("Week ending", "", "Payments", "Promises due", "Rows due"))
    for index in range(WEEKS):
        row = LOWER + index
        cell = f"$K{row + 1}"
        day = pen.styles.of(num_format=DATE_FORMAT, bottom=1, bottom_color=LINE, align="left", indent=1)
        pen.sheet.write_formula(row, 10, f'=IF(AsOf="","",AsOf+{(index - WEEKS_BACK) * 7})', day)
        pen.label(row, 11, "")
        for column, source, extra in (
            (12, "Payments[Value date]", ',Payments[Reversed on],""'),
            (13, "Promises[Due on]", ""),
            (14, "Installments[Due on]", ',Installments[Status],"<>superseded"'),
        ):
            count = f'COUNTIFS({source},">"&{cell}-7,{source},"<="&{cell}{extra})'
            pen.number(row, column, f'=IF({cell}="","",{count})', DASHED)


def _chart(book: Workbook, kind: str, title: str, categories: list[Any], series: list[tuple[str, list[Any], str]], **extra: Any) -> Any:
    chart = book.add_chart({"type": kind, **extra})
    for name, values, color in series:
        chart.add_series({"name": name, "categories": categories, "values": values, "fill": {"color": color}, "gap": 60})
    chart.set_title({"name": title, "name_font": {"size": 11, "color": ACCENT, "bold": True}, "overlay": False})
    font = {"size": 9, "color": MUTED}
    chart.set_x_axis({"num_font": font, "line": {"color": LINE}, "major_gridlines": {"visible": kind == "bar", "line": {"color": LINE}}})
    chart.set_y_axis(
        {
            "num_font": font,
            "line": {"none": True},
            "num_format": "0",
            "major_gridlines": {"visible": kind != "bar", "line": {"color": LINE}},
            "reverse": kind == "bar",
        }
    )
    chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom", "font": font})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart


def _charts(book: Workbook, pen: _Pen) -> None:
    name, sheet, say = "Dashboard", pen.sheet, pen.say
    ageing = _chart(
        book,
        "column",
        say("Cases by days past due"),
        [name, FIRST, 1, FIRST + BUCKETS - 1, 1],
        [(say("Cases"), [name, FIRST, 2, FIRST + BUCKETS - 1, 2], ACCENT)],
    )
    stages = _chart(
        book, "bar", say("Cases by stage"), [name, FIRST, 6, FIRST + len(STAGES) - 1, 6], [(say("Cases"), [name, FIRST, 8, FIRST + len(STAGES) - 1, 8], ACCENT)]
    )
    weeks = [name, LOWER, 10, LOWER + WEEKS - 1, 10]
    series = [(say("Payments"), [name, LOWER, 12, LOWER + WEEKS - 1, 12], ACCENT), (say("Promises due"), [name, LOWER, 13, LOWER + WEEKS - 1, 13], "#9DB7D5")]
    weekly = _chart(book, "column", say("Payments and promises, week by week"), weeks, series)
    weekly.set_x_axis({"num_font": {"size": 9, "color": MUTED}, "num_format": "mm-dd", "text_axis": True, "line": {"color": LINE}})
    for column, chart, told in (
        (1, ageing, say("Number of cases in each range of days past due")),
        (6, stages, say("Number of cases in each stage")),
        (10, weekly, say("Payments and promises by week")),
    ):
        chart.set_size({"width": 5 * 82 if column == 10 else (5 * 82 - 12 if column == 1 else 4 * 82 - 12), "height": 290})
        sheet.insert_chart(FIRST + BUCKETS + 3, column, chart, {"description": told, "object_position": 2})


def write(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Fill the sheet and protect it without a password (nothing is typed here)."""
    pen = _Pen(sheet, styles)
    sheet.set_default_row(18)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, WIDTH, 11)
    band = styles.of(bold=True, font_size=18, font_color=WHITE, bg_color=ACCENT, indent=1)
    sheet.set_row(0, 34)
    for column in range(1, WIDTH + 1):
        sheet.write_blank(0, column, None, band)
    sheet.write_string(0, 1, pen.say("Collections dashboard"), band)
    sheet.merge_range(1, 1, 1, 2, pen.say("Computed as of"), styles.of(font_color=MUTED, indent=1))
    sheet.merge_range(1, 3, 1, 4, "", styles.of(bold=True, num_format=DATE_FORMAT, align="left"))
    sheet.write_formula(1, 3, f'=IF(AsOf="","{pen.say("no run yet")}",AsOf)', styles.of(bold=True, num_format=DATE_FORMAT, align="left"))
    sheet.set_row(4, 32)
    _tiles(pen)
    _ageing(pen)
    _stages(pen)
    _work(pen)
    _currencies(pen)
    _weeks(pen)
    _charts(book, pen)
    sheet.set_row(FIRST - 1, 20)
    sheet.set_row(LOWER - 1, 20)
    sheet.set_tab_color(ACCENT)
    sheet.protect("", {"objects": True, "scenarios": True})
    print_setup(sheet, header_row=False)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
    sheet.repeat_rows(0)
