"""An xlwings engine over LibreOffice Calc: the same live code as in Excel, on a machine without Excel.

It covers what the ledger needs (values in blocks, tables, names, selection, formats, formulas, messages) and refuses the
rest of xlwings by name. Values are converted as Excel converts them, so that what works here works there.
"""

from __future__ import annotations

from pathlib import Path

import xlwings

from pyaddin.ledger.libreoffice.engine import App, registered
from pyaddin.ledger.libreoffice.office import Office, listening, program, start
from pyaddin.ledger.libreoffice.part import CalcError, Refused

__all__ = ["CalcError", "Refused", "adopt", "listening", "open_book", "program", "start"]


def adopt(office: Office) -> App:
    """A running LibreOffice as an app of the engine ``libreoffice``, which becomes xlwings' active engine."""
    app: App = registered().impl.adopt(office)
    return app


def open_book(app: App, path: Path, *, read_only: bool = False) -> xlwings.Book:
    """Opens a ledger in this LibreOffice. Stops: X-NOT-FOUND, X-OPEN naming who has it, X-NOT-WORKBOOK."""
    return xlwings.Book(impl=app.books.open(str(path.resolve()), None, read_only))
