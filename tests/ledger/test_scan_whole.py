"""What the scan takes for whole is whole: a sheet that a parser refuses is refused, though no parser went over it, and no sheet besides."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import CellError, Formula
from pyaddin.ledger.closed import reader
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found, by_reference, read_checked
from tests.ledger.ledger_files import rewrite, sheet_part, small_ledger
from tests.ledger.test_scan import put

Read = Callable[[bytes], dict[str, Found]]


@pytest.fixture(autouse=True)
def _every_sheet_is_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SCANNED_FROM", 0)
    monkeypatch.setattr(reader, "PATTERN_FROM", 0)


def by_parser(data: bytes) -> dict[str, Found]:
    """Every part gone over by a parser, then read by the reference."""
    package = Package(data)
    package.check_all()
    return by_reference(data, package, layout(package))


def by_scan(data: bytes) -> dict[str, Found]:
    return read_checked(data)[2]


def verdict(data: bytes, read: Read) -> str | dict[str, str]:
    """The tables, or the code of the refusal."""
    try:
        return {name: repr((table.raw, table.header_row, dict(table.columns), table.last_row)) for name, table in read(data).items()}
    except Stop as stop:
        return stop.fault.code


@cache
def _small() -> bytes:
    with TemporaryDirectory() as folder:
        return small_ledger(Path(folder)).read_bytes()


def changed(sheet: str, change: Callable[[bytes], bytes]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsm"
        path.write_bytes(_small())
        part = sheet_part(path, sheet)
        rewrite(path, lambda parts: parts.update({part: change(parts[part])}))
        return path.read_bytes()


DAMAGE = [
    (b"</row></sheetData>", b"</row></sheetDat>"), (b"</row></sheetData>", b"</sheetData>"), (b"</worksheet>", b""), (b"</worksheet>", b"</worksheet><a/>"),
    (b'<row r="4"', b'<row r="4" r="4"'), (b'<row r="4"', b'<row r="4" a=5'), (b'<row r="4"', b'<row r="4"a="5"'), (b'<row r="4"', b'<row r="4" a="&b;"'),
    (b'<row r="4"', b'<row r="4" a="\xff"'), (b'<row r="4"', b'<row r="4" a="1" a="2"'), (b"<sheetData>", b"<sheetData><!-- -- -->"),
    (b'<worksheet', b'<!DOCTYPE worksheet><worksheet'), (b'encoding="UTF-8"', b'encoding="iso-8859-1"'), (b"</sheetData>", b"</sheetData>&nbsp;"),
    (b"</row></sheetData>", b"</row>]]></sheetData>"),
]  # fmt: skip
PIECES = [
    b' s="1" s="1"><v>4</v></c>', b' s="1><v>4</v></c>', b' s=1><v>4</v></c>', b"><v>4</c>", b"><v>4</v>", b"><v>4</v></v></c>", b"><v>4</w></c>",
    b"><f>1</f><f>2</f><v>3</v></c>", b"><f/><v>4</v></c>", b"><f/></c>", b"><f/>1</f><v>4</v></c>", b"><f><v>4</v></c>", b"/><v>4</v></c>",
    b"><f>&bad;</f><v>4</v></c>", b' t="inlineStr"><is><t>a & b</t></is></c>', b' t="inlineStr"><is><t>&bad;</t></is></c>',
    b' t="inlineStr"><is><t>&#0;</t></is></c>', b' t="inlineStr"><is><t>]]></t></is></c>', b' t="inlineStr"><is><t>a > b</t></is></c>',
    b' t="inlineStr"><is><t>\x01</t></is></c>', b' t="inlineStr"><is><t>\xff</t></is></c>', b' t="inlineStr"><is><t>\xef\xbf\xbe</t></is></c>',
    b' t="inlineStr"><is><t>\xed\xa0\x80</t></is></c>', b' t="inlineStr"><is><t>a</is></t></c>', b' t="inlineStr"><is><t>a &amp; b</t></is></c>',
    b' t="str"><v>\x0c</v></c>', b' t="str"><v>a&lt;</v></c>', b' t="str"><f t="a" t="b">1</f><v>2</v></c>', b' cm="1" cm="1"><v>4</v></c>',
    b'><f t="shared" ref="A1:A2" si="0">1</f><v>4</v></c>', b"><f aca=\"false\">1+1</f><v>2</v></c>", b' t="str"><f>A1&amp;1</f><v>\xe5\xbc\xa0</v></c>',
]  # fmt: skip


@pytest.mark.parametrize("damage", range(len(DAMAGE)))
def test_damage_of_the_sheet(damage: int) -> None:
    data = changed("Installments", lambda content: content.replace(*DAMAGE[damage], 1))
    assert verdict(data, by_scan) == verdict(data, by_parser)


@pytest.mark.parametrize("piece", range(len(PIECES)))
@pytest.mark.parametrize("place", [b"D3", b"AA3"])
def test_damage_of_a_cell(piece: int, place: bytes) -> None:
    """In a contract column, and in a column of the clerk's own."""

    def change(content: bytes) -> bytes:
        if place == b"AA3":
            return content.replace(b'</row><row r="4"', b'<c r="AA3"' + PIECES[piece] + b'</row><row r="4"', 1)
        return put(content, place, PIECES[piece], b" s=" not in PIECES[piece])

    data = changed("Installments", change)
    assert verdict(data, by_scan) == verdict(data, by_parser)


def test_own_formulas_and_texts_are_taken_without_a_parser() -> None:
    own = b'<c r="AA3" s="1"><f>1+1</f><v>2</v></c><c r="AB3" t="str"><f aca="false">A3&amp;1</f><v>x &lt; y</v></c><c r="AC3" t="s"><v>0</v></c>'
    data = changed("Installments", lambda content: content.replace(b'</row><row r="4"', own + b'</row><row r="4"', 1))
    assert read_checked(data)[2]["Installments"].styles is not None
    cells = put(put(_sheet(data), b"D3", b"><f>1+1</f><v>2</v></c>", True), b"H3", b' t="e"><v>#REF!</v></c>', True)
    found = read_checked(changed("Installments", lambda _: cells))[2]["Installments"]
    assert found.styles is not None
    assert {type(cell) for _, row in found.raw.rows for cell in row.values()} >= {Formula, CellError}


def _sheet(data: bytes) -> bytes:
    package = Package(data)
    return package.read(layout(package).sheets["Installments"].sheet)


def _bitten(rng: random.Random, content: bytes) -> bytes:
    """The sheet with some bytes left out, doubled, exchanged or put in."""
    start = content.index(b"<sheetData>") if rng.random() < 0.8 else 0
    for _ in range(rng.randint(1, 2)):
        at = rng.randrange(start, len(content))
        length = rng.choice((1, 1, 1, 2, 5, 40))
        bite = rng.choice((b"", content[at : at + length] * 2, rng.choice((b"<", b">", b"/", b'"', b"&", b" ", b"\x00", b"\xff", b"<c/>", b"7", b"s"))))
        content = content[:at] + bite + content[at + length :]
    return content


def _same_of_bitten(seed: int) -> None:
    rng = random.Random(seed)
    data = changed(rng.choice(("Installments", "Payments", "Debtors")), lambda content: _bitten(rng, content))
    assert verdict(data, by_scan) == verdict(data, by_parser), seed


@pytest.mark.parametrize("group", range(4))
def test_bitten_sheets(group: int) -> None:
    for seed in random.Random(group).sample(range(100_000), 10):
        _same_of_bitten(seed)


@pytest.mark.campaign
def test_many_bitten_sheets() -> None:
    for seed in range(3000):
        _same_of_bitten(seed)
