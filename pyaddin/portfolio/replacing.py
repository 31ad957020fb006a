"""New versions of several files that take their names together: a note says which ones are complete, and whoever comes next finishes what was cut off."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.lock import Lock

NOTE = ".replacing"
LOCK = "portfolio.writing.lock"
"""Held by whoever writes the files of a portfolio, or finishes what another one was about to write."""
_NEW = ".new"


def new_version(path: Path) -> Path:
    """Where the next version of a file is written."""
    return path.with_name(f".{path.name}{_NEW}")


def replaced(folder: Path, paths: Sequence[Path]) -> None:
    """The new versions of these files become the files. A crash before the note leaves the old ones, one after it the new ones: ``finished`` sees to it."""
    for path in paths:
        _on_disk(new_version(path))
    note, half = folder / NOTE, folder / f"{NOTE}.half"
    half.write_text(json.dumps({path.relative_to(folder).as_posix(): _state(path) for path in paths}), encoding="utf-8")
    _on_disk(half)
    half.replace(note)
    finished(folder)


def caught_up(folder: Path, at: datetime) -> None:
    """Before the files are read: a replacement that was cut off is carried to its end. Raises ``Stop``: X-LOCKED while one is under way, X-WRITE."""
    if (folder / NOTE).exists():
        lock = Lock.take(folder / LOCK, at)
        try:
            finished(folder)
        finally:
            lock.release()


def finished(folder: Path) -> None:
    """Carries a replacement to its end that was noted and cut off; new versions without a note were never complete and are overwritten by the next.
    Whoever calls it holds the lock: the note of one replacement must not be taken for that of the next.

    A file that somebody has written since the note stays as it is now (a new export of the office, for example): the cut-off change of it is left out, and
    whoever made it finds that when it is made again.
    """
    note = folder / NOTE
    try:
        noted: dict[str, list[int] | None] | list[str] = json.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    # until 0.7.0 a note had the names alone
    before = {name: _state(folder / name) for name in noted} if isinstance(noted, list) else noted
    for name, state in before.items():
        path, made = folder / name, new_version(folder / name)
        with suppress(FileNotFoundError):  # it has its name already, by us or by another program that came upon the note
            if _state(path) == state:
                made.replace(path)
            else:
                made.unlink()
    note.unlink(missing_ok=True)


def _state(path: Path) -> list[int] | None:
    """Size and last change of a file; ``None`` for one that is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _on_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
