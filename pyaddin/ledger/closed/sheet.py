"""One sheet's XML, cut into rows: only touched rows are parsed and written anew, all other bytes stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.layout import Area, Element, column_letters, column_number, parse
from pyaddin.ledger.edits import DAYS_UNTIL_1904, plain_text, serial

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_ROW_NUMBER = re.compile(rb"""\sr=["'](\d+)["']""")
_COL = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(min|max|style)=["'](\d+)["']""")
_SQREF = re.compile(rb"""(\bsqref=["'])([^"']*)(["'])""")
_XM_SQREF = re.compile(rb"(<(?:\w+:)?sqref>)([^<]*)(</)")
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s[^>]*?ref=["'])([^"']*)(["'])""")
_COPIED_FROM_TEMPLATE = ("s", "customFormat", "ht", "customHeight")


@dataclass(slots=True)
class RowEdit:
    """What happens to one sheet row: values by column, formulas by column, columns to empty out, columns to take away."""

    values: dict[int, Value] = field(default_factory=dict)
    formulas: dict[int, str] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    shown: bool = False


class SheetPatch:
    """Collects edits by sheet row and column (both from 1) and makes the new XML."""

    def __init__(self, content: bytes, name: str, *, from_1904: bool = False) -> None:
        self._days_before_first = DAYS_UNTIL_1904 if from_1904 else 0
        if b"<!--" in content or b"<![CDATA[" in content:
            root = parse(content, name)
            etree.strip_tags(root, etree.Comment)
            content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._name = name
        self._cut(content)
        self._edits: dict[int, RowEdit] = {}
        self._grown: list[tuple[Area, int]] = []
        self.formulas_changed = False

    def _cut(self, content: bytes) -> None:
        opening = re.search(rb"<((?:\w+:)?)worksheet\b[^>]*>", content)
        if opening is None:
            raise Stop("X-NOT-WORKBOOK", f"{self._name} is not a worksheet")
        prefix = opening.group(1)
        self._opening, self._closing = opening.group(), b"</" + prefix + b"worksheet>"
        data = re.search(rb"<" + prefix + rb"sheetData\b[^>]*>", content)
        end = content.find(b"</" + prefix + b"sheetData>")
        if data is None or end < 0:
            raise Stop("X-NOT-WORKBOOK", f"{self._name} holds no rows")
        self._row_open, self._row_close = b"<" + prefix + b"row", b"</" + prefix + b"row>"
        self._head, self._tail = content[: data.end()], content[end:]
        self._rows: dict[int, bytes] = dict(self._split(content[data.end() : end]))

    def _split(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Row number and bytes of every row, in order. A row without a number follows the one before it."""
        start, number = data.find(self._row_open), 0
        while start >= 0:
            stop = data.index(b">", start) + 1
            match = _ROW_NUMBER.search(data, start, stop)
            number = int(match.group(1)) if match else number + 1
            if data[stop - 2 : stop - 1] != b"/":
                stop = data.index(self._row_close, stop) + len(self._row_close)
            yield number, data[start:stop]
            start = data.find(self._row_open, stop)

    def edit(self, row: int) -> RowEdit:
        """The edit of a row, to be filled."""
        return self._edits.setdefault(row, RowEdit())

    def busy(self, row: int) -> bool:
        """Whether an otherwise blank row holds something typed in a clerk's own column."""
        content = self._rows.get(row, b"")
        return (b"<v" in content or b"<is" in content) and b"<f" not in content

    def filled(self, row: int) -> bool:
        """Whether any cell of the row holds a value or a formula, in whatever column."""
        content = self._rows.get(row, b"")
        return b"<v" in content or b"<is" in content or b"<f" in content

    def grow(self, old: Area, bottom: int) -> None:
        """The table of this area now ends at ``bottom``: rules that covered its last row shall cover the new ones."""
        self._grown.append((old, bottom))

    def styles_of(self, row: int) -> tuple[dict[int, str], dict[str, str]]:
        """Style ids by column of a row that serves as template, and its own attributes; column styles where it has none."""
        styles = self._column_styles()
        attributes: dict[str, str] = {}
        for element in self._parsed([row]):
            styles.update({column: str(cell.get("s")) for column, cell in _cells(element) if cell.get("s") is not None})
            attributes = {name: str(element.get(name)) for name in _COPIED_FROM_TEMPLATE if element.get(name) is not None}
        if attributes.get("customHeight") not in ("1", "true"):
            attributes.pop("ht", None)
        return styles, attributes

    def _column_styles(self) -> dict[int, str]:
        styles: dict[int, str] = {}
        for match in _COL.finditer(self._head):
            found = {name.decode(): int(value) for name, value in _ATTRIBUTE.findall(match.group())}
            if "style" in found and "min" in found:
                styles.update(dict.fromkeys(range(found["min"], min(found.get("max", found["min"]), 500) + 1), str(found["style"])))
        return styles

    def _parsed(self, rows: list[int]) -> list[Element]:
        content = b"".join(self._rows[row] for row in rows if row in self._rows)
        return list(parse(self._opening + content + self._closing, self._name))

    def patched(self, template: tuple[Mapping[int, str], Mapping[str, str]]) -> bytes:
        """The new XML. New rows and new cells take their styles from the template."""
        touched = sorted(row for row in self._rows if row in self._edits)
        if any(b'"shared"' in self._rows[row] for row in touched):
            touched = sorted({*touched, *(row for row, content in self._rows.items() if b'"shared"' in content)})
        frame = parse(self._opening + b"".join(self._rows[row] for row in touched) + self._closing, self._name)
        orphaned: set[str] = set()
        for number, element in zip(touched, list(frame), strict=True):
            element.set("r", str(number))
            if number in self._edits:
                self._apply(element, number, self._edits[number], template[0], orphaned)
        for number in sorted(self._edits):
            if number not in self._rows:
                element = etree.SubElement(frame, f"{{{etree.QName(frame).namespace}}}row")
                element.set("r", str(number))
                for name, value in template[1].items():
                    element.set(name, value)
                self._apply(element, number, self._edits[number], template[0], orphaned)
        _release_followers(frame, orphaned)
        written = etree.tostring(frame, encoding="UTF-8")
        rows = self._rows | dict(self._split(written))
        ordered = rows if len(rows) == len(self._rows) else dict(sorted(rows.items()))
        bottom = max(ordered, default=1)
        return b"".join((self._grown_head(bottom), *ordered.values(), self._grown_tail()))

    def _apply(self, row: Element, number: int, edit: RowEdit, styles: Mapping[int, str], orphaned: set[str]) -> None:
        _drop(row, "spans")
        if edit.shown:
            _drop(row, "hidden")
        cells = dict(_cells(row))
        known = len(cells)
        for column in edit.removed:
            gone = cells.pop(column, None)
            if gone is not None:
                self.formulas_changed |= _empty(gone, orphaned)
                row.remove(gone)
                known -= 1
        for column in (*edit.values, *edit.formulas):
            cell = cells.get(column)
            if cell is None:
                cell = etree.SubElement(row, row.tag[:-3] + "c")
                cell.set("r", column_letters(column) + str(number))
                if column in styles:
                    cell.set("s", styles[column])
                cells[column] = cell
            self.formulas_changed |= _empty(cell, orphaned)
            if column in edit.values:
                _fill(cell, edit.values[column], self._days_before_first)
            else:
                etree.SubElement(cell, cell.tag[:-1] + "f").text = edit.formulas[column]
                self.formulas_changed = True
        if len(cells) > known:
            row[:] = [cells[column] for column in sorted(cells)]

    def _grown_head(self, bottom: int) -> bytes:
        def widen(match: re.Match[bytes]) -> bytes:
            area = Area.of(match.group(2).decode())
            new = match.group(2) if area is None or area.bottom >= bottom else str(area.ending(bottom)).encode()
            return match.group(1) + new + match.group(3)

        return _DIMENSION.sub(widen, self._head, count=1)

    def _grown_tail(self) -> bytes:
        if not self._grown:
            return self._tail

        def widen(match: re.Match[bytes]) -> bytes:
            places = [self._widened(place) for place in match.group(2).decode().split()]
            return match.group(1) + " ".join(places).encode() + match.group(3)

        return _XM_SQREF.sub(widen, _SQREF.sub(widen, self._tail))

    def _widened(self, place: str) -> str:
        area = Area.of(place)
        for old, bottom in self._grown:
            if area is None or not (old.left <= area.left and area.right <= old.right):
                continue
            covers_last_row = area.top <= old.bottom <= area.bottom < bottom
            # a rule for the last row alone is that row's own, unless the table has no other row
            if covers_last_row and (area.top < area.bottom or old.bottom == old.top + 1):
                return str(area.ending(bottom))
        return place


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row.iterchildren(row.tag[:-3] + "c"):
        letters = str(cell.get("r", "")).rstrip("0123456789")
        column = column_number(letters) if letters else column + 1
        yield column, cell


def _empty(cell: Element, orphaned: set[str]) -> bool:
    """Takes the content out and keeps the style; tells whether a formula went, and notes a shared one whose followers stay."""
    formula = None
    for child in list(cell):
        if child.tag.endswith("}f"):
            formula = child
        cell.remove(child)
    if formula is not None and formula.get("t") == "shared" and formula.get("ref"):
        orphaned.add(str(formula.get("si")))
    _drop(cell, "t", "cm", "vm")
    return formula is not None


def _drop(element: Element, *names: str) -> None:
    for name in names:
        if name in element.attrib:
            del element.attrib[name]


def _release_followers(frame: Element, orphaned: set[str]) -> None:
    """Cells that followed an overwritten shared formula keep their last value instead of pointing nowhere."""
    if not orphaned:
        return
    for formula in list(frame.iter("{*}f")):
        cell = formula.getparent()
        if cell is not None and formula.get("t") == "shared" and str(formula.get("si")) in orphaned and not formula.get("ref"):
            cell.remove(formula)


def _fill(cell: Element, value: Value, days_before_first: int) -> None:
    if value is None or value == "":
        return
    prefix = cell.tag[:-1]
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, prefix + "is"), prefix + "t")
        text.text = _ESCAPE.sub("_x005F_", plain_text(value))
        text.set(_XML_SPACE, "preserve")
        return
    number = str(serial(value) - days_before_first) if isinstance(value, date) else format(value, "f") if isinstance(value, Decimal) else str(value)
    etree.SubElement(cell, prefix + "v").text = number
