"""A table as the audit chain keeps it, made by column and made row by row: the same names and the same texts, whatever stands in the cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pyaddin.history.audit_blocks import NAMES, block_text, texts_of
from pyaddin.history.audit_rows import Rows, twin
from pyaddin.ledger.book import Cell, CellError, Formula, RawLedger, RawTable, Value
from pyaddin.ledger.schema import TABLES, Type
from pyaddin.tasks.audit_picture import Pictured, cell_text, cell_texts, shown
from tests.history import plain

words = st.text(st.sampled_from(list('aB1 \t\n\r\\"\x00\x1f\u00a0\u4e00\u2028')), max_size=4)
moments = st.datetimes(datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("2100-01-01")) | st.sampled_from(
    ["2026-11-23", "2026-11-23T08:30:00.500000"]
).map(datetime.fromisoformat)
same_instant = st.sampled_from([datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=timezone(timedelta(hours=1)))])
numbers = st.sampled_from([0, 0.0, -0.0, 1, 1.0, True, False, Decimal(1), Decimal("1.0"), Decimal("-0"), 45000.0, 45000.25, 1e300, 0.1, Decimal("0.1")])
others = st.sampled_from([Formula("=A1"), CellError("#REF!"), Formula(""), time(8, 30), timedelta(days=1), date(2026, 11, 23)])
cells = st.one_of(st.none(), st.just(""), words, words, moments, same_instant, numbers, others)
SHEETS = ("Cases", "Payments", "Plans", "Installments", "Contacts", "Settings")


def day_or_text(sheet: str, column: str, cell: Cell | Value) -> str:
    """A number in a column of days is a day."""
    text = cell_text(cell)
    if text[:1] != "n" or next(one.type for one in TABLES[sheet].columns if one.name == column) is not Type.DATE:
        return text
    try:
        return cell_text(datetime.fromisoformat("1899-12-30") + timedelta(days=float(text[1:])))
    except (ValueError, OverflowError):
        return text


def by_row(sheet: str, rows: tuple[tuple[int, Mapping[str, Cell]], ...]) -> tuple[dict[int, str], dict[str, str]]:
    """Row number -> name, and name -> text, one row after the other."""
    names: dict[int, str] = {}
    texts: dict[str, str] = {}
    used: dict[str, int] = {}
    for number, row in rows:
        filled = {name: text for name, cell in row.items() if (text := day_or_text(sheet, name, cell))}
        if not filled:
            continue
        key = "|".join(shown(filled.get(name, "")) or ("ORIG" if name == "Plan ID" else "") for name in TABLES[sheet].key) or f"#{number}"
        names[number] = twin(key, used.get(key, 0))
        used[key] = used.get(key, 0) + 1
        texts[names[number]] = plain.row_text(filled)
    return names, texts


def rows_of(pictured: Pictured, sheet: str) -> dict[str, str]:
    """Name of each row -> its text."""
    rows = pictured.rows(sheet)
    return dict(zip(rows.names, rows.texts(range(len(rows.names))), strict=True))


@st.composite
def tables(draw: Any) -> tuple[str, tuple[tuple[int, Mapping[str, Cell]], ...]]:
    sheet = draw(st.sampled_from(SHEETS))
    some = draw(st.lists(cells, min_size=1, max_size=5))
    headers = TABLES[sheet].headers
    taken = [*TABLES[sheet].key, *draw(st.lists(st.sampled_from(headers), max_size=3))]
    full = draw(st.booleans())
    count = draw(st.integers(0, 12))
    rows = []
    for number in range(count):
        filled = {name: draw(st.sampled_from(some)) for name in dict.fromkeys(taken)}
        rows.append((number + 5, {**dict.fromkeys(headers), **filled} if full else filled))
    return sheet, tuple(rows)


@given(tables())
def test_names_and_texts_made_by_column_are_those_made_by_row(table: tuple[str, tuple[tuple[int, Mapping[str, Cell]], ...]]) -> None:
    sheet, rows = table
    pictured = Pictured(RawLedger({sheet: RawTable(sheet, tuple(TABLES[sheet].headers), rows)}, "L-1", 1, "f"))
    names, texts = by_row(sheet, rows)
    assert pictured.names(sheet) == names
    assert list(rows_of(pictured, sheet).items()) == list(texts.items())


def test_cells_that_python_takes_for_equal_keep_their_own_texts() -> None:
    mixed: list[Cell] = [True, 1.0, False, 0.0, -0.0, 1, None, "", True]
    rows = tuple((number, {"Payment ID": f"P-{number}", "Amount": cell}) for number, cell in enumerate(mixed * 4))
    pictured = Pictured(RawLedger({"Payments": RawTable("Payments", ("Payment ID", "Amount"), rows)}, "L-1", 1, "f"))
    assert list(rows_of(pictured, "Payments").values())[:5] == [
        f'{{"Amount":"{text}","Payment ID":"sP-{number}"}}' for number, text in enumerate(["b1", "n1", "b0", "n0", "n-0"])
    ]


plain_words = st.text(st.sampled_from(list('sa1, "\\\u4e00')), max_size=4)


@given(
    tables()
    | st.lists(plain_words | st.none() | st.just("s"), max_size=12).map(
        lambda words: ("Payments", tuple((number, {"Payment ID": f"P-{-number}", "Reference": word}) for number, word in enumerate(words)))
    )
)
@example(("Payments", ((1, {"Payment ID": "P-1", "Reference": None}), (2, {"Payment ID": "P-2", "Reference": "s"}))))
@example(("Payments", ((1, {"Payment ID": "P-1", "Reference": ""}), (2, {"Payment ID": "P-2", "Reference": " "}))))
def test_blocks_made_of_cells_are_those_made_of_their_texts(table: tuple[str, tuple[tuple[int, Mapping[str, Cell]], ...]]) -> None:
    sheet, rows = table
    made = Pictured(RawLedger({sheet: RawTable(sheet, tuple(TABLES[sheet].headers), rows)}, "L-1", 1, "f")).rows(sheet)
    texts = {header: list(cells) for header, cells in made.columns.items() if any(cells)}
    assert dict(texts_of(sheet, made)) == dict(texts_of(sheet, Rows(made.names, texts)))
    if made.names:
        assert dict(texts_of(sheet, made))[(sheet, 0, NAMES)] == block_text((sheet, 0, NAMES), made.in_order(made.names))


amounts = st.decimals(allow_nan=False) | st.decimals(-10_000, 10_000, places=2) | st.sampled_from(["-0", "0.00005", "100", "1E+3", "NaN"]).map(Decimal)
figures = st.floats() | st.decimals(-10_000, 10_000, places=3).map(float) | st.sampled_from([1e14, 1e15, 123456789012345.0, 1e-5, -0.0, 0.1 + 0.2])


@given(st.lists(amounts | st.none()) | st.lists(figures | st.none()) | st.lists(amounts | figures))
def test_texts_of_many_numbers_are_those_of_each(numbers: list[Cell | Value]) -> None:
    assert cell_texts(numbers) == list(map(cell_text, numbers))
