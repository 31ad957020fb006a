"""Values of a column as lists say the same as values by row."""

from __future__ import annotations

from types import NoneType

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.ledger.book import Value
from pyaddin.ledger.column_values import ColumnValues, rows_of

ROWS = st.lists(st.integers(2, 40), max_size=30)
VALUES: st.SearchStrategy[Value] = st.none() | st.integers(0, 9) | st.sampled_from(["paid", ""])


@st.composite
def cells(draw: st.DrawFn) -> list[tuple[int, Value]]:
    """In no order, some rows twice; or rows that follow each other."""
    rows = draw(ROWS | st.integers(0, 20).map(lambda count: list(range(2, 2 + count))))
    return [(row, draw(VALUES)) for row in rows]


def column_of(some: list[tuple[int, Value]]) -> ColumnValues:
    return ColumnValues([row for row, _ in some], [value for _, value in some])


@given(cells())
def test_the_last_value_of_a_row_counts_and_rows_ascend(some: list[tuple[int, Value]]) -> None:
    column = column_of(some)
    assert column == dict(some)
    assert list(column.rows) == sorted(dict(some))
    assert list(zip(column.rows, column.news, strict=True)) == sorted(dict(some).items())
    assert column.kinds == {type(value) for value in dict(some).values()}
    assert isinstance(column.rows, range) == (bool(column) and max(column) - min(column) + 1 == len(column))


@given(cells(), st.integers(0, 45), st.integers(0, 45))
def test_a_part_holds_the_rows_between(some: list[tuple[int, Value]], above: int, last: int) -> None:
    column = column_of(some)
    part = column.part(column.places(above, last))
    assert dict(part) == {row: value for row, value in dict(some).items() if above < row <= last}


@given(cells(), cells())
def test_joined_columns_hold_the_cells_of_both(some: list[tuple[int, Value]], others: list[tuple[int, Value]]) -> None:
    assert column_of(some).joined(column_of(others)) == {**dict(some), **dict(others)}
    assert column_of(some).joined(None) == dict(some)


@given(st.lists(cells(), max_size=5))
def test_the_rows_of_columns_are_those_of_each(columns: list[list[tuple[int, Value]]]) -> None:
    assert rows_of(map(column_of, columns)) == {row for some in columns for row, _ in some}


def test_rows_with_steps_between_are_no_unbroken_rows() -> None:
    column = ColumnValues(range(2, 11, 4), [None, "x", "y"])
    assert column.rows == [2, 6, 10]
    assert column.kinds == {NoneType, str}


def test_rows_of_a_range_that_descends_are_put_in_order() -> None:
    column = ColumnValues(range(4, 1, -1), ["c", "b", "a"])
    assert (column.rows, column.news) == (range(2, 5), ["a", "b", "c"])
