"""Sheets whose rows are taken in turn and sheets taken whole are the same bytes, on files of every program that saves ledgers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from types import NoneType

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, ReplaceRows, SetCell, Value
from pyaddin.ledger.closed import change, deflate
from pyaddin.ledger.closed import package as packages
from pyaddin.ledger.closed.change import SheetChange
from pyaddin.ledger.closed.columns_in_turn import ColumnsInTurn, WrittenText
from pyaddin.ledger.closed.deflate import Packed, unpacked
from pyaddin.ledger.closed.in_turn import Unusual, ends, ends_of
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import Patch, make_patch
from pyaddin.ledger.closed.proof import prove
from pyaddin.ledger.closed.proof_texts import Held, NewRowsProof, TextProof
from pyaddin.ledger.closed.reader import read_tables
from pyaddin.ledger.closed.row_bytes import Contents, NewRows
from pyaddin.ledger.column_values import ColumnValues, Kinds
from tests.ledger.ledger_files import DAY, ROWS, rewrite, sheet_part, small_ledger, through_libreoffice
from tests.ledger.test_row_bytes import ODD_SPELLINGS

OLD = 150
_GIVEN = re.compile(rb'(?<=<row spans="1:31" ht="27" customHeight="1") r="\d+"')
_LOOKS = re.compile(rb'(?<=") (?!r=|t=|xml:)[\w:]+="[^"]*"')
MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def many_rows(folder: Path) -> Path:
    installments: list[dict[str, Value]] = [
        {
            "Case ID": "C-00001", "No": number, "Due on": date(2026, 1, 1) + timedelta(days=number), "Principal": Decimal("10.05"),
            "Paid": Decimal("1.00"), "Status": "due",
        }
        for number in range(1, OLD + 1)
    ]  # fmt: skip
    return small_ledger(folder, {**ROWS, "Installments": installments})


def edits_of(seed: int) -> list[Edit]:
    """Scattered cells, whole columns, the last row or not, rows added to this sheet and to another one, a list made anew."""
    chance = Random(seed)
    share = chance.choice([0.02, 0.5, 1.0])
    edits: list[Edit] = []
    for number in range(1, OLD + 1):
        row, key = number + 1, f"C-00001|ORIG|{number}"
        if chance.random() < share:
            edits.append(SetCell("Installments", row, key, "Paid", 1.0, chance.choice([None, 3, Decimal(chance.randrange(99_999)) / 100])))
        if chance.random() < share:
            edits.append(SetCell("Installments", row, key, "Status", "due", chance.choice(["paid", "<&>", "_x000D_", "两", None, ""])))
        if chance.random() < share / 2:
            edits.append(SetCell("Installments", row, key, "Flagged on", None, DAY - timedelta(days=number)))
    for number in range(chance.choice([0, 1, 40])):
        installment: dict[str, Value] = {"Case ID": "C-00001", "No": OLD + 1 + number, "Due on": DAY, "Principal": Decimal(number), "Status": "due"}
        edits.append(AddRow("Installments", f"C-00001|ORIG|{OLD + 1 + number}", installment))
    for number in range(chance.choice([0, 30])):
        values: dict[str, Value] = {"Payment ID": f"P-9{number}", "Case ID": "C-00001", "Value date": DAY, "Amount": number or None}
        edits.append(AddRow("Payments", f"P-9{number}", values | ({"Notes": " a\nb "} if chance.random() < 0.5 else {})))
    if chance.random() < 0.5:
        edits.append(ReplaceRows("Today", tuple({"Rank": number, "Why": "<b>", "On": DAY} for number in range(chance.randrange(40)))))
    return edits or [SetCell("Installments", 2, "C-00001|ORIG|1", "Status", "due", "paid")]


def patched(data: bytes, edits: Sequence[Edit], monkeypatch: pytest.MonkeyPatch, *, in_turn: bool) -> Patch:
    package = Package(data)
    plan = layout(package)
    found = read_tables(data, package, plan)
    with monkeypatch.context() as setting:
        setting.setattr(change, "IN_TURN_FROM", 0 if in_turn else 10**9)
        setting.setattr(change, "NEW_ROWS_AT_ONCE", 7)
        setting.setattr(deflate, "PACKED_AT_ONCE", 97)
        setting.setattr(packages, "AT_ONCE", 97)
        kept = make_patch(package, plan, found, edits, DAY) if in_turn else None
        package.forget()
        made = make_patch(package, plan, found, edits, DAY)
    assert kept is None or {name: content(part) for name, part in kept.parts.items()} == {name: content(part) for name, part in made.parts.items()}
    prove(package.rebuilt(made.parts, made.dropped), package, plan, found, made)
    prove(package.rebuilt(made.parts, made.dropped), package, plan, found, replace(made, proven={}))
    return made


def content(part: bytes | Packed) -> bytes:
    return part if isinstance(part, bytes) else unpacked(part.packed, part.size)


def both_ways(data: bytes, edits: Sequence[Edit], monkeypatch: pytest.MonkeyPatch) -> None:
    turned, whole = (patched(data, edits, monkeypatch, in_turn=in_turn) for in_turn in (True, False))
    assert replace(turned, parts={}, proven={}) == replace(whole, parts={}, proven={})
    assert turned.proven.keys() == whole.proven.keys()
    for name, part in turned.parts.items():
        # a row without a number is given one behind its other attributes when it is parsed, and needs none
        assert _GIVEN.sub(b"", content(part)) == _GIVEN.sub(b"", content(whole.parts[name])), name


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return many_rows(tmp_path_factory.mktemp("fresh")).read_bytes()


@pytest.fixture(scope="module")
def by_openpyxl(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = many_rows(tmp_path_factory.mktemp("openpyxl"))
    openpyxl.load_workbook(path, keep_vba=True).save(path)
    return path.read_bytes()


@MANY
@given(seed=st.integers(0, 10**6))
def test_equal_on_a_file_of_xlsxwriter(fresh: bytes, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    both_ways(fresh, edits_of(seed), monkeypatch)


@MANY
@given(seed=st.integers(0, 10**6))
def test_equal_on_a_file_of_openpyxl(by_openpyxl: bytes, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    both_ways(by_openpyxl, edits_of(seed), monkeypatch)


@pytest.mark.parametrize("seed", range(6))
def test_equal_on_a_file_of_this_program(fresh: bytes, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Written before: rows at the foot, lists, blanked cells."""
    first = [edit for edit in edits_of(seed) if not isinstance(edit, SetCell)]
    made = patched(fresh, first or edits_of(seed), monkeypatch, in_turn=True)
    again = [replace(edit, old="due") if isinstance(edit, SetCell) and edit.column == "Status" else edit for edit in edits_of(seed + 100)]
    both_ways(Package(fresh).rebuilt(made.parts, made.dropped), again, monkeypatch)


@pytest.mark.libreoffice
def test_equal_on_a_file_of_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = through_libreoffice(many_rows(tmp_path), tmp_path).read_bytes()
    for seed in range(4):
        both_ways(saved, edits_of(seed), monkeypatch)


@pytest.mark.parametrize("spelling", ODD_SPELLINGS.values(), ids=ODD_SPELLINGS)
@pytest.mark.parametrize("odd", [slice(0, None), slice(1, 2)], ids=["all rows", "one row"])
def test_equal_however_the_rows_are_spelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelling: Callable[[bytes], bytes], odd: slice) -> None:
    rows: list[dict[str, Value]] = [
        {"Case ID": f"C-{number:05}", "Debtor ID": "D-00001", "Currency": "CNY", "Opened on": date(2026, 1, 1)} for number in range(1, 9)
    ]
    path = small_ledger(tmp_path, {**ROWS, "Cases": rows})
    part = sheet_part(path, "Cases")

    def respell(parts: dict[str, bytes]) -> None:
        sheet = parts[part]
        start, end = sheet.index(b'<row r="2"'), sheet.index(b'<row r="4"') if odd.stop else sheet.index(b"</sheetData>")
        parts[part] = sheet[:start] + spelling(sheet[start:end]) + sheet[end:]

    rewrite(path, respell)
    values: dict[str, Value] = {"Level": 2, "Why": "x", "Stage since": DAY, "Bucket": None}
    edits: list[Edit] = [SetCell("Cases", row, f"C-{row - 1:05}", column, None, value) for row in (2, 4, 8, 9) for column, value in values.items()]
    edits.append(AddRow("Cases", "C-9", {"Case ID": "C-9", "Opened on": DAY}))
    both_ways(path.read_bytes(), edits, monkeypatch)


def test_a_usual_sheet_is_never_taken_whole(fresh: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SheetChange, "_whole", lambda _: pytest.fail("taken whole"))
    monkeypatch.setattr(SheetChange, "_parted", lambda *_: pytest.fail("cut into rows"))
    every_row: list[Edit] = [SetCell("Installments", number + 1, f"C-00001|ORIG|{number}", "Paid", 1.0, Decimal(number)) for number in range(1, OLD + 1)]
    patched(fresh, every_row, monkeypatch, in_turn=True)


def test_the_ends_of_a_sheet_are_the_same_whether_it_is_at_hand_or_in_pieces(fresh: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deflate, "PACKED_AT_ONCE", 97)
    monkeypatch.setattr(packages, "AT_ONCE", 97)
    package = Package(fresh)
    part = layout(package).sheets["Installments"].sheet
    for row in (2, 40, OLD + 1):
        assert ends_of(package.read(part), row) == ends(package.pieces(part), row)
        assert ends_of(package.read(part), row) == ends(Package(fresh).pieces(part), row)
    assert ends_of(package.read(part), 4_000) is None


def test_a_sheet_without_its_last_row_is_unusual(fresh: bytes) -> None:
    package = Package(fresh)
    with pytest.raises(Unusual):
        ends(package.pieces(layout(package).sheets["Installments"].sheet), 4_000)


# what the proof of a text must see

Proof = Callable[[TextProof, bytes, WrittenText], bool]


@pytest.fixture(scope="module")
def passing(fresh: bytes) -> tuple[bytes, WrittenText, tuple[int, ...]]:
    package = Package(fresh)
    plan = layout(package)
    columns = read_tables(fresh, package, plan)["Installments"].columns
    sheet = package.read(plan.sheets["Installments"].sheet)
    text = sheet[sheet.index(b'<row r="2"') : sheet.index(b'<row r="40"')]
    values = {
        columns["Paid"]: ColumnValues(range(2, 40), [Decimal(row) / 4 for row in range(2, 40)]),
        columns["Status"]: ColumnValues(range(2, 40, 3), ["paid" for _ in range(2, 40, 3)]),
    }
    turn = ColumnsInTurn(values, 1_000, Contents(0))
    written = turn.written(text, 1)
    assert written is not None
    assert TextProof(turn.columns, 0).in_place(text, written)
    assert TextProof(turn.columns, 0).taken_apart(text, written)
    return text, written, turn.columns


def test_no_other_text_passes(passing: tuple[bytes, WrittenText, tuple[int, ...]]) -> None:
    """Five hundred seeded damages of the written text."""
    old, written, columns = passing
    chance, proof = Random(5), TextProof(columns, 0)
    for _ in range(500):
        start, length = chance.randrange(len(written.text)), chance.randrange(30)
        pieces = [b"9", b"<", b"</row>", b"<v>1</v>", b'<row r="9">', b"</c>", b" ", b"", written.text[start : start + length] * 2]
        damaged = written.text[:start] + chance.choice(pieces) + written.text[start + length :]
        assert damaged == written.text or not proof.holds(old, replace(written, text=damaged)), damaged[max(0, start - 80) : start + 80]


@pytest.mark.parametrize("place", range(1, 12))
def test_a_writer_that_takes_more_than_the_end_of_a_cell_is_found(passing: tuple[bytes, WrittenText, tuple[int, ...]], place: int) -> None:
    """The next cell, or all up to the next written cell, is lost together with the end of the one before."""
    old, written, columns = passing
    stride = 2 * len(columns) + 2
    end = stride * place + 3
    gap = written.pieces[end + 1]
    for lost in range(1, gap.count(b"<c ") + 1):
        taken = b"<c ".join(gap.split(b"<c ")[: lost + 1])
        pieces = written.pieces.copy()
        pieces[end], pieces[end + 1] = pieces[end] + taken, gap.removeprefix(taken)
        new = written.text.replace(taken, b"", 1)
        assert not TextProof(columns, 0).holds(old, replace(written, pieces=pieces, text=new))


@pytest.mark.parametrize("proof", [TextProof.in_place, TextProof.taken_apart])
def test_a_writer_that_takes_less_than_the_end_of_a_cell_is_found(passing: tuple[bytes, WrittenText, tuple[int, ...]], proof: Proof) -> None:
    """What is left of the old end would follow the new one."""
    old, written, columns = passing
    for end in range(3, 2 * len(columns) + 2, 2):
        pieces = written.pieces.copy()
        pieces[end], pieces[end + 1] = b"", pieces[end] + pieces[end + 1]
        assert not proof(TextProof(columns, 0), old, replace(written, pieces=pieces, text=joined(pieces, written.ends)))


@pytest.mark.parametrize("instead", [b"", b"</row></row>", b"<row/></row>", b"</row><c/>"])
def test_rows_that_did_not_end_where_the_next_one_begins_do_not_pass(passing: tuple[bytes, WrittenText, tuple[int, ...]], instead: bytes) -> None:
    """Not even when they are as they were: read, they would have been refused."""
    _, written, columns = passing
    stride = 2 * len(columns) + 2
    for place in (10 * stride, len(written.pieces) - 1):
        pieces = written.pieces.copy()
        assert pieces[place].count(b"</row>") == 1
        pieces[place] = pieces[place].replace(b"</row>", instead)
        old = joined(pieces, [pieces[start::stride] for start in range(3, stride, 2)])
        made = replace(written, pieces=pieces, text=joined(pieces, written.ends))
        assert not TextProof(columns, 0).holds(old, made)


def test_what_is_proven_in_place_is_proven_taken_apart(passing: tuple[bytes, WrittenText, tuple[int, ...]]) -> None:
    """Damages of which the writer knows: the new text is made of its own pieces."""
    old, written, columns = passing
    chance = Random(7)
    refused = 0
    for _ in range(400):
        pieces, ends = written.pieces.copy(), [[*some] for some in written.ends]
        some = chance.choice(ends)
        wrong = chance.choice([b"/>", b"><v>7</v></c>", b"></c>", b"", chance.choice(some), b'/><c r="A1"/>', b" t=\"e\"><v>#N/A</v></c>"])
        some[chance.randrange(len(some))] = wrong
        if chance.random() < 0.5:
            at, length = chance.randrange(1, len(pieces) - 1), chance.randrange(1, 30)
            pieces[at], pieces[at + 1] = pieces[at] + pieces[at + 1][:length], pieces[at + 1][length:]
        made = replace(written, pieces=pieces, ends=ends, text=joined(pieces, ends))
        apart, placed = TextProof(columns, 0).taken_apart(old, made), TextProof(columns, 0).in_place(old, made)
        refused += not apart
        assert apart or not placed
        assert not placed or made.text == written.text
    assert refused > 300


def joined(pieces: Sequence[bytes], ends: Sequence[Sequence[bytes]]) -> bytes:
    """The text that a writer makes of its pieces."""
    stride, made = 2 * len(ends) + 2, [*pieces]
    for place, some in zip(range(3, stride, 2), ends, strict=True):
        made[place::stride] = some
    del made[2::stride]
    return b"".join(made)


def test_columns_of_several_styles_are_taken_apart(passing: tuple[bytes, WrittenText, tuple[int, ...]]) -> None:
    old, written, columns = passing
    pieces = written.pieces.copy()
    pieces[1] = pieces[1].replace(b' s="', b' s="1')
    kept = [*pieces]
    del kept[2 :: 2 * len(columns) + 2]
    other = replace(written, pieces=pieces, text=joined(pieces, written.ends))
    assert not TextProof(columns, 0).in_place(b"".join(kept), other)
    assert TextProof(columns, 0).holds(b"".join(kept), other)


def test_what_was_shown_of_one_cell_says_nothing_of_another_value() -> None:
    cells = Held(0)
    end, kinds = b"><v>1</v></c>", frozenset({int, NoneType})
    assert not cells.held([end], [None], kinds)
    assert cells.held([end, b"/>"], [1, None], kinds)
    assert cells.held([end, end, b"/>"], [1, 1, None], kinds)
    for ends_, values in (([end], [2]), ([end], [None]), ([b"/>"], [1]), ([end, b"><v>2</v></c>"], [1, 3])):
        assert not cells.held(ends_, values, kinds)


def test_no_other_new_rows_pass() -> None:
    numbers = list(range(5, 25))
    news: dict[int, list[Value]] = {1: [f"M-{number}" for number in numbers], 2: [DAY] * 20, 4: [None, Decimal("7.5")] * 10}
    values = {column: ColumnValues(numbers, new) for column, new in news.items()}
    rows = NewRows({1: "3", 4: "2"}, {"ht": "20", "customHeight": "1"}, Contents(0)).rows(numbers, values, {})
    text = b"<row" + b"<row".join(rows)
    chance, proof = Random(6), NewRowsProof((1, 2, 4), 0)
    assert proof.holds(text, numbers, values)
    for _ in range(300):
        start, length = chance.randrange(len(text)), chance.randrange(30)
        pieces = [b"9", b"<", b"</row>", b"<v>1</v>", b'<row r="9">', b"</c>", b'" r="4', text[start : start + length] * 2]
        damaged = text[:start] + chance.choice(pieces) + text[start + length :]
        if damaged == text or not proof.holds(damaged, numbers, values):
            continue
        # a style or a height is nobody's value: the rest must be the same
        assert _LOOKS.sub(b"", damaged) == _LOOKS.sub(b"", text), damaged[max(0, start - 80) : start + 80]


def test_a_wrong_value_among_many_rows_is_refused(fresh: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    right, right_of_all = Contents.of, Contents.of_all

    def wrong(contents: Contents, values: Sequence[Value], kinds: Kinds) -> list[bytes]:
        return [b"><v>41</v></c>" if value == 40 else end for value, end in zip(values, right_of_all(contents, values, kinds), strict=True)]

    monkeypatch.setattr(Contents, "of_all", wrong)
    monkeypatch.setattr(Contents, "of", lambda contents, value: b"><v>41</v></c>" if value == 40 else right(contents, value))
    edits: list[Edit] = [SetCell("Installments", row, f"C-00001|ORIG|{row - 1}", "Paid", 1.0, row) for row in range(2, OLD + 2)]
    with pytest.raises(Stop, match="X-VERIFY") as stop:
        patched(fresh, edits, monkeypatch, in_turn=True)
    assert (stop.value.fault.row, stop.value.fault.column) == (40, "Paid")
