"""The ledger as an open workbook: the same tables, edits and stops as the closed file, through xlwings.

Nothing is saved here: what a task writes stands in the open workbook as if the clerk had typed it, and is saved by the clerk.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

import xlwings

from pyaddin.errors import Stop
from pyaddin.ledger.about_case import CUT
from pyaddin.ledger.book import WHILE_OPEN, Edit, RawLedger, RawTable, RemoveRow, RestoreForm, Untidy, Written
from pyaddin.ledger.closed.layout import layout
from pyaddin.ledger.closed.opened import opened_by
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.edits import check_edits, one_by_one, placed, same
from pyaddin.ledger.live import form, programs
from pyaddin.ledger.live.about_case import SMALL, Large, tables_about
from pyaddin.ledger.live.as_read import AsRead, Glance
from pyaddin.ledger.live.blocks import SheetPlan, make_plan
from pyaddin.ledger.live.patience import Patience, disarm, status_bar, still
from pyaddin.ledger.live.reading import Found, read_sheet
from pyaddin.ledger.live.writing import Writer
from pyaddin.ledger.migrate import may_be_missing, missing_table
from pyaddin.ledger.schema import EVERY_TABLE, LEDGER_ID_PROPERTY, SCHEMA_PROPERTY, SCHEMA_VERSION

_ENDED = ("X-GONE", "X-LIBREOFFICE")  # nobody is left who could put anything back, or save it

__all__ = ["LiveBook", "Patience", "disarm", "status_bar", "still"]


class LiveBook:
    """A ledger that is open in Excel or LibreOffice. ``pause`` waits some seconds while the program is busy."""

    def __init__(self, book: xlwings.Book, *, pause: Callable[[float], None] = time.sleep) -> None:
        disarm()
        self._book = book
        self._patience = Patience(pause)
        self._identity: tuple[str, int] | None = None
        self._seen: dict[str, Found] = {}
        self._last: RawLedger | None = None
        self._digests: dict[str, tuple[object, str]] = {}

    @property
    def path(self) -> Path:
        """Where the workbook was opened from or last saved to. Stops: X-PLACE in the cloud or never saved."""
        name = str(self._patience(lambda: self._book.fullname))
        if "://" in name:
            raise Stop("X-PLACE", name)
        path = Path(name)
        if not path.is_absolute():
            raise Stop("X-PLACE", name, advice="Save the workbook into a folder first, then try again.")
        return path

    @property
    def read_only(self) -> str:
        """Who keeps the workbook from being written, in words; blank when it may be written."""
        if not self._patience(lambda: programs.is_read_only(self._book)):
            return ""
        return opened_by(self.path) or "The file is read-only"

    def read(self) -> RawLedger:
        """All tables as they stand on the screen. Stops: X-NOT-LEDGER, X-UNSAFE, X-BUSY, X-GONE, X-PLACE."""
        return self._raw(self._take())

    def glance(self) -> RawLedger:
        """The same tables, each read when it is first looked at, for a click that needs few of them. It has no fingerprint: nothing is written on it."""
        ledger_id, version = self._who()
        return RawLedger(Glance(self._table), ledger_id, version, "")

    def whole(self, glance: RawLedger) -> RawLedger:
        """As ``read``; what a glance of a moment ago has read is taken from there."""
        seen = [name for name in glance.tables if isinstance(glance.tables, Glance) and name in glance.tables.read and name in self._seen]
        found = {name: self._seen[name] for name in seen} | self._take([name for name in EVERY_TABLE if name not in seen])
        return self._raw({name: found[name] for name in EVERY_TABLE if name in found})

    def about(self, case_id: str, glance: RawLedger | None) -> RawLedger | None:
        """As far as a question about one case needs it (``ledger.about_case``); ``None`` where all of it is to be read. It has no fingerprint either."""
        self._take(())
        ledger_id, version = self._who()
        seen = glance.tables.read if glance is not None and isinstance(glance.tables, Glance) else {}
        sheets = {sheet.name: sheet for sheet in self._patience(lambda: list(self._book.sheets))}
        cut = [Large(sheets[name], name, version, self._patience) for name in CUT if name not in seen and not may_be_missing(name, version)]
        tables = tables_about(case_id, self._table, {sheet.name: sheet for sheet in cut if sheet.bottom > SMALL}, seen)
        return None if tables is None else RawLedger(tables, ledger_id, version, "")

    def _table(self, name: str) -> RawTable:
        found = self._take([name])
        return found[name].raw if found else missing_table(name, WHILE_OPEN)

    def extents(self) -> dict[str, int]:
        """The last row in use of each table's sheet: no table has more rows. Stops: X-BUSY, X-GONE."""
        sheets = self._patience(lambda: [sheet for sheet in self._book.sheets if sheet.name in EVERY_TABLE])
        return {str(sheet.name): self._patience(lambda sheet=sheet: int(sheet.used_range.last_cell.row)) for sheet in sheets}  # type: ignore[misc]

    def hidden_rows(self, name: str) -> frozenset[int] | None:
        """The hidden rows of a table as it was read last; ``None`` where it was not read, or is none."""
        return self._seen[name].raw.hidden_rows if name in self._seen else None

    def untidy(self) -> Sequence[Untidy]:
        """Formats and extents that a paste has destroyed, of the rows read last. Stops: X-BUSY, X-GONE."""
        sheets = {sheet.name: sheet for sheet in self._patience(lambda: list(self._book.sheets))}
        tables = [table for name, table in self._seen.items() if EVERY_TABLE[name].kind != "generated"]
        return [finding for table in tables for finding in form.untidy(sheets[table.raw.name], table, self._patience)]

    def _take(self, names: Iterable[str] = EVERY_TABLE) -> dict[str, Found]:
        sheets = {sheet.name: sheet for sheet in self._patience(lambda: list(self._book.sheets))}
        _, version = self._who()
        here = [name for name in EVERY_TABLE if not may_be_missing(name, version)]
        for name in here:
            if name not in sheets:
                raise Stop("X-NOT-LEDGER", f"sheet {name} is missing", sheet=name)
        found = {name: read_sheet(sheets[name], name, version, self._patience, self._seen.get(name)) for name in names if name in here}
        self._seen |= found
        return found

    def _raw(self, found: Mapping[str, Found]) -> RawLedger:
        """The ledger of these tables; the very same object as before when no sheet differs."""
        last = self._last
        if last is None or any(last.tables[name] is not table.raw for name, table in found.items()):
            ledger_id, version = self._who()
            tables = {name: found[name].raw if name in found else missing_table(name, WHILE_OPEN) for name in EVERY_TABLE}
            self._last = last = AsRead(tables, ledger_id, version, lambda: self._fingerprint(found))
        return last

    def _fingerprint(self, found: Mapping[str, Found]) -> str:
        """The fingerprint of these tables; one that was read again as it was keeps its digest."""
        kept, self._digests = self._digests, {}
        for name, table in found.items():
            known = kept.get(name)
            self._digests[name] = known if known is not None and known[0] is table.raw.rows else (table.raw.rows, table.digest)
        content = "".join(f"{name} {text}\n" for name, (_, text) in self._digests.items())
        return sha256(content.encode()).hexdigest()

    @property
    def written(self) -> RawLedger | None:
        """The ledger as it stood after the last reading or writing, without another look at the sheets; every write looks again."""
        return self._last

    def _who(self) -> tuple[str, int]:
        """Ledger id and schema version: from the open workbook where its program tells, else from the file that it was opened from."""
        if self._identity is None:
            ledger_id = programs.document_property(self._book, LEDGER_ID_PROPERTY)
            version = programs.document_property(self._book, SCHEMA_PROPERTY)
            try:
                self._identity = (ledger_id, int(float(version))) if ledger_id else self._on_disk()
            except ValueError:
                self._identity = self._on_disk()
            if self._identity[1] > SCHEMA_VERSION:
                raise Stop("X-NOT-LEDGER", f"schema version {self._identity[1]}", advice="The ledger was made by a newer program; update this one.")
        return self._identity

    def _on_disk(self) -> tuple[str, int]:
        try:
            plan = layout(Package(self.path.read_bytes()))
        except OSError as error:
            raise Stop("X-NOT-LEDGER", f"{self.path.name}: {error.strerror}", advice="Save the workbook into a folder first, then try again.") from None
        return plan.ledger_id, plan.schema_version

    def write(self, edits: Sequence[Edit], *, fingerprint: str, as_of: date) -> Written:
        """All edits or none, as far as an open workbook allows: on any failure the old values are put back and it is told.

        Stops: X-CHANGED, X-READ-ONLY naming who has it, X-PROTECTED naming the sheet, X-BELOW, X-LIMIT, X-BUSY, X-GONE, X-VERIFY.
        """
        edits = one_by_one(edits)
        check_edits(edits)
        if any(isinstance(edit, RemoveRow) for edit in edits):
            raise Stop("X-OPEN", self.path.name, advice="Rows leave a closed ledger only: close it, then do it again.")
        found = self._take()
        if self._raw(found).fingerprint != fingerprint:
            raise Stop("X-CHANGED", self.path.name)
        if not edits:
            return Written(fingerprint, 0, 0)
        if holder := self.read_only:
            raise Stop("X-READ-ONLY", holder)
        by_table: dict[str, list[Edit]] = {}
        for edit in placed(found, edits):
            by_table.setdefault(edit.table, []).append(edit)
        disorder = [edit.table for edit in edits if isinstance(edit, RestoreForm)]
        plans = [make_plan(name, found[name], group) for name, group in by_table.items()]
        after = found | self._carry_out(plans, found, as_of, disorder)
        added = {plan.name: plan.added_at for plan in plans if plan.added_at}
        return Written(self._raw(after).fingerprint, sum(plan.cells for plan in plans), sum(map(len, added.values())), None, added)

    def _carry_out(self, plans: Sequence[SheetPlan], found: Mapping[str, Found], as_of: date, disorder: Sequence[str]) -> dict[str, Found]:
        writer = Writer(self._book, self._patience)
        with still(self._book.app, self._patience):
            try:
                for name in disorder:
                    writer.restore(found[name])
                for plan in plans:
                    writer.carry_out(plan, found[plan.name])
                writer.caption(as_of)
                return self._verified(plans, writer)
            except BaseException as problem:
                lost = writer.take_back()
                if not isinstance(problem, Exception) or isinstance(problem, Stop) and (not lost or problem.fault.code in _ENDED):
                    raise
                raise _told(problem, lost) from problem

    def _verified(self, plans: Sequence[SheetPlan], writer: Writer) -> dict[str, Found]:
        """Reads the written tables back; a cell of which Excel made something else is written again, once. Stops: X-VERIFY."""
        names = [plan.name for plan in plans]
        found = self._take(names)
        wrong = [item for plan in plans for item in _differences(plan, found[plan.name])]
        if not wrong:
            return found
        for name, row, header in wrong:
            plan = next(plan for plan in plans if plan.name == name)
            if header:
                writer.mend(name, found[name], row, header, plan.expected[row][header])
        found = self._take(names)
        for plan in plans:
            for name, row, header in _differences(plan, found[plan.name]):
                cells = dict(found[name].raw.rows).get(row, {})
                wanted = plan.expected[row][header] if header else f"{plan.rows_after} rows"
                raise Stop("X-VERIFY", f"expected {wanted}, read {cells.get(header)}", sheet=name, row=row or None, column=header)
        return found


def _differences(plan: SheetPlan, found: Found) -> list[tuple[str, int, str]]:
    """Written cells that do not hold what was meant, as sheet, row, column; row 0 when rows are lost or gained."""
    rows = dict(found.raw.rows)
    wrong = [
        (plan.name, number, header)
        for number, values in plan.expected.items()
        for header, value in values.items()
        if not same(rows.get(number, {}).get(header), value)
    ]
    return wrong or ([] if len(rows) == plan.rows_after else [(plan.name, 0, "")])


def _told(problem: Exception, lost: str) -> Stop:
    """What the desk reads when a write broke off: whether all is as before, and what to do."""
    found = str(problem) or type(problem).__name__
    if isinstance(problem, Stop):
        found = f"{problem.fault.code}: {problem.fault.found}"
    if not lost:
        return Stop("X-LIVE", found)
    advice = "Some cells could not be put back. Close the workbook without saving and open it again: the file is as you last saved it."
    return Stop("X-LIVE", f"{found}; not put back: {lost}"[:300], advice=advice)
