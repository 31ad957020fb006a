"""Sheets whose rows and cells do not stand where Excel wants them: refused when they are read, whichever way that is, and by the proof of what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.closed import reader
from pyaddin.ledger.closed.cut import Cut
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import make_patch
from pyaddin.ledger.closed.reader import read_checked
from pyaddin.ledger.closed.sheet import SheetPatch, Template
from tests.ledger.ledger_files import DAY, rewrite, sheet_part, small_ledger
from tests.ledger.test_proof import EDITS, Write

Change = Callable[[bytes], bytes]


def _in_row(number: int, place: bytes, new: bytes) -> Change:
    """The first such piece of a row exchanged; it must be there."""

    def change(content: bytes) -> bytes:
        start = content.index(b'<row r="%d"' % number)
        assert place in content[start : content.index(b"</row>", start) + 6]
        return content[:start] + content[start:].replace(place, new, 1)

    return change


def _behind(place: bytes, new: bytes) -> Change:
    def change(content: bytes) -> bytes:
        assert content.count(place) == 1
        return content.replace(place, place + new)

    return change


WHOLE: dict[str, Change] = {
    "a row at the end of a row": _in_row(2, b"</row>", b"<row/></row>"),
    "a numbered row at the end of a row": _in_row(2, b"</row>", b'<row r="9"/></row>'),
    "rows in rows": _in_row(2, b"</row>", b"<row>" * 300 + b"</row>" * 301),
    "a row in the last row": _in_row(3, b"</row>", b"<row/></row>"),
    "a row in the header row": _in_row(1, b"</row>", b"<row/></row>"),
    "a row in a value": _in_row(2, b"</v>", b'<row r="9"/></v>'),
    "a row in a value of the header row": _in_row(1, b"</c>", b'</c><c r="CA1"><v>1<row r="9"/></v></c>'),
    "a row in a formula": _in_row(2, b"<v>", b'<f>1<row r="9"/></f><v>'),
    "a cell in a cell": _in_row(2, b"</v></c>", b"</v><c/></c>"),
    "a numbered cell in a cell": _in_row(2, b"</v></c>", b'</v><c r="CA2"><v>1</v></c></c>'),
    "a cell in a value": _in_row(2, b"</v></c>", b"<c/></v></c>"),
    "a cell among the rows": _in_row(2, b"</row>", b'</row><c r="CA2"/>'),
    "rows twice": _behind(b"</sheetData>", b'<sheetData><row r="900"/></sheetData>'),
    "no rows, and rows": lambda content: content.replace(b"<sheetData>", b"<sheetData></sheetData><sheetData>"),
    "rows in a row": _in_row(2, b"</row>", b'<sheetData><row r="9"/></sheetData></row>'),
    "a row of another name": lambda content: content.replace(b'<row r="2"', b'<rowx r="2"').replace(b'</row><row r="3"', b'</rowx><row r="3"'),
}
BROKEN: dict[str, Change] = {
    "a row that is not closed": _in_row(2, b"</row>", b""),
    "the last row not closed": _in_row(3, b"</row>", b""),
    "a row closed twice": _in_row(2, b"</row>", b"</row></row>"),
    "a row closed before its cell": lambda content: content.replace(b'/></row><row r="3"', b'></row></c><row r="3"'),
    "a cell that is not closed": _in_row(2, b"</v></c>", b"</v>"),
}
NESTED = {**WHOLE, **BROKEN}
WAYS: dict[str, dict[str, int]] = {
    "by the reference": {},
    "cell after cell": {"SCANNED_FROM": 0},
    "by a pattern": {"SCANNED_FROM": 0, "PATTERN_FROM": 0},
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return small_ledger(tmp_path)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NESTED)
def test_is_refused_when_it_is_read(path: Path, name: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    part = sheet_part(path, "Cases")
    rewrite(path, lambda parts: parts.update({part: NESTED[name](parts[part])}))
    for setting, value in WAYS[way].items():
        monkeypatch.setattr(reader, setting, value)
    with pytest.raises(Stop) as caught:
        read_checked(path.read_bytes())
    assert caught.value.fault.code == "X-NOT-WORKBOOK"
    assert part in caught.value.fault.found


@pytest.mark.parametrize("way", WAYS)
def test_a_blank_row_and_comments_between_rows_are_nothing_odd(path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = read_checked(path.read_bytes())[2]["Cases"]
    part = sheet_part(path, "Cases")
    change = _in_row(2, b"</row>", b"</row>\n<!-- <row> --> \n")
    rewrite(path, lambda parts: parts.update({part: change(parts[part]).replace(b"</sheetData>", b'<row r="900" /> <row r="901"></row></sheetData>')}))
    for setting, value in WAYS[way].items():
        monkeypatch.setattr(reader, setting, value)
    assert read_checked(path.read_bytes())[2]["Cases"].raw == before.raw


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    data = small_ledger(tmp_path_factory.mktemp("nested")).read_bytes()
    package, plan, found = read_checked(data)
    return Write(data, package, plan, found, make_patch(package, plan, found, EDITS, DAY))


@pytest.mark.parametrize("name", NESTED)
def test_does_not_pass_the_proof(write: Write, name: str) -> None:
    assert "X-VERIFY" in write.with_sheet("Cases", NESTED[name](write.sheet("Cases")))[1]


_MADE = SheetPatch.made


def _broken(row: bytes) -> bytes:
    return row.removesuffix(b"</row>")


def _nested(row: bytes) -> bytes:
    return row.replace(b"</row>", b"<row/></row>")


def _closed_twice(row: bytes) -> bytes:
    return row + b"</row>"


@pytest.mark.parametrize("damage", [_broken, _nested, _closed_twice])
def test_a_row_that_was_taken_apart_wrong_before_and_after_does_not_pass(write: Write, damage: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody touched the row, and it is the same as before; it is no whole row all the same."""

    def made(sheet: SheetPatch, template: Template) -> tuple[Cut, Cut]:
        before, after = _MADE(sheet, template)
        for one in (before, after):
            one.rows[one.at(3)] = damage(one.row(3))
        return before, after

    monkeypatch.setattr(SheetPatch, "made", made)
    with pytest.raises(Stop, match="X-VERIFY"):
        make_patch(Package(write.data), write.plan, write.found, EDITS[:1], DAY)


