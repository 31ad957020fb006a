"""What a paste has destroyed on the sheets of a closed file, and the parts of the file with it restored.

Looked at: number formats of data cells and columns, validations with holes or foreign ones in a contract column, and the extent of the
Excel table. Never touched: values, colors, borders, fonts, comments, and everything in a clerk's own columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field

from lxml import etree

from pyaddin.ledger.book import Untidy
from pyaddin.ledger.closed.formats import column_styles, misfit_columns, misfits, place_of, reformatted, with_columns
from pyaddin.ledger.closed.layout import Area, Element, Layout, SheetParts, area_of, column_letters, local, parse, relations
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.closed.rules import Rule, element_of, joined, rules_of, uncovered, with_rules, without_cells
from pyaddin.ledger.closed.sheet import SheetPatch
from pyaddin.ledger.closed.styles import Styles
from pyaddin.ledger.columns import Column
from pyaddin.ledger.edits import DAYS_UNTIL_1904
from pyaddin.ledger.form import counted, fits, wanted
from pyaddin.ledger.language import ledger_language
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.validations import Validation, last_row, validation_of
from pyaddin.records import dataclass

_NEVER = ("FALSE", "FALSE()", "0")  # LibreOffice writes the last one


@dataclass(slots=True)
class Disorder:
    """What is not as it should be on one sheet."""

    parts: SheetParts
    area: Area
    columns: dict[int, Column]
    cells: dict[tuple[int, int], list[int]] = field(default_factory=dict)
    column_styles: dict[int, int] = field(default_factory=dict)
    holes: dict[int, list[Area]] = field(default_factory=dict)
    foreign: dict[int, list[Rule]] = field(default_factory=dict)
    bottom: int = 0
    findings: list[Untidy] = field(default_factory=list)

    def tell(self, kind: str, column: str, place: str, found: str, aim: str) -> None:
        self.findings.append(Untidy(self.parts.name, kind, column, place, found, aim))


@dataclass(frozen=True, slots=True)
class _Book:
    """What every sheet is held against."""

    package: Package
    plan: Layout
    styles: Styles
    names: frozenset[str]
    homes: dict[str, str]
    language: str


def _book(package: Package, plan: Layout, found: Mapping[str, Found]) -> _Book:
    root = parse(package.read(plan.workbook), plan.workbook)
    names = frozenset(str(element.get("name", "")) for element in root.iter("{*}definedName"))
    homes = {name: column_letters(table.columns[EVERY_TABLE[name].key[0]]) for name, table in found.items()}
    return _Book(package, plan, Styles(package.read(plan.styles), plan.styles), names, homes, ledger_language(found["Settings"].raw))


def untidy(package: Package, plan: Layout, found: Mapping[str, Found]) -> list[Untidy]:
    """All findings, sheet by sheet; empty for a ledger in order."""
    if plan.styles not in package.names():
        return []
    book = _book(package, plan, found)
    return [finding for name in found if EVERY_TABLE[name].kind != "generated" for finding in _examined(book, found[name]).findings]


def _examined(book: _Book, table: Found) -> Disorder:
    parts = book.plan.sheets[table.raw.name]
    schema = EVERY_TABLE[parts.name]
    area = area_of(parts, table.columns, table.header_row, table.last_row)
    known = {schema.column(header).name: number for header, number in table.columns.items()}
    columns = {number: schema.column(header) for header, number in known.items()}
    rows = Area(area.left, area.top, area.right, max(area.bottom, table.last_row))
    result = Disorder(parts, rows, columns, bottom=area.bottom)
    frame = table.frame or book.package.read(parts.sheet)
    _examine_formats(book, frame, result, table.styles)
    _examine_rules(book, frame, result)
    if parts.table:
        _examine_extent(book.package, table, area, result)
    return result


def _examine_formats(book: _Book, frame: bytes, result: Disorder, met: Mapping[int, frozenset[int]] | None) -> None:
    """``met``: the styles that the reader has met in each column. When all of them fit, no cell is looked at a second time."""
    if met is None or not all(fits(column, book.styles.format_of(style)) for number, column in result.columns.items() for style in met.get(number, ())):
        result.cells = misfits(book.package.read(result.parts.sheet), result.columns, book.styles, result.area)
    result.column_styles = misfit_columns(frame, result.columns, book.styles)
    for (number, style), rows in result.cells.items():
        column = result.columns[number]
        result.tell("format", column.name, place_of(number, rows), book.styles.format_of(style), wanted(column))
    for number, style in result.column_styles.items():
        column = result.columns[number]
        result.tell("format", column.name, f"{column_letters(number)}:{column_letters(number)}", book.styles.format_of(style), wanted(column))


def expected_rule(book: _Book, table: str, column: Column, number: int) -> Validation | None:
    """The rule of the column as this workbook can hold it: an older one lacks names of lists, one that counts from 1904 has other numbers for days."""
    rule = validation_of(EVERY_TABLE[table], column, column_letters(number), book.homes, language=book.language)
    if rule is None:
        return None
    if rule.kind == "list" and rule.first not in book.names:
        return Validation(rule.kind, rule.title, rule.message, '"' + ",".join(column.codes) + '"')
    if rule.kind == "date" and book.plan.from_1904:
        first, second = (str(int(figure) - DAYS_UNTIL_1904) for figure in (rule.first, rule.second))
        return Validation(rule.kind, rule.title, rule.message, first, second)
    return rule


def _is_ours(rule: Rule, expected: Validation) -> bool:
    """The same question: a list must be the same one, never typing is never typing; other formulas and limits may be spelled as a program likes."""
    if rule.kind != expected.kind:
        return False
    first = rule.first.lstrip("=")
    if rule.kind == "list":
        return first == expected.first
    return rule.kind != "custom" or (first in _NEVER) == (expected.first in _NEVER)


def _by_column(rules: Iterable[Rule], columns: Collection[int]) -> dict[int, list[Rule]]:
    """The rules that reach into each of these columns."""
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        for number in {number for area in rule.areas for number in columns if area.left <= number <= area.right}:
            found.setdefault(number, []).append(rule)
    return found


def _examine_rules(book: _Book, frame: bytes, result: Disorder) -> None:
    name, top = result.parts.name, result.area.top + 1
    rules_at = _by_column(rules_of(frame, result.parts.sheet), result.columns)
    for number, column in result.columns.items():
        expected = expected_rule(book, name, column, number)
        if expected is None:
            continue
        mine, others = list[Rule](), list[Rule]()
        for rule in rules_at.get(number, ()):
            (mine if _is_ours(rule, expected) else others).append(rule)
        reach = max((area.bottom for rule in mine for area in rule.areas if area.left <= number <= area.right), default=0)
        bottom = reach if reach > result.area.bottom else last_row(result.area.bottom - result.area.top)
        holes = uncovered([area for rule in mine for area in rule.areas], number, top, bottom)
        strange = [rule for rule in others if rule.element is not None and uncovered(rule.areas, number, top, bottom) != [Area(number, top, number, bottom)]]
        fixed = [area for rule in others if rule.element is None for area in rule.areas]  # in an extension: left alone
        holes = [hole for whole in holes for hole in uncovered(fixed, number, whole.top, whole.bottom)]
        if holes or strange:
            result.holes[number], result.foreign[number] = holes, strange
            letters = column_letters(number)
            where = ", ".join(str(hole) for hole in holes[:4]) or f"{letters}{top}:{letters}{bottom}"
            result.tell("rule", column.name, where, "another rule" if strange else "no rule", expected.title)


def _examine_extent(package: Package, table: Found, area: Area, result: Disorder) -> None:
    """Rows right below the table are taken in, blank ones at its end left out; rows below a gap are told."""
    filled = set(table.raw.numbers)
    bottom = area.bottom
    while bottom + 1 in filled:
        bottom += 1
    if bottom > area.bottom and not _meets_another(package, result.parts, Area(area.left, area.bottom + 1, area.right, bottom)):
        result.bottom = bottom
        told = counted(bottom - area.bottom, "row below the table", "rows below the table")
        result.tell("extent", "", f"{area.bottom + 1}:{bottom}", told, str(area.ending(bottom)))
    elif bottom == area.bottom:
        last = max([number for number in filled if number <= area.bottom], default=area.top + 1)
        if last < area.bottom and not _anything_in(package.read(result.parts.sheet), result.parts.sheet, last + 1, area.bottom):
            result.bottom = last
            told = counted(area.bottom - last, "blank row at the end", "blank rows at the end")
            result.tell("end", "", f"{last + 1}:{area.bottom}", told, str(area.ending(last)))
    far = [number for number in sorted(filled) if number > bottom]
    if far:
        result.tell("gap", "", f"{far[0]}:{far[-1]}", counted(len(far), "row below blank ones", "rows below blank ones"), "no blank rows inside")


def _anything_in(content: bytes, name: str, top: int, bottom: int) -> bool:
    """Whether any cell of these rows holds something, in whatever column."""
    sheet = SheetPatch(content, name)
    return any(sheet.filled(row) for row in range(top, bottom + 1))


def _meets_another(package: Package, parts: SheetParts, new: Area) -> bool:
    for kind, target in relations(package, parts.sheet).values():
        if kind == "table" and target != parts.table:
            other = Area.of(str(parse(package.read(target), target).get("ref", "")))
            if other is not None and other.left <= new.right and new.left <= other.right and other.top <= new.bottom and new.top <= other.bottom:
                return True
    return False


def mended(package: Package, plan: Layout, found: Mapping[str, Found], names: Iterable[str]) -> dict[str, bytes]:
    """The parts of the named sheets with everything restored that can be; empty when all is in order."""
    book = _book(package, plan, found)
    parts: dict[str, bytes] = {}
    for name in names:
        disorder = _examined(book, found[name])
        if not any(finding.can_be_mended for finding in disorder.findings):
            continue
        content = _with_formats(book, package.read(disorder.parts.sheet), disorder)
        content = _with_rules(book, content, disorder)
        table_bottom = plan.sheets[name].area
        if table_bottom is not None and disorder.bottom != table_bottom.bottom:
            parts[disorder.parts.table] = _resized(package, disorder.parts, disorder.bottom)
            sheet = SheetPatch(content, disorder.parts.sheet)
            sheet.grow(table_bottom, disorder.bottom)
            content = sheet.patched(({}, {}))
        parts[disorder.parts.sheet] = content
    if book.styles.changed:
        parts[plan.styles] = book.styles.content()
    return parts


def _with_formats(book: _Book, content: bytes, disorder: Disorder) -> bytes:
    if disorder.cells:
        content = reformatted(content, disorder.columns, book.styles, disorder.cells, disorder.area)
    if disorder.column_styles:
        given = column_styles(content)
        changes = {
            number: {"style": str(book.styles.with_format(given.get(number, style), wanted(disorder.columns[number])))}
            for number, style in disorder.column_styles.items()
        }
        content = with_columns(content, changes)
    return content


def _with_rules(book: _Book, content: bytes, disorder: Disorder) -> bytes:
    if not disorder.holes:
        return content
    name = disorder.parts.name
    rules = [rule for rule in rules_of(content, disorder.parts.sheet) if rule.element is not None]
    areas = {id(rule): list(rule.areas) for rule in rules}
    extra: list[Element] = []
    for number, holes in disorder.holes.items():
        column = disorder.columns[number]
        expected = expected_rule(book, name, column, number)
        assert expected is not None
        mine = [rule for rule in rules if _is_ours(rule, expected) and any(area.left <= number <= area.right for area in rule.areas)]
        bottom = max([hole.bottom for hole in holes], default=disorder.area.bottom)
        for rule in rules:
            if rule not in mine:
                areas[id(rule)] = without_cells(areas[id(rule)], number, disorder.area.top + 1, max(bottom, last_row(disorder.area.bottom)))
        if mine:
            areas[id(mine[0])] = joined([*areas[id(mine[0])], *holes])
        elif holes:
            extra.append(element_of(expected, name, column, holes, book.language))
    kept = []
    for rule in rules:
        assert rule.element is not None
        if areas[id(rule)]:
            rule.element.set("sqref", " ".join(str(area) for area in areas[id(rule)]))
            kept.append(rule.element)
    return with_rules(content, [*kept, *extra])


def _resized(package: Package, parts: SheetParts, bottom: int) -> bytes:
    root = parse(package.read(parts.table), parts.table)
    for element in root.iter():
        area = Area.of(str(element.get("ref", ""))) if local(element) in ("table", "autoFilter", "sortState") else None
        if area is not None and parts.area is not None and area.bottom == parts.area.bottom:
            element.set("ref", str(area.ending(bottom)))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
