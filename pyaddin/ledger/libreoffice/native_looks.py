"""Excel's native words about the looks of cells, over Calc: font and background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyaddin.ledger.libreoffice.part import Part

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.ranges import Range

_FORMATTED = 512  # com.sun.star.sheet.CellFlags.FORMATTED: text of which parts have formats of their own


def _plain(value: Any) -> Any:
    """A property as a value that can be compared: enumerations by their name."""
    return getattr(value, "value", value)


class NativeFont(Part):
    """``Range.Font``: as in Excel, ``None`` for what differs between the cells or within one."""

    range: Range

    def __init__(self, of: Range) -> None:
        self.range = of

    def _alike(self, *names: str) -> Any:
        """The properties of all cells together; ``None`` when they differ or some text is formatted in part."""
        cells = self.range.cells()
        if cells.queryContentCells(_FORMATTED).getRangeAddresses():
            return None
        groups = cells.getUniqueCellFormatRanges()
        found = {tuple(_plain(getattr(groups.getByIndex(index), name)) for name in names) for index in range(groups.Count)}
        return found.pop() if len(found) == 1 else None

    @property
    def Bold(self) -> bool | None:
        found = self._alike("CharWeight")
        return None if found is None else found[0] > 100

    @property
    def Italic(self) -> bool | None:
        found = self._alike("CharPosture")
        return None if found is None else found[0] != "NONE"

    @property
    def Underline(self) -> int | None:
        """Excel's numbers: -4142 for none, 2 for a single line and whatever else Calc draws."""
        found = self._alike("CharUnderline")
        return None if found is None else -4142 if found[0] == 0 else 2

    @property
    def Strikethrough(self) -> bool | None:
        found = self._alike("CharStrikeout")
        return None if found is None else found[0] != 0

    @property
    def Subscript(self) -> bool | None:
        """A cell of Calc as a whole is never lowered or raised; a part of its text is told by every property."""
        return None if self._alike() is None else False

    @property
    def Superscript(self) -> bool | None:
        return self.Subscript

    @property
    def Color(self) -> int | None:
        found = self._alike("CharColor")
        return None if found is None else int(found[0])

    @property
    def Size(self) -> float | None:
        found = self._alike("CharHeight")
        return None if found is None else float(found[0])

    @property
    def Name(self) -> str | None:
        found = self._alike("CharFontName")
        return None if found is None else str(found[0])


class NativeInterior(Part):
    """``Range.Interior``."""

    range: Range

    def __init__(self, of: Range) -> None:
        self.range = of

    @property
    def Color(self) -> int:
        """Red in the lowest byte, as Excel counts; white where no color was given."""
        red, green, blue = self.range.color or (255, 255, 255)
        return red | green << 8 | blue << 16

    @Color.setter
    def Color(self, value: int) -> None:
        self.range.color = (value & 255, value >> 8 & 255, value >> 16 & 255)
