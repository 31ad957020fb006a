"""Ranges: one or several rectangles of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import xlwings
from xlwings import expansion

from pyaddin.ledger.libreoffice import cells as blocks
from pyaddin.ledger.libreoffice.area import LAST_COLUMN, LAST_ROW, Area
from pyaddin.ledger.libreoffice.bridge import enum, struct
from pyaddin.ledger.libreoffice.formulas import to_calc, to_excel
from pyaddin.ledger.libreoffice.native import NativeRange
from pyaddin.ledger.libreoffice.part import CalcError, Part, Refused
from pyaddin.ledger.libreoffice.typed import as_text
from pyaddin.ledger.libreoffice.validation import DataValidation

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.sheets import Sheet

MOST_CELLS = 4_000_000
PIXEL, PIXELS_PER_CHARACTER, PIXELS_AROUND = 2540 / 96, 7, 5
_FORMULAS = 16  # com.sun.star.sheet.CellFlags.FORMULA
_MARKED = ("=", "'")
_ENDS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


class Range(Part):
    """Cells of one sheet. As in Excel, ``row``, ``shape`` and reading speak of the first rectangle of a selection."""

    sheet: Sheet
    areas: tuple[Area, ...]
    options: dict[str, Any]

    def __init__(self, sheet: Sheet, areas: Sequence[Area]) -> None:
        self.sheet = sheet
        self.areas = tuple(areas)
        self.options = {}

    @property
    def api(self) -> NativeRange:
        """The few native words that xlwings has no own for: ``Areas``, ``EntireRow.Hidden``, ``Locked``, ``HasFormula``."""
        return NativeRange(self)

    @property
    def area(self) -> Area:
        return self.areas[0]

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        return (self.sheet.name, *self.area)

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.height, self.area.width

    def __len__(self) -> int:
        return self.area.cells

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.area.width + 1, (row - 1) % self.area.width + 1
        return Range(self.sheet, [Area(self.row + row - 1, self.column + column - 1)])

    @property
    def max_cells_per_read(self) -> int:
        return MOST_CELLS

    @property
    def max_cells_per_write(self) -> int:
        return MOST_CELLS

    def _together(self) -> Any:
        """Calc's own object for all areas: what is set on it is set everywhere in one call."""
        if len(self.areas) == 1:
            return self.cells()
        ranges = self.sheet.book.document.createInstance("com.sun.star.sheet.SheetCellRanges")
        sheet = self.sheet.native.RangeAddress.Sheet
        ranges.addRangeAddresses(tuple(_address_of(area, sheet) for area in self.areas), False)
        return ranges

    # --- values
    def cells(self, area: Area | None = None) -> Any:
        """Calc's own object for a rectangle."""
        return self.sheet.cells_of(area or self.area)

    @property
    def raw_value(self) -> Any:
        """A single cell as it is, more as rows of tuples, as COM gives them."""
        if self.area.cells > MOST_CELLS:
            raise CalcError(f"{self.address} is too large to be read at once")
        book = self.sheet.book
        block = blocks.read(self.cells(), self.area, book.formats, book.count, book.seen_of(self.sheet.name))
        return block[0][0] if self.area.cells == 1 else block

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        if isinstance(value, list | tuple):
            if len(self.areas) > 1:
                raise Refused("a block of values cannot be written into several areas at once")
            rows = value if value and isinstance(value[0], list | tuple) else [value]
            self._write(self.area, rows)
            return
        for area in self.areas:
            if area.cells > MOST_CELLS:
                raise CalcError(f"{area.text()} is too large to be filled at once")
            self._write(area, [[value] * area.width] * area.height)

    def _write(self, area: Area, rows: Sequence[Sequence[object]]) -> None:
        area = Area(area.row, area.column, len(rows), len(rows[0]))
        formulas = blocks.write(self.sheet.native, self.cells(area), area, rows, self.sheet.book.formats, self.sheet.book.count)
        for (down, across), formula in formulas.items():
            self._enter(Area(area.row + down, area.column + across), formula)

    # --- formulas
    def _enter(self, area: Area, formula: str) -> None:
        cell = self.cells(area).getCellByPosition(0, 0)
        cell.setFormula(to_calc(formula))
        if formula.startswith("=") and cell.getError() in (501, 502, 507, 508, 509, 510, 511, 512):
            cell.setString("")
            raise CalcError(f"this is no formula that Calc can read: {formula[:80]}")

    @property
    def formula(self) -> Any:
        """Formulas with their ``=``; for other cells what they hold, as text."""
        self.sheet.book.count.reads += 1
        cells = self.cells()
        values = cells.getDataArray()
        if cells.queryContentCells(_FORMULAS).Count:
            shown = tuple(
                tuple([_formula(formula, value) if formula[:1] in _MARKED else formula for formula, value in zip(row, values[number], strict=True)])
                for number, row in enumerate(cells.getFormulaArray())
            )
        else:
            shown = tuple(tuple([value if value.__class__ is str else format(value, ".15g") for value in row]) for row in values)
        return shown[0][0] if self.area.cells == 1 else shown

    @formula.setter
    def formula(self, value: Any) -> None:
        self.sheet.book.count.writes += 1
        if isinstance(value, list | tuple):
            rows = value if isinstance(value[0], list | tuple) else [value]
            self.cells().setFormulaArray(tuple(tuple(to_calc(_entered(cell)) for cell in row) for row in rows))
            return
        for area in self.areas:
            self._enter(Area(area.row, area.column), _entered(value))
            if area.height > 1:
                self.cells(Area(area.row, area.column, area.height)).fillAuto(enum("sheet.FillDirection", "TO_BOTTOM"), 1)
            if area.width > 1:
                self.cells(area).fillAuto(enum("sheet.FillDirection", "TO_RIGHT"), 1)

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def has_array(self) -> bool:
        return bool(self.cells().getArrayFormula())

    # --- looks
    @property
    def number_format(self) -> str | None:
        """The code as Excel shows it; ``None`` when the cells differ."""
        keys = {key for area in self.areas for key, _ in blocks.format_groups(self.cells(area))}
        return self.sheet.book.formats.code(keys.pop()) if len(keys) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        for area in self.areas:
            self.cells(area).NumberFormat = self.sheet.book.formats.key(code)

    @property
    def row_hidden(self) -> bool | None:
        """True when all rows are hidden or filtered away, ``None`` when some are."""
        shown = sum(part.height for part in self._visible_rows())
        return None if 0 < shown < self.area.height else not shown

    @row_hidden.setter
    def row_hidden(self, hidden: bool) -> None:
        for area in self.areas:
            self.cells(area).Rows.IsVisible = not hidden

    @property
    def column_hidden(self) -> bool | None:
        shown = {bool(self.cells().Columns.getByIndex(index).IsVisible) for index in range(self.area.width)}
        return not shown.pop() if len(shown) == 1 else None

    @column_hidden.setter
    def column_hidden(self, hidden: bool) -> None:
        for area in self.areas:
            self.cells(area).Columns.IsVisible = not hidden

    @property
    def column_width(self) -> float | None:
        """In characters, as Excel counts."""
        widths = {self.cells().Columns.getByIndex(index).Width for index in range(self.area.width)}
        return round((widths.pop() / PIXEL - PIXELS_AROUND) / PIXELS_PER_CHARACTER, 2) if len(widths) == 1 else None

    @column_width.setter
    def column_width(self, characters: float) -> None:
        self.cells().Columns.Width = round((characters * PIXELS_PER_CHARACTER + PIXELS_AROUND) * PIXEL)

    @property
    def color(self) -> tuple[int, int, int] | None:
        """The background; ``None`` when there is none."""
        value = self.cells().CellBackColor
        return None if value == -1 else (value >> 16 & 255, value >> 8 & 255, value & 255)

    @color.setter
    def color(self, value: tuple[int, int, int] | str | int | None) -> None:
        if isinstance(value, str):
            value = int(value.lstrip("#"), 16)
        elif isinstance(value, tuple | list):
            value = value[0] << 16 | value[1] << 8 | value[2]
        self._together().CellBackColor = -1 if value is None else value

    @property
    def wrap_text(self) -> bool:
        return bool(self.cells().IsTextWrapped)

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        for area in self.areas:
            self.cells(area).IsTextWrapped = value

    def autofit(self, axis: str | None = None) -> None:
        if axis in (None, "c", "columns"):
            self.cells().Columns.OptimalWidth = True
        if axis in (None, "r", "rows"):
            self.cells().Rows.OptimalHeight = True

    @property
    def data_validation(self) -> DataValidation:
        return DataValidation(self)

    # --- places
    def get_address(self, row_absolute: bool = True, col_absolute: bool = True, external: bool = False) -> str:
        text = ",".join(area.text(row_fixed=row_absolute, column_fixed=col_absolute) for area in self.areas)
        if not external:
            return text
        name = self.sheet.name.replace("'", "''")
        return f"'[{self.sheet.book.name}]{name}'!{text}"

    @property
    def address(self) -> str:
        return self.get_address()

    @property
    def current_region(self) -> Range:
        cursor = self.sheet.native.createCursorByRange(self.cells())
        cursor.collapseToCurrentRegion()
        return Range(self.sheet, [blocks.area_of(cursor.RangeAddress)])

    def expand(self, mode: str = "table") -> Range:
        found: Range = expansion.expanders.get(mode, mode).expand(xlwings.Range(impl=self)).impl
        return found

    def end(self, direction: str) -> Range:
        """Where Ctrl + arrow leads."""
        down, across = _ENDS[direction]
        used = self.sheet.used_area
        if down:
            limit = max(used.last_row, self.row) if down > 0 else 1
            line = Area(min(self.row, limit), self.column, abs(limit - self.row) + 1)
        else:
            limit = max(used.last_column, self.column) if across > 0 else 1
            line = Area(self.row, min(self.column, limit), 1, abs(limit - self.column) + 1)
        filled = [value != "" for row in self.cells(line).getDataArray() for value in row]
        steps = _steps(filled if down + across > 0 else filled[::-1])
        edge = (LAST_ROW if down > 0 else 1, LAST_COLUMN if across > 0 else 1)
        if steps is None:
            return Range(self.sheet, [Area(edge[0] if down else self.row, edge[1] if across else self.column)])
        return Range(self.sheet, [Area(self.row + down * steps, self.column + across * steps)])

    def _visible_rows(self) -> Iterator[Area]:
        """The rows of the first area that can be seen, as rectangles one column wide."""
        first_column = Area(self.row, self.column, self.area.height)
        for address in self.cells(first_column).queryVisibleCells().getRangeAddresses():
            yield blocks.area_of(address)

    def get_special_cells(self, cell_type: str, value_type: str | None = None) -> list[Range]:
        """``visible``: the rectangles that are neither hidden nor filtered away, in all areas. The other kinds are not offered."""
        if cell_type != "visible":
            raise Refused(f"Range.get_special_cells({cell_type!r}) is not offered over LibreOffice")
        found = [blocks.area_of(address) for area in self.areas for address in self.cells(area).queryVisibleCells().getRangeAddresses()]
        return [Range(self.sheet, [area]) for area in found]

    def select(self) -> None:
        self.sheet.activate()
        self.sheet.book.controller.select(self._together())

    # --- clearing, moving
    def clear_contents(self) -> None:
        for area in self.areas:
            self.cells(area).clearContents(1 | 2 | 4 | 16)  # numbers, dates, texts, formulas

    def clear_formats(self) -> None:
        for area in self.areas:
            self.cells(area).clearContents(32 | 64)

    def clear(self) -> None:
        self.sheet.book.touch()
        for area in self.areas:
            self.cells(area).clearContents(1023)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        self.sheet.book.touch()
        mode = {"down": "DOWN", "right": "RIGHT", None: "ROWS" if self.area.width == LAST_COLUMN else "DOWN"}[shift]
        self.sheet.native.insertCells(self.cells().RangeAddress, enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        self.sheet.book.touch()
        mode = {"up": "UP", "left": "LEFT", None: "ROWS" if self.area.width == LAST_COLUMN else "UP"}[shift]
        self.sheet.native.removeRange(self.cells().RangeAddress, enum("sheet.CellDeleteMode", mode))

    def copy(self, destination: Range | None = None) -> None:
        """Values, formulas and formats to another place of the book."""
        if destination is None:
            raise Refused("Range.copy() without a destination would use the clipboard; that is not offered over LibreOffice")
        self.sheet.book.touch()
        place = struct(
            "table.CellAddress", Sheet=destination.sheet.native.RangeAddress.Sheet, Column=destination.column - 1, Row=destination.row - 1
        )
        self.sheet.native.copyRange(place, self.cells().RangeAddress)


def _address_of(area: Area, sheet: int) -> Any:
    """A rectangle as Calc names it."""
    return struct(
        "table.CellRangeAddress",
        Sheet=sheet, StartColumn=area.column - 1, StartRow=area.row - 1, EndColumn=area.last_column - 1, EndRow=area.last_row - 1,
    )  # fmt: skip


def _formula(formula: str, value: object) -> str:
    """What Excel shows of a cell for which Calc shows an equals sign or an apostrophe in front."""
    if formula[0] == "'":
        return value if isinstance(value, str) else formula
    if formula[1:] in blocks.ERRORS:
        return formula[1:]
    return formula if isinstance(value, str) and value == formula else to_excel(formula)


def _entered(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else as_text(value)


def _steps(filled: list[bool]) -> int | None:
    """How far Ctrl + arrow goes along cells of which the first is the starting one; ``None`` = to the edge of the sheet."""
    if len(filled) > 1 and filled[0] and filled[1]:
        return next((index for index in range(1, len(filled)) if index + 1 == len(filled) or not filled[index + 1]), None)
    return next((index for index in range(1, len(filled)) if filled[index]), None)
