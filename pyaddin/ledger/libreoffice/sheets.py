"""Sheets of a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyaddin.ledger.libreoffice.area import LAST_COLUMN, LAST_ROW, Area, area
from pyaddin.ledger.libreoffice.cells import area_of
from pyaddin.ledger.libreoffice.names import Names
from pyaddin.ledger.libreoffice.native import NativeSheet
from pyaddin.ledger.libreoffice.part import CalcError, Part
from pyaddin.ledger.libreoffice.ranges import Range
from pyaddin.ledger.libreoffice.tables import Tables

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.books import Book

Place = str | tuple[int, ...] | Range


class Sheet(Part):
    """One sheet. ``native`` is Calc's own object."""

    book: Book
    native: Any

    def __init__(self, book: Book, native: Any) -> None:
        self.book = book
        self.native = native

    @property
    def api(self) -> NativeSheet:
        """``ProtectContents``, ``Protect`` and ``Unprotect`` under Excel's names."""
        return NativeSheet(self)

    @property
    def name(self) -> str:
        return str(self.native.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.native.Name = value

    @property
    def index(self) -> int:
        return int(self.native.RangeAddress.Sheet) + 1

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def visible(self) -> bool:
        return bool(self.native.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self.native.IsVisible = value

    def cells_of(self, place: Area) -> Any:
        """Calc's object for a rectangle."""
        return self.native.getCellRangeByPosition(place.column - 1, place.row - 1, place.last_column - 1, place.last_row - 1)

    @property
    def used_area(self) -> Area:
        cursor = self.native.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = area_of(cursor.RangeAddress)
        cursor.gotoStartOfUsedArea(False)
        return area_of(cursor.RangeAddress).to(end)

    @property
    def used_range(self) -> Range:
        return Range(self, [self.used_area])

    @property
    def cells(self) -> Range:
        return Range(self, [Area(1, 1, LAST_ROW, LAST_COLUMN)])

    def range(self, arg1: Place, arg2: Place | None = None) -> Range:
        """Cells by address (several parted by commas), by row and column, or by name."""
        first = self._areas(arg1)
        if arg2 is None:
            return Range(self, first)
        return Range(self, [first[0].to(self._areas(arg2)[0])])

    def _areas(self, place: Place) -> list[Area]:
        if isinstance(place, Range):
            return list(place.areas)
        if isinstance(place, tuple):
            row, column, *shape = place
            if len(shape) == 2 and 0 in shape:
                raise CalcError("a range needs at least one row and one column")
            return [Area(row, column, *shape)]
        found = [area(text) for text in place.split(",")]
        if all(found):
            return [item for item in found if item is not None]
        return list(self._named(place).areas)

    def _named(self, name: str) -> Range:
        if name in self.book.names_of(self):
            return self.book.names_of(self)(name).refers_to_range
        if name in self.tables:
            body = self.tables(name).data_body_range
            if body is not None:
                return body
        raise CalcError(f"there are no cells called {name} on the sheet {self.name}")

    def activate(self) -> None:
        self.book.controller.setActiveSheet(self.native)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.used_range.clear_contents()

    def clear_formats(self) -> None:
        self.used_range.clear_formats()

    def clear(self) -> None:
        self.used_range.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        self.book.touch()
        self.book.document.Sheets.removeByName(self.name)


class Sheets(Part):
    """All sheets of a book, hidden ones too."""

    book: Book

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.controller.getActiveSheet())

    def __call__(self, key: str | int) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for name in self.api.getElementNames():
            if name.casefold() == key.casefold():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(key)

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self.book, self.api.getByIndex(index)) for index in range(len(self))])

    def __contains__(self, key: str | int) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self)
        return any(name.casefold() == key.casefold() for name in self.api.getElementNames())

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        place = before.index - 1 if before else after.index if after else self.active.index - 1
        if name is None:
            name = next(free for number in range(1, 1000) if (free := f"Sheet{number}") not in self)
        self.api.insertNewByName(name, place)
        return self(name)
