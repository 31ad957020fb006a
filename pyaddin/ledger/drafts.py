"""A row while it is being checked: its cells typed one by one, its findings collected, not yet accepted or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from pyaddin.errors import Fault
from pyaddin.ledger.book import Cell, RawLedger, RawTable
from pyaddin.ledger.by_column import Typed as ByColumn
from pyaddin.ledger.by_column import Unit, typed_by_column
from pyaddin.ledger.cells import BadCell, Cleaned, Converter, Understood, clean, converter, folded, instant_text, shortened
from pyaddin.ledger.columnar import Row, columns_of
from pyaddin.ledger.schema import EVERY_TABLE, TABLES, Column, Table, Type
from pyaddin.rules.money import minor_digits

WHEN_UNKNOWN = (4, "")
WITHOUT_CASE = (2, "")


class Draft:
    """A row while it is being checked. ``code`` is the first fault that refuses it; ``silent`` rows follow a refused parent."""

    __slots__ = ("at", "code", "faults", "of", "silent")

    def __init__(self, of: Drafts, at: int) -> None:
        self.of, self.at = of, at
        self.code, self.silent, self.faults = "", False, tuple[Fault, ...]()

    @property
    def table(self) -> Table:
        """The table of the row."""
        return self.of.table

    @property
    def row(self) -> int:
        """The Excel row."""
        return self.of.numbers[self.at]

    @property
    def values(self) -> Mapping[str, object]:
        """Every contract column, ``None`` where blank."""
        return Row(self.of.columns, self.at)

    def put(self, column: str, value: object) -> None:
        """Another value in its place."""
        self.of.put(self.at, column, value)

    @property
    def accepted(self) -> bool:
        """Whether the row counts: nothing of it was refused."""
        return not self.code and not self.silent

    def text(self, column: str) -> str:
        """A text value, blank when missing or not in this table."""
        return self.of.text(self.at, column)

    @property
    def owner_case(self) -> str:
        """The case the row names, as far as it can be read."""
        if self.table.name == "Holds":
            return self.text("Applies to") if self.values.get("Scope") == "case" else ""
        return self.text("Case ID")

    @property
    def owner_debtor(self) -> str:
        """The debtor the row names, as far as it can be read."""
        if self.table.name == "Holds":
            return self.text("Applies to") if self.values.get("Scope") == "debtor" else ""
        return self.text("Debtor ID")

    def fault(self, code: str, column: str = "", found: object = None, advice: str = "") -> None:
        """Adds a finding at this row; a refusing one refuses the row."""
        finding = Fault(code, self.table.name, self.row, column, shortened(found), advice, self.owner_case or self.owner_debtor)
        self.faults = (*self.faults, finding)
        if finding.refuses and not self.code:
            self.code = code


class Drafts:
    """All rows of one table while they are being checked: their values by column, and a ``Draft`` for each row of which something is told."""

    def __init__(self, table: Table, numbers: Sequence[int], columns: dict[str, Sequence[object]]) -> None:
        self.table, self.numbers, self.columns = table, numbers, columns
        self.told: dict[int, Draft] = {}
        self.taken: Taken | None = None
        self._own: set[str] = set()

    def __len__(self) -> int:
        return len(self.numbers)

    def draft(self, at: int) -> Draft:
        """The row at this place, to tell something of it."""
        found = self.told.get(at)
        if found is None:
            found = self.told[at] = Draft(self, at)
        return found

    def accepted(self, at: int) -> bool:
        """Whether nothing refuses the row so far."""
        found = self.told.get(at)
        return found is None or found.accepted

    def all_accepted(self) -> bool:
        """Whether no row is refused so far."""
        return all(draft.accepted for draft in self.told.values())

    def text(self, at: int, column: str) -> str:
        """A text value, blank when missing or not in this table."""
        values = self.columns.get(column)
        value = values[at] if values is not None else None
        return value if isinstance(value, str) else ""

    def filled(self, column: str) -> Iterator[tuple[int, object]]:
        """Place and value of the rows in which this column is not blank."""
        values = self.columns[column]
        if not any(values) and values.count(None) == len(values):
            return iter(())
        return ((at, value) for at, value in enumerate(values) if value is not None)

    def put(self, at: int, column: str, value: object) -> None:
        """Another value in its place. A column may be the sheet's own list of cells: it is copied first."""
        values = self.columns[column]
        if column not in self._own:
            self.columns[column] = values = list(values)
            self._own.add(column)
        assert isinstance(values, list)
        values[at] = value


class Taken(NamedTuple):
    """A table as it was typed by column: of the very same cells in the same currencies comes the same again."""

    raw: RawTable
    office_zone: tzinfo
    units: Sequence[Unit]
    typed: ByColumn


class _Reader(NamedTuple):
    """How one column is read: its converter, whether the program fills it, and its place in the order of findings."""

    convert: Converter
    computed: bool
    place: int


def own_id(table: Table) -> str:
    """The column whose blank the program fills (``P-000123``); blank when the table has none."""
    return table.key[0] if table.prefix and len(table.key) == 1 else ""


def row_key(table: Table, values: Mapping[str, object]) -> str:
    """The key of a row in one word, as edits and reports name it: its key columns joined by ``|``, an empty Plan ID as ORIG."""
    return "|".join([row_key_part(name, values.get(name)) for name in table.key])


def row_key_part(column: str, value: object) -> str:
    """What one key column adds to the key of a row."""
    if type(value) is str:
        return value
    if value is None:
        return "ORIG" if column == "Plan ID" else ""
    return instant_text(value) if isinstance(value, datetime) else str(value)


def _readers(table: Table, office_zone: tzinfo) -> dict[str, _Reader]:
    signed = {column.name: Column(column.name, column.type, column.help, codes=column.codes, signed=True) for column in table.columns}
    return {
        column.name: _Reader(converter(signed[column.name] if column.computed else column, office_zone), column.computed, place)
        for place, column in enumerate(table.columns)
    }


def _required(table: Table) -> tuple[tuple[int, str], ...]:
    """Columns that may not be blank, with their places."""
    return tuple((at, c.name) for at, c in enumerate(table.columns) if c.required and not c.computed and c.name != own_id(table))


def _read_row(draft: Draft, readers: Mapping[str, _Reader], required: Sequence[tuple[int, str]], cells: Mapping[str, Cell], unit: Unit) -> None:
    """Types the cells in place. A bad cell leaves ``None`` and its fault; all cells of the row are looked at."""
    values: dict[str, object] = {}
    bad: list[tuple[int, str, str, object, str]] = []
    for name, cell in cells.items():
        if cell is None or cell == "":
            continue
        convert, computed, place = readers[name]
        value: object = None
        try:
            value = convert(cell, *unit)
        except BadCell as problem:
            bad.append((place, "W-COMPUTED", name, cell, "") if computed else (place, problem.code, name, cell, problem.advice))
            continue
        if type(value) is Cleaned:
            value = value.value
            if not computed:
                bad.append((place, "W-CLEANED", name, cell, ""))
        elif type(value) is Understood:
            value = value.value
            if computed:
                bad.append((place, "W-COMPUTED", name, cell, ""))
                value = None
            else:
                bad.append((place, "W-TEXT", name, cell, f"It is read as {value}. Tidy makes a real {_noun(value)} of it."))
        values[name] = value
    for name in draft.table.headers:
        draft.put(name, values.get(name))
    for place, name in required:
        value = values.get(name)
        if (value is None or value == ()) and not any(code[0] == "E" and column == name for _, code, column, _, _ in bad):
            bad.append((place, "E-REQUIRED", name, None, ""))
    for _, code, name, found, advice in sorted(bad, key=_place) if len(bad) > 1 else bad:
        draft.fault(code, name, found, advice)


def _place(finding: tuple[int, str, str, object, str]) -> int:
    return finding[0]


def _noun(value: object) -> str:
    return "date" if isinstance(value, date) else "number"


def _unit_of_row(cells: Mapping[str, Cell], by_case: Mapping[str, Unit]) -> Unit:
    """Decimals and code of the row's currency; generous where the currency is unknown, for then the row is refused elsewhere."""
    if "Case ID" not in cells:
        return WITHOUT_CASE
    case = cells["Case ID"]
    if isinstance(case, str) and case in by_case:
        return by_case[case]
    if isinstance(case, float) and case.is_integer():
        case = int(case)
    return by_case.get(clean(str(case), one_line=True), WHEN_UNKNOWN)


def currency_digits(currency: object) -> int | None:
    """Decimals of a currency code in any case and width, ``None`` when there is no such currency."""
    try:
        return minor_digits(folded(str(currency)).upper())
    except (KeyError, ValueError):
        return None


OWN_CURRENCY = ("Cases", "Bank", "Guidelines")  # tables whose rows name their currency themselves


def _units(table: Table, raw: RawTable, by_case: Mapping[Any, Unit]) -> Sequence[Unit]:
    """Decimals and currency of each row."""
    count = len(raw.rows)
    if table.name in OWN_CURRENCY:
        return list(map(_own_unit, raw.column("Currency")))
    if not any(column.type is Type.MONEY for column in table.columns):
        return [WITHOUT_CASE] * count
    cases = raw.column("Case ID")
    if cases.count(None) == count:
        return [_unit_of_row(cells, by_case) for _, cells in raw.rows]
    known = list(map(by_case.get, cases))  # most cases are named as they stand on the sheet Cases
    if None not in known:
        return known  # type: ignore[return-value]
    return [unit or _unit_of_row(cells, by_case) for unit, (_, cells) in zip(known, raw.rows, strict=True)]


@lru_cache(maxsize=256)
def _own_unit(currency: Cell) -> Unit:
    known = currency_digits(currency)
    return WHEN_UNKNOWN if known is None else (known, folded(str(currency)).upper())


def _read_table(
    raw: RawTable | None, table: Table, office_zone: tzinfo, by_case: Mapping[str, Unit], before: Taken | None = None, *, by_cell: bool
) -> Drafts:
    """One table: rows of which nothing is to be told by column, the others cell by cell. ``by_cell``: all of them cell by cell."""
    if raw is None:
        return Drafts(table, (), dict.fromkeys(table.headers, ()))
    readers, required, units = _readers(table, office_zone), _required(table), _units(table, raw, by_case)
    typed = before.typed if before is not None and before.raw is raw and before.office_zone == office_zone and before.units == units else None
    if typed is None and not by_cell and raw.rows and (cells := columns_of(raw.rows, raw.headers)) is not None:
        typed = typed_by_column(table, cells, {name: reader.convert for name, reader in readers.items()}, units, [name for _, name in required])
    odd: Iterable[int]
    if typed is None:
        drafts, odd = Drafts(table, raw.numbers, dict.fromkeys(table.headers, [None] * len(raw.rows))), range(len(raw.rows))
    else:
        drafts, odd = Drafts(table, raw.numbers, dict(typed.columns)), sorted(typed.odd)
        drafts.taken = Taken(raw, office_zone, units, typed)
    for at in odd:
        _read_row(drafts.draft(at), readers, required, raw.rows[at][1], units[at])
    return drafts


def read_drafts(raw: RawLedger, office_zone: tzinfo, before: Mapping[str, Taken] | None = None, *, by_cell: bool = False) -> dict[str, Drafts]:
    """All tables typed, Cases first because its currencies rule the decimals of every amount. ``by_cell`` is the slow reference, with the same result.

    ``before``: tables as they were typed before; one that is still the same is not typed again.
    """
    taken = before or {}
    cases = _read_table(raw.tables.get("Cases"), TABLES["Cases"], office_zone, {}, taken.get("Cases"), by_cell=by_cell)
    by_case: dict[str, Unit] = {}
    for case_id, currency in zip(cases.columns["Case ID"], cases.columns["Currency"], strict=True):
        unit = _own_unit(currency if isinstance(currency, str) else "")
        if isinstance(case_id, str) and unit is not WHEN_UNKNOWN:
            by_case.setdefault(case_id, unit)
    drafts = {"Cases": cases}
    for table in EVERY_TABLE.values():
        if table.name != "Cases":
            drafts[table.name] = _read_table(raw.tables.get(table.name), table, office_zone, by_case, taken.get(table.name), by_cell=by_cell)
    return drafts
