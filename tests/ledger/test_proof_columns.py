"""Many written rows: they are proven column by column and not one by one, and what the whole reading would find in them is found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, SetCell, Value
from pyaddin.ledger.closed import proof_columns
from pyaddin.ledger.closed.deflate import pack
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import make_patch
from pyaddin.ledger.closed.proof import prove
from pyaddin.ledger.closed.proof_columns import RowsProof
from pyaddin.ledger.closed.reader import read_tables
from pyaddin.ledger.closed.row_bytes import Contents
from tests.ledger.ledger_files import DAY, ROWS, small_ledger
from tests.ledger.test_proof import Write

OLD, NEW = 150, 70


def _edits() -> list[Edit]:
    """Every second installment paid somehow, some blanked again, and payments added."""
    chance = Random(11)
    edits: list[Edit] = []
    for number in range(1, OLD + 1):
        row, key = number + 1, f"C-00001|ORIG|{number}"
        if chance.random() < 0.5:
            edits.append(SetCell("Installments", row, key, "Paid", 1.0, chance.choice([None, Decimal(chance.randrange(99_999)) / 100])))
        if chance.random() < 0.5:
            edits.append(SetCell("Installments", row, key, "Status", "due", chance.choice(["paid", "missed", "partly paid", None])))
        if chance.random() < 0.3:
            edits.append(SetCell("Installments", row, key, "Flagged on", None, DAY - timedelta(days=number)))
    for number in range(2, NEW + 2):
        values: dict[str, Value] = {"Payment ID": f"P-{number:06}", "Case ID": "C-00001", "Value date": DAY, "Amount": Decimal(number) / 4}
        edits.append(AddRow("Payments", f"P-{number:06}", values | {"Reference": chance.choice(["0042", "<&>", "两"])}))
    return edits


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    installments: list[dict[str, Value]] = [
        {
            "Case ID": "C-00001", "No": number, "Due on": date(2026, 1, 1) + timedelta(days=number), "Principal": Decimal("10.05"),
            "Paid": Decimal("1.00"), "Status": "due",
        }
        for number in range(1, OLD + 1)
    ]  # fmt: skip
    data = small_ledger(tmp_path_factory.mktemp("many"), {**ROWS, "Installments": installments}).read_bytes()
    package = Package(data)
    plan = layout(package)
    found = read_tables(data, package, plan)
    return Write(data, package, plan, found, make_patch(package, plan, found, _edits(), DAY))


@pytest.mark.parametrize("at_once", [7, 64, 4096])
def test_no_row_of_a_good_write_is_looked_at_alone(write: Write, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    looked: list[tuple[int, int]] = []

    class Counted(RowsProof):
        def unproven(self, touched: Iterable[int]) -> set[int]:
            numbers = list(touched)
            left = super().unproven(numbers)
            looked.append((len(numbers), len(left)))
            return left

    monkeypatch.setattr("pyaddin.ledger.closed.proof_sheet.RowsProof", Counted)
    monkeypatch.setattr(proof_columns, "ROWS_AT_ONCE", at_once)
    data = write.package.rebuilt(write.changes.parts, write.changes.dropped)
    assert write.faults(data, replace(write.changes, proven={})) == ("", "")
    assert len(looked) == 2
    assert all(numbers >= NEW and left == 0 for numbers, left in looked)


def test_a_wrong_value_in_any_row_is_named(write: Write) -> None:
    """Each written amount by itself, the last row of a batch as well as the first."""
    content = write.sheet("Installments")
    written = [edit for edit in _edits() if isinstance(edit, SetCell) and edit.column == "Paid" and edit.new]
    column = write.found["Installments"].columns["Paid"]
    assert len(written) > 20
    for edit in written:
        start = content.index(b'<c r="%c%d"' % (64 + column, edit.row))
        place = content.index(b"<v>", start) + 3
        other = b"8" if content[place : place + 1] != b"8" else b"7"
        part = write.plan.sheets["Installments"].sheet
        changes = replace(write.changes, parts={**write.changes.parts, part: pack([content[:place] + other + content[place + 1 :]])})
        with pytest.raises(Stop) as stop:
            prove(write.package.rebuilt(changes.parts, changes.dropped), write.package, write.plan, write.found, changes)
        fault = stop.value.fault
        assert (fault.code, fault.sheet, fault.row, fault.column) == ("X-VERIFY", "Installments", edit.row, "Paid")


def test_an_amount_of_millions_that_is_written_a_cent_off_among_many_is_never_packed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    right, amounts = Contents.of_all, [Decimal("12345678.90") + number for number in range(OLD)]
    wrong = {amounts[70]: amounts[70] + Decimal("0.01")}
    monkeypatch.setattr(Contents, "of_all", lambda contents, values, kinds: right(contents, [wrong.get(value, value) for value in values], kinds))
    edits = [SetCell("Installments", row, f"C-00001|ORIG|{row - 1}", "Paid", 1.0, amount) for row, amount in enumerate(amounts, 2)]
    with pytest.raises(Stop, match="X-VERIFY") as stop:
        make_patch(Package(write.data), write.plan, write.found, edits, DAY)
    assert stop.value.fault.row == 72


@pytest.mark.parametrize("table", ["Installments", "Payments"])
def test_what_the_whole_reading_finds_among_many_rows_is_found(write: Write, table: str) -> None:
    """Two hundred seeded damages between the first row and the last."""
    chance = Random(23)
    content = write.sheet(table)
    first, last = content.index(b"<sheetData>"), content.index(b"</sheetData>")
    found = 0
    for _ in range(200):
        start, length = chance.randrange(first, last), chance.randrange(30)
        pieces = [b"9", b"<", b"</row>", b"<v>1</v>", b'<row r="9">', b"</c>", b" ", content[start : start + length] * 2]
        damaged = content[:start] + chance.choice(pieces) + content[start + length :]
        whole, proven = write.with_sheet(table, damaged)
        assert proven or not whole, (whole, damaged[max(0, start - 80) : start + 80])
        found += bool(whole)
    assert found > 100
