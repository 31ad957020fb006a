"""The rows of the audit chain in the plainest way, row by row and line by line: what the fast ways of ``audit_rows`` must equal to the byte."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping

from pyaddin.history.audit_lines import Change

Picture = Mapping[str, Mapping[str, str]]
Place = tuple[str, int]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def place_of(sheet: str, name: str) -> Place:
    return sheet, zlib.crc32(name.encode("utf-8", "surrogatepass")) % 64


def row_text(row: Mapping[str, str]) -> str:
    filled = {name: row[name] for name in sorted(row) if row[name]}
    return as_json(filled) if filled else ""


def bucket_texts(picture: Picture) -> dict[Place, str]:
    """Each bucket that has rows, as one text."""
    lines: dict[Place, list[str]] = {}
    for sheet, rows in picture.items():
        for name, text in rows.items():
            lines.setdefault(place_of(sheet, name), []).append(f"{as_json(name)}\t{text}")
    return {place: "\n".join(sorted(held)) for place, held in lines.items()}


def state(picture: Picture) -> str:
    return digest(as_json([[sheet, number, digest(text)] for (sheet, number), text in sorted(bucket_texts(picture).items())]))


def lines_text(changes: Iterable[Change]) -> str:
    return "\n".join(as_json([c.sheet, c.key, c.column, c.old, c.new, c.why]) for c in changes)


def carried_out(picture: Picture, changes: Iterable[Change]) -> tuple[dict[str, dict[str, str]], list[Change]]:
    """The rows after these lines, and the lines that changed something, each with the old value as it stood there."""
    after = {sheet: dict(rows) for sheet, rows in picture.items()}
    done = []
    for change in changes:
        rows = after.setdefault(change.sheet, {})
        text = rows.get(change.key, "")
        cells = json.loads(text) if text else {}
        was = cells.get(change.column, "") if change.column else text
        new = row_text(cells | {change.column: change.new}) if change.column else change.new
        if was == change.new:
            continue
        done.append(Change(change.sheet, change.key, change.column, was, change.new, change.why))
        if new:
            rows[change.key] = new
        else:
            del rows[change.key]
    return after, done
