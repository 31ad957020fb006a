"""A book that is read once: one click asks several questions of the same ledger, and each reading of an open workbook takes its time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pyaddin.ledger.book import Book, Edit, RawLedger, Written

T = TypeVar("T")


class ReadOnce:
    """The given book; what was read is kept until something is written, and so is what was made of it.

    A change in between is found by the fingerprint when writing.
    """

    def __init__(self, book: Book) -> None:
        self._book = book
        self._raw: RawLedger | None = None
        self._glance: RawLedger | None = None
        self._made: dict[Hashable, Any] = {}
        self._made_of: RawLedger | None = None

    @classmethod
    def of(cls, book: Book) -> ReadOnce:
        """The book itself when it is one already."""
        return book if isinstance(book, cls) else cls(book)

    @property
    def behind(self) -> Book:
        """The book itself, which may know more of the sheets than their cells."""
        return self._book

    @property
    def path(self) -> Path:
        return self._book.path

    @property
    def saves_at_once(self) -> bool:
        """As the book's own."""
        return bool(getattr(self._book, "saves_at_once", False))

    def read(self) -> RawLedger:
        """All tables, as they stood at the first look."""
        if self._raw is None:
            whole: Callable[[RawLedger], RawLedger] | None = getattr(self._book, "whole", None)
            self._raw = whole(self._glance) if whole is not None and self._glance is not None else self._book.read()
        return self._raw

    def glance(self) -> RawLedger:
        """The same tables for a click that looks at few of them, where the book reads them one by one. Only what ``read`` gives may be written on."""
        if self._raw is None and self._glance is None:
            glance: Callable[[], RawLedger] = getattr(self._book, "glance", self.read)
            self._glance = glance()
        return self._raw or self._glance or self.read()

    def about(self, case_id: str) -> RawLedger | None:
        """What a question about one case needs, where the book can read so much alone and has not been read whole; else ``None``."""
        about: Callable[[str, RawLedger | None], RawLedger | None] | None = getattr(self._book, "about", None)
        return about(case_id, self._glance) if about is not None and self._raw is None else None

    @property
    def has_read(self) -> bool:
        """Whether the whole ledger was read since it was written, or looked at, last."""
        return self._raw is not None

    def look_again(self) -> None:
        """The next reading looks at the book itself. What was made of the ledger is kept where the book finds nothing changed."""
        self._raw = self._glance = None

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of the ledger as read, made once under this key."""
        raw = self.read()
        if self._made_of is not raw:
            self._made, self._made_of = {}, raw
        if key not in self._made:
            self._made[key] = make()
        found: T = self._made[key]
        return found

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """As the book's own. The next reading gives what the book read back, by a book that does; a refused write makes it look again."""
        self._raw = self._glance = None
        written = self._book.write(edits, fingerprint=fingerprint, as_of=as_of)
        self._raw = getattr(self._book, "written", None)
        return written
