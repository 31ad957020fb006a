"""Where finished documents are put: a folder beside the ledger, each file whole or not at all, named by ids that any file system takes."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from pathlib import Path

from pyaddin.correspondence.letter.press import Page, Unprintable
from pyaddin.errors import Stop
from pyaddin.records import dataclass

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MOST = 60


@dataclass(frozen=True, slots=True)
class Stored:
    """A document on disk."""

    path: Path
    pages: int
    sha256: str

    def as_json(self) -> dict[str, object]:
        return {"path": str(self.path), "pages": self.pages, "sha256": self.sha256}


def name_of(*parts: str) -> str:
    """A file name without blanks, path signs or hidden marks, made of ids: ``agreement_L-00001_v1.pdf``. An id that loses signs gets a mark of its own."""
    return "_".join(_safe(part) for part in parts if part) + ".pdf"


def _safe(part: str) -> str:
    """Ids that look alike without their unsafe signs must not become one file."""
    text = _UNSAFE.sub("-", part).strip("-.")[:_MOST]
    return text if text == part else f"{text or 'id'}-{hashlib.sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


def folder_of(ledger: Path, out: Path | None) -> Path:
    """``<ledger stem>-out/documents/`` beside the ledger unless another folder is asked for."""
    return out if out is not None else ledger.parent / f"{ledger.stem}-out" / "documents"


def store(page: Page, folder: Path, name: str) -> Stored:
    """Write the document, over an older one of the same name. Raises ``Stop`` X-WRITE."""
    target = folder.absolute() / name
    part = target.with_name(f".{name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(page.pdf)
        os.replace(part, target)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise Stop("X-WRITE", f"{name}: {error.strerror}", advice="Close the file if it is open in a viewer, or choose another folder with --out.") from error
    return Stored(target, page.pages, hashlib.sha256(page.pdf).hexdigest())


def refused(error: Unprintable) -> Stop:
    """A document that cannot be printed, as the stop of its command."""
    return Stop("X-PRINT", error.found, advice=error.advice)
