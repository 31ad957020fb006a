"""A ledger that is open on the desk, without a program: a book in memory beside its file, a clock that a pause moves on."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.memory import MemoryBook
from pyaddin.tasks import daily, remind, sender, stop_sends, weekly
from pyaddin.tasks.outcome import Outcome
from tests.stories.desk import Office, day


def in_memory(path: Path) -> MemoryBook:
    """The rows of a ledger file, held like a workbook that is open and not saved."""
    raw = ClosedBook(path).read()
    return MemoryBook({name: [dict(cells) for _, cells in table.rows] for name, table in raw.tables.items()}, ledger_id=raw.ledger_id, path=path)


def put_back(kept: Path, home: Path) -> None:
    """Every file as it was, with its times; into the files that are there, because a journal that was copied is another journal."""
    for path in home.rglob("*"):
        if path.is_file() and not (kept / path.relative_to(home)).exists():
            path.unlink()
    for path in kept.rglob("*"):
        if path.is_file():
            place = home / path.relative_to(kept)
            place.write_bytes(path.read_bytes())
            shutil.copystat(path, place)


@dataclass
class OpenDesk:
    """``office.path`` is open: its owner file lies there, and ``book`` holds what the clerk sees."""

    office: Office
    at: datetime = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    waited: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = in_memory(self.office.path)
        saved = (self.at - timedelta(hours=1)).timestamp()
        os.utime(self.office.path, (saved, saved))
        self.owner = self.office.path.with_name(f"~${self.office.path.name}")
        self.owner.write_bytes(b"\x03Amy")

    @property
    def path(self) -> Path:
        return self.office.path

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=10)
        return self.at

    def pause(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += timedelta(seconds=seconds)

    def click(self, kind: str = "weekly", on: str = "11-09", **more: Any) -> Outcome:
        """A run from the open workbook."""
        given: dict[str, Any] = {
            "as_of": day(on), "out": None, "transport": None, "dry_run": False, "by": "Amy", "now": self.now, "progress": lambda *_: None, "book": self.book,
        }  # fmt: skip
        if kind == "remind":
            given |= {"cases": (), "channel": None, "preview": False, "overrides": (), "reason": None}
        task = {"weekly": weekly, "daily": daily, "remind": remind}[kind]
        return task.run(self.path, **given | more)

    def send(self) -> Outcome:
        return sender.run(self.path, now=self.now, pause=self.pause)

    def stop(self) -> Outcome:
        return stop_sends.run(self.path, by="Amy", now=self.now, book=self.book)

    def close(self) -> None:
        """The clerk closes the workbook without saving."""
        self.owner.unlink(missing_ok=True)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [dict(cells) for _, cells in self.book.read().tables[table].rows]

    def results(self) -> list[tuple[str, str]]:
        """Key and Result of every keyed contact in the open workbook."""
        return [(row["Key"], row["Result"]) for row in self.rows("Contacts") if row["Key"]]
