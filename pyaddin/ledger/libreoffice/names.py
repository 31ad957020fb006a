"""Defined names of a book or of one sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyaddin.ledger.libreoffice.bridge import struct
from pyaddin.ledger.libreoffice.cells import area_of
from pyaddin.ledger.libreoffice.formulas import to_calc, to_excel
from pyaddin.ledger.libreoffice.part import CalcError, Part
from pyaddin.ledger.libreoffice.ranges import Range

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.books import Book
    from pyaddin.ledger.libreoffice.sheets import Sheet


class Name(Part):
    """One name; one of a sheet is told as ``Sheet!Name``."""

    book: Book
    holder: Any
    key: str
    sheet: Sheet | None

    def __init__(self, book: Book, holder: Any, key: str, sheet: Sheet | None) -> None:
        self.book = book
        self.holder = holder
        self.key = key
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.holder.getByName(self.key)

    @property
    def name(self) -> str:
        key = self.key.removeprefix("_xlnm.")
        return key if self.sheet is None else f"{self.sheet.name}!{key}"

    @property
    def refers_to(self) -> str:
        return "=" + to_excel("=" + self.api.getContent())[1:]

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self.api.setContent(to_calc(value)[1:])

    @property
    def refers_to_range(self) -> Range:
        cells = self.api.getReferredCells()
        if cells is None:
            raise CalcError(f"the name {self.name} refers to no cells")
        return Range(self.book.sheets(cells.Spreadsheet.Name), [area_of(cells.RangeAddress)])

    def delete(self) -> None:
        self.holder.removeByName(self.key)


class Names(Part):
    """The names of a book with those of its sheets, or of one sheet."""

    book: Book
    sheet: Sheet | None

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book = book
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return (self.sheet.native if self.sheet else self.book.document).NamedRanges

    def _all(self) -> Iterator[Name]:
        if self.sheet is None:
            yield from (Name(self.book, self.api, key, None) for key in self.api.getElementNames())
        for sheet in [self.sheet] if self.sheet else list(self.book.sheets):
            holder = sheet.native.NamedRanges
            yield from (Name(self.book, holder, key, sheet) for key in holder.getElementNames())

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self._all()]

    def __call__(self, key: str | int) -> Name:
        if isinstance(key, int):
            return list(self._all())[key - 1]
        found = [name for name in self._all() if name.name.casefold() == key.casefold() or name.key.casefold() == key.casefold()]
        if not found:
            raise KeyError(key)
        return found[0]

    def contains(self, key: str | int) -> bool:
        if isinstance(key, int):
            return 1 <= key <= len(self)
        return any(key.casefold() in (name.name.casefold(), name.key.casefold()) for name in self._all())

    def __len__(self) -> int:
        return sum(1 for _ in self._all())

    def __iter__(self) -> Iterator[Name]:
        return self._all()

    def add(self, name: str, refers_to: str) -> Name:
        """A name for a range or a constant, in Excel's spelling: ``=Settings!$B$2``."""
        sheet_name, mark, key = name.rpartition("!")
        sheet = self.book.sheets(sheet_name.strip("'")) if mark else self.sheet
        holder = (sheet.native if sheet else self.book.document).NamedRanges
        content = to_calc(refers_to if refers_to.startswith("=") else f"={refers_to}")[1:]
        if holder.hasByName(key):
            holder.getByName(key).setContent(content)
        else:
            holder.addNewByName(key, content, struct("table.CellAddress", Sheet=0, Column=0, Row=0), 0)
        return Name(self.book, holder, key, sheet)
