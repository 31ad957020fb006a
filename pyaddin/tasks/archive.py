"""Archive: closed cases move with their whole history into a ledger of their year; every total is tied before a row leaves.

The yearly ledger is written and read back first, then the rows leave. A program that dies in between leaves them in both; the next archive finds them
there, brings them up to date and goes on, so that nothing is lost and nothing stands twice.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from pyaddin import archive
from pyaddin.build.workbook import write_workbook
from pyaddin.correspondence.journal import journal_path, lock_path
from pyaddin.correspondence.lock import Lock
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Book, Cell, CellError, Edit, Formula, RawLedger, RemoveRow, SetCell, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.drafts import row_key
from pyaddin.ledger.edits import same
from pyaddin.ledger.of_debtor import text
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.records import dataclass
from pyaddin.tasks import archive_plan, archive_totals, audited, pending
from pyaddin.tasks.archive_plan import Going, Row, key_of
from pyaddin.tasks.archive_totals import Tally
from pyaddin.tasks.opening import Opened, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.practice import cell_value
from pyaddin.tasks.recorded import write

TASK = "archive"
SUFFIX = ".xlsm"


def run(
    path: Path, *, year: int | None, before: date | None, to: Path | None, as_of: date | None, dry_run: bool, by: str, now: Callable[[], datetime]
) -> Outcome:
    """Cases closed for good in ``year``, or before a day; without both, before the first day of this year. ``to``: one file for all of them.

    Raises ``Stop`` before a row has left: X-OPTION (no supervisor, both year and day, another suffix), X-ROWS for a row without an id, X-EXISTS when
    the target is no archive of this ledger, X-UNSAFE, X-OPEN, X-LOCKED, X-LIMIT, X-VERIFY when a total does not tie.
    """
    if not dry_run:
        pending.enter_kept(ClosedBook(path), now=now, told=[])
    opened = open_ledger(path, as_of=as_of, now=now)
    plan = _planned(opened, year=year, before=before, to=to, by=by)
    if plan.ripe and not dry_run:
        lock = Lock.take(lock_path(path), now())
        try:
            digests = {target: _into(opened, target, going, by, now) for target, going in plan.files.items()}
            _tie(opened, plan.files, plan.before, plan.left)
            _leave(opened, plan.files, digests, plan.left, by, now)
        finally:
            lock.release()
    elif not dry_run:
        audited.notice(opened.book, opened.raw, who=audited.author(now(), by, TASK))
    return plan.told(dry_run=dry_run)


def look(path: Path, *, year: int | None, before: date | None, to: Path | None, by: str, now: Callable[[], datetime], book: Book) -> Outcome:
    """What ``run`` would move, of a ledger that is open on the desk: rows leave a closed one only."""
    return _planned(open_ledger(path, as_of=None, now=now, book=book), year=year, before=before, to=to, by=by).told(dry_run=True)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What would leave, for which files, and what it would leave behind."""

    ripe: Mapping[str, date]
    staying: Sequence[tuple[str, str]]
    files: Mapping[Path, Going]
    before: Tally
    left: Tally
    moved: Tally
    until: date
    language: str

    def told(self, *, dry_run: bool) -> Outcome:
        """The answer of the task."""
        data: dict[str, object] = {
            "archived": len(self.ripe),
            "files": [{"path": str(target), "cases": len(going.cases)} for target, going in self.files.items()],
            "totals": archive_totals.lines(self.before, self.left, self.moved),
            "staying": [{"case_id": case_id, "why": why} for case_id, why in self.staying],
            "dry_run": dry_run,
            "before": self.until.isoformat(),
            "language": self.language,
        }
        return Outcome(TASK, data)


def _planned(opened: Opened, *, year: int | None, before: date | None, to: Path | None, by: str) -> _Plan:
    if year is not None and before is not None:
        raise Stop("X-OPTION", "--year and --before", advice="Give one of them.")
    if to is not None and to.suffix.lower() != SUFFIX:
        raise Stop("X-OPTION", to.name, advice=f"A ledger is a {SUFFIX} file; give it that ending.")
    require_supervisor(opened, by)
    if archive.is_archive(opened.raw.ledger_id):
        raise Stop("X-OPTION", opened.book.path.name, advice="This is a yearly ledger already.")
    archive_plan.require_named(opened)
    until = before or (date(year + 1, 1, 1) if year is not None else date(opened.as_of.year, 1, 1))
    ripe, staying = archive_plan.ripe(opened, until, year)
    files = _files(opened, ripe, to)
    tallies = _tallies(opened.raw, files)
    archive_totals.require_tied(*tallies)
    return _Plan(ripe, staying, files, *tallies, until, opened.policy.language)


def _files(opened: Opened, ripe: Mapping[str, date], to: Path | None) -> dict[Path, Going]:
    """Target -> what goes there: by the year of closing."""
    files: dict[Path, Going] = {}
    for case_id, on in sorted(ripe.items(), key=lambda item: item[1].year):
        files.setdefault(to or archive.yearly_path(opened.book.path, on.year), Going()).cases.add(case_id)
    for going in files.values():
        going.rows = archive_plan.rows_of(opened.raw, going.cases, ripe.keys())
    return files


def _currencies(raw: RawLedger) -> dict[str, str]:
    return {text(cells.get("Case ID")): text(cells.get("Currency")) for _, cells in raw.tables["Cases"].rows}


def _gone(files: Mapping[Path, Going]) -> dict[tuple[str, int], Row]:
    """The rows that leave, each once: a debtor of two years stands in two files."""
    return {(row.table, row.row): row for going in files.values() for row in going.rows if row.leaves}


def _tallies(raw: RawLedger, files: Mapping[Path, Going]) -> tuple[Tally, Tally, Tally]:
    currency, gone = _currencies(raw), _gone(files)
    kept = [name for name in raw.tables if EVERY_TABLE[name].kind not in ("policy", "generated")]
    every = [(name, number, cells) for name in kept for number, cells in raw.tables[name].rows]
    return (
        archive_totals.tally(((name, cells) for name, _, cells in every), currency),
        archive_totals.tally(((name, cells) for name, number, cells in every if (name, number) not in gone), currency),
        archive_totals.tally(((row.table, row.cells) for row in gone.values()), currency),
    )


# into the yearly ledger


def _into(opened: Opened, target: Path, going: Going, by: str, now: Callable[[], datetime]) -> str:
    """The rows in the yearly ledger, read back; what an archive that was cut off has left there is completed. Returns the digest of the rows."""
    if not target.exists():
        _make(opened, target, now)
    book = ClosedBook(target)
    raw = book.read()
    if not archive.is_archive_of(raw.ledger_id, opened.raw.ledger_id):
        raise Stop("X-EXISTS", target.name, advice="It holds something else than archived cases of this ledger; name another file with --to.")
    digest = sha256(repr(sorted((row.table, row.key, sorted((k, repr(v)) for k, v in row.cells.items())) for row in going.rows)).encode()).hexdigest()
    edits = _edits(raw, going.rows, f"from {opened.book.path.name}, digest {digest[:16]}")
    if edits:
        write(book, raw, edits, as_of=opened.as_of, at=now(), by=by, task=TASK, undoable=False)
    else:  # all of it stands there: what the chain was told before a program died is settled
        audited.notice(book, raw, who=audited.author(now(), by, TASK))
    _adopt(target, raw.ledger_id, going, now)
    return digest


def _make(opened: Opened, target: Path, now: Callable[[], datetime]) -> None:
    """An empty ledger with the office's settings and policy sheets."""
    language = opened.settings.text("ledger_language")
    ledger_id = archive.new_id(opened.raw.ledger_id, target, now().isoformat())
    policy = {
        name: [{key: cell_value(value) for key, value in row.values.items() if value not in (None, ())} for row in opened.typed.tables[name]]
        for name, table in EVERY_TABLE.items()
        if table.kind == "policy" and name != "Settings"
    }
    settings: dict[str, Value] = {}
    for _, cells in opened.raw.tables["Settings"].rows:
        key, value = cells.get("Key"), cells.get("Value")
        if isinstance(key, str) and isinstance(value, str | float | int) and key.strip() != archive.IDS_KEY:
            settings[key.strip()] = value if isinstance(value, str) else Decimal(str(value)).normalize()
    if journal_path(target).exists():
        raise Stop("X-EXISTS", journal_path(target).name)
    made = target.with_name(f".{target.stem}.new{SUFFIX}")  # whole or not at all: a program may die while it writes
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(made, policy, ledger_id=ledger_id, language=language, settings=settings | {"as_of": opened.as_of, "transport": "folder"})
        os.replace(made, target)
    except OSError as error:
        raise Stop("X-WRITE", f"{target.name}: {error.strerror}") from error
    Outbox.create(target, ledger_id, at=now())


def _edits(raw: RawLedger, rows: Sequence[Row], why: str) -> list[Edit]:
    known: dict[str, dict[str, tuple[int, Mapping[str, Cell]]]] = {}
    edits: list[Edit] = []
    for row in rows:
        if row.table not in known:
            known[row.table] = {key_of(row.table, cells): (number, cells) for number, cells in raw.tables[row.table].rows}
        there = known[row.table].get(row.key)
        name = row_key(EVERY_TABLE[row.table], {key: text(cell) or None for key, cell in row.cells.items()})
        if there is None:
            edits.append(AddRow(row.table, name, {key: _value(cell) for key, cell in row.cells.items() if cell is not None}, why))
            continue
        for column, cell in row.cells.items():
            old = there[1].get(column)
            if not same(old, _value(cell)):
                edits.append(SetCell(row.table, there[0], name, column, old, _value(cell), why))
    return edits


def _value(cell: Cell) -> Value:
    """A cell as another ledger takes it. A formula in a computed column is left out: the program writes that column anew."""
    if isinstance(cell, Formula | CellError):
        return None
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return Decimal(repr(cell))
    if isinstance(cell, datetime):
        midnight = cell.tzinfo is None and (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0)
        return cell.date() if midnight else instant_text(cell) if cell.tzinfo else f"{cell:%Y-%m-%d %H:%M}"
    return cell


def _adopt(target: Path, ledger_id: str, going: Going, now: Callable[[], datetime]) -> None:
    """The yearly ledger's own journal knows its messages as sent, without their bytes."""
    keys = {text(row.cells.get("Key")): text(row.cells.get("Case ID")) for row in going.rows if row.table == "Contacts" and row.cells.get("Key")}
    with Outbox.open(target, ledger_id, ledger_keys=(), ledger_runs=(), now=now, create=True) as box:
        if keys and box.usable:
            box.adopt(keys, (), TASK, "sent")


def _tie(opened: Opened, files: Mapping[Path, Going], before: Tally, left: Tally) -> None:
    """Origin before = origin after + what now stands in the yearly ledgers, read back from their files. Raises ``Stop`` X-VERIFY."""
    currency = _currencies(opened.raw)
    found: dict[tuple[str, int], tuple[str, Mapping[str, Cell]]] = {}
    for target, going in files.items():
        raw = ClosedBook(target).read()
        there = {name: {key_of(name, cells): cells for _, cells in table.rows} for name, table in raw.tables.items()}
        for row in going.rows:
            cells = there[row.table].get(row.key)
            if cells is None or not all(same(cells.get(name), _value(cell)) for name, cell in row.cells.items()):
                raise Stop("X-VERIFY", f"{target.name} does not hold {row.key}", sheet=row.table)
            if row.leaves:
                found[(row.table, row.row)] = (row.table, cells)
    archive_totals.require_tied(before, left, archive_totals.tally(found.values(), currency))


# out of the ledger


def _leave(opened: Opened, files: Mapping[Path, Going], digests: Mapping[Path, str], left: Tally, by: str, now: Callable[[], datetime]) -> None:
    """The rows out of the origin, in one write; what stays is counted again from the file."""
    why = {(row.table, row.row): f"archived in {target.name}, digest {digests[target][:16]}" for target, going in files.items() for row in going.rows}
    edits: list[Edit] = [RemoveRow(row.table, row.row, row.cells, why[place]) for place, row in _gone(files).items()]
    edits += _ids(opened.raw)
    write(opened.book, opened.raw, edits, as_of=opened.settings.day("as_of") or opened.as_of, at=now(), by=by, task=TASK, undoable=False)
    after, _, _ = _tallies(ClosedBook(opened.book.path).read(), {})
    archive_totals.require_tied(after, left, {})


def _ids(raw: RawLedger) -> list[Edit]:
    """The largest numbers so far, in the setting ``archived_ids``."""
    rows = [(number, cells) for number, cells in raw.tables["Settings"].rows if cells.get("Key") == archive.IDS_KEY]
    largest: dict[str, int] = defaultdict(int, archive.last_ids(rows[0][1].get("Value")) if rows else {})
    for name, table in EVERY_TABLE.items():
        if table.prefix and len(table.key) == 1:
            for _, cells in raw.tables[name].rows:
                for prefix, number in archive.last_ids(text(cells.get(table.key[0]))).items():
                    largest[prefix] = max(largest[prefix], number if prefix == table.prefix else 0)
    value = " ".join(f"{prefix}-{number:06d}" for prefix, number in sorted(largest.items()) if number)
    if rows:
        return [SetCell("Settings", rows[0][0], archive.IDS_KEY, "Value", rows[0][1].get("Value"), value, TASK)]
    return [AddRow("Settings", archive.IDS_KEY, {"Key": archive.IDS_KEY, "Value": value}, TASK)]
