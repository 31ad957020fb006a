"""The contact gate as the run asks it: one message to one debtor, at its planned hour, under the packs that bind.

Holds, opt-outs and missing data are judged by ``gate``; this adds hours, caps, pauses, role mailboxes and third parties of the rule packs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.contact import Verdict, verdict
from pyaddin.rules.counting import Event
from pyaddin.rules.packs import Pack
from pyaddin.rules.reason import Phrase, Reason, because, phrase
from pyaddin.rules.request import Block, Calendars, Override, Request

PacksFor = Callable[[str, str, str, date], tuple[Pack, ...]]
"""The packs that bind for a country, region and class of debt on a day, our role being known."""


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """What the office brings to the gate: who we are, the packs, the calendars, the hour of sending, and passes given by a supervisor."""

    packs_for: PacksFor
    calendars: Calendars
    role: str
    debt_class: str
    send_time: time
    jurisdiction: str = ""
    overrides: tuple[Override, ...] = ()


def planned_instant(file: CaseFile, as_of: date, send_time: time) -> datetime | None:
    """The as-of date at the sending hour at the debtor's place, as UTC; ``None`` when the place is not known."""
    if not file.debtor.time_zone:
        return None
    return datetime.combine(as_of, send_time, tzinfo=ZoneInfo(file.debtor.time_zone)).astimezone(UTC)


def _event(contact: Contact, debtor_id: str) -> Event:
    return Event(contact.at, contact.channel, contact.direction, contact.result, contact.case_id, debtor_id)


def ask(file: CaseFile, keeper: Gatekeeper, log: tuple[Contact, ...], *, kind: str, message_class: str, channel: str, address: str, at: datetime) -> Verdict:
    """The gate's full answer for one message. ``log``: the debtor's contacts over all cases, as this ledger knows them."""
    debtor = file.debtor
    country = debtor.country or keeper.jurisdiction
    debt_class = "business" if debtor.kind == "business" else keeper.debt_class
    zone_day = at.astimezone(ZoneInfo(debtor.time_zone)).date() if debtor.time_zone else at.date()
    request = Request(
        at=at,
        channel=channel,
        message_class=message_class,
        role=keeper.role,
        debt_class=debt_class,
        country=country,
        region=debtor.region,
        zones=(debtor.time_zone,) if debtor.time_zone else (),
        debtor_id=debtor.debtor_id,
        case_id=file.case.case_id,
        address=address,
        history=tuple(_event(contact, debtor.debtor_id) for contact in log if contact.on <= zone_day),
        overrides=keeper.overrides,
        message_kind=kind,
    )
    return verdict(request, keeper.packs_for(country, debtor.region, debt_class, zone_day), keeper.calendars)


def reasons(answer: Verdict) -> tuple[Reason, ...]:
    """Every blocking rule with its pack, version and confidence, and when or by what it lifts."""
    told = [Reason(block.id, words=_of_pack(block)) for block in answer.rules]
    if answer.next_lawful_local is not None:
        told.append(because("NEXT-LAWFUL", local=f"{answer.next_lawful_local:%Y-%m-%d %H:%M}", zone=answer.zone))
    elif answer.rules:
        told += [because("NEEDS", what=need) for need in answer.needs]
    return tuple(told)


def _of_pack(block: Block) -> Phrase:
    return phrase("of-pack", says=block.why, pack=block.pack, version=block.version, confidence=block.confidence)


def passes(answer: Verdict, overrides: tuple[Override, ...]) -> tuple[Reason, ...]:
    """The record of rules that a supervisor passed; empty when none was."""
    return tuple(because("OVERRIDE", rule=over.rule, by=over.by, reason=over.reason) for over in overrides if over.rule in answer.overridden)
