"""A plain reader of a workbook's texts, for the judge: the standard library only, strict about the XML and easy about everything else.

Openpyxl refuses a whole workbook for one number that is none; then nobody could say whether an email went to the right address.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SHEETS = ("Debtors", "Cases", "Installments", "Payments", "Plans", "Promises", "Holds", "Contacts")
Sheets = dict[str, list[tuple[int, dict[str, str]]]]


def read_sheets(path: Path) -> Sheets | None:
    """Rows of the typed sheets by header, every cell as its text; ``None`` when the file is too broken to say."""
    try:
        with zipfile.ZipFile(path) as file:
            return _read(file)
    except (zipfile.BadZipFile, zlib.error, EOFError, ElementTree.ParseError, KeyError, IndexError, ValueError, NotImplementedError, OSError):
        return None


def _read(file: zipfile.ZipFile) -> Sheets:
    book = ElementTree.fromstring(file.read("xl/workbook.xml"))
    relations = {node.get("Id"): node.get("Target", "") for node in ElementTree.fromstring(file.read("xl/_rels/workbook.xml.rels"))}
    strings: list[str] = []
    if "xl/sharedStrings.xml" in file.namelist():
        items = ElementTree.fromstring(file.read("xl/sharedStrings.xml")).findall(f"{MAIN}si")
        strings = ["".join(node.text or "" for node in item.iter(f"{MAIN}t")) for item in items]
    found: Sheets = {}
    for node in book.iter(f"{MAIN}sheet"):
        if node.get("name") in SHEETS:
            target = posixpath.normpath(posixpath.join("/xl", relations[node.get(REL)])).lstrip("/")
            found[str(node.get("name"))] = _rows(ElementTree.fromstring(file.read(target)), strings)
    return found


def _rows(sheet: ElementTree.Element, strings: list[str]) -> list[tuple[int, dict[str, str]]]:
    """A cell says itself where it stands; what its row element is called does not matter."""
    grid: dict[int, dict[str, str]] = {}
    for cell in sheet.iter(f"{MAIN}c"):
        place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
        if place and (text := _text(cell, strings)):
            grid.setdefault(int(place[2]), {})[place[1]] = text
    if not grid:
        return []
    first, *numbers = sorted(grid)
    headers = grid[first]
    return [(number, {header: grid[number].get(letters, "") for letters, header in headers.items()}) for number in numbers]


def _text(cell: ElementTree.Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(node.text or "" for node in cell.iter(f"{MAIN}t"))
    value = cell.findtext(f"{MAIN}v") or ""
    return strings[int(value)] if cell.get("t") == "s" and value else value
