"""Erasing one debtor: what must stay keeps no name, everything else goes, and it is written down that it was done."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence import erasing
from pyaddin.correspondence.journal import lock_path
from pyaddin.correspondence.lock import Lock
from pyaddin.errors import Stop
from pyaddin.history import audit_erasure
from pyaddin.history.audit import Chain
from pyaddin.history.audit_lines import Change
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.closed.exchange import numbered
from pyaddin.ledger.closed.unused_texts import blanked
from pyaddin.ledger.of_debtor import OwnRow, cases_of, elsewhere, erasures, words_of
from pyaddin.ledger.personal import ERASED as ERASED
from pyaddin.ledger.personal import PERSONAL, stays
from pyaddin.rules.citations import Cited
from pyaddin.rules.decide import decide
from pyaddin.rules.reason import phrase
from pyaddin.rules.retention import hindrances, kept_until, kept_words
from pyaddin.tasks import audited
from pyaddin.tasks.audited import is_kept
from pyaddin.tasks.debtor_files import about_debtor, files_of
from pyaddin.tasks.opening import Opened, require_four_eyes, require_supervisor
from pyaddin.tasks.recorded import write
from pyaddin.tasks.slice_origin import forget, out_with

TASK = "privacy"


def require_erasable(opened: Opened, debtor_id: str, *, by: str, approved_by: str, reason: str) -> list[str]:
    """What is to be known before it is done; raises ``Stop`` as ``erase`` does before anything is changed."""
    require_supervisor(opened, by)
    require_four_eyes(opened, approved_by, by)
    if not reason.strip():
        raise Stop("X-OPTION", "--reason", advice="Say why the data are erased, without personal data: it stays in the audit chain.")
    warnings = _allowed(opened, debtor_id, cases_of(opened.raw, debtor_id))
    if file := out_with(opened.book.path, debtor_id):
        raise Stop("X-SLICE", f"{debtor_id} is out with {file}", advice="Merge that workbook first, then erase.")
    return warnings


def erase(opened: Opened, debtor_id: str, rows: list[OwnRow], *, by: str, approved_by: str, reason: str, now: Callable[[], datetime]) -> dict[str, object]:
    """Ledger, journal, audit chain, documents and backups, in this order; told piece by piece.

    Raises ``Stop`` before anything is changed: X-FOUR-EYES, X-OPTION for a person who is no supervisor, a missing reason, or data that are still needed
    (every reason in ``others``); X-OPEN and X-LOCKED.
    """
    language, path, raw = opened.policy.language, opened.book.path, opened.raw
    warnings = require_erasable(opened, debtor_id, by=by, approved_by=approved_by, reason=reason)
    cases, words = cases_of(raw, debtor_id), words_of(rows)
    lock = Lock.take(lock_path(path), now())
    try:
        notes = [phrase("privacy look-at", what=place).says(language) for place in elsewhere(raw, rows, words)]
        edits = list(erasures(rows, TASK))
        if edits:
            write(opened.book, raw, edits, as_of=opened.settings.day("as_of") or opened.as_of, at=now(), by=by, task=TASK, undoable=False)
        if is_kept(opened.book):
            ClosedBook(path).put_parts(blanked)
        keys = frozenset((own.sheet, own.key) for own in rows)
        done: dict[str, object] = {"cells": len(edits)}
        with suppress(FileNotFoundError):
            journal = erasing.opened(path, raw.ledger_id, write=True)
            try:
                found = erasing.erase(journal, debtor_id, cases, keys, PERSONAL)
                done |= {"messages": found.messages, "clicks": found.cells, "kept_rows": found.rows}
            finally:
                journal.close()
        done["audit_entries"] = _chain(opened, debtor_id, rows, by=f"{by} / {approved_by}", reason=reason, now=now)
        done["files"], told = _files(path, cases, words, language)
        if rows_forgotten := forget(path, debtor_id, cases):
            done["slices"] = rows_forgotten
        removed = _backups(path)
        done["backups"] = len(removed)
    finally:
        lock.release()
    notes += [*told, *([phrase("privacy backups", count=len(removed)).says(language)] if removed else []), phrase("privacy outside").says(language)]
    return {"erased": done, "kept": kept_words(language), "notes": [*warnings, *notes]}


def _allowed(opened: Opened, debtor_id: str, cases: tuple[str, ...]) -> list[str]:
    """What is told and does not forbid. Raises ``Stop`` X-OPTION with every reason that does."""
    language = opened.policy.language
    mine = [decide(file, opened.policy, opened.as_of, "weekly") for file in opened.files if file.case.debtor_id == debtor_id]
    against = [words.says(language) for words in hindrances(mine, opened.as_of)]
    against += [f"{row.table} {row.row}: {row.fault_code}" for row in opened.typed.refused if row.owner_case in cases or row.owner_debtor == debtor_id]
    told: list[str] = []
    for kept in kept_until(mine, opened.policy, opened.as_of, opened.settings.integer("retention_months")):
        if kept.until >= opened.as_of:
            words = phrase("privacy kept", until=kept.until, rule=kept.rule, source=Cited(kept.source)).says(language)
            (against if kept.binding else told).append(words)
    with suppress(FileNotFoundError):
        journal = erasing.opened(opened.book.path, opened.raw.ledger_id, write=False)
        try:
            waiting = erasing.unsettled(erasing.messages_of(journal, debtor_id, cases))
        finally:
            journal.close()
        against += [phrase("privacy waits", key=key).says(language) for key in waiting]
    if against:
        raise Stop("X-OPTION", f"{debtor_id}: {'; '.join(dict.fromkeys(against))}", sheet="Debtors", advice="These data are still needed; nothing was erased.")
    return list(dict.fromkeys(told))


def _chain(opened: Opened, debtor_id: str, rows: list[OwnRow], *, by: str, reason: str, now: Callable[[], datetime]) -> int:
    """The audit chain without the debtor's texts; its last entry says who erased, who approved and why."""
    mine = about_debtor(opened.raw, debtor_id, rows)

    def redact(change: Change) -> Change:
        if not mine(change):
            return change
        return audit_erasure.without(change, frozenset(PERSONAL.get(change.sheet, ())), lambda column, value: stays(column, value[1:]))

    path, ledger_id = opened.book.path, opened.raw.ledger_id
    with suppress(FileNotFoundError), Chain.open(path, ledger_id) as chain:
        count = audit_erasure.erase(chain, audited.author(now(), by, TASK), redact, f"{debtor_id}: {reason}")
        audited.repeat_head(path, ledger_id, chain.head(), now())
        return count
    return 0


def _files(path: Path, cases: tuple[str, ...], words: frozenset[str], language: str) -> tuple[int, list[str]]:
    """The debtor's own files are deleted; in pages and lists of several people the words are blanked; what cannot be read is told."""
    found = files_of(path, cases, words)
    count = 0
    for file in found.mine:
        file.unlink(missing_ok=True)
        count += 1
    for file in found.shared:
        content = file.read_bytes()
        for word in sorted(words, key=len, reverse=True):
            content = content.replace(word.encode("utf-8"), ERASED.encode("ascii"))
        file.write_bytes(content)
        count += 1
    look_at = [file for file in found.closed if _may_hold(file, words)]
    return count, [phrase(_TOLD[file.suffix.lower() == ".xlsx"], what=file.name).says(language) for file in look_at]


_TOLD = {True: "privacy look-at", False: "privacy look-into"}
"""A workbook was looked into; nobody can say what stands in a print file without opening it."""


def _may_hold(file: Path, words: frozenset[str]) -> bool:
    """A workbook is looked into; of print files and pictures nobody can say without opening them."""
    if file.suffix.lower() != ".xlsx":
        return file.suffix.lower() == ".pdf"
    try:
        with zipfile.ZipFile(file) as package:
            content = b"".join(package.read(name) for name in package.namelist() if name.endswith(".xml"))
    except (OSError, zipfile.BadZipFile):
        return True
    return any(word.encode("utf-8") in content for word in words)


def _backups(path: Path) -> list[Path]:
    """Every backup holds the data: all go, also the one that this erasure made."""
    gone = [file for _, file in numbered(path)]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone
