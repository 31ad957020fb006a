"""Rows changed in their bytes and rows changed by lxml are the same rows, on files of every program that saves ledgers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pyaddin.ledger.book import AddRow, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed import deflate
from pyaddin.ledger.closed.deflate import Packed, pack, unpacked
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import make_patch
from pyaddin.ledger.closed.proof_columns import all_held
from pyaddin.ledger.closed.proof_rows import holds
from pyaddin.ledger.closed.reader import read_tables
from pyaddin.ledger.closed.row_bytes import Contents
from pyaddin.ledger.column_values import REMEMBERED
from tests.ledger.ledger_files import DAY, rewrite, sheet_part, small_ledger, through_libreoffice

PLAIN = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COMPUTED = {"Level": "int", "Arrears": "money", "Stage since": "day", "Why": "text", "Next action": "text", "Bucket": "text"}
TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(["_x000D_", "=1+1", "<b>&amp;", " a\r\nb ", "\x01", ""])
MONEY = st.decimals(-10**9, 10**9, places=2) | st.just(Decimal("1E+3")) | st.integers(-5, 10**6)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
OF_KIND: dict[str, st.SearchStrategy[Value]] = {
    "int": st.none() | st.integers(0, 99), "money": st.none() | MONEY, "day": st.none() | DAYS, "text": st.none() | TEXT
}  # fmt: skip


@st.composite
def some_edits(draw: st.DrawFn) -> list[Edit]:
    edits: list[Edit] = []
    for row in draw(st.sets(st.sampled_from([2, 3]))):
        columns = draw(st.lists(st.sampled_from(sorted(COMPUTED)), min_size=1, unique=True))
        edits += [SetCell("Cases", row, f"C-0000{row - 1}", column, None, draw(OF_KIND[COMPUTED[column]])) for column in columns]
    for number in range(draw(st.integers(0, 4))):
        values: dict[str, Value] = {"Payment ID": f"P-9{number}", "Case ID": "C-00001", "Value date": draw(DAYS), "Amount": draw(MONEY), "Notes": draw(TEXT)}
        edits.append(AddRow("Payments", f"P-9{number}", values))
    if draw(st.booleans()):
        edits.append(ReplaceRows("Today", tuple({"Rank": number, "Why": draw(TEXT), "On": draw(DAYS)} for number in range(draw(st.integers(0, 4))))))
    return edits


def both_ways(data: bytes, edits: Sequence[Edit]) -> None:
    """The parts that the two ways make are the same XML; the parts beside the sheets are the same bytes."""
    made = []
    for slow in (False, True):
        package = Package(data)
        plan = layout(package)
        made.append(make_patch(package, plan, read_tables(data, package, plan), edits, DAY, slow=slow))
    fast, slow_one = made
    assert fast.parts.keys() == slow_one.parts.keys()
    assert (fast.expected, fast.touched, fast.rows_after, fast.dropped) == (slow_one.expected, slow_one.touched, slow_one.rows_after, slow_one.dropped)
    for name, part in fast.parts.items():
        other = slow_one.parts[name]
        assert canonical(part) == canonical(other), name


def canonical(part: bytes | Packed) -> bytes:
    content = part if isinstance(part, bytes) else unpacked(part.packed, part.size)
    root = etree.fromstring(content)
    for row in root.iter("{*}sheetData", "{*}row"):  # blanks between rows and cells say nothing
        row.text = None
        for child in row:
            child.tail = None
    canonicalized: bytes = etree.tostring(root, method="c14n")
    return canonicalized


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return small_ledger(tmp_path_factory.mktemp("fresh")).read_bytes()


@pytest.fixture(scope="module")
def by_openpyxl(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = small_ledger(tmp_path_factory.mktemp("openpyxl"))
    openpyxl.load_workbook(path, keep_vba=True).save(path)
    return path.read_bytes()


@PLAIN
@given(edits=some_edits())
def test_equal_on_a_file_of_xlsxwriter(fresh: bytes, edits: list[Edit]) -> None:
    both_ways(fresh, edits)


@PLAIN
@given(edits=some_edits())
def test_equal_on_a_file_of_openpyxl(by_openpyxl: bytes, edits: list[Edit]) -> None:
    both_ways(by_openpyxl, edits)


@PLAIN
@given(first=some_edits(), edits=some_edits())
def test_equal_on_a_file_of_this_program(fresh: bytes, first: list[Edit], edits: list[Edit]) -> None:
    package = Package(fresh)
    plan = layout(package)
    changes = make_patch(package, plan, read_tables(fresh, package, plan), [edit for edit in first if not isinstance(edit, SetCell)], DAY)
    both_ways(package.rebuilt(changes.parts, changes.dropped), [edit for edit in edits if isinstance(edit, SetCell | ReplaceRows)])


@pytest.mark.libreoffice
def test_equal_on_a_file_of_libreoffice(tmp_path: Path) -> None:
    saved = through_libreoffice(small_ledger(tmp_path), tmp_path).read_bytes()
    edits: list[Edit] = [
        SetCell("Cases", 2, "C-00001", "Arrears", None, Decimal("7.70")),
        SetCell("Cases", 3, "C-00002", "Why", None, "<seen>"),
        AddRow("Payments", "P-9", {"Payment ID": "P-9", "Case ID": "C-00001", "Value date": DAY, "Amount": 5}),
        ReplaceRows("Today", ({"Rank": 1, "On": DAY},)),
    ]
    both_ways(saved, edits)


def respelled(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        changed = re.sub(old, new, content)
        assert changed != content
        return changed

    return change


ODD_SPELLINGS = {
    "the type before the style": respelled(rb'(<c r="\w+")( s="\d+")( t="s")', rb"\1\3\2"),
    "single quotes": respelled(rb'<c r="(\w+)"', rb"<c r='\1'"),
    "a blank before the end of a tag": respelled(rb'(<c r="\w+" s="\d+")/>', rb"\1 />"),
    "an open empty cell": respelled(rb'(<c r="\w+" s="\d+")/>', rb"\1></c>"),
    "no cells where nothing stands": respelled(rb'<c r="\w+" s="\d+"/>', b""),
    "cells without places": respelled(rb'<c r="[G-Z]\d+"', b"<c"),
    "rows without numbers": respelled(rb'<row r="\d+"', b"<row"),
    "a gap between rows": respelled(rb'<row r="3".*?</row>', b""),
    "line ends between rows and cells": respelled(rb"(</c>|<row[^>]*>)", rb"\1\n  "),
    "rows with foreign attributes": respelled(rb'<row r="(\d+)"', rb'<row r="\1" xmlns:y="urn:y" y:dyDescent="0.25" hidden="1"'),
    "formulas": respelled(rb'(<c r="[L-N]\d+" s="\d+")/>', rb"\1><f>1+1</f><v>2</v></c>"),
    "a shared formula": lambda content: respelled(rb'(<c r="L3" s="\d+")/>', rb'\1><f t="shared" si="0"/><v>2</v></c>')(
        respelled(rb'(<c r="L2" s="\d+")/>', rb'\1><f t="shared" ref="L2:L3" si="0">1+1</f><v>2</v></c>')(content)
    ),
    "comments": respelled(rb"<row ", b'<!-- <row r="2"> --><row '),
    "rich text in the cell": respelled(rb'(<c r="[L-N]\d+" s="\d+")/>', rb'\1 t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>'),
    "an error": respelled(rb'(<c r="[L-N]\d+" s="\d+")/>', rb'\1 t="e"><v>#REF!</v></c>'),
}  # fmt: skip


@pytest.mark.parametrize("spelling", ODD_SPELLINGS.values(), ids=ODD_SPELLINGS)
def test_equal_however_the_rows_are_spelled(tmp_path: Path, spelling: Callable[[bytes], bytes]) -> None:
    path = small_ledger(tmp_path)
    part = sheet_part(path, "Cases")

    def change(parts: dict[str, bytes]) -> None:
        start, end = parts[part].index(b'<row r="2"'), parts[part].index(b"</sheetData>")
        parts[part] = parts[part][:start] + spelling(parts[part][start:end]) + parts[part][end:]

    rewrite(path, change)
    values: dict[str, Value] = {"Level": 2, "Why": "x", "Stage since": DAY, "Bucket": None}
    edits: list[Edit] = [SetCell("Cases", 2, "C-00001", column, None, value) for column, value in values.items()]
    edits.append(AddRow("Cases", "C-9", {"Case ID": "C-9", "Opened on": DAY}))
    both_ways(path.read_bytes(), edits)


def test_packing_without_isal_gives_the_same_parts(fresh: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    content = Package(fresh).read("xl/styles.xml")
    fast = pack([content[:100], content[100:]])
    monkeypatch.setattr(deflate, "FAST", None)
    plain = pack([content])
    assert replace(fast, packed=b"") == replace(plain, packed=b"")
    assert unpacked(fast.packed, fast.size) == unpacked(plain.packed, plain.size) == content
    with pytest.raises(ValueError, match="."):
        unpacked(b"\xff" + plain.packed, plain.size)


@pytest.mark.parametrize("others", [(), (None,), ("x",), (date(2026, 1, 2),)])
def test_a_zero_with_a_sign_is_written_as_a_zero(others: tuple[Value, ...]) -> None:
    values = (Decimal("-0.00"), Decimal("-0"), Decimal("-0.05"), Decimal("-10.50"), Decimal("0.00"), *others)
    assert Contents(0).of_all(values)[:5] == [b"><v>%b</v></c>" % text for text in (b"0.00", b"0", b"-0.05", b"-10.50", b"0.00")]
    assert [Contents(0).of(value) for value in values] == Contents(0).of_all(values)


def test_the_contents_of_a_large_column_are_not_all_remembered() -> None:
    """Summaries and addresses are another text in every row: a sheet of a million of them is never held."""
    contents, texts = Contents(0), [f"Owes 10 & {number}" for number in range(3 * REMEMBERED)]
    made = [end for start in range(0, len(texts), 512) for end in contents.of_all(texts[start : start + 512])]
    assert made == [Contents(0).of(text) for text in texts]
    assert len(contents._known) < REMEMBERED + 512


marked = st.text(st.sampled_from(list("&<>;_xagltmp0041 \u4e24\n")), min_size=1, max_size=12)
marked |= st.sampled_from(["&amp;lt;", "a & b", "<x@y>", "&lt", "_x0041_"])


@settings(deadline=None)
@given(st.lists(marked, min_size=1, max_size=8), st.integers(0, 7), marked)
def test_texts_with_marks_of_xml_are_written_and_read_together_as_one_by_one(texts: list[str], at: int, other: str) -> None:
    ends = Contents(0).of_all(texts)
    assert ends == [Contents(0).of(text) for text in texts]
    assert all(map(holds, ends, texts, [0] * len(texts)))
    if all(text.isprintable() and "_x" not in text for text in texts):
        assert all_held(ends, texts)
    wrong = [other if number == at % len(texts) else text for number, text in enumerate(texts)]
    assert wrong == texts or not all_held(ends, wrong)
