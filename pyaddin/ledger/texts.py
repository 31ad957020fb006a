"""Text out of a cell: cleaned of what nobody sees, compared loosely, shown in one line; and what a reader says about a cell."""

from __future__ import annotations

import re
import unicodedata

from pyaddin.labels import folded
from pyaddin.ledger.book import CellError, Formula
from pyaddin.records import dataclass

__all__ = ["BadCell", "Cleaned", "Understood", "clean", "folded", "narrow", "shortened"]

FOUND_LENGTH = 60
_CONTROLS = bytes([*range(32), 127])

# Bidi marks and overrides, zero-width space, word joiner, BOM. The joiners U+200C and U+200D stay: names and emoji need them.
_INVISIBLE = "\u200b\u200e\u200f\u061c\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BREAKS = "\n\r\t\x0b\x0c\x85\u2028\u2029"
_DROP = re.compile(f"[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f{_INVISIBLE}\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff]")
_FOLD = re.compile(f"[ {_BREAKS}]*[{_BREAKS}][ {_BREAKS}]*")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text out of which invisible or control characters were left."""

    value: str | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A text that can only mean this date or number. ``currencies`` are those that a currency word in it allows; empty = it had none."""

    value: object
    currencies: frozenset[str] = frozenset()


class BadCell(Exception):
    """The cell cannot be used: fault code and an advice for this very cell (blank = the kind's own)."""

    def __init__(self, code: str, advice: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.advice = advice


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
    return (_FOLD.sub(" ", text) if one_line else LINE_ENDS.sub("\n", text)).strip()


def printable(text: str) -> bool:
    """``text.isprintable()``, in a third of the time for a long text of ASCII characters."""
    return len(text.encode().translate(None, _CONTROLS)) == len(text) if text.isascii() else text.isprintable()


def narrow(text: str) -> str:
    """Full-width digits, letters and punctuation as plain ones, blanks of any kind as one blank.

    Only what differs in width: a raised or circled figure is not made a digit, or a footnote would end up in an amount.
    """
    plain = "".join(_plain(mark) for mark in clean(text, one_line=True))
    return _SPACES.sub(" ", plain).strip()


def _plain(mark: str) -> str:
    if mark.isascii():
        return mark
    kind, _, code = unicodedata.decomposition(mark).partition(" ")
    return chr(int(code, 16)) if kind in ("<wide>", "<narrow>", "<noBreak>") and " " not in code else mark
