"""Opening the file that a clerk brings: what it is shows in its first bytes, not in its name."""

from __future__ import annotations

from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.imports.delimited import read_delimited
from pyaddin.ledger.imports.grid import Source
from pyaddin.ledger.imports.workbook import read_workbook

WORKBOOKS = (".xlsx", ".xlsm")
LARGEST = 200_000_000
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {b"%PDF": "a PDF", b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"{\\rtf": "a Word text"}
_SAVE = "Open it in Excel, save it as .xlsx, and import that file."


def read_source(path: Path, encoding: str | None) -> Source:
    """The list as sheets of cells. ``encoding`` names the character set of a text file.

    Raises ``Stop``: X-NOT-FOUND, X-NOT-LIST (old .xls, web page, PDF ...), X-NOT-WORKBOOK, X-PASSWORD, X-UNSAFE, X-ENCODING, X-LIMIT.
    """
    return source_in(path, bytes_of(path, "Split the list into parts."), encoding)


def bytes_of(path: Path, too_large: str) -> bytes:
    """What the file holds. Raises ``Stop``: X-NOT-FOUND; X-LIMIT with the advice ``too_large``."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
    except FileNotFoundError:
        raise Stop("X-NOT-FOUND", str(path)) from None
    except OSError as problem:
        raise Stop("X-NOT-FOUND", f"{path}: {problem.strerror}", advice="Check the path and your rights to read it.") from None
    if size > LARGEST:
        raise Stop("X-LIMIT", f"{path.name} has {size} bytes", advice=too_large)
    return data


def source_in(path: Path, data: bytes, encoding: str | None) -> Source:
    """The list in these bytes, which are the file's. Raises as ``read_source``."""
    if data.startswith(_ZIP):
        return read_workbook(path.name, data)
    _refuse_others(path, data)
    return read_delimited(path.name, data, encoding)


def _refuse_others(path: Path, data: bytes) -> None:
    """Stops for what is neither a workbook nor plain text, with the word for what it is."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Stop("X-PASSWORD", path.name)
        raise Stop("X-NOT-LIST", f"{path.name} is an old .xls workbook (or another old Office file)", advice=_SAVE)
    if not data.strip():
        raise Stop("X-NOT-LIST", f"{path.name} is empty", advice="Choose the list.")
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise Stop("X-NOT-LIST", f"{path.name} is a web page or XML, whatever its name says", advice=_SAVE)
    for mark, word in _OTHERS.items():
        if data.startswith(mark):
            raise Stop("X-NOT-LIST", f"{path.name} is {word}", advice="Choose an .xlsx, .xlsm, .csv, .tsv or .txt file.")
    if path.suffix.lower() in WORKBOOKS:
        raise Stop("X-NOT-WORKBOOK", f"{path.name} is not a zip file: damaged, or another file under this name", advice=_SAVE)
