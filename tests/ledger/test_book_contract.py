"""What every book does alike, whatever holds the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, RawLedger, ReplaceRows, SetCell, SetColumn, Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.live import LiveBook
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.rows import TypedLedger, key_of, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import DAY, ROWS, small_ledger

Make = Callable[[dict[str, list[dict[str, Value]]]], Book]


@pytest.fixture(params=["memory", "closed", pytest.param("live", marks=pytest.mark.libreoffice)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    if request.param == "memory":
        return lambda rows: MemoryBook(rows)
    if request.param == "closed":
        return lambda rows: ClosedBook(small_ledger(tmp_path, rows))
    calc: Calc = request.getfixturevalue("calc")
    return lambda rows: LiveBook(calc.open(small_ledger(tmp_path, rows)))


def typed(raw: RawLedger) -> TypedLedger:
    return type_ledger(raw, office_zone=ZoneInfo("Asia/Shanghai"))


def cell(book: Book, table: str, row: int, column: str) -> object:
    return next(row_.values[column] for row_ in typed(book.read()).tables[table] if row_.row == row)


def test_reading_gives_every_table_with_its_excel_rows(make: Make) -> None:
    book = make(ROWS)
    raw = book.read()
    assert set(raw.tables) == set(EVERY_TABLE)
    assert [number for number, _ in raw.tables["Cases"].rows] == [2, 3]
    result = typed(raw)
    assert result.faults == ()
    assert result.tables["Debtors"][0].values["Postal code"] == "001234"
    assert result.tables["Debtors"][1].values["Name"] == "=SUM(A1:A9)"
    assert result.tables["Cases"][1].values["Arrears"] == Decimal("12.30")
    assert result.tables["Installments"][5].values["Due on"] == date(2026, 4, 5)


def test_reading_twice_gives_the_same(make: Make) -> None:
    book = make(ROWS)
    assert book.read() == book.read()


VALUES: tuple[tuple[str, Value, object], ...] = (
    ("Arrears", Decimal("1234567.89"), Decimal("1234567.89")),
    ("Days past due", 17, 17),
    ("Stage since", DAY, DAY),
    ("Why", "T2: 逾期 <b>&amp;\n{{ x }}", "T2: 逾期 <b>&amp;\n{{ x }}"),
    ("Why", "=1+1", "=1+1"),
    ("Next action", "_x0041_ 'quoted\"", "_x0041_ 'quoted\""),
    ("Stage", "DEEP", "DEEP"),
    ("Stage", None, None),
)


def test_set_cell(make: Make) -> None:
    """One value after the other into the same book, as run after run writes them."""
    book = make(ROWS)
    before = book.read()
    row = typed(before).tables["Cases"][0]
    for column, value, read in VALUES:
        written = book.write([SetCell("Cases", row.row, key_of(row), column, None, value)], fingerprint=before.fingerprint, as_of=DAY)
        assert (written.cells, written.rows_added) == (1, 0), column
        after = book.read()
        (case,) = (found for found in typed(after).tables["Cases"] if found.row == row.row)
        assert case.values[column] == read
        assert after.fingerprint == written.fingerprint != before.fingerprint, column
        before = after


def _columns(raw: RawLedger) -> list[SetColumn]:
    rows, keys = (2, 3), ("C-00001", "C-00002")
    olds = {name: [cells.get(name) for _, cells in raw.tables["Cases"].rows] for name in ("Level", "Why", "Arrears")}
    return [
        SetColumn("Cases", "Level", rows, keys, olds["Level"], (2, None), ("T2", "T3")),
        SetColumn("Cases", "Why", rows, keys, olds["Why"], ("=1+1", ""), ("", "")),
        SetColumn("Cases", "Arrears", rows[1:], keys[1:], olds["Arrears"][1:], (Decimal("7.70"),), ("",)),
    ]


def test_set_column_does_what_its_cells_do(make: Make) -> None:
    book = make(ROWS)
    before = book.read()
    columns = _columns(before)
    # the later edit of a cell counts
    twice = [SetCell("Cases", 2, "C-00001", "Level", None, 9), *columns, SetCell("Cases", 3, "C-00002", "Why", None, "seen")]
    written = book.write(twice, fingerprint=before.fingerprint, as_of=DAY)
    assert written.cells == 7
    again = MemoryBook(ROWS)
    again.write([edit for column in columns for edit in column.cells()], fingerprint=again.read().fingerprint, as_of=DAY)
    again.write([SetCell("Cases", 3, "C-00002", "Why", None, "seen")], fingerprint=again.read().fingerprint, as_of=DAY)
    for row in (2, 3):
        for name in ("Level", "Why", "Arrears"):
            assert cell(book, "Cases", row, name) == cell(again, "Cases", row, name)


def test_a_column_for_another_row_stops(make: Make) -> None:
    book = make(ROWS)
    before = book.read()
    for edit in (
        SetColumn("Cases", "Level", (2, 3), ("C-00002", "C-00002"), (None, None), (1, 1), ("", "")),
        SetColumn("Cases", "Level", (3, 4), ("C-00002", "C-00003"), (None, None), (1, 1), ("", "")),
        SetColumn("Cases", "Owner", (2, 3), ("C-00001", "C-00002"), ("nobody", None), ("Ann", "Ann"), ("", "")),
    ):
        with pytest.raises(Stop, match="X-CHANGED"):
            book.write([edit], fingerprint=before.fingerprint, as_of=DAY)
    assert book.read() == before


def test_add_rows_to_a_full_and_to_an_empty_table(make: Make) -> None:
    book = make(ROWS)
    payment = {"Payment ID": "P-000002", "Case ID": "C-00002", "Value date": DAY, "Amount": Decimal("5.05"), "Notes": "x"}
    move = {"Case ID": "C-00001", "At": "2026-11-23T02:00:00Z", "As of": DAY, "To": "DEEP", "Level to": 2, "Rule": "T2"}
    edits = [AddRow("Payments", "P-000002", payment), AddRow("Moves", "a", move), AddRow("Moves", "b", move | {"Rule": "T3"})]
    written = book.write(edits, fingerprint=book.read().fingerprint, as_of=DAY)
    assert written.rows_added == 3
    assert written.added_at == {"Payments": (3,), "Moves": (2, 3)}
    result = typed(book.read())
    assert result.faults == ()
    assert [row.values["Rule"] for row in result.tables["Moves"]] == ["T2", "T3"]
    assert result.tables["Payments"][1].values["Amount"] == Decimal("5.05")


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_replace_rows(make: Make, count: int) -> None:
    book = make(ROWS)
    rows = tuple({"Rank": number, "Case ID": f"C-{number}", "On": DAY, "Arrears": Decimal("1.10")} for number in range(1, count + 1))
    book.write([ReplaceRows("Today", rows)], fingerprint=book.read().fingerprint, as_of=DAY)
    read = typed(book.read()).tables["Today"]
    assert [(row.row, row.values["Rank"], row.values["Why"]) for row in read] == [(number + 1, number, None) for number in range(1, count + 1)]
    book.write([ReplaceRows("Today", rows[:1])], fingerprint=book.read().fingerprint, as_of=DAY)
    assert len(book.read().tables["Today"].rows) == min(count, 1)


def test_a_row_that_is_emptied_is_gone_and_filled_again(make: Make) -> None:
    book = make(ROWS)
    before = book.read()
    number, cells = before.tables["Payments"].rows[-1]
    blank = [SetCell("Payments", number, "P-000001", name, cell, None) for name, cell in cells.items() if cell is not None]
    book.write(blank, fingerprint=before.fingerprint, as_of=DAY)
    assert book.read().tables["Payments"].rows == ()
    values: dict[str, Value] = {name: cell for name, cell in cells.items() if isinstance(cell, str | date)}
    again = [AddRow("Payments", "P-000001", values | {"Amount": Decimal("40.10")})]
    assert book.write(again, fingerprint=book.read().fingerprint, as_of=DAY).added_at == {"Payments": (number,)}
    assert book.read().tables == before.tables


def test_no_edits_change_nothing(make: Make) -> None:
    book = make(ROWS)
    before = book.read()
    assert book.write([], fingerprint=before.fingerprint, as_of=DAY).fingerprint == before.fingerprint
    assert book.read() == before


def test_changed_meanwhile(make: Make) -> None:
    book = make(ROWS)
    old = book.read().fingerprint
    edit = SetCell("Cases", 2, "C-00001", "Level", None, 1)
    book.write([edit], fingerprint=old, as_of=DAY)
    with pytest.raises(Stop, match="X-CHANGED"):
        book.write([SetCell("Cases", 2, "C-00001", "Level", 1, 2)], fingerprint=old, as_of=DAY)
    assert cell(book, "Cases", 2, "Level") == 1


def test_an_edit_for_another_row_or_another_value_stops(make: Make) -> None:
    book = make(ROWS)
    before = book.read()
    for edit in (
        SetCell("Cases", 2, "C-00002", "Level", None, 1),
        SetCell("Cases", 40, "C-00009", "Level", None, 1),
        SetCell("Cases", 2, "C-00001", "Owner", "Amy", "Bob"),
    ):
        with pytest.raises(Stop, match="X-CHANGED"):
            book.write([SetCell("Cases", 3, "C-00002", "Level", None, 1), edit], fingerprint=before.fingerprint, as_of=DAY)
        assert book.read() == before, edit


def test_a_full_sheet_takes_no_row_and_no_other_edit(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    book = make(ROWS)
    before = book.read()
    for place in ("pyaddin.ledger.schema", "pyaddin.ledger.closed.change", "pyaddin.ledger.live.blocks"):
        monkeypatch.setattr(f"{place}.MAX_ROWS", 4)
    case = {"Case ID": "C-00003", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": DAY}
    full = [SetCell("Cases", 2, "C-00001", "Level", None, 1), AddRow("Cases", "C-00003", case), AddRow("Cases", "C-00004", case | {"Case ID": "C-00004"})]
    with pytest.raises(Stop, match="X-LIMIT") as stopped:
        book.write(full, fingerprint=before.fingerprint, as_of=DAY)
    assert stopped.value.fault.sheet == "Cases"
    assert book.read() == before
    assert book.write(full[:2], fingerprint=before.fingerprint, as_of=DAY).rows_added == 1


@pytest.mark.parametrize(
    "edit",
    [
        SetCell("Cases", 2, "C-00001", "Color", None, "red"),
        AddRow("Nowhere", "x", {}),
        AddRow("Today", "x", {"Rank": 1}),
        ReplaceRows("Cases", ()),
        SetCell("Cases", 2, "C-00001", "Why", None, "x" * 32_768),
        SetCell("Cases", 2, "C-00001", "Arrears", None, Decimal("NaN")),
    ],
)
def test_an_edit_outside_the_contract_stops(make: Make, edit: SetCell | AddRow | ReplaceRows) -> None:
    book = make(ROWS)
    before = book.read()
    with pytest.raises(Stop):
        book.write([edit], fingerprint=before.fingerprint, as_of=DAY)
    assert book.read() == before
