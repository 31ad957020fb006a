"""A message in the outbox: the states it may be in, the steps between them, and what a transport must be able to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol, runtime_checkable

from pyaddin.correspondence.message import AskedFor, Planned
from pyaddin.errors import Stop
from pyaddin.records import dataclass, often

STATES = ("planned", "approved", "queued", "envelope", "data", "sent", "failed", "deferred", "unknown", "held", "cancelled", "entered")
"""``held`` belongs to the contract of the journal (design 3): it is understood, and no step of this program leads there."""

NEXT: Mapping[str, frozenset[str]] = {
    "": frozenset({"planned", "queued"}),
    "planned": frozenset({"approved", "cancelled"}),
    "approved": frozenset({"queued", "cancelled"}),
    "queued": frozenset({"envelope", "cancelled", "entered"}),
    "envelope": frozenset({"data", "queued", "deferred", "failed"}),
    "data": frozenset({"sent", "failed", "deferred", "unknown", "queued"}),
    "deferred": frozenset({"envelope", "cancelled"}),
    "held": frozenset({"queued", "approved", "cancelled"}),
    "unknown": frozenset({"sent", "approved", "cancelled"}),
    "sent": frozenset({"entered"}),
    "entered": frozenset(),
    "failed": frozenset({"approved"}),
    "cancelled": frozenset(),
}
"""Which state may follow which. ``queued -> entered`` is for tasks only; ``unknown`` and ``failed`` are left only through a person: the same
bytes once more are ``approved`` by that person and asked again before they leave. ``deferred`` waits for its next try."""

BY_ADOPTION = frozenset({"entered", "cancelled"})
"""Where ``outbox adopt`` may bring a message from any state: a supervisor says what became of it."""

UNSETTLED = ("planned", "approved", "queued", "envelope", "data", "deferred", "held")
"""A message in one of these has not come to its end, and may still leave; of an ``unknown`` one a person must say whether it has."""

FREE = frozenset({"failed", "cancelled"})
"""A key whose latest attempt ended here may be planned again, as the next attempt."""

TASK = "task"
"""Transport of a channel without a driver: nothing is sent, a clerk does it; the ledger gets a row at ``queued``."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


@often
@dataclass(frozen=True, slots=True)
class Draft:
    """A planned message with its finished bytes. ``body`` is empty for a task; ``brake`` names the rules that parked its run.

    ``pay_by`` and ``asked_for`` are what it asks for: kept beside the bytes, so that they are compared with what is owed when it leaves.
    """

    planned: Planned
    kind: str
    level: int
    template: str
    wording_sha256: str
    message_id: str
    body: bytes
    transport: str
    brake: str = ""
    pay_by: date | None = None
    asked_for: tuple[AskedFor, ...] = ()


@often
@dataclass(frozen=True, slots=True)
class Entry:
    """One attempt of one message as the journal has it; enough to write its Contacts rows (one per key).

    ``result`` is the Contacts code: ``queued`` until the outcome is known, then ``sent``, ``failed`` or ``unknown``; blank when
    cancelled. ``why`` is the rule that decided to write, ``note`` what the transport said. ``at`` is the planned instant,
    ``done_at`` the one of the outcome (both UTC). ``place`` is the folder or server it was last handed to.
    ``due_at`` is set for a message that a click handed to the sender: until then it can be taken back. ``tries`` counts attempts to hand it
    over that failed for the moment, ``next_try`` is when the next one may be made. ``brake`` names the rule that parked it for a supervisor.
    ``pay_by`` and ``asks`` (JSON) are what it asks for; a message of an earlier version has neither.
    """

    uid: str
    keys: tuple[tuple[str, str], ...]  # (outbox key, case id)
    attempt: int
    case_id: str
    debtor_id: str
    channel: str
    recipient: str
    recipient_name: str
    kind: str
    level: int
    template: str
    wording_sha256: str
    message_id: str
    state: str
    result: str
    transport: str
    place: str
    run_id: str
    at: datetime
    done_at: datetime | None
    file_name: str
    sha256: str
    needs_approval: bool
    approved_by: str
    why: str
    note: str
    due_at: datetime | None = None
    tries: int = 0
    next_try: datetime | None = None
    brake: str = ""
    pay_by: date | None = None
    asks: str = ""

    def asked(self) -> dict[str, tuple[Decimal, str]]:
        """Amount and currency that it asks for, by case; empty where the journal does not know them."""
        return {case_id: (Decimal(amount), currency) for case_id, amount, currency in _listed(self.asks)}

    @property
    def may_go_at(self) -> datetime | None:
        """When the sender may hand it over: its next try, else the end of the time in which it can be taken back."""
        return self.next_try or self.due_at


def asks_text(asked: Iterable[tuple[str, Decimal | str, str]]) -> str:
    """What a message asks for (case, amount, currency) as the journal keeps it; blank for one that asks for nothing."""
    listed = [(case_id, str(amount), currency) for case_id, amount, currency in asked]
    return json.dumps(listed, ensure_ascii=False) if listed else ""


def asks_of(asks: str, cases: Mapping[str, str]) -> str:
    """The same under other case ids (old -> new)."""
    return asks_text((cases.get(case_id, case_id), amount, currency) for case_id, amount, currency in _listed(asks))


def _listed(asks: str) -> list[tuple[str, str, str]]:
    return [(case_id, amount, currency) for case_id, amount, currency in json.loads(asks or "[]")]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a transport answers: ``sent``, ``failed`` (for good), ``deferred`` (try again later) or ``unknown``, and why.

    ``not_before``: a deferred message was not even tried, because it may not go before that instant.
    """

    result: str
    why: str
    not_before: datetime | None = None


class Transport(Protocol):
    """A way out of the office. ``deliver`` commits to the journal before each of these calls but ``ready``."""

    @property
    def name(self) -> str:
        """Word of the ledger's Transport column: ``folder`` or ``smtp``."""
        ...

    @property
    def place(self) -> str:
        """Where messages go: the absolute folder, or the server's name."""
        ...

    @property
    def provable(self) -> bool:
        """True when ``delivered`` can always tell whether a message left; several may then share a commit."""
        ...

    @property
    def trouble(self) -> Stop | None:
        """What ended the sending: no further message is taken."""
        ...

    def ready(self) -> None:
        """Make the folder or log in. Raises ``Stop``; the messages stay queued."""
        ...

    def envelope(self, entry: Entry) -> Delivery | None:
        """All that comes before handing over the bytes. ``None`` = go on; a ``Delivery`` ends this attempt."""
        ...

    def send(self, entry: Entry, body: bytes) -> Delivery:
        """Hand over exactly these bytes."""
        ...

    def delivered(self, entry: Entry) -> bool | None:
        """After a crash: did it leave? ``None`` when nobody can tell."""
        ...


@runtime_checkable
class Together(Protocol):
    """A provable transport that hands over several messages at less cost than one by one."""

    def send_together(self, messages: Sequence[tuple[Entry, bytes]]) -> list[Delivery]:
        """Hand over exactly these bytes; an answer for each message. ``sent`` is answered only for what would survive a power cut."""
        ...


class KeyTaken(Exception):
    """The message was already written, or is on its way: it is not written again."""

    def __init__(self, key: str, state: str) -> None:
        self.key = key
        self.state = state
        super().__init__(f"{key} is taken: {state}")


class WrongStep(Exception):
    """A step that the table of states does not have; nothing was recorded and nothing done."""

    def __init__(self, uid: str, state: str, to_state: str) -> None:
        super().__init__(f"message {uid}: no step from {state or 'nothing'} to {to_state}")


def file_name(case_id: str, kind: str, level: int, attempt: int, uid: str) -> str:
    """Name of the message's file: ids and numbers of the program only, unique also where upper and lower case are one."""
    parts = (_UNSAFE.sub("-", case_id)[:40].strip("-") or "case", _UNSAFE.sub("-", kind), str(level) if level else "", f"a{attempt}", uid[:10])
    return "_".join(part for part in parts if part) + ".eml"
