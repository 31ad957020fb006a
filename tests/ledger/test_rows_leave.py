"""Rows that leave a closed sheet: those below move up with everything that is theirs, and nothing is guessed."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, RemoveRow, SetCell
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.memory import MemoryBook
from tests.ledger.ledger_files import DAY, ROWS, small_ledger


def _removals(book: ClosedBook | MemoryBook, table: str, *numbers: int) -> list[RemoveRow]:
    return [RemoveRow(table, number, cells) for number, cells in book.read().tables[table].rows if number in numbers]


@pytest.mark.parametrize("gone", [(2,), (3, 5), (2, 3, 4, 5, 6, 7), (7,)])
def test_the_others_move_up_in_file_and_memory_alike(tmp_path: Path, gone: tuple[int, ...]) -> None:
    file, memory = ClosedBook(small_ledger(tmp_path, ROWS)), MemoryBook(ROWS)
    before = [cells for number, cells in file.read().tables["Installments"].rows if number not in gone]
    others = {name: table for name, table in file.read().tables.items() if name != "Installments"}
    for book in (file, memory):
        book.write(_removals(book, "Installments", *gone), fingerprint=book.read().fingerprint, as_of=DAY)
    rows = file.read().tables["Installments"].rows
    assert list(rows) == list(enumerate(before, 2))
    assert [number for number, _ in memory.read().tables["Installments"].rows] == [number for number, _ in rows]
    assert {name: table for name, table in file.read().tables.items() if name != "Installments"} == others
    sheet = openpyxl.load_workbook(file.path)["Installments"]
    assert sheet.tables["Installments"].ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(max(len(before), 1) + 1)
    file.write([AddRow("Installments", "x", {"Case ID": "C-00001", "No": 9, "Due on": DAY, "Principal": 5})], fingerprint=file.read().fingerprint, as_of=DAY)
    assert [number for number, _ in file.read().tables["Installments"].rows] == list(range(2, len(before) + 3))


def _own_column(path: Path, formula: str) -> None:
    book = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
    sheet = book["Installments"]
    for row in range(2, 8):
        sheet.cell(row, 20, formula.format(row=row) if formula else f"mine {row}")
    sheet["F4"].hyperlink = "https://example.org/4"
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())


def test_own_columns_and_links_go_with_their_rows(tmp_path: Path) -> None:
    path = small_ledger(tmp_path, ROWS)
    _own_column(path, "")
    book = ClosedBook(path)
    book.write(_removals(book, "Installments", 3), fingerprint=book.read().fingerprint, as_of=DAY)
    sheet = openpyxl.load_workbook(path)["Installments"]
    assert [sheet.cell(row, 20).value for row in range(2, 7)] == ["mine 2", "mine 4", "mine 5", "mine 6", "mine 7"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink] == ["F3"]


def test_formulas_by_address_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = small_ledger(tmp_path, ROWS)
    _own_column(path, "=F{row}*2")
    book, before = ClosedBook(path), path.read_bytes()
    with pytest.raises(Stop, match="X-UNSAFE"):
        book.write(_removals(book, "Installments", 3), fingerprint=book.read().fingerprint, as_of=DAY)
    assert path.read_bytes() == before


def test_another_row_a_policy_sheet_or_a_second_edit_of_the_sheet_stop(tmp_path: Path) -> None:
    book = ClosedBook(small_ledger(tmp_path, ROWS))
    (edit,) = _removals(book, "Cases", 2)
    before = book.path.read_bytes()
    for edits in (
        [RemoveRow("Cases", 3, edit.cells)], [edit, SetCell("Cases", 3, "C-00002", "Level", None, 1)],
        [RemoveRow("Settings", 2, book.read().tables["Settings"].rows[0][1])],
    ):  # fmt: skip
        with pytest.raises(Stop):
            book.write(edits, fingerprint=book.read().fingerprint, as_of=DAY)
    assert book.path.read_bytes() == before
