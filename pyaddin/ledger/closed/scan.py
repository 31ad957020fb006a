"""The needed columns of one sheet in one pass over its bytes, behind a self-check: python-calamine (``reader``) is the reference.

A regular expression made for this very sheet takes row after row, each beginning where the one before it ended: at first one for rows whose cells are
all written as most cells of their column are; where another cell is met, one that takes any cell in that column. Whatever it does not know, from a row
without a number to a cell in a strange order, ends the scan with ``Unusual``, and the reference reads the sheet. So nothing is guessed: what is scanned is
whole, from ``<sheetData>`` to its end, and it is well-formed XML. The pattern takes well-formed cells only; what it leaves open (attributes of rows, cells
of a rare kind, the frame of the sheet) is given to a parser, each different piece once. A parser need not go over the rest.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import Any

from pyaddin.ledger.book import Cell
from pyaddin.ledger.closed.layout import column_letters, column_number
from pyaddin.ledger.closed.scan_values import ColumnCells, Form, Meanings, Unusual, check_well_formed, closing
from pyaddin.records import dataclass

HEADER_WITHIN = 20
BATCH = 300_000
"""Bytes of rows that are taken at once."""
SAMPLE = 64
MOST_PATTERNS = 4
"""So many patterns are made for one sheet before it is taken by one that lets each column have any cell."""
LAST_NEAR_COLUMN, LAST_NEAR_ROW = 104, 99_999  # column CZ; ``reader`` measures the extent of what lies farther out
DENSE_CELLS, CELLS_FOR_ONE = 10_000_000, 20
"""A sheet whose extent has more cells than the first, and more than the second for each that is there, is refused by ``reader``."""

_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_TEXT = rb"(?:[^<&>\x00-\x08\x0b\x0c\x0e-\x1f]++|&(?:amp|lt|gt|quot|apos|#9|#10|#13|#34|#39);)*+"
_OPENED = rb'<is><t(?: xml:space="preserve")?+>'
# a cell of a contract column behind its place, up to </c>: its attributes and contents are looked at one by one
_WITHIN = rb"(?:[^<]++|<(?!/?c[ />]|/?row))*+"
_PIECE = rb"([^<>]*+>" + _WITHIN + b")"
_CLOSE = rb"(?:</c>|(?<=/>))"
# a cell of any other column
_FORMULA = (
    rb'<f(?: aca="(?:false|true|0|1)")?+(?: t="(?:normal|shared|array)")?+(?: ref="[A-Z0-9:]++")?+(?: ca="[01]")?+(?: si="\d++")?+'
    rb"(?:/>(?=<v>)|>" + _TEXT + rb"</f>)"
)
_OWN = (
    rb'(?: s="\d++")?+(?: t="[a-zA-Z]++")?+(?: cm="\d++")?+(?: vm="\d++")?+(?:/>|>(?:' + _FORMULA + rb")?+"
    rb"(?:<v>" + _TEXT + rb"</v>|" + _OPENED + _TEXT + rb"</t></is>)?+</c>)"
)
_ROW = rb'<row r="(\d{1,7})"(?:%b|([^<>]*+))'
_ROW_OPENS = re.compile(rb'<row r="\d{1,7}"([^<>]*+)>')
_ANY_ROW = re.compile(
    rb'<row r="(\d{1,7})"(?: [^<>]*+|/)?+(?:(?<=/)>|>((?:<c r="[A-Z]{1,3}\1"[^<>]*+(?:(?<=/)>|>' + _WITHIN + rb'</c>))*+)</row>)'
)
_ANY_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+"([^<>]*+(?:(?<=/)>|>' + _WITHIN + rb'</c>))')
_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=["']([^"']*)["']""")
_EXTENT = re.compile(rb'<dimension ref="[A-Z]{1,3}\d{1,7}(?::[A-Z]{1,3}\d{1,7})?" ?/>')
_FORM = re.compile(
    rb'<c r="([A-Z]{1,3})\d+" s="(\d{1,5})"(?:/>|(?=( t="s"><v>|(?: t="n")?><v>| t="inlineStr"><is><t(?: xml:space="preserve")?+>))'
    rb"(?:[^<>]*+><v>[\d.-]+</v>|[^<>]*+><is><t[^<>]*+>[^<]++</t></is>)</c>)"
)
_SHARED = b' t="s"><v>'
_CELL_FORMULA = re.compile(rb"<f[ >/][^<]*+(?:</f>)?+")

_Texts = list[bytes | None]
_Cells = tuple[_Texts, _Texts]
"""Those of a column: the contents where a cell has the form of its column, and the pieces of all others; an empty list where there are none."""
_Batch = tuple[list[bytes], _Texts, list[_Cells]]
"""The numbers of some rows, their other attributes where these are not the usual ones, and their cells by column."""
FindHeader = Callable[[Iterable[Sequence[Any]]], tuple[int, Mapping[str, int]]]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The needed cells of a sheet by column, the sheet row of each, where the header stands (from 0), and the cell styles below it by sheet column.

    ``hides``: whether rows below the header may be hidden. ``frame``: the sheet without its rows.
    """

    header_row: int
    places: Mapping[str, int]
    numbers: list[int]
    columns: list[list[Cell]]
    styles: Mapping[int, frozenset[int]]
    hides: bool
    frame: bytes


def scan(content: bytes, meanings: Meanings, find_header: FindHeader) -> Scanned:
    """Reads a sheet. ``find_header`` is given the first rows. Raises ``Unusual`` for everything that the reference must read, also for what it will refuse."""
    start, begin, stop, header_row, places = _extent_of_rows(content, meanings, find_header)
    wanted = sorted(places.items(), key=lambda item: item[1])
    forms = _forms(content, begin, [index for _, index in wanted])
    cells = [ColumnCells(meanings, form) for form in forms]
    columns: list[list[Cell]] = [[] for _ in wanted]
    numbers: list[int] = []
    usual = _usual_attributes(content, begin)
    attributes: set[bytes | None] = {usual}
    for first, with_number, found in _batches(content, begin, stop, tuple(index for _, index in wanted), forms, usual):
        numbers.extend(map(int, first))
        attributes.update(with_number)
        for column, known, (contents, pieces) in zip(columns, cells, found, strict=True):
            column.extend(known.values(contents, pieces))
    check_well_formed(content[:begin] + b"".join([b'<row r="1"%b/>' % one.removesuffix(b"/") for one in attributes if one]) + content[stop:])
    _check_encoding(content, start)
    _check_order(numbers, header_row + 1)
    _check_near(content, numbers, header_row + 1, columns)
    styles = {index + 1: frozenset(known.styles) for (_, index), known in zip(wanted, cells, strict=True)}
    by_header = dict(zip((header for header, _ in wanted), columns, strict=True))
    hides = any(b" hidden=" in one for one in attributes if one)
    return Scanned(header_row, places, numbers, [by_header[header] for header in places], styles, hides, _frame(content, start, stop))


def scan_cells(content: bytes, meanings: Meanings, find_header: FindHeader) -> Scanned:
    """As ``scan`` for a small sheet that is known to be well-formed: cell after cell, since a pattern for its rows would take longer to make."""
    start, begin, stop, header_row, places = _extent_of_rows(content, meanings, find_header)
    numbers: list[int] = []
    cells: list[dict[int, bytes]] = []
    while begin < stop:
        match = _ANY_ROW.match(content, begin, stop)
        if match is None:
            raise Unusual("a row of an unknown kind")
        begin = match.end()
        numbers.append(int(match.group(1)))
        cells.append(_pieces_of(match.group(2) or b""))
    columns: list[list[Cell]] = []
    styles: dict[int, frozenset[int]] = {}
    nothing: _Texts = [None] * len(numbers)
    for index in sorted({*places.values()}.union(*cells)):  # of a clerk's own columns, too, nothing may be unusual
        known = ColumnCells(meanings, Form(b"0", _SHARED, met=False))
        values = known.values(nothing, [row.get(index) for row in cells])
        if index in places.values():
            columns.append(values)
            styles[index + 1] = frozenset(known.styles)
    _check_encoding(content, start)
    _check_order(numbers, header_row + 1)
    _check_near(content, numbers, header_row + 1, columns)
    by_place = dict(zip(sorted(places.values()), columns, strict=True))
    hides = content.find(b" hidden=", start, stop) >= 0
    return Scanned(header_row, places, numbers, [by_place[index] for index in places.values()], styles, hides, _frame(content, start, stop))


def _frame(content: bytes, start: int, stop: int) -> bytes:
    return content[: start + len(_BEGIN)] + content[stop:]


def _pieces_of(row: bytes) -> dict[int, bytes]:
    """The pieces of the cells of a row by column, from 0. Raises ``Unusual`` for cells out of order or too far out."""
    found: dict[int, bytes] = {}
    before = 0
    for letters, rest in _ANY_CELL.findall(row):
        column = column_number(letters.decode())
        if not before < column <= LAST_NEAR_COLUMN:
            raise Unusual("cells out of order")
        found[column - 1] = rest.removesuffix(b"</c>")
        if rest != found[column - 1] + closing(found[column - 1]):
            raise Unusual("a cell of an unknown kind")
        before = column
    return found


def _extent_of_rows(content: bytes, meanings: Meanings, find_header: FindHeader) -> tuple[int, int, int, int, Mapping[str, int]]:
    """Where the rows begin, where those below the header begin and end, and the header's row (from 0) and columns. Raises ``Unusual``."""
    start = content.find(_BEGIN)
    stop = content.rfind(_END)  # whatever else ends there before is no row
    if start < 0 or stop < start or not _plain_frame(content[:start], content[stop + len(_END) :]):
        raise Unusual("no plain sheet")
    ends: dict[int, int] = {}
    header_row, places = find_header(_first_rows(content, start + len(_BEGIN), meanings, ends))
    begin = ends.get(header_row + 1)
    if begin is None or not places:
        raise Unusual("no header")
    return start, begin, stop, header_row, places


def _batches(content: bytes, begin: int, stop: int, indices: tuple[int, ...], forms: tuple[Form, ...], usual: bytes) -> Iterator[_Batch]:
    """The rows, some thousand at once. Every byte is of a row. Raises ``Unusual`` for what is no row.

    As long as all cells are of the form of their column, a pattern for such rows takes them: it has half the groups. From then on columns in which another
    cell was met have two.
    """
    all_free, free, odd = frozenset(indices), frozenset[int](), 0
    pattern = _row_pattern(indices, forms, usual, free)
    while begin < stop:
        end = content.find(b"</row>", min(begin + BATCH, stop), stop)
        end = stop if end < 0 else end + len(b"</row>")
        found = _taken(content[begin:end], pattern, indices, forms, free)
        if found is None:
            found = _taken(content[begin:end], _row_pattern(indices, forms, usual, all_free), indices, forms, all_free)
            if found is None or free == all_free:
                raise Unusual("a row of an unknown kind")
            odd += 1
            met = {index for index, form, (_, pieces) in zip(indices, forms, found[2], strict=True) if form.met and any(pieces)}
            free = free | met if odd < MOST_PATTERNS and not met <= free else all_free
            pattern = _row_pattern(indices, forms, usual, free)
        yield found
        begin = end


def _taken(rows: bytes, pattern: re.Pattern[bytes], indices: tuple[int, ...], forms: tuple[Form, ...], free: Set[int]) -> _Batch | None:
    """What the pattern finds in these rows; ``None`` when it leaves something between them."""
    parts, stride = pattern.split(rows), pattern.groups + 1
    if any(parts[::stride]):
        return None
    numbers, attributes, *groups = (parts[place::stride] for place in range(1, stride))
    following, nothing = iter(groups), _Texts()
    found: list[_Cells] = []
    for index, form in zip(indices, forms, strict=True):
        group = next(following)
        found.append((group, next(following)) if index in free else (group, nothing) if form.met else (nothing, group))
    return numbers, attributes, found


def _usual_attributes(content: bytes, begin: int) -> bytes:
    """What the first row says of itself behind its number; mostly all rows say the same."""
    match = _ROW_OPENS.match(content, begin)
    return match.group(1) if match else b""


def _check_encoding(content: bytes, start: int) -> None:
    """UTF-8 throughout, as declared, without the two characters that XML has not got."""
    declared = _DECLARED.match(content, 0, start)
    if declared is not None and declared.group(1).lower() != b"utf-8":
        raise Unusual("another encoding")
    if content.isascii():
        return
    decoder = getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(content), BATCH):
            some = content[at : at + BATCH]
            if some.isascii() and not decoder.getstate()[0]:
                continue
            text = decoder.decode(some, at + BATCH >= len(content))
            if "\ufffe" in text or "\uffff" in text:
                raise Unusual("a character that is none")
    except UnicodeDecodeError:
        raise Unusual("no UTF-8") from None


def _plain_frame(head: bytes, tail: bytes) -> bool:
    """Whether the sheet is written without prefixes and has one block of rows; a comment might hide another one."""
    if b"<worksheet" not in head or b"<!" in head or b"<!" in tail or b"sheetData" in head or b"sheetData" in tail:
        return False
    return head.count(b"dimension") == len(_EXTENT.findall(head)) <= 1 and b"dimension" not in tail


def _check_order(numbers: Sequence[int], header: int) -> None:
    if numbers and (numbers[0] <= header or any(map(int.__ge__, numbers, numbers[1:]))):
        raise Unusual("rows out of order")


def _check_near(content: bytes, numbers: Sequence[int], header: int, columns: Sequence[Sequence[Cell]]) -> None:
    """Nothing so far out that the reference would have to measure the extent. (The row pattern takes no cell beyond column CZ.)

    Where the filled cells of the first few columns are enough for the extent, those of the whole sheet are not counted.
    """
    bottom = numbers[-1] if numbers else header
    most = bottom * LAST_NEAR_COLUMN
    if bottom <= LAST_NEAR_ROW or most <= DENSE_CELLS:
        return
    filled = 0
    for cells in columns:
        filled += len(cells) - cells.count(None)
        if most <= CELLS_FOR_ONE * filled:
            return
    if most > CELLS_FOR_ONE * content.count(b"<c "):
        raise Unusual("far rows")


def _first_rows(content: bytes, start: int, meanings: Meanings, ends: dict[int, int]) -> Iterator[list[Any]]:
    """The texts of the first rows of the sheet as the reference lists them, as far as they are asked for; ``ends`` is told where each row ends. Cells that
    are no text are ``None``."""
    known = ColumnCells(meanings, Form(b"0", _SHARED, met=False))
    number, at = 0, start
    while match := _ANY_ROW.match(content, at):
        above, number, at = number, int(match.group(1)), match.end()
        if number <= above:
            raise Unusual("rows out of order")
        if number > HEADER_WITHIN:
            return
        yield from ([] for _ in range(above + 1, number))
        ends[number] = at
        row: list[Any] = []
        column = 0
        for letters, rest in _ANY_CELL.findall(match.group(2) or b""):
            index = column_number(letters.decode())
            if not column < index <= LAST_NEAR_COLUMN:
                raise Unusual("cells out of order")
            row.extend([None] * (index - column - 1))
            row.append(_text_of(rest, known))
            column = index
        yield row


def _text_of(rest: bytes, known: ColumnCells) -> str | None:
    """The text of a cell among the first rows; ``None`` for anything else. That of a formula counts as it stands."""
    if b' t="s"' not in rest and b' t="inlineStr"' not in rest and b' t="str"' not in rest:
        return None
    rest = _CELL_FORMULA.sub(b"", rest)
    piece = rest.removesuffix(b"</c>")
    if rest != piece + closing(piece):
        raise Unusual("a header of an unknown kind")
    value = known.values([None], [piece])[0]
    return value if isinstance(value, str) else None


def _forms(content: bytes, begin: int, indices: Sequence[int]) -> tuple[Form, ...]:
    """The form of most cells of each column, as the first rows show it."""
    met: dict[int, Counter[tuple[bytes, bytes]]] = {index + 1: Counter() for index in indices}
    at = begin
    for _ in range(SAMPLE):
        match = _ANY_ROW.match(content, at)
        if match is None:
            break
        at = match.end()
        for letters, style, before in _FORM.findall(match.group(2) or b""):
            counted = met.get(column_number(letters.decode()))
            if counted is not None:
                counted[(style, before)] += 1
    return tuple(_usual(met[index + 1]) for index in indices)


def _usual(counted: Counter[tuple[bytes, bytes]]) -> Form:
    if not counted:
        return Form(b"0", _SHARED, met=False)
    filled = {form: count for form, count in counted.items() if form[1]} or {(style, _SHARED): count for (style, _), count in counted.items()}
    return Form(*max(filled, key=filled.__getitem__))


@lru_cache(maxsize=256)
def _row_pattern(indices: tuple[int, ...], forms: tuple[Form, ...], usual: bytes, free: frozenset[int]) -> re.Pattern[bytes]:
    """One row: its number and its other attributes where these are not the ``usual`` ones, and for each of these columns (from 0, ascending) a group: the
    content of a cell of its form, or the piece where a column has no form.

    ``free``: the columns that may have cells of another form as well, with two groups: the content, and the piece of any other cell.
    Cells of other columns are passed over, up to column CZ.
    """
    cells: list[bytes] = []
    form_of = dict(zip(indices, forms, strict=True))
    for index in range(indices[-1] + 1):
        form = form_of.get(index)
        if form is None:
            cell = _OWN
        elif index in free:
            cell = b"(?:" + form.pattern() + b"|" + _PIECE + _CLOSE + b")"
        else:
            cell = form.pattern() if form.met else _PIECE + _CLOSE
        cells.append(rb'(?:<c r="' + column_letters(index + 1).encode() + rb'\1"' + cell + b")?+")
    rest = rb'(?:<c r="(?:' + _beyond(column_letters(indices[-1] + 1)) + rb')\1"' + _OWN + rb")*+"
    return re.compile(_ROW % re.escape(usual) + rb"(?:(?<=/)>|(?<!/)>" + b"".join(cells) + rest + rb"</row>)")


def _beyond(letters: str) -> bytes:
    """A pattern for the columns behind this one, up to CZ."""
    first, last = letters[:-1], letters[-1]
    same = [first + (f"[{chr(ord(last) + 1)}-Z]")] if last < "Z" else []
    double = "ABC"["ABC".index(first) + 1 :] if first else "ABC"
    return "|".join([*same, *([f"[{double}][A-Z]"] if double else []), *(["(?!)"] if not same and not double else [])]).encode()
