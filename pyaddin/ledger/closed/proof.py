"""The proof that a written file is the old ledger with the edits in it and nothing else, before it takes the old one's place.

It finds what reading the whole new file as a ledger would find (``whole_reading.read_back``, the reference of the tests), and costs what the changes
cost, not what the ledger holds, because nothing is read twice that is proven to be the same bytes:

- the file is made of its parts and their directory, byte for byte, with nothing between or behind them;
- the parts are those of the old file; every untouched part has its packed bytes, its checksum and its length, so it reads as it did;
- every changed part lies in the file in the packed bytes that were made, and unpacks to the checksum and the length of what was packed; it is whole XML,
  which of a large sheet follows from its rows;
- the rows of a changed sheet are proven when they are made, before they are packed (``proof_texts``, ``proof_sheet``), so that nothing is cut into rows
  again; a sheet that was not is cut here. Of it every untouched row is the old row byte for byte at its place, and no row is lost, doubled or new but the
  added ones: the header row and all values in them read as they did. That is more than the whole reading asks, which looks at written cells only. What
  stands around the rows is what stood there, but for areas that end lower because the table has grown;
- of a touched row every written cell is read from its bytes, by other code than wrote it, and must hold the value of the edit; every other cell is the
  old cell byte for byte, or the same cell in the spelling of a parser. Most rows are proven many at once (``proof_columns``), the others one by one
  (``proof_rows``), which says what is wrong;
- the rows that hold something are counted from these two and must be as many as the edits leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyaddin.errors import Stop
from pyaddin.ledger.closed.cut import cut, without_comments
from pyaddin.ledger.closed.layout import Layout, layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import Patch
from pyaddin.ledger.closed.proof_sheet import SheetProof, check_count, whole
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.closed.whole_reading import same_parts

WHOLE_BELOW = 100_000
"""Bytes of a changed sheet up to which a parser goes over the whole of it, although its rows are proven: it takes a thousandth of a second."""
_STYLE = re.compile(rb'(<(?:\w+:)?c r="[A-Z]+\d+") s="\d+"')


def prove(data: bytes, old: Package, plan: Layout, found: Mapping[str, Found], changes: Patch) -> None:
    """``data``: the bytes on disk; ``old``, ``plan`` and ``found``: the ledger that was patched. Stops X-VERIFY."""
    try:
        package = Package(data)
        if not package.nothing_else(data):
            raise Stop("X-VERIFY", "the directory of the file is not as it was made")
        if layout(package).sheets.keys() != plan.sheets.keys():
            raise Stop("X-VERIFY", "the sheets of the file are not those of the old one")
        same_parts(package, old, changes)
        cut_up = {name for name in (plan.sheets[table].sheet for table in changes.expected) if package.size(name) >= WHOLE_BELOW} - old.fresh
        for name in {*changes.parts, *old.fresh}:
            if name.endswith((".xml", ".rels")) and name not in cut_up:
                whole(name, [package.read(name)])
        for table, expected in changes.expected.items():
            parts = plan.sheets[table]
            if changes.proven.get(parts.sheet) is changes.parts[parts.sheet]:
                continue
            before = cut(without_comments(old.take(parts.sheet), parts.sheet), parts.sheet)
            after, touched, rows = cut(package.take(parts.sheet), parts.sheet), changes.touched[table], changes.rows_after[table]
            SheetProof(parts, found[table], before, after, expected, touched, from_1904=plan.from_1904).prove()
            check_count(found[table], after, expected, touched, rows)
    except Stop as stop:
        if stop.fault.code == "X-VERIFY":
            raise
        raise Stop("X-VERIFY", str(stop)) from stop


def only_styled(before: Package, after: Package, plan: Layout, parts: Iterable[str]) -> None:
    """Of a ledger whose form was mended, before it is patched: in these parts no row and no cell differs but in its style. Stops X-VERIFY."""
    for name, sheet in plan.sheets.items():
        if sheet.sheet not in parts:
            continue
        old, now = (cut(content, sheet.sheet) for content in (without_comments(before.read(sheet.sheet), sheet.sheet), after.read(sheet.sheet)))
        differ = [(left, right) for left, right in zip(old.rows, now.rows, strict=False) if left != right]
        if list(old.numbers) != list(now.numbers) or any(_STYLE.sub(rb"\1", left) != _STYLE.sub(rb"\1", right) for left, right in differ):
            raise Stop("X-VERIFY", "the sheet did not take its formats", sheet=name)
