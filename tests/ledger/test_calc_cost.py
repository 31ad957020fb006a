"""What a click costs: the number of blocks read and written does not depend on how many rows are selected, held or changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pyaddin.ledger.book import SetCell, Value
from pyaddin.ledger.live import LiveBook
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import DAY, ROWS, small_ledger
from tests.stories.desk import case, day, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.libreoffice


def _cases(number: int) -> dict[str, list[dict[str, Value]]]:
    cases: list[dict[str, Value]] = [
        {"Case ID": f"C-{index:05}", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": date(2026, 1, 1)} for index in range(1, number + 1)
    ]
    return ROWS | {"Cases": cases, "Installments": [], "Payments": []}


def _cost(calc: Calc, folder: Path, held: int, changed: int) -> tuple[int, int]:
    """Blocks read and written for one reading and one write of so many rows."""
    folder.mkdir()
    book = calc.open(small_ledger(folder, _cases(held)))
    count = book.impl.count
    live = LiveBook(book)
    raw = live.read()
    edits = [
        SetCell("Cases", row, str(cells["Case ID"]), column, cells.get(column), value)
        for row, cells in raw.tables["Cases"].rows[:changed]
        for column, value in (("Days past due", 7), ("Why", f"Row {row}"))
    ]
    live.write(edits, fingerprint=raw.fingerprint, as_of=DAY)
    cost = (count.reads, count.writes)
    book.close()
    return cost


def test_blocks_do_not_grow_with_the_rows_changed(calc: Calc, tmp_path: Path) -> None:
    few, many = _cost(calc, tmp_path / "few", 5, 2), _cost(calc, tmp_path / "many", 300, 300)
    assert few == many
    assert many[1] <= 3, "two columns and the caption"


def test_blocks_of_a_click_do_not_grow_with_the_selection(calc: Calc, tmp_path: Path) -> None:
    office = RibbonOffice(tmp_path, calc)
    numbers = range(1, 31)
    office.new(
        {
            "Debtors": [debtor(n, Email=f"d{n}@debtor.example") for n in numbers],
            "Cases": [case(n, n) for n in numbers],
            "Installments": [row for n in numbers for row in installments(n, ["11-02"])],
        }
    )
    office.run("refresh", "--as-of", day("11-06").isoformat())
    office.open()
    count = office.book.impl.count
    costs = []
    for last in (2, 31):
        office.select_at("Cases", f"A2:B{last}")
        before = (count.reads, count.writes)
        office.press("preview", "11-06")
        costs.append((count.reads - before[0], count.writes - before[1]))
    assert costs[0] == costs[1]
    assert len(office.results()) == 30
