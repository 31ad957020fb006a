"""Ledger files for tests, each made once per run: the same rows and settings give the same bytes (tests/build/test_workbook.py)."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from unittest import mock

from xlsxwriter.worksheet import Worksheet

from pyaddin.build.workbook import write_workbook
from pyaddin.ledger.book import Value

FOLDER = "LEDGERS_OF_THIS_RUN"
"""Environment variable of a run and its workers (tests/conftest.py): the folder in which they keep what they made for one another."""
_as_xlsxwriter_does = Worksheet._prepare_formula
_no_sheet = Worksheet()


@functools.cache
def _prepared(formula: str, expand_future_functions: bool = False) -> str:
    """A formula as XlsxWriter writes it: it looks for some eighty names in each of the six hundred formulas of a ledger, and they are the same in all."""
    return str(_as_xlsxwriter_does(_no_sheet, formula, expand_future_functions))


def _kept(path: Path, recipe: object) -> Path | None:
    """Where a ledger of this recipe lies for the tests of this run; ``None`` outside of a run (a campaign's own process)."""
    folder = os.environ.get(FOLDER)
    return Path(folder, f"{hashlib.sha256(repr(recipe).encode()).hexdigest()}{path.suffix}") if folder else None


def make_ledger(
    path: Path, rows: Mapping[str, Sequence[Mapping[str, Value]]] = MappingProxyType({}), *, ledger_id: str, language: str = "en",
    settings: Mapping[str, Value] | None = None,
) -> Path:
    """``write_workbook``, or a copy of what it wrote for an earlier test from equal values.

    Two workers that make the same ledger at once write the same bytes; whichever comes last takes the place of the other's.
    """
    kept = _kept(path, ({name: [dict(row) for row in some] for name, some in rows.items()}, ledger_id, language, dict(settings or {})))
    if kept is not None and kept.exists():
        shutil.copyfile(kept, path)
        return path
    with mock.patch.object(Worksheet, "_prepare_formula", lambda _, *words: _prepared(*words)):
        write_workbook(path, rows, ledger_id=ledger_id, language=language, settings=settings)
    if kept is not None:
        mine = kept.with_name(f"{kept.name}.{os.getpid()}")
        shutil.copyfile(path, mine)
        mine.replace(kept)
    return path
