"""Opening a bank statement: which format it is shows in its content, not in its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import tzinfo
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.imports.charset import decode
from pyaddin.ledger.imports.mapping import Section
from pyaddin.ledger.imports.source import bytes_of, source_in
from pyaddin.ledger.imports.statements import camt_file, mt940_file
from pyaddin.ledger.imports.statements.lines import MOST_LINES, Statement
from pyaddin.ledger.imports.statements.list_file import read_list
from pyaddin.records import dataclass

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_SHORTER = "Ask the bank for shorter statements, for example one a day."


@dataclass(frozen=True, slots=True)
class Brought:
    """A statement file as it was read: its statements, their format, the character set of a text, and how the columns of a list were understood."""

    name: str
    statements: list[Statement]
    form: str
    encoding: str = ""
    sections: list[Section] = field(default_factory=list)


def read_statements(path: Path, *, encoding: str | None, sections: Sequence[Section], zone: tzinfo, currency: str, told: bool = False) -> Brought:
    """The statements of a file. ``currency`` is taken where a list names none; ``told`` by the clerk, it wins over the remembered one and is remembered.

    Raises ``Stop``: X-NOT-FOUND, X-NOT-STATEMENT, X-UNSAFE, X-LIMIT, X-ENCODING, and those of reading a list (X-NOT-LIST, X-NOT-WORKBOOK, X-PASSWORD).
    """
    data = bytes_of(path, _SHORTER)
    if camt_file.looks_like(data):
        statements = camt_file.read_camt(path.name, data)
        return Brought(path.name, statements, statements[0].form)
    if _may_be_mt940(data):
        decoded = decode(data, encoding)
        if mt940_file.looks_like(decoded.text):
            statements = mt940_file.read_mt940(path.name, decoded.text)
            return Brought(path.name, statements, statements[0].form, decoded.encoding)
    source = source_in(path, data, encoding)
    statements, understood = read_list(source, sections, zone, currency, told=told)
    if sum(len(statement.lines) for statement in statements) > MOST_LINES:
        raise Stop("X-LIMIT", f"{path.name} has more than {MOST_LINES} lines", advice=_SHORTER)
    return Brought(path.name, statements, statements[0].form, source.encoding, understood)


def _may_be_mt940(data: bytes) -> bool:
    """Whether the tag of a transaction reference stands near the beginning, in whatever character set."""
    head = data[:20_000]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return b":20:" in head.replace(b"\x00", b"")
