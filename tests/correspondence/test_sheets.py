"""Workbooks that leave the office: whatever is written into a cell is text, the same facts give the same bytes, nothing is overwritten."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.correspondence import sheets
from pyaddin.correspondence.call_words import HEADS, SAYS
from pyaddin.correspondence.sheets import Block, Column, Link, Money, Page, Reading, save
from pyaddin.errors import Stop
from tests.build.repair_rules import problems

AT = datetime(2026, 11, 9, 9, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=()), max_size=80) | st.sampled_from(
    ["=1+1", "+1", "-1", "@A1", "\t=1", "\n=1", "=HYPERLINK(\"http://x\")", "'=1", "{=1}", "https://x.example", "tel:1", "1.38E+10", "00123", "TRUE", "#REF!"]
)  # fmt: skip


def page(*rows: str) -> Page:
    columns = (Column("one", "One", 20), Column("two", "Two", 20, sheets.NOTE), Column("pick", "Pick", choices=("=a", "b"), fill=True, note="n"))
    return Page("List", "Title", "Advice", (*columns, *sheets.unseen(("id",))), tuple({"one": text, "two": text, "id": text} for text in rows))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_stands_as_text(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    path = tmp_path_factory.mktemp("sheet") / "x.xlsx"
    reading = Reading("Read", "Title", "Advice", tuple(Block(text, text, (text, text)) for text in rows))
    save(path, [page(*rows), reading], AT)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:2]:
        for line in sheet.iter_rows(min_row=3):
            for cell in line:
                assert cell.data_type in ("s", "n")
                assert cell.value is None or isinstance(cell.value, str)
                assert not cell.hyperlink
    first = [book["List"].cell(number, 1).value or "" for number in range(4, 4 + len(rows))]
    assert first == [sheets.plain(text, one_line=True) for text in rows]


def test_text_cells_have_the_text_format_and_figures_their_own(tmp_path: Path) -> None:
    columns = (Column("t", "T"), Column("m", "M", kind=sheets.AMOUNT), Column("d", "D", kind=sheets.DAY), Column("w", "W", kind=sheets.MOMENT))
    row = {"t": "00123", "m": Money(Decimal("1234.50"), 2), "d": date(2026, 11, 9), "w": AT}
    save(tmp_path / "x.xlsx", [Page("P", "t", "a", columns, (row,))], AT)
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx")["P"][4]
    assert [cell.number_format for cell in cells] == ["@", "#,##0.00", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert (cells[0].value, cells[1].value, cells[2].value.date()) == ("00123", 1234.5, date(2026, 11, 9))


def test_a_link_is_text_with_a_target(tmp_path: Path) -> None:
    save(tmp_path / "x.xlsx", [Reading("R", "t", "a", (Block("h", Link("+44 1", "tel:+441"), ()),))], AT)
    cell = openpyxl.load_workbook(tmp_path / "x.xlsx")["R"]["B3"]
    assert (cell.value, cell.data_type, cell.hyperlink.target, cell.number_format) == ("+44 1", "s", "tel:+441", "@")


def test_the_same_facts_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}.xlsx", [page("x", "y")], AT)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"filled in")
    with pytest.raises(Stop, match="X-EXISTS"):
        save(tmp_path / "x.xlsx", [page("x")], AT)
    assert (tmp_path / "x.xlsx").read_bytes() == b"filled in"
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Stop, match="X-WRITE"):
        save(tmp_path / "file" / "x.xlsx", [page("x")], AT)


def test_a_very_long_text_is_cut_and_shows_it(tmp_path: Path) -> None:
    save(tmp_path / "x.xlsx", [page("a" * 40_000)], AT)
    value = openpyxl.load_workbook(tmp_path / "x.xlsx")["List"]["A4"].value
    assert len(value) == 32_001
    assert value.endswith("…")


def test_drop_downs_hold_words_and_no_formula(tmp_path: Path) -> None:
    save(tmp_path / "x.xlsx", [page("x")], AT)
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert [(cell.value, cell.data_type) for cell in book["Lists"]["A"]] == [("=a", "s"), ("b", "s")]
    (rule,) = book["List"].data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", "Lists_1", "C4")
    assert book.defined_names["Lists_1"].value == "Lists!$A$1:$A$2"


def test_the_words_of_the_three_languages() -> None:
    for table in (HEADS, SAYS):
        for key, (english, simplified, traditional) in table.items():
            assert all((english, simplified, traditional)), key
            assert not set(simplified) & set("據學實發務會聯絡門時開關應還們個過這來對說認請決結繳"), key
            assert not set(traditional) & set("据学实发务会联络门时开关应还们个过这来对说认请决结缴"), key
            names = [sorted(part.split("}")[0] for part in words.split("{")[1:]) for words in (english, simplified, traditional)]
            assert names[0] == names[1] == names[2], key


def test_nothing_that_excel_would_repair(tmp_path: Path) -> None:
    hostile = ["=1+1", "@A1", "a\x0bb", "\ud800", "_x0041_", "<&>\"'", "A" * 40_000]
    save(tmp_path / "x.xlsx", [page(*hostile), Reading("R", "t", "a", tuple(Block(text, Link(text, "tel:+441"), (text,)) for text in hostile))], AT)
    assert problems(tmp_path / "x.xlsx") == []


def test_the_file_is_a_whole_package(tmp_path: Path) -> None:
    save(tmp_path / "x.xlsx", [page("x")], AT)
    with zipfile.ZipFile(BytesIO((tmp_path / "x.xlsx").read_bytes())) as package:
        assert package.testzip() is None
        assert not any("calcChain" in name for name in package.namelist())
