"""Number formats of the cells and columns of one sheet's XML: where one does not fit its column, and the right one put in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.closed.layout import Area, column_letters, column_number
from pyaddin.ledger.closed.styles import Styles
from pyaddin.ledger.columns import Column
from pyaddin.ledger.form import fits, wanted

_CELL = re.compile(rb'<((?:\w+:)?)c r="([A-Z]+)(\d+)"(?: s="(\d+)")?')
_PAIR = re.compile(rb'<(?:\w+:)?c r="([A-Z]+)\d+"(?: s="(\d+)")?')
_COLUMNS = re.compile(rb"<(?:\w+:)?cols\b[^>]*>.*?</(?:\w+:)?cols>", re.DOTALL)
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTES = re.compile(rb"""([\w:]+)=["']([^"']*)["']""")


def _below_header(content: bytes, top: int) -> int:
    """Where the first row below the header begins in the XML."""
    match = re.search(rb'<(?:\w+:)?row r="%d"[^>]*?(?:/>|>.*?</(?:\w+:)?row>)' % top, content, re.DOTALL)
    return match.end() if match else 0


def misfits(content: bytes, columns: Mapping[int, Column], styles: Styles, area: Area) -> dict[tuple[int, int], list[int]]:
    """Data cells whose format does not fit: by sheet column and style number, their rows."""
    start = _below_header(content, area.top)
    bad = set()
    for letters, style in set(_PAIR.findall(content, start)):
        column = columns.get(column_number(letters.decode()))
        if column is not None and not fits(column, styles.format_of(int(style or b"0"))):
            bad.add((letters, style))
    found: dict[tuple[int, int], list[int]] = {}
    for letters, style in sorted(bad):
        pattern = re.compile(rb'<(?:\w+:)?c r="' + letters + rb'(\d+)"' + (rb' s="' + style + rb'"' if style else rb'(?! s=")'))
        rows = [int(row) for row in pattern.findall(content, start) if area.top < int(row) <= area.bottom]
        if rows:
            key = (column_number(letters.decode()), int(style or b"0"))
            found[key] = sorted({*found.get(key, []), *rows})
    return found


def misfit_columns(content: bytes, columns: Mapping[int, Column], styles: Styles) -> dict[int, int]:
    """Columns whose own style, that of cells not typed yet, does not fit: sheet column -> style number."""
    given = column_styles(content)
    return {number: given.get(number, 0) for number, column in columns.items() if not fits(column, styles.format_of(given.get(number, 0)))}


def column_styles(content: bytes) -> dict[int, int]:
    """Style number of each column that has one."""
    found: dict[int, int] = {}
    for first, last, values in _entries(content):
        found.update(dict.fromkeys(range(first, min(last, 500) + 1), int(values.get("style", "0"))))
    return found


def reformatted(content: bytes, columns: Mapping[int, Column], styles: Styles, cells: Mapping[tuple[int, int], Sequence[int]], area: Area) -> bytes:
    """The sheet with these cells in the format of their column; colors, borders and fonts stay.

    A cell in the workbook's default style carries nobody's choice: it gets the whole look of its column.
    """
    given = column_styles(content)
    new: dict[tuple[int, int], int] = {}
    for number, old in cells:
        whole = given.get(number, 0) if old == 0 else 0
        dressed = whole and fits(columns[number], styles.format_of(whole))
        new[(number, old)] = whole if dressed else styles.with_format(old, wanted(columns[number]))
    rows = {key: frozenset(places) for key, places in cells.items()}
    start = _below_header(content, area.top)

    def exchange(match: re.Match[bytes]) -> bytes:
        key = (column_number(match[2].decode()), int(match[4] or b"0"))
        if key not in rows or int(match[3]) not in rows[key]:
            return match.group()
        return b'<%sc r="%s%s" s="%d"' % (match[1], match[2], match[3], new[key])

    return content[:start] + _CELL.sub(exchange, content[start:])


def _entries(content: bytes) -> list[tuple[int, int, dict[str, str]]]:
    block = _COLUMNS.search(content, 0, content.find(b"sheetData"))
    entries = []
    for match in _COLUMN.finditer(block.group()) if block else ():
        values = {key.decode(): value.decode() for key, value in _ATTRIBUTES.findall(match.group())}
        wrong = [key for key in ("min", "max", "style") if not values.get(key, "0").isdecimal()]
        if wrong:
            raise Stop("X-NOT-WORKBOOK", f"a sheet's columns: {wrong[0]} is {values[wrong[0]]!r}")
        first, last = int(values.pop("min", "1")), int(values.pop("max", "1"))
        entries.append((first, last, values))
    return entries


def with_columns(content: bytes, changes: Mapping[int, Mapping[str, str]]) -> bytes:
    """The sheet with these attributes (width, style) of single columns; an entry that spans several is cut around them."""
    entries: list[tuple[int, int, dict[str, str]]] = []
    known: dict[int, dict[str, str]] = {}
    for first, last, values in _entries(content):
        inside = [number for number in sorted(changes) if first <= number <= last]
        known.update({number: values for number in inside})
        left = first
        for number in inside:
            if left < number:
                entries.append((left, number - 1, values))
            left = number + 1
        if left <= last:
            entries.append((left, last, values))
    entries += [(number, number, {**known.get(number, {}), **values}) for number, values in changes.items()]
    root = etree.Element("cols")
    for first, last, values in sorted(entries, key=lambda entry: entry[0]):
        element = etree.SubElement(root, "col", {"min": str(first), "max": str(last)})
        for key, value in values.items():
            if ":" not in key:
                element.set(key, value)
        if "width" not in values:
            element.set("width", "9.140625")  # what Excel itself takes; the file format wants it said
    text = etree.tostring(root, encoding="UTF-8")
    place = re.search(rb"<((?:\w+:)?)sheetData\b", content)
    assert place is not None
    if place.group(1):
        text = text.replace(b"<col", b"<" + place.group(1) + b"col").replace(b"</col", b"</" + place.group(1) + b"col")
    block = _COLUMNS.search(content, 0, place.start())
    if block is not None:
        return content[: block.start()] + text + content[block.end() :]
    return content[: place.start()] + text + content[place.start() :]


def place_of(number: int, rows: Sequence[int]) -> str:
    """Rows of a column as a clerk reads them: ``D5:D9, D12``."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    letters = column_letters(number)
    shown = [f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}" for first, last in parts[:8]]
    return ", ".join(shown) + (" ..." if len(parts) > 8 else "")
