"""The open workbook as a clerk leaves it: columns moved, rows filtered, sheets protected, the program gone in the middle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import xlwings

from pyaddin.build.workbook import write_workbook
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, CellError, Edit, Formula, RawLedger, RawTable, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.live import LiveBook
from pyaddin.ledger.live.writing import Writer
from pyaddin.ledger.schema import CASES, DEBTORS, EVERY_TABLE
from pyaddin.settings import NEVER_RUN
from pyaddin.tasks import new
from tests.ledger.apart import OwnCalc, apart
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import DAY, ROWS, small_ledger

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def opened(calc: Calc, tmp_path: Path) -> xlwings.Book:
    return calc.open(small_ledger(tmp_path))


def write(live: LiveBook, *edits: Edit) -> Any:
    return live.write(edits, fingerprint=live.read().fingerprint, as_of=DAY)


def column(book: xlwings.Book, sheet: str, header: str) -> Any:
    """The cells of a column, header and ten rows, wherever it stands."""
    cells = book.sheets[sheet]
    return cells.range((1, cells.range((1, 1), (1, 60)).value.index(header) + 1)).resize(11, 1)


def test_a_whole_sample_reads_as_the_closed_file_does(calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / "collections.xlsm"
    new.run(path, sample=25, seed=3, language="zh-CN", as_of=date(2026, 11, 23), now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
    closed, live = ClosedBook(path).read(), LiveBook(calc.open(path)).read()
    assert (live.ledger_id, live.schema_version) == (closed.ledger_id, closed.schema_version)
    for name, table in closed.tables.items():
        assert live.tables[name] == table, name
    assert LiveBook(calc.app.books.active and xlwings.Book(impl=calc.app.books.active)).path == path


def test_a_glance_reads_the_sheets_that_are_looked_at_and_those_once(opened: xlwings.Book) -> None:
    live, count = LiveBook(opened), opened.impl.count
    glance, before = live.glance(), count.reads
    assert count.reads == before
    assert live.hidden_rows("Settings") is None
    settings = glance.tables["Settings"]
    assert glance.tables["Settings"] is settings
    assert count.reads == before + 1
    assert live.hidden_rows("Settings") == frozenset()
    before, raw = count.reads, live.whole(glance)
    assert count.reads == before + len(EVERY_TABLE) - 1, "what the glance has read is not read again"
    assert raw == LiveBook(opened).read()
    opened.sheets["Settings"].range("Z1").value = "typed meanwhile"
    assert live.read().fingerprint == raw.fingerprint, "a clerk's own cell"
    value = column(opened, "Settings", "Value")[1]
    value.value = "typed meanwhile"
    with pytest.raises(Stop, match="X-CHANGED"):
        live.write([SetCell("Cases", 2, "C-00001", "Level", None, 1)], fingerprint=live.whole(glance).fingerprint, as_of=DAY)
    assert live.glance().tables["Settings"].rows[0][1]["Value"] == "typed meanwhile"
    glance, raw = live.glance(), live.read()
    assert dict(glance.tables) == dict(raw.tables)
    assert (glance.ledger_id, glance.fingerprint) == (raw.ledger_id, "")
    with pytest.raises(KeyError):
        glance.tables["Form"]
    extents = live.extents()
    assert all(table.numbers[-1] <= extents[name] for name, table in raw.tables.items() if table.rows)


def test_columns_are_found_by_header_and_a_clerks_own_cells_stay(opened: xlwings.Book) -> None:
    cases, live = opened.sheets["Cases"], LiveBook(opened)
    before = live.read()
    cases.range((1, 1), (300, 1)).insert("right")  # everything moves one column to the right
    cases.range("A1").value = [["Own"], ["mine"]]
    last = len(CASES.headers) + 2
    cases.range((1, last)).value = [["Also own", "=1+1"], ["kept", "'=text"], ["=B2&B3", None]]
    cases.range("C:C").columns.hidden = True
    cases.range("2:2").rows.hidden = True
    found = live.read()
    assert found.tables["Cases"] == RawTable("Cases", CASES.headers, before.tables["Cases"].rows, frozenset({2}))
    write(
        live,
        SetCell("Cases", 2, "C-00001", "Level", None, 2), SetCell("Cases", 2, "C-00001", "Why", None, "T2: asked"),
        AddRow("Cases", "C-00009", {"Case ID": "C-00009", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": DAY}),
    )  # fmt: skip
    rows = dict(live.read().tables["Cases"].rows)
    assert (rows[2]["Level"], rows[2]["Why"], rows[4]["Case ID"], rows[4]["Opened on"]) == (2.0, "T2: asked", "C-00009", DAY)
    assert cases.range("A1").resize(4, 1).value == ["Own", "mine", None, None]
    assert cases.range((1, last)).resize(3, 2).formula == (("Also own", "=1+1"), ("kept", "=text"), ("=B2&B3", ""))
    assert cases.range("C:C").columns.hidden is True
    assert cases.range("2:2").rows.hidden is True
    assert cases.tables["Cases"].range.last_cell.row == 4


TEXTS = ["=1+1", "00123", "+8613800138000", "-5", "@x", "TRUE", "'quoted", "''", "2026-01-05", "1-2", "1e5", "#N/A", "50%", " a\nb ", "1,234"]
TEXTS += ['=HYPERLINK("x")', "=cmd|'/c calc'!A0"]


def test_no_text_becomes_a_number_a_date_or_a_formula(opened: xlwings.Book) -> None:
    """The column was formatted anew by a clerk, so that Excel would convert what is written into it."""
    column(opened, "Debtors", "Notes").number_format = "General"
    live = LiveBook(opened)
    rows: list[dict[str, Value]] = [{"Debtor ID": f"D-1{number:04d}", "Name": text, "Notes": text} for number, text in enumerate(TEXTS)]
    write(live, *[AddRow("Debtors", str(row["Debtor ID"]), row) for row in rows])
    read = [cells for _, cells in live.read().tables["Debtors"].rows][2:]
    assert [(cells["Name"], cells["Notes"]) for cells in read] == [(text, text) for text in TEXTS]


def test_numbers_and_dates_stay_such_in_cells_formatted_as_text(opened: xlwings.Book) -> None:
    for header in ("Arrears", "Stage since", "Days past due"):
        column(opened, "Cases", header).number_format = "@"
    live = LiveBook(opened)
    write(
        live,
        SetCell("Cases", 2, "C-00001", "Arrears", None, Decimal("1234.50")), SetCell("Cases", 2, "C-00001", "Stage since", None, DAY),
        SetCell("Cases", 3, "C-00002", "Days past due", 4, 5),
    )  # fmt: skip
    rows = dict(live.read().tables["Cases"].rows)
    assert (rows[2]["Arrears"], rows[2]["Stage since"], rows[3]["Days past due"]) == (1234.5, DAY, 5.0)


def test_formulas_errors_and_text_that_looks_like_them(opened: xlwings.Book) -> None:
    cells = opened.sheets["Payments"]
    cells.range("D2").formula = "=1/0"
    cells.range("C2").formula = "=TODAY()"
    cells.range("H2").value = "'#DIV/0!"
    cells.range("F2").number_format = "General"
    cells.range("F2").value = "#N/A"
    row = LiveBook(opened).read().tables["Payments"].rows[0][1]
    assert isinstance(row["Amount"], Formula)
    assert row["Value date"] == Formula("=TODAY()")
    assert row["Notes"] == "#DIV/0!"
    assert isinstance(row["Reference"], Formula | CellError)


def test_the_caption_of_a_ledger_that_never_ran_is_a_dash_until_a_run(calc: Calc, tmp_path: Path) -> None:
    path = tmp_path / "new.xlsm"
    write_workbook(path, ledger_id="TEST", language="zh-CN")
    book = calc.open(path)
    live = LiveBook(book)
    live.write([AddRow("Debtors", "D-000001", {"Debtor ID": "D-000001", "Name": "Ada Moss"})], fingerprint=live.read().fingerprint, as_of=NEVER_RUN)
    assert "案件编号 · 计算截至 –" in book.sheets["Cases"].range("A1").number_format
    live.write([AddRow("Debtors", "D-000002", {"Debtor ID": "D-000002", "Name": "Bo Reed"})], fingerprint=live.read().fingerprint, as_of=DAY)
    assert "案件编号 · 计算截至 2026-11-23" in book.sheets["Cases"].range("A1").number_format


def test_the_caption_tells_the_day_and_the_screen_is_as_before(opened: xlwings.Book) -> None:
    live = LiveBook(opened)
    write(live, SetCell("Cases", 2, "C-00001", "Level", None, 1))
    assert "computed as of 2026-11-23" in opened.sheets["Cases"].range("A1").number_format
    assert "computed as of 2026-11-23" in opened.sheets["Today"].range("A1").number_format
    assert opened.sheets["Cases"].range("A1").value == "Case ID"
    assert (opened.app.screen_updating, opened.app.calculation, opened.app.enable_events) == (True, "automatic", True)


def test_a_protected_sheet_is_named_and_nothing_is_changed(opened: xlwings.Book) -> None:
    live = LiveBook(opened)
    before = live.read()
    opened.sheets["Promises"].api.Protect()
    promise: dict[str, Value] = {"Promise ID": "R-000001", "Case ID": "C-00001", "Made on": DAY, "Amount": Decimal(5), "Due on": DAY, "Status": "open"}
    with pytest.raises(Stop, match="X-PROTECTED") as stop:
        write(live, SetCell("Cases", 2, "C-00001", "Level", None, 1), AddRow("Promises", "R-000001", promise))
    assert stop.value.fault.sheet == "Promises"
    assert live.read() == before


def test_what_stands_below_a_table_is_not_swallowed(opened: xlwings.Book) -> None:
    live = LiveBook(opened)
    sheet = opened.sheets["Cases"]
    sheet.range((1, 1), (300, 1)).insert("right")
    sheet.tables["Cases"].resize(sheet.range((1, 2), (3, len(CASES.headers) + 2)))  # one column of the clerk inside the table
    sheet.range((4, len(CASES.headers) + 2)).value = "sum of my column"
    before = live.read()
    with pytest.raises(Stop, match="X-BELOW"):
        write(live, AddRow("Cases", "C-00009", {"Case ID": "C-00009", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": DAY}))
    assert live.read() == before
    assert sheet.range((4, len(CASES.headers) + 2)).value == "sum of my column"


@pytest.mark.parametrize("step", ["_write", "_resize", "caption"])
def test_a_failure_in_the_middle_puts_everything_back(opened: xlwings.Book, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    live = LiveBook(opened)
    before, calls = live.read(), [0]
    real: Callable[..., Any] = getattr(Writer, step)

    def breaking(*arguments: Any) -> Any:
        calls[0] += 1
        if step == "caption" or calls[0] > 2:
            raise OSError("the printer is on fire")
        return real(*arguments)

    monkeypatch.setattr(Writer, step, breaking)
    move: dict[str, Value] = {"Case ID": "C-00001", "At": "2026-11-23T02:00:00Z", "As of": DAY, "Rule": "T2"}
    edits: list[Edit] = [SetCell("Cases", 2, "C-00001", "Level", None, 1), ReplaceRows("Today", ({"Rank": 1, "Case ID": "C-00002"},))]
    edits += [AddRow(name, "x", row) for name, row in (("Moves", move), ("Moves", move), ("Runs", {"Run ID": "B-1"}), ("Runs", {"Run ID": "B-2"}))]
    edits += [AddRow("Payments", f"P-{number}", {"Payment ID": f"P-{number}", "Case ID": "C-00001", "Amount": 1, "Value date": DAY}) for number in (5, 6)]
    with pytest.raises(Stop, match="X-LIVE") as stop:
        write(live, *edits)
    assert "the printer is on fire" in stop.value.fault.found
    monkeypatch.undo()
    assert live.read() == before
    for name in ("Moves", "Payments", "Today"):
        assert opened.sheets[name].tables[name].range.last_cell.row == max(2, len(ROWS.get(name, ())) + 1), name
    assert opened.app.screen_updating is True


def dying(path: Path) -> RawLedger:
    """A write during which LibreOffice is killed; what was read before it."""
    with OwnCalc() as calc:
        live = LiveBook(calc.open(path))
        raw = live.read()
        with mock.patch.object(Writer, "caption", side_effect=lambda *_: calc.app.office.kill()), pytest.raises(Stop, match="X-LIBREOFFICE"):
            live.write([SetCell("Cases", 2, "C-00001", "Level", None, 1)], fingerprint=raw.fingerprint, as_of=DAY)
        return raw


def test_libreoffice_dies_in_the_middle(calc: Calc, tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    content = path.read_bytes()
    raw = apart(dying, path)
    assert path.read_bytes() == content
    assert LiveBook(calc.open(path)).read() == raw


def test_read_only_says_who_has_it(calc: Calc, tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    path.with_name(f"~${path.name}").write_bytes(b"\x07Mei Lin")
    live = LiveBook(calc.open(path, read_only=True))
    before = live.read()
    assert live.read_only == "Excel (Mei Lin)"
    with pytest.raises(Stop, match="X-READ-ONLY.*Mei Lin"):
        write(live, SetCell("Cases", 2, "C-00001", "Level", None, 1))
    assert live.read() == before


def test_a_workbook_saved_under_another_name_is_that_ledger(opened: xlwings.Book, tmp_path: Path) -> None:
    live = LiveBook(opened)
    other = tmp_path / "copies" / "ledger of Amy.xlsm"
    other.parent.mkdir()
    opened.save(str(other))
    assert LiveBook(xlwings.Book(impl=opened.app.books.active.impl)).path.name == "ledger.xlsm"
    assert ClosedBook(other).read().tables == live.read().tables


def test_sorted_by_the_clerk_every_edit_still_finds_its_row(opened: xlwings.Book) -> None:
    live = LiveBook(opened)
    before = live.read()
    sheet = opened.sheets["Cases"]
    rows = sheet.range((2, 1), (3, len(CASES.headers)))
    rows.value = rows.value[::-1]
    with pytest.raises(Stop, match="X-CHANGED"):  # what was read before the sorting is not written into other rows
        live.write([SetCell("Cases", 2, "C-00001", "Level", None, 1)], fingerprint=before.fingerprint, as_of=DAY)
    write(live, SetCell("Cases", 3, "C-00001", "Level", None, 1))
    assert dict(live.read().tables["Cases"].rows)[3]["Level"] == 1.0


def test_the_number_of_calls_does_not_grow_with_the_rows(calc: Calc, tmp_path: Path) -> None:
    counts = []
    for size in (10, 160):
        folder = tmp_path / str(size)
        folder.mkdir()
        rows = ROWS | {"Cases": [dict(ROWS["Cases"][0]) | {"Case ID": f"C-{number:05d}"} for number in range(1, size + 1)]}
        book = calc.open(small_ledger(folder, rows))
        live, count = LiveBook(book), book.impl.count
        raw = live.read()
        reads, writes = count.reads, count.writes
        edits: list[Edit] = [
            SetCell("Cases", number + 1, f"C-{number:05d}", header, None, value)
            for number in range(1, size + 1, 3)
            for header, value in (("Level", 1), ("Why", "T2"), ("Stage since", DAY), ("Arrears", Decimal(number)))
        ]
        paid: dict[str, Value] = {"Case ID": "C-00001", "Amount": 1, "Value date": DAY}
        edits += [AddRow("Payments", f"P-{number}", paid | {"Payment ID": f"P-{number}"}) for number in range(size)]
        live.write(edits, fingerprint=raw.fingerprint, as_of=DAY)
        counts.append((reads, count.reads - reads, count.writes - writes))
        book.close()
    assert counts[0] == counts[1]
    assert counts[0][0] <= 2 * len(EVERY_TABLE)


def test_sheets_and_columns_that_are_missing_are_named(opened: xlwings.Book) -> None:
    opened.sheets["Debtors"].range((1, DEBTORS.headers.index("Phone") + 1)).value = "Telephone"
    with pytest.raises(Stop, match="X-NOT-LEDGER.*Phone"):
        LiveBook(opened).read()
