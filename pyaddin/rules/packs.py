"""Rule packs as frozen values: what the law of a place, or the policy of the house, says about contacting a debtor.

A pack is data read by ``pyaddin/policy``; the gate (``contact``) is the only reader here. Adding a rule can only forbid more.
"""

from __future__ import annotations

from datetime import date

from pyaddin.records import dataclass

CHANNELS = ("call", "robo", "voicemail", "sms", "email", "im", "letter", "visit")
CLASSES = ("collection", "service", "statutory", "legal")
ROLES = ("creditor", "agency", "debt_buyer")
DEBT_CLASSES = ("consumer", "business")
RECIPIENTS = ("debtor", "guarantor", "representative", "contact_person", "third_party", "employer")
OUTSIDERS = frozenset({"contact_person", "third_party", "employer"})
"""Recipients who are neither the debtor nor bound by the contract."""

CONFIDENCES = ("A", "B", "C", "M", "P")
"""A = read in the legal text, B = two reports or a verbatim quotation, C = one secondary source, M = from memory, P = policy of the house."""
LAW = frozenset({"A", "B"})
"""Only these may be shown to a clerk as what a rule says."""

COUNTS = ("placed_call", "conversation", "unanswered", "contact")
PERS = ("person", "debt", "address")


@dataclass(frozen=True, slots=True)
class Window:
    """Hours of the wall clock at the debtor's place, half open [opens, closes), in minutes after midnight.

    ``days``: weekdays on which it opens (Monday = 0). ``holidays``: blank = public holidays do not matter, a country code, or ``debtor`` = every
    candidate country of the debtor. ``lifted_by``: the kind of consent that opens it at any hour. ``answer_once``: a debtor who wrote first
    may be answered once on the same channel, by a message of class service.
    """

    opens: int
    closes: int
    days: frozenset[int] = frozenset(range(7))
    holidays: str = ""
    lifted_by: str = ""
    answer_once: bool = False


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``most`` countable events in ``days`` local dates of the debtor, the day of the contact included; 0 = never.

    ``counts``: placed_call, conversation (both directions), unanswered, contact (anything sent or dialled). ``counted``: the channels that count.
    ``per``: every part must match. ``spares_failed``: calls that did not connect and mail that was refused do not count.
    ``lifted_by`` and ``consent_days``: a consent of that kind, not older than so many local dates (0 = until taken back), lifts the cap
    and spares the events under it.
    """

    counts: str
    counted: frozenset[str]
    per: frozenset[str]
    days: int
    most: int
    spares_failed: bool = False
    lifted_by: str = ""
    consent_days: int = 0


@dataclass(frozen=True, slots=True)
class Cooldown:
    """After an event of kind ``after`` nothing for ``days`` local dates; the day of the event is day 1."""

    after: str
    counted: frozenset[str]
    per: frozenset[str]
    days: int
    lifted_by: str = ""
    consent_days: int = 0


@dataclass(frozen=True, slots=True)
class Stopped:
    """While a hold of one of the types ``on`` is in force, only classes in ``passes`` and message kinds in ``passes_kinds`` go."""

    on: frozenset[str]
    passes: frozenset[str]
    passes_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """What the rendered message must and must not say. ``first_only``: only the first message to the debtor.

    ``must_have`` is looked for in each finished message; what ``must_not`` forbids is held where it would arise (threats by the check of
    wording files, fees by the contract alone) and is otherwise an instruction to people. The gate's verdict itself does not depend on it.

    Empty ``countries`` or ``roles`` = all of them: a demand on agencies does not bind the creditor's own letters. ``notice``: the kind of message
    that must go about each debt before any other (``validation``); it carries this row's contents, whatever went before.
    """

    must_have: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    first_only: bool = False
    countries: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Blackout:
    """Whole local dates without contact, first and last included.

    ``season`` ((month, day), (month, day)) is the part of the year in which the pause may fall: a year without a published pause is
    closed over its whole season.
    """

    ranges: tuple[tuple[date, date], ...]
    season: tuple[tuple[int, int], tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Retention:
    """Records are kept so many months after the event ``since``."""

    months: int
    since: str


Params = Window | Cap | Cooldown | Stopped | Content | Blackout | Retention
KINDS: dict[str, type] = {
    "window": Window, "cap": Cap, "cooldown": Cooldown, "hold": Stopped, "content": Content, "blackout": Blackout, "retention": Retention,
}  # fmt: skip
_NAME_OF = {params: name for name, params in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of a pack. ``to``: the recipients it speaks about. ``override``: a supervisor may pass it with a reason."""

    id: str
    channels: frozenset[str]
    classes: frozenset[str]
    confidence: str
    cite: str
    seen_on: date
    params: Params
    to: frozenset[str] = frozenset(RECIPIENTS)
    override: bool = False

    @property
    def kind(self) -> str:
        """window, cap, cooldown, hold, content, blackout or retention."""
        return _NAME_OF[type(self.params)]


@dataclass(frozen=True, eq=False)
class Pack:
    """One pack of rules, as reviewed by a person on ``reviewed_on``. Two packs are the same only if they are the same object.

    Empty ``countries``, ``regions``, ``roles`` or ``debt_classes`` = all of them.
    """

    name: str
    version: str
    effective_from: date
    reviewed_on: date
    review_due: date
    rules: tuple[Rule, ...]
    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    debt_classes: frozenset[str] = frozenset()
    source: str = ""
