"""The scan of a sheet's bytes and python-calamine read the same tables from the same file, whoever saved it and whatever was done to it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, CellError, Edit, Formula, SetCell, Untidy
from pyaddin.ledger.closed import ClosedBook, reader, scan
from pyaddin.ledger.closed.form import untidy
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found, by_reference, read_tables
from pyaddin.ledger.closed.scan_values import Form
from tests.hostile.mutants import mutant
from tests.hostile.template import template
from tests.ledger.ledger_files import DAY, ROWS, edit_sheet, rewrite, sheet_part, small_ledger, through_libreoffice

Outcome = tuple[str, str] | dict[str, str]


@pytest.fixture(autouse=True, params=[0, 1_000_000_000], ids=["rows", "cells"])
def _every_sheet_is_scanned(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """By patterns for its rows, one or two at once so that the second pattern takes over within a sheet, and cell after cell as small sheets are."""
    monkeypatch.setattr(scan, "BATCH", 400)
    monkeypatch.setattr(reader, "SCANNED_FROM", 0)
    monkeypatch.setattr(reader, "PATTERN_FROM", request.param)


def told(found: dict[str, Found]) -> dict[str, str]:
    """Every part of a reading, types included; not-a-number is then equal to itself."""
    return {name: repr((table.raw, table.header_row, dict(table.columns), table.last_row)) for name, table in found.items()}


def outcome(data: bytes, read: Callable[..., dict[str, Found]]) -> Outcome:
    package = Package(data)
    try:
        return told(read(data, package, layout(package)))
    except Stop as stop:
        return stop.fault.code, str(stop)


def untidy_of(data: bytes, read: Callable[..., dict[str, Found]]) -> list[Untidy]:
    """What is told of the form of the sheets; the scan knows the styles of a column, the reference looks at its cells."""
    package = Package(data)
    plan = layout(package)
    try:
        return untidy(package, plan, read(data, package, plan))
    except Stop:
        return []


def scanned(data: bytes) -> set[str]:
    """The sheets that the scan read, after a look that both ways read the same."""
    package = Package(data)
    plan = layout(package)
    found = read_tables(data, package, plan)
    assert told(found) == told(by_reference(data, package, plan))
    return {name for name, table in found.items() if table.styles is not None}


def style_of(path: Path, sheet: str, place: str) -> str:
    """The style of a cell: its number changes with every style that a workbook gets."""
    part = Package(path.read_bytes()).read(sheet_part(path, sheet))
    found = re.search(rb'<c r="%b" s="(\d+)"' % place.encode(), part)
    assert found
    return found[1].decode()


@cache
def _small() -> bytes:
    with TemporaryDirectory() as folder:
        return small_ledger(Path(folder)).read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.xlsm"
    path.write_bytes(_small())
    return path


# --- who saved the file ---------------------------------------------------------------------------------------------


def test_a_ledger_of_ours_is_scanned_whole(path: Path) -> None:
    data = path.read_bytes()
    assert scanned(data) == layout(Package(data)).sheets.keys()
    assert scanned(template()) == layout(Package(template())).sheets.keys()


def test_after_a_write_of_ours(path: Path) -> None:
    book = ClosedBook(path)
    text = " two\nlines & <more> _x0041_ "
    edits: list[Edit] = [
        SetCell("Debtors", 2, "D-00001", "Notes", None, text),
        SetCell("Cases", 2, "C-00001", "Arrears", None, Decimal("0.10")),
        AddRow("Payments", "P-000009", {"Payment ID": "P-000009", "Case ID": "C-00002", "Value date": DAY, "Amount": Decimal("7.35")}),
    ]
    book.write(edits, fingerprint=book.read().fingerprint, as_of=DAY)
    assert {"Debtors", "Cases", "Payments"} <= scanned(path.read_bytes())


def test_saved_by_openpyxl(path: Path) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    book["Payments"]["C2"] = date(2026, 3, 2)
    book.save(path)
    assert scanned(path.read_bytes()) >= {"Debtors", "Cases", "Installments", "Payments"}


def test_saved_by_libreoffice(path: Path, tmp_path: Path) -> None:
    assert scanned(through_libreoffice(path, tmp_path).read_bytes()) >= {"Debtors", "Cases", "Installments", "Payments"}


# --- what stands in the cells ---------------------------------------------------------------------------------------

PIECES = [
    b"", b"/>", b"></c>", b"><v></v></c>", b"><v/></c>", b"><v>1</v></c>", b"><v>-0</v></c>", b"><v>1e5</v></c>", b"><v>1E-320</v></c>", b"><v>0.1</v></c>",
    b"><v>12345678901234567890.123456789</v></c>", b"><v>0.30000000000000004</v></c>", b"><v>46000.25</v></c>", b"><v>46000.999999999</v></c>",
    b"><v>0.5</v></c>", b"><v>60</v></c>", b"><v>59</v></c>", b"><v>2958466</v></c>", b"><v>-3</v></c>", b"><v> 7 </v></c>", b"><v>nan</v></c>",
    b' t="n"><v>46000</v></c>', b' t="s"><v>3</v></c>', b' t="s"><v>999999</v></c>', b' t="s"><v>-1</v></c>', b' t="b"><v>1</v></c>', b' t="b"><v>0</v></c>',
    b' t="e"><v>#REF!</v></c>', b' t="e"><v>#N/A</v></c>', b' t="e"><v>#ODD!</v></c>', b' t="str"><v>text &amp; more</v></c>', b' t="str"><v></v></c>',
    b' t="d"><v>2026-03-04</v></c>', b' t="d"><v>2026-03-04T10:11:12</v></c>', b' t="z"><v>1</v></c>', b' ph="1"><v>1</v></c>',
    b' t="inlineStr"><is><t>plain</t></is></c>', b' t="inlineStr"><is><t xml:space="preserve"> a &lt; b </t></is></c>',
    b' t="inlineStr"><is><t> x </t></is></c>',
    b' t="inlineStr"><is><t></t></is></c>', b' t="inlineStr"><is><t>a\r\nb</t></is></c>', b' t="inlineStr"><is><t>_x0041_</t></is></c>',
    b' t="inlineStr"><is><r><t>rich</t></r><r><t> text</t></r></is></c>', b' t="inlineStr"><is><t>\xe5\xbc\xa0\xe4\xbc\x9f</t></is></c>',
    b"><f>1+1</f><v>2</v></c>", b' t="str"><f>A1&amp;"x"</f><v>ax</v></c>', b'><f t="shared" si="0"/><v>2</v></c>',
    b"><f>1/0</f></c>", b' t="e"><f>1/0</f><v>#DIV/0!</v></c>',
    b"><v><!-- 1 -->2</v></c>", b"><v><![CDATA[5]]></v></c>", b' vm="1"><v>4</v></c>', b' cm="1" t="s"><v>3</v></c>', b"><v>1</v><extLst/></c>",
]  # fmt: skip
PLACES = {"Installments": "ABCDEHJK", "Payments": "ABCDEFI", "Debtors": "ABJOR"}


def put(content: bytes, place: bytes, piece: bytes, styled: bool) -> bytes:
    """The sheet with another cell at this place; none at all for an empty piece."""
    start = content.index(b'<c r="' + place + b'"')
    slash, closed = content.find(b"/>", start), content.find(b"</c>", start)
    stop = slash + 2 if slash < content.find(b">", start) else closed + 4
    style = content[content.index(b' s="', start) : content.index(b'"', content.index(b' s="', start) + 4) + 1] if styled else b""
    return content[:start] + (b'<c r="' + place + b'"' + style + piece if piece else b"") + content[stop:]


def with_pieces(changes: list[tuple[str, int, int, int, bool]]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsm"
        path.write_bytes(_small())

        def change(parts: dict[str, bytes]) -> None:
            for sheet, row, column, piece, styled in changes:
                letters = PLACES[sheet][column % len(PLACES[sheet])]
                last = 1 + len(ROWS[sheet])
                part = sheet_part(path, sheet)
                parts[part] = put(parts[part], f"{letters}{2 + row % (last - 1)}".encode(), PIECES[piece], styled)

        rewrite(path, change)
        return path.read_bytes()


@pytest.mark.parametrize("piece", range(len(PIECES)))
def test_each_kind_of_cell(piece: int) -> None:
    for column in range(4):
        data = with_pieces([("Installments", 2, column, piece, True)])
        assert outcome(data, read_tables) == outcome(data, by_reference)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(PLACES)), st.integers(0, 9), st.integers(0, 9), st.integers(0, len(PIECES) - 1), st.booleans()),
        min_size=1, max_size=6, unique_by=lambda change: (change[0], change[1] % (len(ROWS[change[0]])), change[2] % len(PLACES[change[0]])),
    )
)  # fmt: skip
def test_any_cells(changes: list[tuple[str, int, int, int, bool]]) -> None:
    data = with_pieces(changes)
    assert outcome(data, read_tables) == outcome(data, by_reference)
    assert untidy_of(data, read_tables) == untidy_of(data, by_reference)


ODD_TEXTS = ("a", "b c", "_x0041_", " a", "a ", "\u3000", "", "&lt;", "]]>")
TEXTS = st.one_of(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12), st.sampled_from(ODD_TEXTS))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["inline", "inline", "kept", "shared", "none"])), min_size=5, max_size=12))
def test_texts_within_the_cells_of_a_column(cells: list[tuple[str, str]]) -> None:
    """As this program and openpyxl write them, and beside those that an office program has put among the shared texts."""
    within = ' t="inlineStr"><is><t{}</t></is>'
    spelled = {"inline": within.format(">{}"), "kept": within.format(' xml:space="preserve">{}'), "shared": ' t="s"><v>3</v>', "none": ">"}
    texts = [text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text, _ in cells]
    made = [spelled[kind].format(text) for text, (_, kind) in zip(texts, cells, strict=True)]
    rows = [f'<row r="{at}"><c r="A{at}" s="2" t="s"><v>3</v></c><c r="B{at}" s="2"{one}</c></row>' for at, one in enumerate(made, 3)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsm"
        path.write_bytes(_small())
        edit_sheet(path, "Payments", b"</row></sheetData>", f"</row>{''.join(rows)}</sheetData>".encode())
        data = path.read_bytes()
    assert outcome(data, read_tables) == outcome(data, by_reference)
    assert "Payments" in scanned(data)


def test_a_cell_of_another_form_frees_its_own_column_alone(path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "cells" in request.node.name:
        pytest.skip("takes no patterns")
    styles = [style_of(path, "Payments", place) for place in ("A2", "B2")]
    cell = '<row r="{0}"><c r="A{0}" s="{1}" t="s"><v>3</v></c><c r="B{0}" s="{2}" t="inlineStr"><is><t>C-{0}</t></is></c></row>'
    rows = "".join([cell.format(at, *styles) for at in range(3, 40)])  # the row above them has its text among the shared ones
    edit_sheet(path, "Payments", b"</row></sheetData>", f"</row>{rows}</sheetData>".encode())
    asked: list[int] = []
    made = scan._row_pattern

    def noted(indices: tuple[int, ...], forms: tuple[Form, ...], usual: bytes, free: frozenset[int]) -> re.Pattern[bytes]:
        asked.append(len(free))
        return made(indices, forms, usual, free)

    monkeypatch.setattr(scan, "_row_pattern", noted)
    package = Package(path.read_bytes())
    read_tables(path.read_bytes(), package, layout(package), ["Payments"])
    assert asked[-1] == 1


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.floats(0, 3e6), st.floats(allow_nan=False, allow_infinity=False)), min_size=6, max_size=6))
def test_any_numbers_under_any_style(numbers: list[float]) -> None:
    """Dates to the millisecond, times of day and amounts of seventeen digits."""
    cells = "".join(f'<c r="{letters}3" s="{at * 7}"><v>{number!r}</v></c>' for at, (letters, number) in enumerate(zip("ABCDEF", numbers, strict=True)))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsm"
        path.write_bytes(_small())
        edit_sheet(path, "Payments", b"</row></sheetData>", f'</row><row r="3">{cells}</row></sheetData>'.encode())
        data = path.read_bytes()
    assert outcome(data, read_tables) == outcome(data, by_reference)


def test_formats_that_a_paste_destroyed_are_told_either_way(path: Path) -> None:
    edit_sheet(path, "Payments", b'<c r="D2" s="', f'<c r="D2" s="{style_of(path, "Payments", "A2")}" ph="'.encode())
    edit_sheet(path, "Cases", b'<c r="E3" s="', b'<c r="E3" s="0" t="n"><v>46000</v></c><c r="F3" s="')
    told = {path.read_bytes(): [("Cases", "E3"), ("Payments", "D2")], with_pieces([("Installments", 2, 3, 5, False)]): [("Installments", "D4")]}
    for data, places in told.items():
        found = untidy_of(data, read_tables)
        assert found == untidy_of(data, by_reference)
        assert [(item.table, item.place) for item in found] == places


# --- the shape of the sheet -----------------------------------------------------------------------------------------

SHAPES = [
    (b'<row r="3"', b'<row r="2"'), (b'<row r="3"', b"<row"), (b'<row r="4"', b'<row r="4" hidden="1"'), (b'<row r="4"', b'<row hidden="true" r="4"'),
    (b'r="A4"', b'r="a4"'), (b'r="A4"', b""), (b'r="B4"', b'r="A4"'), (b'r="C4"', b'r="C9"'), (b"</row></sheetData>", b'</row><row r="9"/></sheetData>'),
    (b"</row></sheetData>", b'</row><row r="900000"><c r="CX900000"><v>1</v></c></row></sheetData>'),
    (b"</row></sheetData>", b'</row><row r="12"><c r="AZ12" t="inlineStr"><is><r><t>own</t></r></is></c></row></sheetData>'),
    (b"</row></sheetData>", b'</row><row r="12"><c r="A12" t="inlineStr"><is><t>C-00002</t></is></c><c r="XFD12"><v>1</v></c></row></sheetData>'),
    (b"</row></sheetData>", b'</row>\n<row r="13"><c r="A13"><v>1</v></c></row>\n</sheetData>'), (b"</sheetData>", b"<!-- --></sheetData>"),
    (b"</sheetData>", b'</sheetData><sheetData><row r="20"><c r="A20"><v>1</v></c></row></sheetData>'), (b"<sheetData>", b"<sheetData ><!-- <sheetData> -->"),
    (b"</row></sheetData>", b'</row><c r="A30"><v>1</v></c></sheetData>'), (b'<row r="5"', b'<row r="05"'), (b'<row r="5"', b'<row r="5" a=">"'),
]  # fmt: skip


@pytest.mark.parametrize("shape", range(len(SHAPES)))
def test_odd_shapes(path: Path, shape: int) -> None:
    edit_sheet(path, "Installments", *SHAPES[shape])
    data = path.read_bytes()
    assert outcome(data, read_tables) == outcome(data, by_reference)


def test_own_columns_before_between_and_behind(path: Path) -> None:
    book = openpyxl.load_workbook(path, keep_vba=True)
    sheet = book["Payments"]
    sheet["L1"], sheet["L2"], sheet["M2"], sheet["AD2"] = "Mine", "=A2&\"x\"", 5, "far"
    book.save(path)
    assert "Payments" in scanned(path.read_bytes())


def test_formulas_and_errors_are_seen(path: Path) -> None:
    edit_sheet(path, "Payments", b'<c r="F2"', b'<c r="F2" t="e"><v>#REF!</v></c><c r="XX2"')
    rewrite(path, lambda parts: parts.update({sheet_part(path, "Payments"): _without(parts[sheet_part(path, "Payments")], b'<c r="XX2"')}))
    edit_sheet(path, "Payments", b'<c r="D2"', b'<c r="D2"><f>20+20</f><v>40</v></c><c r="XX2"')
    rewrite(path, lambda parts: parts.update({sheet_part(path, "Payments"): _without(parts[sheet_part(path, "Payments")], b'<c r="XX2"')}))
    assert "Payments" in scanned(path.read_bytes())
    cells = ClosedBook(path).read().tables["Payments"].rows[0][1]
    assert (cells["Amount"], cells["Reference"]) == (Formula("=20+20"), CellError("#REF!"))


def _without(content: bytes, opening: bytes) -> bytes:
    start = content.index(opening)
    return content[:start] + content[content.index(b"</c>", start) + 4 :]


# --- damaged files --------------------------------------------------------------------------------------------------


def _same_of_mutant(seed: int) -> None:
    data = mutant(seed, template()).data
    try:
        Package(data).check_all()
    except Stop:
        return  # refused before any table is read
    try:
        layout(Package(data))
    except Stop:
        return
    assert outcome(data, read_tables) == outcome(data, by_reference), seed


@pytest.mark.parametrize("group", range(4))
def test_damaged_files(group: int) -> None:
    for seed in random.Random(group).sample(range(100_000), 15):
        _same_of_mutant(seed)


@pytest.mark.parametrize("seed", [1322, 2331, 3157])
def test_damaged_files_that_once_differed(seed: int) -> None:
    _same_of_mutant(seed)


@pytest.mark.campaign
def test_many_damaged_files() -> None:
    for seed in range(2000):
        _same_of_mutant(seed)
