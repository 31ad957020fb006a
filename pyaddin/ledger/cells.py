"""One cell to one typed value: what a clerk may type in each kind of column, and what is wrong with it otherwise.

A converter takes the raw cell and the decimals of the row's currency. It returns the value, returns ``Cleaned`` when
invisible characters were left out, or raises ``BadCell`` with the fault code and an advice that fits the cell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from math import isfinite

from pyaddin.ledger.book import Cell, CellError, Formula
from pyaddin.ledger.schema import MAX_SHORT_TEXT, MAX_TEXT, Column, Type

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2100, 12, 31)
FIRST_SERIAL, LAST_SERIAL = 32_874, 73_415
EXCEL_EPOCH = date(1899, 12, 30)
LARGEST_AMOUNT = Decimal(10) ** 12
LARGEST_RATE = Decimal(10)
LARGEST_INTEGER = 1_000_000_000
FLOAT_NOISE = Decimal("1e-9")
FOUND_LENGTH = 60

# Bidi marks and overrides, zero-width space, word joiner, BOM. The joiners U+200C and U+200D stay: names and emoji need them.
_INVISIBLE = "\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BREAKS = "\n\r\t\x0b\x0c\x85\u2028\u2029"
_DROP = re.compile(f"[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f{_INVISIBLE}\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff]")
_FOLD = re.compile(f"[ {_BREAKS}]*[{_BREAKS}][ {_BREAKS}]*")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text out of which invisible or control characters were left."""

    value: str | None


class BadCell(Exception):
    """The cell cannot be used: fault code and an advice for this very cell (blank = the kind's own)."""

    def __init__(self, code: str, advice: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.advice = advice


Converter = Callable[[Cell, int], object]


def shortened(cell: object) -> str:
    """The cell as a fault shows it: one printable line of at most 60 characters."""
    if cell is None:
        return ""
    text = cell.text if isinstance(cell, Formula | CellError) else repr(cell) if isinstance(cell, float) else str(cell)
    text = "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in text[: FOUND_LENGTH + 1])
    return text if len(text) <= FOUND_LENGTH else text[: FOUND_LENGTH - 1] + "…"


def clean(text: str, *, one_line: bool) -> str:
    """The text without control, bidi and zero-width characters; line breaks become blanks where one line is wanted."""
    text = _DROP.sub("", text)
    return (_FOLD.sub(" ", text) if one_line else _LINE_ENDS.sub("\n", text)).strip()


def folded(text: str) -> str:
    """How two spellings of a code are compared: ignoring case, width and blanks."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def instant_text(at: datetime) -> str:
    """How an instant stands in the ledger: UTC ISO text ending in Z, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _refuse_special(cell: Cell) -> None:
    if isinstance(cell, Formula):
        raise BadCell("E-FORMULA")
    if isinstance(cell, CellError):
        raise BadCell("E-CELL-ERROR")


def _text(limit: int, *, one_line: bool) -> Converter:
    def convert(cell: Cell, digits: int) -> object:
        if type(cell) is not str:
            _refuse_special(cell)
            if isinstance(cell, bool | date):
                raise BadCell("E-TEXT", "Format the cell as text and type it again; Excel made a date or a truth value of it.")
            if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
                return str(int(cell))
            return str(cell)
        if cell.isprintable():
            value, changed = cell.strip(), False
        else:
            value = clean(cell, one_line=one_line)
            changed = value != (cell if one_line else _LINE_ENDS.sub("\n", cell)).strip()
        if len(value) > limit:
            raise BadCell("E-LONG", f"Shorten it to {limit} characters (it has {len(value)}); long texts belong in a document.")
        return Cleaned(value or None) if changed else value or None

    return convert


def _in_range(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise BadCell("E-DATE")
    return day


def _date(cell: Cell, digits: int) -> date | None:
    if type(cell) is date:
        return _in_range(cell)
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    _refuse_special(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if FIRST_SERIAL <= cell < LAST_SERIAL + 1:
            return EXCEL_EPOCH + timedelta(days=int(cell))
        raise BadCell("E-DATE")
    if isinstance(cell, str):
        text = clean(cell, one_line=True)
        if not text:
            return None
        if _ISO_DAY.fullmatch(text):
            try:
                return _in_range(date.fromisoformat(text))
            except ValueError:
                raise BadCell("E-DATE", "There is no such day in the calendar.") from None
        raise BadCell("E-DATE", "The cell holds text. Type a real date, for example 2026-11-23.")
    raise BadCell("E-DATE")


def _instant(zone: tzinfo) -> Converter:
    def convert(cell: Cell, digits: int) -> object:
        if isinstance(cell, str):
            text = clean(cell, one_line=True)
            if not text:
                return None
            try:
                at = datetime.fromisoformat(text)
            except ValueError:
                raise BadCell("E-DATE", "Type a date and time, for example 2026-11-23 14:30 (office time).") from None
        elif isinstance(cell, datetime):
            at = cell
        else:
            if isinstance(cell, float):
                _date(cell, digits)
                at = datetime.combine(EXCEL_EPOCH, time()) + timedelta(seconds=round(cell * 86_400))
            else:
                at = datetime.combine(_date(cell, digits) or FIRST_DAY, time())
        if at.tzinfo is None:
            at = at.replace(tzinfo=zone)
        _in_range(at.date())
        return at.astimezone(UTC)

    return convert


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, float):
        if not isfinite(cell):
            raise BadCell("E-AMOUNT")
        return Decimal(repr(cell))
    if isinstance(cell, int) and not isinstance(cell, bool):
        return Decimal(cell)
    _refuse_special(cell)
    if isinstance(cell, str):
        if not clean(cell, one_line=True):
            return None
        raise BadCell("E-NUMBER", "The cell holds text, even if it looks like a number: format it as a number and type it again.")
    raise BadCell("E-NUMBER")


def _checked_sign(number: Decimal, column: Column) -> Decimal:
    if column.positive and number <= 0 or not column.signed and number < 0:
        raise BadCell("E-NEGATIVE")
    return number


_CENTS = {digits: Decimal(1).scaleb(-digits) for digits in range(7)}


def _money(column: Column) -> Converter:
    def convert(cell: Cell, digits: int) -> object:
        number = _number(cell)
        if number is None:
            return None
        if abs(number) >= LARGEST_AMOUNT:
            raise BadCell("E-AMOUNT", "The amount is too large for one debt.")
        exact = number.quantize(_CENTS[digits])
        if exact != number and abs(exact - number) > FLOAT_NOISE:
            raise BadCell("E-AMOUNT", f"The currency has {digits} decimals; the cell holds {number.normalize():f}.")
        return _checked_sign(exact, column)

    return convert


def _rate(column: Column) -> Converter:
    def convert(cell: Cell, digits: int) -> object:
        number = _number(cell)
        if number is not None and abs(number) >= LARGEST_RATE:
            raise BadCell("E-NUMBER", "12 % a year is typed 0.12 (or 12%).")
        return None if number is None else _checked_sign(number, column)

    return convert


def _plain_number(column: Column) -> Converter:
    def convert(cell: Cell, digits: int) -> object:
        number = _number(cell)
        return None if number is None else _checked_sign(number, column)

    return convert


def _integer(column: Column) -> Converter:
    def convert(cell: Cell, digits: int) -> object:
        if type(cell) is float and cell.is_integer() and 0 < cell < LARGEST_INTEGER:
            return int(cell)
        number = _number(cell)
        if number is None:
            return None
        if number != number.to_integral_value() or abs(number) > LARGEST_INTEGER:
            raise BadCell("E-NUMBER", "Type a whole number.")
        return int(_checked_sign(number, column))

    return convert


def _code(column: Column) -> Converter:
    exact: Mapping[str, str] = {code: code for code in column.codes}
    loose: Mapping[str, str] = {folded(code): code for code in column.codes}

    def convert(cell: Cell, digits: int) -> object:
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
    loose: Mapping[str, str] = {folded(code): code for code in column.codes}

    def convert(cell: Cell, digits: int) -> object:
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


def _any(cell: Cell, digits: int) -> object:
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
