"""Texts that no cell shows any more: a workbook keeps them in its table of shared strings until it is saved by Excel. Erasing needs them gone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

STRINGS = "xl/sharedStrings.xml"
_USED = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="s"[^>]*>\s*(?:<(?:\w+:)?f\b[^>]*?(?:/>|>.*?</(?:\w+:)?f>))?\s*<(?:\w+:)?v>\s*(\d+)\s*</', re.DOTALL)
_ITEM = re.compile(rb"<((?:\w+:)?)si\b[^>]*?(?:/>|>.*?</(?:\w+:)?si>)", re.DOTALL)


def blanked(data: bytes) -> Mapping[str, bytes]:
    """The table of shared strings with every text blanked that no cell of any sheet names; nothing when there is none. For ``ClosedBook.put_parts``."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = file.namelist()
        if STRINGS not in names:
            return {}
        strings = file.read(STRINGS)
        used = {int(number) for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml") for number in _USED.findall(file.read(name))}
    number = -1

    def kept(item: re.Match[bytes]) -> bytes:
        nonlocal number
        number += 1
        prefix = item.group(1)
        return item.group(0) if number in used else b"<" + prefix + b"si><" + prefix + b"t></" + prefix + b"t></" + prefix + b"si>"

    made = _ITEM.sub(kept, strings)
    return {STRINGS: made} if made != strings else {}
