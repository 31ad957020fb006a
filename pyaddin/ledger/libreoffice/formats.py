"""Number formats of a Calc document under the codes that Excel uses."""

from __future__ import annotations

import re
from typing import Any

from pyaddin.ledger.libreoffice.bridge import struct

DATE, TIME, CURRENCY, PERCENT, TEXT, LOGICAL = 2, 4, 8, 128, 256, 1024
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_COLOR = re.compile(r"\[([A-Z]+)\]")


def _as_excel(code: str, kind: int) -> str:
    """Calc writes YYYY-MM-DD and [RED]; Excel reads yyyy-mm-dd and [Red] back."""
    if code in ("General", "Standard"):
        return "General"
    pieces: list[str] = []
    last = 0
    for match in _QUOTED.finditer(code):
        pieces += [_plain(code[last : match.start()], kind), _COLOR.sub(lambda found: f"[{found.group(1).capitalize()}]", match.group())]
        last = match.end()
    return "".join([*pieces, _plain(code[last:], kind)])


def _plain(text: str, kind: int) -> str:
    if not kind & (DATE | TIME):
        return text
    return re.sub(r"AM/PM|[YMDHS]+", lambda found: found.group() if found.group() == "AM/PM" else found.group().lower(), text)


class Formats:
    """The formats of one document; each key is asked once."""

    def __init__(self, document: Any) -> None:
        self._formats = document.getNumberFormats()
        self._english = struct("lang.Locale", Language="en", Country="US")
        self._kinds: dict[int, int] = {}
        self._keys: dict[str, int] = {}
        self._general: dict[int, bool] = {}

    def kind(self, key: int) -> int:
        """What the format shows, as bits: DATE, TIME, CURRENCY, PERCENT, TEXT, LOGICAL."""
        if key not in self._kinds:
            self._kinds[key] = int(self._formats.getByKey(key).Type) & ~1
        return self._kinds[key]

    def code(self, key: int) -> str:
        """The code as Excel shows it."""
        return _as_excel(self._formats.getByKey(key).FormatString, self.kind(key))

    def is_general(self, key: int) -> bool:
        """True for the format of a cell that nobody has formatted."""
        if key not in self._general:
            self._general[key] = self._formats.getByKey(key).FormatString in ("General", "Standard")
        return self._general[key]

    def key(self, code: str) -> int:
        """The key of a code, made when the document has it not yet."""
        if code == "General":
            return int(self._formats.getStandardIndex(self._english))
        if code not in self._keys:
            found = self._formats.queryKey(code, self._english, False)
            self._keys[code] = found if found != -1 else self._formats.addNew(code, self._english)
        return self._keys[code]
