"""Files that are no list, cells that are no values: a clear word, nothing half-imported, nothing executed."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.entrypoints import cli
from pyaddin.errors import Stop
from pyaddin.ledger.imports.layout import find_layout
from pyaddin.ledger.imports.source import read_source
from tests.imports.lists import as_text, cluttered, codes, ledger, portfolio, run, save_xlsx, table

__all__ = ["ledger"]
DAY = date(2026, 9, 5)
HEAD = ["客户编号", "姓名", "合同号", "币种", "放款日期", "到期日", "应还金额"]


def refusal(capsys: pytest.CaptureFixture[str], ledger: Path, source: Path) -> dict[str, object]:
    before = ledger.read_bytes()
    data = run(capsys, ledger, source, code=2)
    assert ledger.read_bytes() == before
    assert sorted(path.name for path in ledger.parent.iterdir()) == sorted({ledger.name, source.name} & {path.name for path in ledger.parent.iterdir()})
    error = data["error"]
    assert isinstance(error, dict)
    assert error["advice"]
    return error


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


@pytest.mark.parametrize(
    ("name", "content", "code", "word"),
    [
        ("a.xls", OLE, "X-NOT-LIST", "old .xls"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "X-PASSWORD", ""),
        ("a.xlsx", b"PK\x03\x04 broken", "X-NOT-WORKBOOK", ""),
        ("a.xlsx", b"hello,world", "X-NOT-WORKBOOK", "damaged"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table>", "X-NOT-LIST", "web page"),
        ("a.csv", b"", "X-NOT-LIST", "empty"),
        ("a.csv", b"  \r\n ", "X-NOT-LIST", "empty"),
        ("a.pdf", b"%PDF-1.7 ...", "X-NOT-LIST", "PDF"),
        ("a.csv", b"a,b\r\n1,\"2\r\n", "X-NOT-LIST", "line"),
        ("a.csv", b"hello,world\r\n1,2\r\n", "X-NOT-LIST", "headers"),
        ("a.csv", b"\x00\x01\x02\x03" * 50, "X-NOT-LIST", "no text"),
        ("a.csv", b"\xff\xfea\x00\x00\xd8", "X-ENCODING", "utf-16"),
    ],
)
def test_files_that_are_no_list(name: str, content: bytes, code: str, word: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    error = refusal(capsys, ledger, source)
    assert error["code"] == code
    assert word in str(error["found"])


def test_a_missing_file(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal(capsys, ledger, tmp_path / "none.xlsx")["code"] == "X-NOT-FOUND"


@pytest.mark.parametrize(("part", "word"), [("content.xml", "OpenDocument"), ("xl/workbook.bin", "binary"), ("word/document.xml", "Word"), ("a.txt", "")])
def test_zip_files_of_another_kind(part: str, word: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.ods"
    with zipfile.ZipFile(source, "w") as file:
        file.writestr(part, "x")
    error = refusal(capsys, ledger, source)
    assert error["code"] == ("X-NOT-LIST" if word else "X-NOT-WORKBOOK")
    assert word in str(error["found"])


def test_truncated_workbooks_never_crash(tmp_path: Path) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, ["K1", "张伟", "A1", "CNY", DAY, DAY, 1]]})
    whole = source.read_bytes()
    said = set()
    for cut in range(0, len(whole), 97):
        source.write_bytes(whole[:cut] + whole[cut + 7 :])
        try:
            read_source(source, None)
        except Stop as stop:  # a word for the clerk; any other error fails the test
            said.add(stop.fault.code)
    assert "X-NOT-WORKBOOK" in said


def test_a_zip_bomb_is_refused(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD]})
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b" " * 90_000_000 if name == "xl/styles.xml" else old.read(name))
    source.write_bytes(out.getvalue())
    assert refusal(capsys, ledger, source)["code"] == "X-UNSAFE"


def test_entities_are_refused(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD]})
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + content if name.endswith("sheet1.xml") else content)
    source.write_bytes(out.getvalue())
    assert refusal(capsys, ledger, source)["code"] == "X-UNSAFE"


def test_formulas_by_their_shown_value_or_refused(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A value stored by Excel is taken and told; without one, or where it hangs on the day or another file, the row is refused."""
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *([f"K{n}", f"N{n}", f"A{n}", "CNY", DAY, DAY, 1] for n in range(1, 5))]})
    cells = {"G2": (b"B99+1", b"12.5"), "G3": (b"B99+1", b""), "G4": (b"TODAY()-1", b"46000"), "G5": (b"[1]Other!A1", b"7")}
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                for place, (formula, value) in cells.items():
                    plain = b'<c r="%s" t="n"><v>1</v></c>' % place.encode()
                    assert plain in content
                    content = content.replace(plain, b'<c r="%s"><f>%s</f><v>%s</v></c>' % (place.encode(), formula, value))
            new.writestr(name, content)
    source.write_bytes(out.getvalue())
    data = run(capsys, ledger, source, code=1)
    assert [(row["code"], row["row"]) for row in data["refused"]] == [("E-FORMULA", 3), ("E-FORMULA", 4), ("E-FORMULA", 5)]
    assert [row["Principal"] for row in table(ledger, "Installments")] == [12.5]
    assert "W-FORMULA" in codes(data)


def test_a_formula_without_a_value_is_refused_and_counted_nowhere(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, ["K1", "Ann", "A1", "CNY", DAY, DAY, 1]]})
    book = openpyxl.load_workbook(source)
    book["a"]["B2"] = "=1+1"
    book.save(source)
    data = run(capsys, ledger, source, code=1)
    assert codes(data, "refused") == ["E-FORMULA"]
    assert "W-FORMULA" not in codes(data)


@pytest.mark.parametrize("column", [0, 2])
@pytest.mark.parametrize("value", [110101199003078515, 1.10101199003078e17, 1234567890123456.0])
def test_ids_whose_digits_excel_has_lost(column: int, value: float, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row: list[object] = ["K1", "张伟", "A1", "CNY", DAY, DAY, 1]
    row[column] = value
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, row]}), code=1)
    assert codes(data, "refused") == ["E-DIGITS"]
    assert table(ledger, "Cases") == []


def test_lost_digits_in_a_text_file(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.csv"
    source.write_text(as_text([HEAD, ["1.10101E+17", "张伟", "A1", "CNY", "2026-01-01", "2026-09-05", 1]]), encoding="utf-8")
    assert codes(run(capsys, ledger, source, code=1), "refused") == ["E-DIGITS"]


def test_hostile_cells(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+cmd", "<b>x</b>", "张\u202e伟", "a\nb"]
    rows = [[f"K{n}", name, f"A{n}", "CNY", DAY, DAY, 1] for n, name in enumerate(names)]
    bad: list[list[object]] = [
        ["X1", "n", "B1", "CNY", DAY, DAY, 1e300], ["X2", "n", "B2", "CNY", DAY, DAY, -5], ["X3", "n", "B3", "CNY", DAY, DAY, 1.005],
        ["X4", "n", "B4", "CNY", DAY, 999999999, 1], ["X5", "n" * 600, "B5", "CNY", DAY, DAY, 1], ["X6", "n", "B6", "DOGE", DAY, DAY, 1],
        ["X7", "n", "B7", "CNY", True, DAY, 1],
    ]  # fmt: skip
    data = run(capsys, ledger, save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, *rows, *bad]}), code=1)
    assert [row["code"] for row in data["refused"]] == ["E-AMOUNT", "E-NEGATIVE", "E-AMOUNT", "E-DATE", "E-LONG", "E-TEXT", "E-DATE"]
    assert [row["Name"] for row in table(ledger, "Debtors")] == ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+cmd", "<b>x</b>", "张伟", "a b"]
    assert cli.main(["check", str(ledger)]) == 0


def test_error_cells(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, ["K1", "张伟", "A1", "CNY", DAY, DAY, 1], ["K2", "李芳", "A2", "CNY", DAY, DAY, 1]]})
    book = openpyxl.load_workbook(source)
    book.active["G3"] = "#REF!"
    book.active["G3"].data_type = "e"
    book.save(source)
    data = run(capsys, ledger, source, code=1)
    assert [(row["code"], row["found"]) for row in data["refused"]] == [("E-CELL-ERROR", "#REF!")]


def test_stray_cells_far_away_do_not_matter(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, ["K1", "张伟", "A1", "CNY", DAY, DAY, 1]]})
    book = openpyxl.load_workbook(source)
    book.active.cell(60_000, 3).value = " "
    book.active.cell(2, 700).value = "note"
    book.save(source)
    assert len(run(capsys, ledger, source)["added"]) == 3


@pytest.mark.parametrize("line", ["客户编号 Debtors", "客户编号 = Debtors.Nonsense", "x = Cases.Stage"])
def test_a_mapping_that_cannot_be_used_names_its_line(line: str, ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, ["K1", "张伟", "A1", "CNY", DAY, DAY, 1]]})
    (tmp_path / "m.txt").write_text(f"[a]\n{line}\n", encoding="utf-8")
    error = run(capsys, ledger, source, "--mapping", str(tmp_path / "m.txt"), code=2)["error"]
    assert (error["code"], error["row"]) == ("X-MAPPING", 2)


def test_a_preview_writes_only_a_mapping_that_is_named(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [HEAD, ["K1", "张伟", "A1", "CNY", DAY, DAY, 1]]})
    before = ledger.read_bytes()
    data = run(capsys, ledger, source, "--preview", "--mapping", str(tmp_path / "m.txt"))
    assert ledger.read_bytes() == before
    assert "姓名 = Debtors.Name" in (tmp_path / "m.txt").read_text(encoding="utf-8-sig")
    assert data["mapping"] == str(tmp_path / "m.txt")
    assert not (tmp_path / "office-backups").exists()


@pytest.mark.parametrize(
    "words", [("--map", "nothing=Debtors.Name"), ("--map", "姓名=Cases.Stage"), ("--set", "x"), ("--sheet", "none"), ("--encoding", "ebcdic")]
)
def test_options_that_cannot_be_used(words: tuple[str, ...], ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.csv"
    source.write_text(as_text([HEAD, ["K1", "张伟", "A1", "CNY", "2026-01-01", "2026-09-05", 1]]), encoding="utf-8")
    assert run(capsys, ledger, source, *words, code=2)["error"]["code"] == "X-OPTION"


def test_characters_that_two_sets_could_be(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing but one odd byte pair: it is not guessed, the clerk names the set."""
    source = tmp_path / "a.csv"
    source.write_bytes(b"Customer ID,Name,Loan no\r\nK1,\xb0\xa1\xb3\xcc,L1\r\n")
    error = run(capsys, ledger, source, code=2)["error"]
    assert error["code"] == "X-ENCODING"
    data = run(capsys, ledger, source, "--encoding", "big5", "--preview", code=None)
    assert data["encoding"] == "big5"


def test_western_lists_in_the_windows_set(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.csv"
    lines = [["Customer ID", "Name", "Loan no", "Currency", "Contract date", "Due date", "Amount due"]]
    people = ["Jürgen Müller", "José Núñez", "Zoë Brontë"]
    lines += [[f"K{n}", name, f"L{n}", "EUR", "2026-01-01", "2026-09-05", "10.00"] for n, name in enumerate(people)]
    source.write_bytes(as_text(lines, ";").encode("cp1252"))
    run(capsys, ledger, source)
    assert [row["Name"] for row in table(ledger, "Debtors")] == people


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_text_files_end_in_a_word(data: st.DataObject, tmp_path: Path) -> None:
    whole = as_text(cluttered(portfolio(4, "zh-CN"), "zh-CN")).encode("gb18030")
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 20))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = struct.pack("B", data.draw(st.integers(0, 255))) * data.draw(st.integers(0, 3))
    source = tmp_path / "a.csv"
    source.write_bytes(bytes(content) or b"x")
    with suppress(Stop):
        for grid in read_source(source, None).grids:
            find_layout(grid, "a.csv")


def test_two_columns_for_one_place_stop_the_import(ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = save_xlsx(tmp_path / "a.xlsx", {"a": [[*HEAD, "别名"], ["K1", "张伟", "A1", "CNY", DAY, DAY, 1, "老张"]]})
    (tmp_path / "m.txt").write_text("[a]\n" + "".join(f"{header} = -\n" for header in HEAD) + "别名 = Debtors.Name\n", encoding="utf-8")
    text = (tmp_path / "m.txt").read_text(encoding="utf-8").replace("姓名 = -", "姓名 = Debtors.Name")
    (tmp_path / "m.txt").write_text(text, encoding="utf-8")
    error = run(capsys, ledger, source, "--mapping", str(tmp_path / "m.txt"), code=2)["error"]
    assert error["code"] == "X-MAPPING"
    assert "'姓名' and '别名'" in error["found"]
