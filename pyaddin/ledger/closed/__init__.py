"""The ledger as a closed file: read without Excel, written by exchanging only the changed parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import Edit, RawLedger, RemoveRow, RestoreForm, Untidy, Written
from pyaddin.ledger.closed.exchange import put_in_place
from pyaddin.ledger.closed.form import mended, untidy
from pyaddin.ledger.closed.grow import grown
from pyaddin.ledger.closed.layout import Layout, layout
from pyaddin.ledger.closed.leave import without
from pyaddin.ledger.closed.opened import opened_by
from pyaddin.ledger.closed.package import LARGEST_PART, LARGEST_TOTAL, Package
from pyaddin.ledger.closed.patch import make_patch
from pyaddin.ledger.closed.proof import only_styled, prove
from pyaddin.ledger.closed.reader import Found, read_checked
from pyaddin.ledger.closed.whole_reading import reread
from pyaddin.ledger.edits import by_column, check_columns, placed
from pyaddin.ledger.migrate import missing_table
from pyaddin.ledger.schema import EVERY_TABLE

__all__ = ["ClosedBook", "opened_by"]

SUFFIXES = (".xlsm", ".xlsx")


class ClosedBook:
    """A ledger file. Nothing is kept open between calls; what was read last is remembered to check edits against."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[str, Package, Layout, dict[str, Found]] | None = None

    @property
    def path(self) -> Path:
        """Where the ledger lies."""
        return self._path

    def read(self) -> RawLedger:
        """All tables. Stops: X-NOT-FOUND, X-NOT-WORKBOOK, X-PASSWORD, X-NOT-LEDGER, X-UNSAFE."""
        return self._take(self._bytes())

    def untidy(self) -> Sequence[Untidy]:
        """What a paste has destroyed of formats, validations and extents of the ledger read last; nothing before the first reading."""
        if self._seen is None:
            return ()
        _, package, plan, found = self._seen
        return untidy(package, plan, found)

    def _bytes(self) -> bytes:
        if self._path.suffix.lower() not in SUFFIXES:
            raise Stop("X-NOT-WORKBOOK", self._path.name, advice="The ledger is a .xlsm file; export or save it as one.")
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            raise Stop("X-NOT-FOUND", str(self._path)) from None
        except OSError as problem:
            raise Stop("X-NOT-FOUND", f"{self._path}: {problem.strerror}", advice="Check the path and your rights to read it.") from None
        if not data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise Stop("X-NOT-WORKBOOK", f"{self._path.name} is not a zip file")
        return data

    def _take(self, data: bytes) -> RawLedger:
        fingerprint = sha256(data).hexdigest()
        package, plan, found = read_checked(data)
        self._seen = (fingerprint, package, plan, found)
        tables = {name: found[name].raw if name in found else missing_table(name, f"your own sheet {name}" * (name in plan.taken)) for name in EVERY_TABLE}
        return RawLedger(tables, plan.ledger_id, plan.schema_version, fingerprint)

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """All edits or none; without edits the file is not touched. See ``book.Book.write`` for the stops."""
        cells, others = by_column(edits)
        checked = check_columns(cells, others)
        data = self._bytes()
        self._check_unchanged(data, fingerprint)
        if not edits:
            return Written(fingerprint, 0, 0)
        if self._seen is None or self._seen[0] != fingerprint:
            self._take(data)
        assert self._seen is not None
        _, package, plan, found = self._seen
        growth = grown(package, plan, found, as_of)
        if growth is not None:
            package, plan, found = reread(package.rebuilt(growth.parts, set()), found, growth.columns)
        disorder = [edit.table for edit in others if isinstance(edit, RestoreForm)]
        parts = mended(package, plan, found, disorder) if disorder else {}
        if parts:
            mended_one = package.exchanged(parts)
            only_styled(package, mended_one, plan, parts)
            package, plan = mended_one, layout(mended_one)
        if leaving := [edit for edit in others if isinstance(edit, RemoveRow)]:
            package, plan, found = without(package, plan, found, leaving)
        changes = make_patch(package, plan, found, placed(found, [*cells, *others]), as_of, checked)
        new = package.rebuilt(changes.parts, changes.dropped)
        real = self._path.resolve()
        backup = put_in_place(
            real, data, new, fingerprint=fingerprint,
            verify=lambda written: prove(written, package, plan, found, changes),
            recheck=lambda: self._check_same(data),
        )
        rows_added = sum(len(rows) for rows in changes.added_at.values())
        self._seen = None
        columns = growth.columns if growth is not None else {}
        return Written(sha256(new).hexdigest(), changes.cells, rows_added, backup, changes.added_at, columns)

    def unchanged(self, fingerprint: str) -> bool:
        """Whether the file still is the one of this fingerprint; False for one that cannot be read."""
        try:
            return sha256(self._path.read_bytes()).hexdigest() == fingerprint
        except OSError:
            return False

    def bytes_left(self, table: str) -> int:
        """How far the sheet of this table may grow until the file would be refused as too large to unpack; of the ledger as it was read last."""
        if self._seen is None:
            self._take(self._bytes())
        assert self._seen is not None
        _, package, plan, _ = self._seen
        part = LARGEST_PART - package.size(plan.sheets[table].sheet) if table in plan.sheets else LARGEST_PART
        return min(part, self.whole_bytes_left())

    def whole_bytes_left(self) -> int:
        """How far all sheets together may grow until then."""
        if self._seen is None:
            self._take(self._bytes())
        assert self._seen is not None
        return LARGEST_TOTAL - self._seen[1].whole_size()

    def put_parts(self, make: Callable[[bytes], Mapping[str, bytes]]) -> Path | None:
        """Exchange or add parts that hold no ledger table (the ribbon, the VBA project), with a backup; ``None`` when nothing was to be done.

        ``make`` gives the new parts from the file's bytes. The file is read back before it takes its place: no cell of a table may differ.
        Stops as ``write`` does.
        """
        data = self._bytes()
        fingerprint = sha256(data).hexdigest()
        self._check_unchanged(data, fingerprint)
        self._take(data)
        assert self._seen is not None
        _, package, _, found = self._seen
        parts = make(data)
        if not parts:
            return None

        def verify(written: bytes) -> None:
            reread(written, found, {})

        new = package.rebuilt(parts, set())
        self._seen = None
        return put_in_place(
            self._path.resolve(), data, new, fingerprint=fingerprint, verify=verify, recheck=lambda: self._check_same(data)
        )

    def _check_unchanged(self, data: bytes, fingerprint: str) -> None:
        self._check_closed()
        if sha256(data).hexdigest() != fingerprint:
            raise Stop("X-CHANGED", self._path.name)

    def _check_same(self, data: bytes) -> None:
        """The file still holds these bytes."""
        self._check_closed()
        if self._bytes() != data:
            raise Stop("X-CHANGED", self._path.name)

    def _check_closed(self) -> None:
        program = opened_by(self._path) or opened_by(self._path.resolve())
        if program:
            raise Stop("X-OPEN", program)
