"""One cell to one typed value: what a clerk may type in each kind of column, and what is wrong with it otherwise.

A converter takes the raw cell, the decimals of the row's currency and that currency. It returns the value, ``Cleaned`` when invisible
characters were left out, ``Understood`` when a text was read as the date or number it can only mean, or raises ``BadCell`` with the fault
code and an advice that fits the cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from math import isfinite
from typing import Protocol

from pyaddin.labels import spellings
from pyaddin.ledger.amount_text import amount_of, rate_of
from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.captions import list_of
from pyaddin.ledger.day_text import day_of, in_range, is_plain, moment_of
from pyaddin.ledger.schema import MAX_SHORT_TEXT, MAX_TEXT, Column, Type
from pyaddin.ledger.texts import LINE_ENDS, BadCell, Cleaned, Understood, clean, folded, shortened

__all__ = ["EXCEL_EPOCH", "BadCell", "Cleaned", "Converter", "Understood", "clean", "converter", "folded", "instant_text", "shortened"]

FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415
EXCEL_EPOCH = date(1899, 12, 30)
LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_RATE = Decimal(10)
LARGEST_INTEGER = 1_000_000_000
FLOAT_NOISE = Decimal("1e-9")
EXACT_BELOW = 10**15  # a cell holds fifteen digits; of a longer number the rest is zeros
_LOST_DIGITS = re.compile(r"\d(?:[.,]\d+)?[Ee]\+\d{2,3}", re.ASCII)


class Converter(Protocol):
    """Reads one cell of a column. ``digits`` and ``currency`` are those of the row; a blank currency is not known."""

    def __call__(self, cell: Cell, digits: int, currency: str = "") -> object: ...


def instant_text(at: datetime) -> str:
    """How an instant stands in the ledger: UTC ISO text ending in Z, to the second."""
    return f"{at.astimezone(UTC).isoformat()[:19]}Z"


def _refuse_special(cell: Cell) -> None:
    if isinstance(cell, Formula):
        raise BadCell("E-FORMULA")
    if isinstance(cell, CellError):
        raise BadCell("E-CELL-ERROR")


def _text(limit: int, *, one_line: bool) -> Converter:
    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        if type(cell) is not str:
            _refuse_special(cell)
            if isinstance(cell, bool | date):
                raise BadCell("E-TEXT", "Format the cell as text and type it again; Excel made a date or a truth value of it.")
            if isinstance(cell, float | int) and abs(cell) >= EXACT_BELOW:
                raise BadCell("E-DIGITS")
            return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
        if "+" in cell and _LOST_DIGITS.fullmatch(cell.strip()):
            raise BadCell("E-DIGITS")
        if cell.isprintable():
            value, changed = cell.strip(), False
        else:
            value = clean(cell, one_line=one_line)
            changed = value != (cell if one_line else LINE_ENDS.sub("\n", cell)).strip()
        if len(value) > limit:
            raise BadCell("E-LONG", f"Shorten it to {limit} characters (it has {len(value)}); long texts belong in a document.")
        return Cleaned(value or None) if changed else value or None

    return convert


def _date(cell: Cell, digits: int = 0, currency: str = "") -> object:
    if type(cell) is date:
        return in_range(cell)
    if isinstance(cell, datetime):
        return in_range(cell.date())
    _refuse_special(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _day_of_number(cell)
    if isinstance(cell, str):
        text = clean(cell, one_line=True)
        if not text:
            return None
        day = day_of(text)
        return day if is_plain(text) else Understood(day)
    raise BadCell("E-DATE")


def _day_of_number(cell: float) -> object:
    """Excel's count of days; 20260305 is a date typed without marks."""
    if FIRST_SERIAL <= cell < LAST_SERIAL + 1:
        return EXCEL_EPOCH + timedelta(days=int(cell))
    if 19_900_101 <= cell <= 21_001_231 and cell == int(cell):
        return Understood(day_of(str(int(cell))))
    raise BadCell("E-DATE")


def _instant(zone: tzinfo) -> Converter:
    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        told = False
        if isinstance(cell, str):
            text = clean(cell, one_line=True)
            if not text:
                return None
            try:
                at = datetime.fromisoformat(text)
            except ValueError:
                at, told = _moment(text), True
        elif isinstance(cell, datetime):
            at = cell
        elif isinstance(cell, float):
            _day_of_number(cell)
            at = datetime.combine(EXCEL_EPOCH, time()) + timedelta(seconds=round(cell * 86_400))
        else:
            day = _date(cell)
            assert isinstance(day, date)
            at = datetime.combine(day, time())
        if at.tzinfo is None:
            at = at.replace(tzinfo=zone)
        in_range(at.date())
        return Understood(at.astimezone(UTC)) if told else at.astimezone(UTC)

    return convert


def _moment(text: str) -> datetime:
    try:
        return moment_of(text)
    except BadCell as problem:
        raise BadCell("E-DATE", problem.advice if " or " in problem.advice else "Type a date and time, for example 2026-11-23 14:30 (office time).") from None


def _number(cell: Cell) -> Decimal:
    """A number that is one; a text is the caller's."""
    if isinstance(cell, float):
        if not isfinite(cell):
            raise BadCell("E-AMOUNT")
        return Decimal(repr(cell or 0.0))  # a zero with a sign is a zero
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Decimal(cell)
    _refuse_special(cell)
    raise BadCell("E-NUMBER")


def _blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not clean(cell, one_line=True)


def _checked_sign(number: Decimal, column: Column) -> Decimal:
    if column.positive and number <= 0 or not column.signed and number < 0:
        raise BadCell("E-NEGATIVE")
    return number


_CENTS = {digits: Decimal(1).scaleb(-digits) for digits in range(7)}


def plain_amounts(cells: Iterable[float], digits: int) -> dict[float, Decimal]:
    """Those of these numbers that every column of money takes as they stand, above zero and with no more than ``digits`` decimals: many at once.

    Of up to fifteen digits no two decimals are the same number: one whose digits give the number back is the only one that it can mean.
    """
    largest = _largest_plain(digits)
    likely = [cell for cell in cells if 0 < cell < largest]
    written = list(map(f"%.{digits}f".__mod__, likely))
    return {cell: Decimal(text) for cell, text, back in zip(likely, written, map(float, written), strict=True) if cell == back}


def all_plain_amounts(cells: Sequence[Cell], digits: int) -> list[Decimal] | None:
    """As ``plain_amounts``, in their order; ``None`` where some of the cells are anything else."""
    if set(map(type, cells)) != {float}:
        return None
    numbers: Sequence[float] = cells  # type: ignore[assignment]
    written = list(map(f"%.{digits}f".__mod__, numbers))
    plain = min(numbers) > 0 and max(numbers) < _largest_plain(digits) and list(map(float, written)) == list(numbers)
    return list(map(Decimal, written)) if plain else None


def _largest_plain(digits: int) -> float:
    return min(float(LARGEST_AMOUNT), EXACT_BELOW / 10.0**digits)


def _money(column: Column) -> Converter:
    known: dict[tuple[float, int], Decimal] = {}  # the amounts of a contract are the same month by month

    def checked(number: Decimal, digits: int) -> Decimal:
        if abs(number) >= LARGEST_AMOUNT:
            raise BadCell("E-AMOUNT", "The amount is too large for one debt.")
        exact = number.quantize(_CENTS[digits])
        if exact != number and abs(exact - number) > FLOAT_NOISE:
            raise BadCell("E-AMOUNT", f"The currency has {digits} decimals; the cell holds {number.normalize():f}.")
        return _checked_sign(exact, column)

    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        if isinstance(cell, str):
            if _blank(cell):
                return None
            amount = amount_of(cell, currency)
            if currency and amount.currencies and currency not in amount.currencies:
                raise BadCell("E-NUMBER", f"The cell names another currency than the case, which is in {currency}.")
            return Understood(checked(amount.number, digits), amount.currencies)
        if type(cell) is not float or not cell:
            return checked(_number(cell), digits)
        found = known.get((cell, digits))
        if found is None:
            known[(cell, digits)] = found = checked(_number(cell), digits)
        return found

    return convert


def _rate(column: Column) -> Converter:
    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        if _blank(cell):
            return None
        number = rate_of(cell) if isinstance(cell, str) else _number(cell)
        if abs(number) >= LARGEST_RATE:
            raise BadCell("E-NUMBER", "12 % a year is typed 0.12 (or 12%).")
        checked = _checked_sign(number, column)
        return Understood(checked) if isinstance(cell, str) else checked

    return convert


def _plain_number(column: Column) -> Converter:
    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        if isinstance(cell, str):
            return None if _blank(cell) else Understood(_checked_sign(_without_words(cell), column))
        return _checked_sign(_number(cell), column)

    return convert


def _without_words(cell: str) -> Decimal:
    amount = amount_of(cell)
    if amount.currencies:
        raise BadCell("E-NUMBER", "Type a plain number, without a currency.")
    return amount.number


def _integer(column: Column) -> Converter:
    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        if type(cell) is float and cell.is_integer() and 0 < cell < LARGEST_INTEGER:
            return int(cell)
        if _blank(cell):
            return None
        number = _without_words(cell) if isinstance(cell, str) else _number(cell)
        if number != number.to_integral_value() or abs(number) > LARGEST_INTEGER:
            raise BadCell("E-NUMBER", "Type a whole number.")
        whole = int(_checked_sign(number, column))
        return Understood(whole) if isinstance(cell, str) else whole

    return convert


def _code(column: Column) -> Converter:
    exact: Mapping[str, str] = {code: code for code in column.codes}
    loose = spellings(list_of(column), column.codes)

    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        if type(cell) is str:
            code = exact.get(cell)
            if code is not None:
                return code
            word = folded(clean(cell, one_line=True))
            if not word:
                return None
            if word in loose:
                return loose[word]
        _refuse_special(cell)
        raise BadCell("E-CODE", f"Choose one of: {', '.join(column.codes)}.")

    return convert


def _codes(column: Column) -> Converter:
    loose = spellings(list_of(column), column.codes)

    def convert(cell: Cell, digits: int, currency: str = "") -> object:
        _refuse_special(cell)
        found: list[str] = []
        words = clean(str(cell), one_line=True)
        for word in re.split("[,;，；、]", words):
            if not folded(word):
                continue
            code = loose.get(folded(word))
            if code is None:
                raise BadCell("E-TEXT", f"'{shortened(word.strip())}' is not one of: {', '.join(column.codes)}.")
            if code not in found:
                found.append(code)
        return tuple(found)

    return convert


def _any(cell: Cell, digits: int, currency: str = "") -> object:
    _refuse_special(cell)
    return clean(cell, one_line=False) or None if isinstance(cell, str) else cell


def converter(column: Column, office_zone: tzinfo) -> Converter:
    """How the cells of this column are read. ``office_zone`` is the zone of typed date-times."""
    if column.type in (Type.ID, Type.TEXT):
        return _text(MAX_SHORT_TEXT, one_line=True)
    if column.type is Type.NOTE:
        return _text(MAX_TEXT, one_line=False)
    if column.type is Type.DATE:
        return _date
    if column.type is Type.INSTANT:
        return _instant(office_zone)
    if column.type is Type.ANY:
        return _any
    by_type: dict[Type, Callable[[Column], Converter]] = {
        Type.MONEY: _money, Type.RATE: _rate, Type.INTEGER: _integer, Type.NUMBER: _plain_number, Type.CODE: _code, Type.CODES: _codes,
    }
    return by_type[column.type](column)
