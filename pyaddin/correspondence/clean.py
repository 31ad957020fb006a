"""The boundary between what people typed and what is printed: text is cleaned here once, and can never become markup.

``clean`` leaves out what cannot be printed safely and says what it left out. ``shield`` hides the characters of the
wording's mini-markup in private-use characters while a template is rendered and parsed; ``unshield`` brings them back.
Because ``clean`` strips every private-use character, no typed text can pretend to be shielded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARKUP = "*[]-#{}\\"
_FIRST = 0xE000
_PRIVATE = tuple((char, chr(_FIRST + index)) for index, char in enumerate(MARKUP))
_MARKUP = re.compile(f"[{re.escape(MARKUP)}]")
_HIDDEN = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + len(MARKUP) - 1)}]")
_USUAL = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u3001-\u3029\u3030-\u303d\u4e00-\u9fff\uff01-\uff5e]+")
"""What most texts are made of: Latin letters, Chinese characters and their marks. Nothing of it is left out."""
_LEFT_OUT = frozenset("\u200b\u200e\u200f\u061c\ufeff\u2060\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """One line of printable text, and the characters left out as ``U+202E`` and so on, each named once.

    Line breaks, tabs and runs of blanks become one blank and count as nothing lost. Left out are control characters, marks that
    turn the reading direction, invisible blanks, lone surrogates, private-use characters and non-characters. The joiner
    inside an emoji stays. Text is composed (NFC).
    """
    if (text.isascii() and text.isprintable()) or (_USUAL.fullmatch(text) and unicodedata.is_normalized("NFC", text)):
        return " ".join(text.split()), ()
    return _clean(text)


@lru_cache(maxsize=4_096)
def _clean(text: str) -> tuple[str, tuple[str, ...]]:
    kept: list[str] = []
    lost: dict[str, None] = {}
    for char in unicodedata.normalize("NFC", text):
        if char.isspace():
            kept.append(" ")
        elif char in _LEFT_OUT or unicodedata.category(char) in ("Cc", "Co", "Cs") or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF:
            lost[f"U+{ord(char):04X}"] = None
        else:
            kept.append(char)
    return " ".join("".join(kept).split()), tuple(lost)


def cleaned(text: str) -> str:
    """``clean`` where nobody needs to be told what was left out."""
    return clean(text)[0]


def lines(text: str) -> tuple[str, ...]:
    """A text of several lines (ways to pay), each cleaned, empty ones dropped."""
    return tuple(line for line in (cleaned(raw) for raw in text.splitlines()) if line)


def shield(text: str) -> str:
    """``text`` with the characters of the mini-markup hidden."""
    if _MARKUP.search(text):
        for char, private in _PRIVATE:
            text = text.replace(char, private)
    return text


def unshield(text: str) -> str:
    """The characters that ``shield`` hid, back in place."""
    if not text.isascii() and _HIDDEN.search(text):
        for char, private in _PRIVATE:
            text = text.replace(private, char)
    return text
