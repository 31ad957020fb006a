"""One sheet's XML, cut into rows: only touched rows are written anew, all other bytes stay as they are.

Cells of rows that are there are exchanged in their bytes, column by column (``column_bytes``), what that does not know row by row (``row_bytes``). A row
spelled in an unknown way, or one that holds a formula where a value goes, is parsed and written by lxml; ``slow`` sends every touched row there, as the
reference that tests hold the fast ways against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.column_bytes import ColumnEdits
from pyaddin.ledger.closed.cut import FEW_ROWS, Cut, cut, without_comments
from pyaddin.ledger.closed.in_turn import Unusual
from pyaddin.ledger.closed.layout import Area, Element, column_letters, column_number, parse
from pyaddin.ledger.closed.row_bytes import ESCAPE, Contents, NewRows, RowEdit, number_text, patched_row
from pyaddin.ledger.column_values import ColumnValues, rows_of
from pyaddin.ledger.edits import DAYS_UNTIL_1904, plain_text
from pyaddin.ledger.validations import last_row

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COL = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_ATTRIBUTE = re.compile(rb"""\b(min|max|style)=["'](\d+)["']""")
_SQREF = re.compile(rb"""(\bsqref=["'])([^"']*)(["'])""")
_XM_SQREF = re.compile(rb"(<(?:\w+:)?sqref>)([^<]*)(</)")
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s[^>]*?ref=["'])([^"']*)(["'])""")
_SHOWN = re.compile(rb'(?: (?!hidden)[\w:]+="[^"<>]*")*+/?>')
_COPIED_FROM_TEMPLATE = ("s", "customFormat", "ht", "customHeight")

Template = tuple[Mapping[int, str], Mapping[str, str]]
"""Style ids by column, and a row's own attributes."""


class SheetPatch:
    """Collects edits by sheet row and column (both from 1) and makes the new XML. ``touched``: the rows it wrote anew;
    ``bottom``: the last row of the sheet, be it that somebody else writes it.

    ``part``: of some rows of a sheet. What concerns other rows too is ``Unusual`` then.
    """

    def __init__(self, sheet: bytes | Cut, name: str, *, from_1904: bool = False, slow: bool = False, part: bool = False) -> None:
        self._days_before_first = DAYS_UNTIL_1904 if from_1904 else 0
        self._name, self._part = name, part
        self._cut: Cut = sheet if isinstance(sheet, Cut) else cut(without_comments(sheet, name), name)
        self._edits: dict[int, RowEdit] = {}
        self._columns: dict[int, ColumnValues] = {}
        self._added: tuple[Sequence[int], Mapping[int, ColumnValues], Mapping[int, str]] = ((), {}, {})
        self._grown: list[tuple[Area, int]] = []
        self._slow = slow or self._cut.prefixed
        self._new: dict[int, bytes] = {}
        self.touched: set[int] = set()
        self.bottom = max(self._cut.numbers, default=1)
        self.formulas_changed = False

    def edit(self, row: int) -> RowEdit:
        """The edit of a row, to be filled."""
        edit = self._edits.get(row)
        if edit is None:
            edit = self._edits[row] = RowEdit()
        return edit

    def put(self, column: int, values: ColumnValues) -> None:
        """New values of one column, once for each, of rows that are there."""
        self._columns[column] = values

    def add(self, numbers: Sequence[int], columns: Mapping[int, ColumnValues], formulas: Mapping[int, str]) -> None:
        """Rows below the others, once for a sheet: the values of every column in the order of the rows, and formulas that all of them carry."""
        self._added = (numbers, columns, formulas)

    def among(self, numbers: Iterable[int]) -> list[int]:
        """Those of the numbers that rows of the sheet have."""
        return self._cut.among(numbers)

    @property
    def prefixed(self) -> bool:
        """Whether rows of its own making would lack a prefix."""
        return self._cut.prefixed

    def hidden(self, row: int) -> bool:
        """Whether the row may be hidden: one that says so, or is spelled in an unknown way."""
        return not _SHOWN.match(self._cut.row(row))

    def busy(self, row: int) -> bool:
        """Whether an otherwise blank row holds something typed in a clerk's own column."""
        content = self._cut.row(row)
        return (b"<v" in content or b"<is" in content) and b"<f" not in content

    def filled(self, row: int) -> bool:
        """Whether any cell of the row holds a value or a formula, in whatever column."""
        content = self._cut.row(row)
        return b"<v" in content or b"<is" in content or b"<f" in content

    def grow(self, old: Area, bottom: int) -> None:
        """The table of this area now ends at ``bottom``: rules that covered its last row shall cover the new ones, and have room below where they had."""
        self._grown.append((old, bottom))

    def styles_of(self, row: int) -> Template:
        """Style ids by column of a row that serves as template, and its own attributes; column styles where it has none."""
        styles = self._column_styles()
        attributes: dict[str, str] = {}
        content = self._cut.row(row)
        for element in parse(self._cut.document([content] if content else []), self._name):
            styles.update({column: str(cell.get("s")) for column, cell in _cells(element) if cell.get("s") is not None})
            attributes = {name: str(element.get(name)) for name in _COPIED_FROM_TEMPLATE if element.get(name) is not None}
        if attributes.get("customHeight") not in ("1", "true"):
            attributes.pop("ht", None)
        return styles, attributes

    def _column_styles(self) -> dict[int, str]:
        styles: dict[int, str] = {}
        for match in _COL.finditer(self._cut.head):
            found = {name.decode(): int(value) for name, value in _ATTRIBUTE.findall(match.group())}
            if "style" in found and "min" in found:
                styles.update(dict.fromkeys(range(found["min"], min(found.get("max", found["min"]), 500) + 1), str(found["style"])))
        return styles

    def patched(self, template: Template) -> bytes:
        """The new XML. New rows and new cells take their styles from the template."""
        return b"".join(self.made(template)[1].pieces())

    def made(self, template: Template) -> tuple[Cut, Cut]:
        """The sheet before and after the edits, which are used up."""
        sheet = self._cut
        before = replace(sheet, rows=list(sheet.rows))
        self.touched = {*self._edits, *self._added[0]} | rows_of(self._columns.values())
        contents = Contents(self._days_before_first)
        self._put_columns(contents)
        self._add_rows(template, contents)
        unusual = self._changed_in_bytes(template, contents)
        written = self._changed_by_tree(unusual, template) if unusual else {}
        added: dict[int, bytes] = {}
        for number, row in written.items():
            place = sheet.at(number)
            if place >= 0:
                sheet.rows[place] = row
            else:
                added[number] = row
        self.touched.update(written)
        numbers, rows = _merged(sheet.numbers, sheet.rows, {**added, **self._new})
        head, tail = self._grown_head(max(self.bottom, max(numbers, default=1))), self._grown_tail()
        return before, Cut(head, tail, sheet.opening, sheet.closing, sheet.mark, numbers, rows)

    def _put_columns(self, contents: Contents) -> None:
        """Columns of new values into rows that are spelled as known; the others, and those of a few rows, become edits of single rows."""
        sheet, columns = self._cut, self._columns
        if not columns:
            return
        left = rows_of(columns.values())
        if not self._slow and len(left) >= FEW_ROWS:
            numbers = sheet.numbered(sheet.among(sorted(left.difference(self._edits))))
            rows, odd = ColumnEdits(columns).patched(sheet.rows_of(numbers), numbers, contents)
            sheet.put(numbers, rows)
            left = left.difference(numbers).union(odd) if odd or len(numbers) < len(left) else set()
        for number in sorted(left):
            self.edit(number).values.update({column: values[number] for column, values in columns.items() if number in values})

    def _add_rows(self, template: Template, contents: Contents) -> None:
        """Rows where none are; those that come to stand in a blank one, and all when they are to be written by lxml, become edits of single rows."""
        numbers, columns, formulas = self._added
        single = list(numbers) if self._slow else self._cut.among(numbers)
        if len(single) < len(numbers):
            # the blank rows of an empty table are filled first
            new, columns_of_new = numbers[len(single) :], {column: values.part(slice(len(single), None)) for column, values in columns.items()}
            self._new.update(zip(new, NewRows(*template, contents).rows(new, columns_of_new, formulas), strict=True))
            self.formulas_changed |= bool(formulas)
        for place, number in enumerate(single):
            edit = self.edit(number)
            edit.values.update({column: values.news[place] for column, values in columns.items()})
            edit.formulas.update(formulas)

    def _changed_in_bytes(self, template: Template, contents: Contents) -> list[int]:
        """Every edit of a single row that can be done in bytes; the numbers of the rows left."""
        if self._slow:
            return list(self._edits)
        sheet, left = self._cut, list[int]()
        new_rows = NewRows(*template, contents)
        for number, edit in self._edits.items():
            place = sheet.at(number)
            if place < 0:
                values = {column: ColumnValues([number], [value]) for column, value in edit.values.items()}
                (self._new[number],) = new_rows.rows([number], values, edit.formulas)
                self.formulas_changed |= bool(edit.formulas)
                continue
            row = patched_row(sheet.rows[place], number, edit, template[0], contents)
            if row is None:
                left.append(number)
            else:
                sheet.rows[place] = row
        return left

    def _changed_by_tree(self, numbers: Sequence[int], template: Template) -> dict[int, bytes]:
        """These rows parsed, changed and written by lxml; with them all rows of a shared formula when one of them holds a part of it."""
        sheet = self._cut
        touched = [number for number in numbers if sheet.at(number) >= 0]
        if any(b'"shared"' in sheet.row(number) for number in touched):
            if self._part:
                raise Unusual("rows that share a formula")
            followers = [number for number, row in zip(sheet.numbers, sheet.rows, strict=True) if b'"shared"' in row]
            touched = [*touched, *(number for number in followers if number not in set(touched))]
        touched.sort()
        frame = parse(sheet.document([sheet.row(number) for number in touched]), self._name)
        orphaned: set[str] = set()
        asked = frozenset(numbers)
        for number, element in zip(touched, list(frame), strict=True):
            element.set("r", str(number))
            if number in asked:
                self._apply(element, number, self._edits[number], template[0], orphaned)
        for number in sorted(asked.difference(touched)):
            element = etree.SubElement(frame, f"{{{etree.QName(frame).namespace}}}row")
            element.set("r", str(number))
            for name, value in template[1].items():
                element.set(name, value)
            self._apply(element, number, self._edits[number], template[0], orphaned)
            touched.append(number)
        _release_followers(frame, orphaned)
        rows = etree.tostring(frame, encoding="UTF-8").removesuffix(sheet.closing).split(sheet.mark)
        return dict(zip(touched, rows[1:], strict=True))

    def _apply(self, row: Element, number: int, edit: RowEdit, styles: Mapping[int, str], orphaned: set[str]) -> None:
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
            elif cell.get("r") is None:
                cell.set("r", column_letters(column) + str(number))  # it stood behind its neighbor, and is to be found again
            self.formulas_changed |= _empty(cell, orphaned)
            if column in edit.values:
                _fill(cell, edit.values[column], self._days_before_first)
            else:
                etree.SubElement(cell, cell.tag[:-1] + "f").text = edit.formulas[column]
                self.formulas_changed = True
        if len(cells) > known:
            _drop(row, "spans")  # they might end before the new cell
            row[:] = [cells[column] for column in sorted(cells)]

    def _grown_head(self, bottom: int) -> bytes:
        def widen(match: re.Match[bytes]) -> bytes:
            area = Area.of(match.group(2).decode())
            new = match.group(2) if area is None or area.bottom >= bottom else str(area.ending(bottom)).encode()
            return match.group(1) + new + match.group(3)

        return _DIMENSION.sub(widen, self._cut.head, count=1)

    def _grown_tail(self) -> bytes:
        if not self._grown:
            return self._cut.tail

        def widen(match: re.Match[bytes]) -> bytes:
            places = [self._widened(place) for place in match.group(2).decode().split()]
            return match.group(1) + " ".join(places).encode() + match.group(3)

        return _XM_SQREF.sub(widen, _SQREF.sub(widen, self._cut.tail))

    def _widened(self, place: str) -> str:
        area = Area.of(place)
        for old, bottom in self._grown:
            if area is None or not (old.left <= area.left and area.right <= old.right):
                continue
            covers_last_row = area.top <= old.bottom <= area.bottom
            if covers_last_row and old.bottom < area.bottom <= bottom:  # it had room for rows to come, as those of a new workbook have
                return str(area.ending(max(bottom, last_row(bottom - old.top))))
            # a rule for the last row alone is that row's own, unless the table has no other row
            if covers_last_row and area.bottom < bottom and (area.top < area.bottom or old.bottom == old.top + 1):
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
        text.text = ESCAPE.sub("_x005F_", plain_text(value))
        text.set(_XML_SPACE, "preserve")
        return
    etree.SubElement(cell, prefix + "v").text = number_text(value, days_before_first)


def _merged(numbers: Sequence[int], rows: list[bytes], new: Mapping[int, bytes]) -> tuple[Sequence[int], list[bytes]]:
    """Old and new rows in the order of their numbers."""
    if not new:
        return numbers, rows
    below = sorted(new)
    if not numbers or below[0] > max(numbers[0], numbers[-1]) and isinstance(numbers, range):
        joined = [*numbers, *below]
        unbroken = range(joined[0], joined[-1] + 1)
        return unbroken if len(unbroken) == len(joined) else joined, [*rows, *map(new.__getitem__, below)]
    ordered = sorted([*zip(numbers, rows, strict=True), *new.items()], key=lambda pair: pair[0])
    return [number for number, _ in ordered], [row for _, row in ordered]
