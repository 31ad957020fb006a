"""Which number formats a column of the ledger takes, and which a paste has destroyed."""

from __future__ import annotations

import re

from pyaddin.ledger.columns import NUMBER_FORMATS, Column, Type

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_OF_TEXT = frozenset({Type.ID, Type.TEXT, Type.NOTE})
_OF_CODE = frozenset({Type.CODE, Type.CODES})


def fits(column: Column, code: str) -> bool:
    """Whether cells of the column may have this number format.

    Text stays text only under ``@``; a code may show its label in a text part of its own. Dates may have any date format, numbers any number
    format: how they look is the clerk's choice. A date format where no date belongs is left alone: the date that Excel made of the cell is a fault
    of its row, and as a bare number it would pass for the value. Instants and settings are not judged.
    """
    if column.type in (Type.INSTANT, Type.ANY, Type.NUMBER) or column.type is not Type.DATE and _is_date(code):
        return True
    if column.type in _OF_TEXT:
        return code == "@"
    if column.type in _OF_CODE:
        return "@" in code or code.count(";") >= 3
    if column.type is Type.DATE:
        return _is_date(code)
    return any(mark in _QUOTED.sub("", code) for mark in "0#?")


def _is_date(code: str) -> bool:
    plain = _QUOTED.sub("", code).lower()
    return "y" in plain or "m" in plain or "d" in plain or "h" in plain or code.startswith("[$-")


def wanted(column: Column) -> str:
    """The format that a destroyed one is replaced by."""
    return NUMBER_FORMATS[column.type]


def counted(count: int, one: str, many: str) -> str:
    """``1 row below the table``, ``3 rows below the table``."""
    return f"{count} {one if count == 1 else many}"
