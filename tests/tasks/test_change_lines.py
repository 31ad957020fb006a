"""The lines of an answer that tell what a write changed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from pyaddin.entrypoints.cli import _listed
from pyaddin.entrypoints.line import rows_of, rows_of_table
from pyaddin.ledger.book import AddRow, Edit, Formula, ReplaceRows, SetCell
from pyaddin.tasks.change_lines import ChangeLines

EDITS: list[Edit] = [
    AddRow("Moves", "C-00001", {"Case ID": "C-00001"}, "T2: in arrears."),
    SetCell("Cases", 4, "C-00001", "Stage", None, "CONTACT", "T2: in arrears. R3: next."),
    ReplaceRows("Today", ()),
    SetCell("Cases", 4, "C-00001", "Arrears", Formula("=1+1"), Decimal("12.50"), "T2: in arrears."),
    SetCell("Installments", 9, "C-00001|ORIG|1", "Paid on", 0.1, date(2026, 11, 9), "R1: paid."),
]


def test_cells_come_before_new_rows_and_a_rewritten_sheet_is_no_line() -> None:
    lines = ChangeLines(EDITS)
    assert [(line["table"], line["key"], line["column"], line["old"], line["new"], line["rules"]) for line in lines] == [
        ("Cases", "C-00001", "Stage", "", "CONTACT", ["T2", "R3"]),
        ("Cases", "C-00001", "Arrears", "=1+1", "12.50", ["T2"]),
        ("Installments", "C-00001|ORIG|1", "Paid on", "0.1", "2026-11-09", ["R1"]),
        ("Moves", "C-00001", "", "", "new row", ["T2"]),
    ]


def test_they_are_read_as_a_list_is() -> None:
    lines = ChangeLines(EDITS)
    assert (len(lines), lines[-1], lines[1:3]) == (4, list(lines)[3], list(lines)[1:3])
    assert lines == list(lines)
    assert list(lines) == lines
    assert lines != list(lines)[:-1]
    assert lines != [*list(lines)[:-1], {}]
    assert ChangeLines([]) == []
    assert not ChangeLines([])
    assert json.loads(json.dumps({"changes": lines}, default=_listed)) == {"changes": list(lines)}


def test_the_lines_of_one_sheet_are_picked_from_them_and_from_any_list() -> None:
    lines = ChangeLines(EDITS)
    for data in ({"changes": lines}, {"changes": list(lines)}):
        assert rows_of(data, "changes") == list(lines)
        assert rows_of_table(data, "changes", "Moves") == [lines[3]]
        assert rows_of_table(data, "changes", "Cases") == lines[:2]
    assert rows_of_table({}, "changes", "Cases") == []
