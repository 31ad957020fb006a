"""May a person call or text this debtor about this case, and within which hours? Everything that forbids it, for call lists and batches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.addresses import shared_verdict
from pyaddin.rules.decide import Decision
from pyaddin.rules.gate import CLASS_OF_KIND, address_of, bank_verdict, holds_verdict, missing_data
from pyaddin.rules.lawful import reasons
from pyaddin.rules.lawful_hours import LawfulHours, Question, lawful_hours
from pyaddin.rules.reason import Reason, because, phrase
from pyaddin.rules.recipients import same_form
from pyaddin.rules.windows import day_start
from pyaddin.tasks.opening import Opened

TALK = "talk"
_PASSED_BY_CALLBACK = ("PROMISE", "SIGNED_PLAN")
"""Holds under which an agreed call-back is still made: the debtor waits for it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What would be done: the channel, the kind of message that it stands for, and whether the debtor asked to be called back."""

    channel: str
    kind: str = "reminder"
    callback: bool = False


@dataclass(frozen=True, slots=True)
class Permission:
    """Empty ``forbids`` = allowed between ``hours.opens`` and ``hours.closes``. ``later``: only the hour is wrong, it opens another day."""

    forbids: tuple[Reason, ...]
    hours: LawfulHours | None
    later: bool = False

    @property
    def allowed(self) -> bool:
        """Whether nothing forbids the call, the text message or the letter now."""
        return not self.forbids


def moment(opened: Opened, decision: Decision, now: datetime) -> datetime:
    """The instant that is asked about: now on the day itself, else the beginning of the as-of date at the debtor's place."""
    zone = decision.file.debtor.time_zone
    if opened.as_of == now.astimezone(opened.zone).date() or not zone:
        return now
    return day_start(opened.as_of, ZoneInfo(zone))


def permission(opened: Opened, decision: Decision, wanted: Wanted, at: datetime) -> Permission:
    """Holds, refused channels, shared numbers, refused rows, stale bank data (texts only), and the packs' hours and caps at ``at``."""
    file = decision.file
    wanted = wanted if wanted.kind in CLASS_OF_KIND else replace(wanted, kind="reminder")  # a kind of its own is held to what binds a reminder
    address = address_of(file.debtor, wanted.channel)
    said = [*_of_holds(decision, wanted, address)]
    if wanted.channel in file.debtor.opted_out:
        said.append(because("HOLD-OPT_OUT", channels=(wanted.channel,)))
    if not address:
        said.append(because("NO-CHANNEL", what=phrase("no-phone", channel=wanted.channel)))
    said += shared_verdict(file.shared, wanted.channel)
    if missing := missing_data(file, opened.policy):
        said.append(because("HOLD-DATA", what=missing))
    if wanted.channel != "call":
        said += bank_verdict(wanted.kind, file, opened.policy, opened.as_of)
    hours = _hours(opened, decision, wanted, address, at)
    if hours is None:
        return Permission(tuple(said) or (because("HOLD-DATA", what=phrase("no-zone", debtor=file.debtor.debtor_id)),), None)
    if hours.today:
        return Permission(tuple(said), hours)
    return Permission((*said, *reasons(hours.answer)), hours, later=not said and hours.opens is not None)


def _of_holds(decision: Decision, wanted: Wanted, address: str) -> list[Reason]:
    holds = decision.holds
    if wanted.callback:
        holds = tuple(hold for hold in holds if hold.type not in _PASSED_BY_CALLBACK)
    held = holds_verdict(wanted.kind, (hold for hold in holds if hold.type != "DATA"))
    said = [*held.blocked, *((because("APPROVAL"),) if held.release else ())]
    at_address = (hold for hold in decision.holds if hold.scope == "address" and address and same_form(hold.applies_to) == same_form(address))
    return said + [because(f"HOLD-{hold.type}", "HOLD-ADDRESS", hold=hold.type, reason=hold.reason) for hold in at_address]


def _hours(opened: Opened, decision: Decision, wanted: Wanted, address: str, at: datetime) -> LawfulHours | None:
    keeper = opened.policy.keeper
    if keeper is None or not decision.file.debtor.time_zone:
        return None
    message_class = CLASS_OF_KIND[wanted.kind]
    kind = TALK if wanted.channel == "call" else wanted.kind
    return lawful_hours(Question(decision.file, keeper, decision.log, kind, message_class, wanted.channel, address), at)


def there(hours: LawfulHours, zone: str) -> str:
    """The hours on the debtor's clock: ``08:00-21:00``."""
    return span(hours, ZoneInfo(zone))


def span(hours: LawfulHours, zone: tzinfo) -> str:
    """The hours on the clock of a zone; the date stands before an end that falls on another one than the beginning."""
    assert hours.opens is not None
    assert hours.closes is not None
    opens, closes = hours.opens.astimezone(zone), hours.closes.astimezone(zone)
    end = "24:00" if closes.date() > opens.date() and f"{closes:%H:%M}" == "00:00" else f"{closes:%H:%M}"
    return f"{opens:%H:%M}-{end}" if end == "24:00" or opens.date() == closes.date() else f"{opens:%m-%d %H:%M} - {closes:%m-%d} {end}"
