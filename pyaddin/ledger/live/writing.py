"""Blocks into an open sheet: formats first, so that no text becomes a number, a date or a formula, and a way back for every act."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, CellError, Formula, Value
from pyaddin.ledger.captions import NOT_YET, day_shown
from pyaddin.ledger.edits import plain_text
from pyaddin.ledger.form import wanted
from pyaddin.ledger.live import between, programs, visible
from pyaddin.ledger.live.between import TEXT
from pyaddin.ledger.live.blocks import Block, Rows, SheetPlan, apart
from pyaddin.ledger.live.form import misfits, rows_below
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.live.reading import Found
from pyaddin.ledger.schema import EVERY_TABLE, NUMBER_FORMATS, Column, Type

_CAPTION = re.compile(rf'(;;;".*? )(\d{{4}}-\d{{2}}-\d{{2}}|{NOT_YET})"')
_CAPTIONED = ("Cases", "Today")


def handed_over(value: Value | Cell) -> object:
    """The value as xlwings hands it over. A text that begins with an apostrophe gets a second one: Excel takes the first away."""
    if isinstance(value, Formula | CellError):
        return value.text
    if isinstance(value, Decimal):
        return float(value) or 0.0  # a zero with a sign is a zero
    if isinstance(value, str):
        text = plain_text(value)
        return f"'{text}" if text.startswith("'") else text or None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value


def _as_handed_over(rows: Rows) -> list[list[object]]:
    return [[handed_over(value) for value in row] for row in rows]


def _put_back(sheet: Any, block: Block) -> None:
    sheet.range((block.row, block.column), (block.bottom, block.right)).value = _as_handed_over(block.old)


class Writer:
    """Carries out plans on an open book and remembers how to take each step back."""

    def __init__(self, book: Any, patience: Patience) -> None:
        self._book = book
        self._patience = patience
        self._back: list[Callable[[], object]] = []

    def carry_out(self, plan: SheetPlan, found: Found) -> None:
        """Grow the table, then write its blocks."""
        sheet = self._book.sheets[plan.name]
        self._check_protection(sheet, plan)
        header_at = {column: EVERY_TABLE[plan.name].column(header) for header, column in found.columns.items()}
        if found.area is not None and plan.bottom > found.area.bottom:
            self._resize(sheet, plan, found)
        for block in plan.blocks:
            for part in self._parts(sheet, block, header_at):
                self._write(sheet, found, part, header_at)
        if plan.generated:
            if found.area is not None and plan.bottom < found.area.bottom:
                self._resize(sheet, plan, found)
            first, width = found.header_row + 1, max(found.columns.values())
            visible.show_rows(sheet, plan.name, sheet.range((first, 1), (max(plan.bottom, first), width)))

    def restore(self, found: Found) -> None:
        """The formats of the columns where others stand, and the table over the rows directly below it."""
        name = found.raw.name
        sheet = self._book.sheets[name]
        for bad in misfits(sheet, found, self._patience):
            self._format(sheet.range((bad.top, bad.place), (bad.bottom, bad.place)), wanted(bad.column), bad.code)
        bottom = rows_below(found)
        if bottom:
            self._resize(sheet, SheetPlan(name, bottom=bottom), found)

    def caption(self, as_of: date) -> None:
        """The captions "computed as of" are number formats of header cells: the date in them becomes ``as_of``, in any language."""
        day = day_shown(as_of)
        for name in _CAPTIONED:
            sheet = self._book.sheets[name]
            width = len(EVERY_TABLE[name].headers)
            for column in range(1, width + 1):
                cell = sheet.range((1, column))
                shown = self._patience(lambda cell=cell: cell.number_format)  # type: ignore[misc]
                found = _CAPTION.search(str(shown or ""))
                if found and found.group(2) != day:
                    self._format(cell, str(shown)[: found.start(2)] + day + str(shown)[found.end(2) :], str(shown))

    def take_back(self) -> str:
        """Every step undone, the last one first. Returns what could not be put back; blank when all is as it was."""
        lost = ""
        while self._back:
            step = self._back.pop()
            try:
                self._patience(step)
            except Exception as error:  # go on: as much as possible is put back
                lost = lost or str(error) or type(error).__name__
        return lost

    def mend(self, sheet_name: str, found: Found, row: int, header: str, value: Value) -> None:
        """One cell again, under the format that its value needs: Excel made something else of it at the first go."""
        column = EVERY_TABLE[sheet_name].column(header)
        cell = self._book.sheets[sheet_name].range((row, found.columns[header]))
        self._patience(lambda: setattr(cell, "number_format", TEXT if isinstance(value, str) else NUMBER_FORMATS[column.type]))
        self._patience(lambda: setattr(cell, "value", handed_over(value)))

    # --- within ----------------------------------------------------------------------------------------------------

    def _check_protection(self, sheet: Any, plan: SheetPlan) -> None:
        if not self._patience(lambda: programs.is_protected(sheet)):
            return
        for part in (part for block in plan.blocks for part in block.parts or (block,)):
            cells = sheet.range((part.row, part.column), (part.bottom, part.right))
            if self._patience(lambda cells=cells: programs.is_locked(cells)):  # type: ignore[misc]
                raise Stop("X-PROTECTED", plan.name, sheet=plan.name)

    def _resize(self, sheet: Any, plan: SheetPlan, found: Found) -> None:
        area = found.area
        assert area is not None
        table = sheet.tables[plan.name]
        old, new = (sheet.range((area.top, area.left), (bottom, area.right)) for bottom in (area.bottom, plan.bottom))
        self._back.append(lambda: table.resize(old))
        try:
            self._patience(lambda: table.resize(new))
        except Stop:
            raise
        except Exception as error:
            advice = "Look for merged cells, another table or a filter in the way below the table, then try again."
            raise Stop("X-BELOW", str(error)[:120], sheet=plan.name, row=area.bottom + 1, advice=advice) from error

    def _parts(self, sheet: Any, block: Block, header_at: dict[int, Column]) -> tuple[Block, ...]:
        """The whole block where the cells between the meant ones provably stay as they are; else it is parted where one might not."""
        if not block.parts:
            return (block,)
        meant = {row for part in block.parts for row in range(part.row, part.bottom + 1)}
        texts = frozenset(row for row, (cell,) in enumerate(block.old, block.row) if isinstance(cell, str)) - meant
        cells = sheet.range((block.row, block.column), (block.bottom, block.right))
        return apart(block, self._patience(lambda: between.spoiled_rows(sheet, cells, header_at[block.column], texts)))

    def _write(self, sheet: Any, found: Found, block: Block, header_at: dict[int, Column]) -> None:
        """The formats column by column, then all values of the block in one call."""
        again: list[tuple[Any, str]] = []
        for first, last in _alike(block, header_at):
            column = sheet.range((block.row, block.column + first), (block.bottom, block.column + last))
            code = self._dress(sheet, found, column, block, header_at[block.column + first], first)
            if code:
                again.append((column, code))
        cells = sheet.range((block.row, block.column), (block.bottom, block.right))
        new = _as_handed_over(block.new)
        for part in block.parts or (block,):  # what stands between is not put back: nothing of it was changed
            self._back.append(partial(_put_back, sheet, part))

        def put() -> None:
            if block.typed and not between.still_as_read(cells, block.old):
                self._back = self._back[: -len(block.parts or (block,))]
                raise Stop("X-CHANGED", f"{cells.address}: typed in meanwhile", sheet=str(sheet.name), row=block.row)
            cells.value = new

        self._patience(put)
        for column, code in again:
            self._format(column, code, TEXT)

    def _dress(self, sheet: Any, found: Found, cells: Any, block: Block, column: Column, at: int) -> str:
        """Give the cells the format that their values need. Returns a format to set again afterwards, blank for none."""
        values = [row[at] for row in block.new]
        texts = any(isinstance(value, str) for value in values)
        if all(value is None for value in values):
            return ""
        place = block.column + at
        body = sheet.range((found.header_row + 1, place), (max(found.bottom, block.bottom), place))
        shown = self._patience(lambda: body.number_format)
        if texts and shown != TEXT:
            before = self._patience(lambda: cells.number_format)
            self._format(cells, TEXT, before)
            return NUMBER_FORMATS[Type.INSTANT] if column.type is Type.INSTANT else ""
        if not texts and shown == TEXT:
            self._format(cells, NUMBER_FORMATS[column.type], TEXT)
        return ""

    def _format(self, cells: Any, code: str, before: object) -> None:
        if isinstance(before, str):
            self._back.append(lambda: setattr(cells, "number_format", before))
        self._patience(lambda: setattr(cells, "number_format", code))


def _alike(block: Block, header_at: dict[int, Column]) -> Iterator[tuple[int, int]]:
    """Runs of columns of a block whose values need the same kind of format: texts together, others one by one."""

    def is_text(index: int) -> bool:
        column = header_at[block.column + index]
        return column.type in (Type.ID, Type.TEXT, Type.NOTE, Type.CODE, Type.CODES) and all(isinstance(row[index], str | None) for row in block.new)

    start, width = 0, len(block.new[0])
    while start < width:
        stop = start
        while is_text(start) and stop + 1 < width and is_text(stop + 1):
            stop += 1
        yield start, stop
        start = stop + 1

