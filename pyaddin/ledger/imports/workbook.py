"""Excel workbooks that clerks bring, read with openpyxl: values as shown, formulas, merged cells and what is hidden told apart."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import Counter
from datetime import time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import hidden_rows
from pyaddin.ledger.imports.grid import MOST_COLUMNS, MOST_ROWS, Grid, Row, Source

_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
# what such a formula showed when the file was saved is not a fact about the debt
_VOLATILE = re.compile(r"\b(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT)\s*\(|\[[^\]]+\]|\|", re.IGNORECASE)
_OTHER_KINDS = {
    "content.xml": "an OpenDocument file", "xl/workbook.bin": "a binary workbook (.xlsb)", "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
}  # fmt: skip
_ZEROS = re.compile("00+")
_MOST_MERGED = 100_000
_LARGEST_LIST = 700_000_000
"""A list comes from outside and is read whole: it may unpack to less than a ledger."""
_ERRORS = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, SyntaxError, EOFError)


def read_workbook(name: str, data: bytes) -> Source:
    """Every sheet, hidden ones included and marked. Raises ``Stop``: X-NOT-WORKBOOK, X-PASSWORD, X-UNSAFE, X-LIMIT.

    A formula counts by the value that its cell shows; without a stored value, or where the value hangs on the day or on another file, it stays a formula
    and is refused where a value is needed.
    """
    package = Package(data)
    if package.whole_size() > _LARGEST_LIST:
        raise Stop("X-UNSAFE", f"{name} would unpack to {package.whole_size()} bytes")
    _refuse_other_kinds(name, package)
    package.check_all()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # what openpyxl cannot read as a date is an error cell, and is told at its row
        return _read(name, data, package)


def _read(name: str, data: bytes, package: Package) -> Source:
    try:
        shown = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        typed: Any = None
        grids = []
        for sheet in shown.worksheets:
            part = str(sheet._worksheet_path).lstrip("/")
            content = package.read(part)
            formulas: dict[tuple[int, int], str] = {}
            if _FORMULA.search(content):
                typed = typed or openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
                formulas = _formulas(typed[sheet.title])
            grids.append(_grid(sheet, content, formulas))
        return Source(name, tuple(grids), "xlsx")
    except _ERRORS as problem:
        advice = "Open it in Excel, save it as .xlsx, and import that file."
        raise Stop("X-NOT-WORKBOOK", f"{name}: {type(problem).__name__} {problem}"[:200], advice=advice) from None


def _refuse_other_kinds(name: str, package: Package) -> None:
    """Zip files that are no workbook of this kind, by the part that gives them away."""
    for part, word in _OTHER_KINDS.items():
        if part in package.names():
            raise Stop("X-NOT-LIST", f"{name} is {word}", advice="Open it, save it as .xlsx, and import that file.")


def _grid(sheet: Any, content: bytes, formulas: dict[tuple[int, int], str]) -> Grid:
    sheet.reset_dimensions()
    rows: dict[int, Row] = {}
    counted: Counter[int] = Counter()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        values: list[Cell] = []
        for index, cell in enumerate(cells):
            value = _value(cell)
            if (number, index) in formulas:
                text = formulas[(number, index)]
                taken = value is not None and not _VOLATILE.search(text)
                counted[index] += taken
                value = value if taken else Formula(text)
            values.append(value)
        while values and values[-1] is None:
            values.pop()
        if values:
            rows[number] = tuple(values)
            if len(rows) > MOST_ROWS or len(values) > MOST_COLUMNS:
                words = f"more than {MOST_ROWS} rows or {MOST_COLUMNS} columns"
                raise Stop("X-LIMIT", words, sheet=sheet.title, row=number, advice="Split the list into parts.")
    hidden = frozenset(hidden_rows(content) & rows.keys())
    return Grid(sheet.title, rows, sheet.sheet_state != "visible", hidden, _merged(content), dict(counted))


def _value(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, str):
        return value if value.strip() else None
    if type(value) in (int, float) and _ZEROS.fullmatch(str(cell.number_format)) and value == int(value) >= 0:
        return str(int(value)).zfill(len(str(cell.number_format)))  # 00123 by its format: an id that is shown with its zeros
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    taken: Cell = value
    return taken


def _formulas(sheet: Any) -> dict[tuple[int, int], str]:
    sheet.reset_dimensions()
    found: dict[tuple[int, int], str] = {}
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        for index, cell in enumerate(cells):
            if cell.data_type == "f":
                found[(number, index)] = str(getattr(cell.value, "text", cell.value) or "=")
    return found


def _merged(content: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for match in _MERGE.finditer(content):
        left, right = _index(match.group(1)), _index(match.group(3))
        top, bottom = int(match.group(2)), int(match.group(4))
        if len(found) + (right - left + 1) * (bottom - top + 1) > _MOST_MERGED:
            break
        found |= {(row, column): (top, left) for row in range(top, bottom + 1) for column in range(left, right + 1)}
    return found


def _index(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
