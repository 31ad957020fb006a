"""The graft: what Calc saved, completed with everything of the original that Calc does not know or writes worse.

Three files go in. The *original* is the file as it was opened; the *echo* is the original written by Calc without any
change; *saved* is what Calc writes now. Where echo and saved agree, nobody changed that piece and the original's is taken.
VBA project, ribbon, code names and table styles are always the original's.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from itertools import zip_longest

from pyaddin.errors import Stop
from pyaddin.ledger.closed.deflate import LEVEL
from pyaddin.ledger.libreoffice.graft.book import VBA, graft_book, part_of, ribbon_parts
from pyaddin.ledger.libreoffice.graft.look import Looks
from pyaddin.ledger.libreoffice.graft.parts import TYPES, Parts
from pyaddin.ledger.libreoffice.graft.sheet import Side, graft_sheet
from pyaddin.ledger.libreoffice.graft.tables import graft_tables, tables_of

__all__ = ["graft", "verify"]
_STAMP = (1980, 1, 1, 0, 0, 0)


def graft(original: bytes, echo: bytes, saved: bytes) -> bytes:
    """The completed file. Stop X-VERIFY when the three do not fit together."""
    old, now = Parts.of(original, check=True), Parts.of(saved)
    before = Parts.of(saved if echo is saved else echo)
    looks = Looks(old, now)
    pairs = _pairs(old, now)
    places = [{name: part for name, part, _ in parts.sheets()} for parts in (old, before, now)]
    graft_tables(old, before, now, looks)
    for mine, theirs in pairs:
        if mine in places[1] and all(part.startswith("xl/worksheets/") for part in (places[0][mine], places[1][mine], places[2][theirs])):
            graft_sheet(Side(old, places[0][mine]), Side(before, places[1][mine]), Side(now, places[2][theirs]), looks)
    graft_book(old, before, now, pairs)
    looks.finish()
    now.sweep()
    return _zipped(now)


def _pairs(old: Parts, now: Parts) -> list[tuple[str, str]]:
    """Each sheet's name in the original and now; sheets that were renamed are paired in their order."""
    mine, theirs = [name for name, _, _ in old.sheets()], [name for name, _, _ in now.sheets()]
    same = [(name, name) for name in mine if name in theirs]
    left, new = [name for name in mine if name not in theirs], [name for name in theirs if name not in mine]
    renamed = [pair for pair in zip_longest(left, new) if None not in pair] if len(left) == len(new) else []
    return same + renamed


def _zipped(parts: Parts) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as file:
        for name, data in {TYPES: parts.bytes_of_types(), **parts.content}.items():
            file.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def verify(data: bytes, original: bytes, saved: bytes) -> None:
    """Reads the completed file back. Stop X-VERIFY when VBA, ribbon, sheets or tables are not what they must be."""
    try:
        new, old, calc = Parts.of(data, check=True), Parts.of(original), Parts.of(saved)
    except Stop as stop:
        raise Stop("X-VERIFY", str(stop)) from stop
    projects = [part_of(parts, VBA) for parts in (new, old)]
    if (projects[0] and new.content[projects[0]]) != (projects[1] and old.content[projects[1]]):
        raise Stop("X-VERIFY", "the VBA project is not the one that was there")
    if ribbon_parts(new) != ribbon_parts(old):
        raise Stop("X-VERIFY", "the ribbon is not the one that was there")
    if set(tables_of(new)) != set(tables_of(calc)):
        raise Stop("X-VERIFY", f"tables differ: {', '.join(sorted(set(tables_of(new)) ^ set(tables_of(calc))))}")
    if [name for name, _, _ in new.sheets()] != [name for name, _, _ in calc.sheets()]:
        raise Stop("X-VERIFY", "the sheets differ")
    for part in ["", *new.content]:
        for relation in [] if part.endswith(".rels") else new.relations(part):
            if not relation.outside and relation.target not in new.content:
                raise Stop("X-VERIFY", f"{part or 'the file'} names {relation.target}, which is not there")
