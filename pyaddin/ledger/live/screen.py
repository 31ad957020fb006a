"""The open workbook as the clerk sees it: what is selected, the sheets Form and Result, messages, a filter, progress.

Those two sheets are no ledger tables: they are made when they are needed, hold text and a few typed cells, and are never read as ledger rows.
"""

from __future__ import annotations

import ctypes
import getpass
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import field
from typing import Any

import xlwings

from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.ledger.live import LiveBook, Patience, disarm, programs, status_bar, still, visible
from pyaddin.ledger.live.painting import paint
from pyaddin.ledger.live.reading import as_grid
from pyaddin.ledger.live.selected import WHOLE, Selected, one_column, rectangles, selected_rows
from pyaddin.ledger.live.writing import handed_over
from pyaddin.records import dataclass

TEXT, DAY, UNSEEN = "@", "yyyy-mm-dd", ";;;"
_ESCAPE = 0x1B
_EVERY = 0.5
_DEFAULT_NO = 0x4 | 0x30 | 0x100  # yes and no, a warning sign, the second button is the default


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sheet to be shown: rows of text from A1 on. ``typed`` are cells whose value keeps its kind, with their number format.

    ``colors`` fill whole rows or single cells (column 0 = the row); ``choices`` are drop-downs; ``unseen`` cells hold what the program remembers.
    The words of the first ``spread`` rows run over the cells beside them; all others are wrapped into their column.
    """

    rows: Sequence[Sequence[Value]]
    widths: Sequence[int]
    typed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    colors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    choices: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    unseen: tuple[tuple[int, int], ...] = ()
    spread: int = 0


class Screen:
    """One open workbook and the person before it."""

    def __init__(self, book: xlwings.Book, *, pause: Callable[[float], None] = time.sleep, ticks: Callable[[], float] = time.monotonic) -> None:
        self._book = book
        self._ticks = ticks
        self._patience = Patience(pause)
        self.ledger = LiveBook(book, pause=pause)

    @classmethod
    def of_caller(cls) -> Screen:
        """The workbook whose button was pressed; never another Excel, never a second one. Raises what xlwings raises when there is none.

        Stops: X-PLACE for a file name with ``=`` in it, which xlwings would cut off there.
        """
        disarm()
        name = next((word.removeprefix("--wb=") for word in sys.argv if word.startswith("--wb=")), "")
        if "=" in name:
            raise Stop("X-PLACE", name, advice="Save the workbook under a name without the sign =, then press the button again.")
        return cls(xlwings.Book.caller())

    @property
    def user(self) -> str:
        """Who works here: the name in Excel's options, else the name of the login."""
        with suppress(Exception):
            name = str(self._book.app.api.UserName or "").strip()
            if name:
                return name
        with suppress(OSError, KeyError, ImportError):
            return getpass.getuser()
        return "clerk"

    # --- what is selected ------------------------------------------------------------------------------------------

    @property
    def active(self) -> str:
        """Name of the sheet that is shown."""
        return str(self._patience(lambda: self._book.sheets.active.name))

    def selected(self) -> Selected:
        """The selection on the sheet that is shown, in all its areas; rows below the last used one are left out."""
        chosen = self._patience(lambda: self._book.app.selection)
        if chosen is None:
            return Selected(self.active, ())
        sheet = chosen.sheet
        name = str(sheet.name)
        areas = self._patience(lambda: rectangles(chosen))
        if any(area.bottom - area.top + 1 >= WHOLE for area in areas):
            return Selected(name, (), whole=True)
        end = self._patience(lambda: sheet.used_range.last_cell)
        rows = selected_rows(areas, int(end.row))
        hidden = rows & self._hidden(sheet, name, rows, int(end.column))
        return Selected(name, tuple(sorted(rows - hidden)), len(hidden), column=one_column(areas))

    def _hidden(self, sheet: Any, name: str, rows: Collection[int], right: int) -> frozenset[int]:
        """Which of these rows are hidden: as the ledger was read in this click; of a sheet that is no table the program is asked."""
        read = self.ledger.hidden_rows(name)
        if read is not None:
            return read
        return self._patience(lambda: visible.hidden_rows(sheet, min(rows), max(rows), right)) if rows else frozenset()

    # --- going, telling, asking ------------------------------------------------------------------------------------

    def go(self, sheet: str, row: int = 1) -> None:
        """Show this sheet with the row's first cell selected; a hidden sheet is brought out."""
        target = self._book.sheets[sheet]
        if not target.visible:
            target.visible = True
        self._patience(target.activate)
        self._patience(lambda: target.range((row, 1)).select())

    def tell(self, text: str, title: str) -> None:
        """A message that the clerk closes."""
        self._patience(lambda: self._book.app.alert(text, title=title, buttons="ok"))

    def ask(self, text: str, title: str) -> bool:
        """A question that counts as No unless the clerk says Yes."""
        windows: Any = sys.modules.get("win32api")
        if windows is not None:
            return bool(windows.MessageBox(self._book.app.hwnd, text, title, _DEFAULT_NO) == 6)
        return bool(self._patience(lambda: self._book.app.alert(text, title=title, buttons="yes_no", mode="critical")) == "yes")

    @contextmanager
    def progress(self, stop_cell: tuple[str, int, int] | None = None) -> Iterator[Callable[[int, int, str], None]]:
        """A ``progress`` for tasks that speaks in the status bar; between two cases it raises ``KeyboardInterrupt`` when the clerk wants to stop.

        Each look takes its time, so there is one every half second, however many cases there are. Who wants to stop presses Esc (Windows),
        types into ``stop_cell``, or presses Ctrl+C in the terminal.
        """
        with status_bar(self._book.app) as show:
            _escape_pressed()  # an Esc of before, that closed a dialog for example, is forgotten
            due = self._ticks()

            def shown(done: int, total: int, label: str) -> None:
                nonlocal due
                if (now := self._ticks()) < due:
                    return
                due = now + _EVERY
                show(done, total, label)
                if _escape_pressed() or (stop_cell is not None and self._typed_into(*stop_cell)):
                    raise KeyboardInterrupt

            yield shown

    def _typed_into(self, sheet: str, row: int, column: int) -> bool:
        with suppress(Exception):
            return self._book.sheets[sheet].range((row, column)).value not in (None, "")
        return False

    # --- sheets that are no ledger tables --------------------------------------------------------------------------

    def has(self, sheet: str) -> bool:
        """Whether the workbook has this sheet."""
        return any(other.name == sheet for other in self._patience(lambda: list(self._book.sheets)))

    def grid(self, sheet: str) -> list[list[Any]]:
        """The cells of a sheet from A1 on; empty when there is no such sheet."""
        if not self.has(sheet):
            return []
        used = self._patience(lambda: self._book.sheets[sheet].used_range)
        end = used.last_cell
        cells = self._book.sheets[sheet].range((1, 1), (end.row, end.column))
        return [list(row) for row in as_grid(self._patience(lambda: cells.options(ndim=2).value))]

    def draw(self, name: str, drawing: Drawing) -> None:
        """Put the drawing on the sheet of this name, which is made at the end of the book when it is not there. Text is never a formula."""
        if not self.has(name):
            before = self._book.sheets.active
            self._patience(lambda: self._book.sheets.add(name, after=self._book.sheets[-1]))
            before.activate()
        sheet = self._book.sheets[name]
        self._patience(sheet.clear)
        if not drawing.rows:
            return
        width = max(len(row) for row in drawing.rows)
        block = [[handed_over(value) for value in row] + [None] * (width - len(row)) for row in drawing.rows]
        cells = sheet.range((1, 1), (len(block), width))
        cells.number_format = TEXT
        kept = [[None if (r, c) in drawing.typed else value for c, value in enumerate(row, 1)] for r, row in enumerate(block, 1)]
        with still(self._book.app, self._patience):
            paint(sheet, drawing.colors, len(block), width, self._patience)
            self._patience(lambda: setattr(cells, "value", kept))
        for (row, column), code in drawing.typed.items():
            self._put(sheet, row, column, block[row - 1][column - 1], code)
        self._dress(sheet, drawing, width)

    def _put(self, sheet: Any, row: int, column: int, value: Any, code: str) -> None:
        cell = sheet.range((row, column))
        cell.number_format = code
        if value is not None:
            self._patience(lambda: setattr(cell, "value", value))

    def _dress(self, sheet: Any, drawing: Drawing, width: int) -> None:
        for column, characters in enumerate(drawing.widths, 1):
            sheet.range((1, column)).column_width = characters
        for row, column in drawing.unseen:
            sheet.range((row, column)).number_format = UNSEEN
        for (row, column), words in drawing.choices.items():
            with suppress(Exception):  # without its list a cell can still be typed into
                sheet.range((row, column)).data_validation.set_list(list(words))
        cells = sheet.range((1, 1), (len(drawing.rows), width))
        with suppress(Exception):
            if drawing.spread < len(drawing.rows):
                sheet.range((drawing.spread + 1, 1), (len(drawing.rows), width)).wrap_text = True
            programs.align_top(cells)
            cells.rows.autofit()

    def write_text(self, sheet: str, row: int, column: int, text: str) -> None:
        """One cell of text on a sheet that is no table."""
        cell = self._book.sheets[sheet].range((row, column))
        cell.number_format = TEXT
        self._patience(lambda: setattr(cell, "value", handed_over(text)))

    def erase(self, sheet: str) -> None:
        """Nothing stands on the sheet any more."""
        if self.has(sheet):
            self._patience(self._book.sheets[sheet].clear)

    # --- rows shown and hidden -------------------------------------------------------------------------------------

    def show_only(self, sheet: str, table: str, column: int, words: str, hide: Sequence[int]) -> None:
        """Only the rows whose cell in this column (counted in the table) holds the words; ``hide`` are the others, where no filter is offered."""
        visible.show_only(self._book.sheets[sheet], table, column, words, hide)

    def show_all(self, sheet: str, table: str, first: int, last: int) -> None:
        """The filter taken off and every row shown."""
        target = self._book.sheets[sheet]
        visible.show_rows(target, table, target.range((first, 1), (last, 1)))


def _escape_pressed() -> bool:
    """Whether Esc was pressed since the last look; only Windows tells, and Excel itself cannot while it waits for us."""
    windows: Any = getattr(ctypes, "windll", None)
    return windows is not None and bool(windows.user32.GetAsyncKeyState(_ESCAPE) & 1)
