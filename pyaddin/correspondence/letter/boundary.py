"""The boundary of paper: every typed text is cleaned here before a layout sees it, and what was left out is told in a line.

What a window or a margin would swallow unseen is refused instead: a word that fits on no line, an empty address.
"""

from __future__ import annotations

import unicodedata

from pyaddin.correspondence.clean import clean
from pyaddin.correspondence.letter.press import Unprintable

LONGEST_WORD = 40
_BREAK = "\u200b"
_PICTURES = ((0x1F000, 0x1FAFF), (0xFE00, 0xFE0F), (0xE0020, 0xE007F), (0x20E3, 0x20E3))
_JOINER = "\u200d"


def _is_picture(char: str) -> bool:
    """Emoji and the marks that belong to them: pictures that no text font has."""
    return any(first <= ord(char) <= last for first, last in _PICTURES)


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def _words(text: str) -> list[str]:
    """Runs that a line cannot break: between blanks, and not before or after a Chinese character."""
    return "".join(" " if _is_wide(char) else char for char in text).split()


def broken(text: str) -> str:
    """The text with an invisible break after every forty characters of a longer word, so that it stays on the paper."""
    if len(text) <= LONGEST_WORD or all(len(word) <= LONGEST_WORD for word in _words(text)):
        return text
    made: list[str] = []
    run = 0
    for char in text:
        run = 0 if char.isspace() or _is_wide(char) else run + 1
        if run > LONGEST_WORD:
            made.append(_BREAK)
            run = 1
        made.append(char)
    return "".join(made)


class Boundary:
    """Cleans the texts of one page. ``told`` has a sentence for each that lost something, in the order in which they were cleaned."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def line(self, name: str, typed: str) -> str:
        """One line of printable text; long words get breaks. ``name`` is what the clerk calls it, for example ``debtor's name``."""
        return broken(self._printable(name, typed))

    def window_line(self, name: str, typed: str) -> str:
        """As ``line`` for the window of the envelope, where a broken word is no address. Raises ``Unprintable`` for a word over 40 characters."""
        text = self._printable(name, typed)
        long = next((word for word in _words(text) if len(word) > LONGEST_WORD), None)
        if long is not None:
            raise Unprintable(
                f"a word of {len(long)} characters in the {name} ({long[:20]}...)", "No line of the window takes it. Correct the cell in the debtor's row."
            )
        return text

    def lines(self, name: str, typed: str) -> list[str]:
        """A text of several lines, each cleaned, empty ones dropped."""
        return [line for line in (self.line(name, raw) for raw in typed.splitlines()) if line]

    def body(self, text: str) -> str:
        """A run of the finished wording, whose fields are clean already: pictures go, long words get breaks, blanks at the ends stay."""
        if text.isascii():
            return broken(text)
        kept, lost = _without_pictures(text)
        self._tell("text", lost)
        return broken(kept)

    def _printable(self, name: str, typed: str) -> str:
        text, lost = clean(typed)
        kept, pictures = _without_pictures(text)
        self._tell(name, (*lost, *pictures))
        if len(typed.splitlines()) > 1 and name in ONE_LINE:
            self.told.append(f"The {name} had several lines; they were joined.")
        return " ".join(kept.split())

    def _tell(self, name: str, lost: tuple[str, ...]) -> None:
        if lost:
            self.told.append(f"Left out of the {name}: {', '.join(lost)}.")


def _without_pictures(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without emoji, and those left out as ``U+1F600`` and so on, each named once. The joiner goes with them."""
    if not any(map(_is_picture, text)):
        return text, ()
    lost = dict.fromkeys(f"U+{ord(char):04X}" for char in text if _is_picture(char))
    return "".join(char for char in text if not _is_picture(char) and char != _JOINER), tuple(lost)


ONE_LINE = frozenset(("debtor's name", "city", "postal code", "region"))
