"""Sheets as a write leaves them, made from their columns: where a run sets as many cells as a sheet has rows, that is less work than to carry out each line.

The reference is ``history.audit_entering``; whatever is not plainly the same is left to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from operator import eq, is_

from pyaddin.history.audit import After
from pyaddin.history.audit_lines import ColumnLines, Lines
from pyaddin.ledger.book import Cell, Edit, RestoreForm, SetColumn, Value
from pyaddin.ledger.schema import TABLES
from pyaddin.tasks.audit_columns import row_texts
from pyaddin.tasks.audit_picture import DATES, Pictured, column_texts


def after_of(edits: Sequence[Edit], lines: Lines, pictured: Pictured) -> After:
    """The sheets to which these edits do nothing but set columns, and many cells of them. ``lines``: what the edits change, by the chain's names."""
    of_sheet: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        if edit.table in TABLES and not isinstance(edit, RestoreForm):
            of_sheet[edit.table].append(edit)
    of_column = {(part.sheet, part.column): part for part in lines.parts if isinstance(part, ColumnLines)}
    sheets: dict[str, partial[dict[str, str]]] = {}
    for sheet, mine in of_sheet.items():
        columns = [edit for edit in mine if isinstance(edit, SetColumn)]
        if len(columns) < len(mine) or sum(len(edit.rows) for edit in columns) < len(pictured.raw.tables[sheet].rows):
            continue
        places = _places(pictured, sheet, columns)
        cells = [of_column.get((sheet, edit.column)) for edit in columns]
        if len({edit.column for edit in columns}) == len(columns) and all(map(partial(_is_plain, pictured), columns, cells, places)):
            sheets[sheet] = partial(rows_after, pictured, sheet, columns)
    return After(pictured.raw.fingerprint, sheets)


def rows_after(pictured: Pictured, sheet: str, edits: Sequence[SetColumn]) -> dict[str, str]:
    """Name of each row -> its text, with the columns as the edits set them."""
    table, names = pictured.raw.tables[sheet], pictured.names(sheet)
    columns: dict[str, Sequence[Cell | Value]] = {name: table.column(name) for name in TABLES[sheet].headers}
    for edit, places in zip(edits, _places(pictured, sheet, edits), strict=True):
        cells = list(columns[edit.column])
        for at, new in zip(places, edit.news, strict=True):
            cells[at] = new
        columns[edit.column] = cells
    texts = row_texts(columns, len(table.rows), partial(column_texts, sheet))
    return {names[number]: text for number, text in zip(table.numbers, texts, strict=True) if text and number in names}


def _places(pictured: Pictured, sheet: str, edits: Sequence[SetColumn]) -> list[list[int]]:
    """Where among the rows of the sheet the rows of each edit are; -1 for one that is not there."""
    place = {number: at for at, number in enumerate(pictured.raw.tables[sheet].numbers)}
    return [[place.get(row, -1) for row in edit.rows] for edit in edits]


def _is_plain(pictured: Pictured, edit: SetColumn, lines: ColumnLines | None, places: Sequence[int]) -> bool:
    """Whether each cell is in a row with a name, is set once, and changes from what the line says stood there."""
    if lines is None or len(lines.keys) < len(edit.rows) or len(set(places)) < len(places) or edit.column not in TABLES[edit.table].headers:
        return False
    cells = pictured.raw.tables[edit.table].column(edit.column)
    if -1 in places or not all(map(is_, map(cells.__getitem__, places), edit.olds)) or any(map(eq, lines.olds, lines.news)):
        return False
    return edit.column not in DATES[edit.table] or not any(old[:1] == "n" for old in lines.olds)
