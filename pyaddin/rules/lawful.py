"""The contact gate as the run asks it: one message to one debtor, at its planned hour, under the packs that bind.

Holds, opt-outs and missing data are judged by ``gate``; this adds hours, caps, pauses, role mailboxes and third parties of the rule packs.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from pyaddin.records import dataclass
from pyaddin.rules.case import CaseFile, Contact
from pyaddin.rules.contact import Lawful, lawful, looks_back
from pyaddin.rules.counting import Event
from pyaddin.rules.packs import Pack
from pyaddin.rules.reason import Phrase, Reason, because, phrase
from pyaddin.rules.recipients import mailbox_kind
from pyaddin.rules.request import Block, Calendars, Override, Request

PacksFor = Callable[[str, str, str, date], tuple[Pack, ...]]
"""The packs that bind for a country, region and class of debt on a day, our role being known."""


_MOST_KNOWN = 4096


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
    return _instant(file.debtor.time_zone, as_of, send_time) if file.debtor.time_zone else None


@lru_cache(maxsize=4096)
def _instant(zone: str, on: date, clock: time) -> datetime:
    return datetime.combine(on, clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@lru_cache(maxsize=4096)
def _local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _event(contact: Contact, debtor_id: str) -> Event:
    return Event(contact.at, contact.channel, contact.direction, contact.result, contact.case_id, debtor_id)


def ask(file: CaseFile, keeper: Gatekeeper, log: tuple[Contact, ...], *, kind: str, message_class: str, channel: str, address: str, at: datetime) -> Lawful:
    """The gate's answer for one message. ``log``: the debtor's contacts over all cases, as this ledger knows them.

    Debtors of one place whom nobody tried lately get one and the same answer, so it is worked out once.
    """
    debtor = file.debtor
    country = debtor.country or keeper.jurisdiction
    debt_class = "business" if debtor.kind == "business" else keeper.debt_class
    zone_day = _local_day(at, debtor.time_zone) if debtor.time_zone else at.date()
    packs = keeper.packs_for(country, debtor.region, debt_class, zone_day)
    since = at - looks_back(packs)
    recent = [contact for contact in log if contact.on <= zone_day and (contact.at >= since or contact.result == "wrong party")]
    alike: tuple[object, ...] | None = None
    known = _known(keeper.calendars)
    if not recent and not mailbox_kind(address):
        alike = (at, channel, message_class, kind, keeper.role, debt_class, country, debtor.region, debtor.time_zone, keeper.overrides, packs)
        if alike in known:
            return known[alike]
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
        history=tuple([_event(contact, debtor.debtor_id) for contact in recent]),
        overrides=keeper.overrides,
        message_kind=kind,
    )
    answer = lawful(request, packs, keeper.calendars)
    if alike is not None:
        known[alike] = answer
    return answer


_answers: tuple[Calendars | None, dict[tuple[object, ...], Lawful]] = (None, {})


def _known(calendars: Calendars) -> dict[tuple[object, ...], Lawful]:
    """The answers given under these calendars to debtors without a log; other calendars, or too many answers, begin anew."""
    global _answers  # noqa: PLW0603 - a memory of pure answers, swapped as a whole
    mine, known = _answers
    if mine is not calendars or len(known) > _MOST_KNOWN:
        _answers = (calendars, known := {})
    return known


def reasons(answer: Lawful) -> tuple[Reason, ...]:
    """Every blocking rule with its pack, version and confidence, and when or by what it lifts."""
    told = [Reason(block.id, words=_of_pack(block)) for block in answer.rules]
    if answer.next_lawful_local is not None:
        told.append(because("NEXT-LAWFUL", local=f"{answer.next_lawful_local:%Y-%m-%d %H:%M}", zone=answer.zone))
    elif answer.rules:
        told += [because("NEEDS", what=need) for need in answer.needs]
    return tuple(told)


def _of_pack(block: Block) -> Phrase:
    return phrase("of-pack", says=block.why, pack=block.pack, version=block.version, confidence=block.confidence)


def passes(answer: Lawful, overrides: tuple[Override, ...]) -> tuple[Reason, ...]:
    """The record of rules that a supervisor passed; empty when none was."""
    return tuple(because("OVERRIDE", rule=over.rule, by=over.by, reason=over.reason) for over in overrides if over.rule in answer.overridden)
