"""Where slices are cut from and brought back to: a ledger file with its journal and a small memory beside it, or the shared store.

The memory of a slice is one JSON object: who has it, since when, every row as cut (``rows``), and which new rows a merge was about to add (``intended``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from pyaddin.correspondence.carrying import Carried, bring_in, messages_of
from pyaddin.errors import Stop
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed import ClosedBook

Memory = dict[str, Any]


class Origin(Protocol):
    """A ledger from which slices are cut."""

    name: str
    book: Book

    def only_of(self, *, owner: str = "", debtors: Collection[str] = ()) -> None:
        """Whom the command is about: debtors of a case of this owner, or these. An origin that no memory holds reads only them; others read all."""
        ...

    def taken(self, sheet: str, keys: Collection[str]) -> set[str]:
        """Which of these ids stand in the part of the origin that is not read."""
        ...

    def messages(self, ledger_id: str, cases: Collection[str]) -> list[Carried]:
        """What was written to the debtors of these cases."""
        ...

    def take_messages(self, ledger_id: str, messages: Sequence[Carried], runs: Sequence[str], *, now: Callable[[], datetime], why: str) -> int:
        """Enter what a slice has written meanwhile; the number of messages that were new or had gone on."""
        ...

    def recall(self, slice_id: str) -> Memory | None:
        """The memory of a slice; ``None`` for one that was not cut here."""
        ...

    def remember(self, slice_id: str, memory: Memory) -> None:
        """Keep it, whole or not at all."""
        ...

    def forget(self, slice_id: str) -> None:
        """Drop the memory of a slice that came to nothing; where all is done together, it goes with the rest."""
        ...

    def all_or_nothing(self) -> Any:
        """A context in which everything is done together where the origin can; a file's steps are each safe to repeat instead."""
        ...


class FileOrigin:
    """A ledger file: its journal lies beside it, and the memory of each slice in ``<stem>.slices``."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.book: Book = ClosedBook(path)
        self._path = path

    def only_of(self, *, owner: str = "", debtors: Collection[str] = ()) -> None:
        return

    def taken(self, sheet: str, keys: Collection[str]) -> set[str]:
        return set()

    def messages(self, ledger_id: str, cases: Collection[str]) -> list[Carried]:
        return messages_of(self._path, ledger_id, cases)

    def take_messages(self, ledger_id: str, messages: Sequence[Carried], runs: Sequence[str], *, now: Callable[[], datetime], why: str) -> int:
        return bring_in(self._path, ledger_id, messages, runs, now=now, why=why)

    def recall(self, slice_id: str) -> Memory | None:
        try:
            found: Memory = json.loads(self._memory(slice_id).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise Stop("X-SLICE", f"{self._memory(slice_id).name}: {error}", advice="Bring the file back from a backup; nothing was merged.") from error
        return found

    def remember(self, slice_id: str, memory: Memory) -> None:
        path = self._memory(slice_id)
        half = path.with_suffix(".half")
        try:
            path.parent.mkdir(exist_ok=True)
            with half.open("w", encoding="utf-8") as file:
                json.dump(memory, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            os.replace(half, path)
        except OSError as error:
            raise Stop("X-WRITE", f"{path.name}: {error.strerror}") from error

    def forget(self, slice_id: str) -> None:
        path = self._memory(slice_id)
        with suppress(OSError):  # a folder that holds other slices stays
            path.unlink(missing_ok=True)
            path.parent.rmdir()

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        yield

    def _memory(self, slice_id: str) -> Path:
        return self._path.parent / f"{self._path.stem}.slices" / f"{slice_id}.json"


def forget(ledger: Path, debtor_id: str, cases: Collection[str]) -> int:
    """Erase a debtor's cells from the memory of every slice beside the ledger; the number of rows. Their keys stay, so that an old slice brings nothing back
    unasked: it would only be told as conflicts."""
    origin, ids, count = FileOrigin(ledger), {debtor_id, *cases}, 0
    for slice_id in _slices(ledger):
        memory = origin.recall(slice_id) or {"rows": {}}
        found = 0
        for rows in memory["rows"].values():
            for known in rows.values():
                if ids & {known[1].get(name) for name in ("Debtor ID", "Case ID", "Applies to")}:
                    known[1], found = {}, found + 1
        if found:
            origin.remember(slice_id, memory)
        count += found
    return count


def out_with(ledger: Path, debtor_id: str) -> str:
    """The file of the slice that has this debtor and was not brought back yet; blank for none."""
    for slice_id in _slices(ledger):
        memory = FileOrigin(ledger).recall(slice_id)
        if memory and not memory["merged_at"] and debtor_id in memory["debtors"]:
            return str(memory["file"])
    return ""


def _slices(ledger: Path) -> list[str]:
    return sorted(file.stem for file in (ledger.parent / f"{ledger.stem}.slices").glob("S-*.json"))
