"""Rows that leave a sheet for good: the rows below move up, as when a person deletes sheet rows in Excel, and the table ends earlier.

What Excel would adjust and this does not is refused by name: addresses of cells in formulas, merged cells, notes on cells. Own columns, formats and links
move with their rows; formulas that name columns of the table (``[@Amount]``) need no change.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.book import Cell, RemoveRow
from pyaddin.ledger.closed.layout import CONTENT_TYPES, Area, Layout, SheetParts, local, parse, relations
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found, read_checked
from pyaddin.ledger.drafts import row_key
from pyaddin.ledger.edits import same
from pyaddin.ledger.schema import EVERY_TABLE

_ROW_OPEN = re.compile(rb"<((?:\w+:)?)row\b[^>]*>")
_PLACE = re.compile(rb"""(\sr=["'])(\d+)(["'])""")
_CELL_PLACE = re.compile(rb"""(<(?:\w+:)?c\s(?:[^>]*?\s)?r=["'][A-Z]{1,3})(\d+)(["'])""")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b([^>]*?)(?:/>|>([^<]*))")
_ADDRESS = re.compile(rb"(?<![A-Za-z0-9_.\[@])\$?[A-Z]{1,3}\$?\d{1,7}(?![A-Za-z0-9_(\]])")
_LINK = re.compile(rb"""<(?:\w+:)?hyperlink\s(?:[^>]*?\s)?ref=["']([A-Z]{1,3})(\d+)(?::[^"']*)?["'][^>]*?/>""")
_LINK_PLACE = re.compile(rb"""(\sref=["'])[^"']*(["'])""")
_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s(?:[^>]*?\s)?ref=["'])([^"']*)(["'])""")
_ADVICE = "Save the ledger without it (a formula by its value), then do it again."


def without(package: Package, plan: Layout, found: Mapping[str, Found], edits: Sequence[RemoveRow]) -> tuple[Package, Layout, dict[str, Found]]:
    """The ledger without these rows, read back: all others stand in their order, cell for cell. Stops: X-CHANGED, X-UNSAFE, X-VERIFY."""
    gone = _numbers(found, edits)
    _refuse_addresses(package, plan, gone)
    parts: dict[str, bytes] = {}
    dropped: set[str] = set()
    for name, numbers in gone.items():
        sheet = plan.sheets[name]
        content = package.read(sheet.sheet)
        parts[sheet.sheet] = _shortened(content, sheet, numbers)
        if sheet.table and sheet.area is not None:
            parts[sheet.table] = _table(package.read(sheet.table), sheet, len(numbers))
        if b"<f" in content:
            _forget_chain(package, plan, parts, dropped)
    data = package.rebuilt(parts, dropped)
    new, after, now = read_checked(data)
    for name, before in found.items():
        _compare(name, before, now[name], gone.get(name, []))
    return new, after, now


def _numbers(found: Mapping[str, Found], edits: Sequence[RemoveRow]) -> dict[str, list[int]]:
    """Sheet rows by table, in order; each must be the row that the edit was made for."""
    gone: dict[str, list[int]] = {}
    rows: dict[str, dict[int, Mapping[str, Cell]]] = {name: dict(found[name].raw.rows) for name in {edit.table for edit in edits} & found.keys()}
    for edit in edits:
        cells = rows.get(edit.table, {}).get(edit.row)
        if cells is None or not all(same(cells.get(header), cell) for header, cell in edit.cells.items()):
            raise Stop("X-CHANGED", f"expected {row_key(EVERY_TABLE[edit.table], edit.cells)}", sheet=edit.table, row=edit.row)
        gone.setdefault(edit.table, []).append(edit.row)
    return {name: sorted(set(numbers)) for name, numbers in gone.items()}


def _refuse_addresses(package: Package, plan: Layout, gone: Mapping[str, Sequence[int]]) -> None:
    """Formulas on whatever sheet that name cells of a sheet which gets shorter would name other cells afterwards."""
    names = b"|".join(re.escape(name.encode()) for name in gone)
    named = re.compile(rb"(?:'(?:" + names + rb")'|\b(?:" + names + rb"))!\$?[A-Z]{1,3}\$?\d")
    for part in package.names():
        if part.startswith("xl/worksheets/") and part.endswith(".xml") and b"<f" in (content := package.read(part)):
            for formula in _FORMULA.finditer(content):
                if named.search(formula.group(2) or b""):
                    raise Stop("X-UNSAFE", f"a formula names cells of another sheet: {_shown(formula)}", advice=_ADVICE)
    for name in gone:
        kinds = {kind for kind, _ in relations(package, plan.sheets[name].sheet).values()}
        if kinds & {"comments", "threadedComment"}:
            raise Stop("X-UNSAFE", "notes on cells", sheet=name, advice=_ADVICE)


def _shown(formula: re.Match[bytes]) -> str:
    return (formula.group(2) or b"")[:60].decode("utf-8", "replace")


def _rows(data: bytes) -> Iterator[tuple[int, bytes]]:
    number, at = 0, 0
    while (opening := _ROW_OPEN.search(data, at)) is not None:
        place = _PLACE.search(opening.group())
        number = int(place.group(2)) if place else number + 1
        at = opening.end()
        if not opening.group().endswith(b"/>"):
            closing = b"</" + opening.group(1) + b"row>"
            at = data.index(closing, at) + len(closing)
        yield number, data[opening.start() : at]


def _shortened(content: bytes, sheet: SheetParts, gone: Sequence[int]) -> bytes:
    """The sheet's XML without these rows, all below moved up."""
    opening = re.search(rb"<(?:\w+:)?sheetData\b[^>]*>", content)
    end = re.search(rb"</(?:\w+:)?sheetData>", content)
    if opening is None or end is None:
        raise Stop("X-NOT-WORKBOOK", f"{sheet.sheet} holds no rows", sheet=sheet.name)
    head, tail = content[: opening.end()], content[end.start() :]
    if b"mergeCell " in tail:
        raise Stop("X-UNSAFE", "merged cells", sheet=sheet.name, advice=_ADVICE)
    left, removed, last = [], frozenset(gone), 1
    for number, row in _rows(content[opening.end() : end.start()]):
        if number not in removed:
            last = number - bisect_left(gone, number)
            left.append(row if last == number else _moved(row, last, sheet.name))
    return _dimension(head, last) + b"".join(left) + _LINK.sub(lambda link: _link(link, gone, removed), tail)


def _moved(row: bytes, number: int, sheet: str) -> bytes:
    """The row with another number, in itself and in its cells."""
    if b"<f" in row or b":f" in row:
        for formula in _FORMULA.finditer(row):
            if b"ref=" in formula.group(1) or b"shared" in formula.group(1) or _ADDRESS.search(formula.group(2) or b""):
                raise Stop("X-UNSAFE", f"a formula names cells by their address: {_shown(formula)}", sheet=sheet, advice=_ADVICE)
    place = str(number).encode()
    opening = _ROW_OPEN.match(row)
    assert opening is not None
    return _PLACE.sub(rb"\g<1>" + place + rb"\g<3>", opening.group(), count=1) + _CELL_PLACE.sub(rb"\g<1>" + place + rb"\g<3>", row[opening.end() :])


def _link(link: re.Match[bytes], gone: Sequence[int], removed: frozenset[int]) -> bytes:
    """A link of a cell goes where its cell goes."""
    number = int(link.group(2))
    if number in removed:
        return b""
    cell = link.group(1) + str(number - bisect_left(gone, number)).encode()
    return _LINK_PLACE.sub(rb"\g<1>" + cell + rb"\g<2>", link.group(), count=1)


def _dimension(head: bytes, last: int) -> bytes:
    def ending(match: re.Match[bytes]) -> bytes:
        area = Area.of(match.group(2).decode())
        return match.group() if area is None else match.group(1) + str(area.ending(max(last, area.top))).encode() + match.group(3)

    return _DIMENSION.sub(ending, head, count=1)


def _table(content: bytes, sheet: SheetParts, count: int) -> bytes:
    """The table ends so many rows earlier; one without rows keeps a blank one, as Excel wants it."""
    root = parse(content, sheet.table)
    assert sheet.area is not None
    bottom = max(sheet.area.bottom - count, sheet.area.top + 1)
    for element in root.iter():
        area = Area.of(str(element.get("ref", ""))) if local(element) in ("table", "autoFilter", "sortState", "sortCondition") else None
        if area is not None and area.bottom == sheet.area.bottom:
            element.set("ref", str(area.ending(bottom)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _forget_chain(package: Package, plan: Layout, parts: dict[str, bytes], dropped: set[str]) -> None:
    """The list of formula cells names them by place; Excel makes it anew by itself."""
    chain = next((target for kind, target in relations(package, plan.workbook).values() if kind == "calcChain"), "")
    if not chain or chain not in package.names() or chain in dropped:
        return
    dropped.add(chain)
    folder, _, file = plan.workbook.rpartition("/")
    for name, attribute in ((f"{folder}/_rels/{file}.rels".lstrip("/"), "Type"), (CONTENT_TYPES, "ContentType")):
        root = parse(package.read(name), name)
        for element in [one for one in root if "calcChain" in str(one.get(attribute, ""))]:
            root.remove(element)
        parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _compare(name: str, before: Found, after: Found, gone: Sequence[int]) -> None:
    removed = frozenset(gone)
    expected = [(number - bisect_left(gone, number), cells) for number, cells in before.raw.rows if number not in removed]
    if len(expected) != len(after.raw.rows):
        raise Stop("X-VERIFY", f"{len(after.raw.rows)} rows instead of {len(expected)}", sheet=name)
    for (number, cells), (found, now) in zip(expected, after.raw.rows, strict=True):
        if number != found or cells != now and not all(same(now.get(header), cell) for header, cell in cells.items()):
            raise Stop("X-VERIFY", "a row that stays is not as it was", sheet=name, row=found)
