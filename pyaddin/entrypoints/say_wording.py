"""What a clerk reads after looking at a wording, or after trying all of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of

_FRONT = (("Subject", "subject"), ("Preheader", "preheader"), ("Heading", "heading"))
_LONGEST = 4000


def _kept(line: str) -> str:
    """A line of a message made safe for a terminal; the blanks that set its tables in columns stay."""
    safe = "".join(" " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else char for char in line[:_LONGEST])
    return safe.rstrip()


def _strings(data: Mapping[str, object], key: str) -> list[str]:
    found = data.get(key)
    return [str(value) for value in found] if isinstance(found, list) else []


def preview(data: Mapping[str, object]) -> list[str]:
    """The message as it would be, then the file that it was worded from, and what the clerk should know."""
    front = [f"{name}: {plain(data[key], 300)}" for name, key in _FRONT if data.get(key)]
    body = [_kept(line) for line in str(data.get("text") or "").splitlines()]
    source = f"{plain(data.get('template'))}, as {data.get('channel')}, tone {data.get('tone')}, sha256 {plain(data.get('sha256'))}. Nothing was sent."
    files = [f"Wrote {plain(file, 300)}." for file in _strings(data, "files")]
    notes = [f"Note: {plain(text, 400)}" for text in _strings(data, "warnings")]
    return [*front, *([""] if front else []), *body, "", source, *files, *notes]


def check(data: Mapping[str, object]) -> list[str]:
    """Each finding with its place; what is only to be known comes as a note."""
    said = []
    for row in rows_of(data, "findings"):
        place = f"{plain(row.get('file'))}, line {row['line']}" if row.get("line") else plain(row.get("file"))
        said.append(f"{'' if row.get('wrong') else 'Note: '}{place}: {plain(row.get('found'), 400)}")
    wrong = sum(bool(row.get("wrong")) for row in rows_of(data, "findings"))
    return [*said, f"Tried {plural(len(_strings(data, 'files')), 'wording file', 'wording files')}; {plural(wrong, 'mistake', 'mistakes')}."]
