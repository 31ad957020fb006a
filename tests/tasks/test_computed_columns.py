"""What was computed beside what a sheet shows: by column as by row."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.ledger.book import Cell, Edit, Formula, RawLedger, RawTable, SetCell, Value
from pyaddin.ledger.edits import row_by_row
from pyaddin.ledger.rows import TypedLedger, TypedRow, TypedRows, key_of, keys_of, numbers_of
from pyaddin.tasks.computed_columns import Sheet, same, unlike
from pyaddin.tasks.entries import Ledger

COLUMNS = ("Paid", "Paid on", "Status")
HEADERS = ("Case ID", "Plan ID", "No", *COLUMNS)
shown = st.sampled_from(["", "open", None, 0, 1, Decimal(1), Decimal("1.0"), Decimal("2.50"), date(2026, 11, 9), datetime(2026, 11, 9, 8, tzinfo=UTC), True])
wanted = st.sampled_from(["", "open", None, 0, 1, Decimal(1), Decimal("2.5"), Decimal("2.50"), date(2026, 11, 9)])
lying = st.sampled_from(["", None, "?", 1.0, Formula("=1+1"), " "])
row = st.tuples(st.booleans(), st.sampled_from([None, "", "PL-1"]), *[shown] * 3, *[lying] * 3, *[wanted] * 3, st.booleans())


def ledger(rows: list[tuple[object, ...]], *, earlier: bool) -> TypedLedger:
    """Installments of which some rows are refused; ``earlier``: of a version without Paid on, where something is in the way of it."""
    raw: list[tuple[int, dict[str, Cell]]] = []
    columns: dict[str, list[object]] = {name: [] for name in HEADERS}
    for number, (_, plan, *cells) in enumerate(rows):
        key = {"Case ID": f"C-{number % 3}", "Plan ID": plan, "No": number}
        for name, value in {**key, **dict(zip(COLUMNS, cells[:3], strict=True))}.items():
            columns[name].append(value)
        raw.append((number + 5, {"Case ID": f"C-{number % 3}", **dict(zip(COLUMNS, cells[3:6], strict=True))}))  # type: ignore[dict-item]
    headers = tuple(name for name in HEADERS if not earlier or name != "Paid on")
    table = RawTable("Installments", headers, tuple(raw), in_the_way="X1" if earlier else "")
    accepted = [at for at, found in enumerate(rows) if found[0]]
    typed = TypedRows("Installments", [number for number, _ in raw], columns, accepted)
    return TypedLedger({"Installments": typed}, (), (), RawLedger({"Installments": table}, "L-1", 1, "f"))


@given(st.lists(row, max_size=9), st.booleans())
def test_columns_differ_where_their_rows_do(rows: list[tuple[object, ...]], earlier: bool) -> None:
    typed = ledger(rows, earlier=earlier)
    by_row, sheet, accepted = Ledger(typed), Sheet(typed, "Installments"), list(typed.tables["Installments"])
    new = [found[8:11] for found in rows if found[0]]
    places = [at for at, found in enumerate(found for found in rows if found[0]) if found[11]]
    whys = [f"T{at}" for at in places]
    columns: dict[str, list[Value]] = {name: [new[at][place] for at in places] for place, name in enumerate(COLUMNS)}  # type: ignore[misc]
    expected: list[Edit] = []
    for at, why in zip(places, whys, strict=True):
        expected += by_row.changes(accepted[at], dict(zip(COLUMNS, new[at], strict=True)), why)  # type: ignore[arg-type]
    assert list(row_by_row(sheet.changes(places, columns, whys))) == expected


@given(st.lists(row, max_size=6))
def test_rows_are_numbered_and_named_alike_in_columns_and_one_by_one(rows: list[tuple[object, ...]]) -> None:
    found = ledger(rows, earlier=False).tables["Installments"]
    plain = tuple(TypedRow(one.table, one.row, dict(one.values)) for one in found)
    for given_rows in (found, plain):
        assert list(numbers_of(given_rows)) == [one.row for one in plain]
        assert keys_of("Installments", given_rows) == list(map(key_of, plain))


@given(st.lists(st.tuples(shown, wanted), max_size=6))
def test_a_column_that_shows_its_cells_as_they_are_is_compared_as_any_other(pairs: list[tuple[Any, Value]]) -> None:
    olds, news = [old for old, _ in pairs], [new for _, new in pairs]
    for cells in (olds, [None] * len(pairs)):
        assert unlike(cells, news, cells) == [at for at, (old, new) in enumerate(zip(cells, news, strict=True)) if not plainly_same(old, new)]
    assert [same(old, new) for old, new in pairs] == [plainly_same(old, new) for old, new in pairs]


def plainly_same(old: object, new: Value) -> bool:
    """As it is meant: blank and empty text are one, amounts compare by value, and nothing else of another kind is the same."""
    if old in (None, "") and new in (None, ""):
        return True
    if isinstance(old, Decimal) and isinstance(new, int | Decimal):
        return old == new
    return type(old) is type(new) and old == new


def test_money_is_told_by_its_value_and_a_cell_that_cannot_be_read_is_cleared() -> None:
    assert unlike([Decimal("2.5"), Decimal(1), None], [Decimal("2.50"), Decimal(2), Decimal(0)], [2.5, 1.0, None]) == [1, 2]
    assert unlike([None, None, ""], [None, None, None], [None, "?", ""]) == [1]
    assert unlike([1, 1], [Decimal(1), 1], [1.0, 1.0]) == [0]


def test_nothing_computed_is_no_edit() -> None:
    typed = ledger([(True, None, Decimal(1), None, "open", 1.0, None, "open", Decimal(1), None, "open", True)], earlier=False)
    assert Sheet(typed, "Installments").changes([0], {"Paid": [Decimal("1.00")], "Paid on": [None], "Status": ["open"]}, ["T"]) == []
    (edit,) = Sheet(typed, "Installments").changes([0], {"Paid": [Decimal("1.01")], "Status": ["open"]}, ["T"])
    assert list(edit.cells()) == [SetCell("Installments", 5, "C-0|ORIG|0", "Paid", 1.0, Decimal("1.01"), "T")]
