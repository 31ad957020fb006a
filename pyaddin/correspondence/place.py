"""Where a journal lives: one computer, one file. A copy of ledger and journal together must not send what the original sends.

The journal remembers computer, folder and file (the number that the file system gave it). Moved on one disk it is still the same file and moves
quietly; on another computer, or as another file, it may be a copy: nothing is sent until a supervisor says that it was moved. A journal that has
sent nothing yet belongs wherever it lies. Folders that a service synchronizes show by their conflict copies that two computers wrote at once.
"""

from __future__ import annotations

import re
import socket
from pathlib import Path

from pyaddin.correspondence.journal import ENDING, Journal, journal_path
from pyaddin.errors import Stop
from pyaddin.patterns import Pattern
from pyaddin.records import dataclass

LEDGER_SUFFIXES = (".xlsm", ".xlsx")
_WORDS = Pattern(r"conflict|konflikt|conflit|conflicto|冲突|衝突|競合", re.IGNORECASE)
"""What services call a conflict copy: Dropbox, Nextcloud, Syncthing, Synology, Nutstore and others, by their words in a file's name."""
_NUMBER = Pattern(r"\s?[(（]\d{1,3}[)）]")
"""Google Drive and browsers: ``collections (1).xlsm``."""
_COMPUTER = Pattern(r"-(?:DESKTOP|LAPTOP|WIN|PC|MSI)-?[A-Z0-9]{2,15}(?:-\d{1,3})?", re.IGNORECASE)
"""OneDrive: the computer's name after a hyphen; the names that Windows gives."""


_USED = "SELECT 1 FROM messages WHERE transport <> 'adopted' UNION ALL SELECT 1 FROM runs WHERE kind <> 'adopted' LIMIT 1"
"""Whether this journal has planned or run anything itself; a history that was only adopted, as a sample's, binds it to no place."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a journal file is: computer, folder, and the file's number on its disk (blank where the file system has none)."""

    host: str
    folder: str
    file: str


def this_computer() -> str:
    """The computer's own name, without the domain that a network adds to it."""
    return socket.gethostname().split(".")[0].lower()


def home_of(path: Path) -> Home:
    """Where the journal file is now."""
    found = path.stat()
    return Home(this_computer(), str(path.parent.resolve()), f"{found.st_dev}:{found.st_ino}" if found.st_ino else "")


def known_home(journal: Journal) -> Home | None:
    """Where the journal lived when it last sent or was adopted; ``None`` for one of an earlier version or one that has sent nothing."""
    rows = journal.select("SELECT host, folder, file FROM homes ORDER BY seq DESC LIMIT 1")
    return Home(*rows[0]) if rows else None


def settle(journal: Journal, at: str, *, by: str = "", why: str = "first use here") -> None:
    """Remember where the journal is, if that is not known or has changed; call inside ``commit``."""
    now = home_of(journal.path)
    if known_home(journal) != now or by:
        journal.insert("homes", {"at": at, "host": now.host, "folder": now.folder, "file": now.file, "by": by, "why": why})


def moved(journal: Journal) -> Home | None:
    """Where the journal was used before, when this file may be a copy of that one; ``None`` when it is that one, or has sent nothing yet."""
    known = known_home(journal)
    if known is None or not journal.select(_USED):
        return None
    now = home_of(journal.path)
    if now.host != known.host:
        return known
    if known.file and now.file:
        return known if _number(now.file) != _number(known.file) else None
    return known if now.folder != known.folder else None


def _number(file: str) -> str:
    """The file's number without its disk's, which changes when a disk is mounted anew."""
    return file.rpartition(":")[2]


def require_name(ledger: Path, ledger_id: str) -> None:
    """Raises ``Stop`` X-JOURNAL for a ledger that was renamed: its journal lies beside it under the old name, where no ledger is any more, and so do audit
    chain, snapshots, slices and backups. Under the new name all of them would begin anew."""
    former = _former(ledger, ledger_id)
    if former is not None:
        name = former.name.removesuffix(ENDING) + ledger.suffix
        advice = f"The ledger was renamed. Rename it back to {name}: journal, audit chain, snapshots, slices and backups lie there under that name."
        raise Stop("X-JOURNAL", f"{former.name} belongs to this ledger", advice=advice)


def _former(ledger: Path, ledger_id: str) -> Path | None:
    if not ledger.is_file() or journal_path(ledger).exists():
        return None
    for path in sorted(ledger.parent.glob(f"*{ENDING}")):
        stem = path.name.removesuffix(ENDING)
        if not any(path.with_name(f"{stem}{suffix}").exists() for suffix in LEDGER_SUFFIXES) and _owner(path) == ledger_id:
            return path
    return None


def _owner(path: Path) -> str:
    """The ledger that a journal belongs to; blank for one that cannot be read."""
    try:
        journal = Journal.peek(path)
    except (FileNotFoundError, Stop):
        return ""
    try:
        return journal.ledger_id
    finally:
        journal.close()


def conflict_copies(ledger: Path) -> list[Path]:
    """Copies of the ledger or its journal that a synchronizing service made because two computers wrote at once, by their names."""
    try:
        files = sorted(file for file in ledger.parent.iterdir() if file.suffix.lower() in (*LEDGER_SUFFIXES, ".sqlite"))
    except OSError:
        return []
    return [file for file in files if file.name != ledger.name and not file.name.startswith(("~$", ".")) and _is_conflict(file, ledger.stem)]


def _is_conflict(file: Path, stem: str) -> bool:
    name = file.stem
    if file.suffix.lower() == ".sqlite":
        stem = f"{stem}.journal"
    if not name.lower().startswith(stem.lower()):
        return False
    rest = name[len(stem) :]
    if not rest or rest[0].isalnum():
        return False  # the ledger's own, or one whose name is longer
    host = re.escape(this_computer())
    return bool(_WORDS.search(rest) or _NUMBER.fullmatch(rest) or _COMPUTER.fullmatch(rest) or re.fullmatch(rf"-{host}(?:-\d{{1,3}})?", rest, re.IGNORECASE))
