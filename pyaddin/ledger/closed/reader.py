"""The values of a closed workbook: one pass over the bytes of a large sheet (``scan``), and python-calamine where that one finds anything unusual.

python-calamine with a look at the XML for formulas and errors is the reference; both ways give the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import field
from datetime import time, timedelta
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from pyaddin.errors import Stop
from pyaddin.labels import folded
from pyaddin.ledger.book import Cell, CellError, Formula, RawTable
from pyaddin.ledger.captions import header_spellings
from pyaddin.ledger.closed.cut import cut, without_comments
from pyaddin.ledger.closed.in_turn import Ends, ends_of
from pyaddin.ledger.closed.layout import Layout, SheetParts, area_of, column_number, layout, parse
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.room import in_the_way
from pyaddin.ledger.closed.scan import CELLS_FOR_ONE, DENSE_CELLS, HEADER_WITHIN, Scanned, scan, scan_cells
from pyaddin.ledger.closed.scan_values import Meanings, Unusual, odd_time, shared_texts
from pyaddin.ledger.columnar import Rows
from pyaddin.ledger.edits import DAYS_UNTIL_1904
from pyaddin.ledger.migrate import may_lack
from pyaddin.ledger.schema import EVERY_TABLE, Table, Type
from pyaddin.records import dataclass

SCANNED_FROM = 40_000
"""Bytes of a sheet from which on a scan of its own is cheaper than the reference. Where one sheet is so large, all are scanned."""
PATTERN_FROM = 100_000
"""Bytes of a sheet from which on it is worth a pattern of its own."""

_NO_TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
_FORMULA = re.compile(rb"<f[\s>/]")
_PREFIXED_FORMULA = re.compile(rb"<\w+:f[\s>/]")
_ERROR = re.compile(rb"""t=["']e["']""")
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\b[^>]*\bhidden=["'](?:1|true)["'][^>]*>""")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d+)["']""")
# something that is no row among the rows: a reader may take its cells, a writer of rows would lose them
_NO_ROW = re.compile(rb"(?:<sheetData>|</row>)\s*<(?!/?row\b|/sheetData\b|!)")
# a text of the shared list that is asked for by something else than its number: python-calamine takes the first text for it
_NO_TEXT = re.compile(
    rb"""<(?:\w+:)?c\b[^>]*?\st\s*=\s*["']s["'][^>]*(?<!/)>\s*(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?<(?:\w+:)?v\b[^>]*(?<!/)>(?!\d*</)"""
)
# a cell that begins before the one above it has ended
_CELL_IN_CELL = re.compile(
    rb"""<(?:\w+:)?c(?:\s++[^\s=/<>"']++\s*+=\s*+(?:"[^"]*+"|'[^']*+'))*+\s*+>(?:[^<]++|<(?!/?(?:\w+:)?c[\s/>]))*+<(?:\w+:)?c[\s/>]"""
)
# cells beyond column CZ or row 99,999: only then the true extent is counted
_FAR = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}|[D-Zd-z][A-Za-z]|[A-Za-z]{1,2}\d{5})\d""")
_CELL_PLACE = re.compile("([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Found:
    """One table as it stands: its cells, the row of its header and the sheet column (from 1) of every contract column."""

    raw: RawTable
    header_row: int
    columns: Mapping[str, int]
    last_row: int
    styles: Mapping[int, frozenset[int]] | None = field(default=None, compare=False)
    """The cell styles met below the header by sheet column, where the scan saw them all."""
    frame: bytes | None = field(default=None, compare=False, repr=False)
    """The sheet's XML without its rows, where it was scanned: what its columns and rules are looked up in without unpacking it again."""
    ends: Ends | None = field(default=None, compare=False, repr=False)
    """What stands above and below the rows that are there, where it was scanned: what a write begins and ends with."""


def read_checked(data: bytes) -> tuple[Package, Layout, dict[str, Found]]:
    """A file that may be anything: every part is checked, those of large sheets by the scan itself. Stops: see ``Package`` and ``read_tables``."""
    package = Package(data)
    large = package.large_sheets(max(SCANNED_FROM, PATTERN_FROM))
    package.check_all(but=large)
    plan = layout(package)
    for name in large.difference(parts.sheet for parts in plan.sheets.values()):
        package.check(name)
    return package, plan, read_tables(data, package, plan, unchecked=large)


def read_tables(
    data: bytes, package: Package, plan: Layout, names: Iterable[str] = EVERY_TABLE, unchecked: Set[str] = frozenset()
) -> dict[str, Found]:
    """The given tables, without sheets that the ledger's version has not got. Stops: X-NOT-LEDGER for a missing column, X-NOT-WORKBOOK, X-UNSAFE.

    ``unchecked`` are parts not known to be whole XML: those that are not scanned are checked first.
    """
    wanted = tuple(name for name in names if name in plan.sheets)
    reading = _Reading(data, package, plan, unchecked)
    return {name: reading.table(name) for name in wanted}


def by_reference(data: bytes, package: Package, plan: Layout) -> dict[str, Found]:
    """The tables as python-calamine alone reads them: what a scan is held against."""
    reading = _Reading(data, package, plan)
    return {name: reading.by_reference(name) for name in plan.sheets}


class _Reading:
    """One reading of a ledger: what the scan needs to know is found out once."""

    def __init__(self, data: bytes, package: Package, plan: Layout, unchecked: Set[str] = frozenset()) -> None:
        self._data, self._package, self._plan, self._unchecked = data, package, plan, unchecked
        self._meanings: Meanings | None = None
        self._reference: CalamineWorkbook | None = None
        self._scans = not package.large_sheets(SCANNED_FROM).isdisjoint(parts.sheet for parts in plan.sheets.values())

    def table(self, name: str) -> Found:
        """One table, scanned where it can be. Stops as ``read_tables`` does."""
        parts = self._plan.sheets[name]
        found = self._scanned(parts, self._package.read(parts.sheet)) if self._scans else None
        return found or self.by_reference(name)

    def by_reference(self, name: str) -> Found:
        """One table as python-calamine reads it."""
        parts = self._plan.sheets[name]
        if parts.sheet in self._unchecked:
            self._package.check(parts.sheet)
        _check_cells(self._package, parts)
        opened = self._opened()
        try:
            return _read_table(opened, self._package, parts, self._plan)
        except (CalamineError, OSError, ValueError) as problem:
            raise Stop("X-NOT-WORKBOOK", str(problem)) from None

    def _scanned(self, parts: SheetParts, content: bytes) -> Found | None:
        """``None`` when the scan does not know this kind of sheet, or would refuse it: then the reference says what it is."""
        unknown = may_lack(parts.name, self._plan.schema_version)
        try:
            if self._meanings is None:
                self._meanings = self._understood()
            small = len(content) < PATTERN_FROM and parts.sheet not in self._unchecked
            scanned = (scan_cells if small else scan)(content, self._meanings, lambda rows: find_header(EVERY_TABLE[parts.name], rows, unknown))
        except Unusual:
            self._scans = self._meanings is not None
            return None
        except Stop:
            return None
        header_row, columns = scanned.header_row + 1, {header: index + 1 for header, index in scanned.places.items()}
        headers, rows = tuple(scanned.places), _filled(scanned)
        last_row = rows.numbers[-1] if rows.numbers else header_row
        hidden: frozenset[int] = frozenset()
        if scanned.hides:
            hidden = frozenset(hidden_rows(content).intersection(rows.numbers))
        blocked = in_the_way(self._package, parts, area_of(parts, columns, header_row, last_row), unknown) if unknown else ""
        raw = RawTable(parts.name, headers, rows, hidden, blocked)
        return Found(raw, header_row, columns, last_row, scanned.styles, scanned.frame, ends_of(content, last_row))

    def _understood(self) -> Meanings:
        """What the scan must know of texts and styles; every sheet must have a name of its own."""
        names = self._names()
        if len(set(names)) != len(names) or not self._plan.sheets.keys() <= set(names):
            raise Unusual("sheets of the same name")
        return Meanings.of(self._package, self._plan)

    def _names(self) -> list[str]:
        """The sheets as python-calamine names them. It is given the file without cells and texts, which the scan takes in itself, where that is as good."""
        if not self._package.nothing_else(self._data):
            return list(self._opened().sheet_names)
        package, strings = self._package, shared_texts(self._package, self._plan)
        sheets = {parts.sheet for parts in self._plan.sheets.values()}
        bare = package.rebuilt({strings: _NO_TEXTS} if strings in package.names() else {}, sheets)
        try:
            return list(CalamineWorkbook.from_filelike(BytesIO(bare)).sheet_names)
        except (CalamineError, OSError, ValueError) as problem:
            raise Unusual(str(problem)) from None

    def _opened(self) -> CalamineWorkbook:
        """The file as python-calamine opens it; what it cannot open is no workbook, whoever reads the sheets."""
        if self._reference is None:
            try:
                self._reference = CalamineWorkbook.from_filelike(BytesIO(self._data))
            except (CalamineError, OSError, ValueError) as problem:
                raise Stop("X-NOT-WORKBOOK", str(problem)) from None
        return self._reference


def _filled(scanned: Scanned) -> Rows[Cell]:
    """The rows with at least one cell that is not blank."""
    columns = dict(zip(scanned.places, scanned.columns, strict=True))
    if any(map(all, scanned.columns)):  # one column is filled from the first row to the last
        return Rows(scanned.numbers, columns)
    gone = {at for at, cells in enumerate(zip(*scanned.columns, strict=True)) if cells.count(None) == len(cells)}
    if not gone:
        return Rows(scanned.numbers, columns)
    kept = [at for at in range(len(scanned.numbers)) if at not in gone]
    return Rows([scanned.numbers[at] for at in kept], {header: [cells[at] for at in kept] for header, cells in columns.items()})


def _check_cells(package: Package, parts: SheetParts) -> None:
    """What python-calamine would take without a word is refused: rows and cells within others or outside of rows, a text without its number, a stray cell at
    the far end."""
    content = without_comments(package.read(parts.sheet), parts.sheet)
    if _NO_ROW.search(content):
        raise Stop("X-NOT-WORKBOOK", f"{parts.sheet}: something that is no row stands among the rows", sheet=parts.name)
    if _NO_TEXT.search(content):
        raise Stop("X-NOT-WORKBOOK", f"{parts.sheet}: a text cell does not say which text it holds", sheet=parts.name)
    _check_in_turn(content, parts)
    if not _FAR.search(content):
        return
    count, bottom, right = 0, 0, 0
    for element in parse(content, parts.sheet).iter("{*}c"):
        count += 1
        place = _CELL_PLACE.fullmatch(str(element.get("r", "A1")))
        if place and len(element):
            bottom, right = max(bottom, int(place.group(2))), max(right, column_number(place.group(1).upper()))
    if bottom * right > max(DENSE_CELLS, CELLS_FOR_ONE * count):
        advice = "Delete the stray cell far below or to the right of the table."
        raise Stop("X-UNSAFE", f"cells reach to row {bottom}, column {right}", sheet=parts.name, advice=advice)


def _check_in_turn(content: bytes, parts: SheetParts) -> None:
    """Excel opens no sheet with a row in a row or a cell in a cell, and a writer of rows would lose the end of the outer one."""
    try:
        cut(content, parts.sheet)
    except Stop as stop:
        raise Stop(stop.fault.code, stop.fault.found, sheet=parts.name) from None
    if _CELL_IN_CELL.search(content):
        raise Stop("X-NOT-WORKBOOK", f"{parts.sheet}: the rows and cells do not stand one after another", sheet=parts.name)


def _headers_in(table: Table, row: Sequence[Any], unknown: frozenset[str]) -> tuple[dict[str, int], str]:
    """The places of the table's headers in a row, and a header that stands twice. A caption stands for a header that is not there itself."""
    spellings = header_spellings(table.name)
    texts = [(index, folded(cell)) for index, cell in enumerate(row) if isinstance(cell, str) and cell]
    places: dict[str, int] = {}
    doubled = ""
    for named in (True, False):
        known = dict(places)
        for index, text in texts:
            header = spellings.get(text)
            if header is None or header in unknown or header in known or (text == folded(header)) is not named:
                continue
            doubled = header if header in places else doubled
            places.setdefault(header, index)
    return places, doubled


def find_header(table: Table, rows: Iterable[Sequence[Any]], unknown: frozenset[str]) -> tuple[int, dict[str, int]]:
    """The header row and the place of every column; no row behind one with all of them is looked at.

    ``unknown`` columns came with a later version: of that name is a clerk's own one.
    """
    name, headers = table.name, [header for header in table.headers if header not in unknown]
    best_row, found, twice = -1, dict[str, int](), ""
    for number, row in enumerate(islice(rows, HEADER_WITHIN)):
        places, doubled = _headers_in(table, row, unknown)
        if best_row < 0 or len(places) > len(found):
            best_row, found, twice = number, places, doubled
            if len(found) == len(headers):
                break
    missing = [header for header in headers if header not in found]
    if missing:
        raise Stop("X-NOT-LEDGER", f"column {missing[0]} is missing", sheet=name, column=missing[0])
    if twice:
        raise Stop("X-NOT-LEDGER", f"column {twice} stands twice", sheet=name, column=twice, advice="Give your own column another name.")
    return best_row, {header: found[header] for header in headers}


def _read_table(book: CalamineWorkbook, package: Package, parts: SheetParts, plan: Layout) -> Found:
    rows = book.get_sheet_by_name(parts.name).to_python(skip_empty_area=False)
    unknown = may_lack(parts.name, plan.schema_version)
    header_row, places = find_header(EVERY_TABLE[parts.name], rows, unknown)
    content = package.read(parts.sheet)
    special = _special_cells(content, parts.sheet)
    columns = {header: index + 1 for header, index in places.items()}
    by_row: dict[int, dict[str, Cell]] = {}
    header_of = {column: header for header, column in columns.items()}
    for (row, column), cell in special.items():
        if column in header_of and row > header_row + 1:
            by_row.setdefault(row, {})[header_of[column]] = cell
    taken: list[tuple[int, Mapping[str, Cell]]] = []
    pairs = tuple(places.items())
    for number, values in enumerate(rows[header_row + 1 :], header_row + 2):
        row_cells: dict[str, Cell] = dict.fromkeys(places)
        filled = False
        for header, index in pairs:
            value: Any = values[index]
            if value != "":
                filled = True
                row_cells[header] = odd_time(value) if type(value) in (time, timedelta) else value
        extra = by_row.pop(number, None)
        if extra:
            row_cells.update(extra)
        if filled or extra:
            taken.append((number, row_cells))
    taken += [(number, dict.fromkeys(places) | cells) for number, cells in sorted(by_row.items())]
    hidden = hidden_rows(content) & {number for number, _ in taken}
    if plan.from_1904:
        taken = [(number, _from_1904(EVERY_TABLE[parts.name], cells)) for number, cells in taken]
    last_row = taken[-1][0] if taken else header_row + 1
    blocked = in_the_way(package, parts, area_of(parts, columns, header_row + 1, last_row), unknown) if unknown else ""
    raw = RawTable(parts.name, tuple(places), tuple(taken), frozenset(hidden), blocked)
    return Found(raw, header_row + 1, columns, last_row)


def _from_1904(table: Table, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Dates without a date format are plain counts of days, and this workbook counts from 1904; the reader knows it for formatted ones only."""
    days = {column.name for column in table.columns if column.type in (Type.DATE, Type.INSTANT)}
    return {name: cell + DAYS_UNTIL_1904 if name in days and type(cell) is float else cell for name, cell in cells.items()}


def _special_cells(content: bytes, name: str) -> dict[tuple[int, int], Cell]:
    """Formulas and error values by (row, column). The XML is parsed only when there is one of them."""
    pattern = _FORMULA if b"<sheetData" in content else _PREFIXED_FORMULA
    if not pattern.search(content) and not _ERROR.search(content):
        return {}
    found: dict[tuple[int, int], Cell] = {}
    for element in parse(content, name).iter("{*}c"):
        formula, value = element.find("{*}f"), element.find("{*}v")
        place = _CELL_PLACE.fullmatch(str(element.get("r", "")))
        if place is None:
            continue
        key = (int(place.group(2)), column_number(place.group(1).upper()))
        if formula is not None:
            found[key] = Formula(f"={formula.text or '(shared formula)'}")
        elif element.get("t") == "e":
            found[key] = CellError(value.text or "" if value is not None else "")
    return found


def hidden_rows(content: bytes) -> set[int]:
    """The numbers of the rows that a worksheet hides, also those that a filter left out."""
    if b"hidden=" not in content:
        return set()
    numbers = (_ROW_NUMBER.search(match.group()) for match in _HIDDEN.finditer(content))
    return {int(number.group(1)) for number in numbers if number}


