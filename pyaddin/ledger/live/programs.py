"""What xlwings has no word for, asked of the workbook's own program: protection, read-only, document properties, fonts.

The words are Excel's (``api`` on Windows); our LibreOffice engine answers to the same ones. Where an engine cannot answer, the answer
is the one that does no harm, and reading back what was written finds the rest.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

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


def is_of_one_font(cells: Any) -> bool:
    """Whether it is known that all these cells have one font: then no text among them is formatted in part, and no bold word is lost when it is written."""
    with suppress(*_NOT_OFFERED):
        font = cells.api.Font
        return all(getattr(font, name) is not None for name in _FONT)
    return False


_TOP = -4160  # Excel's xlTop


def align_top(cells: Any) -> None:
    """Short cells stand beside the first line of a long one, not beside its last."""
    with suppress(*_NOT_OFFERED):
        cells.api.VerticalAlignment = _TOP
