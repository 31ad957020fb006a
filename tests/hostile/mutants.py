"""Ledgers as accidents and attackers leave them: one seed, one damaged file, with a word on what was done to it.

Four layers: the bytes of the file, the parts of the zip, the XML inside a part, and single cells with values that people paste.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.hostile import cells, xml_damage

BOMB = 60_000_000


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged ledger. ``closed`` names the rows (sheet, Excel row) that no reader may accept: nobody they concern is written to."""

    seed: int
    what: str
    data: bytes
    closed: tuple[tuple[str, int], ...] = ()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _zipped(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=1) as file:
        file.comment = comment
        for name, content in parts:
            file.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


# --- bytes ----------------------------------------------------------------------------------------------------------


def _bytes(rng: random.Random, data: bytes) -> tuple[str, bytes]:
    kind = rng.choice(("flip", "flip many", "cut the end", "cut the middle", "insert", "zero a block", "double the end", "prefix", "repeat"))
    spot = rng.randrange(len(data))
    size = rng.randrange(1, 400)
    block = bytes(rng.randrange(256) for _ in range(size))
    if kind.startswith("flip"):
        changed = bytearray(data)
        for _ in range(1 if kind == "flip" else size):
            place = rng.randrange(len(data))
            changed[place] ^= 1 << rng.randrange(8)
        return kind, bytes(changed)
    return kind, {
        "cut the end": data[:spot],
        "cut the middle": data[:spot] + data[spot + size :],
        "insert": data[:spot] + block + data[spot:],
        "zero a block": data[:spot] + bytes(size) + data[spot + size :],
        "double the end": data + data[-size:],
        "prefix": block + data,
        "repeat": data + data,
    }[kind]


# --- parts ----------------------------------------------------------------------------------------------------------


def _drop(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    return [(other, content) for other, content in parts.items() if other != name]


def _rename(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    new = rng.choice(
        (name.upper(), name + "x", "../" + name, "/" + name, name.replace("/", "\\"), "C:" + name, "xl/" + "a" * 300 + ".xml", "张.xml", name + "\x00")
    )
    return [(new if other == name else other, content) for other, content in parts.items()]


def _empty(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    return list({**parts, name: b""}.items())


def _noise(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    return list({**parts, name: bytes(rng.randrange(256) for _ in range(rng.randrange(1, 3000)))}.items())


def _swap(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    other = rng.choice(sorted(parts))
    return list({**parts, name: parts[other], other: parts[name]}.items())


def _bomb(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    blown = parts[name] + b" " * BOMB if rng.random() < 0.5 else b"<x>" + b"a" * BOMB
    return list({**parts, name: blown}.items())


def _shuffled(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    rows = list(parts.items())
    rng.shuffle(rows)
    return rows


def _foreign(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    extra = rng.choice(("xl/embeddings/oleObject1.bin", "xl/externalLinks/externalLink1.xml", "customXml/item9.xml", "xl/activeX/activeX1.xml", "evil.exe"))
    return [*parts.items(), (extra, b"<x xmlns='urn:x'>" + b"A" * 500 + b"</x>")]


def _utf16(rng: random.Random, parts: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    return list({**parts, name: parts[name].decode("utf-8", "replace").replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")}.items())


PART_DAMAGE: dict[str, Callable[[random.Random, dict[str, bytes], str], list[tuple[str, bytes]]]] = {
    "drop": _drop, "rename": _rename, "empty": _empty, "noise": _noise, "swap": _swap, "bomb": _bomb, "shuffle": _shuffled, "foreign": _foreign,
    "utf-16": _utf16,
}  # fmt: skip


def _lie(rng: random.Random, data: bytes) -> bytes:
    """A local or central header whose flags, sizes, checksum or offsets are not true."""
    marks = [place for place in range(len(data) - 46) if data[place : place + 4] in (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06")]
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 4)):
        place = rng.choice(marks)
        changed[place + rng.randrange(4, 30)] = rng.choice((0, 1, 8, 9, 0x14, 0x7F, 0x80, 0xFF))
    return bytes(changed)


def _packages(rng: random.Random, data: bytes) -> tuple[str, bytes]:
    kind = rng.choice((*PART_DAMAGE, "doubled", "stored", "lying header", "comment"))
    if kind == "lying header":
        return kind, _lie(rng, data)
    parts = _parts(data)
    name = rng.choice(sorted(parts))
    if kind in ("stored", "comment"):
        method = zipfile.ZIP_STORED if kind == "stored" else zipfile.ZIP_DEFLATED
        return kind, _zipped(list(parts.items()), method, b"PK\x05\x06" * rng.randrange(1, 9) if kind == "comment" else b"")
    if kind == "doubled":
        return f"{kind} {name}", _zipped([*parts.items(), (name + "~", parts[name])]).replace((name + "~").encode(), name.encode() + b"/")
    return f"{kind} {name}", _zipped(PART_DAMAGE[kind](rng, parts, name))


# --- XML ------------------------------------------------------------------------------------------------------------


def _xml(rng: random.Random, data: bytes) -> tuple[str, bytes]:
    parts = _parts(data)
    names = sorted(name for name in parts if name.endswith((".xml", ".rels")))
    # sheets and tables carry the facts: they are hit more often than themes and properties
    weights = [6 if "worksheets/" in name or "tables/" in name else 3 if "sharedStrings" in name or name == "xl/workbook.xml" else 1 for name in names]
    said = []
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        name = rng.choices(names, weights)[0]
        what, parts[name] = xml_damage.damaged(rng, parts[name])
        said.append(f"{what} in {name}")
    return "; ".join(said), _zipped(list(parts.items()))


def mutant(seed: int, template: bytes) -> Mutant:
    """The damaged ledger of this seed; the same seed gives the same file."""
    rng = random.Random(seed)
    layer = rng.choices(("bytes", "package", "xml", "cells"), (2, 3, 5, 5))[0]
    if layer == "cells":
        parts = _parts(template)
        what, closed = cells.pasted(rng, parts)
        return Mutant(seed, f"cells: {what}", _zipped(list(parts.items())), closed)
    what, data = {"bytes": _bytes, "package": _packages, "xml": _xml}[layer](rng, template)
    return Mutant(seed, f"{layer}: {what}", data)
