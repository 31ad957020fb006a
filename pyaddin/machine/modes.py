"""Who may read the files of the product: nobody who may not read the ledger itself.

On POSIX systems every file that is made while a ledger is worked on (journal, audit chain, snapshots, backups, papers, log) gets no more rights for group
and others than the ledger's own file has. On Windows files inherit the rights of their folder, and nothing is to be done here.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_GROUP, _OTHERS = 0o070, 0o007


def mask_of(mode: int) -> int:
    """The umask under which new files and folders get at most the rights of a file of this mode; the owner keeps all. 0600 -> 077, 0640 -> 027, 0664 -> 002."""
    mask = 0
    for read, write, everything in ((stat.S_IRGRP, stat.S_IWGRP, _GROUP), (stat.S_IROTH, stat.S_IWOTH, _OTHERS)):
        if not mode & read:
            mask |= everything
        elif not mode & write:
            mask |= write
    return mask


@contextmanager
def following(ledger: Path | None) -> Iterator[None]:
    """Inside, what is made beside this ledger may be read by nobody who may not read the ledger. Rights that are narrower already stay so."""
    if os.name != "posix" or ledger is None:
        yield
        return
    try:
        mode = ledger.stat().st_mode
    except OSError:
        yield
        return
    before = os.umask(0o077)
    os.umask(before | mask_of(mode))
    try:
        yield
    finally:
        os.umask(before)


def products(ledger: Path) -> list[Path]:
    """The files and folders that the program keeps beside this ledger, those inside the folders included."""
    found: list[Path] = []
    for pattern in (f"{ledger.stem}.*", f"{ledger.stem}-out*", f"{ledger.stem}-backups"):
        for path in sorted(ledger.parent.glob(pattern)):
            if path != ledger and (path.is_dir() or path.suffix in (".sqlite", ".log", ".jsonl", ".lock")):
                found += [path, *(sorted(path.rglob("*")) if path.is_dir() else ())]
    return found


def wider(ledger: Path) -> list[Path]:
    """Of these, the ones that more people may read or write than the ledger."""
    if os.name != "posix":
        return []
    try:
        mask = mask_of(ledger.stat().st_mode)
    except OSError:
        return []
    found = []
    for path in products(ledger):
        with suppress(OSError):
            if path.stat().st_mode & mask & (_GROUP | _OTHERS):
                found.append(path)
    return found


def narrow(ledger: Path) -> None:
    """Take the rights away that the ledger does not give."""
    mask = mask_of(ledger.stat().st_mode)
    for path in wider(ledger):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~mask)
