"""The dated backups that every write leaves, and bringing one back: read and proven first, the file of now kept as a backup itself."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.closed import exchange
from pyaddin.ledger.closed.opened import opened_by
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Backup:
    """The ledger as it was before one write. ``at``: when the file was put aside (UTC)."""

    name: str
    path: Path
    at: datetime
    size: int


def backups(path: Path) -> list[Backup]:
    """The backups of a ledger, the newest first."""
    found = []
    for _, file in reversed(exchange.numbered(path)):
        seen = file.stat()
        found.append(Backup(file.name, file, datetime.fromtimestamp(seen.st_mtime, UTC), seen.st_size))
    return found


def named(path: Path, name: str) -> Backup:
    """The backup of this name. Raises ``Stop`` X-OPTION; a path is no name."""
    for backup in backups(path):
        if backup.name == name:
            return backup
    raise Stop("X-OPTION", name, advice="No such backup of this ledger; `restore PATH` lists them.")


def bring_back(path: Path, backup: Backup) -> Path | None:
    """Puts the backup in the ledger's place in one step; returns the backup of what was there, ``None`` when nothing was.

    Raises ``Stop``: X-OPEN, X-CHANGED, X-WRITE, X-VERIFY; then nothing has changed.
    """
    data = backup.path.read_bytes()
    real = path.resolve()

    def proven(written: bytes) -> None:
        if written != data:
            raise Stop("X-VERIFY", backup.name)

    if not real.exists():
        _put_where_none_is(real, data)
        return None
    old = real.read_bytes()
    fingerprint = sha256(old).hexdigest()

    def untouched() -> None:
        program = opened_by(path) or opened_by(real)
        if program:
            raise Stop("X-OPEN", program)
        if sha256(real.read_bytes()).hexdigest() != fingerprint:
            raise Stop("X-CHANGED", path.name)

    untouched()
    return exchange.put_in_place(real, old, data, fingerprint=fingerprint, verify=proven, recheck=untouched)


def _put_where_none_is(path: Path, data: bytes) -> None:
    """The ledger is gone: the backup takes its name, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Stop("X-WRITE", error.strerror or str(error)) from error
