"""The rows that the chain saw last, in buckets by key: a table is compared bucket by bucket, and only what differs is unpacked.

A picture is sheet -> name of a row -> the row's text (a JSON object of its filled cells, in one form). Where several rows have one key they are told
apart by their order (``twin``).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping

from pyaddin.history.audit_lines import Change, dense, encoded, sha256

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
    """All rows of a bucket as one text."""
    return dense(rows)


def bucket_digest(rows: Mapping[str, str]) -> str:
    return sha256(bucket_text(rows))


def bucket_rows(text: str) -> dict[str, str]:
    rows: dict[str, str] = json.loads(text)
    return rows


def buckets(picture: Picture) -> dict[Place, dict[str, str]]:
    """A picture in buckets; empty ones are left out."""
    found: dict[Place, dict[str, str]] = {}
    for sheet, rows in picture.items():
        for name, text in rows.items():
            found.setdefault(bucket_of(sheet, name), {})[name] = text
    return found


def state_of(digests: Mapping[Place, str]) -> str:
    """One text for the whole ledger as it stands."""
    return sha256(dense([[sheet, bucket, digest] for (sheet, bucket), digest in sorted(digests.items())]))


def cells(text: str) -> dict[str, str]:
    """A row's filled cells."""
    row: dict[str, str] = json.loads(text) if text else {}
    return row


def row_text(row: Mapping[str, str]) -> str:
    """A row in its one form; blank without a filled cell."""
    return dense({name: cell for name, cell in row.items() if cell}) if any(row.values()) else ""


def differences(before: Mapping[Place, Mapping[str, str]], now: Mapping[Place, Mapping[str, str]], order: Picture) -> list[Change]:
    """What changed between two sets of buckets: deleted rows first, then changed and new ones in the order of ``order``."""
    gone = [
        Change(place[0], name, "", text, "")
        for place, rows in sorted(before.items())
        for name, text in rows.items()
        if name not in now.get(place, {})
    ]
    touched = {(place[0], name) for place, rows in now.items() for name in rows}
    changed: list[Change] = []
    for sheet, rows in order.items():
        for name, text in rows.items():
            if (sheet, name) not in touched:
                continue
            old = before.get(bucket_of(sheet, name), {}).get(name, "")
            if old == text:
                continue
            changed += _between(sheet, name, old, text) if old else [Change(sheet, name, "", "", text)]
    return gone + changed


def _between(sheet: str, name: str, old: str, new: str) -> Iterator[Change]:
    before, now = cells(old), cells(new)
    for column in sorted(before.keys() | now.keys()):
        if before.get(column, "") != now.get(column, ""):
            yield Change(sheet, name, column, before.get(column, ""), now.get(column, ""))


def entered(changes: Iterable[Change], rows: Mapping[Place, dict[str, str]]) -> list[Change]:
    """Carries out the changes on buckets, in place. Returns those that changed something, with the old value as it stood there.

    A row that is left without a filled cell goes.
    """
    done: list[Change] = []
    for change in changes:
        held = rows[bucket_of(change.sheet, change.key)]
        old = held.get(change.key, "")
        if change.column:
            row = cells(old)
            was = row.get(change.column, "")
            if was == change.new:
                continue
            row[change.column] = change.new
            text = row_text(row)
        else:
            was, text = old, change.new
            if was == text:
                continue
        if text:
            held[change.key] = text
        else:
            held.pop(change.key, None)
        done.append(Change(change.sheet, change.key, change.column, was, change.new, change.why))
    return done
