"""The write-back step alone: all that a weekly run changes, decided beforehand, into the closed file, with backup, checks and proof on.

``python -m benchmarks.writing LEDGER isal|zlib|openpyxl`` prints CPU seconds as JSON. Ours counts the writing, and beside it the reading that comes
before; openpyxl's counts loading, entering and saving.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import openpyxl

from benchmarks.ledgers import AS_OF
from benchmarks.openpyxl_run import AT, enter
from benchmarks.our_run import peak, used
from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.ledger.book import Edit
from pyaddin.ledger.closed import ClosedBook, deflate
from pyaddin.ledger.edits import one_by_one
from pyaddin.tasks.deciding import decided
from pyaddin.tasks.entries import Ledger, Numbers, computed_edits
from pyaddin.tasks.moves import move_rows
from pyaddin.tasks.opening import open_ledger

PLAIN_LEVEL = 6


def changes(path: Path) -> list[Edit]:
    """What a weekly run enters, without its messages."""
    opened = open_ledger(path, as_of=AS_OF, now=lambda: AT)
    decisions = decided(opened.files, opened, "weekly", (), {})
    edits = list(computed_edits(Ledger(opened.typed), decisions, Numbers(opened.typed), AS_OF, today=decisions))
    for decision in decisions:
        edits += move_rows(decision, decision.level, AT, "W-2026-11-23", "bench")
    return edits


def ours(path: Path, edits: Sequence[Edit]) -> dict[str, float]:
    """Read, then write."""
    book = ClosedBook(path)
    start = used()
    fingerprint = book.read().fingerprint
    read = used()
    book.write(edits, fingerprint=fingerprint, as_of=AS_OF)
    return {"cpu": used() - read, "reading": read - start, "bytes": path.stat().st_size}


def theirs(path: Path, edits: Sequence[Edit]) -> dict[str, float]:
    """openpyxl's way, which takes cells one by one."""
    warnings.simplefilter("ignore")
    edits = one_by_one(edits)
    start = used()
    book = openpyxl.load_workbook(path, keep_vba=True)
    enter(book, edits)
    book.save(path)
    return {"cpu": used() - start, "bytes": path.stat().st_size}


def main() -> None:
    """Measure one way on a copy of the ledger."""
    with tempfile.TemporaryDirectory(prefix="collections-bench-") as place, at_one_go():
        path = Path(place) / "ledger.xlsm"
        shutil.copy(sys.argv[1], path)
        edits = changes(path)
        if sys.argv[2] == "openpyxl":
            told = theirs(path, edits)
        else:
            fast = deflate.FAST if sys.argv[2] == "isal" else None
            with mock.patch.multiple(deflate, FAST=fast, LEVEL=PLAIN_LEVEL):
                told = ours(path, edits)
        print(json.dumps(told | {"edits": len(one_by_one(edits)), "peak": peak()}))


if __name__ == "__main__":
    main()
