"""The data rows of a list: which are data, which are totals, repeated headers or remarks, and what each data row says about debtor, debt and money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import tzinfo
from decimal import Decimal
from functools import lru_cache

from pyaddin.errors import Fault
from pyaddin.ledger.book import Cell
from pyaddin.ledger.cells import BadCell, shortened
from pyaddin.ledger.columns import Type
from pyaddin.ledger.drafts import WHEN_UNKNOWN, currency_digits
from pyaddin.ledger.imports.grid import Grid, is_blank
from pyaddin.ledger.imports.headers import plain_header
from pyaddin.ledger.imports.layout import Layout, Use
from pyaddin.ledger.imports.values import DATE_ORDER, Reader, column_of, found_text, is_money, order_of, reader
from pyaddin.ledger.imports.words import AMOUNT_DUE, LEGAL_ID, SUBTOTALS, TOTALS
from pyaddin.records import dataclass

ZERO = Decimal(0)
Values = dict[str, object]
_TOTAL_WORDS = frozenset(plain_header(word) for word in TOTALS)
_SUBTOTAL_WORDS = frozenset(plain_header(word) for word in SUBTOTALS)
_COUNTED = re.compile(r"[\d共笔筆户戶条條件人名个個期records:：() ]+$")
_LONGEST_SUM_WORD = 30
_YEAR_FIRST = "Type the one that is meant, year first."
_OR_SAY_ORDER = 'Type the one that is meant, year first; or say it for all dates of the list: --set "Date order=day first", or month first.'
_PARTS = ("Principal", "Interest", "Fee")


@dataclass(slots=True)
class Bundle:
    """What one row says about one debt: values by ledger column, blanks left out. A row with several debts makes several bundles.

    ``money`` holds the amounts by the list's own columns, so that every sum of the list can be accounted for. ``payment`` is ``None`` where the row tells
    of no payment. ``columns`` leads from a field back to the header, for faults; ``fixed`` are the fields that the list did not say itself.
    """

    sheet: str
    row: int
    debtor: Values = field(default_factory=dict)
    case: Values = field(default_factory=dict)
    installments: list[Values] = field(default_factory=list)
    payment: Values | None = None
    legal_id: str = ""
    money: dict[str, Decimal] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    fixed: set[str] = field(default_factory=set)
    tables: frozenset[str] = frozenset()
    debtor_id: str = ""
    case_id: str = ""

    def refuse(self, code: str, field_name: str, found: object, advice: str = "") -> None:
        """Adds the reason why this row is not taken."""
        column = self.columns.get(field_name, field_name.rpartition(".")[2])
        self.faults.append(Fault(code, self.sheet, self.row, column, shortened(found), advice, self.case_id or self.debtor_id))


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row of sums: what it states by column, and the data rows it counts (all above it, or those since the last sum)."""

    sheet: str
    row: int
    stated: Mapping[str, Decimal]
    since: int


@dataclass(slots=True)
class Records:
    """Everything that one sheet says. ``skipped`` are rows that are no data, with the word for what they are."""

    layout: Layout
    bundles: list[Bundle] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    orders: Mapping[int, str] = field(default_factory=dict)


def read_records(layout: Layout, fixed: Mapping[str, str], currencies: Mapping[str, str], zone: tzinfo) -> Records:
    """All rows below the header. ``fixed`` fills fields that the sheet has no column for; ``currencies`` are those of the cases in the ledger."""
    grid = layout.grid
    numbers = [number for number in sorted(grid.rows) if number > layout.header_rows[-1]]
    said, dates = fixed.get(DATE_ORDER, ""), [use.index for use in layout.uses if use.field and column_of(use.field).type is Type.DATE]
    orders = {index: order for index in dates if (order := order_of((grid.cell(number, index) for number in numbers), said))}
    records = Records(layout, orders=orders)
    read = reader(zone, orders)
    last_sum = layout.header_rows[-1]
    for number in numbers:
        kind = _kind(layout, number)
        if kind == "data":
            records.bundles += _bundles(layout, number, fixed, currencies, read)
        elif kind in ("total", "subtotal"):
            records.totals.append(TotalRow(grid.name, number, _stated(layout, number, read), last_sum if kind == "subtotal" else layout.header_rows[-1]))
            last_sum = number
        else:
            records.skipped.append((number, kind))
    return records


def _kind(layout: Layout, number: int) -> str:
    """data, total, subtotal, or what else the row is."""
    cells = [(index, cell) for index, cell in enumerate(layout.grid.rows[number]) if not is_blank(cell)]
    word = next((_total_word(cell) for _, cell in cells if _total_word(cell)), "")
    taken = {use.index: use for use in layout.uses if use.field}
    if word:
        own = [taken[index] for index, cell in cells if index in taken and not _total_word(cell)]
        if not any(use.field.endswith(" ID") or column_of(use.field).type is Type.DATE for use in own):
            return word
    named = any(use.field.endswith(" ID") and not is_blank(layout.grid.spread(number, index)) for index, use in taken.items())
    if cells and not named and all(index in taken and is_money(taken[index].field) for index, _ in cells):
        return "total"  # sums without a word: a row that says nothing of whom or when is nobody's debt
    header = {use.index: use.header for use in layout.uses}
    texts = [(index, cell) for index, cell in cells if isinstance(cell, str)]
    if len(texts) > 1 and len(texts) == len(cells) and all(header.get(index, "").endswith(" ".join(cell.split())) for index, cell in texts):
        return "header again"
    mapped = [index for index, _ in cells if index in taken]
    spoken = len(texts) == len(cells) and (len(mapped) < 2 < len(taken) or all(":" in cell or "：" in cell for _, cell in texts))
    return "remark" if spoken or not mapped else "data"


def _total_word(cell: Cell) -> str:
    return _sum_word(cell) if isinstance(cell, str) and len(cell) < _LONGEST_SUM_WORD else ""


@lru_cache(maxsize=4096)
def _sum_word(cell: str) -> str:
    bare = plain_header(cell)
    for text in (bare, plain_header(_COUNTED.sub("", cell.strip()))):
        if text in _SUBTOTAL_WORDS:
            return "subtotal"
        if text in _TOTAL_WORDS:
            return "total"
    return ""


def _stated(layout: Layout, number: int, read: Reader) -> dict[str, Decimal]:
    stated: dict[str, Decimal] = {}
    for use in layout.uses:
        if use.field and is_money(use.field):
            try:
                value = read.read(use.field, layout.grid.cell(number, use.index), WHEN_UNKNOWN[0], use.index)
            except BadCell:
                continue
            if isinstance(value, Decimal):
                stated[use.key] = value
    return stated


def _bundles(layout: Layout, number: int, fixed: Mapping[str, str], currencies: Mapping[str, str], read: Reader) -> list[Bundle]:
    """One bundle for the row, or one for each group that has a case id of its own."""
    debts = [group for group in layout.groups if layout.of("Cases.Case ID", group)]
    if not debts:
        return [_bundle(layout, number, None, layout.groups, fixed, currencies, read)]
    filled = [group for group in debts if any(use.group == group and use.field and not is_blank(layout.grid.cell(number, use.index)) for use in layout.uses)]
    return [_bundle(layout, number, group, (group,), fixed, currencies, read) for group in filled or debts[:1]]


def _bundle(
    layout: Layout, number: int, debt: int | None, groups: tuple[int, ...], fixed: Mapping[str, str], currencies: Mapping[str, str], read: Reader,
) -> Bundle:  # fmt: skip
    bundle = Bundle(layout.grid.name, number, tables=layout.tables)
    filled = {name: text for name, text in fixed.items() if name.partition(".")[0] in bundle.tables}
    plain = [use for use in layout.uses if use.field and (use.group is None or use.group == debt and not use.field.startswith("Installments."))]
    facts = [use for use in plain if not is_money(use.field)]
    values = _values(bundle, layout.grid, number, facts, {n: t for n, t in filled.items() if not is_money(n)}, WHEN_UNKNOWN, read)
    said = "" if "Cases.Currency" in bundle.fixed else values.get("Cases.Currency")
    unit = _unit(str(said or currencies.get(str(values.get("Cases.Case ID"))) or values.get("Cases.Currency") or ""))
    amounts = [use for use in plain if is_money(use.field)]
    values |= _values(bundle, layout.grid, number, amounts, {n: t for n, t in filled.items() if is_money(n)}, unit, read)
    bundle.debtor = _of("Debtors", values)
    bundle.legal_id = str(values.get(LEGAL_ID) or "")
    bundle.case = _of("Cases", values)
    payment = _of("Payments", values)
    if "Payments" in bundle.tables and (payment.keys() - {"Notes"} or "Installments" not in bundle.tables):
        bundle.payment = payment
    if "Installments" in bundle.tables:
        _add_installments(bundle, layout, number, groups, values, unit, read)
    return bundle


def _unit(currency: str) -> tuple[int, str]:
    """Decimals and code of the row's currency; generous where it is not known, for the ledger's own check follows."""
    digits = currency_digits(currency) if currency else None
    return WHEN_UNKNOWN if digits is None else (digits, currency)


def _values(
    bundle: Bundle, grid: Grid, number: int, uses: list[Use], fixed: Mapping[str, str], unit: tuple[int, str], read: Reader
) -> Values:
    """The cells of these columns, typed; bad ones become faults of the bundle. Merged cells count in every row they span, amounts only once."""
    values: Values = {}
    for use in uses:
        table = use.field.partition(".")[0]
        spread = table in ("Debtors", "Cases") and not is_money(use.field)
        cell = grid.spread(number, use.index) if spread else grid.cell(number, use.index)
        bundle.columns[use.field] = use.header
        _take(bundle, values, use.field, cell, unit, use.index, read)
        amount = values.get(use.field)
        if isinstance(amount, Decimal) and is_money(use.field):
            bundle.money[use.key] = amount
    for field_name, text in fixed.items():
        if field_name not in values:
            bundle.fixed.add(field_name)
            _take(bundle, values, field_name, text, unit, -1, read)
    return values


def _take(bundle: Bundle, values: Values, field_name: str, cell: Cell, unit: tuple[int, str], index: int, read: Reader) -> None:
    try:
        value = read.read(field_name, cell, unit[0], index, unit[1])
    except BadCell as problem:
        advice = problem.advice.removesuffix(_YEAR_FIRST) + _OR_SAY_ORDER if problem.advice.endswith(_YEAR_FIRST) else problem.advice
        bundle.refuse(problem.code, field_name, found_text(cell), advice)
        return
    if value is not None and value != ():
        values[field_name] = value


def _of(table: str, values: Values) -> Values:
    return {name.partition(".")[2]: value for name, value in values.items() if name.startswith(f"{table}.") and name not in (AMOUNT_DUE, LEGAL_ID)}


def _add_installments(
    bundle: Bundle, layout: Layout, number: int, groups: tuple[int, ...], values: Values, unit: tuple[int, str], read: Reader
) -> None:
    """The installments of the row: the plain columns, or one for each group that is filled."""
    telling = ("Installments.Due on", "Installments.Principal", AMOUNT_DUE)
    grouped = [group for group in groups if any(layout.of(name, group) for name in telling)]
    if not grouped:
        part = _of("Installments", values) | ({"Amount due": values[AMOUNT_DUE]} if AMOUNT_DUE in values else {})
        if part.keys() - {"No", "Plan ID"} or bundle.payment is None:
            bundle.installments = [_whole(bundle, part)]
        return
    debt = layout.of("Cases.Case ID", grouped[0]) is not None and len(groups) == 1
    for group in grouped:
        uses = [use for use in layout.uses if use.group == group and use.field.startswith("Installments.")]
        if all(is_blank(layout.grid.cell(number, use.index)) for use in uses):
            continue
        found = _values(bundle, layout.grid, number, uses, {}, unit, read)
        part = _of("Installments", found) | ({"Amount due": found[AMOUNT_DUE]} if AMOUNT_DUE in found else {})
        if part:
            bundle.installments.append(_whole(bundle, part if debt else {"No": group} | part))
    if not bundle.installments and bundle.payment is None:
        bundle.refuse("E-REQUIRED", "Installments.Due on", None, "The row names a debt, but not what is due when.")


def _whole(bundle: Bundle, part: Values) -> Values:
    """Principal worked out from the amount due, or checked against it."""
    total = part.pop("Amount due", None)
    if not isinstance(total, Decimal):
        return part
    others = sum((value for name in _PARTS[1:] if isinstance(value := part.get(name), Decimal)), ZERO)
    principal = part.get("Principal")
    if not isinstance(principal, Decimal):
        part["Principal"] = total - others
        if total < others:
            bundle.refuse("E-NEGATIVE", AMOUNT_DUE, total, f"Interest and fee of the row ({others}) are more than its amount.")
    elif principal + others != total:
        bundle.refuse("E-CONFLICT", AMOUNT_DUE, total, f"Principal, interest and fee of the row add up to {principal + others}.")
    return part
