"""Ledger files for tests, each made once per worker: the same rows and settings give the same bytes (tests/build/test_workbook.py)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyaddin.build.workbook import write_workbook
from pyaddin.ledger.book import Value

KEPT = 64
"""Files that a worker keeps in memory, about 100 KiB each."""

_made: OrderedDict[str, bytes] = OrderedDict()


def make_ledger(path: Path, rows: Mapping[str, Sequence[Mapping[str, Value]]], *, ledger_id: str, settings: Mapping[str, Value] | None = None) -> Path:
    """``write_workbook``, or a copy of what it wrote for an earlier test from equal values."""
    recipe = repr((path.suffix, {name: [dict(row) for row in some] for name, some in rows.items()}, ledger_id, dict(settings or {})))
    if recipe in _made:
        path.write_bytes(_made[recipe])
        _made.move_to_end(recipe)
        return path
    write_workbook(path, rows, ledger_id=ledger_id, settings=settings)
    _made[recipe] = path.read_bytes()
    if len(_made) > KEPT:
        _made.popitem(last=False)
    return path
