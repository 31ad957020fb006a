"""The look at the audit chain with which a task begins: what was done by hand since the last one becomes findings of this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pyaddin.correspondence.place import require_name
from pyaddin.errors import Fault
from pyaddin.rules.reason import phrase
from pyaddin.tasks import audited
from pyaddin.tasks.opening import Opened

_NAMED = 3
"""So many findings are named in the sentence after a click; the next run lists all of them."""


def with_noticed(opened: Opened, *, by: str, at: datetime, task: str, dry_run: bool = False) -> Opened:
    """The ledger with what was done by hand as findings (W-HAND, W-AUDIT) and as a sentence to tell. ``dry_run`` writes nothing into the chain.

    Raises ``Stop`` X-JOURNAL for a ledger that was renamed.
    """
    if not dry_run:
        require_name(opened.book.path, opened.raw.ledger_id)
    who = audited.author(at, by, task)
    noticed = audited.looked(opened.book, opened.raw) if dry_run else audited.notice(opened.book, opened.raw, who=who)
    found = (*noticed.faults, *noticed.findings)
    if not found:
        return opened
    return replace(opened, faults=(*opened.faults, *found), told=(*opened.told, _sentence(found, opened.policy.language, _NAMED)))


def noticed_notes(opened: Opened) -> list[str]:
    """The sentence about these findings for the report of a run, with all of them."""
    found = [fault for fault in opened.faults if fault.code in ("W-HAND", "W-AUDIT")]
    return [_sentence(found, opened.policy.language, len(found))] if found else []


def _sentence(found: Sequence[Fault], language: str, most: int) -> str:
    places = [" ".join(part for part in (fault.sheet, fault.column, fault.found) if part) for fault in found]
    named = "; ".join(places[:most]) + ("; ..." if len(places) > most else "")
    return phrase("note hand", count=len(found), what=named).says(language)


def with_all_noticed(opened: Opened, *, by: str, at: datetime, task: str, dry_run: bool = False) -> tuple[Opened, int]:
    """As ``with_noticed`` for a run, which tells what clicks have found since the last run, too; and the entry up to which that is all."""
    if dry_run:
        return with_noticed(opened, by=by, at=at, task=task, dry_run=True), 0
    later = with_noticed(opened, by=by, at=at, task=task)
    found, until = audited.untold(opened.book.path, opened.raw.ledger_id)
    known = {(fault.sheet, fault.column, fault.found) for fault in later.faults}
    again = [fault for fault in found if (fault.sheet, fault.column, fault.found) not in known]
    return replace(later, faults=(*later.faults, *again)), until
