"""Whether a table has room at its right end for columns that a later version brought."""

from __future__ import annotations

from pyaddin.ledger.cells import folded
from pyaddin.ledger.closed.layout import Area, Element, SheetParts, local, parse, relations
from pyaddin.ledger.closed.package import Package


def in_the_way(package: Package, parts: SheetParts, area: Area, new: frozenset[str]) -> str:
    """The first cell, merged area or other table that stands where the new columns would come; blank when there is room.

    A clerk's own column with the name of a new one is in the way wherever it stands: two columns of one name are no ledger.
    """
    root = parse(package.read(parts.sheet), parts.sheet)
    wanted = range(area.right + 1, area.right + len(new) + 1)
    for cell in root.iter("{*}c"):
        place = Area.of(str(cell.get("r", "")))
        if place is not None and place.left in wanted and place.top >= area.top and any(local(child) in ("v", "is", "f") for child in cell):
            return str(place)
    names = {folded(name) for name in new}
    for header in _names_in_table(package, parts):
        if folded(header) in names:
            return f"your own column {header}"
    return _other_area(package, parts, root, area, wanted)


def _names_in_table(package: Package, parts: SheetParts) -> list[str]:
    if not parts.table:
        return []
    return [str(column.get("name", "")) for column in parse(package.read(parts.table), parts.table).iter("{*}tableColumn")]


def _other_area(package: Package, parts: SheetParts, root: Element, area: Area, wanted: range) -> str:
    others = [str(merged.get("ref", "")) for merged in root.iter("{*}mergeCell")]
    for kind, target in relations(package, parts.sheet).values():
        if kind == "table" and target != parts.table:
            table = parse(package.read(target), target)
            others.append(str(table.get("ref", "")) if local(table) == "table" else "")
    for text in others:
        other = Area.of(text)
        if other is not None and other.right >= wanted.start and other.left < wanted.stop and other.bottom >= area.top:
            return str(other)
    return ""
