"""The lines of an answer that tell what a write changed."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from pyaddin.entrypoints.cli import _listed
from pyaddin.entrypoints.line import changes_in, rows_of
from pyaddin.ledger.book import AddRow, Edit, Formula, ReplaceRows, SetCell, SetColumn
from pyaddin.ledger.edits import row_by_row
from pyaddin.tasks.change_lines import ChangeLines, line_of, told_of

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


def test_new_rows_of_a_sheet_and_the_changes_of_a_column_are_picked_from_them_and_from_any_list() -> None:
    lines = ChangeLines(EDITS)
    for data in ({"changes": lines}, {"changes": list(lines)}):
        assert rows_of(data, "changes") == list(lines)
        assert changes_in(data, "Moves") == [lines[3]]
        assert changes_in(data, "Cases", "Arrears") == [lines[1]]
    assert changes_in({}, "Cases", "Stage") == []


COLUMNS: list[Edit] = [
    SetColumn("Cases", "Stage", (7, 4), ("C-2", "C-1"), (None, None), ("DEEP", "CONTACT"), ("T3: b.", "T2: a.")),
    SetColumn("Cases", "Level", (4,), ("C-1",), (0,), (1,), ("T2: a.",)),
    SetColumn("Debtors", "Address on file", (2, 3), ("D-1", "D-2"), (None, ""), ("x", "y"), ("seen", "seen")),
]


def test_columns_are_told_row_by_row() -> None:
    cells = [
        SetCell("Cases", 4, "C-1", "Stage", None, "CONTACT", "T2: a."),
        SetCell("Cases", 4, "C-1", "Level", 0, 1, "T2: a."),
        SetCell("Cases", 7, "C-2", "Stage", None, "DEEP", "T3: b."),
        SetCell("Debtors", 2, "D-1", "Address on file", None, "x", "seen"),
        SetCell("Debtors", 3, "D-2", "Address on file", "", "y", "seen"),
    ]
    assert list(row_by_row([*EDITS, *COLUMNS])) == [*EDITS, *cells]
    assert ChangeLines([*COLUMNS, *EDITS]) == ChangeLines([*cells, *EDITS])
    assert len(ChangeLines([*COLUMNS, *EDITS])) == len(cells) + 4
    for most in range(8):
        assert list(told_of(COLUMNS, most)) == cells[:most]
    assert changes_in({"changes": ChangeLines(COLUMNS)}, "Cases", "Stage") == [line_of(cells[0]), line_of(cells[2])]
