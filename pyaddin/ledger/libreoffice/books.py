"""Books: documents that are open in LibreOffice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyaddin.errors import Stop
from pyaddin.ledger.libreoffice.area import Area
from pyaddin.ledger.libreoffice.bridge import path_of, properties, url_of
from pyaddin.ledger.libreoffice.cells import Counter, Seen
from pyaddin.ledger.libreoffice.formats import Formats
from pyaddin.ledger.libreoffice.locks import make_way
from pyaddin.ledger.libreoffice.names import Name, Names
from pyaddin.ledger.libreoffice.native import NativeBook
from pyaddin.ledger.libreoffice.part import CalcError, Part, unasked
from pyaddin.ledger.libreoffice.saving import Original, put_back
from pyaddin.ledger.libreoffice.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from pyaddin.ledger.libreoffice.engine import App

_FILTERS = {".xlsm": "Calc MS Excel 2007 VBA XML", ".xlsx": "Calc MS Excel 2007 XML"}
_MACROS_NEVER = 0  # com.sun.star.document.MacroExecMode.NEVER_EXECUTE
_NO_LINKS = 0  # com.sun.star.document.UpdateDocMode.NO_UPDATE
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


class Book(Part):
    """One open document. ``original`` is the file as it was when it was opened; what Calc would lose is taken from there on saving."""

    app: App
    document: Any
    formats: Formats
    count: Counter
    original: Original | None
    seen: dict[str, dict[Area, Seen]]

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self.document = document
        self.formats = Formats(document)
        self.count = app.counter_of(document)
        self.original = app.originals.get(document.URL)
        self.seen = {}

    @unasked
    def seen_of(self, sheet: str) -> dict[Area, Seen]:
        """The last large block read of this sheet (``cells.read``)."""
        return self.seen.setdefault(sheet, {})

    @property
    def api(self) -> NativeBook:
        """``ReadOnly``, ``Saved`` and ``CustomDocumentProperties`` under Excel's names; ``document`` is Calc's own object."""
        return NativeBook(self)

    @property
    def controller(self) -> Any:
        return self.document.CurrentController

    @property
    def path(self) -> Path | None:
        """Where the file lies; ``None`` for a new document."""
        return path_of(self.document.URL)

    @property
    def name(self) -> str:
        return self.path.name if self.path else str(self.document.Title)

    @property
    def fullname(self) -> str:
        return str(self.path) if self.path else self.name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def names_of(self, sheet: Sheet) -> NamesSeen:
        """The names that a formula on this sheet sees: its own first, then the book's."""
        return NamesSeen(Names(self, sheet), Names(self))

    def activate(self) -> None:
        self.document.CurrentController.Frame.activate()
        self.app.current = self.document.URL

    def close(self) -> None:
        """Closes without saving, as in Excel with alerts off."""
        self.app.originals.pop(self.document.URL, None)
        self.document.setModified(False)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> Path | None:
        """Saves, keeping what Calc alone would lose (see ``saving``); returns the backup of the file that was there.

        Stops: X-OPEN for read-only, X-CHANGED, X-VERIFY, X-WRITE.
        """
        if password:
            raise CalcError("a password to open is not offered")
        target = Path(path) if path else self.path
        if target is None or target.suffix.lower() not in _FILTERS:
            raise CalcError("a ledger is saved as .xlsm or .xlsx")
        if path is None and self.api.ReadOnly:
            raise Stop("X-OPEN", f"{self.name} is open for reading only")
        with tempfile.TemporaryDirectory(prefix="collections-save-") as folder:
            raw = Path(folder) / f"saved{target.suffix.lower()}"
            kind = properties(FilterName=_FILTERS[target.suffix.lower()], Overwrite=True)
            self.document.storeToURL(url_of(raw), kind)
            content = raw.read_bytes()
            saved, backup = put_back(
                content, self.original, target, echo=lambda data: content if self._only_cells else self._echo(data, Path(folder), kind)
            )
        if path is None or target == self.path:
            self.original = saved
            self.app.originals[self.document.URL] = saved
            self.document.setModified(False)
        return backup


    @property
    def _only_cells(self) -> bool:
        """True while nobody but this program can have changed anything, and it changed nothing but cells: no echo is needed then."""
        return self.app.office.owned and self.document.URL not in self.app.touched

    def touch(self) -> None:
        """From now on anything may have been changed, not only cells."""
        self.app.touched.add(self.document.URL)

    def _echo(self, data: bytes, folder: Path, kind: tuple[Any, ...]) -> bytes:
        """What Calc makes of a file that nobody touched."""
        source, echo = folder / f"original{Path(self.name).suffix}", folder / f"echo{Path(self.name).suffix}"
        source.write_bytes(data)
        loading = properties(Hidden=True, ReadOnly=True, MacroExecutionMode=_MACROS_NEVER, UpdateDocMode=_NO_LINKS)
        document = self.app.office.desktop.loadComponentFromURL(url_of(source), "_blank", 0, loading)
        try:
            document.storeToURL(url_of(echo), kind)
        finally:
            document.close(True)
        return echo.read_bytes()


class NamesSeen:
    """Names of a sheet before those of the book."""

    def __init__(self, *places: Names) -> None:
        self._places = places

    def __contains__(self, key: str) -> bool:
        return any(place.contains(key) for place in self._places)

    def __call__(self, key: str) -> Name:
        return next(place for place in self._places if place.contains(key))(key)


class Books(Part):
    """The documents of one LibreOffice that are spreadsheets."""

    app: App

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        return self.app.office.desktop

    def _documents(self) -> Iterator[Any]:
        components = self.app.office.desktop.Components.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            if hasattr(document, "supportsService") and document.supportsService(_SPREADSHEET):
                yield document

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self.app, document) for document in self._documents()])

    def __len__(self) -> int:
        return sum(1 for _ in self._documents())

    def __call__(self, key: str | int) -> Book:
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        found = [book for book in books if book.name.casefold() == key.casefold()]
        if not found:
            raise KeyError(key)
        return found[0]

    def __contains__(self, key: str | int) -> bool:
        return 1 <= key <= len(self) if isinstance(key, int) else any(book.name.casefold() == key.casefold() for book in self)

    @property
    def active(self) -> Book:
        books = list(self)
        if not books:
            raise CalcError("no book is open in LibreOffice")
        return next((book for book in books if self.app.current == book.document.URL), books[-1])

    def add(self) -> Book:
        return Book(self.app, self.app.office.desktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, ()))

    def open(self, fullname: str, update_links: bool | None = None, read_only: bool | None = None, *_: object) -> Book:
        """Opens a file. Stops: X-OPEN naming who has it, X-NOT-WORKBOOK when Calc cannot read it. Macros of the file never run."""
        path = Path(fullname)
        if not read_only:
            make_way(path)
        original = Original.of(path)
        document = self.app.office.desktop.loadComponentFromURL(
            url_of(path), "_blank", 0,
            properties(ReadOnly=bool(read_only), MacroExecutionMode=_MACROS_NEVER, UpdateDocMode=_NO_LINKS),
        )
        if document is None or not document.supportsService(_SPREADSHEET):
            if document is not None:
                document.close(True)
            raise Stop("X-NOT-WORKBOOK", path.name)
        self.app.originals[document.URL] = original
        self.app.current = document.URL
        return Book(self.app, document)
