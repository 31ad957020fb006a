"""A ledger on a past day, for tasks that only look: from the facts known now, or from those that the office knew then.

``as_of`` alone leaves out what is dated later. ``known_on`` rebuilds the tables as the audit chain knew them at the end of that day (or at an instant),
so that a figure or letter of that day comes out as it came out then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.history.audit import Chain, Damaged
from pyaddin.history.audit_replay import begins, known_at
from pyaddin.ledger.as_of import as_of_day
from pyaddin.ledger.book import Book
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.snapshot import case_files
from pyaddin.tasks.audit_picture import cell_of
from pyaddin.tasks.opening import Opened, office_zone, open_book, open_ledger, read_settings


def open_past(path: Path, *, as_of: date | None, known_on: str | None, now: Callable[[], datetime], book: Book | None = None) -> Opened:
    """The ledger for a task that looks at a day. Without ``as_of`` and ``known_on`` it is the ledger of now.

    ``known_on`` is a day (its end in the office's time zone) or an instant with Z or an offset; the as-of date is then that day by default.
    Raises ``Stop``: X-OPTION for what is no day or instant, X-HISTORY where the chain does not reach back so far, and those of reading.
    """
    if known_on is None:
        opened = open_ledger(path, as_of=as_of, now=now, book=book)
        return opened if as_of is None else as_it_stood(opened)
    known, day = _known(book or ClosedBook(path), known_on)
    return as_it_stood(open_book(known, as_of=as_of or day, now=now))


def as_it_stood(opened: Opened) -> Opened:
    """The same ledger without what is dated after its as-of date."""
    typed = as_of_day(opened.typed, opened.as_of, opened.zone)
    if typed is opened.typed:
        return opened
    files = tuple(case_files(typed, opened.zone))
    return replace(opened, typed=typed, files=files, by_case={file.case.case_id: file for file in files}, decided={})


def _known(book: Book, known_on: str) -> tuple[MemoryBook, date]:
    """The ledger as the chain knew it, and the day."""
    raw = book.read()
    values, _ = read_settings(raw)
    zone, _ = office_zone(values)
    try:
        if len(known_on) == len("2026-11-23"):
            day = date.fromisoformat(known_on)
            until = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone) - timedelta(microseconds=1)
        else:
            until = datetime.fromisoformat(known_on)
            if until.tzinfo is None:
                raise ValueError(known_on)
            day = until.astimezone(zone).date()
    except ValueError:
        advice = "Give a day, for example 2026-11-23, or an instant with Z, for example 2026-11-23T09:30:00Z."
        raise Stop("X-OPTION", f"--known-on {known_on}", advice=advice) from None
    return _rebuilt(book, raw.ledger_id, until), day


def _rebuilt(book: Book, ledger_id: str, until: datetime) -> MemoryBook:
    try:
        with Chain.look(book.path, ledger_id) as chain:
            known, first = known_at(chain, instant_text(until.astimezone(UTC))), begins(chain)
    except FileNotFoundError:
        raise Stop("X-HISTORY", "there is no audit chain beside the ledger yet") from None
    except Damaged as damage:
        raise Stop("X-HISTORY", f"the audit chain is damaged: {damage}") from damage
    if known.last is None:
        raise Stop("X-HISTORY", f"it knows the ledger from {first.author.at} on" if first else "it has no entry yet")
    tables = {sheet: list(rows.values()) for sheet, rows in known.tables.items() if sheet in EVERY_TABLE}
    rows = {
        sheet: [{name: cell_of(text) for name, text in row.items() if name in EVERY_TABLE[sheet].headers} for row in kept] for sheet, kept in tables.items()
    }
    return MemoryBook(rows, ledger_id=ledger_id, path=book.path)
