"""What xlwings has no word for, asked of the workbook's own program: protection, read-only, document properties, hidden rows.

The words are Excel's (``api`` on Windows); our LibreOffice engine answers to the same ones. Where an engine cannot answer, the answer
is the one that does no harm, and reading back what was written finds the rest.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pyaddin.ledger.live.patience import is_busy, is_gone

_NOT_OFFERED = (AttributeError, NotImplementedError)


def document_property(book: Any, name: str) -> str:
    """A custom document property as text; blank when there is none or the program does not tell."""
    with suppress(Exception):  # a missing property is another error in every program
        return str(book.api.CustomDocumentProperties(name).Value)
    return ""


def is_read_only(book: Any) -> bool:
    """True when the workbook was opened read-only: what is written into it cannot be saved under its name."""
    with suppress(*_NOT_OFFERED):
        return bool(book.api.ReadOnly)
    return False


def is_protected(sheet: Any) -> bool:
    """True when the sheet is protected; its unlocked cells may be written all the same."""
    with suppress(*_NOT_OFFERED):
        return bool(sheet.api.ProtectContents)
    return False


def is_locked(cells: Any) -> bool:
    """True unless every cell of the range is known to be unlocked."""
    with suppress(*_NOT_OFFERED):
        return cells.api.Locked is not False
    return True


def table(sheet: Any, name: str) -> Any:
    """The table of this name; ``None`` when the sheet has none. A refused call is not taken for "none": all tables are looked through then."""
    with suppress(KeyError):
        return sheet.tables[name]
    return next((found for found in sheet.tables if found.name == name), None)


def has_formula(cells: Any) -> bool:
    """True unless it is known that no cell of the range holds a formula."""
    with suppress(*_NOT_OFFERED):
        return cells.api.HasFormula is not False
    return True


_FONT = ("Bold", "Italic", "Underline", "Strikethrough", "Subscript", "Superscript", "Color", "Size", "Name")
_QUESTIONS = 40
"""How often a column is asked about its fonts: one with more changes counts as formatted in part."""


def has_rich_text(cells: Any) -> bool:
    """True unless it is known that no text of this column of cells is formatted in part: a bold word would be lost when its cell is written."""
    with suppress(*_NOT_OFFERED):
        return _font_differs_within(cells, [_QUESTIONS])
    return True


def _font_differs_within(cells: Any, left: list[int]) -> bool:
    """A program tells nothing of a font that differs: within one cell that is rich text, between cells their halves are asked."""
    left[0] -= 1
    font = cells.api.Font
    if all(getattr(font, name) is not None for name in _FONT):
        return False
    height = cells.shape[0]
    if height == 1 or left[0] < 0:
        return True
    halves = cells[: height // 2, 0], cells[height // 2 :, 0]
    return any(_font_differs_within(half, left) for half in halves)


_TOP = -4160  # Excel's xlTop


def align_top(cells: Any) -> None:
    """Short cells stand beside the first line of a long one, not beside its last."""
    with suppress(*_NOT_OFFERED):
        cells.api.VerticalAlignment = _TOP


def hidden_rows(sheet: Any, top: int, bottom: int, width: int) -> frozenset[int]:
    """Rows of this span that are hidden or filtered away; hidden columns hide no row."""
    if bottom < top:
        return frozenset()
    cells = sheet.range((top, 1), (bottom, width))
    every = frozenset(range(top, bottom + 1))
    seen: set[int] = set()
    try:
        for area in cells.get_special_cells("visible"):
            seen.update(range(area.row, area.row + area.shape[0]))
    except Exception as error:  # "no cells were found", which xlwings knows in English only; or an engine that cannot tell
        if is_busy(error) or is_gone(error):
            raise
    return every - seen if seen else _hidden_by_halves(sheet, top, bottom)


def _hidden_by_halves(sheet: Any, top: int, bottom: int) -> frozenset[int]:
    """As ``hidden_rows`` where every column of the span is hidden, so that no cell is visible: the rows themselves are asked."""
    with suppress(*_NOT_OFFERED):
        hidden = sheet.range((top, 1), (bottom, 1)).rows.hidden
        if hidden is not None:
            return frozenset(range(top, bottom + 1)) if hidden else frozenset()
        middle = (top + bottom) // 2
        return _hidden_by_halves(sheet, top, middle) | _hidden_by_halves(sheet, middle + 1, bottom)
    return frozenset()


def show_rows(sheet: Any, table: str, cells: Any) -> None:
    """Takes the filter off a generated table and shows its rows: they are new, the old choice means nothing to them."""
    with suppress(Exception):  # what is hidden can be shown by hand; the rows are there
        filtered = sheet.api.ListObjects(table).AutoFilter
        if filtered is not None and filtered.FilterMode:
            filtered.ShowAllData()
    with suppress(Exception):
        if cells.rows.hidden is not False:
            cells.rows.hidden = False
