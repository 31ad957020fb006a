"""New versions of several files that take their names together: a note says which ones are complete, and whoever comes next finishes what was cut off."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

NOTE = ".replacing"
_NEW = ".new"


def new_version(path: Path) -> Path:
    """Where the next version of a file is written."""
    return path.with_name(f".{path.name}{_NEW}")


def replaced(folder: Path, paths: Sequence[Path]) -> None:
    """The new versions of these files become the files. A crash before the note leaves the old ones, one after it the new ones: ``finished`` sees to it."""
    for path in paths:
        _on_disk(new_version(path))
    note, half = folder / NOTE, folder / f"{NOTE}.half"
    half.write_text(json.dumps([path.relative_to(folder).as_posix() for path in paths]), encoding="utf-8")
    _on_disk(half)
    half.replace(note)
    finished(folder)


def finished(folder: Path) -> None:
    """Carries a replacement to its end that was noted and cut off; new versions without a note were never complete and are overwritten by the next."""
    note = folder / NOTE
    try:
        names = json.loads(note.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    for name in names:
        made = new_version(folder / name)
        if made.exists():
            made.replace(folder / name)
    note.unlink(missing_ok=True)


def _on_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
