"""LibreOffice's lock files: a lock of a crashed LibreOffice of ours is removed, somebody else's is told by name."""

from __future__ import annotations

import platform
from contextlib import suppress
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.closed.opened import opened_by
from pyaddin.ledger.libreoffice.office import PROFILE_PREFIX, running
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Lock:
    """Who has a file open in LibreOffice, as the lock file tells."""

    user: str
    host: str
    since: str
    profile: str


def lock_file(path: Path) -> Path:
    """The lock that LibreOffice keeps beside an open file."""
    return path.with_name(f".~lock.{path.name}#")


def read_lock(path: Path) -> Lock | None:
    """The lock of this file; ``None`` when there is none."""
    try:
        text = lock_file(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = [field.strip() for field in text.strip().rstrip(";").split(",")] + [""] * 5
    return Lock(fields[0] or fields[1], fields[2], fields[3], fields[4])


def _left_by_us(lock: Lock) -> bool:
    """A private profile on this machine whose LibreOffice no longer runs."""
    _, found, name = lock.profile.rpartition("/" + PROFILE_PREFIX)
    if not found or lock.host not in ("", platform.node()):
        return False
    profile = Path(lock.profile.removeprefix("file://"))
    try:
        return not running(int((profile / "process").read_text(encoding="ascii")))
    except (OSError, ValueError):
        return not profile.exists()


def make_way(path: Path) -> None:
    """Removes a lock that a crashed LibreOffice of ours left. Stop X-OPEN, naming program and person, for anybody else's."""
    lock = read_lock(path)
    if lock is not None and _left_by_us(lock):
        with suppress(OSError):
            lock_file(path).unlink()
        lock = None
    if lock is not None:
        who = ", ".join(word for word in (lock.user, lock.host, lock.since and f"since {lock.since}") if word)
        raise Stop("X-OPEN", f"LibreOffice ({who or 'somebody'})")
    program = opened_by(path)
    if program is not None:
        raise Stop("X-OPEN", program)
