"""Scattered cells of a typed column are written in one call, and no cell between them is another one afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwings

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Cell, CellError, Edit, Formula, SetCell, Value
from pyaddin.ledger.live import LiveBook, between
from pyaddin.ledger.live.between import unchanged_by_rewriting
from pyaddin.ledger.schema import EVERY_TABLE
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import DAY, ROWS, small_ledger

ROWS_HELD = 60
CASES = EVERY_TABLE["Cases"]
MEANT = (3, 9, 17, 18, 31, 44, 61)
"""Sheet rows whose cells change; all others must stay."""


def looked_at(sheet: xlwings.Sheet, header: str, last: int) -> dict[int, tuple[object, ...]]:
    """A column asked of Calc itself, past the engine: value, formula and number format of each row, and the looks of each part of a text."""
    column, native = place_of(header) - 1, sheet.impl.native
    cells = native.getCellRangeByPosition(column, 1, column, last - 1)
    values, formulas = cells.getDataArray(), cells.getFormulaArray()
    codes, parts = dict[int, str](), dict[int, list[tuple[str, float]]]()
    groups = cells.getUniqueCellFormatRanges()
    for group in (groups.getByIndex(index) for index in range(groups.Count)):
        for address in group.getRangeAddresses():
            codes |= dict.fromkeys(range(address.StartRow + 1, address.EndRow + 2), sheet.impl.book.formats.code(group.NumberFormat))
    for address in cells.queryContentCells(512).getRangeAddresses():
        for row in range(address.StartRow + 1, address.EndRow + 2):
            paragraphs = native.getCellByPosition(column, row - 1).getText().createEnumeration()
            while paragraphs.hasMoreElements():
                pieces = paragraphs.nextElement().createEnumeration()
                while pieces.hasMoreElements():
                    piece = pieces.nextElement()
                    parts.setdefault(row, []).append((str(piece.getString()), float(piece.CharWeight)))
    return {row: (*values[row - 2], *formulas[row - 2], codes[row], tuple(parts.get(row, ()))) for row in range(2, last + 1)}


def held(folder: Path, number: int = ROWS_HELD) -> Path:
    cases: list[dict[str, Value]] = [
        {"Case ID": f"C-{index:05}", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": date(2026, 1, 1)} for index in range(1, number + 1)
    ]
    return small_ledger(folder, ROWS | {"Cases": cases, "Installments": [], "Payments": []})


def place_of(header: str) -> int:
    return CASES.headers.index(header) + 1


def changes(live: LiveBook, values: dict[str, Value], rows: tuple[int, ...] = MEANT) -> list[Edit]:
    raw = dict(live.read().tables["Cases"].rows)
    return [SetCell("Cases", row, str(raw[row]["Case ID"]), column, raw[row][column], new) for column, new in values.items() for row in rows]


def written(live: LiveBook, edits: list[Edit]) -> None:
    live.write(edits, fingerprint=live.read().fingerprint, as_of=DAY)


Filling = Callable[[xlwings.Range], None]


def put(value: object, code: str = "") -> Filling:
    def fill(cell: xlwings.Range) -> None:
        if code:
            cell.number_format = code
        cell.value = value

    return fill


def formula(text: str, code: str = "General") -> Filling:
    def fill(cell: xlwings.Range) -> None:
        cell.number_format = code
        cell.formula = text

    return fill


def bold_word(text: str) -> Filling:
    def fill(cell: xlwings.Range) -> None:
        cell.value = text
        cursor = cell.impl.cells().getCellByPosition(0, 0).createTextCursor()
        cursor.gotoStart(False)
        cursor.goRight(2, True)
        cursor.CharWeight = 150.0

    return fill


TEXTS = (
    "PAID", "CURED", "00123", "-5", "+8613800138000", "2026-01-05", "1/5/2026", "3-4", "TRUE", "50%", "1e5", "#N/A", "#DIV/0!", "=1+1", "'quoted", "@x",
    " a\nb ", "张伟", "x" * 300, "1,234", "{=1}", "12345678901234567890",
)  # fmt: skip
FILLINGS: tuple[Filling, ...] = (
    *(put(text, "@") for text in TEXTS), put("PAID", "General"), put(12.5, "General"), put(46027, "0"), put(0.1 + 0.2, "0.00"), put(True, "General"),
    put(date(2026, 3, 1), "yyyy-mm-dd"), put(date(2026, 3, 1), "dd.mm.yyyy"), put(datetime.fromisoformat("2026-03-01T14:30"), "yyyy-mm-dd hh:mm"),
    put(12.345678, "[$$-409]#,##0.00"), put("'00123", "General"), put("'2026-03-01", "yyyy-mm-dd"),
    formula("=1/0"), formula("=NA()"), formula('="PAID"'), formula("=TODAY()", "yyyy-mm-dd"), formula("=B2"), bold_word("PAID"), bold_word("old words"),
)  # fmt: skip
WRITTEN: dict[str, Value] = {
    "Outcome": "PAID", "Outcome on": DAY, "Approved by": "00777", "Notes": "=1+1", "Late fee": Decimal("7.50"), "Product": None, "Day count": "act/365",
}  # fmt: skip


@pytest.mark.libreoffice
@pytest.mark.parametrize("seed", range(4))
def test_no_cell_between_is_another_one_afterwards(calc: Calc, tmp_path: Path, seed: int) -> None:
    """Each column gets a random mixture: from nothing odd at all to every second cell."""
    chance = random.Random(seed)
    book = calc.open(held(tmp_path))
    sheet, live = book.sheets["Cases"], LiveBook(book)
    others = [row for row in range(2, ROWS_HELD + 2) if row not in MEANT]
    for header in WRITTEN:
        for row in chance.sample(others, chance.choice((0, 1, 4, 25))):
            chance.choice(FILLINGS)(sheet.range((row, place_of(header))))
    before = {header: looked_at(sheet, header, ROWS_HELD + 1) for header in WRITTEN}
    written(live, changes(live, WRITTEN))
    for header, cells in before.items():
        after = looked_at(sheet, header, ROWS_HELD + 1)
        assert {row: after[row] for row in others} == {row: cells[row] for row in others}
    rows = dict(live.read().tables["Cases"].rows)
    for row in MEANT:
        assert [rows[row][header] for header in WRITTEN] == ["PAID", DAY, "00777", "=1+1", 7.5, None, "act/365"]


LANE = 4
"""Rows of a lane: a meant cell, the odd one, a meant cell, and a formula, over which no block reaches."""


@pytest.mark.libreoffice
@pytest.mark.parametrize(("header", "new"), [("Outcome", "CURED"), ("Outcome on", DAY), ("Late fee", Decimal("3.25")), ("Approved by", "0042")])
def test_one_odd_cell_between_two_stays(calc: Calc, tmp_path: Path, header: str, new: Value) -> None:
    """Every kind of odd cell alone between two meant ones, so that its own format decides whether it may be written again."""
    last = 1 + LANE * len(FILLINGS)
    book = calc.open(held(tmp_path, last - 1))
    sheet, live = book.sheets["Cases"], LiveBook(book)
    meant, others = list[int](), list[int]()
    for top, filling in zip(range(2, last, LANE), FILLINGS, strict=True):
        filling(sheet.range((top + 1, place_of(header))))
        sheet.range((top + 3, place_of(header))).formula = '="x"'
        meant += (top, top + 2)
        others += (top + 1, top + 3)
    before = looked_at(sheet, header, last)
    for value in (new, None):
        written(live, changes(live, {header: value}, tuple(meant)))
        after = looked_at(sheet, header, last)
        assert {row: after[row] for row in others} == {row: before[row] for row in others}
    assert {after[row][0] for row in meant} == {""}


@pytest.mark.libreoffice
def test_writes_do_not_grow_with_scattered_rows(calc: Calc, tmp_path: Path) -> None:
    """Between them stand a text that may be written again, one in a format that would make a number of it, and one with a bold word."""
    costs = []
    for name, rows in (("few", (5, 99, 120, 180)), ("many", tuple(range(3, 190, 3)))):
        (tmp_path / name).mkdir()
        book = calc.open(held(tmp_path / name, 200))
        live, count = LiveBook(book), book.impl.count
        sheet = book.sheets["Cases"]
        sheet.range((40, place_of("Outcome"))).value = "SETTLED"
        put("'00123", "General")(sheet.range((100, place_of("Outcome"))))
        bold_word("PAID")(sheet.range((151, place_of("Outcome"))))
        odd = [looked_at(sheet, "Outcome", 200)[row] for row in (40, 100, 151)]
        edits = changes(live, {"Outcome": "PAID", "Outcome on": DAY, "Approved by": "Amy"}, rows)
        before = (count.reads, count.writes)
        written(live, edits)
        costs.append((count.reads - before[0], count.writes - before[1]))
        assert [looked_at(sheet, "Outcome", 200)[row] for row in (40, 100, 151)] == odd
        book.close()
    assert costs[0] == costs[1]
    assert costs[1][1] == 5, "a block for each column, and one more for each odd cell"


@pytest.mark.libreoffice
@pytest.mark.parametrize("row", [9, 12], ids=["a meant cell", "a cell between"])
def test_what_is_typed_between_reading_and_writing_stays(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: int) -> None:
    """The clerk's Enter falls into the moment in which the formats have been asked and the block is about to be written."""
    book = calc.open(held(tmp_path))
    sheet, live = book.sheets["Cases"], LiveBook(book)
    edits = [SetCell("Cases", 4, "C-00003", "Level", None, 1), *changes(live, {"Outcome": "PAID"})]
    before = live.read()
    real = between.still_as_read

    def typing(cells: Any, old: Any) -> bool:
        sheet.range((row, place_of("Outcome"))).value = "DECEASED"
        return real(cells, old)

    monkeypatch.setattr(between, "still_as_read", typing)
    with pytest.raises(Stop, match="X-CHANGED"):
        live.write(edits, fingerprint=before.fingerprint, as_of=DAY)
    rows = dict(live.read().tables["Cases"].rows)
    assert rows[row]["Outcome"] == "DECEASED"
    assert rows[4]["Level"] is None, "what was written before is taken back"
    assert {number: cells for number, cells in rows.items() if number != row} == {n: c for n, c in before.tables["Cases"].rows if n != row}


@pytest.mark.libreoffice
def test_a_row_typed_where_a_new_one_was_to_stand_stays(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = calc.open(held(tmp_path))
    sheet, live = book.sheets["Payments"], LiveBook(book)
    raw, real = live.read(), between.still_as_read

    def typing(cells: Any, old: Any) -> bool:
        sheet.range("A2:D2").value = ["P-000009", "C-00001", "2026-11-02", 55]
        return real(cells, old)

    monkeypatch.setattr(between, "still_as_read", typing)
    paid: dict[str, Value] = {"Payment ID": "P-000001", "Case ID": "C-00002", "Value date": DAY, "Amount": Decimal(10)}
    with pytest.raises(Stop, match="X-CHANGED"):
        live.write([AddRow("Payments", "P-000001", paid)], fingerprint=raw.fingerprint, as_of=DAY)
    assert [cells["Payment ID"] for _, cells in live.read().tables["Payments"].rows] == ["P-000009"]


@pytest.mark.parametrize(
    ("header", "cell", "may"),
    [
        ("Outcome", None, True), ("Outcome", "PAID", True), ("Outcome", "x" * 256, False), ("Outcome", "'PAID", False), ("Outcome", "=A1", False),
        ("Outcome", 5.0, False), ("Outcome", True, False), ("Outcome", Formula("=A1"), False), ("Outcome", CellError("#N/A"), False),
        ("Outcome", "#N/A", False), ("Outcome", date(2026, 1, 1), False), ("Outcome on", date(2026, 1, 1), True), ("Outcome on", "soon", False),
        ("Outcome on", datetime.fromisoformat("2026-01-01T09:00"), False), ("Outcome on", 46027.0, False), ("Late fee", 5.0, True),
        ("Late fee", True, False), ("Late fee", "5", False), ("Late fee", None, True),
    ],
)  # fmt: skip
def test_what_may_be_written_again(header: str, cell: Cell, may: bool) -> None:
    assert unchanged_by_rewriting(CASES.column(header), cell) is may
