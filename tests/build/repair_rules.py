"""Rules that make Excel offer to repair a workbook when broken; no schema validator knows them, so they are checked here.

``problems(path)`` gives one line per finding; an empty list is a clean file. Reads the parts with the standard library only.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from tests.build import macro_rules

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PACKAGE_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
FUNCTIONS = frozenset(
    [
        "AND",
        "OR",
        "IF",
        "IFERROR",
        "FIXED",
        "HYPERLINK",
        "ISNUMBER",
        "ISTEXT",
        "INDEX",
        "MATCH",
        "MAX",
        "SUM",
        "COUNTIF",
        "COUNT",
        "COUNTIFS",
        "SUMIFS",
        "SUMPRODUCT",
        "TRIM",
        "MID",
        "SUBSTITUTE",
        "REPT",
        "LEN",
        "LOWER",
        "UPPER",
        "EXACT",
        "RIGHT",
    ]
)
MAX_LITERAL = 255


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet with its parsed parts."""

    name: str
    root: ElementTree.Element
    tables: tuple[tuple[str, ElementTree.Element], ...]


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@cache
def area(ref: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of ``A1:C9``."""
    cells = [re.fullmatch(r"\$?([A-Z]+)\$?(\d+)", cell) for cell in ref.split(":")]
    places = [(column_number(cell[1]), int(cell[2])) for cell in cells if cell]
    return (*places[0], *places[-1])


def overlap(one: str, other: str) -> bool:
    a, b = area(one), area(other)
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _relations(file: zipfile.ZipFile, part: str) -> dict[str, str]:
    folder, name = part.rsplit("/", 1)
    path = f"{folder}/_rels/{name}.rels"
    if path not in file.namelist():
        return {}
    found = {}
    for node in ElementTree.fromstring(file.read(path)).iter(f"{PACKAGE_REL}Relationship"):
        target = node.attrib["Target"]
        found[node.attrib["Id"]] = target.lstrip("/") if target.startswith("/") else re.sub(r"[^/]+/\.\./", "", f"{folder}/{target}")
    return found


class Book:
    """The parsed workbook: sheets, tables, names, shared strings."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.parts = file.namelist()
            self.types = file.read("[Content_Types].xml").decode()
            self.root = ElementTree.fromstring(file.read("xl/workbook.xml"))
            relations = _relations(file, "xl/workbook.xml")
            strings = ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
            self.strings = ["".join(node.text or "" for node in item.iter(f"{MAIN}t")) for item in strings.iter(f"{MAIN}si")]
            styles = ElementTree.fromstring(file.read("xl/styles.xml"))
            self.cell_styles = len(styles.findall(f"{MAIN}cellXfs/{MAIN}xf"))
            self.differential = len(styles.findall(f"{MAIN}dxfs/{MAIN}dxf"))
            self.sheets = [self._sheet(file, node, relations) for node in self.root.iter(f"{MAIN}sheet")]
        self.names = {node.attrib["name"]: node.text or "" for node in self.root.iter(f"{MAIN}definedName") if not node.attrib["name"].startswith("_xlnm.")}
        self.columns = {
            table.attrib["displayName"]: [node.attrib["name"] for node in table.iter(f"{MAIN}tableColumn")]
            for sheet in self.sheets
            for _, table in sheet.tables
        }

    def _sheet(self, file: zipfile.ZipFile, node: ElementTree.Element, relations: dict[str, str]) -> Part:
        part = relations[node.attrib[f"{REL}id"]]
        own = _relations(file, part)
        root = ElementTree.fromstring(file.read(part))
        targets = [own[table.attrib[f"{REL}id"]] for table in root.iter(f"{MAIN}tablePart")]
        return Part(node.attrib["name"], root, tuple((target, ElementTree.fromstring(file.read(target))) for target in targets))

    def text(self, cell: ElementTree.Element) -> str | None:
        """The text of a string cell, else None."""
        if cell.attrib.get("t") == "s":
            return self.strings[int(cell.findtext(f"{MAIN}v") or "-1")]
        if cell.attrib.get("t") == "inlineStr":
            return "".join(node.text or "" for node in cell.iter(f"{MAIN}t"))
        return None


def table_problems(book: Book) -> list[str]:
    """Header cells, widths, ids, names and overlaps of tables."""
    found: list[str] = []
    ids: set[str] = set()
    names = {name.lower() for name in book.names}
    for sheet in book.sheets:
        cells = {cell.attrib["r"]: cell for cell in sheet.root.iter(f"{MAIN}c")}
        refs = [node.attrib["ref"] for node in sheet.root.iter(f"{MAIN}mergeCell")]
        for target, table in sheet.tables:
            name, ref = table.attrib["displayName"], table.attrib["ref"]
            headers = book.columns[name]
            first, row, last, bottom = area(ref)
            if last - first + 1 != len(headers) or bottom <= row:
                found.append(f"{target}: ref {ref} does not fit {len(headers)} columns")
            if len({header.lower() for header in headers}) != len(headers):
                found.append(f"{target}: two columns of one name")
            if table.attrib["id"] in ids or name.lower() in names:
                found.append(f"{target}: id or name {name} is taken")
            ids.add(table.attrib["id"])
            names.add(name.lower())
            shown = [book.text(cells[place]) if (place := f"{_letters(first + index)}{row}") in cells else None for index in range(len(headers))]
            if shown != headers:
                found.append(f"{target}: header cells {shown} are not the column names")
            if table.attrib.get("totalsRowCount", "0") != "0" or table.attrib.get("headerRowCount", "1") != "1":
                found.append(f"{target}: totals row or no header row")
            if (auto := table.find(f"{MAIN}autoFilter")) is None or auto.attrib["ref"] != ref:
                found.append(f"{target}: autofilter is not the table")
            found += [f"{target}: overlaps {other}" for other in refs if overlap(ref, other)]
            refs.append(ref)
    return found


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def cell_problems(book: Book) -> list[str]:
    """Order and uniqueness of cells, indices in range, disjoint merges."""
    found: list[str] = []
    for sheet in book.sheets:
        seen: set[str] = set()
        row_before = 0
        for row in sheet.root.iter(f"{MAIN}row"):
            number = int(row.attrib["r"])
            if number <= row_before:
                found.append(f"{sheet.name}: row {number} out of order")
            row_before, before = number, 0
            for cell in row.iter(f"{MAIN}c"):
                place = area(cell.attrib["r"])[0]
                if place <= before or cell.attrib["r"] in seen:
                    found.append(f"{sheet.name}: cell {cell.attrib['r']} out of order or twice")
                seen.add(cell.attrib["r"])
                before = place
                if int(cell.attrib.get("s", "0")) >= book.cell_styles:
                    found.append(f"{sheet.name}: style of {cell.attrib['r']} does not exist")
                if cell.attrib.get("t") == "s" and int(cell.findtext(f"{MAIN}v") or "-1") not in range(len(book.strings)):
                    found.append(f"{sheet.name}: text of {cell.attrib['r']} does not exist")
        merges = [node.attrib["ref"] for node in sheet.root.iter(f"{MAIN}mergeCell")]
        found += [f"{sheet.name}: merges {a} and {b} overlap" for index, a in enumerate(merges) for b in merges[index + 1 :] if overlap(a, b)]
        for rule in sheet.root.iter(f"{MAIN}cfRule"):
            if int(rule.attrib.get("dxfId", "0")) >= book.differential:
                found.append(f"{sheet.name}: conditional format without a style")
    return found


def rule_problems(book: Book) -> list[str]:
    """Validations: literals, lengths of their messages, no two on one cell, lists that exist."""
    found: list[str] = []
    for sheet in book.sheets:
        refs: list[str] = []
        for rule in sheet.root.iter(f"{MAIN}dataValidation"):
            formula = rule.findtext(f"{MAIN}formula1") or ""
            if len(formula) > MAX_LITERAL:
                found.append(f"{sheet.name}: validation of {rule.attrib['sqref']} is longer than {MAX_LITERAL}")
            if rule.attrib.get("type") == "list" and not formula.startswith('"') and formula not in book.names:
                found.append(f"{sheet.name}: list {formula} does not exist")
            for key, most in (("promptTitle", 32), ("errorTitle", 32), ("prompt", 255), ("error", 255)):
                if len(rule.attrib.get(key, "")) > most:
                    found.append(f"{sheet.name}: {key} of {rule.attrib['sqref']} is longer than {most}")
            for ref in rule.attrib["sqref"].split():
                found += [f"{sheet.name}: validations {ref} and {other} overlap" for other in refs if overlap(ref, other)]
                refs.append(ref)
    return found


def formulas(book: Book) -> list[tuple[str, str]]:
    """Every formula with the place it stands: cells, names, validations, conditional formats."""
    found = [(name, text) for name, text in book.names.items()]
    for sheet in book.sheets:
        found += [
            (f"{sheet.name}!{cell.attrib['r']}", cell.findtext(f"{MAIN}f") or "") for cell in sheet.root.iter(f"{MAIN}c") if cell.find(f"{MAIN}f") is not None
        ]
        found += [(f"{sheet.name} rule", node.text or "") for tag in ("formula", "formula1", "formula2") for node in sheet.root.iter(f"{MAIN}{tag}")]
    return found


def formula_problems(book: Book) -> list[str]:
    """Only allowed functions, table-qualified references to columns that exist, sheets that exist."""
    found: list[str] = []
    sheets = {sheet.name for sheet in book.sheets}
    for place, text in formulas(book):
        code = re.sub(r'"[^"]*"', '""', text)
        found += [f"{place}: function {name}" for name in re.findall(r"([A-Za-z_.]+)\(", code) if name not in FUNCTIONS]
        if "@" in code or "#REF" in code:
            found.append(f"{place}: {text}")
        for table, column in re.findall(r"(\w*)\[([^\]]*)\]", code):
            if column not in book.columns.get(table, []):
                found.append(f"{place}: no column {table}[{column}]")
        found += [f"{place}: no sheet {name}" for name in re.findall(r"'?([A-Za-z ]+)'?!", code) if name not in sheets]
    for sheet in book.sheets:
        for cell in sheet.root.iter(f"{MAIN}c"):
            if cell.find(f"{MAIN}f") is not None and cell.find(f"{MAIN}v") is not None:
                found.append(f"{sheet.name}!{cell.attrib['r']}: a stored result that nobody computed")
    return found


def package_problems(book: Book, path: Path) -> list[str]:
    """Names of sheets and the content type of the main part."""
    found = [f"sheet name {sheet.name!r}" for sheet in book.sheets if len(sheet.name) > 31 or re.search(r"[\[\]:*?/\\]", sheet.name)]
    if (path.suffix == ".xlsm") != (MACRO_TYPE in book.types):
        found.append("the content type does not fit the file's name")
    if len(set(book.parts)) != len(book.parts):
        found.append("a part stands twice in the file")
    return found


def problems(path: Path) -> list[str]:
    """Everything that would make Excel offer a repair, as far as these rules know."""
    book = Book(path)
    found = table_problems(book) + cell_problems(book) + rule_problems(book) + formula_problems(book) + package_problems(book, path)
    return found + (macro_rules.problems(path) if path.suffix == ".xlsm" else [])
