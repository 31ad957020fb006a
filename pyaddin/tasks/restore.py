"""Restore: the dated backups of a ledger, and bringing one back. The journal stays as it is, so nothing that was sent is sent again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.deskbook import Deskbook
from pyaddin.correspondence.journal import lock_path
from pyaddin.correspondence.lock import Lock
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook, bring_back
from pyaddin.ledger.closed.bring_back import Backup
from pyaddin.rules.reason import phrase
from pyaddin.tasks import audited, posting
from pyaddin.tasks.acts import SHOWN
from pyaddin.tasks.opening import Opened, open_book
from pyaddin.tasks.outcome import Outcome


def run(path: Path, *, backup: str | None, by: str = "", now: Callable[[], datetime]) -> Outcome:
    """Without ``backup`` the list of them, the newest first; with one it is brought back, and the file of now becomes a backup itself.

    ``entered_again`` are messages that left after that backup was made: the next run enters them, it does not send them. ``lost`` are tasks of
    clerks since then, which only people can do again. Raises ``Stop``: X-OPTION for an unknown backup or one of another ledger, X-OPEN, X-LOCKED,
    X-WRITE, and those of reading a damaged backup.
    """
    listed = bring_back.backups(path)
    if backup is None:
        return Outcome("restore", {"backups": [_told(one) for one in listed], "restored": None, "faults": []})
    chosen = bring_back.named(path, backup)
    opened = open_book(ClosedBook(chosen.path), as_of=None, now=now)
    _same_ledger(path, opened)
    lock = Lock.take(lock_path(path), now())
    try:
        again, lost = _sent_since(path, opened), _done_since(path, opened, chosen)
        _look(path, by=by, at=now())
        kept = bring_back.bring_back(path, chosen)
        _look(path, by=by, at=now(), kind="restore")
    finally:
        lock.release()
    notes = [phrase(key, count=len(rows)).says(opened.policy.language) for key, rows in (("again", again), ("lost", lost)) if rows]
    data: dict[str, object] = {
        "restored": chosen.name,
        "backups": [_told(one) for one in bring_back.backups(path)],
        "kept": kept.name if kept else None,
        "entered_again": again,
        "lost": lost,
        "faults": [fault.as_json() for fault in opened.faults],
        "notes": notes,
    }
    return Outcome("restore", data)


def _look(path: Path, *, by: str, at: datetime, kind: str = "hand") -> None:
    """What was typed since the last look goes into the audit chain before the file is exchanged, and what the backup changes after it; the journal stays."""
    with suppress(Stop):  # the file of now is gone or damaged
        book = ClosedBook(path)
        audited.notice(book, book.read(), who=audited.author(at, by, "restore"), kind=kind, repeat=False)


def _told(backup: Backup) -> dict[str, object]:
    return {"name": backup.name, "at": backup.at.isoformat(timespec="seconds"), "bytes": backup.size}


def _same_ledger(path: Path, opened: Opened) -> None:
    """A backup of another ledger under this name would meet the wrong journal."""
    try:
        mine = ClosedBook(path).read().ledger_id
    except Stop:
        return  # the file of now is gone or damaged: that is what a backup is for
    if mine != opened.raw.ledger_id:
        raise Stop("X-OPTION", opened.raw.ledger_id, advice=f"This is a backup of another ledger; {path.name} is {mine}.")


def _sent_since(path: Path, opened: Opened) -> list[dict[str, object]]:
    """Messages of which the journal has an outcome and the backup no row."""
    shown = {(str(row.values["Key"]), str(row.values["Message ID"])) for row in opened.typed.tables["Contacts"] if row.values["Key"]}
    keys, runs = posting.ledger_keys(opened), posting.ledger_runs(opened)
    with Outbox.peek(path, opened.raw.ledger_id, ledger_keys=keys, ledger_runs=runs) as box:
        return [
            {"key": key, "case_id": case_id, "result": entry.result}
            for entry in box.items()
            if entry.result in SHOWN and entry.message_id
            for key, case_id in entry.keys
            if (key, entry.message_id) not in shown
        ]


def _done_since(path: Path, opened: Opened, backup: Backup) -> list[dict[str, object]]:
    """Tasks of people that wrote into the ledger after the backup was put aside."""
    with suppress(FileNotFoundError, Stop), Deskbook.look(path, opened.raw.ledger_id) as desk:
        return [{"at": act.at.isoformat(), "by": act.by, "task": act.task, "cells": len(act.changes)} for act in desk.acts_since(backup.at)]
    return []
