"""The few native words of Excel's object model that the live ledger needs beyond xlwings, under the same names over Calc.

``book.api.ReadOnly``, ``sheet.api.ProtectContents``, ``range.api.Areas``: code that uses them runs unchanged in Excel and here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyaddin.ledger.libreoffice.cells import area_of
from pyaddin.ledger.libreoffice.native_looks import NativeFont, NativeInterior
from pyaddin.ledger.libreoffice.native_rows import NativeTable, evaluated
from pyaddin.ledger.libreoffice.part import CalcError, Part, Refused

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.books import Book
    from pyaddin.ledger.libreoffice.ranges import Range
    from pyaddin.ledger.libreoffice.sheets import Sheet


_CONSTANTS = 2  # Excel's xlCellTypeConstants
_TYPED = 1 | 2 | 4  # com.sun.star.sheet.CellFlags: numbers, dates, texts


_ALIGNED = {0: -4107, 1: -4160, 2: -4108, 3: -4107, 4: -4130}
"""Calc's CellVertJustify2 (standard, top, center, bottom, block) as Excel's VerticalAlignment; what nobody aligned stands at the bottom."""


class NativeProperty(Part):
    """One custom document property."""

    Name: str
    book: Book
    bag: Any

    def __init__(self, book: Book, bag: Any, name: str) -> None:
        self.book = book
        self.bag = bag
        self.Name = name

    @property
    def Value(self) -> Any:
        return self.bag.getPropertyValue(self.Name)

    @Value.setter
    def Value(self, value: object) -> None:
        self.book.touch()
        self.bag.setPropertyValue(self.Name, value)


class NativeProperties(Part):
    """``CustomDocumentProperties``: by name or by number from 1."""

    book: Book
    bag: Any

    def __init__(self, book: Book) -> None:
        self.book = book
        self.bag = book.document.DocumentProperties.UserDefinedProperties

    def _names(self) -> list[str]:
        return [item.Name for item in self.bag.getPropertySetInfo().getProperties()]

    @property
    def Count(self) -> int:
        return len(self._names())

    def __call__(self, key: str | int) -> NativeProperty:
        names = self._names()
        name = names[key - 1] if isinstance(key, int) else key
        if name not in names:
            raise KeyError(name)
        return NativeProperty(self.book, self.bag, name)

    def Item(self, key: str | int) -> NativeProperty:
        return self(key)

    def __iter__(self) -> Iterator[NativeProperty]:
        return iter([NativeProperty(self.book, self.bag, name) for name in self._names()])


class NativeBook(Part):
    """``Workbook``. ``document`` is Calc's own object."""

    book: Book

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def document(self) -> Any:
        self.book.touch()
        return self.book.document

    @property
    def ReadOnly(self) -> bool:
        return bool(self.book.document.isReadonly())

    @property
    def Name(self) -> str:
        return self.book.name

    @property
    def FullName(self) -> str:
        return self.book.fullname

    @property
    def Saved(self) -> bool:
        return not self.book.document.isModified()

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self.book.document.setModified(not value)

    @property
    def CustomDocumentProperties(self) -> NativeProperties:
        return NativeProperties(self.book)


class NativeSheet(Part):
    """``Worksheet``."""

    sheet: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def Name(self) -> str:
        return self.sheet.name

    @property
    def ProtectContents(self) -> bool:
        return bool(self.sheet.native.isProtected())

    def Protect(self, Password: str = "") -> None:
        self.sheet.book.touch()
        self.sheet.native.protect(Password)

    def Unprotect(self, Password: str = "") -> None:
        self.sheet.book.touch()
        self.sheet.native.unprotect(Password)

    def Evaluate(self, Name: str) -> tuple[tuple[float], ...]:
        return evaluated(self.sheet, Name)

    def ListObjects(self, name: str) -> NativeTable:
        return NativeTable(self.sheet.tables(name))


class NativeRows(Part):
    """``Range.EntireRow``."""

    range: Range

    def __init__(self, of: Range) -> None:
        self.range = of

    @property
    def Hidden(self) -> bool | None:
        return self.range.row_hidden

    @Hidden.setter
    def Hidden(self, value: bool) -> None:
        self.range.row_hidden = value


class NativeAreas(Part):
    """``Range.Areas``: counted from 1."""

    range: Range

    def __init__(self, of: Range) -> None:
        self.range = of

    @property
    def Count(self) -> int:
        return len(self.range.areas)

    def __call__(self, number: int) -> NativeRange:
        return next(item for index, item in enumerate(self, 1) if index == number)

    def Item(self, number: int) -> NativeRange:
        return self(number)

    def __iter__(self) -> Iterator[NativeRange]:
        kind = type(self.range)
        return iter([NativeRange(kind(self.range.sheet, [area])) for area in self.range.areas])


class NativeRange(Part):
    """``Range``. ``cells`` is Calc's own object for its first rectangle."""

    range: Range

    def __init__(self, of: Range) -> None:
        self.range = of

    @property
    def cells(self) -> Any:
        self.range.sheet.book.touch()
        return self.range.cells()

    @property
    def Areas(self) -> NativeAreas:
        return NativeAreas(self.range)

    @property
    def EntireRow(self) -> NativeRows:
        return NativeRows(self.range)

    @property
    def Address(self) -> str:
        return self.range.address

    @property
    def Row(self) -> int:
        return self.range.row

    @property
    def Column(self) -> int:
        return self.range.column

    @property
    def Rows(self) -> NativeCount:
        return NativeCount(self.range.shape[0])

    @property
    def Columns(self) -> NativeCount:
        return NativeCount(self.range.shape[1])

    @property
    def HasFormula(self) -> bool | None:
        """True, False, or ``None`` when some cells have one."""
        found = self.range.cells().queryContentCells(16).getRangeAddresses()
        inside = sum((item.EndRow - item.StartRow + 1) * (item.EndColumn - item.StartColumn + 1) for item in found)
        return None if 0 < inside < len(self.range) else bool(inside)

    @property
    def VerticalAlignment(self) -> int | None:
        """Excel's numbers; ``None`` when the cells differ."""
        groups = self.range.cells().getUniqueCellFormatRanges()
        found = {int(groups.getByIndex(index).VertJustify) for index in range(groups.Count)}
        return _ALIGNED[found.pop()] if len(found) == 1 else None

    @VerticalAlignment.setter
    def VerticalAlignment(self, value: int) -> None:
        self.range.sheet.book.touch()
        self.range.cells().VertJustify = next(number for number, code in _ALIGNED.items() if code == value)

    @property
    def Font(self) -> NativeFont:
        return NativeFont(self.range)

    @property
    def Interior(self) -> NativeInterior:
        return NativeInterior(self.range)

    def SpecialCells(self, Type: int) -> NativeRange:
        """The cells that hold a number, a text or a truth value (``xlCellTypeConstants``), in all their rectangles; the other kinds are not offered."""
        if Type != _CONSTANTS:
            raise Refused(f"Range.SpecialCells({Type}) is not offered over LibreOffice")
        found = self.range.cells().queryContentCells(_TYPED).getRangeAddresses()
        if not found:
            raise CalcError("no cells were found")
        return NativeRange(type(self.range)(self.range.sheet, [area_of(address) for address in found]))

    @property
    def Locked(self) -> bool | None:
        """Whether the cells may not be typed into on a protected sheet; ``None`` when they differ."""
        groups = self.range.cells().getUniqueCellFormatRanges()
        found = {bool(groups.getByIndex(index).CellProtection.IsLocked) for index in range(groups.Count)}
        return found.pop() if len(found) == 1 else None

    @property
    def NumberFormat(self) -> str | None:
        return self.range.number_format


class NativeCount(Part):
    """``Range.Rows`` and ``Range.Columns``: only how many."""

    Count: int

    def __init__(self, count: int) -> None:
        self.Count = count
