"""Last touch on the finished file: the ribbon, no stored formula results, and the same bytes for the same input."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from pyaddin.build import ribbon

_RELATIONS = "_rels/.rels"
_RIBBON_RELATION = f'<Relationship Id="rIdRibbon" Type="{ribbon.RELATION}" Target="{ribbon.PART}"/></Relationships>'.encode()
_FORMULA_CELL = re.compile(rb'<c ([^>]*?)(?: t="\w+")?>(<f>[^<]*</f>)<v>[^<]*</v></c>')


def _parts(source: zipfile.ZipFile, ribbon_xml: str) -> Iterator[tuple[str, bytes]]:
    """Every part of the finished file, in order."""
    for name in source.namelist():
        data = source.read(name)
        if name.startswith("xl/worksheets/sheet"):
            data = _FORMULA_CELL.sub(rb"<c \1>\2</c>", data)
        elif name == _RELATIONS and ribbon_xml:
            data = data.replace(b"</Relationships>", _RIBBON_RELATION)
        yield name, data
    if ribbon_xml:
        yield ribbon.PART, ribbon_xml.encode()


def seal(raw: Path, target: Path, ribbon_xml: str = "") -> None:
    """Copy the zip at ``raw`` to ``target``, with the ribbon's XML where one is given.

    Formula cells lose their stored result: XlsxWriter stores 0, which readers that do not compute would believe.
    """
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as sink:
        for name, data in _parts(source, ribbon_xml):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            sink.writestr(entry, data)
