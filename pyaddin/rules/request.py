"""One question at the contact gate: who, on what channel, when, with which log, holds and consents; and what a blocking rule looks like."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from pyaddin.records import dataclass
from pyaddin.rules.case import Hold
from pyaddin.rules.contact_words import Note
from pyaddin.rules.counting import Consent, Event
from pyaddin.rules.packs import CHANNELS
from pyaddin.rules.recipients import same_form

HOUSE = "HOUSE"
"""The pack name of what holds in every place: holds, missing data, role mailboxes, third parties."""
HOUSE_VERSION = "2026.11.0"

ALIASES = {
    "BREATHING": "MORATORIUM", "BANKRUPT": "INSOLVENCY", "BANKRUPTCY": "INSOLVENCY", "AGREEMENT": "SIGNED_PLAN",
    "CHANNEL_OPTOUT": "OPT_OUT", "OPTOUT": "OPT_OUT", "WRONGPARTY": "WRONG_PARTY",
}  # fmt: skip


def hold_type(word: str) -> str:
    """The ledger's code of a hold type written in one of its other names, with or without ``HOLD-``."""
    code = word.strip().upper().removeprefix("HOLD-").replace("-", "_")
    return ALIASES.get(code, code)


class Calendars(Protocol):
    """Public holidays and zones as data; ``pyaddin/policy`` provides it."""

    @property
    def tzdata_version(self) -> str:
        """The release of the time zone data in use."""

    def day_off(self, country: str, region: str, day: date) -> bool | None:
        """Whether a date is a public holiday; ``None`` when nothing is published about that country and year."""

    def official(self, country: str, year: int) -> bool:
        """Whether the year's holidays are announced, not computed."""

    def countries_of(self, zone: str) -> tuple[str, ...]:
        """The countries in which a time zone is kept."""


@dataclass(frozen=True, slots=True)
class Override:
    """A supervisor passes one rule, with a name and a reason. Works only for rules that allow it."""

    rule: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Request:
    """May we contact ``recipient`` on ``channel`` at ``at`` (an aware UTC instant)?

    ``holds`` are those of the debtor, the case and the address; one that names another target does not count. ``missing``: what else is
    known to be lacking; it blocks. ``message_kind``: reminder, missed, thanks ...; a few holds let kinds through.
    """

    at: datetime
    channel: str
    message_class: str = "collection"
    role: str = ""
    debt_class: str = ""
    country: str = ""
    region: str = ""
    zones: tuple[str, ...] = ()
    debtor_id: str = ""
    case_id: str = ""
    address: str = ""
    history: tuple[Event, ...] = ()
    holds: tuple[Hold, ...] = ()
    consents: tuple[Consent, ...] = ()
    overrides: tuple[Override, ...] = ()
    opted_out: frozenset[str] = frozenset()
    recipient: str = "debtor"
    message_kind: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One rule that blocks. ``override``: a supervisor may pass it."""

    id: str
    pack: str
    version: str
    confidence: str
    why: Note
    override: bool = False


def renamed(hold: Hold) -> Hold:
    """The hold under the ledger's code of its type."""
    return Hold(hold_type(hold.type), hold.start, hold.end, hold.scope, hold.applies_to, hold.reason, hold.by, hold.hold_id)


def concerns(hold: Hold, request: Request) -> bool:
    """Whether a hold is about this request; one without a target is."""
    target = hold.applies_to.strip()
    if not target:
        return True
    if hold.type == "OPT_OUT" and target.casefold() in CHANNELS:
        return target.casefold() == request.channel
    own = {"case": request.case_id, "debtor": request.debtor_id}.get(hold.scope.strip().casefold())
    if own is not None:
        return not own or target == own
    return not request.address or same_form(target) == same_form(request.address)


def same_place(event: Event, request: Request, spot: str) -> bool:
    """Whether a log row is about the address asked about; ``spot`` is that address in its one form."""
    if spot and event.address:
        return same_form(event.address) == spot
    return event.channel == request.channel and (not request.debtor_id or not event.debtor_id or event.debtor_id == request.debtor_id)
