"""The proof of a written file finds whatever reading the whole file would find, and more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed.cut import Cut
from pyaddin.ledger.closed.deflate import pack, unpacked
from pyaddin.ledger.closed.layout import Layout, layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import Patch, make_patch
from pyaddin.ledger.closed.proof import prove
from pyaddin.ledger.closed.reader import Found, read_tables
from pyaddin.ledger.closed.row_bytes import Contents
from pyaddin.ledger.closed.sheet import SheetPatch, Template
from pyaddin.ledger.closed.whole_reading import read_back
from tests.ledger.ledger_files import DAY, small_ledger

EDITS: list[Edit] = [
    SetCell("Cases", 2, "C-00001", "Level", None, 1),
    SetCell("Cases", 2, "C-00001", "Why", None, "T1: <moved> & kept"),
    SetCell("Cases", 3, "C-00002", "Arrears", 12.3, None),
    SetCell("Cases", 3, "C-00002", "Stage since", None, DAY),
    SetCell("Installments", 4, "C-00001|ORIG|3", "Paid", None, Decimal("40.10")),
    *(AddRow("Payments", f"P-9{n}", {"Payment ID": f"P-9{n}", "Case ID": "C-00001", "Value date": DAY, "Amount": Decimal("5.05")}) for n in range(3)),
    ReplaceRows("Today", ({"Rank": 1, "Case ID": "C-00001", "On": DAY},)),
]


def stopped(look: Callable[[], None]) -> str:
    try:
        look()
    except Stop as stop:
        return str(stop)
    return ""


@dataclass(frozen=True, slots=True)
class Write:
    """A ledger and what was made of it."""

    def __repr__(self) -> str:
        return "Write"

    data: bytes
    package: Package
    plan: Layout
    found: Mapping[str, Found]
    changes: Patch

    def sheet(self, table: str) -> bytes:
        part = self.changes.parts[self.plan.sheets[table].sheet]
        return part if isinstance(part, bytes) else unpacked(part.packed, part.size)

    def faults(self, data: bytes, changes: Patch) -> tuple[str, str]:
        """What the whole reading says, and what the proof says; blank when nothing."""
        whole = stopped(lambda: read_back(data, self.package, changes))
        return whole, stopped(lambda: prove(data, self.package, self.plan, self.found, changes))

    def with_sheet(self, table: str, content: bytes) -> tuple[str, str]:
        """A patch that made this of a sheet: the file holds what was made, and what was made is wrong."""
        changes = replace(self.changes, parts={**self.changes.parts, self.plan.sheets[table].sheet: pack([content])})
        return self.faults(self.package.rebuilt(changes.parts, changes.dropped), changes)


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    data = small_ledger(tmp_path_factory.mktemp("proof")).read_bytes()
    package = Package(data)
    plan = layout(package)
    found = read_tables(data, package, plan)
    return Write(data, package, plan, found, make_patch(package, plan, found, EDITS, DAY))


def test_a_good_file_passes_both(write: Write) -> None:
    assert write.faults(write.package.rebuilt(write.changes.parts, write.changes.dropped), write.changes) == ("", "")


def test_a_good_file_passes_when_its_sheets_are_cut_into_rows_again(write: Write) -> None:
    again = replace(write.changes, proven={})
    assert write.faults(write.package.rebuilt(again.parts, again.dropped), again) == ("", "")


def _wrong(contents: Contents, value: Value) -> bytes:
    return b"><v>41</v></c>" if value == 1 else _RIGHT(contents, value)


def _doubled(sheet: SheetPatch, template: Template) -> tuple[Cut, Cut]:
    before, after = _MADE(sheet, template)
    after.rows[-2] = after.rows[-1]
    return before, after


def _renumbered(sheet: SheetPatch, template: Template) -> tuple[Cut, Cut]:
    """The row says that it is another one; its cells do not."""
    before, after = _MADE(sheet, template)
    after.rows[after.at(2)] = after.row(2).replace(b' r="2"', b' r="9"', 1)
    return before, after


def _smuggled(sheet: SheetPatch, template: Template) -> tuple[Cut, Cut]:
    """Another row within a written one, in the written column."""
    before, after = _MADE(sheet, template)
    column = re.search(rb'<c r="([A-Z]+)2"[^>]*><v>1</v>', after.row(2))
    assert column
    after.rows[after.at(2)] = after.row(2) + b'<row r="900"><c r="%b900"><v>1</v></c></row>' % column[1]
    return before, after


def _unnumbered(sheet: SheetPatch, template: Template) -> tuple[Cut, Cut]:
    before, after = _MADE(sheet, template)
    after.rows[after.at(2)] = after.row(2).replace(b' r="2"', b"", 1)
    return before, after


_RIGHT, _MADE = Contents.of, SheetPatch.made


@pytest.mark.parametrize(
    ("place", "name", "fault"),
    [(Contents, "of", _wrong), *((SheetPatch, "made", made_wrong) for made_wrong in (_doubled, _renumbered, _smuggled, _unnumbered))],
)
def test_a_sheet_that_is_made_wrong_is_never_packed(write: Write, monkeypatch: pytest.MonkeyPatch, place: type, name: str, fault: object) -> None:
    monkeypatch.setattr(place, name, fault)
    monkeypatch.setattr("pyaddin.ledger.closed.change.pack", lambda pieces: pytest.fail("a wrong sheet was packed"))
    package = Package(write.data)
    with pytest.raises(Stop, match="X-VERIFY"):
        make_patch(package, write.plan, write.found, EDITS[:1], DAY)


def test_an_amount_of_millions_that_is_written_a_cent_off_is_never_packed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    amount = Decimal("12345678.90")
    monkeypatch.setattr(Contents, "of", lambda contents, value: _RIGHT(contents, amount + Decimal("0.01") if value == amount else value))
    with pytest.raises(Stop, match="X-VERIFY"):
        make_patch(Package(write.data), write.plan, write.found, [SetCell("Cases", 2, "C-00001", "Arrears", None, amount)], DAY)


def test_a_sheet_whose_rows_are_not_as_many_as_the_edits_leave_is_never_packed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    for more in (-1, 1):
        monkeypatch.setattr("pyaddin.ledger.closed.patch.emptied_rows", lambda table, columns, more=more: more)
        with pytest.raises(Stop, match=r"X-VERIFY.* rows instead of"):
            make_patch(Package(write.data), write.plan, write.found, EDITS[:1], DAY)


def test_what_was_packed_wrong_does_not_take_the_place_of_the_ledger(write: Write) -> None:
    """The packed bytes lie in the file as they were made, but do not unpack to what was packed."""
    sheet = write.plan.sheets["Cases"].sheet
    right = write.changes.parts[sheet]
    assert not isinstance(right, bytes)
    wrong = replace(right, packed=pack([b"another sheet"]).packed)
    changes = replace(write.changes, parts={**write.changes.parts, sheet: wrong}, proven={**write.changes.proven, sheet: wrong})
    with pytest.raises(Stop, match="X-VERIFY"):
        prove(write.package.rebuilt(changes.parts, changes.dropped), write.package, write.plan, write.found, changes)


def swapped(content: bytes) -> bytes:
    rows = content.split(b"<row ")
    rows[2], rows[3] = rows[3], rows[2]
    return b"<row ".join(rows)


DAMAGES: dict[str, tuple[str, Callable[[bytes], bytes], bool]] = {
    "another number": ("Installments", lambda content: content.replace(b"<v>40.10</v>", b"<v>40.11</v>"), True),
    "another text": ("Cases", lambda content: content.replace(b"&lt;moved&gt;", b"&lt;loved&gt;"), True),
    "a written day lost": ("Today", lambda content: content.replace(b"<v>46349</v>", b""), True),
    "a row lost": ("Payments", lambda content: content[: content.index(b'<row r="4"')] + content[content.index(b'<row r="5"') :], True),
    "a row doubled": ("Payments", lambda content: content.replace(b'<row r="4"', b'<row r="5"'), False),
    "the header changed": ("Payments", lambda content: content.replace(b'<c r="D1"', b'<c r="Z1"'), True),
    "a sheet that ends within its last row": ("Payments", lambda content: content[: content.rindex(b"</row>") - 9], True),
    "a formula for a value": ("Cases", lambda content: content.replace(b"<v>1</v></c>", b"<f>1</f><v>1</v></c>", 1), True),
    "an untouched row changed": ("Installments", lambda content: content.replace(b"<v>100.05</v>", b"<v>100.06</v>", 1), False),
    "a cell beside the written one changed": ("Cases", lambda content: content.replace(b"<v>0.12</v>", b"<v>0.13</v>"), False),
    "rows swapped": ("Installments", swapped, False),
    "rules taken away": ("Payments", lambda content: content.replace(b"dataValidation ", b"dataValidations ", 1), False),
    "a column's style changed": ("Payments", lambda content: content.replace(b'<col min="1"', b'<col min="2"', 1), False),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damages(write: Write, name: str) -> None:
    table, damage, both = DAMAGES[name]
    content = write.sheet(table)
    assert damage(content) != content
    whole, proven = write.with_sheet(table, damage(content))
    assert proven
    assert bool(whole) or not both


PIECES = [b"0", b"<", b"</row>", b"<v>1</v>", b'<row r="9">', b"</c>", b'" t="s', b""]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.sampled_from(["Cases", "Installments", "Payments", "Today"]), place=st.floats(0, 0.9999), length=st.integers(0, 40),
    new=st.binary(max_size=3) | st.sampled_from(PIECES), twice=st.booleans(),
)  # fmt: skip
def test_whatever_the_whole_reading_finds_the_proof_finds(write: Write, table: str, place: float, length: int, new: bytes, twice: bool) -> None:
    content = write.sheet(table)
    start = int(place * len(content))
    piece = content[start : start + length] * 2 if twice else new
    damaged = content[:start] + piece + content[start + length :]
    whole, proven = write.with_sheet(table, damaged)
    assert proven or not whole, (whole, damaged[max(0, start - 80) : start + 80])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.9999), flip=st.integers(1, 255))
def test_a_byte_changed_on_the_disk(write: Write, place: float, flip: int) -> None:
    data = bytearray(write.package.rebuilt(write.changes.parts, write.changes.dropped))
    data[int(place * len(data))] ^= flip
    whole, proven = write.faults(bytes(data), write.changes)
    assert proven or not whole


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", "xl/vbaProject.bin", "xl/sharedStrings.xml", "xl/theme/theme1.xml"])
def test_a_part_that_is_another_one(write: Write, name: str) -> None:
    content = write.package.read(name)
    data = write.package.rebuilt({**write.changes.parts, name: content[:-1] + b" " + content[-1:]}, write.changes.dropped)
    whole, proven = write.faults(data, write.changes)
    assert whole
    assert proven
