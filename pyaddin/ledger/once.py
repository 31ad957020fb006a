"""A book that is read once: one click asks several questions of the same ledger, and each reading of an open workbook takes its time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pyaddin.ledger.book import Book, Edit, RawLedger, Written


class ReadOnce:
    """The given book; what was read is kept until something is written. A change in between is found by the fingerprint when writing."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._raw: RawLedger | None = None

    @property
    def path(self) -> Path:
        return self._book.path

    def read(self) -> RawLedger:
        """All tables, as they stood at the first look."""
        if self._raw is None:
            self._raw = self._book.read()
        return self._raw

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """As the book's own; the next reading is a fresh one, also when the write was refused."""
        self._raw = None
        return self._book.write(edits, fingerprint=fingerprint, as_of=as_of)
