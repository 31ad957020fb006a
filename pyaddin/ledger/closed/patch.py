"""Edits to changed parts: which cells of which sheet, how far tables grow, and the few workbook parts that must know of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from lxml import etree

from pyaddin.ledger.book import AddRow, Edit, ReplaceRows, SetColumn
from pyaddin.ledger.captions import AS_OF, NOT_YET, day_shown
from pyaddin.ledger.closed.change import Expected, SheetChange
from pyaddin.ledger.closed.deflate import Packed
from pyaddin.ledger.closed.layout import CONTENT_TYPES, Area, Layout, SheetParts, local, parse, relations
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.edits import Checked, by_column, check_columns, check_targets, emptied_rows
from pyaddin.records import dataclass

_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
_AS_OF = re.compile(("(?i)(" + "|".join(word.strip(" ·") for word in AS_OF) + r") (?:\d{4}-\d{2}-\d{2}|" + NOT_YET + ")").encode())
# elements of workbook.xml that may stand before calcPr, the last one first
_BEFORE_CALCULATION = ("definedNames", "externalReferences", "functionGroups", "sheets")


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


def make_patch(
    package: Package, plan: Layout, found: Mapping[str, Found], edits: Sequence[Edit], as_of: date, checked: Checked | None = None, *, slow: bool = False
) -> Patch:
    """All edits as new parts, the sheets proven. Stops: X-CHANGED when a row is not the expected one, X-LIMIT when a sheet is full, X-VERIFY.

    ``checked``: what was found out of them when they were checked. ``slow`` parses every touched row: the reference of tests.
    """
    result = Patch()
    cells, others = by_column(edits)
    checked = checked or check_columns(cells, others)
    by_table: dict[str, tuple[list[SetColumn], list[Edit]]] = {edit.table: ([], []) for edit in (*cells, *others)}
    for column in cells:
        by_table[column.table][0].append(column)
    for edit in others:
        by_table[edit.table][1].append(edit)
    for name, group in by_table.items():
        _patch_table(package, plan, found[name], *group, checked, result, slow=slow)
    _recalculate_on_load(package, plan, result)
    _forget_results(package, plan, result)
    if result.formulas_changed:
        _drop_calculation_chain(package, plan, result)
    _set_as_of(package, plan, as_of, result)
    return result


def _patch_table(
    package: Package, plan: Layout, found: Found, cells: Sequence[SetColumn], edits: Sequence[Edit], checked: Checked, result: Patch, *, slow: bool
) -> None:
    parts = plan.sheets[found.raw.name]
    check_targets(cells, found.raw)
    # a ledger of an earlier version that could not grow works on without some columns
    values = {edit.column: checked.cells[edit.table, edit.column] for edit in cells}
    columns = {found.columns[header]: column for header, column in values.items() if header in found.columns}
    replaced = next((edit for edit in reversed(edits) if isinstance(edit, ReplaceRows)), None)
    added = [edit for edit in edits if isinstance(edit, AddRow)] if replaced is None else []
    if replaced is None:
        result.rows_after[parts.name] = len(found.raw.rows) + len(added) - emptied_rows(found.raw, values)
    else:
        result.rows_after[parts.name] = sum(any(value is not None and value != "" for value in map(row.get, found.columns)) for row in replaced.rows)
        result.cells += sum(map(len, replaced.rows))
    result.cells += sum(len(edit.rows) for edit in cells)
    new, rows_after = checked.rows.get(parts.name, {}), result.rows_after[parts.name]
    made = SheetChange(package, plan, found, columns, added, replaced, new, rows_after, slow=slow).made()
    if made.added:
        result.added_at[parts.name] = tuple(made.added)
    result.expected[parts.name], result.touched[parts.name] = made.expected, made.touched
    result.formulas_changed |= made.formulas_changed
    result.parts[parts.sheet] = made.packed
    if made.proven:
        result.proven[parts.sheet] = made.packed
    if parts.table and parts.area and (made.bottom != parts.area.bottom or replaced is not None):
        _resize_table(package, parts, made.bottom, result, unfiltered=replaced is not None)


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
    day = day_shown(as_of).encode()
    new = _NUMBER_FORMAT.sub(lambda match: _AS_OF.sub(rb"\g<1> " + day, match.group()), styles)
    if new != styles:
        result.parts[plan.styles] = new
