"""Sentences of empathy for call scripts: ``templates/<language>/prompts.txt``, one line ``CODE: sentence`` per reason code; lines with # are remarks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pyaddin.correspondence import lint
from pyaddin.records import dataclass

FILE = "prompts.txt"


@dataclass(frozen=True, slots=True)
class Prompts:
    """The sentences by reason code, in the order of the file, and the hash of the file; empty where a language has none."""

    sentences: Mapping[str, str]
    sha256: str = ""

    def joined(self, digest: str) -> str:
        """The hash of a wording together with these sentences."""
        return hashlib.sha256(f"{digest}\n{self.sha256}".encode()).hexdigest() if self.sha256 else digest


NONE = Prompts({})
_read: dict[Path, tuple[tuple[int, int], Prompts]] = {}


def read(templates: Path, language: str) -> Prompts:
    """The sentences of a language; a file that changed is read again.

    Raises ``Stop`` (X-TEMPLATE): not UTF-8, a line without a code, a code twice, or a sentence that threatens or presses.
    """
    path, name = templates / language / FILE, f"{language}/{FILE}"
    try:
        state = path.stat()
    except OSError:
        return NONE
    known = _read.get(path)
    if known is not None and known[0] == (state.st_mtime_ns, state.st_size):
        return known[1]
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise lint.stop(name, None, "the file is not UTF-8 text; save it as UTF-8") from None
    found = Prompts(_sentences(source, name), hashlib.sha256(source.encode("utf-8")).hexdigest())
    _read[path] = ((state.st_mtime_ns, state.st_size), found)
    return found


def _sentences(source: str, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        code, colon, sentence = (part.strip() for part in line.partition(":"))
        if not colon or not sentence or not code.isascii() or code != code.upper():
            raise lint.stop(name, number, "a line must read 'CODE: sentence'")
        if code in found:
            raise lint.stop(name, number, f"'{code}' stands there twice")
        found[code] = sentence
    lint.check_words(source, name)
    return found
