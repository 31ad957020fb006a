"""What a click costs: the number of blocks read and written does not depend on how many rows are selected, held or changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pyaddin.ledger.book import SetCell, Value
from pyaddin.ledger.libreoffice.part import CALLS
from pyaddin.ledger.live import LiveBook
from pyaddin.ledger.schema import EVERY_TABLE
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


def test_calls_are_the_same_for_50_and_for_500_scattered_rows(calc: Calc, tmp_path: Path) -> None:
    """Outcomes that a clerk may type, in every twentieth and in every second row of a thousand cases, with the reasons beside them."""
    path, costs = small_ledger(tmp_path, _cases(1_000)), []
    for step in (20, 2):
        book = calc.open(path)
        live, count = LiveBook(book), book.impl.count
        raw = live.read()
        before = (count.reads, count.writes, CALLS.made)
        edits = [
            SetCell("Cases", row, str(cells["Case ID"]), column, cells.get(column), value)
            for row, cells in raw.tables["Cases"].rows[::step]
            for column, value in (("Outcome", "CURED"), ("Outcome on", DAY), ("Approved by", "Amy"), ("Why", "R4"), ("Level", 2))
        ]
        live.write(edits, fingerprint=raw.fingerprint, as_of=DAY)
        costs.append((count.reads - before[0], count.writes - before[1], CALLS.made - before[2]))
        assert len(edits) == 5 * 1_000 // step
        book.close()
    assert costs[0][:2] == costs[1][:2]
    assert costs[1][2] <= costs[0][2] + 5, "nor do the calls around the blocks: formats, fonts, ranges"
    assert costs[1][1] == 5, "a block for each column"


CASES = 200


@pytest.fixture
def office(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RibbonOffice:
    """200 debtors with a first reminder due on 11-06, open in LibreOffice; progress looks at the screen once (it does so by time, not by case)."""
    monkeypatch.setattr("pyaddin.ledger.live.screen._EVERY", 3600.0)
    office = RibbonOffice(tmp_path, calc)
    numbers = range(1, CASES + 1)
    office.new(
        {
            "Debtors": [debtor(n, Email=f"d{n}@debtor.example") for n in numbers],
            "Cases": [case(n, n) for n in numbers],
            "Installments": [row for n in numbers for row in installments(n, ["11-02"])],
        }
    )
    office.run("refresh", "--as-of", day("11-06").isoformat())
    return office.open()


def _click(office: RibbonOffice, button: str, *answers: str) -> tuple[int, int, int]:
    """Blocks read, blocks written and calls to the engine of one press."""
    count = office.book.impl.count
    before = (count.reads, count.writes, CALLS.made)
    office.press(button, "11-06", *answers)
    return count.reads - before[0], count.writes - before[1], CALLS.made - before[2]


def test_a_preview_reads_each_sheet_once_whatever_is_selected(office: RibbonOffice) -> None:
    costs = []
    for rows in (5, 60):
        office.select_at("Cases", f"A2:B{1 + rows}")
        costs.append(_click(office, "preview"))
        assert len(office.results()) == rows
    few, many = costs
    assert few[:2] == many[:2] == (len(EVERY_TABLE), 1), "one look at every sheet, one block on the sheet Result"
    assert many[2] < few[2] + 100


def test_blocks_of_reminders_do_not_grow_with_the_selection(office: RibbonOffice) -> None:
    office.select_at("Cases", "A2:B4")
    _click(office, "remind", "yes")  # the first run of a ledger has more to write than others
    costs = []
    for first, last in ((10, 14), (20, 39)):
        office.select_at("Cases", f"A{first}:B{last}")
        costs.append(_click(office, "remind", "yes"))
        assert len(office.results()) == last - first + 1
    assert costs[0][:2] == costs[1][:2]
    assert costs[1][2] < costs[0][2] + 100
    for first, last in ((50, 74), (80, 139)):
        office.select_at("Cases", f"A{first}:B{last}")
        asked = _click(office, "remind")
        assert asked[0] == len(EVERY_TABLE)
        office.fill(number=last - first + 1)
        costs.append(_click(office, "remind"))
        assert len(office.results()) == last - first + 1
    assert costs[2][:2] == costs[3][:2]
    assert costs[3][2] < costs[2][2] + 100
    assert len(office.rows("Contacts")) == 3 + 5 + 20 + 25 + 60
    assert max(reads for reads, _, _ in costs) <= 4 * len(EVERY_TABLE), "read, looked at after the question, looked at before writing, read back"


def test_a_payment_and_a_call_cost_the_same_in_a_long_ledger(office: RibbonOffice) -> None:
    _click(office, "refresh")
    for button, values in (("pay", {"amount": 10, "on": day("11-06")}), ("log", {"channel": "call", "result": "no answer"})):
        costs = []
        for row in (100, 190):
            office.select_at("Cases", f"A{row}:B{row}")
            assert _click(office, button)[0] <= len(EVERY_TABLE) + 2
            office.fill(**values)
            costs.append(_click(office, button))
            assert office.where() == "Cases"
        assert costs[0][:2] == costs[1][:2]
        assert costs[0][0] <= 3 * len(EVERY_TABLE)
        assert costs[0][1] <= 30
