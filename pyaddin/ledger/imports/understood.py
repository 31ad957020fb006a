"""A whole list understood: every sheet's columns, by guess, by the remembered mapping and by what the clerk says, with all that must be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.imports.grid import Grid, Source
from pyaddin.ledger.imports.headers import CONTAINS, IMPORTED
from pyaddin.ledger.imports.layout import BESIDE, BY_CONTEXT, GIVEN, NOTES, REMEMBERED, Layout, Use, find_layout, with_fields
from pyaddin.ledger.imports.mapping import Section, field_named, section_for, section_of
from pyaddin.ledger.imports.values import DATE_ORDER, SAY_ORDER, currency_in, is_money, said_order
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass

CURRENCY = "Cases.Currency"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clerk says: sheets to read, columns by header, fixed values by field."""

    sheets: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class SheetPlan:
    """One sheet that is read: its layout, values for columns that it lacks (set by the clerk, guessed from titles), and the column that is missing."""

    layout: Layout
    fixed: dict[str, str]
    guessed: dict[str, str]
    lacks: tuple[str, str] | None


@dataclass(slots=True)
class Understood:
    """The sheets to read and everything to tell about columns, hidden parts and formulas."""

    sheets: list[SheetPlan] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def sections(self, source: Source) -> list[Section]:
        """What is to be remembered."""
        return [section_of(plan.layout, f"{source.name} / {plan.layout.grid.name}", plan.fixed) for plan in self.sheets]


def wanted(sheets: tuple[str, ...], columns: Iterable[str], fixed: Iterable[str]) -> Wanted:
    """The options as typed: ``HEADER=Sheet.Column`` and ``Column=value``. Raises ``Stop`` X-OPTION."""
    given = {_field(left): right for left, right in map(_pair, fixed)}
    if DATE_ORDER in given and not said_order(given[DATE_ORDER]):
        raise Stop("X-OPTION", f"{DATE_ORDER}={given[DATE_ORDER]}", advice=SAY_ORDER)
    return Wanted(sheets, {left: _field(right) for left, right in map(_pair, columns)}, given)


def _pair(text: str) -> tuple[str, str]:
    left, mark, right = text.rpartition("=") if text.count("=") == 1 else text.partition("=")
    if not mark or not left.strip() or not right.strip():
        raise Stop("X-OPTION", text, advice="Type 客户编号=Debtors.Debtor ID for --map, or Currency=CNY for --set.")
    return " ".join(left.split()), right.strip()


def _field(text: str) -> str:
    try:
        return field_named(text)
    except ValueError as problem:
        raise Stop("X-OPTION", str(problem)) from None


def understand(source: Source, sections: Sequence[Section], says: Wanted) -> Understood:
    """Every sheet of the list. Raises ``Stop``: X-OPTION for a sheet or header that is not there, X-NOT-LIST when no sheet has a header that is known."""
    result = Understood()
    unknown = [name for name in says.sheets if name not in {grid.name for grid in source.grids}]
    if unknown:
        raise Stop("X-OPTION", f"sheet {unknown[0]}", advice=f"The file has: {', '.join(grid.name for grid in source.grids)}.")
    for grid in source.grids:
        if grid.rows and (grid.name in says.sheets or not says.sheets):
            _sheet(grid, source, sections, says, result)
    headers = {header for plan in result.sheets for use in plan.layout.uses for header in (use.key, use.header)}
    stray = [header for header in says.columns if header not in headers]
    if stray:
        raise Stop("X-OPTION", f"header {stray[0]}", advice=f"The list has: {', '.join(sorted(headers))[:200]}.")
    if not result.sheets:
        raise Stop("X-NOT-LIST", f"{source.name}: no row with headers that are known", advice=_advice_without_header(source))
    return result


def _advice_without_header(source: Source) -> str:
    first = next((row for grid in source.grids for _, row in sorted(grid.rows.items())), ())
    shown = ", ".join(str(cell) for cell in first if cell is not None)[:120]
    return f"The first row reads: {shown}. Give the columns names such as Debtor ID, 姓名, 合同号, Due on, 应还金额."


def _sheet(grid: Grid, source: Source, sections: Sequence[Section], says: Wanted, result: Understood) -> None:
    if grid.hidden and grid.name not in says.sheets:
        advice = f'Name it with --sheet "{grid.name}" to read it.'
        result.faults.append(Fault("W-SKIPPED", grid.name, None, "", f"hidden sheet with {len(grid.rows)} rows", advice))
        return
    if _other_table(grid):
        advice = "Import takes debtors, cases, installments and payments; the other sheets of a ledger are typed or run."
        result.faults.append(Fault("W-SKIPPED", grid.name, None, "", f"the sheet {grid.name} of a ledger", advice))
        return
    layout = find_layout(grid, f"{source.name} {grid.name}")
    if not layout.header_rows:
        result.faults.append(Fault("W-SKIPPED", grid.name, min(grid.rows), "", f"{len(grid.rows)} rows without a header that is known"))
        return
    remembered = section_for(layout, sections)
    fixed: dict[str, str] = {}
    if remembered is not None:
        layout = with_fields(layout, remembered.fields, REMEMBERED)
        fixed |= remembered.fixed
    layout = with_fields(layout, _said(layout, says.columns), GIVEN)
    fixed |= says.fixed
    _check_once(layout)
    guessed = "" if CURRENCY in layout.fields or CURRENCY in fixed or "Cases" not in layout.tables else _currency(layout)
    if guessed:
        advice = "Titles or headers of the list name this currency; it is taken for all rows."
        result.faults.append(Fault("W-GUESS", grid.name, layout.header_rows[0], "", guessed, advice))
    result.faults += _told(layout)
    result.sheets.append(SheetPlan(layout, fixed, {CURRENCY: guessed} if guessed else {}, layout.lacks))


def _check_once(layout: Layout) -> None:
    """Two columns that a clerk sends to one column of the ledger stop the import: one of them would be lost."""
    seen: dict[tuple[str, int | None], Use] = {}
    for use in layout.uses:
        first = seen.setdefault((use.field, use.group), use) if use.field else use
        if first is not use:
            words = f"'{first.key}' and '{use.key}' both go to {use.field}"
            raise Stop("X-MAPPING", words, advice="Leave one of them out with -, in the mapping file or with --map.")


def _other_table(grid: Grid) -> bool:
    """Whether this is a sheet of a ledger that is not imported: promises and plans look like installments, and are none."""
    table = EVERY_TABLE.get(grid.name)
    first = grid.rows.get(min(grid.rows), ())
    return table is not None and table.name not in IMPORTED and set(table.key) <= {cell for cell in first if isinstance(cell, str)}


def _said(layout: Layout, columns: Mapping[str, str]) -> dict[str, str]:
    return {use.key: columns[name] for use in layout.uses for name in (use.key, use.header) if name in columns}


def _currency(layout: Layout) -> str:
    """The currency that titles and headers of amounts name."""
    titles = [str(cell) for row in sorted(layout.grid.rows) if row < layout.header_rows[0] for cell in layout.grid.rows[row] if isinstance(cell, str)]
    return currency_in([*titles, *(use.header for use in layout.uses if use.field and is_money(use.field))])


def _told(layout: Layout) -> list[Fault]:
    """Guesses, columns left open, formulas and hidden rows, a finding each."""
    grid, row = layout.grid, layout.header_rows[-1]
    found = [_told_of(use, grid.name, row) for use in layout.uses]
    if grid.hidden_rows:
        found.append(Fault("W-HIDDEN", grid.name, min(grid.hidden_rows), "", f"{len(grid.hidden_rows)} hidden rows"))
    taken = {use.index: use for use in layout.uses if use.field}
    found += [
        Fault("W-FORMULA", grid.name, row, taken[index].header, f"{count} formulas")
        for index, count in sorted(grid.formulas.items())
        if count and index in taken
    ]
    return [fault for fault in found if fault is not None]


def _told_of(use: Use, sheet: str, row: int) -> Fault | None:
    if use.field and use.how in (CONTAINS, BY_CONTEXT) and use.field not in NOTES:
        return Fault("W-GUESS", sheet, row, use.header, use.field, f'Column {use.letter}. If it is something else: --map "{use.key}=..." or the mapping file.')
    if use.how == BESIDE:
        advice = f"Column {use.letter} was not taken. Bring payments as rows of their own: case, date, amount."
        return Fault("W-COLUMN", sheet, row, use.header, use.how, advice)
    if use.how == "ambiguous":
        fields = " / ".join(use.candidates)
        advice = f'Column {use.letter} was not taken. Say which: --map "{use.key}={use.candidates[0]}", or - for none.'
        return Fault("W-COLUMN", sheet, row, use.header, fields, advice)
    return None
