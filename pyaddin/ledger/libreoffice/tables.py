"""Tables: what Excel calls a list object arrives in Calc as a database range with a header."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pyaddin.ledger.libreoffice.area import Area
from pyaddin.ledger.libreoffice.cells import area_of
from pyaddin.ledger.libreoffice.part import CalcError, Part
from pyaddin.ledger.libreoffice.ranges import Range

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.sheets import Sheet


class Table(Part):
    """One table of a sheet."""

    parent: Sheet
    key: str

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.parent = sheet
        self.key = key

    @property
    def api(self) -> Any:
        return self.parent.book.document.DatabaseRanges.getByName(self.key)

    @property
    def name(self) -> str:
        return self.key

    @property
    def display_name(self) -> str:
        return self.key

    @property
    def _area(self) -> Area:
        return area_of(self.api.DataArea)

    def _part(self, first: int, height: int) -> Range | None:
        area = self._area
        return Range(self.parent, [Area(area.row + first, area.column, height, area.width)]) if height > 0 else None

    @property
    def range(self) -> Range:
        return Range(self.parent, [self._area])

    @property
    def show_headers(self) -> bool:
        return bool(self.api.ContainsHeader)

    @property
    def show_totals(self) -> bool:
        return bool(self.api.TotalsRow)

    @property
    def show_autofilter(self) -> bool:
        return bool(self.api.AutoFilter)

    @property
    def header_row_range(self) -> Range | None:
        return self._part(0, int(self.show_headers))

    @property
    def data_body_range(self) -> Range | None:
        return self._part(int(self.show_headers), self._area.height - self.show_headers - self.show_totals)

    @property
    def totals_row_range(self) -> Range | None:
        return self._part(self._area.height - 1, int(self.show_totals))

    @property
    def insert_row_range(self) -> None:
        return None

    def resize(self, range: Any) -> None:
        """The new extent. The header row stays where it is and two tables never overlap, as in Excel."""
        wanted: Area = range.impl.area
        old = self._area
        if (wanted.row, wanted.column) != (old.row, old.column) or wanted.height < 2:
            raise CalcError(f"the table {self.key} must keep its header row and at least one row below it")
        for other in self.parent.tables:
            if other.key != self.key and _overlap(wanted, other._area):
                raise CalcError(f"the table {self.key} would overlap {other.key}")
        self.api.DataArea = self.parent.cells_of(wanted).RangeAddress


def _overlap(one: Area, two: Area) -> bool:
    return one.row <= two.last_row and two.row <= one.last_row and one.column <= two.last_column and two.column <= one.last_column


class Tables(Part):
    """The tables of one sheet."""

    parent: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        return self.parent.book.document.DatabaseRanges

    def _keys(self) -> list[str]:
        ranges = self.api
        sheet = self.parent.native.RangeAddress.Sheet
        return [key for key in ranges.getElementNames() if not key.startswith("_") and ranges.getByName(key).DataArea.Sheet == sheet]

    def __len__(self) -> int:
        return len(self._keys())

    def __iter__(self) -> Iterator[Table]:
        return iter([Table(self.parent, key) for key in self._keys()])

    def __contains__(self, key: str | int) -> bool:
        return 1 <= key <= len(self) if isinstance(key, int) else any(key.casefold() == name.casefold() for name in self._keys())

    def __call__(self, key: str | int) -> Table:
        ranges = self.api
        if isinstance(key, str) and ranges.hasByName(key) and ranges.getByName(key).DataArea.Sheet == self.parent.native.RangeAddress.Sheet:
            return Table(self.parent, key)
        keys = self._keys()
        if isinstance(key, int):
            return Table(self.parent, keys[key - 1])
        found = [name for name in keys if name.casefold() == key.casefold()]
        if not found:
            raise KeyError(key)
        return Table(self.parent, found[0])
