"""One sheet with its edits: made, proven and packed. The rows of a large one are taken in turn (``in_turn``), any other is taken whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, ReplaceRows, Value
from pyaddin.ledger.closed.columns_in_turn import ColumnsInTurn
from pyaddin.ledger.closed.cut import FEW_ROWS, Cut
from pyaddin.ledger.closed.deflate import Packed, pack
from pyaddin.ledger.closed.in_turn import Ends, Unusual, between, ends, parted
from pyaddin.ledger.closed.layout import Area, Layout, SheetParts, local, parse
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.proof_sheet import SheetProof, check_count
from pyaddin.ledger.closed.proof_texts import NewRowsProof, TextProof
from pyaddin.ledger.closed.reader import Found
from pyaddin.ledger.closed.row_bytes import Contents, NewRows
from pyaddin.ledger.closed.sheet import SheetPatch, Template
from pyaddin.ledger.column_values import ColumnValues, rows_of
from pyaddin.ledger.edits import DAYS_UNTIL_1904, columns_of
from pyaddin.ledger.schema import MAX_ROWS
from pyaddin.records import dataclass

IN_TURN_FROM = 1_000_000
"""Bytes of a sheet from which on its rows are taken in turn: one of less lies in the processor's own memory as a whole."""

NEW_ROWS_AT_ONCE = 512

Expected = Mapping[int, ColumnValues]
"""What must be found again, by sheet column."""


@dataclass(frozen=True, slots=True)
class Made:
    """A changed sheet. ``touched``: every row that was written anew; ``added``: the rows that are new; ``bottom``: where its table ends now."""

    packed: Packed
    proven: bool
    expected: Expected
    touched: set[int]
    added: Sequence[int]
    bottom: int
    formulas_changed: bool


class SheetChange:
    """What is to change in one sheet. ``columns``: new values of rows that are there; ``new``: all new rows by column; ``rows_after``: how many rows hold
    something afterwards.

    ``slow`` parses every touched row: the reference of tests.
    """

    def __init__(
        self, package: Package, plan: Layout, found: Found, columns: Expected, added: Sequence[AddRow], replaced: ReplaceRows | None,
        new: Mapping[str, Sequence[Value]], rows_after: int, *, slow: bool,
    ) -> None:  # fmt: skip
        self._package, self._plan, self._found, self._slow = package, plan, found, slow
        self._columns, self._added, self._replaced, self._new, self._rows_after = columns, added, replaced, new, rows_after
        self._days = DAYS_UNTIL_1904 if plan.from_1904 else 0
        self._formulas_changed = False
        self._parts: SheetParts = plan.sheets[found.raw.name]
        self._last_row = max(found.last_row, found.header_row + 1)
        self._area = self._parts.area or Area(min(found.columns.values()), found.header_row, max(found.columns.values()), self._last_row)

    def made(self) -> Made:
        """Stops: X-LIMIT when the sheet is full, X-VERIFY."""
        large = self._package.size(self._parts.sheet) >= IN_TURN_FROM
        if large and self._replaced is None and not self._slow:
            try:
                return self._in_turn()
            except Unusual:
                pass
        return self._whole()

    def _whole(self) -> Made:
        sheet = self._patch(self._package.take(self._parts.sheet))
        _put(sheet, self._columns)
        if self._replaced is None:
            new, template_row = self._add_rows(sheet), self._last_row
        else:
            new, template_row = self._replace_rows(sheet, self._replaced), self._found.header_row + 1
        template = sheet.styles_of(template_row)
        before, after = sheet.made(template)
        columns = self._columns if self._replaced is None else {}
        expected = _joined(columns, new.values)
        touched = sheet.touched.union(new.numbers[new.among :])
        if not self._slow:  # what lxml wrote is the same cells in another spelling, and the proof of rows asks for their bytes
            self._prove(before, after, _joined(columns, new.values_among), sheet.touched)
        packed = pack(chain((after.head,), after.rows_alone(), self._new_rows(new, template, after), (after.tail,)))
        if not self._slow:
            check_count(self._found, after, expected, touched, self._rows_after)
        return self._made(packed, expected, touched, new, sheet)

    def _in_turn(self) -> Made:
        """Raises ``Unusual``."""
        last_row = self._last_row
        known = self._found.ends if self._parts.sheet not in self._package.fresh else None
        sheet_ends = known or ends(self._package.pieces(self._parts.sheet), last_row)
        above = ColumnsInTurn(self._columns, last_row, Contents(self._days))
        sheet = self._patch(sheet_ends.content, part=True)
        _put(sheet, above.others)
        new = self._add_rows(sheet)
        template = sheet.styles_of(last_row)
        before, after = sheet.made(template)
        self._prove(before, after, _joined(above.others, new.values_among), sheet.touched)
        rows = chain(self._rows_above(sheet_ends, above, template), after.rows_alone(), self._new_rows(new, template, after))
        packed = pack(chain((after.head,), rows, (after.tail,)))
        expected = _joined(self._columns, new.values)
        touched = sheet.touched.union(new.numbers, rows_of(self._columns.values()))
        check_count(self._found, after, expected, touched, self._rows_after)
        return self._made(packed, expected, touched, new, sheet)

    def _made(self, packed: Packed, expected: Expected, touched: set[int], new: _New, sheet: SheetPatch) -> Made:
        changed = sheet.formulas_changed or self._formulas_changed or bool(new.among < len(new.numbers) and new.formulas)
        return Made(packed, not self._slow, expected, touched, new.numbers if self._replaced is None else (), new.bottom, changed)

    def _rows_above(self, sheet_ends: Ends, columns: ColumnsInTurn, template: Template) -> Iterator[bytes]:
        """The rows above the last one, written and proven as they pass; those that are not all spelled as known are parted."""
        texts = between(self._package.pieces(self._parts.sheet), sheet_ends)
        if not columns.columns and sheet_ends is self._found.ends:  # nothing to write, and the scan has seen each row in its place
            yield from texts
            return
        proof = TextProof(columns.columns, self._days)
        above = 0
        for text in texts:
            written = columns.written(text, above)
            if written is not None and proof.holds(text, written):
                above = written.numbers[-1]
                yield written.text
                continue
            rows = parted(text, sheet_ends, above)
            edits = columns.between(above, rows.numbers[-1])
            above = rows.numbers[-1]
            yield from self._parted(rows, edits, template) if edits else (text,)

    def _parted(self, rows: Cut, edits: Expected, template: Template) -> Iterator[bytes]:
        sheet = self._patch(rows, part=True)
        _put(sheet, edits)
        before, after = sheet.made(template)
        self._prove(before, after, edits, sheet.touched)
        self._formulas_changed |= sheet.formulas_changed
        return after.rows_alone()

    def _new_rows(self, new: _New, template: Template, sheet: Cut) -> Iterator[bytes]:
        """The rows below all others, written and proven some hundred at a time."""
        maker, proof = NewRows(*template, Contents(self._days)), NewRowsProof(tuple(sorted(new.values)), self._days)
        for start in range(new.among, len(new.numbers), NEW_ROWS_AT_ONCE):
            some = slice(start, start + NEW_ROWS_AT_ONCE)
            numbers = new.numbers[some]
            columns = {column: values.part(some) for column, values in new.values.items()}
            rows = maker.rows(numbers, columns, new.formulas)
            text = sheet.mark + sheet.mark.join(rows)
            if len(numbers) < FEW_ROWS or not proof.holds(text, numbers, columns):
                self._prove(sheet.alone((), []), sheet.alone(numbers, rows), columns, {*numbers})
            yield text

    def _patch(self, sheet: bytes | Cut, *, part: bool = False) -> SheetPatch:
        return SheetPatch(sheet, self._parts.sheet, from_1904=self._plan.from_1904, slow=self._slow, part=part)

    def _prove(self, before: Cut, after: Cut, expected: Expected, touched: set[int]) -> None:
        SheetProof(self._parts, self._found, before, after, expected, touched, from_1904=self._plan.from_1904).prove()

    def _add_rows(self, sheet: SheetPatch) -> _New:
        """Below the last row that holds anything; so the blank row of an empty table is filled first."""
        if not self._added:
            return _New((), {}, {}, self._area.bottom, 0)
        first, below = self._found.last_row + 1, max(self._found.last_row, sheet.bottom) + 1
        numbers = list(islice((number for number in range(first, below) if not sheet.busy(number)), len(self._added)))
        numbers += range(below, below + len(self._added) - len(numbers))
        if numbers[-1] > MAX_ROWS:
            raise Stop("X-LIMIT", f"{len(self._added)} more rows", sheet=self._parts.name)
        columns = self._by_column([edit.values for edit in self._added])
        return self._added_to(sheet, numbers, columns, self._own_formulas())

    def _replace_rows(self, sheet: SheetPatch, edit: ReplaceRows) -> _New:
        """Rows from the first data row on; what is left of the old ones below is taken away."""
        first = self._found.header_row + 1
        rows: Sequence[Mapping[str, Value]] = edit.rows or ({},)
        if first + len(rows) > MAX_ROWS:
            raise Stop("X-LIMIT", f"{len(rows)} rows", sheet=edit.table)
        numbers = range(first, first + len(rows))
        for number in filter(sheet.hidden, sheet.among(numbers)):
            sheet.edit(number).shown = True
        columns = frozenset(self._found.columns.values())
        for number in range(numbers.stop, max(self._area.bottom, self._found.last_row) + 1):
            row = sheet.edit(number)
            row.shown, row.removed = True, columns
        return self._added_to(sheet, list(numbers), self._by_column(rows), {}, bottom=numbers.stop - 1)

    def _by_column(self, rows: Sequence[Mapping[str, Value]]) -> dict[int, Sequence[Value]]:
        all_of_them = len(rows) == len(next(iter(self._new.values()), ()))  # not where a list is made anew twice, or is empty
        values = self._new if all_of_them else columns_of(rows)
        nothing = [None] * len(rows)
        return {column: values.get(header, nothing) for header, column in self._found.columns.items()}

    def _added_to(
        self, sheet: SheetPatch, numbers: Sequence[int], columns: Mapping[int, Sequence[Value]], formulas: Mapping[int, str], bottom: int = 0
    ) -> _New:
        """Those rows that stand among others, or in a blank one, are the sheet's; those below all others are left."""
        bottom = bottom or max(numbers[-1], self._area.bottom)
        if bottom > self._area.bottom:
            sheet.grow(self._area, bottom)
        among = len(numbers) if self._slow or sheet.prefixed else bisect_right(numbers, sheet.bottom)
        new = {column: ColumnValues(numbers, values) for column, values in columns.items()}
        if among:
            sheet.add(numbers[:among], {column: values.part(slice(among)) for column, values in new.items()}, formulas)
        if among < len(numbers):
            sheet.bottom = numbers[-1]
        return _New(numbers, new, formulas, bottom, among)

    def _own_formulas(self) -> dict[int, str]:
        """Formulas of calculated columns that a clerk added to the table, by sheet column: new rows carry them too."""
        parts, area = self._parts, self._parts.area
        if not parts.table or area is None:
            return {}
        formulas: dict[int, str] = {}
        contract = set(self._found.columns.values())
        columns = [element for element in parse(self._package.read(parts.table), parts.table).iter() if local(element) == "tableColumn"]
        for offset, column in enumerate(columns):
            formula = column.find("{*}calculatedColumnFormula")
            if formula is not None and formula.text and area.left + offset not in contract:
                formulas[area.left + offset] = formula.text
        return formulas


@dataclass(frozen=True, slots=True)
class _New:
    """New rows of a sheet with the values and formulas that they get, and where their table ends. So many of the first stand ``among`` the others, the rest
    below all of them."""

    numbers: Sequence[int]
    values: Expected
    formulas: Mapping[int, str]
    bottom: int
    among: int

    @property
    def values_among(self) -> Expected:
        """The values of rows that stand among others."""
        return {column: values.part(slice(self.among)) for column, values in self.values.items()} if self.among else {}


def _put(sheet: SheetPatch, columns: Expected) -> None:
    for column, values in columns.items():
        sheet.put(column, values)


def _joined(some: Expected, others: Expected) -> Expected:
    """The values of both."""
    if not some or not others:
        return some or others
    return {**others, **{column: values.joined(others.get(column)) for column, values in some.items()}}
