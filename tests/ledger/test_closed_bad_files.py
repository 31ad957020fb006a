"""Files that are no ledger, or a dangerous one: each gets its stop, and the file is not touched."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import CellError, Formula, SetCell
from pyaddin.ledger.closed import ClosedBook, opened_by
from pyaddin.ledger.schema import SCHEMA_VERSION
from tests.ledger.ledger_files import DAY, edit_sheet, parts_of, rewrite, sheet_part, small_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_ledger(tmp_path)


def stop_of(path: Path) -> Stop:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(Stop) as caught:
        ClosedBook(path).read()
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert caught.value.fault.advice
    return caught.value


def code_of(path: Path) -> str:
    return stop_of(path).fault.code


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    assert code_of(tmp_path / "none.xlsm") == "X-NOT-FOUND"
    (tmp_path / "folder.xlsm").mkdir()
    assert code_of(tmp_path / "folder.xlsm") == "X-NOT-FOUND"


@pytest.mark.parametrize("content", [b"", b"PK", b"PK\x03\x04", b"Case ID,Debtor ID\n1,2\n", b"\x00" * 5000, b"%PDF-1.7"])
def test_not_a_zip(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert code_of(path) == "X-NOT-WORKBOOK"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_truncated(path: Path, part: float) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert code_of(path) == "X-NOT-WORKBOOK"


def test_one_flipped_byte_in_a_sheet(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        info = file.getinfo(sheet_part(path, "Cases"))
    data = bytearray(path.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0xFF
    path.write_bytes(data)
    assert code_of(path) in ("X-NOT-WORKBOOK", "X-UNSAFE")


@pytest.mark.parametrize("name", ["ledger.xls", "ledger.csv", "ledger.ods", "ledger"])
def test_wrong_extension(path: Path, name: str) -> None:
    assert code_of(path.rename(path.with_name(name))) == "X-NOT-WORKBOOK"


def test_password_and_old_office_files(path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 100)
    assert code_of(path) == "X-PASSWORD"
    path.write_bytes(ole)
    assert code_of(path) == "X-NOT-WORKBOOK"


def test_another_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<w/>")
    assert code_of(path) == "X-NOT-WORKBOOK"


def test_missing_sheet_and_column_are_named(path: Path) -> None:
    edit_sheet_name = b'name="Holds"'

    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(edit_sheet_name, b'name="Stops"')

    rewrite(path, rename)
    stop = stop_of(path)
    assert (stop.fault.code, stop.fault.sheet) == ("X-NOT-LEDGER", "Holds")
    assert stop.fault.advice == "The sheet Stops is this one under another name: call it Holds again."


def test_missing_column_is_named(path: Path) -> None:
    def rename(parts: dict[str, bytes]) -> None:
        parts["xl/sharedStrings.xml"] = parts["xl/sharedStrings.xml"].replace(b">Value date<", b">Booked<")

    rewrite(path, rename)
    stop = stop_of(path)
    assert (stop.fault.code, stop.fault.sheet, stop.fault.column) == ("X-NOT-LEDGER", "Payments", "Value date")


@pytest.mark.parametrize("name", ["Ledger ID", "Schema version"])
def test_lost_document_properties(path: Path, name: str) -> None:
    def rename(parts: dict[str, bytes]) -> None:
        parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(name.encode(), b"Something")

    rewrite(path, rename)
    stop = stop_of(path)
    assert stop.fault.code == "X-NOT-LEDGER"
    assert name in stop.fault.found


def test_a_newer_schema(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({"docProps/custom.xml": parts["docProps/custom.xml"].replace(b">%d<" % SCHEMA_VERSION, b">99<")}))
    assert code_of(path) == "X-NOT-LEDGER"


def bomb(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({"xl/media/image.xml": b" " * 40_000_000}))


def lying_size(path: Path) -> None:
    """The directory declares a small part, the data inflates to more."""
    rewrite(path, lambda parts: parts.update({"xl/media/image.xml": b" " * 1_000_000}))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"xl/media/image.xml") - 46
    struct.pack_into("<I", data, entry + 24, 10)
    path.write_bytes(data)


def doctype(path: Path) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "b">]><styleSheet'
    rewrite(path, lambda parts: parts.update({"xl/styles.xml": parts["xl/styles.xml"].replace(b"<styleSheet", declared, 1)}))


def other_encoding(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({"xl/theme/theme1.xml": "<a/>".encode("utf-16")}))


def traversal(path: Path) -> None:
    rewrite(path, lambda parts: parts.update({"../outside.xml": b"<a/>"}))


def far_cell(path: Path) -> None:
    part = sheet_part(path, "Cases")
    end = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rewrite(path, lambda parts: parts.update({part: parts[part].replace(b"</sheetData>", end)}))


def doubled(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/workbook.xml", parts_of(path)["xl/workbook.xml"])


@pytest.mark.parametrize("damage", [bomb, lying_size, doctype, other_encoding, traversal, far_cell, doubled])
def test_unsafe_files(path: Path, damage: Callable[[Path], None]) -> None:
    damage(path)
    assert code_of(path) == "X-UNSAFE"


@pytest.mark.parametrize("number", ["true", "abc", "-1", "1.5", "1e3", " 7 ", "999999"])
@pytest.mark.parametrize("sheet", ["Payments", "Cases"])
def test_a_text_cell_without_the_number_of_its_text(path: Path, sheet: str, number: str) -> None:
    """The reader takes the first text of the list for it: a payment would get the title of the workbook as its id."""
    cell = re.search(rb'<c r="A2"[^>]* t="s"><v>\d+</v>', parts_of(path)[sheet_part(path, sheet)])
    assert cell
    edit_sheet(path, sheet, cell.group(), re.sub(rb"<v>\d+", b"<v>" + number.encode(), cell.group()))
    assert code_of(path) == "X-NOT-WORKBOOK"


def test_totals_row(path: Path) -> None:
    def total(parts: dict[str, bytes]) -> None:
        name = next(name for name, content in parts.items() if b'displayName="Payments"' in content)
        parts[name] = parts[name].replace(b'totalsRowShown="0"', b'totalsRowCount="1"')

    rewrite(path, total)
    stop = stop_of(path)
    assert (stop.fault.code, stop.fault.sheet) == ("X-NOT-LEDGER", "Payments")


def test_formulas_errors_and_hidden_rows_are_seen(path: Path) -> None:
    edit_sheet(path, "Payments", b'<row r="2"', b'<row r="2" hidden="1"')
    edit_sheet(path, "Payments", b"<v>40.10</v>", b"<f>20+20.1</f><v>40.10</v>")
    edit_sheet(path, "Installments", b"<v>100.05</v>", b"<v>#REF!</v>")
    part = sheet_part(path, "Installments")
    content = parts_of(path)[part]
    start = content.rindex(b"<c ", 0, content.index(b"#REF!"))
    edit_sheet(path, "Installments", content[start : content.index(b">", start)], content[start : content.index(b">", start)] + b' t="e"')
    raw = ClosedBook(path).read()
    assert raw.tables["Payments"].hidden_rows == {2}
    assert raw.tables["Payments"].rows[0][1]["Amount"] == Formula("=20+20.1")
    assert raw.tables["Installments"].rows[0][1]["Principal"] == CellError("#REF!")


@pytest.mark.parametrize(
    ("owner_file", "content", "said"),
    [
        ("~$ledger.xlsm", b"\x03Amy" + b" " * 51 + b"A\x00m\x00", "Excel (Amy)"),
        ("~$ledger.xlsm", b"", "Excel"),
        (".~lock.ledger.xlsm#", "王芳,desk,host,23.11.2026,file;".encode(), "LibreOffice (王芳)"),
    ],
)
def test_an_open_ledger_is_read_but_not_written(path: Path, owner_file: str, content: bytes, said: str) -> None:
    assert opened_by(path) is None
    path.with_name(owner_file).write_bytes(content)
    assert opened_by(path) == said
    book = ClosedBook(path)
    raw = book.read()
    before = path.read_bytes()
    with pytest.raises(Stop, match="X-OPEN") as caught:
        book.write([SetCell("Cases", 2, "C-00001", "Level", None, 1)], fingerprint=raw.fingerprint, as_of=DAY)
    assert caught.value.fault.found == said
    assert path.read_bytes() == before
