"""Where things lie in a package: sheet name -> part -> table part, and the ledger's identity."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.migrate import may_be_missing
from pyaddin.ledger.schema import EVERY_TABLE, LEDGER_ID_PROPERTY, SCHEMA_PROPERTY, SCHEMA_VERSION
from pyaddin.records import dataclass

CONTENT_TYPES = "[Content_Types].xml"
DASHBOARD = "Dashboard"
CUSTOM_PROPERTIES = "docProps/custom.xml"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")

Element = etree._Element


def parse(content: bytes, name: str) -> Element:
    """XML of one part, without entities and network; damaged XML stops."""
    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True))
    except etree.XMLSyntaxError as problem:
        raise Stop("X-NOT-WORKBOOK", f"{name}: {problem}") from None


def local(element: Element) -> str:
    """The tag without its namespace; blank for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@lru_cache(maxsize=2048)
def column_number(letters: str) -> int:
    """A = 1, Z = 26, AA = 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=2048)
def column_letters(number: int) -> str:
    """The other way round."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, borders included, counted from 1."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, reference: str) -> Area | None:
        """From ``A1:C9`` or ``A1``; ``None`` when it is something else (whole columns, for example)."""
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            return None
        left, top, right, bottom = match.groups()
        return cls(column_number(left), int(top), column_number(right or left), int(bottom or top))

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    def ending(self, bottom: int) -> Area:
        """The same rectangle with another last row."""
        return Area(self.left, self.top, self.right, bottom)


@dataclass(frozen=True, slots=True)
class SheetParts:
    """The parts of one contract sheet. ``table`` is blank when a clerk turned the Excel table into a plain range."""

    name: str
    sheet: str
    table: str
    area: Area | None


def area_of(parts: SheetParts, columns: Mapping[str, int], header_row: int, last_row: int) -> Area:
    """The area of the table; that of its columns and rows where a clerk turned the Excel table into a plain range."""
    return parts.area or Area(min(columns.values()), header_row, max(columns.values()), max(last_row, header_row + 1))


@dataclass(frozen=True, slots=True)
class Layout:
    """The package as the ledger sees it. ``styles`` and ``dashboard`` are blank when there is no such part.

    ``sheets`` lacks those that came with a later version than the ledger's.
    """

    workbook: str
    styles: str
    dashboard: str
    sheets: Mapping[str, SheetParts]
    ledger_id: str
    schema_version: int
    from_1904: bool = False  # the workbook counts days from 1904 (old files of Excel for Mac)
    taken: frozenset[str] = frozenset()  # names of sheets to come that a clerk's own sheet has already


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationships of a part: id -> (last word of the type, target part)."""
    folder, _, file = part.rpartition("/")
    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    found: dict[str, tuple[str, str]] = {}
    if name not in package.names():
        return found
    for item in parse(package.read(name), name):
        if local(item) == "Relationship" and item.get("TargetMode") != "External":
            target = item.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], full)
    return found


def layout(package: Package) -> Layout:
    """Finds all contract sheets. Stops: X-NOT-WORKBOOK, X-NOT-LEDGER (a sheet or the ledger's id is missing)."""
    workbook = next((target for kind, target in relations(package, "").values() if kind == "officeDocument"), "")
    if not workbook.endswith(".xml") or workbook not in package.names():
        raise Stop("X-NOT-WORKBOOK", "no workbook inside")
    root = parse(package.read(workbook), workbook)
    if local(root) != "workbook":
        raise Stop("X-NOT-WORKBOOK", "no workbook inside")
    related = relations(package, workbook)
    parts: dict[str, str] = {}
    from_1904 = False
    for element in root.iter():
        if local(element) == "sheet":
            rid = next((value for key, value in element.attrib.items() if str(key).endswith("}id")), "")
            parts[str(element.get("name", ""))] = related.get(str(rid), ("", ""))[1]
        elif local(element) == "workbookPr" and element.get("date1904") in ("1", "true"):
            from_1904 = True
    styles = next((target for kind, target in related.values() if kind == "styles"), "")
    ledger_id, version = _identity(package)
    sheets = {name: _sheet_parts(package, name, parts) for name in EVERY_TABLE if not may_be_missing(name, version)}
    taken = frozenset(name for name in EVERY_TABLE if name not in sheets and name in parts)
    return Layout(workbook, styles, parts.get(DASHBOARD, ""), sheets, ledger_id, version, from_1904, taken)


def _sheet_parts(package: Package, name: str, parts: Mapping[str, str]) -> SheetParts:
    part = parts.get(name)
    if not part:
        raise Stop("X-NOT-LEDGER", f"sheet {name} is missing", sheet=name, advice=_renamed(package, name, parts))
    for kind, target in relations(package, part).values():
        if kind != "table":
            continue
        table = parse(package.read(target), target)
        if name not in (table.get("displayName"), table.get("name")):
            continue
        if table.get("totalsRowCount", "0") != "0":
            advice = "Switch the totals row off (Table Design); totals stand on the Dashboard."
            raise Stop("X-NOT-LEDGER", "the table has a totals row", sheet=name, advice=advice)
        return SheetParts(name, part, target, Area.of(str(table.get("ref", ""))))
    return SheetParts(name, part, "", None)


def _renamed(package: Package, name: str, parts: Mapping[str, str]) -> str:
    """What to do where a clerk gave the sheet another name; blank where none holds its table."""
    for other, part in parts.items():
        found = [target for kind, target in relations(package, part).values() if kind == "table"] if part else []
        if other.casefold() == name.casefold() or any(parse(package.read(target), target).get("displayName") == name for target in found):
            return f"The sheet {other} is this one under another name: call it {name} again."
    return ""


def _identity(package: Package) -> tuple[str, int]:
    values: dict[str, str] = {}
    if CUSTOM_PROPERTIES in package.names():
        for item in parse(package.read(CUSTOM_PROPERTIES), CUSTOM_PROPERTIES):
            values[str(item.get("name", ""))] = "".join(str(text) for text in item.itertext()).strip()
    ledger_id = values.get(LEDGER_ID_PROPERTY, "")
    if not ledger_id:
        advice = "Another program dropped the document properties when saving. Restore a backup, or copy the rows into a new ledger."
        raise Stop("X-NOT-LEDGER", f"the property '{LEDGER_ID_PROPERTY}' is missing", advice=advice)
    try:
        version = int(float(values.get(SCHEMA_PROPERTY, "")))
    except ValueError:
        raise Stop("X-NOT-LEDGER", f"the property '{SCHEMA_PROPERTY}' is missing or not a number") from None
    if version > SCHEMA_VERSION:
        raise Stop("X-NOT-LEDGER", f"schema version {version}", advice="The ledger was made by a newer program; update this one.")
    return ledger_id, version
