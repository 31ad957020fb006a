"""What a write changes, made column by column and made edit by edit: the same lines in the same order, whatever is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.history.audit_lines import Change, ColumnLines, Lines, lines_of, lines_text, unpacked
from pyaddin.history.audit_rows import twin
from pyaddin.ledger.book import AddRow, Cell, Edit, RawLedger, RawTable, SetCell, SetColumn
from pyaddin.ledger.edits import one_by_one as singly
from pyaddin.ledger.schema import TABLES
from pyaddin.tasks.audit_picture import Pictured, cell_text, changes_of, shown
from tests.history import plain
from tests.tasks.test_audit_columns import cells, day_or_text

COLUMNS = {"Payments": ("Case ID", "Value date", "Amount", "Notes"), "Cases": ("Owner", "Opened on", "Stage", "Why")}
IDS = {"Payments": "Payment ID", "Cases": "Case ID"}
ROWS = {sheet: tuple((number, {column: f"{sheet}-{number}"}) for number in range(2, 6)) for sheet, column in IDS.items()}
sheets = st.sampled_from(sorted(COLUMNS))
why = st.text(max_size=2)
of_cell = sheets.flatmap(
    lambda sheet: st.builds(SetCell, st.just(sheet), st.integers(2, 6), st.just(""), st.sampled_from(COLUMNS[sheet]), cells, cells, why)
)
of_row = sheets.flatmap(
    lambda sheet: st.builds(
        AddRow,
        st.just(sheet),
        st.just("key"),
        st.dictionaries(st.sampled_from(COLUMNS[sheet]), cells, max_size=3).flatmap(
            lambda row: st.sampled_from(["", "new", f"{sheet}-2"]).map(lambda name: {IDS[sheet]: name, **row} if name else row)
        ),
        st.just("why"),
    )
)


def one_by_one(edits: Sequence[Edit]) -> list[Change]:
    """Edit after edit: the row's name, the old text, the new text; a new row gets the first free name."""
    names = {sheet: {number: str(row[IDS[sheet]]) for number, row in rows} for sheet, rows in ROWS.items()}
    known = {sheet: set(of.values()) for sheet, of in names.items()}
    found: list[Change] = []
    for edit in edits:
        if isinstance(edit, SetCell) and edit.row in names[edit.table]:
            new = day_or_text(edit.table, edit.column, edit.new)
            found.append(Change(edit.table, names[edit.table][edit.row], edit.column, cell_text(edit.old), new, edit.why))
        elif isinstance(edit, AddRow):
            row = {name: day_or_text(edit.table, name, cell) for name, cell in edit.values.items()}
            key = "|".join(shown(row.get(name, "")) for name in TABLES[edit.table].key) or edit.key
            name = next(twin(key, number) for number in range(99) if twin(key, number) not in known[edit.table])
            known[edit.table].add(name)
            found.append(Change(edit.table, name, "", "", plain.row_text(row), edit.why))
    return found


of_column = sheets.flatmap(
    lambda sheet: st.builds(
        lambda column, filled: SetColumn(
            sheet, column, [row for row, *_ in filled], [""] * len(filled), *([one[at] for one in filled] for at in (1, 2, 3))  # type: ignore[arg-type]
        ),
        st.sampled_from(COLUMNS[sheet]),
        st.lists(st.tuples(st.integers(2, 6), cells, cells, why), max_size=6),
    )
)


@given(st.lists(of_cell | of_column | of_row, max_size=12))
def test_lines_made_by_column_are_those_made_edit_by_edit(edits: list[SetCell | SetColumn | AddRow]) -> None:
    tables: dict[str, RawTable] = {}
    for sheet, numbered in ROWS.items():
        rows: tuple[tuple[int, Mapping[str, Cell]], ...] = numbered
        tables[sheet] = RawTable(sheet, tuple(TABLES[sheet].headers), rows)
    lines = changes_of(edits, Pictured(RawLedger(tables, "L-1", 1, "f")))
    assert list(lines) == one_by_one(singly(edits))
    written = unpacked(lines.content.packed)
    assert list(lines_of(written)) == list(lines)
    assert (lines.content.count, lines.content.digest) == (len(lines), plain.digest(written))


def test_many_lines_are_sealed_and_named_as_their_one_text() -> None:
    """More lines than are put into bytes at a time, and none."""
    for count in (0, 1, 4_100):
        changes = [Change("Cases", f"C-{number}", "Arrears", "", f"n{number}", '"\n') for number in range(count)]
        lines = Lines(changes)
        keys, news = [change.key for change in changes], [change.new for change in changes]
        column = Lines([ColumnLines("Cases", "Arrears", keys, [""] * count, news, ['"\n'] * count)])
        assert list(column) == list(lines_of(unpacked(column.content.packed))) == changes
        assert lines.named("head\n") == plain.digest("head\n" + plain.digest(lines_text(changes)))
        assert (lines.content.count, lines.content.digest) == (count, plain.digest(plain.lines_text(changes)))
        assert unpacked(lines.content.packed) == lines_text(changes)


def test_lines_of_a_column_name_a_reason_once() -> None:
    """One reason stands beside many cells of its case; entries of earlier versions have it in every line."""
    lines = Lines([ColumnLines("Cases", name, ["C-1", "C-2"], ["", 's"'], ["n1", ""], ["R8", "T1"]) for name in ("Arrears", "Level")])
    assert unpacked(lines.content.packed).split("\n") == [
        '[["R8","T1"]]',
        '["Cases",["C-1","C-2"],"Arrears",["","s\\""],["n1",""],[0,1]]',
        '["Cases",["C-1","C-2"],"Level",["","s\\""],["n1",""],[0,1]]',
    ]
