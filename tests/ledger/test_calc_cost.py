"""What a click costs: the number of blocks read and written does not depend on how many rows are selected, held or changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

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
T = TypeVar("T")


def _cases(number: int) -> dict[str, list[dict[str, Value]]]:
    cases: list[dict[str, Value]] = [
        {"Case ID": f"C-{index:05}", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": date(2026, 1, 1)} for index in range(1, number + 1)
    ]
    return ROWS | {"Cases": cases, "Installments": [], "Payments": []}


def _cost(calc: Calc, folder: Path, held: int, changed: int) -> tuple[tuple[int, int, int], ...]:
    """Blocks read, blocks written and calls: of a reading, of one with every second row hidden, and of a write of so many rows."""
    folder.mkdir()
    book = calc.open(small_ledger(folder, _cases(held)))
    count, live, costs = book.impl.count, LiveBook(book), list[tuple[int, int, int]]()

    def counted(act: Callable[[], T]) -> T:
        before = (count.reads, count.writes, CALLS.made)
        done = act()
        costs.append((count.reads - before[0], count.writes - before[1], CALLS.made - before[2]))
        return done

    counted(live.read)
    book.sheets["Cases"].range(",".join(f"A{row}:B{row}" for row in range(2, held + 2, 2))).rows.hidden = True
    raw = counted(live.read)
    assert len(raw.tables["Cases"].hidden_rows) == (held + 1) // 2
    edits = [
        SetCell("Cases", row, str(cells["Case ID"]), column, cells.get(column), value)
        for row, cells in raw.tables["Cases"].rows[:changed]
        for column, value in (("Days past due", 7), ("Why", f"Row {row}"))
    ]
    counted(lambda: live.write(edits, fingerprint=raw.fingerprint, as_of=DAY))
    book.close()
    return tuple(costs)


def test_neither_blocks_nor_calls_grow_with_the_rows_held_changed_or_hidden(calc: Calc, tmp_path: Path) -> None:
    few, many = _cost(calc, tmp_path / "few", 40, 2), _cost(calc, tmp_path / "many", 160, 160)
    assert few == many
    assert many[0][0] == many[1][0] == len(EVERY_TABLE)
    assert many[1][2] <= many[0][2], "hidden rows cost nothing more"
    assert many[2][1] == 1, "the computed columns from the one to the other"


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
    assert costs[1][1] == 4, "a block for each column, one for all computed ones beside each other"


CASES = 160
COUNTED = 5
"""Calls for a selection whose address is longer than Excel tells one: its rectangles are counted, in one go."""


@pytest.fixture
def office(calc: Calc, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RibbonOffice:
    """Debtors with a first reminder due on 11-06, every second one Li Na's, open in LibreOffice; progress looks at the screen once (by time, not by case)."""
    monkeypatch.setattr("pyaddin.ledger.live.screen._EVERY", 3600.0)
    office = RibbonOffice(tmp_path, calc)
    numbers = range(1, CASES + 1)
    office.new(
        {
            "Debtors": [debtor(n, Email=f"d{n}@debtor.example") for n in numbers],
            "Cases": [case(n, n, Owner="Li Na" if n % 2 else "Mary Webb") for n in numbers],
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


def test_no_button_asks_more_for_more_rows(office: RibbonOffice) -> None:
    """One morning at the desk: what each click costs stays the same for 5 rows and for 60, together or one by one, shown or hidden."""
    _previews(office)
    _reminders(office)
    _entries(office)


def _previews(office: RibbonOffice) -> None:
    """Of rows in one block, of rows selected one by one, and of both after *My cases* has hidden every second one."""

    def previewed(rows: Sequence[int], shown: int) -> tuple[int, int, int]:
        office.select_at("Cases", ",".join(f"A{row}:B{row}" for row in rows) if rows[1] - rows[0] > 1 else f"A{rows[0]}:B{rows[-1]}")
        cost = _click(office, "preview")
        assert len(office.results()) == shown
        return cost

    previewed(range(2, 4), 2)  # the first one makes the sheet Result
    few, many, apart = previewed(range(2, 7), 5), previewed(range(2, 62), 60), previewed(range(2, 122, 2), 60)
    assert few[:2] == (len(EVERY_TABLE), 1), "one look at every sheet, one block on the sheet Result"
    assert few == many
    assert apart[:2] == many[:2]
    assert apart[2] <= many[2] + COUNTED
    office.select_at("Cases", "A2:B2")
    hiding = _click(office, "my_cases")
    few_left, many_left = previewed(range(2, 12), 5), previewed(range(2, 122), 60)
    assert few_left[:2] == many_left[:2] == many[:2]
    assert max(few_left[2], many_left[2]) <= many[2] + COUNTED, "Calc selects every shown row by itself"
    office.select_at("Cases", "A2:B2")
    assert _click(office, "my_cases")[2] <= hiding[2] < many[2], "a filter on and off, not a call for each row"
    assert office.book.sheets["Cases"].range("2:161").rows.hidden is False


def _reminders(office: RibbonOffice) -> None:
    office.select_at("Cases", "A2:B4")
    _click(office, "remind", "yes")  # the first run of a ledger has more to write than others
    costs = []
    for first, last in ((10, 14), (20, 39)):
        office.select_at("Cases", f"A{first}:B{last}")
        costs.append(_click(office, "remind", "yes"))
        assert len(office.results()) == last - first + 1
    assert costs[0] == costs[1]
    for first, last in ((50, 74), (80, 139)):
        office.select_at("Cases", f"A{first}:B{last}")
        asked = _click(office, "remind")
        assert asked[0] == len(EVERY_TABLE)
        office.fill(number=last - first + 1)
        costs.append(_click(office, "remind"))
        assert len(office.results()) == last - first + 1
    assert costs[2] == costs[3]
    assert len(office.rows("Contacts")) == 3 + 5 + 20 + 25 + 60
    assert max(reads for reads, _, _ in costs) <= 4 * len(EVERY_TABLE), "read, looked at after the question, looked at before writing, read back"


def _entries(office: RibbonOffice) -> None:
    """A payment and a call at the top of the ledger and at its end."""
    for button, values in (("pay", {"amount": 10, "on": day("11-06")}), ("log", {"channel": "call", "result": "no answer"})):
        costs = []
        for row in (41, 155):
            office.select_at("Cases", f"A{row}:B{row}")
            assert _click(office, button)[0] <= len(EVERY_TABLE) + 2
            office.fill(**values)
            costs.append(_click(office, button))
            assert office.where() == "Cases"
        assert costs[0][:2] == costs[1][:2]
        assert abs(costs[0][2] - costs[1][2]) < 40, "a column of figures more or less that changed"
        assert costs[0][0] <= 3 * len(EVERY_TABLE)
        assert costs[0][1] <= 12
