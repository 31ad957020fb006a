"""Packs the committed workbook and tells whether two workbooks hold the same parts."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from pyaddin.build.workbook import write_workbook

TEMPLATE_ID = "TEMPLATE"


def digest(path: Path) -> str:
    """sha256 over the decompressed parts in order of their names: independent of the compressor."""
    total = hashlib.sha256()
    with zipfile.ZipFile(path) as file:
        for name in sorted(file.namelist()):
            data = file.read(name)
            total.update(f"{name}\n{len(data)}\n".encode())
            total.update(data)
    return total.hexdigest()


def build(target: Path) -> str:
    """Write the empty ledger (id ``TEMPLATE``) to ``target`` and give its digest. ``new`` makes ledgers with an id of their own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    write_workbook(target, ledger_id=TEMPLATE_ID)
    return digest(target)
