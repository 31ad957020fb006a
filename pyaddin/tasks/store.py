"""A ledger moved into the shared store; the file does nothing from then on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.carrying import messages_of
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio import require_packages
from pyaddin.tasks import pending
from pyaddin.tasks.noticing import with_noticed
from pyaddin.tasks.opening import open_book, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.slice import payment_sums
from pyaddin.tasks.slicing import held, is_mark, stored


def run(path: Path, *, address: str, by: str, now: Callable[[], datetime]) -> Outcome:
    """Every row and message of the ledger into a new store, then a hold on each debtor of the file: nothing leaves it any more.

    The store is filled in one transaction that ends after the file was put on hold. Raises ``Stop``: X-PACKAGES, X-STORE, X-EXISTS when there is
    a store already, X-SLICE when rows are refused, messages wait or slices are out, and what reading and writing raise.
    """
    require_packages()
    from pyaddin.portfolio.store import connected, made, told
    from pyaddin.tasks.slice_store import StoreOrigin

    book, notes = ClosedBook(path), list[str]()
    pending.enter_kept(book, now=now, told=notes)
    opened = with_noticed(open_book(book, as_of=None, now=now), by=by, at=now(), task="store")
    require_supervisor(opened, by)
    if opened.typed.refused:
        row = opened.typed.refused[0]
        raise Stop("X-SLICE", f"{len(opened.typed.refused)} refused rows ({row.fault_code})", sheet=row.table, row=row.row, advice="Correct them first.")
    if any(is_mark(row) and row.values["End"] is None for row in opened.typed.tables["Holds"]):
        raise Stop("X-SLICE", "slices are out", sheet="Holds", advice="Merge them first.")
    carried = messages_of(path, opened.raw.ledger_id, {str(row.values["Case ID"]) for row in opened.typed.tables["Cases"]})
    if any(message.waits for message in carried):
        raise Stop("X-SLICE", "messages wait in the outbox", advice="Send, cancel or resolve them first.")
    rows = {name: [{column: stored(value) for column, value in row.values.items()} for row in opened.typed.tables[name]] for name in TABLES}
    debtors = [str(row.values["Debtor ID"]) for row in opened.typed.tables["Debtors"]]
    runs = [str(row.values["Run ID"]) for row in opened.typed.tables["Runs"]]
    with connected(address) as db, told(), db.transaction():
        made(db, opened.raw.ledger_id, rows)
        StoreOrigin(db).take_messages(opened.raw.ledger_id, carried, runs, now=now, why="moved into the store")
        as_of = opened.settings.day("as_of") or opened.as_of
        edits = list(held(opened, debtors, "store", "Moved into the shared store: work goes on there"))
        write(book, opened.raw, edits, as_of=as_of, at=now(), by=by, task="store", undoable=False)
    counts = {name: len(found) for name, found in rows.items() if found}
    return Outcome("store", {
        "language": opened.policy.language, "cases": counts.get("Cases", 0), "rows": counts, "payments": payment_sums(opened), "messages": len(carried),
        "notes": notes,
    })  # fmt: skip
