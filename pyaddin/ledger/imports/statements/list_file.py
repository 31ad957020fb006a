"""Lists of a bank's web page (CSV, TSV, xlsx): which column is what, remembered beside the ledger, and one line of the statement for each row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from datetime import UTC, date, tzinfo
from decimal import Decimal
from functools import cache

from pyaddin.errors import Fault, Stop
from pyaddin.ledger.book import Cell
from pyaddin.ledger.cells import BadCell, Cleaned, Understood, clean, converter, folded, shortened
from pyaddin.ledger.columns import Column, Type
from pyaddin.ledger.imports.grid import Grid, Source, is_blank
from pyaddin.ledger.imports.headers import plain_header
from pyaddin.ledger.imports.layout import HEADER_WITHIN, LEFT_OUT
from pyaddin.ledger.imports.mapping import Section
from pyaddin.ledger.imports.statements import list_words as words
from pyaddin.ledger.imports.statements.lines import LIST, Balance, BankLine, Statement, digits_of, joined, one_line, says_return, to_the_cent
from pyaddin.ledger.imports.values import CONTRADICTORY, DATE_ORDER, Reader, currency_in, found_text, order_of, reader
from pyaddin.records import dataclass

_DAY = "Payments.Value date"
_SEVERAL = (words.REFERENCE,)
_COMMA_CENTS = re.compile(r"\d,\d{1,2}(?!\d)", re.ASCII)
_POINT_CENTS = re.compile(r"\d\.\d{1,2}(?!\d)", re.ASCII)
_CLOCK = re.compile(r"(.*\d)[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?", re.ASCII)


@dataclass(slots=True)
class Columns:
    """The columns of one sheet by what they hold; ``taken`` leads from the header to it, as the mapping file says it."""

    header_row: int
    of: dict[str, list[int]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    headers: dict[int, str] = field(default_factory=dict)

    def one(self, name: str) -> int | None:
        found = self.of.get(name, [])
        return found[0] if found else None


@cache
def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for name, spellings in words.STATEMENT_WORDS.items():
        for word in spellings:
            found.setdefault(plain_header(word), name)
    return found


def read_list(source: Source, sections: Sequence[Section], zone: tzinfo, currency: str, *, told: bool) -> tuple[list[Statement], list[Section]]:
    """The statements of the list, one for each account that it names, and how its columns were read (to be remembered).

    ``currency`` is taken where the list names none; blank = not known. ``told``: the clerk said it; else the remembered one goes first. Raises ``Stop``
    X-NOT-STATEMENT when no sheet has a day and an amount.
    """
    statements: list[Statement] = []
    remembered: list[Section] = []
    for grid in source.grids:
        columns = _columns(grid, sections)
        if columns is not None:
            known = _section(columns, sections)
            unit = currency if told else (known.fixed.get(words.CURRENCY, "") if known else "") or currency
            fixed = dict(known.fixed) if known else {}
            statements += _statements(source, grid, columns, zone, unit, fixed.get(DATE_ORDER, ""), told=told)
            keep = fixed | ({words.CURRENCY: currency} if told else {})
            remembered.append(Section(f"{source.name} / {grid.name}", columns.taken, keep))
    if not statements:
        first = next((row for grid in source.grids for _, row in sorted(grid.rows.items())), ())
        shown = ", ".join(str(cell) for cell in first if cell is not None)[:120]
        advice = f"The first row reads: {shown}. It needs a day and an amount (or money in and money out): 交易日期, 贷方金额, Date, Amount, Credit."
        raise Stop("X-NOT-STATEMENT", f"{source.name}: no row with headers of a bank statement", advice=advice)
    return statements, remembered


def _columns(grid: Grid, sections: Sequence[Section]) -> Columns | None:
    best: tuple[int, Columns | None] = (0, None)
    for row in sorted(grid.rows)[:HEADER_WITHIN]:
        columns = _read_header(grid, row, sections)
        score = sum(1 for name in columns.taken.values() if name != LEFT_OUT)
        amounts = {words.AMOUNT, words.CREDIT, words.DEBIT} & columns.of.keys()
        if amounts and {words.DATE, words.BOOKED} & columns.of.keys() and score > best[0]:
            best = (score, columns)
    return best[1]


def _read_header(grid: Grid, row: int, sections: Sequence[Section]) -> Columns:
    """What each column of the row would be, by the mapping of a list with these headers, else by its words."""
    columns = Columns(row)
    seen: dict[str, int] = {}
    for index in range(len(grid.rows[row])):
        cell = grid.spread(row, index)
        if not isinstance(cell, str) or is_blank(cell) or len(cell) > 80:
            continue
        header = " ".join(cell.split())
        seen[header] = seen.get(header, 0) + 1
        columns.headers[index] = header if seen[header] == 1 else f"{header} #{seen[header]}"
    section = _section(columns, sections)
    said = section.fields if section else None
    for index, header in columns.headers.items():
        name = said[header] if said is not None else _known().get(plain_header(header.partition(" #")[0]), LEFT_OUT)
        if name not in words.FIELDS or name in columns.of and name not in _SEVERAL:
            name = LEFT_OUT
        columns.taken[header] = name
        if name != LEFT_OUT:
            columns.of.setdefault(name, []).append(index)
    return columns


def _section(columns: Columns, sections: Sequence[Section]) -> Section | None:
    """What was remembered of a list with these headers."""
    shape = frozenset(columns.headers.values())
    return next((section for section in sections if frozenset(section.fields) == shape), None)


@dataclass(slots=True)
class _Sheet:
    """One sheet while it is read."""

    grid: Grid
    columns: Columns
    dates: Reader
    cents: str
    currency: str

    def cell(self, row: int, name: str) -> Cell:
        index = self.columns.one(name)
        return None if index is None else self.grid.spread(row, index)

    def text(self, row: int, name: str) -> str:
        return joined([_shown(self.grid.spread(row, index)) for index in self.columns.of.get(name, ())])

    def header(self, name: str) -> str:
        index = self.columns.one(name)
        return self.columns.headers[index] if index is not None else name.partition(".")[2]


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return one_line(str(found_text(cell)))


def _statements(source: Source, grid: Grid, columns: Columns, zone: tzinfo, currency: str, said: str, *, told: bool) -> list[Statement]:
    numbers = [number for number in sorted(grid.rows) if number > columns.header_row]
    dates = [index for name in (words.DATE, words.BOOKED) for index in columns.of.get(name, ())]
    orders = {index: order for index in dates if (order := order_of((_without_clock(grid.cell(number, index)) for number in numbers), said))}
    money = [index for name in (words.AMOUNT, words.CREDIT, words.DEBIT, words.BALANCE) for index in columns.of.get(name, ())]
    titles = [str(cell) for row in sorted(grid.rows) if row <= columns.header_row for cell in grid.rows[row] if isinstance(cell, str)]
    sheet = _Sheet(grid, columns, reader(zone, orders), _cents_mark(grid, numbers, money), currency if told else currency_in(titles) or currency)
    found: dict[str, Statement] = {}
    balances: dict[str, list[tuple[int, BankLine, Decimal | None]]] = {}
    aside: list[Fault] = []
    for number in numbers:
        account = sheet.text(number, words.ACCOUNT)
        read = _row(sheet, number)
        if isinstance(read, Fault) and not read.refuses:
            aside.append(read)
            continue
        result = found.setdefault(account, Statement(LIST, account, source.name))
        if isinstance(read, Fault):
            result.faults.append(read)
            continue
        line = _numbered(read, len(result.lines) + 1)
        result.lines.append(line)
        balances.setdefault(account, []).append((number, line, _amount(sheet, number, words.BALANCE)))
    if not found:
        found[""] = Statement(LIST, "", source.name)
    for account, rows in balances.items():
        _tie(found[account], rows, grid.name)
    first = next(iter(found.values()))
    first.skipped += [*aside, *(Fault("W-DAY-ORDER", grid.name, columns.header_row, columns.headers[index], order) for index, order in orders.items())]
    return list(found.values())


def _numbered(line: BankLine, number: int) -> BankLine:
    return BankLine(
        number, line.value_date, line.amount, line.currency, line.payer, line.payer_account, line.reference, line.bank_reference, line.returns
    )


def _cents_mark(grid: Grid, rows: Sequence[int], columns: Sequence[int]) -> str:
    """What stands before the cents in a text file: the one mark that some amounts cannot be read without; blank when none or both are so."""
    texts = [str(cell).strip() for row in rows for index in columns if isinstance(cell := grid.cell(row, index), str)]
    marks = [mark for mark, pattern in ((",", _COMMA_CENTS), (".", _POINT_CENTS)) if any(pattern.search(text) for text in texts)]
    return marks[0] if len(marks) == 1 else ""


def _row(sheet: _Sheet, number: int) -> BankLine | Fault:
    """The line of one row; a fault that refuses it, or one that tells that the row is no line."""
    day_name = words.DATE if not is_blank(sheet.cell(number, words.DATE)) else words.BOOKED
    day = sheet.cell(number, day_name)
    shown = joined([_shown(cell) for cell in sheet.grid.rows[number]])
    if is_blank(day) or isinstance(day, str) and not any(char.isdigit() for char in day):
        return Fault("W-SKIPPED", sheet.grid.name, number, "", shortened(shown), "It has no day: a sum, a title or a remark.")
    named = day_name
    try:
        on = _date(sheet, number, day_name)
        named = next(name for name in (words.AMOUNT, words.CREDIT, words.DEBIT) if name in sheet.columns.of)
        amount = _signed(sheet, number)
    except BadCell as problem:
        return Fault(problem.code, sheet.grid.name, number, sheet.header(named), shortened(shown), problem.advice)
    currency = _currency(sheet, number)
    if amount is None:
        return Fault("W-SKIPPED", sheet.grid.name, number, "", shortened(shown), "It has no amount.")
    text = sheet.text(number, words.REFERENCE)
    return BankLine(
        0, on, to_the_cent(amount, currency), currency, sheet.text(number, words.PAYER)[:140],
        sheet.text(number, words.PAYER_ACCOUNT)[:40], text, sheet.text(number, words.BANK_REFERENCE), returns=says_return(text),
    )  # fmt: skip


def _without_clock(cell: Cell) -> Cell:
    match = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return match.group(1) if match else cell


def _date(sheet: _Sheet, number: int, name: str) -> date:
    index = sheet.columns.one(name)
    assert index is not None
    cell = _without_clock(sheet.grid.spread(number, index))
    if sheet.dates.orders.get(index) == CONTRADICTORY:
        raise BadCell("E-DATE", "Other rows of the column prove both orders of day and month.")
    found = sheet.dates.read(_DAY, cell, 2, index)
    if not isinstance(found, date):
        raise BadCell("E-DATE")
    return found


_MONEY = converter(Column("Amount", Type.MONEY, "", signed=True), UTC)


def _money(sheet: _Sheet, number: int, name: str) -> Decimal | None:
    cell = sheet.cell(number, name)
    if is_blank(cell):
        return None
    currency = _currency(sheet, number)
    if isinstance(cell, str):
        cell = clean(cell, one_line=True)
        if sheet.cents == ",":
            cell = re.sub(r"(?<=\d)[.' ](?=\d{3}(?:\D|$))", "", cell).replace(",", ".")
        elif sheet.cents == ".":
            cell = cell.replace(",", "")
    value = _MONEY(cell, digits_of(currency) if currency else 3, currency)
    value = value.value if isinstance(value, Cleaned | Understood) else value
    return value if isinstance(value, Decimal) else None


def _amount(sheet: _Sheet, number: int, name: str) -> Decimal | None:
    try:
        return _money(sheet, number, name)
    except BadCell:
        return None


def _signed(sheet: _Sheet, number: int) -> Decimal | None:
    """Money in positive, money out negative, from one signed column, a column with a direction, or two columns."""
    both = {words.CREDIT, words.DEBIT} & sheet.columns.of.keys()
    if both:
        came, went = _money(sheet, number, words.CREDIT) or Decimal(0), _money(sheet, number, words.DEBIT) or Decimal(0)
        if came or went:
            return came - abs(went)
    amount = _money(sheet, number, words.AMOUNT)
    word = folded(sheet.text(number, words.DIRECTION))
    if amount is None:
        return None
    if word in MONEY_OUT_FOLDED:
        return -abs(amount)
    return abs(amount) if word in MONEY_IN_FOLDED else amount


MONEY_IN_FOLDED: frozenset[str] = frozenset(folded(word) for word in words.MONEY_IN)
MONEY_OUT_FOLDED: frozenset[str] = frozenset(folded(word) for word in words.MONEY_OUT)


def _currency(sheet: _Sheet, number: int) -> str:
    text = sheet.text(number, words.CURRENCY)
    if not text:
        return sheet.currency
    return currency_in([text]) or text.upper() if re.fullmatch("[A-Za-z]{3}", text) else currency_in([text]) or sheet.currency


def _tie(result: Statement, rows: Sequence[tuple[int, BankLine, Decimal | None]], sheet: str) -> None:
    """Opening and closing balance from a column of balances, whichever way the list runs; a row at which they do not follow is told."""
    known = [(number, line, balance) for number, line, balance in rows if balance is not None]
    if len(known) < len(rows) or not known:
        return
    down = [number for (_, _, before), (number, line, after) in zip(known, known[1:], strict=False) if before + line.amount != after]
    up = [number for (number, line, after), (_, _, before) in zip(known, known[1:], strict=False) if before + line.amount != after]
    ordered = known if len(down) <= len(up) else known[::-1]
    first, last = ordered[0], ordered[-1]
    result.opening = Balance(first[1].value_date, first[2] - first[1].amount, first[1].currency)
    result.closing = Balance(last[1].value_date, last[2], last[1].currency)
    for number in sorted(down if len(down) <= len(up) else up)[:3]:
        result.skipped.append(Fault("W-BALANCE", sheet, number, words.BALANCE.partition(".")[2], "", "The balance does not follow from the row beside it."))
