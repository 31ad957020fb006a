"""A sender that dies at any point: after the next run each key has exactly one file, nothing is lost, nothing is doubled.

Every run of the driver writes to a folder of its own, as the weekly run does, so a message sent twice would lie in two folders.
"""

from __future__ import annotations

import hashlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from pyaddin.correspondence.entry import Draft, KeyTaken, WrongStep
from pyaddin.correspondence.journal import Journal
from pyaddin.correspondence.outbox import Outbox
from pyaddin.correspondence.send import FolderTransport, folder
from tests.correspondence.drafts import Script, clock, draft, key, open_box

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@dataclass
class Office:
    """A ledger and what its weekly run would write. ``entered`` stands for the Contacts sheet: one line per message written down."""

    home: Path
    drafts: list[Draft]

    @property
    def ledger(self) -> Path:
        return self.home / "collections.xlsm"

    @property
    def entered(self) -> Path:
        return self.home / "contacts.txt"

    def run(self, number: int, *, batch: bool) -> None:
        """The driver: settle, plan what is free, send, enter in the ledger, tell the journal."""
        transport = FolderTransport(self.home / f"out-{number}")
        lines = self.entered.read_text().split() if self.entered.exists() else []
        rows = {line.split("=")[0]: line.split("=")[1] for line in lines if line.endswith(";")}
        with Outbox.open(self.ledger, "L-1", ledger_keys=set(rows), ledger_runs=(), now=clock(), create=True) as box:
            assert box.usable, box.doubt
            box.recover(transport)
            for item in self.drafts:
                try:
                    box.plan_many([item])
                except KeyTaken:
                    continue
            queued = [entry.uid for entry in box.items(("queued",))]
            if batch:
                box.deliver_many(queued, transport)
            else:
                for uid in queued:
                    box.deliver(uid, transport)
            found = box.unentered()
            with self.entered.open("a") as sheet:
                for entry in found:
                    for name, _ in entry.keys:
                        if name not in rows:
                            sheet.write(f"{name}={entry.result};\n")
            box.mark_entered(entry.uid for entry in found)

    def check(self) -> None:
        """One file per message over all folders, with the journal's bytes; every key entered; nothing half-made."""
        files = [path for path in self.home.glob("out-*/emails/*")]
        assert [path for path in files if path.suffix != ".eml"] == []
        assert Counter(path.name for path in files).most_common(1)[0][1] == 1
        assert Counter(path.read_bytes() for path in files) == Counter(item.body for item in self.drafts)
        with open_box(self.ledger) as box:
            entries = box.items()
            assert {(entry.state, entry.result, entry.attempt) for entry in entries} == {("entered", "sent", 1)}
            assert Counter(name for entry in entries for name, _ in entry.keys) == Counter(name for item in self.drafts for name, _ in item.planned.keys)
            assert {entry.sha256 for entry in entries} == {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def in_child(work: Callable[[], None]) -> int:
    """Run ``work`` in a forked child; the child's exit code (0 = it came to its end)."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying(office: Office, point: int, *, batch: bool) -> Callable[[], None]:
    """The driver, which dies at the given point of all points: before and after each commit, write, rename and settling of a folder."""

    def work() -> None:
        count = 0

        def reached() -> None:
            nonlocal count
            count += 1
            if count == point:
                os._exit(9)

        def around(original: Callable[..., object]) -> Callable[..., object]:
            def wrapped(*arguments: object, **named: object) -> object:
                reached()
                answer = original(*arguments, **named)
                reached()
                return answer

            return wrapped

        plain = Journal.commit

        @contextmanager
        def commit(self: Journal) -> Iterator[None]:
            reached()
            with plain(self):
                yield
                reached()
            reached()

        Journal.commit = commit  # type: ignore[method-assign]
        os.replace = around(os.replace)  # type: ignore[assignment]
        os.fsync = around(os.fsync)  # type: ignore[assignment]
        folder._settle = around(folder._settle)  # type: ignore[assignment]
        office.run(0, batch=batch)

    return work


@pytest.mark.parametrize("batch", [True, False])
def test_death_at_every_single_point(tmp_path: Path, batch: bool) -> None:
    point = 0
    while True:
        point += 1
        home = tmp_path / str(point)
        home.mkdir()
        office = Office(home, [draft(key(1)), draft(key(2), key(3))])
        code = in_child(dying(office, point, batch=batch))
        office.run(1, batch=batch)
        office.check()
        office.run(2, batch=batch)
        office.check()
        if code == 0:
            break
        assert code == 9
    assert point > (25 if batch else 40)  # the points were really there


def test_death_twice_in_a_row(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(25):
        home = tmp_path / str(number)
        home.mkdir()
        office = Office(home, [draft(key(1)), draft(key(2), key(3)), draft(key(4))])
        for _ in range(2):
            assert in_child(dying(office, chance.randrange(1, 30), batch=bool(number % 2))) in (0, 9)
        office.run(1, batch=True)
        office.check()


def slow_down() -> None:
    """A slow disk, so that the work is not done before the first kill."""
    settle = folder._settle

    def slowly(folder: Path) -> None:
        time.sleep(0.002)
        settle(folder)

    folder._settle = slowly


@pytest.mark.parametrize("batch", [True, False])
def test_killed_at_random_moments(tmp_path: Path, batch: bool) -> None:
    office = Office(tmp_path, [draft(key(number), key(number + 500)) for number in range(60)])
    chance = random.Random(20261123)
    killed = 0
    for number in range(20):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                slow_down()
                office.run(number, batch=batch)
                code = 0
            finally:
                os._exit(code)
        time.sleep(chance.uniform(0.002, 0.03))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert killed >= 3
    office.run(98, batch=batch)
    office.check()
    office.run(99, batch=batch)
    office.check()


def test_a_message_inside_data_of_a_real_server_is_parked_after_death(tmp_path: Path) -> None:
    ledger = tmp_path / "collections.xlsm"
    for number, phase in enumerate(("envelope", "data")):

        def die(found: str, phase: str = phase) -> None:
            if found == phase:
                os._exit(9)

        def work(number: int = number, die: Callable[[str], None] = die) -> None:
            with open_box(ledger) as box:
                (entry,) = box.plan_many([draft(key(number), transport="smtp")])
                box.deliver(entry.uid, Script(watch=die))

        assert in_child(work) == 9
    with open_box(ledger) as box:
        assert [(entry.case_id, entry.state) for entry in box.recover(Script())] == [("C-00000", "queued"), ("C-00001", "unknown")]
        with pytest.raises(WrongStep):
            box.deliver(box.items(("unknown",))[0].uid, Script())
