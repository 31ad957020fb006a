"""The files that the program wrote about one debtor, and the lines of the audit chain: what is the debtor's alone, and where others stand beside."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from pathlib import Path

from pyaddin.history.audit_lines import Change
from pyaddin.ledger.book import RawLedger
from pyaddin.ledger.of_debtor import OwnRow, cases_of
from pyaddin.records import dataclass

_READ = frozenset({".html", ".csv", ".json", ".txt", ".eml"})
_MOST = 30_000_000
"""Larger files are not looked into; a person is told of them."""


@dataclass(frozen=True, slots=True)
class Files:
    """``mine``: named after one of the debtor's cases. ``shared``: text files in which the debtor stands beside others. ``closed``: lists, print files and
    pictures of which the program cannot tell who stands in them."""

    mine: tuple[Path, ...]
    shared: tuple[Path, ...] = ()
    closed: tuple[Path, ...] = ()


def out_folders(ledger: Path) -> list[Path]:
    """Where the program writes beside this ledger."""
    return [folder for folder in sorted(ledger.parent.glob(f"{ledger.stem}-out*")) if folder.is_dir()]


def files_of(ledger: Path, cases: Collection[str], words: Collection[str] = ()) -> Files:
    """The files below the ledger's output folders. ``words``: names and addresses that are looked for in text files."""
    named = re.compile("|".join(rf"(?<![A-Za-z0-9]){re.escape(case)}(?![A-Za-z0-9])" for case in cases)) if cases else None
    mine, shared, closed = [], [], []
    for folder in out_folders(ledger):
        for file in sorted(file for file in folder.rglob("*") if file.is_file()):
            if named is not None and named.search(file.name):
                mine.append(file)
            elif file.suffix.lower() not in _READ or file.stat().st_size > _MOST:
                closed.append(file)
            elif _stands_in(file, (*words, *cases)):
                shared.append(file)
    return Files(tuple(mine), tuple(shared), tuple(closed))


def _stands_in(file: Path, words: Collection[str]) -> bool:
    content = file.read_bytes()
    return any(word.encode("utf-8") in content for word in words)


def about_debtor(raw: RawLedger, debtor_id: str, rows: Collection[OwnRow]) -> Callable[[Change], bool]:
    """Whether a line of the audit chain is about the debtor: a row that the ledger shows, or one gone since that names the debtor or a case."""
    keys = {(own.sheet, own.key) for own in rows}
    ids = frozenset(f"s{one}" for one in (debtor_id, *cases_of(raw, debtor_id)))

    def mine(change: Change) -> bool:
        if (change.sheet, change.key) in keys:
            return True
        return not change.column and any(_names(text, ids) for text in (change.old, change.new) if text)

    return mine


def _names(text: str, ids: Collection[str]) -> bool:
    cells = json.loads(text)
    return any(cells.get(column) in ids for column in ("Debtor ID", "Case ID", "Suggested case", "Applies to"))
