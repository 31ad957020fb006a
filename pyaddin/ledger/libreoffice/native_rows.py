"""Excel's native words about the rows that can be seen, over Calc: one formula that counts them, and the filter of a table."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from pyaddin.ledger.libreoffice.area import LAST_COLUMN, Area, area
from pyaddin.ledger.libreoffice.bridge import enum, struct
from pyaddin.ledger.libreoffice.part import Part, Refused

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.sheets import Sheet
    from pyaddin.ledger.libreoffice.tables import Table

_CELL = r"\$[A-Z]+\$\d+"
_SEEN = re.compile(rf"SUBTOTAL\(103,OFFSET\(({_CELL}:{_CELL}),ROW\(({_CELL}:{_CELL})\)-(\d+),0\)\)")
_CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: numbers, dates, texts, formulas


def evaluated(sheet: Sheet, formula: str) -> tuple[tuple[float], ...]:
    """``Worksheet.Evaluate`` of the one formula that the ledger needs: for each row 0.0 where no filled cell of it can be seen, else 1.0.

    Calc evaluates a formula only in a cell, which would change the document; it tells what the formula would find. A test has Calc evaluate it in a cell.
    """
    found = _SEEN.fullmatch(formula)
    line, rows = (area(found.group(number)) for number in (1, 2)) if found else (None, None)
    if found is None or line is None or rows is None or line.height > 1 or line.row != rows.row or rows.row != int(found.group(3)):
        raise Refused(f"Worksheet.Evaluate({formula[:60]!r}) is not offered over LibreOffice")
    whole = sheet.cells_of(Area(rows.row, 1, rows.height, LAST_COLUMN))
    seen, filled = _rows(whole.queryVisibleCells()), _filled(sheet, Area(rows.row, line.column, rows.height, line.width))
    if len(seen) == len(filled) == rows.height:
        return ((1.0,),) * rows.height
    return tuple((float(row in seen and row in filled),) for row in range(rows.row, rows.last_row + 1))


def _filled(sheet: Sheet, asked: Area) -> frozenset[int]:
    """The rows in which anything stands. The first column mostly has something in each: then the others, with a rectangle for every gap, are not asked."""
    first = _rows(sheet.cells_of(Area(asked.row, asked.column, asked.height, 1)).queryContentCells(_CONTENT))
    return first if len(first) == asked.height else _rows(sheet.cells_of(asked).queryContentCells(_CONTENT))


def _rows(ranges: Any) -> frozenset[int]:
    """The rows of all these rectangles."""
    return frozenset(chain.from_iterable(range(item.StartRow + 1, item.EndRow + 2) for item in ranges.getRangeAddresses()))


class NativeTable(Part):
    """``ListObject``: only its filter."""

    table: Table

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def Range(self) -> NativeTableRange:
        return NativeTableRange(self.table)

    @property
    def AutoFilter(self) -> NativeFilter | None:
        return NativeFilter(self.table) if self.table.show_autofilter else None


class NativeTableRange(Part):
    """``ListObject.Range``."""

    table: Table

    def __init__(self, table: Table) -> None:
        self.table = table

    def AutoFilter(self, Field: int, Criteria1: str) -> None:
        """Only the rows whose cell in this column (1 = the table's first) holds the words, in capitals or not."""
        equal = enum("sheet.FilterOperator", "EQUAL")
        filtered(self.table, (struct("sheet.TableFilterField", Field=Field - 1, IsNumeric=False, StringValue=Criteria1, Operator=equal),))


class NativeFilter(Part):
    """``AutoFilter`` of a table."""

    table: Table

    def __init__(self, table: Table) -> None:
        self.table = table

    @property
    def FilterMode(self) -> bool:
        """True while rows are filtered away."""
        return bool(self.table.api.getFilterDescriptor().getFilterFields())

    def ShowAllData(self) -> None:
        filtered(self.table, ())


def filtered(table: Table, fields: tuple[Any, ...]) -> None:
    """The table's filter with these conditions, carried out; without any, all of its rows are shown."""
    table.parent.book.touch()
    native = table.api
    descriptor = native.getFilterDescriptor()
    descriptor.setFilterFields(fields)
    if fields:
        native.refresh()
    else:  # Calc carries out no filter without a condition; an empty one, told to the cells, shows all of them
        cells = table.range.cells()
        cells.filter(cells.createFilterDescriptor(True))
