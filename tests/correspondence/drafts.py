"""Messages and transports for the outbox tests."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyaddin.correspondence.entry import FREE, Delivery, Draft, Entry
from pyaddin.correspondence.message import Planned
from pyaddin.correspondence.outbox import Outbox

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def clock(start: datetime = START) -> Callable[[], datetime]:
    """A clock that goes on one second a look."""
    ticks = itertools.count()
    return lambda: start + timedelta(seconds=next(ticks))


def draft(*keys: str, transport: str = "folder", approval: bool = False, body: bytes = b"", run_id: str = "R1", channel: str = "email") -> Draft:
    """A message that settles these keys; the case is the first part of each key."""
    pairs = tuple((key, key.split("|")[0]) for key in keys)
    planned = Planned(pairs, pairs[0][1], "D-1", channel, "who@example.org", "A Name", START, run_id, approval, "T1: three days late")
    kind = keys[0].split("|")[2] if keys[0].count("|") == 3 else "reminder"
    text = body or b"" if transport == "task" else body or f"Message-ID: <{keys[0]}>\r\n\r\nletter to {keys[0]}\r\n".encode()
    return Draft(planned, kind, 1 if kind == "reminder" else 0, "en/contact/reminder_1.txt", "0" * 64, f"<{keys[0]}@example.org>", text, transport)


def key(number: int, subject: str = "1", kind: str = "reminder") -> str:
    return f"C-{number:05}|1|{kind}|{subject}"


def open_box(ledger: Path, *, keys: tuple[str, ...] = (), runs: tuple[str, ...] = (), ledger_id: str = "L-1", create: bool = True) -> Outbox:
    return Outbox.open(ledger, ledger_id, ledger_keys=keys, ledger_runs=runs, now=clock(), create=create)


def is_free(box: Outbox, key: str) -> bool:
    """Whether a message under this key may be planned."""
    return box.state_of(key) in (None, *FREE)


def listing(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@dataclass
class Script:
    """A transport that answers as told and writes down what it was asked. It cannot prove anything."""

    answer: Delivery = Delivery("sent", "250 ok")
    before: Delivery | None = None
    arrived: bool | None = None
    name: str = "smtp"
    place: str = "mail.example.org"
    provable: bool = False
    watch: Callable[[str], None] = lambda phase: None
    calls: list[str] = field(default_factory=list)

    def ready(self) -> None:
        self._note("ready")

    def envelope(self, entry: Entry) -> Delivery | None:
        self._note("envelope")
        return self.before

    def send(self, entry: Entry, body: bytes) -> Delivery:
        self._note("data")
        return self.answer

    def delivered(self, entry: Entry) -> bool | None:
        self._note("delivered")
        return self.arrived

    def _note(self, phase: str) -> None:
        self.calls.append(phase)
        self.watch(phase)
