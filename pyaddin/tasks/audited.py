"""Writing a ledger so that every change is entered in its audit chain, and the look at the chain that finds what no task has written.

The chain is told before and after each write (``history.audit``). It never stops the day's work: what keeps it from being written becomes a finding,
and a file that is damaged or older than what the ledger or the journal knows of it is put aside, and a new chain begins that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.deskbook import Deskbook
from pyaddin.errors import Fault, Stop
from pyaddin.history import audit_file
from pyaddin.history.audit import AS_AFTER, Author, Chain, Damaged, Entry, audit_path
from pyaddin.history.audit_rows import Picture
from pyaddin.history.login import account, computer
from pyaddin.ledger.book import Book, Edit, RawLedger, Written
from pyaddin.ledger.cells import instant_text
from pyaddin.records import dataclass
from pyaddin.tasks.audit_picture import Pictured, changes_of, shown
from pyaddin.tasks.hand_edits import faults_of

HEAD_CHARACTERS = 16
"""So much of a hash is repeated in the sheet Runs and shown to people."""
_OLDER = "The ledger stands as it stood then: an older copy was put in its place, or the workbook was closed without saving. Enter what is missing again."
BEGUN_ANEW = {
    "missing": "The audit file is no longer beside the ledger. A new one begins now and says so; ask who moved or deleted it.",
    "damaged": "The audit file cannot be read. It was put aside, and a new one begins now and says so; keep the old one.",
    "older": "The audit file is an older copy, or its end was cut off. It was put aside, and a new one begins now and says so; ask who brought it back.",
    "rewritten": "Entries of the audit file were replaced. It was put aside, and a new one begins now and says so; ask who could write the folder.",
}


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the chain found when it looked at the ledger: what was done by hand that is not a clerk's to do, and what is wrong with the chain itself."""

    findings: tuple[Fault, ...] = ()
    faults: tuple[Fault, ...] = ()
    changes: int = 0
    """Everything that was done by hand, typing of facts included."""


# writing


def author(at: datetime, by: str, task: str, run_id: str = "") -> Author:
    """Who does something now: the name given, and what the operating system says."""
    return Author(instant_text(at), by, account(), computer(), task, run_id)


def is_kept(book: Book) -> bool:
    """Whether this book is a ledger on disk that the chain follows; not plain memory, nor one that only keeps edits for later."""
    return bool(getattr(book, "is_ledger", True)) and book.path.exists()


def write(book: Book, raw: RawLedger, edits: Sequence[Edit], *, as_of: date, at: datetime, by: str, task: str, run_id: str = "") -> Written:
    """Write the ledger, with every change in its audit chain. ``raw`` is the ledger as the edits were made for it.

    Raises what ``Book.write`` raises; trouble with the chain stops nothing, and the next run tells it.
    """
    if not edits or not is_kept(book):
        return book.write(edits, fingerprint=raw.fingerprint, as_of=as_of)
    who = author(at, by, task, run_id)
    notice(book, raw, who=who)
    changes = changes_of(edits, Pictured(raw))
    head = f"{who.at}\n{task}\n{run_id}\n{raw.fingerprint}\n"
    act = ""

    def begin(chain: Chain) -> None:
        nonlocal act
        act = changes.named(f"{chain.count()}\n{head}")[:20]
        chain.intend(act, who, changes, raw.fingerprint)

    _kept(book.path, raw.ledger_id, begin)
    act = act or changes.named(head)[:20]
    try:
        written = book.write(edits, fingerprint=raw.fingerprint, as_of=as_of)
    except Stop:
        _kept(book.path, raw.ledger_id, lambda chain: chain.abandon(act))
        raise
    last = _kept(book.path, raw.ledger_id, lambda chain: chain.commit(act, who, changes, written.fingerprint))
    repeat_head(book.path, raw.ledger_id, last, at)
    return written


def _kept(path: Path, ledger_id: str, do: Callable[[Chain], Entry | None] | Callable[[Chain], None]) -> Entry | None:
    """Something done to a chain that is there; what keeps it from being done is found by the next look."""
    with suppress(FileNotFoundError, Damaged, Stop), Chain.open(path, ledger_id) as chain:
        return do(chain)
    return None


def repeat_head(path: Path, ledger_id: str, head: Entry | None, at: datetime) -> None:
    """The head of the chain into the journal, which the audit file alone cannot rewrite."""
    if head is not None:
        with suppress(FileNotFoundError, Stop), Deskbook.open(path, ledger_id) as desk:
            desk.audit_head(head.seq, head.hash, at)


# noticing


def notice(book: Book, raw: RawLedger, *, who: Author, kind: str = "hand", repeat: bool = True) -> Noticed:
    """Compare the ledger with what the chain saw last, and enter what no task has written. The first look at a ledger begins its chain.

    ``repeat`` False leaves the journal as it is. Never raises for the chain: its troubles are ``faults``.
    """
    if not is_kept(book):
        return Noticed()
    faults: list[Fault] = []
    try:
        try:
            with _chain(book.path, raw, who, faults) as chain:
                entry, findings, head = _compared(chain, book, raw, who, kind)
        except Damaged as damage:  # it could be opened, and what lies in it cannot be read: the next look would find no more
            with _anew(book.path, raw, who, faults, "damaged", str(damage)) as chain:
                entry, findings, head = _compared(chain, book, raw, who, kind)
    except Damaged as damage:
        return Noticed((), (*faults, trouble(book.path, str(damage))))
    except Stop as stop:
        return Noticed((), (*faults, trouble(book.path, stop.fault.found)))
    repeat_head(book.path, raw.ledger_id, head if repeat and entry is not None else None, datetime.fromisoformat(who.at))
    return Noticed(tuple(findings), tuple(faults), entry.count if entry is not None and entry.kind == "hand" else 0)


def _compared(chain: Chain, book: Book, raw: RawLedger, who: Author, kind: str) -> tuple[Entry | None, list[Fault], Entry | None]:
    """The entry of what no task has written, what in it is more than typing, and the head; no entry where the chain knows the ledger as it is."""
    head = chain.head()
    if head is not None and chain.fingerprint() == raw.fingerprint and not chain.intents() or _overtaken(book, raw):
        return None, [], head
    entry = chain.noticed(who, Pictured(raw).picture(), raw.fingerprint, kind=kind)
    return entry, hand_findings(chain, entry) if entry is not None else [], chain.head()


def _overtaken(book: Book, raw: RawLedger) -> bool:
    """Whether the file was written since ``raw`` was read from it. What another task has entered meanwhile would look as if somebody had put an older copy in
    the ledger's place; whoever reads the ledger next sees all of it."""
    unchanged = getattr(book, "unchanged", None)
    return unchanged is not None and not unchanged(raw.fingerprint)


def accept(book: Book, raw: RawLedger, *, who: Author) -> None:
    """A supervisor has looked into what was found so far. Raises ``Stop`` X-HISTORY when it cannot be entered."""
    notice(book, raw, who=who)
    try:
        with Chain.open(book.path, raw.ledger_id) as chain:
            chain.note("accepted", who, f"explained or put right, says {who.by}")
            head = chain.head()
    except (FileNotFoundError, Damaged) as problem:
        raise Stop("X-HISTORY", f"{audit_path(book.path).name}: {problem}") from problem
    repeat_head(book.path, raw.ledger_id, head, datetime.fromisoformat(who.at))


def hand_findings(chain: Chain, entry: Entry) -> list[Fault]:
    """What in an entry of hand edits is more than typing. A ledger that went back to an earlier state is one finding."""
    if entry.kind != "hand":
        return []
    changes = list(chain.changes(entry))
    if changes and changes[0].why.startswith(AS_AFTER):
        seq = int(changes[0].why.removeprefix(AS_AFTER))
        return [_older(older) for older in chain.entries_from(seq) if older.seq == seq]
    return faults_of(changes, chain.row, shown)


def untold(path: Path, ledger_id: str) -> tuple[list[Fault], int]:
    """Findings in hand edits that no run has told yet, and the last entry of hand edits among them; 0 for none."""
    with suppress(FileNotFoundError, Damaged, Stop), Chain.look(path, ledger_id) as chain:
        told = chain.told_until()
        new = [entry for entry in chain.entries("hand") if entry.seq > told]
        return [fault for entry in new for fault in hand_findings(chain, entry)], max((entry.seq for entry in new), default=0)
    return [], 0


def tell(path: Path, ledger_id: str, seq: int) -> None:
    """A run has told what was found up to this entry."""
    with suppress(FileNotFoundError, Damaged, Stop), Chain.open(path, ledger_id) as chain:
        if seq > chain.told_until():
            chain.tell_until(seq)


def _older(entry: Entry) -> Fault:
    return Fault("W-HAND", "", None, "", f"{entry.author.at} {entry.author.task} {entry.seq}", _OLDER)


def looked(book: Book, raw: RawLedger) -> Noticed:
    """As ``notice``, and nothing is written."""
    if not is_kept(book):
        return Noticed()
    try:
        with Chain.look(book.path, raw.ledger_id) as chain:
            if chain.head() is None or chain.fingerprint() == raw.fingerprint:
                return Noticed()
            return differing(chain, Pictured(raw).picture())
    except FileNotFoundError:
        return Noticed()
    except Damaged as damage:
        return Noticed((), (trouble(book.path, str(damage)),))
    except Stop as stop:
        return Noticed((), (trouble(book.path, stop.fault.found),))


def differing(chain: Chain, picture: Picture) -> Noticed:
    """What ``notice`` would find in a ledger that looks so."""
    changes = chain.differences(picture)
    older = chain.older(picture) if changes else None
    found = [_older(older)] if older is not None else faults_of(changes, lambda sheet, name: picture[sheet].row(name), shown)
    return Noticed(tuple(found), (), len(changes))


def _chain(path: Path, raw: RawLedger, who: Author, faults: list[Fault]) -> Chain:
    """The chain, or a new one that says why it begins anew: the old one is missing, damaged, or not the one that the journal or the ledger know of."""
    known, wrong, detail = known_heads(path, raw), "", ""
    try:
        chain = Chain.open(path, raw.ledger_id)
    except FileNotFoundError:
        wrong = "missing" if known else ""
    except Damaged as damage:
        wrong, detail = "damaged", str(damage)
    else:
        wrong = behind(chain, known)
        if not wrong:
            return chain
        chain.db.close()
    return _anew(path, raw, who, faults, wrong, detail)


def _anew(path: Path, raw: RawLedger, who: Author, faults: list[Fault], wrong: str, detail: str = "") -> Chain:
    """A new chain, the old file put aside; blank ``wrong``: there was none."""
    known = known_heads(path, raw)
    first = max([*known, _end(path, raw.ledger_id)], default=0) + 1
    aside = audit_file.aside(audit_path(path)).name if audit_file.begun(audit_path(path)) else ""
    chain = Chain.open(path, raw.ledger_id, create=True)
    if wrong:
        last = f"{max(known)}:{known[max(known)][:HEAD_CHARACTERS]}" if known else ""
        why = "; ".join(part for part in (f"the earlier chain is {wrong}", detail, f"its last known entry is {last}" if last else "", aside) if part)
        chain.note("link", who, why, first=first)
        faults.append(Fault("W-AUDIT", "", None, "", f"{audit_path(path).name}{f' -> {aside}' if aside else ''}", BEGUN_ANEW[wrong]))
    return chain


def _end(path: Path, ledger_id: str) -> int:
    """The number at which a chain that cannot be used any more ends, as far as it can be read."""
    with suppress(FileNotFoundError, Damaged, Stop), Chain.look(path, ledger_id) as chain:
        head = chain.head()
        return head.seq if head else 0
    return 0


def known_heads(path: Path, raw: RawLedger) -> dict[int, str]:
    """What the journal and the sheet Runs know of the chain: number of the entry -> its hash, or the beginning of it."""
    known: dict[int, str] = {}
    for text in _run_heads(raw).values():
        seq, _, start = text.partition(":")
        if seq.isdigit() and start:
            known.setdefault(int(seq), start)
    with suppress(FileNotFoundError, Stop), Deskbook.look(path, raw.ledger_id) as desk:
        known |= desk.audit_heads()
    return known


def _run_heads(raw: RawLedger) -> dict[str, str]:
    """Run ID -> the chain's head as the run wrote it down."""
    return {str(cells.get("Run ID")): str(cells.get("Audit head")) for _, cells in raw.tables["Runs"].rows if cells.get("Audit head")}


def behind(chain: Chain, known: Mapping[int, str]) -> str:
    """``older`` or ``rewritten`` when this chain is not the one that the last known head belongs to; blank when it is."""
    seq = max(known, default=0)
    if seq < chain.first():
        return ""
    entry = next((entry for entry in chain.entries_from(seq) if entry.seq == seq), None)
    if entry is None:
        return "older"
    return "" if entry.hash.startswith(known[seq]) else "rewritten"


def head_text(path: Path, ledger_id: str) -> str:
    """The chain's head as it is repeated in Runs, ``17:0123456789abcdef``; blank without a chain."""
    with suppress(FileNotFoundError, Damaged, Stop), Chain.look(path, ledger_id) as chain:
        head = chain.head()
        return f"{head.seq}:{head.hash[:HEAD_CHARACTERS]}" if head else ""
    return ""


def trouble(path: Path, found: str) -> Fault:
    """W-AUDIT: the audit chain could not be read or written; what was asked for is done all the same."""
    return Fault("W-AUDIT", "", None, "", f"{audit_path(path).name}: {found}")
