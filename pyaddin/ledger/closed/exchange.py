"""The last step: a temporary file, read back, a backup, and one atomic exchange. Until then the old file is untouched."""

from __future__ import annotations

import glob
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pyaddin.errors import Stop

KEPT_BACKUPS = 30
LEFT_BEHIND = 3600
"""Seconds after which a temporary file belongs to nobody any more; a write takes less than a minute."""
_NUMBERED = re.compile(r"\.(\d{6,})\.[0-9a-f]{8}\.[^.]+")


def backup_folder(path: Path) -> Path:
    """Where the backups of a ledger lie: ``<stem>-backups`` beside it."""
    return path.with_name(f"{path.stem}-backups")


def numbered(path: Path) -> list[tuple[int, Path]]:
    """The backups of this ledger with their running numbers, oldest first."""
    folder = backup_folder(path)
    found: list[tuple[int, Path]] = []
    for file in folder.iterdir() if folder.is_dir() else ():
        match = _NUMBERED.fullmatch(file.name.removeprefix(path.stem)) if file.name.startswith(path.stem) else None
        if match:
            found.append((int(match.group(1)), file))
    return sorted(found)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut; Windows has no such call and needs none."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _back_up(path: Path, data: bytes, fingerprint: str) -> Path:
    folder = backup_folder(path)
    folder.mkdir(exist_ok=True)
    number = max((number for number, _ in numbered(path)), default=0) + 1
    target = folder / f"{path.stem}.{number:06d}.{fingerprint[:8]}{path.suffix}"
    try:
        _write_synced(target, data)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target


def _sweep(path: Path) -> None:
    """Temporary files of programs that died before they could take them away: they hold a whole ledger. One that may still be written is left alone."""
    now = path.stat().st_mtime
    for file in path.parent.glob(f".{glob.escape(path.stem)}.*.tmp"):
        if file.stat().st_mtime < now - LEFT_BEHIND:
            file.unlink(missing_ok=True)


def put_in_place(path: Path, old: bytes, new: bytes, *, fingerprint: str, verify: Callable[[bytes], None], recheck: Callable[[], None]) -> Path:
    """Puts ``new`` in the place of ``old`` and returns the backup.

    ``verify`` reads the temporary file's bytes and stops when they are not what was meant; ``recheck`` stops when the
    ledger was changed or opened meanwhile. On any failure the old file is untouched and nothing is left beside it.
    """
    temporary: Path | None = None
    backup: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}.", suffix=".tmp", dir=path.parent)
        os.close(handle)
        temporary = Path(name)
        _write_synced(temporary, new)
        shutil.copymode(path, temporary)
        verify(temporary.read_bytes())
        backup = _back_up(path, old, fingerprint)
        recheck()
        os.replace(temporary, path)
    except BaseException as problem:
        for leftover in (temporary, backup):
            if leftover is not None:
                with suppress(OSError):
                    leftover.unlink(missing_ok=True)
        with suppress(OSError):  # goes only when it is empty
            backup_folder(path).rmdir()
        if isinstance(problem, OSError):
            raise Stop("X-WRITE", problem.strerror or str(problem)) from problem
        raise
    with suppress(OSError):
        _sync_folder(path.parent)
        _sweep(path)
        for _, file in numbered(path)[:-KEPT_BACKUPS]:
            file.unlink(missing_ok=True)
    return backup
