"""May this message go to this debtor on this channel? Holds, opt-outs and missing data answer here; the rule packs of the law join them.

Fail closed: what is unknown blocks. Every blocking rule is reported, not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pyaddin.records import dataclass, often
from pyaddin.rules.case import CaseFile, Debtor, Hold
from pyaddin.rules.hold import EFFECTS, NO_THANKS, OF_THE_PLAN, UNASKED, says
from pyaddin.rules.in_force import unapproved, waits_because
from pyaddin.rules.mailboxes import usable
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, Reason, because, phrase
from pyaddin.rules.recipients import same_form

DRIVEN_CHANNELS = frozenset({"email"})
"""Channels on which the program sends by itself; any other becomes a task on Today."""

CLASS_OF_KIND = {
    "validation": "collection", "reminder": "collection", "missed": "collection", "broken": "collection",
    "promise": "service", "notice": "service", "thanks": "service", "checkin": "service",
    "demand": "legal", "handover": "statutory",
}  # fmt: skip
"""Class of message of each kind, as the rule packs ask for it. A final demand announces a remedy (15 USC 1692c(c)(3); holds CEASE and COUNSEL let legal
messages pass), a hand-over must be notified (Civil Code of China 546; Directive 2021/2167 art. 10); both are sent by a person only."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Empty ``blocked`` = allowed. ``release``: a supervisor must release the message before it goes."""

    blocked: tuple[Reason, ...]
    release: bool = False


def _hold_reason(hold: Hold) -> Reason:
    if hold.type == "DATA":
        return because("HOLD-DATA", what=hold.reason)
    return because(f"HOLD-{hold.type}", "HOLD", start=hold.start, says=says(hold.type))


def holds_verdict(kind: str, holds: Iterable[Hold]) -> Verdict:
    """What the holds in force say to a message of this kind, whatever the channel."""
    blocked: list[Reason] = []
    release = False
    for hold in holds:
        effect = EFFECTS[hold.type]
        if hold.scope == "address" or hold.type == "OPT_OUT":
            continue
        if kind == "thanks" and hold.type in NO_THANKS or kind in UNASKED and hold.type not in OF_THE_PLAN and not effect.supervisor_releases:
            blocked.append(_hold_reason(hold))
        elif kind in UNASKED and effect.supervisor_releases:
            release = True
        elif CLASS_OF_KIND[kind] in effect.passes or kind in effect.passes_kinds:
            continue
        elif effect.supervisor_releases:
            release = True
        else:
            blocked.append(_hold_reason(hold))
    return Verdict(tuple(blocked), release)


def missing_data(file: CaseFile, policy: Policy) -> tuple[Phrase, ...]:
    """What is lacking before any automatic message may go: refused rows, approval of a signed plan, country, time zone, who we are."""
    debtor = file.debtor
    missing = [*file.data_faults]
    if file.plans:
        missing += [phrase("plan-waits", plan=plan.plan_id, what=waits_because(file, plan, policy)) for plan in unapproved(file, policy)]
    if not debtor.country and not policy.jurisdiction:
        missing.append(phrase("no-country", debtor=debtor.debtor_id))
    if not debtor.time_zone:
        missing.append(phrase("no-zone", debtor=debtor.debtor_id))
    if policy.missing_settings:
        missing.append(phrase("settings-lack", names=policy.missing_settings))
    return tuple(missing)


def bank_data_verdict(kind: str, policy: Policy, as_of: date) -> tuple[Reason, ...]:
    """Blocks collection messages while the bank data is older than the office allows."""
    if CLASS_OF_KIND[kind] != "collection" or policy.bank_data_max_age_days is None:
        return ()
    until = policy.bank_data_until
    if until is not None and (as_of - until).days <= policy.bank_data_max_age_days:
        return ()
    return (because("BANK-DATA", until=until or phrase("no-date")),)


def unmatched_verdict(kind: str, file: CaseFile, as_of: date) -> tuple[Reason, ...]:
    """Blocks collection messages and the final demand while money of the bank may be this debtor's and nobody has said whose it is (field notes 4.5)."""
    if CLASS_OF_KIND[kind] != "collection" and kind != "demand":
        return ()
    mine = next((line for line in file.unmatched if line.value_date <= as_of), None)
    return () if mine is None else (because("BANK-UNMATCHED", line=mine.line_id, on=mine.value_date, amount=f"{mine.amount:f}", currency=mine.currency),)


def bank_verdict(kind: str, file: CaseFile, policy: Policy, as_of: date) -> tuple[Reason, ...]:
    """What the bank's side says to a message: whether its data are fresh enough, and whether money waits that may be this debtor's."""
    return (*bank_data_verdict(kind, policy, as_of), *unmatched_verdict(kind, file, as_of))


def address_of(debtor: Debtor, channel: str) -> str:
    """Where a channel reaches the debtor; empty when there is nothing to use, as for an email that is no address."""
    if channel == "email":
        return debtor.email if usable(debtor.email) else ""
    if channel == "letter":
        return ", ".join(part for part in (debtor.address, debtor.postal_code, debtor.city) if part) if debtor.address else ""
    return debtor.phone


@often
@dataclass(frozen=True, slots=True)
class Route:
    """The channel chosen, the address behind it, what comes if it fails, and why the preferred one is not used."""

    channel: str
    address: str
    driver: bool
    fallback: Phrase
    note: tuple[Phrase, ...] = ()


def route(debtor: Debtor, channels: Iterable[str], holds: Iterable[Hold], failed: frozenset[str]) -> Route | Reason:
    """The first usable one of the channels, in their order; opted-out, held, failed and address-less ones are passed over."""
    order = list(dict.fromkeys(channels))
    held = {same_form(hold.applies_to): hold for hold in holds if hold.scope == "address"}
    usable: list[str] = []
    passed: list[Phrase] = []
    opted: list[str] = []
    for channel in order:
        address = address_of(debtor, channel)
        if channel in debtor.opted_out:
            opted.append(channel)
            passed.append(phrase("opted-out", channel=channel))
        elif channel == "email" and debtor.email and not address:
            passed.append(phrase("bad-email", channel=channel, address=debtor.email))
        elif not address:
            passed.append(phrase({"email": "no-email", "letter": "no-address"}.get(channel, "no-phone"), channel=channel))
        elif held and same_form(address) in held:
            passed.append(phrase("channel-held", channel=channel, hold=held[same_form(address)].type))
        elif channel in failed:
            passed.append(phrase("channel-failed", channel=channel))
        else:
            usable.append(channel)
    if not usable:
        if opted and len(opted) == len(order):
            return because("HOLD-OPT_OUT", channels=tuple(opted))
        advice = (phrase("put-right"),) if any(channel in failed for channel in order) else ()
        return because("NO-CHANNEL", what=(*passed, *advice) or phrase("no-channel"))
    chosen = usable[0]
    fallback = phrase("then-channel", channel=usable[1]) if len(usable) > 1 else phrase("then-nothing")
    return Route(chosen, address_of(debtor, chosen), chosen in DRIVEN_CHANNELS, fallback, tuple(passed))
