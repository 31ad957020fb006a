"""LibreOffice for tests: one per test worker, with a profile of its own; every test opens copies of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import xlwings

from pyaddin.ledger import libreoffice
from pyaddin.ledger.libreoffice.engine import App, Prompt


class Calc:
    """What a test sees of LibreOffice. Started at the first use; started again after a test has made it crash."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The engine's app (``xlwings.Book.app.impl``)."""
        if self._app is not None and not self._app.office.alive:
            self._app.quit()
            self._app = None
        if self._app is None:
            self._app = libreoffice.adopt(libreoffice.start(self._folder))
        return self._app

    def open(self, path: Path, *, read_only: bool = False) -> xlwings.Book:
        """The file as an xlwings Book; it is also what ``Book.caller()`` gives."""
        book = libreoffice.open_book(self.app, path, read_only=read_only)
        book.set_mock_caller()
        return book

    def answer(self, *answers: str) -> None:
        """What the clerk will click on, in order: "yes", "no", "ok", "cancel"."""
        self.app.answers.extend(answers)

    @property
    def prompts(self) -> list[Prompt]:
        """Every message shown so far in this test."""
        return self.app.prompts

    def tidy(self) -> None:
        """After a test: all books closed unsaved, nothing left to answer."""
        if self._app is None or not self._app.office.alive:
            return
        for book in list(self._app.books):
            book.close()
        self._app.screen_updating = True
        self._app.answers.clear()
        self._app.prompts.clear()
        self._app.statuses.clear()

    def end(self) -> None:
        """At the end of the worker."""
        if self._app is not None:
            self._app.quit()


def running(folder: Path) -> Iterator[Calc]:
    """The body of the session fixture."""
    calc = Calc(folder)
    try:
        yield calc
    finally:
        calc.end()
