"""*Bank statement* and *Book bank lines*: money of the bank taken over line by line, and put on a case when a person says whose it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.book import WHILE_OPEN, Book
from pyaddin.ledger.limits import require_room_of
from pyaddin.ledger.rows import TypedRow
from pyaddin.ledger.unmatched import waits
from pyaddin.tasks import bank_booking as booking
from pyaddin.tasks.bank_import import Taken, statement_json, take
from pyaddin.tasks.bank_lines import Lines, Suggestion
from pyaddin.tasks.entering import Entry, enter, open_for_entry
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome


def run(
    path: Path,
    *,
    source: Path | None,
    mapping: Path | None,
    encoding: str | None,
    currency: str | None,
    to_book: tuple[str, ...],
    to_ignore: tuple[str, ...],
    to_unmatch: tuple[str, ...],
    as_typed: bool,
    case: str | None,
    payment: str | None,
    split: bool,
    another: bool,
    reason: str | None,
    preview: bool,
    as_of: date | None,
    by: str,
    now: Callable[[], datetime],
    book: Book | None = None,
) -> Outcome:
    """A statement read into the sheet Bank, or lines of it booked, ignored or taken out again; without any of these the lines that wait are listed.

    A line stands in the sheet once, however often and in whatever format it is read, and becomes a payment once. Nothing is booked that a person did not
    ask for, unless the setting bank_book_from says from which confidence on it may be. ``preview`` writes nothing.

    Exit code 1 when lines were refused or a statement is not whole. Raises ``Stop``: those of reading a statement, E-REQUIRED, E-DUPLICATE, E-ORPHAN,
    X-CASE, X-OPTION for a line that cannot be booked so, X-NOT-LEDGER when the ledger has no sheet Bank yet.
    """
    asked = [bool(source), bool(to_book), bool(to_ignore), bool(to_unmatch)]
    if sum(asked) > 1:
        raise Stop("X-OPTION", "two things at once", advice="Read a statement, or book, ignore or take out lines: one of them at a time.")
    listing = not any(asked) and not as_typed
    looks = preview or listing
    opened = open_ledger(path, as_of=as_of, now=now, book=book) if looks else open_for_entry(path, as_of=as_of, now=now, book=book)
    lines = Lines(opened)
    taken: Taken | None = None
    acts = booking.Acts()
    if source is not None:
        _require_sheet(opened)
        taken = take(path, lines, source, mapping=mapping, encoding=encoding, currency=currency, preview=preview)
        acts = taken.acts
        require_room_of(opened.book, opened.raw, acts.edits)
    elif to_book or as_typed:
        how = booking.How(case or "", split, payment or "", another)
        _book(lines, to_book, how, as_typed, acts)
    for line_id in to_ignore:
        booking.ignore(lines, line_id, reason, by, acts)
    for line_id in to_unmatch:
        booking.unmatch(lines, line_id, by, acts)
    written = _written(opened, acts, by=by, now=now) if acts.edits and not preview else None
    return _answer(path, lines, acts, taken, written, preview=preview, listing=listing)


def _require_sheet(opened: Opened) -> None:
    """An older ledger gets the sheet with the first write of the closed file; an open workbook, or one with a sheet Bank of your own, cannot be given one."""
    standing = opened.raw.tables["Bank"].in_the_way
    if standing == WHILE_OPEN:
        advice = "The ledger is of an earlier version. Save and close it; the next run, or this command on the closed file, adds the sheet."
        raise Stop("X-NOT-LEDGER", "Bank", sheet="Bank", advice=advice)
    if standing:
        raise Stop("X-NOT-LEDGER", standing, sheet="Bank", advice="The ledger needs this name for its own sheet: give your sheet another one.")


def _book(lines: Lines, chosen: tuple[str, ...], how: booking.How, as_typed: bool, acts: booking.Acts) -> None:
    """One line that cannot be booked stops the command; of several each that can is booked and the others are refused."""
    for line_id in dict.fromkeys(chosen):
        try:
            booking.book(lines, line_id, how, acts)
        except Stop as stop:
            if len(chosen) == 1 and not as_typed:
                raise
            acts.faults.append(stop.fault)
    if as_typed:
        booking.typed(lines, acts, skip=chosen)


def _written(opened: Opened, acts: booking.Acts, *, by: str, now: Callable[[], datetime]) -> Outcome:
    entry = Entry(tuple(acts.edits), frozenset(case_id for case_id in acts.cases if case_id in opened.by_case), tuple(acts.notes), waits=False)
    return enter(opened, "bank", entry, by=by, now=now)


def _answer(path: Path, lines: Lines, acts: booking.Acts, taken: Taken | None, written: Outcome | None, *, preview: bool, listing: bool) -> Outcome:
    until = taken.until if taken and taken.until else lines.opened.settings.day("bank_data_until")
    faults = [*(taken.faults if taken else ()), *acts.faults]
    data: dict[str, object] = {
        "path": str(path),
        "language": lines.opened.policy.language,
        "preview": preview,
        "as_of": lines.opened.as_of.isoformat(),
        "rows": written.data["rows"] if written else [],
        "cases": written.data["cases"] if written else [],
        "done": acts.done,
        "waiting": _waiting(lines) if listing else [],
        "refused": sum(1 for fault in faults if fault.refuses),
        "faults": [fault.as_json() for fault in faults],
        "notes": written.data["notes"] if written else list(acts.notes),
        "bank_data_until": until.isoformat() if until else None,
    }
    if taken is not None:
        data |= {
            "from": taken.brought.name, "form": taken.brought.form, "encoding": taken.brought.encoding or None,
            "statements": [statement_json(statement) for statement in taken.brought.statements],
            "added": [
                {
                    "line": line_id, "on": line.value_date.isoformat(), "amount": f"{line.amount:f}", "currency": line.currency, "payer": line.payer,
                    **_suggested(found),
                }
                for line_id, line, found in taken.added
            ],
            "known": taken.known, "left_out": taken.out, "mapping": str(taken.mapping) if taken.mapping else None,
        }  # fmt: skip
    unsound = any(fault.refuses or fault.code in ("W-BALANCE", "W-BANK-GAP") for fault in faults)
    return Outcome("bank", data, 1 if unsound else 0)


def _suggested(found: Suggestion) -> dict[str, object]:
    said = {"suggested": found.case_id, "twin": found.twin, "takes_back": found.takes_back}
    return {"confidence": found.confidence, "why": found.why, **{key: value or None for key, value in said.items()}}


def _waiting(lines: Lines) -> list[dict[str, object]]:
    """The lines that wait for a person, with what is suggested today."""
    return [_line_json(lines, row) for row in lines.rows.values() if waits(row, lines.by_line)]


def _line_json(lines: Lines, row: TypedRow) -> dict[str, object]:
    value = row.values
    return {
        "line": value["Bank line ID"], "on": str(value["Value date"]), "amount": f"{value['Amount']}", "currency": value["Currency"],
        "payer": value["Payer"] or "", "state": lines.state(row), "case_id": value["Case ID"] or None, **_suggested(lines.suggest_row(row)),
    }  # fmt: skip
