"""A chain that is told whole sheets as a write leaves them, and one that carries out line after line: the same to the hash."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.history.audit import After, Author, Chain
from pyaddin.history.audit_check import check
from pyaddin.history.audit_rows import Picture
from pyaddin.ledger.book import AddRow, Edit, RawLedger, RawTable, SetCell, SetColumn
from pyaddin.ledger.schema import TABLES
from pyaddin.tasks.audit_after import after_of
from pyaddin.tasks.audit_picture import Pictured, changes_of
from tests.history.test_audit_equal import seen
from tests.tasks.test_audit_columns import cells

ME = Author("2026-11-23T08:30:00Z", "Mary Webb", "mary", "desk-1", "weekly", "W-2026-11-23")
COLUMNS = ("Case ID", "Owner", "Opened on", "Stage", "Arrears", "Why")
ids = st.sampled_from(["C-1", "C-2", "C-3", None])
rows = st.lists(st.tuples(ids, st.dictionaries(st.sampled_from(COLUMNS[1:]), cells)), min_size=1, max_size=6)


def raw_of(told: Sequence[tuple[str | None, dict[str, object]]]) -> RawLedger:
    cases = tuple((number, {"Case ID": case_id, **row}) for number, (case_id, row) in enumerate(told, 2))
    return RawLedger({"Cases": RawTable("Cases", tuple(TABLES["Cases"].headers), cases)}, "L-1", 1, "f1")  # type: ignore[arg-type]


@st.composite
def written(draw: st.DrawFn) -> tuple[RawLedger, list[Edit]]:
    """A sheet, and edits of most of its columns in most of its rows."""
    raw = raw_of(draw(rows))
    table, edits = raw.tables["Cases"], list[Edit]()
    for column in draw(st.lists(st.sampled_from(COLUMNS[1:]), min_size=1, unique=True)):
        places = [at for at in range(len(table.rows)) if draw(st.integers(0, 3))]
        olds = [table.column(column)[at] for at in places]
        news = [draw(cells) for _ in places]
        edits.append(SetColumn("Cases", column, [table.numbers[at] for at in places], [""] * len(places), olds, news, ["why"] * len(places)))
    if draw(st.integers(0, 4)) == 0:
        edits.append(draw(st.sampled_from([AddRow("Cases", "C-9", {"Case ID": "C-9"}), SetCell("Cases", 2, "C-1", "Owner", None, "Ann"), edits[0]])))
    return raw, edits


def chained(picture: Picture, raw: RawLedger, edits: Sequence[Edit], after: After | None) -> object:
    """Everything that a chain holds after a first look and this write."""
    with tempfile.TemporaryDirectory() as folder, Chain.open(Path(folder) / "ledger.xlsm", "L-1", create=True) as chain:
        chain.noticed(ME, picture, "f1")
        lines = changes_of(edits, Pictured(raw))
        chain.intend("act", ME, lines, "f1")
        chain.commit("act", ME, lines, "f2", after=after)
        assert check(chain) == []
        return chain.entries(), [chain.text(entry.seq) for entry in chain.entries()], seen(chain.db)


@settings(max_examples=60, deadline=None)
@given(written())
def test_whole_sheets_lead_to_the_chain_that_lines_lead_to(made: tuple[RawLedger, list[Edit]]) -> None:
    raw, edits = made
    pictured = Pictured(raw)
    after = after_of(edits, changes_of(edits, pictured), pictured)
    assert chained(pictured.picture(), raw, edits, after) == chained(pictured.picture(), raw, edits, None)


def test_a_sheet_of_which_every_row_changes_is_told_whole() -> None:
    raw = raw_of([("C-1", {"Owner": "Ann"}), ("C-2", {}), ("C-3", {"Owner": "Ben"})])
    pictured = Pictured(raw)
    column = SetColumn("Cases", "Owner", [2, 3, 4], ["C-1", "C-2", "C-3"], ["Ann", None, "Ben"], ["Cem", "Dora", None], ["", "", ""])
    after = after_of([column], changes_of([column], pictured), pictured)
    assert after.of == "f1"
    assert {sheet: rows_of() for sheet, rows_of in after.sheets.items()} == {
        "Cases": {"C-1": '{"Case ID":"sC-1","Owner":"sCem"}', "C-2": '{"Case ID":"sC-2","Owner":"sDora"}', "C-3": '{"Case ID":"sC-3"}'}
    }
    few = replace(column, rows=[2], keys=["C-1"], olds=["Ann"], news=["Cem"], whys=[""])
    assert after_of([few], changes_of([few], pictured), pictured).sheets == {}


def test_a_chain_that_saw_another_ledger_last_takes_the_lines_alone() -> None:
    """A hand has changed a cell since, and nobody has looked: the line of that cell tells what stood there."""
    raw = raw_of([("C-1", {"Owner": "Ann"})])
    column = SetColumn("Cases", "Owner", [2], ["C-1"], ["Ann"], ["Cem"], [""])
    pictured = Pictured(raw)
    lines = changes_of([column], pictured)
    after = after_of([column], lines, pictured)
    other = Pictured(raw_of([("C-1", {"Owner": "Zoe", "Stage": "CONTACT"})])).picture()
    with tempfile.TemporaryDirectory() as folder, Chain.open(Path(folder) / "ledger.xlsm", "L-1", create=True) as chain:
        chain.noticed(ME, other, "f0")
        head = chain.commit("act", ME, lines, "f2", after=after)
        assert head is not None
        assert [line.old for line in chain.changes(head)] == ["sZoe"]
        assert chain.row("Cases", "C-1") == {"Case ID": "sC-1", "Owner": "sCem", "Stage": "sCONTACT"}
