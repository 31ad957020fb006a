"""What took long to make from fixed things, remembered from one start of the program to the next: wordings compiled and checked, calendars of a year.

It lies among the program's own compiled modules (``__pycache__``) and nowhere else: some of it is code, so it may only be read from where whoever can
write could change the program itself. Never beside wording files or a ledger, which others may edit. Each piece carries a digest over itself and over
what it was made of; any other piece is as good as none. Where Python may not write its compiled modules, nothing is remembered.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source, find_spec
from pathlib import Path

_SIZE = hashlib.sha256().digest_size


@cache
def _folder() -> Path:
    return Path(cache_from_source(__file__)).parent


@cache
def modules(package: str) -> bytes:
    """The modules of a package as they lie on the disk, without loading them: another release, or an edit, is told by it."""
    spec = find_spec(package)
    folders = () if spec is None else spec.submodule_search_locations or ()
    files = sorted(file for folder in folders for file in Path(folder).glob("*.py"))
    return repr([(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files]).encode("utf-8")


def _place(name: str) -> Path:
    return _folder() / f"remembered-{hashlib.sha256(name.encode('utf-8')).hexdigest()[:32]}"


def _digest(name: str, made_of: bytes, made: bytes) -> bytes:
    parts = (repr((name, sys.implementation.cache_tag, sys.hexversion)).encode("utf-8"), made_of, made)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def found(name: str, made_of: bytes) -> bytes | None:
    """What was made of this under this name; ``None`` when nothing is remembered, or it was made of something else, or is damaged."""
    try:
        data = _place(name).read_bytes()
    except OSError:
        return None
    made = data[_SIZE:]
    return made if data[:_SIZE] == _digest(name, made_of, made) else None


def keep(name: str, made_of: bytes, made: bytes) -> None:
    """Remember it; silently nothing where the folder cannot be written, or Python is told not to."""
    if sys.dont_write_bytecode:
        return
    place = _place(name)
    part = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(_digest(name, made_of, made) + made)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
