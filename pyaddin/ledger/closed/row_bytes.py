"""Cells of one row exchanged in its bytes, for rows spelled as Excel, XlsxWriter, openpyxl, LibreOffice and this program spell them.

A row that is spelled otherwise, or that holds a formula, is told by ``None``: ``sheet`` parses it then. Both ways make the same row
(``tests/ledger/test_row_bytes.py`` holds them equal).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from types import NoneType

from pyaddin.ledger.book import Value
from pyaddin.ledger.closed.layout import column_letters, column_number
from pyaddin.ledger.column_values import REMEMBERED, ColumnValues, Kinds
from pyaddin.ledger.edits import plain_text, serial
from pyaddin.ledger.texts import printable
from pyaddin.records import dataclass

ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEAD = re.compile(rb' r="\d+"(?: [\w:]+="[^"<>]*")*>')
_SPANS = re.compile(rb' spans="[^"]*"')
_HIDDEN = re.compile(rb' hidden="[^"]*"')
_PLACE = re.compile(rb'r="([A-Z]{1,3})\d+"')
# behind the cell's place: style and type, and content that is no formula
_CELL = re.compile(rb'( s="\d+")?(?: t="\w+")?(?:/>|>(?:<v>[^<]*</v>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?</c>)')
_INLINE = (' t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>")
_ROW_END = b"</row>"
_EMPTY = b"/>"


@dataclass(slots=True)
class RowEdit:
    """What happens to one sheet row: values by column, formulas by column, columns to empty out, columns to take away."""

    values: dict[int, Value] = field(default_factory=dict)
    formulas: dict[int, str] = field(default_factory=dict)
    removed: frozenset[int] = frozenset()
    shown: bool = False


@lru_cache(maxsize=2048)
def letters(column: int) -> bytes:
    """A, Z, AA as bytes."""
    return column_letters(column).encode()


def number_text(value: int | Decimal | date, days_before_first: int) -> str:
    """The number that a cell holds for this value; ``days_before_first``: of a workbook that counts from 1904."""
    if isinstance(value, date):
        return str(serial(value) - days_before_first)
    return format(value or abs(value), "f") if isinstance(value, Decimal) else str(value)  # a zero with a sign is a zero


def escaped(text: str) -> str:
    """For the text of an element."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Contents:
    """Values as the end of a cell's bytes, from behind its style on. Most values of a column repeat: each text and day is made once."""

    def __init__(self, days_before_first: int) -> None:
        self._days = days_before_first
        self._known: dict[Value, bytes] = {}

    def of(self, value: Value) -> bytes:
        """``/>`` for nothing; text is written into the cell itself and never read as a formula."""
        if value is None or type(value) is str and not value:
            return _EMPTY
        if not isinstance(value, str | date):
            return b"><v>%b</v></c>" % number_text(value, self._days).encode()
        made = self._known.get(value)
        if made is None:
            made = self._made(value)
            if len(self._known) < REMEMBERED:
                self._known[value] = made
        return made

    def of_all(self, values: Sequence[Value], kinds: Kinds | None = None) -> list[bytes]:
        """The same for values of one column: numbers are joined and cut again at once, each of the other values is made once. ``kinds``: what types may be
        among them, where that is known of the whole column."""
        kinds = frozenset(map(type, values)) if kinds is None else kinds
        blanks, kinds = NoneType in kinds, kinds - {NoneType}
        if kinds == {Decimal} or kinds == {int}:
            filled = [value for value in values if value is not None] if blanks else values
            made = _numbers(filled)
            if len(filled) == len(values):
                return made
            following = iter(made)
            return [_EMPTY if value is None else next(following) for value in values]
        if kinds <= {str, date}:
            try:
                return list(map(self._known.__getitem__, values))
            except KeyError:
                return self._of_texts_and_days(values)
        return list(map(self.of, values))

    def _of_texts_and_days(self, values: Sequence[Value]) -> list[bytes]:
        different = set(values)
        ends = dict[Value, bytes]()
        ends.update(_plain_texts([value for value in different if isinstance(value, str) and value]).items())
        ends.update((value, self.of(value)) for value in different.difference(ends))
        if len(self._known) < REMEMBERED:
            self._known.update(ends)
        return list(map(ends.__getitem__, values))

    def _made(self, value: str | date) -> bytes:
        if isinstance(value, date):
            return b"><v>%b</v></c>" % number_text(value, self._days).encode()
        text = escaped(ESCAPE.sub("_x005F_", plain_text(value)))
        before, behind = _INLINE
        return (before + text + behind).encode()


def _plain_texts(texts: Sequence[str]) -> dict[str, bytes]:
    """The ends of cells for texts in which nothing is to be left out or spelled in Excel's own way; none when not all of them are such."""
    joined = "".join(texts)
    if not printable(joined) or "_x" in joined or not texts:
        return {}
    before, behind = _INLINE
    between = f"{behind}\n{before}"
    made = between.join(texts) if joined == escaped(joined) else between.join(map(escaped, texts))
    return dict(zip(texts, (before + made + behind).encode().split(b"\n"), strict=True))


_SIGNED_ZERO = re.compile(rb">-(0(?:\.0+)?)<")


def _numbers(numbers: Sequence[Value]) -> list[bytes]:
    """The ends of cells for these numbers, all in plain digits; a zero with a sign is a zero."""
    if not numbers:
        return []
    texts = list(map(str, numbers))
    if "E" in "".join(texts):
        texts = list(map(format, numbers, repeat("f")))
    made = ("><v>" + "</v></c>\n><v>".join(texts) + "</v></c>").encode()
    return (_SIGNED_ZERO.sub(rb">\1<", made) if b">-0" in made else made).split(b"\n")


def patched_row(row: bytes, number: int, edit: RowEdit, styles: Mapping[int, str], contents: Contents) -> bytes | None:
    """The row, without its mark, after the edit; ``None`` when it is not spelled as known."""
    row = row.rstrip()
    if b"<f" in row or edit.formulas or not row.endswith(_ROW_END):
        return None
    cells = row[: -len(_ROW_END)].split(b"<c ")
    if not _HEAD.fullmatch(cells[0]):
        return None
    if edit.shown:
        cells[0] = _HIDDEN.sub(b"", cells[0], count=1)
    digits = b'%d"' % number
    missing: dict[int, Value] = {}
    for column, value in edit.values.items():
        place = b'r="' + letters(column) + digits
        index = _index(cells, column, place)
        if index == 0:
            missing[column] = value
            continue
        match = _CELL.fullmatch(cells[index], len(place))
        if match is None:
            return None
        cells[index] = place + (match[1] or b"") + contents.of(value)
    if edit.removed and not _without(cells, edit, digits):
        return None
    if missing:
        if row.count(b"<c") != row.count(b"<c ") or not _with(cells, missing, digits, styles, contents):
            return None
        cells[0] = _SPANS.sub(b"", cells[0], count=1)  # they might end before the new cell
    if len(cells) == 1:
        return cells[0][:-1] + _EMPTY
    return b"<c ".join(cells) + _ROW_END


def _index(cells: list[bytes], column: int, place: bytes) -> int:
    """Where the cell of this place is: mostly all columns from the first on are there. 0 when it is not in the row."""
    if column < len(cells) and cells[column].startswith(place):
        return column
    return next((index for index, cell in enumerate(cells) if cell.startswith(place)), 0)


def _without(cells: list[bytes], edit: RowEdit, digits: bytes) -> bool:
    gone = []
    for column in edit.removed - edit.values.keys():
        place = b'r="' + letters(column) + digits
        index = _index(cells, column, place)
        if index and not _CELL.fullmatch(cells[index], len(place)):
            return False
        gone.append(index)
    for index in sorted(filter(None, gone), reverse=True):
        del cells[index]
    return True


def _with(cells: list[bytes], missing: Mapping[int, Value], digits: bytes, styles: Mapping[int, str], contents: Contents) -> bool:
    """Puts cells where there are none; ``False`` when the row's own are not in their order."""
    places = [_PLACE.match(cell) for cell in cells[1:]]
    columns = [column_number(place.group(1).decode()) for place in places if place]
    if len(columns) != len(places) or any(left >= right for left, right in zip(columns, columns[1:], strict=False)):
        return False
    new = {column: b'r="' + letters(column) + digits + _style(styles, column) + contents.of(value) for column, value in missing.items()}
    cells[1:] = [cell for _, cell in sorted([*zip(columns, cells[1:], strict=True), *new.items()], key=lambda pair: pair[0])]
    return True


def _style(styles: Mapping[int, str], column: int) -> bytes:
    return b' s="%b"' % _quoted(styles[column]) if column in styles else b""


def _quoted(value: str) -> bytes:
    """For the value of an attribute."""
    return escaped(value).replace('"', "&quot;").encode()


class NewRows:
    """New rows at the foot of a table, all alike: the places and styles of their cells are spelled once."""

    def __init__(self, styles: Mapping[int, str], attributes: Mapping[str, str], contents: Contents) -> None:
        self._styles, self._contents = styles, contents
        self._attributes = b"".join(b' %b="%b"' % (name.encode(), _quoted(value)) for name, value in attributes.items())

    def rows(self, numbers: Sequence[int], columns: Mapping[int, ColumnValues], formulas: Mapping[int, str]) -> list[bytes]:
        """Rows of these numbers without their mark. ``columns``: the values of each, one for every row; ``formulas``: the same in every row."""
        frame, parts = b' r="%d"' + self._attributes.replace(b"%", b"%%") + b">", list[Sequence[int | bytes]]([numbers])
        for column in sorted({*columns, *formulas}):
            frame += b'<c r="' + letters(column) + b'%d"' + _style(self._styles, column).replace(b"%", b"%%")
            parts.append(numbers)
            if column in columns:
                frame += b"%b"
                parts.append(self._contents.of_all(columns[column].news, columns[column].kinds))
            else:
                frame += b"><f>%b</f></c>" % escaped(formulas[column]).encode().replace(b"%", b"%%")
        return list(map((frame + _ROW_END).__mod__, zip(*parts, strict=True)))
