"""The ``Dashboard`` sheet: tiles, tables and native charts on one printed page, all by formulas over the tables and the sheet ``Figures``.

Amounts are never added across currencies: tiles and charts show the currency of most cases, a table has them all.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pyaddin.build import dashboard_tables as tables
from pyaddin.build.dashboard_charts import charts
from pyaddin.build.dashboard_pen import BASE_DAY, DATA, LINES, LOWER, MAIN_CURRENCY, PERCENT, UPPER, WIDTH, Pen, rate, row_of
from pyaddin.build.sheets import print_setup
from pyaddin.build.styles import ACCENT, ACCENT_SOFT, COUNT_FORMAT, DATE_FORMAT, MONEY_FORMAT, MUTED, WHITE, Styles
from pyaddin.ledger.schema import STAGES

TILE = 4  # columns
_PALE = "#F4F7FB"


def _stock(pen: Pen) -> None:
    """How things stand now."""
    stages = f"$E${LOWER + 1}:$E${LOWER + len(STAGES) - 1}"
    holds = 'COUNTIFS(Holds[Start],"<="&AsOf,Holds[End],"")+COUNTIFS(Holds[Start],"<="&AsOf,Holds[End],">="&AsOf)'
    arrears = f"SUMIFS(Cases[Arrears],Cases[Currency],{MAIN_CURRENCY})"
    waiting = pen.count("Contacts[Result]", "Result", "queued") + "+" + pen.count("Contacts[Result]", "Result", "unknown")
    tiles = (
        ("Cases in collection", f"=SUM({stages})", "stages 1 to 5"),
        ("Cases past due", '=COUNTIFS(Cases[Days past due],">0")', "one day or more"),
        ("Arrears", f"={arrears}", f'="{pen.say("in ")}"&{MAIN_CURRENCY}&"{pen.say(", the most used currency")}"'),
        ("Missed installments", "=" + pen.count("Installments[Status]", "InstallmentStatus", "missed"), "due and not fully paid"),
        ("Open promises", "=" + pen.count("Promises[Status]", "PromiseStatus", "open"), "to be judged when due"),
        ("Open holds", f"={holds}", "stops in force"),
        ("To approve or check", f"={waiting}", "queued tasks, doubtful sends"),
    )
    for index, (name, formula, note) in enumerate(tiles):
        _tile(pen, 3, index, name, formula, note, COUNT_FORMAT, size=20, fill=ACCENT_SOFT)


_OF_TWO_DAYS = frozenset({
    "Cure rate", "Rolled worse", "Collection effectiveness", "Days sales outstanding", "Write-off rate", "Touches per cured case",
})  # fmt: skip
"""Figures that need the balances of an earlier day."""


def _kpis(pen: Pen) -> None:
    """The KPIs of the last weeks, with numerator and denominator below each."""
    money = f'&"|amount|"&{MAIN_CURRENCY}'
    first = (
        ("Cure rate", '"cure_rate|count"'), ("Rolled worse", '"fate|all|worse|count"'), ("Promises kept", '"promise_kept|count"'),
        ("Plan installments kept", '"plan_kept|count"'), ("Contact rate", '"contact_rate|count"'), ("First contact in time", '"first_contact|count"'),
        ("Relapse within 60 days", '"relapse_rate|count"'),
    )  # fmt: skip
    for index, (name, key) in enumerate(first):
        _tile(pen, 7, index, name, f"={rate(key)}", _made_of(pen, name, key), PERCENT, size=18, fill=_PALE)
    second = (
        ("Collection effectiveness", '"cei"' + money, "Value", PERCENT, "/100"), ("Days sales outstanding", '"dso"' + money, "Value", COUNT_FORMAT, ""),
        ("Write-off rate", '"write_off_rate"' + money, "Rate", PERCENT, ""), ("Cases reached", '"cases_reached|count"', "Rate", PERCENT, ""),
        ("Touches per cured case", '"touches_per_cure|count"', "Value", MONEY_FORMAT, ""),
        ("Contacts per recovered 1,000", '"contacts_per_1000"' + money, "Value", MONEY_FORMAT, ""),
        ("Cost per recovered 1,000", '"cost_per_1000"' + money, "Value", MONEY_FORMAT, ""),
    )  # fmt: skip
    for index, (name, key, column, number_format, scale) in enumerate(second):
        value = rate(key, column)
        formula = f"=IFERROR({value}{scale},\"–\")" if scale else f"={value}"
        _tile(pen, 11, index, name, formula, _made_of(pen, name, key), number_format, size=14, fill=_PALE)


def _made_of(pen: Pen, name: str, key: str) -> str:
    """``12 / 40``, money in whole units, and a click on it goes to the figure's row; where there is no such figure yet, the run that brings it."""
    place = row_of(key)
    top, bottom = (f"FIXED(INDEX(Figures[{column}],{place}),0)" for column in ("Numerator", "Denominator"))
    young = pen.say("from the second run on" if name in _OF_TWO_DAYS else "from the first run on")
    return f'=IFERROR(HYPERLINK("#Figures!A"&({place}+1),{top}&" / "&{bottom}),"{young}")'


def _tile(pen: Pen, row: int, index: int, name: str, formula: str, note: str, number_format: str, *, size: int, fill: str) -> None:
    left = 1 + index * TILE
    edge: dict[str, Any] = {"bg_color": fill, "align": "left", "indent": 1, "shrink": True}
    if index:
        edge |= {"left": 5, "left_color": WHITE}
    pen.cell(row, left, pen.say(name), TILE, bold=True, font_color=ACCENT, **edge)
    pen.cell(row + 1, left, formula, TILE, font_size=size, bold=True, font_color=ACCENT, num_format=number_format, **edge)
    pen.cell(row + 2, left, note if note.startswith("=") else pen.say(note), TILE, font_size=9, font_color=MUTED, **edge)


def _top(pen: Pen) -> None:
    sheet, styles = pen.sheet, pen.styles
    band = styles.of(bold=True, font_size=18, font_color=WHITE, bg_color=ACCENT, indent=1)
    sheet.set_row(0, 34)
    for column in range(1, WIDTH + 1):
        sheet.write_blank(0, column, None, band)
    sheet.write_string(0, 1, pen.say("Collections dashboard"), band)
    pen.cell(1, 1, pen.say("Computed as of"), 3, font_color=MUTED, indent=1)
    pen.cell(1, 4, f'=IF(AsOf="","{pen.say("no run yet")}",AsOf)', 3, bold=True, num_format=DATE_FORMAT, align="left")
    pen.cell(1, 8, pen.say("Figures of the period after"), 5, font_color=MUTED, align="right")
    pen.cell(1, 13, '=IFERROR(IF(INDEX(Figures[Since],1)=0,"–",INDEX(Figures[Since],1)),"–")', 3, bold=True, num_format=DATE_FORMAT, align="center")
    pen.cell(1, 16, pen.say("up to"), 2, font_color=MUTED, align="center")
    pen.cell(1, 18, f'=IFERROR(IF({BASE_DAY}=0,"–",{BASE_DAY}),"–")', 3, bold=True, num_format=DATE_FORMAT, align="center")
    pen.cell(1, 22, pen.say("every figure with its rows: sheet Figures"), 7, font_color=MUTED, align="right", italic=True)


def write(book: Workbook, sheet: Worksheet, styles: Styles) -> None:
    """Fill the sheet and protect it without a password (nothing is typed here)."""
    pen = Pen(sheet, styles)
    sheet.set_default_row(18)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, WIDTH, 7)
    sheet.set_column(WIDTH + 1, DATA - 1, 3)
    sheet.set_column(DATA, DATA + 5, 7)
    _top(pen)
    for spacer in (2, 6, 10, 14):
        sheet.set_row(spacer, 7)
    for row, height in ((4, 30), (8, 27), (12, 22), (UPPER - 1, 28), (LOWER - 1, 20)):
        sheet.set_row(row, height)
    _stock(pen)
    _kpis(pen)
    for table in (tables.ageing, tables.matrix, tables.stages, tables.promises, tables.workload, tables.currencies, tables.weeks):
        table(pen)
    charts(book, pen)
    sheet.set_tab_color(ACCENT)
    sheet.protect("", {"objects": True, "scenarios": True})
    print_setup(sheet, header_row=False)
    sheet.print_area(0, 0, LOWER + LINES, WIDTH)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
