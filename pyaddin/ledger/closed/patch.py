"""Edits to changed parts: which cells of which sheet, how far tables grow, and the few workbook parts that must know of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, ReplaceRows, SetColumn, Value
from pyaddin.ledger.captions import AS_OF
from pyaddin.ledger.closed.deflate import Packed, pack
from pyaddin.ledger.closed.layout import CONTENT_TYPES, Area, Layout, SheetParts, local, parse, relations
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.proof_sheet import SheetProof
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.closed.sheet import SheetPatch
from pyaddin.ledger.edits import by_column, check_targets, emptied_rows
from pyaddin.ledger.schema import MAX_ROWS

_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_AS_OF = re.compile(("(?i)(" + "|".join(word.strip(" ·") for word in AS_OF) + r") \d{4}-\d{2}-\d{2}").encode())
# elements of workbook.xml that may stand before calcPr, the last one first
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


Expected = dict[int, dict[int, Value]]
"""What must be found again: by sheet column, values by sheet row."""


@dataclass(slots=True)
class Patch:
    """What the new file gets: changed and dropped parts, and where every row and cell must be found again.

    ``expected``: by table, sheet column and sheet row. ``touched``: by table, every row that was written anew. ``proven``: the sheets whose rows were
    proven before they were packed, as they were packed.
    """

    parts: dict[str, bytes | Packed] = field(default_factory=dict)
    proven: dict[str, Packed] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    expected: dict[str, Expected] = field(default_factory=dict)
    touched: dict[str, set[int]] = field(default_factory=dict)
    rows_after: dict[str, int] = field(default_factory=dict)
    added_at: dict[str, tuple[int, ...]] = field(default_factory=dict)
    cells: int = 0
    formulas_changed: bool = False


def make_patch(package: Package, plan: Layout, found: Mapping[str, Found], edits: Sequence[Edit], as_of: date, *, slow: bool = False) -> Patch:
    """All edits as new parts, the sheets proven. Stops: X-CHANGED when a row is not the expected one, X-LIMIT when a sheet is full, X-VERIFY.

    ``slow`` parses every touched row: the reference of tests.
    """
    result = Patch()
    cells, others = by_column(edits)
    by_table: dict[str, tuple[list[SetColumn], list[Edit]]] = {edit.table: ([], []) for edit in (*cells, *others)}
    for column in cells:
        by_table[column.table][0].append(column)
    for edit in others:
        by_table[edit.table][1].append(edit)
    for name, group in by_table.items():
        _patch_table(package, plan, found[name], *group, result, slow=slow)
    _recalculate_on_load(package, plan, result)
    _forget_results(package, plan, result)
    if result.formulas_changed:
        _drop_calculation_chain(package, plan, result)
    _set_as_of(package, plan, as_of, result)
    return result


def _patch_table(
    package: Package, plan: Layout, found: Found, cells: Sequence[SetColumn], edits: Sequence[Edit], result: Patch, *, slow: bool
) -> None:
    parts = plan.sheets[found.raw.name]
    sheet = SheetPatch(package.take(parts.sheet), parts.sheet, from_1904=plan.from_1904, slow=slow)
    expected: Expected = {}
    old_bottom = max(found.last_row, found.header_row + 1)
    area = parts.area or Area(min(found.columns.values()), found.header_row, max(found.columns.values()), old_bottom)
    bottom = area.bottom
    _set_cells(sheet, found, cells, expected, result)
    template_row = max(found.last_row, found.header_row + 1)
    replaced = [edit for edit in edits if isinstance(edit, ReplaceRows)]
    if replaced:
        template_row = found.header_row + 1
        bottom = _replace_rows(sheet, found, area, replaced[-1], expected)
        result.rows_after[parts.name] = sum(any(value is not None and value != "" for value in map(row.get, found.columns)) for row in replaced[-1].rows)
        result.cells += sum(len(row) for row in replaced[-1].rows)
    else:
        added = [edit for edit in edits if isinstance(edit, AddRow)]
        formulas = _own_formulas(package, parts, found) if added else {}
        numbers = _add_rows(sheet, found, added, formulas, expected)
        if numbers:
            result.added_at[parts.name] = tuple(numbers)
            bottom = max(bottom, numbers[-1])
        result.rows_after[parts.name] = len(found.raw.rows) + len(numbers) - emptied_rows(found.raw, cells)
    if bottom > area.bottom:
        sheet.grow(area, bottom)
    before, after = sheet.made(sheet.styles_of(template_row))
    result.touched[parts.name] = sheet.touched
    result.formulas_changed |= sheet.formulas_changed
    result.expected[parts.name] = expected
    if not slow:  # what lxml wrote is the same cells in another spelling, and the proof of rows asks for their bytes
        SheetProof(parts, found, before, after, expected, sheet.touched, result.rows_after[parts.name], from_1904=plan.from_1904).prove()
    result.parts[parts.sheet] = packed = pack(after.pieces())
    if not slow:
        result.proven[parts.sheet] = packed
    if parts.table and parts.area and (bottom != parts.area.bottom or replaced):
        _resize_table(package, parts, bottom, result, unfiltered=bool(replaced))


def _set_cells(sheet: SheetPatch, found: Found, columns: Sequence[SetColumn], expected: Expected, result: Patch) -> None:
    check_targets(columns, found.raw)
    for column in columns:
        if column.column in found.columns:  # a ledger of an earlier version that could not grow works on without the column
            values = dict(zip(column.rows, column.news, strict=True))
            sheet.put(found.columns[column.column], values)
            expected[found.columns[column.column]] = values
        result.cells += len(column.rows)


def _add_rows(sheet: SheetPatch, found: Found, edits: Sequence[AddRow], formulas: Mapping[int, str], expected: Expected) -> list[int]:
    """Below the last row that holds anything; so the blank row of an empty table is filled first."""
    number = found.last_row
    numbers: list[int] = []
    for edit in edits:
        number += 1
        while sheet.busy(number):
            number += 1
        if number > MAX_ROWS:
            raise Stop("X-LIMIT", f"{len(edits)} more rows", sheet=edit.table)
        numbers.append(number)
    if numbers:
        columns = {column: [edit.values.get(header) for edit in edits] for header, column in found.columns.items()}
        sheet.add(numbers, columns, formulas)
        for column, values in columns.items():
            expected[column] = {**expected.get(column, {}), **dict(zip(numbers, values, strict=True))}
    return numbers


def _replace_rows(sheet: SheetPatch, found: Found, area: Area, edit: ReplaceRows, expected: Expected) -> int:
    """Rows from the first data row on; what is left of the old ones below is taken away. Returns the new last row."""
    first = found.header_row + 1
    rows: Sequence[Mapping[str, Value]] = edit.rows or ({},)
    if first + len(rows) > MAX_ROWS:
        raise Stop("X-LIMIT", f"{len(rows)} rows", sheet=edit.table)
    expected.update({column: dict(enumerate([values.get(header) for values in rows], first)) for header, column in found.columns.items()})
    numbers = range(first, first + len(rows))
    there = sheet.among(numbers)
    for number in filter(sheet.hidden, there):
        sheet.edit(number).shown = True
    for column, values in expected.items() if there else ():
        sheet.put(column, {number: values[number] for number in there})
    new = sorted(set(numbers).difference(there))
    sheet.add(new, {column: list(map(values.__getitem__, new)) for column, values in expected.items()}, {})
    bottom = first + len(rows) - 1
    columns = frozenset(found.columns.values())
    for number in range(bottom + 1, max(area.bottom, found.last_row) + 1):
        row = sheet.edit(number)
        row.shown, row.removed = True, columns
    return bottom


def _own_formulas(package: Package, parts: SheetParts, found: Found) -> dict[int, str]:
    """Formulas of calculated columns that a clerk added to the table, by sheet column: new rows carry them too."""
    if not parts.table or parts.area is None:
        return {}
    formulas: dict[int, str] = {}
    contract = set(found.columns.values())
    columns = [element for element in parse(package.read(parts.table), parts.table).iter() if local(element) == "tableColumn"]
    for offset, column in enumerate(columns):
        formula = column.find("{*}calculatedColumnFormula")
        if formula is not None and formula.text and parts.area.left + offset not in contract:
            formulas[parts.area.left + offset] = formula.text
    return formulas


def _resize_table(package: Package, parts: SheetParts, bottom: int, result: Patch, *, unfiltered: bool) -> None:
    root = parse(package.read(parts.table), parts.table)
    before = package.read(parts.table)
    for element in root.iter():
        area = Area.of(str(element.get("ref", ""))) if local(element) in ("table", "autoFilter", "sortState") else None
        if area is not None and parts.area is not None and area.bottom == parts.area.bottom:
            element.set("ref", str(area.ending(bottom)))
        if unfiltered and local(element) == "autoFilter":
            for child in list(element):
                element.remove(child)
    after = _written(root)
    if bottom != (parts.area.bottom if parts.area else bottom) or b"filterColumn" in before:
        result.parts[parts.table] = after


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _recalculate_on_load(package: Package, plan: Layout, result: Patch) -> None:
    """Formulas of the Dashboard carry values of the last save; Excel must compute them anew."""
    root = parse(package.read(plan.workbook), plan.workbook)
    children = {local(element): element for element in root}
    calculation = children.get("calcPr")
    if calculation is not None and calculation.get("fullCalcOnLoad") in ("1", "true"):
        return
    if calculation is None:
        before = next(children[name] for name in _BEFORE_CALCULATION if name in children)
        calculation = etree.Element(f"{{{etree.QName(root).namespace}}}calcPr")
        before.addnext(calculation)
    calculation.set("fullCalcOnLoad", "1")
    result.parts[plan.workbook] = _written(root)


def _forget_results(package: Package, plan: Layout, result: Patch) -> None:
    """Takes stored results off the Dashboard: LibreOffice shows them as they are and would tell of the time before the run."""
    if plan.dashboard not in package.names() or b"<f" not in package.read(plan.dashboard):
        return
    root = parse(package.read(plan.dashboard), plan.dashboard)
    stale = [cell for cell in root.iter("{*}c") if cell.find("{*}f") is not None and cell.find("{*}v") is not None]
    for cell in stale:
        for value in cell.findall("{*}v"):
            cell.remove(value)
        if "t" in cell.attrib:
            del cell.attrib["t"]
    if stale:
        result.parts[plan.dashboard] = _written(root)


def _drop_calculation_chain(package: Package, plan: Layout, result: Patch) -> None:
    """The chain lists formula cells; with one gone it would be wrong, and Excel makes it anew by itself."""
    chain = next((target for kind, target in relations(package, plan.workbook).values() if kind == "calcChain"), "")
    if not chain or chain not in package.names():
        return
    result.dropped.add(chain)
    folder, _, file = plan.workbook.rpartition("/")
    related = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    for name, attribute in ((related, "Type"), (CONTENT_TYPES, "ContentType")):
        root = parse(package.read(name), name)
        for element in list(root):
            if "calcChain" in str(element.get(attribute, "")):
                root.remove(element)
        result.parts[name] = _written(root)


def _set_as_of(package: Package, plan: Layout, as_of: date, result: Patch) -> None:
    """The captions "computed as of" are text number formats; where there are none the styles stay untouched."""
    if plan.styles not in package.names():
        return
    styles = package.read(plan.styles)
    day = as_of.isoformat().encode()
    new = _NUMBER_FORMAT.sub(lambda match: _AS_OF.sub(rb"\g<1> " + day, match.group()), styles)
    if new != styles:
        result.parts[plan.styles] = new
