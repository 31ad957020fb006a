"""The engine over Calc: books, sheets, selections, tables, names, messages; and what it refuses, listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings

from pyaddin.errors import Stop
from pyaddin.ledger.libreoffice import CalcError, Refused
from pyaddin.ledger.libreoffice.formulas import to_calc
from pyaddin.ledger.live.visible import hidden_rows, seen_formula, show_rows
from tests.ledger.calc import Calc
from tests.ledger.ledger_files import small_ledger

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def book(calc: Calc, tmp_path: Path) -> xlwings.Book:
    return calc.open(small_ledger(tmp_path))


def test_the_caller_is_the_open_ledger(book: xlwings.Book, tmp_path: Path) -> None:
    caller = xlwings.Book.caller()
    assert caller == book
    assert Path(caller.fullname) == tmp_path / "ledger.xlsm"
    assert caller.app.engine.name == "libreoffice"
    assert caller.sheets["cases"].name == "Cases"
    assert "No such" not in caller.sheets


def test_selection_in_one_and_in_several_areas(book: xlwings.Book) -> None:
    sheet = book.sheets["Cases"]
    sheet["A2:B3"].select()
    assert book.selection == sheet["A2:B3"]
    sheet["A2:B2,A5,C7:C9"].select()
    chosen = book.selection
    assert chosen.address == "$A$2:$B$2,$A$5,$C$7:$C$9"
    assert [area.Address for area in chosen.api.Areas] == ["$A$2:$B$2", "$A$5", "$C$7:$C$9"]
    assert chosen.api.Areas.Count == 3
    assert (chosen.row, chosen.shape) == (2, (1, 2))


@pytest.mark.parametrize("whole", ["$A:$A", "$B:$D", "$3:$4"])
def test_whole_columns_and_rows_are_told_as_such(book: xlwings.Book, whole: str) -> None:
    book.sheets["Cases"][whole].select()
    assert book.selection.address == whole


def test_hidden_rows_are_left_out_of_the_visible_ones(book: xlwings.Book) -> None:
    sheet = book.sheets["Installments"]
    sheet["3:4"].rows.hidden = True
    assert [part.address for part in sheet["A2:B6"].get_special_cells("visible")] == ["$A$2:$B$2", "$A$5:$B$6"]
    assert [part.address for part in sheet["A2:A3,A6"].get_special_cells("visible")] == ["$A$2", "$A$6"]
    assert [sheet["A3:A4"].rows.hidden, sheet["A2:A3"].rows.hidden, sheet["A5:A6"].rows.hidden] == [True, None, False]
    assert sheet["A3"].api.EntireRow.Hidden is True


def test_filtered_rows_are_hidden_too(book: xlwings.Book) -> None:
    """By the words that Excel has for it; and the one formula that tells hidden rows gives what Calc itself makes of it in a cell."""
    sheet = book.sheets["Installments"]

    def seen() -> list[float]:
        told = [row[0] for row in sheet.api.Evaluate(seen_formula(2, 9, 8))]
        scratch = sheet.range((2, 60), (9, 60)).impl.cells()
        scratch.setArrayFormula(to_calc(f"={seen_formula(2, 9, 8)}"))
        assert [row[0] > 0 for row in scratch.getDataArray()] == [count > 0 for count in told]
        scratch.setArrayFormula("")
        return told

    assert seen() == [1, 1, 1, 1, 1, 1, 0, 0], "in rows 8 and 9 nothing stands"
    sheet.api.ListObjects("Installments").Range.AutoFilter(1, "c-00002")
    assert [part.address for part in sheet["A2:A7"].get_special_cells("visible")] == ["$A$5:$A$7"]
    sheet["A2"].value = "C-00001"
    assert sheet["A2"].value == "C-00001", "a write reaches hidden rows as well"
    sheet.api.ListObjects("Installments").AutoFilter.ShowAllData()
    assert seen() == [1, 1, 1, 1, 1, 1, 0, 0]
    sheet.api.ListObjects("Installments").Range.AutoFilter(1, "c-00002")
    sheet["6:6"].rows.hidden = True
    sheet["A:A"].columns.hidden = True
    assert seen() == [0, 0, 0, 1, 0, 1, 0, 0]
    assert hidden_rows(sheet, 2, 7, 8) == {2, 3, 4, 6}
    assert sheet.api.ListObjects("Installments").AutoFilter.FilterMode is True
    show_rows(sheet, "Installments", sheet["A2:A7"])
    assert sheet.api.ListObjects("Installments").AutoFilter.FilterMode is False
    assert seen() == [1, 1, 1, 1, 1, 1, 0, 0]


def test_table_grows_and_is_written(book: xlwings.Book) -> None:
    sheet = book.sheets["Cases"]
    table = sheet.tables["Cases"]
    assert (table.range.row, table.range.column, table.header_row_range.row, table.data_body_range.shape[0]) == (1, 1, 1, 2)
    table.resize(table.range.resize(6))
    assert sheet.tables["Cases"].data_body_range.shape[0] == 5
    sheet["A4:A6"].value = [["C-00003"], ["C-00004"], ["C-00005"]]
    assert table.data_body_range[:, 0].value == ["C-00001", "C-00002", "C-00003", "C-00004", "C-00005"]
    sheet["AZ1"].formula = "=COUNTA(Cases[Case ID])"
    assert sheet["AZ1"].value == 5.0


def test_table_cannot_lose_its_header_or_all_rows(book: xlwings.Book) -> None:
    sheet = book.sheets["Cases"]
    for wrong in ("A2:C5", "A1:C1", "B1:D4"):
        with pytest.raises(CalcError, match="header"):
            sheet.tables["Cases"].resize(sheet[wrong])


def test_names_of_book_and_sheet(book: xlwings.Book) -> None:
    assert "AsOf" in book.names
    assert book.names["List_Stage"].refers_to_range.value[0] == "First contact"
    book.names.add("Chosen", "=Cases!$A$2:$A$3")
    assert book.names["Chosen"].refers_to == "=Cases!$A$2:$A$3"
    assert book.sheets["Cases"]["Chosen"].address == "$A$2:$A$3"
    book.names["Chosen"].delete()
    assert "Chosen" not in book.names


def test_custom_properties_under_excels_names(book: xlwings.Book) -> None:
    assert book.api.CustomDocumentProperties("Ledger ID").Value == "LEDGER-1"
    assert {item.Name for item in book.api.CustomDocumentProperties} >= {"Ledger ID", "Schema version"}


def test_protected_sheet_refuses_a_write_and_says_so_before(book: xlwings.Book) -> None:
    sheet = book.sheets["Dashboard"]
    assert sheet.api.ProtectContents
    before = sheet["A1"].value
    with pytest.raises(CalcError, match="Dashboard is protected"):
        sheet["A1"].value = "x"
    assert sheet["A1"].value == before
    assert sheet["A1"].api.Locked
    assert not book.sheets["Cases"].api.ProtectContents


def test_read_only_book_says_so_and_is_not_saved(calc: Calc, tmp_path: Path) -> None:
    path = small_ledger(tmp_path)
    before = path.read_bytes()
    book = calc.open(path, read_only=True)
    assert book.api.ReadOnly
    with pytest.raises(Stop, match="reading only"):
        book.save()
    assert path.read_bytes() == before


def test_screen_calculation_and_status_bar(calc: Calc, book: xlwings.Book) -> None:
    app = book.app
    with app.properties(screen_updating=False, status_bar="3 of 10"):
        assert not app.screen_updating
        assert app.status_bar == "3 of 10"
    assert app.screen_updating
    assert app.status_bar is False
    assert "3 of 10" in calc.app.statuses
    app.calculation = "manual"
    book.sheets["Cases"]["AZ1"].formula = "=AY1+1"
    book.sheets["Cases"]["AY1"].value = 5
    app.calculation = "automatic"
    app.calculate()
    assert book.sheets["Cases"]["AZ1"].value == 6.0


def test_messages_are_answered_in_order_and_recorded(calc: Calc, book: xlwings.Book) -> None:
    calc.answer("yes", "no")
    assert [book.app.alert("Send?", "Collections", "yes_no"), book.app.alert("Sure?", None, "yes_no")] == ["yes", "no"]
    assert book.app.alert("Done.") == "ok"
    assert [(prompt.text, prompt.answer) for prompt in calc.prompts] == [("Send?", "yes"), ("Sure?", "no"), ("Done.", "ok")]
    with pytest.raises(Refused, match="nobody can answer"):
        book.app.alert("Nobody asked me", buttons="yes_no")


def test_two_books_are_kept_apart(calc: Calc, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    small_ledger(tmp_path / "a").rename(tmp_path / "a" / "one.xlsm")
    small_ledger(tmp_path / "b").rename(tmp_path / "b" / "two.xlsm")
    one, two = calc.open(tmp_path / "a" / "one.xlsm"), calc.open(tmp_path / "b" / "two.xlsm")
    two.sheets["Cases"]["A2"].value = "C-99999"
    assert one.sheets["Cases"]["A2"].value == "C-00001"
    assert xlwings.Book.caller() == two
    assert {book.name for book in one.app.books} == {"one.xlsm", "two.xlsm"}


def test_blocks_are_counted(calc: Calc, book: xlwings.Book) -> None:
    count = book.impl.count
    before = (count.reads, count.writes)
    assert len(book.sheets["Cases"]["A1:T500"].value) == 500
    book.sheets["Cases"]["BA1:BB200"].value = [[1, 2]] * 200
    assert (count.reads - before[0], count.writes - before[1]) == (1, 1)


REFUSED: dict[str, Callable[[xlwings.Book], object]] = {
    "font": lambda book: book.sheets[0]["A1"].font.bold,
    "borders": lambda book: book.sheets[0]["A1"].borders.line_style,
    "comment": lambda book: book.sheets[0]["A1"].comment,
    "note": lambda book: book.sheets[0]["A1"].note,
    "hyperlink": lambda book: book.sheets[0]["A1"].add_hyperlink("https://example.org"),
    "data validation": lambda book: book.sheets[0]["A1"].data_validation.type,
    "conditional formats": lambda book: len(book.sheets[0]["A1"].conditional_formats),
    "find": lambda book: book.sheets[0]["A1:B9"].find("x"),
    "replace": lambda book: book.sheets[0]["A1:B9"].replace_all("x", "y"),
    "sort": lambda book: book.sheets["Read me"]["A1:B9"].sort(1),
    "special cells": lambda book: book.sheets[0]["A1"].get_special_cells("blanks"),
    "merge": lambda book: book.sheets[0]["A1:B1"].merge(),
    "clipboard": lambda book: book.sheets[0]["A1"].copy(),
    "array formula": lambda book: setattr(book.sheets[0]["A1"], "formula_array", "=1"),
    "row height": lambda book: setattr(book.sheets[0]["A1"], "row_height", 20),
    "block into areas": lambda book: setattr(book.sheets[0].range("A1,B2").impl, "raw_value", [[1, 2]]),
    "charts": lambda book: len(book.sheets[0].charts),
    "shapes": lambda book: len(book.sheets[0].shapes),
    "pictures": lambda book: len(book.sheets[0].pictures),
    "freeze panes": lambda book: book.sheets[0].freeze_panes.unfreeze(),
    "page setup": lambda book: book.sheets[0].page_setup.print_area,
    "sheet copy": lambda book: book.sheets[0].copy(),
    "html": lambda book: book.sheets[0].to_html("x.html"),
    "table rows": lambda book: book.sheets["Cases"].tables[0].rows.add(["x"]),
    "table columns": lambda book: book.sheets["Cases"].tables[0].columns.add("x"),
    "table style": lambda book: setattr(book.sheets["Cases"].tables[0], "table_style", "TableStyleLight1"),
    "table name": lambda book: setattr(book.sheets["Cases"].tables[0], "name", "Other"),
    "new table": lambda book: book.sheets[0].tables.add(book.sheets[0]["A1:B2"]),
    "pdf": lambda book: book.to_pdf("x.pdf"),
    "macro": lambda book: book.macro("Main")(),
    "window": lambda book: setattr(book.app, "visible", True),
    "start-up folder": lambda book: book.app.startup_path,
    "native word": lambda book: book.api.VBProject,
    "native formula": lambda book: book.sheets[0].api.Evaluate("SUM(A1:A9)"),
    "native special cells": lambda book: book.sheets[0]["A1"].api.SpecialCells(4),
    "native cell": lambda book: book.sheets[0]["A1"].api.Borders,
}


def test_the_rest_is_refused_by_name(book: xlwings.Book) -> None:
    for call in REFUSED.values():
        with pytest.raises(Refused, match="LibreOffice|areas|window"):
            call(book)
