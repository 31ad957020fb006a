"""Take back last action: old values where the cells still hold what the task wrote, added rows gone, and in words what stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.deskbook import Act, Change, Deskbook
from pyaddin.correspondence.outbox import Outbox
from pyaddin.ledger.book import Book, Cell, Edit, SetCell, Value
from pyaddin.ledger.drafts import row_key
from pyaddin.ledger.edits import same
from pyaddin.ledger.rows import key_of
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.rules.reason import Phrase, phrase
from pyaddin.tasks import audited, posting
from pyaddin.tasks.opening import Opened, open_ledger
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import packed, unpacked, unpacked_row

_GONE = ("sent", "failed", "unknown", "entered")
_STAYS = "Undo: value of before the last action"


@dataclass
class _Plan:
    """What is put back, what stays and why, and which messages cannot be called back."""

    edits: list[SetCell] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    cells: int = 0
    rows: int = 0
    stays: list[dict[str, object]] = field(default_factory=list)
    sent: list[dict[str, object]] = field(default_factory=list)
    language: str = "en"

    def keep(self, change: Change, why: Phrase) -> None:
        self.stays.append({"table": change.sheet, "key": change.key, "column": change.header or None, "why": why.says(self.language)})


def run(path: Path, *, by: str, now: Callable[[], datetime], book: Book | None = None) -> Outcome:
    """Take back the latest recorded action; called again, the one before it.

    Cells that somebody changed since stay and are listed, and so do added rows that were changed or are no longer the last of their table.
    Messages of the action that still wait are taken back; mail that has left is listed: it cannot be. Raises ``Stop``: those of reading and
    writing a ledger, X-JOURNAL, X-LOCKED.
    """
    opened = open_ledger(path, as_of=None, now=now, book=book)
    try:
        desk = Deskbook.open(path, opened.raw.ledger_id)
    except FileNotFoundError:
        return _answer(None, _Plan(), 0)
    with desk:
        act = desk.last_act()
        if act is None:
            return _answer(None, _Plan(), 0)
        plan, stopped = _Plan(language=opened.policy.language), _recall(opened, path, act, by, now) if act.run_id else 0
        sent = _sent_cases(opened, path, act, plan) if act.run_id else frozenset()
        _cells(opened, act, plan)
        _rows(opened, act, sent, plan)
        if plan.edits:
            as_of = opened.settings.day("as_of")
            back = next((edit.new for edit in plan.edits if edit.table == "Settings" and edit.key == "as_of"), None)
            shown = back if isinstance(back, date) else as_of or opened.as_of
            edits: list[Edit] = list(plan.edits)
            audited.write(opened.book, opened.raw, edits, as_of=shown, at=now(), by=by, task="undo")
        taken = {change.key for change in plan.changes if not change.header}
        desk.entered([row.id for row in desk.kept() if row.id in taken], now())  # a kept row that was taken back does not come again
        desk.record(plan.changes or [Change("", "", "", "", "")], at=now(), by=by, task="undo", undoes=act.seq)
    return _answer(act, plan, stopped)


def _answer(act: Act | None, plan: _Plan, stopped: int) -> Outcome:
    data: dict[str, object] = {
        "action": {"task": act.task, "at": act.at.isoformat(), "by": act.by, "run_id": act.run_id or None} if act else None,
        "cells": plan.cells,
        "rows": plan.rows,
        "stopped_sends": stopped,
        "stays": plan.stays,
        "sent": plan.sent,
    }
    return Outcome("undo", data, 1 if plan.stays or plan.sent else 0)


# messages


def _recall(opened: Opened, path: Path, act: Act, by: str, now: Callable[[], datetime]) -> int:
    """Messages of the action that still wait for the sender are taken back."""
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.open(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs, now=now, create=False) as box:
        waiting = [entry.uid for entry in box.pending() if entry.run_id == act.run_id]
        return len(box.cancel_pending(waiting, by)) if waiting else 0


def _sent_cases(opened: Opened, path: Path, act: Act, plan: _Plan) -> frozenset[str]:
    """Cases to which the action has written; each message is named, because it cannot be taken back."""
    cases: set[str] = set()
    with Outbox.peek(path, opened.raw.ledger_id, ledger_keys=(), ledger_runs=()) as box:
        for entry in box.items():
            if entry.run_id == act.run_id and entry.state in _GONE:
                cases |= {case_id for _, case_id in entry.keys}
                plan.sent.append({"case_id": entry.case_id, "kind": entry.kind, "recipient": entry.recipient_name, "channel": entry.channel})
    return frozenset(cases)


# cells and rows


def _cells(opened: Opened, act: Act, plan: _Plan) -> None:
    places = {table: {key_of(row): row.row for row in rows} for table, rows in opened.typed.tables.items()}
    raw = {name: dict(table.rows) for name, table in opened.raw.tables.items()}
    for change in act.changes:
        if not change.header or change.sheet not in raw:
            continue
        number = places[change.sheet].get(change.key)
        if number is None:
            plan.keep(change, phrase("undo row-gone"))
            continue
        found = raw[change.sheet][number].get(change.header)
        if not same(found, unpacked(change.new)):
            plan.keep(change, phrase("undo changed", found=phrase("undo blank") if found is None else str(found)))
            continue
        try:
            old = unpacked(change.old)
        except ValueError:
            plan.keep(change, phrase("undo formula"))
            continue
        plan.edits.append(SetCell(change.sheet, number, change.key, change.header, found, old, _STAYS))
        plan.changes.append(Change(change.sheet, change.key, change.header, packed(found), change.old))
        plan.cells += 1


def _rows(opened: Opened, act: Act, sent: frozenset[str], plan: _Plan) -> None:
    by_table: dict[str, list[Change]] = defaultdict(list)
    for change in act.changes:
        if not change.header and change.new:
            by_table[change.sheet].append(change)
    for name, changes in by_table.items():
        rows = dict(opened.raw.tables[name].rows)
        matched: dict[int, Change] = {}
        for change in changes:
            values = unpacked_row(change.new)
            if name == "Runs" and sent or sent and str(values.get("Case ID")) in sent and values.get("Key"):
                continue  # it tells of a message that has left
            number = next((n for n, cells in reversed(rows.items()) if n not in matched and _unchanged(cells, values)), None)
            if number is None:
                plan.keep(change, phrase("undo row-changed"))
            else:
                matched[number] = change
        _remove_last(name, rows, matched, plan)


def _unchanged(cells: Mapping[str, Cell], values: Mapping[str, Value]) -> bool:
    return all(same(cell, values.get(header)) for header, cell in cells.items())


def _remove_last(name: str, rows: Mapping[int, Mapping[str, Cell]], matched: Mapping[int, Change], plan: _Plan) -> None:
    """Empties rows from the bottom up; the blank row is the next one to be filled."""
    at_end = True
    for number in sorted(rows, reverse=True):
        change = matched.get(number)
        at_end = at_end and change is not None
        if change is None:
            continue
        if not at_end:
            plan.keep(change, phrase("undo rows-below"))
            continue
        cells = rows[number]
        key = row_key(EVERY_TABLE[name], {header: _id_text(cell) for header, cell in cells.items()})
        plan.edits += [SetCell(name, number, key, header, cell, None, _STAYS) for header, cell in cells.items() if cell not in (None, "")]
        plan.changes.append(Change(name, key, "", change.new, ""))
        plan.rows += 1


def _id_text(cell: Cell) -> object:
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell

