"""A sheet read column by column holds what reading it cell by cell gives; what was read before is used again only where nothing differs."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.ledger.book import Cell
from pyaddin.ledger.live import programs, reading, visible
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.live.reading import ERRORS, Found, cell_of, read_sheet
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION

TABLE = EVERY_TABLE["Budgets"]
WIDTH = len(TABLE.headers)
DAY = datetime.combine(date(2026, 1, 5), time())
SHOWN = st.sampled_from(
    [None, "", "C-1", "#N/A", "=not a formula", 0.0, 12.5, DAY, datetime.fromisoformat("2026-01-05T14:30"), True, time(8, 5), Decimal("1.5")]
)


class Sheet:
    """A sheet of a program that holds these values; formulas and true errors by their place."""

    def __init__(self, lines: list[list[Any]], formulas: dict[tuple[int, int], str] | None = None, errors: frozenset[tuple[int, int]] = frozenset()) -> None:
        self.lines, self.formulas, self.errors, self.reads = lines, formulas or {}, errors, 0
        self.used_range = SimpleNamespace(last_cell=SimpleNamespace(row=len(lines), column=len(lines[0])))

    def range(self, first: object, last: object) -> Cells:
        return Cells(self)


class Cells:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.as_text = sheet, False

    def options(self, *, ndim: int, err_to_str: bool = False) -> Cells:
        self.as_text = err_to_str
        return self

    @property
    def value(self) -> list[list[Any]]:
        self.sheet.reads += 1
        errors = self.sheet.errors if not self.as_text else ()
        return [[None if (row, column) in errors else value for column, value in enumerate(line)] for row, line in enumerate(self.sheet.lines)]

    @property
    def formula(self) -> list[list[Any]]:
        lines = [["" if value is None else value for value in line] for line in self.sheet.lines]
        for (row, column), text in self.sheet.formulas.items():
            lines[row][column] = text
        return lines


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "has_formula", lambda cells: bool(cells.sheet.formulas))
    monkeypatch.setattr(programs, "table", lambda sheet, name: None)
    monkeypatch.setattr(visible, "hidden_rows", lambda sheet, top, bottom, width: frozenset())


def read(sheet: Sheet, before: Found | None = None) -> Found:
    return read_sheet(sheet, "Budgets", SCHEMA_VERSION, Patience(lambda seconds: None), before)


def cell_by_cell(sheet: Sheet) -> list[tuple[int, dict[str, Cell]]]:
    shown = Cells(sheet).formula if sheet.formulas or any(isinstance(value, Decimal) for line in sheet.lines for value in line) else sheet.lines
    rows = []
    for row, line in enumerate(sheet.lines[1:], 1):
        cells = {
            header: cell_of(line[place], shown[row][place], is_error=(row, place) in sheet.errors) for place, header in enumerate(TABLE.headers)
        }
        if any(cell is not None for cell in cells.values()):
            rows.append((row + 1, cells))
    return rows


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_by_column_and_cell_by_cell(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 5))
    few = st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, WIDTH), SHOWN), max_size=12)
    lines: list[list[Any]] = [[*TABLE.headers, "own"], *([None] * (WIDTH + 1) for _ in range(count))]
    for row, column, value in data.draw(few):
        lines[row + 1][column] = value
    places = [(row, column) for row, line in enumerate(lines) for column, value in enumerate(line) if row and value not in (None, "")]
    formulas = {place: "=A1" for place in data.draw(st.lists(st.sampled_from(places), max_size=2))} if places else {}
    alike = [place for place in places if lines[place[0]][place[1]] in ERRORS and place not in formulas]
    errors = frozenset(data.draw(st.lists(st.sampled_from(alike), max_size=2))) if alike else frozenset[tuple[int, int]]()
    sheet = Sheet(lines, formulas, errors)
    found = read(sheet)
    expected = cell_by_cell(sheet)
    assert [(number, dict(cells)) for number, cells in found.raw.rows] == expected
    assert repr([list(cells.values()) for _, cells in found.raw.rows]) == repr([list(cells.values()) for _, cells in expected])
    again = read(sheet, found)
    assert again.raw == found.raw
    assert again.digest == found.digest


def test_what_was_read_is_used_again_and_a_changed_cell_is_seen() -> None:
    lines = [list(TABLE.headers), ["D-1", DAY, 1200.0, *[None] * (WIDTH - 3)]]
    sheet = Sheet(lines)
    first = read(sheet)
    assert read(sheet, first) is first
    lines[1][2] = 1300.0
    second = read(sheet, first)
    assert second.raw.column("Income") == [1300.0]
    assert second.digest != first.digest


def test_a_text_that_becomes_an_error_is_seen_though_it_looks_the_same() -> None:
    lines = [list(TABLE.headers), ["D-1", DAY, "#N/A", *[None] * (WIDTH - 3)]]
    first = read(Sheet(lines))
    assert first.raw.column("Income") == ["#N/A"]
    second = read(Sheet(lines, errors=frozenset({(1, 2)})), first)
    assert second.raw.column("Income") == [reading.CellError("#N/A")]


def test_a_number_that_becomes_true_is_seen_though_it_is_equal() -> None:
    lines = [list(TABLE.headers), ["D-1", DAY, 1.0, *[None] * (WIDTH - 3)]]
    sheet = Sheet(lines)
    first = read(sheet)
    lines[1][2] = True
    second = read(sheet, first)
    assert second.raw.column("Income") == [True]
    assert second.digest != first.digest
    assert read(sheet, second) is second
    lines[1][2] = 1.0
    assert repr(read(sheet, second).raw.column("Income")) == "[1.0]"


def test_money_in_a_currency_format_is_looked_up_again() -> None:
    lines = [list(TABLE.headers), ["D-1", DAY, Decimal("1200.0000"), *[None] * (WIDTH - 3)]]
    sheet = Sheet(lines, {(1, 2): "1200.00001"})
    first = read(sheet)
    assert first.raw.column("Income") == [1200.00001]
    sheet.formulas[(1, 2)] = "1200.00002"
    assert read(sheet, first).raw.column("Income") == [1200.00002]


def test_equal_cells_have_one_digest_whatever_objects_they_are() -> None:
    def made(name: str) -> list[list[Any]]:
        return [list(TABLE.headers), [name, DAY, 1.0, *[None] * (WIDTH - 3)], [name, DAY, 1.0, *[None] * (WIDTH - 3)]]

    once, twice = read(Sheet(made("D-1"))), read(Sheet(made("".join(["D", "-", "1"]))))
    other = read(Sheet([list(TABLE.headers), ["D-1", DAY, 1.0, *[None] * (WIDTH - 3)], ["".join(["D", "-1"]), DAY, 1.0, *[None] * (WIDTH - 3)]]))
    assert once.digest == twice.digest == other.digest
