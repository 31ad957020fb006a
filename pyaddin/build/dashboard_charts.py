"""The native charts of the Dashboard: ageing, cash curve, stage funnel and recovery by stage. They render in Excel and in LibreOffice alike."""

from __future__ import annotations

from typing import Any

from xlsxwriter.workbook import Workbook

from pyaddin.build.dashboard_pen import BUCKETS, CHARTS, DATA, LOWER, UPPER, Pen, cell_name
from pyaddin.build.dashboard_tables import RECOVERY_TITLE, WEEKS
from pyaddin.build.styles import ACCENT, LINE, MUTED
from pyaddin.ledger.schema import STAGES

NAME = "Dashboard"
SECOND = "#E08E45"
COLUMN = 54  # pixels of a column of width 7
ROW = 24  # pixels of a row of 18 points
_FONT = {"size": 9, "color": MUTED}
Range = list[Any]


def _chart(book: Workbook, kind: str, title: str, categories: Range, name: str, values: Range, **look: Any) -> Any:
    chart = book.add_chart({"type": kind})
    series = {"name": name, "categories": categories, "values": values, "fill": {"color": ACCENT}, "gap": 45, **look}
    chart.add_series(series)
    chart.set_title({"name": title, "name_font": {"size": 11, "color": ACCENT, "bold": True}, "overlay": False})
    flat = kind == "bar"
    chart.set_x_axis({"num_font": _FONT, "line": {"color": LINE}, "major_gridlines": {"visible": flat, "line": {"color": LINE}}, "num_format": "#,##0"})
    chart.set_y_axis({
        "num_font": _FONT, "line": {"none": True}, "num_format": "#,##0", "major_gridlines": {"visible": not flat, "line": {"color": LINE}}, "reverse": flat,
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": {"color": LINE}})
    return chart


def _ageing(book: Workbook, pen: Pen) -> Any:
    buckets = [NAME, UPPER, 1, UPPER + BUCKETS - 1, 1]
    labels = {"value": True, "font": _FONT, "num_format": "#,##0;;"}
    return _chart(book, "column", pen.say("Cases by days past due"), buckets, pen.say("Cases"), [NAME, UPPER, 3, UPPER + BUCKETS - 1, 3], data_labels=labels)


def _cash(book: Workbook, pen: Pen) -> Any:
    weeks = [NAME, UPPER, DATA, UPPER + WEEKS - 1, DATA]
    received = [NAME, UPPER, DATA + 2, UPPER + WEEKS - 1, DATA + 2]
    chart = _chart(book, "column", pen.say("Money received, week by week, and in all"), weeks, pen.say("Received"), received)
    line = book.add_chart({"type": "line"})
    line.add_series({
        "name": pen.say("Running total"), "categories": weeks, "values": [NAME, UPPER, DATA + 4, UPPER + WEEKS - 1, DATA + 4],
        "line": {"color": SECOND, "width": 2.25}, "y2_axis": True,
    })  # fmt: skip
    line.set_y2_axis({"num_font": _FONT, "num_format": "#,##0", "line": {"none": True}, "major_gridlines": {"visible": False}})
    chart.combine(line)
    chart.set_x_axis({"num_font": {**_FONT, "rotation": -45}, "num_format": "mm-dd", "text_axis": True, "line": {"color": LINE}})
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def _funnel(book: Workbook, pen: Pen) -> Any:
    last = LOWER + len(STAGES) - 2  # without the closed ones
    labels = {"value": True, "font": _FONT}
    chart = _chart(book, "bar", pen.say("Stage funnel: open cases"), [NAME, LOWER, 1, last, 1], pen.say("Cases"), [NAME, LOWER, 4, last, 4], data_labels=labels)
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


def _recovery(book: Workbook, pen: Pen) -> Any:
    last = LOWER + len(STAGES) - 2
    labels = {"value": True, "font": _FONT, "num_format": "0%"}
    title = f"={NAME}!{cell_name(*RECOVERY_TITLE)}"
    chart = _chart(book, "column", title, [NAME, LOWER, 1, last, 1], pen.say("Recovery"), [NAME, LOWER, 7, last, 7], data_labels=labels)
    lines = {"visible": True, "line": {"color": LINE}}
    chart.set_y_axis({"num_font": _FONT, "line": {"none": True}, "num_format": "0%", "min": 0, "max": 1, "major_unit": 0.2, "major_gridlines": lines})
    return chart


def charts(book: Workbook, pen: Pen) -> None:
    """Three side by side below the upper tables, and the funnel beside the matrix."""
    below = CHARTS, 12 * ROW
    for (row, height), column, columns, chart, told in (
        ((UPPER - 2, 12 * ROW), 23, 6, _funnel(book, pen), "Number of open cases in each stage"),
        (below, 1, 9, _ageing(book, pen), "Number of cases in each range of days past due"),
        (below, 10, 10, _cash(book, pen), "Money received in each of the last thirteen weeks, and their running total"),
        (below, 20, 9, _recovery(book, pen), "Money received while cases stood in each stage, of the balance there"),
    ):
        chart.set_size({"width": columns * COLUMN - 8, "height": height - 6})
        pen.sheet.insert_chart(row, column, chart, {"description": pen.say(told), "object_position": 2, "x_offset": 4, "y_offset": 3})
