"""A whole new sheet in a closed file: its table with one blank row, as a new workbook has it, behind the last tab."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from lxml import etree

from pyaddin.ledger.closed.layout import CONTENT_TYPES, Area, Element, Layout, column_letters, parse
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.rules import added_rules
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET_NUMBER = r"""\bsheetId=["'](\d+)["']"""
_TABLE_NUMBER = r"""<(?:\w+:)?table\b[^>]*?\bid=["'](\d+)["']"""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Look:
    """Style numbers of a column's header and cells, and its width."""

    head: int
    body: int
    width: float


def new_sheet(
    package: Package, plan: Layout, name: str, looks: Mapping[str, Look], made: Mapping[str, bytes], rules: Sequence[Element]
) -> dict[str, bytes]:
    """The parts of the sheet, and those that must know of it. ``made`` are parts that were changed before."""
    parts: dict[str, bytes] = {}

    def now(part: str) -> bytes:
        return parts.get(part) or made.get(part) or package.read(part)

    known = package.names() | made.keys()
    sheet, table = _free(known, "xl/worksheets/sheet"), _free(known, "xl/tables/table")
    parts[sheet] = added_rules(_sheet(name, looks), sheet, rules)
    parts[table] = _table(name, _next(_TABLE_NUMBER, [now(part) for part in known if part.startswith("xl/tables/")]))
    parts[f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels"] = _relation("rId1", "table", f"../tables/{table.rpartition('/')[2]}").encode()
    workbook = now(plan.workbook).decode()
    folder, _, file = plan.workbook.rpartition("/")
    related = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    relation = f"rIdLedger{name}"
    prefix = re.search(r"<(\w+:)?sheets\b", workbook)
    space = prefix.group(1) or "" if prefix else ""
    number = _next(_SHEET_NUMBER, [workbook.encode()])
    entry = f'<{space}sheet xmlns:r="{_OFFICE}" name="{escape(name)}" sheetId="{number}" r:id="{relation}"/>'
    parts[plan.workbook] = workbook.replace(f"</{space}sheets>", f"{entry}</{space}sheets>", 1).encode()
    parts[related] = _with_child(now(related), "Relationship", {"Id": relation, "Type": f"{_OFFICE}/worksheet", "Target": f"/{sheet}"}, related)
    types = _with_child(now(CONTENT_TYPES), "Override", {"PartName": f"/{sheet}", "ContentType": f"{_TYPES}.worksheet+xml"}, CONTENT_TYPES)
    parts[CONTENT_TYPES] = _with_child(types, "Override", {"PartName": f"/{table}", "ContentType": f"{_TYPES}.table+xml"}, CONTENT_TYPES)
    return parts


def _free(known: Iterable[str], stem: str) -> str:
    taken = {name.lower() for name in known}
    return next(name for number in range(1, 10_000) if (name := f"{stem}{number}.xml").lower() not in taken)


def _next(pattern: str, contents: Sequence[bytes]) -> int:
    """One more than the largest number found."""
    return 1 + max((int(number) for content in contents for number in re.findall(pattern.encode(), content)), default=0)


def _with_child(content: bytes, tag: str, attributes: Mapping[str, str], name: str) -> bytes:
    """The part with one more element at its end."""
    root = parse(content, name)
    element = etree.SubElement(root, f"{{{etree.QName(root).namespace}}}{tag}")
    for key, value in attributes.items():
        element.set(key, value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relation(number: str, kind: str, target: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}"><Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'


def _sheet(name: str, looks: Mapping[str, Look]) -> bytes:
    headers = EVERY_TABLE[name].headers
    area = Area(1, 1, len(headers), 2)
    cols = head = blank = ""
    for number, header in enumerate(headers, 1):
        letters, look = column_letters(number), looks[header]
        cols += f'<col min="{number}" max="{number}" width="{look.width}" style="{look.body}" customWidth="1"/>'
        head += f'<c r="{letters}1" s="{look.head}" t="inlineStr"><is><t>{escape(header)}</t></is></c>'
        blank += f'<c r="{letters}2" s="{look.body}"/>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{area}"/>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="18" customHeight="1"/><cols>{cols}</cols>'
        f'<sheetData><row r="1" ht="34" customHeight="1">{head}</row><row r="2">{blank}</row></sheetData>'
        '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;A&amp;R&amp;8Page &amp;P of &amp;N</oddFooter></headerFooter>"
        '<tableParts count="1"><tablePart r:id="rId1"/></tableParts></worksheet>'
    ).encode()


def _table(name: str, number: int) -> bytes:
    headers = EVERY_TABLE[name].headers
    area = Area(1, 1, len(headers), 2)
    columns = "".join(f'<tableColumn id="{place}" name="{escape(header)}"/>' for place, header in enumerate(headers, 1))
    return (
        f'{_HEAD}<table xmlns="{_MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{area}" totalsRowShown="0"><autoFilter ref="{area}"/>'
        f'<tableColumns count="{len(headers)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>'
    ).encode()
