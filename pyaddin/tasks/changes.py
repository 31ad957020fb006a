"""Who changed what, when, from which value to which: the audit chain read for one case, one field, or since a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.history.audit import Chain, Change, Damaged, Entry, audit_path
from pyaddin.history.audit_lines import quoted
from pyaddin.history.audit_rows import cells, key_of
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.schema import TABLES, by_program
from pyaddin.tasks import audited
from pyaddin.tasks.audit_picture import shown
from pyaddin.tasks.opening import Opened, chosen, open_about, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome

Names = set[tuple[str, str]]


def run(
    path: Path,
    *,
    case: str | None = None,
    field: str | None = None,
    since: date | None = None,
    by_hand: bool = False,
    accept: bool = False,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """The lines of the audit chain, the oldest first. ``case``: rows of this case and of its debtor; ``field``: one column of the sheets.

    ``accept``: a supervisor says that what ``verify`` lists of hand edits and of a chain begun anew is explained or put right; it goes into the chain.
    Raises ``Stop``: X-CASE for an unknown case, X-HISTORY without a chain that can be read, X-OPTION for a field that no sheet has or for who is no
    supervisor.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book) if case is None or accept else open_about(path, case, now=now, book=book)
    if case is not None:
        chosen(opened, (case,))
    column = _column(field) if field else ""
    if accept:
        require_supervisor(opened, by)
        audited.accept(book or ClosedBook(path), opened.raw, who=audited.author(now(), by, "changes"))
    try:
        with Chain.look(opened.book.path, opened.raw.ledger_id) as chain:
            entries, head = chain.entries("hand") if by_hand else chain.entries(), chain.head()
            names = _names(chain, case, opened.file_of(case).debtor.debtor_id) if case else None
            told = [_told(opened, entry, change, column) for entry in entries for change in _lines(chain, entry, names) if _wanted(change, column)]
    except FileNotFoundError:
        raise Stop("X-HISTORY", f"{audit_path(path).name}: there is no audit chain beside the ledger yet") from None
    except Damaged as damage:
        raise Stop("X-HISTORY", f"{audit_path(path).name}: {damage}") from damage
    first = since.isoformat() if since else ""
    data: dict[str, object] = {
        "case_id": case,
        "field": column or None,
        "head": f"{head.seq}:{head.hash}" if head else None,
        "changes": [line for line in told if str(line["on"]) >= first],
        "accepted": accept,
    }
    return Outcome("changes", data)


def _column(field: str) -> str:
    """The column's own spelling. Raises ``Stop`` X-OPTION."""
    known = {column.name.casefold(): column.name for table in TABLES.values() for column in table.columns}
    found = known.get(field.casefold())
    if found is None:
        raise Stop("X-OPTION", f"field {field}", advice="Give the header of a column, for example Outstanding or Email.")
    return found


def _lines(chain: Chain, entry: Entry, names: Names | None) -> Iterator[Change]:
    """The lines of an entry about these rows, all where none are named."""
    if names is None:
        yield from chain.changes(entry)
        return
    try:
        text = chain.text(entry.seq)
    except ValueError as error:
        raise Damaged(f"entry {entry.seq} cannot be read: {error}") from error
    if any(quoted(name)[1:-1] in text for _, name in names):
        yield from (change for change in chain.changes(entry) if (change.sheet, change.key) in names)


def _names(chain: Chain, case: str, debtor: str) -> Names:
    """The rows that belong or belonged to the case, and its debtor's own."""
    found: Names = {("Cases", case), ("Debtors", debtor), ("Legal", case)}
    for entry in chain.entries():
        for change in chain.changes(entry, case):
            row = {} if change.column else cells(change.new or change.old)
            if row.get("Case ID") == f"s{case}" or row.get("Applies to") == f"s{case}" or key_of(change.key).split("|")[0] == case:
                found.add((change.sheet, change.key))
    return found


def _wanted(change: Change, column: str) -> bool:
    if not column:
        return True
    return change.column == column or not change.column and column in cells(change.new or change.old)


def _told(opened: Opened, entry: Entry, change: Change, column: str) -> dict[str, object]:
    author = entry.author
    try:
        at = datetime.fromisoformat(author.at).astimezone(opened.zone)
    except (ValueError, TypeError, OverflowError) as error:
        raise Damaged(f"entry {entry.seq} cannot be read: {error}") from error
    old, new = (_row(change.old, column), _row(change.new, column)) if not change.column else (shown(change.old), shown(change.new))
    return {
        "seq": entry.seq, "kind": entry.kind, "at": author.at, "on": at.date().isoformat(),
        "local": at.strftime("%Y-%m-%d %H:%M"), "by": author.by, "login": author.login, "host": author.host, "task": author.task,
        "run_id": author.run_id or None, "table": change.sheet, "key": key_of(change.key), "column": change.column or column or None,
        "old": old or None, "new": new or None, "why": change.why or None, "computed": _is_computed(change),
    }  # fmt: skip


def _row(text: str, column: str) -> str:
    row = cells(text)
    return shown(row.get(column, "")) if column else ", ".join(f"{name} {shown(cell)}" for name, cell in row.items())


def _is_computed(change: Change) -> bool:
    table = TABLES.get(change.sheet)
    found = next((column for column in table.columns if column.name == change.column), None) if table else None
    return table is not None and found is not None and by_program(table, found)
