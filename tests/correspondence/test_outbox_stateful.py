"""Whatever is planned, sent, lost, settled and taken back in any order: no attempt is sent twice, no key has two live messages."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pyaddin.correspondence.entry import Delivery, Entry, KeyTaken, WrongStep
from tests.correspondence.drafts import draft, is_free, key, open_box


class Crash(Exception):
    """The program dies here."""


@dataclass
class World:
    """What left the office, and where the next program dies."""

    provable: bool
    name: str
    left: list[str] = field(default_factory=list)
    crash: str = ""
    answer: str = "sent"
    place: str = "post office"

    def ready(self) -> None:
        self._die("ready")

    def envelope(self, entry: Entry) -> Delivery | None:
        self._die("envelope")
        return None

    def send(self, entry: Entry, body: bytes) -> Delivery:
        self._die("before")
        if self.answer in ("sent", "unknown"):
            self.left.append(entry.uid)
        self._die("after")
        return Delivery(self.answer, "told")

    def delivered(self, entry: Entry) -> bool | None:
        return entry.uid in self.left if self.provable else None

    def _die(self, point: str) -> None:
        if self.crash == point:
            self.crash = ""
            raise Crash(point)


KEYS = st.integers(1, 4).map(key)


class OutboxMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.ways = {"folder": World(True, "folder"), "smtp": World(False, "smtp")}
        self.box = open_box(self.home / "collections.xlsm")

    def teardown(self) -> None:
        self.box.close()
        shutil.rmtree(self.home)

    @rule(keys=st.lists(KEYS, min_size=1, max_size=3, unique=True), way=st.sampled_from(["folder", "smtp"]), approval=st.booleans())
    def plan(self, keys: list[str], way: str, approval: bool) -> None:
        free = all(is_free(self.box, name) for name in keys)
        try:
            self.box.plan_many([draft(*keys, transport=way, approval=approval)])
            assert free
        except KeyTaken:
            assert not free

    @rule(name=KEYS)
    def approve(self, name: str) -> None:
        try:
            self.box.approve(name, "Ann")
            self.box.release()
        except (KeyError, WrongStep):
            pass

    @rule(name=KEYS)
    def cancel(self, name: str) -> None:
        try:
            self.box.cancel(name, "Ann")
        except (KeyError, WrongStep):
            assert self.box.state_of(name) not in ("planned", "queued")

    @rule(
        way=st.sampled_from(["folder", "smtp"]),
        crash=st.sampled_from(["", "", "ready", "envelope", "before", "after"]),
        answer=st.sampled_from(["sent", "sent", "failed", "deferred", "unknown"]),
        batch=st.booleans(),
    )
    def deliver(self, way: str, crash: str, answer: str, batch: bool) -> None:
        world = self.ways[way]
        world.crash, world.answer = crash, answer
        uids = [entry.uid for entry in [*self.box.items(("queued",)), *self.box.due()]]
        try:
            if batch:
                self.box.deliver_many(uids, world)
            else:
                for uid in uids:
                    self.box.deliver(uid, world)
        except Crash:
            self.restart()
        world.crash = ""

    @rule()
    def restart(self) -> None:
        self.box.close()
        self.box = open_box(self.home / "collections.xlsm")

    @rule(way=st.sampled_from(["folder", "smtp"]))
    def recover(self, way: str) -> None:
        self.box.recover(self.ways[way])
        assert self.box.items(("envelope", "data")) == []

    @rule()
    def enter(self) -> None:
        self.box.mark_entered(entry.uid for entry in self.box.unentered())
        assert self.box.unentered() == []

    @rule(name=KEYS)
    def retry(self, name: str) -> None:
        try:
            self.box.retry(name, "Ann")
            self.box.release()
        except (KeyError, WrongStep):
            assert self.box.state_of(name) not in ("deferred", "held")

    @precondition(lambda self: self.box.items(("unknown",)))
    @rule()
    def resolve_truly(self) -> None:
        entry = self.box.items(("unknown",))[0]
        self.box.resolve(entry.keys[0][0], "Ann", arrived=any(entry.uid in world.left for world in self.ways.values()))

    @invariant()
    def nothing_leaves_twice(self) -> None:
        left = Counter(uid for world in self.ways.values() for uid in world.left)
        assert all(count == 1 for count in left.values())
        by_key = Counter(name for entry in self.box.items() for name, _ in entry.keys if entry.uid in left)
        assert all(count == 1 for count in by_key.values())

    @invariant()
    def nothing_is_lost(self) -> None:
        left = {uid for world in self.ways.values() for uid in world.left}
        for entry in self.box.items():
            if entry.state in ("sent", "entered"):
                assert entry.uid in left
            if entry.uid in left:
                assert entry.state in ("data", "unknown", "sent", "entered")


TestOutboxMachine = OutboxMachine.TestCase
TestOutboxMachine.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
