"""How many parts a text message is sent and paid as: GSM 7-bit where every character allows it, else UCS-2.

Sizes as in 3GPP TS 23.038 and 23.040: one part holds 160 septets or 70 UTF-16 units, each part of a longer text 153 or 67, because the
rest says how the parts belong together. A character of the extension table takes two septets and, like a surrogate pair, is never torn.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyaddin.records import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
GSM7, UCS2 = "GSM-7", "UCS-2"
_ONE = {GSM7: 160, UCS2: 70}
_PART = {GSM7: 153, UCS2: 67}


@dataclass(frozen=True, slots=True)
class Segments:
    """``units`` are septets or UTF-16 units; ``costly`` the characters, each once, that keep the text from being GSM 7-bit."""

    encoding: str
    units: int
    parts: int
    costly: tuple[str, ...] = ()


def segments(text: str) -> Segments:
    """What sending ``text`` costs. An empty text is one part of nothing."""
    costly = tuple(dict.fromkeys(char for char in text if char not in BASIC and char not in EXTENDED))
    encoding = UCS2 if costly else GSM7
    sizes = [_units(char) for char in text] if costly else [2 if char in EXTENDED else 1 for char in text]
    units = sum(sizes)
    return Segments(encoding, units, 1 if units <= _ONE[encoding] else _filled(sizes, _PART[encoding]), costly)


def _units(char: str) -> int:
    return 2 if ord(char) > 0xFFFF else 1


def _filled(sizes: Iterable[int], room: int) -> int:
    """Parts filled one after the other; a character that does not fit whole begins the next one."""
    parts, used = 1, 0
    for size in sizes:
        if used + size > room:
            parts, used = parts + 1, 0
        used += size
    return parts
