"""Drop-downs on sheets that are no ledger tables; the ledger's own validations are only kept, never made, over LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyaddin.ledger.libreoffice.bridge import enum
from pyaddin.ledger.libreoffice.part import Part, Refused

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.ranges import Range

_SHOWN = 1  # com.sun.star.sheet.TableValidationVisibility.UNSORTED


class DataValidation(Part):
    """``Range.data_validation``: a list of words."""

    range: Range

    def __init__(self, of: Range) -> None:
        self.range = of

    def set_list(self, source: Sequence[str], in_cell_dropdown: bool = True) -> None:
        """Only these words, offered in the cell. Refused: a list that stands in cells."""
        if not all(isinstance(word, str) for word in source):
            raise Refused("a list of cells as a drop-down is not offered over LibreOffice")
        quoted = ['"' + word.replace('"', '""') + '"' for word in source]
        for area in self.range.areas:
            cells = self.range.cells(area)
            rule = cells.Validation
            rule.Type = enum("sheet.ValidationType", "LIST")
            rule.setFormula1(";".join(quoted))
            rule.ShowList = _SHOWN if in_cell_dropdown else 0
            rule.IgnoreBlankCells = True
            cells.Validation = rule
