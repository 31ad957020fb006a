"""How often a program is asked, counted on one that only counts: the same for ten rows and for ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from pyaddin.ledger.live.halving import halved
from pyaddin.ledger.live.painting import paint
from pyaddin.ledger.live.patience import Patience
from pyaddin.ledger.live.visible import hidden_rows

RED, GREEN = "#FF0000", "#00FF00"


class Sheet:
    """A sheet of Excel, as far as colors and hidden rows go. ``calls`` counts everything that would go to Excel."""

    def __init__(self, *, native: bool = True, hidden: frozenset[int] = frozenset()) -> None:
        self.calls = 0
        self.native = native
        self.hidden = hidden
        self.marked: set[tuple[int, int]] = set()
        self.colors: dict[tuple[int, int], object] = {}

    def range(self, first: Any, last: Any = None) -> Cells:
        places: set[tuple[int, int]] = set()
        for text in first.split(",") if isinstance(first, str) else ():
            top, bottom = (int("".join(filter(str.isdigit, corner))) for corner in text.split(":"))
            left, right = (ord(corner[0]) - 64 for corner in text.split(":"))
            places |= {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        assert not isinstance(first, str) or len(first) < 255, "Excel takes no longer address"
        return Cells(self, places)

    @property
    def api(self) -> SimpleNamespace:
        return SimpleNamespace(Evaluate=self._evaluate)

    def _evaluate(self, formula: str) -> object:
        self.calls += 1
        if not self.native:
            raise NotImplementedError(formula)
        bottom = int(formula.rpartition("$A$")[2].partition(")")[0])
        return tuple((0.0 if row in self.hidden else 3.0,) for row in range(2, bottom + 1))


class Cells:
    def __init__(self, sheet: Sheet, places: set[tuple[int, int]]) -> None:
        self.sheet = sheet
        self.places = places

    def _color(self, color: str) -> None:
        self.sheet.calls += 1
        self.sheet.colors |= dict.fromkeys(self.places, color)

    def _fill(self, values: list[list[object]]) -> None:
        self.sheet.calls += 1
        self.sheet.marked = {(r, c) for r, row in enumerate(values, 1) for c, mark in enumerate(row, 1) if mark is not None}

    color = property(fset=_color)
    value = property(fset=_fill)

    @property
    def api(self) -> SimpleNamespace:
        return SimpleNamespace(SpecialCells=self._special) if self.sheet.native else SimpleNamespace()

    def _special(self, kind: int) -> SimpleNamespace:
        assert kind == 2
        self.sheet.calls += 1
        return SimpleNamespace(Interior=Interior(self.sheet))

    def get_special_cells(self, kind: str) -> list[SimpleNamespace]:
        self.sheet.calls += 1
        return [SimpleNamespace(row=row, shape=(1, 1)) for row in range(2, 12) if row not in self.sheet.hidden]


class Interior:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def _fill(self, color: int) -> None:
        self.sheet.calls += 1
        red, green, blue = color & 255, color >> 8 & 255, color >> 16
        self.sheet.colors |= dict.fromkeys(self.sheet.marked, f"#{red:02X}{green:02X}{blue:02X}")

    Color = property(fset=_fill)


def _painted(rows: int, *, native: bool = True) -> Sheet:
    """Every third row red, every third green, one cell in a column of its own, in a sheet of four columns."""
    colors: dict[tuple[int, int], str] = {(1, 2): GREEN}
    colors |= {(row, 0): RED if row % 3 else GREEN for row in range(2, rows) if row % 3 < 2}
    sheet = Sheet(native=native)
    paint(sheet, colors, rows, 4, Patience(lambda _: None))
    wanted = {(row, at): color for (row, column), color in colors.items() for at in ([column] if column else range(1, 5))}
    assert sheet.colors == wanted
    return sheet


def test_colors_cost_the_same_for_a_hundred_rows_and_for_ten_thousand() -> None:
    assert [_painted(rows).calls for rows in (100, 10_000)] == [6, 6], "three for each of two colors"
    assert _painted(12).calls == 2, "an address for each color holds them all"


def test_where_filled_cells_cannot_be_found_rows_are_colored_by_their_addresses() -> None:
    assert _painted(1_000, native=False).calls > 20


@pytest.mark.parametrize("rows", [10, 10_000])
def test_hidden_rows_cost_one_call(rows: int) -> None:
    hidden = frozenset(range(2, rows, 2))
    sheet = Sheet(hidden=hidden)
    assert hidden_rows(sheet, 2, rows, 30) == hidden
    assert sheet.calls == 1
    assert hidden_rows(sheet, 2, 1, 30) == frozenset()
    assert sheet.calls == 1


@pytest.mark.parametrize("answer", [-2146826273, ((1.0,), (0.0,)), (("#N/A",),) * 10, ((-2146826281,),) * 10, None])
def test_an_answer_that_is_no_count_of_each_row_is_not_believed(answer: object) -> None:
    sheet = Sheet(native=False, hidden=frozenset({5}))
    sheet._evaluate = lambda formula: answer  # type: ignore[method-assign]
    assert hidden_rows(sheet, 2, 11, 30) == {5}


def test_one_row_is_told_as_a_number() -> None:
    sheet = Sheet()
    for answer, hidden in ((0.0, {2}), (4.0, set[int]())):
        sheet._evaluate = lambda formula, answer=answer: answer  # type: ignore[method-assign,misc]
        assert hidden_rows(sheet, 2, 2, 30) == hidden


@pytest.mark.parametrize(("odd", "questions", "found"), [((), 1, ()), ((7,), 99, ((7, 7),)), ((3, 900), 99, ((3, 3), (900, 900)))])
def test_what_differs_is_found_by_halves(odd: tuple[int, ...], questions: int, found: tuple[tuple[int, int], ...]) -> None:
    def ask(top: int, bottom: int) -> bool | None:
        return None if any(top <= row <= bottom for row in odd) else True

    spans = list(halved(ask, 1, 1_000, [questions]))
    assert [(top, bottom) for top, bottom, answer in spans if answer is None] == list(found)
    assert [row for top, bottom, _ in spans for row in range(top, bottom + 1)] == list(range(1, 1_001))


def test_questions_end_and_the_rest_is_unknown() -> None:
    asked: list[int] = []

    def ask(top: int, bottom: int) -> Callable[[], None] | None:
        asked.append(top)
        return None

    spans = list(halved(ask, 1, 1_000, [20]))
    assert len(asked) == 20
    assert [row for top, bottom, _ in spans for row in range(top, bottom + 1)] == list(range(1, 1_001))
