"""Cells of lists as typed values: read as the ledger reads its own, with what only a whole column can show added.

Only here a date such as 03/04/2026 may be read: when other rows of the column prove the order of day and month, or a clerk says it; that is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import tzinfo
from functools import lru_cache

from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.cells import Cleaned, Converter, Understood, clean, converter, folded
from pyaddin.ledger.columns import Column, Type
from pyaddin.ledger.imports.grid import is_blank
from pyaddin.ledger.imports.words import AMOUNT_DUE, CODES, COUNTRIES, CURRENCIES, LEGAL_ID
from pyaddin.ledger.schema import TABLES
from pyaddin.records import dataclass

DAY_FIRST, MONTH_FIRST, CONTRADICTORY = "day first", "month first", "contradictory"
DATE_ORDER = "Date order"
"""What a clerk says of a whole list (``--set``, or a ``set`` line of the mapping file) for columns in which no row proves the order."""
SAY_ORDER = "Say 'day first' or 'month first'."
_SAID = {"day first": DAY_FIRST, "month first": MONTH_FIRST, "日在前": DAY_FIRST, "月在前": MONTH_FIRST}
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_PSEUDO = {
    AMOUNT_DUE: Column("Amount due", Type.MONEY, "Principal + interest + fee of the row."),
    LEGAL_ID: Column("Legal ID", Type.ID, "Tells two people of one name apart; not kept."),
}


@lru_cache(maxsize=512)
def column_of(field: str) -> Column:
    """The column behind a field, pseudo fields included."""
    table, _, name = field.partition(".")
    return _PSEUDO[field] if field in _PSEUDO else TABLES[table].column(name)


@lru_cache(maxsize=512)
def is_money(field: str) -> bool:
    """Whether the field is an amount."""
    return column_of(field).type is Type.MONEY


def day_order(cells: Iterable[Cell]) -> str:
    """Which of day and month comes first in a column of dates such as 25/03/2026; blank when no row proves it."""
    first = second = False
    for cell in cells:
        match = _slashed(cell)
        if match:
            first = first or int(match.group(1)) > 12
            second = second or int(match.group(2)) > 12
    return CONTRADICTORY if first and second else DAY_FIRST if first else MONTH_FIRST if second else ""


def said_order(text: str) -> str:
    """The order that a clerk says, blank when the words mean none."""
    return _SAID.get(" ".join(text.split()).casefold(), "")


def order_of(cells: Iterable[Cell], said: str) -> str:
    """The order that the column proves; where it proves none, the one that is said of the list."""
    known = list(cells)
    return day_order(known) or (said_order(said) if said and any(map(_slashed, known)) else "")


def _slashed(cell: Cell) -> re.Match[str] | None:
    return _SLASHED.fullmatch(unicodedata.normalize("NFKC", cell).strip()) if isinstance(cell, str) else None


def _ordered(cell: Cell, order: str) -> Cell:
    """A slashed date written out where its column proves the order."""
    match = _slashed(cell)
    if match is None or order not in (DAY_FIRST, MONTH_FIRST):
        return cell
    day, month = (match.group(1), match.group(2)) if order == DAY_FIRST else (match.group(2), match.group(1))
    return f"{match.group(3)}-{int(month):02d}-{int(day):02d}"


@dataclass(slots=True)
class Reader:
    """Reads the cells of one list. ``orders`` holds the proven day order by column index of the sheet in hand."""

    zone: tzinfo
    orders: Mapping[int, str]
    _made: dict[str, Converter]

    def read(self, field: str, cell: Cell, digits: int, index: int, currency: str = "") -> object:
        """The typed value, ``None`` for a blank. Raises ``BadCell`` with the fault code of the ledger's own reading."""
        if is_blank(cell):
            return None
        column = column_of(field)
        prepared = self._prepared(field, column, cell, index)
        if field not in self._made:
            self._made[field] = converter(column, self.zone)
        value = self._made[field](prepared, digits, currency)
        return value.value if isinstance(value, Cleaned | Understood) else value

    def _prepared(self, field: str, column: Column, cell: Cell, index: int) -> Cell:
        """What the ledger's reading is to see: everyday words of lists as codes, dates in the order that their column proves."""
        if not isinstance(cell, str):
            return cell
        if column.type is Type.DATE:
            return _ordered(cell, self.orders.get(index, ""))
        words = {"Cases.Currency": CURRENCIES, "Debtors.Country": COUNTRIES}.get(field) or CODES.get(field)
        if words is None:
            return cell
        text = unicodedata.normalize("NFKC", clean(cell, one_line=True))
        word = words.get(text.casefold(), words.get(folded(text)))
        return word or (folded(text).upper() if field not in CODES else cell)


def reader(zone: tzinfo, orders: Mapping[int, str]) -> Reader:
    """A reader for the sheet with these day orders."""
    return Reader(zone, orders, {})


def found_text(cell: Cell) -> object:
    """The cell as a fault shows it."""
    return cell.text if isinstance(cell, Formula | CellError) else cell


def currency_in(texts: Sequence[str]) -> str:
    """The one currency that signs and names in these texts stand for; blank when there is none or more than one."""
    found = set()
    for text in texts:
        word = unicodedata.normalize("NFKC", text).casefold()
        found |= {code for sign, code in CURRENCIES.items() if (sign in word if not sign.isascii() or "$" in sign else re.search(rf"\b{sign}\b", word))}
    return found.pop() if len(found) == 1 else ""
