"""What verify finds of the audit chain: is it whole, does it agree with journal and ledger, and what was done by hand that nobody has looked into."""

from __future__ import annotations

from contextlib import suppress

from pyaddin.correspondence.deskbook import Deskbook
from pyaddin.errors import Fault, Stop
from pyaddin.history.audit import Chain, Damaged, audit_path
from pyaddin.history.audit_check import Broken, check, check_heads
from pyaddin.tasks.audit_picture import Pictured
from pyaddin.tasks.audited import differing, hand_findings, is_kept, known_heads, trouble
from pyaddin.tasks.opening import Opened

ADVICE = {
    "changed": "This entry is not what was sealed: somebody changed the audit file. Bring it back from a backup, and ask who could write the folder.",
    "exchanged": "These entries stand in each other's place. Bring the audit file back from a backup, and ask who could write the folder.",
    "missing": "These entries are missing in the audit chain. Bring the file back from a backup, and ask who could write the folder.",
    "replaced": "This entry is another one than the next entry was sealed with. Bring the file back from a backup, and ask who could write the folder.",
    "cut": "The end of the audit chain is missing, or an older copy lies here: later entries were written down elsewhere. Bring the newer file back.",
    "rewritten": "This entry is not the one whose hash the journal or the sheet Runs has. Bring the file back from a backup, and ask who could write it.",
    "rows": "The rows that the chain saw last are not those to which its entries lead: somebody changed the audit file. Bring it back from a backup.",
    "open": "The lock that keeps entries from being changed was taken off the audit file. Ask who did it, and read the other findings.",
    "damaged": "The audit file cannot be read. Bring it back from a backup; without one the next run begins a new chain that says so.",
    "unfinished": "A write was cut off; the next run or click finds out whether it took place and enters it.",
    "gone": "The audit file is not beside the ledger, though journal or Runs know of it. Bring it back; else the next run begins a new one that says so.",
    "older-journal": "The journal is an older copy than the audit chain. Bring back the journal that belongs to this ledger.",
    "link": "A new chain began here, and what happened before stands in the file named. When it is explained, a supervisor says: changes --accept.",
}
_OPEN = "When it is explained or put right, a supervisor says so: changes --accept."


def findings(opened: Opened) -> list[Fault]:
    """Every finding of the chain; none where the ledger was never followed by one."""
    if not is_kept(opened.book):
        return []
    path, ledger_id = opened.book.path, opened.raw.ledger_id
    known = known_heads(path, opened.raw)
    try:
        with Chain.look(path, ledger_id) as chain:
            found = [*check(chain), *check_heads(chain, known), *_journal(opened, chain)]
            return [*(_fault(opened, one) for one in found), *_links(opened, chain), *_by_hand(opened, chain)]
    except FileNotFoundError:
        return [_fault(opened, Broken("gone", f"{max(known)}"))] if known else []
    except Damaged as damage:
        return [_fault(opened, Broken("damaged", str(damage)))]
    except Stop as stop:
        return [trouble(path, stop.fault.found)]


def _fault(opened: Opened, broken: Broken) -> Fault:
    return Fault("W-AUDIT", "", None, "", f"{audit_path(opened.book.path).name}: {broken.found}", ADVICE[broken.kind])


def _journal(opened: Opened, chain: Chain) -> list[Broken]:
    """The hash after each write is repeated in the journal; that of one write that was cut off in between is the most that may be missing."""
    with suppress(FileNotFoundError, Stop), Deskbook.look(opened.book.path, opened.raw.ledger_id) as desk:
        last = max(desk.audit_heads(), default=0)
        beyond = [entry.seq for entry in chain.entries("write") if entry.seq > last]
        if last and len(beyond) > 1:
            return [Broken("older-journal", f"{last} < {max(beyond)}")]
    return []


def _links(opened: Opened, chain: Chain) -> list[Fault]:
    """Places where a new chain began, and nobody has said yet that it is explained."""
    accepted = accepted_until(chain)
    new = [entry for entry in chain.entries("link") if entry.seq > accepted]
    return [_fault(opened, Broken("link", f"{entry.seq}: {change.why}")) for entry in new for change in chain.changes(entry)]


def _by_hand(opened: Opened, chain: Chain) -> list[Fault]:
    """Hand edits that nobody has looked into: those that the chain has, and those that it has not seen yet."""
    accepted = accepted_until(chain)
    kept = [fault for entry in chain.entries("hand") if entry.seq > accepted for fault in hand_findings(chain, entry)]
    noticed = differing(chain, Pictured(opened.raw).picture()) if chain.head() is not None else None
    new = list(noticed.findings) if noticed is not None else []
    return [Fault(f.code, f.sheet, f.row, f.column, f.found, f.advice or _OPEN, f.owner) for f in (*kept, *new)]


def accepted_until(chain: Chain) -> int:
    """The last entry up to which a supervisor has said that all is explained."""
    return max((entry.seq for entry in chain.entries("accepted")), default=0)
