"""The rows that the chain saw last, in buckets by key: a table is compared bucket by bucket, and only what differs is unpacked.

A picture is sheet -> name of a row -> the row's text (a JSON object of its filled cells, in one form). Where several rows have one key they are told
apart by their order (``twin``).
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyaddin.history.audit_lines import Change, dense, encoded, packed, quoted, sha256
from pyaddin.records import dataclass

Picture = Mapping[str, Mapping[str, str]]
Place = tuple[str, int]
BUCKETS = 64
_TWIN = "\x1f"


def twin(key: str, number: int) -> str:
    """The name of the ``number``-th row with this key, counted from 0."""
    return f"{key}{_TWIN}{number + 1}" if number else key


def key_of(name: str) -> str:
    """The key alone, as people know it."""
    return name.partition(_TWIN)[0]


def bucket_of(sheet: str, name: str) -> Place:
    return sheet, zlib.crc32(encoded(name)) % BUCKETS


def bucket_text(rows: Mapping[str, str]) -> str:
    """All rows of a bucket as one text: a line each, its name and the row."""
    return "\n".join(sorted([f"{quoted(name)}\t{text}" for name, text in rows.items()]))


@dataclass(frozen=True, slots=True)
class Kept:
    """A bucket as it goes into the file; blank digest = it is empty and goes."""

    digest: str
    packed: bytes


def kept(rows: Mapping[str, str]) -> Kept:
    text = bucket_text(rows)
    return Kept(sha256(text), packed(text)) if rows else Kept("", b"")


def bucket_digest(rows: Mapping[str, str]) -> str:
    return sha256(bucket_text(rows))


def bucket_rows(text: str) -> dict[str, str]:
    """The rows of a bucket again. A name without a backslash stands in its quotes as it is."""
    pairs = [line.partition("\t") for line in text.split("\n")] if text else []
    return {name[1:-1] if "\\" not in name else json.loads(name): row for name, _, row in pairs}


def in_buckets(sheet: str, rows: Mapping[str, str]) -> dict[Place, dict[str, str]]:
    """The rows of one sheet in their buckets; empty ones are left out."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for name, number in zip(rows, [zlib.crc32(encoded(name)) % BUCKETS for name in rows], strict=True):
        found[number][name] = rows[name]
    return {(sheet, number): held for number, held in found.items()}


def buckets(picture: Picture) -> dict[Place, dict[str, str]]:
    """A picture in buckets; empty ones are left out."""
    return {place: held for sheet, rows in picture.items() for place, held in in_buckets(sheet, rows).items()}


def state_of(digests: Mapping[Place, str]) -> str:
    """One text for the whole ledger as it stands."""
    return sha256(dense([[sheet, bucket, digest] for (sheet, bucket), digest in sorted(digests.items())]))


def cells(text: str) -> dict[str, str]:
    """A row's filled cells."""
    row: dict[str, str] = json.loads(text) if text else {}
    return row


def row_text(row: Mapping[str, str]) -> str:
    """A row in its one form: JSON, columns sorted, only filled cells; blank without one."""
    filled = [f"{quoted(name)}:{quoted(cell)}" for name, cell in sorted(row.items()) if cell]
    return f"{{{','.join(filled)}}}" if filled else ""


def differences(before: Mapping[Place, Mapping[str, str]], now: Mapping[Place, Mapping[str, str]], order: Picture) -> list[Change]:
    """What changed between two sets of buckets: deleted rows first, then changed and new ones in the order of ``order``."""
    gone: list[Change] = []
    touched: dict[str, dict[str, str]] = {}
    for place, rows in sorted(before.items()):
        held = now.get(place, {})
        gone += [Change(place[0], name, "", text, "") for name, text in rows.items() if name not in held]
    for place, rows in now.items():
        old = before.get(place, {})
        touched.setdefault(place[0], {}).update({name: old.get(name, "") for name, text in rows.items() if old.get(name, "") != text})
    changed: list[Change] = []
    for sheet, rows in order.items():
        names = touched.get(sheet, {})
        for name in rows if names else ():
            if name in names:
                was, text = names[name], rows[name]
                changed += _between(sheet, name, was, text) if was else [Change(sheet, name, "", "", text)]
    return gone + changed


def _between(sheet: str, name: str, old: str, new: str) -> Iterator[Change]:
    before, now = cells(old), cells(new)
    for column in sorted(before.keys() | now.keys()):
        if before.get(column, "") != now.get(column, ""):
            yield Change(sheet, name, column, before.get(column, ""), now.get(column, ""))
