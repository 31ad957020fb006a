"""Rows over columns are what a tuple of dictionaries is, whatever is asked of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.ledger.book import Cell, RawTable
from pyaddin.ledger.columnar import Row, Rows, columns_of
from pyaddin.ledger.rows import TypedRow, TypedRows, column_of

HEADERS = ("Case ID", "Amount", "Notes")
CELLS = st.one_of(st.none(), st.text(max_size=3), st.floats(allow_nan=False))
TABLES = st.lists(st.tuples(*[CELLS] * len(HEADERS)), max_size=6)


def rows_of(cells: list[tuple[Cell, ...]]) -> tuple[Rows[Cell], tuple[tuple[int, dict[str, Cell]], ...]]:
    """The same rows over columns, and as dictionaries."""
    columns = {header: [row[at] for row in cells] for at, header in enumerate(HEADERS)}
    return Rows(range(2, 2 + len(cells)), columns), tuple((2 + at, dict(zip(HEADERS, row, strict=True))) for at, row in enumerate(cells))


@given(TABLES)
def test_rows_over_columns_equal_dictionaries(cells: list[tuple[Cell, ...]]) -> None:
    mine, plain = rows_of(cells)
    assert mine == plain
    assert plain == tuple(mine)
    assert repr(mine) == repr(plain)
    assert len(mine) == len(plain)
    assert bool(mine) == bool(plain)
    assert mine[1:] == plain[1:]
    assert dict(mine) == dict(plain)
    assert list(reversed(mine)) == list(reversed(plain))
    assert RawTable("Cases", HEADERS, mine) == RawTable("Cases", HEADERS, plain)
    assert columns_of(mine, HEADERS) == columns_of(plain, HEADERS)
    for header in (*HEADERS, "Email"):
        assert list(RawTable("Cases", HEADERS, mine).column(header)) == list(RawTable("Cases", HEADERS, plain).column(header))
    for (_, row), (_, known) in zip(mine, plain, strict=True):
        assert (dict(row), list(row), list(row.items()), row.get("Email"), row.get("Email", 1), "Email" in row, "Notes" in row, {**row}) == (
            known, list(known), list(known.items()), known.get("Email"), 1, False, True, known,
        )  # fmt: skip


@given(TABLES, st.data())
def test_accepted_rows_equal_dictionaries(cells: list[tuple[Cell, ...]], data: st.DataObject) -> None:
    mine, plain = rows_of(cells)
    places = data.draw(st.lists(st.integers(0, len(cells) - 1), unique=True).map(sorted)) if cells else []
    typed = TypedRows("Cases", mine.numbers, mine.columns, places)
    known = tuple(TypedRow("Cases", plain[at][0], plain[at][1]) for at in places)
    assert typed == known
    assert tuple(typed) == known
    assert typed[:2] == known[:2]
    assert len(typed) == len(known)
    for header in HEADERS:
        assert list(column_of(typed, header)) == list(column_of(known, header))


def test_rows_that_differ_are_not_equal() -> None:
    mine, plain = rows_of([("C-1", 5.0, None), ("C-2", 6.0, "x")])
    other = Rows([2, 4], mine.columns)
    assert mine != other
    assert mine != plain[:1]
    assert Row(mine.columns, 0) != Row(mine.columns, 1)
    assert Row(mine.columns, 0) == plain[0][1]
    assert columns_of(((2, {"Case ID": "C-1"}),), HEADERS) is None
