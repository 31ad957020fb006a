"""A ledger worked on in LibreOffice by the command line: read and written live, saved with every write.

A task meets the same book as with the closed file: a write either stands on disk, verified and with a backup, or it stops
and the file is as it was. A ledger that the clerk has open in a LibreOffice that listens is worked on there; otherwise one
without a window is started and ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import xlwings

from pyaddin.errors import Stop
from pyaddin.ledger.book import Edit, RawLedger, Written
from pyaddin.ledger.libreoffice import bridge
from pyaddin.ledger.libreoffice.books import Book
from pyaddin.ledger.libreoffice.engine import App, registered
from pyaddin.ledger.libreoffice.locks import read_lock
from pyaddin.ledger.libreoffice.office import Office, listening, start
from pyaddin.ledger.libreoffice.saving import Original
from pyaddin.ledger.live import LiveBook

_LISTEN = 'soffice --accept="pipe,name=collections;urp;StarOffice.ComponentContext"'


class SavedBook:
    """The ledger in LibreOffice; what is written is saved at once, so messages leave as in a run on the closed file."""

    saves_at_once = True

    def __init__(self, book: Book) -> None:
        self._book = book
        self._live = LiveBook(xlwings.Book(impl=book))

    @property
    def path(self) -> Path:
        return self._live.path

    def read(self) -> RawLedger:
        """As ``LiveBook.read``."""
        return self._live.read()

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """As ``LiveBook.write``, then saved. Stops besides: X-CHANGED when the file was changed by someone else, X-WRITE, X-VERIFY."""
        written = self._live.write(edits, fingerprint=fingerprint, as_of=as_of)
        if not edits:
            return written
        return replace(written, backup=self._book.save())


@contextmanager
def opened(path: Path, *, pipe: str | None = None) -> Iterator[SavedBook]:
    """The ledger for one task. Stops: X-NOT-FOUND, X-OPEN naming who has it, X-LIBREOFFICE, X-NOT-WORKBOOK.

    ``pipe`` is where a clerk's LibreOffice listens (default: ``collections``).
    """
    real = path.resolve()
    original = Original.of(real)
    theirs = listening(pipe) if pipe else listening()
    app = registered().impl.adopt(theirs) if theirs else None
    try:
        book = _open_there(app, real) if app else None
        if app is not None and book is not None:
            app.originals[book.document.URL] = original
            yield SavedBook(Book(app, book.document))
            return
    finally:
        if app is not None:
            app.quit()
    with _own(start()) as own:
        yield SavedBook(_opened(own, real))


def _open_there(app: App, path: Path) -> Book | None:
    """The document of this file in a clerk's LibreOffice, if it is open there."""
    url = bridge.url_of(path)
    return next((book for book in app.books if url == book.document.URL), None)


@contextmanager
def _own(office: Office) -> Iterator[App]:
    app: App = registered().impl.adopt(office)
    try:
        yield app
    finally:
        with suppress(Stop):
            for book in list(app.books):
                book.close()
        app.quit()


def _opened(app: App, path: Path) -> Book:
    try:
        return app.books.open(str(path))
    except Stop as stop:
        if stop.fault.code != "X-OPEN" or read_lock(path) is None:
            raise
        advice = f"Save and close it there; or start LibreOffice as `{_LISTEN}`, open the ledger in it and try again: the task then works in that window."
        raise Stop("X-OPEN", stop.fault.found, advice=advice) from None
