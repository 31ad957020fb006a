"""An office whose runs and senders are killed (SIGKILL) at random moments, restarted each time, and counted over at the end.

The count is made from what the mail server took over and from the ledger's sheets, not from what the program says of itself.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from pyaddin.tasks import sender
from tests.stories.desk import Office, case, day, debtor, installments
from tests.stories.post_office import PostOffice
from tests.tasks.open_desk import OpenDesk

WEEKS = ("11-23", "11-30", "12-07")  # a level each: 1, 2, 3
DUE = "11-20"


@dataclass
class Tally:
    """What a campaign has come to."""

    starts: int = 0
    kills: int = 0
    messages: int = 0
    due: int = 0
    duplicates: int = 0
    lost: int = 0
    parked: int = 0
    arrived: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name in ("starts", "kills", "messages", "due", "duplicates", "lost", "parked", "arrived"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.faults += other.faults

    def __str__(self) -> str:
        counts = f"{self.starts} starts, {self.kills} killed, {self.due} messages due, {self.messages} taken over by the server"
        return f"{counts}, {self.duplicates} duplicates, {self.lost} lost, {self.parked} parked ({self.arrived} had arrived), faults {self.faults}"


def in_child(work: Callable[[], int], after: float | None = None) -> int:
    """Exit code of ``work`` in a child process; it is killed ``after`` seconds unless it has ended (then the code is -9)."""
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = work()
        finally:
            os._exit(code)
    until = None if after is None else time.monotonic() + after
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if until is not None and time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)
            until = None
        time.sleep(0.001)


def emails(number: int) -> str:
    return f"debtor{number}@debtor.example"


def office_of(folder: Path, post: PostOffice, debtors: int, login: str) -> Office:
    """One overdue case for each debtor; mail leaves by the post office."""
    numbers = range(1, debtors + 1)
    rows = {
        "Debtors": [debtor(number, Email=emails(number), Name=f"Debtor {number}") for number in numbers],
        "Cases": [case(number, number) for number in numbers],
        "Installments": [row for number in numbers for row in installments(number, [DUE])],
    }
    settings = {**post.settings, "transport": "smtp", "supervisors": login}
    return Office(folder).new(rows, settings, ledger_id=f"OFFICE-{folder}")  # its own, so that no Message-ID is another office's


class KilledOffice:
    """One office through three weeks of reminders. ``way``: ``weekly`` kills runs, ``sender`` the sender of a click on an open workbook."""

    def __init__(self, folder: Path, post: PostOffice, seed: int, debtors: int, login: str) -> None:
        self.office = office_of(folder, post, debtors, login)
        self.post = post
        self.chance = random.Random(seed)
        self.debtors = debtors
        self.tally = Tally()
        self.took = 1.0
        self.before = len(post.taken)

    def at(self, on: str) -> None:
        self.office._today = day(on)

    def weekly(self) -> int:
        answer = self.office.run("weekly", "--by", "test")
        if answer.code == 2:
            self.tally.faults.append(f"weekly: {answer.data}")
        return answer.code

    def killed(self, work: Callable[[], int], kills: int) -> None:
        """So many starts, each killed at a random moment, then one that is left alone."""
        for _ in range(kills):
            began = time.monotonic()
            code = in_child(work, self.chance.uniform(0, 1.1) * self.took)
            self.tally.starts += 1
            self.tally.kills += code == -signal.SIGKILL
            if code in (0, 1):  # it came to its end before the moment: the next moments are chosen nearer
                self.took = max(self.took * 0.7, time.monotonic() - began)
            if code not in (-signal.SIGKILL, 0, 1):
                self.tally.faults.append(f"exit code {code}")
        began = time.monotonic()
        code = in_child(work)
        self.tally.starts += 1
        if code not in (0, 1):
            self.tally.faults.append(f"exit code {code} of a run that was left alone")
        self.took = max(self.took / 2, time.monotonic() - began)

    def settle(self) -> None:
        """A person looks into the mailbox of each parked message and says the truth; what had not arrived goes again."""
        again = False
        for item in self.office.run("outbox", "list")["items"]:
            if item["state"] != "unknown":
                continue
            arrived = bool(self.copies(str(item["key"])))
            self.tally.parked += 1
            self.tally.arrived += arrived
            said = self.office.run("outbox", "resolve", "--key", str(item["key"]), "--as", "sent" if arrived else "not-sent")
            if said.code:
                self.tally.faults.append(f"resolve {item['key']}: {said.data}")
            again = True
        if again:
            self.weekly()

    def copies(self, key: str) -> int:
        """How often the server took a message of this key over, by its Message-IDs in the journal."""
        ids = self.ids().get(key, set())
        return sum(1 for taken in self.post.taken[self.before :] if taken["id"] in ids)

    def ids(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        with sqlite3.connect(f"{self.office.journal.as_uri()}?mode=ro", uri=True) as db:
            for key, message_id in db.execute("SELECT k.key, m.message_id FROM message_keys k JOIN messages m ON m.uid = k.uid"):
                found.setdefault(key, set()).add(message_id)
        return found

    def weeks(self, kills: int) -> Tally:
        """Killed runs, week after week; the first mail is parked by the brake and released as a whole."""
        for number, on in enumerate(WEEKS):
            self.at(on)
            if number == 0:
                self.weekly()
                self.office.run("outbox", "approve", "--all")
            self.killed(self.weekly, kills)
            self.settle()
        return self.counted(len(WEEKS))

    def clicks(self, kills: int) -> Tally:
        """Killed senders: each week a clerk clicks Weekly run at the open workbook, closes it without saving, and a run enters what had left."""
        for on in WEEKS:
            desk = OpenDesk(self.office, datetime.combine(day(on), time_of_day(9), tzinfo=UTC))
            desk.click(on=on)
            if on == WEEKS[0]:
                self.office.run("outbox", "approve", "--all")
                desk.click(on=on)
            self.killed(lambda on=on: send(self.office.path, on), kills)  # type: ignore[misc]
            desk.close()
            self.at(on)
            self.weekly()
            self.settle()
        return self.counted(len(WEEKS))

    def counted(self, levels: int) -> Tally:
        """Every debtor got each level exactly once, the ledger shows it, and journal and ledger agree."""
        taken = self.post.taken[self.before :]
        self.tally.messages += len(taken)
        self.tally.due += self.debtors * levels
        known = {message_id: key for key, found in self.ids().items() for message_id in found}
        count = Counter(known.get(one["id"], "stranger") for one in taken)
        for number in range(1, self.debtors + 1):
            for level in range(1, levels + 1):
                times = count.pop(f"C-{number:05d}|1|reminder|{level}", 0)
                self.tally.lost += times == 0
                self.tally.duplicates += max(0, times - 1)
        self.tally.faults += [f"{times} messages under {key}" for key, times in count.items()]
        to = Counter(one["to"] for one in taken)
        self.tally.faults += [f"{address}: {times}" for address, times in to.items() if times != levels and not self.tally.lost + self.tally.duplicates]
        keys = Counter((row["Key"], row["Result"]) for row in self.office.sheet("Contacts") if row["Key"])
        if keys != Counter({(f"C-{number:05d}|1|reminder|{level}", "sent"): 1 for number in range(1, self.debtors + 1) for level in range(1, levels + 1)}):
            self.tally.faults.append(f"Contacts: {sorted(keys.items())}")
        if not self.office.clean():
            self.tally.faults.append("verify finds something")
        return self.tally


def sender_clock(on: str) -> Callable[[], datetime]:
    """The clock of a sender that was started when the time to take back is over."""
    start = datetime.combine(day(on), datetime.min.time(), tzinfo=UTC) + timedelta(hours=12)
    ticks = iter(range(10**9))
    return lambda: start + timedelta(milliseconds=10 * next(ticks))


def send(path: Path, on: str) -> int:
    """The sender as its own process runs it, without waiting."""

    def never(seconds: float) -> None:
        return None

    sender.run(path, now=sender_clock(on), pause=never)
    return 0


