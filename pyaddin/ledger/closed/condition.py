"""The condition of a ledger file, beyond what its cells say: what Excel, a clerk or another program did to its sheets."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from pyaddin.ledger.closed.layout import Layout, SheetParts, layout, parse
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.reader import Found, read_tables
from pyaddin.ledger.closed.sheet import SheetPatch
from pyaddin.ledger.closed.styles import Styles
from pyaddin.ledger.schema import EVERY_TABLE, Type
from pyaddin.records import dataclass

_CURRENCY = re.compile(r"\[\$|[¥$€£₩₹]|_\(")
_PROTECTED = re.compile(rb"<(?:\w+:)?sheetProtection\b")
_RIBBON_SHEET = "Ribbon"
_TEXT = frozenset({Type.ID, Type.TEXT})


@dataclass(frozen=True, slots=True)
class Condition:
    """``protected``: ledger sheets that refuse to be written. ``formats``: (sheet, column, number format) where the first row's format spoils values:
    text columns that are not text, money columns in a currency format. ``outside``: (sheet, row) typed below the end of the Excel table.
    ``other_sheets``: names of sheets that are not ledger tables. ``language``: the setting ``ledger_language`` as it stands.
    ``ribbon``: the stamp of the program whose buttons are inside; blank without buttons.
    """

    protected: tuple[str, ...] = ()
    formats: tuple[tuple[str, str, str], ...] = ()
    outside: tuple[tuple[str, int], ...] = ()
    other_sheets: tuple[str, ...] = ()
    language: str = ""
    ribbon: str = ""


def condition(path: Path) -> Condition:
    """Read the file once more, for its condition. Stops as reading a ledger does, and OSError."""
    data = path.read_bytes()
    package = Package(data)
    package.check_all()
    plan = layout(package)
    found = read_tables(data, package, plan)
    styles = Styles(package.read(plan.styles), plan.styles) if plan.styles else None
    formats = [bad for name in plan.sheets for bad in _formats(package, plan.sheets[name], found[name], styles)]
    return Condition(
        tuple(name for name in plan.sheets if _PROTECTED.search(package.read(plan.sheets[name].sheet))),
        tuple(formats),
        tuple(place for name in plan.sheets for place in _outside(plan.sheets[name], found[name])),
        _other_sheets(package, plan),
        next((str(cells.get("Value") or "") for _, cells in found["Settings"].raw.rows if cells.get("Key") == "ledger_language"), ""),
        _stamp(data, package, plan),
    )


def _formats(package: Package, parts: SheetParts, found: Found, styles: Styles | None) -> list[tuple[str, str, str]]:
    if styles is None:
        return []
    by_column, _ = SheetPatch(package.read(parts.sheet), parts.sheet).styles_of(found.header_row + 1)
    bad = []
    for column in EVERY_TABLE[parts.name].columns:
        if column.name not in found.columns or (parts.name, column.name) == ("Settings", "Value"):
            continue  # a value of Settings has the format of its own kind
        code = styles.format_of(int(by_column.get(found.columns[column.name], "0")))
        if (column.type in _TEXT and code != "@") or (column.type is Type.MONEY and _CURRENCY.search(code)):
            bad.append((parts.name, column.name, code))
    return bad


def _outside(parts: SheetParts, found: Found) -> list[tuple[str, int]]:
    if parts.area is None:
        return []
    return [(parts.name, number) for number, _ in found.raw.rows if number > parts.area.bottom]


def _other_sheets(package: Package, plan: Layout) -> tuple[str, ...]:
    names = [str(element.get("name", "")) for element in parse(package.read(plan.workbook), plan.workbook).iter("{*}sheet")]
    return tuple(name for name in names if name not in EVERY_TABLE)


def _stamp(data: bytes, package: Package, plan: Layout) -> str:
    """What stands beside the key ``stamp`` on the hidden sheet of the buttons."""
    if _RIBBON_SHEET not in _other_sheets(package, plan):
        return ""
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(_RIBBON_SHEET).to_python(skip_empty_area=False)
    return next((str(row[1]) for row in rows if len(row) > 1 and row[0] == "stamp"), "")
