"""The small office at an open workbook: LibreOffice holds the ledger, the clerk selects rows, presses buttons and fills in the Form.

Only ``entrypoints.ribbon`` is called, as the workbook calls it; cells are read back from the open document, not through our own ledger code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import xlwings

from pyaddin.entrypoints import ribbon
from pyaddin.ledger.book import Value
from pyaddin.ledger.schema import EVERY_TABLE
from tests.ledger.calc import Calc
from tests.stories.desk import LEDGER_ID, Office, Row, day

_FIELDS = 6  # first row of the Form with a field
_LINES = 5  # first row of the Result with a line


class RibbonOffice(Office):
    """An office whose ledger is open. ``said`` are the messages since the last look."""

    def __init__(self, folder: Path, calc: Calc, name: str = "ledger.xlsm") -> None:
        super().__init__(folder, name)
        self.calc = calc
        self.user = "Mary Webb"
        self.senders: list[Path] = []
        self._heard = 0
        self.book: xlwings.Book

    def new(self, rows: Mapping[str, Sequence[Row]], settings: Mapping[str, Value] | None = None, ledger_id: str = LEDGER_ID) -> RibbonOffice:
        """As the closed office; messages leave at once unless the test says otherwise."""
        super().new(rows, {"recall_minutes": 0, **(settings or {})}, ledger_id)
        return self

    def open(self) -> RibbonOffice:
        """Open the ledger as a clerk does; it is the caller of every button from now on."""
        self.book = self.calc.open(self.path)
        return self

    def save(self) -> None:
        self.book.save()

    # --- the clerk ---------------------------------------------------------------------------------------------------

    def press(self, button: str, on: str, *answers: str) -> list[str]:
        """Press a button on that day, with these answers to its questions. Returns what was said; a traceback fails the test."""
        self._today = max(self._today, day(on))
        self.calc.answer(*answers)
        with mock.patch("pyaddin.clock.now", self._now), mock.patch("pyaddin.ledger.live.screen.Screen.user", self.user), mock.patch(
            "pyaddin.entrypoints.sender.start", self.senders.append
        ):
            getattr(ribbon, button)()
        said = [prompt.text for prompt in self.calc.prompts[self._heard :]]
        self._heard = len(self.calc.prompts)
        assert not any("Traceback" in text or "X-INTERNAL" in text for text in said), said
        return said

    def select(self, table: str, *keys: str) -> None:
        """Select the rows whose first column that fits holds these ids, each an area of its own."""
        rows = [number for number, row in self.rows(table) for key in keys if key in (row.get("Case ID"), row.get(EVERY_TABLE[table].headers[0]))]
        assert rows, f"{table} has no row {keys}"
        self.select_at(table, ",".join(f"A{row}:B{row}" for row in rows))

    def select_at(self, sheet: str, address: str) -> None:
        self.book.sheets[sheet].activate()
        self.book.sheets[sheet].range(address).select()

    def hide(self, table: str, *keys: str) -> None:
        """Hide the rows of these ids, as a filter does."""
        for number, row in self.rows(table):
            if row[EVERY_TABLE[table].headers[0]] in keys:
                self.book.sheets[table].range((number, 1)).rows.hidden = True

    def form(self) -> dict[str, tuple[Any, Any]]:
        """Value and advice by option name, as they stand on the Form."""
        return {row[4]: (_plain(row[1]), row[3]) for row in self._grid("Form")[_FIELDS - 1 :] if len(row) > 4 and row[4]}

    def fill(self, **values: Any) -> None:
        """Type into cells of the Form."""
        places = {row[4]: number for number, row in enumerate(self._grid("Form"), 1) if len(row) > 4 and row[4]}
        for name, value in values.items():
            self.book.sheets["Form"].range((places[name], 2)).value = value

    def do(self, button: str, on: str, table: str, key: str, /, **values: Any) -> list[str]:
        """The whole way of a Form: select, press, fill in, press again."""
        self.select(table, key)
        assert self.press(button, on) == []
        self.fill(**values)
        return self.press(button, on)

    # --- reading the open workbook -----------------------------------------------------------------------------------

    def rows(self, table: str) -> list[tuple[int, dict[str, Any]]]:
        """Filled rows of a sheet as they stand on the screen, with their numbers."""
        grid = self._grid(table)
        start = next(number for number, row in enumerate(grid) if row and row[0] == EVERY_TABLE[table].headers[0])
        headers = [str(name) for name in grid[start] if name is not None]
        return [
            (number, {name: _plain(value) for name, value in zip(headers, row, strict=False)})
            for number, row in enumerate(grid[start + 1 :], start + 2)
            if any(value not in (None, "") for value in row)
        ]

    def live(self, table: str, key: str | None = None) -> dict[str, Any]:
        """The last row of the sheet, or the one with this id."""
        found = [row for _, row in self.rows(table) if key is None or row[EVERY_TABLE[table].headers[0]] == key]
        assert found, f"{table} has no row {key}"
        return found[-1]

    def results(self) -> list[tuple[str, ...]]:
        """The lines of the sheet Result as texts."""
        return [tuple(str(cell or "") for cell in row[:4]) for row in self._grid("Result")[_LINES - 1 :] if any(row)]

    def where(self) -> str:
        """The sheet that is shown."""
        return str(self.book.sheets.active.name)

    def _grid(self, sheet: str) -> list[list[Any]]:
        used = self.book.sheets[sheet].used_range.last_cell
        return list(self.book.sheets[sheet].range((1, 1), (used.row, used.column)).options(ndim=2).value)

    def _now(self) -> datetime:
        self._seconds += 1
        return datetime.combine(self._today, time(9, 30), tzinfo=UTC) + timedelta(seconds=self._seconds)


def assert_same(live: RibbonOffice, closed: Office, columns: Mapping[str, Sequence[str]]) -> None:
    """The open workbook and the closed file hold the same in these columns, row by row: one story by two doors."""
    for table, names in columns.items():
        shown = [[row[name] or None for name in names] for _, row in live.rows(table)]
        assert shown == [[row[name] or None for name in names] for row in closed.sheet(table)], table


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value


