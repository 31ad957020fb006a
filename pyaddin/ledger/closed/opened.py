"""Whether Excel or LibreOffice has the file open, seen from the owner files that they leave beside it."""

from __future__ import annotations

from pathlib import Path

LONGEST_NAME = 40


def _first_words(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(512)
    except OSError:
        return b""


def _printable(text: str) -> str:
    return "".join(mark for mark in text if mark.isprintable()).strip()[:LONGEST_NAME]


def opened_by(path: Path) -> str | None:
    """The program, and the user where the owner file tells, that has the ledger open; ``None`` when nobody has.

    An owner file left behind by a crash counts as open: a person has to look. Excel's ``~$`` file may be locked and unreadable.
    """
    excel = path.with_name(f"~${path.name}")
    if excel.exists():
        content = _first_words(excel)
        user = _printable(content[1 : 1 + content[0]].decode("latin-1")) if content else ""
        return f"Excel ({user})" if user else "Excel"
    office = path.with_name(f".~lock.{path.name}#")
    if office.exists():
        user = _printable(_first_words(office).decode("utf-8", "replace").split(",")[0])
        return f"LibreOffice ({user})" if user else "LibreOffice"
    return None
