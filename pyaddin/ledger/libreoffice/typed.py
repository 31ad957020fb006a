"""What Excel makes of a value that is assigned to a cell: a text that looks like a number, a date or a truth value becomes one.

Only a cell formatted as text (``@``) keeps the text. The rules are those of ``Range.Value`` in an English Excel; where
another language of Excel would convert more (Chinese dates), the stricter reading is taken: a ledger must survive both.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from pyaddin.ledger.day_text import MONTHS
from pyaddin.ledger.libreoffice.part import CalcError

LONGEST_TEXT = 32_767
EPOCH = datetime.combine(date(1899, 12, 30), time())
_DIGITS = 15
_NUMBER = re.compile(r"([+-]?)\s*([$¥€£]?)\s*(\d{1,3}(?:,\d{3})+|\d+)?(\.\d*)?([eE][+-]?\d+)?\s*(%?)")
_FRACTION = re.compile(r"([+-]?\d+) (\d{1,3})/(\d{1,3})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_CHINESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_AMERICAN = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})[- /]([A-Za-z]{3,9})(?:[- /,]+(\d{4}|\d{2}))?")
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})[- /](\d{1,2})(?:[ ,]+(\d{4}))?")
_SHORT = re.compile(r"(\d{1,2})[-/](\d{1,2})")
_CLOCK = re.compile(r"(\d{1,4}):(\d{2})(?::(\d{2})(\.\d+)?)?(?: ?([AaPp])[Mm]?)?")
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")


class Typed(NamedTuple):
    """What stands in the cell afterwards. ``format`` is what a cell without a format of its own is given."""

    value: float | str
    format: str = ""
    formula: bool = False


def serial(at: datetime | date) -> float:
    """The number that is behind a date."""
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    span = moment.replace(tzinfo=None) - EPOCH
    return span.days + (span.seconds + span.microseconds / 1e6) / 86_400


def as_text(value: object) -> str:
    """How a number, date or truth value stands in a cell formatted as text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime) and (value.hour or value.minute or value.second):
        return f"{value.month}/{value.day}/{value.year} {value:%H:%M:%S}"
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g") if isinstance(value, float) else str(value)


def typed(value: object, *, text_cell: bool, this_year: int = 2000) -> Typed:
    """The value as it will stand. ``text_cell``: the cell is formatted ``@``. Raises ``CalcError`` for what Excel refuses.

    ``this_year`` completes a date that is typed without one ("3-4"); the caller knows no clock, so its year is not meant to be used.
    """
    if isinstance(value, str):
        return _from_text(value, text_cell, this_year)
    if text_cell and value is not None:
        return Typed(as_text(value))
    if isinstance(value, bool):
        return Typed(float(value), "BOOLEAN")
    if isinstance(value, datetime | date):
        timed = isinstance(value, datetime) and (value.hour or value.minute or value.second)
        return Typed(serial(value), "yyyy-mm-dd hh:mm" if timed else "yyyy-mm-dd")
    if isinstance(value, Decimal):
        return Typed(float(round(value, 4)))  # it travels as Excel's currency type
    if isinstance(value, int | float):
        return Typed(float(value))
    if value is None:
        return Typed("")
    raise CalcError(f"a cell cannot hold {type(value).__name__}")


def _from_text(text: str, text_cell: bool, this_year: int) -> Typed:
    if len(text) > LONGEST_TEXT:
        raise CalcError(f"a cell holds {LONGEST_TEXT} characters, not {len(text)}")
    if text.startswith("'"):
        return Typed(text[1:], "General")  # Calc by itself would make the cell one for text
    if text_cell or not text:
        return Typed(text)
    bare = text.strip(" ")
    upper = bare.upper()
    if upper in ("TRUE", "FALSE"):
        return Typed(float(upper == "TRUE"), "BOOLEAN")
    if upper in _ERRORS:
        return Typed(f"={upper}", formula=True)
    found = _number(bare) or _moment(bare, this_year)
    if found is not None:
        return found
    if text[0] == "=" and len(text) > 1:
        return Typed(text, formula=True)
    if text[0] in "+-@" and len(text) > 1:
        return Typed(f"={text.lstrip('@')}", formula=True)
    return Typed(text)


def _number(text: str) -> Typed | None:
    if text.startswith("(") and text.endswith(")") and (inside := _NUMBER.fullmatch(text[1:-1])) and not inside.group(1):
        text = "-" + text[1:-1]
    fraction = _FRACTION.fullmatch(text)
    if fraction and int(fraction.group(3)):
        whole = int(fraction.group(1))
        part = int(fraction.group(2)) / int(fraction.group(3))
        return Typed(whole + (-part if text.startswith("-") else part), "# ?/?")
    match = _NUMBER.fullmatch(text)
    if match is None or not (match.group(3) or len(match.group(4) or "") > 1):
        return None
    sign, currency, digits, decimals, power, percent = match.groups(default="")
    try:
        value = _fifteen(Decimal(f"{sign}{digits.replace(',', '') or '0'}{decimals.rstrip('.')}{power}"))
    except InvalidOperation:
        return None
    if abs(value) > Decimal("1.79e308"):
        return None
    code = "0%" if percent and not decimals else "0.00%" if percent else f'"{currency}"#,##0.00' if currency else "#,##0" if "," in digits else ""
    return Typed(float(value / 100 if percent else value), code)


def _fifteen(value: Decimal) -> Decimal:
    """Excel keeps fifteen digits and makes the rest zero."""
    shift = len(value.as_tuple().digits) + int(value.as_tuple().exponent) - _DIGITS
    step = Decimal(1).scaleb(shift)
    return value if len(value.as_tuple().digits) <= _DIGITS else (value // step) * step


def _moment(text: str, this_year: int) -> Typed | None:
    clock = _CLOCK.fullmatch(text)
    if clock:
        part = _clock(clock)
        return None if part is None else Typed(part, "h:mm")
    day_text, _, clock_text = text.partition(" ") if _CLOCK.search(text) else (text, "", "")
    timed = _CLOCK.fullmatch(clock_text) if clock_text else None
    if clock_text and timed is None:
        return None
    day = _day(day_text, this_year)
    part = _clock(timed) if timed else 0.0
    if day is None or part is None or day.year < 1900:
        return None
    return Typed(serial(day) + part, "yyyy-mm-dd hh:mm" if timed else "yyyy-mm-dd")


def _clock(match: re.Match[str]) -> float | None:
    hours, minutes, seconds = int(match.group(1)), int(match.group(2)), float((match.group(3) or "0") + (match.group(4) or ""))
    half = (match.group(5) or "").lower()
    if minutes > 59 or seconds >= 60 or hours > 9999 or half and not 1 <= hours <= 12:
        return None
    if half:
        hours = hours % 12 + (12 if half == "p" else 0)
    return (hours * 3600 + minutes * 60 + seconds) / 86_400


def _century(text: str, this_year: int) -> int:
    year = int(text or this_year)
    return year if len(text) != 2 else year + (2000 if year < 30 else 1900)


def _day(text: str, this_year: int) -> date | None:
    try:
        if match := _ISO.fullmatch(text) or _CHINESE.fullmatch(text):
            return date(int(match.group(1)), int(match.group(2)), int(match.group(3)))
        if match := _AMERICAN.fullmatch(text):
            return date(_century(match.group(3), this_year), int(match.group(1)), int(match.group(2)))
        if match := _DAY_MONTH.fullmatch(text):
            return date(_century(match.group(3) or "", this_year), _month(match.group(2)), int(match.group(1)))
        if match := _MONTH_DAY.fullmatch(text):
            return date(_century(match.group(3) or "", this_year), _month(match.group(1)), int(match.group(2)))
        if match := _SHORT.fullmatch(text):
            return date(this_year, int(match.group(1)), int(match.group(2)))
    except ValueError:
        return None
    return None


def _month(word: str) -> int:
    """Its number; 0, which no date takes, for a word that is no month."""
    return next((number for number, name in enumerate(MONTHS, 1) if name.startswith(word.lower())), 0)
