"""The audit chain in the plainest way, row by row and cell by cell: what its fast ways must equal to the byte."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping

from pyaddin.history.audit_lines import Change
from pyaddin.history.audit_rows import Picture, picture_of

Tables = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Sheet -> name of the row -> its filled cells."""
Place = tuple[str, int, str]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row_text(row: Mapping[str, str]) -> str:
    filled = {name: row[name] for name in sorted(row) if row[name]}
    return as_json(filled) if filled else ""


def picture(tables: Tables) -> Picture:
    return picture_of(tables)


def blocks(tables: Tables, together: int) -> dict[Place, str]:
    """Each block in which something stands, as one text."""
    found: dict[Place, str] = {}
    for sheet, rows in tables.items():
        names = sorted(rows)
        columns: dict[str, list[str]] = {"": names}
        for header in {header for row in rows.values() for header in row}:
            columns[header] = [rows[name].get(header, "") for name in names]
        for header, cells in columns.items():
            for number in range(len(names) // together + 1):
                some = cells[number * together : (number + 1) * together]
                if any(some):
                    found[(sheet, number, header)] = as_json([sheet, number, header, some])
    return found


def state(tables: Tables, together: int) -> str:
    return "2:" + digest(as_json([[*place, digest(text)] for place, text in sorted(blocks(tables, together).items())]))


def state_of_buckets(tables: Tables) -> str:
    """As versions before 0.9 reckoned it."""
    lines: dict[tuple[str, int], list[str]] = {}
    for sheet, rows in tables.items():
        for name, row in rows.items():
            bucket = zlib.crc32(name.encode("utf-8", "surrogatepass")) % 64
            lines.setdefault((sheet, bucket), []).append(f"{as_json(name)}\t{row_text(row)}")
    return digest(as_json([[sheet, bucket, digest("\n".join(sorted(held)))] for (sheet, bucket), held in sorted(lines.items())]))


def lines_text(changes: Iterable[Change]) -> str:
    return "\n".join(as_json([c.sheet, c.key, c.column, c.old, c.new, c.why]) for c in changes)


def carried_out(tables: Tables, changes: Iterable[Change]) -> tuple[dict[str, dict[str, dict[str, str]]], list[Change]]:
    """The rows after these lines, and the lines that changed something, each with the old value as it stood there."""
    after = {sheet: {name: dict(row) for name, row in rows.items()} for sheet, rows in tables.items()}
    done = []
    for change in changes:
        rows = after.setdefault(change.sheet, {})
        row = rows.pop(change.key, {})
        was = row.get(change.column, "") if change.column else row_text(row)
        new = {**row, change.column: change.new} if change.column else json.loads(change.new or "{}")
        new = {header: cell for header, cell in new.items() if cell}
        if new:
            rows[change.key] = new
        if was != change.new:
            done.append(Change(change.sheet, change.key, change.column, was, change.new, change.why))
    return after, done


def differences(before: Tables, after: Tables) -> set[Change]:
    """What leads from the one to the other, in no order."""
    found: set[Change] = set()
    for sheet in before.keys() | after.keys():
        was, now = before.get(sheet, {}), after.get(sheet, {})
        found |= {Change(sheet, name, "", row_text(was[name]), "") for name in was.keys() - now.keys()}
        found |= {Change(sheet, name, "", "", row_text(now[name])) for name in now.keys() - was.keys()}
        for name in was.keys() & now.keys():
            for header in was[name].keys() | now[name].keys():
                old, new = was[name].get(header, ""), now[name].get(header, "")
                found |= {Change(sheet, name, header, old, new)} if old != new else set()
    return found
