"""What a run works with and what it has done: messages, contacts and fees as the rules see them, and the rows that record them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import field
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence.entry import Entry, Transport
from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.ledger.book import AddRow, Edit, Value
from pyaddin.ledger.cells import instant_text
from pyaddin.records import dataclass
from pyaddin.rules.case import Adjustment, CaseFile, Contact
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import CLASS_OF_KIND
from pyaddin.rules.reason import Reason, because, rules_in
from pyaddin.tasks import letters
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.opening import Opened

PROGRAM = "program"
SHOWN = ("sent", "failed", "unknown")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the limits of the office mean for these messages, where they are only a part of what would leave: why all are parked, and the cases whose
    message ``daily_cap`` leaves to another day."""

    braked: tuple[Reason, ...] = ()
    held: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Desk:
    """What the run works with. Without an ``outbox`` (assess) nothing is worded: the picture after the acts is enough."""

    opened: Opened
    outbox: Outbox | None
    transport: Transport | None
    run_id: str
    dry_run: bool
    numbers: Numbers
    channel: str | None = None
    preview: bool = False
    due_at: datetime | None = None
    holding: bool = False
    """The ledger is open elsewhere: messages are queued, none leaves, and none that somebody queued with newer facts is touched."""
    kind: str = "weekly"
    now: Callable[[], datetime] | None = None
    """The real clock, where messages really leave: the gate is asked for that instant. ``None`` = for the planned hour of the as-of date."""
    copies: Path | None = None
    """Folder of this run, in which copies of what it mails lie."""
    limits: Limits | None = None
    """Of a part of a portfolio, where the whole has been counted; ``None`` = what this desk sends is all there is."""

    @property
    def language(self) -> str:
        """In which reasons are written."""
        return self.opened.policy.language


@dataclass(slots=True)
class Acts:
    """What was done: message lines for the answer, contacts and fees as the rules see them, ledger edits, journal uids entered, and why the
    brake parked the messages of the run."""

    messages: list[dict[str, object]] = field(default_factory=list)
    contacts: dict[str, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    fees: dict[str, list[Adjustment]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, Reason] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    stopped: int = 0
    """Messages that were left to the next run because somebody asked to stop."""
    braked: tuple[Reason, ...] = ()
    trouble: Stop | None = None
    """What ended the sending before all messages had left."""


def why_listed(why: str, case_id: str, lead: str, language: str) -> str:
    """The Why of a case that rides in another case's message says so."""
    return why if case_id == lead else because("LISTED", case=lead).text(language)


def message(acts: Acts, decision: Decision, kind: str, level: int, channel: str, result: str, why: str, file: str = "") -> None:
    """One line of the answer: a message that went, waits, failed or may not go."""
    acts.messages.append(
        {"case_id": decision.case_id, "kind": kind, "level": level, "channel": channel, "result": result, "why": why,
         "rules": list(rules_in(why)), "file": file or None}
    )


def document(entry: Entry) -> str:
    """Where the message's file lies, seen from the folder of all runs."""
    return f"{entry.run_id}/emails/{entry.file_name}"


def contact(desk: Desk, case_id: str, key: str, channel: str, kind: str, result: str, why: str, at: datetime) -> Contact:
    """A message of this run as the rules see it."""
    zone = desk.opened.zone_of(case_id)
    return Contact(case_id, at, at.astimezone(zone).date(), channel, "out", result, CLASS_OF_KIND[kind], key=key, why=why)


def enter(desk: Desk, acts: Acts, entry: Entry, result: str, why: str, keys: tuple[tuple[str, str], ...] | None = None) -> None:
    """One Contacts row per key of the message (all, or those given), and its late fee once it went out."""
    for key, case_id in entry.keys if keys is None else keys:
        words = why_listed(why, case_id, entry.case_id, desk.language)
        add_row(desk, acts, case_id, entry.debtor_id, key, entry.channel, entry.kind, result, words, entry.at, entry)
        if result == "sent":
            charge(desk, acts, desk.opened.file_of(case_id), key, entry.at.astimezone(desk.opened.zone_of(case_id)).date())


def add_row(
    desk: Desk,
    acts: Acts,
    case_id: str,
    debtor_id: str,
    key: str,
    channel: str,
    kind: str,
    result: str,
    why: str,
    at: datetime,
    entry: Entry | None = None,
) -> None:
    """A Contacts row; without an ``entry`` it is a task for a person."""
    contact_id = desk.numbers.take("Contacts")
    values: dict[str, Value] = {
        "Contact ID": contact_id,
        "Case ID": case_id,
        "Debtor ID": debtor_id,
        "At": instant_text(at),
        "Channel": channel,
        "Direction": "out",
        "Class": CLASS_OF_KIND[kind],
        "Template": entry.template if entry else None,
        "Result": result,
        "Message ID": entry.message_id if entry else None,
        "Document": document(entry) if entry and result == "sent" else None,
        "By": PROGRAM,
        "Key": key,
        "Why": why,
    }
    acts.edits.append(AddRow("Contacts", contact_id, values, why))
    acts.contacts[case_id].append(contact(desk, case_id, key, channel, kind, result, why, at))


def charge(desk: Desk, acts: Acts, file: CaseFile, key: str, on: date) -> None:
    """The contract's late fee of a reminder level, once per key, on the day its message went out (R15)."""
    _, episode, kind, subject = key.rsplit("|", 3)
    if kind != "reminder":
        return
    case_id, level = file.case.case_id, int(subject)
    fee = letters.late_fee(file, int(episode), level)
    if fee <= 0:
        return
    fee_key = letters.fee_key(case_id, int(episode), level)
    number = desk.numbers.take("Adjustments")
    values: dict[str, Value] = {
        "Adjustment ID": number, "Case ID": case_id, "On": on, "Kind": "fee", "Component": "fee", "Amount": fee, "Level": level, "Key": fee_key,
        "Notes": because("R15", level=level).text(desk.language),
    }  # fmt: skip
    acts.edits.append(AddRow("Adjustments", number, values, because("R15", level=level).text(desk.language)))
    acts.fees[case_id].append(Adjustment(number, on, "fee", fee, "fee", key=fee_key))
