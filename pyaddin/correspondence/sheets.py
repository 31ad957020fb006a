"""Sheets that leave the office to be worked on: call lists and batches of text messages, written so that no cell is ever a formula.

Every text is stored as a string with the text format, whatever it begins with, and cleaned: control characters, marks that turn the reading
direction and lone surrogates stay out. A file that is there already is never overwritten: somebody may have filled it in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.worksheet import Worksheet

from pyaddin.correspondence.clean import cleaned
from pyaddin.errors import Stop
from pyaddin.records import dataclass

TEXT, NOTE, AMOUNT, WHOLE, DAY, MOMENT = "text", "note", "amount", "whole", "day", "moment"
HEAD_ROW = 2
"""Index of the row of headers: the title and what to do stand above it."""
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
_MOST_TEXT = 32_000
_LISTS = "Lists"
_FONT = "Arial"
_LINE, _MOST_LINES = 13.5, 30
_FILL, _HEAD, _PALE = "#FFF2CC", "#1F3864", "#D9E2F3"
_FORMATS = {TEXT: "@", NOTE: "@", WHOLE: "0", DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}


@dataclass(frozen=True, slots=True)
class Link:
    """A text that opens something when it is clicked; ``target`` is made by the program, never from a name."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency's decimals."""

    amount: Decimal
    digits: int


Cell = str | int | Link | Money | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """``choices`` make a drop-down; ``fill`` marks a column that a clerk fills in; ``unseen`` one that only the program reads back."""

    key: str
    head: str
    width: float = 12
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    fill: bool = False
    unseen: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: title, what to do, columns and rows (cells by column key). ``lines``: the most lines of text that a row may be high."""

    name: str
    title: str
    advice: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Block:
    """Something to read about one row: a headline, a link or text beside it, and its lines."""

    head: str
    beside: Link | str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet to read: one block below the other, folded to their headlines. Links stand here and not in a list, which may be sorted."""

    name: str
    title: str
    advice: str
    blocks: tuple[Block, ...]


def save(path: Path, pages: Sequence[Page | Reading], made_at: datetime) -> None:
    """Write the workbook whole or not at all; the same pages and instant give the same bytes.

    Raises ``Stop``: X-EXISTS for a file that is there, X-WRITE when it cannot be written.
    """
    if path.exists():
        raise Stop("X-EXISTS", str(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")  # not of mkstemp: colleagues on a share may read it, too
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _book(str(temporary), pages, made_at)
        temporary.replace(path)
    except (OSError, FileCreateError) as error:
        raise Stop("X-WRITE", f"{path}: {getattr(error, 'strerror', None) or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink()


def _book(target: str, pages: Sequence[Page | Reading], made_at: datetime) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"created": made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)})
    looks = _Looks(book)
    sheets = [(book.add_worksheet(page.name), page) for page in pages]
    lists = _Lists(book)
    for sheet, page in sheets:
        if isinstance(page, Page):
            _draw(sheet, page, looks, lists)
        else:
            _draw_blocks(sheet, page, looks)
    lists.done()
    book.close()


class _Target(Url):  # type: ignore[misc]  # XlsxWriter brings no types
    """A link of a kind that XlsxWriter does not know by itself (``tel:``)."""

    def _parse_url(self) -> None:
        self._link_type = UrlTypes.URL


class _Looks:
    """Formats of the workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_name": _FONT, "font_size": 10, **properties})
        return self._made[key]

    def cell(self, column: Column, number_format: str, *, link: bool = False) -> Format:
        look: dict[str, Any] = {"num_format": number_format, "valign": "top", "border": 1, "border_color": "#BFBFBF"}
        if column.kind == NOTE:
            look["text_wrap"] = True
        elif column.kind == WHOLE:
            look["align"] = "center"
        elif column.kind == AMOUNT:
            look |= {"align": "right", "indent": 1}
        if column.fill:
            look["bg_color"] = _FILL
        if link:
            look |= {"font_color": "#0563C1", "underline": 1}
        return self.of(**look)


class _Lists:
    """The hidden sheet that the drop-downs are made from: a list typed into the rule itself may hold 255 characters only."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._columns: dict[tuple[str, ...], int] = {}

    def source(self, choices: tuple[str, ...]) -> str:
        index = self._columns.setdefault(choices, len(self._columns))
        return f"={_LISTS}_{index + 1}"

    def done(self) -> None:
        if not self._columns:
            return
        sheet = self._book.add_worksheet(_LISTS)
        for choices, index in self._columns.items():
            for row, choice in enumerate(choices):
                sheet.write_string(row, index, choice)
            letter = chr(ord("A") + index)
            self._book.define_name(f"{_LISTS}_{index + 1}", f"={_LISTS}!${letter}$1:${letter}${len(choices)}")
        sheet.very_hidden()


def plain(text: str, *, one_line: bool) -> str:
    """The text as a cell takes it: cleaned, and cut where Excel's limit is near, which an ellipsis tells."""
    words = cleaned(text) if one_line else "\n".join(cleaned(line) for line in text.splitlines())
    return words if len(words) <= _MOST_TEXT else words[:_MOST_TEXT] + "…"


def _top(sheet: Worksheet, title: str, advice: str, looks: _Looks) -> None:
    sheet.write_string(0, 0, title, looks.of(bold=True, font_size=14))
    sheet.write_string(1, 0, advice, looks.of(italic=True, font_color="#595959"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _draw_blocks(sheet: Worksheet, page: Reading, looks: _Looks) -> None:
    _top(sheet, page.title, page.advice, looks)
    text, beside = Column("text", "", 110, NOTE), Column("beside", "", 24)
    sheet.set_column(0, 0, text.width)
    sheet.set_column(1, 1, beside.width)
    sheet.outline_settings(symbols_below=False)
    sheet.freeze_panes(HEAD_ROW, 0)
    row = HEAD_ROW
    bold = looks.of(bold=True, num_format="@", bg_color=_PALE, valign="top", text_wrap=True)
    for block in page.blocks:
        sheet.set_row(row, None, None, {"collapsed": True})
        sheet.write_string(row, 0, plain(block.head, one_line=True), bold)
        _write(sheet, row, 1, beside, block.beside, looks)
        for number, line in enumerate(block.lines, start=row + 1):
            sheet.set_row(number, _LINE * min(_MOST_LINES, _lines(text, line)), None, {"level": 1, "hidden": True})
            sheet.write_string(number, 0, plain(line, one_line=True), looks.of(num_format="@", text_wrap=True, valign="top"))
        row += len(block.lines) + 1


def _draw(sheet: Worksheet, page: Page, looks: _Looks, lists: _Lists) -> None:
    last = HEAD_ROW + max(1, len(page.rows))
    _top(sheet, page.title, page.advice, looks)
    head = looks.of(bold=True, font_color="white", bg_color=_HEAD, text_wrap=True, valign="top", border=1)
    to_fill = looks.of(bold=True, font_color="#1F3864", bg_color="#FFD966", text_wrap=True, valign="top", border=1)
    for index, column in enumerate(page.columns):
        sheet.write_string(HEAD_ROW, index, column.head, to_fill if column.fill else head)
        number_format = _FORMATS.get(column.kind, "#,##0.00")
        sheet.set_column(index, index, column.width, looks.of(num_format=number_format), {"hidden": column.unseen})
        _rule(sheet, index, column, last, lists)
    for number, row in enumerate(page.rows, HEAD_ROW + 1):
        sheet.set_row(number, _LINE * min(page.lines, max((_lines(column, row.get(column.key)) for column in page.columns), default=1)))
        for index, column in enumerate(page.columns):
            _write(sheet, number, index, column, row.get(column.key), looks)
    sheet.set_row(HEAD_ROW, _LINE * 3)
    sheet.freeze_panes(HEAD_ROW + 1, min(4, len(page.columns)))
    if page.rows:
        sheet.autofilter(HEAD_ROW, 0, last, len(page.columns) - 1)
    sheet.repeat_rows(HEAD_ROW)


def _lines(column: Column, value: Cell) -> int:
    """How many lines a wrapped text takes in its column, a Chinese character counting as two."""
    if column.kind != NOTE or not isinstance(value, str):
        return 1
    room = max(1.0, column.width - 1)
    return sum(1 + int(sum(2 if east_asian_width(char) in "WF" else 1 for char in line) / room) for line in value.splitlines() or [""])


def _write(sheet: Worksheet, row: int, index: int, column: Column, value: Cell, looks: _Looks) -> None:
    look = looks.cell(column, _FORMATS.get(column.kind, "#,##0.00"))
    if value is None or value == "":
        sheet.write_blank(row, index, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, index, plain(value, one_line=column.kind != NOTE), looks.cell(column, "@"))
    elif isinstance(value, Link):
        # the text beside the link is stored as a string; the target is a checked number
        target = _Target(value.target)
        target.text = plain(value.text, one_line=True)
        sheet.write_url(row, index, target, looks.cell(column, "@", link=True))
    elif isinstance(value, Money):
        code = "#,##0" + ("." + "0" * value.digits if value.digits else "")
        sheet.write_number(row, index, float(value.amount), looks.cell(column, code))
    elif isinstance(value, datetime):
        sheet.write_datetime(row, index, value.replace(tzinfo=None), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, index, datetime.combine(value, time()), look)
    else:
        sheet.write_number(row, index, value, look)


def _rule(sheet: Worksheet, index: int, column: Column, last: int, lists: _Lists) -> None:
    """What a cell to fill in refuses, with the words that say so."""
    if not column.fill:
        return
    rule: dict[str, Any] = {"error_type": "stop"}
    if column.note:
        rule |= {"input_title": column.head[:32], "input_message": column.note[:255], "error_title": column.head[:32], "error_message": column.note[:255]}
    if column.choices:
        rule |= {"validate": "list", "source": lists.source(column.choices)}
    elif column.kind == AMOUNT:
        rule |= {"validate": "decimal", "criteria": ">", "value": 0}
    elif column.kind in (DAY, MOMENT):
        rule |= {"validate": "date", "criteria": "between", "minimum": FIRST_DAY, "maximum": LAST_DAY}
    elif column.note:
        rule |= {"validate": "any"}
    else:
        return
    sheet.data_validation(HEAD_ROW + 1, index, last, index, rule)


def unseen(keys: Iterable[str]) -> tuple[Column, ...]:
    """Columns by which a row is known again when the sheet comes back; nobody needs to see them."""
    return tuple(Column(key, key, 4, unseen=True) for key in keys)
