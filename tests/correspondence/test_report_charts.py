"""Bars are as long as their numbers say, and the SVG shows the numbers themselves."""

from __future__ import annotations

import re
import shutil
from datetime import date
from decimal import Decimal

import pytest

from pyaddin.correspondence.charts import LEAST, WIDTH, Point, bars
from pyaddin.correspondence.report import AgeingLine, RunReport, StageLine, render
from pyaddin.correspondence.reports.document import Document, Drawing, Section
from pyaddin.correspondence.reports.show import pdf
from tests.correspondence.letter.pages import text_of


def test_lengths_are_in_proportion_and_stay_inside() -> None:
    chart = bars("k", "t", [Point("a", Decimal("200.00"), "200.00"), Point("bb", Decimal("50.00"), "50.00"), Point("c", Decimal(0), "0.00")])
    full, quarter, none = (bar.length for bar in chart.bars)
    assert none == 0
    assert abs(full - 4 * quarter) <= Decimal("0.4")
    assert chart.start + full + 8 + len("200.00") * 7 <= WIDTH == chart.width
    assert [bar.y for bar in chart.bars] == sorted({bar.y for bar in chart.bars})
    assert chart.bars[-1].y + chart.thick <= chart.height


def test_small_amounts_stay_visible_and_negative_ones_draw_nothing() -> None:
    chart = bars("k", "t", [Point("a", Decimal("1000000"), ""), Point("b", Decimal("0.01"), ""), Point("c", Decimal(-5), "")])
    assert [bar.length for bar in chart.bars][1:] == [LEAST, Decimal("0.0")]


def test_empty_chart_has_no_bars() -> None:
    assert bars("k", "t", []).bars == ()
    assert [bar.length for bar in bars("k", "t", [Point("a", Decimal(0), "0")]).bars] == [0]


def test_a_chinese_name_has_room_before_its_bar() -> None:
    names = bars("k", "t", [Point("最终处置", Decimal(5), "5"), Point("abcd", Decimal(5), "5")])
    assert names.start >= 4 * 13
    assert bars("k", "t", [Point("abcd", Decimal(5), "5")]).start < names.start


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler")
def test_no_name_of_a_bar_is_broken_on_paper() -> None:
    points = [Point(name, Decimal(size), f"{size:,}.00") for name, size in (("最终处置", 5), ("首次联系", 48), ("Beschwerdemanagementabteilung", 1_203_629))]
    charts = tuple(Drawing(f"chart {end}", bars(f"k{end}", "t", points[:end]), "") for end in (2, 3))
    printed, _ = pdf(Document("t", "zh-CN", (), (), (Section("s", "s", drawings=charts),), ""), author="", paper="a4", on=date(2026, 11, 23))
    words = text_of(printed.pdf).split()
    assert [words.count(name) for name in ("最终处置", "首次联系", "Beschwerdemanagementabteilung")] == [2, 2, 1]


def test_summary_has_every_value() -> None:
    assert bars("k", "t", [Point("1-3", Decimal(1), "1.00 (2)"), Point(">180", Decimal(3), "3.00 (1)")]).summary == "1-3: 1.00 (2); >180: 3.00 (1)"


def test_svg_shows_the_numbers_of_each_currency_on_its_own_scale() -> None:
    ageing = (AgeingLine("CNY", "1-3", 2, Decimal("1000.00")), AgeingLine("CNY", "4-7", 1, Decimal("250.00")), AgeingLine("USD", "1-3", 7, Decimal("3.50")))
    report = RunReport("W", "weekly", date(2026, 11, 23), "", "", "l", "folder", False, {}, ageing=ageing, stages=(StageLine("", 4), StageLine("DEEP", 8)))
    charts = re.findall(r"<svg.*?</svg>", render(report), re.S)
    assert [re.findall(r'<text x="[\d.]+" y="\d+">([^<]+)<', chart) for chart in charts] == [["1,000.00 (2)", "250.00 (1)"], ["3.50 (7)"], ["4", "8"]]
    assert [re.findall(r'text-anchor="end">([^<]+)<', chart) for chart in charts] == [["1-3", "4-7"], ["1-3"], ["(none)", "DEEP"]]
    lengths = [[Decimal(text) for text in re.findall(r'<rect[^>]* width="([\d.]+)"', chart)] for chart in charts]
    assert abs(lengths[0][0] - 4 * lengths[0][1]) <= Decimal("0.4")
    assert lengths[1][0] > 100, "the only bar of a currency is a full bar"
    assert abs(lengths[2][1] - 2 * lengths[2][0]) <= Decimal("0.2")
