"""Rows are typed in one pass over their filled cells; column by column, each read for itself, they come out the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.ledger.book import Cell, CellError, Formula, RawLedger, RawTable
from pyaddin.ledger.cells import BadCell, Cleaned, Understood, all_plain_amounts, converter, plain_amounts
from pyaddin.ledger.drafts import own_id, read_drafts
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION, TABLES, Column, Type

ZONE = ZoneInfo("Asia/Shanghai")
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.sampled_from(["", "C-1", "CNY", "PAID", "1,234.50", "12%", "2026-02-30", "3/4/2026", "5 March 2026", "a\u200bb",
                     "x" * 300, "1.5E+15", "yes", "0.1 EUR"]),
    st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.1 + 0.2, 1.005, 12.5, 1e12, 46027.0, 46027.5, 20260305.0, float("nan")]),
    st.sampled_from([date(2026, 3, 1), date(1900, 1, 1), datetime.fromisoformat("2026-03-01T14:30"), True, False]),
    st.sampled_from([Formula("=A1"), CellError("#N/A")]),
)


def one_by_one(columns: tuple[Column, ...], own: str, cells: dict[str, Cell]) -> tuple[dict[str, object], list[tuple[str, str]]]:
    """The values of a row of Cases in CNY, and its faults as code and column."""
    values: dict[str, object] = {}
    faults: list[tuple[str, str]] = []
    for column in columns:
        cell, value = cells.get(column.name), None
        if cell is not None and cell != "":
            read = Column(column.name, column.type, column.help, codes=column.codes, signed=True) if column.computed else column
            try:
                value = converter(read, ZONE)(cell, 2, "CNY")
            except BadCell as problem:
                values[column.name] = None
                faults.append(("W-COMPUTED" if column.computed else problem.code, column.name))
                if not column.computed:
                    continue
            if isinstance(value, Cleaned):
                value = value.value
                faults += [] if column.computed else [("W-CLEANED", column.name)]
            elif isinstance(value, Understood):
                faults.append(("W-COMPUTED" if column.computed else "W-TEXT", column.name))
                value = None if column.computed else value.value
        values[column.name] = value
        if column.required and not column.computed and column.name != own and value in (None, ()):
            faults.append(("E-REQUIRED", column.name))
    return values, faults


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_row_in_one_pass_is_the_row_column_by_column(data: st.DataObject) -> None:
    table = TABLES["Cases"]
    order = data.draw(st.permutations(table.headers))  # a clerk moves columns
    rows = [{name: data.draw(CELLS, label=name) for name in order} | {"Currency": "CNY"} for _ in range(3)]
    raw = {name: RawTable(name, found.headers, ()) for name, found in EVERY_TABLE.items()}
    raw["Cases"] = RawTable("Cases", tuple(order), tuple(enumerate(rows, 2)))
    drafts = read_drafts(RawLedger(raw, "L", SCHEMA_VERSION, ""), ZONE)["Cases"]
    for at, cells in enumerate(rows):
        draft = drafts.draft(at)
        values, faults = one_by_one(table.columns, own_id(table), cells)
        assert repr(draft.values) == repr(values)
        assert [(fault.code, fault.column) for fault in draft.faults] == faults


AMOUNTS = st.one_of(
    st.floats(width=64),
    st.integers(-(10**17), 10**17).flatmap(lambda cents: st.integers(0, 6).map(lambda digits: float(Decimal(cents).scaleb(-digits)))),
    st.sampled_from([0.0, -0.0, 0.1 + 0.2, 1e12, 999_999_999_999.99, 900_719_925_474.0993]),
)


@settings(deadline=None)
@given(st.lists(AMOUNTS), st.integers(0, 4))
def test_amounts_taken_many_at_once_are_those_taken_one_by_one(cells: list[float], digits: int) -> None:
    for column in (Column("Amount", Type.MONEY, "", positive=True), Column("Amount", Type.MONEY, "", signed=True)):
        convert = converter(column, ZONE)
        plain, every = plain_amounts(cells, digits), all_plain_amounts(cells, digits)
        for cell, amount in plain.items():
            assert repr(convert(cell, digits)) == repr(amount)
        assert (every is not None) == bool(cells and plain.keys() == set(cells))
        assert every is None or repr(every) == repr([plain[cell] for cell in cells])


@settings(deadline=None)
@given(st.integers(1, 10**11), st.integers(0, 4))
def test_every_usual_amount_is_taken_at_once(cents: int, digits: int) -> None:
    amount = Decimal(cents).scaleb(-digits)
    assert repr(plain_amounts([float(amount)], digits)) == repr({float(amount): amount})
