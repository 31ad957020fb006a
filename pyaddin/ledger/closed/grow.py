"""New columns at the right end of tables in a closed file, and new sheets: header, width, formats, validations, table, and the record of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from lxml import etree

from pyaddin.labels import label
from pyaddin.ledger.captions import list_of, shown, text_format
from pyaddin.ledger.closed.formats import with_columns
from pyaddin.ledger.closed.layout import CUSTOM_PROPERTIES, Area, Element, Layout, area_of, column_letters, local, parse
from pyaddin.ledger.closed.new_sheet import Look, new_sheet
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.closed.rules import added_rules, element_of
from pyaddin.ledger.closed.sheet import SheetPatch
from pyaddin.ledger.closed.styles import Styles
from pyaddin.ledger.columns import NUMBER_FORMATS, Column, Table, Type, width_of_reason
from pyaddin.ledger.language import ledger_language
from pyaddin.ledger.migrate import STEPS_PROPERTY, lacking, steps_after
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_PROPERTY, SCHEMA_VERSION
from pyaddin.ledger.validations import Validation, last_row, validation_of
from pyaddin.records import dataclass

_DIMENSION = re.compile(rb"""(<(?:\w+:)?dimension\s[^>]*?ref=["'])([^"']*)(["'])""")
_WIDTH_OF_PADDING = 0.7109375  # Excel's own margin on top of the width in characters, Calibri 11
_PROPERTY_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(slots=True)
class Growth:
    """The parts that a ledger gets when it grows, and the columns that came."""

    parts: dict[str, bytes] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)


def grown(package: Package, plan: Layout, found: Mapping[str, Found], as_of: date) -> Growth | None:
    """All missing columns of all tables; ``None`` when there is nothing to do, or when something stands in the way at one table.

    All or none: so the version says exactly what is there, and a clerk's own column of the same name is never taken for the program's.
    """
    if plan.schema_version >= SCHEMA_VERSION or plan.taken or any(table.raw.in_the_way for table in found.values()):
        return None
    result = Growth()
    styles = Styles(package.read(plan.styles), plan.styles)
    names = _defined_names(package, plan)
    for name, table in found.items():
        missing = lacking(name, table.columns)
        if missing:
            _grow_table(package, plan, found, name, missing, styles, names, result)
    for name in EVERY_TABLE:
        if name not in plan.sheets:
            looks = {column.name: _looks(package, plan, found, name, column, styles) for column in EVERY_TABLE[name].columns}
            result.parts.update(new_sheet(package, plan, name, looks, result.parts, _new_rules(found, name, names)))
            result.columns[name] = EVERY_TABLE[name].headers
    if styles.changed:
        result.parts[plan.styles] = styles.content()
    result.parts[CUSTOM_PROPERTIES] = _recorded(package, plan, as_of)
    return result


def _grow_table(
    package: Package,
    plan: Layout,
    found: Mapping[str, Found],
    name: str,
    missing: Sequence[Column],
    styles: Styles,
    names: frozenset[str],
    result: Growth,
) -> None:
    table, parts = found[name], plan.sheets[name]
    area = area_of(parts, table.columns, table.header_row, table.last_row)
    sheet = SheetPatch(package.read(parts.sheet), parts.sheet)
    heads: dict[int, str] = {}
    columns: dict[int, dict[str, str]] = {}
    rules: list[Element] = []
    language = ledger_language(found["Settings"].raw)
    for number, column in enumerate(missing, area.right + 1):
        look = _looks(package, plan, found, name, column, styles)
        heads[number] = str(look.head)
        columns[number] = {"width": str(look.width), "style": str(look.body), "customWidth": "1"}
        sheet.edit(area.top).values[number] = column.name
        rules += _rule(name, column, Area(number, area.top + 1, number, last_row(area.bottom - area.top)), names, language)
    content = sheet.patched((heads, {}))
    content = with_columns(content, columns)
    content = _wider(content, area.right + len(missing))
    result.parts[parts.sheet] = added_rules(content, parts.sheet, rules)
    if parts.table:
        result.parts[parts.table] = _wider_table(package.read(parts.table), parts.table, missing)
    result.columns[name] = tuple(column.name for column in missing)


def _looks(package: Package, plan: Layout, found: Mapping[str, Found], name: str, column: Column, styles: Styles) -> Look:
    """As a column of its kind that is there already, with its own caption and number format."""
    head, body = _styles_of_donor(package, plan, found, _like(found, name, column))
    language = ledger_language(found["Settings"].raw)
    words = shown(name, column.name, language)
    head = styles.with_format(head, text_format(words) if words else "General")
    return Look(head, styles.with_format(body, NUMBER_FORMATS[column.type]), _width(EVERY_TABLE[name], column, language))


def _rule(name: str, column: Column, covered: Area, names: frozenset[str], language: str) -> list[Element]:
    rule = _usable(validation_of(EVERY_TABLE[name], column, column_letters(covered.left), language=language), column, names)
    return [element_of(rule, name, column, [covered], language)] if rule is not None else []


def _new_rules(found: Mapping[str, Found], name: str, names: frozenset[str]) -> list[Element]:
    language = ledger_language(found["Settings"].raw)
    columns = enumerate(EVERY_TABLE[name].columns, 1)
    return [element for number, column in columns for element in _rule(name, column, Area(number, 2, number, last_row(0)), names, language)]


def _usable(rule: Validation | None, column: Column, names: frozenset[str]) -> Validation | None:
    """An older workbook has no list of this name on its sheet Lists: the codes stand in the rule itself then."""
    if rule is None or rule.kind != "list" or rule.first in names:
        return rule
    return Validation(rule.kind, rule.title, rule.message, '"' + ",".join(column.codes) + '"')


def _defined_names(package: Package, plan: Layout) -> frozenset[str]:
    root = parse(package.read(plan.workbook), plan.workbook)
    return frozenset(str(element.get("name", "")) for element in root.iter("{*}definedName"))


def _like(found: Mapping[str, Found], name: str, column: Column) -> tuple[str, str]:
    """A column that looks as the new one shall: of the same table if it can be, filled by the same hand, of the same type."""
    kind = EVERY_TABLE[name].kind
    places = [
        (other != name, known.type is not column.type, other, known.name)
        for other, table in found.items()
        if EVERY_TABLE[other].kind == kind
        for known in EVERY_TABLE[other].columns
        if known.computed == column.computed and known.name in table.columns
    ]
    best = min(places, key=lambda place: (place[1], place[0]))
    return best[2], best[3]


def _styles_of_donor(package: Package, plan: Layout, found: Mapping[str, Found], donor: tuple[str, str]) -> tuple[int, int]:
    """Style numbers of the donor's header cell and of its data cells."""
    name, header = donor
    table, parts = found[name], plan.sheets[name]
    number = table.columns[header]
    sheet = SheetPatch(package.read(parts.sheet), parts.sheet)
    head, _ = sheet.styles_of(table.header_row)
    body, _ = sheet.styles_of(table.header_row + 1)
    return int(head.get(number, "0")), int(body.get(number, "0"))


def _width(table: Table, column: Column, language: str) -> float:
    """Wide enough for the longest word of the header, for every word of its list and for a reason that the program tells."""
    longest_word = max(len(word) for word in column.name.split())
    list_name = list_of(column)
    labels = [label(list_name, code, language) for code in column.codes] if list_name and column.type is Type.CODE else []
    widest = max((sum(2 if ord(letter) > 0x2E7F else 1 for letter in words) + 3 for words in labels), default=0)
    return max(column.width, longest_word + 5, widest, width_of_reason(table, column)) + _WIDTH_OF_PADDING


def _wider(content: bytes, right: int) -> bytes:
    def widen(match: re.Match[bytes]) -> bytes:
        area = Area.of(match.group(2).decode())
        if area is None or area.right >= right:
            return match.group()
        return match.group(1) + str(Area(area.left, area.top, right, area.bottom)).encode() + match.group(3)

    return _DIMENSION.sub(widen, content, count=1)


def _wider_table(content: bytes, name: str, missing: Sequence[Column]) -> bytes:
    root = parse(content, name)
    for element in root.iter():
        area = Area.of(str(element.get("ref", ""))) if local(element) in ("table", "autoFilter") else None
        if area is not None:
            element.set("ref", str(Area(area.left, area.top, area.right + len(missing), area.bottom)))
    columns = next(element for element in root.iter() if local(element) == "tableColumns")
    highest = max(int(column.get("id", "0")) for column in columns)
    for number, column in enumerate(missing, highest + 1):
        element = etree.SubElement(columns, columns.tag.removesuffix("s"))
        element.set("id", str(number))
        element.set("name", column.name)
    columns.set("count", str(len(columns)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _recorded(package: Package, plan: Layout, as_of: date) -> bytes:
    """The document properties with the raised version and the line that says what ran."""
    root = parse(package.read(CUSTOM_PROPERTIES), CUSTOM_PROPERTIES)
    by_name = {str(element.get("name", "")): element for element in root}
    by_name[SCHEMA_PROPERTY][0].text = str(SCHEMA_VERSION)
    line = "; ".join(f"{step.version} on {as_of}: {step.what}" for step in steps_after(plan.schema_version))
    known = by_name.get(STEPS_PROPERTY)
    if known is None:
        space = etree.QName(root).namespace
        known = etree.SubElement(root, f"{{{space}}}property")
        known.set("fmtid", _PROPERTY_FORMAT)
        known.set("pid", str(max(int(element.get("pid", "1")) for element in by_name.values()) + 1))
        known.set("name", STEPS_PROPERTY)
        types = next(iter(by_name.values()))[0]
        etree.SubElement(known, f"{{{etree.QName(types).namespace}}}lpwstr").text = line
    else:
        before = str(known[0].text or "")
        known[0].text = f"{before}; {line}" if before else line
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

