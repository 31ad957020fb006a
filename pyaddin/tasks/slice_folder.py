"""A portfolio of Parquet files as the place that slices are cut from and brought back to.

Only the debtors of one slice are read, with what they must know of the rest; a merge writes new versions of the files in which something changes. Journal,
memory of the slices and the list of changes lie in the folder: it is the record of these cases, like a ledger file and what lies beside it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.book import Edit, RawLedger, SetCell, Written
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.edits import one_by_one
from pyaddin.portfolio.chosen import CHOSEN, Chooser
from pyaddin.portfolio.folder_writing import write_edits
from pyaddin.portfolio.replacing import LOCK, finished
from pyaddin.portfolio.source import folder_fingerprint, open_source, session
from pyaddin.tasks.portfolio_beyond import beyond_of
from pyaddin.tasks.slice_origin import FileOrigin

NAME = "portfolio.xlsm"
"""The name by which journal and memory of the folder are found (``portfolio.journal.sqlite``, ``portfolio.slices``); no such workbook exists."""


class FolderBook:
    """The chosen debtors of a portfolio as a ``Book``; ``choose`` says whom, ``beyond`` what was found of the rest when it was read last."""

    is_ledger = False
    """No workbook: its changes stand in ``portfolio.slices/changes.jsonl``, not in an audit chain."""
    saves_at_once = True

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder, self._now = folder, now
        self._debtors: Collection[str] = ()
        self._owner = ""
        self.beyond = Beyond()

    @property
    def path(self) -> Path:
        return self._folder / NAME

    def choose(self, *, owner: str = "", debtors: Collection[str] = ()) -> None:
        """Whom the next reading is of."""
        self._owner, self._debtors = owner, debtors

    def read(self) -> RawLedger:
        """The rows of the chosen debtors. Raises ``Stop`` X-PORTFOLIO."""
        with self._opened() as chooser:
            fingerprint = folder_fingerprint(self._folder)
            chooser.choose(self._debtors, self._owner)
            cut = chooser.cut()
            self.beyond = replace(beyond_of(chooser, cut).get(CHOSEN, Beyond()), highest={name: chooser.highest(name) for name in chooser.cut_tables()})
            return chooser.rows(self._ledger_id(), fingerprint)

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """New versions of the files, all of them or none. Raises ``Stop``: X-CHANGED when a file was written since it was read, X-LOCKED, X-WRITE."""
        edits = one_by_one(edits)
        lock = Lock.take(self._folder / LOCK, self._now())
        try:
            finished(self._folder)
            if folder_fingerprint(self._folder) != fingerprint:
                raise Stop("X-CHANGED", self._folder.name)
            note = {"at": instant_text(self._now())}
            write_edits(self._folder, edits, self._folder / "portfolio.slices" / "changes.jsonl", note)
        except OSError as error:
            raise Stop("X-WRITE", f"{self._folder.name}: {error.strerror or type(error).__name__}") from error
        finally:
            lock.release()
        cells = sum(isinstance(edit, SetCell) for edit in edits)
        return Written(folder_fingerprint(self._folder), cells, len(edits) - cells)

    def taken(self, table: str, keys: Collection[str]) -> set[str]:
        """Which of these ids the portfolio has, at whatever debtor."""
        with self._opened() as chooser:
            return chooser.taken(table, keys)

    @contextmanager
    def _opened(self) -> Iterator[Chooser]:
        with tempfile.TemporaryDirectory(prefix="portfolio-slice-") as name, session(Path(name)) as db:
            yield Chooser(db, open_source(db, str(self._folder), Path(name), self._now()), Path(name))

    def _ledger_id(self) -> str:
        """The id of the portfolio: made when the first slice is cut, and kept in the folder. Raises ``Stop`` X-LOCKED while another one makes it, X-WRITE."""
        path = self._folder / "portfolio.slices" / "id"
        try:
            if not path.is_file():
                lock = Lock.take(self._folder / LOCK, self._now())
                try:
                    self._name(path)
                finally:
                    lock.release()
            return path.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise Stop("X-WRITE", f"{path.parent.name}: {error.strerror or type(error).__name__}") from error

    def _name(self, path: Path) -> None:
        """Under the lock: two who cut the first slices at once would each give the portfolio a name, and one of the slices could never come back."""
        if not path.is_file():
            path.parent.mkdir(exist_ok=True)
            half = path.with_suffix(".half")
            half.write_text(f"portfolio-{self._now():%Y%m%d%H%M%S%f}", encoding="utf-8")
            half.replace(path)


class FolderOrigin(FileOrigin):
    """The folder of a portfolio, open for one command."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        super().__init__(folder / NAME)
        self.name = folder.name
        self._part = FolderBook(folder, now)
        self.book = self._part

    def only_of(self, *, owner: str = "", debtors: Collection[str] = ()) -> None:
        self._part.choose(owner=owner, debtors=debtors)

    def taken(self, sheet: str, keys: Collection[str]) -> set[str]:
        return self._part.taken(sheet, keys)
