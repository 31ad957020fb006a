"""Build the workbook from its sources, or check that the committed one is what the sources make."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pyaddin.build import pack
from pyaddin.tasks.outcome import Outcome

WORKBOOK = Path(__file__).resolve().parents[2] / "workbook" / "collections.xlsm"


def run(*, check: bool) -> Outcome:
    """Writes ``workbook/collections.xlsm``; with ``check`` only compares it with a fresh build. Exit code 1 when they differ."""
    if not check:
        return Outcome("build", {"path": str(WORKBOOK), "sha256": pack.build(WORKBOOK), "current": True})
    with tempfile.TemporaryDirectory() as folder:
        fresh = pack.build(Path(folder) / WORKBOOK.name)
    found = pack.digest(WORKBOOK) if WORKBOOK.exists() else ""
    return Outcome("build", {"path": str(WORKBOOK), "sha256": fresh, "current": found == fresh}, 0 if found == fresh else 1)
