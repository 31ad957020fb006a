"""The ``Process`` sheet: the five stages and every move with its guard, in the ledger's language, from ``rules.process``."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from pyaddin.build.sheets import print_setup
from pyaddin.build.styles import ACCENT, ACCENT_SOFT, AMBER, LINE, WHITE, Styles
from pyaddin.rules.process import STAGES, STEPS, WHO, Step, Words, in_language, places, source_in_words

NAME = "Process"
_TITLE: Words = ("The collection process", "催收流程", "催收流程")
_LEAD: Words = (
    "Made by the program; nothing is typed here. Every move is entered on the sheet Moves with its rule. Yellow: no run makes this decision,"
    " a supervisor does.",
    "由程序生成，无需录入。每次阶段变动都会连同规则记入 Moves 表。黄色：不由程序决定，只能由主管决定。",
    "由程式產生，無須輸入。每次階段變動都會連同規則記入 Moves 表。黃色：不由程式決定，只能由主管決定。",
)
_STAGES: tuple[Words, ...] = (("Stage", "阶段", "階段"), ("What it is for", "目的", "目的"))
_MOVES: tuple[Words, ...] = (
    ("Move", "变动", "變動"),
    ("From", "从", "從"),
    ("To", "到", "到"),
    ("Who", "由谁", "由誰"),
    ("Guard", "条件", "條件"),
    ("Source", "来源", "來源"),
)
_WIDTHS = (2, 8, 27, 25, 18, 74, 24)
_LINE = 15
"""Height of one line of wrapped text."""


def _lines(text: str, width: int) -> int:
    """Lines that a text takes in a column of that width; Chinese signs are two letters wide, most letters less than a digit."""
    return -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) // round(1.25 * width - 2))


def _head(sheet: Worksheet, styles: Styles, row: int, words: Sequence[tuple[int, str]]) -> None:
    style = styles.of(bold=True, font_color=ACCENT, bg_color=ACCENT_SOFT, indent=1)
    for column in range(1, len(_WIDTHS)):
        sheet.write_blank(row, column, None, style)
    for column, text in words:
        sheet.write_string(row, column, text, style)


def _move(step: Step, language: str) -> tuple[str, ...]:
    who = (", " if language == "en" else "、").join(in_language(WHO[name], language) for name in step.who)
    return (step.id, places(step.starts, language), places(step.ends, language), who, in_language(step.guard, language), source_in_words(step, language))


def write(sheet: Worksheet, styles: Styles, language: str) -> None:
    """Fill the sheet in one language and protect it without a password."""
    sheet.set_default_row(18)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    last = len(_WIDTHS) - 1
    band = styles.of(bold=True, font_size=16, font_color=WHITE, bg_color=ACCENT, indent=1)
    sheet.set_row(1, 30)
    sheet.merge_range(1, 1, 1, last, in_language(_TITLE, language), band)
    sheet.set_row(2, 24)
    sheet.merge_range(2, 1, 2, last, in_language(_LEAD, language), styles.of(text_wrap=True, indent=1))
    plain = styles.of(text_wrap=True, bottom=1, bottom_color=LINE, indent=1)
    bold = styles.of(bold=True, bottom=1, bottom_color=LINE, indent=1)
    _head(sheet, styles, 4, ((1, in_language(_STAGES[0], language)), (3, in_language(_STAGES[1], language))))
    row = 5
    for stage in STAGES:
        sheet.merge_range(row, 1, row, 2, in_language(stage.name, language), bold)
        sheet.merge_range(row, 3, row, last, in_language(stage.aim, language), plain)
        sheet.set_row(row, 20)
        row += 1
    row += 1
    _head(sheet, styles, row, [(column, in_language(words, language)) for column, words in enumerate(_MOVES, start=1)])
    for step in STEPS:
        row += 1
        fill = {"bg_color": AMBER} if step.who == ("supervisor",) else {}
        cells = _move(step, language)
        for column, text in enumerate(cells, start=1):
            extra = {"bold": True} if column == 1 else {}
            sheet.write_string(row, column, text, styles.of(text_wrap=True, bottom=1, bottom_color=LINE, indent=1, **extra, **fill))
        sheet.set_row(row, 6 + _LINE * max(_lines(text, width) for text, width in zip(cells, _WIDTHS[1:], strict=True)))
    sheet.freeze_panes(3, 0)
    sheet.set_tab_color(ACCENT)
    sheet.protect("", {"objects": True, "scenarios": True})
    print_setup(sheet, header_row=False)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()
